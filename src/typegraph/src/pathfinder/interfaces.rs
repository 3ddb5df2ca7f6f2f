//! What a search asks of nodes, remembered once asked, and the walk along connections.

use hashbrown::HashMap;
use pyzig_graph::{Contents, Directed, Edge, NodeId, NodeIndex};

use crate::composition::ANONYMOUS;
use crate::interface::{FAMILY, is_shallow};
use crate::number_map::NumberMap;
use crate::pathfinder::trail::{TrailId, Trails};
use crate::{composition, trait_, type_};

/// Name of the type of trait that makes a node an interface.
const IS_INTERFACE: &str = "is_interface.node.core.faebryk";

/// The parent of a node, as a search climbs to it.
#[derive(Clone, Copy)]
pub(super) struct Climb<'a> {
    pub(super) edge: &'a Edge,
    pub(super) parent: NodeIndex,
    pub(super) parent_type: Option<NodeId>,
    /// The name of the child climbed from.
    pub(super) name: &'a str,
}

/// What is known about a node.
#[derive(Clone, Copy)]
enum Facts<'a> {
    NoInterface,
    Interface(Option<Climb<'a>>),
}

/// The shortest ways to a node at the level of the start.
struct Best {
    plain: u64,
    /// The shortest one over a shallow connection.
    shallow: u64,
    /// In which turn that was found.
    shallow_turn: usize,
}

/// How a node was reached at the level of the start.
#[derive(Default)]
pub(super) struct Reached {
    best: NumberMap<NodeIndex, Best>,
    turn: usize,
}

/// A graph as a search sees it.
pub(super) struct Interfaces<'a> {
    contents: &'a Contents,
    facts: NumberMap<NodeIndex, Facts<'a>>,
    /// By type: the type of trait that makes its instances interfaces.
    interface_types: HashMap<NodeId, Option<NodeId>>,
    pub(super) trails: Trails<'a>,
}

impl<'a> Interfaces<'a> {
    pub(super) fn new(contents: &'a Contents) -> Self {
        Self {
            contents,
            facts: NumberMap::default(),
            interface_types: HashMap::new(),
            trails: Trails::default(),
        }
    }

    pub(super) fn node_count(&self) -> usize {
        self.contents.node_count()
    }

    pub(super) fn type_of(&self, index: NodeIndex) -> Option<NodeId> {
        self.contents
            .first_edge_at(index, type_::FAMILY.edge_type(), Directed::Incoming)
            .map(|entry| entry.edge().source_id())
    }

    fn is_interface(&mut self, index: NodeIndex) -> bool {
        let Some(type_node) = self.type_of(index) else { return false };
        let contents = self.contents;
        let interface_type = self.interface_types.entry(type_node).or_insert_with(|| {
            let type_graph = composition::parent_in(contents, type_node)?;
            composition::child_in(contents, type_graph.id(), IS_INTERFACE).map(pyzig_graph::Node::id)
        });
        match (interface_type, contents.node_at(index)) {
            (Some(interface_type), Some(node)) => {
                trait_::first_instance_in(contents, node.id(), *interface_type).is_some()
            }
            _ => false,
        }
    }

