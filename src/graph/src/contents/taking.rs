//! Nodes and edges of other graphs that become members.

use crate::contents::Contents;
use crate::edge::Edge;
use crate::edges::EdgesTaken;
use crate::error::GraphError;
use crate::id::NodeId;
use crate::incidence::{Entry, Incidence, NodeIndex};
use crate::lists::Arrival;
use crate::lookahead::look_ahead;
use crate::node::Node;
use crate::paged::Paged;

/// The numbers of nodes that are added one after the other and entered together.
#[derive(Default)]
pub(crate) struct Newcomers(Vec<NodeId>);

impl Contents {
    /// Adds a node that is absent but cannot be found by its number before the newcomers are [entered](Self::enter).
    #[inline]
    pub(crate) fn add_newcomer(&mut self, newcomers: &mut Newcomers, node: &Node) -> NodeIndex {
        newcomers.0.push(node.id());
        self.push_node(node)
    }

    /// Has the nodes be found by their numbers that were added last.
    pub(crate) fn enter(&mut self, Newcomers(ids): &Newcomers) {
        let first = self.next_index().0.saturating_sub(u32::try_from(ids.len()).unwrap_or(u32::MAX));
        self.table.insert_all(ids, NodeIndex(first));
    }

    /// Takes an edge up that is absent and is going to be listed between nodes at these positions.
    pub(crate) fn hold_edge(
        &mut self,
        edge: Edge,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Result<Arrival, GraphError> {
        let kind = edge.enter_graph();
        Ok(Arrival { edge: self.edges.hold(edge)?, source, target, kind })
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
        let from = entry.edges();
        let kind = from.kind(entry.entry());
        let edge = taken.take(from, entry.entry().edge(), &mut self.edges)?;
        Ok(Arrival { edge, source, target, kind })
    }

    /// Lists edges at their ends, in that order. Nodes from `first_new` on have no edges so far.
    pub(crate) fn list_edges(&mut self, arrivals: &Paged<Arrival>, first_new: NodeIndex) {
        self.edge_count += arrivals.len();
        if let Some(ids) = self.edge_ids.get_mut() {
            for arrival in arrivals.iter() {
                ids.insert(self.edges.id(arrival.edge));
            }
        }
        let first_new = if self.lists.has_room(arrivals.len()) { first_new } else { self.next_index() };
        let is_old = |end: NodeIndex| end < first_new;
        for page in arrivals.pages() {
            for Arrival { edge, source, target, kind } in page.iter().copied() {
                if is_old(source) || is_old(target) {
                    let (at_source, at_target) = Entry::pair(edge, source, target, kind);
                    for (end, entry) in [(source, at_source), (target, at_target)] {
                        if is_old(end) {
                            self.push(end, entry);
                        }
                    }
                }
            }
        }
        let new = self.slots.len() - first_new.get();
        let lists = self.slots.iter_mut_from(first_new.get()).map(|slot| &mut slot.list);
        self.lists.fill(arrivals, (first_new, new), lists);
    }

    /// Adds all nodes and edges of other contents. The edges of each node keep their order.
    pub(crate) fn insert_contents(&mut self, other: &Self) -> Result<(), GraphError> {
        self.reserve_nodes(other.node_count());
        if other.edge_count == 0 {
            look_ahead(other.iter_nodes(), |node| {
                self.insert_node(node);
            });
            return Ok(());
        }
        let mut moved = Vec::with_capacity(other.node_count());
        let mut newcomers = Newcomers::default();
        look_ahead(other.iter_nodes(), |node| {
            let index = self.table.get(node.id());
            moved.push(index.unwrap_or_else(|| self.add_newcomer(&mut newcomers, node)));
        });
        self.enter(&newcomers);
        let mut taken = EdgesTaken::default();
        let all_new = self.edge_count == 0;
        if !all_new {
            self.edge_ids();
        }
        let mut entries = Vec::new();
        for (from, to) in other.indices().zip(&moved) {
            for entry in other.all_edges_at(from).map(Incidence::entry) {
                if let Some(other_end) = moved.get(entry.other().get())
                    && (all_new || !self.contains_edge_id(other.edges.id(entry.edge())))
                {
                    let place = taken.take(&other.edges, entry.edge(), &mut self.edges)?;
                    entries.push(entry.moved(place, *other_end, other.edges.kind(entry)));
                }
            }
            self.list_all(*to, &mut entries);
            entries.clear();
        }
        // Only now, because an edge that counts passes for one that was here before.
        if all_new {
            self.edge_count = other.edge_count;
            self.edge_ids.take();
            return Ok(());
        }
        if let Some(ids) = self.edge_ids.get_mut() {
            self.edge_count += other.iter_edges().filter(|entry| ids.insert(entry.edge_id())).count();
        }
        Ok(())
    }

    /// Adds entries to the list of a node.
    fn list_all(&mut self, index: NodeIndex, entries: &mut [Entry]) {
        match self.slots.get_mut(index.get()) {
            Some(slot) if slot.list.is_none() && slot.watched.is_none() && !entries.is_empty() => {
                slot.list = Some(self.lists.add_all(entries));
            }
            _ => entries.iter().for_each(|entry| self.push(index, *entry)),
        }
    }
}
