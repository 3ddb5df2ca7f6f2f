//! Traits: properties that are attached to nodes as instances of a type.

use pyzig_graph::{BoundNode, Node};

use crate::builtin::Builtin;
use crate::error::{Error, Result};
use crate::instantiation::transact;
use crate::trait_;
use crate::type_;
use crate::typegraph::TypeGraph;

/// Attaches a new instance of a type of trait to a node and returns the instance.
pub fn add_trait_to(target: &BoundNode, trait_type: &BoundNode) -> Result<BoundNode> {
    let attach = || {
        let type_graph = type_graph_of(trait_type)?;
        type_graph.check_graph(target, "the target")?;
        let instance = transact(&type_graph, |instantiation| {
            let instance = instantiation.run(trait_type.node(), Vec::new())?;
            trait_::add_trait_instance_in(instantiation.write(), target.node(), &instance)?;
            Ok(instance)
        })?;
        Ok(target.graph().bind(&instance))
    };
    attach().map_err(Error::failed("add_trait_to"))
}

/// Attaches an existing trait instance to a node.
pub fn add_trait_instance_to(target: &BoundNode, trait_instance: &Node) -> Result<()> {
    trait_::add_trait_instance(target, trait_instance)
        .map(drop)
        .map_err(Error::failed("add_trait_instance_to"))
}

/// Marks a type as a type of trait.
pub fn mark_as_trait(trait_type: &BoundNode) -> Result<()> {
    let mark = || {
        let type_graph = type_graph_of(trait_type)?;
        transact(&type_graph, |instantiation| {
            let id = type_graph.node().node().id();
            let implements_trait = Builtin::ImplementsTrait.find(instantiation.write(), id)?.clone();
            let instance = instantiation.run(&implements_trait, Vec::new())?;
            trait_::add_trait_instance_in(instantiation.write(), trait_type.node(), &instance)
        })
    };
    mark().map_err(Error::failed("mark_as_trait"))
}

fn type_graph_of(trait_type: &BoundNode) -> Result<TypeGraph> {
    TypeGraph::of_type(trait_type)?
        .ok_or_else(|| Error::invalid("the type of trait does not belong to a type graph"))
}

/// The node's first trait instance of a type.
pub fn try_get_trait(target: &BoundNode, trait_type: &Node) -> Result<Option<BoundNode>> {
    trait_::first_trait_instance_of_type(target, trait_type)
}

/// The node's first trait instance of each of these types, in their order.
pub fn try_get_traits<'a>(
    target: &BoundNode,
    trait_types: impl IntoIterator<Item = &'a Node>,
) -> Result<Vec<Option<BoundNode>>> {
    let read = target.graph().read()?;
    let instance = |trait_type: &Node| trait_::first_instance_in(&read, target.node().id(), trait_type.id());
    Ok(trait_types
        .into_iter()
        .map(|trait_type| instance(trait_type).map(|instance| target.graph().bind(instance)))
        .collect())
}

/// The owners of all instances of a type of trait, in order of instantiation.
pub fn implementers(trait_type: &BoundNode) -> Result<Vec<BoundNode>> {
    let graph = trait_type.graph();
    let read = graph.read()?;
    Ok(type_::FAMILY
        .outgoing_in(&read, trait_type.node().id())
        .filter_map(|entry| trait_::owner_in(&read, entry.target_id()))
        .map(|owner| graph.bind(owner))
        .collect())
}
