//! Errors: the one place that chooses the exception for what the native layers refuse.

use pyo3::exceptions::{PyOverflowError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyzig_graph::GraphError;

/// A native refusal, or an exception that Python code raised.
#[derive(Debug)]
pub(crate) enum Error {
    Graph(GraphError),
    Python(PyErr),
}

/// What exported methods return.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

impl From<PyErr> for Error {
    fn from(error: PyErr) -> Self {
        Self::Python(error)
    }
}

impl From<Error> for PyErr {
    #[cold]
    fn from(error: Error) -> Self {
        match error {
            Error::Graph(error) => graph_error(error),
            Error::Python(error) => error,
        }
    }
}

/// A destroyed graph is `RuntimeError`, because no argument could make the call right.
fn graph_error(error: GraphError) -> PyErr {
    let message = error.to_string();
    match error {
        GraphError::Destroyed => PyRuntimeError::new_err(message),
        GraphError::NodeIdsExhausted | GraphError::EdgeIdsExhausted => PyOverflowError::new_err(message),
        _ => PyValueError::new_err(message),
    }
}
