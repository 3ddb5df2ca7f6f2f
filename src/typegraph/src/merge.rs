//! Takes over what one type declares into another.

use hashbrown::HashSet;
use pyzig_graph::{Attribute, BoundNode, EdgeTypeId, Node, Text};

use crate::builder::EdgeCreationAttributes;
use crate::builtin::SOURCE;
use crate::collect::{DeclarationTypes, Link, make_children_in, make_links_in};
use crate::error::{Error, Result};
use crate::instantiation::{Instantiation, transact};
use crate::make_child::{MakeChild, child_name, inherited_attributes, resolved_type_in};
use crate::make_link::{create_link_in, link_attribute};
use crate::reference::{Segment, create_reference_in};
use crate::typegraph::{TypeGraph, type_name};
use crate::{composition, pointer};

/// Name of the pointer from a type to the piece of source text that defines it.
const DEFINITION: &str = "definition";

/// A child declaration to take over.
struct Inherited {
    type_node: Node,
    type_name: Text,
    name: Option<Text>,
    attributes: Vec<Attribute>,
    source: Option<Node>,
}

/// What makes two links the same.
type LinkKey = (Option<EdgeTypeId>, Vec<Segment>, Vec<Segment>);

impl TypeGraph {
    /// Takes over into a type what another one declares: first the children, then the links.
    ///
    /// Children whose name the target has and links that the target has are left out, and so are children whose type is
    /// not linked. All or nothing is taken over.
    pub fn merge_types(&self, target: &BoundNode, source: &BoundNode) -> Result<()> {
        let fail = Error::failed("merge_types");
        self.check_graph(target, "the target type").map_err(&fail)?;
        self.check_graph(source, "the source type").map_err(&fail)?;
        transact(self, |instantiation| {
            let types = DeclarationTypes::read(instantiation.write(), self)?;
            let merge = Merge { type_graph: self, types, target: target.node(), source: source.node() };
            merge.definition(instantiation)?;
            // Read before children are added, in case both are the same type.
            let links = make_links_in(instantiation.write(), types, source.node().id())?;
            merge.children(instantiation)?;
            merge.links(instantiation, links)
        })
        .map_err(&fail)
    }
}

struct Merge<'a> {
    type_graph: &'a TypeGraph,
    types: DeclarationTypes,
    target: &'a Node,
    source: &'a Node,
}

impl Merge<'_> {
    fn definition(&self, instantiation: &mut Instantiation<'_, '_>) -> Result<()> {
        let write = instantiation.write();
        if pointer::pointed_in(write, self.target.id(), DEFINITION).is_some() {
            return Ok(());
        }
        match pointer::pointed_in(write, self.source.id(), DEFINITION).cloned() {
            Some(definition) => pointer::point_to_in(write, self.target, &definition, Some(DEFINITION)),
            None => Ok(()),
        }
    }

    fn children(&self, instantiation: &mut Instantiation<'_, '_>) -> Result<()> {
        let mut inherited = Vec::new();
        {
            let contents = &**instantiation.write();
            let declarations = make_children_in(contents, self.types, self.target.id());
            let taken: HashSet<&str> = declarations.filter_map(child_name).collect();
            for make_child in make_children_in(contents, self.types, self.source.id()) {
                let name = child_name(make_child);
                if name.is_some_and(|name| taken.contains(name)) {
                    continue;
                }
                if let Some(type_node) = resolved_type_in(contents, make_child) {
                    inherited.push(Inherited {
                        type_node: type_node.clone(),
                        type_name: type_name(type_node)?,
                        name: name.map(Text::from),
                        attributes: inherited_attributes(make_child),
                        source: pointer::pointed_in(contents, make_child.id(), SOURCE).cloned(),
                    });
                }
            }
        }
        for child in inherited {
            let declaration = MakeChild {
                owner: self.target,
                type_name: child.type_name,
                type_node: Some(&child.type_node),
                name: child.name.as_deref(),
                attributes: child.attributes,
            };
            let make_child = declaration.create_in(instantiation, self.type_graph)?;
            point_to_source(instantiation, &make_child, child.source.as_ref())?;
        }
        Ok(())
    }

    fn links(&self, instantiation: &mut Instantiation<'_, '_>, links: Vec<Link>) -> Result<()> {
        let present = make_links_in(instantiation.write(), self.types, self.target.id())?;
        let present: HashSet<LinkKey> = present.into_iter().map(key).collect();
        for link in links {
            let node = link.node.clone();
            let link = key(link);
            if present.contains(&link) {
                continue;
            }
            let (edge_type, lhs, rhs) = link;
            let edge = EdgeCreationAttributes {
                name: link_attribute::name(&node).map(Text::from),
                order: link_attribute::order(&node).unwrap_or_default(),
                edge_specific: link_attribute::edge_specific(&node),
                dynamic: link_attribute::dynamic(&node),
                ..EdgeCreationAttributes::new(
                    edge_type.ok_or_else(|| {
                        Error::invalid("a MakeLink node does not tell the type of its edge")
                    })?,
                    link_attribute::directional(&node),
                )
            };
            let lhs = self.reference(instantiation, lhs)?;
            let rhs = self.reference(instantiation, rhs)?;
            let attributes = link_attribute::store(&edge);
            let copy = create_link_in(instantiation, self.type_graph, self.target, [&lhs, &rhs], attributes)?;
            let source = pointer::pointed_in(instantiation.write(), node.id(), SOURCE).cloned();
            point_to_source(instantiation, &copy, source.as_ref())?;
        }
        Ok(())
    }

    /// A new reference; the empty path, which stands for the node itself, needs a segment nevertheless.
    fn reference(&self, instantiation: &mut Instantiation<'_, '_>, mut path: Vec<Segment>) -> Result<Node> {
        if path.is_empty() {
            path.push(composition::traverse(""));
        }
        create_reference_in(instantiation, self.type_graph, &path)
    }
}

fn key(link: Link) -> LinkKey {
    (link_attribute::edge_type(&link.node), link.lhs, link.rhs)
}

fn point_to_source(
    instantiation: &mut Instantiation<'_, '_>,
    declaration: &Node,
    source: Option<&Node>,
) -> Result<()> {
    match source {
        Some(source) => pointer::point_to_in(instantiation.write(), declaration, source, Some(SOURCE)),
        None => Ok(()),
    }
}
