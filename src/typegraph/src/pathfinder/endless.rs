//! The search for graphs where climbing does not end.
//!
//! What is right is what the rules of the search allow in finitely many steps, at whatever level. Three observations turn
//! that into a search that ends:
//!
//! 1. From climbing to a node until going down again from that level, nothing depends on the levels below. So what can be
//!    reached there has to be found once, on a *floor* of its own, and holds for all who climb to the node.
//! 2. Nodes that are joined by connections reach the same nodes. So they share one floor, and there are at most as many
//!    floors as nodes.
//! 3. Going down from a floor depends only on the name that was climbed from. So a floor has at most one caller for each
//!    other floor and name, and whenever it reaches a further node, or gets a further caller, the caller reaches a further
//!    child, which it does only once.
//!
//! Floors, nodes on floors and callers only become more, and their number is bounded, so the search ends; and a way by the
//! rules, however many levels it goes through, is found part by part, because each part between a climb and its descent is a
//! shorter one on another floor. The order is the one in which floors become known, and the path is the first found; the
//! original has neither here, as it does not end. What was reached over a shallow connection first and without one later is
//! gone on from here, whereas the search that ends leaves that to the order.
//!
//! The first way found may be very long, as it may go through the same floor many times. Ways of more than
//! [`LONGEST`] edges are not taken.

use std::collections::VecDeque;

use hashbrown::HashSet;
use pyzig_graph::{Contents, EdgeIndex, NodeIndex};

use crate::number_map::NumberMap;
use crate::pathfinder::interfaces::{Interfaces, Marks};
use crate::pathfinder::trail::{Round, TrailId};

/// The longest way that is taken over floors.
const LONGEST: u32 = 1 << 24;

/// Position of a floor; 0 is that of the start.
type FloorId = usize;

const START: FloorId = 0;

/// Someone who climbed to a floor and waits for what is reached there.
struct Caller<'a> {
    floor: FloorId,
    /// The name of the child climbed from.
    name: &'a str,
    /// The trail of the caller's floor to that child.
    trail: TrailId,
    up: EdgeIndex,
    /// The trail of this floor to the node climbed to.
    entry: TrailId,
}

#[derive(Default)]
struct Floor<'a> {
    /// All nodes reached, interfaces or not, with the trails there.
    nodes: NumberMap<NodeIndex, TrailId>,
    /// The interfaces among them, in order.
    kept: Vec<TrailId>,
    callers: Vec<Caller<'a>>,
    known_callers: HashSet<(FloorId, &'a str)>,
}

/// Nodes that are marked with a number.
struct Marked<'s> {
    nodes: &'s mut NumberMap<NodeIndex, usize>,
    with: usize,
}

impl Marks for Marked<'_> {
    fn has(&self, node: NodeIndex) -> bool {
        self.nodes.contains_key(&node)
    }

    fn set(&mut self, node: NodeIndex) {
        self.nodes.insert(node, self.with);
    }
}

struct Search<'a> {
    interfaces: Interfaces<'a>,
    floors: Vec<Floor<'a>>,
    /// The floor that a node shares with those it is joined to.
    floor_of: NumberMap<NodeIndex, FloorId>,
    /// Nodes that were reached on a floor and not gone on from yet.
    pending: VecDeque<(FloorId, TrailId)>,
}

/// Searches from a node.
pub(super) fn search_endless(contents: &Contents, start: NodeIndex) -> Interfaces<'_> {
    let mut search = Search {
        interfaces: Interfaces::new(contents),
        floors: vec![Floor::default()],
        floor_of: NumberMap::default(),
        pending: VecDeque::new(),
    };
    let trail = search.interfaces.trails.start(start);
    search.interfaces.find(trail);
    search.pending.push_back((START, trail));
    while let Some((floor, trail)) = search.pending.pop_front() {
        search.walk(floor, trail);
    }
    search.interfaces
}

