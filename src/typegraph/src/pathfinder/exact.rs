//! The search as it is described in the module above, for graphs where it ends.

use hashbrown::HashMap;
use pyzig_graph::{Contents, NodeIndex};

use crate::number_map::NumberSet;
use crate::pathfinder::interfaces::{Climb, Interfaces, Marks};
use crate::pathfinder::trail::TrailId;

/// How a search ended.
pub(super) enum Outcome<'a> {
    /// With what was found, in the order of the search.
    Found(Interfaces<'a>),
    /// It would not end, or go through very many levels.
    Endless,
}

/// Position of a level; 0 is the level of the start.
type LevelId = usize;

const START: LevelId = 0;

/// A climb from a level: the level below with the parent's type and the name of the child.
type LevelKey<'a> = (LevelId, Option<NodeIndex>, &'a str);

/// Nodes at levels.
type LevelNodes = NumberSet<(LevelId, NodeIndex)>;

/// How many climbs are compared to notice that a climb has been made before. Longer circles are noticed by the number of
/// nodes at levels.
const COMPARED: usize = 32;

/// A search may meet nodes at that many levels, counted for all nodes together, without being taken for endless: so many for
/// every node of the graph, and so many in any case.
const LEVELS_OF_A_NODE: usize = 16;
const LEVELS_IN_ANY_CASE: usize = 1 << 16;

struct Level<'a> {
    key: LevelKey<'a>,
    /// Where the level waits.
    waiting: Option<usize>,
}

/// A climb that was not undone yet.
struct Ascent {
    node: NodeIndex,
    /// The one before, counted from 1.
    previous: usize,
}

struct Search<'a> {
    interfaces: Interfaces<'a>,
    levels: Vec<Level<'a>>,
    level_ids: HashMap<LevelKey<'a>, LevelId>,
    /// The level that was looked up last.
    latest_level: Option<(LevelKey<'a>, LevelId)>,
    ascents: Vec<Ascent>,
    /// What was entered at levels other than that of the start, and what was walked to there.
    entered: LevelNodes,
    walked: LevelNodes,
    /// The levels to be searched, each with the trails to the nodes where to begin; the last one comes first.
    pending: Vec<(LevelId, Vec<TrailId>)>,
}

/// The search would not end.
struct Endless;

/// The nodes at one level.
struct AtLevel<'s> {
    level: LevelId,
    nodes: &'s mut LevelNodes,
}

impl Marks for AtLevel<'_> {
    fn has(&self, node: NodeIndex) -> bool {
        self.nodes.contains(&(self.level, node))
    }

    fn set(&mut self, node: NodeIndex) {
        self.nodes.insert((self.level, node));
    }
}

/// Searches from a node.
pub(super) fn search(contents: &Contents, start: NodeIndex) -> Outcome<'_> {
    let mut interfaces = Interfaces::new(contents);
    let start_level = Level { key: (START, interfaces.type_of(start), ""), waiting: None };
    let trail = interfaces.trails.start(start);
    let mut search = Search {
        interfaces,
        levels: vec![start_level],
        level_ids: HashMap::new(),
        latest_level: None,
        ascents: Vec::new(),
        entered: LevelNodes::default(),
        walked: LevelNodes::default(),
        pending: Vec::new(),
    };
    search.enter(START, trail);
    match search.run() {
        Ok(()) => Outcome::Found(search.interfaces),
        Err(Endless) => Outcome::Endless,
    }
}

impl<'a> Search<'a> {
    fn run(&mut self) -> Result<(), Endless> {
        while let Some((level, mut trails)) = self.pending.pop() {
            self.levels[level].waiting = None;
            while let Some(trail) = trails.pop() {
                self.turn(level, trail)?;
            }
        }
        Ok(())
    }

    fn has_entered(&self, level: LevelId, node: NodeIndex) -> bool {
        if level == START { self.interfaces.is_found(node) } else { self.entered.contains(&(level, node)) }
    }

    /// Notes that a node was reached at a level.
    fn note(&mut self, level: LevelId, trail: TrailId) {
        if level == START {
            self.interfaces.find(trail);
        } else {
            self.entered.insert((level, self.interfaces.end(trail)));
        }
    }

