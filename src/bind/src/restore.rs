//! Restoring pickled elements.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyType;
use pyzig_model::{Object, Schema};

use crate::error::raise;
use crate::{heap, registry};

/// Name of the function in the extension module that pickles refer to.
pub(crate) const NAME: &str = "_restore";

/// Reads an element from what `__reduce__` gave: module, class name, text, and the class itself where it is one
/// derived in Python.
#[pyfunction(name = "_restore")]
#[pyo3(signature = (module, name, text, class = None, /))]
pub(crate) fn restore<'py>(
    py: Python<'py>,
    module: &str,
    name: &str,
    text: &str,
    class: Option<&Bound<'py, PyType>>,
) -> PyResult<Bound<'py, PyAny>> {
    let known = registry::registry()?
        .class_named(module, name)
        .ok_or_else(|| PyValueError::new_err(format!("there is no class {module}.{name}")))?;
    let schema: &'static Schema = known.schema;
    let object = Object::from_text(schema, text).map_err(|error| raise(py, &error))?;
    match class {
        None => heap::wrap(py, known, object),
        Some(class) if heap::class_of_type(class).is_some_and(|base| std::ptr::eq(base, known)) => {
            heap::wrap_as(class, object)
        }
        Some(class) => Err(PyValueError::new_err(format!("{class} is not derived from {module}.{name}"))),
    }
}
