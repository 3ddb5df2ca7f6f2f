//! `NodeCreationAttributes`.

use pyzig_reference::{python_class, python_methods};

use crate::graph::NodeReference;
use crate::literal::Attributes;

/// Attributes for nodes that are created later.
#[python_class(
    module = "nodebuilder",
    name = "NodeCreationAttributes",
    stub = "pyzig.gen.faebryk.nodebuilder",
    factory = "`NodeCreationAttributes.init(dynamic=...)`"
)]
pub struct NodeCreationAttributes {
    attributes: pyzig_typegraph::NodeCreationAttributes,
}

impl NodeCreationAttributes {
    pub(crate) fn new(attributes: pyzig_typegraph::NodeCreationAttributes) -> Self {
        Self { attributes }
    }

    pub(crate) fn core(&self) -> &pyzig_typegraph::NodeCreationAttributes {
        &self.attributes
    }
}

#[python_methods]
impl NodeCreationAttributes {
    /// Attributes from a dict of names and values.
    fn init(dynamic: Option<Attributes>) -> Self {
        Self::new(pyzig_typegraph::NodeCreationAttributes::new(dynamic.unwrap_or_default().0))
    }

    /// Adds the attributes to a node. Applied twice, they are there twice; the first ones count.
    #[direct]
    fn apply_to(&self, node: &NodeReference) {
        self.attributes.apply_to(node.core());
    }

    fn __repr__(&self) -> String {
        let names = self.attributes.dynamic.iter().map(|attribute| attribute.name.as_str());
        format!("NodeCreationAttributes({})", names.collect::<Vec<_>>().join(", "))
    }
}
