//! What a search finds.

use std::sync::Arc;

use pyzig_graph::{BoundNode, Edge, Node};

use crate::error::Result;
use crate::pathfinder::endless::search_endless;
use crate::pathfinder::exact::{Outcome, search};
use crate::pathfinder::trail::{TrailId, Trails};

/// Edges of paths, each with the position of the one before, so that paths share their beginnings.
#[derive(Debug, Default)]
struct PathTree(Vec<(Edge, Option<usize>)>);

/// The way from one interface to another that is connected to it.
///
/// The edges are composition edges up, connections, and composition edges down again, in the order in which they are
/// walked along. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct InterfacePath {
    start: BoundNode,
    end: Node,
    tree: Arc<PathTree>,
    last: Option<usize>,
}

impl InterfacePath {
    /// The path that stays where it is. Stands for "not connected" as well.
    pub fn new(start: BoundNode) -> Self {
        Self { end: start.node().clone(), start, tree: Arc::default(), last: None }
    }

    fn backwards(&self) -> impl Iterator<Item = &Edge> {
        let step = |at: usize| self.tree.0.get(at);
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
        &self.start
    }

    /// Where the path ends.
    pub fn end(&self) -> BoundNode {
        self.start.graph().bind(&self.end)
    }

    /// The edges from start to end.
    pub fn edges(&self) -> Vec<Edge> {
        let mut edges: Vec<Edge> = self.backwards().cloned().collect();
        edges.reverse();
        edges
    }

    /// The nodes from start to end, one more than there are edges.
    pub fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![self.start.node().clone()];
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
    start: BoundNode,
    tree: Arc<PathTree>,
    ends: Vec<(Node, Option<usize>)>,
}

impl Connections {
    pub(crate) fn find(start: &BoundNode) -> Result<Self> {
        let read = start.graph().read()?;
        let mut connections = Self { start: start.clone(), tree: Arc::default(), ends: Vec::new() };
        // A node that the graph does not contain has no edges there.
        let Some(index) = read.index_of(start.node().id()) else {
            connections.ends.push((start.node().clone(), None));
            return Ok(connections);
        };
        let (trails, found) = match search(&read, index) {
            Outcome::Found(trails, found) => (trails, found),
            Outcome::Endless => search_endless(&read, index),
        };
        let mut planting = Planting { trails: &trails, tree: PathTree::default(), places: Vec::new() };
        for trail in found {
            if let Some(node) = read.node_at(trails.get(trail).end) {
                let last = planting.plant(trail);
                connections.ends.push((node.clone(), last));
            }
        }
        connections.tree = Arc::new(planting.tree);
        Ok(connections)
    }

    /// The interface whose connections these are.
    pub fn start(&self) -> &BoundNode {
        &self.start
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

    fn path(&self, end: &Node, last: Option<usize>) -> InterfacePath {
        InterfacePath { start: self.start.clone(), end: end.clone(), tree: Arc::clone(&self.tree), last }
    }

    /// The path to an interface; an empty one if it is not connected.
    pub fn path_to(&self, target: &Node) -> InterfacePath {
        let found = self.ends.iter().find(|(end, _)| end == target);
        found.map_or_else(|| InterfacePath::new(self.start.clone()), |(end, last)| self.path(end, *last))
    }
}

/// Turns trails, of which a search leaves many that lead nowhere, into paths.
struct Planting<'a> {
    trails: &'a Trails<'a>,
    tree: PathTree,
    /// Where a trail's last edge stands in the tree, by number of the trail.
    places: Vec<Option<usize>>,
}

impl Planting<'_> {
    fn plant(&mut self, trail: TrailId) -> Option<usize> {
        let mut new = Vec::new();
        let mut at = trail;
        let mut last = loop {
            if self.trails.get(at).is_start() {
                break None;
            }
            if let Some(place) = self.places.get(at).copied().flatten() {
                break Some(place);
            }
            new.push(at);
            at = self.trails.get(at).previous;
        };
        while let Some(trail) = new.pop() {
            for edge in self.trails.last_edges(trail) {
                self.tree.0.push((edge.clone(), last));
                last = Some(self.tree.0.len() - 1);
            }
            if self.places.len() <= trail {
                self.places.resize(trail + 1, None);
            }
            self.places[trail] = last;
        }
        last
    }
}
