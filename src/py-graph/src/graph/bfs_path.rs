//! `BFSPath`.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyList;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::Node;
use pyzig_reference::{New, handle, list, python_class, python_methods};
use pyzig_typegraph::InterfacePath;

use super::bound_node::BoundNodeReference;
use super::edge_reference::EdgeReference;
use super::graph_view::{GraphView, Share};
use super::stored;

/// A path as the search for connections finds it: edges from a start node to an end node.
#[python_class(
    module = "graph",
    name = "BFSPath",
    stub = "pyzig.gen.graph.graph",
    factory = "`EdgeInterfaceConnection.is_connected_to(source=..., target=...)`"
)]
pub struct BFSPath {
    path: InterfacePath,
    graph: Py<GraphView>,
    /// That the path holds its graph. Paths that one search found do so together.
    share: Arc<Share>,
}

impl BFSPath {
    /// A path in a graph. What other paths share with it, they share `share` for.
    pub(crate) fn new(path: InterfacePath, graph: Py<GraphView>, share: Arc<Share>) -> New<Self> {
        New(Self { path, graph, share })
    }

    fn bound(&self, py: Python<'_>, node: &Node) -> New<BoundNodeReference> {
        BoundNodeReference::new(node.clone(), self.graph.clone_ref(py))
    }
}

handle!(
    BFSPath,
    collected: true,
    release: |handle, py| {
        let Self { path, graph, share } = handle;
        drop(path);
        drop(share);
        graph.drop_ref(py);
    },
    fn is_born(&self, _: Python<'_>) -> bool {
        stored::any()
    }
);

#[python_methods]
impl BFSPath {
    /// Number of edges. 0 means that start and end are the same, or that no path was found.
    #[direct]
    fn get_length(&self) -> usize {
        self.path.len()
    }

    /// Where the path starts.
    #[direct]
    fn get_start_node(&self, py: Python<'_>) -> New<BoundNodeReference> {
        self.bound(py, self.path.start().node())
    }

    /// Where the path ends.
    #[direct]
    fn get_end_node(&self, py: Python<'_>) -> New<BoundNodeReference> {
        self.bound(py, self.path.end().node())
    }

    /// The edges from start to end.
    #[returns("list[EdgeReference]")]
    fn get_edges<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.path.edges().into_iter().map(EdgeReference::new))
    }

    /// The nodes from start to end, one more than there are edges.
    #[returns("list[BoundNode]")]
    fn get_nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, self.path.nodes().iter().map(|node| self.bound(py, node)))
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.graph)
    }

    fn __len__(&self) -> usize {
        self.path.len()
    }

    /// Every path is true, the empty one too.
    fn __bool__(&self) -> bool {
        true
    }

    fn __repr__(&self) -> String {
        format!(
            "BFSPath(length={}, start={:#x}, end={:#x}, graph={:#x})",
            self.path.len(),
            self.path.start().node().id().get(),
            self.path.end().node().id().get(),
            self.graph.get().number()
        )
    }
}
