//! Errors: the one place that chooses the exception for what the native layers refuse.

use pyo3::exceptions::{PyOverflowError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyzig_graph::{BoundNode, GraphError, Text};
use pyzig_reference::PythonError;
use pyzig_typegraph::Error as TypeGraphError;

use crate::graph::{BoundNodeReference, GraphView};

/// A native refusal, or an exception that Python code raised.
#[derive(Debug, PythonError)]
pub(crate) enum Error {
    #[raises(with = graph_error)]
    Graph(GraphError),
    #[raises(with = type_graph_error)]
    TypeGraph(TypeGraphError),
    #[raises(transparent)]
    Python(PyErr),
}

/// What exported methods return.
pub(crate) type Result<T> = std::result::Result<T, Error>;

/// A destroyed graph is `RuntimeError`, because no argument could make the call right.
fn graph_error(error: GraphError) -> PyErr {
    let message = error.to_string();
    match error {
        GraphError::Destroyed => PyRuntimeError::new_err(message),
        GraphError::NodeIdsExhausted | GraphError::EdgeIdsExhausted => PyOverflowError::new_err(message),
        _ => PyValueError::new_err(message),
    }
}

/// An exception for the stubs: its name, its documentation, and names and types of its attributes.
#[cfg(feature = "stubs")]
pub type DescribedException = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

macro_rules! exceptions {
    ($($name:ident { $($attribute:ident: $kind:literal),* $(,)? } $doc:literal;)*) => {
        /// All exceptions of this module, which are kinds of `ValueError`.
        #[cfg(feature = "stubs")]
        pub const EXCEPTIONS: &[DescribedException] =
            &[$((stringify!($name), $doc, &[$((stringify!($attribute), $kind)),*])),*];

        $(pyo3::create_exception!(faebryk.core.zig, $name, PyValueError, $doc);)*

        /// Adds the exception classes to a module.
        pub(crate) fn add_exceptions(module: &Bound<'_, PyModule>) -> PyResult<()> {
            $(module.add(stringify!($name), module.py().get_type::<$name>())?;)*
            Ok(())
        }
    };
}

exceptions! {
    TypeGraphPathError {
        kind: "str",
        path: "list[str]",
        failing_segment: "str",
        failing_segment_index: "int",
        index_value: "int | None",
    } "A path of names could not be resolved on a type.\n\n\
        `kind` says why (\"missing_child\" or \"invalid_index\"), `path` lists the names, `failing_segment` and \
        `failing_segment_index` tell which one failed.";
    TypeGraphInstantiationError {
        node: "graph.BoundNodeReference | None",
        kind: "str",
        identifier: "str",
    } "A type could not be instantiated.\n\n\
        `node` is what is at fault, `kind` says why (such as \"unresolved_type_reference\"), `identifier` is the name \
        concerned.";
    TypeGraphResolveError {
        node: "graph.BoundNodeReference | None",
        kind: "str",
        identifier: "str",
    } "A reference could not be resolved on an instance.\n\n\
        `node` is the reference at which resolution stopped, `kind` says why (such as \
        \"composition_child_not_found\"), `identifier` is the name concerned.";
}

fn type_graph_error(error: TypeGraphError) -> PyErr {
    let message = error.to_string();
    match error {
        TypeGraphError::Graph(error) => graph_error(error),
        TypeGraphError::WrongEdgeType { .. } => PyTypeError::new_err(message),
        TypeGraphError::Path(error) => Python::attach(|py| {
            described(py, TypeGraphPathError::new_err(message), |exception| {
                exception.setattr("kind", error.kind.as_str())?;
                exception.setattr("path", error.path.iter().map(Text::as_str).collect::<Vec<_>>())?;
                exception.setattr("failing_segment", error.failing_segment.as_str())?;
                exception.setattr("failing_segment_index", error.failing_segment_index)?;
                exception.setattr("index_value", error.index_value)
            })
        }),
        TypeGraphError::Resolve(error) => Python::attach(|py| {
            described(py, TypeGraphResolveError::new_err(message), |exception| {
                node_at_fault(exception, error.node, error.kind.as_str(), &error.identifier)
            })
        }),
        TypeGraphError::Instantiation(error) => Python::attach(|py| {
            described(py, TypeGraphInstantiationError::new_err(message), |exception| {
                node_at_fault(exception, error.node, error.kind.as_str(), &error.identifier)
            })
        }),
        _ => PyValueError::new_err(message),
    }
}

/// Gives an exception its attributes; an error on the way takes its place.
fn described(
    py: Python<'_>,
    raised: PyErr,
    describe: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<()>,
) -> PyErr {
    describe(raised.value(py)).err().unwrap_or(raised)
}

fn node_at_fault(
    exception: &Bound<'_, PyAny>,
    node: BoundNode,
    kind: &str,
    identifier: &str,
) -> PyResult<()> {
    let py = exception.py();
    let (node, graph) = node.into_parts();
    let graph = GraphView::new(graph).object(py)?.unbind();
    exception.setattr("node", BoundNodeReference::new(node, graph))?;
    exception.setattr("kind", kind)?;
    exception.setattr("identifier", identifier)
}
