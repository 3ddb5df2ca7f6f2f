//! Reference paths as arguments, and their steps as results.

use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyType};
use pyzig_graph::{EdgeTypeId, Text};
use pyzig_typegraph::Segment;

use crate::error::Result;
use crate::number::EdgeType;

/// A path of steps: names of children, or objects with the attributes `identifier` and `edge_type`.
pub(crate) struct ReferencePath(pub(crate) Vec<Segment>);

impl<'py> FromPyObject<'_, 'py> for ReferencePath {
    type Error = PyErr;

    fn extract(path: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        items(&path, "path must be a sequence", segment).map(Self)
    }
}

/// A path of names.
pub(crate) struct Names(pub(crate) Vec<String>);

impl<'py> FromPyObject<'_, 'py> for Names {
    type Error = PyErr;

    fn extract(path: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let message = "path must be a sequence of strings";
        items(&path, message, |item| match item.cast::<PyString>() {
            Ok(name) => Ok(name.to_str()?.to_owned()),
            Err(_) => Err(PyTypeError::new_err(message)),
        })
        .map(Self)
    }
}

/// A path of names to a container.
pub(crate) struct MemberPath(pub(crate) Vec<Text>);

impl<'py> FromPyObject<'_, 'py> for MemberPath {
    type Error = PyErr;

    fn extract(path: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        items(&path, "container_path must be a sequence of strings", |item| match item.cast::<PyString>() {
            Ok(name) => Ok(name.to_str()?.into()),
            Err(_) => Err(PyTypeError::new_err("container_path must contain only strings")),
        })
        .map(Self)
    }
}

/// The items of a sequence, which has `__getitem__` and is no dict. Nor is it a text: taking a name apart into letters is
/// never what was meant.
fn items<'py, T>(
    sequence: &Bound<'py, PyAny>,
    message: &'static str,
    convert: impl Fn(&Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    let is_other = sequence.is_instance_of::<PyString>() || sequence.is_instance_of::<PyDict>();
    if is_other || !sequence.hasattr(intern!(sequence.py(), "__getitem__"))? {
        return Err(PyTypeError::new_err(message));
    }
    sequence.try_iter()?.map(|item| convert(&item?)).collect()
}

fn segment(item: &Bound<'_, PyAny>) -> PyResult<Segment> {
    if let Ok(name) = item.cast::<PyString>() {
        return Ok(name.to_str()?.into());
    }
    let py = item.py();
    let wrong = || PyTypeError::new_err("path items must be str or EdgeTraversal");
    let identifier = item.getattr(intern!(py, "identifier")).map_err(|_| wrong())?;
    let identifier = identifier.cast::<PyString>().map_err(|_| wrong())?;
    let EdgeType(edge_type) = item.getattr(intern!(py, "edge_type")).map_err(|_| wrong())?.extract()?;
    Ok(Segment::new(identifier.to_str()?, edge_type))
}

/// A step of a reference path, as a `types.SimpleNamespace`.
pub(crate) fn traversal<'py>(
    py: Python<'py>,
    identifier: &str,
    EdgeTypeId(edge_type): EdgeTypeId,
) -> Result<Bound<'py, PyAny>> {
    /// Looked up once in a process; the class is the same for all callers.
    static NAMESPACE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let values = PyDict::new(py);
    values.set_item(intern!(py, "identifier"), identifier)?;
    values.set_item(intern!(py, "edge_type"), edge_type)?;
    Ok(NAMESPACE.import(py, "types", "SimpleNamespace")?.call((), Some(&values))?)
}
