//! `EdgeTrait`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference};
use pyo3::prelude::*;
use pyzig_reference::{Context, New, python_class, python_methods};
use pyzig_typegraph::trait_;

/// Edges from the owner of a trait to the trait's instance.
#[python_class(module = "trait", name = "EdgeTrait", stub = "pyzig.gen.faebryk.trait")]
pub struct EdgeTrait;

#[python_methods]
impl EdgeTrait {
    /// Creates an edge from an owner to a trait's instance; it is in no graph.
    fn create(owner_node: &NodeReference, trait_instance: &NodeReference) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(trait_::create(owner_node.core(), trait_instance.core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(trait_::build())
    }

    edge_kind!(trait_::FAMILY);

    /// The owner of an edge.
    fn get_owner_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(trait_::owner_node(edge.core()).clone())
    }

    /// The trait instance of an edge.
    fn get_trait_instance_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(trait_::trait_instance_node(edge.core()).clone())
    }

    /// The trait instance of an edge, or None if that is the node itself.
    fn get_trait_instance_of(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        trait_::trait_instance_of(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// The owner of an edge, or None if that is the node itself.
    fn get_owner_of(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        trait_::owner_of(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node's traits, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_trait_instance_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, trait_::trait_instance_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// The edge from the owner of a trait instance, or None.
    fn get_owner_edge(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        bound_node.found_edge(py, trait_::owner_edge(&bound_node.bound())?)
    }

    /// The owner of a trait instance, or None.
    #[direct]
    fn get_owner_node_of(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.find(py, trait_::owner_in)
    }

    /// Gives a node a trait instance, in the node's graph.
    fn add_trait_instance(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        trait_instance: &NodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = trait_::add_trait_instance(&bound_node.bound(), trait_instance.core())?;
        bound_node.edge(py, edge)
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node's traits of a type, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_trait_instances_of_type(
        py: Python<'_>,
        owner: &BoundNodeReference,
        trait_type: &NodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        owner.visit(py, trait_::trait_instances_of_type(&owner.bound(), trait_type.core())?, f.with(ctx))
    }

    /// The node's first trait instance of a type, or None.
    fn try_get_trait_instance_of_type(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        trait_type: &NodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.find(py, |graph, node| trait_::first_instance_in(graph, node, trait_type.core().id()))
    }

    /// Step of a reference path to the trait of that type.
    fn traverse<'py>(py: Python<'py>, trait_type_name: &str) -> Result<Bound<'py, PyAny>> {
        traversal(py, trait_type_name, trait_::FAMILY.edge_type())
    }
}
