//! Trait edges: from an owner to its trait instances.

use std::sync::LazyLock;

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeList, EdgeShape, EdgeSnapshot, GraphWrite, Incidence,
    Node, NodeEdges, NodeId, NodeIndex, Text,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::Result;
use crate::family::{EdgeFamily, source_unless, target_unless};
use crate::reference::Segment;
use crate::type_;

/// The family of trait edges.
pub const FAMILY: EdgeFamily =
    EdgeFamily::directional(1_762_883_874, "EdgeTrait", "Trait owner", "Trait instance");

/// Trait edges that graphs make: the same for all graphs.
static SHAPE: LazyLock<EdgeShape> = LazyLock::new(|| FAMILY.shape(None));

/// What makes an edge a trait edge.
pub fn build() -> EdgeCreationAttributes {
    FAMILY.attributes(None)
}

/// Creates a trait edge that is in no graph.
pub fn create(owner: &Node, trait_instance: &Node) -> Result<Edge> {
    Ok(Edge::create(FAMILY.spec(owner, trait_instance))?)
}

/// The segment of a reference path that goes to the trait of the type of that name.
pub fn traverse(trait_type_name: impl Into<Text>) -> Segment {
    Segment::new(trait_type_name, FAMILY.edge_type())
}

/// Attaches a trait instance to an owner, in the owner's graph.
pub fn add_trait_instance(owner: &BoundNode, trait_instance: &Node) -> Result<BoundEdge> {
    FAMILY.insert(owner.graph(), FAMILY.spec(owner.node(), trait_instance))
}

/// The owner at the start of the edge.
pub fn owner_node(edge: &Edge) -> &Node {
    edge.source()
}

/// The trait instance at the end of the edge.
pub fn trait_instance_node(edge: &Edge) -> &Node {
    edge.target()
}

/// The trait instance at the end of the edge, unless that is the node itself.
pub fn trait_instance_of<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    target_unless(edge, node)
}

/// The owner at the start of the edge, unless that is the node itself.
pub fn owner_of<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    source_unless(edge, node)
}

/// The edge from the trait instance's owner: the first one, if there are several.
pub fn owner_edge(trait_instance: &BoundNode) -> Result<Option<BoundEdge>> {
    FAMILY.first(trait_instance, Directed::Incoming)
}

/// The trait instance's owner.
pub fn owner_node_of(trait_instance: &BoundNode) -> Result<Option<BoundNode>> {
    let read = trait_instance.graph().read()?;
    Ok(owner_in(&read, trait_instance.node().id()).map(|owner| trait_instance.graph().bind(owner)))
}

/// The edges to the owner's trait instances, in order of insertion.
pub fn trait_instance_edges(owner: &BoundNode) -> Result<EdgeSnapshot> {
    FAMILY.edges(owner, Directed::Outgoing)
}

/// The edges to the owner's trait instances of a type, in order of insertion.
pub fn trait_instances_of_type(owner: &BoundNode, trait_type: &Node) -> Result<EdgeSnapshot> {
    let read = owner.graph().read()?;
    let ends = read.index_of(owner.node().id()).zip(read.index_of(trait_type.id()));
    let Some((owner, trait_type)) = ends else { return Ok(EdgeSnapshot::new()) };
    let traits = read.edges_at(owner, FAMILY.edge_type());
    Ok(instances_among(&read, traits, trait_type).map(|entry| entry.edge().clone()).collect())
}

/// The owner's first trait instance of a type.
///
/// Takes time in the number of the owner's traits or of the type's instances, whichever is less.
pub fn first_trait_instance_of_type(owner: &BoundNode, trait_type: &Node) -> Result<Option<BoundNode>> {
    let read = owner.graph().read()?;
    let instance = first_instance_in(&read, owner.node().id(), trait_type.id());
    Ok(instance.map(|instance| owner.graph().bind(instance)))
}

/// Of the trait edges of an owner those to instances of a type.
#[inline]
fn instances_among<'a>(
    contents: &'a Contents,
    traits: EdgeList<'a>,
    trait_type: NodeIndex,
) -> impl Iterator<Item = Incidence<'a>> {
    let is_instance = move |entry: &Incidence<'_>| {
        entry.passes(Directed::Outgoing)
            && type_::is_instance_of_at(contents, entry.target_index(), trait_type)
    };
    traits.iter().filter(is_instance)
}

/// Up to how many traits of an owner are looked through without a look at the type's instances.
const SCANNED: usize = 16;

/// As [`first_trait_instance_of_type`], in a graph that is locked already.
pub fn first_instance_in(contents: &Contents, owner: NodeId, trait_type: NodeId) -> Option<&Node> {
    first_instance_at(contents, contents.index_of(owner)?, contents.index_of(trait_type)?)
}

pub(crate) fn first_instance_at(
    contents: &Contents,
    owner: NodeIndex,
    trait_type: NodeIndex,
) -> Option<&Node> {
    first_instance_among(contents, contents.node_edges(owner), trait_type)
}

/// The first trait instance of a type that the node with these edges has.
#[inline]
pub(crate) fn first_instance_among<'a>(
    contents: &'a Contents,
    owner: NodeEdges<'a>,
    trait_type: NodeIndex,
) -> Option<&'a Node> {
    let traits = owner.of_type(FAMILY.edge_type());
    if traits.len() > SCANNED {
        let owner = owner.at();
        let instances = contents.edges_at(trait_type, type_::FAMILY.edge_type());
        if instances.len() <= traits.len() / 8
            && let Ok(instance) = only_instance_of_owner(contents, owner, trait_type, instances)
        {
            return instance;
        }
    }
    instances_among(contents, traits, trait_type).next().map(Incidence::target)
}

/// A search from a type's instances does not tell which one is the owner's first.
struct Unclear;

/// Searches from the type's few instances.
fn only_instance_of_owner<'a>(
    contents: &'a Contents,
    owner: NodeIndex,
    trait_type: NodeIndex,
    instances: EdgeList<'a>,
) -> Result<Option<&'a Node>, Unclear> {
    let mut found: Option<&Node> = None;
    for entry in instances.iter() {
        let instance = entry.target_index();
        if !type_::is_instance_of_at(contents, instance, trait_type)
            || !is_trait_of(contents, instance, owner)?
        {
            continue;
        }
        let instance = entry.target();
        if found.is_some_and(|found| found != instance) {
            return Err(Unclear);
        }
        found = Some(instance);
    }
    Ok(found)
}

/// Whether the node is a trait instance of the owner, if its edges are not too many or too odd to tell at once.
fn is_trait_of(contents: &Contents, instance: NodeIndex, owner: NodeIndex) -> Result<bool, Unclear> {
    let edges = contents.edges_at(instance, FAMILY.edge_type());
    if edges.len() > SCANNED || !edges.iter().all(Incidence::directional) {
        return Err(Unclear);
    }
    Ok(edges.iter().any(|entry| entry.is_target() && entry.other() == owner))
}

pub(crate) fn add_trait_instance_in(
    write: &mut GraphWrite<'_>,
    owner: &Node,
    trait_instance: &Node,
) -> Result<()> {
    FAMILY.connect_in(write, owner, trait_instance, &SHAPE)
}

/// As [`owner_node_of`], in a graph that is locked already.
pub fn owner_in(contents: &Contents, trait_instance: NodeId) -> Option<&Node> {
    FAMILY.first_in(contents, trait_instance, Directed::Incoming).map(Incidence::source)
}
