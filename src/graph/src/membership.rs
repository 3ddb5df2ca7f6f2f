//! Which nodes and edges a graph contains.
//!
//! Ids of what is created together are close together, so both tables keep neighbours in the same or the next cache
//! line instead of scattering them.

use std::hash::{BuildHasherDefault, Hasher};
use std::num::NonZeroU32;

use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashTable};
use smallvec::SmallVec;

use crate::id::{EdgeId, NodeId};
use crate::incidence::NodeIndex;

/// An odd number with evenly spread bits: multiplying by it moves what differs into the high bits.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// Ids of one block lie side by side in a table.
const BLOCK_BITS: u32 = 6;

/// The hash of a node id. Tables choose the place by the low bits, which count up within a block of ids, and tell
/// neighbours apart by the seven highest.
fn node_hash(id: NodeId) -> u64 {
    let id = u64::from(id.get());
    let block = (id >> BLOCK_BITS).wrapping_mul(SPREAD) >> 16;
    let place = block.wrapping_add(id & ((1 << BLOCK_BITS) - 1));
    let mark = id.wrapping_mul(SPREAD) & (0x7F << 57);
    (place & !(0x7F << 57)) | mark
}

/// Nodes with consecutive ids at consecutive positions.
#[derive(Clone, Copy)]
struct Run {
    first: NodeId,
    index: NodeIndex,
    len: u32,
}

impl Run {
    fn get(&self, id: NodeId) -> Option<NodeIndex> {
        let offset = id.get().checked_sub(self.first.get())?;
        // A position within the run, which fits as the last one does.
        (offset < self.len).then(|| NodeIndex(self.index.0 + offset))
    }

    /// Whether the node directly follows the run's last one.
    fn goes_on_with(&self, id: NodeId, index: NodeIndex) -> bool {
        id.get().checked_sub(self.first.get()) == Some(self.len)
            && index.0.checked_sub(self.index.0) == Some(self.len)
    }
}

/// Nodes of one block of ids, of which some are missing, at consecutive positions.
#[derive(Clone, Copy)]
struct Ranks {
    /// Which block of ids it is.
    block: u32,
    /// The position of the node with the lowest id.
    first: NodeIndex,
    /// A bit for each id.
    present: u64,
}

impl Ranks {
    fn block_of(id: NodeId) -> u32 {
        id.get() >> BLOCK_BITS
    }

    fn bit_of(id: NodeId) -> u64 {
        1 << (id.get() & ((1 << BLOCK_BITS) - 1))
    }

    fn starting_with(id: NodeId, index: NodeIndex) -> Self {
        Self { block: Self::block_of(id), first: index, present: Self::bit_of(id) }
    }

    fn get(&self, id: NodeId) -> Option<NodeIndex> {
        let bit = Self::bit_of(id);
        let rank = (self.present & (bit - 1)).count_ones();
        (self.present & bit != 0).then(|| NodeIndex(self.first.0 + rank))
    }

    /// Adds a node of the block if it follows those that are there in id and position.
    fn take(&mut self, id: NodeId, index: NodeIndex) -> bool {
        let bit = Self::bit_of(id);
        let follows =
            bit > self.present && index.0.checked_sub(self.first.0) == Some(self.present.count_ones());
        if follows {
            self.present |= bit;
        }
        follows
    }
}

/// Positions of nodes that came together, with ids that are close together.
#[derive(Clone)]
struct Window {
    /// The lowest id.
    first: u32,
    /// By id from there on, the position counted from 1.
    positions: Vec<Option<NonZeroU32>>,
    /// How many nodes there are.
    len: usize,
}

impl Window {
    fn place(&self, id: NodeId) -> usize {
        id.get().wrapping_sub(self.first) as usize
    }

    fn get(&self, id: NodeId) -> Option<NodeIndex> {
        let position = (*self.positions.get(self.place(id))?)?;
        Some(NodeIndex(position.get() - 1))
    }

    fn insert(&mut self, id: NodeId, index: NodeIndex) {
        let place = self.place(id);
        if let Some(position) = self.positions.get_mut(place) {
            *position = NonZeroU32::MIN.checked_add(index.0);
            self.len += 1;
        }
    }

    fn remove(&mut self, id: NodeId) -> bool {
        let place = self.place(id);
        let is_there = self.positions.get_mut(place).and_then(Option::take).is_some();
        self.len -= usize::from(is_there);
        is_there
    }
}

