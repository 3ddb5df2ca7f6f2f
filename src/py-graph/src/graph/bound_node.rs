//! `BoundNodeReference`, also called `BoundNode`.

use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{BoundEdge, BoundNode, Directed, EdgeSnapshot, Node};
use pyzig_reference::{Context, New, Place, handle, python_class, python_methods, references, track};

use super::bound_edge::BoundEdgeReference;
use super::edge_reference::EdgeReference;
use super::graph_view::GraphView;
use super::node_reference::NodeReference;
use super::stored::{self, Keeper};
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
    node: Node,
    /// The first object of the graph.
    graph: Py<GraphView>,
    /// What `g()` gives: an object that no other bound node gives.
    graph_object: Place<GraphView>,
    /// Made by the first call of `node()`, which is the most frequent of all calls.
    node_object: Place<NodeReference>,
    /// The node's keeper, from the time on when there is one.
    keeper: Place<Keeper>,
}

impl BoundNodeReference {
    pub(crate) fn new(node: Node, graph: Py<GraphView>) -> New<Self> {
        New(Self {
            node,
            graph,
            graph_object: Place::empty(),
            node_object: Place::empty(),
            keeper: Place::empty(),
        })
    }

    /// Joins a node that Python already has with a graph.
    pub(crate) fn with_object(node: &Bound<'_, NodeReference>, graph: Py<GraphView>) -> New<Self> {
        Self::with_owned(node.get().core().clone(), node.clone().unbind(), graph)
    }

    /// Joins a node, whose object Python already has, with a graph.
    pub(crate) fn with_owned(node: Node, object: Py<NodeReference>, graph: Py<GraphView>) -> New<Self> {
        New(Self {
            node,
            graph,
            graph_object: Place::empty(),
            node_object: Place::filled(object),
            keeper: Place::empty(),
        })
    }

    /// The Python form of a bound node, which shares the graph object `near` if it is of the same graph.
    pub(crate) fn from_core(py: Python<'_>, bound: BoundNode, near: &Py<GraphView>) -> PyResult<New<Self>> {
        let (node, graph) = bound.into_parts();
        Ok(Self::new(node, GraphView::object(py, graph, near)?))
    }

    pub(crate) fn core(&self) -> &Node {
        &self.node
    }

    pub(crate) fn graph(&self) -> &Py<GraphView> {
        &self.graph
    }

    /// Whether all references to the keeper that handles own are this one's and its own node object's.
    fn owns_alone(&self, keeper: &Py<Keeper>) -> bool {
        let object = self.node_object.get().is_some_and(|object| references(object) == 1);
        stored::owners(keeper) == 1 + usize::from(object)
    }

    pub(crate) fn view(&self) -> &pyzig_graph::GraphView {
        self.graph.get().core()
    }

    /// The node as the native functions take it.
    pub(crate) fn bound(&self) -> BoundNode {
        self.view().bind(&self.node)
    }

    /// The Python form of a node that was found from this one.
    pub(crate) fn found_node(&self, py: Python<'_>, found: Option<BoundNode>) -> Result<Option<New<Self>>> {
        found.map(|node| self.other(py, node)).transpose()
    }

    /// The Python form of another node, which shares this one's graph object if it is of the same graph.
    pub(crate) fn other(&self, py: Python<'_>, node: BoundNode) -> Result<New<Self>> {
        Ok(Self::from_core(py, node, &self.graph)?)
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
        Ok(BoundEdgeReference::new(edge, GraphView::object(py, graph, &self.graph)?))
    }
}

handle!(
    BoundNodeReference,
    collected: true,
    release: |handle, py| {
        let Self { node, graph, graph_object, node_object, keeper } = handle;
        drop(node);
        node_object.release(py);
        keeper.release(py);
        graph_object.release(py);
        graph.drop_ref(py);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        if let Some(keeper) = stored::keeper(py, &self.node) {
            self.keeper.fill(py, keeper);
        }
        stored::any()
    }
    const IDENTIFIED: bool = true;
    fn identity(&self) -> u32 {
        self.node.id().get()
    }
);

#[python_methods]
impl BoundNodeReference {
    /// The node.
    #[direct]
    fn node(&self, py: Python<'_>) -> PyResult<Py<NodeReference>> {
        self.node_object
            .get_or_make(py, || NodeReference::new(self.node.clone()).object(py).map(Bound::unbind))
    }

    /// The graph.
    #[direct]
    fn g(&self, py: Python<'_>) -> PyResult<Py<GraphView>> {
        let make = || GraphView::other(self.graph.clone_ref(py)).object(py).map(Bound::unbind);
        self.graph_object.get_or_make(py, make)
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
        let read = self.view().read()?;
        let edges = read.edges(self.node.id(), edge_type.0).iter().filter(|entry| entry.passes(directed));
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
        let Some(keeper) = stored::store(&this.node, &data)? else {
            return Ok(());
        };
        this.graph.get().note_stored(this.node.id());
        see_edge(&data);
        if let Some(object) = this.node_object.get()
            && object.get().adopt(slf.py())
        {
            track(object.bind(slf.py()));
        }
        // One that is there already is the same.
        this.keeper.fill(slf.py(), keeper);
        track(slf);
        Ok(())
    }

    /// The object that was stored with the node.
    ///
    /// Raises `KeyError` if nothing is stored, and `TypeError` if it is not an instance of `t`.
    #[direct]
    #[returns("_T")]
    fn load<'py>(&self, #[python_type("type[_T]")] t: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let Some(data) = stored::load(t.py(), &self.node) else {
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
        match stored::load(t.py(), &self.node) {
            Some(data) if data.is_instance(t)? => Ok(Some(data)),
            Some(_) => Ok(None),
            // What is no type is a mistake whatever is stored.
            None => t.py().None().into_bound(t.py()).is_instance(t).map(|_| None),
        }
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        visit.call(&self.graph)?;
        visit.call(self.graph_object.get())?;
        visit.call(self.node_object.get())?;
        if let Some(keeper) = self.keeper.get() {
            visit.call(keeper)?;
            // Nothing but this object, with the node object that it owns, holds the node.
            if self.node.reference_count() == stored::owners(keeper) && self.owns_alone(keeper) {
                visit.call(keeper)?;
            }
        }
        Ok(())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.node == other.get().node)
    }

    fn __ne__(&self, other: &Bound<'_, PyAny>) -> bool {
        !self.__eq__(other)
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.node.id().get())
    }

    fn __repr__(&self) -> String {
        format!("BoundNode(node={:#x}, graph={:#x})", self.node.id().get(), self.graph.get().number())
    }
}

/// Lets the handle of an edge that is stored itself have part in the ownership of what is stored with the edge's ends.
fn see_edge(handle: &Bound<'_, PyAny>) {
    if let Ok(edge) = handle.cast::<EdgeReference>() {
        if edge.get().adopt(edge.py()) {
            track(edge);
        }
    } else if let Ok(edge) = handle.cast::<BoundEdgeReference>() {
        edge.get().adopt(edge.py());
        track(edge);
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
            visit(BoundEdgeReference::new(edge, self.graph.clone_ref(py)))?;
        }
        Ok(())
    }
}
