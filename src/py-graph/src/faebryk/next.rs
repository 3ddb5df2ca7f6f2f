//! `EdgeNext`.

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference};
use crate::heap::New;
use pyo3::prelude::*;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::next;

/// Edges from a node to the one after it.
#[python_class(module = "next", name = "EdgeNext", stub = "pyzig.gen.faebryk.next")]
pub struct EdgeNext;

#[python_methods]
impl EdgeNext {
    /// Creates an edge from a node to the next; it is in no graph.
    fn create(
        previous_node: &Bound<'_, NodeReference>,
        next_node: &Bound<'_, NodeReference>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(next::create(previous_node.get().core(), next_node.get().core())?))
    }

    /// What such edges are made of, to make them with.
    fn build() -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(next::build())
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        next::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        next::FAMILY.edge_type().0
    }

    /// Lets a node follow another, in the other's graph.
    fn add_next(
        py: Python<'_>,
        previous_node: &Bound<'_, BoundNodeReference>,
        next_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = previous_node.get();
        let edge = next::add_next(&node.bound(), next_node.get().core())?;
        node.edge(py, edge)
    }

    /// Where an edge starts, or None if it is not directional.
    fn get_previous_node(edge: &Bound<'_, EdgeReference>) -> Option<New<NodeReference>> {
        next::previous_node(edge.get().core()).cloned().map(NodeReference::new)
    }

    /// Where an edge ends, or None if it is not directional.
    fn get_next_node(edge: &Bound<'_, EdgeReference>) -> Option<New<NodeReference>> {
        next::next_node(edge.get().core()).cloned().map(NodeReference::new)
    }

    /// The first edge to the node, or None.
    fn get_previous_edge(
        py: Python<'_>,
        node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        let node = node.get();
        node.found_edge(py, next::previous_edge(&node.bound())?)
    }

    /// The first edge from the node, or None.
    fn get_next_edge(
        py: Python<'_>,
        node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        let node = node.get();
        node.found_edge(py, next::next_edge(&node.bound())?)
    }

    /// The node before, or None.
    fn get_previous_node_from_node(
        node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<NodeReference>>> {
        Ok(next::previous_node_of(&node.get().bound())?.map(NodeReference::new))
    }

    /// The node after, or None.
    fn get_next_node_from_node(node: &Bound<'_, BoundNodeReference>) -> Result<Option<New<NodeReference>>> {
        Ok(next::next_node_of(&node.get().bound())?.map(NodeReference::new))
    }
}
