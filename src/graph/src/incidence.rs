//! An edge as seen from one of its nodes.

use crate::edge::{Edge, EdgeBits, EdgeTypeId, direction_copies_hold};
use crate::id::{EdgeId, NodeId};

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

/// Which end of the edge the node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Source,
    Target,
    /// Both ends, in the entry that an edge to itself has as its source's.
    Both,
    /// Both ends, in the entry that an edge to itself has as its target's.
    BothAgain,
}

/// An edge as seen from one of its nodes.
#[derive(Clone, Debug)]
pub struct Incidence {
    edge: Edge,
    other: NodeIndex,
    edge_type: EdgeTypeId,
    end: End,
    /// The direction at insertion.
    was_directional: bool,
}

impl Incidence {
    fn new(edge: Edge, other: NodeIndex, bits: EdgeBits, end: End) -> Self {
        Self { edge, other, edge_type: bits.edge_type(), end, was_directional: bits.directional() }
    }

    /// The edge as its source and as its target see it.
    pub(crate) fn pair(edge: Edge, source: NodeIndex, target: NodeIndex, bits: EdgeBits) -> (Self, Self) {
        let (first, second) =
            if source == target { (End::Both, End::BothAgain) } else { (End::Source, End::Target) };
        (Self::new(edge.clone(), target, bits, first), Self::new(edge, source, bits, second))
    }

    /// The same edge in a graph where the other end has another position, with the edge's present kind and direction.
    pub(crate) fn moved(&self, other: NodeIndex) -> Self {
        Self::new(self.edge.clone(), other, self.edge.enter_graph(), self.end)
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

    /// Position of the edge's source, for the node at position `at`.
    pub fn source_index(&self, at: NodeIndex) -> NodeIndex {
        if self.is_source() { at } else { self.other }
    }

    /// Position of the edge's target, for the node at position `at`.
    pub fn target_index(&self, at: NodeIndex) -> NodeIndex {
        if self.is_target() { at } else { self.other }
    }

    /// Whether the node is the edge's source.
    pub fn is_source(&self) -> bool {
        self.end != End::Target
    }

    /// Whether the node is the edge's target.
    pub fn is_target(&self) -> bool {
        self.end != End::Source
    }

    /// Whether the edge joins the node with itself.
    pub fn is_loop(&self) -> bool {
        matches!(self.end, End::Both | End::BothAgain)
    }

    /// Whether this is the edge's entry at its target. Every edge of a graph has exactly one entry that is not.
    pub fn is_second(&self) -> bool {
        matches!(self.end, End::Target | End::BothAgain)
    }

    /// Whether the edge distinguishes its ends.
    pub fn directional(&self) -> bool {
        if direction_copies_hold() { self.was_directional } else { self.edge.directional() }
    }

    /// Whether the edge passed the filter at its insertion.
    pub(crate) fn passed(&self, directed: Directed) -> bool {
        match directed {
            Directed::Any => true,
            Directed::Outgoing => self.is_source() || !self.was_directional,
            Directed::Incoming => self.is_target() || !self.was_directional,
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_two_words() {
        assert_eq!(size_of::<Incidence>(), 16);
    }
}
