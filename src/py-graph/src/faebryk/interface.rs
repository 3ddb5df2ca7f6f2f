//! `EdgeInterfaceConnection`.

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{
    BFSPath, BoundEdgeReference, BoundNodeReference, EdgeReference, NodeReference, Visitor, visit_edges,
};
use crate::heap::New;
use crate::number::Truth;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyzig_bind_derive::{python_class, python_methods};
use pyzig_typegraph::interface;

/// Edges that connect two interfaces, in no direction.
#[python_class(module = "interface", name = "EdgeInterfaceConnection", stub = "pyzig.gen.faebryk.interface")]
pub struct EdgeInterfaceConnection;

#[python_methods]
impl EdgeInterfaceConnection {
    /// What such edges are made of, to make them with.
    fn build(#[default(Truth(false))] shallow: Truth) -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(interface::build(shallow.0))
    }

    /// Whether the edge is of this kind.
    fn is_instance(edge: &Bound<'_, EdgeReference>) -> bool {
        interface::FAMILY.is_instance(edge.get().core())
    }

    /// Number of this kind of edge.
    fn get_tid() -> u8 {
        interface::FAMILY.edge_type().0
    }

    /// The other end of an edge, or None if the node is at neither end.
    fn get_other_connected_node(
        edge: &Bound<'_, EdgeReference>,
        node: &Bound<'_, NodeReference>,
    ) -> Option<New<NodeReference>> {
        interface::other_connected_node(edge.get().core(), node.get().core()).cloned().map(NodeReference::new)
    }

    /// Connects two interfaces, in the graph of the first. Raises `ValueError` if their types differ.
    fn connect(
        py: Python<'_>,
        bn1: &Bound<'_, BoundNodeReference>,
        bn2: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bn1.get();
        let edge = interface::connect(&node.bound(), &bn2.get().bound())?;
        node.edge(py, edge)
    }

    /// Connects two interfaces themselves but nothing above them, in the graph of the first. Raises `ValueError` if their
    /// types differ.
    fn connect_shallow(
        py: Python<'_>,
        bn1: &Bound<'_, BoundNodeReference>,
        bn2: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundEdgeReference>> {
        let node = bn1.get();
        let edge = interface::connect_shallow(&node.bound(), &bn2.get().bound())?;
        node.edge(py, edge)
    }

    /// Calls `f(ctx, bound_edge)` for the connections of a node, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_connected_edges(
        py: Python<'_>,
        bound_node: &Bound<'_, BoundNodeReference>,
        #[python_type(
            "collections.abc.Callable[[_T, graph.BoundEdge], object]",
            "collections.abc",
            "pyzig.gen.graph.graph"
        )]
        f: &Bound<'_, PyAny>,
        #[python_type("_T")] ctx: Option<&Bound<'_, PyAny>>,
    ) -> Result<()> {
        let node = bound_node.get();
        let edges = interface::connected_edges(&node.bound())?;
        visit_edges(py, edges, node.graph(), &Visitor::new(f, ctx))
    }

    /// The path between two interfaces; an empty one from `source` to itself if they are not connected.
    fn is_connected_to(
        py: Python<'_>,
        source: &Bound<'_, BoundNodeReference>,
        target: &Bound<'_, BoundNodeReference>,
    ) -> Result<BFSPath> {
        let node = source.get();
        let (source, target) = (node.bound(), target.get().core());
        let path = py.detach(|| interface::is_connected_to(&source, target))?;
        Ok(BFSPath::new(path, node.graph().clone_ref(py)))
    }

    /// All interfaces that one is connected to, with the paths there.
    #[returns("dict[graph.BoundNode, graph.BFSPath]", "pyzig.gen.graph.graph")]
    fn get_connected<'py>(
        py: Python<'py>,
        source: &Bound<'py, BoundNodeReference>,
        include_self: Option<Truth>,
    ) -> Result<Bound<'py, PyDict>> {
        let node = source.get();
        let bound = node.bound();
        let include_self = include_self.is_none_or(|include_self| include_self.0);
        let connections = py.detach(|| interface::connections(&bound))?;
        let paths = PyDict::new(py);
        for (end, path) in connections.iter() {
            if include_self || end != node.core() {
                let end = BoundNodeReference::new(end.clone(), node.graph().clone_ref(py));
                paths.set_item(end, BFSPath::new(path, node.graph().clone_ref(py)))?;
            }
        }
        Ok(paths)
    }
}
