//! Graphs made of some nodes of another one and all edges between them.

use crate::contents::Contents;
use crate::contents::places::Places;
use crate::contents::taking::Taking;
use crate::edge::copies_hold;
use crate::edges::{Edges, EdgesTaken};
use crate::error::GraphError;
use crate::id::NodeId;
use crate::incidence::{Entry, NodeIndex};
use crate::lists::{Ambiguous, Lists, Selection};
use crate::node::Node;
use crate::paged::Paged;

/// A graph that is made of some nodes of another one.
pub(crate) struct Part<'s> {
    source: &'s Contents,
    contents: Contents,
    /// Where the nodes of the source are.
    places: Places,
    /// The numbers of the nodes, and their positions in the source.
    members: Paged<(NodeId, NodeIndex)>,
}

impl<'s> Part<'s> {
    /// The position of nodes that are not in the source.
    const NOWHERE: NodeIndex = NodeIndex(u32::MAX);

    /// Begins to take over that many nodes from `source`.
    pub(crate) fn new(source: &'s Contents, count: usize) -> Self {
        let (mut contents, mut members) = (Contents::default(), Paged::default());
        contents.reserve_nodes(count);
        members.reserve(count);
        Self { source, contents, places: Places::of(source, count), members }
    }

    /// Adds a node of the source unless it is there.
    pub(crate) fn add_node(&mut self, at: NodeIndex, node: Node) {
        if self.places.get(at).is_none() {
            self.members.push((node.id(), at));
            self.places.set(at, self.contents.push_node(node));
        }
    }

    /// Adds a node that is absent and is not in the source.
    pub(crate) fn add_stranger(&mut self, node: Node) {
        self.members.push((node.id(), Self::NOWHERE));
        self.contents.push_node(node);
    }

    /// Adds the edges, in the order in which they are met going through the nodes and through each node's edges.
    ///
    /// Gives the contents even if it fails: dropping a node may run anybody's code, which must not be while the source is
    /// locked.
    pub(crate) fn with_edges(mut self) -> (Contents, Result<(), GraphError>) {
        let listed = self.list_edges();
        (self.contents, listed)
    }

    fn list_edges(&mut self) -> Result<(), GraphError> {
        // The lists tell the kinds of edges only as they were when these came.
        if !(copies_hold() && self.list_at_once()?) {
            self.list_one_by_one()?;
        }
        self.contents.table.insert_all(self.members.iter().map(|(id, _)| *id), NodeIndex(0));
        Ok(())
    }

    fn list_one_by_one(&mut self) -> Result<(), GraphError> {
        let Self { source, contents: to, places, members } = self;
        to.edges = Edges::default();
        to.lists = Lists::default();
        to.slots.iter_mut_from(0).for_each(|slot| slot.list = None);
        let places = std::mem::take(places);
        let mut taking = Taking::of_places(source, places, NodeIndex(0), to);
        let members = (0..).map(NodeIndex).zip(members.iter().map(|(_, at)| *at));
        for (_, at) in members.clone() {
            taking.add_member(at);
        }
        for (place, at) in members {
            for entry in source.all_edges_at(at) {
                // The edges to nodes that came before are there already.
                if let Some(other) = taking.place(entry.other())
                    && place <= other
                    && !(entry.is_loop() && entry.is_second())
                {
                    taking.add_edge(to, entry, place, other)?;
                }
            }
        }
        taking.settle(to);
        Ok(())
    }

    /// How many entries nodes have that have more than most.
    const ENTRIES: usize = 6;

    /// Lists the edges between new nodes in one go through the source's lists. Tells whether their order can be told from
    /// where they lead: it cannot if edges of a kind join the same nodes.
    fn list_at_once(&mut self) -> Result<bool, GraphError> {
        let Self { source, contents: to, places, members } = self;
        let before = to.lists.extent();
        // Fresh memory that nobody looks at costs nothing.
        to.lists.reserve_packed((2 * source.edge_count).min(Self::ENTRIES * members.len()));
        let mut between = Between {
            from: &source.edges,
            places,
            to: &mut to.edges,
            edges: EdgesTaken::default(),
            node: NodeIndex(0),
            position: 0,
            has_loop: false,
            refused: Ok(()),
        };
        let mut ends = 0;
        for (slot, (_, at)) in to.slots.iter_mut_from(0).zip(members.iter()) {
            match to.lists.add_taken(source.listed(*at), &mut between, members.len()) {
                Ok(Some(list)) => {
                    slot.list = Some(list);
                    slot.leading = source.leading_taken(*at);
                    ends += to.lists.get(list).len();
                }
                Ok(None) => {}
                Err(Ambiguous) => return Ok(false),
            }
            between.node.0 += 1;
            between.position = 0;
        }
        let Between { has_loop, refused, .. } = between;
        refused?;
        if has_loop {
            return Ok(false);
        }
        to.lists.fit(before);
        to.edge_count = ends / 2;
        Ok(true)
    }
}

/// The edges between nodes that are all taken over, in the order in which they are met going through the nodes.
struct Between<'a> {
    from: &'a Edges,
    places: &'a Places,
    to: &'a mut Edges,
    edges: EdgesTaken,
    /// The node whose edges are gone through, and how many of them were met here first.
    node: NodeIndex,
    position: u32,
    /// Whether an edge joins a node with itself, so that it is met twice.
    has_loop: bool,
    refused: Result<(), GraphError>,
}

impl Selection for Between<'_> {
    #[expect(clippy::inline_always, reason = "most entries are not taken, which is told at once")]
    #[inline(always)]
    fn take(&mut self, entry: Entry) -> Option<(u64, Entry)> {
        let other = self.places.get(entry.other())?;
        let edge = match self.edges.take(self.from, entry.edge(), self.to) {
            Ok(edge) => edge,
            Err(error) => {
                self.refused = Err(error);
                return None;
            }
        };
        self.has_loop |= other == self.node;
        // Edges to nodes that came before are met there, in the order of these; the others here, one by one.
        let (node, position) = if other < self.node {
            (other, 0)
        } else {
            self.position += 1;
            (self.node, self.position.min(Self::MOST_MET))
        };
        let order = u64::from(entry.edge_type().0) << 56 | u64::from(node.0) << 24 | u64::from(position);
        Some((order, entry.placed(edge, other)))
    }
}

impl Between<'_> {
    /// Up to how many edges that a node meets first are told apart.
    const MOST_MET: u32 = (1 << 24) - 1;
}
