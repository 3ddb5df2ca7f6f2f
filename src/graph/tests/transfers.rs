//! What one graph takes over from another is listed as if it had been inserted edge by edge.

#[path = "model/leading.rs"]
mod leading;

use std::collections::HashSet;
use std::num::NonZeroU8;

use proptest::collection::vec;
use proptest::prelude::*;
use pyzig_graph::{
    Directed, Edge, EdgeChange, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphView, Incidence, Node,
    NodeIndex, Transfer,
};

use leading::assert_leading;

const TYPES: [EdgeTypeId; 3] = [EdgeTypeId(0), EdgeTypeId(130), EdgeTypeId(255)];
const NAMES: [Option<&str>; 3] = [None, Some("a"), Some("b")];

/// An edge to make: source, target and what else, each taken modulo what there is to choose from.
type Draft = (u8, u8, u8);

/// A graph with some nodes, and edges of which every other one is made without a handle.
fn graph(nodes: NonZeroU8, drafts: &[Draft]) -> (GraphView, Vec<Node>) {
    let graph = GraphView::create().unwrap();
    let nodes: Vec<Node> = (0..nodes.get()).map(|_| graph.create_node().unwrap()).collect();
    let mut write = graph.write().unwrap();
    for (source, target, rest) in drafts {
        let at = |choice: &u8| usize::from(*choice) % nodes.len();
        let rest = usize::from(*rest);
        let (edge_type, name) = (TYPES[rest % 3], NAMES[rest / 3 % 3]);
        let (source, target) = (&nodes[at(source)], &nodes[at(target)]);
        let directional = rest & 1 == 0;
        if rest & 2 == 0 {
            let mut spec = EdgeSpec::new(source, target, edge_type).directional(directional);
            spec.name = name.map(Into::into);
            write.create_edge(spec).unwrap();
        } else {
            let shape =
                EdgeShape::new(edge_type, directional, EdgeOrder::ZERO, None).name(name.map(Into::into));
            let position = |node: &Node| write.index_of(node.id()).unwrap();
            let (source, target) = (position(source), position(target));
            write.connect(&shape, source, target).unwrap();
        }
    }
    write.commit();
    (graph, nodes)
}

/// All that a graph says of the edges of nodes.
fn told(graph: &GraphView, nodes: &[Node]) -> Vec<(Vec<Edge>, Vec<Option<Edge>>)> {
    let read = graph.read().unwrap();
    let handle = |entry: Incidence<'_>| entry.edge().clone();
    let of = |node: &Node| {
        assert_leading(&read, node.id());
        let listed = read.all_edges(node.id()).map(handle).collect();
        let mut found = Vec::new();
        for edge_type in TYPES {
            for directed in [Directed::Any, Directed::Outgoing, Directed::Incoming] {
                found.push(read.first_edge(node.id(), edge_type, directed).map(handle));
            }
            found.extend(["a", "b", "c"].map(|name| read.named_edge(node.id(), edge_type, name).map(handle)));
        }
        (listed, found)
    };
    nodes.iter().map(of).collect()
}

/// Adds an edge with its ends one by one.
fn insert(graph: &GraphView, edge: &Edge) {
    graph.add_node(edge.source()).unwrap();
    graph.add_node(edge.target()).unwrap();
    graph.add_edge(edge).unwrap();
}

/// Takes edges with their ends over, and keeps them if asked to.
fn transfer(from: &GraphView, to: &GraphView, edges: &[Edge], commit: bool) {
    let read = from.read().unwrap();
    let mut write = to.write().unwrap();
    let mut transfer = Transfer::new(&read, &mut write);
    for edge in edges {
        let mut entries = read.all_edges(edge.source_id());
        let entry = entries.find(|entry| entry.edge_id() == edge.id()).unwrap();
        transfer.add_node(entry.source_index());
        transfer.add_node(entry.target_index());
        transfer.add_edge(entry).unwrap();
    }
    drop(transfer);
    if commit {
        write.commit();
    }
}

