//! Reading what a walk is about to take hold of.
//!
//! Taking hold of a node or an edge changes its count, and nothing overtakes such a change: a walk that meets each of them
//! in memory that is not at hand waits for one after the other. Plain reads overtake each other. So a walk reads a few
//! dozen ahead, for which the processor waits once, and then takes hold of them.

use std::hint::black_box;
use std::ops::Deref;

use smallvec::SmallVec;

use crate::contents::Member;
use crate::edge::EdgeTypeId;
use crate::incidence::Entry;
use crate::incidences::Incidences;
use crate::node::Node;
use crate::node_edges::NodeEdges;

/// How many nodes are worth reading at once: enough to hide the wait, few enough that all stay at hand.
pub const LOOKAHEAD: usize = 32;

/// From how many nodes on it is worth reading ahead: fewer are at hand.
pub const LEAST_FAR: usize = 1 << 14;

/// How many entries of a list stand in a line of the processor's cache.
const PER_LINE: usize = 64 / size_of::<Entry>();

/// Calls `take` for each node, after it was read together with those around it.
pub(crate) fn look_ahead<'a>(nodes: impl IntoIterator<Item = &'a Node>, mut take: impl FnMut(&'a Node)) {
    let mut nodes = nodes.into_iter();
    loop {
        let some: SmallVec<[&Node; LOOKAHEAD]> = nodes.by_ref().take(LOOKAHEAD).collect();
        if some.is_empty() {
            return;
        }
        look_at_nodes(some.iter().copied());
        some.into_iter().for_each(&mut take);
    }
}

/// Reads nodes of which a walk is about to take hold.
pub fn look_at_nodes(nodes: impl IntoIterator<Item: Deref<Target = Node>>) {
    // The black box keeps the sum, which nobody needs, from being left out.
    black_box(nodes.into_iter().fold(0, |sum: u32, node| sum.wrapping_add(node.id().get())));
}

/// Reads nodes that a walk is about to visit, and some edges of those that may have edges of a kind to follow.
#[inline]
pub fn look_at_members<'a>(members: impl IntoIterator<Item = Member<'a>>, followed: EdgeTypeId) {
    let mut sum = 0_usize;
    for member in members {
        sum = sum.wrapping_add(member.node().id().get() as usize);
        if member.may_lead_away(followed) {
            // One for each line of the processor's cache.
            let edges = member.edges().some(Incidences::SCANNED).iter().step_by(PER_LINE);
            sum = edges.fold(sum, |sum, entry| sum.wrapping_add(entry.other().get()));
        }
    }
    black_box(sum);
}

/// Reads the first edge of each of some nodes whose edges a walk is about to go through: the others stand behind it.
pub fn look_at_edges<'a>(nodes: impl IntoIterator<Item = NodeEdges<'a>>) {
    let first = |edges: NodeEdges<'a>| edges.some(1).iter().next().map_or(0, |entry| entry.other().get());
    black_box(nodes.into_iter().fold(0, |sum: usize, edges| sum.wrapping_add(first(edges))));
}
