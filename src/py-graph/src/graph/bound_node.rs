//! `BoundNodeReference`, also called `BoundNode`.

use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{BoundEdge, BoundNode, Contents, Directed, EdgeSnapshot, Node, NodeId};
use pyzig_reference::{Context, Held, Lent, New, handle, python_class, python_methods, track};

use super::bfs_path::BFSPath;
use super::bound_edge::BoundEdgeReference;
use super::edge_reference::EdgeReference;
use super::graph_view::GraphView;
use super::node_reference::NodeReference;
use super::stored;
use super::visitor::EdgeVisitor;
use crate::error::Result;
use crate::number::{EdgeType, Truth};

/// A node in a graph. The graph need not contain the node: then the node has no edges there.
///
/// Equality and hash are those of the node; the graph does not matter.
#[python_class(
    module = "graph",
    name = "BoundNodeReference",
    stub = "pyzig.gen.graph.graph",
    factory = "`GraphView.bind(node=...)` or `GraphView.create_and_insert_node()`"
)]
pub struct BoundNodeReference {
    /// The node, or what `node()` gave: that is the most frequent of all calls. Who has part in the ownership of what is
    /// stored with the node is that object, and so it is made if anything is.
    node: Held<NodeReference>,
    /// The first object of the graph, or what `g()` gave: an object that no other bound node gives.
    graph: Held<GraphView>,
}

impl BoundNodeReference {
    #[inline]
    pub(crate) fn new(node: Node, graph: Py<GraphView>) -> New<Self> {
        New(Self { node: Held::value(node), graph: Held::value(graph) })
    }

    /// Joins a node, whose object Python already has, with a graph.
    #[inline]
    pub(crate) fn with_object(node: Py<NodeReference>, graph: Py<GraphView>) -> New<Self> {
        New(Self { node: Held::object(node), graph: Held::value(graph) })
    }

    /// The Python form of a bound node, which shares the graph object `near` if it is of the same graph.
    pub(crate) fn from_core(py: Python<'_>, bound: BoundNode, near: &Py<GraphView>) -> PyResult<New<Self>> {
        let (node, graph) = bound.into_parts();
        Ok(Self::new(node, GraphView::object(py, graph, near)?))
    }

    #[inline]
    pub(crate) fn core(&self) -> Lent<'_, Node> {
        self.node.get()
    }

    /// The first object of the graph.
    #[inline]
    pub(crate) fn graph(&self) -> Lent<'_, Py<GraphView>> {
        self.graph.get()
    }

    /// Takes part in the ownership of what is stored with the node, if there is anything.
    fn adopt(&self, py: Python<'_>) {
        // Where there is no memory for the object this is as if it had been made before anything was stored.
        if let Ok(object) = self.node.get_or_make(py)
            && object.get().adopt(py)
        {
            track(object.bind(py));
        }
    }

    /// The node as the native functions take it.
    pub(crate) fn bound(&self) -> BoundNode {
        self.graph().get().core().bind(&self.core())
    }

    /// The Python form of a node of the same graph that `find` finds from this one's number. For searches that are made
    /// often: handles of the graph and the node, which all others take, cost as much as such a search.
    #[inline]
    pub(crate) fn find(
        &self,
        py: Python<'_>,
        find: impl FnOnce(&Contents, NodeId) -> Option<&Node>,
    ) -> Result<Option<New<Self>>> {
        let graph = self.graph();
        let read = graph.get().core().read()?;
        let found = find(&read, self.core().id()).cloned();
        drop(read);
        Ok(found.map(|node| Self::new(node, graph.clone_ref(py))))
    }

    /// The Python form of a node that was found from this one.
    pub(crate) fn found_node(&self, py: Python<'_>, found: Option<BoundNode>) -> Result<Option<New<Self>>> {
        found.map(|node| self.other(py, node)).transpose()
    }

    /// The Python form of another node, which shares this one's graph object if it is of the same graph.
    pub(crate) fn other(&self, py: Python<'_>, node: BoundNode) -> Result<New<Self>> {
        Ok(Self::from_core(py, node, &self.graph())?)
    }

    /// The Python form of an edge that was found from this node.
    pub(crate) fn found_edge(
        &self,
        py: Python<'_>,
        found: Option<BoundEdge>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        found.map(|edge| self.edge(py, edge)).transpose()
    }

    /// The Python form of an edge, which shares this node's graph object if it is of the same graph.
    pub(crate) fn edge(&self, py: Python<'_>, edge: BoundEdge) -> Result<New<BoundEdgeReference>> {
        let (edge, graph) = edge.into_parts();
        Ok(BoundEdgeReference::new(edge, GraphView::object(py, graph, &self.graph())?))
    }
}

handle!(
    BoundNodeReference,
    collected: true,
    release: |handle, py| {
        let Self { node, graph } = handle;
        node.release(py);
        graph.release(py);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        if !stored::any() {
            return false;
        }
        // Whoever has part in the ownership is seen by the collector already.
        let is_done = self.node.made().is_some_and(|object| object.get().is_owner());
        if !is_done && stored::is_kept(&self.core()) {
            self.adopt(py);
        }
        true
    }
    const IDENTIFIED: bool = true;
    fn identity(&self) -> u32 {
        self.node.get().id().get()
    }
);

