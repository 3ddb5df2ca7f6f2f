//! An edge as seen from one of its nodes.

use std::fmt;

use crate::attribute::Attribute;
use crate::contents::Contents;
use crate::edge::{Edge, EdgeKind, EdgeTypeId};
use crate::edges::EdgeAt;
use crate::id::{EdgeId, NodeId};
use crate::literal::{Literal, Text};
use crate::name_start::NameStart;
use crate::node::Node;
use crate::ranks::NameRank;

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub(crate) u32);

impl NodeIndex {
    /// The position as a number below the graph's node count.
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

/// Position of an edge in a graph, good for as long as the graph is not destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EdgeIndex {
    pub(crate) at: EdgeAt,
    source: NodeIndex,
    target: NodeIndex,
}

impl EdgeIndex {
    /// Position of the edge's source.
    pub const fn source(self) -> NodeIndex {
        self.source
    }

    /// Position of the edge's target.
    pub const fn target(self) -> NodeIndex {
        self.target
    }
}

/// An edge in the list of one of its nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    edge: EdgeAt,
    other: NodeIndex,
    /// The kind, the direction at insertion, which end the node is and the rank by name, in one word: entries are moved and
    /// compared by the million. An edge to itself has both ends in either of its two entries.
    facts: u32,
}

impl Entry {
    const IS_SOURCE: u32 = 1 << 8;
    const IS_TARGET: u32 = 1 << 9;
    /// The entry that the edge has as its target's.
    const IS_SECOND: u32 = 1 << 10;
    const WAS_DIRECTIONAL: u32 = 1 << 11;
    /// The rank takes all bits above these.
    const BELOW_RANK: u32 = u32::BITS - NameRank::BITS;
    const ALL_BUT_RANK: u32 = (1 << Self::BELOW_RANK) - 1;

    /// Fills places that nobody looks at.
    pub(crate) const NONE: Self = Self { edge: EdgeAt::FIRST, other: NodeIndex(0), facts: 0 };

    /// The edge as its source and as its target list it.
    #[inline]
    pub(crate) fn pair(edge: EdgeAt, source: NodeIndex, target: NodeIndex, kind: EdgeKind) -> (Self, Self) {
        let both = if source == target { Self::IS_SOURCE | Self::IS_TARGET } else { 0 };
        let facts = Self::facts_of(kind) | both;
        (
            Self { edge, other: target, facts: facts | Self::IS_SOURCE },
            Self { edge, other: source, facts: facts | Self::IS_TARGET | Self::IS_SECOND },
        )
    }

    #[inline]
    fn facts_of(kind: EdgeKind) -> u32 {
        let EdgeKind { edge_type, directional } = kind;
        u32::from(edge_type.0) | if directional { Self::WAS_DIRECTIONAL } else { 0 }
    }

    #[inline]
    fn has(self, fact: u32) -> bool {
        self.facts & fact != 0
    }

    /// Whether the edge leads to another node.
    #[inline]
    pub(crate) fn leads_away(self) -> bool {
        self.facts & (Self::IS_SOURCE | Self::IS_TARGET) == Self::IS_SOURCE
    }

    /// The rank of the edge, if it is known.
    #[inline]
    pub(crate) fn rank(self) -> Option<NameRank> {
        NameRank::new(self.facts >> Self::BELOW_RANK)
    }

    /// The same entry with this rank or none.
    #[inline]
    pub(crate) fn ranked(self, rank: Option<NameRank>) -> Self {
        let rank = rank.map_or(0, NameRank::get);
        Self { facts: self.facts & Self::ALL_BUT_RANK | rank << Self::BELOW_RANK, ..self }
    }

    /// The same edge in a graph where it and its other end have other places. It keeps its rank: what is ranked with it is
    /// taken over from the same list.
    #[inline]
    pub(crate) fn placed(self, edge: EdgeAt, other: NodeIndex) -> Self {
        Self { edge, other, ..self }
    }

    /// As [`placed`](Self::placed), but as the other end sees the edge, whose other end is the first one. Not for an edge to
    /// itself.
    #[inline]
    pub(crate) fn turned(self, edge: EdgeAt, other: NodeIndex) -> Self {
        let ends = Self::IS_SOURCE | Self::IS_TARGET | Self::IS_SECOND;
        Self { edge, other, facts: self.facts & Self::ALL_BUT_RANK ^ ends }
    }

