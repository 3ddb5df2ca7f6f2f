//! Conversion of values between Python and models.

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyString, PyTuple};
use pyzig_model::{Arity, Draft, Input, Kind, Object, Value};

use crate::class::{Class, Nested, Slot};
use crate::heap;
use crate::instance::type_name;
use crate::list::MutableList;
use crate::signature::takes_none;

/// The Python form of a value that was read from a field or from one of its elements.
pub(crate) fn to_python<'py>(
    py: Python<'py>,
    slot: &'static Slot,
    value: Value<'_>,
) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::None => py.None().into_bound(py),
        Value::Bool(value) => PyBool::new(py, value).to_owned().into_any(),
        Value::Int(value) => value.into_pyobject(py)?.into_any(),
        Value::Float(value) => PyFloat::new(py, value).into_any(),
        Value::Text(text) => PyString::new(py, &text).into_any(),
        Value::Enum(member) => match slot.nested() {
            Nested::Enumeration(enumeration) => match enumeration.member(py, member)? {
                Some(object) => object.clone(),
                None => PyString::new(py, member.value).into_any(),
            },
            _ => PyString::new(py, member.value).into_any(),
        },
        Value::Object(object) => match slot.nested() {
            Nested::Class(class) => heap::wrap(py, class, object)?,
            _ => {
                return Err(PyTypeError::new_err(format!("{} holds no elements", slot.label())));
            }
        },
        Value::List(list) => Bound::new(py, MutableList::new(list, slot))?.into_any(),
    })
}

/// Whether a Python object is a handle of an element, of the class.
pub(crate) fn is_handle_of(class: &'static Class, handle: &Bound<'_, PyAny>, object: &Object) -> bool {
    matches!(heap::object_of(handle, class), Some(Ok(same)) if same == object)
}

/// What the field of a new object is read as that was given a value: a plain value of just the type that reading
/// gives.
pub(crate) fn plain<'py>(
    slot: &'static Slot,
    input: &Input<'_>,
    given: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    Ok(match (slot.nested(), input) {
        (_, Input::Float(number)) if !given.is_exact_instance_of::<PyFloat>() => {
            PyFloat::new(py, *number).into_any()
        }
        (_, Input::Int(number)) if !given.is_exact_instance_of::<PyInt>() => {
            number.into_pyobject(py)?.into_any()
        }
        (Nested::Enumeration(enumeration), Input::Text(value)) => {
            let member = enumeration.schema.by_value(value).map(|member| enumeration.member(py, member));
            match member.transpose()?.flatten() {
                Some(member) => member.clone(),
                None => PyString::new(py, value).into_any(),
            }
        }
        (_, Input::Text(text)) if !given.is_exact_instance_of::<PyString>() => {
            PyString::new(py, text).into_any()
        }
        _ => given.clone(),
    })
}

/// A Python value on its way into a field, kept alive until the model has copied it.
pub(crate) enum Held<'py> {
    /// Nothing, for `None`.
    Nothing,
    /// One value.
    One(Bound<'py, PyAny>),
    /// A number, of which there need not be an object.
    Number(f64),
    /// What a new object holds, which stays without text itself.
    New(Draft),
    /// The values of a list field.
    Many(Vec<Self>),
}

impl<'py> Held<'py> {
    /// Takes a value for a field. Runs Python code where the value is an iterable for a list field.
    pub(crate) fn new(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if slot.field.arity == Arity::List {
            return Ok(Self::Many(Self::each(slot, value)?));
        }
        if !value.is_none() {
            return Self::item(slot, value);
        }
        if takes_none(slot.field) { Ok(Self::Nothing) } else { Err(mismatch(slot, value)) }
    }

    /// Takes an item for a list field, or the only value of another one.
    pub(crate) fn item(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Kind::Struct(_) = slot.field.kind
            && let Nested::Class(class) = slot.nested()
            && let Some(draft) = heap::draft_of(value, class)?
        {
            return Ok(Self::New(draft));
        }
        Ok(Self::One(value.clone()))
    }

    /// Takes the items for a list field out of any iterable that is a collection of elements.
    pub(crate) fn each(slot: &'static Slot, values: &Bound<'py, PyAny>) -> PyResult<Vec<Self>> {
        if let Ok(values) = values.cast_exact::<PyTuple>() {
            return values.iter_borrowed().map(|value| Self::item(slot, &value)).collect();
        }
        elements(slot, values)?.iter().map(|value| Self::item(slot, value)).collect()
    }

