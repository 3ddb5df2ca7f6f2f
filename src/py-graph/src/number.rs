//! Numbers and truth values as arguments.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyzig_graph::EdgeTypeId;

/// The kind of an edge: any object with `__index__` that gives 0 to 255.
#[derive(Clone, Copy)]
pub(crate) struct EdgeType(pub(crate) EdgeTypeId);

impl<'py> FromPyObject<'_, 'py> for EdgeType {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let number: i64 = value.extract()?;
        let number = u8::try_from(number)
            .map_err(|_| PyValueError::new_err("Edge type out of range: it is 0 to 255"))?;
        Ok(Self(EdgeTypeId(number)))
    }
}

/// Any object, by its truth.
#[derive(Clone, Copy)]
pub(crate) struct Truth(pub(crate) bool);

impl<'py> FromPyObject<'_, 'py> for Truth {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        value.is_truthy().map(Self)
    }
}

/// Lets the stubs show defaults.
#[cfg(feature = "stubs")]
impl<'py> IntoPyObject<'py> for Truth {
    type Target = pyo3::types::PyBool;
    type Output = Borrowed<'py, 'py, Self::Target>;
    type Error = std::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.0.into_pyobject(py)
    }
}
