//! The border of all functions that CPython calls.

use std::any::Any;
use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::ffi;
use pyo3::panic::PanicException;
use pyo3::prelude::*;

/// What an entry point gives back where it raised an exception.
pub(super) trait Outcome {
    const RAISED: Self;
}

impl Outcome for *mut ffi::PyObject {
    const RAISED: Self = ptr::null_mut();
}

impl Outcome for c_int {
    const RAISED: Self = -1;
}

/// Runs the body of an entry point; errors and panics become the current exception.
///
/// PyO3 is not told that the thread is attached, which would cost half of a getter's time. What is dropped in the
/// meantime as `Py` then waits until PyO3 hears of an attached thread. On the way of success nothing is; on that of
/// an error it is told, so that nothing waits.
#[inline]
pub(super) fn entry<R: Outcome>(body: impl FnOnce(Python<'_>) -> PyResult<R>) -> R {
    // SAFETY: only called from the functions of `heap` that CPython calls (invariant 5 there).
    let py = unsafe { Python::assume_attached() };
    // What comes out of this is as small as can be: a result with room for an error would go through memory.
    let outcome = catch_unwind(AssertUnwindSafe(|| body(py).unwrap_or_else(raised)));
    outcome.unwrap_or_else(|panic| raised(panicked(&*panic)))
}

/// Makes an error the current exception.
#[cold]
fn raised<R: Outcome>(error: PyErr) -> R {
    let mut error = Some(error);
    let _ = Python::try_attach(|py| error.take().map(|error| error.restore(py)));
    // Only where the interpreter shuts down.
    if let Some(error) = error {
        // SAFETY: as in `entry`, which alone calls this.
        error.restore(unsafe { Python::assume_attached() });
    }
    R::RAISED
}

fn panicked(panic: &(dyn Any + Send)) -> PyErr {
    let text = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic from Rust code");
    PanicException::new_err(text.to_owned())
}