impl Search<'_> {
    /// Goes on from a node on a floor, along connections, then to callers and up.
    fn walk(&mut self, floor: FloorId, trail: TrailId) {
        let mut kept = if floor == START {
            self.interfaces.walk_at_start(trail)
        } else {
            let nodes = &mut self.floors[floor].nodes;
            // Each node is marked with the trail from which the walk began, until the one to the node itself is known.
            let reached = self.interfaces.walk(trail, &mut Marked { nodes, with: trail });
            nodes.extend(reached.iter().map(|trail| (self.interfaces.end(*trail), *trail)));
            reached
        };
        self.interfaces.keep_interfaces(&mut kept);
        for trail in kept {
            if floor == START {
                self.interfaces.find(trail);
                let end = self.interfaces.end(trail);
                // Over a shallow connection there is no way on, and from one node there is one way up only.
                if self.interfaces.trails.get(trail).shallow
                    || self.floors[START].nodes.insert(end, trail).is_some()
                {
                    continue;
                }
            } else {
                self.floors[floor].kept.push(trail);
                for caller in 0..self.floors[floor].callers.len() {
                    self.go_down(floor, caller, trail);
                }
            }
            self.go_up(floor, trail);
        }
    }

    /// Lets a caller reach the child of a node on the floor it climbed to.
    fn go_down(&mut self, floor: FloorId, caller: usize, exit: TrailId) {
        let caller = &self.floors[floor].callers[caller];
        let Some((down, child)) = self.interfaces.descend(self.interfaces.end(exit), caller.name) else {
            return;
        };
        let back = caller.floor;
        let is_known = if back == START {
            // Who was reached over a shallow connection only has not been gone on from; who is no interface, not found.
            self.interfaces.is_found(child) && self.interfaces.is_reached(child)
        } else {
            self.floors[back].nodes.contains_key(&child)
        };
        let round = Round { up: caller.up, entry: caller.entry, exit, down };
        if is_known || self.interfaces.trails.length_around(caller.trail, &round) > LONGEST {
            return;
        }
        let trail = self.interfaces.trails.extend_around(caller.trail, round, child);
        if back == START {
            self.interfaces.find(trail);
        } else {
            self.floors[back].nodes.insert(child, trail);
        }
        self.pending.push_back((back, trail));
    }

    /// Climbs from a node on a floor to its parent's floor.
    fn go_up(&mut self, floor: FloorId, trail: TrailId) {
        let Some(climb) = self.interfaces.climb(self.interfaces.end(trail)) else { return };
        let above = self.floor_of.get(&climb.parent).copied();
        let above = above.unwrap_or_else(|| self.open_floor(climb.parent));
        let Some(entry) = self.floors[above].nodes.get(&climb.parent).copied() else { return };
        if !self.floors[above].known_callers.insert((floor, climb.name)) {
            return;
        }
        self.floors[above].callers.push(Caller { floor, name: climb.name, trail, up: climb.edge, entry });
        let caller = self.floors[above].callers.len() - 1;
        for kept in 0..self.floors[above].kept.len() {
            let exit = self.floors[above].kept[kept];
            self.go_down(above, caller, exit);
        }
    }

    /// Makes the floor of a node and of all it is joined to. Their trails start at that node and go over single edges.
    fn open_floor(&mut self, node: NodeIndex) -> FloorId {
        let id = self.floors.len();
        self.floors.push(Floor::default());
        let start = self.interfaces.trails.start(node);
        self.floor_of.insert(node, id);
        let mut joined = self.interfaces.walk(start, &mut Marked { nodes: &mut self.floor_of, with: id });
        let ends = joined.iter().map(|trail| (self.interfaces.end(*trail), *trail));
        self.floors[id].nodes.extend(ends);
        self.interfaces.keep_interfaces(&mut joined);
        self.pending.extend(joined.into_iter().map(|trail| (id, trail)));
        id
    }
}
