//! `EdgeOperand`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference};
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyzig_reference::{Context, New, python_class, python_methods};
use pyzig_typegraph::operand;

/// Edges from the operands of an expression to each operand. The operands hang below the expression's child `operands`.
#[python_class(module = "operand", name = "EdgeOperand", stub = "pyzig.gen.faebryk.operand")]
pub struct EdgeOperand;

#[python_methods]
impl EdgeOperand {
    /// Creates an edge from a set of operands to an operand; it is in no graph.
    fn create(
        expression: &NodeReference,
        operand: &NodeReference,
        operand_identifier: Option<&str>,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(operand::create(expression.core(), operand.core(), operand_identifier)?))
    }

    /// What such edges are made of, to make them with.
    fn build(operand_identifier: Option<&str>) -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(operand::build(operand_identifier))
    }

    edge_kind!(operand::FAMILY);

    /// Calls `f(ctx, bound_edge)` for the edges from a set of operands, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_operand_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, operand::operand_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the operands of a type. `bound_node` is the expression.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_operands_of_type(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        operand_type: &NodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(
            py,
            operand::operands_of_type(&bound_node.bound(), operand_type.core())?,
            f.with(ctx),
        )
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node as an operand, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_expression_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, operand::expression_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the node as an operand of expressions of a type.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_expression_edges_of_type(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        expression_type: &NodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(
            py,
            operand::expression_edges_of_type(&bound_node.bound(), expression_type.core())?,
            f.with(ctx),
        )
    }

    /// The first edge to the node as an operand, or None.
    fn get_expression_edge(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        bound_node.found_edge(py, operand::expression_edge(&bound_node.bound())?)
    }

    /// The expression that an edge belongs to.
    fn get_expression_node(bound_edge: &BoundEdgeReference) -> Result<New<NodeReference>> {
        Ok(NodeReference::new(operand::expression_node(&bound_edge.bound())?))
    }

    /// The expression's set of operands, or None.
    fn get_operands_set_node(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.found_node(py, operand::operands_set_node(&bound_node.bound())?)
    }

    /// The operand of an edge.
    fn get_operand_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(operand::operand_node(edge.core()).clone())
    }

    /// The operand of an edge, or None if that is the node itself.
    fn get_operand_of(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        operand::operand_of(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// The expression that an edge belongs to, or None if the edge starts at the node itself.
    fn get_expression_of(
        bound_edge: &BoundEdgeReference,
        node: &NodeReference,
    ) -> Result<Option<New<NodeReference>>> {
        let expression = operand::expression_of(&bound_edge.bound(), node.core())?;
        Ok(expression.map(NodeReference::new))
    }

    /// Adds an operand to an expression, which must have a child `operands`.
    #[direct]
    fn add_operand(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        operand: &NodeReference,
        operand_identifier: Option<&str>,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = operand::add_operand(&bound_node.bound(), operand.core(), operand_identifier)?;
        bound_node.edge(py, edge)
    }

    /// Name of the operand, or None. Raises `TypeError` for an edge of another kind.
    fn get_name<'py>(py: Python<'py>, edge: &EdgeReference) -> Result<Option<Bound<'py, PyString>>> {
        Ok(operand::name(edge.core())?.map(|name| PyString::new(py, name)))
    }

    /// Step of a reference path to the operand of that name.
    fn traverse<'py>(py: Python<'py>, identifier: &str) -> Result<Bound<'py, PyAny>> {
        traversal(py, identifier, operand::FAMILY.edge_type())
    }

    /// The expression's operand of that name, or None.
    fn get_operand_by_identifier(
        py: Python<'_>,
        node: &BoundNodeReference,
        operand_identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        node.found_node(py, operand::operand_by_name(&node.bound(), operand_identifier)?)
    }
}
