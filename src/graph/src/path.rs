//! Paths as a breadth-first search finds them.

use crate::bound::BoundNode;
use crate::edge::Edge;
use crate::node::Node;
use crate::view::GraphView;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    edge: Edge,
    forward: bool,
}

impl Step {
    /// The edge.
    pub fn edge(&self) -> &Edge {
        &self.edge
    }

    /// Whether the step goes from the edge's source to its target.
    pub fn is_forward(&self) -> bool {
        self.forward
    }

    /// Where the step starts.
    pub fn start(&self) -> &Node {
        if self.forward { self.edge.source() } else { self.edge.target() }
    }

    /// Where the step ends.
    pub fn end(&self) -> &Node {
        if self.forward { self.edge.target() } else { self.edge.source() }
    }
}

/// A walk through a graph: a start node and the edges taken from there, each joined to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BfsPath {
    start: BoundNode,
    steps: Vec<Step>,
}

impl BfsPath {
    /// The path that stays at its start.
    pub fn new(start: BoundNode) -> Self {
        Self { start, steps: Vec::new() }
    }

    /// Follows edges from a node; `None` if an edge is not joined to the end reached by those before it.
    pub fn along(start: BoundNode, edges: impl IntoIterator<Item = Edge>) -> Option<Self> {
        let mut path = Self::new(start);
        for edge in edges {
            if !path.push(edge) {
                return None;
            }
        }
        Some(path)
    }

    /// Goes on over an edge that is joined to the path's end; returns false, changing nothing, if it is not.
    pub fn push(&mut self, edge: Edge) -> bool {
        let end = self.end().id();
        let forward = edge.source_id() == end;
        if !forward && edge.target_id() != end {
            return false;
        }
        self.steps.push(Step { edge, forward });
        true
    }

    /// The graph in which the path was found.
    pub fn graph(&self) -> &GraphView {
        self.start.graph()
    }

    /// Number of edges.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether the path stays at its start.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Where the path starts.
    pub fn start(&self) -> &Node {
        self.start.node()
    }

    /// Where the path ends.
    pub fn end(&self) -> &Node {
        self.steps.last().map_or(self.start.node(), Step::end)
    }

    /// The node where the path starts, in its graph.
    pub fn bound_start(&self) -> BoundNode {
        self.start.clone()
    }

    /// The node where the path ends, in its graph.
    pub fn bound_end(&self) -> BoundNode {
        self.graph().bind(self.end())
    }

    /// The steps from start to end.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The edges from start to end.
    pub fn edges(&self) -> impl ExactSizeIterator<Item = &Edge> {
        self.steps.iter().map(Step::edge)
    }

    /// The nodes from start to end, one more than there are edges.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        std::iter::once(self.start()).chain(self.steps.iter().map(Step::end))
    }

    /// Whether the path passes through the node, its two ends included.
    pub fn contains(&self, node: &Node) -> bool {
        self.nodes().any(|passed| passed == node)
    }
}
