//! Graphs: shared sets of nodes and edges.

use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

use triomphe::Arc;

use crate::bound::{BoundEdge, BoundNode};
use crate::contents::Contents;
use crate::edge::{Edge, EdgeSpec};
use crate::error::GraphError;
use crate::lock::{ContentsLock, ReadGuard};
use crate::node::Node;
use crate::transaction::GraphWrite;

/// Process-wide because graphs, like nodes and edges, are counted across all threads.
pub(crate) static LIVE_GRAPHS: AtomicU64 = AtomicU64::new(0);

struct ViewData {
    self_node: Node,
    /// Taken out when the graph is destroyed.
    contents: ContentsLock,
}

impl Drop for ViewData {
    fn drop(&mut self) {
        if self.contents.holds_contents() {
            LIVE_GRAPHS.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

/// A graph: a set of nodes and edges that may be in other graphs as well. Cloning makes a second handle to the same graph.
///
/// Every graph has a node of its own, the self node, by which it is known. Equality is identity of the graph.
#[derive(Clone)]
pub struct GraphView(Arc<ViewData>);

impl GraphView {
    /// Creates a graph that contains its self node only.
    pub fn create() -> Result<Self, GraphError> {
        Ok(Self::around(Node::create()?, Contents::default()))
    }

    /// A graph of that contents, to which the self node is added.
    pub(crate) fn around(self_node: Node, mut contents: Contents) -> Self {
        contents.insert_node(&self_node);
        LIVE_GRAPHS.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(ViewData { self_node, contents: ContentsLock::new(contents) }))
    }

    /// The node by which the graph is known. Stays available after [`destroy`](Self::destroy).
    pub fn self_node(&self) -> &Node {
        &self.0.self_node
    }

    /// The self node, bound to this graph.
    pub fn bound_self_node(&self) -> BoundNode {
        self.bind(self.self_node())
    }

    /// Joins a node with this graph, whether or not the graph contains it.
    pub fn bind(&self, node: &Node) -> BoundNode {
        BoundNode::new(node.clone(), self.clone())
    }

    /// Joins an edge with this graph, whether or not the graph contains it.
    pub fn bind_edge(&self, edge: &Edge) -> BoundEdge {
        BoundEdge::new(edge.clone(), self.clone())
    }

    /// Locks the graph for reading. Others may read at the same time, even this thread; writers wait.
    ///
    /// Do not write to the same graph, and call nothing that might, while the guard lives: that would wait for ever.
    pub fn read(&self) -> Result<GraphRead<'_>, GraphError> {
        let contents = self.0.contents.read().ok_or(GraphError::Destroyed)?;
        Ok(GraphRead { contents, view: self })
    }

    /// As [`read`](Self::read), but does not wait: gives `None` while somebody writes, and for a destroyed graph.
    pub fn try_read(&self) -> Option<GraphRead<'_>> {
        Some(GraphRead { contents: self.0.contents.try_read()?, view: self })
    }

