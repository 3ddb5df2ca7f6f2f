//! Instances: what they consist of, in what order it comes into being, and what remains of failures.

use pyzig_graph::{Attribute, BoundNode, GraphView, Node};
use pyzig_typegraph::{
    EdgeCreationAttributes, Error, InstantiationError, InstantiationErrorKind, NodeCreationAttributes,
    PointerIndex, ResolveErrorKind, Segment, TypeGraph, composition, operand, pointer, reference_resolve,
    trait_, traits, type_,
};

fn type_graph() -> TypeGraph {
    TypeGraph::create(&GraphView::create().unwrap()).unwrap()
}

fn none() -> NodeCreationAttributes {
    NodeCreationAttributes::default()
}

fn constructable(type_graph: &TypeGraph, name: &str) -> BoundNode {
    let type_node = type_graph.add_type(name).unwrap();
    type_graph.mark_constructable(&type_node).unwrap();
    type_node
}

fn reference(type_graph: &TypeGraph, path: &[Segment]) -> Node {
    type_graph.ensure_child_reference(path).unwrap().into_parts().0
}

fn link(
    type_graph: &TypeGraph,
    owner: &BoundNode,
    lhs: &[Segment],
    rhs: &[Segment],
    edge: &EdgeCreationAttributes,
) -> BoundNode {
    let (lhs, rhs) = (reference(type_graph, lhs), reference(type_graph, rhs));
    type_graph.add_make_link(owner, &lhs, &rhs, edge).unwrap()
}

fn child(node: &BoundNode, path: &[&str]) -> BoundNode {
    path.iter().fold(node.clone(), |node, name| composition::child_by_name(&node, name).unwrap().unwrap())
}

fn fails(type_graph: &TypeGraph, type_node: &BoundNode) -> InstantiationError {
    let graph = type_graph.graph();
    let before = (graph.node_count(), graph.edge_count());
    let Err(Error::Instantiation(error)) = type_graph.instantiate_node(type_node, Vec::new()) else {
        panic!("the type was instantiated")
    };
    assert_eq!((graph.node_count(), graph.edge_count()), before);
    *error
}

#[test]
fn nodes_come_into_being_parent_first_and_child_by_child() {
    let type_graph = type_graph();
    let [leaf, pair, top] = ["Leaf", "Pair", "Top"].map(|name| constructable(&type_graph, name));
    for name in ["a", "b"] {
        type_graph.add_make_child(&pair, &leaf, Some(name), &none()).unwrap();
    }
    type_graph.add_make_child(&top, &pair, Some("p"), &none()).unwrap();
    type_graph.add_make_child(&top, &leaf, None, &none()).unwrap();
    type_graph.add_make_child(&top, &pair, Some("q"), &none()).unwrap();
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    let first = instance.node().id().get();
    let number = |path: &[&str]| child(&instance, path).node().id().get() - first;
    // Other tests create nodes at the same time, so only the order is certain.
    let order = [
        number(&[]),
        number(&["p"]),
        number(&["p", "a"]),
        number(&["p", "b"]),
        number(&[""]),
        number(&["q"]),
        number(&["q", "a"]),
        number(&["q", "b"]),
    ];
    assert!(order.is_sorted(), "{order:?}");
    let children = composition::children_edges(&instance).unwrap();
    let names: Vec<_> = children.iter().map(|edge| edge.name()).collect();
    assert_eq!(names, [Some("p"), Some(""), Some("q")]);
    assert!(type_::is_instance_of(&child(&instance, &["q", "b"]), leaf.node()).unwrap());
}