    /// The same edge of this kind and direction, without rank.
    #[inline]
    pub(crate) fn of_kind(self, kind: EdgeKind) -> Self {
        let ends = self.facts & (Self::IS_SOURCE | Self::IS_TARGET | Self::IS_SECOND);
        Self { facts: ends | Self::facts_of(kind), ..self }
    }

    /// The same entry, listed under a kind that may not be the edge's present one.
    pub(crate) fn listed_as(self, edge_type: EdgeTypeId) -> Self {
        self.of_kind(EdgeKind { edge_type, ..self.kind() })
    }

    #[inline]
    pub(crate) fn edge(self) -> EdgeAt {
        self.edge
    }

    #[inline]
    pub(crate) fn other(self) -> NodeIndex {
        self.other
    }

    #[inline]
    pub(crate) fn edge_type(self) -> EdgeTypeId {
        let [edge_type, ..] = self.facts.to_le_bytes();
        EdgeTypeId(edge_type)
    }

    /// The edge's kind at insertion.
    #[inline]
    pub(crate) fn kind(self) -> EdgeKind {
        EdgeKind { edge_type: self.edge_type(), directional: self.has(Self::WAS_DIRECTIONAL) }
    }

    #[inline]
    pub(crate) fn is_source(self) -> bool {
        self.has(Self::IS_SOURCE)
    }

    #[inline]
    pub(crate) fn is_target(self) -> bool {
        self.has(Self::IS_TARGET)
    }

    #[inline]
    pub(crate) fn is_loop(self) -> bool {
        self.is_source() && self.is_target()
    }

    #[inline]
    pub(crate) fn is_second(self) -> bool {
        self.has(Self::IS_SECOND)
    }

    /// Whether the edge passed the filter at its insertion.
    #[inline]
    pub(crate) fn passed(self, directed: Directed) -> bool {
        match directed {
            Directed::Any => true,
            Directed::Outgoing => self.is_source() || !self.has(Self::WAS_DIRECTIONAL),
            Directed::Incoming => self.is_target() || !self.has(Self::WAS_DIRECTIONAL),
        }
    }
}

/// An edge as seen from one of its nodes, in a graph that is locked.
#[derive(Clone, Copy)]
pub struct Incidence<'a> {
    contents: &'a Contents,
    at: NodeIndex,
    entry: Entry,
}

impl<'a> Incidence<'a> {
    #[inline]
    pub(crate) fn new(contents: &'a Contents, at: NodeIndex, entry: Entry) -> Self {
        Self { contents, at, entry }
    }

    pub(crate) fn entry(self) -> Entry {
        self.entry
    }

