//! The edge families through their public functions.

use pyzig_graph::{BoundNode, Edge, GraphView, Literal, Node};
use pyzig_typegraph::{
    EdgeFamily, Error, PointerIndex, composition, interface, next, operand, pointer, trait_, type_,
};

fn graph() -> GraphView {
    GraphView::create().unwrap()
}

fn node(graph: &GraphView) -> BoundNode {
    graph.create_and_insert_node().unwrap()
}

fn targets(edges: &[Edge]) -> Vec<Node> {
    edges.iter().map(|edge| edge.target().clone()).collect()
}

#[test]
fn every_family_has_the_number_that_its_constant_gives() {
    let families: [(EdgeFamily, u8); 7] = [
        (type_::FAMILY, 0),
        (trait_::FAMILY, 34),
        (next::FAMILY, 41),
        (pointer::FAMILY, 78),
        (interface::FAMILY, 85),
        (composition::FAMILY, 130),
        (operand::FAMILY, 193),
    ];
    for (family, number) in families {
        assert_eq!(family.edge_type().0, number);
    }
}

#[test]
fn children_are_found_by_name_and_parents_by_the_first_edge() {
    let graph = graph();
    let (parent, other, child, anonymous) = (node(&graph), node(&graph), node(&graph), node(&graph));
    let edge = composition::add_child(&parent, child.node(), "a").unwrap();
    composition::add_child(&other, child.node(), "b").unwrap();
    composition::add_anonymous_child(&parent, anonymous.node()).unwrap();
    composition::add_child(&parent, parent.node(), "self").unwrap();

    assert_eq!(composition::child_by_name(&parent, "a").unwrap(), Some(child.clone()));
    assert_eq!(composition::child_by_name(&parent, "").unwrap(), Some(anonymous.clone()));
    assert_eq!(composition::child_by_name(&parent, "b").unwrap(), None);
    assert_eq!(composition::parent_node_of(&child).unwrap(), Some(parent.clone()));
    assert_eq!(composition::name(edge.edge()), Ok("a"));
    let children = composition::children_edges(&parent).unwrap();
    assert_eq!(targets(&children), [child.node().clone(), anonymous.node().clone()]);
    assert_eq!(composition::child_of(edge.edge(), child.node()), None);
    assert_eq!(composition::child_of(edge.edge(), parent.node()), Some(child.node()));
    assert_eq!(composition::parent_of(edge.edge(), child.node()), Some(parent.node()));
}

#[test]
fn a_missing_end_is_named_by_its_role() {
    let graph = graph();
    let inside = node(&graph);
    let outside = Node::create().unwrap();
    let message = |error: Error| error.to_string();
    let error = composition::add_child(&graph.bind(&outside), inside.node(), "a").unwrap_err();
    assert_eq!(message(error), "Parent node not in graph");
    let error = composition::add_child(&inside, &outside, "a").unwrap_err();
    assert_eq!(message(error), "Child node not in graph");
    let error = trait_::add_trait_instance(&inside, &outside).unwrap_err();
    assert_eq!(message(error), "Trait instance node not in graph");
    let error = next::add_next(&inside, &outside).unwrap_err();
    assert_eq!(message(error), "Next node not in graph");
    let error = pointer::point_to(&inside, &outside, None, None).unwrap_err();
    assert_eq!(message(error), "Target node not in graph");
    let error = type_::add_instance(&graph.bind(&outside), inside.node()).unwrap_err();
    assert_eq!(message(error), "Type node not in graph");
    assert_eq!(graph.edge_count(), Ok(0));
}

#[test]
fn names_of_edges_of_other_families_are_refused() {
    let graph = graph();
    let (a, b) = (node(&graph), node(&graph));
    let pointer = pointer::point_to(&a, b.node(), Some("p"), None).unwrap();
    let error = composition::name(pointer.edge()).unwrap_err();
    assert_eq!(error.to_string(), "edge is not an EdgeComposition edge");
    let error = operand::name(pointer.edge()).unwrap_err();
    assert_eq!(error, Error::WrongEdgeType { class: "EdgeOperand" });
}

#[test]
fn pointers_carry_an_index_in_two_parts() {
    let graph = graph();
    let (a, b, c) = (node(&graph), node(&graph), node(&graph));
    for number in [0, 1, 255, 256, 0x7FFF] {
        let index = PointerIndex::new(number).unwrap();
        let edge = pointer::point_to(&a, b.node(), Some("many"), Some(index)).unwrap();
        assert_eq!(pointer::index(edge.edge()), Some(index));
        assert_eq!(i64::from(edge.edge().order().get()), number >> 8);
        assert_eq!(edge.edge().edge_specific().map(i64::from), Some(number & 255));
    }
    assert_eq!(PointerIndex::new(0x8000), Err(Error::IndexOutOfRange));
    assert_eq!(PointerIndex::new(-1), Err(Error::IndexOutOfRange));
    let plain = pointer::point_to(&a, c.node(), None, None).unwrap();
    assert_eq!(pointer::index(plain.edge()), None);
    assert_eq!(plain.edge().name(), None);
    assert_eq!(pointer::pointed_edges(&a).unwrap().len(), 6);
    assert_eq!(pointer::pointed_edges_by_name(&a, "many").unwrap().len(), 5);
    assert_eq!(pointer::referenced_node_of(&a).unwrap(), Some(b));
    assert_eq!(pointer::pointed_node_by_name(&a, "none").unwrap(), None);
}

