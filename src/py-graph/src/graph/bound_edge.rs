//! `BoundEdgeReference`, also called `BoundEdge`.

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{BoundEdge, Edge};
use pyzig_reference::{New, Place, handle, python_class, python_methods, track};

use super::edge_reference::EdgeReference;
use super::graph_view::GraphView;
use super::stored::{self, EndKeepers};

/// An edge in a graph.
///
/// Equality and hash are those of the edge; the graph does not matter.
#[python_class(
    module = "graph",
    name = "BoundEdgeReference",
    stub = "pyzig.gen.graph.graph",
    factory = "`GraphView.insert_edge(edge=...)`"
)]
pub struct BoundEdgeReference {
    edge: Edge,
    graph: Py<GraphView>,
    edge_object: Place<EdgeReference>,
    keepers: EndKeepers,
}

impl BoundEdgeReference {
    pub(crate) fn new(edge: Edge, graph: Py<GraphView>) -> New<Self> {
        New(Self { edge, graph, edge_object: Place::empty(), keepers: EndKeepers::none() })
    }

    /// Joins an edge that Python already has with a graph.
    pub(crate) fn with_object(edge: &Bound<'_, EdgeReference>, graph: Py<GraphView>) -> New<Self> {
        let mut bound = Self::new(edge.get().core().clone(), graph);
        bound.0.edge_object = Place::filled(edge.clone().unbind());
        bound
    }

    pub(crate) fn core(&self) -> &Edge {
        &self.edge
    }

    /// Takes part in the ownership of what is stored with the ends, if there is anything.
    pub(crate) fn adopt(&self, py: Python<'_>) {
        self.keepers.adopt(py, &self.edge);
        if let Some(object) = self.edge_object.get()
            && object.get().adopt(py)
        {
            track(object.bind(py));
        }
    }

    /// The edge as the native functions take it.
    pub(crate) fn bound(&self) -> BoundEdge {
        self.graph.get().core().bind_edge(&self.edge)
    }
}

handle!(
    BoundEdgeReference,
    collected: true,
    release: |handle, py| {
        let Self { edge, graph, edge_object, keepers } = handle;
        keepers.release(py, edge);
        edge_object.release(py);
        graph.drop_ref(py);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        if stored::any() {
            self.keepers.adopt(py, &self.edge);
        }
        stored::any()
    }
);

#[python_methods]
impl BoundEdgeReference {
    /// The edge.
    #[direct]
    fn edge(&self, py: Python<'_>) -> PyResult<Py<EdgeReference>> {
        self.edge_object
            .get_or_make(py, || EdgeReference::new(self.edge.clone()).object(py).map(Bound::unbind))
    }

    /// The graph.
    #[direct]
    fn g(&self, py: Python<'_>) -> Py<GraphView> {
        self.graph.clone_ref(py)
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.graph)?;
        visit.call(self.edge_object.get())?;
        self.keepers.visit(&visit)
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.edge == other.get().edge)
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.edge.id().get())
    }

    fn __repr__(&self) -> String {
        format!(
            "BoundEdge(src={:#x}, tgt={:#x}, graph={:#x})",
            self.edge.source_id().get(),
            self.edge.target_id().get(),
            self.graph.get().number()
        )
    }
}
