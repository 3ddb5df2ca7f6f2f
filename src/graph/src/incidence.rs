//! The edges of one node: listed by kind, within a kind in the order of insertion.

use parking_lot::RwLock;
use smallvec::SmallVec;

use crate::edge::{Edge, EdgeBits, EdgeTypeId, direction_copies_hold};
use crate::id::{EdgeId, NodeId};
use crate::name_index::NameIndex;

/// Which edges of a node to look at. Edges that are not directional always pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Directed {
    /// All edges.
    Any,
    /// Directional edges only where the node is the source.
    Outgoing,
    /// Directional edges only where the node is the target.
    Incoming,
}

/// Position of a node in a graph, good for as long as the graph is not destroyed.
///
/// Positions count up from 0, so they can index bit sets and tables of a walk; a lookup by position needs no hashing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub(crate) u32);

impl NodeIndex {
    /// The position as a number below the graph's node count.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

/// An edge as seen from one of its nodes.
#[derive(Clone, Debug)]
pub struct Incidence {
    edge: Edge,
    other: NodeIndex,
    edge_type: EdgeTypeId,
    flags: u8,
}

impl Incidence {
    const SOURCE: u8 = 1;
    const TARGET: u8 = 2;
    const DIRECTIONAL: u8 = 4;
    const SECOND: u8 = 8;

    fn new(edge: &Edge, other: NodeIndex, bits: EdgeBits, role: u8) -> Self {
        let direction = if bits.directional() { Self::DIRECTIONAL } else { 0 };
        Self { edge: edge.clone(), other, edge_type: bits.edge_type(), flags: role | direction }
    }

    /// The edge as its source and as its target see it.
    pub(crate) fn pair(edge: &Edge, source: NodeIndex, target: NodeIndex, bits: EdgeBits) -> (Self, Self) {
        let (first, second) = if source == target {
            let both = Self::SOURCE | Self::TARGET;
            (both, both | Self::SECOND)
        } else {
            (Self::SOURCE, Self::TARGET | Self::SECOND)
        };
        (Self::new(edge, target, bits, first), Self::new(edge, source, bits, second))
    }

    /// The same edge in a graph where the other end has another position, with the edge's present kind and direction.
    pub(crate) fn moved(&self, other: NodeIndex) -> Self {
        Self::new(
            &self.edge,
            other,
            self.edge.enter_graph(),
            self.flags & (Self::SOURCE | Self::TARGET | Self::SECOND),
        )
    }

    /// The same entry, listed under a kind that may not be the edge's present one.
    pub(crate) fn listed_as(self, edge_type: EdgeTypeId) -> Self {
        Self { edge_type, ..self }
    }

    /// The edge.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// The edge's number.
    pub fn edge_id(&self) -> EdgeId {
        self.edge.id()
    }

    /// The kind under which the node lists the edge: the one it had when it was inserted.
    pub fn edge_type(&self) -> EdgeTypeId {
        self.edge_type
    }

    /// Position of the edge's other end in the graph; the node's own for an edge to itself.
    pub fn other(&self) -> NodeIndex {
        self.other
    }

    /// Number of the edge's other end; the node's own for an edge to itself.
    pub fn other_id(&self) -> NodeId {
        if self.is_source() { self.edge.target_id() } else { self.edge.source_id() }
    }

    /// Whether the node is the edge's source.
    pub fn is_source(&self) -> bool {
        self.flags & Self::SOURCE != 0
    }

    /// Whether the node is the edge's target.
    pub fn is_target(&self) -> bool {
        self.flags & Self::TARGET != 0
    }

    /// Whether the edge joins the node with itself.
    pub fn is_loop(&self) -> bool {
        self.is_source() && self.is_target()
    }

    /// Whether this is the edge's entry at its target. Every edge of a graph has exactly one entry that is not.
    pub fn is_second(&self) -> bool {
        self.flags & Self::SECOND != 0
    }

    /// Whether the edge distinguishes its ends.
    pub fn directional(&self) -> bool {
        if direction_copies_hold() { self.flags & Self::DIRECTIONAL != 0 } else { self.edge.directional() }
    }

    /// Whether the edge passes as one that has the node in that role, by its direction at insertion.
    fn passes_as(&self, role: u8) -> bool {
        self.flags & role != 0 || self.flags & Self::DIRECTIONAL == 0
    }

