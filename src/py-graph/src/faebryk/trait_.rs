//! `Trait`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyList;
use pyzig_graph::Node;
use pyzig_reference::{Context, New, Visitor, python_class, python_methods};
use pyzig_typegraph::{trait_, traits};

use crate::error::Result;
use crate::graph::BoundNodeReference;

/// Traits of nodes. What kind of trait a node has is told by the type of the trait's instance.
#[python_class(module = "trait", name = "Trait", stub = "pyzig.gen.faebryk.trait")]
pub struct Trait;

#[python_methods]
impl Trait {
    /// Creates an instance of a trait type and gives it to a node. Returns the instance.
    #[direct]
    fn add_trait_to(
        py: Python<'_>,
        target: &BoundNodeReference,
        trait_type: &BoundNodeReference,
    ) -> Result<New<BoundNodeReference>> {
        target.other(py, traits::add_trait_to(&target.bound(), &trait_type.bound())?)
    }

    /// Gives a trait's instance to a node, and returns it.
    fn add_trait_instance_to(
        target: &BoundNodeReference,
        trait_instance: &Bound<'_, BoundNodeReference>,
    ) -> Result<Py<BoundNodeReference>> {
        traits::add_trait_instance_to(&target.bound(), &trait_instance.get().core())?;
        Ok(trait_instance.clone().unbind())
    }

    /// Makes a type a trait type.
    fn mark_as_trait(trait_type: &BoundNodeReference) -> Result<()> {
        Ok(traits::mark_as_trait(&trait_type.bound())?)
    }

    /// The node's first trait instance of a type, or None.
    #[direct]
    fn try_get_trait(
        py: Python<'_>,
        target: &BoundNodeReference,
        trait_type: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        target.find(py, |graph, node| trait_::first_instance_in(graph, node, trait_type.core().id()))
    }

    /// The node's first trait instance, or None, of each of these types.
    #[returns("list[graph.BoundNode | None]", "pyzig.gen.graph.graph")]
    fn try_get_traits(
        py: Python<'_>,
        target: &BoundNodeReference,
        #[python_type("list[graph.BoundNode]", "pyzig.gen.graph.graph")] trait_types: &Bound<'_, PyAny>,
    ) -> Result<Vec<Option<New<BoundNodeReference>>>> {
        let Ok(trait_types) = trait_types.cast::<PyList>() else {
            return Err(PyTypeError::new_err("trait_types must be a list").into());
        };
        let trait_types = trait_types
            .iter()
            .map(|trait_type| match trait_type.cast::<BoundNodeReference>() {
                Ok(trait_type) => Ok(trait_type.get().core().clone()),
                Err(_) => Err(PyTypeError::new_err("trait_types must contain BoundNode objects")),
            })
            .collect::<PyResult<Vec<Node>>>()?;
        let found = traits::try_get_traits(&target.bound(), &trait_types)?;
        found.into_iter().map(|found| target.found_node(py, found)).collect()
    }

    /// Calls `f(ctx, owner)` for each node that has a trait of a type, in the order in which the instances were made.
    ///
    /// The visit covers the owners of the moment it starts; `f` may change or destroy the graph.
    fn visit_implementers(
        py: Python<'_>,
        trait_type: &BoundNodeReference,
        f: Visitor<'_, '_, New<BoundNodeReference>>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        let mut visit = f.with(ctx);
        for owner in traits::implementers(&trait_type.bound())? {
            visit(trait_type.other(py, owner)?)?;
        }
        Ok(())
    }
}
