//! The edges of a graph: each in one place, to which the lists of its two ends refer.

use std::num::NonZeroU32;

use triomphe::Arc;

use crate::attribute::Attribute;
use crate::batch::Batch;
use crate::edge::{Edge, EdgeKind, EdgeShape, direction_copies_hold, type_copies_hold};
use crate::error::GraphError;
use crate::id::EdgeId;
use crate::incidence::{Directed, Entry};
use crate::literal::Literal;
use crate::node::Node;

/// Where an edge stands among the [`Edges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EdgeAt(u32);

/// What an [`EdgeAt`] says.
enum Place {
    /// Among the edges to which the graph has a handle.
    Held(usize),
    /// In a batch, at a position.
    Made(usize, usize),
}

impl EdgeAt {
    const HELD: u32 = 1 << 31;

    fn held(index: usize) -> Result<Self, GraphError> {
        let index = u32::try_from(index).ok().filter(|index| index & Self::HELD == 0);
        index.map(|index| Self(index | Self::HELD)).ok_or(GraphError::EdgeIdsExhausted)
    }

    fn made(batch: usize, at: usize) -> Result<Self, GraphError> {
        let place = u32::try_from(batch * Batch::ROOM + at).ok().filter(|place| place & Self::HELD == 0);
        place.map(Self).ok_or(GraphError::EdgeIdsExhausted)
    }

    fn place(self) -> Place {
        if self.0 & Self::HELD == 0 {
            let place = self.0 as usize;
            Place::Made(place / Batch::ROOM, place % Batch::ROOM)
        } else {
            Place::Held((self.0 & !Self::HELD) as usize)
        }
    }
}

/// The edges of a graph.
#[derive(Clone, Default)]
pub(crate) struct Edges {
    /// Those to which there was a handle when they came.
    held: Vec<Edge>,
    /// Those that were made without one.
    batches: Vec<Arc<Batch>>,
}

/// How many edges there are, to go back to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct EdgesExtent {
    held: usize,
    batches: usize,
    in_last_batch: usize,
}

/// What was taken back, to be dropped without a lock.
pub(crate) type TakenEdges = (Vec<Edge>, Vec<Arc<Batch>>);

impl Edges {
    /// Takes an edge up.
    pub(crate) fn hold(&mut self, edge: Edge) -> Result<EdgeAt, GraphError> {
        let at = EdgeAt::held(self.held.len())?;
        self.held.push(edge);
        Ok(at)
    }

    /// Makes an edge of a shape.
    pub(crate) fn make(&mut self, shape: &EdgeShape) -> Result<EdgeAt, GraphError> {
        let batches = self.batches.len();
        // What other graphs have as well is not added to.
        if let Some(open) = self.batches.last_mut().and_then(Arc::get_mut)
            && !open.is_full()
        {
            let at = EdgeAt::made(batches - 1, open.len())?;
            open.make(shape)?;
            return Ok(at);
        }
        let at = EdgeAt::made(batches, 0)?;
        let mut batch = Batch::new();
        batch.make(shape)?;
        self.batches.push(Arc::new(batch));
        Ok(at)
    }

    /// Puts an edge in the place of another one, which nobody looks for there any more; gives the new one's place.
    pub(crate) fn replace(&mut self, at: EdgeAt, edge: Edge) -> Result<EdgeAt, GraphError> {
        match at.place() {
            Place::Held(index) => {
                if let Some(held) = self.held.get_mut(index) {
                    *held = edge;
                }
                Ok(at)
            }
            Place::Made(..) => self.hold(edge),
        }
    }

    // Edges go away only together with the entries that refer to them.

    fn batch(&self, index: usize) -> &Batch {
        &self.batches[index]
    }

    fn held(&self, index: usize) -> &Edge {
        &self.held[index]
    }

    /// The handle to an edge between these nodes.
    pub(crate) fn handle(&self, at: EdgeAt, source: &Node, target: &Node) -> &Edge {
        match at.place() {
            Place::Held(index) => self.held(index),
            Place::Made(batch, at) => self.batch(batch).handle(at, source, target),
        }
    }

    /// The handle to an edge if there is one, and whether other graphs hold it together with this one.
    pub(crate) fn existing(&self, at: EdgeAt) -> Option<(&Edge, bool)> {
        match at.place() {
            Place::Held(index) => Some((self.held(index), false)),
            Place::Made(batch, at) => {
                Some((self.batch(batch).existing(at)?, !self.batches[batch].is_unique()))
            }
        }
    }

    /// The handle that the graph holds; `None` for an edge that was made without one.
    pub(crate) fn held_at(&self, at: EdgeAt) -> Option<&Edge> {
        match at.place() {
            Place::Held(index) => Some(self.held(index)),
            Place::Made(..) => None,
        }
    }

    /// The edge's number.
    pub(crate) fn id(&self, at: EdgeAt) -> EdgeId {
        match at.place() {
            Place::Held(index) => self.held(index).id(),
            Place::Made(batch, at) => self.batch(batch).id(at),
        }
    }

    /// The edge's name; see [`Edge::name`].
    pub(crate) fn name(&self, at: EdgeAt) -> Option<&str> {
        match at.place() {
            Place::Held(index) => self.held(index).name(),
            Place::Made(batch, at) => self.batch(batch).name(at),
        }
    }

