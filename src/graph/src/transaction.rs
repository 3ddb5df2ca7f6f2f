//! Changes that come all or not at all.

use std::any::Any;
use std::ops::Deref;

use crate::contents::{Added, Arrival, Contents, Extent, Taking};
use crate::edge::{Edge, EdgeShape, EdgeSpec, EdgeTypeId};
use crate::edges::TakenBack;
use crate::error::GraphError;
use crate::incidence::NodeIndex;
use crate::lock::WriteGuard;
use crate::memo::Freshness;
use crate::node::Node;
use crate::ranks::NameRank;
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

    /// The contents, to be changed in ways of which nothing has to be noted.
    pub(crate) fn contents_mut(&mut self) -> &mut Contents {
        &mut self.contents
    }

    /// Has nodes and edges be members that are taken over from another graph.
    pub(crate) fn settle(&mut self, taking: &mut Taking<'_>) {
        taking.settle(&mut self.contents);
        for Arrival { source, target, kind, .. } in taking.at_old_nodes() {
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

    /// Tells how the edges of one kind that lead from a node to others rank by their names, in order of insertion, so that
    /// they are in order without a look at names.
    ///
    /// The names must be fixed and the ranks those of these names. None is ranked if there are not as many edges as ranks, or
    /// if the node has so many edges that they are not ranked.
    pub fn rank_edges(&mut self, node: NodeIndex, edge_type: EdgeTypeId, ranks: &[Option<NameRank>]) {
        self.contents.rank_edges(node, edge_type, ranks);
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
        let changed = self.added.drain(..).map(|added| added.index);
        self.contents.shrink_to(self.before, changed, &mut self.taken_back);
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
