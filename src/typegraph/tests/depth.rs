//! Nothing is so deep or long that the stack would not do.

use pyzig_graph::{BoundNode, GraphView};
use pyzig_typegraph::{
    ChildQuery, Error, NodeCreationAttributes, Segment, TypeGraph, children_query, composition,
    copy_node_into, interface, reference_path, reference_resolve, traits, type_,
};

const DEEP: usize = 100_000;

/// Runs a test on a stack that is far too small for recursion.
fn on_a_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    thread.spawn(test).unwrap().join().unwrap();
}

fn type_graph() -> TypeGraph {
    TypeGraph::create(&GraphView::create().unwrap()).unwrap()
}

fn chain_of_children(graph: &GraphView, count: usize) -> Vec<BoundNode> {
    let nodes: Vec<BoundNode> = (0..count).map(|_| graph.create_and_insert_node().unwrap()).collect();
    for pair in nodes.windows(2) {
        composition::add_child(&pair[0], pair[1].node(), "c").unwrap();
    }
    nodes
}

#[test]
fn types_nested_deeply_are_instantiated_and_copied() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        let none = NodeCreationAttributes::default();
        let mut inner = type_graph.add_type("T").unwrap();
        type_graph.mark_constructable(&inner).unwrap();
        for number in 1..DEEP {
            let outer = type_graph.add_type(&format!("T{number}")).unwrap();
            type_graph.add_make_child(&outer, &inner, Some("c"), &none).unwrap();
            type_graph.mark_constructable(&outer).unwrap();
            inner = outer;
        }
        let instance = type_graph.instantiate_node(&inner, Vec::new()).unwrap();
        let query = ChildQuery { include_root: true, ..ChildQuery::default() };
        assert_eq!(children_query(&instance, &query).unwrap().len(), DEEP);
        let copy = GraphView::create().unwrap();
        copy_node_into(&instance, &copy).unwrap();
        assert_eq!(children_query(&copy.bind(instance.node()), &query).unwrap().len(), DEEP);
    });
}

#[test]
fn a_circle_of_very_many_types_is_refused() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        let none = NodeCreationAttributes::default();
        let types: Vec<BoundNode> = (0..1000)
            .map(|number| {
                let type_node = type_graph.add_type(&format!("T{number}")).unwrap();
                type_graph.mark_constructable(&type_node).unwrap();
                type_node
            })
            .collect();
        for (at, outer) in types.iter().enumerate() {
            type_graph.add_make_child(outer, &types[(at + 1) % types.len()], Some("c"), &none).unwrap();
        }
        let Err(Error::Instantiation(error)) = type_graph.instantiate_node(&types[0], Vec::new()) else {
            panic!()
        };
        assert!(error.message.starts_with("Type contains itself: T0 > T1 > "), "{}", error.message);
        assert!(error.message.ends_with("> … > T992 > T993 > T994 > T995 > T996 > T997 > T998 > T999 > T0"));
    });
}

#[test]
fn long_references_are_made_read_and_followed() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        let path = vec![Segment::from("c"); DEEP];
        let reference = type_graph.ensure_child_reference(&path).unwrap();
        assert_eq!(reference_path(&reference).unwrap(), path);
        let nodes = chain_of_children(type_graph.graph(), DEEP + 1);
        assert_eq!(reference_resolve(&reference, &nodes[0]).unwrap(), nodes[DEEP]);
        assert!(reference_resolve(&reference, &nodes[1]).is_err());
    });
}

#[test]
fn deep_trees_are_searched_and_circles_are_refused() {
    on_a_small_stack(|| {
        let graph = GraphView::create().unwrap();
        let nodes = chain_of_children(&graph, DEEP);
        let found = children_query(&nodes[0], &ChildQuery::default()).unwrap();
        assert!(found.iter().eq(nodes[1..].iter().map(BoundNode::node)));
        let direct = ChildQuery { direct_only: true, ..ChildQuery::default() };
        composition::add_child(&nodes[DEEP - 1], nodes[0].node(), "back").unwrap();
        assert!(children_query(&nodes[0], &direct).unwrap().iter().eq([nodes[1].node()]));
        let error = children_query(&nodes[0], &ChildQuery::default()).unwrap_err().to_string();
        assert!(error.starts_with("A node is its own descendant: "), "{error}");
    });
}

/// Nodes of one type that are interfaces.
fn interfaces(type_graph: &TypeGraph, count: usize) -> Vec<BoundNode> {
    let marker = type_graph.get_or_create_type("is_interface.node.core.faebryk").unwrap();
    let kind = type_graph.get_or_create_type("Electrical").unwrap();
    for type_node in [&marker, &kind] {
        type_graph.mark_constructable(type_node).unwrap();
    }
    (0..count)
        .map(|_| {
            let node = type_graph.instantiate_node(&kind, Vec::new()).unwrap();
            traits::add_trait_to(&node, &marker).unwrap();
            node
        })
        .collect()
}

#[test]
fn a_long_chain_is_followed_to_its_end() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        let nodes = interfaces(&type_graph, DEEP);
        for pair in nodes.windows(2) {
            interface::connect(&pair[0], &pair[1]).unwrap();
        }
        let path = interface::is_connected_to(&nodes[0], nodes[DEEP - 1].node()).unwrap();
        assert_eq!(path.len(), DEEP - 1);
        assert_eq!(path.end(), nodes[DEEP - 1]);
        assert_eq!(path.nodes().len(), DEEP);
    });
}

#[test]
fn a_connection_at_the_top_of_a_deep_hierarchy_reaches_the_bottom() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        let depth = DEEP / 2;
        let nodes = interfaces(&type_graph, 2 * depth);
        let (left, right) = nodes.split_at(depth);
        for side in [left, right] {
            for pair in side.windows(2) {
                composition::add_child(&pair[0], pair[1].node(), "c").unwrap();
            }
        }
        interface::connect(&left[0], &right[0]).unwrap();
        let path = interface::is_connected_to(&left[depth - 1], right[depth - 1].node()).unwrap();
        assert_eq!(path.len(), 2 * (depth - 1) + 1);
        assert_eq!(path.end(), right[depth - 1]);
    });
}

#[test]
fn shallow_meshes_and_endless_climbs_come_to_an_end() {
    on_a_small_stack(|| {
        let type_graph = type_graph();
        // Every path through the mesh would be one of very many.
        let nodes = interfaces(&type_graph, 60);
        for (at, first) in nodes.iter().enumerate() {
            for second in &nodes[..at] {
                interface::connect_shallow(first, second).unwrap();
            }
        }
        assert_eq!(interface::connections(&nodes[0]).unwrap().len(), 60);

        // Every node is connected with all below it.
        let nested = interfaces(&type_graph, 60);
        for (at, pair) in nested.windows(2).enumerate() {
            composition::add_child(&pair[0], pair[1].node(), &format!("c{}", at % 3)).unwrap();
        }
        for pair in nested.windows(2) {
            interface::connect(&pair[0], &pair[1]).unwrap();
        }
        assert_eq!(interface::connections(&nested[59]).unwrap().len(), 60);
        assert!(type_::type_of(&nested[0]).unwrap().is_some());
    });
}
