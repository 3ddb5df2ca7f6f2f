//! Where a search has been: ways that share their beginnings.

use pyzig_graph::{EdgeIndex, NodeIndex};
use smallvec::SmallVec;

/// Position of a trail.
pub(super) type TrailId = usize;

/// The edges that a trail has more than the one before; nearly always one.
pub(super) type LastEdges = SmallVec<[EdgeIndex; 1]>;

/// How a trail goes on from the one before.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// It does not: here it begins.
    Start,
    /// Over one edge.
    Edge(EdgeIndex),
    /// Up to another floor, somewhere there, and down again; see [`super::endless`]. The number is that of the round.
    Around(usize),
}

/// A way over another floor.
#[derive(Clone, Copy)]
pub(super) struct Round {
    /// The edge by which the floor is entered.
    pub(super) up: EdgeIndex,
    /// The floor's trail to the node that is entered there.
    pub(super) entry: TrailId,
    /// The floor's trail to the node where it is left.
    pub(super) exit: TrailId,
    /// The edge by which the floor is left.
    pub(super) down: EdgeIndex,
}

/// A way to a node.
#[derive(Clone, Copy)]
pub(super) struct Trail {
    pub(super) previous: TrailId,
    pub(super) step: Step,
    pub(super) end: NodeIndex,
    /// Number of edges.
    pub(super) length: u32,
    /// Whether the way goes over a shallow connection.
    pub(super) shallow: bool,
    /// The latest climb that was not undone, counted from 1; 0 at the level of the start.
    pub(super) climb: usize,
}

impl Trail {
    pub(super) fn is_start(&self) -> bool {
        matches!(self.step, Step::Start)
    }
}

/// A trail as it is kept. A search leaves one or more for each node, so they are small: numbers take 32 bits, which are
/// enough for as many trails as take 128 gibibytes, and for ways of two thousand million edges.
struct Kept {
    step: Step,
    previous: u32,
    end: NodeIndex,
    /// Twice the length, and one more for a way over a shallow connection.
    length: u32,
    climb: u32,
}

fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl Kept {
    fn new(trail: &Trail) -> Self {
        Self {
            step: trail.step,
            previous: short(trail.previous),
            end: trail.end,
            length: (trail.length.min(u32::MAX >> 1) << 1) | u32::from(trail.shallow),
            climb: short(trail.climb),
        }
    }

    fn trail(&self) -> Trail {
        Trail {
            previous: self.previous as usize,
            step: self.step,
            end: self.end,
            length: self.length >> 1,
            shallow: self.length & 1 == 1,
            climb: self.climb as usize,
        }
    }
}

/// All trails of a search.
pub(super) struct Trails {
    trails: Vec<Kept>,
    rounds: Vec<Round>,
}

impl Trails {
    /// No trails, with room for that many.
    pub(super) fn with_room(count: usize) -> Self {
        Self { trails: Vec::with_capacity(count), rounds: Vec::new() }
    }

    pub(super) fn get(&self, id: TrailId) -> Trail {
        // Trails are never removed, and numbers come from `add` only.
        self.trails[id].trail()
    }

    pub(super) fn len(&self) -> usize {
        self.trails.len()
    }

    fn add(&mut self, trail: &Trail) -> TrailId {
        self.trails.push(Kept::new(trail));
        self.trails.len() - 1
    }

    pub(super) fn start(&mut self, end: NodeIndex) -> TrailId {
        self.add(&Trail { previous: 0, step: Step::Start, end, length: 0, shallow: false, climb: 0 })
    }

    /// Goes on over an edge.
    pub(super) fn extend(
        &mut self,
        previous: TrailId,
        edge: EdgeIndex,
        end: NodeIndex,
        shallow: bool,
    ) -> TrailId {
        let before = self.get(previous);
        self.add(&Trail {
            previous,
            step: Step::Edge(edge),
            end,
            length: before.length.saturating_add(1),
            shallow: before.shallow || shallow,
            climb: before.climb,
        })
    }

    /// Goes on over an edge to another level.
    pub(super) fn extend_to_level(
        &mut self,
        previous: TrailId,
        edge: EdgeIndex,
        end: NodeIndex,
        climb: usize,
    ) -> TrailId {
        let trail = self.extend(previous, edge, end, false);
        self.trails[trail].climb = short(climb);
        trail
    }

    /// How long a trail would be that goes on over another floor.
    pub(super) fn length_around(&self, previous: TrailId, round: &Round) -> u32 {
        [previous, round.entry, round.exit]
            .into_iter()
            .fold(2, |length: u32, trail| length.saturating_add(self.get(trail).length))
    }

    /// Goes on over another floor.
    pub(super) fn extend_around(&mut self, previous: TrailId, round: Round, end: NodeIndex) -> TrailId {
        let length = self.length_around(previous, &round);
        let shallow = self.get(previous).shallow;
        self.rounds.push(round);
        let step = Step::Around(self.rounds.len() - 1);
        self.add(&Trail { previous, step, end, length, shallow, climb: 0 })
    }

    /// The edges that a trail has more than the one before.
    pub(super) fn last_edges(&self, trail: TrailId) -> LastEdges {
        let round = match self.get(trail).step {
            Step::Start => return LastEdges::new(),
            Step::Edge(edge) => return LastEdges::from_buf([edge]),
            Step::Around(round) => self.rounds[round],
        };
        let mut edges = LastEdges::new();
        // What is still to be written, the next part last.
        let mut parts = Vec::from(Part::of(round));
        while let Some(part) = parts.pop() {
            match part {
                Part::Edge(edge) => push_or_cancel(&mut edges, edge),
                Part::There(trail) => {
                    let Trail { previous, step, .. } = self.get(trail);
                    match step {
                        Step::Start => {}
                        Step::Edge(edge) => parts.extend([Part::Edge(edge), Part::There(previous)]),
                        Step::Around(round) => {
                            parts.extend(Part::of(self.rounds[round]));
                            parts.push(Part::There(previous));
                        }
                    }
                }
                Part::Back(trail) => match self.get(trail).step {
                    // Trails to where a floor is entered go over single edges.
                    Step::Edge(edge) => {
                        push_or_cancel(&mut edges, edge);
                        parts.push(Part::Back(self.get(trail).previous));
                    }
                    Step::Start | Step::Around(_) => {}
                },
            }
        }
        edges
    }
}

/// A piece of a way.
enum Part {
    Edge(EdgeIndex),
    /// From a trail's start to its end.
    There(TrailId),
    /// From a trail's end to its start.
    Back(TrailId),
}

impl Part {
    /// The parts of a way over another floor, the first one last.
    fn of(round: Round) -> [Self; 4] {
        [Self::Edge(round.down), Self::There(round.exit), Self::Back(round.entry), Self::Edge(round.up)]
    }
}

/// Adds an edge; going along an edge and at once back is left out.
fn push_or_cancel(edges: &mut LastEdges, edge: EdgeIndex) {
    if edges.last() == Some(&edge) {
        edges.pop();
    } else {
        edges.push(edge);
    }
}
