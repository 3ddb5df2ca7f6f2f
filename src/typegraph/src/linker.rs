//! The linker: joins type references to types.

use pyzig_graph::{BoundNode, Contents, GraphView, GraphWrite, Node};

use crate::builtin::Builtin;
use crate::error::{Error, Result};
use crate::make_child::type_reference_in;
use crate::typegraph::TypeGraph;
use crate::{composition, pointer};

/// Name of the pointer from a type reference to its type.
const RESOLVED: &str = "resolved";

/// A type reference that is not linked, and the type whose child declaration has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnresolvedTypeReference {
    /// The type whose declaration it is.
    pub type_node: BoundNode,
    /// The type reference.
    pub type_reference: BoundNode,
}

fn check(graph: &GraphView, type_reference: &BoundNode, target: &BoundNode) -> Result<()> {
    if type_reference.graph() != graph {
        return Err(Error::invalid("Type reference does not belong to provided GraphView"));
    }
    if target.graph() != graph {
        return Err(Error::invalid("Target type does not belong to provided GraphView"));
    }
    Ok(())
}

/// Links a type reference to a type; both must be bound to the graph. An earlier link stays in force.
pub fn link_type_reference(graph: &GraphView, type_reference: &BoundNode, target: &BoundNode) -> Result<()> {
    check(graph, type_reference, target)?;
    pointer::point_to(type_reference, target.node(), Some(RESOLVED), None).map(drop)
}

/// Links a type reference to a type, instead of the one it is linked to, if there is one.
pub fn update_type_reference(
    graph: &GraphView,
    type_reference: &BoundNode,
    target: &BoundNode,
) -> Result<()> {
    check(graph, type_reference, target)?;
    match type_reference.named_edge(pointer::FAMILY.edge_type(), RESOLVED)? {
        Some(edge) => graph
            .redirect_edge(&edge, target.node())
            .map(drop)
            .map_err(|error| pointer::FAMILY.name_ends(error)),
        None => link_type_reference(graph, type_reference, target),
    }
}

/// The type that a type reference is linked to.
pub fn resolved_type(type_reference: &BoundNode) -> Result<Option<BoundNode>> {
    pointer::pointed_node_by_name(type_reference, RESOLVED)
}

/// All type references of child declarations that are not linked: by type, then by declaration, in order of creation.
pub fn collect_unresolved_type_references(type_graph: &TypeGraph) -> Result<Vec<UnresolvedTypeReference>> {
    let graph = type_graph.graph();
    let read = graph.read()?;
    let node = type_graph.node().node();
    let make_child_type = Builtin::MakeChild.find(&read, node.id())?.id();
    let mut unresolved = Vec::new();
    for entry in composition::FAMILY.outgoing_in(&read, node.id()) {
        let type_node = entry.target();
        if type_node == node {
            continue;
        }
        for entry in composition::children_of_type_in(&read, type_node.id(), make_child_type) {
            let make_child = entry.target();
            let type_reference = type_reference_in(&read, make_child)
                .ok_or_else(|| Error::invalid("A MakeChild node has no type reference"))?;
            if resolved_type_in(&read, type_reference).is_none() {
                unresolved.push(UnresolvedTypeReference {
                    type_node: graph.bind(type_node),
                    type_reference: graph.bind(type_reference),
                });
            }
        }
    }
    Ok(unresolved)
}

pub(crate) fn resolved_type_in<'a>(contents: &'a Contents, type_reference: &Node) -> Option<&'a Node> {
    pointer::pointed_in(contents, type_reference.id(), RESOLVED)
}

pub(crate) fn link_in(write: &mut GraphWrite<'_>, type_reference: &Node, target: &Node) -> Result<()> {
    pointer::point_to_in(write, type_reference, target, Some(RESOLVED))
}
