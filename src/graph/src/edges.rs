//! The edges of a graph: each in one place, to which the lists of its two ends refer.

use std::num::NonZeroU32;

use arrayvec::ArrayVec;
use triomphe::Arc;

use crate::attribute::Attribute;
use crate::batch::Batch;
use crate::edge::{Edge, EdgeKind, EdgeShape, copies_hold, direction_copies_hold};
use crate::error::GraphError;
use crate::id::EdgeId;
use crate::incidence::{Directed, Entry};
use crate::literal::{Literal, Text};
use crate::name_start::NameStart;
use crate::node::Node;

/// Where an edge stands among the [`Edges`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EdgeAt(u32);

/// What an [`EdgeAt`] says.
enum Place {
    /// In a chunk of handles, at a position.
    Held(usize, usize),
    /// In a batch, at a position.
    Made(usize, usize),
}

/// How many edges stand together: in a chunk of handles as in a batch.
const ROOM: usize = Batch::ROOM;

const _: () = assert!(ROOM.is_power_of_two());

impl EdgeAt {
    pub(crate) const FIRST: Self = Self(0);

    const HELD: u32 = 1 << 31;

    /// What of the number says where in the chunk.
    const IN_CHUNK: u32 = (1 << ROOM.trailing_zeros()) - 1;

    fn number(chunk: usize, at: usize) -> Result<u32, GraphError> {
        let place = u32::try_from(chunk * ROOM + at).ok().filter(|place| place & Self::HELD == 0);
        place.ok_or(GraphError::EdgeIdsExhausted)
    }

    fn held(chunk: usize, at: usize) -> Result<Self, GraphError> {
        Self::number(chunk, at).map(|place| Self(place | Self::HELD))
    }

    fn made(batch: usize, at: usize) -> Result<Self, GraphError> {
        Self::number(batch, at).map(Self)
    }

    /// What stands for the chunk: the number of its last place.
    fn chunk_number(self) -> NonZeroU32 {
        NonZeroU32::MIN | self.0 | Self::IN_CHUNK
    }

    /// The place in another chunk that is the same as this one in its chunk.
    #[inline]
    fn of_chunk(self, chunk: NonZeroU32) -> Self {
        Self(chunk.get() & !Self::IN_CHUNK | self.0 & Self::IN_CHUNK)
    }

    /// A bit for each position in the chunk.
    #[inline]
    fn bit(self) -> u64 {
        1 << (self.0 & Self::IN_CHUNK)
    }

    /// Whether there was a handle to the edge when it came.
    #[inline]
    pub(crate) fn is_held(self) -> bool {
        self.0 & Self::HELD != 0
    }

    #[inline]
    fn place(self) -> Place {
        let place = (self.0 & !Self::HELD) as usize;
        let (chunk, at) = (place / ROOM, place % ROOM);
        if self.is_held() { Place::Held(chunk, at) } else { Place::Made(chunk, at) }
    }
}

/// Handles to some edges, in place, so that one look leads to them.
///
/// Graphs share chunks as they share batches: a graph takes an edge over by its place, without a look at the edge. So an
/// edge lives as long as any graph that took an edge of its chunk; that is why chunks are small.
#[derive(Default)]
struct Chunk {
    edges: ArrayVec<Edge, ROOM>,
    /// The starts of their names, of those that cannot get another one, once there is any: what is searched or sorted by
    /// names waits for no edge then.
    names: Vec<Option<NameStart>>,
}

impl Chunk {
    /// Adds an edge. There must be room.
    fn push(&mut self, edge: Edge) {
        if edge.fixed_name().is_some() || !self.names.is_empty() {
            self.push_name(&edge);
        }
        self.edges.push(edge);
    }

    fn push_name(&mut self, edge: &Edge) {
        if self.names.is_empty() {
            self.names.reserve_exact(ROOM);
            self.names.resize(self.edges.len(), None);
        }
        self.names.push(edge.fixed_name().map(|name| NameStart::of(name)));
    }

