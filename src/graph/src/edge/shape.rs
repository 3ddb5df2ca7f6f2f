//! What edges have in common that are made in great number.

use triomphe::Arc;

use super::EdgeAttributes;
use super::bits::{EdgeBits, EdgeKind, EdgeOrder, EdgeTypeId};
use crate::attribute::{Attribute, SharedAttributes};
use crate::literal::{Literal, Text};

/// What edges have in common that are made in great number: everything but their ends. A clone is the same shape.
#[derive(Clone, Debug)]
pub struct EdgeShape(pub(super) Arc<Shape>);

#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// As of an edge that is in a graph.
    pub(super) bits: EdgeBits,
    pub(super) name: Option<Text>,
    pub(super) attributes: SharedAttributes,
}

impl EdgeShape {
    /// Edges with neither name nor attributes.
    pub fn new(
        edge_type: EdgeTypeId,
        directional: bool,
        order: EdgeOrder,
        edge_specific: Option<u16>,
    ) -> Self {
        let bits = EdgeBits::new(edge_type, directional, order, edge_specific).0 | EdgeBits::IN_GRAPH;
        let attributes = SharedAttributes::default();
        Self(Arc::new(Shape { bits: EdgeBits(bits), name: None, attributes }))
    }

    /// The kind of the edges.
    pub fn edge_type(&self) -> EdgeTypeId {
        self.0.bits.edge_type()
    }

    pub(crate) fn kind(&self) -> EdgeKind {
        self.0.bits.kind()
    }

    /// Sets the text of the attribute `name`, which then stands before all others.
    #[must_use]
    pub fn name(mut self, name: Option<Text>) -> Self {
        Arc::make_mut(&mut self.0).name = name;
        self
    }

    /// Sets further attributes.
    #[must_use]
    pub fn attributes(mut self, attributes: SharedAttributes) -> Self {
        Arc::make_mut(&mut self.0).attributes = attributes;
        self
    }

    /// The name that edges of the shape have from the beginning, if it cannot be another one later.
    pub(crate) fn fixed_name(&self) -> Option<&Text> {
        self.0.name.as_ref()
    }

    // The following are as of an edge to which nothing was added.

    fn own_attributes(&self) -> EdgeAttributes<'_, impl Iterator<Item = &Attribute>> {
        EdgeAttributes { name: self.0.name.as_ref(), further: self.0.attributes.iter() }
    }

    /// The text of the first attribute called `name`.
    pub(crate) fn first_name(&self) -> Option<&Text> {
        self.own_attributes().name()
    }

    /// The value of the first attribute of that name.
    pub(crate) fn attr(&self, name: &str) -> Option<Literal> {
        self.own_attributes().get(name)
    }

    /// All attributes, the name first.
    pub(crate) fn attrs(&self) -> impl Iterator<Item = Attribute> {
        self.own_attributes().all()
    }

    /// Whether nobody else has this shape, so that no edge is of it.
    #[inline]
    pub(crate) fn is_unused(&self) -> bool {
        self.0.is_unique()
    }

    /// Whether this is the very same shape.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
