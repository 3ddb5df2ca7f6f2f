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
use pyo3::types::PyFloat;

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

/// Tells a value of a field at a moment from all others: the number of the field, and that of the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key([u8; 7]);

/// Bits of a key that tell the field.
const FIELD_BITS: u32 = 8;

impl Key {
    /// Number of the field whose values no key tells; fields further on have none either.
    pub(crate) const NO_FIELD: u16 = (1 << FIELD_BITS) - 1;
    /// Moment that never comes: that of the values of a new object, and of lists.
    const NEVER: u64 = u64::MAX;

    /// The value of a field at the moment when so many changes had been made.
    #[inline]
    pub(crate) fn at(changes: u64, field: u16) -> Self {
        let [key @ .., _] = (changes << FIELD_BITS | u64::from(field)).to_le_bytes();
        Self(key)
    }

    /// The value of a field for good.
    #[inline]
    pub(crate) fn for_good(field: u16) -> Self {
        Self::at(Self::NEVER, field)
    }

    fn field(self) -> u16 {
        let [field, ..] = self.0;
        u16::from(field)
    }
}

/// A value of a field.
#[derive(Debug)]
enum Entry {
    Object(Key, Py<PyAny>),
    /// An object for a number takes longer to find in memory than to make.
    Number(Key, f64),
}

impl Entry {
    #[inline]
    fn key(&self) -> Key {
        match self {
            Self::Object(key, _) | Self::Number(key, _) => *key,
        }
    }

    #[inline]
    fn value<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        match self {
            Self::Object(_, value) => value.bind(py).clone(),
            Self::Number(_, value) => PyFloat::new(py, *value).into_any(),
        }
    }

    fn drop_ref(self, py: Python<'_>) {
        if let Self::Object(_, value) = self {
            value.drop_ref(py);
        }
    }
}

/// Values of fields, at most one for each. Most handles keep one or two: this takes half of what a vector for so many
/// would, and there are many handles.
#[derive(Debug)]
enum Entries {
    Few(Option<Entry>, Option<Entry>),
    Many(Vec<Entry>),
}

const _: () = assert!(size_of::<Entries>() == 2 * size_of::<Entry>() && size_of::<Entry>() == 16);

impl Default for Entries {
    fn default() -> Self {
        Self::Few(None, None)
    }
}

impl Entries {
    #[inline]
    fn find(&self, is_wanted: impl Fn(Key) -> bool) -> Option<&Entry> {
        match self {
            Self::Few(first, second) => {
                let found = |entry: &&Entry| is_wanted(entry.key());
                first.as_ref().filter(found).or_else(|| second.as_ref().filter(found))
            }
            Self::Many(entries) => entries.iter().find(|entry| is_wanted(entry.key())),
        }
    }

    /// Puts an entry in, and gives the one back that the field had.
    #[inline]
    fn put(&mut self, new: Entry) -> Option<Entry> {
        let field = new.key().field();
        if let Self::Few(first, second) = self {
            for place in [first, second] {
                match place {
                    None => {
                        *place = Some(new);
                        return None;
                    }
                    Some(before) if before.key().field() == field => return place.replace(new),
                    Some(_) => {}
                }
            }
        }
        self.put_among_many(new)
    }

    fn put_among_many(&mut self, new: Entry) -> Option<Entry> {
        /// Who asks for more than two fields asks for some.
        const SOME: usize = 4;
        if let Self::Few(first, second) = self {
            let mut many = Vec::with_capacity(SOME);
            many.extend([first.take(), second.take()].into_iter().flatten());
            *self = Self::Many(many);
        }
        if let Self::Many(entries) = self {
            match entries.iter_mut().find(|entry| entry.key().field() == new.key().field()) {
                Some(entry) => return Some(std::mem::replace(entry, new)),
                None => entries.push(new),
            }
        }
        None
    }

    fn iter(&self) -> impl Iterator<Item = &Entry> {
        let (few, many) = match self {
            Self::Few(first, second) => ([first.as_ref(), second.as_ref()], &[][..]),
            Self::Many(entries) => ([None, None], entries.as_slice()),
        };
        few.into_iter().flatten().chain(many)
    }

    /// Lets everything go.
    fn end(self, py: Python<'_>) {
        match self {
            Self::Few(first, second) => {
                [first, second].into_iter().flatten().for_each(|entry| entry.drop_ref(py));
            }
            Self::Many(entries) => entries.into_iter().for_each(|entry| entry.drop_ref(py)),
        }
    }
}

/// A value that is kept.
pub(crate) enum Peeked<'py> {
    Object(Bound<'py, PyAny>),
    Number(f64),
}

/// Values that a handle keeps, at most one a field.
#[derive(Debug, Default)]
pub(crate) struct Kept(Guarded<Entries>);

impl Kept {
    /// The value under a key. Does not panic.
    #[inline]
    pub(crate) fn peek<'py>(&self, py: Python<'py>, key: Key) -> Option<Peeked<'py>> {
        self.0.try_with(py, |entries| match entries.find(|own| own == key)? {
            Entry::Object(_, value) => Some(Peeked::Object(value.bind(py).clone())),
            Entry::Number(_, value) => Some(Peeked::Number(*value)),
        })
    }

    /// The value of a field at whatever moment.
    pub(crate) fn last<'py>(&self, py: Python<'py>, field: u16) -> Option<Bound<'py, PyAny>> {
        self.0.with(py, |entries| Some(entries.find(|own| own.field() == field)?.value(py)))
    }

    /// Keeps a value under a key, instead of the one that the field had.
    pub(crate) fn put(&self, key: Key, value: &Bound<'_, PyAny>) {
        self.put_entry(value.py(), Entry::Object(key, value.clone().unbind()));
    }

    /// Keeps a number under a key, instead of the one that the field had.
    pub(crate) fn put_number(&self, py: Python<'_>, key: Key, number: f64) {
        self.put_entry(py, Entry::Number(key, number));
    }

    #[inline]
    fn put_entry(&self, py: Python<'_>, entry: Entry) {
        if let Some(before) = self.0.with(py, |entries| entries.put(entry)) {
            before.drop_ref(py);
        }
    }

    /// Fields and values, in the order in which they were put here first.
    pub(crate) fn all<'py>(&self, py: Python<'py>) -> Vec<(u16, Bound<'py, PyAny>)> {
        self.0
            .with(py, |entries| entries.iter().map(|entry| (entry.key().field(), entry.value(py))).collect())
    }

    /// Takes over what another one keeps; this one keeps nothing.
    pub(crate) fn take(&self, py: Python<'_>, other: &Self) {
        let entries = other.0.with(py, std::mem::take);
        let before = self.0.with(py, |own| std::mem::replace(own, entries));
        before.end(py);
    }

    /// Lets everything go.
    pub(crate) fn clear(&self, py: Python<'_>) {
        self.0.with(py, std::mem::take).end(py);
    }

    /// Lets everything go, for good.
    pub(crate) fn end(self, py: Python<'_>) {
        // The thread is known to be attached, of which each object would ask first.
        self.0.into_inner().end(py);
    }
}
