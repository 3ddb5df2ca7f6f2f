//! Membership, order, filters and errors of graphs.

use std::ops::ControlFlow;

use pyzig_graph::{
    Attribute, BfsPath, Directed, Edge, EdgeChange, EdgeOrder, EdgeSpec, EdgeTypeId, GraphError, GraphView,
    Literal, Node,
};

const KIND: EdgeTypeId = EdgeTypeId(130);
const OTHER: EdgeTypeId = EdgeTypeId(7);

fn edge(source: &Node, target: &Node, kind: EdgeTypeId) -> Edge {
    Edge::create(EdgeSpec::new(source, target, kind).directional(true)).unwrap()
}

fn graph_of<const N: usize>() -> (GraphView, [Node; N]) {
    let graph = GraphView::create().unwrap();
    let nodes = std::array::from_fn(|_| graph.create_and_insert_node().unwrap().node().clone());
    (graph, nodes)
}

#[test]
fn a_new_graph_holds_its_self_node_only() {
    let graph = GraphView::create().unwrap();
    assert_eq!(graph.node_count(), Ok(1));
    assert_eq!(graph.edge_count(), Ok(0));
    assert_eq!(graph.nodes().unwrap(), [graph.self_node().clone()]);
    assert_eq!(graph.contains_node(graph.self_node()), Ok(true));
    let other = GraphView::create().unwrap();
    assert!(other.self_node().id() > graph.self_node().id());
    assert_ne!(other, graph);
    assert_eq!(graph.clone().address(), graph.address());
}

#[test]
fn nodes_come_by_ascending_number_whatever_the_order_of_insertion() {
    let early: Vec<Node> = (0..100).map(|_| Node::create().unwrap()).collect();
    let graph = GraphView::create().unwrap();
    for node in early.iter().rev() {
        graph.insert_node(node).unwrap();
        graph.insert_node(node).unwrap();
    }
    let mut expected = early;
    expected.push(graph.self_node().clone());
    assert_eq!(graph.nodes().unwrap(), expected);
}

#[test]
fn a_refused_edge_leaves_no_trace() {
    let graph = GraphView::create().unwrap();
    let (source, target) = (Node::create().unwrap(), Node::create().unwrap());
    let edge = edge(&source, &target, KIND);
    assert_eq!(graph.insert_edge(&edge), Err(GraphError::SourceNotInGraph));
    graph.insert_node(&source).unwrap();
    assert_eq!(graph.insert_edge(&edge), Err(GraphError::TargetNotInGraph));
    assert_eq!(graph.edge_count(), Ok(0));
    graph.insert_node(&target).unwrap();
    graph.insert_edge(&edge).unwrap();
    graph.insert_edge(&edge).unwrap();
    assert_eq!(graph.edge_count(), Ok(1));
    assert_eq!(graph.bind(&source).edges_of_type(KIND, Directed::Any).unwrap().as_slice(), [edge]);
}

#[test]
fn edges_of_a_kind_come_in_order_of_insertion() {
    let (graph, [hub]) = graph_of();
    let mut expected = Vec::new();
    for step in 0..500_u32 {
        let child = graph.create_and_insert_node().unwrap();
        let kind = EdgeTypeId(u8::try_from(step % 3 * 100).unwrap());
        let edge = edge(&hub, child.node(), kind);
        graph.insert_edge(&edge).unwrap();
        if kind == EdgeTypeId(100) {
            expected.push(edge);
        }
    }
    assert_eq!(graph.bind(&hub).edges_of_type(EdgeTypeId(100), Directed::Any).unwrap().to_vec(), expected);
}

