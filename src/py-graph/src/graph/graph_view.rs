//! `GraphView`.

use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyIterator, PyList, PyTuple};
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{GraphError, LOOKAHEAD, NodeId, look_at_nodes};
use pyzig_reference::{New, Place, embody, handle, list, python_class, python_methods};
use smallvec::SmallVec;

use super::bound_edge::BoundEdgeReference;
use super::bound_node::BoundNodeReference;
use super::bulk::{EdgePlan, ManyNames, Nodes, columns, create_nodes};
use super::edge_reference::EdgeReference;
use super::export::{dot, graphml, node_link};
use super::node_reference::NodeReference;
use super::stored;
use crate::error::Result;
use crate::literal::Attributes;
use crate::number::{EdgeType, Truth};

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
pub struct GraphView(Standing);

/// How an object stands for a graph.
///
/// Callers rely on `g()` of two nodes giving two objects, so a graph has several. All but the first refer to the first
/// one, which alone holds the graph: so the garbage collector sees who does.
enum Standing {
    First(Box<First>),
    Other(Py<GraphView>),
}

struct First {
    view: pyzig_graph::GraphView,
    /// The self node, made when it is first asked for.
    self_object: Place<NodeReference>,
    /// Nodes with which an object was stored through this graph.
    storing: Mutex<HashSet<NodeId>>,
    /// How many handles of the graph belong to objects that refer to this one.
    shares: Arc<AtomicUsize>,
}

/// A handle of a graph within an object that refers to the graph's first object: who sees the object knows of the handle.
pub(crate) struct Share(Arc<AtomicUsize>);

impl Drop for Share {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

handle!(
    GraphView,
    collected: true,
    release: |handle, py| match handle.0 {
        Standing::First(first) => {
            let First { view, self_object, storing: _, shares: _ } = *first;
            self_object.release(py);
            drop(view);
        }
        Standing::Other(first) => first.drop_ref(py),
    },
    fn is_born(&self, _: Python<'_>) -> bool {
        true
    }
    const IDENTIFIED: bool = true;
    fn identity(&self) -> u32 {
        self.number()
    }
);

impl GraphView {
    /// The first object for a graph.
    pub(crate) fn new(view: pyzig_graph::GraphView) -> New<Self> {
        let first =
            First { view, self_object: Place::empty(), storing: Mutex::default(), shares: Arc::default() };
        New(Self(Standing::First(Box::new(first))))
    }

    /// Another object for the graph of a first one.
    pub(crate) fn other(first: Py<Self>) -> New<Self> {
        New(Self(Standing::Other(first)))
    }

    /// The first object for a graph: `near` if that is its graph, otherwise a new one.
    pub(crate) fn object(
        py: Python<'_>,
        view: pyzig_graph::GraphView,
        near: &Py<Self>,
    ) -> PyResult<Py<Self>> {
        if *near.get().core() == view {
            Ok(near.clone_ref(py))
        } else {
            Self::new(view).object(py).map(Bound::unbind)
        }
    }

    /// The first object for the graph of any of its objects.
    pub(crate) fn first_of(any: &Bound<'_, Self>) -> Py<Self> {
        match &any.get().0 {
            Standing::First(_) => any.clone().unbind(),
            Standing::Other(first) => first.clone_ref(any.py()),
        }
    }

    fn first(&self) -> &First {
        match &self.0 {
            Standing::First(first) => first,
            Standing::Other(first) => first.get().first(),
        }
    }

    pub(crate) fn core(&self) -> &pyzig_graph::GraphView {
        &self.first().view
    }

    /// Number of the self node, by which the graph is known.
    pub(crate) fn number(&self) -> u32 {
        self.core().self_node().id().get()
    }

    /// Knows from now on of a handle that belongs to an object which refers to this one.
    pub(crate) fn share(&self) -> Share {
        let shares = &self.first().shares;
        shares.fetch_add(1, Ordering::Relaxed);
        Share(Arc::clone(shares))
    }

    /// Remembers that an object was stored with a node.
    pub(crate) fn note_stored(&self, node: NodeId) {
        self.first().storing.lock().unwrap_or_else(PoisonError::into_inner).insert(node);
    }

    fn alive(&self) -> Result<()> {
        if self.core().is_destroyed() { Err(GraphError::Destroyed.into()) } else { Ok(()) }
    }
}

// The value is the first object. What is made of it is another one.
embody!(
    GraphView, Py<GraphView>,
    value: |object| match &object.get().0 {
        Standing::First(_) => object,
        Standing::Other(first) => first,
    },
    embody: Self::other,
    share: |first, py| first.clone_ref(py),
    let_go: |first, py| first.drop_ref(py),
);

#[python_methods]
impl GraphView {
    /// Creates a graph that contains its self node only.
    #[direct]
    fn create() -> Result<New<Self>> {
        Ok(Self::new(pyzig_graph::GraphView::create()?))
    }

    /// Creates a node in the graph.
    #[direct]
    fn create_and_insert_node(slf: &Bound<'_, Self>) -> Result<New<BoundNodeReference>> {
        let node = slf.get().core().create_node()?;
        Ok(BoundNodeReference::new(node, Self::first_of(slf)))
    }

