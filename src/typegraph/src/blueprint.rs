//! What a type declares, read once for all its instances.

use pyzig_graph::{
    Attribute, Contents, Edge, EdgeOrder, EdgeSpec, EdgeTypeId, Literal, Node, NodeId, NodeIndex, Text,
};

use crate::builtin::{self, Builtin, CHILD_IDENTIFIER, HAS_SOURCE_CHUNK, INITIALIZED, SOURCE};
use crate::error::Result;
use crate::make_child::{child_name, inherited_attributes, resolved_type_in};
use crate::make_link::{LHS, RHS, link_attribute};
use crate::resolution::Route;
use crate::{composition, next, pointer, trait_, type_};

/// What instantiation needs to know about a type graph.
pub(crate) struct Facts {
    make_child: NodeId,
    make_link: NodeId,
    is_constructable: NodeId,
    /// Links are only made once the type graph is complete.
    initialized: bool,
    /// Type of the trait that takes pieces of source text to instances.
    pub(crate) source_chunk: Option<Node>,
}

impl Facts {
    pub(crate) fn read(contents: &Contents, type_graph: &Node) -> Result<Self> {
        let find = |builtin: Builtin| builtin.find(contents, type_graph.id()).map(Node::id);
        let initialized = type_graph.attr(INITIALIZED).and_then(Literal::as_bool);
        Ok(Self {
            make_child: find(Builtin::MakeChild)?,
            make_link: find(Builtin::MakeLink)?,
            is_constructable: find(Builtin::IsConstructable)?,
            initialized: initialized == Some(true),
            source_chunk: composition::child_in(contents, type_graph.id(), HAS_SOURCE_CHUNK).cloned(),
        })
    }
}

/// What a type declares.
pub(crate) struct Blueprint {
    pub(crate) type_node: Node,
    /// Where the type is in the graph; `None` if it is not there.
    pub(crate) type_at: Option<NodeIndex>,
    pub(crate) constructable: bool,
    pub(crate) children: Vec<ChildPlan>,
    pub(crate) links: Vec<LinkPlan>,
}

/// A child that each instance has.
pub(crate) struct ChildPlan {
    pub(crate) make_child: Node,
    /// Empty for anonymous children.
    pub(crate) name: Text,
    /// `None` if the child's type is not linked.
    pub(crate) type_node: Option<Node>,
    /// What the child gets.
    pub(crate) attributes: Vec<Attribute>,
    /// The piece of source text that the declaration stems from.
    pub(crate) source: Option<Node>,
}

/// An edge that each instance has within it.
pub(crate) struct LinkPlan {
    pub(crate) make_link: Node,
    /// `None` if the link lacks an end.
    pub(crate) ends: Option<(Route, Route)>,
    /// `None` if the link does not tell what edge to make.
    pub(crate) edge: Option<EdgePlan>,
}

/// What an edge is made of, except its ends.
pub(crate) struct EdgePlan {
    edge_type: EdgeTypeId,
    directional: bool,
    order: EdgeOrder,
    edge_specific: Option<u16>,
    name: Option<Text>,
}

impl Blueprint {
    /// Whether instances consist of one node.
    pub(crate) fn is_single(&self) -> bool {
        self.children.is_empty() && self.links.is_empty()
    }

    pub(crate) fn read(contents: &Contents, facts: &Facts, type_node: &Node) -> Self {
        let id = type_node.id();
        let constructable = trait_::first_instance_in(contents, id, facts.is_constructable).is_some();
        let type_at = contents.index_of(id);
        let mut blueprint = Self {
            type_node: type_node.clone(),
            type_at,
            constructable,
            children: Vec::new(),
            links: Vec::new(),
        };
        if !constructable {
            return blueprint;
        }
        let Some(at) = type_at else {
            return blueprint;
        };
        let make_child = contents.index_of(facts.make_child);
        let make_link = contents.index_of(facts.make_link).filter(|_| facts.initialized);
        for entry in composition::FAMILY.outgoing_at(contents, at) {
            let declaration = entry.edge().target();
            let is_instance = |type_at: Option<NodeIndex>| {
                type_at.is_some_and(|type_at| {
                    type_::is_instance_of_at(contents, entry.target_index(at), type_at)
                })
            };
            if is_instance(make_child) {
                blueprint.children.push(ChildPlan::read(contents, declaration));
            } else if is_instance(make_link) {
                blueprint.links.push(LinkPlan::read(contents, declaration));
            }
        }
        blueprint
    }
}

impl ChildPlan {
    fn read(contents: &Contents, make_child: &Node) -> Self {
        Self {
            make_child: make_child.clone(),
            name: child_name(make_child).unwrap_or(composition::ANONYMOUS).into(),
            type_node: resolved_type_in(contents, make_child).cloned(),
            attributes: inherited_attributes(make_child),
            source: pointer::pointed_in(contents, make_child.id(), SOURCE).cloned(),
        }
    }
}

impl LinkPlan {
    fn read(contents: &Contents, make_link: &Node) -> Self {
        let end = |name| composition::child_in(contents, make_link.id(), name);
        Self {
            make_link: make_link.clone(),
            ends: end(LHS)
                .zip(end(RHS))
                .map(|(lhs, rhs)| (Route::read(contents, lhs), Route::read(contents, rhs))),
            edge: EdgePlan::read(make_link),
        }
    }
}

impl EdgePlan {
    fn read(make_link: &Node) -> Option<Self> {
        Some(Self {
            edge_type: link_attribute::edge_type(make_link)?,
            directional: link_attribute::directional(make_link).unwrap_or(false),
            order: link_attribute::order(make_link)?,
            edge_specific: link_attribute::edge_specific(make_link),
            name: link_attribute::name(make_link).map(Text::from),
        })
    }

    /// The edge between two ends. It carries all attributes of the link declaration.
    pub(crate) fn spec(&self, make_link: &Node, source: &Node, target: &Node) -> EdgeSpec {
        let mut spec = EdgeSpec::new(source, target, self.edge_type)
            .directional(self.directional)
            .order(self.order)
            .edge_specific(self.edge_specific);
        spec.name.clone_from(&self.name);
        spec.attributes.extend(make_link.attrs().cloned());
        spec
    }
}

/// Whether an edge may change what a type declares, if only the nodes chosen by `is_old` were there before.
pub(crate) fn may_change_types(edge: &Edge, is_old: impl Fn(NodeId) -> bool) -> bool {
    let kind = edge.edge_type();
    let (source, target) = (is_old(edge.source_id()), is_old(edge.target_id()));
    if kind == type_::FAMILY.edge_type() {
        return target || (source && !edge.directional());
    }
    let read = [composition::FAMILY, pointer::FAMILY, next::FAMILY, trait_::FAMILY];
    let is_read = read.iter().any(|family| family.edge_type() == kind);
    is_read && (source || (target && !edge.directional()))
}

/// The name that messages call a type by.
pub(crate) fn display_name(type_node: &Node) -> &str {
    builtin::text(type_node, builtin::TYPE_IDENTIFIER).unwrap_or("(unnamed)")
}

/// Whether an attribute belongs to a child declaration itself instead of to the children made from it.
pub(crate) fn is_own_attribute(attribute: &Attribute) -> bool {
    attribute.name == CHILD_IDENTIFIER
}
