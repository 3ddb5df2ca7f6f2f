//! Which interpreter an extension module serves.

use std::sync::atomic::{AtomicI64, Ordering};

use pyo3::exceptions::PyImportError;
use pyo3::{ffi, prelude::*};

/// Refuses to go on in an interpreter other than the first that imported this extension: classes, and other Python
/// objects that are kept for the whole process, must not be seen by two interpreters.
///
/// # Errors
///
/// `ImportError` in any other interpreter.
pub fn refuse_other_interpreters(_py: Python<'_>) -> PyResult<()> {
    /// Of each extension, as each is linked with its own copy. Interpreters are numbered from 0.
    static FIRST: AtomicI64 = AtomicI64::new(-1);
    // SAFETY: a thread state is attached, as the token says, so there is a current interpreter.
    let current = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
    match FIRST.compare_exchange(-1, current, Ordering::Relaxed, Ordering::Relaxed) {
        Err(first) if first != current => Err(PyImportError::new_err(
            "this extension is in use by another interpreter of this process, and supports only one",
        )),
        _ => Ok(()),
    }
}
