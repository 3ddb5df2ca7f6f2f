//! `EdgeOperand`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{
    BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference, Visitor, visit_edges,
};
use crate::heap::New;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::operand;

/// Edges from the operands of an expression to each operand. The operands hang below the expression's child `operands`.
#[python_class(module = "operand", name = "EdgeOperand", stub = "pyzig.gen.faebryk.operand")]
pub struct EdgeOperand;

#[python_methods]
impl EdgeOperand {
    /// Creates an edge from a set of operands to an operand; it is in no graph.
    fn create(
        expression: &Bound<'_, NodeReference>,
        operand: &Bound<'_, NodeReference>,
        operand_identifier: Option<&str>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(operand::create(
            expression.get().core(),
            operand.get().core(),
            operand_identifier,
        )?))
    }

    /// What such edges are made of, to make them with.
    fn build(operand_identifier: Option<&str>) -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(operand::build(operand_identifier))
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        operand::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        operand::FAMILY.edge_type().0
    }

    /// Calls `f(ctx, bound_edge)` for the edges from a set of operands, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_operand_edges(
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
        let edges = operand::operand_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the operands of a type. `bound_node` is the expression.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_operands_of_type(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        operand_type: &Bound<'_, NodeReference>,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = bound_node.get();
        let edges = operand::operands_of_type(&node.bound(), operand_type.get().core())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node as an operand, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_expression_edges(
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
        let edges = operand::expression_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node as an operand of expressions of a type.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_expression_edges_of_type(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        expression_type: &Bound<'_, NodeReference>,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = bound_node.get();
        let edges = operand::expression_edges_of_type(&node.bound(), expression_type.get().core())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// The first edge to the node as an operand, or None.
    fn get_expression_edge(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        let node = bound_node.get();
        node.found_edge(py, operand::expression_edge(&node.bound())?)
    }

    /// The expression that an edge belongs to.
    fn get_expression_node(bound_edge: &Bound<'_, BoundEdgeReference>) -> Result<New<NodeReference>> {
        Ok(NodeReference::new(operand::expression_node(&bound_edge.get().bound())?))
    }

    /// The expression's set of operands, or None.
    fn get_operands_set_node(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = bound_node.get();
        node.found_node(py, operand::operands_set_node(&node.bound())?)
    }

    /// The operand of an edge.
    fn get_operand_node(edge: &Bound<'_, EdgeReference>) -> New<NodeReference> {
        NodeReference::new(operand::operand_node(edge.get().core()).clone())
    }

    /// The operand of an edge, or None if that is the node itself.
    fn get_operand_of(
        edge: &Bound<'_, EdgeReference>,
        node: &Bound<'_, NodeReference>,
    ) -> Option<New<NodeReference>> {
        operand::operand_of(edge.get().core(), node.get().core()).cloned().map(NodeReference::new)
    }

    /// The expression that an edge belongs to, or None if the edge starts at the node itself.
    fn get_expression_of(
        bound_edge: &Bound<'_, BoundEdgeReference>,
        node: &Bound<'_, NodeReference>,
    ) -> Result<Option<New<NodeReference>>> {
        let expression = operand::expression_of(&bound_edge.get().bound(), node.get().core())?;
        Ok(expression.map(NodeReference::new))
    }

    /// Adds an operand to an expression, which must have a child `operands`.
    fn add_operand(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        operand: &Bound<'_, NodeReference>,
        operand_identifier: Option<&str>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bound_node.get();
        let edge = operand::add_operand(&node.bound(), operand.get().core(), operand_identifier)?;
        node.edge(py, edge)
    }

    /// Name of the operand, or None. Raises `TypeError` for an edge of another kind.
    fn get_name<'py>(
        py: Python<'py>,
        edge: &Bound<'_, EdgeReference>,
    ) -> Result<Option<Bound<'py, PyString>>> {
        Ok(operand::name(edge.get().core())?.map(|name| PyString::new(py, name)))
    }

    /// Step of a reference path to the operand of that name.
    fn traverse<'py>(py: Python<'py>, identifier: &str) -> Result<Bound<'py, PyAny>> {
        traversal(py, identifier, operand::FAMILY.edge_type())
    }

    /// The expression's operand of that name, or None.
    fn get_operand_by_identifier(
        py: Python<'_>,
        node: &Bound<'_, BoundNodeReference>,
        operand_identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = node.get();
        node.found_node(py, operand::operand_by_name(&node.bound(), operand_identifier)?)
    }
}
