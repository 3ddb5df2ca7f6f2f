//! `BFSPath`.

use pyo3::prelude::*;
use pyo3::types::PyList;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_graph::{BfsPath, Node};

use super::bound_node::BoundNodeReference;
use super::edge_reference::EdgeReference;
use super::graph_view::GraphView;

/// A path as the search for connections finds it: edges from a start node to an end node.
#[python_class(
    module = "graph",
    name = "BFSPath",
    stub = "pyzig.gen.graph.graph",
    factory = "`EdgeInterfaceConnection.is_connected_to(source=..., target=...)`"
)]
pub struct BFSPath {
    path: BfsPath,
    graph: Py<GraphView>,
}

impl BFSPath {
    /// The Python form of a path, which shares the graph object `near` if it is of the same graph.
    pub(crate) fn from_core(py: Python<'_>, path: BfsPath, near: &Py<GraphView>) -> PyResult<Self> {
        let graph = GraphView::object(py, path.graph().clone(), near)?;
        Ok(Self { path, graph })
    }

    fn bound(&self, py: Python<'_>, node: &Node) -> BoundNodeReference {
        BoundNodeReference::new(node.clone(), self.graph.clone_ref(py))
    }
}

#[python_methods]
impl BFSPath {
    /// Number of edges. 0 means that start and end are the same, or that no path was found.
    fn get_length(&self) -> usize {
        self.path.len()
    }

    /// Where the path starts.
    fn get_start_node(&self, py: Python<'_>) -> BoundNodeReference {
        self.bound(py, self.path.start())
    }

    /// Where the path ends.
    fn get_end_node(&self, py: Python<'_>) -> BoundNodeReference {
        self.bound(py, self.path.end())
    }

    /// The edges from start to end.
    #[returns("list[EdgeReference]")]
    fn get_edges<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let edges: PyResult<Vec<_>> =
            self.path.edges().map(|edge| Py::new(py, EdgeReference::new(edge.clone()))).collect();
        PyList::new(py, edges?)
    }

    /// The nodes from start to end, one more than there are edges.
    #[returns("list[BoundNode]")]
    fn get_nodes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let nodes: PyResult<Vec<_>> = self.path.nodes().map(|node| Py::new(py, self.bound(py, node))).collect();
        PyList::new(py, nodes?)
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
            self.path.start().id().get(),
            self.path.end().id().get(),
            self.graph.get().number()
        )
    }
}
