//! Threads work on the same graphs, nodes and edges at once.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use pyzig_graph::{
    Directed, Edge, EdgeChange, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphError, GraphView, Node,
};

const KIND: EdgeTypeId = EdgeTypeId(130);
const THREADS: usize = 4;
const ROUNDS: usize = 300;

#[test]
fn writers_lose_nothing_and_readers_see_whole_transactions() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_and_insert_node().unwrap().into_parts().0;
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (graph, hub) = (graph.clone(), hub.clone());
                scope.spawn(move || {
                    for round in 0..ROUNDS {
                        let mut write = graph.write().unwrap();
                        for part in 0..2 {
                            let child = write.create_node().unwrap();
                            let name = format!("{thread} {round} {part}");
                            let spec = EdgeSpec::new(&hub, &child, KIND).directional(true).name(name);
                            write.create_edge(spec).unwrap();
                        }
                        if round % 3 == 0 {
                            drop(write);
                        } else {
                            write.commit();
                        }
                    }
                })
            })
            .collect();
        for _ in 0..2 {
            let (graph, hub, done) = (&graph, &hub, &done);
            scope.spawn(move || {
                while !done.load(Ordering::Acquire) {
                    let read = graph.read().unwrap();
                    assert_eq!(read.edge_count() % 2, 0);
                    assert_eq!(read.node_count(), read.edge_count() + 2);
                    assert_eq!(read.edges(hub.id(), KIND).len(), read.edge_count());
                    drop(read);
                    let found = graph.bind(hub).named_edge(KIND, "0 1 1").unwrap();
                    assert!(found.is_none_or(|edge| edge.name() == Some("0 1 1")));
                    let edges = graph.bind(hub).edges_of_type(KIND, Directed::Outgoing).unwrap();
                    let part = graph.subgraph_from_nodes(edges.iter().map(Edge::target)).unwrap();
                    assert_eq!(part.node_count(), Ok(edges.len() + 1));
                }
            });
        }
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Release);
    });
    let kept = THREADS * (ROUNDS - ROUNDS.div_ceil(3)) * 2;
    assert_eq!((graph.edge_count(), graph.node_count()), (Ok(kept), Ok(kept + 2)));
    for thread in 0..THREADS {
        for round in 0..ROUNDS {
            let found = graph.bind(&hub).named_edge(KIND, &format!("{thread} {round} 1")).unwrap();
            assert_eq!(found.is_some(), round % 3 != 0);
        }
    }
}

#[test]
fn numbers_are_unique_across_threads() {
    let numbers: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| (0..5000).map(|_| Node::create().unwrap().id()).collect::<Vec<_>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    let mut unique = numbers.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(unique.len(), numbers.len());
}

#[test]
fn names_and_directions_that_change_meanwhile_are_found_afterwards() {
    for _ in 0..20 {
        let graph = GraphView::create().unwrap();
        let hub = graph.create_and_insert_node().unwrap().into_parts().0;
        let edges: Vec<Edge> = (0..64)
            .map(|_| {
                let child = graph.create_and_insert_node().unwrap();
                Edge::create(EdgeSpec::new(child.node(), &hub, KIND).directional(true)).unwrap()
            })
            .collect();
        let start = Barrier::new(3);
        thread::scope(|scope| {
            scope.spawn(|| {
                start.wait();
                for edge in &edges {
                    graph.insert_edge(edge).unwrap();
                }
            });
            scope.spawn(|| {
                start.wait();
                for (number, edge) in edges.iter().enumerate() {
                    edge.push_attr("name", format!("e{number}"));
                    edge.change(EdgeChange { directional: Some(false), ..EdgeChange::default() });
                }
            });
            start.wait();
            for number in 0..64 {
                let _ = graph.bind(&hub).named_edge(KIND, &format!("e{number}")).unwrap();
            }
        });
        for (number, edge) in edges.iter().enumerate() {
            let found = graph.bind(&hub).named_edge(KIND, &format!("e{number}")).unwrap();
            assert_eq!(found.as_ref(), Some(edge));
        }
    }
}

