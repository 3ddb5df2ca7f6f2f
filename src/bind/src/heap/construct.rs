//! How instances come about that Python code asks for, under the invariants of the module above.

use std::ffi::c_int;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{Borrowed, ffi};

use super::entry::entry;
use super::{Instance, allocate, class_of_type, make};
use crate::attached::Once;
use crate::instance;
use crate::kept::Kept;

pub(super) unsafe extern "C" fn new(
    class: *mut ffi::PyTypeObject,
    _arguments: *mut ffi::PyObject,
    _keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: CPython calls this for a live type, that whose slot it is or a subclass.
        let class_type = unsafe { Borrowed::from_ptr(py, class.cast()) };
        let class_type = class_type.cast::<PyType>()?;
        if class_of_type(&class_type).is_none() {
            return Err(PyTypeError::new_err("cannot create instances of what is no class of a model"));
        }
        // SAFETY: just checked that the type, or one it is derived from, was made by `create`.
        unsafe { Ok(allocate(py, class, Once::new)?.into_ptr()) }
    })
}

pub(super) unsafe extern "C" fn init(
    this: *mut ffi::PyObject,
    arguments: *mut ffi::PyObject,
    keywords: *mut ffi::PyObject,
) -> c_int {
    entry(|py| {
        // SAFETY: invariant 3 for the receiver. Arguments are a tuple, keywords a dictionary or null, both
        // borrowed from the caller: the type of this slot promises it, and the casts check it again.
        let (instance, this, arguments, keywords) = unsafe {
            (
                &*this.cast::<Instance>(),
                Borrowed::from_ptr(py, this),
                Borrowed::from_ptr(py, arguments),
                Borrowed::from_ptr_or_opt(py, keywords),
            )
        };
        let class = class_of_type(&this.get_type())
            .ok_or_else(|| PyTypeError::new_err("the class of this object is unknown"))?;
        let keywords = keywords.as_deref().map(|keywords| keywords.cast::<PyDict>()).transpose()?;
        let positional = arguments.cast::<PyTuple>()?.len();
        let values = Kept::default();
        let items = instance::items(keywords);
        let items = items.iter().map(|(name, value)| (name.as_borrowed(), value.as_borrowed()));
        let object = instance::construct(class, positional, items, &values, py);
        let done = object.and_then(|object| instance.initialise(py, class, object));
        if done.is_ok() {
            instance.kept.take(py, &values);
        }
        values.end(py);
        done.map(|()| 0)
    })
}

/// A function in the place of [`call`].
pub(super) type Vectorcall = unsafe extern "C" fn(
    *mut ffi::PyObject,
    *const *mut ffi::PyObject,
    usize,
    *mut ffi::PyObject,
) -> *mut ffi::PyObject;

/// `Class(field=value)` without a dictionary in between. Only for the class itself: a Python subclass has `__init__`
/// called.
pub(super) unsafe extern "C" fn call(
    class: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: usize,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: CPython calls this for the type that it was set for, which is live.
        let class = unsafe { Borrowed::from_ptr(py, class) };
        let class_type = class.cast::<PyType>()?;
        let known = class_of_type(&class_type).ok_or_else(|| PyTypeError::new_err("the class is unknown"))?;
        // SAFETY: `count` may have a flag in it, which this takes out.
        let positional = unsafe { ffi::PyVectorcall_NARGS(count) }.unsigned_abs();
        // SAFETY: names are a tuple or null, borrowed from the caller.
        let names = unsafe { Borrowed::from_ptr_or_opt(py, names) };
        let names = names.as_deref().map(|names| names.cast::<PyTuple>()).transpose()?;
        let keywords = (0..names.map_or(0, PyTupleMethods::len)).map(|index| {
            // SAFETY: the values of the names stand behind the positional arguments, one for each, and are
            // borrowed from the caller, as the tuple is. The index is below the number of names, so there are some.
            unsafe {
                let name = names.unwrap_unchecked().get_borrowed_item_unchecked(index);
                (name, Borrowed::from_ptr(py, *arguments.add(positional + index)))
            }
        });
        // SAFETY: the type was made by `create`.
        let made = unsafe { make(py, class.as_ptr().cast(), Once::new)? };
        // SAFETY: just allocated as such.
        let instance = unsafe { &*made.as_ptr().cast::<Instance>() };
        let object = instance::construct(known, positional, keywords, &instance.kept, py)?;
        instance.initialise(py, known, object)?;
        Ok(made.into_ptr())
    })
}