    /// Whether a filter lets the edge pass.
    pub fn passes(&self, directed: Directed) -> bool {
        match directed {
            Directed::Any => true,
            Directed::Outgoing => self.is_source() || !self.directional(),
            Directed::Incoming => self.is_target() || !self.directional(),
        }
    }
}

/// Edges of one kind at a node with many edges.
pub(crate) struct TypeList {
    edge_type: EdgeTypeId,
    entries: Vec<Incidence>,
    /// Position of the first outgoing and of the first incoming entry, by the direction at insertion. Saves the search for
    /// the parent of a node with very many children.
    first: [Option<usize>; 2],
    names: RwLock<Option<Box<NameIndex>>>,
}

impl Clone for TypeList {
    fn clone(&self) -> Self {
        let Self { edge_type, ref entries, first, names: _ } = *self;
        Self { edge_type, entries: entries.clone(), first, names: RwLock::new(None) }
    }
}

impl TypeList {
    fn new(edge_type: EdgeTypeId) -> Self {
        Self { edge_type, entries: Vec::new(), first: [None; 2], names: RwLock::new(None) }
    }

    fn push(&mut self, incidence: Incidence) {
        for (first, role) in self.first.iter_mut().zip([Incidence::SOURCE, Incidence::TARGET]) {
            if first.is_none() && incidence.passes_as(role) {
                *first = Some(self.entries.len());
            }
        }
        self.entries.push(incidence);
        if let Some(names) = self.names.get_mut() {
            names.note_last(&self.entries);
        }
    }

    fn pop(&mut self) -> Option<Incidence> {
        if let Some(names) = self.names.get_mut() {
            names.forget_last(&self.entries);
        }
        let entry = self.entries.pop()?;
        for first in &mut self.first {
            if *first == Some(self.entries.len()) {
                *first = None;
            }
        }
        Some(entry)
    }

    fn remove(&mut self, at: usize) {
        let mut rest = self.entries.split_off(at).into_iter();
        rest.next();
        *self.names.get_mut() = None;
        self.first = self.first.map(|first| first.filter(|first| *first < at));
        for entry in rest {
            self.push(entry);
        }
    }

    fn first(&self, directed: Directed) -> Option<&Incidence> {
        if !direction_copies_hold() {
            return self.entries.iter().find(|entry| entry.passes(directed));
        }
        let at = match directed {
            Directed::Any => 0,
            Directed::Outgoing => self.first[0]?,
            Directed::Incoming => self.first[1]?,
        };
        self.entries.get(at)
    }

    fn named(&self, name: &str) -> Option<&Incidence> {
        let indexable = Incidences::SCANNED + 1..=NameIndex::CAPACITY;
        if !indexable.contains(&self.entries.len()) {
            return scan(&self.entries, name);
        }
        if let Some(names) = &*self.names.read()
            && names.is_current()
        {
            return names.get(&self.entries, name);
        }
        let mut names = self.names.write();
        let names = match &mut *names {
            Some(names) if names.is_current() => names,
            outdated => outdated.insert(Box::new(NameIndex::build(&self.entries))),
        };
        names.get(&self.entries, name)
    }
}

fn scan<'a>(entries: &'a [Incidence], name: &str) -> Option<&'a Incidence> {
    entries.iter().find(|entry| entry.passes(Directed::Outgoing) && entry.edge.name() == Some(name))
}

/// The edges of one node.
///
/// A few edges stand in one run, sorted by kind: most nodes have two or three, which need no allocation. Beyond
/// [`Incidences::SCANNED`] every kind gets a list of its own, so that adding stays cheap, and an index by name when asked.
#[derive(Clone)]
pub(crate) enum Incidences {
    Few(SmallVec<[Incidence; 3]>),
    Many(Vec<TypeList>),
}

impl Incidences {
    /// Up to how many entries a search from front to back beats a table.
    const SCANNED: usize = 16;

    pub(crate) fn new() -> Self {
        Self::Few(SmallVec::new())
    }

    /// The entries of one kind.
    pub(crate) fn of_type(&self, edge_type: EdgeTypeId) -> &[Incidence] {
        match self {
            Self::Few(run) => {
                let start = run.iter().position(|entry| entry.edge_type == edge_type).unwrap_or(run.len());
                let rest = &run[start..];
                let len = rest.iter().position(|entry| entry.edge_type != edge_type).unwrap_or(rest.len());
                &rest[..len]
            }
            Self::Many(_) => self.list(edge_type).map_or(&[], |list| &list.entries),
        }
    }

