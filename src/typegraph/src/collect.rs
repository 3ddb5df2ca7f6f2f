//! Lists what types declare.

use pyzig_graph::{BoundNode, Contents, Incidence, Node, NodeId, Text};

use crate::builtin::Builtin;
use crate::composition;
use crate::error::{Error, PathError, Result};
use crate::make_child::{child_name, resolved_type_in};
use crate::make_link::{LHS, RHS, link_attribute};
use crate::pointer::{self, PointerIndex};
use crate::reference::{Segment, reference_path_in};
use crate::type_path::TypePaths;
use crate::typegraph::TypeGraph;

/// A child declaration of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeChildInfo {
    /// The child's name; `None` if it is anonymous.
    pub identifier: Option<Text>,
    /// The declaration.
    pub make_child: BoundNode,
}

/// A link declaration of a type, with the paths to both ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MakeLinkInfo {
    /// The declaration.
    pub make_link: BoundNode,
    /// The path to where the edge starts.
    pub lhs: Vec<Segment>,
    /// The path to where the edge ends.
    pub rhs: Vec<Segment>,
}

/// A link declaration in a graph that is locked already.
pub(crate) struct Link {
    pub(crate) node: Node,
    pub(crate) lhs: Vec<Segment>,
    pub(crate) rhs: Vec<Segment>,
}

/// The types by which declarations are told from other children of a type.
#[derive(Clone, Copy)]
pub(crate) struct DeclarationTypes {
    make_child: NodeId,
    make_link: NodeId,
}

impl DeclarationTypes {
    /// Reads them in a graph that contains the type graph and is locked already.
    pub(crate) fn read(contents: &Contents, type_graph: &TypeGraph) -> Result<Self> {
        let find = |builtin: Builtin| builtin.find(contents, type_graph.node().node().id()).map(Node::id);
        Ok(Self { make_child: find(Builtin::MakeChild)?, make_link: find(Builtin::MakeLink)? })
    }
}

/// The child declarations of a type, in order of creation.
pub(crate) fn make_children_in(
    contents: &Contents,
    types: DeclarationTypes,
    type_node: NodeId,
) -> impl Iterator<Item = &Node> {
    composition::children_of_type_in(contents, type_node, types.make_child).map(Incidence::target)
}

/// The link declarations of a type that have both ends, in order of creation.
pub(crate) fn make_links_in(
    contents: &Contents,
    types: DeclarationTypes,
    type_node: NodeId,
) -> Result<Vec<Link>> {
    let mut links = Vec::new();
    for entry in composition::children_of_type_in(contents, type_node, types.make_link) {
        let node = entry.target();
        let end = |name| composition::child_in(contents, node.id(), name);
        if let (Some(lhs), Some(rhs)) = (end(LHS), end(RHS)) {
            let path = |reference| {
                reference_path_in(contents, reference).map_err(|reason| {
                    Error::invalid(format!("MakeLink node has an invalid reference chain: {reason}"))
                })
            };
            links.push(Link { node: node.clone(), lhs: path(lhs)?, rhs: path(rhs)? });
        }
    }
    Ok(links)
}

impl TypeGraph {
    fn declaration_types(&self) -> Result<DeclarationTypes> {
        DeclarationTypes::read(&*self.graph().read()?, self)
    }

    /// The child declarations of a type, in order of creation.
    pub fn collect_make_children(&self, type_node: &BoundNode) -> Result<Vec<MakeChildInfo>> {
        let types = self.declaration_types()?;
        let graph = type_node.graph();
        let read = graph.read()?;
        Ok(make_children_in(&read, types, type_node.node().id())
            .map(|make_child| MakeChildInfo {
                identifier: child_name(make_child).map(Text::from),
                make_child: graph.bind(make_child),
            })
            .collect())
    }

    /// The link declarations of a type, in order of creation. Links that lack an end are left out.
    pub fn collect_make_links(&self, type_node: &BoundNode) -> Result<Vec<MakeLinkInfo>> {
        let types = self.declaration_types()?;
        let graph = type_node.graph();
        let read = graph.read()?;
        let links = make_links_in(&read, types, type_node.node().id())?;
        Ok(links
            .into_iter()
            .map(|link| MakeLinkInfo { make_link: graph.bind(&link.node), lhs: link.lhs, rhs: link.rhs })
            .collect())
    }

    /// Follows children by name from type to type; `None` if a child is missing or its type is not linked.
    pub fn resolve_child_path<S: AsRef<str>>(
        &self,
        start_type: &BoundNode,
        path: impl IntoIterator<Item = S>,
    ) -> Result<Option<BoundNode>> {
        let read = start_type.graph().read()?;
        let mut type_node = start_type.node();
        for name in path {
            let child = composition::child_in(&read, type_node.id(), name.as_ref());
            let Some(next) = child.and_then(|child| resolved_type_in(&read, child)) else {
                return Ok(None);
            };
            type_node = next;
        }
        Ok(Some(start_type.graph().bind(type_node)))
    }

    /// The elements of a sequence that a type declares at that path, each with its index, in order of their links.
    ///
    /// Fails with a [`PathError`] if the path cannot be resolved on the type.
    pub fn collect_pointer_members(
        &self,
        type_node: &BoundNode,
        container_path: &[Text],
    ) -> Result<Vec<(PointerIndex, BoundNode)>> {
        let type_graph = self.graph().read()?;
        let types = DeclarationTypes::read(&type_graph, self)?;
        let graph = type_node.graph();
        let read = graph.read()?;
        let owner = type_node.node();
        let path: Vec<Segment> = container_path.iter().map(|name| Segment::from(name.as_str())).collect();
        TypePaths::new(&read, &type_graph, self, types, owner).resolve(&path).map_err(|failure| {
            PathError {
                message: "pointer sequence member not found",
                kind: failure.kind,
                path: container_path.to_vec(),
                failing_segment: failure.segment,
                failing_segment_index: failure.index,
                index_value: None,
            }
        })?;
        let mut members = Vec::new();
        for link in make_links_in(&read, types, owner.id())? {
            let names = link.lhs.iter().map(|segment| &segment.identifier);
            let is_member = link_attribute::edge_type(&link.node) == Some(pointer::FAMILY.edge_type())
                && names.eq(container_path);
            let [element] = link.rhs.as_slice() else { continue };
            let child = composition::child_in(&read, owner.id(), &element.identifier);
            if let (true, Some(child)) = (is_member, child) {
                let number = link_attribute::edge_specific(&link.node).ok_or_else(|| {
                    Error::invalid("Pointer sequence member missing index (edge_specific is null)")
                })?;
                let order = link_attribute::order(&link.node).unwrap_or_default();
                members.push((PointerIndex::join(order, number), graph.bind(child)));
            }
        }
        Ok(members)
    }
}
