//! Edges that graphs make by themselves, dozens at a time.

use std::sync::OnceLock;

use arrayvec::ArrayVec;

use crate::attribute::Attribute;
use crate::edge::{EDGES, Edge, EdgeKind, EdgeShape, new_id};
use crate::error::GraphError;
use crate::id::EdgeId;
use crate::literal::{Literal, Text};
use crate::node::Node;

/// An edge of a batch: its number, and which of the batch's shapes it has.
struct Made {
    id: EdgeId,
    shape: u8,
}

/// Some edges that a graph made by their shapes. An edge takes eight bytes here until somebody asks for a handle to it.
///
/// The ends of an edge are known to the graphs that contain it. Graphs share the batches from which they take edges, and
/// with them the handles, so that an edge is the same wherever it is looked at. A handle that was asked for lives as long
/// as any graph that took an edge of the batch; that is why batches are small.
pub(crate) struct Batch {
    /// In place, so that one look leads to them.
    made: ArrayVec<Made, { Batch::ROOM }>,
    shapes: Vec<EdgeShape>,
    handles: OnceLock<Box<[OnceLock<Edge>; Batch::ROOM]>>,
}

impl Batch {
    /// How many edges a batch has room for.
    pub(crate) const ROOM: usize = 64;

    /// No edges.
    pub(crate) fn new() -> Self {
        Self { made: ArrayVec::new(), shapes: Vec::new(), handles: OnceLock::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.made.len()
    }

    pub(crate) fn is_full(&self) -> bool {
        self.len() >= Self::ROOM
    }

    /// Makes an edge, which comes last. There must be room.
    pub(crate) fn make(&mut self, shape: &EdgeShape) -> Result<(), GraphError> {
        let id = new_id()?;
        let known = if shape.is_unused() { None } else { self.place_of(shape) };
        let shape = known.unwrap_or_else(|| {
            self.shapes.push(shape.clone());
            self.shapes.len() - 1
        });
        // There are at most as many shapes as edges.
        self.made.push(Made { id, shape: u8::try_from(shape).unwrap_or(u8::MAX) });
        Ok(())
    }

    /// Where the shape stands, if an edge has it.
    #[inline]
    fn place_of(&self, shape: &EdgeShape) -> Option<usize> {
        // A new node mostly gets two edges, one of the shape that the one before got as well and one of the shape that came
        // next the last time.
        let likely = self.made.iter().nth_back(1).map_or(0, |made| usize::from(made.shape));
        let (earlier, from_there) = self.shapes.split_at_checked(likely).unwrap_or((&self.shapes, &[]));
        let is_it = |known: &EdgeShape| known.is(shape);
        let known = from_there.iter().position(is_it).map(|at| likely + at);
        known.or_else(|| earlier.iter().position(is_it))
    }

    fn made(&self, at: usize) -> (EdgeId, &EdgeShape) {
        // Places come from `make` only, and what is taken back is not looked at any more.
        let made = &self.made[at];
        (made.id, &self.shapes[usize::from(made.shape)])
    }

    pub(crate) fn id(&self, at: usize) -> EdgeId {
        self.made(at).0
    }

    /// The handle, if somebody asked for it.
    pub(crate) fn existing(&self, at: usize) -> Option<&Edge> {
        self.handles.get()?.get(at)?.get()
    }

    /// The handle of an edge between these nodes.
    pub(crate) fn handle(&self, at: usize, source: &Node, target: &Node) -> &Edge {
        let handles = self.handles.get_or_init(|| Box::new([const { OnceLock::new() }; Self::ROOM]));
        handles[at].get_or_init(|| {
            let (id, shape) = self.made(at);
            Edge::of_shape(id, shape, source.clone(), target.clone())
        })
    }

    /// The edge's kind at this moment.
    pub(crate) fn kind(&self, at: usize) -> EdgeKind {
        self.existing(at).map_or_else(|| self.made(at).1.kind(), Edge::kind)
    }

    /// The edge's name; see [`Edge::name`].
    pub(crate) fn name(&self, at: usize) -> Option<&Text> {
        let shape = self.made(at).1;
        // What was added to the edge stands behind the name that it has had from the beginning.
        shape.fixed_name().or_else(|| self.existing(at).map_or_else(|| shape.first_name(), Edge::name_text))
    }

    /// The value of the edge's first attribute of that name.
    pub(crate) fn attr(&self, at: usize, name: &str) -> Option<Literal> {
        self.existing(at).map_or_else(|| self.made(at).1.attr(name), |edge| edge.attr(name))
    }

    /// All attributes of the edge; see [`Edge::attrs`].
    pub(crate) fn attrs(&self, at: usize) -> Vec<Attribute> {
        match self.existing(at) {
            Some(edge) => edge.attrs().collect(),
            None => self.made(at).1.attrs().collect(),
        }
    }

    /// Takes the edges from there on away; gives the handles to them, which have to be dropped without a lock.
    pub(crate) fn truncate(&mut self, len: usize) -> Vec<Edge> {
        let gone = self.made.len().saturating_sub(len);
        let handles = self.handles.get_mut().into_iter().flat_map(|handles| handles.iter_mut());
        let handles: Vec<Edge> = handles.skip(len).filter_map(OnceLock::take).collect();
        self.made.truncate(len);
        // Shapes stand in the order in which they were first used.
        let shapes = self.made.iter().map(|made| usize::from(made.shape) + 1).max();
        self.shapes.truncate(shapes.unwrap_or(0));
        EDGES.retire_many(|| gone - handles.len());
        handles
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        EDGES.retire_many(|| {
            // A handle counts by itself, and may live longer.
            let handles = self.handles.get().into_iter().flat_map(|handles| handles.iter());
            self.made.len() - handles.filter(|handle| handle.get().is_some()).count()
        });
    }
}
