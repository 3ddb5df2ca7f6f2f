//! The order in which instances come into being, against a naive model. On its own, because other tests would create
//! nodes in between.

use proptest::prelude::*;
use pyzig_graph::{Attribute, BoundNode, GraphView};
use pyzig_typegraph::{NodeCreationAttributes, Segment, TypeGraph, composition, pointer, type_};

/// The children of a type: their types, all of them earlier ones, and whether they have names.
type Children = Vec<(usize, bool)>;
/// Links between children of a type.
type Links = Vec<(usize, usize)>;

/// What each type declares.
#[derive(Clone, Debug)]
struct Types(Vec<(Children, Links)>);

/// Type, parent and name of a node.
type Made = (usize, Option<(usize, String)>);

fn types() -> impl Strategy<Value = Types> {
    let declared = |at: usize| {
        let children = prop::collection::vec((0..at.max(1), any::<bool>()), 0..if at == 0 { 1 } else { 4 });
        (children, prop::collection::vec((0..4_usize, 0..4_usize), 0..3))
    };
    (1..7_usize).prop_flat_map(move |count| (0..count).map(declared).collect::<Vec<_>>()).prop_map(Types)
}

fn name(at: usize) -> String {
    format!("c{at}")
}

/// The nodes below a type's instance in the order in which they come into being: type, parent and name of each.
fn expected(types: &Types, kind: usize, parent: Option<(usize, String)>, found: &mut Vec<Made>) {
    let own = found.len();
    found.push((kind, parent));
    for (at, (child, named)) in types.0[kind].0.iter().enumerate() {
        let name = if *named { name(at) } else { String::new() };
        expected(types, *child, Some((own, name)), found);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn instances_are_numbered_as_the_model_numbers_them(types in types()) {
        let graph = GraphView::create().unwrap();
        let type_graph = TypeGraph::create(&graph).unwrap();
        let mut kinds: Vec<BoundNode> = Vec::new();
        for (at, (children, links)) in types.0.iter().enumerate() {
            let kind = type_graph.add_type(&format!("T{at}")).unwrap();
            for (position, (child, named)) in children.iter().enumerate() {
                let name = named.then(|| name(position));
                let attributes = NodeCreationAttributes::new(vec![Attribute::new("at", i64::try_from(position).unwrap())]);
                type_graph.add_make_child(&kind, &kinds[*child], name.as_deref(), &attributes).unwrap();
            }
            for (from, to) in links {
                let end = |at: &usize| {
                    let named = children.get(*at).is_some_and(|(_, named)| *named);
                    let path = [Segment::from(if named { name(*at) } else { String::new() }.as_str())];
                    type_graph.ensure_child_reference(&path).unwrap().into_parts().0
                };
                type_graph.add_make_link(&kind, &end(from), &end(to), &pointer::build(Some("l"), None)).unwrap();
            }
            type_graph.mark_constructable(&kind).unwrap();
            kinds.push(kind);
        }
        let last = kinds.len() - 1;
        let (nodes_before, edges_before) = (graph.node_count().unwrap(), graph.edge_count().unwrap());
        let instance = type_graph.instantiate_node(&kinds[last], Vec::new()).unwrap();

        let mut model = Vec::new();
        expected(&types, last, None, &mut model);
        let nodes = graph.nodes().unwrap();
        let made = &nodes[nodes_before..];
        prop_assert_eq!(made.len(), model.len());
        prop_assert_eq!(&made[0], instance.node());
        for (at, (node, (kind, parent))) in made.iter().zip(&model).enumerate() {
            prop_assert_eq!(node.id().get() as usize, instance.node().id().get() as usize + at);
            let node = graph.bind(node);
            prop_assert_eq!(type_::type_of(&node).unwrap(), Some(kinds[*kind].clone()));
            let edge = composition::parent_edge(&node).unwrap();
            let found = edge.as_ref().map(|edge| (edge.edge().source(), edge.edge().name()));
            prop_assert_eq!(found, parent.as_ref().map(|(parent, name)| (&made[*parent], Some(name.as_str()))));
        }
        let links: usize = model.iter().map(|(kind, _)| types.0[*kind].1.len()).sum();
        prop_assert_eq!(graph.edge_count().unwrap() - edges_before, 2 * model.len() - 1 + links);
    }
}
