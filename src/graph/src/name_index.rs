//! Finds, among many edges of one kind, the first outgoing one of a name.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::edge::late_changes;
use crate::edges::Edges;
use crate::incidence::{Directed, Entry};

/// Where a name is first borne. The hash stands here so that a growing table need not look at the edges.
struct Place {
    hash: u32,
    position: u32,
}

/// An index over the entries of one list; the list grows and shrinks only at its end.
///
/// It holds as long as no edge that is in a graph gets a name or another direction, which
/// [`late_changes`] tells; then it has to be built anew.
pub(crate) struct NameIndex {
    late_changes: u64,
    hasher: DefaultHashBuilder,
    places: HashTable<Place>,
}

impl NameIndex {
    /// The longest list that can be indexed.
    pub(crate) const CAPACITY: usize = u32::MAX as usize;

    pub(crate) fn build(edges: &Edges, entries: &[Entry]) -> Self {
        // Read first: a change during the work then makes the index outdated instead of wrong.
        let late_changes = late_changes();
        let mut index = Self {
            late_changes,
            hasher: DefaultHashBuilder::default(),
            places: HashTable::with_capacity(entries.len()),
        };
        for position in 0..entries.len() {
            index.note(edges, entries, position);
        }
        index
    }

    pub(crate) fn is_current(&self) -> bool {
        self.late_changes == late_changes()
    }

    fn hash(&self, name: &str) -> u32 {
        let hash = self.hasher.hash_one(name).to_le_bytes();
        u32::from_le_bytes([hash[0], hash[1], hash[2], hash[3]])
    }

    /// Spreads a short hash over the bits that the table looks at.
    fn spread(hash: u32) -> u64 {
        (u64::from(hash) << 32) | u64::from(hash)
    }

    /// Takes up the entry at a position, unless an earlier one bears its name.
    fn note(&mut self, edges: &Edges, entries: &[Entry], position: usize) {
        let Some(entry) = entries.get(position) else {
            return;
        };
        let (Some(name), Ok(place)) = (edges.name(entry.edge()), u32::try_from(position)) else {
            return;
        };
        if !edges.passes(*entry, Directed::Outgoing) || self.get(edges, entries, name).is_some() {
            return;
        }
        let hash = self.hash(name);
        self.places.insert_unique(Self::spread(hash), Place { hash, position: place }, |place| {
            Self::spread(place.hash)
        });
    }

    /// Takes up the entry that was just added.
    pub(crate) fn note_last(&mut self, edges: &Edges, entries: &[Entry]) {
        if let Some(last) = entries.len().checked_sub(1) {
            self.note(edges, entries, last);
        }
    }

    /// Drops the last entry, which is about to be removed.
    pub(crate) fn forget_last(&mut self, edges: &Edges, entries: &[Entry]) {
        let Some(last) = entries.len().checked_sub(1) else {
            return;
        };
        let Some(name) = edges.name(entries[last].edge()) else {
            return;
        };
        let hash = self.hash(name);
        let found = self.places.find_entry(Self::spread(hash), |place| place.position as usize == last);
        if let Ok(found) = found {
            found.remove();
        }
    }

    pub(crate) fn get<'a>(&self, edges: &Edges, entries: &'a [Entry], name: &str) -> Option<&'a Entry> {
        let hash = self.hash(name);
        let place = self.places.find(Self::spread(hash), |place| {
            place.hash == hash
                && entries
                    .get(place.position as usize)
                    .is_some_and(|entry| edges.name(entry.edge()) == Some(name))
        })?;
        entries.get(place.position as usize)
    }
}
