//! What all edge families have in common.

use pyzig_graph::{
    BoundEdge, BoundNode, Contents, Directed, Edge, EdgeOrder, EdgeShape, EdgeSnapshot, EdgeSpec, EdgeTypeId,
    GraphError, GraphView, GraphWrite, Incidence, Node, NodeId, NodeIndex, Text,
};

use crate::builder::EdgeCreationAttributes;
use crate::error::{Error, Result};

/// A kind of edge with a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeFamily {
    edge_type: EdgeTypeId,
    directional: bool,
    class: &'static str,
    source_role: &'static str,
    target_role: &'static str,
}

impl EdgeFamily {
    /// A family whose edges distinguish their ends. The kind is the constant modulo 256.
    pub(crate) const fn directional(
        constant: u64,
        class: &'static str,
        source_role: &'static str,
        target_role: &'static str,
    ) -> Self {
        Self {
            edge_type: EdgeTypeId(constant.to_le_bytes()[0]),
            directional: true,
            class,
            source_role,
            target_role,
        }
    }

    /// A family whose edges do not distinguish their ends.
    pub(crate) const fn undirected(constant: u64, class: &'static str) -> Self {
        Self { directional: false, ..Self::directional(constant, class, "Source", "Target") }
    }

    /// The kind under which graphs list the family's edges.
    pub const fn edge_type(&self) -> EdgeTypeId {
        self.edge_type
    }

    /// Whether the edge is of this family.
    pub fn is_instance(&self, edge: &Edge) -> bool {
        edge.edge_type() == self.edge_type
    }

    /// Refuses an edge of another family.
    pub(crate) fn check(&self, edge: &Edge) -> Result<()> {
        if self.is_instance(edge) { Ok(()) } else { Err(Error::WrongEdgeType { class: self.class }) }
    }

    /// What makes an edge one of this family.
    pub(crate) fn attributes(&self, name: Option<Text>) -> EdgeCreationAttributes {
        EdgeCreationAttributes { name, ..EdgeCreationAttributes::new(self.edge_type, Some(self.directional)) }
    }

    /// An edge of this family between two nodes.
    pub(crate) fn spec(&self, source: &Node, target: &Node) -> EdgeSpec {
        EdgeSpec::new(source, target, self.edge_type).directional(self.directional)
    }

    /// Edges of this family, to make many of.
    pub(crate) fn shape(&self, name: Option<Text>) -> EdgeShape {
        EdgeShape::new(self.edge_type, self.directional, EdgeOrder::ZERO, None).name(name)
    }

    /// Tells what the missing end would have been.
    pub(crate) fn name_ends(&self, error: GraphError) -> Error {
        match error {
            GraphError::SourceNotInGraph => Error::EndNotInGraph { role: self.source_role },
            GraphError::TargetNotInGraph => Error::EndNotInGraph { role: self.target_role },
            error => Error::Graph(error),
        }
    }

    /// Creates an edge and adds it to a graph.
    pub(crate) fn insert(&self, graph: &GraphView, spec: EdgeSpec) -> Result<BoundEdge> {
        let edge = graph.create_edge(spec).map_err(|error| self.name_ends(error))?;
        Ok(BoundEdge::new(edge, graph.clone()))
    }

    /// Makes an edge of this family within a transaction.
    pub(crate) fn connect_in(
        &self,
        write: &mut GraphWrite<'_>,
        source: &Node,
        target: &Node,
        shape: &EdgeShape,
    ) -> Result<()> {
        let source = write.index_of(source.id()).ok_or(GraphError::SourceNotInGraph);
        let target = write.index_of(target.id()).ok_or(GraphError::TargetNotInGraph);
        let ends = source.and_then(|source| Ok((source, target?)));
        ends.and_then(|(source, target)| write.connect(shape, source, target))
            .map_err(|error| self.name_ends(error))
    }

    /// The node's edges of this family that pass the filter, in order of insertion.
    pub(crate) fn edges(&self, node: &BoundNode, directed: Directed) -> Result<EdgeSnapshot> {
        Ok(node.edges_of_type(self.edge_type, directed)?)
    }

    /// The node's first edge of this family that passes the filter.
    pub(crate) fn first(&self, node: &BoundNode, directed: Directed) -> Result<Option<BoundEdge>> {
        let edge = node.first_edge(self.edge_type, directed)?;
        Ok(edge.map(|edge| BoundEdge::new(edge, node.graph().clone())))
    }

    /// As [`first`](Self::first), in a graph that is locked already.
    pub(crate) fn first_in<'a>(
        &self,
        contents: &'a Contents,
        node: NodeId,
        directed: Directed,
    ) -> Option<Incidence<'a>> {
        contents.first_edge(node, self.edge_type, directed)
    }

    /// The node's outgoing edges of this family, in a graph that is locked already.
    pub(crate) fn outgoing_in<'a>(
        &self,
        contents: &'a Contents,
        node: NodeId,
    ) -> impl Iterator<Item = Incidence<'a>> {
        contents.edges(node, self.edge_type).iter().filter(|entry| entry.passes(Directed::Outgoing))
    }

    /// As [`outgoing_in`](Self::outgoing_in), for the node at a position.
    pub(crate) fn outgoing_at<'a>(
        &self,
        contents: &'a Contents,
        node: NodeIndex,
    ) -> impl Iterator<Item = Incidence<'a>> {
        contents.edges_at(node, self.edge_type).iter().filter(|entry| entry.passes(Directed::Outgoing))
    }

    /// The first outgoing edge of that name, in a graph that is locked already.
    pub(crate) fn named_in<'a>(
        &self,
        contents: &'a Contents,
        node: NodeId,
        name: &str,
    ) -> Option<Incidence<'a>> {
        contents.named_edge(node, self.edge_type, name)
    }

    /// Target of the first outgoing edge of that name.
    pub(crate) fn named_target(&self, node: &BoundNode, name: &str) -> Result<Option<BoundNode>> {
        let read = node.graph().read()?;
        let edge = self.named_in(&read, node.node().id(), name);
        Ok(edge.map(|edge| node.graph().bind(edge.target())))
    }
}

/// The edge's target, unless that is the node itself.
pub(crate) fn target_unless<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    (edge.target() != node).then(|| edge.target())
}

/// The edge's source, unless that is the node itself.
pub(crate) fn source_unless<'a>(edge: &'a Edge, node: &Node) -> Option<&'a Node> {
    (edge.source() != node).then(|| edge.source())
}
