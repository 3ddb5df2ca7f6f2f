//! Classes of `pyzig.gen.faebryk`.

#[macro_use]
mod edge_kind;

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
use pyzig_reference::{add_class, prepare, submodule};

/// Adds the modules to the package.
pub(crate) fn add_modules(package: &Bound<'_, PyModule>) -> PyResult<()> {
    let add = |name, doc| {
        let module = submodule(package, name, doc)?;
        // The original's modules are all called like their package.
        module.setattr("__name__", "faebryk")?;
        Ok::<_, PyErr>(module)
    };
    let module = add("composition", "Parents and their children.")?;
    add_class::<composition::EdgeComposition>(&module)?;
    add_class::<operand::EdgeOperand>(&module)?;
    add_class::<operand::EdgeOperand>(&add("operand", "Expressions and their operands.")?)?;
    add_class::<interface::EdgeInterfaceConnection>(&add("interface", "Connections of interfaces.")?)?;
    add_class::<node_type::EdgeType>(&add("node_type", "Types and their instances.")?)?;
    add_class::<next::EdgeNext>(&add("next", "Sequences of nodes.")?)?;
    add_class::<pointer::EdgePointer>(&add("pointer", "Pointers between nodes.")?)?;
    add_class::<nodebuilder::NodeCreationAttributes>(&add(
        "nodebuilder",
        "Attributes of nodes to be made.",
    )?)?;
    add_class::<edgebuilder::EdgeCreationAttributes>(&add(
        "edgebuilder",
        "What edges to be made are made of.",
    )?)?;
    let module = add("trait", "Traits of nodes.")?;
    add_class::<trait_::Trait>(&module)?;
    add_class::<edge_trait::EdgeTrait>(&module)?;
    let module = add("typegraph", "Types, and how instances are made of them.")?;
    prepare::<typegraph::TypeGraph>(package.py());
    add_class::<typegraph::TypeGraph>(&module)?;
    add_class::<make_child_node::MakeChildNode>(&module)?;
    add_exceptions(&module)?;
    add_class::<linker::Linker>(&add(
        "linker",
        "Links between types that are known by name and the types.",
    )?)?;
    add("module", "Nothing, for callers that expect the module.")?;
    Ok(())
}
