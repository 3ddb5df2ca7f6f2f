//! What `in_stub` refuses.

use pyzig_reference::in_stub;

struct Number;

#[in_stub(module = "counting", name = "x")]
#[pymethods]
impl Number {
    #[returns(int)]
    fn get(&self) -> u64 {
        1
    }
}

#[in_stub]
#[pyfunction]
fn sum(#[python_type] numbers: &pyo3::Bound<'_, pyo3::PyAny>) -> pyo3::PyResult<u64> {
    numbers.extract()
}

#[in_stub]
struct Other;

fn main() {}
