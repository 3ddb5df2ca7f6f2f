//! What the type graph and the path finder cost: `cargo bench -p pyzig-typegraph`.
//!
//! Numbers of items grow tenfold, so that whatever does not grow linearly stands out.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use pyzig_graph::{Attribute, BoundNode, GraphView};
use pyzig_typegraph::{
    NodeCreationAttributes, PointerIndex, Segment, TypeGraph, composition, interface, pointer, traits,
};

fn main() {
    divan::main();
}

fn type_graph() -> TypeGraph {
    let graph = GraphView::create().expect("numbers are left");
    TypeGraph::create(&graph).expect("numbers are left")
}

fn add_type(type_graph: &TypeGraph, name: &str) -> BoundNode {
    let type_node = type_graph.add_type(name).expect("the name is free");
    type_graph.mark_constructable(&type_node).expect("the type is there");
    type_node
}

fn add_children(type_graph: &TypeGraph, owner: &BoundNode, child: &BoundNode, count: usize) {
    let attributes = NodeCreationAttributes::with_value(Some("text"));
    for number in 0..count {
        let name = format!("c{number}");
        type_graph.add_make_child(owner, child, Some(&name), &attributes).expect("both types are there");
    }
}

/// Interfaces of one type, and the type of trait that makes them interfaces.
fn interfaces(count: usize, further_types: usize) -> Vec<BoundNode> {
    let type_graph = type_graph();
    for number in 0..further_types {
        type_graph.add_type(&format!("filler{number}")).expect("the name is free");
    }
    let marker = add_type(&type_graph, "is_interface.node.core.faebryk");
    let kind = add_type(&type_graph, "Electrical");
    (0..count)
        .map(|_| {
            let node = type_graph.instantiate_node(&kind, Vec::new()).expect("the type is constructable");
            traits::add_trait_to(&node, &marker).expect("the trait is constructable");
            node
        })
        .collect()
}

fn connect(first: &BoundNode, second: &BoundNode) {
    interface::connect(first, second).expect("the types agree");
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn is_connected_to_along_a_chain(bencher: Bencher, count: usize) {
    let nodes = interfaces(count, 0);
    nodes.windows(2).for_each(|pair| connect(&pair[0], &pair[1]));
    let end = nodes[count - 1].node();
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| interface::is_connected_to(&nodes[0], end).map(|path| path.len()));
}

#[divan::bench(args = [(3_000, 0), (30_000, 0), (1_000, 10_000)])]
fn get_connected_in_a_star(bencher: Bencher, (count, further_types): (usize, usize)) {
    let nodes = interfaces(count, further_types);
    nodes[1..].iter().for_each(|node| connect(&nodes[0], node));
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| interface::connections(&nodes[1]).map(|found| found.len()));
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn get_connected_in_a_ladder_of_meshes(bencher: Bencher, count: usize) {
    let nodes = interfaces(count, 0);
    for group in nodes.chunks(10) {
        for (at, first) in group.iter().enumerate() {
            group[..at].iter().for_each(|second| connect(first, second));
        }
    }
    for group in nodes.chunks(10).collect::<Vec<_>>().windows(2) {
        connect(&group[0][9], &group[1][0]);
    }
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| interface::connections(&nodes[0]).map(|found| found.len()));
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn get_connected_through_parents(bencher: Bencher, count: usize) {
    let nodes = interfaces(count, 0);
    let families: Vec<_> = nodes.chunks_exact(3).collect();
    for family in &families {
        for (child, name) in family[1..].iter().zip(["hv", "lv"]) {
            composition::add_child(&family[0], child.node(), name).expect("both are in the graph");
        }
        if family[0] != nodes[0] {
            connect(&nodes[0], &family[0]);
        }
    }
    bencher
        .counter(ItemsCount::new(count))
        .bench(|| interface::connections(&nodes[1]).map(|found| found.len()));
}

/// A type whose instances are trees of ten children each.
fn tree_type(type_graph: &TypeGraph, levels: usize) -> BoundNode {
    let mut inner = add_type(type_graph, "L0");
    for level in 1..=levels {
        let outer = add_type(type_graph, &format!("L{level}"));
        add_children(type_graph, &outer, &inner, 10);
        inner = outer;
    }
    inner
}