#[test]
fn filters_look_at_direction_only_where_there_is_one() {
    let (graph, [a, b]) = graph_of();
    let out = edge(&a, &b, KIND);
    let into = edge(&b, &a, KIND);
    let undirected = Edge::create(EdgeSpec::new(&b, &a, KIND)).unwrap();
    let to_itself = edge(&a, &a, KIND);
    for edge in [&out, &into, &undirected, &to_itself] {
        graph.insert_edge(edge).unwrap();
    }
    let edges = |directed| graph.bind(&a).edges_of_type(KIND, directed).unwrap().to_vec();
    let [out, into, both, own] = [&out, &into, &undirected, &to_itself].map(Clone::clone);
    let expected = [out.clone(), into.clone(), both.clone(), own.clone(), own.clone()];
    assert_eq!(edges(Directed::Any), expected);
    assert_eq!(edges(Directed::Outgoing), [out, both.clone(), own.clone(), own.clone()]);
    assert_eq!(edges(Directed::Incoming), [into, both, own.clone(), own]);
    assert_eq!(graph.edge_count(), Ok(4));
    assert_eq!(graph.edges().unwrap().len(), 4);
    let stranger = Node::create().unwrap();
    assert!(graph.bind(&stranger).edges_of_type(KIND, Directed::Any).unwrap().is_empty());
}

