//! What a search asks of nodes, remembered once asked, and the walk along connections.

use hashbrown::HashMap;
use pyzig_graph::{Contents, Directed, EdgeIndex, Incidence, NodeIndex};

use crate::composition::ANONYMOUS;
use crate::interface::{FAMILY, is_shallow};
use crate::pathfinder::trail::{TrailId, Trails};
use crate::{composition, trait_, type_};

/// Name of the type of trait that makes a node an interface.
const IS_INTERFACE: &str = "is_interface.node.core.faebryk";

/// The parent of a node, as a search climbs to it.
#[derive(Clone, Copy)]
pub(super) struct Climb<'a> {
    pub(super) edge: EdgeIndex,
    pub(super) parent: NodeIndex,
    pub(super) parent_type: Option<NodeIndex>,
    /// The name of the child climbed from.
    pub(super) name: &'a str,
}

/// Which nodes a walk has been to.
pub(super) trait Marks {
    /// Whether the node is marked.
    fn has(&self, node: NodeIndex) -> bool;
    /// Marks the node.
    fn set(&mut self, node: NodeIndex);
}

/// For how many nodes there is room from the start, so that most searches need not make room again and again.
pub(super) const ROOM: usize = 128;

/// What is known about a node.
struct Record {
    is_interface: Option<bool>,
    /// Length of the shortest way to it at the level of the start, if there is one.
    plain: u32,
    /// Length of the shortest such way over a shallow connection.
    shallow: u32,
    /// In which turn that one was found.
    shallow_turn: u32,
    /// Where it stands among what was found, counted from 1.
    found: u32,
}

/// A graph as a search sees it, and what was reached at the level of the start.
pub(super) struct Interfaces<'a> {
    pub(super) contents: &'a Contents,
    records: Vec<Record>,
    /// By position of the node: where its record stands, counted from 1. Fresh memory is zero, so what is not looked at
    /// costs nothing.
    places: Vec<u32>,
    /// By type: the type of trait that makes its instances interfaces.
    interface_types: HashMap<NodeIndex, Option<NodeIndex>>,
    /// The entry of that table that was used last.
    latest_type: Option<(NodeIndex, Option<NodeIndex>)>,
    turn: u32,
    /// What was found at the level of the start, in order.
    pub(super) found: Vec<TrailId>,
    pub(super) trails: Trails,
}

impl<'a> Interfaces<'a> {
    pub(super) fn new(contents: &'a Contents) -> Self {
        Self {
            contents,
            records: Vec::with_capacity(ROOM),
            places: vec![0; contents.node_count()],
            interface_types: HashMap::new(),
            latest_type: None,
            turn: 0,
            found: Vec::with_capacity(ROOM),
            trails: Trails::with_room(ROOM),
        }
    }

    fn record(&mut self, node: NodeIndex) -> &mut Record {
        // Positions of nodes are below their number, and the graph is locked.
        let place = &mut self.places[node.get()];
        if *place == 0 {
            self.records.push(Record {
                is_interface: None,
                plain: u32::MAX,
                shallow: u32::MAX,
                shallow_turn: 0,
                found: 0,
            });
            // There are at most as many records as nodes, whose numbers fit 32 bits.
            *place = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        }
        &mut self.records[*place as usize - 1]
    }

    pub(super) fn node_count(&self) -> usize {
        self.places.len()
    }

    pub(super) fn end(&self, trail: TrailId) -> NodeIndex {
        self.trails.get(trail).end
    }

    pub(super) fn type_of(&self, index: NodeIndex) -> Option<NodeIndex> {
        self.contents
            .first_edge_at(index, type_::FAMILY.edge_type(), Directed::Incoming)
            .map(Incidence::source_index)
    }

    fn interface_type(&mut self, type_node: NodeIndex) -> Option<NodeIndex> {
        if let Some((latest, interface_type)) = self.latest_type
            && latest == type_node
        {
            return interface_type;
        }
        let contents = self.contents;
        let interface_type = *self.interface_types.entry(type_node).or_insert_with(|| {
            let type_node = contents.node_at(type_node)?;
            let type_graph = composition::parent_in(contents, type_node.id())?;
            let interface_type = composition::child_in(contents, type_graph.id(), IS_INTERFACE)?;
            contents.index_of(interface_type.id())
        });
        self.latest_type = Some((type_node, interface_type));
        interface_type
    }

    fn is_interface(&mut self, index: NodeIndex) -> bool {
        if let Some(known) = self.record(index).is_interface {
            return known;
        }
        let interface_type = self.type_of(index).and_then(|type_node| self.interface_type(type_node));
        let is_interface = interface_type.is_some_and(|interface_type| {
            trait_::first_instance_at(self.contents, index, interface_type).is_some()
        });
        self.record(index).is_interface = Some(is_interface);
        is_interface
    }

