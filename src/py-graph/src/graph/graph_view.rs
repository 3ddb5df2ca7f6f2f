//! `GraphView`.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_graph::{GraphError, Node, NodeId};

use super::bound_edge::BoundEdgeReference;
use super::bound_node::BoundNodeReference;
use super::edge_reference::EdgeReference;
use super::node_reference::NodeReference;
use super::stored;
use crate::error::Result;
use crate::heap::New;

/// A graph: a set of nodes and edges, which can be in other graphs as well.
///
/// Every graph has a node of its own, the self node, by which it is known. Two objects are equal if they stand for the
/// same graph. A graph is freed when nothing refers to it any more, or at once by `destroy()`.
#[python_class(
    module = "graph",
    name = "GraphView",
    stub = "pyzig.gen.graph.graph",
    factory = "`GraphView.create()`"
)]
pub struct GraphView {
    view: pyzig_graph::GraphView,
    /// Nodes with which an object was stored through this graph object.
    storing: Mutex<HashSet<NodeId>>,
}

impl GraphView {
    pub(crate) fn new(view: pyzig_graph::GraphView) -> Self {
        Self { view, storing: Mutex::default() }
    }

    /// The object for a graph: `near` if that is its graph, otherwise a new one.
    pub(crate) fn object(
        py: Python<'_>,
        view: pyzig_graph::GraphView,
        near: &Py<Self>,
    ) -> PyResult<Py<Self>> {
        if near.get().view == view { Ok(near.clone_ref(py)) } else { Py::new(py, Self::new(view)) }
    }

    pub(crate) fn core(&self) -> &pyzig_graph::GraphView {
        &self.view
    }

    /// Number of the self node, by which the graph is known.
    pub(crate) fn number(&self) -> u32 {
        self.view.self_node().id().get()
    }

    /// Remembers that an object was stored with a node.
    pub(crate) fn note_stored(&self, node: NodeId) {
        self.storing.lock().unwrap_or_else(PoisonError::into_inner).insert(node);
    }

    fn alive(&self) -> Result<()> {
        if self.view.is_destroyed() { Err(GraphError::Destroyed.into()) } else { Ok(()) }
    }
}

#[python_methods]
impl GraphView {
    /// Creates a graph that contains its self node only.
    fn create() -> Result<Self> {
        Ok(Self::new(pyzig_graph::GraphView::create()?))
    }

    /// Creates a node in the graph.
    fn create_and_insert_node(slf: &Bound<'_, Self>) -> Result<New<BoundNodeReference>> {
        let node = slf.get().view.create_node()?;
        Ok(BoundNodeReference::new(node, slf.clone().unbind()))
    }

    /// Adds a node if the graph does not contain it yet.
    fn insert_node(
        slf: &Bound<'_, Self>,
        node: &Bound<'_, NodeReference>,
    ) -> Result<New<BoundNodeReference>> {
        slf.get().view.add_node(node.get().core())?;
        Ok(BoundNodeReference::with_object(node, slf.clone().unbind()))
    }

    /// Adds an edge if the graph does not contain it yet.
    ///
    /// Raises ValueError if one of its ends is not in the graph; the edge can be added once they are.
    fn insert_edge(
        slf: &Bound<'_, Self>,
        edge: &Bound<'_, EdgeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        slf.get().view.add_edge(edge.get().core())?;
        Ok(BoundEdgeReference::with_object(edge, slf.clone().unbind()))
    }

    /// Joins a node with this graph, whether or not the graph contains it.
    fn bind(slf: &Bound<'_, Self>, node: &Bound<'_, NodeReference>) -> Result<New<BoundNodeReference>> {
        slf.get().alive()?;
        Ok(BoundNodeReference::with_object(node, slf.clone().unbind()))
    }

    /// Number of nodes, the self node included.
    fn get_node_count(&self) -> Result<usize> {
        Ok(self.view.node_count()?)
    }

    /// All nodes in ascending order of their numbers, the self node included.
    #[returns("list[BoundNode]")]
    fn get_nodes<'py>(slf: &Bound<'py, Self>) -> Result<Bound<'py, PyList>> {
        let py = slf.py();
        let nodes = slf.get().view.nodes()?;
        let nodes = nodes.into_iter().map(|node| BoundNodeReference::new(node, slf.clone().unbind()));
        Ok(PyList::new(py, nodes)?)
    }

    /// The node by which the graph is known.
    fn get_self_node(slf: &Bound<'_, Self>) -> New<BoundNodeReference> {
        BoundNodeReference::new(slf.get().view.self_node().clone(), slf.clone().unbind())
    }

    /// Creates a graph of these nodes and of all edges of this graph that join two of them.
    fn get_subgraph_from_nodes(
        &self,
        py: Python<'_>,
        #[python_type("list[BoundNode]")] nodes: &Bound<'_, PyAny>,
    ) -> Result<Self> {
        let Ok(nodes) = nodes.cast::<PyList>() else {
            return Err(PyTypeError::new_err("nodes must be a list").into());
        };
        let nodes = nodes
            .iter()
            .map(|node| match node.cast::<BoundNodeReference>() {
                Ok(node) => Ok(node.get().core().clone()),
                Err(_) => Err(PyTypeError::new_err("nodes must be a list of BoundNode")),
            })
            .collect::<PyResult<Vec<Node>>>()?;
        let subgraph = py.detach(|| self.view.subgraph_from_nodes(&nodes))?;
        Ok(Self::new(subgraph))
    }

    /// Adds all nodes and edges of another graph.
    fn insert_subgraph(&self, py: Python<'_>, subgraph: &Bound<'_, GraphView>) -> Result<()> {
        let other = &subgraph.get().view;
        Ok(py.detach(|| self.view.insert_subgraph(other))?)
    }

    /// Empties the graph and makes it unusable: later uses raise RuntimeError. Nodes and edges that nothing else refers
    /// to are freed.
    fn destroy(&self) -> Result<()> {
        Ok(self.view.destroy()?)
    }

    /// Address that is the same for all objects of one graph.
    fn __zig_address__(&self) -> usize {
        self.view.address()
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        // Other objects for the same graph, and native work on it, hold the graph too and do not report it.
        if self.view.handle_count() > 1 {
            return Ok(());
        }
        let (Ok(storing), Some(contents)) = (self.storing.try_lock(), self.view.try_read()) else {
            return Ok(());
        };
        for node in &*storing {
            stored::visit_from_graph(&contents, *node, &visit)?;
        }
        Ok(())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.view == other.get().view)
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.number())
    }

    fn __repr__(&self) -> String {
        match self.view.read() {
            Ok(read) => {
                format!(
                    "GraphView(id={:#x}, |V|={}, |E|={})",
                    self.number(),
                    read.node_count(),
                    read.edge_count()
                )
            }
            Err(_) => format!("GraphView(id={:#x}, destroyed)", self.number()),
        }
    }
}
