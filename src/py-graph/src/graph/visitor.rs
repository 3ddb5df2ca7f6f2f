//! Python callables that are called for one element after the other.

use pyo3::prelude::*;
use pyzig_graph::EdgeSnapshot;

use super::bound_edge::BoundEdgeReference;
use super::graph_view::GraphView;
use crate::error::Result;

/// A Python callable `f(ctx, element)` with its `ctx`. What it returns is ignored; what it raises ends the visit and
/// reaches the caller unchanged.
pub(crate) struct Visitor<'a, 'py> {
    callable: &'a Bound<'py, PyAny>,
    context: Bound<'py, PyAny>,
}

impl<'a, 'py> Visitor<'a, 'py> {
    pub(crate) fn new(callable: &'a Bound<'py, PyAny>, context: Option<&Bound<'py, PyAny>>) -> Self {
        let context = context.cloned().unwrap_or_else(|| callable.py().None().into_bound(callable.py()));
        Self { callable, context }
    }

    pub(crate) fn call(&self, element: impl IntoPyObject<'py>) -> PyResult<()> {
        self.callable.call1((&self.context, element)).map(drop)
    }
}

/// Calls a visitor for edges of a graph. No lock is held, so that it may change or destroy the graph.
pub(crate) fn visit_edges(
    py: Python<'_>,
    edges: EdgeSnapshot,
    graph: &Py<GraphView>,
    visitor: &Visitor<'_, '_>,
) -> Result<()> {
    for edge in edges {
        visitor.call(BoundEdgeReference::new(edge, graph.clone_ref(py)))?;
    }
    Ok(())
}
