//! Types, their declarations and what is read from them.

use pyzig_graph::{Attribute, BoundNode, EdgeOrder, GraphView, Literal, Node};
use pyzig_typegraph::{
    EdgeCreationAttributes, Error, NodeCreationAttributes, PathErrorKind, PointerIndex, Segment, TypeGraph,
    composition, linker, make_child_type_reference, make_child_type_reference_by_name, next, pointer,
    reference_path, trait_, traits, type_, type_name,
};

fn type_graph() -> TypeGraph {
    TypeGraph::create(&GraphView::create().unwrap()).unwrap()
}

fn none() -> NodeCreationAttributes {
    NodeCreationAttributes::default()
}

fn reference(type_graph: &TypeGraph, path: &[&str]) -> Node {
    let path: Vec<Segment> = path.iter().map(|name| Segment::from(*name)).collect();
    type_graph.ensure_child_reference(&path).unwrap().into_parts().0
}

fn link(
    type_graph: &TypeGraph,
    owner: &BoundNode,
    lhs: &[&str],
    rhs: &[&str],
    edge: &EdgeCreationAttributes,
) {
    let (lhs, rhs) = (reference(type_graph, lhs), reference(type_graph, rhs));
    type_graph.add_make_link(owner, &lhs, &rhs, edge).unwrap();
}

fn identifiers(path: &[Segment]) -> Vec<&str> {
    path.iter().map(|segment| segment.identifier.as_str()).collect()
}

#[test]
fn the_bootstrap_creates_its_nodes_and_edges_in_order() {
    let graph = GraphView::create().unwrap();
    let type_graph = TypeGraph::create(&graph).unwrap();
    assert_eq!(graph.node_count(), Ok(1 + 22));
    assert_eq!(graph.edge_count(), Ok(49));
    let nodes = graph.nodes().unwrap();
    let nodes = &nodes[1..];
    assert_eq!(type_graph.node().node(), &nodes[0]);
    assert_eq!(nodes[0].attr("initialized"), Some(&Literal::Bool(true)));
    let types = [
        (1, "ImplementsType"),
        (2, "ImplementsTrait"),
        (7, "MakeChild"),
        (9, "MakeLink"),
        (10, "Reference"),
        (11, "TypeReference"),
        (12, "is_constructable"),
    ];
    for (at, name) in types {
        assert_eq!(type_name(&nodes[at]).unwrap(), name);
        assert_eq!(type_graph.type_by_name(name).unwrap().unwrap().node(), &nodes[at]);
    }
    // Trait instance, owner, type of trait.
    let instances = [
        (3, 1, 1),
        (4, 1, 2),
        (5, 2, 1),
        (6, 2, 2),
        (8, 7, 1),
        (13, 12, 1),
        (14, 12, 2),
        (15, 1, 12),
        (16, 2, 12),
        (17, 7, 12),
        (18, 9, 12),
        (19, 10, 12),
        (20, 11, 12),
        (21, 12, 12),
    ];
    for (instance, owner, trait_type) in instances {
        let bound = graph.bind(&nodes[instance]);
        assert_eq!(type_::type_of(&bound).unwrap().unwrap().node(), &nodes[trait_type]);
        assert_eq!(trait_::owner_node_of(&bound).unwrap().unwrap().node(), &nodes[owner]);
        let parent = composition::parent_edge(&bound).unwrap().unwrap();
        assert_eq!((parent.source().node(), parent.edge().name()), (&nodes[owner], Some("")));
    }
    let overview: Vec<(String, usize)> = type_graph
        .type_instance_overview()
        .unwrap()
        .into_iter()
        .map(|(name, count)| (name.to_string(), count))
        .collect();
    assert_eq!(overview[0], ("ImplementsType".to_owned(), 4));
    assert_eq!(overview[6], ("is_constructable".to_owned(), 7));
}

#[test]
fn a_type_is_a_node_with_a_trait_instance() {
    let type_graph = type_graph();
    let before = type_graph.graph().node_count().unwrap();
    let resistor = type_graph.add_type("Resistor").unwrap();
    assert_eq!(type_graph.graph().node_count().unwrap(), before + 2);
    assert_eq!(type_graph.add_type("Resistor"), Err(Error::TypeExists));
    assert_eq!(type_graph.get_or_create_type("Resistor").unwrap(), resistor);
    assert_eq!(type_graph.graph().node_count().unwrap(), before + 2);
    assert!(!type_graph.is_constructable(&resistor).unwrap());
    type_graph.mark_constructable(&resistor).unwrap();
    assert!(type_graph.is_constructable(&resistor).unwrap());
    assert_eq!(TypeGraph::of_type(&resistor).unwrap().unwrap(), type_graph);
    let instance = type_graph.instantiate_node(&resistor, Vec::new()).unwrap();
    assert_eq!(TypeGraph::of_instance(&instance).unwrap().unwrap(), type_graph);
    assert_eq!(TypeGraph::of_instance(&type_graph.graph().bound_self_node()).unwrap(), None);
    assert!(type_name(instance.node()).is_err());
}

