//! Values of attributes, between Python and the graph.

use std::convert::Infallible;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use pyzig_graph::{Attribute, Literal, Node, Text};
use pyzig_reference::Keywords;

use crate::error;

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
    // Of a copy: `__index__` and `__float__` of a value are code that may change the dict.
    for (name, value) in values.copy()? {
        attributes.push(attribute(&name, &value)?);
    }
    Ok(attributes)
}

/// The attributes that keywords name, in their order.
pub(crate) fn keywords(values: &Keywords<'_, '_>) -> PyResult<Vec<Attribute>> {
    let mut attributes = Vec::with_capacity(values.len());
    values.try_for_each(|name, value| {
        attributes.push(attribute(name, value)?);
        Ok(())
    })?;
    Ok(attributes)
}

/// Creates a node with the attributes that keywords name, in their order.
pub(crate) fn create_node(values: &Keywords<'_, '_>) -> error::Result<Node> {
    let Some(call) = values.in_call() else {
        return Ok(Node::with_attributes(keywords(values)?)?);
    };
    let mut failed = None;
    let node = Node::with_attributes(Reader { pairs: call.iter(), failed: &mut failed })?;
    failed.map_or(Ok(node), |error| Err(error.into()))
}

/// Attributes that are made where they stay: handed through, their words would be read again in larger pieces right after
/// they were written, which the processor waits for.
struct Reader<'e, I> {
    pairs: I,
    /// Why an attribute could not be made. Another one was given in its place.
    failed: &'e mut Option<PyErr>,
}

impl<'a, 'py: 'a, I> Iterator for Reader<'_, I>
where
    I: Iterator<Item = (Borrowed<'a, 'py, PyAny>, Borrowed<'a, 'py, PyAny>)>,
{
    type Item = Attribute;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what it gives would be handed through memory")]
    fn next(&mut self) -> Option<Attribute> {
        let (name, value) = self.pairs.next()?;
        Some(attribute(&name, &value).unwrap_or_else(|error| {
            *self.failed = Some(error);
            Attribute { name: Text::new(), value: Literal::Bool(false) }
        }))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.pairs.size_hint()
    }
}

impl<'a, 'py: 'a, I> ExactSizeIterator for Reader<'_, I> where
    I: ExactSizeIterator<Item = (Borrowed<'a, 'py, PyAny>, Borrowed<'a, 'py, PyAny>)>
{
}

#[inline(always)]
#[expect(clippy::inline_always, reason = "as for `Reader`")]
fn attribute(name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<Attribute> {
    let Ok(name) = name.cast::<PyString>() else {
        return Err(PyTypeError::new_err("Expected a string as name of an attribute"));
    };
    let name = Text::from(name.to_str()?);
    let value = if value.is_exact_instance_of::<PyInt>()
        && let Ok(number) = value.extract::<i64>()
    {
        Literal::Int(number)
    } else if let Ok(number) = value.cast_exact::<PyFloat>() {
        Literal::Float(number.value())
    } else if let Ok(text) = value.cast_exact::<PyString>() {
        Literal::Text(Text::from(text.to_str()?))
    } else {
        value.extract::<Value>()?.0
    };
    Ok(Attribute { name, value })
}