    /// Puts an edge in the place of another one, if there is one.
    fn replace(&mut self, at: usize, edge: Edge) -> Result<(), Edge> {
        let Some(place) = self.edges.get_mut(at) else { return Err(edge) };
        // To be found by its name, as the others that have no name here.
        if let Some(name) = self.names.get_mut(at) {
            *name = None;
        }
        *place = edge;
        Ok(())
    }

    /// The start of an edge's name, if it cannot get another one.
    #[inline]
    fn fixed_name_start(&self, at: usize) -> Option<NameStart> {
        self.names.get(at).copied().flatten()
    }

    /// The start of an edge's name.
    #[inline]
    fn name_start(&self, at: usize) -> Option<NameStart> {
        self.fixed_name_start(at).or_else(|| self.edges[at].name().map(NameStart::of))
    }

    /// Takes the edges from there on away.
    fn split_off(&mut self, len: usize) -> impl Iterator<Item = Edge> {
        self.names.truncate(len);
        self.edges.drain(len.min(self.edges.len())..)
    }
}

/// The edges of a graph.
#[derive(Clone, Default)]
pub(crate) struct Edges {
    /// Those to which there was a handle when they came.
    held: Vec<Arc<Chunk>>,
    /// Those that were made without one.
    batches: Vec<Arc<Batch>>,
}

/// How many edges there are, to go back to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct EdgesExtent {
    held: usize,
    in_last_held: usize,
    batches: usize,
    in_last_batch: usize,
}

/// What was taken back, to be dropped without a lock.
#[derive(Default)]
pub(crate) struct TakenBack {
    edges: Vec<Edge>,
    held: Vec<Arc<Chunk>>,
    batches: Vec<Arc<Batch>>,
}

impl Edges {
    /// Takes an edge up.
    pub(crate) fn hold(&mut self, edge: Edge) -> Result<EdgeAt, GraphError> {
        let chunks = self.held.len();
        // What other graphs have as well is not added to.
        if let Some(open) = self.held.last_mut().and_then(Arc::get_mut)
            && open.edges.len() < ROOM
        {
            let at = EdgeAt::held(chunks - 1, open.edges.len())?;
            open.push(edge);
            return Ok(at);
        }
        let at = EdgeAt::held(chunks, 0)?;
        let mut chunk = Chunk::default();
        chunk.push(edge);
        self.held.push(Arc::new(chunk));
        Ok(at)
    }

    /// Makes an edge of a shape.
    pub(crate) fn make(&mut self, shape: &EdgeShape) -> Result<EdgeAt, GraphError> {
        let batches = self.batches.len();
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
        if let Place::Held(chunk, place) = at.place()
            && let Some(own) = self.held.get_mut(chunk).and_then(Arc::get_mut)
        {
            return match own.replace(place, edge) {
                Ok(()) => Ok(at),
                Err(edge) => self.hold(edge),
            };
        }
        self.hold(edge)
    }

    // Edges go away only together with the entries that refer to them.

    fn batch(&self, index: usize) -> &Batch {
        &self.batches[index]
    }

    fn held(&self, chunk: usize, at: usize) -> &Edge {
        &self.held[chunk].edges[at]
    }

