//! Changes that come all or not at all.

use std::ops::Deref;

use parking_lot::MappedRwLockWriteGuard;

use crate::contents::Contents;
use crate::edge::{Edge, EdgeSpec, EdgeTypeId};
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::node::Node;
use crate::view::GraphView;

/// A graph locked for writing. Gives all that [`Contents`] gives, the changes made so far included.
///
/// [`commit`](Self::commit) keeps the changes; dropping the transaction without it takes them back. What is taken back is
/// membership in the graph. Attributes that were added to nodes and edges stay with them, since they are shared with
/// other graphs: add them to nodes created in the transaction, or last.
///
/// ```
/// use pyzig_graph::{EdgeSpec, EdgeTypeId, GraphView, GraphError};
///
/// fn pair(graph: &GraphView) -> Result<(), GraphError> {
///     let mut write = graph.write()?;
///     let first = write.create_node()?;
///     let second = write.create_node()?;
///     write.create_edge(EdgeSpec::new(&first, &second, EdgeTypeId(1)))?;
///     write.commit();
///     Ok(())
/// }
/// # let graph = GraphView::create().unwrap();
/// # pair(&graph).unwrap();
/// # assert_eq!((graph.node_count(), graph.edge_count()), (Ok(3), Ok(1)));
/// ```
pub struct GraphWrite<'a> {
    view: &'a GraphView,
    contents: MappedRwLockWriteGuard<'a, Contents>,
    nodes_before: usize,
    /// Every entry added, so that taking the last ones of these lists away in reverse order undoes all.
    pushed: Vec<(NodeIndex, EdgeTypeId)>,
    committed: bool,
    // Fields drop in this order: the lock is released before what was taken back, whose destructors may use graphs.
    taken_back: (Vec<Node>, Vec<Incidence>),
}

impl<'a> GraphWrite<'a> {
    pub(crate) fn new(view: &'a GraphView, contents: MappedRwLockWriteGuard<'a, Contents>) -> Self {
        Self {
            view,
            nodes_before: contents.node_count(),
            contents,
            pushed: Vec::new(),
            committed: false,
            taken_back: (Vec::new(), Vec::new()),
        }
    }

    /// The graph that is locked.
    pub fn view(&self) -> &'a GraphView {
        self.view
    }

    /// Makes room for that many further nodes.
    pub fn reserve_nodes(&mut self, additional: usize) {
        self.contents.reserve_nodes(additional);
    }

    /// Adds the node if it is absent.
    pub fn insert_node(&mut self, node: &Node) -> NodeIndex {
        self.contents.insert_node(node).0
    }

    /// Creates a node and adds it.
    pub fn create_node(&mut self) -> Result<Node, GraphError> {
        let node = Node::create()?;
        self.contents.insert_node(&node);
        Ok(node)
    }

    /// Adds the edge if it is absent and tells whether it was; see [`GraphView::insert_edge`].
    pub fn insert_edge(&mut self, edge: &Edge) -> Result<bool, GraphError> {
        let added = self.contents.insert_edge(edge)?;
        if let Some((source, target, edge_type)) = added {
            self.pushed.extend([(source, edge_type), (target, edge_type)]);
        }
        Ok(added.is_some())
    }

    /// Creates an edge and adds it. Nothing is created if an end is not in the graph.
    pub fn create_edge(&mut self, spec: EdgeSpec) -> Result<Edge, GraphError> {
        let source = self.contents.index_of(spec.source.id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.contents.index_of(spec.target.id()).ok_or(GraphError::TargetNotInGraph)?;
        let edge = Edge::create(spec)?;
        if let Some(edge_type) = self.contents.insert_edge_between(&edge, source, target) {
            self.pushed.extend([(source, edge_type), (target, edge_type)]);
        }
        Ok(edge)
    }

    /// Keeps the changes and releases the graph.
    pub fn commit(mut self) {
        self.committed = true;
    }

    /// Takes all changes back but keeps the graph locked.
    pub fn rollback(&mut self) {
        let (nodes, entries) = &mut self.taken_back;
        for (node, edge_type) in self.pushed.drain(..).rev() {
            entries.extend(self.contents.pop_entry(node, edge_type));
        }
        while self.contents.node_count() > self.nodes_before {
            nodes.extend(self.contents.pop_node());
        }
    }
}

impl Deref for GraphWrite<'_> {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        &self.contents
    }
}

impl Drop for GraphWrite<'_> {
    fn drop(&mut self) {
        if !self.committed {
            self.rollback();
        }
    }
}
