//! Changes come all or not at all.

use pyzig_graph::{Directed, Edge, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphError, GraphView, Node};

const KIND: EdgeTypeId = EdgeTypeId(130);

fn children(graph: &GraphView, node: &Node) -> Vec<Edge> {
    graph.bind(node).edges_of_type(KIND, Directed::Any).unwrap().to_vec()
}

fn named(source: &Node, target: &Node, name: &str) -> EdgeSpec {
    EdgeSpec::new(source, target, KIND).directional(true).name(name)
}

#[test]
fn a_dropped_transaction_restores_the_graph() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_and_insert_node().unwrap().node().clone();
    for number in 0..10 {
        let child = graph.create_and_insert_node().unwrap();
        let edge = Edge::create(named(&hub, child.node(), &format!("old{number}"))).unwrap();
        graph.insert_edge(&edge).unwrap();
    }
    let (nodes, edges, before) = (graph.nodes(), graph.edges(), children(&graph, &hub));
    for round in 0..3 {
        let mut write = graph.write().unwrap();
        let mut added = Vec::new();
        for number in 0..100 * round {
            let child = write.create_node().unwrap();
            added.push(write.create_edge(named(&hub, &child, &format!("new{number}"))).unwrap());
            write.create_edge(EdgeSpec::new(&child, &child, EdgeTypeId(1))).unwrap();
            assert!(write.named_edge(hub.id(), KIND, &format!("new{number}")).is_some());
        }
        assert_eq!(write.edge_count(), 10 + 2 * added.len());
        drop(write);
        assert_eq!(
            (graph.nodes(), graph.edges(), children(&graph, &hub)),
            (nodes.clone(), edges.clone(), before.clone())
        );
        assert_eq!(graph.bind(&hub).named_edge(KIND, "new0"), Ok(None));
        assert_eq!(graph.bind(&hub).named_edge(KIND, "old9"), Ok(before.last().cloned()));
        for edge in &added {
            assert_eq!(graph.contains_edge(edge), Ok(false));
            assert_eq!(graph.insert_edge(edge).map(drop), Err(GraphError::TargetNotInGraph));
        }
    }
}

#[test]
fn a_committed_transaction_stays_and_a_later_one_can_be_taken_back() {
    let graph = GraphView::create().unwrap();
    let mut write = graph.write().unwrap();
    write.reserve_nodes(2);
    let first = write.create_node().unwrap();
    let second = Node::create().unwrap();
    assert_eq!(write.create_edge(named(&first, &second, "x")).map(drop), Err(GraphError::TargetNotInGraph));
    assert_eq!(write.insert_node(&second), write.insert_node(&second));
    let edge = write.create_edge(named(&first, &second, "x")).unwrap();
    assert_eq!(write.insert_edge(&edge), Ok(false));
    write.commit();
    assert_eq!((graph.node_count(), graph.edge_count()), (Ok(3), Ok(1)));

    let mut write = graph.write().unwrap();
    write.create_edge(named(&first, &second, "y")).unwrap();
    write.rollback();
    write.create_edge(named(&first, &second, "z")).unwrap();
    write.commit();
    assert_eq!(graph.bind(&first).named_edge(KIND, "x"), Ok(Some(edge)));
    assert_eq!(graph.bind(&first).named_edge(KIND, "y"), Ok(None));
    assert!(graph.bind(&first).named_edge(KIND, "z").unwrap().is_some());
}

#[test]
fn a_name_that_was_taken_back_does_not_stand_for_what_comes_in_its_place() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_node().unwrap();
    for _ in 0..100 {
        let child = graph.create_node().unwrap();
        graph.create_edge(named(&hub, &child, "child")).unwrap();
    }
    let find = || graph.bind(&hub).named_edge(KIND, "x").unwrap();
    assert_eq!(find(), None);
    let mut write = graph.write().unwrap();
    let child = write.create_node().unwrap();
    write.create_edge(named(&hub, &child, "x")).unwrap();
    assert!(write.named_edge(hub.id(), KIND, "x").is_some());
    drop(write);
    let parent = graph.create_node().unwrap();
    graph.create_edge(named(&parent, &hub, "x")).unwrap();
    assert_eq!(find(), None);
}

#[test]
fn nobody_waits_who_asked_not_to() {
    let graph = GraphView::create().unwrap();
    assert_eq!(graph.try_read().map(|read| read.node_count()), Some(1));
    let write = graph.write().unwrap();
    assert!(graph.try_read().is_none());
    drop(write);
    let reads = (graph.read().unwrap(), graph.read().unwrap());
    assert_eq!(reads.0.view(), reads.1.view());
    drop(reads);
    graph.destroy().unwrap();
    assert!(graph.try_read().is_none());
}

#[test]
fn what_is_taken_back_is_dropped_after_the_lock_is_released() {
    struct Looks(GraphView);
    impl Drop for Looks {
        fn drop(&mut self) {
            assert_eq!(self.0.node_count(), Ok(1));
        }
    }

    let graph = GraphView::create().unwrap();
    let mut write = graph.write().unwrap();
    let node = write.create_node().unwrap();
    node.set_attachment(Some(std::sync::Arc::new(Looks(graph.clone()))));
    drop(node);
    drop(write);
    assert_eq!(graph.handle_count(), 1);
}

#[test]
fn a_panic_in_a_transaction_takes_it_back() {
    let graph = GraphView::create().unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut write = graph.write().unwrap();
        write.create_node().unwrap();
        std::panic::resume_unwind(Box::new(()));
    }));
    assert!(panicked.is_err());
    assert_eq!(graph.node_count(), Ok(1));
}

#[test]
fn what_was_taken_back_leaves_no_shape_behind() {
    let graph = GraphView::create().unwrap();
    let nodes = [graph.create_node().unwrap(), graph.create_node().unwrap()];
    let make = |name: &str, keep: bool| {
        let mut write = graph.write().unwrap();
        let [source, target] = [0, 1].map(|end: usize| write.index_of(nodes[end].id()).unwrap());
        let shape = EdgeShape::new(KIND, true, EdgeOrder::ZERO, None).name(Some(name.into()));
        write.connect(&shape, source, target).unwrap();
        if keep {
            write.commit();
        }
    };
    make("first", true);
    // More than a batch of edges could tell apart.
    for number in 0..300 {
        make(&format!("taken back {number}"), false);
    }
    make("second", true);
    let edges = graph.edges().unwrap();
    assert_eq!(edges.iter().map(|edge| edge.name()).collect::<Vec<_>>(), [Some("first"), Some("second")]);
}
