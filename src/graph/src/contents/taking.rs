//! Nodes and edges of other graphs that become members.

use crate::contents::places::Places;
use crate::contents::{Contents, Kinds, Slot};
use crate::edge::{Edge, EdgeKind};
use crate::edges::{Arrivals, EdgeAt, EdgesTaken};
use crate::error::GraphError;
use crate::id::NodeId;
use crate::incidence::{Entry, Incidence, NodeIndex};
use crate::lists::{BegunLists, ListAt, room_for};
use crate::lookahead::{LEAST_FAR, LOOKAHEAD, look_ahead, look_at_nodes};
use crate::membership::Span;
use crate::paged::Paged;

/// An edge that joins a node that was there before.
#[derive(Clone, Copy)]
pub(crate) struct Arrival {
    edge: EdgeAt,
    pub(crate) source: NodeIndex,
    pub(crate) target: NodeIndex,
    pub(crate) kind: EdgeKind,
}

/// A node of the source that becomes a member.
#[derive(Clone, Copy)]
struct Newcomer {
    /// Where it is in the source.
    at: NodeIndex,
    /// Its list, as far as that came.
    list: Option<ListAt>,
}

/// Nodes and edges that become members of a graph, most of them members of another one.
///
/// The lists of new nodes are begun with room for the edges that they have in the other graph. The graph has nodes and edges
/// only when they are [settled](Self::settle), all at once.
pub(crate) struct Taking<'s> {
    source: &'s Contents,
    /// The nodes of the other graph that are members.
    places: Places,
    /// The position of the first node that is new.
    first_new: NodeIndex,
    /// The new nodes, in the order of their positions.
    newcomers: Vec<Newcomer>,
    /// How many of them, the first ones, stand in the graph already.
    members: usize,
    /// By how much numbers of nodes are higher than their positions in the source.
    lead: Lead,
    arrivals: Arrivals,
    /// The edges of which an end is not new, in the order in which they arrived.
    at_old_nodes: Paged<Arrival>,
    lists: BegunLists,
}

impl<'s> Taking<'s> {
    /// Begins to take over from `source`.
    pub(crate) fn new(source: &'s Contents, to: &Contents) -> Self {
        Self::of_places(source, Places::table(source), to.next_index(), to)
    }

    /// Begins to take edges over between nodes that are taken over already, from `first_new` on.
    pub(crate) fn of_places(
        source: &'s Contents,
        places: Places,
        first_new: NodeIndex,
        to: &Contents,
    ) -> Self {
        Self {
            source,
            places,
            first_new,
            newcomers: Vec::new(),
            members: 0,
            lead: Lead::default(),
            arrivals: Arrivals::new(&source.edges),
            at_old_nodes: Paged::default(),
            lists: BegunLists::new(&to.lists, source.edge_count),
        }
    }

