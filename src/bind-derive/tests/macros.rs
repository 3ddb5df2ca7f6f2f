//! The attribute macros: what Python sees of a class, and how mistakes are reported.

use std::ffi::CString;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{fmt, io};

use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use pyzig_reference::{Context, Keywords, PythonError, Visitor, in_stub, python_class, python_methods};

/// A second one, of which there may be several among the functions.
macro_rules! named_twice {
    (() { $($block:tt)* } { $($before:tt)* } { $($after:tt)* }) => {
        $($block)* { $($before)* $($after)* }
    };
}

/// A counter that threads may share.
#[python_class(module = "counting", name = "Counter", factory = "`Counter.create()`")]
pub struct Counter(AtomicU64);

/// Why a counter refuses.
#[derive(Debug, PythonError)]
pub enum CountingError {
    /// A limit was exceeded.
    #[raises(OverflowError)]
    Exceeded(u64),
    /// There is no such file.
    #[raises(with = missing)]
    Missing(io::Error),
    /// What Python code raised.
    #[raises(transparent)]
    Python(PyErr),
}

fn missing(error: io::Error) -> PyErr {
    PyLookupError::new_err(error)
}

impl fmt::Display for CountingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exceeded(limit) => write!(f, "the limit is {limit}"),
            Self::Missing(error) => error.fmt(f),
            Self::Python(error) => error.fmt(f),
        }
    }
}

/// Methods of all counters.
macro_rules! named {
    (($name:expr) { $($block:tt)* } { $($before:tt)* } { $($after:tt)* }) => {
        $($block)* {
            $($before)*

            /// The name.
            #[direct]
            fn get_name() -> &'static str {
                $name
            }

            $($after)*
        }
    };
}

#[python_methods]
impl Counter {
    /// A counter that starts at a number.
    fn create(#[default(0)] start: u64) -> Self {
        Self(AtomicU64::new(start))
    }

    /// Counts on and returns the number reached.
    #[direct]
    fn advance(&self, #[default(1)] by: u64, limit: Option<u64>) -> Result<u64, CountingError> {
        let reached = self.0.fetch_add(by, Ordering::Relaxed) + by;
        match limit {
            Some(limit) if reached > limit => Err(CountingError::Exceeded(limit)),
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
        more: Option<Keywords<'_, '_>>,
    ) -> u64 {
        let _ = py;
        first.unwrap_or(0) + more.map_or(0, |more| more.len() as u64)
    }

    named!("counter");

    /// Calls `f(ctx, number)` for the numbers below the one reached.
    fn visit(&self, f: Visitor<'_, '_, u64>, ctx: Option<Context<'_, '_>>) -> Result<(), CountingError> {
        Ok((0..self.0.load(Ordering::Relaxed)).try_for_each(f.with(ctx))?)
    }

    /// Fails like a file that is not there.
    #[direct]
    fn missing() -> Result<u64, CountingError> {
        Err(io::Error::from(io::ErrorKind::NotFound))?
    }

    /// Panics.
    #[direct]
    fn panics(&self) -> u64 {
        panic!("on purpose")
    }

    named_twice!();

    /// Compares with any object.
    #[direct]
    fn is_same(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> bool {
        slf.is(other)
    }

    /// Does nothing with any object that has a hash.
    #[direct]
    fn ignore(&self, data: Bound<'_, PyAny>) -> PyResult<()> {
        data.hash().map(drop)
    }

    /// Names and values.
    #[direct]
    #[returns("list[tuple[str, int]]")]
    fn collect(
        #[rest]
        #[python_type("int")]
        all: Option<Keywords<'_, '_>>,
    ) -> PyResult<Vec<(String, u64)>> {
        let mut found = Vec::new();
        if let Some(all) = all {
            all.try_for_each(|name, value| {
                found.push((name.extract()?, value.extract()?));
                Ok(())
            })?;
        }
        Ok(found)
    }

    /// What it was called with.
    #[direct]
    #[returns("tuple[object, ...]")]
    #[allow(clippy::too_many_arguments)]
    fn echo<'py>(
        slf: &Bound<'py, Self>,
        py: Python<'py>,
        counter: &Counter,
        text: &str,
        object: &Bound<'py, PyAny>,
        dict: Bound<'py, PyDict>,
        #[required] needed: Option<u64>,
        other: Option<&Counter>,
        list: Option<&Bound<'py, PyList>>,
        number: Option<u64>,
        #[default(5)] kind: u64,
        #[default(Some(6))] most: Option<u64>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let all = (slf, counter.number(), text, object, dict, needed, other.map(Counter::number));
        let rest = (list, number, kind, most).into_pyobject(py)?;
        all.into_pyobject(py)?.as_sequence().concat(rest.as_sequence())?.to_tuple()
    }

    /// The sum.
    #[direct]
    fn sum(first: u64, second: &Counter, #[default(0)] r#in: u64) -> u64 {
        first + second.number() + r#in
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

/// Sum of numbers.
#[in_stub(module = "counting")]
#[pyfunction]
#[pyo3(signature = (numbers, /))]
#[returns("int")]
fn sum(
    #[python_type("collections.abc.Iterable[int]", "collections.abc")] numbers: &Bound<'_, PyAny>,
) -> PyResult<u64> {
    numbers.try_iter()?.map(|number| number?.extract::<u64>()).sum()
}

/// Sums without numbers.
#[pyclass(module = "counting")]
struct Nothing;

#[in_stub]
#[pymethods]
impl Nothing {
    #[new]
    fn construct() -> Self {
        Self
    }

    /// The sum.
    #[returns("typing.Literal[0]", "typing")]
    fn sum(&self) -> u64 {
        let _ = self;
        0
    }

    #[not_in_stub]
    fn __len__(&self) -> usize {
        let _ = self;
        0
    }
}

pyzig_reference::classes! {
    add_counting: "counting", "Counters.", [Counter, Functions]
}

#[test]
fn python_sees_what_was_written() {
    Python::initialize();
    Python::attach(|py| {
        let module = PyModule::new(py, "parent")?;
        add_counting(&module)?;
        let names = PyDict::new(py);
        names.set_item("sum_of", wrap_pyfunction!(sum, py)?)?;
        names.set_item("Nothing", py.get_type::<Nothing>())?;
        names.set_item("counting", module.getattr("counting")?)?;
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