#[test]
fn attributes_are_handed_down() {
    let type_graph = type_graph();
    let [leaf, top] = ["Leaf", "Top"].map(|name| constructable(&type_graph, name));
    let attributes = NodeCreationAttributes::new(vec![Attribute::new("a", 1_i64), Attribute::new("b", "x")]);
    type_graph.add_make_child(&top, &leaf, Some("c"), &attributes).unwrap();
    let instance = type_graph.instantiate_node(&top, vec![Attribute::new("own", true)]).unwrap();
    let attrs: Vec<Attribute> = instance.node().attrs().cloned().collect();
    assert_eq!(attrs, [Attribute::new("own", true)]);
    let attrs: Vec<Attribute> = child(&instance, &["c"]).node().attrs().cloned().collect();
    assert_eq!(attrs, attributes.dynamic);
    assert_eq!(type_graph.instantiate("Top").unwrap().node().attrs().count(), 0);
}

#[test]
fn links_carry_what_their_declaration_tells() {
    let type_graph = type_graph();
    let [leaf, top] = ["Leaf", "Top"].map(|name| constructable(&type_graph, name));
    for name in ["a", "b"] {
        type_graph.add_make_child(&top, &leaf, Some(name), &none()).unwrap();
    }
    let index = PointerIndex::new(0x0102).unwrap();
    let mut edge = pointer::build(Some("p"), Some(index));
    edge.dynamic.push(Attribute::new("more", 2.5));
    link(&type_graph, &top, &["a".into()], &["b".into()], &edge);
    link(&type_graph, &top, &["".into()], &["<<Leaf".into()], &pointer::build(None, None));
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    let edges = pointer::pointed_edges(&child(&instance, &["a"])).unwrap();
    assert_eq!(edges.len(), 1);
    assert_eq!(edges[0].target(), child(&instance, &["b"]).node());
    assert_eq!((edges[0].name(), pointer::index(&edges[0])), (Some("p"), Some(index)));
    assert!(edges[0].directional());
    let names: Vec<String> = edges[0].attrs().map(|attribute| attribute.name.to_string()).collect();
    let expected = ["name", "edge_type", "directional", "name", "order", "edge_specific", "more"];
    assert_eq!(names, expected);
    assert_eq!(pointer::referenced_node_of(&instance).unwrap(), Some(leaf));
}

#[test]
fn references_go_over_all_kinds_of_edges() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let kind = constructable(&type_graph, "is_nice");
    let [start, part, set, x] = [(); 4].map(|()| graph.create_and_insert_node().unwrap());
    composition::add_child(&start, part.node(), "part").unwrap();
    composition::add_child(&part, set.node(), "operands").unwrap();
    operand::add_operand(&part, x.node(), Some("x")).unwrap();
    let nice = traits::add_trait_to(&x, &kind).unwrap();
    pointer::point_to(&nice, start.node(), Some("back"), None).unwrap();
    let resolve = |path: &[Segment]| {
        let reference = type_graph.ensure_child_reference(path).unwrap();
        reference_resolve(&reference, &start)
    };
    let path = [
        Segment::from("part"),
        operand::traverse("x"),
        trait_::traverse("is_nice"),
        pointer::traverse(),
        Segment::from(""),
    ];
    assert_eq!(resolve(&path[..1]).unwrap(), part);
    assert_eq!(resolve(&path[..2]).unwrap(), x);
    assert_eq!(resolve(&path[..3]).unwrap(), nice);
    assert_eq!(resolve(&path).unwrap(), start);
    assert_eq!(resolve(&["part".into(), "<<is_nice".into()]).unwrap(), kind);

    let misses = [
        (Segment::from("<<Nothing"), ResolveErrorKind::TypeNotFound, "Nothing"),
        ("nothing".into(), ResolveErrorKind::CompositionChildNotFound, "nothing"),
        (trait_::traverse("nothing"), ResolveErrorKind::TraitTypeNotFound, "nothing"),
        (trait_::traverse("is_nice"), ResolveErrorKind::TraitInstanceNotFound, "is_nice"),
        (pointer::traverse(), ResolveErrorKind::PointerDereferenceFailed, ""),
        (operand::traverse("y"), ResolveErrorKind::OperandNotFound, "y"),
        (Segment::new("z", type_::FAMILY.edge_type()), ResolveErrorKind::UnknownEdgeType, "z"),
    ];
    for (segment, kind, identifier) in misses {
        let reference = type_graph.ensure_child_reference(&["part".into(), segment]).unwrap();
        let Err(Error::Resolve(error)) = reference_resolve(&reference, &start) else { panic!() };
        assert_eq!((error.kind, error.identifier.as_str()), (kind, identifier));
        assert_ne!(error.node, reference);
    }
    let Err(Error::Resolve(error)) = reference_resolve(&start, &start) else { panic!() };
    assert_eq!(error.kind, ResolveErrorKind::InvalidReference);
}

