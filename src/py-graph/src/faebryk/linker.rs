//! `Linker`.

use pyo3::prelude::*;
use pyzig_reference::{New, python_class, python_methods};
use pyzig_typegraph::linker;

use super::typegraph::TypeGraph;
use crate::error::Result;
use crate::graph::{BoundNodeReference, GraphView};

/// Joins type references, which know a type by name, to types.
#[python_class(module = "linker", name = "Linker", stub = "pyzig.gen.faebryk.linker")]
pub struct Linker;

#[python_methods]
impl Linker {
    /// Links a type reference to a type; both must be bound to the graph `g`. An earlier link stays in force.
    fn link_type_reference(
        g: &GraphView,
        type_reference: &BoundNodeReference,
        target_type_node: &BoundNodeReference,
    ) -> Result<()> {
        let (reference, target) = (type_reference.bound(), target_type_node.bound());
        Ok(linker::link_type_reference(g.core(), &reference, &target)?)
    }

    /// Links a type reference to a type, in place of the type it was linked to.
    fn update_type_reference(
        g: &GraphView,
        type_reference: &BoundNodeReference,
        target_type_node: &BoundNodeReference,
    ) -> Result<()> {
        let (reference, target) = (type_reference.bound(), target_type_node.bound());
        Ok(linker::update_type_reference(g.core(), &reference, &target)?)
    }

    /// The type that a type reference is linked to, or None.
    fn get_resolved_type(
        py: Python<'_>,
        type_reference: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let reference = type_reference;
        reference.found_node(py, linker::resolved_type(&reference.bound())?)
    }

    /// All type references of declarations that are not linked, each with the type that has the declaration.
    #[returns("list[tuple[graph.BoundNode, graph.BoundNode]]", "pyzig.gen.graph.graph")]
    fn collect_unresolved_type_references(
        py: Python<'_>,
        type_graph: &TypeGraph,
    ) -> Result<Vec<(New<BoundNodeReference>, New<BoundNodeReference>)>> {
        let unresolved = linker::collect_unresolved_type_references(type_graph.core())?;
        unresolved
            .into_iter()
            .map(|found| {
                Ok((type_graph.found(py, found.type_node)?, type_graph.found(py, found.type_reference)?))
            })
            .collect()
    }
}