#[test]
fn a_visitor_may_add_edges_and_destroy_the_graph() {
    let (graph, [a, b]) = graph_of();
    for _ in 0..3 {
        graph.insert_edge(&edge(&a, &b, KIND)).unwrap();
    }
    let mut seen = 0;
    let outcome = graph.bind(&a).visit_edges_of_type(KIND, Directed::Outgoing, |bound| {
        seen += 1;
        bound.graph().insert_edge(&edge(&a, &b, KIND)).unwrap();
        if seen == 2 { ControlFlow::Break(bound.edge().id()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(outcome, Ok(ControlFlow::Break(_))));
    assert_eq!((seen, graph.edge_count()), (2, Ok(5)));

    let mut seen = 0;
    let outcome = graph.bind(&a).visit_edges_of_type(KIND, Directed::Outgoing, |bound| {
        seen += 1;
        let _ = bound.graph().destroy();
        ControlFlow::<()>::Continue(())
    });
    assert_eq!((outcome, seen), (Ok(ControlFlow::Continue(())), 5));
}

#[test]
fn a_destroyed_graph_refuses_everything_but_its_self_node() {
    let (graph, [a, b]) = graph_of();
    let other = GraphView::create().unwrap();
    let edge = edge(&a, &b, KIND);
    graph.insert_edge(&edge).unwrap();
    graph.destroy().unwrap();
    assert!(graph.is_destroyed());
    let refused = Err(GraphError::Destroyed);
    assert_eq!(graph.destroy(), refused);
    assert_eq!(graph.insert_node(&a).map(drop), refused);
    assert_eq!(graph.create_and_insert_node().map(drop), refused);
    assert_eq!(graph.insert_edge(&edge).map(drop), refused);
    assert_eq!(graph.nodes().map(drop), refused);
    assert_eq!(graph.edges().map(drop), refused);
    assert_eq!(graph.contains_edge(&edge).map(drop), refused);
    assert_eq!(graph.subgraph_from_nodes([&a]).map(drop), refused);
    assert_eq!(graph.insert_subgraph(&other), refused);
    assert_eq!(graph.insert_subgraph(&graph), refused);
    assert_eq!(other.insert_subgraph(&graph), refused);
    assert_eq!(graph.write().map(drop), refused);
    assert_eq!(graph.bind(&a).first_edge(KIND, Directed::Any).map(drop), refused);
    assert_eq!(graph.bound_self_node().node(), graph.self_node());
}

#[test]
fn names_are_found_among_many_and_follow_late_changes() {
    let (graph, [hub]) = graph_of();
    let child = |name: Option<&str>| {
        let node = graph.create_and_insert_node().unwrap().node().clone();
        let mut spec = EdgeSpec::new(&hub, &node, KIND).directional(true);
        spec.name = name.map(Into::into);
        let edge = Edge::create(spec).unwrap();
        graph.insert_edge(&edge).unwrap();
        edge
    };
    let find = |name: &str| graph.bind(&hub).named_edge(KIND, name).unwrap();
    let edges: Vec<Edge> = (0..2000).map(|number| child(Some(&format!("c{}", number % 1000)))).collect();
    for number in [0, 1, 999] {
        assert_eq!(find(&format!("c{number}")).as_ref(), Some(&edges[number]));
    }
    assert_eq!(find("c1000"), None);
    assert_eq!(find(""), None);
    // Names that are too long to stand in place, and differ at their ends only.
    let long = |number: usize| format!("{}{number}", "a long name ".repeat(5));
    let edges: Vec<Edge> = (0..20).map(|number| child(Some(&long(number)))).collect();
    for (number, edge) in edges.iter().enumerate() {
        assert_eq!(find(&long(number)).as_ref(), Some(edge));
    }
    assert_eq!(find(&long(20)), None);
    let unnamed = child(None);
    let last = child(Some("late"));
    assert_eq!(find("late"), Some(last));
    unnamed.push_attr("name", "late");
    assert_eq!(find("late"), Some(unnamed.clone()));
    unnamed.push_attr("name", "later");
    assert_eq!(find("later"), None);

    // A child cannot be found once its edge points the other way.
    let parent = graph.create_and_insert_node().unwrap().node().clone();
    let incoming = Edge::create(EdgeSpec::new(&parent, &hub, KIND).name("parent")).unwrap();
    graph.insert_edge(&incoming).unwrap();
    assert_eq!(find("parent"), Some(incoming.clone()));
    incoming.change(EdgeChange { directional: Some(true), ..EdgeChange::default() });
    assert_eq!(find("parent"), None);
    assert_eq!(graph.bind(&hub).first_edge(KIND, Directed::Incoming), Ok(Some(incoming)));
}

#[test]
fn an_edge_stays_listed_under_the_kind_it_was_inserted_with() {
    let (graph, [a, b]) = graph_of();
    let edge = edge(&a, &b, KIND);
    graph.insert_edge(&edge).unwrap();
    edge.change(EdgeChange {
        edge_type: Some(OTHER),
        order: EdgeOrder::new(5),
        edge_specific: Some(6),
        ..EdgeChange::default()
    });
    assert_eq!(graph.bind(&a).first_edge(KIND, Directed::Any), Ok(Some(edge.clone())));
    assert_eq!(graph.bind(&a).first_edge(OTHER, Directed::Any), Ok(None));
    let part = graph.subgraph_from_nodes([&a, &b]).unwrap();
    assert_eq!(part.bind(&a).first_edge(OTHER, Directed::Any), Ok(Some(edge.clone())));
    assert_eq!((edge.edge_type(), edge.order().get(), edge.edge_specific()), (OTHER, 5, Some(6)));
}

#[test]
fn attributes_know_no_limit_and_no_order_but_their_own() {
    let node = Node::with_attributes(vec![Attribute::new("b", 1_i64), Attribute::new("a", 2.5)]).unwrap();
    node.push_attrs((0..1000_u32).map(|number| Attribute::new(format!("n{number}"), number)).collect());
    node.push_attr("a", "shadowed");
    assert_eq!(node.attrs().count(), 1003);
    assert_eq!(node.attr("a"), Some(&Literal::Float(2.5)));
    assert_eq!(node.attr("n999"), Some(&Literal::Uint(999)));
    assert_eq!(node.attrs().next().map(|attribute| attribute.name.as_str()), Some("b"));
    assert_eq!(node.attrs().last().map(|attribute| &attribute.value), Some(&Literal::from("shadowed")));
}

#[test]
fn nodes_and_edges_are_shared_between_graphs() {
    let (first, [a, b]) = graph_of();
    let second = GraphView::create().unwrap();
    let edge = edge(&a, &b, KIND);
    first.insert_edge(&edge).unwrap();
    for node in [&a, &b] {
        second.insert_node(node).unwrap();
    }
    assert!(second.bind(&a).edges_of_type(KIND, Directed::Any).unwrap().is_empty());
    second.insert_edge(&edge).unwrap();
    a.push_attr("seen", true);
    first.destroy().unwrap();
    let found = second.bind(&b).first_edge(KIND, Directed::Incoming).unwrap().unwrap();
    assert_eq!(found.source().attr("seen"), Some(&Literal::Bool(true)));
}

#[test]
fn a_subgraph_takes_inner_edges_in_the_order_of_the_list() {
    let (graph, [a, b, c, d]) = graph_of();
    let ab = edge(&a, &b, KIND);
    let cb = edge(&c, &b, KIND);
    let bd = edge(&b, &d, KIND);
    for edge in [&ab, &cb, &bd] {
        graph.insert_edge(edge).unwrap();
    }
    let stranger = Node::create().unwrap();
    let part = graph.subgraph_from_nodes([&c, &a, &b, &c, &stranger]).unwrap();
    assert_eq!(part.node_count(), Ok(5));
    assert_eq!(part.contains_node(&stranger), Ok(true));
    assert_eq!(part.bind(&b).edges_of_type(KIND, Directed::Any).unwrap().to_vec(), [cb.clone(), ab.clone()]);
    assert_eq!(graph.bind(&b).edges_of_type(KIND, Directed::Any).unwrap().to_vec(), [ab, cb, bd]);
}

#[test]
fn a_subgraph_brings_its_edges_behind_those_that_are_there() {
    let (graph, [a, b]) = graph_of();
    let (other, [c]) = graph_of();
    let first = edge(&a, &b, KIND);
    graph.insert_edge(&first).unwrap();
    other.insert_node(&a).unwrap();
    other.insert_node(&b).unwrap();
    let (second, third, own) = (edge(&c, &a, KIND), edge(&a, &b, KIND), edge(&a, &a, KIND));
    for edge in [&third, &first, &second, &own] {
        other.insert_edge(edge).unwrap();
    }
    graph.insert_subgraph(&other).unwrap();
    graph.insert_subgraph(&other).unwrap();
    graph.insert_subgraph(&graph).unwrap();
    assert_eq!((graph.node_count(), graph.edge_count()), (Ok(5), Ok(4)));
    assert_eq!(graph.contains_node(other.self_node()), Ok(true));
    assert_eq!(
        graph.bind(&a).edges_of_type(KIND, Directed::Any).unwrap().to_vec(),
        [first, third, second, own.clone(), own]
    );
}

#[test]
fn a_path_follows_joined_edges_only() {
    let (graph, [a, b, c]) = graph_of();
    let (ab, cb) = (edge(&a, &b, KIND), edge(&c, &b, KIND));
    let mut path = BfsPath::new(graph.bind(&a));
    assert!(path.is_empty());
    assert_eq!(path.end(), &a);
    assert!(!path.push(cb.clone()));
    assert!(path.push(ab.clone()));
    assert!(path.push(cb.clone()));
    assert_eq!((path.len(), path.start(), path.end()), (2, &a, &c));
    assert_eq!(path.steps().iter().map(pyzig_graph::Step::is_forward).collect::<Vec<_>>(), [true, false]);
    assert_eq!(path.nodes().collect::<Vec<_>>(), [&a, &b, &c]);
    assert!(path.contains(&b));
    assert_eq!(path.bound_end(), graph.bind(&c));
    assert_eq!(path.edges().collect::<Vec<_>>(), [&ab, &cb]);
    assert!(BfsPath::along(graph.bind(&a), [cb, ab]).is_none());
}

#[test]
fn handles_go_between_threads() {
    fn sendable<T: Send + Sync + 'static>() {}
    sendable::<GraphView>();
    sendable::<Node>();
    sendable::<Edge>();
    sendable::<BfsPath>();
    sendable::<pyzig_graph::BoundNode>();
    sendable::<pyzig_graph::Contents>();
}
