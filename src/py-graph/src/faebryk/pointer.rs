//! `EdgePointer`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyzig_reference::{Context, New, python_class, python_methods};
use pyzig_typegraph::PointerIndex;
use pyzig_typegraph::pointer;

/// Edges that refer from a node to any other. They may have a name and an index.
#[python_class(module = "pointer", name = "EdgePointer", stub = "pyzig.gen.faebryk.pointer")]
pub struct EdgePointer;

#[python_methods]
impl EdgePointer {
    /// Creates a pointer without index; it is in no graph.
    fn create(
        from_node: &NodeReference,
        to_node: &NodeReference,
        identifier: Option<&str>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(pointer::create(from_node.core(), to_node.core(), identifier)?))
    }

    /// What such edges are made of, to make them with. `index` is 0 to 32767 or None.
    #[direct]
    fn build(identifier: Option<&str>, #[required] index: Option<i64>) -> Result<EdgeCreationAttributes> {
        let index = index.map(PointerIndex::new).transpose()?;
        Ok(EdgeCreationAttributes::new(pointer::build(identifier, index)))
    }

    edge_kind!(pointer::FAMILY);

    /// Where a pointer points to. Raises `ValueError` for an edge that is not directional.
    #[direct]
    fn get_referenced_node(edge: &EdgeReference) -> PyResult<New<NodeReference>> {
        match pointer::referenced_node(edge.core()) {
            Some(node) => Ok(NodeReference::new(node.clone())),
            None => Err(PyValueError::new_err("The edge is not directional, so it points to nothing")),
        }
    }

    /// Where the node's first pointer points to, or None.
    fn get_referenced_node_from_node(
        py: Python<'_>,
        node: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        node.found_node(py, pointer::referenced_node_of(&node.bound())?)
    }

    /// Step of a reference path to what the node points to.
    fn traverse(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
        traversal(py, "", pointer::FAMILY.edge_type())
    }

    /// Index of a pointer; 0 for a pointer without index.
    #[direct]
    fn get_index(edge: &EdgeReference) -> u16 {
        pointer::index(edge.core()).map_or(0, PointerIndex::get)
    }

    /// Calls `f(ctx, bound_edge)` for the node's pointers in the order in which they were inserted, whatever their index.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_pointed_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, pointer::pointed_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the node's pointers of a name, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_pointed_edges_with_identifier(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        identifier: &str,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, pointer::pointed_edges_by_name(&bound_node.bound(), identifier)?, f.with(ctx))
    }

    /// Where the node's first pointer of a name points to, or None.
    fn get_pointed_node_by_identifier(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.found_node(py, pointer::pointed_node_by_name(&bound_node.bound(), identifier)?)
    }

    /// Makes a node point to another, in the first one's graph. `index` is 0 to 32767 or None.
    #[direct]
    fn point_to(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        target_node: &NodeReference,
        identifier: Option<&str>,
        #[required] index: Option<i64>,
    ) -> Result<New<BoundEdgeReference>> {
        let index = index.map(PointerIndex::new).transpose()?;
        let edge = pointer::point_to(&bound_node.bound(), target_node.core(), identifier, index)?;
        bound_node.edge(py, edge)
    }
}
