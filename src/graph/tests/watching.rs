//! What was worked out from watched nodes goes out of date when, and only when, one of them changes.

use pyzig_graph::{
    Attribute, Directed, EdgeChange, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, Freshness, GraphError,
    GraphView, Incoming, Node, NodeIndex, SharedAttributes,
};

const PART: EdgeTypeId = EdgeTypeId(130);
const KIND: EdgeTypeId = EdgeTypeId(140);

fn freshness(graph: &GraphView) -> Freshness {
    graph.write().unwrap().freshness()
}

/// A graph with a watched node and another one.
fn watched() -> (GraphView, Node, Node) {
    let graph = GraphView::create().unwrap();
    let (node, other) = (graph.create_node().unwrap(), graph.create_node().unwrap());
    let mut write = graph.write().unwrap();
    let at = write.index_of(node.id()).unwrap();
    write.watch(at, KIND);
    write.commit();
    (graph, node, other)
}

fn positions(graph: &GraphView, nodes: [&Node; 2]) -> [NodeIndex; 2] {
    let read = graph.read().unwrap();
    nodes.map(|node| read.index_of(node.id()).unwrap())
}

fn shape(kind: EdgeTypeId, directional: bool) -> EdgeShape {
    EdgeShape::new(kind, directional, EdgeOrder::ZERO, None)
}

#[test]
fn edges_count_by_kind_and_direction() {
    for (kind, directional, leaves, counts) in [
        (PART, true, true, true),
        (PART, true, false, false),
        (PART, false, true, true),
        (PART, false, false, true),
        (KIND, true, true, false),
        (KIND, true, false, true),
        (KIND, false, true, true),
        (KIND, false, false, true),
    ] {
        let (graph, node, other) = watched();
        let ends = if leaves { [&node, &other] } else { [&other, &node] };
        let before = freshness(&graph);
        graph.create_edge(EdgeSpec::new(ends[0], ends[1], kind).directional(directional)).unwrap();
        assert_eq!(freshness(&graph) != before, counts, "{kind:?} {directional} {leaves}");

        let before = freshness(&graph);
        let [source, target] = positions(&graph, ends);
        let mut write = graph.write().unwrap();
        write.connect(&shape(kind, directional), source, target).unwrap();
        assert_eq!(write.freshness() != before, counts, "{kind:?} {directional} {leaves}");
    }
}

#[test]
fn attributes_late_changes_and_edges_put_elsewhere_count() {
    let (graph, node, other) = watched();
    let edge = graph.create_edge(EdgeSpec::new(&node, &other, PART)).unwrap();
    let before = freshness(&graph);
    node.push_attr("a", 1_i64);
    let after_attribute = freshness(&graph);
    assert_ne!(before, after_attribute);
    edge.push_attr("name", "late");
    let after_name = freshness(&graph);
    assert_ne!(after_attribute, after_name);
    graph.redirect_edge(&edge, &node).unwrap();
    assert_ne!(after_name, freshness(&graph));
    // The kind under which it is listed stays.
    edge.change(EdgeChange { edge_type: Some(KIND), ..EdgeChange::default() });
}

#[test]
fn what_is_kept_is_given_back_until_changes_are_taken_back() {
    let (graph, ..) = watched();
    let kept = || {
        let mut write = graph.write().unwrap();
        let kept = write.take_kept().and_then(|kept| kept.downcast::<i32>().ok());
        if let Some(kept) = &kept {
            write.keep(kept.clone());
        }
        write.commit();
        kept.map(|kept| *kept)
    };
    assert_eq!(kept(), None);
    let mut write = graph.write().unwrap();
    write.keep(Box::new(7_i32));
    write.commit();
    assert_eq!((kept(), kept()), (Some(7), Some(7)));
    let before = freshness(&graph);
    drop(graph.write().unwrap());
    assert_eq!((kept(), freshness(&graph)), (Some(7), before));
    graph.write().unwrap().create_node().unwrap();
    assert_eq!(kept(), None);
    assert_ne!(before, freshness(&graph));
}

#[test]
fn new_nodes_come_with_their_edges_or_not_at_all() {
    let (graph, hub, other) = watched();
    let [hub_at, other_at] = positions(&graph, [&hub, &other]);
    let attributes = SharedAttributes::from(vec![Attribute::new("a", "text"), Attribute::new("b", 2_i64)]);
    let (part, kind) = (shape(PART, true).name(Some("part".into())), shape(KIND, true));
    let incoming = [Incoming { source: hub_at, shape: &kind }, Incoming { source: other_at, shape: &part }];
    let last = graph.read().unwrap().indices().last().unwrap();
    let mut write = graph.write().unwrap();
    let mut nodes = Vec::new();
    for expected in [0, 2, 5, 100] {
        let node = Node::sharing_attributes(&attributes).unwrap();
        let at = write.insert_new_node(node.clone(), &incoming, expected).unwrap();
        assert_eq!((write.node_at(at), write.index_of(node.id())), (Some(&node), Some(at)));
        nodes.push((node, at));
    }
    write.commit();
    node_is_refused_beyond(&graph, &part, last);
    nodes[0].0.push_attr("c", true);
    let read = graph.read().unwrap();
    for (node, at) in &nodes {
        assert_eq!(node.attr("b").and_then(pyzig_graph::Literal::as_i64), Some(2));
        assert_eq!(node.attr("c").is_some(), node == &nodes[0].0);
        let sources =
            [PART, KIND].map(|kind| read.first_edge_at(*at, kind, Directed::Incoming).unwrap().other());
        assert_eq!(sources, [other_at, hub_at]);
        assert_eq!(read.all_edges_at(*at).count(), 2);
    }
    assert_eq!(read.edges_at(hub_at, KIND).len(), nodes.len());
    assert_eq!(
        read.named_edge_at(other_at, PART, "part").map(pyzig_graph::Incidence::other),
        Some(nodes[0].1)
    );
    assert_eq!(read.iter_edges().count(), read.edge_count());
}

/// A position of another, larger graph is none of this one.
fn node_is_refused_beyond(graph: &GraphView, shape: &EdgeShape, last: NodeIndex) {
    let larger = GraphView::create().unwrap();
    for _ in 0..=graph.node_count().unwrap() {
        larger.create_node().unwrap();
    }
    let beyond = larger.read().unwrap().indices().last().unwrap();
    let counts = (graph.node_count(), graph.edge_count());
    let mut write = graph.write().unwrap();
    let incoming = [Incoming { source: last, shape }, Incoming { source: beyond, shape }];
    let refused = write.insert_new_node(Node::create().unwrap(), &incoming, 2);
    assert_eq!(refused, Err(GraphError::SourceNotInGraph));
    assert_eq!(write.connect(shape, last, beyond), Err(GraphError::TargetNotInGraph));
    write.commit();
    assert_eq!((graph.node_count(), graph.edge_count()), counts);
}
