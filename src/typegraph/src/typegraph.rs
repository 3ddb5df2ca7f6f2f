//! Type graphs: types by name.

use pyzig_graph::{Attribute, BoundNode, GraphView, GraphWrite, Incidence, Node, Text};

use crate::builtin::{self, Builtin, INITIALIZED, TYPE_IDENTIFIER};
use crate::error::{Error, Result};
use crate::{composition, trait_, type_};

/// A type graph: a node whose children are types.
///
/// A type is a node; what its instances consist of is declared by its children: `MakeChild` nodes declare children of
/// instances, `MakeLink` nodes declare edges within them. The value is only a handle to the type graph's node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeGraph {
    node: BoundNode,
}

impl TypeGraph {
    /// Creates a type graph with the types that the others are made of.
    ///
    /// Creates 22 nodes and 49 edges, in an order on which the numbering of nodes depends.
    pub fn create(graph: &GraphView) -> Result<Self> {
        let mut write = graph.write()?;
        let mut bootstrap = Bootstrap { type_graph: write.create_node()?, write: &mut write };
        let implements_type = bootstrap.add_type(Builtin::ImplementsType)?;
        let implements_trait = bootstrap.add_type(Builtin::ImplementsTrait)?;
        for owner in [&implements_type, &implements_trait] {
            bootstrap.add_trait(owner, &implements_type)?;
            bootstrap.add_trait(owner, &implements_trait)?;
        }
        let make_child = bootstrap.add_type(Builtin::MakeChild)?;
        bootstrap.add_trait(&make_child, &implements_type)?;
        let make_link = bootstrap.add_type(Builtin::MakeLink)?;
        let reference = bootstrap.add_type(Builtin::Reference)?;
        let type_reference = bootstrap.add_type(Builtin::TypeReference)?;
        let is_constructable = bootstrap.add_type(Builtin::IsConstructable)?;
        bootstrap.add_trait(&is_constructable, &implements_type)?;
        bootstrap.add_trait(&is_constructable, &implements_trait)?;
        let all = [
            &implements_type,
            &implements_trait,
            &make_child,
            &make_link,
            &reference,
            &type_reference,
            &is_constructable,
        ];
        for owner in all {
            bootstrap.add_trait(owner, &is_constructable)?;
        }
        let node = bootstrap.type_graph;
        node.push_attr(INITIALIZED, true);
        write.commit();
        Ok(Self::of(graph.bind(&node)))
    }

    /// Takes a node for a type graph; whether it is one shows when it is used.
    pub fn of(node: BoundNode) -> Self {
        Self { node }
    }

    /// The type graph of a type: the type's parent.
    pub fn of_type(type_node: &BoundNode) -> Result<Option<Self>> {
        Ok(composition::parent_node_of(type_node)?.map(Self::of))
    }

    /// The type graph of an instance: the parent of its type.
    pub fn of_instance(instance: &BoundNode) -> Result<Option<Self>> {
        let read = instance.graph().read()?;
        let parent = type_::type_of_in(&read, instance.node().id())
            .and_then(|type_node| composition::parent_in(&read, type_node.id()));
        Ok(parent.map(|node| Self::of(instance.graph().bind(node))))
    }

    /// The type graph's node.
    pub fn node(&self) -> &BoundNode {
        &self.node
    }

    /// The graph in which the type graph is looked at.
    pub fn graph(&self) -> &GraphView {
        self.node.graph()
    }

    /// The type of that name, in constant time.
    pub fn type_by_name(&self, name: &str) -> Result<Option<BoundNode>> {
        composition::child_by_name(&self.node, name)
    }

    /// All types, in order of creation.
    pub fn types(&self) -> Result<Vec<BoundNode>> {
        let edges = composition::children_edges(&self.node)?;
        Ok(edges.iter().map(|edge| self.graph().bind(edge.target())).collect())
    }

    /// The name of each type with the number of its instances, in order of creation.
    pub fn type_instance_overview(&self) -> Result<Vec<(Text, usize)>> {
        let read = self.graph().read()?;
        let types = composition::FAMILY
            .outgoing_in(&read, self.node.node().id())
            .map(Incidence::target)
            .filter(|child| *child != self.node.node());
        types
            .map(|type_node| {
                let instances = type_::FAMILY.outgoing_in(&read, type_node.id()).count();
                Ok((type_name(type_node)?, instances))
            })
            .collect()
    }

    /// Refuses a node that is bound to another graph than this type graph.
    pub(crate) fn check_graph(&self, node: &BoundNode, what: &str) -> Result<()> {
        if node.graph() == self.graph() {
            Ok(())
        } else {
            Err(Error::invalid(format!("{what} is bound to another graph than the type graph")))
        }
    }
}

/// The name of a type. Refuses nodes that are no types.
pub fn type_name(type_node: &Node) -> Result<Text> {
    builtin::text(type_node, TYPE_IDENTIFIER)
        .map(Text::from)
        .ok_or_else(|| Error::invalid("The node is not a type: it has no text attribute `type_identifier`"))
}

/// The name of the type that a type reference wants. Refuses nodes that are no type references.
pub fn type_reference_identifier(type_reference: &Node) -> Result<Text> {
    builtin::text(type_reference, TYPE_IDENTIFIER).map(Text::from).ok_or_else(|| {
        Error::invalid("The node is not a type reference: it has no text attribute `type_identifier`")
    })
}

/// Creates the node of a type, named and below its type graph.
pub(crate) fn create_type_in(write: &mut GraphWrite<'_>, type_graph: &Node, name: &str) -> Result<Node> {
    let node = Node::with_attributes(vec![Attribute::new(TYPE_IDENTIFIER, name)])?;
    write.insert_node(&node);
    composition::add_child_in(write, type_graph, &node, name)?;
    Ok(node)
}

struct Bootstrap<'a, 'g> {
    write: &'a mut GraphWrite<'g>,
    type_graph: Node,
}

impl Bootstrap<'_, '_> {
    fn add_type(&mut self, builtin: Builtin) -> Result<Node> {
        create_type_in(self.write, &self.type_graph, builtin.name())
    }

    /// Makes an instance of a trait a child and a trait of a type.
    fn add_trait(&mut self, owner: &Node, trait_type: &Node) -> Result<()> {
        let instance = self.write.create_node()?;
        type_::add_instance_in(self.write, trait_type, &instance)?;
        composition::add_child_in(self.write, owner, &instance, composition::ANONYMOUS)?;
        trait_::add_trait_instance_in(self.write, owner, &instance)?;
        Ok(())
    }
}