    /// A handle to the edge. Edges that the graph made by their shapes get one when it is asked for first, which costs memory:
    /// names, ends and directions are told without.
    pub fn edge(self) -> &'a Edge {
        self.contents.edges.handle(self.entry.edge, self.source(), self.target())
    }

    /// The handle to the edge, if there is one already, and whether other graphs hold it together with this one.
    ///
    /// Graphs hold edges by dozens that came one after the other. A graph that takes an edge over from another one shares
    /// its dozen, so all edges of a dozen are held once for all graphs that contain any of them.
    pub fn existing(self) -> Option<(&'a Edge, bool)> {
        self.contents.edges.existing(self.entry.edge)
    }

    /// Position of the edge in the graph.
    pub fn index(self) -> EdgeIndex {
        EdgeIndex { at: self.entry.edge, source: self.source_index(), target: self.target_index() }
    }

    /// The edge's number.
    pub fn edge_id(self) -> EdgeId {
        self.contents.edges.id(self.entry.edge)
    }

    /// The edge's name; see [`Edge::name`].
    #[inline]
    pub fn name(self) -> Option<&'a str> {
        self.contents.edges.name(self.entry.edge).map(Text::as_str)
    }

    /// The start of the edge's name, for which the edge itself mostly need not be looked at.
    #[inline]
    pub fn name_start(self) -> Option<NameStart> {
        self.contents.edges.name_start(self.entry.edge)
    }

    /// The rank of the edge by name, if it is known without a look at names.
    #[inline]
    pub fn name_rank(self) -> Option<NameRank> {
        self.entry.rank()
    }

    /// The value of the edge's first attribute of that name.
    pub fn attr(self, name: &str) -> Option<Literal> {
        self.contents.edges.attr(self.entry.edge, name)
    }

    /// All attributes of the edge; see [`Edge::attrs`].
    pub fn attrs(self) -> Vec<Attribute> {
        self.contents.edges.attrs(self.entry.edge)
    }

    /// The kind under which the node lists the edge: the one it had when it was inserted.
    pub fn edge_type(self) -> EdgeTypeId {
        self.entry.edge_type()
    }

    /// The edge's kind at this moment; see [`Edge::edge_type`].
    pub fn present_type(self) -> EdgeTypeId {
        self.contents.edges.kind(self.entry).edge_type
    }

    /// Position of the node itself.
    #[inline]
    pub fn at(self) -> NodeIndex {
        self.at
    }

    /// Position of the edge's other end in the graph; the node's own for an edge to itself.
    #[inline]
    pub fn other(self) -> NodeIndex {
        self.entry.other
    }

    /// The edge's other end; the node itself for an edge to itself.
    pub fn other_node(self) -> &'a Node {
        self.contents.member(self.entry.other)
    }

    /// Position of the edge's source.
    #[inline]
    pub fn source_index(self) -> NodeIndex {
        if self.is_source() { self.at } else { self.entry.other }
    }

    /// Position of the edge's target.
    #[inline]
    pub fn target_index(self) -> NodeIndex {
        if self.is_target() { self.at } else { self.entry.other }
    }

    /// Where the edge starts.
    pub fn source(self) -> &'a Node {
        self.contents.member(self.source_index())
    }

    /// Where the edge ends.
    pub fn target(self) -> &'a Node {
        self.contents.member(self.target_index())
    }

    /// Number of the node where the edge starts.
    pub fn source_id(self) -> NodeId {
        self.source().id()
    }

    /// Number of the node where the edge ends.
    pub fn target_id(self) -> NodeId {
        self.target().id()
    }

    /// Whether the node is the edge's source.
    #[inline]
    pub fn is_source(self) -> bool {
        self.entry.is_source()
    }

    /// Whether the node is the edge's target.
    #[inline]
    pub fn is_target(self) -> bool {
        self.entry.is_target()
    }

    /// Whether the edge leads from the node to another one.
    #[inline]
    pub fn leads_away(self) -> bool {
        self.entry.leads_away()
    }

    /// Whether the edge joins the node with itself.
    pub fn is_loop(self) -> bool {
        self.entry.is_loop()
    }

    /// Whether this is the edge's entry at its target. Every edge of a graph has exactly one entry that is not.
    pub fn is_second(self) -> bool {
        self.entry.is_second()
    }

    /// Whether the edge distinguishes its ends.
    #[inline]
    pub fn directional(self) -> bool {
        self.contents.edges.directional(self.entry)
    }

    /// Whether a filter lets the edge pass.
    #[inline]
    pub fn passes(self, directed: Directed) -> bool {
        self.contents.edges.passes(self.entry, directed)
    }
}

impl fmt::Debug for Incidence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Incidence({}: {} -> {})", self.edge_id(), self.source_id(), self.target_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_keeps_its_rank_where_it_stands_in_the_same_list() {
        let kind = EdgeKind { edge_type: EdgeTypeId(130), directional: true };
        let (entry, _) = Entry::pair(EdgeAt::FIRST, NodeIndex(1), NodeIndex(2), kind);
        let ranked = entry.ranked(NameRank::new(3));
        assert_eq!(ranked.kind(), kind);
        assert!(ranked.leads_away() && !ranked.is_second());
        assert_eq!(ranked.placed(EdgeAt::FIRST, NodeIndex(4)).rank(), NameRank::new(3));
        assert_eq!(ranked.turned(EdgeAt::FIRST, NodeIndex(4)).rank(), None);
        assert_eq!(ranked.of_kind(kind).rank(), None);
        assert_eq!(ranked.ranked(None).rank(), None);
    }

    #[test]
    fn an_entry_takes_a_word_and_a_half() {
        assert_eq!(size_of::<Entry>(), 12);
    }
}
