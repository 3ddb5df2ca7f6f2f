//! The store's concurrent parts, run by Shuttle in many orders that a scheduler may choose:
//! `checks/interleavings`.
//!
//! What a plain run of threads hits once in a blue moon comes here within some hundred runs, and a failure tells the
//! order that leads to it. Shuttle sees the locks of graphs and of their indices, the bits of
//! edges and the marks of nodes.
#![cfg(shuttle)]

use pyzig_graph::{Directed, Edge, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphError, GraphView, Node};
use shuttle::thread;

const KIND: EdgeTypeId = EdgeTypeId(130);

/// Runs a test in orders chosen at random, and in orders with few changes of thread at bad moments.
fn in_many_orders(test: fn()) {
    shuttle::check_random(test, 500);
    shuttle::check_pct(test, 500, 3);
}

fn named(hub: &Node, child: &Node, name: impl Into<pyzig_graph::Text>) -> EdgeSpec {
    EdgeSpec::new(hub, child, KIND).directional(true).name(name)
}

/// A graph whose hub has more edges than are searched without an index.
fn with_hub() -> (GraphView, Node) {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_node().unwrap();
    for number in 0..20 {
        let child = graph.create_node().unwrap();
        graph.create_edge(named(&hub, &child, format!("c{number}"))).unwrap();
    }
    (graph, hub)
}

#[test]
fn readers_see_whole_transactions() {
    in_many_orders(|| {
        let graph = GraphView::create().unwrap();
        let hub = graph.create_node().unwrap();
        let writers: Vec<_> = [true, false, true]
            .map(|keep| {
                let (graph, hub) = (graph.clone(), hub.clone());
                thread::spawn(move || {
                    let mut write = graph.write().unwrap();
                    for _ in 0..2 {
                        let child = write.create_node().unwrap();
                        write.create_edge(named(&hub, &child, "child")).unwrap();
                    }
                    if keep {
                        write.commit();
                    }
                })
            })
            .into();
        for _ in 0..3 {
            let read = graph.read().unwrap();
            assert_eq!(read.edge_count() % 2, 0);
            assert_eq!(read.node_count(), read.edge_count() + 2);
            assert_eq!(read.edges(hub.id(), KIND).len(), read.edge_count());
        }
        for writer in writers {
            writer.join().unwrap();
        }
        assert_eq!((graph.node_count(), graph.edge_count()), (Ok(6), Ok(4)));
    });
}

#[test]
fn a_name_given_while_the_edge_comes_in_is_found_afterwards() {
    in_many_orders(|| {
        let (graph, hub) = with_hub();
        let child = graph.create_node().unwrap();
        let edge = Edge::create(EdgeSpec::new(&hub, &child, KIND).directional(true)).unwrap();
        let inserts = {
            let (graph, edge) = (graph.clone(), edge.clone());
            thread::spawn(move || graph.insert_edge(&edge).map(drop).unwrap())
        };
        let names = {
            let edge = edge.clone();
            thread::spawn(move || edge.push_attr("name", "late"))
        };
        // Builds an index of names at any moment.
        let found = graph.bind(&hub).named_edge(KIND, "late").unwrap();
        assert!(found.is_none_or(|found| found == edge));
        inserts.join().unwrap();
        names.join().unwrap();
        assert_eq!(graph.bind(&hub).named_edge(KIND, "late").unwrap(), Some(edge));
        assert!(graph.bind(&hub).named_edge(KIND, "c19").unwrap().is_some());
    });
}

#[test]
fn an_attribute_given_while_the_node_is_read_is_seen_or_noticed() {
    in_many_orders(|| {
        let graph = GraphView::create().unwrap();
        let node = graph.create_node().unwrap();
        let gives = {
            let node = node.clone();
            thread::spawn(move || node.push_attr("late", true))
        };
        let mut write = graph.write().unwrap();
        let at = write.index_of(node.id()).unwrap();
        let before = write.freshness();
        write.watch(at, KIND);
        let is_seen = node.attr("late").is_some();
        gives.join().unwrap();
        assert!(is_seen || write.freshness() != before);
        write.commit();
    });
}

