//! Members of one graph that become members of another, one by one.

use std::num::NonZeroU32;

use crate::contents::{Contents, Newcomers};
use crate::edge::Edge;
use crate::edges::{EdgesSeen, EdgesTaken};
use crate::error::GraphError;
use crate::incidence::{Incidence, NodeIndex};
use crate::lists::Arrival;
use crate::node::Node;
use crate::paged::Paged;
use crate::transaction::GraphWrite;

/// What is known of a node of the source: its position in the target, counted from 1.
type Place = Option<NonZeroU32>;

/// Takes nodes and edges of one graph over into another that is being changed.
///
/// Knows by their positions where the source's nodes are in the target, so that no node is looked up twice. Edges are listed
/// when the transfer is dropped: only then is known how many each node gets.
pub struct Transfer<'s, 'w, 'g> {
    source: &'s Contents,
    target: &'w mut GraphWrite<'g>,
    /// By position in the source. Fresh memory is zero, so what is not looked at costs nothing.
    places: Vec<Place>,
    newcomers: Newcomers,
    edges: EdgesTaken,
    /// The edges that are not listed yet, in the order in which they were added.
    arrivals: Paged<Arrival>,
    /// Nodes from there on have no edges listed.
    first_new: NodeIndex,
    /// The edges of the source that are in the target, as far as they came by.
    seen: EdgesSeen,
    /// Whether the target had other nodes than its self node, so that a node may be there without having a place here.
    had_nodes: bool,
    /// Whether the target had edges.
    had_edges: bool,
}

impl<'s, 'w, 'g> Transfer<'s, 'w, 'g> {
    /// Begins to take over.
    pub fn new(source: &'s Contents, target: &'w mut GraphWrite<'g>) -> Self {
        let (had_nodes, had_edges) = (target.node_count() != 1, target.edge_count() != 0);
        let first_new = target.next_index();
        let mut transfer = Self {
            source,
            target,
            places: vec![None; source.node_count()],
            newcomers: Newcomers::default(),
            edges: EdgesTaken::default(),
            arrivals: Paged::default(),
            first_new,
            seen: EdgesSeen::default(),
            had_nodes,
            had_edges,
        };
        let self_node = transfer.target.view().self_node().id();
        if let Some(at) = source.index_of(self_node)
            && let Some(place) = transfer.target.index_of(self_node)
        {
            transfer.note(at, place);
        }
        transfer
    }

    /// The graph from which is taken over.
    pub fn source(&self) -> &'s Contents {
        self.source
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
        self.arrivals.push(self.target.hold_edge(edge, source, target)?);
        Ok(())
    }

    fn note(&mut self, at: NodeIndex, place: NodeIndex) {
        if let Some(known) = self.places.get_mut(at.get()) {
            *known = place.0.checked_add(1).and_then(NonZeroU32::new);
        }
    }

    /// Whether the transfer itself knows that the target contains the node; it may nevertheless contain it.
    pub fn is_known(&self, at: NodeIndex) -> bool {
        self.places.get(at.get()).is_some_and(Option::is_some)
    }

    /// Where a node of the source is in the target; `None` if it is not.
    #[inline]
    pub fn place(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        if let Some(place) = *self.places.get(at.get())? {
            return Some(NodeIndex(place.get() - 1));
        }
        if self.had_nodes { self.look_up(at) } else { None }
    }

    fn look_up(&mut self, at: NodeIndex) -> Option<NodeIndex> {
        let place = self.target.index_of(self.source.node_at(at)?.id())?;
        self.note(at, place);
        Some(place)
    }

    /// Adds a node of the source unless it is there. Gives the node if it was new.
    #[inline]
    pub fn add_node(&mut self, at: NodeIndex) -> Option<&'s Node> {
        if self.place(at).is_some() {
            return None;
        }
        let node = self.source.node_at(at)?;
        let place = self.target.add_newcomer(&mut self.newcomers, node);
        self.note(at, place);
        Some(node)
    }

    /// Adds an edge of the source unless it is there, and tells whether it was not. Both ends have to be there.
    #[inline]
    pub fn add_edge(&mut self, entry: Incidence<'s>) -> Result<bool, GraphError> {
        let is_new = self.seen.insert(entry.edges(), entry.entry().edge());
        if !is_new || (self.had_edges && self.target.contains_edge_id(entry.edge_id())) {
            return Ok(false);
        }
        let source = self.place(entry.source_index()).ok_or(GraphError::SourceNotInGraph)?;
        let target = self.place(entry.target_index()).ok_or(GraphError::TargetNotInGraph)?;
        self.arrivals.push(self.target.take_edge(&mut self.edges, entry, source, target)?);
        Ok(true)
    }
}

impl Drop for Transfer<'_, '_, '_> {
    fn drop(&mut self) {
        self.target.enter(&self.newcomers);
        self.target.list_edges(&self.arrivals, self.first_new);
    }
}