    fn facts(&mut self, index: NodeIndex) -> Facts<'a> {
        if let Some(facts) = self.facts.get(&index) {
            return *facts;
        }
        let facts = if self.is_interface(index) {
            Facts::Interface(self.find_climb(index))
        } else {
            Facts::NoInterface
        };
        self.facts.insert(index, facts);
        facts
    }

    fn find_climb(&self, index: NodeIndex) -> Option<Climb<'a>> {
        let entry =
            self.contents.first_edge_at(index, composition::FAMILY.edge_type(), Directed::Incoming)?;
        let edge = entry.edge();
        let parent = if entry.is_target() { entry.other() } else { index };
        Some(Climb {
            edge,
            parent,
            parent_type: self.type_of(parent),
            name: edge.name().unwrap_or(ANONYMOUS),
        })
    }

    /// The way up from an interface; `None` if it has no parent.
    pub(super) fn climb(&mut self, interface: NodeIndex) -> Option<Climb<'a>> {
        match self.facts(interface) {
            Facts::Interface(climb) => climb,
            Facts::NoInterface => None,
        }
    }

    /// The way down to the child of a name: the child and the edge to it.
    ///
    /// If the child has several parents, this is the edge from the one it is reached from.
    pub(super) fn descend(&self, index: NodeIndex, name: &str) -> Option<(&'a Edge, NodeIndex)> {
        let entry = self.contents.named_edge_at(index, composition::FAMILY.edge_type(), name)?;
        Some((entry.edge(), type_::target_index(self.contents, entry)?))
    }

    /// Only the trails that end at interfaces.
    pub(super) fn keep_interfaces(&mut self, mut trails: Vec<TrailId>) -> Vec<TrailId> {
        trails.retain(|trail| matches!(self.facts(self.trails.get(*trail).end), Facts::Interface(_)));
        trails
    }

    /// Walks along connections that are not shallow, breadth first, to all nodes that `enter` accepts; it is asked once for
    /// every connection. Returns the trails to the nodes, the given one first.
    pub(super) fn walk(&mut self, start: TrailId, mut enter: impl FnMut(NodeIndex) -> bool) -> Vec<TrailId> {
        let mut reached = vec![start];
        let mut position = 0;
        while let Some(trail) = reached.get(position).copied() {
            position += 1;
            let contents = self.contents;
            for entry in contents.edges_at(self.trails.get(trail).end, FAMILY.edge_type()) {
                if !is_shallow(entry.edge()) && enter(entry.other()) {
                    reached.push(self.trails.extend(trail, entry.edge(), entry.other(), false));
                }
            }
        }
        reached
    }

    /// Walks along all connections, breadth first, at the level of the start. Nodes that were reached before are walked to
    /// only if that makes the way to them shorter.
    ///
    /// A node may be reached over a shallow connection first and without one later, but not the other way round.
    pub(super) fn walk_at_start(&mut self, start: TrailId, known: &mut Reached) -> Vec<TrailId> {
        known.turn += 1;
        let length = self.trails.get(start).length;
        if !known.improve(self.trails.get(start).end, length, false) {
            return Vec::new();
        }
        let mut queue = vec![start];
        let mut position = 0;
        while let Some(trail) = queue.get(position).copied() {
            position += 1;
            let Self { contents, trails, .. } = self;
            let (end, length, was_shallow) = {
                let trail = trails.get(trail);
                (trail.end, trail.length + 1, trail.shallow)
            };
            for entry in contents.edges_at(end, FAMILY.edge_type()) {
                let shallow = is_shallow(entry.edge());
                if known.improve(entry.other(), length, was_shallow || shallow) {
                    queue.push(trails.extend(trail, entry.edge(), entry.other(), shallow));
                }
            }
        }
        queue
    }

    /// Of the trails of the latest walk at the level of the start, only the first one to each node.
    pub(super) fn keep_first(&self, mut trails: Vec<TrailId>, known: &Reached) -> Vec<TrailId> {
        trails.retain(|trail| {
            let trail = self.trails.get(*trail);
            let best = known.best.get(&trail.end);
            trail.shallow || best.is_none_or(|best| best.shallow_turn != known.turn)
        });
        trails
    }
}

impl Reached {
    /// Whether there is a way to the node without a shallow connection.
    pub(super) fn is_reached(&self, node: NodeIndex) -> bool {
        self.best.get(&node).is_some_and(|best| best.plain != u64::MAX)
    }

    /// Notes a way to a node; tells whether it is worth to be gone.
    fn improve(&mut self, node: NodeIndex, length: u64, shallow: bool) -> bool {
        let unknown = || Best { plain: u64::MAX, shallow: u64::MAX, shallow_turn: 0 };
        let best = self.best.entry(node).or_insert_with(unknown);
        if length >= best.plain || (shallow && length >= best.shallow) {
            return false;
        }
        if shallow {
            best.shallow = length;
            best.shallow_turn = self.turn;
        } else {
            best.plain = length;
        }
        true
    }
}