#[test]
fn an_edge_that_two_threads_insert_is_there_once() {
    in_many_orders(|| {
        let (graph, other) = (GraphView::create().unwrap(), GraphView::create().unwrap());
        let (a, b) = (graph.create_node().unwrap(), graph.create_node().unwrap());
        other.add_node(&a).unwrap();
        other.add_node(&b).unwrap();
        let edge = Edge::create(named(&a, &b, "edge")).unwrap();
        let inserts: Vec<_> = [&graph, &graph, &other]
            .map(|graph| {
                let (graph, edge) = (graph.clone(), edge.clone());
                thread::spawn(move || graph.add_edge(&edge).unwrap())
            })
            .into();
        let new: Vec<bool> = inserts.into_iter().map(|insert| insert.join().unwrap()).collect();
        assert!(new[0] != new[1] && new[2]);
        for graph in [&graph, &other] {
            assert_eq!(graph.contains_edge(&edge), Ok(true));
            assert_eq!(graph.edge_count(), Ok(1));
            assert_eq!(graph.bind(&a).edges_of_type(KIND, Directed::Any).unwrap().len(), 1);
        }
    });
}

#[test]
fn graphs_that_take_each_other_over_do_not_wait_for_ever() {
    in_many_orders(|| {
        let (first, second) = (GraphView::create().unwrap(), GraphView::create().unwrap());
        let child = first.create_node().unwrap();
        first.create_edge(named(first.self_node(), &child, "child")).unwrap();
        let crosswise = {
            let (first, second) = (first.clone(), second.clone());
            thread::spawn(move || first.insert_subgraph(&second).unwrap())
        };
        second.insert_subgraph(&first).unwrap();
        crosswise.join().unwrap();
        for graph in [&first, &second] {
            assert_eq!((graph.node_count(), graph.edge_count()), (Ok(3), Ok(1)));
        }
    });
}

#[test]
fn a_graph_destroyed_meanwhile_refuses_what_comes_later() {
    in_many_orders(|| {
        let graph = GraphView::create().unwrap();
        let destroys = {
            let graph = graph.clone();
            thread::spawn(move || graph.destroy())
        };
        let creates = {
            let graph = graph.clone();
            thread::spawn(move || graph.create_node().map(drop))
        };
        let twice = graph.destroy();
        assert_eq!(graph.node_count(), Err(GraphError::Destroyed));
        assert!(destroys.join().unwrap().is_ok() != twice.is_ok());
        assert!(matches!(creates.join().unwrap(), Ok(()) | Err(GraphError::Destroyed)));
        assert!(graph.is_destroyed());
    });
}

#[test]
fn a_name_reaches_the_graphs_that_take_an_edge_over_meanwhile() {
    in_many_orders(|| {
        let graph = GraphView::create().unwrap();
        let mut write = graph.write().unwrap();
        let ends = [write.create_node().unwrap(), write.create_node().unwrap()];
        let [source, target] = [0, 1].map(|end: usize| write.insert_node(&ends[end]));
        write.connect(&EdgeShape::new(KIND, true, EdgeOrder::ZERO, None), source, target).unwrap();
        write.commit();
        let naming = {
            let graph = graph.clone();
            thread::spawn(move || graph.edges().unwrap()[0].push_attr("name", "late"))
        };
        let taking = {
            let (graph, ends) = (graph.clone(), ends.clone());
            thread::spawn(move || graph.subgraph_from_nodes(&ends).unwrap())
        };
        let meanwhile = graph.bind(&ends[0]).named_edge(KIND, "late").unwrap();
        naming.join().unwrap();
        let part = taking.join().unwrap();
        for graph in [&graph, &part] {
            let found = graph.bind(&ends[0]).named_edge(KIND, "late").unwrap();
            assert!(found.is_some() && meanwhile.as_ref().is_none_or(|edge| found.as_ref() == Some(edge)));
        }
    });
}
