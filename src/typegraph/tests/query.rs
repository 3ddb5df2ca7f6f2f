//! Queries for nodes below a node, against a naive model.

use proptest::prelude::*;
use pyzig_graph::{BoundNode, GraphView, Node};
use pyzig_typegraph::{
    ChildQuery, NodeCreationAttributes, TypeGraph, children_query, composition, copy_node_into, trait_, type_,
};

/// Names that differ only behind the first bytes or in length, not in order.
const NAMES: [&str; 9] =
    ["b", "abcdefgh", "", "abcdefghij", "a\0", "a", "abcdefgh\0", "abcdefghi", "\u{e4}bcdefgh"];

/// A tree: the parent of each node but the first, with the name of the edge; and types and traits of nodes.
#[derive(Clone, Debug)]
struct Tree {
    parents: Vec<(usize, usize)>,
    types: Vec<Option<bool>>,
    traits: Vec<(usize, bool)>,
}

fn tree() -> impl Strategy<Value = Tree> {
    let count = 2..14_usize;
    count.prop_flat_map(|count| {
        let parents = (1..count).map(|at| (0..at, 0..NAMES.len())).collect::<Vec<_>>();
        let types = prop::collection::vec(any::<Option<bool>>(), count);
        let traits = prop::collection::vec((0..count, any::<bool>()), 0..8);
        (parents, types, traits).prop_map(|(parents, types, traits)| Tree { parents, types, traits })
    })
}

fn expected(tree: &Tree, query: &ChildQuery, wanted: &impl Fn(usize) -> bool, at: usize) -> Vec<usize> {
    let mut children: Vec<(&[u8], usize)> = tree
        .parents
        .iter()
        .enumerate()
        .filter(|(_, (parent, _))| *parent == at)
        .map(|(child, (_, name))| (NAMES[*name].as_bytes(), child + 1))
        .collect();
    if query.sort {
        children.sort_by_key(|(name, _)| *name);
    }
    let mut found = Vec::new();
    for (_, child) in children {
        if wanted(child) {
            found.push(child);
        }
        if !query.direct_only {
            found.extend(expected(tree, query, wanted, child));
        }
    }
    found
}

