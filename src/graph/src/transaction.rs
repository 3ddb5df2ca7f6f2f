//! Changes that come all or not at all.

use std::ops::Deref;

use crate::contents::{Added, Contents, Extent};
use crate::edge::{Edge, EdgeSpec, EdgeTypeId};
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::incidences::Incidences;
use crate::lock::WriteGuard;
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
    contents: WriteGuard<'a>,
    before: Extent,
    /// What nodes that were there before got, in the order of time.
    added: Vec<Added>,
    committed: bool,
    // Fields drop in this order: the lock is released before what was taken back, whose destructors may use graphs.
    taken_back: (Vec<Incidence>, (Vec<Node>, Vec<Incidences>)),
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
            self.note(source, edge_type);
            self.note(target, edge_type);
        }
        Ok(added.is_some())
    }

    /// Adds the edge if it is absent and tells whether it was. Its ends are at these positions, which saves the search
    /// for them; positions at which others are count as ends that the graph does not contain.
    pub fn insert_edge_between(
        &mut self,
        edge: &Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<bool, GraphError> {
        let added = self.contents.insert_edge_between(edge, source, target)?;
        if let Some(edge_type) = added {
            self.note(source, edge_type);
            self.note(target, edge_type);
        }
        Ok(added.is_some())
    }

    /// Creates an edge and adds it. Nothing is created if an end is not in the graph.
    pub fn create_edge(&mut self, spec: EdgeSpec) -> Result<Edge, GraphError> {
        let source = self.contents.index_of(spec.source.id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.contents.index_of(spec.target.id()).ok_or(GraphError::TargetNotInGraph)?;
        let edge = Edge::create(spec)?;
        self.insert_new_edge(edge.clone(), source, target);
        Ok(edge)
    }

    /// Creates an edge and adds it, as [`create_edge`](Self::create_edge) does. Its ends are at these positions, which saves
    /// the search for them; positions at which others are count as ends that the graph does not contain.
    pub fn create_edge_between(
        &mut self,
        spec: EdgeSpec,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<(), GraphError> {
        self.contents.check_ends(&spec.source, &spec.target, source, target)?;
        self.insert_new_edge(Edge::create(spec)?, source, target);
        Ok(())
    }

    /// Adds an edge that no graph contains and whose ends are at these positions.
    fn insert_new_edge(&mut self, edge: Edge, source: NodeIndex, target: NodeIndex) {
        let edge_type = self.contents.insert_absent_edge(edge, source, target);
        self.note(source, edge_type);
        self.note(target, edge_type);
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
        let (entries, whole) = &mut self.taken_back;
        for added in self.added.iter().rev() {
            self.contents.pop_entries(*added, entries);
        }
        let got_first = self.added.drain(..).map(|added| added.index);
        self.contents.shrink_to(self.before, got_first, whole);
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
