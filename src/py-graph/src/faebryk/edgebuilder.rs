//! `EdgeCreationAttributes`.

use pyo3::prelude::*;
use pyzig_graph::EdgeTypeId;
use pyzig_reference::{New, python_class, python_methods};

use crate::error::Result;
use crate::graph::{BoundEdgeReference, EdgeReference, GraphView, NodeReference};
use crate::literal::Attributes;
use crate::number::{EdgeType, Truth};

/// Everything about edges that are created later, except their ends.
#[python_class(
    module = "edgebuilder",
    name = "EdgeCreationAttributes",
    stub = "pyzig.gen.faebryk.edgebuilder",
    factory = "`EdgeCreationAttributes.create(edge_type=..., directional=..., name=..., dynamic=...)`"
)]
pub struct EdgeCreationAttributes {
    attributes: pyzig_typegraph::EdgeCreationAttributes,
}

impl EdgeCreationAttributes {
    pub(crate) fn new(attributes: pyzig_typegraph::EdgeCreationAttributes) -> Self {
        Self { attributes }
    }

    pub(crate) fn core(&self) -> &pyzig_typegraph::EdgeCreationAttributes {
        &self.attributes
    }
}

#[python_methods]
impl EdgeCreationAttributes {
    /// What edges of a kind are made of: `edge_type` is the kind, 0 to 255, `dynamic` a dict of further attributes.
    fn create(
        edge_type: EdgeType,
        #[required] directional: Option<Truth>,
        #[required] name: Option<&str>,
        dynamic: Attributes,
    ) -> Self {
        let EdgeType(EdgeTypeId(edge_type)) = edge_type;
        let directional = directional.map(|directional| directional.0);
        let mut attributes = pyzig_typegraph::EdgeCreationAttributes::new(EdgeTypeId(edge_type), directional);
        attributes.name = name.map(Into::into);
        attributes.dynamic = dynamic.0;
        Self { attributes }
    }

    /// Makes an existing edge like this. An edge that has a name keeps showing it.
    ///
    /// Graphs that contain the edge go on listing it under its old kind.
    #[direct]
    fn apply_to(&self, edge: &EdgeReference) {
        self.attributes.apply_to(edge.core());
    }

    /// Creates an edge that is in no graph.
    #[direct]
    fn create_edge(&self, source: &NodeReference, target: &NodeReference) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(self.attributes.create_edge(source.core(), target.core())?))
    }

    /// Creates an edge in a graph, which must contain both ends.
    #[direct]
    fn insert_edge(
        &self,
        g: &Bound<'_, GraphView>,
        source: &NodeReference,
        target: &NodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = self.attributes.insert_edge(g.get().core(), source.core(), target.core())?;
        Ok(BoundEdgeReference::new(edge.into_parts().0, GraphView::first_of(g)))
    }

    /// Kind of the edges, 0 to 255.
    fn get_tid(&self) -> u8 {
        self.attributes.edge_type.0
    }

    fn __repr__(&self) -> String {
        let attributes = &self.attributes;
        format!(
            "EdgeCreationAttributes(edge_type={}, directional={}, name={}, {} more)",
            attributes.edge_type.0,
            attributes.directional.map_or("None", |directional| if directional { "True" } else { "False" }),
            attributes.name.as_ref().map_or_else(|| "None".to_owned(), |name| format!("{name:?}")),
            attributes.dynamic.len()
        )
    }
}
