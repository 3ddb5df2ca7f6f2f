//! Graphs made from parts of graphs.

use hashbrown::HashSet;

use crate::contents::{Contents, Part};
use crate::error::GraphError;
use crate::lookahead::look_ahead;
use crate::node::Node;
use crate::view::GraphView;

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
        let nodes = nodes.into_iter();
        let mut taken = Vec::with_capacity(nodes.size_hint().0);
        look_ahead(nodes, |node| taken.push(node.clone()));
        self.subgraph_of(taken)
    }

    /// As [`subgraph_from_nodes`](Self::subgraph_from_nodes), from handles that the new graph can keep.
    pub fn subgraph_of(&self, nodes: Vec<Node>) -> Result<GraphView, GraphError> {
        let self_node = Node::create()?;
        let read = self.read()?;
        let mut part = Part::new(&read, nodes.len() + 1);
        part.add_stranger(self_node.clone());
        let mut strangers = HashSet::new();
        // Repeated nodes are let go of here, which frees none: the new graph has them.
        for node in nodes {
            match read.index_of(node.id()) {
                Some(at) => part.add_node(at, node),
                None if strangers.insert(node.id()) => part.add_stranger(node),
                None => {}
            }
        }
        let (part, listed) = part.with_edges();
        drop(read);
        listed?;
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