fn drafts(most: usize) -> impl Strategy<Value = Vec<Draft>> {
    vec(any::<Draft>(), 0..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edges_come_in_the_order_in_which_they_are_taken(
        nodes in 1..20_u8,
        first in drafts(200),
        order in vec(any::<prop::sample::Index>(), 0..200),
        second in vec(any::<prop::sample::Index>(), 0..40),
        before in drafts(30),
    ) {
        let (source, nodes) = graph(NonZeroU8::new(nodes).unwrap(), &first);
        let (target, others) = graph(NonZeroU8::MIN, &before);
        let expected = GraphView::create().unwrap();
        expected.insert_subgraph(&target).unwrap();
        let all = source.edges().unwrap();
        let choose = |order: &[prop::sample::Index]| -> Vec<Edge> {
            order.iter().filter(|_| !all.is_empty()).map(|at| at.get(&all).clone()).collect()
        };
        let members: Vec<Node> = nodes.iter().chain(&others).cloned().collect();
        let empty = (told(&target, &members), target.nodes(), target.edge_count());

        transfer(&source, &target, &choose(&order), false);
        prop_assert_eq!((told(&target, &members), target.nodes(), target.edge_count()), empty);

        // What was taken over can be added to, be it by another transfer or edge by edge, and this be taken back.
        let (order, second) = (choose(&order), choose(&second));
        let (again, one_by_one) = second.split_at(second.len() / 2);
        for (edges, by_transfer) in [(order.as_slice(), true), (again, true), (one_by_one, false)] {
            let before = (told(&target, &members), target.edge_count());
            transfer(&source, &target, edges, false);
            prop_assert_eq!(&(told(&target, &members), target.edge_count()), &before);
            let mut write = target.write().unwrap();
            for edge in edges {
                if [edge.source_id(), edge.target_id()].iter().all(|end| write.contains_node(*end)) {
                    write.insert_edge(edge).unwrap();
                }
            }
            drop(write);
            prop_assert_eq!(&(told(&target, &members), target.edge_count()), &before);
            if by_transfer {
                transfer(&source, &target, edges, true);
            } else {
                for edge in edges {
                    insert(&target, edge);
                }
            }
            for edge in edges {
                insert(&expected, edge);
            }
            prop_assert_eq!(told(&target, &members), told(&expected, &members));
            prop_assert_eq!(target.edge_count(), expected.edge_count());
        }
    }

    #[test]
    fn a_part_lists_edges_in_the_order_in_which_they_are_met(
        nodes in prop_oneof![1..20_u8, 100..150_u8],
        mut drafts in drafts(200),
        chosen in prop_oneof![vec(any::<u8>(), 0..8), vec(any::<u8>(), 0..200)],
        further in drafts(20),
        is_star in any::<bool>(),
        is_simple in any::<bool>(),
    ) {
        if is_star {
            for (source, target, _) in &mut drafts {
                *if *target & 1 == 0 { source } else { target } = 0;
            }
        }
        if is_simple {
            // No edge joins a node with itself, and no two edges the same nodes.
            let mut joined = HashSet::new();
            drafts.retain(|(source, target, _)| {
                let (source, target) = (source % nodes, target % nodes);
                source != target && joined.insert((source.min(target), source.max(target)))
            });
        }
        let (source, nodes) = graph(NonZeroU8::new(nodes).unwrap(), &drafts);
        let (outside, outsiders) = graph(NonZeroU8::MIN, &further);
        let mut order: Vec<Node> = Vec::new();
        for choice in chosen {
            order.push(nodes.iter().chain(&outsiders).nth(usize::from(choice) % (nodes.len() + 1)).unwrap().clone());
        }
        let part = source.subgraph_from_nodes(&order).unwrap();
        let expected = GraphView::create().unwrap();
        for node in &order {
            expected.add_node(node).unwrap();
        }
        let read = source.read().unwrap();
        for node in &order {
            for edge in read.all_edges(node.id()).map(Incidence::edge) {
                if order.contains(edge.source()) && order.contains(edge.target()) {
                    expected.add_edge(edge).unwrap();
                }
            }
        }
        drop(read);
        prop_assert_eq!(told(&part, &order), told(&expected, &order));
        prop_assert_eq!(part.edge_count(), expected.edge_count());
        let named = |graph: &GraphView| {
            let own = graph.self_node().id();
            let nodes = graph.nodes().unwrap().into_iter();
            nodes.filter(|node| node.id() != own).collect::<Vec<_>>()
        };
        prop_assert_eq!(named(&part), named(&expected));

        // And it takes over whole graphs as well.
        for graph in [&part, &expected] {
            graph.insert_subgraph(&outside).unwrap();
            graph.insert_subgraph(&source).unwrap();
        }
        let everything: Vec<Node> = nodes.iter().chain(&outsiders).cloned().collect();
        prop_assert_eq!(told(&part, &everything), told(&expected, &everything));
        prop_assert_eq!(part.edge_count(), expected.edge_count());
    }
}

/// A node with so many edges of all kinds, to and from nodes that have some to each other.
fn hub(edges: usize) -> (GraphView, Vec<Node>) {
    let graph = GraphView::create().unwrap();
    let nodes: Vec<Node> = (0..=edges).map(|_| graph.create_node().unwrap()).collect();
    let connect = |ends: [&Node; 2], number: usize| {
        let [source, target] = if number % 5 < 3 { ends } else { [ends[1], ends[0]] };
        let edge_type = TYPES[number * 7 / 3 % TYPES.len()];
        graph
            .create_edge(EdgeSpec::new(source, target, edge_type).directional(!number.is_multiple_of(4)))
            .unwrap();
    };
    for (number, leaf) in nodes.iter().enumerate().skip(1) {
        connect([&nodes[0], leaf], number);
        connect([leaf, &nodes[number / 2]], number + 1);
    }
    (graph, nodes)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 30, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn few_or_most_edges_of_a_node_with_very_many_are_taken(
        edges in prop_oneof![10..40_usize, 300..400_usize],
        order in prop_oneof![vec(any::<prop::sample::Index>(), 0..20), vec(any::<prop::sample::Index>(), 200..500)],
    ) {
        let (source, nodes) = hub(edges);
        let all = source.edges().unwrap();
        let order: Vec<Edge> = order.iter().map(|at| at.get(&all).clone()).collect();
        let (target, expected) = (GraphView::create().unwrap(), GraphView::create().unwrap());
        for edges in order.chunks(order.len() / 2 + 1) {
            transfer(&source, &target, edges, true);
            for edge in edges {
                insert(&expected, edge);
            }
            prop_assert_eq!(told(&target, &nodes), told(&expected, &nodes));
            prop_assert_eq!(target.edge_count(), expected.edge_count());
        }
        // Behind the self node, in the order in which they came.
        let members =
            |graph: &GraphView| graph.read().unwrap().iter_nodes().skip(1).cloned().collect::<Vec<Node>>();
        prop_assert_eq!(members(&target), members(&expected));

        // A part of the same nodes has these edges as well, and those among them that were not taken.
        let taken = members(&target);
        let part = source.subgraph_from_nodes(&taken).unwrap();
        let (read, met) = (source.read().unwrap(), GraphView::create().unwrap());
        for node in &taken {
            met.add_node(node).unwrap();
        }
        for node in &taken {
            for entry in read.all_edges(node.id()) {
                if taken.contains(entry.other_node()) {
                    met.add_edge(entry.edge()).unwrap();
                }
            }
        }
        prop_assert_eq!(told(&part, &nodes), told(&met, &nodes));
        prop_assert_eq!(part.edge_count(), met.edge_count());
    }
}

#[test]
fn new_edges_stand_among_those_that_are_taken() {
    for (taken, new) in [(0, 1), (0, 20), (1, 1), (1, 3), (3, 14), (15, 1), (16, 1), (20, 20)] {
        let source = GraphView::create().unwrap();
        let hub = source.create_node().unwrap();
        let kind = |number: usize| TYPES[number % TYPES.len()];
        let leaving = |number| {
            let leaf = source.create_node().unwrap();
            source.create_edge(EdgeSpec::new(&hub, &leaf, kind(number)).directional(true)).unwrap()
        };
        let edges: Vec<Edge> = (0..taken).map(leaving).collect();
        let (target, expected) = (GraphView::create().unwrap(), GraphView::create().unwrap());
        let old = target.create_node().unwrap();
        let arriving =
            |number| Edge::create(EdgeSpec::new(&old, &hub, kind(number)).directional(true)).unwrap();
        let further: Vec<Edge> = (0..new).map(arriving).collect();

        let (read, mut write) = (source.read().unwrap(), target.write().unwrap());
        let at = read.index_of(hub.id()).unwrap();
        let mut transfer = Transfer::new(&read, &mut write);
        transfer.add_node(at);
        for number in 0..taken.max(new) {
            if let Some(edge) = further.get(number) {
                transfer.insert_new_edge(edge.clone(), at).unwrap();
                insert(&expected, edge);
            }
            if let Some(edge) = edges.get(number) {
                let mut entries = read.all_edges_at(at);
                let entry = entries.find(|entry| entry.edge_id() == edge.id()).unwrap();
                let here = transfer.place(at).unwrap();
                transfer.add_edge_with_other(here, entry).unwrap();
                insert(&expected, edge);
            }
        }
        drop(transfer);
        write.commit();
        let members: Vec<Node> = read.iter_nodes().chain([&old]).cloned().collect();
        assert_eq!(told(&target, &members), told(&expected, &members), "{taken} taken, {new} new");
        assert_eq!(target.edge_count(), expected.edge_count());
    }
}

#[test]
fn edges_that_changed_are_listed_as_they_are_now() {
    let source = GraphView::create().unwrap();
    let nodes: Vec<Node> = (0..20).map(|_| source.create_node().unwrap()).collect();
    let connect = |number: usize| {
        let [from, to] = [number % 7, number * 11 % 20].map(|at| &nodes[at]);
        source
            .create_edge(EdgeSpec::new(from, to, TYPES[number % 3]).directional(number.is_multiple_of(2)))
            .unwrap()
    };
    let edges: Vec<Edge> = (0..60).map(connect).collect();
    for (number, edge) in edges.iter().enumerate().filter(|(number, _)| number % 5 < 3) {
        let edge_type = (number % 5 < 2).then_some(TYPES[number % 2]);
        edge.change(EdgeChange { edge_type, directional: Some(number % 4 == 0), ..EdgeChange::default() });
    }
    let (target, expected) = (GraphView::create().unwrap(), GraphView::create().unwrap());
    let order: Vec<Edge> = (0..60).map(|number| edges[number * 7 % 60].clone()).collect();
    transfer(&source, &target, &order, true);
    for edge in &order {
        insert(&expected, edge);
    }
    assert_eq!(told(&target, &nodes), told(&expected, &nodes));
}

#[test]
fn many_nodes_are_found_by_their_numbers() {
    let source = GraphView::create().unwrap();
    let nodes: Vec<Node> = (0..3000).map(|_| source.create_node().unwrap()).collect();
    // In any order, with some left out, and twice from several graphs.
    let order: Vec<Node> = (0..2000).map(|number| nodes[number * 7919 % 3000].clone()).collect();
    let part = source.subgraph_from_nodes(&order).unwrap();
    let whole = GraphView::create().unwrap();
    for graph in [&part, &source, &part] {
        whole.insert_subgraph(graph).unwrap();
    }
    let (part, whole) = (part.read().unwrap(), whole.read().unwrap());
    for node in &nodes {
        let position = order.iter().position(|taken| taken == node).map(|at| at + 1);
        assert_eq!(part.index_of(node.id()).map(NodeIndex::get), position);
        assert_eq!(whole.node(node.id()), Some(node));
    }
    assert_eq!((part.node_count(), whole.node_count()), (2001, 3003));
}

/// A graph with a gap in its nodes' numbers if asked to, so that these do not follow the positions.
fn numbered(count: usize, has_gap: bool) -> (GraphView, Vec<Node>) {
    let graph = GraphView::create().unwrap();
    let create = |number| {
        if has_gap && number == count / 2 {
            Node::create().unwrap();
        }
        graph.create_node().unwrap()
    };
    let nodes = (0..count).map(create).collect();
    (graph, nodes)
}

#[test]
fn many_nodes_that_are_taken_over_are_found_by_their_numbers() {
    for has_gap in [false, true] {
        for old in [None, Some(1), Some(700)] {
            let (source, nodes) = numbered(1000, has_gap);
            let target = GraphView::create().unwrap();
            let (_, others) = numbered(3, false);
            // One of the nodes is there already, behind others and so at another distance from its number.
            let before = old.map(|old: usize| nodes[old].clone());
            for node in others.iter().chain(&before) {
                assert_eq!(target.add_node(node), Ok(true));
            }
            let order: Vec<&Node> = (0..600).map(|number| &nodes[number * 7 % 1000]).collect();
            for commit in [false, true] {
                let read = source.read().unwrap();
                let mut write = target.write().unwrap();
                let mut transfer = Transfer::new(&read, &mut write);
                for node in &order {
                    let is_new = transfer.add_node(read.index_of(node.id()).unwrap());
                    assert_eq!(is_new, before.as_ref() != Some(*node));
                }
                let new = order.iter().filter(|node| before.as_ref() != Some(**node));
                let new = new.map(|node| read.index_of(node.id()).unwrap());
                assert!(new.clone().eq((0..).map_while(|number| Some(transfer.newcomer(number)?.0))));
                assert_eq!(new.count(), transfer.newcomer_count());
                drop(transfer);
                if commit {
                    write.commit();
                } else {
                    drop(write);
                }
                let target = target.read().unwrap();
                for node in nodes.iter().chain(&others) {
                    let is_there = (commit && order.contains(&node))
                        || others.contains(node)
                        || before.as_ref() == Some(node);
                    assert_eq!(target.node(node.id()), is_there.then_some(node));
                }
            }
            // What comes and goes later leaves them where they are.
            transfer(&source, &target, &[], true);
            let mut write = target.write().unwrap();
            for node in &nodes {
                write.insert_node(node);
            }
            drop(write);
            let target = target.read().unwrap();
            assert!(nodes.iter().all(|node| target.contains_node(node.id())
                == (order.contains(&node) || before.as_ref() == Some(node))));
        }
    }
}
