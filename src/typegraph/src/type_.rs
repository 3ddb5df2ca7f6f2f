//! Type edges: from a type to its instances.

use std::sync::LazyLock;

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeShape, EdgeSnapshot, GraphWrite, Incidence, Node,
    NodeEdges, NodeId, NodeIndex,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::Result;
use crate::family::EdgeFamily;

/// The family of type edges.
pub const FAMILY: EdgeFamily = EdgeFamily::directional(1_759_276_800, "EdgeType", "Type", "Instance");

/// Type edges that graphs make: the same for all graphs.
pub(crate) static SHAPE: LazyLock<EdgeShape> = LazyLock::new(|| FAMILY.shape(None));

/// What makes an edge a type edge.
pub fn build() -> EdgeCreationAttributes {
    FAMILY.attributes(None)
}

/// Creates a type edge that is in no graph.
pub fn create(type_node: &Node, instance: &Node) -> Result<Edge> {
    Ok(Edge::create(FAMILY.spec(type_node, instance))?)
}

/// Makes a node an instance of a type, in the type's graph.
pub fn add_instance(type_node: &BoundNode, instance: &Node) -> Result<BoundEdge> {
    FAMILY.insert(type_node.graph(), FAMILY.spec(type_node.node(), instance))
}

/// The type at the start of the edge.
pub fn type_node(edge: &Edge) -> &Node {
    edge.source()
}

/// The instance at the end of the edge.
pub fn instance_node(edge: &Edge) -> &Node {
    edge.target()
}

/// The edge from the instance's type: its first incoming type edge.
pub fn type_edge(instance: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(instance, Directed::Incoming)
}

/// The instance's type.
pub fn type_of(instance: &BoundNode) -> Result<Option<BoundNode>> {
    let read = instance.graph().read()?;
    Ok(type_of_in(&read, instance.node().id()).map(|node| instance.graph().bind(node)))
}

/// Whether the node's type is that one.
pub fn is_instance_of(node: &BoundNode, type_node: &Node) -> Result<bool> {
    let read = node.graph().read()?;
    Ok(is_instance_of_in(&read, node.node().id(), type_node.id()))
}

/// The edges to the instances of a type, in order of insertion.
pub fn instance_edges(type_node: &BoundNode) -> Result<EdgeSnapshot> {
    FAMILY.edges(type_node, Directed::Outgoing)
}

pub(crate) fn type_of_in(contents: &Contents, instance: NodeId) -> Option<&Node> {
    FAMILY.first_in(contents, instance, Directed::Incoming).map(Incidence::source)
}

pub(crate) fn is_instance_of_in(contents: &Contents, node: NodeId, type_node: NodeId) -> bool {
    contents
        .index_of(node)
        .zip(contents.index_of(type_node))
        .is_some_and(|(index, type_at)| is_instance_of_at(contents, index, type_at))
}

#[inline]
pub(crate) fn is_instance_of_at(contents: &Contents, index: NodeIndex, type_at: NodeIndex) -> bool {
    type_among(contents.node_edges(index)) == Some(type_at)
}

/// The type of which the node that has these edges is an instance.
#[inline]
pub(crate) fn type_among(edges: NodeEdges<'_>) -> Option<NodeIndex> {
    let entry = edges.first(FAMILY.edge_type(), Directed::Incoming)?;
    entry.directional().then(|| entry.source_index())
}

pub(crate) fn add_instance_in(write: &mut GraphWrite<'_>, type_node: &Node, instance: &Node) -> Result<()> {
    FAMILY.connect_in(write, type_node, instance, &SHAPE)
}
