//! Graphs made from parts of graphs.

use hashbrown::{HashMap, HashSet};

use crate::contents::{Contents, Newcomers};
use crate::edges::EdgesTaken;
use crate::error::GraphError;
use crate::incidence::NodeIndex;
use crate::lookahead::look_ahead;
use crate::node::Node;
use crate::paged::Paged;
use crate::view::GraphView;

/// Positions in a new graph by positions in an old one.
enum Translation {
    /// For graphs of which a good part is taken over.
    Table(Vec<u32>),
    /// For few nodes of a large graph.
    Map(HashMap<NodeIndex, NodeIndex>),
}

impl Translation {
    /// Stands in the table for nodes that are not taken over. No node has this position, since ids start at 1.
    const NONE: u32 = u32::MAX;

    fn new(taken: usize, existing: usize) -> Self {
        if taken >= existing / 16 {
            Self::Table(vec![Self::NONE; existing])
        } else {
            Self::Map(HashMap::new())
        }
    }

    fn set(&mut self, old: NodeIndex, new: NodeIndex) {
        match self {
            Self::Table(table) => {
                if let Some(place) = table.get_mut(old.get()) {
                    *place = new.0;
                }
            }
            Self::Map(map) => {
                map.insert(old, new);
            }
        }
    }

    fn get(&self, old: NodeIndex) -> Option<NodeIndex> {
        match self {
            Self::Table(table) => {
                table.get(old.get()).copied().filter(|new| *new != Self::NONE).map(NodeIndex)
            }
            Self::Map(map) => map.get(&old).copied(),
        }
    }
}

impl GraphView {
    /// Creates a graph, with a self node of its own, that holds these nodes and every edge of this graph whose two ends
    /// are among them.
    ///
    /// The nodes need not be in this graph; repeated ones are harmless. Edges are listed in the order in which they are
    /// met going through `nodes` and through each node's edges.
    pub fn subgraph_from_nodes<'a>(
        &self,
        nodes: impl IntoIterator<Item = &'a Node>,
    ) -> Result<GraphView, GraphError> {
        // Before the lock is taken, because the iterator may be anybody's code.
        let nodes: Vec<&Node> = nodes.into_iter().collect();
        let self_node = Node::create()?;
        let read = self.read()?;
        let (mut part, mut newcomers) = (Contents::default(), Newcomers::default());
        part.reserve_nodes(nodes.len() + 1);
        part.add_newcomer(&mut newcomers, &self_node);
        let mut translation = Translation::new(nodes.len(), read.node_count());
        let mut origins = Vec::with_capacity(nodes.len());
        let mut outsiders = HashSet::new();
        look_ahead(nodes, |node| match read.index_of(node.id()) {
            Some(old) if translation.get(old).is_none() => {
                let new = part.add_newcomer(&mut newcomers, node);
                translation.set(old, new);
                origins.push((old, new));
            }
            None if outsiders.insert(node.id()) => {
                part.add_newcomer(&mut newcomers, node);
            }
            Some(_) | None => {}
        });
        part.enter(&newcomers);
        let (mut taken, mut arrivals) = (EdgesTaken::default(), Paged::default());
        for (old, new) in origins {
            for entry in read.all_edges_at(old) {
                let Some(other) = translation.get(entry.other()) else {
                    continue;
                };
                // Nodes are gone through by their new positions, so the edges to earlier ones are there already.
                if other < new || (entry.is_loop() && entry.is_second()) {
                    continue;
                }
                let (source, target) = if entry.is_source() { (new, other) } else { (other, new) };
                arrivals.push(part.take_edge(&mut taken, entry, source, target)?);
            }
        }
        part.list_edges(&arrivals, NodeIndex(0));
        drop(read);
        Ok(Self::around(self_node, part))
    }

    /// Adds all nodes of the other graph, its self node included, and all its edges.
    ///
    /// The edges of each node keep the order they have in the other graph and stand after those already here. The
    /// original adds the nodes only and so loses the edges; none of atopile's Python or Zig code calls it outside of its
    /// own test, so nothing relies on the loss.
    pub fn insert_subgraph(&self, other: &GraphView) -> Result<(), GraphError> {
        if self == other {
            return if self.is_destroyed() { Err(GraphError::Destroyed) } else { Ok(()) };
        }
        let whole = |contents: &mut Contents| other.try_read().map(|read| contents.insert_contents(&read));
        if let Some(inserted) = self.change(whole)? {
            return inserted;
        }
        // The other graph is busy. Waiting for it with this one locked could last for ever if another thread does it the
        // other way round, so it is copied first.
        let copy = (*other.read()?).clone();
        self.change(|contents| contents.insert_contents(&copy))?
    }
}
