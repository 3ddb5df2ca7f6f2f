//! What Python sees of the example, and that its stubs tell all of it.

use std::ffi::CString;
use std::path::Path;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyzig_recipes::recipes;

#[test]
fn python_sees_the_modules_and_their_stubs() {
    pyo3::append_to_inittab!(recipes);
    Python::initialize();
    Python::attach(|py| {
        let names = PyDict::new(py);
        names.set_item("recipes", py.import("recipes")?)?;
        names.set_item("STUBS", Path::new(env!("CARGO_MANIFEST_DIR")).join("../../stubs/recipes"))?;
        let code = CString::new(include_str!("python.py")).expect("the file has no NUL");
        py.run(&code, Some(&names), None)
    })
    .expect("the assertions of python.py hold");
}
