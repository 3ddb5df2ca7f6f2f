//! Interface connections: edges without direction between interfaces of the same type.

use pyzig_graph::{
    Attribute, BoundEdge, BoundNode, Directed, Edge, EdgeSnapshot, EdgeSpec, Incidence, Node, NodeId,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::{Error, Result};
use crate::family::EdgeFamily;
use crate::pathfinder::{Connections, InterfacePath};
use crate::type_;

/// The family of interface connections.
pub const FAMILY: EdgeFamily = EdgeFamily::undirected(1_759_242_069, "EdgeInterfaceConnection");

/// Attribute that tells whether a connection counts only between the two interfaces, not between their children.
pub const SHALLOW: &str = "shallow";

/// What makes an edge an interface connection.
pub fn build(shallow: bool) -> EdgeCreationAttributes {
    EdgeCreationAttributes { dynamic: vec![Attribute::new(SHALLOW, shallow)], ..FAMILY.attributes(None) }
}

fn spec(first: &Node, second: &Node, shallow: bool) -> EdgeSpec {
    FAMILY.spec(first, second).attr(SHALLOW, shallow)
}

/// Creates a connection that is in no graph.
pub fn create(first: &Node, second: &Node, shallow: bool) -> Result<Edge> {
    Ok(Edge::create(spec(first, second, shallow))?)
}

/// Connects two interfaces, in the graph of the first. Both must be of the same type, or both without type.
pub fn connect(first: &BoundNode, second: &BoundNode) -> Result<BoundEdge> {
    insert(first, second, false).map_err(|reason| Error::Connect(reason.to_string()))
}

/// As [`connect`], for the two interfaces only, not for their children.
pub fn connect_shallow(first: &BoundNode, second: &BoundNode) -> Result<BoundEdge> {
    insert(first, second, true).map_err(|reason| Error::ConnectShallow(reason.to_string()))
}

fn insert(first: &BoundNode, second: &BoundNode, shallow: bool) -> Result<BoundEdge> {
    let type_of = |node: &BoundNode| -> Result<Option<NodeId>> {
        Ok(type_::type_of_in(&*node.graph().read()?, node.node().id()).map(Node::id))
    };
    if type_of(first)? != type_of(second)? {
        return Err(Error::invalid("the nodes are of different types"));
    }
    FAMILY.insert(first.graph(), spec(first.node(), second.node(), shallow))
}

/// The other end of the edge; `None` if the node is neither end.
pub fn other_connected_node<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    if edge.source() == node {
        Some(edge.target())
    } else if edge.target() == node {
        Some(edge.source())
    } else {
        None
    }
}

/// The node's connections, in order of insertion.
pub fn connected_edges(node: &BoundNode) -> Result<EdgeSnapshot> {
    FAMILY.edges(node, Directed::Any)
}

/// Whether the connection counts only between the two interfaces.
pub(crate) fn is_shallow(connection: Incidence<'_>) -> bool {
    connection.present_type() == FAMILY.edge_type()
        && connection.attr(SHALLOW).and_then(|value| value.as_bool()) == Some(true)
}

/// The path by which two interfaces are connected: an empty path if they are not, or are the same.
pub fn is_connected_to(source: &BoundNode, target: &Node) -> Result<InterfacePath> {
    Ok(connections(source)?.path_to(target))
}

/// Everything that the interface is connected to, each with the path there; the interface itself comes first.
pub fn connections(source: &BoundNode) -> Result<Connections> {
    Connections::find(source)
}
