//! Prints how many bytes nodes and edges take: `cargo run --release -p pyzig-graph --example memory`.

use std::fs;

use pyzig_graph::{Edge, EdgeSpec, EdgeTypeId, GraphView, Node};

const COUNT: usize = 1_000_000;

/// Resident memory of the process in bytes; 0 where the system does not tell.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok()).unwrap_or(0) * 1024
}

fn report(what: &str, before: &mut usize) {
    let now = resident();
    println!("{what:<40} {:>4} bytes each", now.saturating_sub(*before) / COUNT);
    *before = now;
}

fn main() -> Result<(), pyzig_graph::GraphError> {
    let graph = GraphView::create()?;
    let mut nodes: Vec<Node> = vec![graph.self_node().clone(); COUNT];
    let mut edges: Vec<Edge> = Vec::with_capacity(COUNT);
    let mut before = resident();
    for node in &mut nodes {
        *node = Node::create()?;
    }
    report("create a node", &mut before);
    for node in &nodes {
        graph.insert_node(node)?;
    }
    report("insert a node", &mut before);
    for pair in nodes.windows(2) {
        let spec = EdgeSpec::new(&pair[0], &pair[1], EdgeTypeId(130)).directional(true).name("child");
        edges.push(Edge::create(spec)?);
    }
    report("create an edge (and 8 for the handle)", &mut before);
    for edge in &edges {
        graph.insert_edge(edge)?;
    }
    report("insert an edge of a chain", &mut before);
    drop((nodes, edges));
    let star = GraphView::create()?;
    let hub = star.create_and_insert_node()?;
    let children: Vec<Node> = (0..COUNT)
        .map(|_| star.create_and_insert_node().map(|bound| bound.into_parts().0))
        .collect::<Result<_, _>>()?;
    let edges: Vec<Edge> = children
        .iter()
        .map(|child| Edge::create(EdgeSpec::new(hub.node(), child, EdgeTypeId(130)).name("child")))
        .collect::<Result<_, _>>()?;
    before = resident();
    for edge in &edges {
        star.insert_edge(edge)?;
    }
    report("insert an edge of a star", &mut before);
    Ok(())
}