    /// The value of the edge's first attribute of that name.
    pub(crate) fn attr(&self, at: EdgeAt, name: &str) -> Option<Literal> {
        match at.place() {
            Place::Held(index) => self.held(index).attr(name),
            Place::Made(batch, at) => self.batch(batch).attr(at, name),
        }
    }

    /// All attributes of the edge; see [`Edge::attrs`].
    pub(crate) fn attrs(&self, at: EdgeAt) -> Vec<Attribute> {
        match at.place() {
            Place::Held(index) => self.held(index).attrs().collect(),
            Place::Made(batch, at) => self.batch(batch).attrs(at),
        }
    }

    /// The kind of an entry's edge at this moment.
    pub(crate) fn kind(&self, entry: Entry) -> EdgeKind {
        if direction_copies_hold() && type_copies_hold() {
            return entry.kind();
        }
        match entry.edge().place() {
            Place::Held(index) => self.held(index).kind(),
            Place::Made(batch, at) => self.batch(batch).kind(at),
        }
    }

    /// Whether the edge of an entry distinguishes its ends.
    pub(crate) fn directional(&self, entry: Entry) -> bool {
        if direction_copies_hold() { entry.kind().directional } else { self.kind(entry).directional }
    }

    /// Whether a filter lets the edge of an entry pass.
    pub(crate) fn passes(&self, entry: Entry, directed: Directed) -> bool {
        match directed {
            Directed::Any => true,
            Directed::Outgoing => entry.is_source() || !self.directional(entry),
            Directed::Incoming => entry.is_target() || !self.directional(entry),
        }
    }

    pub(crate) fn extent(&self) -> EdgesExtent {
        EdgesExtent {
            held: self.held.len(),
            batches: self.batches.len(),
            in_last_batch: self.batches.last().map_or(0, |batch| batch.len()),
        }
    }

    /// Takes away what came since then.
    pub(crate) fn shrink_to(&mut self, extent: EdgesExtent, (edges, batches): &mut TakenEdges) {
        edges.extend(self.held.drain(extent.held.min(self.held.len())..));
        batches.extend(self.batches.drain(extent.batches.min(self.batches.len())..));
        // Only a batch that no other graph has was added to, and none can have taken from it since.
        if let Some(batch) = self.batches.last_mut().and_then(Arc::get_mut) {
            edges.append(&mut batch.truncate(extent.in_last_batch));
        }
    }
}

/// What is known of edges that one graph takes over from another.
#[derive(Default)]
pub(crate) struct EdgesTaken {
    /// By number of the source's batch, that of the target's, counted from 1.
    batches: Vec<Option<NonZeroU32>>,
    /// By position among the edges that the source holds, where they are in the target.
    held: Vec<Option<EdgeAt>>,
}

impl EdgesTaken {
    /// Takes an edge over that was not taken before, and gives its place in the target.
    pub(crate) fn take(&mut self, from: &Edges, at: EdgeAt, to: &mut Edges) -> Result<EdgeAt, GraphError> {
        match at.place() {
            Place::Held(index) => to.hold(from.held(index).clone()),
            Place::Made(batch, at) => EdgeAt::made(self.take_batch(from, batch, to), at),
        }
    }

    /// Takes an edge over unless it was taken in this way before, and gives its place in the target.
    pub(crate) fn take_once(
        &mut self,
        from: &Edges,
        at: EdgeAt,
        to: &mut Edges,
    ) -> Result<EdgeAt, GraphError> {
        let Place::Held(index) = at.place() else { return self.take(from, at, to) };
        if self.held.is_empty() {
            self.held = vec![None; from.held.len()];
        }
        if let Some(taken) = self.held[index] {
            return Ok(taken);
        }
        let taken = self.take(from, at, to)?;
        self.held[index] = Some(taken);
        Ok(taken)
    }

    fn take_batch(&mut self, from: &Edges, batch: usize, to: &mut Edges) -> usize {
        if self.batches.is_empty() {
            self.batches = vec![None; from.batches.len()];
        }
        if let Some(taken) = self.batches[batch] {
            return taken.get() as usize - 1;
        }
        to.batches.push(Arc::clone(&from.batches[batch]));
        self.batches[batch] = u32::try_from(to.batches.len()).ok().and_then(NonZeroU32::new);
        to.batches.len() - 1
    }
}

/// Some of the edges of a graph.
#[derive(Default)]
pub(crate) struct EdgesSeen {
    /// A bit for each place, in words: those of held edges and those of batches.
    held: Vec<u64>,
    made: Vec<u64>,
}

impl EdgesSeen {
    /// Adds an edge and tells whether it is new.
    pub(crate) fn insert(&mut self, edges: &Edges, at: EdgeAt) -> bool {
        // Fresh memory is zero, so words that are not looked at cost nothing.
        let (words, word, bit) = match at.place() {
            Place::Held(index) => {
                if self.held.is_empty() {
                    self.held = vec![0; edges.held.len().div_ceil(64)];
                }
                (&mut self.held, index / 64, index % 64)
            }
            Place::Made(batch, at) => {
                if self.made.is_empty() {
                    self.made = vec![0; edges.batches.len()];
                }
                (&mut self.made, batch, at)
            }
        };
        let is_new = words[word] & (1 << bit) == 0;
        words[word] |= 1 << bit;
        is_new
    }
}

/// The bits of a batch are a word.
const _: () = assert!(Batch::ROOM == u64::BITS as usize);
