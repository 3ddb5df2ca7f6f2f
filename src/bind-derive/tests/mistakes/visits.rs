use pyzig_reference::python_methods;

pub struct Visits;

#[python_methods]
impl Visits {
    /// Has nobody to hand the context to.
    fn visit(&self, ctx: Option<pyzig_reference::Context<'_, '_>>) {}

    /// Takes a number and the rest.
    #[direct]
    fn number(by: u64, #[rest] more: Option<pyzig_reference::Keywords<'_, '_>>) -> u64 {
        by
    }

    /// Takes the rest, and is not static.
    #[direct]
    fn object(&self, #[rest] more: Option<pyzig_reference::Keywords<'_, '_>>) -> u64 {
        1
    }

    #[direct]
    fn __len__(&self) -> usize {
        1
    }
}

fn main() {}