/// What is known of ids that come together.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    lowest: u32,
    highest: u32,
    count: usize,
    /// How many ids do not follow the one before.
    breaks: usize,
    /// The id that would follow the last one.
    next: u32,
}

impl Default for Span {
    fn default() -> Self {
        Self { lowest: u32::MAX, highest: 0, count: 0, breaks: 0, next: 0 }
    }
}

impl Span {
    #[inline]
    pub(crate) fn note(&mut self, id: NodeId) {
        let id = id.get();
        (self.lowest, self.highest) = (self.lowest.min(id), self.highest.max(id));
        self.count += 1;
        self.breaks += usize::from(id != self.next);
        self.next = id.wrapping_add(1);
    }

    /// How many ids there are from the lowest to the highest one.
    fn width(&self) -> usize {
        self.highest.saturating_sub(self.lowest) as usize + 1
    }
}

/// Positions of nodes by node id.
///
/// Nodes that are created one after the other in the same graph form a run, which takes no memory a node and is searched
/// without hashing; a few runs are kept, by ascending ids. Nodes that come by ascending ids but with gaps, as in most parts
/// and copies of graphs, are counted off by blocks of ids. Nodes that come all at once, in any order, stand in a table of
/// their own if their ids are close together. The others stand in a hash table.
#[derive(Clone, Default)]
pub(crate) struct NodeTable {
    runs: SmallVec<[Run; 2]>,
    /// Where the ranks of a block of ids stand.
    blocks: HashMap<u32, u32, BuildHasherDefault<BlockHasher>>,
    ranks: Vec<Ranks>,
    windows: SmallVec<[Window; 1]>,
    scattered: HashTable<(NodeId, NodeIndex)>,
}

impl NodeTable {
    /// More runs than this take longer to search than a hash table.
    const MOST_RUNS: usize = 32;

    pub(crate) fn get(&self, id: NodeId) -> Option<NodeIndex> {
        let behind = self.runs.partition_point(|run| run.first <= id);
        if let Some(run) = behind.checked_sub(1).and_then(|at| self.runs.get(at))
            && let Some(index) = run.get(id)
        {
            return Some(index);
        }
        if !self.ranks.is_empty()
            && let Some(at) = self.blocks.get(&Ranks::block_of(id))
            && let Some(index) = self.ranks.get(*at as usize).and_then(|ranks| ranks.get(id))
        {
            return Some(index);
        }
        if let Some(index) = self.windows.iter().find_map(|window| window.get(id)) {
            return Some(index);
        }
        if self.scattered.is_empty() {
            return None;
        }
        self.scattered.find(node_hash(id), |(other, _)| *other == id).map(|(_, index)| *index)
    }

    /// Adds a node that is absent, at the position that follows the last one added.
    pub(crate) fn insert(&mut self, id: NodeId, index: NodeIndex) {
        let highest = match self.runs.last_mut() {
            Some(run) if run.goes_on_with(id, index) => {
                run.len += 1;
                return;
            }
            Some(run) => run.first.get() + (run.len - 1),
            None => 0,
        };
        if id.get() > highest && self.runs.len() < Self::MOST_RUNS {
            self.runs.push(Run { first: id, index, len: 1 });
            return;
        }
        let block = Ranks::block_of(id);
        match self.ranks.last_mut() {
            Some(ranks) if ranks.block == block => {
                if ranks.take(id, index) {
                    return;
                }
            }
            _ => {
                // There are fewer blocks than nodes, whose numbers fit 32 bits.
                let at = u32::try_from(self.ranks.len()).unwrap_or(u32::MAX);
                if let Entry::Vacant(vacant) = self.blocks.entry(block) {
                    vacant.insert(at);
                    self.ranks.push(Ranks::starting_with(id, index));
                    return;
                }
            }
        }
        self.scattered.insert_unique(node_hash(id), (id, index), |(id, _)| node_hash(*id));
    }

    /// More windows than this take longer to search than a hash table.
    const MOST_WINDOWS: usize = 4;

    /// Fewer nodes than this are not worth a window.
    const LEAST_IN_WINDOW: usize = 64;

    /// Adds nodes that are absent, at consecutive positions.
    pub(crate) fn insert_all(&mut self, ids: impl Iterator<Item = NodeId> + Clone, first: NodeIndex) {
        let mut span = Span::default();
        ids.clone().for_each(|id| span.note(id));
        let added = ids.zip((first.0..=u32::MAX).map(NodeIndex));
        if self.has_room_for_window(&span, span.width()) {
            let mut window = Window { first: span.lowest, positions: vec![None; span.width()], len: 0 };
            added.for_each(|(id, index)| window.insert(id, index));
            self.windows.push(window);
        } else {
            added.for_each(|(id, index)| self.insert(id, index));
        }
    }

