//! `EdgeType`.

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{
    BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference, Visitor, visit_edges,
};
use crate::heap::New;
use pyo3::prelude::*;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::type_;

/// Edges from a type to its instances.
#[python_class(module = "node_type", name = "EdgeType", stub = "pyzig.gen.faebryk.node_type")]
pub struct EdgeType;

#[python_methods]
impl EdgeType {
    /// Creates an edge from a type to an instance; it is in no graph.
    fn create(
        type_node: &Bound<'_, NodeReference>,
        instance_node: &Bound<'_, NodeReference>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(type_::create(type_node.get().core(), instance_node.get().core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(type_::build())
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        type_::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        type_::FAMILY.edge_type().0
    }

    /// Calls `f(ctx, bound_edge)` for the edges from a type to its instances, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_instance_edges(
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
        let edges = type_::instance_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// The type of an edge.
    fn get_type_node(edge: &Bound<'_, EdgeReference>) -> New<NodeReference> {
        NodeReference::new(type_::type_node(edge.get().core()).clone())
    }

    /// The instance of an edge.
    fn get_instance_node(edge: &Bound<'_, EdgeReference>) -> New<NodeReference> {
        NodeReference::new(type_::instance_node(edge.get().core()).clone())
    }

    /// The edge from the node's type, or None.
    fn get_type_edge(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        let node = bound_node.get();
        node.found_edge(py, type_::type_edge(&node.bound())?)
    }

    /// Makes a node an instance of a type, in the graph of the type.
    fn add_instance(
        py: Python<'_>,
        bound_type_node: &Bound<'_, BoundNodeReference>,
        bound_instance_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bound_type_node.get();
        let edge = type_::add_instance(&node.bound(), bound_instance_node.get().core())?;
        node.edge(py, edge)
    }

    /// Whether the node is an instance of that very type.
    fn is_node_instance_of(
        bound_node: &Bound<'_, BoundNodeReference>,
        node_type: &Bound<'_, NodeReference>,
    ) -> Result<bool> {
        Ok(type_::is_instance_of(&bound_node.get().bound(), node_type.get().core())?)
    }
}
