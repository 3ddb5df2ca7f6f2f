//! Changes that come all or not at all.

use std::any::Any;
use std::ops::Deref;

use crate::contents::{Added, Contents, Extent, Newcomers};
use crate::edge::{Edge, EdgeShape, EdgeSpec, EdgeTypeId};
use crate::edges::{EdgesTaken, TakenBack};
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::lists::Arrival;
use crate::lock::WriteGuard;
use crate::memo::Freshness;
use crate::node::Node;
use crate::paged::Paged;
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
    contents: WriteGuard<'a>,
    before: Extent,
    /// What nodes that were there before got, in the order of time.
    added: Vec<Added>,
    committed: bool,
    // Fields drop in this order: the lock is released before what was taken back, whose destructors may use graphs.
    taken_back: (TakenBack, Vec<Node>),
    outdated: Option<Box<dyn Any + Send + Sync>>,
}

/// An edge that a new node gets from a node that is in the graph.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// Where the edge starts.
    pub source: NodeIndex,
    /// What edge it is.
    pub shape: &'a EdgeShape,
}

impl<'a> GraphWrite<'a> {
    pub(crate) fn new(view: &'a GraphView, contents: WriteGuard<'a>) -> Self {
        Self {
            view,
            before: contents.extent(),
            contents,
            added: Vec::new(),
            committed: false,
            taken_back: Default::default(),
            outdated: None,
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
        self.contents.insert_absent_node(&node);
        Ok(node)
    }

    /// Adds the edge if it is absent and tells whether it was; see [`GraphView::insert_edge`].
    pub fn insert_edge(&mut self, edge: &Edge) -> Result<bool, GraphError> {
        let added = self.contents.insert_edge(edge)?;
        if let Some((source, target, edge_type)) = added {
            self.note(source, edge_type);
            self.note(target, edge_type);
        }
        Ok(added.is_some())
    }

    /// Adds a node that is absent; see [`Contents::add_newcomer`].
    #[inline]
    pub(crate) fn add_newcomer(&mut self, newcomers: &mut Newcomers, node: &Node) -> NodeIndex {
        self.contents.add_newcomer(newcomers, node)
    }

    /// Has the nodes be found by their numbers that were added last.
    pub(crate) fn enter(&mut self, newcomers: &Newcomers) {
        self.contents.enter(newcomers);
    }

    /// Takes an edge of another graph over that is absent and is going to be listed between nodes at these positions.
    #[inline]
    pub(crate) fn take_edge(
        &mut self,
        taken: &mut EdgesTaken,
        entry: Incidence<'_>,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<Arrival, GraphError> {
        self.contents.take_edge(taken, entry, source, target)
    }

    /// Takes an edge up that is in no graph and is going to be listed between nodes at these positions.
    pub(crate) fn hold_edge(
        &mut self,
        edge: Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<Arrival, GraphError> {
        self.contents.hold_edge(edge, source, target)
    }

    /// Lists edges at their ends, in that order. Nodes from `first_new` on are new and have no edges so far.
    pub(crate) fn list_edges(&mut self, arrivals: &Paged<Arrival>, first_new: NodeIndex) {
        self.contents.list_edges(arrivals, first_new);
        for Arrival { source, target, kind, .. } in arrivals.pages().flatten().copied() {
            self.note(source, kind.edge_type);
            self.note(target, kind.edge_type);
        }
    }

    /// Creates an edge and adds it. Nothing is created if an end is not in the graph.
    pub fn create_edge(&mut self, spec: EdgeSpec) -> Result<Edge, GraphError> {
        let source = self.contents.index_of(spec.source.id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.contents.index_of(spec.target.id()).ok_or(GraphError::TargetNotInGraph)?;
        let edge = Edge::create(spec)?;
        let edge_type = self.contents.insert_absent_edge(edge.clone(), source, target)?;
        self.note(source, edge_type);
        self.note(target, edge_type);
        Ok(edge)
    }

    /// Adds a node that no graph contains, with new edges to it from other nodes, in that order.
    ///
    /// `expected` is how many edges the node is going to have altogether, as far as is known. Neither node nor edges are
    /// added if there is no node at one of the positions.
    pub fn insert_new_node<const COUNT: usize>(
        &mut self,
        node: Node,
        incoming: &[Incoming<'_>; COUNT],
        expected: usize,
    ) -> Result<NodeIndex, GraphError> {
        let index = self.contents.insert_new_node(node, incoming, expected)?;
        for Incoming { source, shape } in incoming {
            self.note(*source, shape.edge_type());
        }
        Ok(index)
    }

    /// Makes an edge between the nodes at these positions. It takes little memory until somebody asks for a handle to it.
    pub fn connect(
        &mut self,
        shape: &EdgeShape,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<(), GraphError> {
        self.contents.insert_new_edge(shape, source, target)?;
        self.note(source, shape.edge_type());
        self.note(target, shape.edge_type());
        Ok(())
    }

    /// Watches a node: [`freshness`](Self::freshness) changes when it gets attributes, an edge that leaves it, or an edge
    /// of the kind `arriving` that arrives. Edges of that kind that leave it do not count, and edges that are not
    /// directional both leave and arrive.
    pub fn watch(&mut self, index: NodeIndex, arriving: EdgeTypeId) {
        self.contents.watch(index, arriving);
    }

    /// Changes whenever something happens to a watched node that counts, and whenever changes are taken back.
    pub fn freshness(&self) -> Freshness {
        self.contents.memo.freshness()
    }

    /// Takes what was last given to [`keep`](Self::keep).
    pub fn take_kept(&mut self) -> Option<Box<dyn Any + Send + Sync>> {
        self.contents.memo.take()
    }

    /// Keeps something with the graph, in place of what is kept: what was worked out from watched nodes.
    ///
    /// It may name nodes by their positions, and must not hold them. Changes that are taken back take it away.
    pub fn keep(&mut self, kept: Box<dyn Any + Send + Sync>) {
        self.contents.memo.keep(kept);
    }

    /// Notes that a node got an entry. What new nodes got goes with them.
    fn note(&mut self, index: NodeIndex, edge_type: EdgeTypeId) {
        if index.get() >= self.before.nodes {
            return;
        }
        match self.added.last_mut() {
            Some(last) if last.index == index && last.edge_type == edge_type && last.count < u32::MAX => {
                last.count += 1;
            }
            _ => self.added.push(Added { index, edge_type, count: 1 }),
        }
    }

    /// Keeps the changes and releases the graph.
    pub fn commit(mut self) {
        self.committed = true;
    }

    /// Takes all changes back but keeps the graph locked.
    pub fn rollback(&mut self) {
        if self.contents.extent() != self.before || !self.added.is_empty() {
            self.outdated = self.contents.memo.take();
            self.contents.memo.outdate();
        }
        for added in self.added.iter().rev() {
            self.contents.pop_entries(*added);
        }
        let got_first = self.added.drain(..).map(|added| added.index);
        self.contents.shrink_to(self.before, got_first, &mut self.taken_back);
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
