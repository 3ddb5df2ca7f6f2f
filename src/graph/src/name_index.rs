//! Finds, among many edges of one kind, the first outgoing one of a name.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::edge::late_changes;
use crate::edges::Edges;
use crate::incidence::{Directed, Entry};

/// Who bears a name first. The hash stands here so that a growing table need not look at the edges, and the entry so that
/// a search need not look at the list.
struct Bearer {
    hash: u32,
    entry: Entry,
}

/// An index over the entries of one list; the list grows and shrinks only at its end.
///
/// It holds as long as no edge that is in a graph gets a name or another direction, which
/// [`late_changes`] tells; then it has to be built anew.
pub(crate) struct NameIndex {
    late_changes: u64,
    hasher: DefaultHashBuilder,
    bearers: HashTable<Bearer>,
}

impl NameIndex {
    pub(crate) fn build(edges: &Edges, entries: &[Entry]) -> Self {
        // Read first: a change during the work then makes the index outdated instead of wrong.
        let late_changes = late_changes();
        let mut index = Self {
            late_changes,
            hasher: DefaultHashBuilder::default(),
            bearers: HashTable::with_capacity(entries.len()),
        };
        for entry in entries {
            index.note(edges, *entry);
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

    /// Takes up an entry that was just added, unless an earlier one bears its name.
    pub(crate) fn note(&mut self, edges: &Edges, entry: Entry) {
        if !edges.passes(entry, Directed::Outgoing) {
            return;
        }
        let Some(name) = edges.name(entry.edge()) else { return };
        let hash = self.hash(name);
        if self.find(edges, hash, name).is_none() {
            self.bearers.insert_unique(Self::spread(hash), Bearer { hash, entry }, |bearer| {
                Self::spread(bearer.hash)
            });
        }
    }

    /// Drops the last entry, which is about to be removed.
    pub(crate) fn forget(&mut self, edges: &Edges, entry: Entry) {
        let Some(name) = edges.name(entry.edge()) else { return };
        let is_it = |bearer: &Bearer| {
            bearer.entry.edge() == entry.edge() && bearer.entry.is_second() == entry.is_second()
        };
        if let Ok(found) = self.bearers.find_entry(Self::spread(self.hash(name)), is_it) {
            found.remove();
        }
    }

    fn find(&self, edges: &Edges, hash: u32, name: &str) -> Option<Entry> {
        let is_it = |bearer: &Bearer| bearer.hash == hash && edges.name(bearer.entry.edge()) == Some(name);
        self.bearers.find(Self::spread(hash), is_it).map(|bearer| bearer.entry)
    }

    pub(crate) fn get(&self, edges: &Edges, name: &str) -> Option<Entry> {
        self.find(edges, self.hash(name), name)
    }
}
