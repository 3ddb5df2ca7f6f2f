//! What CPython calls to read and write fields, under the invariants of the module above.

use std::ffi::{c_int, c_void};

use pyo3::prelude::*;
use pyo3::{Borrowed, ffi};
use pyzig_model::Kind;

use super::entry::entry;
use super::{Instance, object_at};
use crate::class::Slot;
use crate::instance;
use crate::kept::Key;
use crate::reading::{self, Asked, Reading};

/// What reads a field. Fields that are read in a way of their own take a third less time.
pub(super) fn getter(slot: &Slot) -> ffi::getter {
    let field = slot.field;
    if slot.schema.place_of_number(field).is_some() {
        get_field::<reading::Number>
    } else if field.has_own_element() {
        get_field::<reading::Element>
    } else if field.is_list() {
        get_field::<reading::List>
    } else if matches!(field.kind, Kind::Float) {
        get_field::<reading::Any<true>>
    } else {
        get_field::<reading::Any<false>>
    }
}

/// A field's value, mostly one that was read before; a number mostly that which was read first of all. What else there is
/// to do stands apart, so that this is short.
unsafe extern "C" fn get_field<R: Reading>(
    this: *mut ffi::PyObject,
    closure: *mut c_void,
) -> *mut ffi::PyObject {
    // SAFETY: invariant 5; invariant 3 for the receiver; the closure is the slot given in `create` (invariant 4).
    let (py, instance, slot) =
        unsafe { (Python::assume_attached(), &*this.cast::<Instance>(), &*closure.cast::<Slot>()) };
    let key = slot.key(sexp::changes());
    if R::KEEPS_NUMBERS {
        if let Some(number) = instance.kept.first_number(py, key) {
            // SAFETY: a thread is attached (invariant 5).
            return unsafe { ffi::PyFloat_FromDouble(number) };
        }
    } else if let Some(value) = instance.kept.object(py, key) {
        return value.into_ptr();
    }
    // SAFETY: as above.
    unsafe { get_other_field::<R>(this, closure) }
}

/// The same for a new object, and where another number was read first.
#[inline(never)]
unsafe extern "C" fn get_other_field<R: Reading>(
    this: *mut ffi::PyObject,
    closure: *mut c_void,
) -> *mut ffi::PyObject {
    // SAFETY: as in `get_field`.
    let (py, instance, slot) =
        unsafe { (Python::assume_attached(), &*this.cast::<Instance>(), &*closure.cast::<Slot>()) };
    if instance.object.get(py).is_none() {
        // The values of a new object are those of no moment, and objects all of them.
        if let Some(value) = instance.kept.object(py, slot.key(Key::NEVER)) {
            return value.into_ptr();
        }
    } else if R::KEEPS_NUMBERS
        && let Some(number) = instance.kept.number(py, slot.key(sexp::changes()))
    {
        // SAFETY: a thread is attached (invariant 5).
        return unsafe { ffi::PyFloat_FromDouble(number) };
    }
    // SAFETY: as in `get_field`.
    unsafe { read_field::<R>(this, closure) }
}

/// The same where the value is not kept, or is kept as something else than most are.
#[inline(never)]
unsafe extern "C" fn read_field<R: Reading>(
    this: *mut ffi::PyObject,
    closure: *mut c_void,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: as in `get_field`.
        let (instance, slot) = unsafe { (&*this.cast::<Instance>(), &*closure.cast::<Slot>()) };
        // The number is taken before anything is read, so that a change in between makes the value stale.
        let key = slot.key(sexp::changes());
        if R::KEEPS_NUMBERS
            && let Some(value) = instance.kept.object(py, key)
        {
            return Ok(value.into_ptr());
        }
        let object = match instance.object.get(py) {
            Some(object) => object,
            None if instance.is_new(py)
                && let Some(value) = reading::get_absent(py, slot, &instance.kept)? =>
            {
                return Ok(value.into_ptr());
            }
            // SAFETY: invariant 3.
            None => unsafe { object_at(py, this)? },
        };
        Ok(R::read(&Asked { py, slot, object, kept: &instance.kept, key })?.into_ptr())
    })
}

pub(super) unsafe extern "C" fn set_field(
    this: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    entry(|py| {
        // SAFETY: as in `get_field`; the value is borrowed from the caller and null where it is deleted.
        let (instance, slot, value) = unsafe {
            (&*this.cast::<Instance>(), &*closure.cast::<Slot>(), Borrowed::from_ptr_or_opt(py, value))
        };
        if let Some(value) = value.as_deref()
            && instance.takes_values(py)
            && instance::set_kept(slot, value, &instance.kept)?
        {
            return Ok(0);
        }
        // SAFETY: invariant 3.
        let object = unsafe { object_at(py, this)? };
        instance::set(py, slot, object, value.as_deref(), &instance.kept)?;
        Ok(0)
    })
}