    pub(crate) fn source(&self) -> &'s Contents {
        self.source
    }

    /// Where a node of the source is, as far as it came by.
    #[inline]
    pub(crate) fn place(&self, at: NodeIndex) -> Option<NodeIndex> {
        self.places.get(at)
    }

    /// Notes where a node of the source is.
    pub(crate) fn note(&mut self, at: NodeIndex, place: NodeIndex) {
        self.lead.note(self.source.member(at).id(), at);
        self.places.set(at, place);
    }

    /// Where the new node of that number is.
    #[inline]
    fn place_of(&self, number: usize) -> NodeIndex {
        // Node numbers fit 32 bits, so positions fit as well.
        NodeIndex(u32::try_from(number).map_or(u32::MAX, |number| self.first_new.0.saturating_add(number)))
    }

    /// Adds a node of the source that is absent; gives where it is going to be.
    #[inline(never)]
    pub(crate) fn add_node(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let list = self.source.slots.get(at.get())?.list;
        let place = self.place_of(self.newcomers.len());
        self.add_newcomer(at, list);
        self.places.set(at, place);
        Some(place)
    }

    /// Adds the node that stands next among those that were taken over already. It may be none of the source.
    pub(crate) fn add_member(&mut self, at: NodeIndex) {
        self.add_newcomer(at, self.source.list_at(at));
        self.members += 1;
    }

    #[expect(clippy::inline_always, reason = "every node that is taken over comes by here")]
    #[inline(always)]
    fn add_newcomer(&mut self, at: NodeIndex, list: Option<ListAt>) {
        let list = list.map(|list| self.lists.begin(&self.source.lists, list));
        if self.newcomers.len() == self.newcomers.capacity() {
            self.make_room();
        }
        self.newcomers.push(Newcomer { at, list });
    }

    /// For how many new nodes there is room at least.
    const LEAST_ROOM: usize = 64;

    #[cold]
    fn make_room(&mut self) {
        let (len, most) = (self.newcomers.len(), self.source.node_count());
        // Members that are not in the source may be more.
        if len < most {
            self.newcomers.reserve_exact(room_for(len + 1, most, Self::LEAST_ROOM) - len);
        }
    }

    /// The new node of that number, counted from 0: its position in the source, and in the graph.
    #[inline]
    pub(crate) fn newcomer(&self, number: usize) -> Option<(NodeIndex, NodeIndex)> {
        self.newcomers.get(number).map(|newcomer| (newcomer.at, self.place_of(number)))
    }

    /// How many nodes are new.
    pub(crate) fn newcomer_count(&self) -> usize {
        self.newcomers.len()
    }

    /// Whether an edge of the source came by already.
    #[inline]
    pub(crate) fn is_edge_known(&self, entry: Incidence<'s>) -> bool {
        self.arrivals.is_known(entry.entry().edge())
    }

    /// Notes that an edge of the source need not be taken.
    pub(crate) fn skip_edge(&mut self, entry: Incidence<'s>) {
        self.arrivals.skip(entry.entry().edge());
    }

    /// Adds an edge of the source that did not come by yet, as the node sees it that is at the place `here`; its other end is
    /// at the place `there`.
    #[expect(clippy::inline_always, reason = "it is the body of loops over edges")]
    #[inline(always)]
    pub(crate) fn add_edge(
        &mut self,
        to: &mut Contents,
        entry: Incidence<'s>,
        here: NodeIndex,
        there: NodeIndex,
    ) -> Result<(), GraphError> {
        let Self { source, arrivals, .. } = self;
        let entry = entry.entry();
        let edge = arrivals.push(&source.edges, entry.edge(), &mut to.edges)?;
        let entry = source.edges.present(entry);
        if entry.is_loop() {
            self.list_at_new_nodes(edge, [here; 2], entry.kind());
            return Ok(());
        }
        let is_new = self.list_at_new_node(here, entry.placed(edge, there));
        if !(self.list_at_new_node(there, entry.turned(edge, here)) && is_new) {
            let [source, target] = if entry.is_source() { [here, there] } else { [there, here] };
            self.at_old_nodes.push(Arrival { edge, source, target, kind: entry.kind() });
        }
        Ok(())
    }

    /// Adds an edge that is in no graph, from a node that is not new.
    pub(crate) fn add_new_edge(
        &mut self,
        to: &mut Contents,
        edge: Edge,
        ends: [NodeIndex; 2],
    ) -> Result<(), GraphError> {
        let kind = edge.enter_graph();
        let edge = to.edges.hold(edge)?;
        self.arrivals.push_new();
        let [_, target] = ends;
        if let Some(number) = target.0.checked_sub(self.first_new.0)
            && let Some(Newcomer { list, .. }) = self.newcomers.get_mut(number as usize)
        {
            self.lists.make_room(list);
        }
        self.list_at_new_nodes(edge, ends, kind);
        Ok(())
    }

    /// Lists an edge at those of its ends that are new, and notes it if one is not.
    #[cold]
    fn list_at_new_nodes(&mut self, edge: EdgeAt, [source, target]: [NodeIndex; 2], kind: EdgeKind) {
        let (at_source, at_target) = Entry::pair(edge, source, target, kind);
        let is_new = self.list_at_new_node(source, at_source);
        if !(self.list_at_new_node(target, at_target) && is_new) {
            self.at_old_nodes.push(Arrival { edge, source, target, kind });
        }
    }

    /// Lists an edge at a node if it is new, and tells whether it is.
    #[inline]
    fn list_at_new_node(&mut self, at: NodeIndex, entry: Entry) -> bool {
        let Some(number) = at.0.checked_sub(self.first_new.0) else { return false };
        if let Some(Newcomer { list: Some(list), .. }) = self.newcomers.get_mut(number as usize)
            && let Some(place) = self.lists.place(list, entry.edge_type())
        {
            *place = entry;
        }
        true
    }

    /// The edges of which an end is not new, in the order in which they arrived.
    pub(crate) fn at_old_nodes(&self) -> impl Iterator<Item = Arrival> {
        self.at_old_nodes.iter().copied()
    }

    /// Has new nodes be members, and new edges be found at their ends.
    pub(crate) fn settle(&mut self, to: &mut Contents) {
        self.lists.end(&mut to.lists, self.newcomers.iter_mut().map(|newcomer| &mut newcomer.list));
        let members = self.newcomers.get(..self.members).unwrap_or_default();
        for (slot, newcomer) in to.slots.iter_mut_from(self.first_new.get()).zip(members) {
            slot.list = newcomer.list;
            slot.leading = self.source.leading_taken(newcomer.at);
        }
        self.settle_nodes(to);
        to.edge_count += self.arrivals.len();
        self.list_at_old_nodes(to);
    }

    fn settle_nodes(&mut self, to: &mut Contents) {
        let Self { source, ref newcomers, members, mut lead, .. } = *self;
        let newcomers = newcomers.get(members..).unwrap_or_default();
        if newcomers.is_empty() {
            return;
        }
        let mut span = Span::default();
        to.reserve_nodes(newcomers.len());
        for some in newcomers.chunks(LOOKAHEAD) {
            if newcomers.len() >= LEAST_FAR {
                look_at_nodes(some.iter().map(|newcomer| source.member(newcomer.at)));
            }
            to.slots.extend(some.iter().map(|Newcomer { at, list }| {
                let node = source.member(*at);
                span.note(node.id());
                lead.note(node.id(), *at);
                Slot { list: *list, leading: source.leading_taken(*at), ..Slot::new(node.clone()) }
            }));
        }
        if let (Some(first), Places::Table(places)) = (lead.of_all(), &mut self.places) {
            // Where nodes are by position in the source is where they are by number.
            match to.table.insert_table(&span, first, std::mem::take(places)) {
                Ok(()) => return,
                Err(kept) => *places = kept,
            }
        }
        let ids = newcomers.iter().map(|newcomer| source.member(newcomer.at).id());
        to.table.insert_all(ids, self.first_new);
    }

    /// Has new edges be found at their ends that are not new.
    fn list_at_old_nodes(&self, to: &mut Contents) {
        if let Some(mut ids) = to.edge_ids.take() {
            let new = (self.first_new.0..to.next_index().0).map(NodeIndex);
            for entry in new.flat_map(|index| to.listed(index).iter()).filter(|entry| !entry.is_second()) {
                ids.insert(to.edges.id(entry.edge()));
            }
            to.edge_ids = ids.into();
        }
        for Arrival { edge, source, target, kind } in self.at_old_nodes.iter().copied() {
            let (at_source, at_target) = Entry::pair(edge, source, target, kind);
            for (end, entry) in [(source, at_source), (target, at_target)] {
                if end < self.first_new {
                    to.push(end, entry);
                }
            }
            if source < self.first_new
                && let Some(ids) = to.edge_ids.get_mut()
            {
                ids.insert(to.edges.id(edge));
            }
        }
    }
}

