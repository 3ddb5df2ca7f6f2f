//! What a graph contains, without locks: read through a guard, changed through a transaction.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use smallvec::SmallVec;

use crate::edge::{Edge, EdgeKind, EdgeShape, EdgeTypeId};
use crate::edges::{EdgeAt, Edges, EdgesExtent, EdgesTaken, TakenEdges};
use crate::error::GraphError;
use crate::id::{EdgeId, NodeId};
use crate::incidence::{Directed, EdgeIndex, Entry, Incidence, NodeIndex};
use crate::incidences::Incidences;
use crate::lookahead::look_ahead;
use crate::membership::{EdgeSet, NodeTable};
use crate::memo::Memo;
use crate::node::Node;
use crate::node_edges::{EdgeList, NodeEdges};
use crate::paged::Paged;
use crate::transaction::Incoming;

/// A node and, once it has edges, where they stand.
#[derive(Clone)]
struct Slot {
    node: Node,
    incidences: Option<IncidencesAt>,
    watched: Option<Watch>,
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

/// Position in [`Contents::incidences`], counted from 1 so that its absence takes no room.
type IncidencesAt = NonZeroU32;

/// The nodes and edges of a graph. Reached through [`GraphView::read`](crate::GraphView::read) and
/// [`GraphView::write`](crate::GraphView::write).
///
/// Lookups by [`NodeId`] hash the id; lookups by [`NodeIndex`] do not. A node that the graph does not contain has no
/// edges.
#[derive(Clone, Default)]
pub struct Contents {
    table: NodeTable,
    slots: Paged<Slot>,
    /// The edges of the nodes that have any, in the order in which these got their first one.
    incidences: Paged<Incidences>,
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

    /// Notes that an edge of that number is part of the graph from now on.
    fn count_edge(&mut self, id: EdgeId) {
        self.edge_count += 1;
        if let Some(ids) = self.edge_ids.get_mut() {
            ids.insert(id);
        }
    }

    /// Notes that an edge is part of the graph from now on.
    fn count_edge_at(&mut self, at: EdgeAt) {
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

    fn incidences(&self, index: NodeIndex) -> Option<&Incidences> {
        let at = self.slots.get(index.get())?.incidences?;
        self.incidences.get(at.get() as usize - 1)
    }

    /// The node at a position; `None` beyond the end.
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

    /// All positions, in ascending order.
    pub fn indices(&self) -> impl ExactSizeIterator<Item = NodeIndex> + use<> {
        // The number of nodes fits 32 bits as their numbers do.
        (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).map(NodeIndex)
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
    pub fn node_edges(&self, index: NodeIndex) -> NodeEdges<'_> {
        NodeEdges::new(self, index, self.incidences(index))
    }

    /// The edges of the node at a position, or none.
    fn edges_of(&self, index: Option<NodeIndex>) -> NodeEdges<'_> {
        match index {
            Some(index) => self.node_edges(index),
            None => NodeEdges::new(self, NodeIndex(0), None),
        }
    }

    /// As [`edges`](Self::edges), for the node at a position.
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

