//! Pointer edges: from a node to what it points to, by name and index.

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeOrder, EdgeSnapshot, EdgeSpec, GraphWrite, Incidence,
    Node, NodeId, Text,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::{Error, Result};
use crate::family::EdgeFamily;
use crate::reference::Segment;

/// The family of pointer edges.
pub const FAMILY: EdgeFamily = EdgeFamily::directional(1_759_771_470, "EdgePointer", "Source", "Target");

/// A position among the pointers of a node: 0 to 32767.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PointerIndex(u16);

impl PointerIndex {
    /// The index of that number, unless it is out of range.
    pub fn new(number: i64) -> Result<Self> {
        u16::try_from(number).ok().filter(|number| number >> 15 == 0).map(Self).ok_or(Error::IndexOutOfRange)
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Edges store the upper seven bits as their order and the lower eight as their number.
    fn split(index: Option<Self>) -> (EdgeOrder, Option<u16>) {
        let Some(Self(number)) = index else {
            return (EdgeOrder::ZERO, None);
        };
        let [low, high] = number.to_le_bytes();
        (EdgeOrder::new(high).unwrap_or(EdgeOrder::MAX), Some(u16::from(low)))
    }

    pub(crate) fn join(order: EdgeOrder, edge_specific: u16) -> Self {
        Self(u16::from(order.get()) << 8 | (edge_specific & 0xFF))
    }
}

/// What makes an edge a pointer of that name and index.
pub fn build(name: Option<&str>, index: Option<PointerIndex>) -> EdgeCreationAttributes {
    let (order, edge_specific) = PointerIndex::split(index);
    EdgeCreationAttributes { order, edge_specific, ..FAMILY.attributes(name.map(Text::from)) }
}

pub(crate) fn spec(from: &Node, to: &Node, name: Option<&str>, index: Option<PointerIndex>) -> EdgeSpec {
    let (order, edge_specific) = PointerIndex::split(index);
    let mut spec = FAMILY.spec(from, to).order(order).edge_specific(edge_specific);
    spec.name = name.map(Text::from);
    spec
}

/// Creates a pointer without index that is in no graph.
pub fn create(from: &Node, to: &Node, name: Option<&str>) -> Result<Edge> {
    Ok(Edge::create(spec(from, to, name, None))?)
}

/// The segment of a reference path that goes to what the node points to.
pub fn traverse() -> Segment {
    Segment::new("", FAMILY.edge_type())
}

/// Makes a node point to another, in the graph of the first.
pub fn point_to(
    from: &BoundNode,
    to: &Node,
    name: Option<&str>,
    index: Option<PointerIndex>,
) -> Result<BoundEdge> {
    FAMILY.insert(from.graph(), spec(from.node(), to, name, index))
}

/// The pointer's index; `None` if it was made without one.
pub fn index(edge: &Edge) -> Option<PointerIndex> {
    Some(PointerIndex::join(edge.order(), edge.edge_specific()?))
}

/// Where the pointer points to; `None` if the edge is not directional.
pub fn referenced_node(edge: &Edge) -> Option<&Node> {
    edge.directional().then(|| edge.target())
}

/// Where the node's first pointer points to.
pub fn referenced_node_of(node: &BoundNode) -> Result<Option<BoundNode>> {
    let read = node.graph().read()?;
    Ok(referenced_in(&read, node.node().id()).map(|target| node.graph().bind(target)))
}

/// Where the node's first pointer of that name points to, in constant time.
pub fn pointed_node_by_name(node: &BoundNode, name: &str) -> Result<Option<BoundNode>> {
    FAMILY.named_target(node, name)
}

/// The node's pointers in order of insertion, whatever their index.
pub fn pointed_edges(node: &BoundNode) -> Result<EdgeSnapshot> {
    FAMILY.edges(node, Directed::Outgoing)
}

/// The node's pointers of that name in order of insertion.
pub fn pointed_edges_by_name(node: &BoundNode, name: &str) -> Result<EdgeSnapshot> {
    let read = node.graph().read()?;
    Ok(FAMILY
        .outgoing_in(&read, node.node().id())
        .filter(|entry| entry.name() == Some(name))
        .map(|entry| entry.edge().clone())
        .collect())
}

pub(crate) fn referenced_in(contents: &Contents, node: NodeId) -> Option<&Node> {
    FAMILY.first_in(contents, node, Directed::Outgoing).map(Incidence::target)
}

pub(crate) fn pointed_in<'a>(contents: &'a Contents, node: NodeId, name: &str) -> Option<&'a Node> {
    FAMILY.named_in(contents, node, name).map(Incidence::target)
}

pub(crate) fn point_to_in(
    write: &mut GraphWrite<'_>,
    from: &Node,
    to: &Node,
    name: Option<&str>,
) -> Result<()> {
    FAMILY.connect_in(write, from, to, &FAMILY.shape(name.map(Text::from)))
}
