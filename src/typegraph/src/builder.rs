//! What nodes and edges are to be made of, before they are made.

use pyzig_graph::{
    Attribute, BoundEdge, Edge, EdgeChange, EdgeOrder, EdgeSpec, EdgeTypeId, GraphView, Node, Text,
};

use crate::error::Result;

/// Attributes for nodes that are created later.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeCreationAttributes {
    /// The attributes, in the order in which they are added.
    pub dynamic: Vec<Attribute>,
}

impl NodeCreationAttributes {
    /// Takes over attributes.
    pub fn new(dynamic: Vec<Attribute>) -> Self {
        Self { dynamic }
    }

    /// The attribute `value` with that text, or nothing.
    pub fn with_value(value: Option<&str>) -> Self {
        Self::new(value.map(|value| Attribute::new("value", value)).into_iter().collect())
    }

    /// Adds the attributes to the node. Applied twice, they are there twice; the first ones count.
    pub fn apply_to(&self, node: &Node) {
        node.push_attrs(self.dynamic.clone());
    }
}

/// Everything about edges that are created later, except their ends.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeCreationAttributes {
    /// The edge's kind.
    pub edge_type: EdgeTypeId,
    /// Whether the edge distinguishes its ends; `None` leaves an existing edge as it is and counts as no for a new one.
    pub directional: Option<bool>,
    /// The edge's name.
    pub name: Option<Text>,
    /// Position among edges.
    pub order: EdgeOrder,
    /// A number whose meaning the edge's kind decides.
    pub edge_specific: Option<u16>,
    /// Further attributes, in the order in which they are added.
    pub dynamic: Vec<Attribute>,
}

impl EdgeCreationAttributes {
    /// An edge of that kind without name, order, number and attributes.
    pub fn new(edge_type: EdgeTypeId, directional: Option<bool>) -> Self {
        Self {
            edge_type,
            directional,
            name: None,
            order: EdgeOrder::ZERO,
            edge_specific: None,
            dynamic: Vec::new(),
        }
    }

    /// Makes an existing edge like this. An edge that has a name keeps showing it.
    ///
    /// Graphs that contain the edge go on listing it under its old kind.
    pub fn apply_to(&self, edge: &Edge) {
        edge.change(EdgeChange {
            edge_type: Some(self.edge_type),
            directional: self.directional,
            order: Some(self.order),
            edge_specific: self.edge_specific,
        });
        let name = self.name.iter().map(|name| Attribute::new(pyzig_graph::NAME, name.clone()));
        let attributes: Vec<Attribute> = name.chain(self.dynamic.iter().cloned()).collect();
        edge.push_attrs(attributes);
    }

    /// The edge that these attributes make between two nodes.
    pub fn spec(&self, source: &Node, target: &Node) -> EdgeSpec {
        let mut spec = EdgeSpec::new(source, target, self.edge_type)
            .directional(self.directional.unwrap_or(false))
            .order(self.order)
            .edge_specific(self.edge_specific);
        spec.name.clone_from(&self.name);
        spec.attributes.clone_from(&self.dynamic);
        spec
    }

    /// Creates an edge that is in no graph.
    pub fn create_edge(&self, source: &Node, target: &Node) -> Result<Edge> {
        Ok(Edge::create(self.spec(source, target))?)
    }

    /// Creates an edge and adds it to a graph, which must contain both ends.
    pub fn insert_edge(&self, graph: &GraphView, source: &Node, target: &Node) -> Result<BoundEdge> {
        let edge = graph.create_edge(self.spec(source, target))?;
        Ok(BoundEdge::new(edge, graph.clone()))
    }
}