#[test]
fn failures_name_what_is_at_fault_and_leave_nothing() {
    let type_graph = type_graph();
    let raw = type_graph.add_type("Raw").unwrap();
    let error = fails(&type_graph, &raw);
    assert_eq!((error.kind, error.identifier.as_str()), (InstantiationErrorKind::Other, "Raw"));
    assert_eq!(error.node, raw);
    assert_eq!(error.message, "Type is not constructable (not fully linked/merged)");

    let leaf = constructable(&type_graph, "Leaf");
    let unlinked = constructable(&type_graph, "Unlinked");
    type_graph.add_make_child(&unlinked, &leaf, Some("a"), &none()).unwrap();
    let declaration = type_graph.add_make_child_deferred(&unlinked, "Later", Some("b"), &none()).unwrap();
    let error = fails(&type_graph, &unlinked);
    assert_eq!(error.kind, InstantiationErrorKind::UnresolvedTypeReference);
    assert_eq!(error.node, declaration);

    let outer = constructable(&type_graph, "Outer");
    type_graph.add_make_child(&outer, &unlinked, Some("u"), &none()).unwrap();
    assert_eq!(fails(&type_graph, &outer), error);

    let lost = constructable(&type_graph, "Lost");
    type_graph.add_make_child(&lost, &leaf, Some("a"), &none()).unwrap();
    let declaration = link(&type_graph, &lost, &["a".into()], &["x".into()], &composition::build("e"));
    let error = fails(&type_graph, &lost);
    assert_eq!((error.kind, error.identifier.as_str()), (InstantiationErrorKind::UnresolvedReference, "x"));
    assert_eq!((error.node, error.message.as_ref()), (declaration, "Child not found"));

    let Err(Error::Instantiation(error)) = type_graph.instantiate("Nothing") else { panic!() };
    assert_eq!(error.kind, InstantiationErrorKind::InvalidArgument);
    assert_eq!((&error.node, error.message.as_ref()), (type_graph.node(), "Type not found"));
}

#[test]
fn a_link_that_lacks_an_end_is_at_fault() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let top = constructable(&type_graph, "Top");
    let make_link = type_graph.type_by_name("MakeLink").unwrap().unwrap();
    let declaration = graph.create_and_insert_node().unwrap();
    type_::add_instance(&make_link, declaration.node()).unwrap();
    composition::add_anonymous_child(&top, declaration.node()).unwrap();
    let error = fails(&type_graph, &top);
    assert_eq!(error.kind, InstantiationErrorKind::MissingOperandReference);
    assert_eq!(error.node, declaration);
}

#[test]
fn a_type_that_contains_itself_is_refused_with_the_circle() {
    let type_graph = type_graph();
    let [top, a, b] = ["Top", "A", "B"].map(|name| constructable(&type_graph, name));
    type_graph.add_make_child(&top, &a, Some("a"), &none()).unwrap();
    type_graph.add_make_child(&a, &b, Some("b"), &none()).unwrap();
    let declaration = type_graph.add_make_child(&b, &a, Some("back"), &none()).unwrap();
    let error = fails(&type_graph, &top);
    assert_eq!(error.message, "Type contains itself: A > B > A");
    assert_eq!((error.node, error.identifier.as_str()), (declaration, "A"));
}