#[test]
fn the_next_node_is_the_first_one() {
    let graph = graph();
    let (a, b, c) = (node(&graph), node(&graph), node(&graph));
    next::add_next(&a, b.node()).unwrap();
    next::add_next(&a, c.node()).unwrap();
    assert_eq!(next::next_node_of(&a).unwrap().as_ref(), Some(b.node()));
    assert_eq!(next::previous_node_of(&c).unwrap().as_ref(), Some(a.node()));
    assert_eq!(next::next_node_of(&b).unwrap(), None);
    let undirected = interface::create(a.node(), b.node(), false).unwrap();
    assert_eq!(next::next_node(&undirected), None);
}

#[test]
fn operands_hang_below_the_set_of_operands() {
    let graph = graph();
    let (expression, set, x, y) = (node(&graph), node(&graph), node(&graph), node(&graph));
    let error = operand::add_operand(&expression, x.node(), None).unwrap_err();
    assert!(error.to_string().contains("no child `operands`"));
    composition::add_child(&expression, set.node(), "operands").unwrap();
    let edge = operand::add_operand(&expression, x.node(), Some("x")).unwrap();
    operand::add_operand(&expression, y.node(), None).unwrap();
    assert_eq!(edge.source(), set);
    assert_eq!(operand::operand_by_name(&expression, "x").unwrap(), Some(x.clone()));
    assert_eq!(operand::operand_by_name(&expression, "y").unwrap(), None);
    assert_eq!(operand::expression_node(&edge).unwrap(), *expression.node());
    assert_eq!(operand::expression_of(&edge, set.node()).unwrap(), None);
    assert_eq!(operand::operand_edges(&set).unwrap().len(), 2);
    assert_eq!(operand::expression_edges(&x).unwrap().len(), 1);

    let (number, sum) = (node(&graph), node(&graph));
    type_::add_instance(&number, y.node()).unwrap();
    type_::add_instance(&sum, expression.node()).unwrap();
    assert_eq!(targets(&operand::operands_of_type(&expression, number.node()).unwrap()), [y.node().clone()]);
    assert_eq!(operand::expression_edges_of_type(&y, sum.node()).unwrap().len(), 1);
    assert_eq!(operand::expression_edges_of_type(&y, number.node()).unwrap().len(), 0);
}

#[test]
fn the_first_trait_of_a_type_is_found_among_few_and_many() {
    for others in [0, 3, 100] {
        let graph = graph();
        let (owner, wanted) = (node(&graph), node(&graph));
        for _ in 0..others {
            let (type_node, instance) = (node(&graph), node(&graph));
            type_::add_instance(&type_node, instance.node()).unwrap();
            trait_::add_trait_instance(&owner, instance.node()).unwrap();
        }
        let mut instances = Vec::new();
        for _ in 0..3 {
            assert_eq!(
                trait_::first_trait_instance_of_type(&owner, wanted.node()).unwrap(),
                instances.first().cloned()
            );
            let instance = node(&graph);
            type_::add_instance(&wanted, instance.node()).unwrap();
            // Instances of the type that belong to nobody, or to somebody else, are not found.
            type_::add_instance(&wanted, node(&graph).node()).unwrap();
            let stranger = node(&graph);
            type_::add_instance(&wanted, stranger.node()).unwrap();
            trait_::add_trait_instance(&wanted, stranger.node()).unwrap();
            trait_::add_trait_instance(&owner, instance.node()).unwrap();
            instances.push(instance);
        }
        assert_eq!(trait_::trait_instances_of_type(&owner, wanted.node()).unwrap().len(), 3);
        assert_eq!(trait_::owner_node_of(&instances[1]).unwrap(), Some(owner));
    }
}

#[test]
fn interfaces_connect_only_if_their_types_agree() {
    let graph = graph();
    let (a, b, c, kind, other) = (node(&graph), node(&graph), node(&graph), node(&graph), node(&graph));
    let edge = interface::connect(&a, &b).unwrap();
    assert_eq!(edge.edge().attr("shallow"), Some(Literal::Bool(false)));
    assert!(!edge.edge().directional());
    type_::add_instance(&kind, a.node()).unwrap();
    let error = interface::connect(&a, &b).unwrap_err().to_string();
    assert!(error.starts_with("Failed to connect interface nodes"), "{error}");
    type_::add_instance(&other, b.node()).unwrap();
    let error = interface::connect_shallow(&a, &b).unwrap_err().to_string();
    assert!(error.starts_with("Failed to create shallow connection"), "{error}");
    type_::add_instance(&kind, c.node()).unwrap();
    let shallow = interface::connect_shallow(&a, &c).unwrap();
    assert_eq!(shallow.edge().attr("shallow"), Some(Literal::Bool(true)));
    interface::connect(&a, &a).unwrap();
    assert_eq!(interface::connected_edges(&a).unwrap().len(), 4);
    assert_eq!(interface::other_connected_node(edge.edge(), b.node()), Some(a.node()));
    assert_eq!(interface::other_connected_node(edge.edge(), c.node()), None);
    let outside = graph.bind(&Node::create().unwrap());
    assert!(interface::connect(&outside, &outside).is_err());
}
