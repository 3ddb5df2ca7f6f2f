//! The order of a node's edges by name, known before anybody asks for it.
//!
//! Children are mostly wanted in the order of their names. Names stand far from the lists of edges, so that reading them
//! takes a walk longer than all the rest. When an edge is added, its name is at hand, and so are those of the edges that
//! were added before it; so short lists, which most are, note the order then.

use std::cmp::Ordering;
use std::num::NonZeroU32;

use crate::edges::{EdgeAt, Edges};
use crate::incidence::Entry;
use crate::incidences::Incidences;
use crate::name_start::NameStart;

/// Where an edge comes by name among those of its kind that lead away from a node to other nodes.
///
/// Ranks of a node's edges compare as their names do, in the order of bytes; the same name has the same rank. Between two
/// ranks others may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameRank(NonZeroU32);

impl NameRank {
    /// Up to how many edges of a node have ranks.
    pub const MOST: usize = Incidences::SCANNED;

    /// How many bits a rank takes at most.
    pub(crate) const BITS: u32 = 20;

    const FIRST: Self = Self(NonZeroU32::MIN);

    /// The rank of that number, if there is one.
    pub(crate) const fn new(number: u32) -> Option<Self> {
        match NonZeroU32::new(number) {
            Some(number) if number.get() >> Self::BITS == 0 => Some(Self(number)),
            _ => None,
        }
    }

    /// The rank as a number.
    pub const fn get(self) -> u32 {
        self.0.get()
    }

    fn next(self) -> Option<Self> {
        Self::new(self.get() + 1)
    }

    /// The ranks of names; none beyond what can be numbered.
    pub fn of_names<N: Ord>(names: impl IntoIterator<Item = N>) -> Vec<Option<Self>> {
        let mut sorted: Vec<(N, usize)> = names.into_iter().zip(0..).collect();
        sorted.sort_unstable();
        let mut ranks = vec![None; sorted.len()];
        let mut rank = Some(Self::FIRST);
        for alike in sorted.chunk_by(|(name, _), (next, _)| name == next) {
            for (_, at) in alike {
                ranks[*at] = rank;
            }
            rank = rank.and_then(Self::next);
        }
        ranks
    }
}

/// Ranks the last one of a node's entries of one kind, which stand in the order in which they came, among the others. It
/// leads away and has a name from the beginning, which starts like this.
///
/// It gets no rank if one before it that leads away has none. Such are edges that can get another name, and those that were
/// made without a handle: what makes many edges ranks all of them at once.
pub(crate) fn rank_last(edges: &Edges, start: NameStart, entries: &mut [Entry]) {
    if let Some((last, before)) = entries.split_last_mut() {
        let new = New { edges, edge: last.edge(), start };
        *last = last.ranked(new.rank_among(before));
    }
}

/// An edge that is to be ranked.
struct New<'a> {
    edges: &'a Edges,
    edge: EdgeAt,
    /// The start of its name.
    start: NameStart,
}

impl New<'_> {
    fn rank_among(&self, before: &mut [Entry]) -> Option<NameRank> {
        let mut highest: Option<(NameRank, EdgeAt)> = None;
        for entry in before.iter().filter(|entry| entry.leads_away()) {
            let rank = entry.rank()?;
            if highest.is_none_or(|(highest, _)| highest < rank) {
                highest = Some((rank, entry.edge()));
            }
        }
        let Some((highest, last)) = highest else { return Some(NameRank::FIRST) };
        // What is added mostly comes last by name as well.
        match self.compare_names(last) {
            Ordering::Greater => return highest.next(),
            Ordering::Equal => return Some(highest),
            Ordering::Less => {}
        }
        let mut rank = NameRank::FIRST;
        for entry in before.iter().filter(|entry| entry.leads_away()) {
            match self.compare_names(entry.edge()) {
                Ordering::Greater => rank = rank.max(entry.rank()?.next()?),
                Ordering::Equal => return entry.rank(),
                Ordering::Less => {}
            }
        }
        for entry in before.iter_mut().filter(|entry| entry.rank() >= Some(rank)) {
            *entry = entry.ranked(entry.rank().and_then(NameRank::next));
        }
        Some(rank)
    }

    /// Compares the name of the edge with that of another one.
    #[inline(never)]
    fn compare_names(&self, other: EdgeAt) -> Ordering {
        let Self { edges, edge, start } = *self;
        Some(start).cmp(&edges.name_start(other)).then_with(|| {
            if start.is_whole() { Ordering::Equal } else { edges.name(edge).cmp(&edges.name(other)) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_names_are_in_their_order_and_alike_for_the_same_name() {
        let ranks = NameRank::of_names(["b", "a", "c", "a", ""]);
        let numbers: Vec<u32> = ranks.into_iter().flatten().map(NameRank::get).collect();
        assert_eq!(numbers, [3, 2, 4, 2, 1]);
    }

    #[test]
    fn there_are_no_ranks_beyond_their_bits() {
        let highest = NameRank::new((1 << NameRank::BITS) - 1).unwrap();
        assert_eq!(highest.next(), None);
        assert_eq!(NameRank::new(0), None);
    }
}
