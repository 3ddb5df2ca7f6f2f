//! What a graph contains, without locks: read through a guard, changed through a transaction.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use smallvec::SmallVec;

use crate::edge::{Edge, EdgeShape, EdgeTypeId};
use crate::error::GraphError;
use crate::id::{EdgeId, NodeId};
use crate::incidence::{Directed, Incidence, NodeIndex};
use crate::incidences::Incidences;
use crate::lookahead::look_ahead;
use crate::membership::{EdgeSet, NodeTable};
use crate::memo::Memo;
use crate::node::Node;
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
    fn counts(self, entry: &Incidence) -> bool {
        let directed = entry.edge_type() == self.arriving;
        entry.passed(if directed { Directed::Incoming } else { Directed::Outgoing })
    }
}

/// Position in [`Contents::incidences`], counted from 1 so that its absence takes no room.
type IncidencesAt = NonZeroU32;

/// The edges of one node of a graph, found once to be looked through in several ways.
#[derive(Clone, Copy)]
pub struct NodeEdges<'a>(Option<&'a Incidences>);

impl<'a> NodeEdges<'a> {
    /// As [`Contents::edges_at`].
    pub fn of_type(self, edge_type: EdgeTypeId) -> &'a [Incidence] {
        self.0.map_or(&[], |incidences| incidences.of_type(edge_type))
    }

    /// The edges of each of these kinds, as [`of_type`](Self::of_type) gives them. Takes one look at all edges.
    pub fn of_types<const KINDS: usize>(self, kinds: &[EdgeTypeId; KINDS]) -> [&'a [Incidence]; KINDS] {
        let mut sorted: [&[Incidence]; KINDS] = [&[]; KINDS];
        if let Some(incidences) = self.0 {
            incidences.for_each_type(|edge_type, entries| {
                if let Some(kind) = kinds.iter().position(|kind| *kind == edge_type) {
                    sorted[kind] = entries;
                }
            });
        }
        sorted
    }

    /// As [`Contents::first_edge_at`].
    pub fn first(self, edge_type: EdgeTypeId, directed: Directed) -> Option<&'a Incidence> {
        self.0?.first(edge_type, directed)
    }
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
    /// The edges of the nodes that have any, in the order in which these got their first one.
    incidences: Paged<Incidences>,
    edge_count: usize,
    /// The edges by number. Made when somebody asks for an edge that is in some graph; new edges need not be looked up.
    edges: OnceLock<EdgeSet>,
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
        edge.is_in_graph() && self.edge_set().contains(edge.id())
    }

    fn edge_set(&self) -> &EdgeSet {
        self.edges.get_or_init(|| self.iter_edges().map(Incidence::edge_id).collect())
    }

    /// Notes that the edge is part of the graph from now on.
    fn count_edge(&mut self, id: EdgeId) {
        self.edge_count += 1;
        if let Some(edges) = self.edges.get_mut() {
            edges.insert(id);
        }
    }

    /// Notes that the edge is part of the graph from now on, and tells whether that is new.
    fn count_edge_if_absent(&mut self, edge: &Edge) -> bool {
        // New edges, which no graph contains yet, are the most.
        if !edge.is_in_graph() {
            self.count_edge(edge.id());
            return true;
        }
        self.edge_set();
        let is_new = self.edges.get_mut().is_some_and(|edges| edges.insert(edge.id()));
        self.edge_count += usize::from(is_new);
        is_new
    }

    /// Notes that the edge is no longer part of the graph.
    fn discount_edge(&mut self, id: EdgeId) {
        self.edge_count -= 1;
        if let Some(edges) = self.edges.get_mut() {
            edges.remove(id);
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
    pub fn iter_edges(&self) -> impl Iterator<Item = &Incidence> {
        self.indices().flat_map(|index| self.all_edges_at(index)).filter(|entry| !entry.is_second())
    }

    /// The node's edges of one kind in order of insertion. An edge that joins the node with itself is listed twice.
    pub fn edges(&self, node: NodeId, edge_type: EdgeTypeId) -> &[Incidence] {
        self.index_of(node).map_or(&[], |index| self.edges_at(index, edge_type))
    }

    /// The edges of the node at a position.
    pub fn node_edges(&self, index: NodeIndex) -> NodeEdges<'_> {
        NodeEdges(self.incidences(index))
    }

    /// As [`edges`](Self::edges), for the node at a position.
    pub fn edges_at(&self, index: NodeIndex, edge_type: EdgeTypeId) -> &[Incidence] {
        self.incidences(index).map_or(&[], |incidences| incidences.of_type(edge_type))
    }

    /// All edges of the node, kind by kind in ascending order, within a kind in order of insertion.
    pub fn all_edges(&self, node: NodeId) -> impl Iterator<Item = &Incidence> {
        self.index_of(node).into_iter().flat_map(|index| self.all_edges_at(index))
    }

    /// As [`all_edges`](Self::all_edges), for the node at a position.
    pub fn all_edges_at(&self, index: NodeIndex) -> impl Iterator<Item = &Incidence> {
        self.incidences(index).into_iter().flat_map(Incidences::iter)
    }

    /// The node's first edge of one kind that passes the filter. Takes constant time, whatever the number of edges.
    pub fn first_edge(&self, node: NodeId, edge_type: EdgeTypeId, directed: Directed) -> Option<&Incidence> {
        self.first_edge_at(self.index_of(node)?, edge_type, directed)
    }

    /// As [`first_edge`](Self::first_edge), for the node at a position.
    pub fn first_edge_at(
        &self,
        index: NodeIndex,
        edge_type: EdgeTypeId,
        directed: Directed,
    ) -> Option<&Incidence> {
        self.incidences(index)?.first(edge_type, directed)
    }

    /// The node's first outgoing edge of one kind that bears the name.
    ///
    /// Takes constant time: nodes with many edges keep an index, or get one with the first search.
    pub fn named_edge(&self, node: NodeId, edge_type: EdgeTypeId, name: &str) -> Option<&Incidence> {
        self.named_edge_at(self.index_of(node)?, edge_type, name)
    }

    /// As [`named_edge`](Self::named_edge), for the node at a position.
    pub fn named_edge_at(&self, index: NodeIndex, edge_type: EdgeTypeId, name: &str) -> Option<&Incidence> {
        self.incidences(index)?.named(edge_type, name)
    }

    /// Makes room for that many further nodes.
    pub(crate) fn reserve_nodes(&mut self, additional: usize) {
        self.table.expect(additional);
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
        let index = NodeIndex(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        let mut entries = SmallVec::<[(NodeIndex, Incidence, Incidence); 2]>::new();
        for Incoming { source, shape } in incoming {
            let from = self.node_at(*source).ok_or(GraphError::SourceNotInGraph)?;
            let (edge, bits) = Edge::entering(shape, from.clone(), node.clone())?;
            let (at_source, at_target) = Incidence::pair(edge, *source, index, bits);
            entries.push((*source, at_source, at_target));
        }
        self.table.insert(node.id(), index);
        let mut own = SmallVec::new();
        for (source, at_source, at_target) in entries {
            self.count_edge(at_source.edge_id());
            self.push(source, at_source);
            own.push(at_target);
        }
        let incidences = (!own.is_empty()).then(|| {
            self.incidences.push(Incidences::starting_with(own, expected));
            self.latest_incidences()
        });
        self.slots.push(Slot { node, incidences, watched: None });
        Ok(index)
    }

    /// Creates an edge and adds it. Returns its kind.
    pub(crate) fn insert_new_edge(
        &mut self,
        shape: &EdgeShape,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<EdgeTypeId, GraphError> {
        let from = self.node_at(source).ok_or(GraphError::SourceNotInGraph)?;
        let to = self.node_at(target).ok_or(GraphError::TargetNotInGraph)?;
        let (edge, bits) = Edge::entering(shape, from.clone(), to.clone())?;
        self.count_edge(edge.id());
        let (at_source, at_target) = Incidence::pair(edge, source, target, bits);
        self.push(source, at_source);
        self.push(target, at_target);
        Ok(bits.edge_type())
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
        Ok(Some((source, target, self.insert_absent_edge(edge.clone(), source, target))))
    }

    /// Adds the edge, whose ends are at these positions, if it is absent; returns its kind if it was.
    pub(crate) fn insert_edge_at(
        &mut self,
        edge: &Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Option<EdgeTypeId> {
        self.count_edge_if_absent(edge).then(|| self.list_edge(edge.clone(), source, target))
    }

    /// Adds an edge that is absent and whose ends are at these positions; returns its kind.
    pub(crate) fn insert_absent_edge(
        &mut self,
        edge: Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> EdgeTypeId {
        self.count_edge(edge.id());
        self.list_edge(edge, source, target)
    }

    fn list_edge(&mut self, edge: Edge, source: NodeIndex, target: NodeIndex) -> EdgeTypeId {
        let bits = edge.enter_graph();
        let (at_source, at_target) = Incidence::pair(edge, source, target, bits);
        self.push(source, at_source);
        self.push(target, at_target);
        bits.edge_type()
    }

    /// Adds all nodes and edges of other contents. The edges of each node keep their order.
    pub(crate) fn insert_contents(&mut self, other: &Self) {
        self.reserve_nodes(other.node_count());
        self.reserve_incidences(other.incidences.len());
        if other.edge_count == 0 {
            look_ahead(other.iter_nodes(), |node| {
                self.insert_node(node);
            });
            return;
        }
        let mut moved = Vec::with_capacity(other.node_count());
        look_ahead(other.iter_nodes(), |node| moved.push(self.insert_node(node).0));
        let all_new = self.edge_count == 0;
        for (from, to) in other.indices().zip(&moved) {
            for entry in other.all_edges_at(from) {
                if let Some(other_end) = moved.get(entry.other().get())
                    && (all_new || !self.edge_set().contains(entry.edge_id()))
                {
                    self.push(*to, entry.moved(*other_end));
                }
            }
        }
        // Only now, because an edge that is in the set passes for one that was here before.
        if all_new {
            self.edge_count = other.edge_count;
            self.edges.take();
            return;
        }
        for entry in other.iter_edges() {
            if !self.edge_set().contains(entry.edge_id()) {
                self.count_edge(entry.edge_id());
            }
        }
    }

    /// Puts an edge that ends elsewhere, but is like it in all else, in the place of an edge; see
    /// [`GraphView::redirect_edge`](crate::GraphView::redirect_edge).
    pub(crate) fn redirect_edge(&mut self, edge: &Edge, target: &Node) -> Result<Edge, GraphError> {
        let source_at = self.index_of(edge.source_id()).ok_or(GraphError::SourceNotInGraph)?;
        let target_at = self.index_of(target.id()).ok_or(GraphError::TargetNotInGraph)?;
        let redirected = edge.redirected(target)?;
        self.memo.outdate();
        let listed = self
            .all_edges_at(source_at)
            .find(|entry| !entry.is_second() && entry.edge_id() == edge.id())
            .map(|entry| (entry.edge_type(), entry.other()));
        let Some((edge_type, old_target_at)) = listed else {
            self.insert_absent_edge(redirected.clone(), source_at, target_at);
            return Ok(redirected);
        };
        let (first, second) =
            Incidence::pair(redirected.clone(), source_at, target_at, redirected.enter_graph());
        let edges_at = |contents: &Self, index: NodeIndex| {
            contents.slots.get(index.get()).and_then(|slot| slot.incidences).map_or(0, NonZeroU32::get)
                as usize
        };
        let (at_source, at_old_target) = (edges_at(self, source_at), edges_at(self, old_target_at));
        if let Some(incidences) = self.incidences.get_mut(at_source.wrapping_sub(1)) {
            incidences.replace(edge.id(), first.listed_as(edge_type));
        }
        if let Some(incidences) = self.incidences.get_mut(at_old_target.wrapping_sub(1)) {
            incidences.remove_second(edge_type, edge.id());
        }
        self.push(target_at, second.listed_as(edge_type));
        self.discount_edge(edge.id());
        self.count_edge(redirected.id());
        Ok(redirected)
    }

    fn push(&mut self, index: NodeIndex, entry: Incidence) {
        let Some(slot) = self.slots.get_mut(index.get()) else { return };
        if slot.watched.is_some_and(|watch| watch.counts(&entry)) {
            self.memo.outdate();
        }
        if let Some(at) = slot.incidences {
            if let Some(incidences) = self.incidences.get_mut(at.get() as usize - 1) {
                incidences.push(entry);
            }
            return;
        }
        self.incidences.push(Incidences::One([entry]));
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
        Extent { nodes: self.slots.len(), incidences: self.incidences.len() }
    }

    /// Takes the last entries of a kind away from a node that was there before.
    pub(crate) fn pop_entries(&mut self, added: Added, taken: &mut Vec<Incidence>) {
        let at =
            self.slots.get(added.index.get()).and_then(|slot| slot.incidences).map_or(0, NonZeroU32::get);
        for _ in 0..added.count {
            let incidences = self.incidences.get_mut((at as usize).wrapping_sub(1));
            let Some(entry) = incidences.and_then(|incidences| incidences.pop(added.edge_type)) else {
                return;
            };
            if !entry.is_second() {
                self.discount_edge(entry.edge_id());
            }
            taken.push(entry);
        }
    }

    /// Takes the nodes that came since then away with all their edges, and what they left of the edges of other nodes
    /// that had none. The entries that other nodes got must be gone already.
    pub(crate) fn shrink_to(
        &mut self,
        extent: Extent,
        got_first: impl Iterator<Item = NodeIndex>,
        taken: &mut (Vec<Node>, Vec<Incidences>),
    ) {
        while self.incidences.len() > extent.incidences
            && let Some(incidences) = self.incidences.pop()
        {
            for entry in incidences.iter().filter(|entry| !entry.is_second()) {
                self.discount_edge(entry.edge_id());
            }
            taken.1.push(incidences);
        }
        for index in got_first {
            if let Some(slot) = self.slots.get_mut(index.get()) {
                slot.incidences = slot.incidences.filter(|at| at.get() as usize <= extent.incidences);
            }
        }
        while self.slots.len() > extent.nodes
            && let Some(slot) = self.slots.pop()
        {
            self.table.remove_last(slot.node.id());
            taken.0.push(slot.node);
        }
    }
}

/// How much contents hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) nodes: usize,
    incidences: usize,
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