    /// What the model is given. Borrows from the held Python objects.
    pub(crate) fn input(&self, slot: &'static Slot) -> PyResult<Input<'_>> {
        match self {
            Self::Nothing => Ok(Input::None),
            Self::One(value) => input(slot, value),
            Self::Number(number) => Ok(Input::Float(*number)),
            Self::New(draft) => Ok(Input::Draft(draft)),
            Self::Many(values) => Ok(Input::Items(inputs(slot, values)?)),
        }
    }
}

/// Values for a list field out of any iterable that is a collection of elements.
fn elements<'py>(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    // Text and mappings are iterable, but taking their letters or keys apart is never what was meant.
    let apart = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyDict>();
    let iterator = if apart { None } else { value.try_iter().ok() };
    let Some(iterator) = iterator else {
        return Err(PyTypeError::new_err(format!(
            "{}: expected an iterable, each item {}, not {}",
            slot.label(),
            slot.expectation(),
            type_name(value)
        )));
    };
    iterator.collect()
}

/// What the model is given for several elements of a list field.
pub(crate) fn inputs<'a>(slot: &'static Slot, values: &'a [Held<'_>]) -> PyResult<Vec<Input<'a>>> {
    values.iter().map(|value| value.input(slot)).collect()
}

/// What the model is given for one value or element.
pub(crate) fn input<'a>(slot: &'static Slot, value: &'a Bound<'_, PyAny>) -> PyResult<Input<'a>> {
    match slot.field.kind {
        Kind::Bool => match value.cast::<PyBool>() {
            Ok(value) => Ok(Input::Bool(value.is_true())),
            Err(_) => Err(mismatch(slot, value)),
        },
        Kind::Int { .. } => integer(slot, value),
        Kind::Float => float(slot, value),
        Kind::Text | Kind::Enum(_) => Ok(Input::Text(text(slot, value)?)),
        Kind::Struct(_) => {
            let Nested::Class(class) = slot.nested() else {
                return Err(mismatch(slot, value));
            };
            match heap::object_of(value, class) {
                Some(object) => Ok(Input::Object(object?)),
                None => Err(mismatch(slot, value)),
            }
        }
    }
}

fn integer<'a>(slot: &'static Slot, value: &Bound<'_, PyAny>) -> PyResult<Input<'a>> {
    // `True` is an `int` for Python, but a mistake here.
    if value.is_instance_of::<PyBool>() {
        return Err(mismatch(slot, value));
    }
    value.extract::<i64>().map(Input::Int).map_err(|error| number_error(slot, value, error))
}

fn float<'a>(slot: &'static Slot, value: &Bound<'_, PyAny>) -> PyResult<Input<'a>> {
    if let Ok(float) = value.cast_exact::<PyFloat>() {
        return Ok(Input::Float(float.value()));
    }
    if value.is_instance_of::<PyBool>() {
        return Err(mismatch(slot, value));
    }
    value.extract::<f64>().map(Input::Float).map_err(|error| number_error(slot, value, error))
}

/// Names the field in an error of Python's own conversion of numbers; other errors, which come from a value's
/// own `__index__` or `__float__`, stay as they are.
fn number_error(slot: &'static Slot, value: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let py = value.py();
    if error.is_instance_of::<PyTypeError>(py) {
        mismatch(slot, value)
    } else if error.is_instance_of::<PyOverflowError>(py) {
        PyOverflowError::new_err(format!("{}: the number is too large", slot.label()))
    } else {
        error
    }
}

fn text<'a>(slot: &'static Slot, value: &'a Bound<'_, PyAny>) -> PyResult<&'a str> {
    let Ok(text) = value.cast::<PyString>() else {
        return Err(mismatch(slot, value));
    };
    text.to_str()
        .map_err(|_| PyValueError::new_err(format!("{}: the text has a lone surrogate", slot.label())))
}

/// The exception for a value of a type that does not fit.
pub(crate) fn mismatch(slot: &'static Slot, value: &Bound<'_, PyAny>) -> PyErr {
    let or_none = if takes_none(slot.field) { " or None" } else { "" };
    let got = if value.is_none() { "None".to_owned() } else { type_name(value) };
    PyTypeError::new_err(format!("{}: expected {}{or_none}, not {got}", slot.label(), slot.expectation()))
}
