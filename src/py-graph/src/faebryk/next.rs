//! `EdgeNext`.

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference};
use pyo3::prelude::*;
use pyzig_reference::{New, python_class, python_methods};
use pyzig_typegraph::next;

/// Edges from a node to the one after it.
#[python_class(module = "next", name = "EdgeNext", stub = "pyzig.gen.faebryk.next")]
pub struct EdgeNext;

#[python_methods]
impl EdgeNext {
    /// Creates an edge from a node to the next; it is in no graph.
    fn create(previous_node: &NodeReference, next_node: &NodeReference) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(next::create(previous_node.core(), next_node.core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(next::build())
    }

    edge_kind!(next::FAMILY);

    /// Lets a node follow another, in the other's graph.
    fn add_next(
        py: Python<'_>,
        previous_node: &BoundNodeReference,
        next_node: &BoundNodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = next::add_next(&previous_node.bound(), &next_node.core())?;
        previous_node.edge(py, edge)
    }

    /// Where an edge starts, or None if it is not directional.
    fn get_previous_node(edge: &EdgeReference) -> Option<New<NodeReference>> {
        next::previous_node(edge.core()).cloned().map(NodeReference::new)
    }

    /// Where an edge ends, or None if it is not directional.
    fn get_next_node(edge: &EdgeReference) -> Option<New<NodeReference>> {
        next::next_node(edge.core()).cloned().map(NodeReference::new)
    }

    /// The first edge to the node, or None.
    fn get_previous_edge(
        py: Python<'_>,
        node: &BoundNodeReference,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        node.found_edge(py, next::previous_edge(&node.bound())?)
    }

    /// The first edge from the node, or None.
    fn get_next_edge(py: Python<'_>, node: &BoundNodeReference) -> Result<Option<New<BoundEdgeReference>>> {
        node.found_edge(py, next::next_edge(&node.bound())?)
    }

    /// The node before, or None.
    fn get_previous_node_from_node(node: &BoundNodeReference) -> Result<Option<New<NodeReference>>> {
        Ok(next::previous_node_of(&node.bound())?.map(NodeReference::new))
    }

    /// The node after, or None.
    fn get_next_node_from_node(node: &BoundNodeReference) -> Result<Option<New<NodeReference>>> {
        Ok(next::next_node_of(&node.bound())?.map(NodeReference::new))
    }
}