#[test]
fn pieces_of_source_text_come_along_as_traits() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let [leaf, top] = ["Leaf", "Top"].map(|name| constructable(&type_graph, name));
    let text = graph.create_and_insert_node().unwrap();
    let declaration = type_graph.add_make_child(&top, &leaf, Some("c"), &none()).unwrap();
    pointer::point_to(&declaration, text.node(), Some("source"), None).unwrap();
    // Without the type of trait nothing comes along.
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    assert_eq!(trait_::trait_instance_edges(&child(&instance, &["c"])).unwrap().len(), 0);

    let chunk = type_graph.add_type("has_source_chunk").unwrap();
    let error = fails(&type_graph, &top);
    assert_eq!(error.message, "MakeChild instantiation failed");
    assert_eq!((error.kind, &error.node), (InstantiationErrorKind::Other, &top));

    type_graph.add_make_child(&chunk, &leaf, Some("source_ptr"), &none()).unwrap();
    type_graph.mark_constructable(&chunk).unwrap();
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    let edges = trait_::trait_instance_edges(&child(&instance, &["c"])).unwrap();
    assert_eq!(edges[0].name(), Some("has_source_chunk"));
    let pointing = child(&graph.bind(edges[0].target()), &["source_ptr"]);
    assert_eq!(pointer::pointed_node_by_name(&pointing, "source").unwrap(), Some(text));
}

#[test]
fn links_that_change_types_are_seen_by_later_children() {
    let type_graph = type_graph();
    let [leaf, changer, changed, top] =
        ["Leaf", "Changer", "Changed", "Top"].map(|name| constructable(&type_graph, name));
    // Each instance of the one declares a further child of the other.
    type_graph.add_make_child(&changer, &leaf, Some("c"), &none()).unwrap();
    let make_child = type_graph.type_by_name("MakeChild").unwrap().unwrap();
    let reference_type = type_graph.type_by_name("TypeReference").unwrap().unwrap();
    let [declaration, reference] = [make_child, reference_type].map(|kind| {
        type_graph.instantiate_node(&kind, vec![Attribute::new("child_identifier", "new")]).unwrap()
    });
    composition::add_child(&declaration, reference.node(), "type_ref").unwrap();
    pointer::point_to(&reference, leaf.node(), Some("resolved"), None).unwrap();
    pointer::point_to(&changer, declaration.node(), None, None).unwrap();
    let lhs = [Segment::from("<<Changed")];
    let rhs = ["<<Changer".into(), pointer::traverse()];
    link(&type_graph, &changer, &lhs, &rhs, &composition::build("new"));
    for (name, kind) in [("before", &changed), ("changer", &changer), ("after", &changed)] {
        type_graph.add_make_child(&top, kind, Some(name), &none()).unwrap();
    }
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    let has_new = |name| composition::child_by_name(&child(&instance, &[name]), "new").unwrap().is_some();
    assert_eq!((has_new("before"), has_new("after")), (false, true));
}

#[test]
fn a_type_can_be_instantiated_through_another_view_of_it() {
    let type_graph = type_graph();
    let leaf = constructable(&type_graph, "Leaf");
    let other = GraphView::create().unwrap();
    pyzig_typegraph::copy_node_into(&leaf, &other).unwrap();
    let instance = type_graph.instantiate_node(&other.bind(leaf.node()), Vec::new()).unwrap();
    assert_eq!(instance.graph(), &other);
    assert!(!type_graph.graph().contains_node(instance.node()).unwrap());
    let nowhere = GraphView::create().unwrap();
    assert!(type_graph.instantiate_node(&nowhere.bind(leaf.node()), Vec::new()).is_err());
}

/// The names of the children of a new instance, and what they carry.
fn made(type_graph: &TypeGraph, type_node: &BoundNode) -> Vec<(String, Vec<Attribute>)> {
    let instance = type_graph.instantiate_node(type_node, Vec::new()).unwrap();
    let children = composition::children_edges(&instance).unwrap();
    let carried = |node: &Node| node.attrs().cloned().collect();
    children.iter().map(|edge| (edge.name().unwrap().to_owned(), carried(edge.target()))).collect()
}

