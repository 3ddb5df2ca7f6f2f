//! Reference paths: how types name nodes that exist only in their instances.

use pyzig_graph::{EdgeTypeId, Text};

use crate::composition;

/// One step of a reference path: the name of what to go to, and the kind of edge to go over.
///
/// Composition, trait, pointer and operand edges can be gone over; their modules have a function `traverse` each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The name: of a child, of a type of trait, or of an operand. Unused for pointers.
    pub identifier: Text,
    /// The kind of edge to go over.
    pub edge_type: EdgeTypeId,
}

impl Segment {
    /// A step over an edge of that kind.
    pub fn new(identifier: impl Into<Text>, edge_type: EdgeTypeId) -> Self {
        Self { identifier: identifier.into(), edge_type }
    }
}

impl From<&str> for Segment {
    /// A step to the child of that name.
    fn from(name: &str) -> Self {
        composition::traverse(name)
    }
}
