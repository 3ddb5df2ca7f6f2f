//! Members of one graph that become members of another, one by one.

use crate::contents::{Contents, Taking};
use crate::edge::Edge;
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::node::Node;
use crate::transaction::GraphWrite;

/// Takes nodes and edges of one graph over into another that is being changed.
///
/// Knows by their positions where the source's nodes are in the target, so that no node is looked up twice. Edges are listed
/// when the transfer is dropped: only then is known how many each node gets.
pub struct Transfer<'s, 'w, 'g> {
    taking: Taking<'s>,
    target: &'w mut GraphWrite<'g>,
    /// Whether the target had other nodes than its self node, so that a node may be there without having a place here.
    had_nodes: bool,
    /// Whether the target had edges.
    had_edges: bool,
}

impl<'s, 'w, 'g> Transfer<'s, 'w, 'g> {
    /// Begins to take over.
    pub fn new(source: &'s Contents, target: &'w mut GraphWrite<'g>) -> Self {
        let (had_nodes, had_edges) = (target.node_count() != 1, target.edge_count() != 0);
        let mut taking = Taking::new(source, target);
        let self_node = target.view().self_node().id();
        if let Some(at) = source.index_of(self_node)
            && let Some(place) = target.index_of(self_node)
        {
            taking.note(at, place);
        }
        Self { taking, target, had_nodes, had_edges }
    }

    /// The graph from which is taken over.
    pub fn source(&self) -> &'s Contents {
        self.taking.source()
    }

    /// The graph that takes over. Has the edges it had before, and knows nodes by number that it had before.
    pub fn target_before(&self) -> &Contents {
        self.target
    }

    /// Adds an edge that is in no graph, from a node that the target had before to a node of the source that is in the
    /// target.
    pub fn insert_new_edge(&mut self, edge: Edge, target: NodeIndex) -> Result<(), GraphError> {
        let source = self.target.index_of(edge.source_id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.place(target).ok_or(GraphError::TargetNotInGraph)?;
        self.taking.add_new_edge(self.target.contents_mut(), edge, source, target)
    }

    /// Whether the transfer itself knows that the target contains the node; it may nevertheless contain it.
    #[inline]
    pub fn is_known(&self, at: NodeIndex) -> bool {
        self.taking.place(at).is_some()
    }

    /// Where a node of the source is in the target; `None` if it is not.
    #[inline]
    pub fn place(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let known = self.taking.place(at);
        if known.is_none() && self.had_nodes { self.look_up(at) } else { known }
    }

    fn look_up(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let place = self.target.index_of(self.source().node_at(at)?.id())?;
        self.taking.note(at, place);
        Some(place)
    }

    /// Adds a node of the source unless it is there. Gives the node if it was new.
    #[inline]
    pub fn add_node(&mut self, at: NodeIndex) -> Option<&'s Node> {
        self.enter(at)?.1
    }

    /// Where a node of the source is, after it was added if it was not there; and the node if it was not.
    #[inline]
    fn enter(&mut self, at: NodeIndex) -> Option<(NodeIndex, Option<&'s Node>)> {
        if let Some(place) = self.place(at) {
            return Some((place, None));
        }
        let (node, place) = self.taking.add_node(self.target.contents_mut(), at)?;
        Some((place, Some(node)))
    }

    /// Whether the transfer itself knows that the target contains the edge; it may nevertheless contain it.
    #[inline]
    pub fn is_edge_known(&self, entry: Incidence<'s>) -> bool {
        self.taking.is_edge_known(entry)
    }

    /// Adds an edge of the source unless it is there, and tells whether it was not. Both ends have to be there.
    #[inline]
    pub fn add_edge(&mut self, entry: Incidence<'s>) -> Result<bool, GraphError> {
        if self.is_edge_known(entry) {
            return Ok(false);
        }
        let source = self.place(entry.source_index()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.place(entry.target_index()).ok_or(GraphError::TargetNotInGraph)?;
        self.take_edge(entry, [source, target])
    }

    /// Adds an edge of a node that is there, and the node where it leads to, unless they are there. Gives that node if it
    /// was new.
    #[inline]
    pub fn add_edge_with_other(&mut self, entry: Incidence<'s>) -> Result<Option<&'s Node>, GraphError> {
        if self.is_edge_known(entry) {
            return Ok(None);
        }
        let absent =
            if entry.is_source() { GraphError::SourceNotInGraph } else { GraphError::TargetNotInGraph };
        let here = self.place(entry.at()).ok_or(absent)?;
        let (there, node) = self.enter(entry.other()).ok_or(GraphError::TargetNotInGraph)?;
        self.take_edge(entry, if entry.is_source() { [here, there] } else { [there, here] })?;
        Ok(node)
    }

    /// Adds an edge of the source that did not come by, and whose ends are at these places, unless it is there.
    #[inline]
    fn take_edge(&mut self, entry: Incidence<'s>, ends: [NodeIndex; 2]) -> Result<bool, GraphError> {
        if self.had_edges && self.target.contains_edge_id(entry.edge_id()) {
            self.taking.skip_edge(entry);
            return Ok(false);
        }
        self.taking.add_edge(self.target.contents_mut(), entry, ends)?;
        Ok(true)
    }
}

impl Drop for Transfer<'_, '_, '_> {
    fn drop(&mut self) {
        self.target.list_taken(&mut self.taking);
    }
}