#[test]
fn a_node_that_is_no_type_graph_is_refused() {
    let graph = GraphView::create().unwrap();
    let type_graph = TypeGraph::of(graph.create_and_insert_node().unwrap());
    let error = type_graph.add_type("T").unwrap_err().to_string();
    assert!(error.contains("not a type graph"), "{error}");
    assert_eq!((graph.node_count(), graph.edge_count()), (Ok(2), Ok(0)));
}

#[test]
fn a_child_declaration_has_the_described_layout() {
    let type_graph = type_graph();
    let (owner, child) = (type_graph.add_type("Owner").unwrap(), type_graph.add_type("Child").unwrap());
    let attributes = NodeCreationAttributes::with_value(Some("v"));
    let named = type_graph.add_make_child(&owner, &child, Some("c"), &attributes).unwrap();
    let anonymous = type_graph.add_make_child_deferred(&owner, "Later", None, &none()).unwrap();

    let attrs: Vec<_> = named.node().attrs().map(|attribute| attribute.name.to_string()).collect();
    assert_eq!(attrs, ["child_identifier", "value"]);
    let type_reference = make_child_type_reference(&named).unwrap();
    assert_eq!(type_reference.node().attr("type_identifier"), Some(&Literal::from("Child")));
    let pointers = pointer::pointed_edges(&named).unwrap();
    assert_eq!((pointers[0].name(), pointers[0].target()), (Some("c"), type_reference.node()));
    assert_eq!(linker::resolved_type(&type_reference).unwrap(), Some(child));
    assert_eq!(composition::child_by_name(&owner, "c").unwrap(), Some(named.clone()));
    assert_eq!(make_child_type_reference_by_name(&owner, "c").unwrap(), Some(type_reference.clone()));
    assert_eq!(make_child_type_reference_by_name(&owner, "d").unwrap(), None);
    // The first anonymous child of a type is its trait.
    assert!(make_child_type_reference_by_name(&owner, "").is_err());

    assert_eq!(anonymous.node().attrs().count(), 0);
    assert_eq!(pointer::pointed_edges(&anonymous).unwrap()[0].name(), None);
    let unresolved = linker::collect_unresolved_type_references(&type_graph).unwrap();
    assert_eq!(unresolved.len(), 1);
    assert_eq!(unresolved[0].type_node, owner);
    assert_eq!(unresolved[0].type_reference, make_child_type_reference(&anonymous).unwrap());

    let collected = type_graph.collect_make_children(&owner).unwrap();
    let names: Vec<_> = collected.iter().map(|info| info.identifier.as_deref()).collect();
    assert_eq!(names, [Some("c"), None]);
    assert_eq!(collected[0].make_child, named);
}

#[test]
fn a_child_of_a_type_of_another_graph_is_refused_without_a_trace() {
    let (one, two) = (type_graph(), type_graph());
    let (owner, child) = (one.add_type("Owner").unwrap(), two.add_type("Child").unwrap());
    let before = (one.graph().node_count(), one.graph().edge_count());
    let error = one.add_make_child(&owner, &child, Some("c"), &none()).unwrap_err().to_string();
    assert!(error.starts_with("add_make_child failed"), "{error}");
    assert_eq!((one.graph().node_count(), one.graph().edge_count()), before);
}

#[test]
fn the_linker_links_and_links_anew() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let (one, two) = (type_graph.add_type("One").unwrap(), type_graph.add_type("Two").unwrap());
    let reference = type_graph.add_type_reference("One").unwrap();
    assert_eq!(linker::resolved_type(&reference).unwrap(), None);
    linker::update_type_reference(graph, &reference, &one).unwrap();
    linker::link_type_reference(graph, &reference, &two).unwrap();
    assert_eq!(linker::resolved_type(&reference).unwrap(), Some(one.clone()));
    linker::update_type_reference(graph, &reference, &two).unwrap();
    assert_eq!(linker::resolved_type(&reference).unwrap(), Some(two.clone()));
    let other = GraphView::create().unwrap();
    let error = linker::link_type_reference(&other, &reference, &two).unwrap_err();
    assert_eq!(error.to_string(), "Type reference does not belong to provided GraphView");
    let error = linker::link_type_reference(graph, &reference, &other.bind(two.node())).unwrap_err();
    assert_eq!(error.to_string(), "Target type does not belong to provided GraphView");
}