#[divan::bench(args = [3, 4, 5])]
fn instantiate_trees(bencher: Bencher, levels: usize) {
    let count: usize = (0..=levels).map(|level| 10_usize.pow(u32::try_from(level).unwrap_or(0))).sum();
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| {
            let type_graph = type_graph();
            let type_node = tree_type(&type_graph, levels);
            (type_graph, type_node)
        })
        .bench_refs(|(type_graph, type_node)| type_graph.instantiate_node(type_node, Vec::new()));
}

#[divan::bench]
fn instantiate_one_with_links(bencher: Bencher) {
    let type_graph = type_graph();
    let leaf = add_type(&type_graph, "leaf");
    let owner = add_type(&type_graph, "T");
    add_children(&type_graph, &owner, &leaf, 10);
    for number in 0..5_u16 {
        let end = |number| {
            let path = [Segment::from(format!("c{number}").as_str())];
            type_graph.ensure_child_reference(&path).expect("the path is not empty")
        };
        let (lhs, rhs) = (end(number), end(number + 5));
        let edge = pointer::build(Some("p"), PointerIndex::new(i64::from(number)).ok());
        type_graph.add_make_link(&owner, lhs.node(), rhs.node(), &edge).expect("the references are there");
    }
    bencher
        .counter(ItemsCount::new(11_usize))
        .bench(|| type_graph.instantiate_node(&owner, vec![Attribute::new("a", 1_i64)]));
}

#[divan::bench(args = [300, 3_000, 30_000])]
fn copy_all_types(bencher: Bencher, count: usize) {
    let type_graph = type_graph();
    let mut types = Vec::new();
    for number in 0..count {
        let type_node = type_graph.add_type(&format!("T{number}")).expect("the name is free");
        for child in 0..4_usize.min(number) {
            let name = format!("c{child}");
            let kind: &BoundNode = &types[number * child / 5];
            let none = NodeCreationAttributes::default();
            type_graph.add_make_child(&type_node, kind, Some(&name), &none).expect("both types are there");
        }
        types.push(type_node);
    }
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| GraphView::create().expect("numbers are left"))
        .bench_refs(|target| type_graph.copy_into(target, false));
}

#[divan::bench(args = [3, 4, 5])]
fn copy_instances(bencher: Bencher, levels: usize) {
    let type_graph = type_graph();
    let type_node = tree_type(&type_graph, levels);
    let root = type_graph.instantiate_node(&type_node, Vec::new()).expect("the type is constructable");
    let count: usize = (0..=levels).map(|level| 10_usize.pow(u32::try_from(level).unwrap_or(0))).sum();
    bencher
        .counter(ItemsCount::new(count))
        .with_inputs(|| GraphView::create().expect("numbers are left"))
        .bench_refs(|target| pyzig_typegraph::copy_node_into(&root, target));
}

#[divan::bench(args = [100, 10_000])]
fn type_by_name(bencher: Bencher, count: usize) {
    let type_graph = type_graph();
    for number in 0..count {
        type_graph.add_type(&format!("T{number}")).expect("the name is free");
    }
    let name = format!("T{}", count / 2);
    bencher.bench(|| type_graph.type_by_name(black_box(&name)));
}

#[divan::bench(args = [10, 1_000])]
fn try_get_trait(bencher: Bencher, count: usize) {
    let type_graph = type_graph();
    let owner = type_graph.graph().create_and_insert_node().expect("the graph lives");
    let mut last = add_type(&type_graph, "t");
    for number in 0..count {
        last = add_type(&type_graph, &format!("t{number}"));
        traits::add_trait_to(&owner, &last).expect("the trait is constructable");
    }
    bencher.bench(|| traits::try_get_trait(&owner, black_box(last.node())));
}

#[divan::bench]
fn add_make_child(bencher: Bencher) {
    let type_graph = type_graph();
    let (owner, child) = (add_type(&type_graph, "Owner"), add_type(&type_graph, "Child"));
    let none = NodeCreationAttributes::default();
    bencher.bench(|| type_graph.add_make_child(&owner, &child, Some("c"), &none));
}
