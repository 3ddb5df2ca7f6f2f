//! Next edges: from one node of a sequence to the following one.

use pyzig_graph::{BoundEdge, BoundNode, Contents, Directed, Edge, GraphWrite, Incidence, Node, NodeId};

use crate::builder::EdgeCreationAttributes;
use crate::error::Result;
use crate::family::EdgeFamily;

/// The family of next edges.
pub const FAMILY: EdgeFamily = EdgeFamily::directional(1_759_356_969, "EdgeNext", "Previous", "Next");

/// What makes an edge a next edge.
pub fn build() -> EdgeCreationAttributes {
    FAMILY.attributes(None)
}

/// Creates a next edge that is in no graph.
pub fn create(previous: &Node, next: &Node) -> Result<Edge> {
    Ok(Edge::create(FAMILY.spec(previous, next))?)
}

/// Makes `next` follow `previous`, in the graph of `previous`.
pub fn add_next(previous: &BoundNode, next: &Node) -> Result<BoundEdge> {
    FAMILY.insert(previous.graph(), FAMILY.spec(previous.node(), next))
}

/// The node where a directional edge of any kind starts.
pub fn previous_node(edge: &Edge) -> Option<&Node> {
    edge.directional().then(|| edge.source())
}

/// The node where a directional edge of any kind ends.
pub fn next_node(edge: &Edge) -> Option<&Node> {
    edge.directional().then(|| edge.target())
}

/// The edge from the previous node: the first one, if there are several.
pub fn previous_edge(node: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(node, Directed::Incoming)
}

/// The edge to the next node: the first one, if there are several.
pub fn next_edge(node: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(node, Directed::Outgoing)
}

/// The previous node.
pub fn previous_node_of(node: &BoundNode) -> Result<Option<Node>> {
    Ok(node.first_edge(FAMILY.edge_type(), Directed::Incoming)?.map(|edge| edge.source().clone()))
}

/// The next node.
pub fn next_node_of(node: &BoundNode) -> Result<Option<Node>> {
    Ok(node.first_edge(FAMILY.edge_type(), Directed::Outgoing)?.map(|edge| edge.target().clone()))
}

pub(crate) fn next_in(contents: &Contents, node: NodeId) -> Option<&Node> {
    FAMILY.first_in(contents, node, Directed::Outgoing).map(Incidence::target)
}

pub(crate) fn add_next_in(write: &mut GraphWrite<'_>, previous: &Node, next: &Node) -> Result<()> {
    FAMILY.connect_in(write, previous, next, &FAMILY.shape(None))
}
