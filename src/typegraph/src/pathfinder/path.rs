//! What a search finds.

use std::num::NonZeroUsize;
use std::sync::Arc;

use pyzig_graph::{BoundNode, Contents, Edge, Node};

use crate::error::Result;
use crate::pathfinder::endless::search_endless;
use crate::pathfinder::exact::{Outcome, search};
use crate::pathfinder::interfaces::Interfaces;
use crate::pathfinder::trail::{TrailId, Trails};

/// Position of an edge in a tree of paths, counted from 1 so that its absence takes no room.
type EdgeAt = NonZeroUsize;

/// Where paths start, and their edges, each with the position of the one before: paths share their beginnings.
#[derive(Debug)]
struct PathTree {
    start: BoundNode,
    edges: Vec<(Edge, Option<EdgeAt>)>,
}

/// The way from one interface to another that is connected to it.
///
/// The edges are composition edges up, connections, and composition edges down again, in the order in which they are
/// walked along. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct InterfacePath {
    tree: Arc<PathTree>,
    end: Node,
    last: Option<EdgeAt>,
}

impl InterfacePath {
    /// The path that stays where it is. Stands for "not connected" as well.
    pub fn new(start: BoundNode) -> Self {
        let end = start.node().clone();
        Self { tree: Arc::new(PathTree { start, edges: Vec::new() }), end, last: None }
    }

    fn backwards(&self) -> impl Iterator<Item = &Edge> {
        let step = |at: EdgeAt| self.tree.edges.get(at.get() - 1);
        std::iter::successors(self.last.and_then(step), move |(_, before)| before.and_then(step))
            .map(|(edge, _)| edge)
    }

    /// Number of edges.
    pub fn len(&self) -> usize {
        self.backwards().count()
    }

    /// Whether there are no edges.
    pub fn is_empty(&self) -> bool {
        self.last.is_none()
    }

    /// Where the path starts.
    pub fn start(&self) -> &BoundNode {
        &self.tree.start
    }

    /// Where the path ends.
    pub fn end(&self) -> BoundNode {
        self.tree.start.graph().bind(&self.end)
    }

    /// The edges from start to end.
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges: Vec<Edge> = self.backwards().cloned().collect();
        edges.reverse();
        edges
    }

    /// The nodes from start to end, one more than there are edges.
    pub fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.tree.start.node().clone()];
        for edge in self.edges() {
            let next = nodes.last().map(|last| edge.other_end(last.id()).clone());
            nodes.extend(next);
        }
        nodes
    }
}

/// Everything that an interface is connected to, itself included, with the paths there, in the order of the search.
#[derive(Clone, Debug)]
pub struct Connections {
    tree: Arc<PathTree>,
    ends: Vec<(Node, Option<EdgeAt>)>,
}

impl Connections {
    pub(crate) fn find(start: &BoundNode) -> Result<Self> {
        let read = start.graph().read()?;
        let mut tree = PathTree { start: start.clone(), edges: Vec::new() };
        let mut ends = Vec::new();
        if let Some(index) = read.index_of(start.node().id()) {
            let Interfaces { trails, found, .. } = match search(&read, index) {
                Outcome::Found(interfaces) => interfaces,
                Outcome::Endless => search_endless(&read, index),
            };
            ends.reserve(found.len());
            tree.edges.reserve(found.len());
            let mut planting = Planting {
                contents: &read,
                trails: &trails,
                edges: &mut tree.edges,
                places: vec![None; trails.len()],
            };
            for trail in found {
                if let Some(node) = read.node_at(trails.get(trail).end) {
                    ends.push((node.clone(), planting.plant(trail)));
                }
            }
        } else {
            // A node that the graph does not contain has no edges there.
            ends.push((start.node().clone(), None));
        }
        Ok(Self { tree: Arc::new(tree), ends })
    }

    /// The interface whose connections these are.
    pub fn start(&self) -> &BoundNode {
        &self.tree.start
    }

    /// How many interfaces there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none. Never so, since every interface is connected to itself.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The interfaces with the paths to them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Node, InterfacePath)> {
        self.ends.iter().map(|(end, last)| (end, self.path(end, *last)))
    }

    fn path(&self, end: &Node, last: Option<EdgeAt>) -> InterfacePath {
        InterfacePath { tree: Arc::clone(&self.tree), end: end.clone(), last }
    }

    /// The path to an interface; an empty one if it is not connected.
    pub fn path_to(&self, target: &Node) -> InterfacePath {
        let found = self.ends.iter().find(|(end, _)| end == target);
        found.map_or_else(|| InterfacePath::new(self.start().clone()), |(end, last)| self.path(end, *last))
    }
}

/// Turns trails, of which a search leaves many that lead nowhere, into paths.
struct Planting<'t> {
    contents: &'t Contents,
    trails: &'t Trails,
    edges: &'t mut Vec<(Edge, Option<EdgeAt>)>,
    /// Where the last edge of each trail stands among the edges.
    places: Vec<Option<EdgeAt>>,
}

impl Planting<'_> {
    fn plant(&mut self, trail: TrailId) -> Option<EdgeAt> {
        let mut new = Vec::new();
        let mut at = trail;
        let mut last = loop {
            if self.trails.get(at).is_start() {
                break None;
            }
            if let Some(place) = self.places[at] {
                break Some(place);
            }
            new.push(at);
            at = self.trails.get(at).previous;
        };
        while let Some(trail) = new.pop() {
            for edge in self.trails.last_edges(trail) {
                self.edges.push((self.contents.edge_at(edge).clone(), last));
                last = EdgeAt::new(self.edges.len());
            }
            self.places[trail] = last;
        }
        last
    }
}