    /// All entries, kind by kind.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Incidence> {
        let (few, many) = match self {
            Self::Few(run) => (run.as_slice(), [].as_slice()),
            Self::Many(lists) => ([].as_slice(), lists.as_slice()),
        };
        few.iter().chain(many.iter().flat_map(|list| list.entries.iter()))
    }

    fn list(&self, edge_type: EdgeTypeId) -> Option<&TypeList> {
        match self {
            Self::Few(_) => None,
            Self::Many(lists) => {
                let at = lists.binary_search_by_key(&edge_type, |list| list.edge_type).ok()?;
                lists.get(at)
            }
        }
    }

    /// The first entry of one kind that passes the filter.
    pub(crate) fn first(&self, edge_type: EdgeTypeId, directed: Directed) -> Option<&Incidence> {
        match self {
            Self::Few(_) => self.of_type(edge_type).iter().find(|entry| entry.passes(directed)),
            Self::Many(_) => self.list(edge_type)?.first(directed),
        }
    }

    /// The first outgoing entry of one kind whose edge has that name.
    pub(crate) fn named(&self, edge_type: EdgeTypeId, name: &str) -> Option<&Incidence> {
        match self {
            Self::Few(_) => scan(self.of_type(edge_type), name),
            Self::Many(lists) => {
                let at = lists.binary_search_by_key(&edge_type, |list| list.edge_type).ok()?;
                lists[at].named(name)
            }
        }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Adds an entry at the end of its kind.
    pub(crate) fn push(&mut self, incidence: Incidence) {
        match self {
            Self::Few(run) if run.len() < Self::SCANNED => {
                let at = run.partition_point(|entry| entry.edge_type <= incidence.edge_type);
                run.insert(at, incidence);
            }
            Self::Few(run) => {
                let mut lists: Vec<TypeList> = Vec::new();
                for entry in std::mem::take(run) {
                    // The run is sorted by kind, so an entry belongs to the last list or starts a new one.
                    match lists.last_mut() {
                        Some(list) if list.edge_type == entry.edge_type => list.push(entry),
                        _ => {
                            let mut list = TypeList::new(entry.edge_type);
                            list.push(entry);
                            lists.push(list);
                        }
                    }
                }
                *self = Self::Many(lists);
                self.push(incidence);
            }
            Self::Many(lists) => {
                let at = match lists.binary_search_by_key(&incidence.edge_type, |list| list.edge_type) {
                    Ok(at) => at,
                    Err(at) => {
                        lists.insert(at, TypeList::new(incidence.edge_type));
                        at
                    }
                };
                lists[at].push(incidence);
            }
        }
    }

    /// Where an edge's entry stands in the list of a kind: the one at its target if `second`, else the one at its source.
    fn position(&self, edge_type: EdgeTypeId, edge: EdgeId, second: bool) -> Option<usize> {
        let is_it = |entry: &Incidence| entry.is_second() == second && entry.edge_id() == edge;
        self.of_type(edge_type).iter().position(is_it)
    }

    /// Puts an entry in the place of the one that an edge has as its source's.
    pub(crate) fn replace(&mut self, edge: EdgeId, entry: Incidence) {
        let edge_type = entry.edge_type;
        let Some(at) = self.position(edge_type, edge, false) else { return };
        let start = match self {
            Self::Few(run) => run.iter().position(|entry| entry.edge_type == edge_type).unwrap_or(0),
            Self::Many(_) => 0,
        };
        let place = match self {
            Self::Few(run) => run.get_mut(start + at),
            Self::Many(lists) => match lists.binary_search_by_key(&edge_type, |list| list.edge_type) {
                Ok(list) => lists[list].entries.get_mut(at),
                Err(_) => None,
            },
        };
        if let Some(place) = place {
            *place = entry;
        }
    }

    /// Takes the entry away that an edge has as its target's.
    pub(crate) fn remove_second(&mut self, edge_type: EdgeTypeId, edge: EdgeId) {
        let Some(at) = self.position(edge_type, edge, true) else { return };
        match self {
            Self::Few(run) => {
                let start = run.iter().position(|entry| entry.edge_type == edge_type).unwrap_or(0);
                run.remove(start + at);
            }
            Self::Many(lists) => {
                if let Ok(list) = lists.binary_search_by_key(&edge_type, |list| list.edge_type) {
                    lists[list].remove(at);
                }
            }
        }
    }

    /// Takes the last entry of a kind away.
    pub(crate) fn pop(&mut self, edge_type: EdgeTypeId) -> Option<Incidence> {
        match self {
            Self::Few(run) => {
                let at = run.iter().rposition(|entry| entry.edge_type == edge_type)?;
                Some(run.remove(at))
            }
            Self::Many(lists) => {
                let at = lists.binary_search_by_key(&edge_type, |list| list.edge_type).ok()?;
                lists[at].pop()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_what_the_layout_promises() {
        assert_eq!(size_of::<Incidence>(), 16);
        assert!(size_of::<Incidences>() <= 64, "{}", size_of::<Incidences>());
    }
}
