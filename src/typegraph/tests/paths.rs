//! The path finder against a naive model that does literally what is specified, with lists and copies of paths.

use std::collections::{BTreeSet, HashSet, VecDeque};

use proptest::prelude::*;
use pyzig_graph::{BoundNode, Edge, GraphView};
use pyzig_typegraph::{TypeGraph, composition, interface, traits, type_};

/// A small world of nodes in which each may have one parent.
#[derive(Clone, Debug)]
struct World {
    /// Type of each node, if it has one, and whether it is an interface.
    nodes: Vec<(Option<u8>, bool)>,
    /// Parent of each node, if it has one, and its name there.
    parents: Vec<Option<(usize, u8)>>,
    /// Connections, with whether they are shallow.
    connections: Vec<(usize, usize, bool)>,
}

/// An edge of the world: a connection, or the edge from a node's parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Link {
    Connection(usize),
    Parent(usize),
}

type Path = Vec<(Link, usize)>;
/// Types with names of children; the last one is on top.
type Level = Vec<(Option<u8>, u8)>;
type Paths = Vec<(usize, Path)>;

/// What becomes of a search as it is specified.
#[derive(Debug, PartialEq)]
enum Outcome {
    Found(Paths),
    Endless,
    TooLong,
}

fn end(source: usize, path: &Path) -> usize {
    path.last().map_or(source, |(_, end)| *end)
}

fn add_path(paths: &mut Paths, end: usize, path: Path) {
    match paths.iter_mut().find(|(other, _)| *other == end) {
        Some((_, present)) if path.len() < present.len() => *present = path,
        Some(_) => {}
        None => paths.push((end, path)),
    }
}

fn add_to_level(levels: &mut Vec<(Level, Paths)>, level: &Level, end: usize, path: Path) {
    match levels.iter_mut().find(|(other, _)| other == level) {
        Some((_, paths)) => add_path(paths, end, path),
        None => levels.push((level.clone(), vec![(end, path)])),
    }
}

fn is_in(levels: &[(Level, Paths)], level: &Level, node: usize) -> bool {
    levels.iter().any(|(other, paths)| other == level && paths.iter().any(|(end, _)| *end == node))
}

impl World {
    fn is_interface(&self, node: usize) -> bool {
        let (kind, marked) = self.nodes[node];
        kind.is_some() && marked
    }

    fn is_shallow(&self, path: &Path) -> bool {
        path.iter().any(|(link, _)| matches!(link, Link::Connection(at) if self.connections[*at].2))
    }

    fn child(&self, node: usize, name: u8) -> Option<usize> {
        (0..self.nodes.len()).find(|child| self.parents[*child] == Some((node, name)))
    }

    /// The connections of a node with their other ends; those to itself come twice.
    fn connected(&self, node: usize) -> Vec<(usize, usize)> {
        let mut connected = Vec::new();
        for (at, (first, second, _)) in self.connections.iter().enumerate() {
            connected.extend((*first == node).then_some((at, *second)));
            connected.extend((*second == node).then_some((at, *first)));
        }
        connected
    }

    /// All paths along connections, as they are found; `None` if they are too many.
    fn horizontal(&self, start: usize, effort: &mut usize) -> Option<Vec<Path>> {
        let mut queue = VecDeque::from([Path::new()]);
        let mut done = HashSet::new();
        let mut found = Vec::new();
        while let Some(path) = queue.pop_front() {
            *effort = effort.checked_sub(1)?;
            let at = end(start, &path);
            if done.contains(&at) {
                continue;
            }
            if !self.is_shallow(&path) {
                done.insert(at);
            }
            for (connection, other) in self.connected(at) {
                let passed =
                    !path.is_empty() && (other == start || path.iter().any(|(_, end)| *end == other));
                if !passed && !done.contains(&other) {
                    let mut longer = path.clone();
                    longer.push((Link::Connection(connection), other));
                    queue.push_back(longer);
                }
            }
            found.push(path);
        }
        Some(found)
    }

    /// The search as it is specified.
    fn search(&self, source: usize) -> Outcome {
        self.try_search(source).unwrap_or(Outcome::TooLong)
    }