    /// The handle to an edge between these nodes.
    pub(crate) fn handle(&self, at: EdgeAt, source: &Node, target: &Node) -> &Edge {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at),
            Place::Made(batch, at) => self.batch(batch).handle(at, source, target),
        }
    }

    /// The handle to an edge if there is one, and whether other graphs hold it together with this one.
    pub(crate) fn existing(&self, at: EdgeAt) -> Option<(&Edge, bool)> {
        match at.place() {
            Place::Held(chunk, at) => Some((self.held(chunk, at), !self.held[chunk].is_unique())),
            Place::Made(batch, at) => {
                Some((self.batch(batch).existing(at)?, !self.batches[batch].is_unique()))
            }
        }
    }

    /// The edge's number.
    pub(crate) fn id(&self, at: EdgeAt) -> EdgeId {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at).id(),
            Place::Made(batch, at) => self.batch(batch).id(at),
        }
    }

    /// The edge's name; see [`Edge::name`].
    #[inline]
    pub(crate) fn name(&self, at: EdgeAt) -> Option<&Text> {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at).name_text(),
            Place::Made(batch, at) => self.batch(batch).name(at),
        }
    }

    /// The start of the edge's name.
    #[expect(clippy::inline_always, reason = "searches among few edges consist of this")]
    #[inline(always)]
    pub(crate) fn name_start(&self, at: EdgeAt) -> Option<NameStart> {
        match at.place() {
            Place::Held(chunk, at) => self.held[chunk].name_start(at),
            Place::Made(batch, at) => self.batch(batch).name(at).map(|name| NameStart::of(name)),
        }
    }

    /// The value of the edge's first attribute of that name.
    pub(crate) fn attr(&self, at: EdgeAt, name: &str) -> Option<Literal> {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at).attr(name),
            Place::Made(batch, at) => self.batch(batch).attr(at, name),
        }
    }

    /// All attributes of the edge; see [`Edge::attrs`].
    pub(crate) fn attrs(&self, at: EdgeAt) -> Vec<Attribute> {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at).attrs().collect(),
            Place::Made(batch, at) => self.batch(batch).attrs(at),
        }
    }

    /// The start of the name of an edge that was held when it came, if it cannot get another name.
    #[inline]
    pub(crate) fn held_name_start(&self, at: EdgeAt) -> Option<NameStart> {
        match at.place() {
            Place::Held(chunk, at) => self.held[chunk].fixed_name_start(at),
            Place::Made(..) => None,
        }
    }

    /// The kind of an entry's edge at this moment.
    #[inline]
    pub(crate) fn kind(&self, entry: Entry) -> EdgeKind {
        self.present(entry).kind()
    }

    /// The entry as it would be if the edge came at this moment.
    #[inline]
    pub(crate) fn present(&self, entry: Entry) -> Entry {
        if copies_hold() { entry } else { entry.of_kind(self.present_kind(entry.edge())) }
    }

    #[cold]
    fn present_kind(&self, at: EdgeAt) -> EdgeKind {
        match at.place() {
            Place::Held(chunk, at) => self.held(chunk, at).kind(),
            Place::Made(batch, at) => self.batch(batch).kind(at),
        }
    }

    /// Whether the edge of an entry distinguishes its ends.
    #[inline]
    pub(crate) fn directional(&self, entry: Entry) -> bool {
        if direction_copies_hold() { entry.kind().directional } else { self.kind(entry).directional }
    }

    /// Whether a filter lets the edge of an entry pass.
    #[inline]
    pub(crate) fn passes(&self, entry: Entry, directed: Directed) -> bool {
        match directed {
            Directed::Any => true,
            Directed::Outgoing => entry.is_source() || !self.directional(entry),
            Directed::Incoming => entry.is_target() || !self.directional(entry),
        }
    }

    /// Has the chunk of an edge in common with another graph; gives the place of the chunk's first edge.
    #[cold]
    fn share(&mut self, from: &Self, at: EdgeAt) -> Result<EdgeAt, GraphError> {
        match at.place() {
            Place::Held(chunk, _) => {
                let at = EdgeAt::held(self.held.len(), 0)?;
                self.held.push(Arc::clone(&from.held[chunk]));
                Ok(at)
            }
            Place::Made(batch, _) => {
                let at = EdgeAt::made(self.batches.len(), 0)?;
                self.batches.push(Arc::clone(&from.batches[batch]));
                Ok(at)
            }
        }
    }

    pub(crate) fn extent(&self) -> EdgesExtent {
        EdgesExtent {
            held: self.held.len(),
            in_last_held: self.held.last().map_or(0, |chunk| chunk.edges.len()),
            batches: self.batches.len(),
            in_last_batch: self.batches.last().map_or(0, |batch| batch.len()),
        }
    }

    /// Takes away what came since then.
    pub(crate) fn shrink_to(&mut self, extent: EdgesExtent, taken: &mut TakenBack) {
        taken.held.extend(self.held.drain(extent.held.min(self.held.len())..));
        taken.batches.extend(self.batches.drain(extent.batches.min(self.batches.len())..));
        // Only what no other graph has was added to, and none can have taken from it since.
        if let Some(chunk) = self.held.last_mut().and_then(Arc::get_mut) {
            taken.edges.extend(chunk.split_off(extent.in_last_held));
        }
        if let Some(batch) = self.batches.last_mut().and_then(Arc::get_mut) {
            taken.edges.append(&mut batch.truncate(extent.in_last_batch));
        }
    }
}

