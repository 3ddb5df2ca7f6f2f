//! Nodes and edges together with the graph in which they are looked at.

use std::ops::ControlFlow;

use smallvec::SmallVec;

use crate::edge::{Edge, EdgeTypeId};
use crate::error::GraphError;
use crate::incidence::Directed;
use crate::node::Node;
use crate::view::GraphView;

/// Edges of a node at one moment.
pub type EdgeSnapshot = SmallVec<[Edge; 8]>;

/// A node in a graph. The graph need not contain the node: then the node has no edges there.
///
/// Equality looks at both, node and graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundNode {
    node: Node,
    graph: GraphView,
}

impl BoundNode {
    /// Joins a node with a graph.
    pub fn new(node: Node, graph: GraphView) -> Self {
        Self { node, graph }
    }

    /// The node.
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The graph.
    pub fn graph(&self) -> &GraphView {
        &self.graph
    }

    /// Gives the node and the graph away.
    pub fn into_parts(self) -> (Node, GraphView) {
        (self.node, self.graph)
    }

    /// The node's edges of one kind that pass the filter, in order of insertion. An edge that joins the node with itself
    /// comes twice.
    pub fn edges_of_type(
        &self,
        edge_type: EdgeTypeId,
        directed: Directed,
    ) -> Result<EdgeSnapshot, GraphError> {
        let read = self.graph.read()?;
        let edges = read.edges(self.node.id(), edge_type).iter();
        Ok(edges.filter(|entry| entry.passes(directed)).map(|entry| entry.edge().clone()).collect())
    }

    /// The node's first edge of one kind that passes the filter.
    pub fn first_edge(&self, edge_type: EdgeTypeId, directed: Directed) -> Result<Option<Edge>, GraphError> {
        let read = self.graph.read()?;
        Ok(read.first_edge(self.node.id(), edge_type, directed).map(|entry| entry.edge().clone()))
    }

    /// The node's first outgoing edge of one kind that bears the name, in constant time.
    pub fn named_edge(&self, edge_type: EdgeTypeId, name: &str) -> Result<Option<Edge>, GraphError> {
        let read = self.graph.read()?;
        Ok(read.named_edge(self.node.id(), edge_type, name).map(|entry| entry.edge().clone()))
    }

    /// Calls `visitor` for the node's edges of one kind that pass the filter, in order of insertion, until it breaks.
    ///
    /// The visit covers the edges of the moment it starts. No lock is held while the visitor runs: it may change or
    /// destroy the graph.
    pub fn visit_edges_of_type<B>(
        &self,
        edge_type: EdgeTypeId,
        directed: Directed,
        mut visitor: impl FnMut(BoundEdge) -> ControlFlow<B>,
    ) -> Result<ControlFlow<B>, GraphError> {
        for edge in self.edges_of_type(edge_type, directed)? {
            if let ControlFlow::Break(value) = visitor(self.graph.bind_edge(&edge)) {
                return Ok(ControlFlow::Break(value));
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

/// An edge in a graph.
///
/// Equality looks at both, edge and graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundEdge {
    edge: Edge,
    graph: GraphView,
}

impl BoundEdge {
    /// Joins an edge with a graph.
    pub fn new(edge: Edge, graph: GraphView) -> Self {
        Self { edge, graph }
    }

    /// The edge.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// The graph.
    pub fn graph(&self) -> &GraphView {
        &self.graph
    }

    /// Gives the edge and the graph away.
    pub fn into_parts(self) -> (Edge, GraphView) {
        (self.edge, self.graph)
    }

    /// Where the edge starts, in the same graph.
    pub fn source(&self) -> BoundNode {
        self.graph.bind(self.edge.source())
    }

    /// Where the edge ends, in the same graph.
    pub fn target(&self) -> BoundNode {
        self.graph.bind(self.edge.target())
    }
}
