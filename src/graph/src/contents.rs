//! What a graph contains, without locks: read through a guard, changed through a transaction.

use std::sync::OnceLock;

use crate::edge::{Edge, EdgeKind, EdgeShape, EdgeTypeId, copies_hold};
use crate::edges::{EdgeAt, Edges, EdgesExtent, TakenBack};
use crate::error::GraphError;
use crate::id::{EdgeId, NodeId};
use crate::incidence::{Directed, EdgeIndex, Entry, Incidence, NodeIndex};
use crate::incidences::{Incidences, Listed, sort_by_kind};
use crate::lists::{ListAt, Lists, ListsExtent};
use crate::lookahead::look_ahead;
use crate::membership::{EdgeSet, NodeTable};
use crate::memo::Memo;
use crate::node::Node;
use crate::node_edges::{EdgeList, NodeEdges};
use crate::paged::Paged;
use crate::ranks::NameRank;
use crate::transaction::Incoming;

mod member;
mod part;
mod places;
mod taking;

use member::Kinds;
pub use member::Member;
pub(crate) use part::Part;
pub(crate) use taking::{Arrival, Taking};

/// A node and, once it has edges, the list of them.
#[derive(Clone)]
struct Slot {
    node: Node,
    list: Option<ListAt>,
    watched: Option<Watch>,
    /// The kinds of its edges that lead to other nodes. Not fewer, and after some were taken away maybe more.
    leading: Kinds,
}

impl Slot {
    #[inline]
    fn new(node: Node) -> Self {
        Self { node, list: None, watched: None, leading: Kinds::default() }
    }
}

/// Which new edges of a watched node count: those that leave it, except for one kind, of which those that arrive count.
#[derive(Clone, Copy)]
struct Watch {
    arriving: EdgeTypeId,
}

impl Watch {
    fn counts(self, entry: Entry) -> bool {
        let directed = entry.edge_type() == self.arriving;
        entry.passed(if directed { Directed::Incoming } else { Directed::Outgoing })
    }
}

/// The list of a node, to be changed.
fn list_mut<'a>(
    slots: &mut Paged<Slot>,
    lists: &'a mut Lists,
    index: NodeIndex,
) -> Option<&'a mut Incidences> {
    lists.get_mut(slots.get_mut(index.get())?.list.as_mut()?)
}

/// The nodes and edges of a graph. Reached through [`GraphView::read`](crate::GraphView::read) and
/// [`GraphView::write`](crate::GraphView::write).
///
/// Lookups by [`NodeId`] hash the id; lookups by [`NodeIndex`] do not. A node that the graph does not contain has no
/// edges.
#[derive(Clone, Default)]
pub struct Contents {
    table: NodeTable,
    slots: Paged<Slot>,
    lists: Lists,
    pub(crate) edges: Edges,
    edge_count: usize,
    /// The numbers of the edges. Gathered when somebody asks for an edge that is in some graph; new edges need not be looked
    /// up.
    edge_ids: OnceLock<EdgeSet>,
    pub(crate) memo: Memo,
}

impl Contents {
    /// How many nodes there are, the self node included.
    pub fn node_count(&self) -> usize {
        self.slots.len()
    }

    /// How many edges there are.
    pub fn edge_count(&self) -> usize {
        self.edge_count
    }

    /// Whether the node is part of the graph.
    pub fn contains_node(&self, id: NodeId) -> bool {
        self.index_of(id).is_some()
    }

    /// Whether the edge is part of the graph.
    pub fn contains_edge(&self, edge: &Edge) -> bool {
        edge.is_in_graph() && self.contains_edge_id(edge.id())
    }

    pub(crate) fn contains_edge_id(&self, id: EdgeId) -> bool {
        self.edge_ids().contains(id)
    }

    fn edge_ids(&self) -> &EdgeSet {
        self.edge_ids.get_or_init(|| self.iter_edges().map(Incidence::edge_id).collect())
    }

