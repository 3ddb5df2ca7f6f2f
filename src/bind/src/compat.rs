//! Whether files are written as they were read, or as the original would have them.

use std::env;

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;

/// Environment variable that chooses.
const VARIABLE: &str = "PYZIG_COMPAT";

/// Answers where this project decided against the original.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compat {
    /// This project's: what was read is written as it stood, and looked at when it is asked for.
    Lossless,
    /// The original's: a file consists of the values of its model and nothing else. Reading checks all of them,
    /// writing spells and lays out all of them anew.
    Strict,
}

impl Compat {
    /// What the environment asks for.
    ///
    /// # Errors
    /// `ImportError` where that is unknown.
    pub(crate) fn from_environment() -> PyResult<Self> {
        match env::var_os(VARIABLE) {
            None => Ok(Self::Lossless),
            Some(value) if value.is_empty() => Ok(Self::Lossless),
            Some(value) if value == "strict" => Ok(Self::Strict),
            Some(value) => {
                let value = value.to_string_lossy();
                Err(PyImportError::new_err(format!(
                    "{VARIABLE} is `{value}`; it can be `strict`, or not set"
                )))
            }
        }
    }
}