    /// Only the trails that end at interfaces.
    pub(super) fn keep_interfaces(&mut self, trails: &mut Vec<TrailId>) {
        trails.retain(|trail| self.is_interface(self.trails.get(*trail).end));
    }

    /// The way up from a node; `None` if it has no parent.
    pub(super) fn climb(&self, index: NodeIndex) -> Option<Climb<'a>> {
        let entry =
            self.contents.first_edge_at(index, composition::FAMILY.edge_type(), Directed::Incoming)?;
        let parent = if entry.is_target() { entry.other() } else { index };
        Some(Climb {
            edge: entry.index(),
            parent,
            parent_type: self.type_of(parent),
            name: entry.name().unwrap_or(ANONYMOUS),
        })
    }

    /// The way down to the child of a name: the child and the edge to it.
    ///
    /// If the child has several parents, this is the edge from the one it is reached from.
    pub(super) fn descend(&self, index: NodeIndex, name: &str) -> Option<(EdgeIndex, NodeIndex)> {
        let entry = self.contents.named_edge_at(index, composition::FAMILY.edge_type(), name)?;
        Some((entry.index(), entry.target_index()))
    }

    /// Whether the node was found at the level of the start.
    pub(super) fn is_found(&self, node: NodeIndex) -> bool {
        let place = self.places[node.get()] as usize;
        place != 0 && self.records[place - 1].found != 0
    }

    /// Whether the node was reached at the level of the start without a shallow connection.
    pub(super) fn is_reached(&self, node: NodeIndex) -> bool {
        let place = self.places[node.get()] as usize;
        place != 0 && self.records[place - 1].plain != u32::MAX
    }

    /// Notes that a node is found. A shorter trail takes the place of a longer one to the same node.
    pub(super) fn find(&mut self, trail: TrailId) {
        // There are at most as many as nodes, whose numbers fit.
        let next = u32::try_from(self.found.len() + 1).unwrap_or(u32::MAX);
        let record = self.record(self.end(trail));
        if record.found == 0 {
            record.found = next;
            self.found.push(trail);
            return;
        }
        let at = record.found as usize - 1;
        if self.trails.get(trail).length < self.trails.get(self.found[at]).length {
            self.found[at] = trail;
        }
    }

    /// Walks along connections that are not shallow, breadth first, to all nodes that are not marked, and marks them.
    /// Returns the trails to them after the given one.
    pub(super) fn walk(&mut self, start: TrailId, marks: &mut impl Marks) -> Vec<TrailId> {
        let mut reached = vec![start];
        let mut position = 0;
        while let Some(trail) = reached.get(position).copied() {
            position += 1;
            for entry in self.contents.edges_at(self.end(trail), FAMILY.edge_type()).iter() {
                let other = entry.other();
                if !marks.has(other) && !is_shallow(entry) {
                    marks.set(other);
                    reached.push(self.trails.extend(trail, entry.index(), other, false));
                }
            }
        }
        reached
    }

    /// Walks along all connections, breadth first, at the level of the start. Nodes that were reached before are walked to
    /// only if that makes the way to them shorter.
    ///
    /// A node may be reached over a shallow connection first and without one later, but not the other way round.
    pub(super) fn walk_at_start(&mut self, start: TrailId) -> Vec<TrailId> {
        self.turn = self.turn.wrapping_add(1);
        let length = self.trails.get(start).length;
        let record = self.record(self.end(start));
        if length >= record.plain {
            return Vec::new();
        }
        record.plain = length;
        let mut queue = Vec::with_capacity(ROOM);
        queue.push(start);
        let mut position = 0;
        while let Some(trail) = queue.get(position).copied() {
            position += 1;
            let (end, length, was_shallow) = {
                let trail = self.trails.get(trail);
                (trail.end, trail.length.saturating_add(1), trail.shallow)
            };
            let turn = self.turn;
            for entry in self.contents.edges_at(end, FAMILY.edge_type()).iter() {
                let record = self.record(entry.other());
                if length >= record.plain {
                    continue;
                }
                let shallow = is_shallow(entry);
                if was_shallow || shallow {
                    if length >= record.shallow {
                        continue;
                    }
                    record.shallow = length;
                    record.shallow_turn = turn;
                } else {
                    record.plain = length;
                }
                queue.push(self.trails.extend(trail, entry.index(), entry.other(), shallow));
            }
        }
        queue
    }

    /// Of the trails of the latest walk at the level of the start, only the first one to each node.
    pub(super) fn keep_first(&mut self, trails: &mut Vec<TrailId>) {
        let turn = self.turn;
        trails.retain(|trail| {
            let (end, shallow) = {
                let trail = self.trails.get(*trail);
                (trail.end, trail.shallow)
            };
            shallow || self.record(end).shallow_turn != turn
        });
    }
}
