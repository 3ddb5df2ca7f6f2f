//! The attribute macros: what Python sees of a class, and how mistakes are reported.

use std::ffi::CString;
use std::sync::atomic::{AtomicU64, Ordering};

use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyzig_reference::{python_class, python_methods};

/// A counter that threads may share.
#[python_class(module = "counting", name = "Counter", factory = "`Counter.create()`")]
pub struct Counter(AtomicU64);

/// A limit that was exceeded.
#[derive(Debug)]
pub struct Exceeded(u64);

impl From<Exceeded> for PyErr {
    fn from(Exceeded(limit): Exceeded) -> Self {
        PyOverflowError::new_err(format!("the limit is {limit}"))
    }
}

#[python_methods]
impl Counter {
    /// A counter that starts at a number.
    fn create(#[default(0)] start: u64) -> Self {
        Self(AtomicU64::new(start))
    }

    /// Counts on and returns the number reached.
    fn advance(&self, #[default(1)] by: u64, limit: Option<u64>) -> Result<u64, Exceeded> {
        let reached = self.0.fetch_add(by, Ordering::Relaxed) + by;
        match limit {
            Some(limit) if reached > limit => Err(Exceeded(limit)),
            _ => Ok(reached),
        }
    }

    /// Takes what must be given, and more.
    #[returns("int")]
    fn gather(
        py: Python<'_>,
        #[required] first: Option<u64>,
        #[rest]
        #[python_type("int")]
        more: Option<&Bound<'_, PyDict>>,
    ) -> u64 {
        let _ = py;
        first.unwrap_or(0) + more.map_or(0, |more| more.len() as u64)
    }

    /// The object itself.
    fn same(slf: &Bound<'_, Self>) -> Py<Self> {
        slf.clone().unbind()
    }

    #[getter]
    fn number(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn __len__(&self) -> usize {
        3
    }
}

/// Functions without objects.
#[python_class(module = "counting", name = "Functions")]
pub struct Functions;

#[python_methods]
impl Functions {
    /// The answer.
    fn answer() -> u64 {
        42
    }
}

#[test]
fn python_sees_what_was_written() {
    Python::initialize();
    Python::attach(|py| {
        let names = PyDict::new(py);
        names.set_item("Counter", py.get_type::<Counter>())?;
        names.set_item("Functions", py.get_type::<Functions>())?;
        let code = CString::new(include_str!("macros.py")).expect("the file has no NUL");
        py.run(&code, Some(&names), None)
    })
    .expect("the assertions of macros.py hold");
}

#[test]
fn mistakes_are_reported_at_their_tokens() {
    trybuild::TestCases::new().compile_fail("tests/mistakes/*.rs");
}
