//! Python callables that are called for one edge after the other.

use pyzig_reference::{New, Visitor};

use super::bound_edge::BoundEdgeReference;

/// A Python callable `f(ctx, bound_edge)`.
pub(crate) type EdgeVisitor<'a, 'py> = Visitor<'a, 'py, New<BoundEdgeReference>>;
