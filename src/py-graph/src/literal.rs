//! Values of attributes, between Python and the graph.

use std::convert::Infallible;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use pyzig_graph::{Attribute, Literal};
use pyzig_reference::Keywords;

/// A value of an attribute.
///
/// `True` and `False` are truth values, text is text. Everything else with `__index__` is an integer if it fits 64 bits
/// and a floating point number otherwise, as is everything that `float()` accepts.
pub(crate) struct Value(pub(crate) Literal);

impl<'py> FromPyObject<'_, 'py> for Value {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Self(text.to_str()?.into()));
        }
        if let Ok(truth) = value.cast::<PyBool>() {
            return Ok(Self(truth.is_true().into()));
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return Ok(Self(number.value().into()));
        }
        if let Ok(number) = value.extract::<i64>() {
            return Ok(Self(number.into()));
        }
        match value.extract::<f64>() {
            Ok(number) => Ok(Self(number.into())),
            Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => Err(unsupported(&value)),
            Err(error) => Err(error),
        }
    }
}

#[cold]
fn unsupported(value: &Bound<'_, PyAny>) -> PyErr {
    let kind = value.get_type();
    let kind = kind.name().map_or_else(|_| "this".to_owned(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "Unsupported attribute literal: expected bool, int, float or str, not {kind}"
    ))
}

impl<'py> IntoPyObject<'py> for Value {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(to_python(py, &self.0))
    }
}

/// The Python form of a value.
pub(crate) fn to_python<'py>(py: Python<'py>, literal: &Literal) -> Bound<'py, PyAny> {
    match literal {
        Literal::Bool(value) => PyBool::new(py, *value).to_owned().into_any(),
        Literal::Int(value) => PyInt::new(py, *value).into_any(),
        Literal::Uint(value) => PyInt::new(py, *value).into_any(),
        Literal::Float(value) => PyFloat::new(py, *value).into_any(),
        Literal::Text(value) => PyString::new(py, value).into_any(),
    }
}

/// A dict, or `None`, of names and values.
#[derive(Default)]
pub(crate) struct Attributes(pub(crate) Vec<Attribute>);

impl<'py> FromPyObject<'_, 'py> for Attributes {
    type Error = PyErr;

    fn extract(values: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if values.is_none() {
            return Ok(Self::default());
        }
        let Ok(values) = values.cast::<PyDict>() else {
            return Err(PyTypeError::new_err("attributes must be a dict or None"));
        };
        attributes(&values).map(Self)
    }
}

/// The attributes that a dict names, in its order.
fn attributes(values: &Bound<'_, PyDict>) -> PyResult<Vec<Attribute>> {
    let mut attributes = Vec::with_capacity(values.len());
    for (name, value) in values {
        add(&mut attributes, &name, &value)?;
    }
    Ok(attributes)
}

/// The attributes that keywords name, in their order.
pub(crate) fn keywords(values: &Keywords<'_, '_>) -> PyResult<Vec<Attribute>> {
    let mut attributes = Vec::with_capacity(values.len());
    values.try_for_each(|name, value| add(&mut attributes, name, value))?;
    Ok(attributes)
}

/// Adds an attribute. It is made where it stays: handed through, its words would be read again in larger pieces right after
/// they were written, which the processor waits for.
fn add(attributes: &mut Vec<Attribute>, name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
    let Ok(name) = name.cast::<PyString>() else {
        return Err(PyTypeError::new_err("Expected a string as name of an attribute"));
    };
    let name = name.to_str()?;
    if value.is_exact_instance_of::<PyInt>()
        && let Ok(number) = value.extract::<i64>()
    {
        attributes.push(Attribute::new(name, number));
    } else if let Ok(number) = value.cast_exact::<PyFloat>() {
        attributes.push(Attribute::new(name, number.value()));
    } else if let Ok(text) = value.cast_exact::<PyString>() {
        attributes.push(Attribute::new(name, text.to_str()?));
    } else {
        let Value(value) = value.extract()?;
        attributes.push(Attribute::new(name, value));
    }
    Ok(())
}
