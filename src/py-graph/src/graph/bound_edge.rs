//! `BoundEdgeReference`, also called `BoundEdge`.

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{BoundEdge, Edge};
use pyzig_reference::{Held, Lent, New, handle, python_class, python_methods, track};

use super::edge_reference::EdgeReference;
use super::graph_view::GraphView;
use super::stored;

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
    /// The edge, or what `edge()` gave. Who has part in the ownership of what is stored with the edge's ends is that
    /// object, and so it is made if anything is.
    edge: Held<EdgeReference>,
    graph: Py<GraphView>,
}

impl BoundEdgeReference {
    #[inline]
    pub(crate) fn new(edge: Edge, graph: Py<GraphView>) -> New<Self> {
        New(Self { edge: Held::value(edge), graph })
    }

    /// Joins an edge that Python already has with a graph.
    #[inline]
    pub(crate) fn with_object(edge: Py<EdgeReference>, graph: Py<GraphView>) -> New<Self> {
        New(Self { edge: Held::object(edge), graph })
    }

    #[inline]
    pub(crate) fn core(&self) -> Lent<'_, Edge> {
        self.edge.get()
    }

    /// Takes part in the ownership of what is stored with the ends, if there is anything.
    pub(crate) fn adopt(&self, py: Python<'_>) {
        // Where there is no memory for the object this is as if it had been made before anything was stored.
        let ends_are_kept = |edge: &Edge| stored::is_kept(edge.source()) || stored::is_kept(edge.target());
        if stored::any()
            && ends_are_kept(&self.core())
            && let Ok(object) = self.edge.get_or_make(py)
            && object.get().adopt(py)
        {
            track(object.bind(py));
        }
    }

    /// The edge as the native functions take it.
    pub(crate) fn bound(&self) -> BoundEdge {
        self.graph.get().core().bind_edge(&self.core())
    }
}

handle!(
    BoundEdgeReference,
    collected: true,
    release: |handle, py| {
        let Self { edge, graph } = handle;
        edge.release(py);
        graph.drop_ref(py);
    },
    fn is_born(&self, py: Python<'_>) -> bool {
        self.adopt(py);
        stored::any()
    }
);

#[python_methods]
impl BoundEdgeReference {
    /// The edge.
    #[direct]
    fn edge(&self, py: Python<'_>) -> PyResult<Py<EdgeReference>> {
        Ok(self.edge.get_or_make(py)?.clone_ref(py))
    }

    /// The graph.
    #[direct]
    fn g(&self, py: Python<'_>) -> Py<GraphView> {
        self.graph.clone_ref(py)
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.graph)?;
        visit.call(self.edge.made())
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        *self.core() == *other.get().core()
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.core().id().get())
    }

    fn __repr__(&self) -> String {
        let edge = self.core();
        format!(
            "BoundEdge(src={:#x}, tgt={:#x}, graph={:#x})",
            edge.source_id().get(),
            edge.target_id().get(),
            self.graph.get().number()
        )
    }
}