    /// Adds a node if the graph does not contain it yet.
    #[direct]
    fn insert_node(
        slf: &Bound<'_, Self>,
        node: &Bound<'_, NodeReference>,
    ) -> Result<New<BoundNodeReference>> {
        slf.get().core().add_node(node.get().core())?;
        Ok(BoundNodeReference::with_object(node.clone().unbind(), Self::first_of(slf)))
    }

    /// Adds an edge if the graph does not contain it yet.
    ///
    /// Raises `ValueError` if one of its ends is not in the graph; the edge can be added once they are.
    #[direct]
    fn insert_edge(
        slf: &Bound<'_, Self>,
        edge: &Bound<'_, EdgeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        slf.get().core().add_edge(edge.get().core())?;
        Ok(BoundEdgeReference::with_object(edge.clone().unbind(), Self::first_of(slf)))
    }

    /// Joins a node with this graph, whether or not the graph contains it.
    #[direct]
    fn bind(slf: &Bound<'_, Self>, node: &Bound<'_, NodeReference>) -> Result<New<BoundNodeReference>> {
        slf.get().alive()?;
        Ok(BoundNodeReference::with_object(node.clone().unbind(), Self::first_of(slf)))
    }

    /// Number of nodes, the self node included.
    #[direct]
    fn get_node_count(&self) -> Result<usize> {
        Ok(self.core().node_count()?)
    }

