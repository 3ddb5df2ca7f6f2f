//! What handles keep of what was read through them, so that reading it again costs next to nothing.
//!
//! A handle keeps the values of fields that were asked for, each with the number of changes that had been made in
//! the process by then ([`sexp::changes`]). While that number stays the same, so does the value. Lists are live views
//! and stay for good. What a handle keeps goes with it: at most one value a field, and for list fields the elements
//! they had when they were last gone through.
//!
//! Handles keep handles of what stands below them and never the other way round, so they form no cycles.

#[cfg(not(Py_GIL_DISABLED))]
use std::cell::RefCell;
#[cfg(Py_GIL_DISABLED)]
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use smallvec::SmallVec;

/// Something that one attached thread uses at a time.
#[derive(Debug, Default)]
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) struct Guarded<T>(RefCell<T>);

// SAFETY: the cell is only used by `with`, whose token proves that the thread is attached, and with the global lock
// there is one such thread at a time. Where another one gets its turn within `with`, the cell refuses it.
#[cfg(not(Py_GIL_DISABLED))]
unsafe impl<T: Send> Sync for Guarded<T> {}

/// Something that one attached thread uses at a time.
#[derive(Debug, Default)]
#[cfg(Py_GIL_DISABLED)]
pub(crate) struct Guarded<T>(Mutex<T>);

impl<T> Guarded<T> {
    /// Uses what is guarded. `run` must neither run Python code nor let go of an object.
    #[inline]
    pub(crate) fn with<R>(&self, _py: Python<'_>, run: impl FnOnce(&mut T) -> R) -> R {
        #[cfg(not(Py_GIL_DISABLED))]
        return run(&mut self.0.borrow_mut());
        #[cfg(Py_GIL_DISABLED)]
        return run(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Uses what is guarded, if nobody does. Does not panic where `run` does not.
    #[inline]
    fn try_with<R>(&self, _py: Python<'_>, run: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        #[cfg(not(Py_GIL_DISABLED))]
        return run(&*self.0.try_borrow().ok()?);
        #[cfg(Py_GIL_DISABLED)]
        return run(&*self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn into_inner(self) -> T {
        #[cfg(not(Py_GIL_DISABLED))]
        return self.0.into_inner();
        #[cfg(Py_GIL_DISABLED)]
        return self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
}

/// Tells a value of a field at a moment from all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(u64);

/// Bits of a key that tell the field.
const FIELD_BITS: u32 = 16;

impl Key {
    /// Number of the field whose values no key tells; fields further on have none either.
    pub(crate) const NO_FIELD: u16 = u16::MAX;
    /// Moment that never comes: that of the values of a new object, and of lists.
    const NEVER: u64 = u64::MAX >> FIELD_BITS;

    /// The value of a field at the moment when so many changes had been made.
    #[inline]
    pub(crate) fn at(changes: u64, field: u16) -> Self {
        Self(changes << FIELD_BITS | u64::from(field))
    }

    /// The value of a field for good.
    #[inline]
    pub(crate) fn for_good(field: u16) -> Self {
        Self::at(Self::NEVER, field)
    }

    fn field(self) -> u16 {
        #[expect(clippy::cast_possible_truncation, reason = "the lower bits tell the field")]
        let field = self.0 as u16;
        field
    }
}

#[derive(Debug)]
struct Entry {
    key: Key,
    value: Py<PyAny>,
}

/// Values that a handle keeps, at most one a field.
#[derive(Debug, Default)]
pub(crate) struct Kept(Guarded<SmallVec<[Entry; 2]>>);

impl Kept {
    /// The value under a key. Does not panic.
    #[inline]
    pub(crate) fn peek<'py>(&self, py: Python<'py>, key: Key) -> Option<Bound<'py, PyAny>> {
        self.0.try_with(py, |entries| {
            let entry = entries.iter().find(|entry| entry.key == key)?;
            Some(entry.value.bind(py).clone())
        })
    }

    /// The value of a field at whatever moment.
    pub(crate) fn last<'py>(&self, py: Python<'py>, field: u16) -> Option<Bound<'py, PyAny>> {
        self.0.with(py, |entries| {
            let entry = entries.iter().find(|entry| entry.key.field() == field)?;
            Some(entry.value.bind(py).clone())
        })
    }

    /// Keeps a value under a key, instead of the one that the field had.
    pub(crate) fn put(&self, key: Key, value: &Bound<'_, PyAny>) {
        let py = value.py();
        let value = value.clone().unbind();
        let before = self.0.with(py, |entries| {
            let new = Entry { key, value };
            if let Some(entry) = entries.iter_mut().find(|entry| entry.key.field() == key.field()) {
                return Some(std::mem::replace(entry, new));
            }
            entries.push(new);
            None
        });
        if let Some(before) = before {
            before.value.drop_ref(py);
        }
    }

    /// Fields and values, in the order in which they were put here first.
    pub(crate) fn all<'py>(&self, py: Python<'py>) -> Vec<(u16, Bound<'py, PyAny>)> {
        self.0.with(py, |entries| {
            entries.iter().map(|entry| (entry.key.field(), entry.value.bind(py).clone())).collect()
        })
    }

    /// Takes over what another one keeps.
    pub(crate) fn take(&self, py: Python<'_>, other: &Self) {
        let entries = other.0.with(py, std::mem::take);
        self.0.with(py, |own| own.extend(entries));
    }

    /// Lets everything go.
    pub(crate) fn clear(&self, py: Python<'_>) {
        let entries = self.0.with(py, std::mem::take);
        entries.into_iter().for_each(|entry| entry.value.drop_ref(py));
    }

    /// Lets everything go, for good.
    pub(crate) fn end(self, py: Python<'_>) {
        // The thread is known to be attached, of which each object would ask first.
        self.0.into_inner().into_iter().for_each(|entry| entry.value.drop_ref(py));
    }
}
