//! Operand edges: from an expression's set of operands, which is its child `operands`, to each operand.

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeSnapshot, EdgeSpec, Incidence, Node, NodeId, Text,
};

use crate::builder::EdgeCreationAttributes;
use crate::composition;
use crate::error::{Error, Result};
use crate::family::{EdgeFamily, source_unless, target_unless};
use crate::reference::Segment;
use crate::type_;

/// The family of operand edges.
pub const FAMILY: EdgeFamily = EdgeFamily::directional(1_760_649_153, "EdgeOperand", "Expression", "Operand");

/// Name of the child of an expression that holds its operands.
pub const OPERANDS: &str = "operands";

/// What makes an edge one to an operand of that name.
pub fn build(name: Option<&str>) -> EdgeCreationAttributes {
    FAMILY.attributes(name.map(Text::from))
}

fn spec(operands: &Node, operand: &Node, name: Option<&str>) -> EdgeSpec {
    let mut spec = FAMILY.spec(operands, operand);
    spec.name = name.map(Text::from);
    spec
}

/// Creates an edge from a set of operands to an operand that is in no graph.
pub fn create(operands: &Node, operand: &Node, name: Option<&str>) -> Result<Edge> {
    Ok(Edge::create(spec(operands, operand, name))?)
}

/// The segment of a reference path that goes to the operand of that name.
pub fn traverse(name: impl Into<Text>) -> Segment {
    Segment::new(name, FAMILY.edge_type())
}

/// The expression's set of operands.
pub fn operands_set_node(expression: &BoundNode) -> Result<Option<BoundNode>> {
    composition::child_by_name(expression, OPERANDS)
}

fn operands_of(expression: &BoundNode) -> Result<BoundNode> {
    operands_set_node(expression)?
        .ok_or_else(|| Error::invalid("The expression has no child `operands` that could hold operands"))
}

/// Adds an operand to an expression, which must have a child `operands`.
pub fn add_operand(expression: &BoundNode, operand: &Node, name: Option<&str>) -> Result<BoundEdge> {
    let operands = operands_of(expression)?;
    FAMILY.insert(expression.graph(), spec(operands.node(), operand, name))
}

/// The operand at the end of the edge.
pub fn operand_node(edge: &Edge) -> &Node {
    edge.target()
}

/// The operand at the end of the edge, unless that is the node itself.
pub fn operand_of<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    target_unless(edge, node)
}

/// The expression of the edge: the parent of its source. Refuses an edge whose source has no parent.
pub fn expression_node(edge: &BoundEdge) -> Result<Node> {
    let read = edge.graph().read()?;
    expression_in(&read, edge.edge().source_id())
        .cloned()
        .ok_or_else(|| Error::invalid("The operand edge does not start at the operands of an expression"))
}

/// The expression of the edge, unless the node is the edge's source.
pub fn expression_of(edge: &BoundEdge, node: &Node) -> Result<Option<Node>> {
    match source_unless(edge.edge(), node) {
        Some(_) => expression_node(edge).map(Some),
        None => Ok(None),
    }
}

/// The edge from the first expression that has the node as operand.
pub fn expression_edge(operand: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(operand, Directed::Incoming)
}

/// The operand's name. Refuses edges of other families.
pub fn name(edge: &Edge) -> Result<Option<&str>> {
    FAMILY.check(edge)?;
    Ok(edge.name())
}

/// The expression's operand of that name.
pub fn operand_by_name(expression: &BoundNode, name: &str) -> Result<Option<BoundNode>> {
    let read = expression.graph().read()?;
    let operand = operand_by_name_in(&read, expression.node().id(), name);
    Ok(operand.map(|operand| expression.graph().bind(operand)))
}

/// The edges from a set of operands to its operands, in order of insertion.
pub fn operand_edges(operands: &BoundNode) -> Result<EdgeSnapshot> {
    let mut edges = FAMILY.edges(operands, Directed::Outgoing)?;
    edges.retain(|edge| edge.target() != operands.node());
    Ok(edges)
}

/// The edges from the expressions that have the node as operand, in order of insertion.
pub fn expression_edges(operand: &BoundNode) -> Result<EdgeSnapshot> {
    let mut edges = FAMILY.edges(operand, Directed::Incoming)?;
    edges.retain(|edge| edge.source() != operand.node());
    Ok(edges)
}

/// The edges to the expression's operands of a type, in order of insertion.
pub fn operands_of_type(expression: &BoundNode, operand_type: &Node) -> Result<EdgeSnapshot> {
    let operands = operands_of(expression)?;
    let read = expression.graph().read()?;
    let ends = read.index_of(operands.node().id()).zip(read.index_of(operand_type.id()));
    let Some((operands, operand_type)) = ends else { return Ok(EdgeSnapshot::new()) };
    let of_type = |entry: &Incidence<'_>| type_::is_instance_of_at(&read, entry.target_index(), operand_type);
    Ok(FAMILY.outgoing_at(&read, operands).filter(of_type).map(|entry| entry.edge().clone()).collect())
}

/// The edges from expressions of a type that have the node as operand, in order of insertion.
pub fn expression_edges_of_type(operand: &BoundNode, expression_type: &Node) -> Result<EdgeSnapshot> {
    let read = operand.graph().read()?;
    let of_type = |entry: &Incidence<'_>| {
        expression_in(&read, entry.source_id())
            .is_some_and(|node| type_::is_instance_of_in(&read, node.id(), expression_type.id()))
    };
    Ok(read
        .edges(operand.node().id(), FAMILY.edge_type())
        .iter()
        .filter(|entry| entry.passes(Directed::Incoming))
        .filter(of_type)
        .map(|entry| entry.edge().clone())
        .collect())
}

fn expression_in(contents: &Contents, operands: NodeId) -> Option<&Node> {
    composition::parent_in(contents, operands)
}

pub(crate) fn operand_by_name_in<'a>(
    contents: &'a Contents,
    expression: NodeId,
    name: &str,
) -> Option<&'a Node> {
    let operands = composition::child_in(contents, expression, OPERANDS)?.id();
    let first = FAMILY.named_in(contents, operands, name)?;
    if first.directional() && first.target_id() != operands {
        return Some(first.target());
    }
    // The first one of that name does not lead to an operand; a later one may.
    FAMILY
        .outgoing_in(contents, operands)
        .find(|entry| entry.directional() && entry.target_id() != operands && entry.name() == Some(name))
        .map(Incidence::target)
}
