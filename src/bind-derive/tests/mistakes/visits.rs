use pyzig_reference::python_methods;

pub struct Visits;

#[python_methods]
impl Visits {
    /// Has nobody to hand the context to.
    fn visit(&self, ctx: Option<pyzig_reference::Context<'_, '_>>) {}

    /// Takes a number.
    #[direct]
    fn number(&self, by: u64) -> u64 {
        by
    }

    /// Takes an object but belongs to none.
    #[direct]
    fn object(data: &pyo3::Bound<'_, pyo3::PyAny>) -> u64 {
        1
    }

    #[direct]
    fn __len__(&self) -> usize {
        1
    }
}

fn main() {}