proptest! {
    #[test]
    fn a_query_finds_what_the_model_finds(
        tree in tree(),
        direct_only in any::<bool>(),
        include_root in any::<bool>(),
        sort in any::<bool>(),
        wanted_types in prop::collection::vec(any::<bool>(), 0..3),
        wanted_traits in prop::collection::vec(any::<bool>(), 0..2),
    ) {
        let graph = GraphView::create().unwrap();
        let nodes: Vec<BoundNode> =
            (0..=tree.parents.len()).map(|_| graph.create_and_insert_node().unwrap()).collect();
        let kinds = [(); 4].map(|()| graph.create_and_insert_node().unwrap());
        for (child, (parent, name)) in tree.parents.iter().enumerate() {
            composition::add_child(&nodes[*parent], nodes[child + 1].node(), NAMES[*name]).unwrap();
        }
        for (node, kind) in nodes.iter().zip(&tree.types) {
            if let Some(kind) = kind {
                type_::add_instance(&kinds[usize::from(*kind)], node.node()).unwrap();
            }
        }
        for (owner, kind) in &tree.traits {
            let instance = graph.create_and_insert_node().unwrap();
            type_::add_instance(&kinds[2 + usize::from(*kind)], instance.node()).unwrap();
            trait_::add_trait_instance(&nodes[*owner], instance.node()).unwrap();
        }
        let query = ChildQuery {
            direct_only,
            include_root,
            sort,
            types: wanted_types.iter().map(|kind| kinds[usize::from(*kind)].node().clone()).collect(),
            required_traits: wanted_traits.iter().map(|kind| kinds[2 + usize::from(*kind)].node().clone()).collect(),
        };
        let wanted = |at: usize| {
            let type_fits = wanted_types.is_empty()
                || tree.types[at].is_some_and(|kind| wanted_types.contains(&kind));
            type_fits && wanted_traits.iter().all(|kind| tree.traits.contains(&(at, *kind)))
        };
        let mut expected = expected(&tree, &query, &wanted, 0);
        if include_root && wanted(0) {
            expected.insert(0, 0);
        }
        let expected: Vec<Node> = expected.into_iter().map(|at| nodes[at].node().clone()).collect();
        let found: Vec<Node> = children_query(&nodes[0], &query).unwrap().into_iter().collect();
        prop_assert_eq!(found, expected);
    }

    /// Names of all lengths, alike and different at any byte, of more children than are put in order by insertion.
    #[test]
    fn children_are_found_and_sorted_by_all_bytes_of_their_names(
        names in prop::collection::vec("[ab\0\u{e4}]{0,10}", 0..60),
        loops in prop::collection::vec(0..60_usize, 0..3),
    ) {
        let graph = GraphView::create().unwrap();
        let parent = graph.create_and_insert_node().unwrap();
        let owner = graph.create_and_insert_node().unwrap();
        let (mut children, mut listed) = (Vec::new(), Vec::new());
        composition::add_child(&owner, parent.node(), "a").unwrap();
        for (at, name) in names.iter().enumerate() {
            if loops.contains(&at) {
                composition::add_child(&parent, parent.node(), name).unwrap();
                listed.push((name, parent.node().clone()));
            }
            let child = graph.create_and_insert_node().unwrap();
            composition::add_child(&parent, child.node(), name).unwrap();
            children.push((name.as_bytes(), child.node().clone()));
            listed.push((name, child.node().clone()));
            // Among few as among many.
            let named = composition::child_by_name(&parent, &names[at / 2]).unwrap();
            let expected = listed.iter().find(|(name, _)| **name == names[at / 2]).map(|(_, node)| node);
            prop_assert_eq!(named.as_ref().map(BoundNode::node), expected);
        }
        let query = ChildQuery { sort: true, ..ChildQuery::default() };
        let found: Vec<Node> = children_query(&parent, &query).unwrap().into_iter().collect();
        children.sort_by_key(|(name, _)| *name);
        prop_assert_eq!(found, children.into_iter().map(|(_, child)| child).collect::<Vec<_>>());
    }

    /// Types know beforehand how the names of their instances' children compare.
    #[test]
    fn children_of_instances_are_in_order_with_what_is_added_and_where_they_are_copied(
        declared in prop::collection::vec(0..NAMES.len(), 0..20),
        added in prop::collection::vec(0..NAMES.len(), 0..4),
    ) {
        let graph = GraphView::create().unwrap();
        let type_graph = TypeGraph::create(&graph).unwrap();
        let [leaf, part] = ["Leaf", "Part"].map(|name| type_graph.add_type(name).unwrap());
        let no_attributes = NodeCreationAttributes::new(Vec::new());
        for name in &declared {
            type_graph.add_make_child(&part, &leaf, Some(NAMES[*name]), &no_attributes).unwrap();
        }
        for kind in [&leaf, &part] {
            type_graph.mark_constructable(kind).unwrap();
        }
        let instance = type_graph.instantiate_node(&part, Vec::new()).unwrap();
        for name in &added {
            let child = graph.create_and_insert_node().unwrap();
            composition::add_child(&instance, child.node(), NAMES[*name]).unwrap();
        }
        let edges = graph.read().unwrap();
        let mut expected: Vec<(&str, Node)> = edges
            .edges(instance.node().id(), composition::FAMILY.edge_type())
            .iter()
            .map(|edge| edge.other_node().clone())
            .zip(declared.iter().chain(&added))
            .map(|(child, name)| (NAMES[*name], child))
            .collect();
        drop(edges);
        expected.sort_by_key(|(name, _)| *name);
        let expected: Vec<Node> = expected.into_iter().map(|(_, child)| child).collect();
        prop_assert_eq!(expected.len(), declared.len() + added.len());
        let copied = GraphView::create().unwrap();
        copy_node_into(&instance, &copied).unwrap();
        let query = ChildQuery { sort: true, ..ChildQuery::default() };
        for graph in [graph, copied] {
            let found = children_query(&graph.bind(instance.node()), &query).unwrap();
            prop_assert_eq!(found.iter().collect::<Vec<_>>(), expected.iter().collect::<Vec<_>>());
        }
    }
}
