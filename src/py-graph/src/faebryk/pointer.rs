//! `EdgePointer`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{
    BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference, Visitor, visit_edges,
};
use crate::heap::New;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::PointerIndex;
use pyzig_typegraph::pointer;

/// Edges that refer from a node to any other. They may have a name and an index.
#[python_class(module = "pointer", name = "EdgePointer", stub = "pyzig.gen.faebryk.pointer")]
pub struct EdgePointer;

#[python_methods]
impl EdgePointer {
    /// Creates a pointer without index; it is in no graph.
    fn create(
        from_node: &Bound<'_, NodeReference>,
        to_node: &Bound<'_, NodeReference>,
        identifier: Option<&str>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(pointer::create(from_node.get().core(), to_node.get().core(), identifier)?))
    }

    /// What such edges are made of, to make them with. `index` is 0 to 32767 or None.
    fn build(identifier: Option<&str>, #[required] index: Option<i64>) -> Result<EdgeCreationAttributes> {
        let index = index.map(PointerIndex::new).transpose()?;
        Ok(EdgeCreationAttributes::new(pointer::build(identifier, index)))
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        pointer::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        pointer::FAMILY.edge_type().0
    }

    /// Where a pointer points to. Raises `ValueError` for an edge that is not directional.
    fn get_referenced_node(edge: &Bound<'_, EdgeReference>) -> PyResult<New<NodeReference>> {
        match pointer::referenced_node(edge.get().core()) {
            Some(node) => Ok(NodeReference::new(node.clone())),
            None => Err(PyValueError::new_err("The edge is not directional, so it points to nothing")),
        }
    }

    /// Where the node's first pointer points to, or None.
    fn get_referenced_node_from_node(
        py: Python<'_>,
        node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = node.get();
        node.found_node(py, pointer::referenced_node_of(&node.bound())?)
    }

    /// Step of a reference path to what the node points to.
    fn traverse(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
        traversal(py, "", pointer::FAMILY.edge_type())
    }

    /// Index of a pointer; 0 for a pointer without index.
    fn get_index(edge: &Bound<'_, EdgeReference>) -> u16 {
        pointer::index(edge.get().core()).map_or(0, PointerIndex::get)
    }

    /// Calls `f(ctx, bound_edge)` for the node's pointers in the order in which they were inserted, whatever their index.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_pointed_edges(
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
        let edges = pointer::pointed_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the node's pointers of a name, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_pointed_edges_with_identifier(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        identifier: &str,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = bound_node.get();
        let edges = pointer::pointed_edges_by_name(&node.bound(), identifier)?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// Where the node's first pointer of a name points to, or None.
    fn get_pointed_node_by_identifier(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = bound_node.get();
        node.found_node(py, pointer::pointed_node_by_name(&node.bound(), identifier)?)
    }

    /// Makes a node point to another, in the first one's graph. `index` is 0 to 32767 or None.
    fn point_to(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        target_node: &Bound<'_, NodeReference>,
        identifier: Option<&str>,
        #[required] index: Option<i64>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bound_node.get();
        let index = index.map(PointerIndex::new).transpose()?;
        let edge = pointer::point_to(&node.bound(), target_node.get().core(), identifier, index)?;
        node.edge(py, edge)
    }
}
