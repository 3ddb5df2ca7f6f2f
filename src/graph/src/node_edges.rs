//! The edges of a node, to be looked through.

use std::slice;

use crate::contents::Contents;
use crate::edge::EdgeTypeId;
use crate::incidence::{Directed, Entry, Incidence, NodeIndex};
use crate::incidences::Listed;

/// Edges of one kind of one node, in order of insertion.
#[derive(Clone, Copy)]
pub struct EdgeList<'a> {
    contents: &'a Contents,
    at: NodeIndex,
    entries: &'a [Entry],
}

impl<'a> EdgeList<'a> {
    /// The edges, one after the other.
    #[inline]
    pub fn iter(self) -> EdgeIter<'a> {
        EdgeIter { contents: self.contents, at: self.at, entries: self.entries.iter() }
    }

    /// The edge at a position; `None` beyond the end.
    #[inline]
    pub fn get(self, nth: usize) -> Option<Incidence<'a>> {
        self.entries.get(nth).map(|entry| Incidence::new(self.contents, self.at, *entry))
    }

    /// How many edges there are; one that joins the node with itself counts twice.
    #[inline]
    pub fn len(self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.entries.is_empty()
    }
}

/// Goes through an [`EdgeList`].
#[derive(Clone)]
pub struct EdgeIter<'a> {
    contents: &'a Contents,
    at: NodeIndex,
    entries: slice::Iter<'a, Entry>,
}

impl<'a> Iterator for EdgeIter<'a> {
    type Item = Incidence<'a>;

    #[inline]
    fn next(&mut self) -> Option<Incidence<'a>> {
        self.entries.next().map(|entry| Incidence::new(self.contents, self.at, *entry))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entries.size_hint()
    }
}

impl DoubleEndedIterator for EdgeIter<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.entries.next_back().map(|entry| Incidence::new(self.contents, self.at, *entry))
    }
}

impl ExactSizeIterator for EdgeIter<'_> {}

/// The edges of one node of a graph, found once to be looked through in several ways.
#[derive(Clone, Copy)]
pub struct NodeEdges<'a> {
    contents: &'a Contents,
    at: NodeIndex,
    listed: Listed<'a>,
}

impl<'a> NodeEdges<'a> {
    #[inline]
    pub(crate) fn new(contents: &'a Contents, at: NodeIndex, listed: Listed<'a>) -> Self {
        Self { contents, at, listed }
    }

    #[inline]
    fn list(self, entries: &'a [Entry]) -> EdgeList<'a> {
        EdgeList { contents: self.contents, at: self.at, entries }
    }

    /// Position of the node itself.
    pub fn at(self) -> NodeIndex {
        self.at
    }

    /// As [`Contents::edges_at`].
    #[inline]
    pub fn of_type(self, edge_type: EdgeTypeId) -> EdgeList<'a> {
        self.list(self.listed.of_type(edge_type))
    }

    /// As [`of_type`](Self::of_type), from the first edge on that is wanted; `None` if none is.
    #[inline]
    pub fn of_type_from(
        self,
        edge_type: EdgeTypeId,
        is_wanted: impl Fn(Incidence<'a>) -> bool,
    ) -> Option<EdgeList<'a>> {
        let Self { contents, at, listed } = self;
        let is_wanted = |entry: &Entry| is_wanted(Incidence::new(contents, at, *entry));
        listed.of_type_from(edge_type, is_wanted).map(|entries| self.list(entries))
    }

    /// All edges, if they are so few that it takes less to look through all of them than to tell kinds apart beforehand.
    #[inline]
    pub fn few(self) -> Option<EdgeList<'a>> {
        self.listed.as_run().map(|entries| self.list(entries))
    }

    /// Some of the edges, at most so many: all of a node that has few.
    #[inline]
    pub fn some(self, most: usize) -> EdgeList<'a> {
        self.list(self.listed.some(most))
    }

    /// As [`Contents::all_edges_at`].
    pub fn iter(self) -> impl Iterator<Item = Incidence<'a>> {
        let Self { contents, at, listed } = self;
        listed.iter().map(move |entry| Incidence::new(contents, at, *entry))
    }

    /// As [`Contents::first_edge_at`].
    #[inline]
    pub fn first(self, edge_type: EdgeTypeId, directed: Directed) -> Option<Incidence<'a>> {
        let entry = self.listed.first(&self.contents.edges, edge_type, directed)?;
        Some(Incidence::new(self.contents, self.at, *entry))
    }

    /// As [`Contents::named_edge_at`].
    pub fn named(self, edge_type: EdgeTypeId, name: &str) -> Option<Incidence<'a>> {
        let entry = self.listed.named(&self.contents.edges, edge_type, name)?;
        Some(Incidence::new(self.contents, self.at, entry))
    }
}