/// What is known of edges that one graph takes over from another.
#[derive(Default)]
pub(crate) struct EdgesTaken {
    held: ChunksTaken,
    batches: ChunksTaken,
}

impl EdgesTaken {
    /// Takes an edge over and gives its place in the target.
    #[inline]
    pub(crate) fn take(&mut self, from: &Edges, at: EdgeAt, to: &mut Edges) -> Result<EdgeAt, GraphError> {
        match at.place() {
            Place::Held(chunk, at) => EdgeAt::held(self.held.take(&from.held, chunk, &mut to.held), at),
            Place::Made(batch, at) => {
                EdgeAt::made(self.batches.take(&from.batches, batch, &mut to.batches), at)
            }
        }
    }
}

/// By number of the source's chunk, that of the target's, counted from 1.
#[derive(Default)]
struct ChunksTaken(Vec<Option<NonZeroU32>>);

impl ChunksTaken {
    #[inline]
    fn take<T>(&mut self, from: &[Arc<T>], chunk: usize, to: &mut Vec<Arc<T>>) -> usize {
        match self.0.get(chunk) {
            Some(Some(taken)) => taken.get() as usize - 1,
            _ => self.take_first(from, chunk, to),
        }
    }

    #[cold]
    fn take_first<T>(&mut self, from: &[Arc<T>], chunk: usize, to: &mut Vec<Arc<T>>) -> usize {
        if self.0.is_empty() {
            self.0 = vec![None; from.len()];
        }
        to.push(Arc::clone(&from[chunk]));
        self.0[chunk] = u32::try_from(to.len()).ok().and_then(NonZeroU32::new);
        to.len() - 1
    }
}

/// Edges of a graph that another one takes over.
pub(crate) struct Arrivals {
    /// By number of the chunk, first the batches, behind them the handles: a bit for each edge that came by, and where the
    /// chunk stands in the target, if any edge of it arrived. Fresh memory is zero, so what is not looked at costs nothing.
    chunks: Vec<(u64, Option<NonZeroU32>)>,
    batches: usize,
    count: usize,
}

/// The bits of a chunk are a word.
const _: () = assert!(ROOM == u64::BITS as usize);

impl Arrivals {
    /// No edge of that graph arrived so far.
    pub(crate) fn new(from: &Edges) -> Self {
        let batches = from.batches.len();
        Self { chunks: vec![(0, None); batches + from.held.len()], batches, count: 0 }
    }

    /// The number of an edge's chunk.
    #[inline]
    fn chunk(&self, at: EdgeAt) -> usize {
        match at.place() {
            Place::Made(batch, _) => batch,
            Place::Held(chunk, _) => self.batches + chunk,
        }
    }

    /// Whether an edge came by already, be it that it arrived or that it was in the target before.
    #[inline]
    pub(crate) fn is_known(&self, at: EdgeAt) -> bool {
        self.chunks.get(self.chunk(at)).is_some_and(|(known, _)| known & at.bit() != 0)
    }

    /// Notes that an edge was in the target before.
    pub(crate) fn skip(&mut self, at: EdgeAt) {
        let chunk = self.chunk(at);
        self.chunks[chunk].0 |= at.bit();
    }

    /// Takes an edge over that is not known.
    #[inline]
    pub(crate) fn push(&mut self, from: &Edges, at: EdgeAt, to: &mut Edges) -> Result<EdgeAt, GraphError> {
        let chunk = self.chunk(at);
        let (known, place) = &mut self.chunks[chunk];
        if place.is_none() {
            *place = Some(to.share(from, at)?.chunk_number());
        }
        *known |= at.bit();
        self.count += 1;
        Ok(at.of_chunk(place.unwrap_or(NonZeroU32::MIN)))
    }

    /// Notes that an edge arrived that is in no graph.
    pub(crate) fn push_new(&mut self) {
        self.count += 1;
    }

    /// How many edges arrived.
    pub(crate) fn len(&self) -> usize {
        self.count
    }
}