    fn try_search(&self, source: usize) -> Option<Outcome> {
        let mut effort = 2000;
        let start: Level = vec![(self.nodes[source].0, 0)];
        let mut pending = vec![(start.clone(), vec![(source, Path::new())])];
        let mut visited = pending.clone();
        while let Some((level, mut paths)) = pending.pop() {
            if level.len() > self.nodes.len() + 1 {
                // More climbs than nodes: one was made twice, and can be again and again.
                return Some(Outcome::Endless);
            }
            while let Some((at, prefix)) = paths.pop() {
                let mut kept = Paths::new();
                for suffix in self.horizontal(at, &mut effort)? {
                    let path: Path = prefix.iter().chain(&suffix).copied().collect();
                    let at = end(source, &path);
                    if self.is_interface(at) && (level.len() == 1 || !self.is_shallow(&path)) {
                        add_path(&mut kept, at, path);
                    }
                }
                for (at, path) in &kept {
                    add_to_level(&mut visited, &level, *at, path.clone());
                }
                let mut enter = |level: &Level, node: usize, path: &Path, link: Link| {
                    if !is_in(&visited, level, node) && !is_in(&pending, level, node) {
                        let mut path = path.clone();
                        path.push((link, node));
                        add_to_level(&mut pending, level, node, path.clone());
                        add_to_level(&mut visited, level, node, path);
                    }
                };
                for (at, path) in &kept {
                    if level.len() > 1
                        && let Some(child) = self.child(*at, level[level.len() - 1].1)
                    {
                        enter(&level[..level.len() - 1].to_vec(), child, path, Link::Parent(child));
                    }
                }
                for (at, path) in &kept {
                    if let Some((parent, name)) = self.parents[*at] {
                        let mut above = level.clone();
                        above.push((self.nodes[parent].0, name));
                        enter(&above, parent, path, Link::Parent(*at));
                    }
                }
            }
        }
        visited.into_iter().find(|(level, _)| *level == start).map(|(_, paths)| Outcome::Found(paths))
    }

    /// All nodes that the rules reach at the level of the start without climbing higher than that.
    fn reached(&self, source: usize, height: usize) -> BTreeSet<usize> {
        // Names climbed from, the node, and whether the way went over a shallow connection.
        let mut states = HashSet::from([(Vec::<u8>::new(), source, false)]);
        let mut queue: Vec<_> = states.iter().cloned().collect();
        let mut found = BTreeSet::from([source]);
        while let Some((names, at, shallow)) = queue.pop() {
            let mut next = Vec::new();
            for (connection, other) in self.connected(at) {
                let shallow = shallow || self.connections[connection].2;
                if names.is_empty() || !shallow {
                    next.push((names.clone(), other, shallow));
                }
            }
            if self.is_interface(at) {
                if names.is_empty() {
                    found.insert(at);
                }
                if let Some((last, rest)) = names.split_last()
                    && let Some(child) = self.child(at, *last)
                {
                    if rest.is_empty() {
                        found.insert(child);
                    }
                    next.push((rest.to_vec(), child, false));
                }
                if let Some((parent, name)) = self.parents[at]
                    && names.len() < height
                    && !shallow
                {
                    let mut names = names.clone();
                    names.push(name);
                    next.push((names, parent, false));
                }
            }
            for state in next {
                if states.insert(state.clone()) {
                    queue.push(state);
                }
            }
        }
        found
    }

    /// Whether a path is a way by the rules.
    fn allows(&self, source: usize, path: &Path) -> bool {
        let (mut at, mut names, mut shallow) = (source, Vec::new(), false);
        for (link, next) in path {
            match link {
                Link::Connection(connection) => {
                    let (first, second, is_shallow) = self.connections[*connection];
                    shallow |= is_shallow;
                    if (first, second) != (at, *next) && (second, first) != (at, *next) {
                        return false;
                    }
                }
                Link::Parent(child) => {
                    let Some((parent, name)) = self.parents[*child] else { return false };
                    let up = at == *child && *next == parent;
                    let down = at == parent && *next == *child && names.last() == Some(&name);
                    if !self.is_interface(at) {
                        return false;
                    } else if down {
                        names.pop();
                    } else if up {
                        names.push(name);
                    } else {
                        return false;
                    }
                }
            }
            at = *next;
            if shallow && !names.is_empty() {
                return false;
            }
        }
        names.is_empty()
    }
}

