//! Finds, among many edges of one kind, the first outgoing one of a name.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable, hash_table};

use crate::edge::late_changes;
use crate::edges::Edges;
use crate::incidence::{Directed, Entry};
use crate::literal::Text;

/// Who bears a name first. All that a search asks for stands here: what lies elsewhere, the list and the edges, is a wait
/// for memory each, of which a search in a large index consists. The hash is for the table when it grows.
struct Bearer {
    name: Text,
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
        let hash_of = |bearer: &Bearer| Self::spread(bearer.hash);
        let place = self.bearers.entry(Self::spread(hash), |bearer| bearer.name == *name, hash_of);
        if let hash_table::Entry::Vacant(place) = place {
            place.insert(Bearer { name: name.clone(), hash, entry });
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

    pub(crate) fn get(&self, name: &str) -> Option<Entry> {
        let found = self.bearers.find(Self::spread(self.hash(name)), |bearer| bearer.name == name);
        found.map(|bearer| bearer.entry)
    }
}