    /// Adds nodes that are absent and of which the positions stand in a table already, by id from `first` on and counted
    /// from 1. Does nothing and gives the table back if it is not worth being kept.
    ///
    /// Nodes in the table that were here before stay where they are found.
    pub(crate) fn insert_table(
        &mut self,
        span: &Span,
        first: u32,
        mut positions: Vec<Option<NonZeroU32>>,
    ) -> Result<(), Vec<Option<NonZeroU32>>> {
        let width = (span.highest.saturating_sub(first)) as usize + 1;
        if first > span.lowest || width > positions.len() || !self.has_room_for_window(span, width) {
            return Err(positions);
        }
        positions.truncate(width);
        self.windows.push(Window { first, positions, len: span.count });
        Ok(())
    }

    /// Whether nodes are worth a window of that width. A place takes four bytes, in a hash table 10 to 20.
    fn has_room_for_window(&self, span: &Span, width: usize) -> bool {
        span.breaks > Self::LEAST_IN_WINDOW
            && width / 4 <= span.count
            && self.windows.len() < Self::MOST_WINDOWS
    }

    /// Removes the node that was added last; does nothing if it is absent.
    pub(crate) fn remove_last(&mut self, id: NodeId) {
        if let Some(run) = self.runs.last_mut()
            && run.get(id).is_some()
        {
            run.len -= 1;
            if run.len == 0 {
                self.runs.pop();
            }
        } else if let Some(ranks) = self.ranks.last_mut()
            && ranks.block == Ranks::block_of(id)
            && ranks.get(id).is_some()
        {
            ranks.present &= !Ranks::bit_of(id);
            if ranks.present == 0 {
                self.blocks.remove(&ranks.block);
                self.ranks.pop();
            }
        } else if let Some(window) = self.windows.last_mut()
            && window.remove(id)
        {
            if window.len == 0 {
                self.windows.pop();
            }
        } else if let Ok(found) = self.scattered.find_entry(node_hash(id), |(other, _)| *other == id) {
            found.remove();
        }
    }
}

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

/// How many words of bits a block of edge ids has.
const WORDS: usize = 4;

/// A set of edge ids: one bit each in blocks of 256.
#[derive(Clone, Default)]
pub(crate) struct EdgeSet {
    /// Where the bits of a block stand.
    blocks: HashMap<u32, u32, BuildHasherDefault<BlockHasher>>,
    bits: Vec<[u64; WORDS]>,
    /// The block that got an id last, and where its bits stand: ids mostly come by the dozen.
    latest: Option<(u32, u32)>,
}

impl FromIterator<EdgeId> for EdgeSet {
    fn from_iter<I: IntoIterator<Item = EdgeId>>(ids: I) -> Self {
        let mut set = Self::default();
        for id in ids {
            set.insert(id);
        }
        set
    }
}

/// Where the bit of an id is.
struct BitAt {
    block: u32,
    word: usize,
    bit: u64,
}

impl BitAt {
    fn of(id: EdgeId) -> Self {
        let number = id.get() as usize;
        Self {
            block: id.get() >> (BLOCK_BITS + WORDS.ilog2()),
            word: (number >> BLOCK_BITS) % WORDS,
            bit: 1 << (number & ((1 << BLOCK_BITS) - 1)),
        }
    }
}

impl EdgeSet {
    pub(crate) fn contains(&self, id: EdgeId) -> bool {
        let BitAt { block, word, bit } = BitAt::of(id);
        let bits = self.blocks.get(&block).and_then(|at| self.bits.get(*at as usize));
        bits.is_some_and(|bits| bits[word] & bit != 0)
    }

    /// Adds an id and tells whether it was new.
    pub(crate) fn insert(&mut self, id: EdgeId) -> bool {
        let BitAt { block, word, bit } = BitAt::of(id);
        let at = match self.latest {
            Some((latest, at)) if latest == block => at,
            _ => *self.blocks.entry(block).or_insert_with(|| {
                self.bits.push([0; WORDS]);
                // There are fewer blocks than ids, which have 32 bits.
                u32::try_from(self.bits.len() - 1).unwrap_or(u32::MAX)
            }),
        };
        self.latest = Some((block, at));
        let Some(bits) = self.bits.get_mut(at as usize) else { return false };
        let new = bits[word] & bit == 0;
        bits[word] |= bit;
        new
    }

