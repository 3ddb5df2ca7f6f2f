//! Many nodes and edges in one call.

use pyo3::exceptions::{PyMemoryError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use pyzig_graph::{Attribute, Edge, EdgeSpec, EdgeTypeId, GraphView, Node};

use super::bound_node::BoundNodeReference;
use super::node_reference::NodeReference;
use crate::error::Result;

/// Nodes as an argument: any iterable of `NodeReference` and `BoundNode`.
pub(crate) struct Nodes(pub(crate) Vec<Node>);

impl<'py> FromPyObject<'_, 'py> for Nodes {
    type Error = PyErr;

    fn extract(nodes: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        nodes.try_iter()?.map(|node| core(&node?)).collect::<PyResult<_>>().map(Self)
    }
}

fn core(node: &Bound<'_, PyAny>) -> PyResult<Node> {
    if let Ok(node) = node.cast::<BoundNodeReference>() {
        return Ok(node.get().core().clone());
    }
    Ok(node.cast::<NodeReference>()?.get().core().clone())
}

/// Names of what is created together, as an argument: any iterable of texts but a text.
pub(crate) struct ManyNames(pub(crate) Vec<String>);

impl<'py> FromPyObject<'_, 'py> for ManyNames {
    type Error = PyErr;

    fn extract(names: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let wrong = || PyTypeError::new_err("names must be an iterable of strings");
        if names.is_instance_of::<PyString>() {
            return Err(wrong());
        }
        let names = names.try_iter().map_err(|_| wrong())?;
        let name = |name: PyResult<Bound<'py, PyAny>>| match name?.cast::<PyString>() {
            Ok(name) => Ok(name.to_str()?.to_owned()),
            Err(_) => Err(wrong()),
        };
        names.map(name).collect::<PyResult<_>>().map(Self)
    }
}

/// Creates nodes with the same attributes in a graph.
pub(crate) fn create_nodes(graph: &GraphView, count: usize, attributes: &[Attribute]) -> Result<Vec<Node>> {
    /// Beyond these the graph makes room as it grows, as it does for nodes that come one by one.
    const RESERVED_AT_ONCE: usize = 1 << 20;
    let mut nodes = Vec::new();
    if nodes.try_reserve_exact(count).is_err() {
        return Err(PyMemoryError::new_err(format!("there is no room for {count} nodes")).into());
    }
    let mut write = graph.write()?;
    write.reserve_nodes(count.min(RESERVED_AT_ONCE));
    for _ in 0..count {
        let node = Node::with_attributes(attributes.to_vec())?;
        write.insert_node(&node);
        nodes.push(node);
    }
    write.commit();
    Ok(nodes)
}

/// Edges that are to be created together.
pub(crate) struct EdgePlan {
    pub(crate) sources: Vec<Node>,
    pub(crate) targets: Vec<Node>,
    pub(crate) edge_type: EdgeTypeId,
    pub(crate) directional: bool,
    pub(crate) names: Option<Vec<String>>,
}

impl EdgePlan {
    /// Creates all edges in a graph, or none.
    pub(crate) fn create(self, py: Python<'_>, graph: &GraphView) -> Result<Vec<Edge>> {
        let count = self.sources.len();
        let named = self.names.as_ref().is_none_or(|names| names.len() == count);
        if self.targets.len() != count || !named {
            let message = "sources, targets and names must have the same number of items";
            return Err(PyValueError::new_err(message).into());
        }
        Ok(py.detach(|| {
            let mut write = graph.write()?;
            let mut edges = Vec::with_capacity(count);
            let mut names = self.names.into_iter().flatten();
            for (source, target) in self.sources.iter().zip(&self.targets) {
                let mut spec = EdgeSpec::new(source, target, self.edge_type).directional(self.directional);
                spec.name = names.next().map(Into::into);
                edges.push(write.create_edge(spec)?);
            }
            write.commit();
            Ok::<_, pyzig_graph::GraphError>(edges)
        })?)
    }
}

/// Ends and kinds of edges as columns that NumPy takes without copying.
pub(crate) fn columns<'py>(
    py: Python<'py>,
    graph: &GraphView,
    edge_type: Option<EdgeTypeId>,
) -> Result<Bound<'py, PyDict>> {
    let (mut sources, mut targets, mut kinds, mut directional) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    py.detach(|| {
        let read = graph.read()?;
        let wanted = read.iter_edges().filter(|entry| edge_type.is_none_or(|kind| entry.edge_type() == kind));
        for edge in wanted {
            sources.extend(edge.source_id().get().to_ne_bytes());
            targets.extend(edge.target_id().get().to_ne_bytes());
            kinds.push(edge.present_type().0);
            directional.push(u8::from(edge.directional()));
        }
        Ok::<_, pyzig_graph::GraphError>(())
    })?;
    let columns = PyDict::new(py);
    let memory_view = py.import("builtins")?.getattr("memoryview")?;
    for (name, bytes, format) in [
        ("source", sources, "I"),
        ("target", targets, "I"),
        ("edge_type", kinds, "B"),
        ("directional", directional, "?"),
    ] {
        let view = memory_view.call1((PyBytes::new(py, &bytes),))?;
        columns.set_item(name, view.call_method1("cast", (format,))?)?;
    }
    Ok(columns)
}
