//! What the common operations of the graph core cost: `cargo bench -p pyzig-graph`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use pyzig_graph::{Directed, Edge, EdgeSpec, EdgeTypeId, GraphView, Node};

const KIND: EdgeTypeId = EdgeTypeId(130);
const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    divan::main();
}

fn nodes(graph: &GraphView, count: usize) -> Vec<Node> {
    (0..count).map(|_| graph.create_and_insert_node().expect("the graph lives").into_parts().0).collect()
}

fn link(source: &Node, target: &Node) -> Edge {
    Edge::create(EdgeSpec::new(source, target, KIND).directional(true)).expect("numbers are left")
}

fn chain(count: usize) -> (GraphView, Vec<Node>, Vec<Edge>) {
    let graph = GraphView::create().expect("numbers are left");
    let nodes = nodes(&graph, count + 1);
    let edges = nodes.windows(2).map(|pair| link(&pair[0], &pair[1])).collect();
    (graph, nodes, edges)
}

fn star(count: usize) -> (GraphView, Node) {
    let graph = GraphView::create().expect("numbers are left");
    let hub = graph.create_and_insert_node().expect("the graph lives").into_parts().0;
    for (number, child) in nodes(&graph, count).iter().enumerate() {
        let spec = EdgeSpec::new(&hub, child, KIND).directional(true).name(format!("c{number}"));
        graph.insert_edge(&Edge::create(spec).expect("numbers are left")).expect("the graph lives");
    }
    (graph, hub)
}

#[divan::bench(args = [0, 1_000_000])]
fn create_graph(bencher: Bencher, existing: usize) {
    let graph = GraphView::create().expect("numbers are left");
    let _existing = nodes(&graph, existing);
    bencher.bench(GraphView::create);
}

#[divan::bench(args = SIZES)]
fn create_nodes(bencher: Bencher, count: usize) {
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let graph = GraphView::create().expect("numbers are left");
        for _ in 0..count {
            black_box(graph.create_node().expect("the graph lives"));
        }
        graph
    });
}

#[divan::bench(args = SIZES)]
fn create_edges(bencher: Bencher, count: usize) {
    let (_graph, nodes, _edges) = chain(count);
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| nodes.windows(2).map(|pair| link(&pair[0], &pair[1])).collect::<Vec<_>>());
}

#[divan::bench(args = SIZES)]
fn insert_edges_of_a_chain(bencher: Bencher, count: usize) {
    bencher.counter(ItemsCount::new(count)).with_inputs(|| chain(count)).bench_refs(|(graph, _, edges)| {
        for edge in edges {
            black_box(graph.add_edge(edge).expect("both ends are there"));
        }
    });
}

#[divan::bench(args = SIZES)]
fn insert_edges_of_a_chain_in_one_transaction(bencher: Bencher, count: usize) {
    bencher.counter(ItemsCount::new(count)).with_inputs(|| chain(count)).bench_refs(|(graph, _, edges)| {
        let mut write = graph.write().expect("the graph lives");
        for edge in edges {
            write.insert_edge(edge).expect("both ends are there");
        }
        write.commit();
    });
}

#[divan::bench(args = [10, 1_000, 100_000])]
fn named_child(bencher: Bencher, count: usize) {
    let (graph, hub) = star(count);
    let hub = graph.bind(&hub);
    let name = format!("c{}", count / 2);
    bencher.bench(|| hub.named_edge(KIND, black_box(&name)));
}

#[divan::bench(args = SIZES)]
fn snapshot_of_a_hub(bencher: Bencher, count: usize) {
    let (graph, hub) = star(count);
    let hub = graph.bind(&hub);
    bencher.counter(ItemsCount::new(count)).bench(|| hub.edges_of_type(KIND, Directed::Outgoing));
}

#[divan::bench(args = SIZES)]
fn walk_a_chain_by_position(bencher: Bencher, count: usize) {
    let (graph, nodes, edges) = chain(count);
    for edge in &edges {
        graph.insert_edge(edge).expect("both ends are there");
    }
    bencher.counter(ItemsCount::new(count)).bench(|| {
        let read = graph.read().expect("the graph lives");
        let mut at = read.index_of(nodes[0].id());
        let mut steps = 0;
        while let Some(index) = at {
            at = read.first_edge_at(index, KIND, Directed::Outgoing).map(pyzig_graph::Incidence::other);
            steps += 1;
        }
        steps
    });
}

#[divan::bench(args = SIZES)]
fn subgraph_of_a_tenth(bencher: Bencher, count: usize) {
    let (graph, nodes, edges) = chain(count);
    for edge in &edges {
        graph.insert_edge(edge).expect("both ends are there");
    }
    let part = &nodes[..count / 10];
    bencher.counter(ItemsCount::new(part.len())).bench(|| graph.subgraph_from_nodes(part));
}

#[divan::bench(args = SIZES)]
fn subgraph_of_everything(bencher: Bencher, count: usize) {
    let (graph, nodes, edges) = chain(count);
    for edge in &edges {
        graph.insert_edge(edge).expect("both ends are there");
    }
    bencher.counter(ItemsCount::new(count)).bench(|| graph.subgraph_from_nodes(&nodes));
}

#[divan::bench(args = SIZES)]
fn destroy_a_star(bencher: Bencher, count: usize) {
    bencher.counter(ItemsCount::new(count)).with_inputs(|| star(count).0).bench_refs(|graph| graph.destroy());
}
