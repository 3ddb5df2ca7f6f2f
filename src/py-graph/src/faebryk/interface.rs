//! `EdgeInterfaceConnection`.

use std::sync::Arc;

use super::edgebuilder::EdgeCreationAttributes;
use crate::error::Result;
use crate::graph::{
    BFSPath, BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference,
};
use crate::number::Truth;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyzig_reference::{Context, New, python_class, python_methods};
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

    edge_kind!(interface::FAMILY);

    /// The other end of an edge, or None if the node is at neither end.
    fn get_other_connected_node(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        interface::other_connected_node(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// Connects two interfaces, in the graph of the first. Raises `ValueError` if their types differ.
    #[direct]
    fn connect(
        py: Python<'_>,
        bn1: &BoundNodeReference,
        bn2: &BoundNodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = interface::connect(&bn1.bound(), &bn2.bound())?;
        bn1.edge(py, edge)
    }

    /// Connects two interfaces themselves but nothing above them, in the graph of the first. Raises `ValueError` if their
    /// types differ.
    #[direct]
    fn connect_shallow(
        py: Python<'_>,
        bn1: &BoundNodeReference,
        bn2: &BoundNodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = interface::connect_shallow(&bn1.bound(), &bn2.bound())?;
        bn1.edge(py, edge)
    }

    /// Calls `f(ctx, bound_edge)` for the connections of a node, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_connected_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, interface::connected_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// The path between two interfaces; an empty one from `source` to itself if they are not connected.
    fn is_connected_to(
        py: Python<'_>,
        source: &BoundNodeReference,
        target: &BoundNodeReference,
    ) -> Result<New<BFSPath>> {
        let (from, to) = (source.bound(), target.core());
        let path = py.detach(|| interface::is_connected_to(&from, &to))?;
        let graph = source.graph();
        Ok(BFSPath::new(path, graph.clone_ref(py), Arc::new(graph.get().share())))
    }

    /// All interfaces that one is connected to, with the paths there.
    #[returns("dict[graph.BoundNode, graph.BFSPath]", "pyzig.gen.graph.graph")]
    fn get_connected<'py>(
        py: Python<'py>,
        source: &BoundNodeReference,
        include_self: Option<Truth>,
    ) -> Result<Bound<'py, PyDict>> {
        let bound = source.bound();
        let include_self = include_self.is_none_or(|include_self| include_self.0);
        let connections = py.detach(|| interface::connections(&bound))?;
        let (paths, graph) = (PyDict::new(py), source.graph());
        let share = Arc::new(graph.get().share());
        for (end, path) in connections.iter() {
            if include_self || *end != *source.core() {
                let end = BoundNodeReference::new(end.clone(), graph.clone_ref(py));
                paths.set_item(end, BFSPath::new(path, graph.clone_ref(py), Arc::clone(&share)))?;
            }
        }
        Ok(paths)
    }
}
