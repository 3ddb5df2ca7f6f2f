//! What a fresh graph costs does not depend on what exists already, counted in allocations and bytes.
//!
//! A program of its own: it counts all allocations, and creates many nodes.

use allocation_counter::{AllocationInfo, measure};
use pyzig_graph::{EdgeSpec, EdgeTypeId, GraphView, Node};

const MANY: usize = 300_000;

/// What it takes to create a graph with a few nodes and edges.
fn cost_of_a_graph() -> AllocationInfo {
    measure(|| {
        let graph = GraphView::create().unwrap();
        let hub = graph.create_node().unwrap();
        for _ in 0..10 {
            let child = graph.create_node().unwrap();
            graph.create_edge(EdgeSpec::new(&hub, &child, EdgeTypeId(130)).name("child")).unwrap();
        }
        assert_eq!(graph.edge_count(), Ok(10));
        graph.destroy().unwrap();
    })
}

#[test]
fn a_fresh_graph_costs_the_same_whatever_exists() {
    // The first one may set up what the thread keeps.
    cost_of_a_graph();
    let alone = cost_of_a_graph();
    assert!(alone.count_total > 20, "{alone:?}");
    assert_eq!((alone.count_current, alone.bytes_current), (0, 0), "everything is freed");

    let loose: Vec<Node> = (0..MANY).map(|_| Node::create().unwrap()).collect();
    assert_eq!(cost_of_a_graph(), alone, "beside loose nodes");

    let large = GraphView::create().unwrap();
    for node in &loose {
        large.add_node(node).unwrap();
    }
    for pair in loose.windows(2) {
        large.create_edge(EdgeSpec::new(&pair[0], &pair[1], EdgeTypeId(130)).name("next")).unwrap();
    }
    assert_eq!(cost_of_a_graph(), alone, "beside a large graph");

    drop(loose);
    drop(large);
    assert_eq!(cost_of_a_graph(), alone, "after all of it is gone");
}
