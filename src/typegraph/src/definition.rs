//! New types, and which of them can be instantiated.

use pyzig_graph::BoundNode;

use crate::builtin::Builtin;
use crate::error::{Error, Result};
use crate::instantiation::transact;
use crate::typegraph::{TypeGraph, create_type_in};
use crate::{composition, trait_};

impl TypeGraph {
    /// Adds a type. It cannot be instantiated before [`mark_constructable`](Self::mark_constructable).
    ///
    /// Fails with [`Error::TypeExists`] if the name is taken.
    pub fn add_type(&self, name: &str) -> Result<BoundNode> {
        let type_graph = self.node().node();
        let type_node = transact(self, |instantiation| {
            if composition::child_in(instantiation.write(), type_graph.id(), name).is_some() {
                return Err(Error::TypeExists);
            }
            let type_node = create_type_in(instantiation.write(), type_graph, name)?;
            let implements_type =
                Builtin::ImplementsType.find(instantiation.write(), type_graph.id())?.clone();
            let instance = instantiation.run(&implements_type, Vec::new())?;
            let write = instantiation.write();
            trait_::add_trait_instance_in(write, &type_node, &instance)?;
            composition::add_child_in(write, &type_node, &instance, composition::ANONYMOUS)?;
            Ok(type_node)
        })?;
        Ok(self.graph().bind(&type_node))
    }

    /// The type of that name, which is added if there is none.
    pub fn get_or_create_type(&self, name: &str) -> Result<BoundNode> {
        if let Some(type_node) = self.type_by_name(name)? {
            return Ok(type_node);
        }
        match self.add_type(name) {
            // Another thread was faster.
            Err(Error::TypeExists) => self.type_by_name(name)?.ok_or(Error::TypeExists),
            result => result,
        }
    }

    /// Allows to instantiate a type.
    pub fn mark_constructable(&self, type_node: &BoundNode) -> Result<()> {
        let fail = Error::failed("mark_constructable");
        self.check_graph(type_node, "the type").map_err(&fail)?;
        let marked = transact(self, |instantiation| {
            let type_graph = self.node().node().id();
            let is_constructable = Builtin::IsConstructable.find(instantiation.write(), type_graph)?.clone();
            let instance = instantiation.run(&is_constructable, Vec::new())?;
            trait_::add_trait_instance_in(instantiation.write(), type_node.node(), &instance)
        });
        marked.map_err(&fail)
    }

    /// Whether a type can be instantiated.
    pub fn is_constructable(&self, type_node: &BoundNode) -> Result<bool> {
        let is_constructable = {
            let read = self.graph().read()?;
            Builtin::IsConstructable.find(&read, self.node().node().id())?.clone()
        };
        Ok(trait_::first_trait_instance_of_type(type_node, &is_constructable)?.is_some())
    }
}