#[test]
fn a_reference_is_a_chain_of_its_own() {
    let type_graph = type_graph();
    let path = [Segment::from("a"), trait_::traverse("T"), pointer::traverse()];
    let first = type_graph.ensure_child_reference(&path).unwrap();
    assert_ne!(first, type_graph.ensure_child_reference(&path).unwrap());
    assert_eq!(reference_path(&first).unwrap(), path);
    let second = type_graph.graph().bind(&next::next_node_of(&first).unwrap().unwrap());
    assert_eq!(second.node().attr("edge_type_tid"), Some(&Literal::Int(34)));
    assert_eq!(first.node().attr("edge_type_tid"), None);

    let Err(Error::Path(error)) = type_graph.ensure_child_reference(&[]) else { panic!() };
    assert_eq!(error.to_string(), "path resolution failed");
    assert_eq!((error.kind, error.failing_segment_index), (PathErrorKind::MissingChild, 0));

    let own = type_graph.ensure_child_reference(&[Segment::from("")]).unwrap();
    assert_eq!(reference_path(&own).unwrap(), []);
    let odd = type_graph.ensure_child_reference(&[Segment::from(""), Segment::from("a")]).unwrap();
    let error = reference_path(&odd).unwrap_err();
    assert_eq!(error.to_string(), "reference does not contain any identifiers");
}

#[test]
fn a_reference_that_forms_a_circle_is_refused() {
    let type_graph = type_graph();
    let path: Vec<Segment> = ["a", "b", "c"].map(Segment::from).to_vec();
    let first = type_graph.ensure_child_reference(&path).unwrap();
    let second = type_graph.graph().bind(&next::next_node_of(&first).unwrap().unwrap());
    let third = type_graph.graph().bind(&next::next_node_of(&second).unwrap().unwrap());
    next::add_next(&third, second.node()).unwrap();
    let error = reference_path(&first).unwrap_err().to_string();
    assert!(error.contains("circle"), "{error}");
}

#[test]
fn links_are_collected_with_their_paths() {
    let type_graph = type_graph();
    let owner = type_graph.add_type("Owner").unwrap();
    let edge = pointer::build(Some("p"), Some(PointerIndex::new(0x0102).unwrap()));
    link(&type_graph, &owner, &["a", "b"], &["c"], &edge);
    let links = type_graph.collect_make_links(&owner).unwrap();
    assert_eq!(links.len(), 1);
    assert_eq!((identifiers(&links[0].lhs), identifiers(&links[0].rhs)), (vec!["a", "b"], vec!["c"]));
    let attributes: Vec<Attribute> = links[0].make_link.node().attrs().cloned().collect();
    let expected = [
        Attribute::new("edge_type", 78_i64),
        Attribute::new("directional", true),
        Attribute::new("name", "p"),
        Attribute::new("order", 1_i64),
        Attribute::new("edge_specific", 2_u64),
    ];
    assert_eq!(attributes, expected);
    let stranger = Node::create().unwrap();
    let before = type_graph.graph().node_count();
    let error = type_graph.add_make_link(&owner, &stranger, &stranger, &edge).unwrap_err().to_string();
    assert!(error.starts_with("add_make_link failed"), "{error}");
    assert_eq!(type_graph.graph().node_count(), before);
}

#[test]
fn members_of_sequences_are_collected_with_their_indices() {
    let type_graph = type_graph();
    let (owner, child) = (type_graph.add_type("Owner").unwrap(), type_graph.add_type("Child").unwrap());
    for name in ["items", "x", "y"] {
        type_graph.add_make_child(&owner, &child, Some(name), &none()).unwrap();
    }
    for (name, index) in [("y", 300), ("x", 1), ("missing", 2)] {
        let edge = pointer::build(None, Some(PointerIndex::new(index).unwrap()));
        link(&type_graph, &owner, &["items"], &[name], &edge);
    }
    link(&type_graph, &owner, &["items"], &["x"], &composition::build("no pointer"));
    let members = type_graph.collect_pointer_members(&owner, &["items".into()]).unwrap();
    let members: Vec<_> = members.into_iter().map(|(index, child)| (index.get(), child)).collect();
    let child_named = |name| composition::child_by_name(&owner, name).unwrap().unwrap();
    assert_eq!(members, [(300, child_named("y")), (1, child_named("x"))]);

    let path = ["items".into(), "7".into()];
    let Err(Error::Path(error)) = type_graph.collect_pointer_members(&owner, &path) else { panic!() };
    assert_eq!(error.kind, PathErrorKind::InvalidIndex);
    assert_eq!((error.failing_segment.as_str(), error.failing_segment_index), ("7", 1));
    assert_eq!(error.to_string(), "pointer sequence member not found");

    link(&type_graph, &owner, &["items"], &["x"], &pointer::build(None, None));
    let error = type_graph.collect_pointer_members(&owner, &["items".into()]).unwrap_err();
    assert!(error.to_string().contains("missing index"), "{error}");
}

