//! `EdgeReference`.

use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{Edge, EdgeSpec};
use pyzig_reference::{Keywords, New, embody, handle, python_class, python_methods};

use super::node_reference::NodeReference;
use super::stored::{self, EndKeepers};
use crate::error::Result;
use crate::literal::{Value, keywords};
use crate::number::{EdgeType, Truth};

/// An edge from a source to a target node. It can be in any number of graphs and keeps its two nodes alive.
///
/// Two references are equal if they refer to the same edge.
#[python_class(
    module = "graph",
    name = "EdgeReference",
    stub = "pyzig.gen.graph.graph",
    factory = "`EdgeReference.create(source=..., target=..., edge_type=...)`"
)]
pub struct EdgeReference {
    edge: Edge,
    /// Where there are any the collector sees this object.
    keepers: EndKeepers,
}

impl EdgeReference {
    pub(crate) fn new(edge: Edge) -> New<Self> {
        New(Self { edge, keepers: EndKeepers::none() })
    }

    pub(crate) fn core(&self) -> &Edge {
        &self.edge
    }

    /// Takes part in the ownership of what is stored with the ends; tells whether there is anything.
    pub(crate) fn adopt(&self, py: Python<'_>) -> bool {
        self.keepers.adopt(py, &self.edge)
    }
}

handle!(
    EdgeReference,
    collected: true,
    release: |handle, py| {
        let Self { edge, keepers } = handle;
        keepers.release(py, edge);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        stored::any() && self.adopt(py)
    }
);

// An edge is the address of what is counted.
embody!(
    EdgeReference, Edge,
    value: |object| &object.get().edge,
    embody: Self::new,
    share: |edge, _| edge.clone(),
    let_go: |edge, _| drop(edge),
);

#[python_methods]
impl EdgeReference {
    /// Creates an edge that is in no graph.
    ///
    /// `edge_type` is its kind, 0 to 255; `directional` says whether it distinguishes its ends; `name` is kept as the
    /// attribute `name`, before all further keywords, which become attributes.
    fn create(
        source: &Bound<'_, NodeReference>,
        target: &Bound<'_, NodeReference>,
        edge_type: EdgeType,
        directional: Option<Truth>,
        name: Option<&str>,
        #[rest]
        #[python_type("int | float | str | bool")]
        attrs: Option<Keywords<'_, '_>>,
    ) -> Result<New<Self>> {
        let mut spec = EdgeSpec::new(source.get().core(), target.get().core(), edge_type.0)
            .directional(directional.is_some_and(|directional| directional.0));
        spec.name = name.map(Into::into);
        if let Some(attrs) = attrs {
            spec.attributes = keywords(&attrs)?;
        }
        Ok(Self::new(Edge::create(spec)?))
    }

    /// Where the edge starts.
    #[direct]
    fn source(&self) -> New<NodeReference> {
        NodeReference::new(self.edge.source().clone())
    }

    /// Where the edge ends.
    #[direct]
    fn target(&self) -> New<NodeReference> {
        NodeReference::new(self.edge.target().clone())
    }

    /// Kind of the edge, 0 to 255.
    #[direct]
    fn edge_type(&self) -> u8 {
        self.edge.edge_type().0
    }

    /// Whether the edge distinguishes its ends.
    #[direct]
    fn directional(&self) -> bool {
        self.edge.directional()
    }

    /// Name of the edge, or None.
    #[direct]
    #[returns("str | None")]
    fn name<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyString>> {
        self.edge.name().map(|name| PyString::new(py, name))
    }

    /// Value of the first attribute of that name, or None.
    fn get_attr(&self, key: &str) -> Option<Value> {
        self.edge.attr(key).map(Value)
    }

    /// Whether both references refer to the same edge.
    fn is_same(&self, other: &Bound<'_, EdgeReference>) -> bool {
        self.edge == other.get().edge
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        self.keepers.visit(&visit)
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        self.edge == other.get().edge
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.edge.id().get())
    }

    fn __repr__(&self) -> String {
        format!("graph.EdgeReference {{\n  uuid: {}\n}}\n", self.edge.id())
    }
}
