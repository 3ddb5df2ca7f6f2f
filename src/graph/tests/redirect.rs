//! Putting an edge that ends elsewhere in the place of another.

use pyzig_graph::{
    Attribute, Directed, Edge, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphError, GraphView, Node,
    SharedAttributes,
};

const KIND: EdgeTypeId = EdgeTypeId(9);

fn nodes(graph: &GraphView, count: usize) -> Vec<Node> {
    (0..count).map(|_| graph.create_node().unwrap()).collect()
}

fn targets(graph: &GraphView, node: &Node) -> Vec<Node> {
    let edges = graph.bind(node).edges_of_type(KIND, Directed::Outgoing).unwrap();
    edges.iter().map(|edge| edge.target().clone()).collect()
}

fn sources(graph: &GraphView, node: &Node) -> Vec<Node> {
    let edges = graph.bind(node).edges_of_type(KIND, Directed::Incoming).unwrap();
    edges.iter().map(|edge| edge.source().clone()).collect()
}

fn link(graph: &GraphView, source: &Node, target: &Node, name: &str) -> Edge {
    let spec = EdgeSpec::new(source, target, KIND).directional(true).name(name).attr("a", 1_i64);
    graph.create_edge(spec).unwrap()
}

/// As [`link`], for an edge that the graph makes by its shape.
fn make(graph: &GraphView, source: &Node, target: &Node, name: &str) -> Edge {
    let mut write = graph.write().unwrap();
    let ends = [source, target].map(|end| write.index_of(end.id()).unwrap());
    let attributes = SharedAttributes::from(vec![Attribute::new("a", 1_i64)]);
    let shape = EdgeShape::new(KIND, true, EdgeOrder::ZERO, None);
    write.connect(&shape.name(Some(name.into())).attributes(attributes), ends[0], ends[1]).unwrap();
    let edge = write.edges_at(ends[0], KIND).iter().next_back().unwrap().edge().clone();
    write.commit();
    edge
}

#[test]
fn a_redirected_edge_keeps_its_place_and_everything_but_its_end() {
    for (count, link) in [(2, link as fn(&_, &_, &_, &_) -> _), (40, link), (2, make), (40, make)] {
        let graph = GraphView::create().unwrap();
        let nodes = nodes(&graph, count + 2);
        let (hub, other) = (&nodes[0], &nodes[count + 1]);
        let edges: Vec<Edge> =
            (1..=count).map(|at| link(&graph, hub, &nodes[at], &format!("e{at}"))).collect();
        assert!(graph.bind(hub).named_edge(KIND, "e2").unwrap().is_some());

        let redirected = graph.redirect_edge(&edges[0], other).unwrap();

        let mut expected: Vec<Node> = nodes[1..=count].to_vec();
        expected[0] = other.clone();
        assert_eq!(targets(&graph, hub), expected);
        assert_eq!(sources(&graph, other), std::slice::from_ref(hub));
        assert!(sources(&graph, &nodes[1]).is_empty());
        assert_eq!(graph.bind(hub).named_edge(KIND, "e1").unwrap().as_ref(), Some(&redirected));
        assert!(redirected.attrs().eq(edges[0].attrs()));
        assert!(redirected.directional());
        assert_eq!(graph.edge_count(), Ok(count));
        assert_eq!(graph.contains_edge(&edges[0]), Ok(false));
    }
}

#[test]
fn one_of_many_incoming_edges_can_be_taken_away() {
    let graph = GraphView::create().unwrap();
    let nodes = nodes(&graph, 42);
    let (hub, other) = (&nodes[0], &nodes[1]);
    let edges: Vec<Edge> = nodes[2..].iter().map(|node| link(&graph, node, hub, "e")).collect();
    graph.redirect_edge(&edges[0], other).unwrap();
    graph.redirect_edge(&edges[20], other).unwrap();
    let mut expected: Vec<Node> = nodes[2..].to_vec();
    expected.remove(20);
    expected.remove(0);
    assert_eq!(sources(&graph, hub), expected);
    let first = graph.bind(hub).first_edge(KIND, Directed::Incoming).unwrap().unwrap();
    assert_eq!(first.source(), &expected[0]);
    assert_eq!(sources(&graph, other), [nodes[2].clone(), nodes[22].clone()]);
}

#[test]
fn an_edge_to_itself_can_be_redirected_and_back() {
    let graph = GraphView::create().unwrap();
    let nodes = nodes(&graph, 2);
    let edge = link(&graph, &nodes[0], &nodes[0], "e");
    let edge = graph.redirect_edge(&edge, &nodes[1]).unwrap();
    assert!(sources(&graph, &nodes[0]).is_empty());
    graph.redirect_edge(&edge, &nodes[0]).unwrap();
    assert_eq!(graph.bind(&nodes[0]).edges_of_type(KIND, Directed::Any).unwrap().len(), 2);
    assert_eq!(graph.edge_count(), Ok(1));
}

#[test]
fn an_edge_cannot_be_redirected_out_of_the_graph() {
    let graph = GraphView::create().unwrap();
    let nodes = nodes(&graph, 2);
    let edge = link(&graph, &nodes[0], &nodes[1], "e");
    let stranger = Node::create().unwrap();
    assert_eq!(graph.redirect_edge(&edge, &stranger).err(), Some(GraphError::TargetNotInGraph));
    assert_eq!(targets(&graph, &nodes[0]), [nodes[1].clone()]);
}