/// A world as a graph.
struct Built {
    nodes: Vec<BoundNode>,
    edges: Vec<(Edge, Link)>,
}

fn build(world: &World) -> Built {
    let graph = GraphView::create().unwrap();
    let type_graph = TypeGraph::create(&graph).unwrap();
    let marker = type_graph.add_type("is_interface.node.core.faebryk").unwrap();
    type_graph.mark_constructable(&marker).unwrap();
    let nodes: Vec<BoundNode> = world.nodes.iter().map(|_| graph.create_and_insert_node().unwrap()).collect();
    let mut edges = Vec::new();
    for (node, (kind, marked)) in nodes.iter().zip(&world.nodes) {
        if let Some(kind) = kind {
            let kind = type_graph.get_or_create_type(&format!("T{kind}")).unwrap();
            type_::add_instance(&kind, node.node()).unwrap();
        }
        if *marked {
            traits::add_trait_to(node, &marker).unwrap();
        }
    }
    for (child, parent) in world.parents.iter().enumerate() {
        if let Some((parent, name)) = parent {
            let edge = composition::add_child(&nodes[*parent], nodes[child].node(), &name.to_string());
            edges.push((edge.unwrap().into_parts().0, Link::Parent(child)));
        }
    }
    for (at, (first, second, shallow)) in world.connections.iter().enumerate() {
        // The types may differ, as those of links between instances may.
        let edge = interface::create(nodes[*first].node(), nodes[*second].node(), *shallow).unwrap();
        graph.insert_edge(&edge).unwrap();
        edges.push((edge, Link::Connection(at)));
    }
    Built { nodes, edges }
}

fn found(built: &Built, source: usize) -> Paths {
    let position =
        |node: &pyzig_graph::Node| built.nodes.iter().position(|other| other.node() == node).unwrap();
    let connections = interface::connections(&built.nodes[source]).unwrap();
    let path_of = |path: &pyzig_typegraph::InterfacePath| -> Path {
        let nodes = path.nodes();
        let edges = path.edges();
        let link = |edge: &Edge| built.edges.iter().find(|(other, _)| other == edge).unwrap().1;
        edges.iter().zip(&nodes[1..]).map(|(edge, node)| (link(edge), position(node))).collect()
    };
    connections.iter().map(|(node, path)| (position(node), path_of(&path))).collect()
}

fn check(world: &World) -> Result<(), TestCaseError> {
    let built = build(world);
    for source in 0..world.nodes.len() {
        let found = found(&built, source);
        for (at, path) in &found {
            prop_assert_eq!(end(source, path), *at);
        }
        let outcome = world.search(source);
        if let Outcome::Found(expected) = outcome {
            prop_assert_eq!(&found, &expected, "from {}", source);
            continue;
        }
        for (_, path) in &found {
            prop_assert!(world.allows(source, path), "from {}: {:?}", source, path);
        }
        let expected = world.reached(source, 7);
        if expected == world.reached(source, 8) {
            let ends: BTreeSet<usize> = found.iter().map(|(end, _)| *end).collect();
            prop_assert!(ends.is_subset(&expected), "from {}", source);
            if outcome == Outcome::TooLong {
                continue;
            }
            prop_assert_eq!(ends, expected, "from {}", source);
            prop_assert_eq!(found.len(), found.iter().map(|(end, _)| end).collect::<HashSet<_>>().len());
        }
    }
    Ok(())
}

