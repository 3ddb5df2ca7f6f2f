//! `EdgeTrait`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{
    BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference, Visitor, visit_edges,
};
use crate::heap::New;
use pyo3::prelude::*;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::trait_;

/// Edges from the owner of a trait to the trait's instance.
#[python_class(module = "trait", name = "EdgeTrait", stub = "pyzig.gen.faebryk.trait")]
pub struct EdgeTrait;

#[python_methods]
impl EdgeTrait {
    /// Creates an edge from an owner to a trait's instance; it is in no graph.
    fn create(
        owner_node: &Bound<'_, NodeReference>,
        trait_instance: &Bound<'_, NodeReference>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(trait_::create(owner_node.get().core(), trait_instance.get().core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(trait_::build())
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        trait_::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        trait_::FAMILY.edge_type().0
    }

    /// The owner of an edge.
    fn get_owner_node(edge: &Bound<'_, EdgeReference>) -> New<NodeReference> {
        NodeReference::new(trait_::owner_node(edge.get().core()).clone())
    }

    /// The trait instance of an edge.
    fn get_trait_instance_node(edge: &Bound<'_, EdgeReference>) -> New<NodeReference> {
        NodeReference::new(trait_::trait_instance_node(edge.get().core()).clone())
    }

    /// The trait instance of an edge, or None if that is the node itself.
    fn get_trait_instance_of(
        edge: &Bound<'_, EdgeReference>,
        node: &Bound<'_, NodeReference>,
    ) -> Option<New<NodeReference>> {
        trait_::trait_instance_of(edge.get().core(), node.get().core()).cloned().map(NodeReference::new)
    }

    /// The owner of an edge, or None if that is the node itself.
    fn get_owner_of(
        edge: &Bound<'_, EdgeReference>,
        node: &Bound<'_, NodeReference>,
    ) -> Option<New<NodeReference>> {
        trait_::owner_of(edge.get().core(), node.get().core()).cloned().map(NodeReference::new)
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node's traits, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_trait_instance_edges(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = bound_node.get();
        let edges = trait_::trait_instance_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// The edge from the owner of a trait instance, or None.
    fn get_owner_edge(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        let node = bound_node.get();
        node.found_edge(py, trait_::owner_edge(&node.bound())?)
    }

    /// The owner of a trait instance, or None.
    fn get_owner_node_of(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = bound_node.get();
        node.found_node(py, trait_::owner_node_of(&node.bound())?)
    }

    /// Gives a node a trait instance, in the node's graph.
    fn add_trait_instance(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        trait_instance: &Bound<'_, NodeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bound_node.get();
        let edge = trait_::add_trait_instance(&node.bound(), trait_instance.get().core())?;
        node.edge(py, edge)
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node's traits of a type, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_trait_instances_of_type(
        py: Python<'_>,
        owner: &Bound<'_, BoundNodeReference>,
        trait_type: &Bound<'_, NodeReference>,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = owner.get();
        let edges = trait_::trait_instances_of_type(&node.bound(), trait_type.get().core())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// The node's first trait instance of a type, or None.
    fn try_get_trait_instance_of_type(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        trait_type: &Bound<'_, NodeReference>,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = bound_node.get();
        node.found_node(py, trait_::first_trait_instance_of_type(&node.bound(), trait_type.get().core())?)
    }

    /// Step of a reference path to the trait of that type.
    fn traverse<'py>(py: Python<'py>, trait_type_name: &str) -> Result<Bound<'py, PyAny>> {
        traversal(py, trait_type_name, trait_::FAMILY.edge_type())
    }
}