#[test]
fn destroying_under_readers_gives_an_error_and_nothing_else() {
    for _ in 0..50 {
        let graph = GraphView::create().unwrap();
        let hub = graph.create_and_insert_node().unwrap().into_parts().0;
        let start = Barrier::new(THREADS + 1);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    start.wait();
                    loop {
                        let added = graph.create_and_insert_node().and_then(|child| {
                            let edge = Edge::create(EdgeSpec::new(&hub, child.node(), KIND))?;
                            graph.insert_edge(&edge)
                        });
                        match added {
                            Ok(bound) => assert_eq!(bound.edge().source(), &hub),
                            Err(error) => break assert_eq!(error, GraphError::Destroyed),
                        }
                    }
                });
            }
            start.wait();
            thread::yield_now();
            graph.destroy().unwrap();
        });
    }
}

#[test]
fn a_graph_that_is_being_written_can_be_taken_over_afterwards() {
    let (from, into) = (GraphView::create().unwrap(), GraphView::create().unwrap());
    let mut write = from.write().unwrap();
    thread::scope(|scope| {
        let taken = scope.spawn(|| into.insert_subgraph(&from));
        let node = write.create_node().unwrap();
        write.create_edge(EdgeSpec::new(&node, &node, KIND)).unwrap();
        thread::sleep(std::time::Duration::from_millis(20));
        assert_eq!(into.node_count(), Ok(1), "the graph that waits is not locked");
        write.commit();
        assert_eq!(taken.join().unwrap(), Ok(()));
    });
    assert_eq!((into.node_count(), into.edge_count()), (Ok(3), Ok(1)));
}

#[test]
fn two_graphs_can_take_each_other_over_at_once() {
    let graphs: [GraphView; 2] = std::array::from_fn(|_| GraphView::create().unwrap());
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let graphs = &graphs;
            scope.spawn(move || {
                for _ in 0..100 {
                    let own = &graphs[thread % 2];
                    let node = own.create_and_insert_node().unwrap().into_parts().0;
                    own.insert_edge(&Edge::create(EdgeSpec::new(own.self_node(), &node, KIND)).unwrap())
                        .unwrap();
                    own.insert_subgraph(&graphs[(thread + 1) % 2]).unwrap();
                }
            });
        }
    });
    let [first, second] = &graphs;
    first.insert_subgraph(second).unwrap();
    second.insert_subgraph(first).unwrap();
    assert_eq!(first.nodes(), second.nodes());
    assert_eq!(first.edge_count(), Ok(THREADS * 100));
    assert_eq!(second.edge_count(), Ok(THREADS * 100));
}

#[test]
fn an_edge_that_a_graph_made_has_one_handle_whoever_asks_first() {
    for _ in 0..ROUNDS {
        let graph = GraphView::create().unwrap();
        let mut write = graph.write().unwrap();
        let ends = [write.create_node().unwrap(), write.create_node().unwrap()];
        let [source, target] = [0, 1].map(|end: usize| write.insert_node(&ends[end]));
        write.connect(&EdgeShape::new(KIND, true, EdgeOrder::ZERO, None), source, target).unwrap();
        write.commit();
        let part = graph.subgraph_from_nodes(&ends).unwrap();
        let barrier = Barrier::new(THREADS);
        let ask = |graph: &GraphView| {
            barrier.wait();
            let edge = graph.edges().unwrap().remove(0);
            edge.push_attr("a", 1_i64);
            edge
        };
        let edges: Vec<Edge> = thread::scope(|scope| {
            let asking: Vec<_> = (0..THREADS)
                .map(|thread| if thread % 2 == 0 { &graph } else { &part })
                .map(|graph| scope.spawn(|| ask(graph)))
                .collect();
            asking.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(edges.iter().all(|edge| *edge == edges[0]));
        for graph in [&graph, &part, &part.subgraph_from_nodes(&ends).unwrap()] {
            let read = graph.read().unwrap();
            assert_eq!(read.iter_edges().map(|entry| entry.attrs().len()).collect::<Vec<_>>(), [THREADS]);
        }
    }
}