#[python_methods]
impl BoundNodeReference {
    /// The node.
    #[direct]
    fn node(&self, py: Python<'_>) -> PyResult<Py<NodeReference>> {
        Ok(self.node.get_or_make(py)?.clone_ref(py))
    }

    /// The graph.
    #[direct]
    fn g(&self, py: Python<'_>) -> PyResult<Py<GraphView>> {
        Ok(self.graph.get_or_make(py)?.clone_ref(py))
    }

    /// Calls `f(ctx, bound_edge)` for the node's edges of one kind, in the order in which they were inserted.
    ///
    /// `directed=True` leaves out directional edges that end at the node, `directed=False` those that start there. The
    /// visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_edges_of_type(
        &self,
        py: Python<'_>,
        edge_type: EdgeType,
        ctx: Context<'_, '_>,
        f: EdgeVisitor<'_, '_>,
        directed: Option<Truth>,
    ) -> Result<()> {
        let directed = match directed {
            None => Directed::Any,
            Some(Truth(true)) => Directed::Outgoing,
            Some(Truth(false)) => Directed::Incoming,
        };
        let graph = self.graph();
        let read = graph.get().core().read()?;
        let edges = read.edges(self.core().id(), edge_type.0).iter().filter(|entry| entry.passes(directed));
        let edges = edges.map(|entry| entry.edge().clone()).collect();
        drop(read);
        self.visit(py, edges, f.with(Some(ctx)))
    }

    /// Keeps a Python object with the node, in place of the one that was kept there.
    ///
    /// The object is found through the node in any graph and lives as long as the node.
    #[direct]
    fn store(slf: &Bound<'_, Self>, #[python_type("object")] data: Bound<'_, PyAny>) -> PyResult<()> {
        let this = slf.get();
        let (node, graph) = (this.core(), this.graph());
        let note = || graph.get().note_stored(node.id());
        if stored::store(&node, &data, graph.get().number(), note)? {
            see(&data);
            this.adopt(slf.py());
            track(slf);
        }
        Ok(())
    }

    /// The object that was stored with the node.
    ///
    /// Raises `KeyError` if nothing is stored, and `TypeError` if it is not an instance of `t`.
    #[direct]
    #[returns("_T")]
    fn load<'py>(&self, #[python_type("type[_T]")] t: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let Some(data) = stored::load(t.py(), &self.core()) else {
            return Err(PyKeyError::new_err("No data stored on this BoundNode"));
        };
        if data.is_instance(t)? {
            Ok(data)
        } else {
            Err(PyTypeError::new_err(format!(
                "BoundNode.load: stored data is not an instance of the expected type: it is {}",
                data.get_type().name()?
            )))
        }
    }

    /// The object that was stored with the node, or None if there is none or it is not an instance of `t`.
    #[direct]
    #[returns("_T | None")]
    fn try_load<'py>(
        &self,
        #[python_type("type[_T]")] t: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match stored::load(t.py(), &self.core()) {
            Some(data) if data.is_instance(t)? => Ok(Some(data)),
            Some(_) => Ok(None),
            // What is no type is a mistake whatever is stored.
            None => t.py().None().into_bound(t.py()).is_instance(t).map(|_| None),
        }
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        visit.call(self.node.made())?;
        match self.graph.made() {
            Some(object) => visit.call(object),
            None => visit.call(&*self.graph()),
        }
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        *self.core() == *other.get().core()
    }

    fn __ne__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        !self.__eq__(other)
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.core().id().get())
    }

    fn __repr__(&self) -> String {
        let (node, graph) = (self.core().id().get(), self.graph().get().number());
        format!("BoundNode(node={node:#x}, graph={graph:#x})")
    }
}

/// Lets the collector see a handle that is stored itself, though it is older, and that of an edge have part in the ownership
/// of what is stored with the edge's ends.
fn see(handle: &Bound<'_, PyAny>) {
    if let Ok(edge) = handle.cast::<EdgeReference>() {
        if edge.get().adopt(edge.py()) {
            track(edge);
        }
    } else if let Ok(edge) = handle.cast::<BoundEdgeReference>() {
        edge.get().adopt(edge.py());
        track(edge);
    } else if let Ok(path) = handle.cast::<BFSPath>() {
        track(path);
    }
}

impl BoundNodeReference {
    /// Calls a visitor for edges that were found from this node. No lock is held, so that it may change or destroy the
    /// graph.
    pub(crate) fn visit(
        &self,
        py: Python<'_>,
        edges: EdgeSnapshot,
        mut visit: impl FnMut(New<BoundEdgeReference>) -> PyResult<()>,
    ) -> Result<()> {
        for edge in edges {
            visit(BoundEdgeReference::new(edge, self.graph().clone_ref(py)))?;
        }
        Ok(())
    }
}
