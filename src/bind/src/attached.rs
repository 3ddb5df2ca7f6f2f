//! What attached threads share: with a global lock there is one at a time, which costs less to rely on than any lock.

#[cfg(not(Py_GIL_DISABLED))]
use std::cell::{Cell, OnceCell, UnsafeCell};
#[cfg(Py_GIL_DISABLED)]
use std::sync::{Mutex, PoisonError};

#[cfg(Py_GIL_DISABLED)]
use once_cell::sync::OnceCell;
use pyo3::prelude::*;

/// Something that one attached thread uses at a time, and something beside it that all threads share, which takes no more
/// memory where it is small.
#[derive(Debug, Default)]
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) struct Guarded<T, B = ()> {
    is_used: Cell<bool>,
    beside: B,
    value: UnsafeCell<T>,
}

// SAFETY: what is guarded is only used by `with` and `look`, whose token proves that the thread is attached, and with the
// global lock there is one such thread at a time. Where another one gets its turn within `with`, it is refused; within
// `look` there is no turn to get.
#[cfg(not(Py_GIL_DISABLED))]
unsafe impl<T: Send, B: Sync> Sync for Guarded<T, B> {}

/// Something that one attached thread uses at a time, and something beside it that all threads share, which takes no more
/// memory where it is small.
#[derive(Debug, Default)]
#[cfg(Py_GIL_DISABLED)]
pub(crate) struct Guarded<T, B = ()> {
    beside: B,
    value: Mutex<T>,
}

#[cfg(not(Py_GIL_DISABLED))]
impl<T, B> Guarded<T, B> {
    /// Uses what is guarded. `run` must neither run Python code nor let go of an object.
    #[inline(always)]
    pub(crate) fn with<R>(&self, _py: Python<'_>, run: impl FnOnce(&mut T) -> R) -> R {
        struct Use<'a>(&'a Cell<bool>);

        impl Drop for Use<'_> {
            fn drop(&mut self) {
                self.0.set(false);
            }
        }

        assert!(!self.is_used.replace(true), "one use within another");
        let _use = Use(&self.is_used);
        // SAFETY: this is the only use until `_use` is dropped.
        run(unsafe { &mut *self.value.get() })
    }

    /// Looks at what is guarded, if nobody uses it. Does not panic where `run` does not.
    ///
    /// # Safety
    /// `run` runs no Python code, lets go of no object, and does not use the same guarded value.
    #[inline]
    pub(crate) unsafe fn look<R>(&self, _py: Python<'_>, run: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        if self.is_used.get() {
            return None;
        }
        // SAFETY: nobody uses it, and by the caller's promise nobody begins to as long as this is borrowed.
        run(unsafe { &*self.value.get() })
    }

    pub(crate) fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

#[cfg(Py_GIL_DISABLED)]
impl<T, B> Guarded<T, B> {
    /// Uses what is guarded. `run` must neither run Python code nor let go of an object.
    #[inline]
    pub(crate) fn with<R>(&self, _py: Python<'_>, run: impl FnOnce(&mut T) -> R) -> R {
        run(&mut self.value.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at what is guarded. Does not panic where `run` does not.
    ///
    /// # Safety
    /// `run` runs no Python code, lets go of no object, and does not use the same guarded value.
    #[inline]
    pub(crate) unsafe fn look<R>(&self, _py: Python<'_>, run: impl FnOnce(&T) -> Option<R>) -> Option<R> {
        run(&*self.value.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn into_inner(self) -> T {
        self.value.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, B> Guarded<T, B> {
    /// What stands beside that which is guarded.
    #[inline]
    pub(crate) fn beside(&self) -> &B {
        &self.beside
    }
}

/// Something that is written once, by an attached thread, and then stays for good.
#[derive(Debug)]
pub(crate) struct Once<T>(OnceCell<T>);

// SAFETY: what is there is only looked at and written by functions whose token proves that the thread is attached, and with
// the global lock there is one such thread at a time. Once it is there nobody writes any more, so that whoever has found it
// shares it with others.
#[cfg(not(Py_GIL_DISABLED))]
unsafe impl<T: Send + Sync> Sync for Once<T> {}

impl<T> Once<T> {
    /// Nothing yet.
    #[inline]
    pub(crate) const fn new() -> Self {
        Self(OnceCell::new())
    }

    /// Something that is there from the beginning.
    #[inline]
    pub(crate) fn with_value(value: T) -> Self {
        Self(OnceCell::from(value))
    }

    /// What was written.
    #[inline]
    pub(crate) fn get(&self, _py: Python<'_>) -> Option<&T> {
        self.0.get()
    }

    /// Writes, unless something is there, and tells whether that is done.
    #[inline]
    pub(crate) fn set(&self, _py: Python<'_>, value: T) -> bool {
        self.0.set(value).is_ok()
    }
}