#[test]
fn child_paths_go_from_type_to_type() {
    let type_graph = type_graph();
    let [outer, middle, inner] = ["Outer", "Middle", "Inner"].map(|name| type_graph.add_type(name).unwrap());
    type_graph.add_make_child(&outer, &middle, Some("m"), &none()).unwrap();
    type_graph.add_make_child(&middle, &inner, Some("i"), &none()).unwrap();
    type_graph.add_make_child_deferred(&middle, "Later", Some("l"), &none()).unwrap();
    let resolve = |path: &[&str]| type_graph.resolve_child_path(&outer, path).unwrap();
    assert_eq!(resolve(&["m", "i"]), Some(inner));
    assert_eq!(resolve(&["m", "l"]), None);
    assert_eq!(resolve(&["x"]), None);
    assert_eq!(resolve(&[]), Some(outer.clone()));
}

#[test]
fn validation_reports_doubled_fields_and_missing_ends() {
    let type_graph = type_graph();
    let (owner, child) = (type_graph.add_type("Owner").unwrap(), type_graph.add_type("Child").unwrap());
    let mut declarations = Vec::new();
    for name in ["a", "b", "a", "a"] {
        declarations.push(type_graph.add_make_child(&owner, &child, Some(name), &none()).unwrap());
    }
    let edge = composition::build("");
    for (lhs, rhs) in [
        (vec!["a"], vec!["b", "x"]),
        (vec!["nowhere"], vec!["a"]),
        (vec!["<<Child", "z"], vec!["0"]),
        (vec![""], vec!["b"]),
    ] {
        link(&type_graph, &owner, &lhs, &rhs, &edge);
    }
    let errors = type_graph.validate_type(&owner).unwrap();
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    let doubled = "Field `a` is already defined";
    assert_eq!(
        messages,
        [
            doubled,
            doubled,
            doubled,
            "Field `b.x` could not be resolved",
            "Field `nowhere` could not be resolved"
        ]
    );
    let nodes: Vec<&BoundNode> = errors[..3].iter().map(|error| &error.node).collect();
    assert_eq!(nodes, [&declarations[2], &declarations[3], &declarations[3]]);

    link(&type_graph, &owner, &["", "a"], &["b"], &edge);
    assert_eq!(type_graph.validate_type(&owner).unwrap().len(), 3);
}