#[test]
fn a_type_that_changed_since_its_last_instance_is_read_anew() {
    let type_graph = type_graph();
    let [leaf, pair, top] = ["Leaf", "Pair", "Top"].map(|name| constructable(&type_graph, name));
    let names = |type_node: &BoundNode| -> Vec<String> {
        made(&type_graph, type_node).into_iter().map(|(name, _)| name).collect()
    };
    let declaration = type_graph.add_make_child(&top, &leaf, Some("a"), &none()).unwrap();
    assert_eq!((names(&top), names(&top)), (vec!["a".to_owned()], vec!["a".to_owned()]));
    // Another child.
    type_graph.add_make_child(&top, &pair, Some("b"), &none()).unwrap();
    assert_eq!(names(&top), ["a", "b"]);
    // A child of a child's type.
    type_graph.add_make_child(&pair, &leaf, Some("c"), &none()).unwrap();
    let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
    child(&instance, &["b", "c"]);
    // Another attribute of a declaration.
    declaration.node().push_attr("late", 1_i64);
    assert_eq!(made(&type_graph, &top)[0].1, [Attribute::new("late", 1_i64)]);
    // A type that is linked late.
    let deferred = type_graph.add_make_child_deferred(&top, "Leaf", Some("d"), &none()).unwrap();
    assert_eq!(fails(&type_graph, &top).kind, InstantiationErrorKind::UnresolvedTypeReference);
    let type_reference = pyzig_typegraph::make_child_type_reference(&deferred).unwrap();
    pyzig_typegraph::linker::link_type_reference(type_graph.graph(), &type_reference, &leaf).unwrap();
    assert_eq!(names(&top), ["a", "b", "d"]);
    // A link, whose reference goes on later, to a child that comes later.
    let segments = ["a", "b"].map(Segment::from);
    let lhs = type_graph.ensure_child_reference(&segments[..1]).unwrap();
    let rhs = type_graph.ensure_child_reference(&segments[1..]).unwrap();
    type_graph.add_make_link(&top, lhs.node(), rhs.node(), &pointer::build(Some("p"), None)).unwrap();
    let pointed = || {
        let instance = type_graph.instantiate_node(&top, Vec::new()).unwrap();
        let pointed = pointer::pointed_node_by_name(&child(&instance, &["a"]), "p").unwrap().unwrap();
        (instance, pointed)
    };
    let (instance, end) = pointed();
    assert_eq!(end, child(&instance, &["b"]));
    let onward = type_graph.ensure_child_reference(&[Segment::from("c")]).unwrap();
    pyzig_typegraph::next::add_next(&rhs, onward.node()).unwrap();
    let (instance, end) = pointed();
    assert_eq!(end, child(&instance, &["b", "c"]));
    // A failure in between leaves nothing behind.
    let broken = constructable(&type_graph, "Broken");
    type_graph.add_make_child(&broken, &top, Some("t"), &none()).unwrap();
    type_graph.add_make_child_deferred(&broken, "Missing", Some("m"), &none()).unwrap();
    assert_eq!(fails(&type_graph, &broken).kind, InstantiationErrorKind::UnresolvedTypeReference);
    let (instance, end) = pointed();
    assert_eq!(end, child(&instance, &["b", "c"]));
}

#[test]
fn a_trait_type_that_a_link_misses_is_found_once_it_is_there() {
    let type_graph = type_graph();
    let top = constructable(&type_graph, "Top");
    link(&type_graph, &top, &[trait_::traverse("is_new")], &[Segment::from("")], &pointer::build(None, None));
    let error = fails(&type_graph, &top);
    assert_eq!(error.message, "trait type not found in TypeGraph");
    let trait_type = constructable(&type_graph, "is_new");
    assert_eq!(fails(&type_graph, &top).message, "trait not found on");
    drop(trait_type);
}
