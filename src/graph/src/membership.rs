//! Which nodes and edges a graph contains.
//!
//! Ids of what is created together are close together, so both tables keep neighbours in the same or the next cache
//! line instead of scattering them.

use std::hash::{BuildHasherDefault, Hasher};

use hashbrown::{HashMap, HashTable};

use crate::id::{EdgeId, NodeId};
use crate::incidence::NodeIndex;

/// An odd number with evenly spread bits: multiplying by it moves what differs into the high bits.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Ids of one block lie side by side in a table.
const BLOCK_BITS: u32 = 6;

/// The hash of a node id. Tables choose the place by the low bits, which count up within a block of ids, and tell
/// neighbours apart by the seven highest.
pub(crate) fn node_hash(id: NodeId) -> u64 {
    let id = u64::from(id.get());
    let block = (id >> BLOCK_BITS).wrapping_mul(SPREAD) >> 16;
    let place = block.wrapping_add(id & ((1 << BLOCK_BITS) - 1));
    let mark = id.wrapping_mul(SPREAD) & (0x7F << 57);
    (place & !(0x7F << 57)) | mark
}

/// Positions of nodes by node id.
pub(crate) type NodeTable = HashTable<(NodeId, NodeIndex)>;

/// Hashes block numbers.
#[derive(Default)]
pub(crate) struct BlockHasher(u64);

impl Hasher for BlockHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        let product = (self.0 ^ u64::from(number)).wrapping_mul(SPREAD);
        self.0 = product ^ (product >> 32);
    }
}

/// A set of edge ids: one bit each in blocks of 64.
#[derive(Default)]
pub(crate) struct EdgeSet {
    blocks: HashMap<u32, u64, BuildHasherDefault<BlockHasher>>,
    len: usize,
}

impl EdgeSet {
    fn locate(id: EdgeId) -> (u32, u64) {
        (id.get() >> BLOCK_BITS, 1 << (id.get() & ((1 << BLOCK_BITS) - 1)))
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    pub(crate) fn contains(&self, id: EdgeId) -> bool {
        let (block, bit) = Self::locate(id);
        self.blocks.get(&block).is_some_and(|bits| bits & bit != 0)
    }

    /// Adds an id and tells whether it was new.
    pub(crate) fn insert(&mut self, id: EdgeId) -> bool {
        let (block, bit) = Self::locate(id);
        let bits = self.blocks.entry(block).or_default();
        let new = *bits & bit == 0;
        *bits |= bit;
        self.len += usize::from(new);
        new
    }

    /// Removes an id.
    pub(crate) fn remove(&mut self, id: EdgeId) {
        let (block, bit) = Self::locate(id);
        if let Some(bits) = self.blocks.get_mut(&block)
            && *bits & bit != 0
        {
            *bits &= !bit;
            self.len -= 1;
            if *bits == 0 {
                self.blocks.remove(&block);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    fn edge(number: u32) -> EdgeId {
        EdgeId::new(NonZeroU32::new(number).unwrap())
    }

    #[test]
    fn a_set_counts_every_id_once() {
        let mut set = EdgeSet::default();
        for number in [1, 63, 64, 65, 1 << 20, u32::MAX] {
            assert!(set.insert(edge(number)));
            assert!(!set.insert(edge(number)));
        }
        assert_eq!(set.len(), 6);
        set.remove(edge(64));
        set.remove(edge(64));
        assert_eq!(set.len(), 5);
        assert!(!set.contains(edge(64)));
        assert!(set.contains(edge(65)));
        for number in [1, 63, 65, 1 << 20, u32::MAX] {
            set.remove(edge(number));
        }
        assert_eq!((set.len(), set.blocks.len()), (0, 0));
    }

    #[test]
    fn strided_node_ids_do_not_pile_up() {
        for stride in [1, 2, 64, 1024, 65536] {
            let mut places: Vec<u64> = (1..=1024_u32)
                .map(|step| node_hash(NodeId::new(NonZeroU32::new(step * stride).unwrap())) & 4095)
                .collect();
            places.sort_unstable();
            places.dedup();
            assert!(places.len() > 512, "stride {stride}: {} places", places.len());
        }
    }
}
