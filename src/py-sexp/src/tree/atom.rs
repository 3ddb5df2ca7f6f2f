//! Atoms: words, strings and numbers.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString, PyTuple};
use pyzig_bind::{in_stub, type_name};
use sexp::{Document, quote, word_or_quoted};

/// A word, a string in quotes, or a number.
///
/// Equal to what has the same value: to text, and to other atoms whether in quotes or not.
#[cfg_attr(feature = "stubs", pyo3_stub_gen::derive::gen_stub_pyclass(module = "pyzig_sexp.tree"))]
#[pyclass(frozen, module = "pyzig_sexp.tree")]
#[derive(Debug, Clone)]
pub(crate) struct Atom {
    spelling: String,
}

impl Atom {
    pub(crate) fn of(atom: sexp::Atom<'_>) -> Self {
        Self { spelling: atom.spelling().to_owned() }
    }

    /// Reads the spelling, which stood in a text or was made for one.
    fn read<R>(&self, read: impl for<'a> FnOnce(sexp::Atom<'a>) -> R) -> Option<R> {
        let document = Document::parse(self.spelling.as_str()).ok()?;
        let root = document.root();
        let view = root.view();
        view.atoms().next().map(read)
    }
}

/// What can be put into a list beside other lists, as it is spelled.
pub(crate) enum Spelled {
    /// Text: in quotes where it has to be, or where what it replaces was.
    Text(String),
    /// An atom, or a truth value, spelled like this.
    Exact(String),
    /// A number, written with the precision of the format.
    Number(f64),
}

impl Spelled {
    /// Spells a value. Gives nothing for what is none of these.
    pub(crate) fn new(value: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        if let Ok(atom) = value.cast::<Atom>() {
            return Ok(Some(Self::Exact(atom.get().spelling.clone())));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return Ok(Some(Self::Text(checked(text)?.to_owned())));
        }
        if let Ok(truth) = value.cast::<PyBool>() {
            return Ok(Some(Self::Exact(if truth.is_true() { "yes" } else { "no" }.to_owned())));
        }
        if value.is_instance_of::<PyInt>() {
            return Ok(Some(Self::Exact(value.str()?.to_string())));
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            let number = number.value();
            if !number.is_finite() {
                return Err(PyValueError::new_err(format!("a file cannot hold {number}")));
            }
            return Ok(Some(Self::Number(number)));
        }
        Ok(None)
    }

    /// The exception for a value that can stand in no list.
    pub(crate) fn refuse(value: &Bound<'_, PyAny>) -> PyErr {
        PyTypeError::new_err(format!(
            "expected a List, an Atom, text, a number or a bool, not {}",
            type_name(value)
        ))
    }

    /// The spelling of a new atom.
    pub(crate) fn into_new(self) -> String {
        match self {
            Self::Text(text) => word_or_quoted(&text),
            Self::Exact(spelling) => spelling,
            Self::Number(number) => format!("{number}"),
        }
    }
}

fn checked<'a>(text: &'a Bound<'_, PyString>) -> PyResult<&'a str> {
    let text = text.to_str()?;
    if text.contains('\0') {
        return Err(PyValueError::new_err("a file cannot hold a NUL character"));
    }
    Ok(text)
}

#[in_stub]
#[pymethods]
impl Atom {
    /// An atom that says `value`; in quotes if `quoted`, or by default where it has to be.
    #[new]
    #[pyo3(signature = (value, /, *, quoted = None))]
    fn construct(value: &Bound<'_, PyString>, quoted: Option<bool>) -> PyResult<Self> {
        let text = checked(value)?;
        let spelling = if quoted == Some(true) { quote(text) } else { word_or_quoted(text) };
        if quoted == Some(false) && spelling.starts_with('"') {
            return Err(PyValueError::new_err("this text cannot stand without quotes"));
        }
        Ok(Self { spelling })
    }

    /// What the atom says, without quotes and escapes.
    #[getter]
    fn value(&self) -> String {
        self.read(|atom| atom.value().into_owned()).unwrap_or_default()
    }

    /// Whether the atom stands in quotes.
    #[getter]
    fn quoted(&self) -> bool {
        self.spelling.starts_with('"')
    }

    /// The atom as it is spelled, with quotes and escapes.
    #[getter]
    fn text(&self) -> &str {
        &self.spelling
    }

    /// The number that the atom spells without quotes; None where it spells none.
    #[getter]
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method takes an atom of one lifetime only"
    )]
    fn number(&self) -> Option<f64> {
        self.read(|atom| atom.number()).flatten()
    }

    fn __str__(&self) -> String {
        self.value()
    }

    fn __repr__(&self) -> String {
        format!("Atom({})", self.spelling)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        if let Ok(other) = other.cast::<Self>() {
            self.value() == other.get().value()
        } else if let Ok(other) = other.cast::<PyString>() {
            other.to_str().is_ok_and(|other| self.value() == other)
        } else {
            false
        }
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.value()).hash()
    }

    #[returns("tuple[typing.Any, ...]", "typing")]
    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let options = pyo3::types::PyDict::new(py);
        options.set_item("quoted", self.quoted())?;
        ((self.value(),), options).into_pyobject(py)
    }
}