/// By how much the numbers of nodes are higher than their positions.
#[derive(Clone, Copy, Default)]
struct Lead {
    first: Option<u32>,
    varies: bool,
}

impl Lead {
    #[inline]
    fn note(&mut self, id: NodeId, at: NodeIndex) {
        let lead = id.get().wrapping_sub(at.0);
        self.varies |= *self.first.get_or_insert(lead) != lead;
    }

    /// The lead of all nodes, if it is the same.
    fn of_all(self) -> Option<u32> {
        self.first.filter(|_| !self.varies)
    }
}

impl Contents {
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
        let (first_new, mut newcomers) = (self.next_index(), Vec::new());
        look_ahead(other.iter_nodes(), |node| {
            let id = node.id();
            moved.push(self.table.get(id).unwrap_or_else(|| {
                newcomers.push(id);
                self.push_node(node.clone())
            }));
        });
        self.table.insert_all(newcomers.iter().copied(), first_new);
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
                    entries.push(other.edges.present(entry).placed(place, *other_end));
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
                slot.leading.add(Kinds::leading(&*entries));
                slot.list = Some(self.lists.add_all(entries));
            }
            // The rank is one in another list.
            _ => entries.iter().for_each(|entry| self.push(index, entry.ranked(None))),
        }
    }
}