#[test]
fn merging_takes_over_what_is_missing() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let [target, source, child, other] =
        ["Target", "Source", "Child", "Other"].map(|name| type_graph.add_type(name).unwrap());
    let text = graph.create_and_insert_node().unwrap();
    pointer::point_to(&source, text.node(), Some("definition"), None).unwrap();
    type_graph.add_make_child(&target, &child, Some("a"), &none()).unwrap();
    type_graph.add_make_child(&source, &other, Some("a"), &none()).unwrap();
    let attributes = NodeCreationAttributes::with_value(Some("v"));
    let b = type_graph.add_make_child(&source, &child, Some("b"), &attributes).unwrap();
    pointer::point_to(&b, text.node(), Some("source"), None).unwrap();
    type_graph.add_make_child_deferred(&source, "Later", Some("c"), &none()).unwrap();
    let edge = EdgeCreationAttributes {
        name: Some("n".into()),
        order: EdgeOrder::new(3).unwrap(),
        dynamic: vec![Attribute::new("more", true)],
        ..EdgeCreationAttributes::new(composition::FAMILY.edge_type(), Some(true))
    };
    link(&type_graph, &target, &["a"], &["b"], &edge);
    link(&type_graph, &source, &["a"], &["b"], &edge);
    link(&type_graph, &source, &["b"], &[""], &edge);

    type_graph.merge_types(&target, &source).unwrap();

    assert_eq!(pointer::pointed_node_by_name(&target, "definition").unwrap(), Some(text.clone()));
    let children = type_graph.collect_make_children(&target).unwrap();
    let names: Vec<_> = children.iter().filter_map(|info| info.identifier.as_deref()).collect();
    assert_eq!(names, ["a", "b"]);
    assert_eq!(type_graph.resolve_child_path(&target, ["a"]).unwrap(), Some(child));
    let merged = &children[1].make_child;
    assert_eq!(merged.node().attr("value"), Some(&Literal::from("v")));
    assert_eq!(pointer::pointed_node_by_name(merged, "source").unwrap(), Some(text));
    let links = type_graph.collect_make_links(&target).unwrap();
    assert_eq!(links.len(), 2);
    assert_eq!((identifiers(&links[1].lhs), identifiers(&links[1].rhs)), (vec!["b"], vec![]));
    let names: Vec<_> =
        links[1].make_link.node().attrs().map(|attribute| attribute.name.to_string()).collect();
    assert_eq!(names, ["edge_type", "directional", "name", "order", "more"]);

    // Merging again finds everything in place.
    let before = (graph.node_count(), graph.edge_count());
    type_graph.merge_types(&target, &source).unwrap();
    assert_eq!((graph.node_count(), graph.edge_count()), before);
}

#[test]
fn a_merge_that_fails_changes_nothing() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let [target, source, child] =
        ["Target", "Source", "Child"].map(|name| type_graph.add_type(name).unwrap());
    type_graph.add_make_child(&source, &child, Some("a"), &none()).unwrap();
    link(&type_graph, &target, &["", "a"], &["a"], &composition::build(""));
    let before = (graph.node_count(), graph.edge_count());
    let error = type_graph.merge_types(&target, &source).unwrap_err().to_string();
    assert!(error.starts_with("merge_types failed"), "{error}");
    assert_eq!((graph.node_count(), graph.edge_count()), before);
}

#[test]
fn traits_are_attached_and_listed() {
    let type_graph = type_graph();
    let graph = type_graph.graph();
    let kind = type_graph.add_type("is_nice").unwrap();
    let target = graph.create_and_insert_node().unwrap();
    let error = traits::add_trait_to(&target, &kind).unwrap_err().to_string();
    assert!(error.starts_with("add_trait_to failed"), "{error}");
    type_graph.mark_constructable(&kind).unwrap();
    traits::mark_as_trait(&kind).unwrap();
    let implements_trait = type_graph.type_by_name("ImplementsTrait").unwrap().unwrap();
    assert!(traits::try_get_trait(&kind, implements_trait.node()).unwrap().is_some());

    let first = traits::add_trait_to(&target, &kind).unwrap();
    traits::add_trait_to(&target, &kind).unwrap();
    assert_eq!(traits::try_get_trait(&target, kind.node()).unwrap(), Some(first.clone()));
    let many = traits::try_get_traits(&target, [kind.node(), target.node()]).unwrap();
    assert_eq!(many, [Some(first.clone()), None]);
    let other = graph.create_and_insert_node().unwrap();
    traits::add_trait_instance_to(&other, first.node()).unwrap();
    assert_eq!(traits::implementers(&kind).unwrap(), [target.clone(), target]);
    let homeless = graph.create_and_insert_node().unwrap();
    let error = traits::mark_as_trait(&homeless).unwrap_err().to_string();
    assert!(error.starts_with("mark_as_trait failed"), "{error}");
}

#[test]
fn types_can_be_read_through_another_view_of_them() {
    let type_graph = type_graph();
    let (owner, child) = (type_graph.add_type("Owner").unwrap(), type_graph.add_type("Child").unwrap());
    type_graph.add_make_child(&owner, &child, Some("a"), &none()).unwrap();
    link(&type_graph, &owner, &["a"], &["x"], &composition::build(""));
    let other = GraphView::create().unwrap();
    pyzig_typegraph::copy_node_into(&owner, &other).unwrap();
    let seen = other.bind(owner.node());
    let children = type_graph.collect_make_children(&seen).unwrap();
    assert_eq!((children.len(), children[0].make_child.graph()), (1, &other));
    assert_eq!(type_graph.collect_make_links(&seen).unwrap().len(), 1);
    assert_eq!(type_graph.validate_type(&seen).unwrap().len(), 1);
    assert_eq!(type_graph.collect_pointer_members(&seen, &["a".into()]).unwrap(), []);
}