    /// All nodes in ascending order of their numbers, the self node included.
    #[returns("list[BoundNode]")]
    fn get_nodes<'py>(slf: &Bound<'py, Self>) -> Result<Bound<'py, PyList>> {
        let py = slf.py();
        let nodes = slf.get().core().nodes()?;
        let nodes = nodes.into_iter().map(|node| BoundNodeReference::new(node, Self::first_of(slf)));
        Ok(list(py, nodes)?)
    }

    /// The node by which the graph is known.
    #[direct]
    fn get_self_node(slf: &Bound<'_, Self>) -> PyResult<New<BoundNodeReference>> {
        let (py, this) = (slf.py(), slf.get().first());
        let make = || NodeReference::new(this.view.self_node().clone()).object(py).map(Bound::unbind);
        let node = this.self_object.get_or_make(py, make)?;
        Ok(BoundNodeReference::with_object(node, Self::first_of(slf)))
    }

    /// Creates a graph of these nodes and of all edges of this graph that join two of them.
    fn get_subgraph_from_nodes(
        &self,
        py: Python<'_>,
        #[python_type("list[BoundNode]")] nodes: &Bound<'_, PyAny>,
    ) -> Result<New<Self>> {
        let Ok(nodes) = nodes.cast::<PyList>() else {
            return Err(PyTypeError::new_err("nodes must be a list").into());
        };
        let wrong = |_| PyTypeError::new_err("nodes must be a list of BoundNode");
        let mut given = Vec::with_capacity(nodes.len());
        let mut nodes = nodes.iter();
        loop {
            let some = nodes.by_ref().take(LOOKAHEAD);
            let some: SmallVec<[Bound<'_, BoundNodeReference>; LOOKAHEAD]> =
                some.map(|node| node.cast_into().map_err(wrong)).collect::<PyResult<_>>()?;
            if some.is_empty() {
                break;
            }
            look_at_nodes(some.iter().map(|node| node.get().core()));
            given.extend(some.iter().map(|node| node.get().core().clone()));
        }
        let subgraph = py.detach(|| self.core().subgraph_of(given))?;
        Ok(Self::new(subgraph))
    }

    /// Adds all nodes and edges of another graph.
    fn insert_subgraph(&self, py: Python<'_>, subgraph: &Bound<'_, GraphView>) -> Result<()> {
        let other = subgraph.get().core();
        Ok(py.detach(|| self.core().insert_subgraph(other))?)
    }

    /// Empties the graph and makes it unusable: later uses raise `RuntimeError`. Nodes and edges that nothing else refers
    /// to are freed.
    fn destroy(&self) -> Result<()> {
        Ok(self.core().destroy()?)
    }

    /// Creates nodes in the graph, all with the attributes of a dict. Faster than one call for each.
    #[returns("list[BoundNode]")]
    fn create_nodes<'py>(
        slf: &Bound<'py, Self>,
        count: usize,
        attributes: Option<Attributes>,
    ) -> Result<Bound<'py, PyList>> {
        let (py, view) = (slf.py(), slf.get().core());
        let attributes = attributes.unwrap_or_default().0;
        let nodes = py.detach(|| create_nodes(view, count, &attributes))?;
        Ok(list(py, nodes.into_iter().map(|node| BoundNodeReference::new(node, Self::first_of(slf))))?)
    }

    /// Creates an edge from each of `sources` to the node at the same place in `targets`, all of them or none. `names`
    /// are their names. Faster than one call for each.
    #[returns("list[BoundEdge]")]
    fn create_edges<'py>(
        slf: &Bound<'py, Self>,
        sources: Nodes,
        targets: Nodes,
        edge_type: EdgeType,
        #[default(Truth(false))] directional: Truth,
        names: Option<ManyNames>,
    ) -> Result<Bound<'py, PyList>> {
        let (sources, targets, directional) = (sources.0, targets.0, directional.0);
        let plan = EdgePlan {
            sources,
            targets,
            edge_type: edge_type.0,
            directional,
            names: names.map(|names| names.0),
        };
        let edges = plan.create(slf.py(), slf.get().core())?;
        Ok(list(slf.py(), edges.into_iter().map(|edge| BoundEdgeReference::new(edge, Self::first_of(slf))))?)
    }

    /// All edges: by insertion order of their sources, then by kind, then in the order in which they were inserted.
    #[returns("list[BoundEdge]")]
    fn get_edges<'py>(slf: &Bound<'py, Self>) -> Result<Bound<'py, PyList>> {
        let edges = slf.get().core().edges()?;
        Ok(list(slf.py(), edges.into_iter().map(|edge| BoundEdgeReference::new(edge, Self::first_of(slf))))?)
    }

    /// Number of edges.
    #[direct]
    fn get_edge_count(&self) -> Result<usize> {
        Ok(self.core().edge_count()?)
    }

    /// The edges, or those of one kind, as columns: memory views called `source` and `target` (numbers of nodes),
    /// `edge_type` and `directional`, in the order of `get_edges()`. `numpy.asarray` takes them without copying.
    #[returns("dict[str, memoryview]")]
    fn get_edge_columns<'py>(
        &self,
        py: Python<'py>,
        edge_type: Option<EdgeType>,
    ) -> Result<Bound<'py, PyDict>> {
        columns(py, self.core(), edge_type.map(|edge_type| edge_type.0))
    }

    /// The graph in the language of GraphViz.
    fn to_dot(&self, py: Python<'_>) -> Result<String> {
        Ok(py.detach(|| self.core().read().map(|read| dot(&read)))?)
    }

    /// The graph as GraphML.
    fn to_graphml(&self, py: Python<'_>) -> Result<String> {
        Ok(py.detach(|| self.core().read().map(|read| graphml(&read)))?)
    }

    /// The graph as a dict that `networkx.node_link_graph(data, edges="edges")` takes.
    #[returns("dict[str, typing.Any]", "typing")]
    fn to_node_link_data<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyDict>> {
        let (nodes, edges) = {
            let read = self.core().read()?;
            (read.sorted_nodes(), read.iter_edges().map(|entry| entry.edge().clone()).collect::<Vec<_>>())
        };
        Ok(node_link(py, &nodes, &edges)?)
    }

    /// Number of nodes, the self node included.
    fn __len__(&self) -> Result<usize> {
        Ok(self.core().node_count()?)
    }

    /// Every graph is true, a destroyed one too.
    fn __bool__(&self) -> bool {
        true
    }

    #[returns("typing.Iterator[BoundNode]", "typing")]
    fn __iter__<'py>(slf: &Bound<'py, Self>) -> Result<Bound<'py, PyIterator>> {
        Ok(Self::get_nodes(slf)?.try_iter()?)
    }

    /// Whether the graph contains a node or an edge, bound or not.
    fn __contains__(&self, item: &Bound<'_, PyAny>) -> Result<bool> {
        Ok(if let Ok(node) = item.cast::<BoundNodeReference>() {
            self.core().contains_node(&node.get().core())?
        } else if let Ok(node) = item.cast::<NodeReference>() {
            self.core().contains_node(node.get().core())?
        } else if let Ok(edge) = item.cast::<BoundEdgeReference>() {
            self.core().contains_edge(&edge.get().core())?
        } else if let Ok(edge) = item.cast::<EdgeReference>() {
            self.core().contains_edge(edge.get().core())?
        } else {
            self.alive()?;
            false
        })
    }

    #[returns("GraphView")]
    fn __enter__(slf: &Bound<'_, Self>) -> Result<Py<Self>> {
        slf.get().alive()?;
        Ok(slf.clone().unbind())
    }

    /// Destroys the graph, unless that was done within the block.
    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, _exception: &Bound<'_, PyTuple>) {
        // The only error there is: it is destroyed already.
        let _ = self.core().destroy();
    }

    /// Address that is the same for all objects of one graph.
    fn __zig_address__(&self) -> usize {
        self.core().address()
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        let first = match &self.0 {
            Standing::First(first) => first,
            Standing::Other(first) => return visit.call(first),
        };
        visit.call(first.self_object.get())?;
        // Native work on the graph holds it too and does not report it.
        if first.view.handle_count() > 1 + first.shares.load(Ordering::Relaxed) {
            return Ok(());
        }
        let (Ok(storing), Some(contents)) = (first.storing.try_lock(), first.view.try_read()) else {
            return Ok(());
        };
        for node in &*storing {
            stored::visit_from_graph(&contents, *node, &visit)?;
        }
        Ok(())
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        self.core() == other.get().core()
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.number())
    }

    fn __repr__(&self) -> String {
        match self.core().read() {
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
