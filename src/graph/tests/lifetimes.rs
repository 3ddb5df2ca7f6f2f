//! Memory comes back when nothing refers to a thing any more. One test, because the counts are those of the process.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyzig_graph::{Edge, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphView, Node, Stats, stats};

const KIND: EdgeTypeId = EdgeTypeId(130);

fn live() -> (u64, u64, u64) {
    let Stats { live_nodes, live_edges, live_graphs, .. } = stats();
    (live_nodes, live_edges, live_graphs)
}

fn grow(children: usize) -> GraphView {
    let graph = GraphView::create().unwrap();
    let mut write = graph.write().unwrap();
    let hub = write.create_node().unwrap();
    for number in 0..children {
        let child = write.create_node().unwrap();
        write
            .create_edge(EdgeSpec::new(&hub, &child, KIND).directional(true).name(format!("c{number}")))
            .unwrap();
    }
    write.commit();
    assert!(graph.bind(&hub).named_edge(KIND, "c0").unwrap().is_some());
    graph
}

static DROPPED: AtomicUsize = AtomicUsize::new(0);

struct Counts;

impl Drop for Counts {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn everything_is_freed_and_no_number_comes_twice() {
    assert_eq!(live(), (0, 0, 0));

    for _ in 0..20 {
        let graph = grow(1000);
        assert_eq!(live(), (1002, 1000, 1));
        graph.destroy().unwrap();
        assert_eq!(live(), (1, 0, 0), "a destroyed graph keeps its self node only");
        drop(graph);
        assert_eq!(live(), (0, 0, 0));
    }
    for _ in 0..1000 {
        drop(grow(3));
    }
    assert_eq!(live(), (0, 0, 0));
    let created = stats();
    assert_eq!((created.created_nodes, created.created_edges), (20 * 1002 + 1000 * 5, 20 * 1000 + 1000 * 3));
    let node = Node::create().unwrap();
    assert_eq!(u64::from(node.id().get()), created.created_nodes + 1);

    // An edge keeps its ends, another graph keeps both, a handle keeps what it names.
    let graph = grow(2);
    let edge = graph.edges().unwrap()[0].clone();
    let part = graph.subgraph_from_nodes([edge.source(), edge.target()]).unwrap();
    drop(graph);
    // The part holds the edges that came to the graph together with its own.
    assert_eq!(live(), (1 + 4, 2, 1));
    drop(part);
    assert_eq!(live(), (1 + 2, 1, 0));
    let target = edge.target().clone();
    drop(edge);
    assert_eq!(live(), (2, 0, 0));
    drop((target, node));
    assert_eq!(live(), (0, 0, 0));

    // A transaction that is taken back frees what it made.
    let graph = grow(1);
    let mut write = graph.write().unwrap();
    let hub = write.create_node().unwrap();
    for _ in 0..100 {
        let child = write.create_node().unwrap();
        write.create_edge(EdgeSpec::new(&hub, &child, KIND)).unwrap();
    }
    drop(hub);
    assert_eq!(live(), (3 + 101, 101, 1));
    drop(write);
    assert_eq!(live(), (3, 1, 1));
    drop(graph);

    // Edges that a graph makes count from the beginning, once, and a handle to one keeps only that one and its ends.
    let graph = GraphView::create().unwrap();
    let mut write = graph.write().unwrap();
    let shape = EdgeShape::new(KIND, true, EdgeOrder::ZERO, None);
    let mut ends = Vec::new();
    for _ in 0..101 {
        let node = write.create_node().unwrap();
        ends.push(write.insert_node(&node));
    }
    for pair in ends.windows(2) {
        write.connect(&shape, pair[0], pair[1]).unwrap();
    }
    write.commit();
    assert_eq!(live(), (102, 100, 1));
    let mut write = graph.write().unwrap();
    for pair in ends.windows(2) {
        write.connect(&shape, pair[1], pair[0]).unwrap();
    }
    let taken_back: Vec<Edge> =
        write.edges_at(ends[0], KIND).iter().map(|entry| entry.edge().clone()).collect();
    assert_eq!(live(), (102, 200, 1));
    drop(write);
    assert_eq!((live(), graph.edge_count()), ((102, 101, 1), Ok(100)));
    drop(taken_back);
    assert_eq!(live(), (102, 100, 1));
    let edges = graph.edges().unwrap();
    assert_eq!((edges.len(), live()), (100, (102, 100, 1)));
    let part = graph.subgraph_from_nodes([edges[0].source(), edges[0].target()]).unwrap();
    assert_eq!(part.edges().unwrap(), edges[..1]);
    drop(edges);
    drop(graph);
    // The part holds the edges that were made together with its own.
    assert_eq!(live(), (1 + 65, 64, 1));
    let edge = part.edges().unwrap().remove(0);
    drop(part);
    assert_eq!(live(), (2, 1, 0));
    drop(edge);
    assert_eq!(live(), (0, 0, 0));

    // An attachment goes with its node.
    let graph = GraphView::create().unwrap();
    let node = graph.create_and_insert_node().unwrap().into_parts().0;
    node.set_attachment(Some(Arc::new(Counts)));
    drop(node.set_attachment(Some(Arc::new(Counts))));
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    drop(node);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    graph.destroy().unwrap();
    assert_eq!(DROPPED.load(Ordering::Relaxed), 2);
    drop(graph);

    // A long chain of edges needs no deep stack to go.
    let graph = GraphView::create().unwrap();
    let mut previous = graph.self_node().clone();
    for _ in 0..200_000 {
        let next = graph.create_and_insert_node().unwrap().into_parts().0;
        graph.insert_edge(&Edge::create(EdgeSpec::new(&previous, &next, KIND)).unwrap()).unwrap();
        previous = next;
    }
    drop((graph, previous));
    assert_eq!(live(), (0, 0, 0));
}