    /// Notes a node that was reached from another level, to go on from there later.
    fn enter(&mut self, level: LevelId, trail: TrailId) {
        self.note(level, trail);
        if let Some(at) = self.levels[level].waiting {
            self.pending[at].1.push(trail);
        } else {
            self.levels[level].waiting = Some(self.pending.len());
            self.pending.push((level, vec![trail]));
        }
    }

    /// Goes on from a node at a level: along connections, then down, then up.
    fn turn(&mut self, level: LevelId, trail: TrailId) -> Result<(), Endless> {
        let mut kept = if level == START {
            let mut reached = self.interfaces.walk_at_start(trail);
            self.interfaces.keep_first(&mut reached);
            reached
        } else {
            let mut walked = AtLevel { level, nodes: &mut self.walked };
            let end = self.interfaces.end(trail);
            if self.interfaces.trails.get(trail).shallow || walked.has(end) {
                return Ok(());
            }
            walked.set(end);
            self.interfaces.walk(trail, &mut walked)
        };
        self.interfaces.keep_interfaces(&mut kept);
        for trail in &kept {
            self.note(level, *trail);
        }
        if level != START {
            for trail in &kept {
                self.go_down(level, *trail);
            }
        }
        for trail in &kept {
            self.go_up(level, *trail)?;
        }
        Ok(())
    }

    fn go_down(&mut self, level: LevelId, trail: TrailId) {
        let (below, _, name) = self.levels[level].key;
        let (end, climb) = {
            let trail = self.interfaces.trails.get(trail);
            (trail.end, trail.climb)
        };
        let Some((edge, child)) = self.interfaces.descend(end, name) else { return };
        if !self.has_entered(below, child) {
            let before = climb.checked_sub(1).and_then(|climb| self.ascents.get(climb));
            let before = before.map_or(0, |ascent| ascent.previous);
            let trail = self.interfaces.trails.extend_to_level(trail, edge, child, before);
            self.enter(below, trail);
        }
    }

    fn go_up(&mut self, level: LevelId, trail: TrailId) -> Result<(), Endless> {
        let Some(climb) = self.interfaces.climb(self.interfaces.end(trail)) else { return Ok(()) };
        let above = self.level_above(level, &climb);
        if self.has_entered(above, climb.parent) {
            return Ok(());
        }
        let before = self.interfaces.trails.get(trail);
        let previous = before.climb;
        // Over a shallow connection the way ends one level up in any case.
        if !before.shallow && self.has_climbed_to(climb.parent, previous) || self.is_too_large() {
            return Err(Endless);
        }
        self.ascents.push(Ascent { node: climb.parent, previous });
        let ascent = self.ascents.len();
        let trail = self.interfaces.trails.extend_to_level(trail, climb.edge, climb.parent, ascent);
        self.enter(above, trail);
        Ok(())
    }

    fn level_above(&mut self, level: LevelId, climb: &Climb<'a>) -> LevelId {
        let key = (level, climb.parent_type, climb.name);
        // Mostly many nodes in succession climb alike.
        if let Some((latest, id)) = self.latest_level
            && latest == key
        {
            return id;
        }
        let id = *self.level_ids.entry(key).or_insert_with(|| {
            self.levels.push(Level { key, waiting: None });
            self.levels.len() - 1
        });
        self.latest_level = Some((key, id));
        id
    }

    /// Whether one of the latest climbs that were not undone led to that node. Whatever led from there to here can then be
    /// repeated at ever higher levels.
    fn has_climbed_to(&self, node: NodeIndex, latest: usize) -> bool {
        let ascent = |at: usize| at.checked_sub(1).and_then(|at| self.ascents.get(at));
        std::iter::successors(ascent(latest), |climb| ascent(climb.previous))
            .take(COMPARED)
            .any(|climb| climb.node == node)
    }

    fn is_too_large(&self) -> bool {
        self.entered.len()
            > LEVELS_IN_ANY_CASE.saturating_add(LEVELS_OF_A_NODE * self.interfaces.node_count())
    }
}