    /// Locks the graph for changes that come all or not at all; see [`GraphWrite`].
    ///
    /// Neither read nor write the same graph by other means while the transaction lives: that would wait for ever.
    pub fn write(&self) -> Result<GraphWrite<'_>, GraphError> {
        let contents = self.0.contents.write().ok_or(GraphError::Destroyed)?;
        Ok(GraphWrite::new(self, contents))
    }

    /// Runs a change that needs no way back.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Contents) -> T) -> Result<T, GraphError> {
        self.0.contents.write().map(|mut contents| change(&mut contents)).ok_or(GraphError::Destroyed)
    }

    /// Adds the node if it is absent and tells whether it was.
    pub fn add_node(&self, node: &Node) -> Result<bool, GraphError> {
        self.change(|contents| contents.insert_node(node).1)
    }

    /// Creates a node and adds it.
    pub fn create_node(&self) -> Result<Node, GraphError> {
        let node = Node::create()?;
        self.change(|contents| contents.insert_absent_node(&node))?;
        Ok(node)
    }

    /// Adds the edge if it is absent and tells whether it was.
    ///
    /// The edge comes at the end of the source's and then of the target's list for its present kind. Both ends must be in
    /// the graph; the source is checked first. A refused edge leaves no trace and can be added once its ends are there.
    pub fn add_edge(&self, edge: &Edge) -> Result<bool, GraphError> {
        Ok(self.change(|contents| contents.insert_edge(edge))??.is_some())
    }

    /// Creates an edge and adds it, as [`add_edge`](Self::add_edge) does. Nothing is created if an end is not in the graph.
    pub fn create_edge(&self, spec: EdgeSpec) -> Result<Edge, GraphError> {
        let mut write = self.write()?;
        let edge = write.create_edge(spec)?;
        write.commit();
        Ok(edge)
    }

    /// Puts a new edge that ends at `target`, but is like `edge` in all else, in the place of `edge`.
    ///
    /// The new edge stands where the old one stood among the edges of its source, and last among those of its target. Other
    /// graphs go on containing the old one. Takes time in the number of edges at both ends.
    pub fn redirect_edge(&self, edge: &Edge, target: &Node) -> Result<Edge, GraphError> {
        self.change(|contents| contents.redirect_edge(edge, target))?
    }

    /// Adds the node if it is absent and gives it bound to this graph.
    pub fn insert_node(&self, node: &Node) -> Result<BoundNode, GraphError> {
        self.add_node(node)?;
        Ok(self.bind(node))
    }

    /// Creates a node, adds it and gives it bound to this graph.
    pub fn create_and_insert_node(&self) -> Result<BoundNode, GraphError> {
        Ok(BoundNode::new(self.create_node()?, self.clone()))
    }

    /// Adds the edge, as [`add_edge`](Self::add_edge) does, and gives it bound to this graph.
    pub fn insert_edge(&self, edge: &Edge) -> Result<BoundEdge, GraphError> {
        self.add_edge(edge)?;
        Ok(self.bind_edge(edge))
    }

    /// Whether the graph contains the node.
    pub fn contains_node(&self, node: &Node) -> Result<bool, GraphError> {
        Ok(self.read()?.contains_node(node.id()))
    }

    /// Whether the graph contains the edge.
    pub fn contains_edge(&self, edge: &Edge) -> Result<bool, GraphError> {
        Ok(self.read()?.contains_edge(edge))
    }

    /// How many nodes the graph contains, the self node included.
    pub fn node_count(&self) -> Result<usize, GraphError> {
        Ok(self.read()?.node_count())
    }

    /// How many edges the graph contains.
    pub fn edge_count(&self) -> Result<usize, GraphError> {
        Ok(self.read()?.edge_count())
    }

    /// All nodes by ascending number, the self node included.
    pub fn nodes(&self) -> Result<Vec<Node>, GraphError> {
        Ok(self.read()?.sorted_nodes())
    }

    /// All edges: by insertion order of their sources, then by kind, then in order of insertion.
    pub fn edges(&self) -> Result<Vec<Edge>, GraphError> {
        Ok(self.read()?.iter_edges().map(|entry| entry.edge().clone()).collect())
    }

    /// Empties the graph and makes it unusable: every later use is refused with [`GraphError::Destroyed`].
    ///
    /// Nodes and edges that no other graph and no handle refers to are freed.
    pub fn destroy(&self) -> Result<(), GraphError> {
        let contents = self.0.contents.take();
        // What the nodes carry is dropped here, after the lock was released.
        match contents {
            Some(_contents) => {
                LIVE_GRAPHS.fetch_sub(1, Ordering::Relaxed);
                Ok(())
            }
            None => Err(GraphError::Destroyed),
        }
    }

    /// Whether [`destroy`](Self::destroy) was called.
    pub fn is_destroyed(&self) -> bool {
        self.0.contents.read().is_none()
    }

    /// How many handles there are to this graph.
    pub fn handle_count(&self) -> usize {
        Arc::count(&self.0)
    }

    /// An address that is the same for all handles to this graph and differs between live graphs.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl PartialEq for GraphView {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for GraphView {}

impl fmt::Debug for GraphView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GraphView({})", self.self_node().id())
    }
}

/// A graph locked for reading; gives all that [`Contents`] gives.
///
/// Meant for native walks. References into the guard cost no further lock.
pub struct GraphRead<'a> {
    contents: ReadGuard<'a>,
    view: &'a GraphView,
}

impl<'a> GraphRead<'a> {
    /// The graph that is locked.
    pub fn view(&self) -> &'a GraphView {
        self.view
    }
}

impl Deref for GraphRead<'_> {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}
