//! `NodeReference`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::Node;
use pyzig_reference::{Keywords, New, Place, embody, handle, python_class, python_methods};

use super::stored::{self, Keeper};
use crate::error::Result;
use crate::literal::{Value, create_node, to_python};

/// A node: what carries attributes and is joined by edges. It can be in any number of graphs.
///
/// Two references are equal if they refer to the same node.
#[python_class(
    module = "graph",
    name = "NodeReference",
    stub = "pyzig.gen.graph.graph",
    factory = "`NodeReference.create()`"
)]
pub struct NodeReference {
    node: Node,
    /// The node's keeper, from the time on when there is one.
    keeper: Place<Keeper>,
}

impl NodeReference {
    #[inline]
    pub(crate) fn new(node: Node) -> New<Self> {
        New(Self { node, keeper: Place::empty() })
    }

    /// Takes part in the ownership of what is stored with the node, if there is anything; tells whether there is.
    #[inline]
    pub(crate) fn adopt(&self, py: Python<'_>) -> bool {
        if !self.is_owner()
            && let Some(keeper) = stored::keeper(py, &self.node)
        {
            // One that another thread put there is the same.
            self.keeper.fill(py, keeper);
        }
        self.is_owner()
    }

    /// Whether it has part in the ownership of what is stored with the node.
    #[inline]
    pub(crate) fn is_owner(&self) -> bool {
        self.keeper.get().is_some()
    }

    pub(crate) fn core(&self) -> &Node {
        &self.node
    }
}

handle!(
    NodeReference,
    collected: true,
    release: |handle, py| {
        let Self { node, keeper } = handle;
        drop(node);
        keeper.release(py);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        self.adopt(py)
    }
    const IDENTIFIED: bool = true;
    fn identity(&self) -> u32 {
        self.node.id().get()
    }
);

// A node is the address of what is counted.
embody!(
    NodeReference, Node,
    value: |object| &object.get().node,
    embody: Self::new,
    share: |node, _| node.clone(),
    let_go: |node, _| drop(node),
);

#[python_methods]
impl NodeReference {
    /// Creates a node that is in no graph. Keywords become its attributes.
    #[direct]
    fn create(
        #[rest]
        #[python_type("int | float | str | bool")]
        attrs: Option<Keywords<'_, '_>>,
    ) -> Result<New<Self>> {
        Ok(Self::new(attrs.as_ref().map_or_else(|| Ok(Node::create()?), create_node)?))
    }

    /// Value of the first attribute of that name, or None.
    #[direct]
    fn get_attr(&self, key: &str) -> Option<Value> {
        self.node.attr(key).cloned().map(Value)
    }

    /// All attributes as a new dict. Of several attributes of one name the last one is given.
    #[returns("dict[str, int | float | str | bool]")]
    fn get_dynamic_attrs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let attrs = PyDict::new(py);
        for attribute in self.node.attrs() {
            attrs.set_item(attribute.name.as_str(), to_python(py, &attribute.value))?;
        }
        Ok(attrs)
    }

    /// Number of the node, at least 1 and unique for the life of the process.
    #[direct]
    fn get_uuid(&self) -> u32 {
        self.node.id().get()
    }

    /// Whether both references refer to the same node.
    #[direct]
    fn is_same(&self, other: &Bound<'_, NodeReference>) -> bool {
        self.node == other.get().node
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        let Some(keeper) = self.keeper.get() else {
            return Ok(());
        };
        visit.call(keeper)?;
        // Nothing but this object holds the node, and with it the node's own reference.
        let alone = self.node.reference_count() == 1 && stored::owners(keeper) == 1;
        if alone { visit.call(keeper) } else { Ok(()) }
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        self.node == other.get().node
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.node.id().get())
    }

    fn __repr__(&self) -> String {
        format!("graph.NodeReference {{\n  uuid: {}\n}}\n", self.node.id())
    }
}