fn world(count: std::ops::Range<usize>, connections: usize, free: bool) -> impl Strategy<Value = World> {
    count.prop_flat_map(move |count| {
        let kind = prop_oneof![9 => (0..2_u8).prop_map(Some), 1 => Just(None)];
        let nodes = prop::collection::vec((kind, prop::bool::weighted(0.85)), count);
        let parents =
            (0..count).map(|at| prop::option::weighted(0.7, (0..at.max(1), 0..2_u8))).collect::<Vec<_>>();
        let shallow = prop::bool::weighted(0.2);
        let connections = prop::collection::vec((0..count, 0..count, shallow), 0..connections);
        (nodes, parents, connections).prop_map(move |(nodes, mut parents, mut connections)| {
            // Parents stand before their children, so the first node has none.
            parents[0] = None;
            let mut world = World { nodes, parents, connections: Vec::new() };
            if !free {
                // As `connect` does, and with types that tell how deep a node is: then every search ends.
                for at in 0..world.nodes.len() {
                    let depth =
                        world.parents[at].map_or(0, |(parent, _)| world.nodes[parent].0.unwrap_or(0) + 1);
                    world.nodes[at].0 = Some(depth);
                }
                connections.retain(|(first, second, _)| world.nodes[*first].0 == world.nodes[*second].0);
            }
            world.connections = connections;
            world
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn searches_that_end_find_the_same_in_the_same_order(world in world(2..9, 14, false)) {
        check(&world)?;
    }

    #[test]
    fn searches_of_any_kind_end(world in world(1..7, 9, true)) {
        check(&world)?;
    }
}

/// All worlds of two parents with a child each, and up to three connections of any kind among the four.
#[test]
fn small_worlds_are_searched_exhaustively() {
    let pairs: Vec<(usize, usize)> =
        (0..4).flat_map(|first| (first..4).map(move |second| (first, second))).collect();
    let options: Vec<(usize, usize, bool)> = pairs
        .iter()
        .flat_map(|(first, second)| [(*first, *second, false), (*first, *second, true)])
        .collect();
    let kinds = [(Some(0), true), (Some(0), true), (Some(1), true), (Some(1), true)];
    let parents = vec![None, None, Some((0, 0)), Some((1, 0))];
    for first in 0..options.len() {
        for second in first..options.len() {
            for third in [second, (second * 7 + first * 3) % options.len()] {
                let connections = vec![options[first], options[second], options[third]];
                let world = World { nodes: kinds.to_vec(), parents: parents.clone(), connections };
                check(&world).unwrap();
            }
        }
    }
}

#[test]
fn children_are_connected_if_their_parents_are() {
    let world = World {
        nodes: vec![(Some(0), true), (Some(0), true), (Some(1), true), (Some(1), true), (Some(1), true)],
        parents: vec![None, None, Some((0, 0)), Some((1, 0)), Some((1, 1))],
        connections: vec![(0, 1, false)],
    };
    let paths = found(&build(&world), 2);
    let over_parents = vec![(Link::Parent(2), 0), (Link::Connection(0), 1), (Link::Parent(3), 3)];
    assert_eq!(paths, [(2, vec![]), (3, over_parents)]);
}

#[test]
fn a_shallow_connection_of_parents_does_not_connect_children() {
    let mut world = World {
        nodes: vec![(Some(0), true), (Some(0), true), (Some(1), true), (Some(1), true)],
        parents: vec![None, None, Some((0, 0)), Some((1, 0))],
        connections: vec![(0, 1, true)],
    };
    let built = build(&world);
    assert_eq!(found(&built, 2).len(), 1);
    assert_eq!(found(&built, 0).len(), 2);
    let path = interface::is_connected_to(&built.nodes[2], built.nodes[3].node()).unwrap();
    assert!(path.is_empty());
    assert_eq!(path.end(), built.nodes[2]);
    world.connections.push((0, 1, false));
    assert_eq!(found(&build(&world), 2).len(), 2);
}

#[test]
fn nodes_without_type_are_not_connected() {
    let world = World {
        nodes: vec![(None, true), (None, false)],
        parents: vec![None, None],
        connections: vec![(0, 1, false)],
    };
    assert_eq!(found(&build(&world), 0), [(0, vec![])]);
}

#[test]
fn a_connection_between_a_node_and_its_child_reaches_what_nests_alike() {
    // The child of a node is connected with it, so is the child of the child by name, and so on.
    let world = World {
        nodes: vec![(Some(0), true); 5],
        parents: (0..5_usize).map(|at| at.checked_sub(1).map(|parent| (parent, 0))).collect(),
        connections: vec![(0, 1, false)],
    };
    assert_eq!(world.search(0), Outcome::Endless);
    let ends: BTreeSet<usize> = found(&build(&world), 0).into_iter().map(|(end, _)| end).collect();
    assert_eq!(ends, BTreeSet::from([0, 1, 2, 3, 4]));
}
