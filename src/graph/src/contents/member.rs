//! A node of a graph that is locked.

use crate::contents::{Contents, Slot};
use crate::edge::EdgeTypeId;
use crate::incidence::{Entry, NodeIndex};
use crate::node::Node;
use crate::node_edges::NodeEdges;

/// Some kinds of edges, in two bytes. Kinds share bits, so others may seem to be among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) const ALL: Self = Self(u16::MAX);

    /// By these bits the kinds that type graphs use differ, but for two that lead away from types and type graphs.
    #[inline]
    pub(super) fn of(edge_type: EdgeTypeId) -> Self {
        Self(1 << (edge_type.0 >> 3 & 0xF))
    }

    #[inline]
    pub(super) fn add(&mut self, others: Self) {
        self.0 |= others.0;
    }

    /// The kinds of the entries that lead away.
    pub(super) fn leading<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        entries.into_iter().filter(|entry| entry.leads_away()).fold(Self::default(), |mut kinds, entry| {
            kinds.add(Self::of(entry.edge_type()));
            kinds
        })
    }

    #[inline]
    fn may_contain(self, edge_type: EdgeTypeId) -> bool {
        self.0 & Self::of(edge_type).0 != 0
    }
}

/// A node of a graph that is locked.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    contents: &'a Contents,
    at: NodeIndex,
    slot: &'a Slot,
}

impl<'a> Member<'a> {
    /// The node.
    #[inline]
    pub fn node(self) -> &'a Node {
        &self.slot.node
    }

    /// The node's edges.
    #[inline]
    pub fn edges(self) -> NodeEdges<'a> {
        let listed = self.slot.list.map(|list| self.contents.lists.get(list)).unwrap_or_default();
        NodeEdges::new(self.contents, self.at, listed)
    }

    /// Whether edges of that kind may lead from the node to others. If not, which is told without a look at the edges, none
    /// does.
    #[inline]
    pub fn may_lead_away(self, edge_type: EdgeTypeId) -> bool {
        self.slot.leading.may_contain(edge_type)
    }
}

impl Contents {
    /// The node at a position; `None` beyond the end.
    #[inline]
    pub fn member_at(&self, at: NodeIndex) -> Option<Member<'_>> {
        let slot = self.slots.get(at.get())?;
        Some(Member { contents: self, at, slot })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_that_share_no_bit_are_told_apart() {
        let mut kinds = Kinds::of(EdgeTypeId(0));
        kinds.add(Kinds::of(EdgeTypeId(255)));
        assert!([0, 7, 130, 255].map(EdgeTypeId).into_iter().all(|kind| kinds.may_contain(kind)));
        assert!([34, 41, 78, 85, 193].map(EdgeTypeId).into_iter().all(|kind| !kinds.may_contain(kind)));
        assert!((0..=u8::MAX).map(EdgeTypeId).all(|kind| Kinds::ALL.may_contain(kind)));
    }
}