    /// Makes room for the edges of that many further nodes.
    pub(crate) fn reserve_incidences(&mut self, additional: usize) {
        self.incidences.reserve(additional);
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
        // Node numbers fit 32 bits and start at 1, so positions fit as well.
        let index = NodeIndex(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.table.insert(node.id(), index);
        self.slots.push(Slot { node: node.clone(), incidences: None, watched: None });
        index
    }

    /// Adds a node that was just created, with new edges from nodes that are here.
    pub(crate) fn insert_new_node(
        &mut self,
        node: Node,
        incoming: &[Incoming<'_>],
        expected: usize,
    ) -> Result<NodeIndex, GraphError> {
        if incoming.iter().any(|incoming| incoming.source.get() >= self.slots.len()) {
            return Err(GraphError::SourceNotInGraph);
        }
        let index = NodeIndex(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let mut made = SmallVec::<[EdgeAt; 2]>::new();
        for Incoming { shape, .. } in incoming {
            made.push(self.edges.make(shape)?);
        }
        self.table.insert(node.id(), index);
        let mut own = SmallVec::<[Entry; 2]>::new();
        for (Incoming { source, shape }, edge) in incoming.iter().zip(made) {
            let (at_source, at_target) = Entry::pair(edge, *source, index, shape.kind());
            self.count_edge_at(edge);
            self.push(*source, at_source);
            own.push(at_target);
        }
        let incidences = Incidences::starting_with(&self.edges, &own, expected).map(|incidences| {
            self.incidences.push(incidences);
            self.latest_incidences()
        });
        self.slots.push(Slot { node, incidences, watched: None });
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

    /// Takes an edge of another graph over that is absent; returns its kind. Its ends are at these positions.
    pub(crate) fn take_edge(
        &mut self,
        taken: &mut EdgesTaken,
        entry: Incidence<'_>,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<EdgeTypeId, GraphError> {
        let from = entry.edges();
        let kind = from.kind(entry.entry());
        let at = taken.take(from, entry.entry().edge(), &mut self.edges)?;
        self.list_edge(at, source, target, kind);
        Ok(kind.edge_type)
    }

    fn list_edge(&mut self, edge: EdgeAt, source: NodeIndex, target: NodeIndex, kind: EdgeKind) {
        self.count_edge_at(edge);
        let (at_source, at_target) = Entry::pair(edge, source, target, kind);
        self.push(source, at_source);
        self.push(target, at_target);
    }

    /// Adds all nodes and edges of other contents. The edges of each node keep their order.
    pub(crate) fn insert_contents(&mut self, other: &Self) -> Result<(), GraphError> {
        self.reserve_nodes(other.node_count());
        self.reserve_incidences(other.incidences.len());
        if other.edge_count == 0 {
            look_ahead(other.iter_nodes(), |node| {
                self.insert_node(node);
            });
            return Ok(());
        }
        let mut moved = Vec::with_capacity(other.node_count());
        look_ahead(other.iter_nodes(), |node| moved.push(self.insert_node(node).0));
        let mut taken = EdgesTaken::default();
        let all_new = self.edge_count == 0;
        for (from, to) in other.indices().zip(&moved) {
            for entry in other.all_edges_at(from).map(Incidence::entry) {
                if let Some(other_end) = moved.get(entry.other().get())
                    && (all_new || !self.contains_edge_id(other.edges.id(entry.edge())))
                {
                    let place = taken.take_once(&other.edges, entry.edge(), &mut self.edges)?;
                    self.push(*to, entry.moved(place, *other_end, other.edges.kind(entry)));
                }
            }
        }
        // Only now, because an edge that counts passes for one that was here before.
        if all_new {
            self.edge_count = other.edge_count;
            self.edge_ids.take();
            return Ok(());
        }
        for id in other.iter_edges().map(Incidence::edge_id) {
            if !self.contains_edge_id(id) {
                self.count_edge(id);
            }
        }
        Ok(())
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
        let (at_source, at_old_target) = (self.incidences_at(source_at), self.incidences_at(listed.other()));
        if let Some(incidences) = self.incidences.get_mut(at_old_target) {
            incidences.remove_second(&self.edges, edge_type, old);
        }
        self.discount_edge(edge.id());
        let new = self.edges.replace(old, redirected.clone())?;
        let (first, second) = Entry::pair(new, source_at, target_at, kind);
        if let Some(incidences) = self.incidences.get_mut(at_source) {
            incidences.replace(old, first.listed_as(edge_type));
        }
        self.push(target_at, second.listed_as(edge_type));
        self.count_edge_at(new);
        Ok(redirected)
    }

    /// Where the edges of a node stand, beyond the end if it has none.
    fn incidences_at(&self, index: NodeIndex) -> usize {
        let at = self.slots.get(index.get()).and_then(|slot| slot.incidences);
        at.map_or(usize::MAX, |at| at.get() as usize - 1)
    }

    fn push(&mut self, index: NodeIndex, entry: Entry) {
        let Some(slot) = self.slots.get_mut(index.get()) else { return };
        if slot.watched.is_some_and(|watch| watch.counts(entry)) {
            self.memo.outdate();
        }
        if let Some(at) = slot.incidences {
            if let Some(incidences) = self.incidences.get_mut(at.get() as usize - 1) {
                incidences.push(&self.edges, entry);
            }
            return;
        }
        self.incidences.push(Incidences::one(entry));
        let at = self.latest_incidences();
        if let Some(slot) = self.slots.get_mut(index.get()) {
            slot.incidences = Some(at);
        }
    }

    /// Where the last of the incidences stand.
    fn latest_incidences(&self) -> IncidencesAt {
        // There are at most as many as there are nodes, whose numbers fit.
        u32::try_from(self.incidences.len()).ok().and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX)
    }

    /// How much there is, to go back to.
    pub(crate) fn extent(&self) -> Extent {
        Extent { nodes: self.slots.len(), incidences: self.incidences.len(), edges: self.edges.extent() }
    }

    /// Takes the last entries of a kind away from a node that was there before.
    pub(crate) fn pop_entries(&mut self, added: Added) {
        let at = self.incidences_at(added.index);
        for _ in 0..added.count {
            let incidences = self.incidences.get_mut(at);
            let Some(entry) = incidences.and_then(|incidences| incidences.pop(&self.edges, added.edge_type))
            else {
                return;
            };
            if !entry.is_second() {
                self.discount_edge(self.edges.id(entry.edge()));
            }
        }
    }

    /// Takes the nodes that came since then away with all edges that did, and what these left of the edges of other nodes
    /// that had none. The entries that other nodes got must be gone already.
    pub(crate) fn shrink_to(
        &mut self,
        extent: Extent,
        got_first: impl Iterator<Item = NodeIndex>,
        (edges, nodes): &mut (TakenEdges, Vec<Node>),
    ) {
        while self.incidences.len() > extent.incidences
            && let Some(incidences) = self.incidences.pop()
        {
            for entry in incidences.iter().filter(|entry| !entry.is_second()) {
                self.discount_edge(self.edges.id(entry.edge()));
            }
        }
        self.edges.shrink_to(extent.edges, edges);
        for index in got_first {
            if let Some(slot) = self.slots.get_mut(index.get()) {
                slot.incidences = slot.incidences.filter(|at| at.get() as usize <= extent.incidences);
            }
        }
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
    incidences: usize,
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
