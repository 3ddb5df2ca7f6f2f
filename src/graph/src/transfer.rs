//! Members of one graph that become members of another, one by one.

use crate::contents::{Contents, Taking};
use crate::edge::Edge;
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::transaction::GraphWrite;

/// Takes nodes and edges of one graph over into another that is being changed.
///
/// Knows by their positions where the source's nodes are in the target, so that no node is looked up twice. The target has
/// what was taken over when the transfer is dropped: only then is known how many edges each node gets.
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

    /// The graph that takes over. Has what it had before.
    pub fn target_before(&self) -> &Contents {
        self.target
    }

    /// Adds an edge that is in no graph, from a node that the target had before to a node of the source that is in the
    /// target.
    pub fn insert_new_edge(&mut self, edge: Edge, target: NodeIndex) -> Result<(), GraphError> {
        let source = self.target.index_of(edge.source_id()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.place(target).ok_or(GraphError::TargetNotInGraph)?;
        self.taking.add_new_edge(self.target.contents_mut(), edge, [source, target])
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

    /// The new node of that number, counted from 0 in the order in which they came: its position in the source, and in the
    /// target.
    #[inline]
    pub fn newcomer(&self, number: usize) -> Option<(NodeIndex, NodeIndex)> {
        self.taking.newcomer(number)
    }

    /// How many nodes are new so far.
    pub fn newcomer_count(&self) -> usize {
        self.taking.newcomer_count()
    }

    /// Adds a node of the source unless it is there, and tells whether it was new.
    #[inline]
    pub fn add_node(&mut self, at: NodeIndex) -> bool {
        self.place(at).is_none() && self.taking.add_node(at).is_some()
    }

    /// Where a node of the source is, after it was added if it was not there.
    #[inline]
    fn enter(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let place = self.taking.place(at);
        if place.is_some() { place } else { self.enter_unknown(at) }
    }

    #[inline(never)]
    fn enter_unknown(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let place = if self.had_nodes { self.look_up(at) } else { None };
        if place.is_some() { place } else { self.taking.add_node(at) }
    }

    /// Whether the transfer itself knows that the target contains the edge; it may nevertheless contain it.
    #[inline]
    pub fn is_edge_known(&self, entry: Incidence<'s>) -> bool {
        self.taking.is_edge_known(entry)
    }

    /// Adds an edge of the source unless it is there. Both ends have to be there.
    #[inline(never)]
    pub fn add_edge(&mut self, entry: Incidence<'s>) -> Result<(), GraphError> {
        if self.is_edge_known(entry) {
            return Ok(());
        }
        let source = self.place(entry.source_index()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.place(entry.target_index()).ok_or(GraphError::TargetNotInGraph)?;
        let (here, there) = if entry.is_source() { (source, target) } else { (target, source) };
        self.take_edge(entry, here, there)
    }

    /// Adds an edge of a node that is at that position in the target, and the node where it leads to, unless they are there.
    #[expect(clippy::inline_always, reason = "it is the body of loops over edges")]
    #[inline(always)]
    pub fn add_edge_with_other(&mut self, here: NodeIndex, entry: Incidence<'s>) -> Result<(), GraphError> {
        if self.is_edge_known(entry) {
            return Ok(());
        }
        let there = self.enter(entry.other()).ok_or(GraphError::TargetNotInGraph)?;
        self.take_edge(entry, here, there)
    }

    /// Adds an edge of the source that did not come by, of a node that is at the place `here`, unless it is there. Its other
    /// end is at the place `there`.
    #[expect(clippy::inline_always, reason = "it is the body of loops over edges")]
    #[inline(always)]
    fn take_edge(
        &mut self,
        entry: Incidence<'s>,
        here: NodeIndex,
        there: NodeIndex,
    ) -> Result<(), GraphError> {
        if self.had_edges && self.target.contains_edge_id(entry.edge_id()) {
            self.taking.skip_edge(entry);
            return Ok(());
        }
        self.taking.add_edge(self.target.contents_mut(), entry, here, there)
    }
}

impl Drop for Transfer<'_, '_, '_> {
    fn drop(&mut self) {
        self.target.settle(&mut self.taking);
    }
}
