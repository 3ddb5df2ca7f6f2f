//! `EdgeType`.

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference};
use pyo3::prelude::*;
use pyzig_reference::{Context, New, python_class, python_methods};
use pyzig_typegraph::type_;

/// Edges from a type to its instances.
#[python_class(module = "node_type", name = "EdgeType", stub = "pyzig.gen.faebryk.node_type")]
pub struct EdgeType;

#[python_methods]
impl EdgeType {
    /// Creates an edge from a type to an instance; it is in no graph.
    fn create(type_node: &NodeReference, instance_node: &NodeReference) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(type_::create(type_node.core(), instance_node.core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(type_::build())
    }

    edge_kind!(type_::FAMILY);

    /// Calls `f(ctx, bound_edge)` for the edges from a type to its instances, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_instance_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, type_::instance_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// The type of an edge.
    #[direct]
    fn get_type_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(type_::type_node(edge.core()).clone())
    }

    /// The instance of an edge.
    fn get_instance_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(type_::instance_node(edge.core()).clone())
    }

    /// The edge from the node's type, or None.
    #[direct]
    fn get_type_edge(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        bound_node.found_edge(py, type_::type_edge(&bound_node.bound())?)
    }

    /// Makes a node an instance of a type, in the graph of the type.
    #[direct]
    fn add_instance(
        py: Python<'_>,
        bound_type_node: &BoundNodeReference,
        bound_instance_node: &BoundNodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = type_::add_instance(&bound_type_node.bound(), &bound_instance_node.core())?;
        bound_type_node.edge(py, edge)
    }

    /// Whether the node is an instance of that very type.
    #[direct]
    fn is_node_instance_of(bound_node: &BoundNodeReference, node_type: &NodeReference) -> Result<bool> {
        Ok(type_::is_instance_of(&bound_node.bound(), node_type.core())?)
    }
}