    /// Notes that an edge is part of the graph from now on.
    fn count_edge(&mut self, at: EdgeAt) {
        self.edge_count += 1;
        if let Some(ids) = self.edge_ids.get_mut() {
            ids.insert(self.edges.id(at));
        }
    }

    /// Notes that an edge is no longer part of the graph.
    fn discount_edge(&mut self, id: EdgeId) {
        self.edge_count -= 1;
        if let Some(ids) = self.edge_ids.get_mut() {
            ids.remove(id);
        }
    }

    /// The node's position, or `None` if it is not part of the graph.
    pub fn index_of(&self, id: NodeId) -> Option<NodeIndex> {
        self.table.get(id)
    }

    #[inline]
    fn listed(&self, index: NodeIndex) -> Listed<'_> {
        self.list_at(index).map(|list| self.lists.get(list)).unwrap_or_default()
    }

    /// The kinds of edges that lead away from a node, as another graph lists those that it takes over.
    #[inline]
    fn leading_taken(&self, index: NodeIndex) -> Kinds {
        match self.slots.get(index.get()) {
            // A kind that changed late is another one there.
            Some(slot) if copies_hold() => slot.leading,
            Some(_) => Kinds::ALL,
            None => Kinds::default(),
        }
    }

    #[inline]
    fn list_at(&self, index: NodeIndex) -> Option<ListAt> {
        self.slots.get(index.get()).and_then(|slot| slot.list)
    }

    /// The node at a position; `None` beyond the end.
    #[inline]
    pub fn node_at(&self, index: NodeIndex) -> Option<&Node> {
        self.slots.get(index.get()).map(|slot| &slot.node)
    }

    /// The node at a position of this graph.
    pub(crate) fn member(&self, index: NodeIndex) -> &Node {
        // Positions in entries are those of members, which go away only together with all their entries.
        &self.slots[index.get()].node
    }

    /// The node of that number, or `None` if it is not part of the graph.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.node_at(self.index_of(id)?)
    }

    /// The position of the node that is added next.
    #[inline]
    pub(crate) fn next_index(&self) -> NodeIndex {
        // Node numbers fit 32 bits and start at 1, so positions fit as well.
        NodeIndex(u32::try_from(self.slots.len()).unwrap_or(u32::MAX))
    }

    /// All positions, in ascending order.
    pub fn indices(&self) -> impl ExactSizeIterator<Item = NodeIndex> + use<> {
        (0..self.next_index().0).map(NodeIndex)
    }

    /// The nodes by position, which is the order of insertion; the self node is the first.
    pub fn iter_nodes(&self) -> impl Iterator<Item = &Node> {
        self.slots.iter().map(|slot| &slot.node)
    }

    /// The nodes by ascending number.
    pub fn sorted_nodes(&self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(self.node_count());
        look_ahead(self.iter_nodes(), |node| nodes.push(node.clone()));
        nodes.sort_unstable_by_key(Node::id);
        nodes
    }

    /// Every edge once, as its source sees it: by position of the source, then by kind, then in order of insertion.
    pub fn iter_edges(&self) -> impl Iterator<Item = Incidence<'_>> {
        self.indices().flat_map(|index| self.all_edges_at(index)).filter(|entry| !entry.is_second())
    }

    /// A handle to the edge at a position; see [`Incidence::edge`].
    pub fn edge_at(&self, index: EdgeIndex) -> &Edge {
        self.edges.handle(index.at, self.member(index.source()), self.member(index.target()))
    }

    /// The node's edges of one kind in order of insertion. An edge that joins the node with itself is listed twice.
    pub fn edges(&self, node: NodeId, edge_type: EdgeTypeId) -> EdgeList<'_> {
        self.edges_of(self.index_of(node)).of_type(edge_type)
    }

    /// The edges of the node at a position.
    #[inline]
    pub fn node_edges(&self, index: NodeIndex) -> NodeEdges<'_> {
        NodeEdges::new(self, index, self.listed(index))
    }

    /// The edges of the node at a position, or none.
    fn edges_of(&self, index: Option<NodeIndex>) -> NodeEdges<'_> {
        match index {
            Some(index) => self.node_edges(index),
            None => NodeEdges::new(self, NodeIndex(0), Listed::default()),
        }
    }

    /// As [`edges`](Self::edges), for the node at a position.
    #[inline]
    pub fn edges_at(&self, index: NodeIndex, edge_type: EdgeTypeId) -> EdgeList<'_> {
        self.node_edges(index).of_type(edge_type)
    }

    /// All edges of the node, kind by kind in ascending order, within a kind in order of insertion.
    pub fn all_edges(&self, node: NodeId) -> impl Iterator<Item = Incidence<'_>> {
        self.edges_of(self.index_of(node)).iter()
    }

    /// As [`all_edges`](Self::all_edges), for the node at a position.
    pub fn all_edges_at(&self, index: NodeIndex) -> impl Iterator<Item = Incidence<'_>> {
        self.node_edges(index).iter()
    }

    /// The node's first edge of one kind that passes the filter. Takes constant time, whatever the number of edges.
    pub fn first_edge(
        &self,
        node: NodeId,
        edge_type: EdgeTypeId,
        directed: Directed,
    ) -> Option<Incidence<'_>> {
        self.first_edge_at(self.index_of(node)?, edge_type, directed)
    }

    /// As [`first_edge`](Self::first_edge), for the node at a position.
    pub fn first_edge_at(
        &self,
        index: NodeIndex,
        edge_type: EdgeTypeId,
        directed: Directed,
    ) -> Option<Incidence<'_>> {
        self.node_edges(index).first(edge_type, directed)
    }

    /// The node's first outgoing edge of one kind that bears the name.
    ///
    /// Takes constant time: nodes with many edges keep an index, or get one with the first search.
    pub fn named_edge(&self, node: NodeId, edge_type: EdgeTypeId, name: &str) -> Option<Incidence<'_>> {
        self.named_edge_at(self.index_of(node)?, edge_type, name)
    }

    /// As [`named_edge`](Self::named_edge), for the node at a position.
    pub fn named_edge_at(
        &self,
        index: NodeIndex,
        edge_type: EdgeTypeId,
        name: &str,
    ) -> Option<Incidence<'_>> {
        self.node_edges(index).named(edge_type, name)
    }

    /// Makes room for that many further nodes.
    pub(crate) fn reserve_nodes(&mut self, additional: usize) {
        self.slots.reserve(additional);
    }

    /// Adds the node if it is absent; returns its position and whether it was.
    pub(crate) fn insert_node(&mut self, node: &Node) -> (NodeIndex, bool) {
        let id = node.id();
        if let Some(index) = self.table.get(id) {
            return (index, false);
        }
        (self.insert_absent_node(node), true)
    }

    /// Adds a node that is absent; returns its position.
    #[inline]
    pub(crate) fn insert_absent_node(&mut self, node: &Node) -> NodeIndex {
        let index = self.push_node(node.clone());
        self.table.insert(node.id(), index);
        index
    }

    #[inline]
    fn push_node(&mut self, node: Node) -> NodeIndex {
        let index = self.next_index();
        self.slots.push(Slot::new(node));
        index
    }

    /// Adds a node that was just created, with new edges from nodes that are here.
    pub(crate) fn insert_new_node<const COUNT: usize>(
        &mut self,
        node: Node,
        incoming: &[Incoming<'_>; COUNT],
        expected: usize,
    ) -> Result<NodeIndex, GraphError> {
        if incoming.iter().any(|incoming| incoming.source.get() >= self.slots.len()) {
            return Err(GraphError::SourceNotInGraph);
        }
        let index = self.next_index();
        let mut made = [EdgeAt::FIRST; COUNT];
        for (edge, Incoming { shape, .. }) in made.iter_mut().zip(incoming) {
            *edge = self.edges.make(shape)?;
        }
        self.table.insert(node.id(), index);
        let mut own = [Entry::NONE; COUNT];
        for ((own, edge), Incoming { source, shape }) in own.iter_mut().zip(made).zip(incoming) {
            let (at_source, at_target) = Entry::pair(edge, *source, index, shape.kind());
            self.count_edge(edge);
            self.push(*source, at_source);
            *own = at_target;
        }
        sort_by_kind(&mut own);
        let list = (COUNT > 0).then(|| self.lists.add(Incidences::starting_with(&own, expected)));
        self.slots.push(Slot { list, ..Slot::new(node) });
        Ok(index)
    }

    /// Makes an edge between nodes at these positions.
    pub(crate) fn insert_new_edge(
        &mut self,
        shape: &EdgeShape,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<(), GraphError> {
        if source.get() >= self.slots.len() {
            return Err(GraphError::SourceNotInGraph);
        }
        if target.get() >= self.slots.len() {
            return Err(GraphError::TargetNotInGraph);
        }
        let edge = self.edges.make(shape)?;
        self.list_edge(edge, source, target, shape.kind());
        Ok(())
    }

    /// Ranks the edges of one kind that lead away from a node; see
    /// [`GraphWrite::rank_edges`](crate::GraphWrite::rank_edges).
    pub(crate) fn rank_edges(&mut self, index: NodeIndex, edge_type: EdgeTypeId, ranks: &[Option<NameRank>]) {
        if let Some(incidences) = list_mut(&mut self.slots, &mut self.lists, index) {
            incidences.rank(edge_type, ranks);
        }
    }

    /// Has the memo go out of date when the node gets attributes or certain edges.
    pub(crate) fn watch(&mut self, index: NodeIndex, arriving: EdgeTypeId) {
        if let Some(slot) = self.slots.get_mut(index.get()) {
            slot.watched = Some(Watch { arriving });
            slot.node.watch();
        }
    }

    /// Adds the edge if it is absent; returns the positions of its ends and its kind if it was.
    pub(crate) fn insert_edge(
        &mut self,
        edge: &Edge,
    ) -> Result<Option<(NodeIndex, NodeIndex, EdgeTypeId)>, GraphError> {
        if self.contains_edge(edge) {
            return Ok(None);
        }
        let source = self.index_of(edge.source_id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.index_of(edge.target_id()).ok_or(GraphError::TargetNotInGraph)?;
        Ok(Some((source, target, self.insert_absent_edge(edge.clone(), source, target)?)))
    }

    /// Adds an edge that is absent and whose ends are at these positions; returns its kind.
    pub(crate) fn insert_absent_edge(
        &mut self,
        edge: Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<EdgeTypeId, GraphError> {
        let kind = edge.enter_graph();
        let at = self.edges.hold(edge)?;
        self.list_edge(at, source, target, kind);
        Ok(kind.edge_type)
    }

    fn list_edge(&mut self, edge: EdgeAt, source: NodeIndex, target: NodeIndex, kind: EdgeKind) {
        self.count_edge(edge);
        let (at_source, at_target) = Entry::pair(edge, source, target, kind);
        self.push(source, at_source);
        self.push(target, at_target);
    }

    /// Puts an edge that ends elsewhere, but is like it in all else, in the place of an edge; see
    /// [`GraphView::redirect_edge`](crate::GraphView::redirect_edge).
    pub(crate) fn redirect_edge(&mut self, edge: &Edge, target: &Node) -> Result<Edge, GraphError> {
        let source_at = self.index_of(edge.source_id()).ok_or(GraphError::SourceNotInGraph)?;
        let target_at = self.index_of(target.id()).ok_or(GraphError::TargetNotInGraph)?;
        let redirected = edge.redirected(target)?;
        let kind = redirected.enter_graph();
        self.memo.outdate();
        let listed = self
            .all_edges_at(source_at)
            .find(|entry| !entry.is_second() && entry.edge_id() == edge.id())
            .map(Incidence::entry);
        let Some(listed) = listed else {
            self.insert_absent_edge(redirected.clone(), source_at, target_at)?;
            return Ok(redirected);
        };
        let (old, edge_type) = (listed.edge(), listed.edge_type());
        if let Some(incidences) = list_mut(&mut self.slots, &mut self.lists, listed.other()) {
            incidences.remove_second(&self.edges, edge_type, old);
        }
        self.discount_edge(edge.id());
        let new = self.edges.replace(old, redirected.clone())?;
        let (first, second) = Entry::pair(new, source_at, target_at, kind);
        if let Some(incidences) = list_mut(&mut self.slots, &mut self.lists, source_at) {
            incidences.replace(old, first.listed_as(edge_type));
        }
        self.push(target_at, second.listed_as(edge_type));
        self.count_edge(new);
        Ok(redirected)
    }

    fn push(&mut self, index: NodeIndex, entry: Entry) {
        let Some(slot) = self.slots.get_mut(index.get()) else { return };
        if slot.watched.is_some_and(|watch| watch.counts(entry)) {
            self.memo.outdate();
        }
        if entry.leads_away() {
            slot.leading.add(Kinds::of(entry.edge_type()));
        }
        match &mut slot.list {
            Some(list) => {
                if let Some(incidences) = self.lists.get_mut(list) {
                    incidences.push(&self.edges, entry);
                }
            }
            none => *none = Some(self.lists.add(Incidences::one(&self.edges, entry))),
        }
    }

    /// How much there is, to go back to.
    pub(crate) fn extent(&self) -> Extent {
        Extent { nodes: self.slots.len(), lists: self.lists.extent(), edges: self.edges.extent() }
    }

    /// Takes the last entries of a kind away from a node that was there before.
    pub(crate) fn pop_entries(&mut self, added: Added) {
        for _ in 0..added.count {
            let incidences = list_mut(&mut self.slots, &mut self.lists, added.index);
            let Some(entry) = incidences.and_then(|incidences| incidences.pop(&self.edges, added.edge_type))
            else {
                return;
            };
            if !entry.is_second() {
                self.discount_edge(self.edges.id(entry.edge()));
            }
        }
    }

    /// Takes the nodes that came since then away with all edges that did, and the lists that other nodes got. The entries
    /// that other nodes got must be gone already; `changed` are these nodes.
    pub(crate) fn shrink_to(
        &mut self,
        extent: Extent,
        changed: impl Iterator<Item = NodeIndex>,
        (edges, nodes): &mut (TakenBack, Vec<Node>),
    ) {
        let mut ids = self.edge_ids.take();
        let mut gone = 0;
        for entry in self.indices().skip(extent.nodes).flat_map(|index| self.listed(index).iter()) {
            if !entry.is_second() {
                gone += 1;
                if let Some(ids) = &mut ids {
                    ids.remove(self.edges.id(entry.edge()));
                }
            }
        }
        self.edge_count -= gone;
        self.edge_ids = ids.map(OnceLock::from).unwrap_or_default();
        // Lists that moved when they were changed have a new place, and stay.
        let mut moved = Vec::new();
        for index in changed {
            if let Some(slot) = self.slots.get_mut(index.get())
                && let Some(list) = slot.list.take_if(|list| !extent.lists.contains(*list))
            {
                moved.extend(self.lists.take(list).map(|list| (index, list)));
            }
        }
        self.lists.shrink_to(extent.lists);
        for (index, list) in moved {
            if let Some(slot) = self.slots.get_mut(index.get()) {
                slot.list = Some(self.lists.add(list));
            }
        }
        self.edges.shrink_to(extent.edges, edges);
        while self.slots.len() > extent.nodes
            && let Some(slot) = self.slots.pop()
        {
            self.table.remove_last(slot.node.id());
            nodes.push(slot.node);
        }
    }
}

/// How much contents hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) nodes: usize,
    lists: ListsExtent,
    edges: EdgesExtent,
}

/// How many entries of a kind a node got.
#[derive(Clone, Copy)]
pub(crate) struct Added {
    pub(crate) index: NodeIndex,
    pub(crate) edge_type: EdgeTypeId,
    pub(crate) count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_takes_two_words() {
        assert_eq!(size_of::<Slot>(), 16);
    }
}
