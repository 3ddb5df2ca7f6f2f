//! `MakeChildNode`.

use pyzig_reference::{python_class, python_methods};

use super::nodebuilder::NodeCreationAttributes;

/// Declarations of children.
#[python_class(module = "typegraph.TypeGraph", name = "MakeChildNode", stub = "pyzig.gen.faebryk.typegraph")]
pub struct MakeChildNode;

#[python_methods]
impl MakeChildNode {
    /// Attributes for `add_make_child`: the attribute `value`, if one is given.
    fn build(value: Option<&str>) -> NodeCreationAttributes {
        NodeCreationAttributes::new(pyzig_typegraph::NodeCreationAttributes::with_value(value))
    }
}
