//! Classes of `pyzig.gen.faebryk`.

mod composition;
mod edge_trait;
mod edgebuilder;
mod interface;
mod linker;
mod make_child_node;
mod next;
mod node_type;
mod nodebuilder;
mod operand;
mod pointer;
pub(crate) mod reference_path;
mod trait_;
mod typegraph;

use pyo3::prelude::*;

use crate::error::add_exceptions;
use crate::heap::prepare;
use crate::submodule;

/// Adds the modules to the package.
pub(crate) fn add_modules(package: &Bound<'_, PyModule>) -> PyResult<()> {
    let add = |name, doc| {
        let module = submodule(package, name, doc)?;
        // The original's modules are all called like their package.
        module.setattr("__name__", "faebryk")?;
        Ok::<_, PyErr>(module)
    };
    let module = add("composition", "Parents and their children.")?;
    module.add_class::<composition::EdgeComposition>()?;
    module.add_class::<operand::EdgeOperand>()?;
    add("operand", "Expressions and their operands.")?.add_class::<operand::EdgeOperand>()?;
    add("interface", "Connections of interfaces.")?.add_class::<interface::EdgeInterfaceConnection>()?;
    add("node_type", "Types and their instances.")?.add_class::<node_type::EdgeType>()?;
    add("next", "Sequences of nodes.")?.add_class::<next::EdgeNext>()?;
    add("pointer", "Pointers between nodes.")?.add_class::<pointer::EdgePointer>()?;
    add("nodebuilder", "Attributes of nodes to be made.")?
        .add_class::<nodebuilder::NodeCreationAttributes>()?;
    add("edgebuilder", "What edges to be made are made of.")?
        .add_class::<edgebuilder::EdgeCreationAttributes>()?;
    let module = add("trait", "Traits of nodes.")?;
    module.add_class::<trait_::Trait>()?;
    module.add_class::<edge_trait::EdgeTrait>()?;
    let module = add("typegraph", "Types, and how instances are made of them.")?;
    prepare::<typegraph::TypeGraph>(package.py());
    module.add_class::<typegraph::TypeGraph>()?;
    module.add_class::<make_child_node::MakeChildNode>()?;
    add_exceptions(&module)?;
    add("linker", "Links between types that are known by name and the types.")?
        .add_class::<linker::Linker>()?;
    add("module", "Nothing, for callers that expect the module.")?;
    Ok(())
}
