//! Methods with keywords of fixed names that Python calls directly; see [`direct`](crate::direct).
//!
//! Names in calls are interned, and so are those of parameters: two that are the same are so by address. PyO3 compares them
//! as texts. A call in which a name is no parameter's, is given twice or is missing goes to the method that PyO3 made.

use std::ptr;

use pyo3::exceptions::PyTypeError;
use pyo3::sync::Interned;
use pyo3::types::PyTuple;
use pyo3::{PyClass, PyTypeCheck, ffi, prelude::*};

use crate::direct::{Original, finish};

/// A method, or a static method, with keywords of fixed names.
pub trait DirectNamed<const COUNT: usize> {
    /// The class that has the method; `PyAny` for a static method, which is called with None in the place of an object.
    type Receiver;

    /// Which parameters have no default.
    const REQUIRED: [bool; COUNT];

    /// Names of the parameters.
    fn names() -> &'static [Interned; COUNT];

    /// The method as PyO3 made it.
    fn original() -> &'static Original;

    /// Calls it; an argument is `None` where it was left out.
    ///
    /// # Errors
    ///
    /// What the method raises.
    fn call<'py>(
        receiver: &Bound<'py, Self::Receiver>,
        arguments: Arguments<'_, 'py, COUNT>,
    ) -> PyResult<Bound<'py, PyAny>>;
}

/// Arguments in the order of the parameters.
pub type Arguments<'a, 'py, const COUNT: usize> = [Option<Borrowed<'a, 'py, PyAny>>; COUNT];

/// What Python calls for a method, or a static method, with keywords of fixed names.
///
/// # Safety
///
/// The interpreter calls it attached, with an object of the class or of one derived from it if it is no static method, and
/// with arguments as many as `count` says and `names` names.
pub(crate) unsafe extern "C" fn named<M: DirectNamed<COUNT>, const COUNT: usize, const IS_STATIC: bool>(
    slf: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: as above. All arguments live while the call lasts.
    unsafe {
        let py = Python::assume_attached();
        let Some(sorted) = sort::<M, COUNT>(py, arguments, count, names) else {
            return M::original().call(py, (!IS_STATIC).then_some(slf), arguments, count, names);
        };
        let slf = if IS_STATIC { ffi::Py_None() } else { slf };
        let receiver = Borrowed::from_ptr(py, slf).cast_unchecked::<M::Receiver>();
        finish(py, || M::call(&receiver, sorted))
    }
}

/// The arguments of a call by parameter, unless it is a call of another form than the usual one.
///
/// # Safety
///
/// `arguments` are as many as `count` says and `names` names, and live as long as `'a`.
#[inline(always)]
#[expect(clippy::inline_always, reason = "the arguments stay in registers")]
unsafe fn sort<'a, M: DirectNamed<COUNT>, const COUNT: usize>(
    py: Python<'_>,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> Option<Arguments<'a, '_, COUNT>> {
    let mut sorted = [None; COUNT];
    if count != 0 {
        return None;
    }
    if !names.is_null() {
        // SAFETY: names are a tuple, with a value for each.
        let (names, values) = unsafe {
            let names = Borrowed::from_ptr(py, names).cast_unchecked::<PyTuple>();
            (names, std::slice::from_raw_parts(arguments, names.len()))
        };
        // SAFETY: the caller vouches for the values.
        let values = values.iter().map(|value| unsafe { Borrowed::from_ptr(py, *value) });
        let is =
            |name: Borrowed<'_, '_, PyAny>, known: &Interned| ptr::eq(name.as_ptr(), known.get(py).as_ptr());
        let known = M::names();
        // Most calls give all arguments, in the order of the parameters.
        if values.len() == COUNT && names.iter_borrowed().zip(known).all(|(name, known)| is(name, known)) {
            for (place, value) in sorted.iter_mut().zip(values) {
                *place = Some(value);
            }
            return Some(sorted);
        }
        for (name, value) in names.iter_borrowed().zip(values) {
            let at = known.iter().position(|known| is(name, known))?;
            if sorted.get_mut(at)?.replace(value).is_some() {
                return None;
            }
        }
    }
    let is_there = |(argument, required): (&Option<_>, bool)| argument.is_some() || !required;
    sorted.iter().zip(M::REQUIRED).all(is_there).then_some(sorted)
}

/// The value of an argument.
///
/// # Errors
///
/// If it is of another type, with the note that PyO3 adds.
#[inline]
pub fn value<'a, 'py, T: FromPyObject<'a, 'py>>(
    name: &'static str,
    argument: Borrowed<'a, 'py, PyAny>,
) -> PyResult<T> {
    argument.extract().map_err(|error: T::Error| noted(argument.py(), name, error.into()))
}

/// The value of an argument that is an object of a class made by `python_class`.
///
/// # Errors
///
/// As for [`value`].
#[inline]
pub fn member<'a, T: PyClass<Frozen = pyo3::pyclass::boolean_struct::True> + Sync>(
    name: &'static str,
    argument: Borrowed<'a, '_, PyAny>,
) -> PyResult<&'a T> {
    object_of::<T>(name, argument).map(Borrowed::get)
}

/// An argument that is an object of a class.
///
/// # Errors
///
/// As for [`value`].
#[inline]
pub fn object_of<'a, 'py, T: PyTypeCheck>(
    name: &'static str,
    argument: Borrowed<'a, 'py, PyAny>,
) -> PyResult<Borrowed<'a, 'py, T>> {
    argument.cast().map_err(|error| noted(argument.py(), name, error.into()))
}

/// The error of an argument without a default that is not there, which the form of a call rules out.
#[cold]
#[must_use]
pub fn missing(name: &'static str) -> PyErr {
    PyTypeError::new_err(format!("missing 1 required keyword argument: '{name}'"))
}

/// Says of an error by which argument it came about, as PyO3 does.
#[cold]
fn noted(py: Python<'_>, name: &str, error: PyErr) -> PyErr {
    // Whatever goes wrong with the note, the error is to be raised.
    let _ = error.add_note(py, format!("while processing '{name}'"));
    error
}
