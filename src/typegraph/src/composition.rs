//! Composition edges: from a parent to its children.

use std::sync::LazyLock;

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeShape, EdgeSnapshot, GraphWrite, Incidence, Node,
    NodeId, Text,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::Result;
use crate::family::{EdgeFamily, source_unless, target_unless};
use crate::reference::Segment;
use crate::type_;

/// The family of composition edges.
pub const FAMILY: EdgeFamily = EdgeFamily::directional(1_759_269_250, "EdgeComposition", "Parent", "Child");

/// The name of children that have none.
pub const ANONYMOUS: &str = "";

/// Edges to children without a name: the same for all graphs, since most types have some.
static TO_ANONYMOUS: LazyLock<EdgeShape> = LazyLock::new(|| shape(ANONYMOUS));

/// Edges to children of that name, to make many of.
pub(crate) fn shape(name: impl Into<Text>) -> EdgeShape {
    FAMILY.shape(Some(name.into()))
}

/// What makes an edge one to a child of that name.
pub fn build(name: &str) -> EdgeCreationAttributes {
    FAMILY.attributes(Some(name.into()))
}

/// Creates an edge to a child that is in no graph.
pub fn create(parent: &Node, child: &Node, name: &str) -> Result<Edge> {
    Ok(Edge::create(FAMILY.spec(parent, child).name(name))?)
}

/// The segment of a reference path that goes to the child of that name.
pub fn traverse(name: impl Into<Text>) -> Segment {
    Segment::new(name, FAMILY.edge_type())
}

/// Adds a child to a parent, in the parent's graph. Neither names nor parents need be unique.
pub fn add_child(parent: &BoundNode, child: &Node, name: &str) -> Result<BoundEdge> {
    FAMILY.insert(parent.graph(), FAMILY.spec(parent.node(), child).name(name))
}

/// Adds a child without a name.
pub fn add_anonymous_child(parent: &BoundNode, child: &Node) -> Result<BoundEdge> {
    add_child(parent, child, ANONYMOUS)
}

/// The parent at the start of the edge.
pub fn parent_node(edge: &Edge) -> &Node {
    edge.source()
}

/// The child at the end of the edge.
pub fn child_node(edge: &Edge) -> &Node {
    edge.target()
}

/// The child at the end of the edge, unless that is the node itself.
pub fn child_of<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    target_unless(edge, node)
}

/// The parent at the start of the edge, unless that is the node itself.
pub fn parent_of<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    source_unless(edge, node)
}

/// The edge from the node's parent: the first one, if there are several.
pub fn parent_edge(child: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(child, Directed::Incoming)
}

/// The node's parent: the first one, if there are several.
pub fn parent_node_of(child: &BoundNode) -> Result<Option<BoundNode>> {
    let read = child.graph().read()?;
    Ok(parent_in(&read, child.node().id()).map(|parent| child.graph().bind(parent)))
}

/// The child's name; empty if it has none. Refuses edges of other families.
pub fn name(edge: &Edge) -> Result<&str> {
    FAMILY.check(edge)?;
    Ok(edge.name().unwrap_or(ANONYMOUS))
}

/// The first child of that name, in constant time.
pub fn child_by_name(parent: &BoundNode, name: &str) -> Result<Option<BoundNode>> {
    FAMILY.named_target(parent, name)
}

/// The edges to the children, in order of insertion; an edge of the node to itself is left out.
pub fn children_edges(parent: &BoundNode) -> Result<EdgeSnapshot> {
    let mut edges = FAMILY.edges(parent, Directed::Outgoing)?;
    edges.retain(|edge| edge.target() != parent.node());
    Ok(edges)
}

/// The edges to the children of a type, in order of insertion.
pub fn children_of_type(parent: &BoundNode, child_type: &Node) -> Result<EdgeSnapshot> {
    let read = parent.graph().read()?;
    let entries = children_of_type_in(&read, parent.node().id(), child_type.id());
    Ok(entries.map(|entry| entry.edge().clone()).collect())
}

/// The first child of a type.
pub fn first_child_of_type(parent: &BoundNode, child_type: &Node) -> Result<Option<BoundNode>> {
    let read = parent.graph().read()?;
    let mut entries = children_of_type_in(&read, parent.node().id(), child_type.id());
    Ok(entries.next().map(|entry| parent.graph().bind(entry.target())))
}

pub(crate) fn children_of_type_in(
    contents: &Contents,
    parent: NodeId,
    child_type: NodeId,
) -> impl Iterator<Item = Incidence<'_>> {
    let ends = contents.index_of(parent).zip(contents.index_of(child_type));
    ends.into_iter().flat_map(move |(parent, child_type)| {
        FAMILY
            .outgoing_at(contents, parent)
            .filter(move |entry| type_::is_instance_of_at(contents, entry.target_index(), child_type))
    })
}

/// As [`child_by_name`], in a graph that is locked already.
pub fn child_in<'a>(contents: &'a Contents, parent: NodeId, name: &str) -> Option<&'a Node> {
    FAMILY.named_in(contents, parent, name).map(Incidence::target)
}

/// As [`parent_node_of`], in a graph that is locked already.
pub fn parent_in(contents: &Contents, child: NodeId) -> Option<&Node> {
    FAMILY.first_in(contents, child, Directed::Incoming).map(Incidence::source)
}

pub(crate) fn add_child_in(
    write: &mut GraphWrite<'_>,
    parent: &Node,
    child: &Node,
    name: &str,
) -> Result<()> {
    if name == ANONYMOUS {
        return FAMILY.connect_in(write, parent, child, &TO_ANONYMOUS);
    }
    FAMILY.connect_in(write, parent, child, &shape(name))
}
