//! What is found in a file that does not fit its model.

use pyo3::prelude::*;
use pyzig_bind_derive::in_stub;
use pyzig_model as model;

/// Something in a file that no field stands for. It is kept, and written back where it stood.
#[cfg_attr(feature = "stubs", pyo3_stub_gen::derive::gen_stub_pyclass(module = "pyzig_sexp"))]
#[pyclass(frozen, get_all, module = "pyzig_sexp")]
#[derive(Debug)]
pub struct UnknownToken {
    /// First words of the lists around it, and its own: `kicad_pcb/footprint/pad/foo`.
    path: String,
    /// The list or word, cut where it is long.
    text: String,
    /// Line in the text, from 1; None for what was put in since.
    line: Option<u32>,
    /// Column in the text, in bytes, from 1.
    column: Option<u32>,
}

impl From<model::UnknownToken> for UnknownToken {
    fn from(token: model::UnknownToken) -> Self {
        let place = token.place.as_ref();
        Self {
            line: place.map(|place| place.line),
            column: place.map(|place| place.column),
            path: token.path,
            text: token.text,
        }
    }
}

#[in_stub]
#[pymethods]
impl UnknownToken {
    #[new]
    #[pyo3(signature = (path, text, line = None, column = None))]
    fn new(path: String, text: String, line: Option<u32>, column: Option<u32>) -> Self {
        Self { path, text, line, column }
    }

    // For `copy` and `pickle`.
    fn __getnewargs__(&self) -> (&str, &str, Option<u32>, Option<u32>) {
        (&self.path, &self.text, self.line, self.column)
    }

    fn __repr__(&self) -> String {
        format!("UnknownToken(path={:?}, text={:?}{})", self.path, self.text, at(self.line, self.column))
    }
}

/// A value that does not fit its field.
#[cfg_attr(feature = "stubs", pyo3_stub_gen::derive::gen_stub_pyclass(module = "pyzig_sexp"))]
#[pyclass(frozen, get_all, module = "pyzig_sexp")]
#[derive(Debug)]
pub struct Problem {
    /// Where it is, as one would write it: `kicad_pcb.footprints[3].at.x`.
    path: String,
    /// What is wrong, such as `UnexpectedType`.
    kind: String,
    /// What is wrong, in words, with the line of the file.
    message: String,
    /// Line in the text, from 1; None for what was put in since.
    line: Option<u32>,
    /// Column in the text, in bytes, from 1.
    column: Option<u32>,
}

impl From<&model::Problem> for Problem {
    fn from(problem: &model::Problem) -> Self {
        Self {
            path: problem.path.clone(),
            kind: problem.error.kind().name().to_owned(),
            message: problem.error.to_string(),
            line: problem.error.line(),
            column: problem.error.column(),
        }
    }
}

#[in_stub]
#[pymethods]
impl Problem {
    #[new]
    #[pyo3(signature = (path, kind, message, line = None, column = None))]
    fn new(path: String, kind: String, message: String, line: Option<u32>, column: Option<u32>) -> Self {
        Self { path, kind, message, line, column }
    }

    // For `copy` and `pickle`.
    fn __getnewargs__(&self) -> (&str, &str, &str, Option<u32>, Option<u32>) {
        (&self.path, &self.kind, &self.message, self.line, self.column)
    }

    fn __repr__(&self) -> String {
        format!("Problem(path={:?}, kind={:?}{})", self.path, self.kind, at(self.line, self.column))
    }

    fn __str__(&self) -> String {
        format!("{}: {}", self.path, self.message)
    }
}

fn at(line: Option<u32>, column: Option<u32>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!(", line={line}, column={column}"),
        _ => String::new(),
    }
}