    /// Removes an id. Its block stays.
    pub(crate) fn remove(&mut self, id: EdgeId) {
        let BitAt { block, word, bit } = BitAt::of(id);
        if let Some(bits) = self.blocks.get(&block).and_then(|at| self.bits.get_mut(*at as usize)) {
            bits[word] &= !bit;
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
    fn a_set_holds_every_id_once() {
        let mut set = EdgeSet::default();
        for number in [1, 63, 64, 65, 1 << 20, u32::MAX] {
            assert!(set.insert(edge(number)));
            assert!(!set.insert(edge(number)));
        }
        set.remove(edge(64));
        set.remove(edge(64));
        assert!(!set.contains(edge(64)));
        assert!(set.contains(edge(65)));
        for number in [1, 63, 65, 1 << 20, u32::MAX] {
            assert!(set.contains(edge(number)));
            set.remove(edge(number));
            assert!(!set.contains(edge(number)));
        }
        assert!(set.bits.iter().flatten().all(|word| *word == 0));
    }

    #[test]
    fn nodes_are_found_in_runs_and_outside_of_them() {
        let node = |number: u32| NodeId::new(NonZeroU32::new(number).unwrap());
        // A long run, one that goes on later, many of length one, ids in descending order.
        let mut numbers: Vec<u32> = (1..100).chain(200..300).chain(100..120).chain(300..310).collect();
        numbers.extend((1000..2000).step_by(7).chain((310..400).rev()).chain([u32::MAX - 1, u32::MAX]));
        // With gaps, then the gaps, then blocks in descending order.
        numbers.extend((3000..3500).step_by(3).chain((3001..3500).step_by(3)));
        numbers.extend((40..60).rev().map(|block| block * 100).chain((40..60).map(|block| block * 100 + 1)));
        let mut table = NodeTable::default();
        for (at, number) in numbers.iter().enumerate() {
            assert_eq!(table.get(node(*number)), None);
            table.insert(node(*number), NodeIndex(u32::try_from(at).unwrap()));
        }
        assert!(table.runs.len() == NodeTable::MOST_RUNS);
        assert!(
            table.ranks.iter().any(|ranks| ranks.present.count_ones() > 20) && !table.scattered.is_empty()
        );
        for left in (0..=numbers.len()).rev() {
            for (at, number) in numbers.iter().enumerate() {
                let expected = (at < left).then(|| NodeIndex(u32::try_from(at).unwrap()));
                assert_eq!(table.get(node(*number)), expected);
            }
            assert_eq!(table.get(node(500)), None);
            if let Some(last) = left.checked_sub(1) {
                table.remove_last(node(numbers[last]));
            }
        }
        assert!(table.runs.is_empty() && table.ranks.is_empty() && table.blocks.is_empty());
        assert!(table.scattered.is_empty());
    }

    #[test]
    fn nodes_that_come_together_are_found_until_they_are_removed() {
        let node = |number: u32| NodeId::new(NonZeroU32::new(number).unwrap());
        // Fewer than are worth it, close together, far apart, one after the other, close together again.
        let parts: [Vec<u32>; 5] = [
            (1..20).rev().collect(),
            (0..500).map(|at| 100 + at * 379 % 1000).collect(),
            (0..100).rev().map(|at| 10_000 + at * 1000).collect(),
            (5000..6000).collect(),
            (7000..7400).rev().collect(),
        ];
        let mut table = NodeTable::default();
        let mut numbers = Vec::new();
        for part in &parts {
            let ids: Vec<NodeId> = part.iter().map(|number| node(*number)).collect();
            table.insert_all(ids.iter().copied(), NodeIndex(u32::try_from(numbers.len()).unwrap()));
            numbers.extend(part);
        }
        assert_eq!((table.windows.len(), table.scattered.is_empty()), (2, false));
        for left in (0..=numbers.len()).rev().step_by(3) {
            for (at, number) in numbers.iter().enumerate() {
                let expected = (at < left).then(|| NodeIndex(u32::try_from(at).unwrap()));
                assert_eq!(table.get(node(*number)), expected);
            }
            assert_eq!(table.get(node(50)), None);
            let removed = numbers[left.saturating_sub(3)..left].iter().rev();
            removed.for_each(|number| table.remove_last(node(*number)));
        }
        assert!(table.windows.is_empty() && table.scattered.is_empty());
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
