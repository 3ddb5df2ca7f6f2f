//! Module `pyzig_sexp.tree`: any S-expression file as lists and atoms.

mod atom;
mod list;

use std::path::Path;

use pyo3::prelude::*;
use pyo3::types::{PyModule, PyString};
use pyzig_bind::{in_stub, raise_from, read_text, string_of, text_of, write_text};
use sexp::{Document, Text};

use atom::Atom;
use list::List;

#[cfg(feature = "stubs")]
pyo3_stub_gen::module_doc!("pyzig_sexp.tree", "{DOCUMENTATION}");

const DOCUMENTATION: &str = "\
Any S-expression file, as lists and atoms.

Works for every file, also for those without a module of their own. What is not changed is written as it was read, to \
the byte: blanks, comments and spelling included.";

/// Adds the module.
pub(crate) fn add(parent: &Bound<'_, PyModule>) -> PyResult<()> {
    let module = PyModule::new(parent.py(), "pyzig_sexp.tree")?;
    module.setattr("__doc__", DOCUMENTATION)?;
    module.add_class::<Atom>()?;
    module.add_class::<List>()?;
    module.add_function(wrap_pyfunction!(loads, &module)?)?;
    module.add_function(wrap_pyfunction!(dumps, &module)?)?;
    module.add_function(wrap_pyfunction!(load, &module)?)?;
    module.add_function(wrap_pyfunction!(dump, &module)?)?;
    parent.add("tree", module)
}

/// Reads a text, or bytes in UTF-8. Gives the file as a list without a head, whose items are the lists in it.
#[in_stub(module = "pyzig_sexp.tree")]
#[pyfunction]
#[pyo3(signature = (data, /))]
fn loads(#[python_type("str | bytes | bytearray | memoryview")] data: &Bound<'_, PyAny>) -> PyResult<List> {
    parse(data.py(), text_of(data, None)?, None)
}

/// Text of a file or of one list.
#[in_stub(module = "pyzig_sexp.tree")]
#[pyfunction]
#[pyo3(signature = (list, /))]
fn dumps<'py>(py: Python<'py>, list: &List) -> PyResult<Bound<'py, PyString>> {
    string_of(py, &list.written(py))
}

/// Reads a file from its path, or from an object with a `read` method.
#[in_stub(module = "pyzig_sexp.tree")]
#[pyfunction]
#[pyo3(signature = (file, /))]
fn load(
    #[python_type("str | os.PathLike[str] | _Readable", "os")] file: &Bound<'_, PyAny>,
) -> PyResult<List> {
    let (text, path) = read_text(file)?;
    parse(file.py(), text, path.as_deref())
}

/// Writes a file or one list to a path, which is replaced as a whole, or to an object with a `write` method.
#[in_stub(module = "pyzig_sexp.tree")]
#[pyfunction]
#[pyo3(signature = (list, file, /))]
fn dump(
    list: &List,
    #[python_type("str | os.PathLike[str] | _Writable", "os")] file: &Bound<'_, PyAny>,
) -> PyResult<()> {
    write_text(file, &list.written(file.py()))
}

fn parse(py: Python<'_>, text: Text, file: Option<&Path>) -> PyResult<List> {
    let document =
        py.detach(|| Document::parse(text)).map_err(|error| raise_from(py, &error.into(), file))?;
    Ok(List::new(document.root()))
}
