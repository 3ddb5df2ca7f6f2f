//! Child declarations: what children the instances of a type have.
//!
//! A declaration is a node of type `MakeChild` below the type. Below it stands a type reference, which names the child's
//! type and, once linked, points to it.

use std::sync::LazyLock;

use pyzig_graph::{Attribute, BoundNode, Contents, EdgeShape, Node, Text};

use crate::blueprint::is_own_attribute;
use crate::builder::NodeCreationAttributes;
use crate::builtin::{self, Builtin, CHILD_IDENTIFIER, TYPE_IDENTIFIER};
use crate::error::{Error, Result};
use crate::instantiation::{Instantiation, transact};
use crate::typegraph::{TypeGraph, type_name};
use crate::{composition, linker, pointer};

/// Name of a declaration's child that refers to the type.
const TYPE_REFERENCE: &str = "type_ref";

/// The edges from declarations to that child: the same for all graphs.
static TO_TYPE_REFERENCE: LazyLock<EdgeShape> = LazyLock::new(|| composition::shape(TYPE_REFERENCE));

/// The name of the child that is declared; `None` if it is anonymous.
pub(crate) fn child_name(make_child: &Node) -> Option<&str> {
    builtin::text(make_child, CHILD_IDENTIFIER)
}

/// The attributes that the declared children get.
pub(crate) fn inherited_attributes(make_child: &Node) -> Vec<Attribute> {
    let inherited = || make_child.attrs().filter(|attribute| !is_own_attribute(attribute));
    // Mostly there are none or one, for which a growing list would take room for four.
    let mut attributes = Vec::with_capacity(inherited().count());
    attributes.extend(inherited().cloned());
    attributes
}

pub(crate) fn type_reference_in<'a>(contents: &'a Contents, make_child: &Node) -> Option<&'a Node> {
    composition::child_in(contents, make_child.id(), TYPE_REFERENCE)
}

/// The type of the children that are declared, once it is linked.
pub(crate) fn resolved_type_in<'a>(contents: &'a Contents, make_child: &Node) -> Option<&'a Node> {
    linker::resolved_type_in(contents, type_reference_in(contents, make_child)?)
}

/// A child declaration to be.
pub(crate) struct MakeChild<'a> {
    pub(crate) owner: &'a Node,
    pub(crate) type_name: Text,
    /// `None` if the type is linked later.
    pub(crate) type_node: Option<&'a Node>,
    pub(crate) name: Option<&'a str>,
    pub(crate) attributes: Vec<Attribute>,
}

impl MakeChild<'_> {
    pub(crate) fn create_in(
        self,
        instantiation: &mut Instantiation<'_, '_>,
        type_graph: &TypeGraph,
    ) -> Result<Node> {
        let id = type_graph.node().node().id();
        let make_child_type = Builtin::MakeChild.find(instantiation.write(), id)?.clone();
        let identifier = self.name.map(|name| Attribute::new(CHILD_IDENTIFIER, name));
        let attributes = identifier.into_iter().chain(self.attributes).collect();
        let make_child = instantiation.run(&make_child_type, attributes)?;
        let type_reference = create_type_reference_in(instantiation, type_graph, self.type_name)?;
        let write = instantiation.write();
        composition::FAMILY.connect_in(write, &make_child, &type_reference, &TO_TYPE_REFERENCE)?;
        pointer::point_to_in(write, &make_child, &type_reference, self.name)?;
        let name = self.name.unwrap_or(composition::ANONYMOUS);
        composition::add_child_in(write, self.owner, &make_child, name)?;
        if let Some(type_node) = self.type_node {
            linker::link_in(write, &type_reference, type_node)?;
        }
        Ok(make_child)
    }
}

fn create_type_reference_in(
    instantiation: &mut Instantiation<'_, '_>,
    type_graph: &TypeGraph,
    type_name: Text,
) -> Result<Node> {
    let id = type_graph.node().node().id();
    let reference_type = Builtin::TypeReference.find(instantiation.write(), id)?.clone();
    instantiation.run(&reference_type, vec![Attribute::new(TYPE_IDENTIFIER, type_name)])
}

impl TypeGraph {
    /// Declares that instances of a type have a child. Names are not checked for duplicates.
    ///
    /// The child's type need not be of this type graph, but must be bound to the same graph.
    pub fn add_make_child(
        &self,
        type_node: &BoundNode,
        child_type: &BoundNode,
        name: Option<&str>,
        attributes: &NodeCreationAttributes,
    ) -> Result<BoundNode> {
        let fail = Error::failed("add_make_child");
        self.check_graph(child_type, "the child's type").map_err(&fail)?;
        let declaration = MakeChild {
            owner: type_node.node(),
            type_name: type_name(child_type.node()).map_err(&fail)?,
            type_node: Some(child_type.node()),
            name,
            attributes: attributes.dynamic.clone(),
        };
        self.declare_child(type_node, declaration).map_err(&fail)
    }

    /// As [`add_make_child`](Self::add_make_child), for a type that is linked later, by its name.
    pub fn add_make_child_deferred(
        &self,
        type_node: &BoundNode,
        child_type_name: &str,
        name: Option<&str>,
        attributes: &NodeCreationAttributes,
    ) -> Result<BoundNode> {
        let declaration = MakeChild {
            owner: type_node.node(),
            type_name: child_type_name.into(),
            type_node: None,
            name,
            attributes: attributes.dynamic.clone(),
        };
        self.declare_child(type_node, declaration).map_err(Error::failed("add_make_child_deferred"))
    }

    fn declare_child(&self, type_node: &BoundNode, declaration: MakeChild<'_>) -> Result<BoundNode> {
        self.check_graph(type_node, "the type")?;
        let make_child = transact(self, |instantiation| declaration.create_in(instantiation, self))?;
        Ok(self.graph().bind(&make_child))
    }

    /// Creates a type reference that belongs to no child declaration.
    pub fn add_type_reference(&self, type_name: &str) -> Result<BoundNode> {
        let reference =
            transact(self, |instantiation| create_type_reference_in(instantiation, self, type_name.into()))?;
        Ok(self.graph().bind(&reference))
    }
}

/// The type reference of a child declaration. Refuses nodes that are no child declarations.
pub fn make_child_type_reference(make_child: &BoundNode) -> Result<BoundNode> {
    composition::child_by_name(make_child, TYPE_REFERENCE)?
        .ok_or_else(|| Error::invalid("The node is not a MakeChild node: it has no type reference"))
}

/// The type reference of a type's child declaration of that name; `None` if there is no child of that name.
pub fn make_child_type_reference_by_name(type_node: &BoundNode, name: &str) -> Result<Option<BoundNode>> {
    let child = composition::child_by_name(type_node, name)?;
    child.as_ref().map(make_child_type_reference).transpose()
}
