//! Errors: the one place that chooses the exception for an error of a model.

use std::path::{Path, PathBuf};

use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use pyzig_model::{Category, Error};
use sexp::Document;

use crate::finding::Problem;

pyo3::create_exception!(
    pyzig_sexp,
    ParseError,
    PyValueError,
    "Text that is no S-expression, or whose values do not fit their fields.\n\n\
     `kind` says what is wrong (such as \"UnterminatedList\" or \"UnexpectedType\"), `path` names the class and \
     field concerned, `filename` the file, if `load` read it, `line` and `column` the place in the text, both from 1 \
     (None where the value came from no text), and `excerpt` is that line. `problems` holds all that is wrong, where \
     all was looked for."
);

/// Attributes of [`ParseError`]: name, type and description of each.
pub const PARSE_ERROR_ATTRIBUTES: [(&str, &str, &str); 7] = [
    ("kind", "str", "What is wrong, such as \"UnterminatedList\" or \"UnexpectedType\"."),
    (
        "path",
        "str",
        "Class and field concerned, such as \"pcb.Pad.at\"; empty where the text is no S-expression.",
    ),
    (
        "filename",
        "str | None",
        "Path of the file that `load` read the text from; None for a text without one.",
    ),
    ("line", "int | None", "Line in the text, from 1; None where the value came from no text."),
    ("column", "int | None", "Column in the text, in bytes, from 1."),
    ("excerpt", "str | None", "The line itself."),
    ("problems", "collections.abc.Sequence[Problem]", "All that is wrong, where all was looked for."),
];

/// The file that a document was read from; stays with the document, for errors that are found later.
#[derive(Debug)]
pub(crate) struct Origin(pub(crate) PathBuf);

impl Origin {
    /// Path of the file that a document was read from, where that is known.
    fn of(document: &Document) -> Option<&Path> {
        document.companion()?.downcast_ref::<Self>().map(|origin| origin.0.as_path())
    }
}

/// The exception for an error of a model: [`ParseError`] where a text is at fault; `TypeError`, `OverflowError` or
/// `ValueError` where a value is that Python gave.
pub fn raise(py: Python<'_>, error: &Error) -> PyErr {
    raise_from(py, error, None)
}

/// The exception for an error in a document, which names the file that the document was read from.
pub(crate) fn raise_in(py: Python<'_>, error: &Error, document: &Document) -> PyErr {
    raise_from(py, error, Origin::of(document))
}

/// The exception for an error in the text of a file, where that is known.
pub fn raise_from(py: Python<'_>, error: &Error, file: Option<&Path>) -> PyErr {
    let message = error.to_string();
    match error.category() {
        Category::File => parse_error(py, error, message, file),
        Category::Value => PyValueError::new_err(message),
        Category::Type => PyTypeError::new_err(message),
        Category::Overflow => PyOverflowError::new_err(message),
    }
}

/// What went wrong while values of a model were turned into Python's.
pub(crate) enum Raised {
    Model(Error),
    Python(PyErr),
}

impl Raised {
    /// The exception for it, which names the file that the document was read from.
    pub(crate) fn into_error(self, py: Python<'_>, document: &Document) -> PyErr {
        match self {
            Self::Model(error) => raise_in(py, &error, document),
            Self::Python(error) => error,
        }
    }
}

impl From<Error> for Raised {
    fn from(error: Error) -> Self {
        Self::Model(error)
    }
}

impl From<PyErr> for Raised {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

fn parse_error(py: Python<'_>, error: &Error, mut message: String, file: Option<&Path>) -> PyErr {
    if let Some(file) = file {
        message = format!("{message}\nfile: {}", file.display());
    }
    let raised = ParseError::new_err(message);
    let exception = raised.value(py);
    let described = exception
        .setattr("kind", error.kind().name())
        .and_then(|()| exception.setattr("path", error.path()))
        .and_then(|()| exception.setattr("filename", file.map(Path::as_os_str)))
        .and_then(|()| exception.setattr("line", error.line()))
        .and_then(|()| exception.setattr("column", error.column()))
        .and_then(|()| exception.setattr("excerpt", error.excerpt()));
    described.err().unwrap_or(raised)
}

/// The exception for a file that was read strictly: the first problem, and all of them as `problems`.
pub(crate) fn raise_problems(
    py: Python<'_>,
    problems: &[pyzig_model::Problem],
    file: Option<&Path>,
) -> PyErr {
    let Some(first) = problems.first() else {
        return PyValueError::new_err("no problem");
    };
    let mut message = first.error.to_string();
    if let Some(more) = problems.len().checked_sub(1).filter(|&more| more > 0) {
        message = format!("{message}\n(and {more} more, see `problems`)");
    }
    let raised = parse_error(py, &first.error, message, file);
    let all: Vec<Problem> = problems.iter().map(Problem::from).collect();
    let described = all.into_pyobject(py).and_then(|all| raised.value(py).setattr("problems", all));
    described.err().unwrap_or(raised)
}

/// Adds the exception class to a module. Its attributes get a value on the class too, for exceptions that
/// somebody else makes.
pub(crate) fn add_exceptions(module: &Bound<'_, PyModule>, package: &str) -> PyResult<()> {
    let py = module.py();
    let class = py.get_type::<ParseError>();
    class.setattr("__module__", package)?;
    class.setattr("kind", "")?;
    class.setattr("path", "")?;
    class.setattr("problems", PyTuple::empty(py))?;
    for name in ["filename", "line", "column", "excerpt"] {
        class.setattr(name, py.None())?;
    }
    module.add("ParseError", class)
}
