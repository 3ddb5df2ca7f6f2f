//! Edges of a node are in order by name without a look at their names.

use proptest::collection::vec;
use proptest::prelude::*;
use pyzig_graph::{
    Contents, Edge, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphView, Incidence, NameRank, Node, NodeId,
    Transfer,
};

const KIND: EdgeTypeId = EdgeTypeId(130);

/// How the edges of a node are ranked, in order of insertion.
fn ranks(contents: &Contents, node: NodeId) -> Vec<Option<NameRank>> {
    contents.edges(node, KIND).iter().filter(|edge| edge.is_source()).map(Incidence::name_rank).collect()
}

/// Whether all of the edges are ranked, as their names are.
fn all_ranked(ranks: &[Option<NameRank>], names: &[String]) -> bool {
    let expected = NameRank::of_names(names);
    let compared = |ranks: &[Option<NameRank>]| -> Vec<_> {
        ranks.iter().flat_map(|rank| ranks.iter().map(move |other| rank.cmp(other))).collect()
    };
    ranks.iter().all(Option::is_some) && compared(ranks) == compared(&expected)
}

fn add(graph: &GraphView, source: &Node, spec: impl FnOnce(EdgeSpec) -> EdgeSpec) -> Edge {
    let target = graph.create_node().unwrap();
    graph.create_edge(spec(EdgeSpec::new(source, &target, KIND).directional(true))).unwrap()
}

proptest! {
    #[test]
    fn few_edges_with_names_are_all_ranked(
        names in vec("[ab]{0,2}|a long name[ab]{0,2}", 0..12),
        taken_back in vec("[ab]{0,2}", 0..3),
        further in "[ab]{0,2}",
    ) {
        let graph = GraphView::create().unwrap();
        let (owner, hub) = (graph.create_node().unwrap(), graph.create_node().unwrap());
        graph.create_edge(EdgeSpec::new(&owner, &hub, KIND).name("a")).unwrap();
        for name in &names {
            add(&graph, &hub, |spec| spec.name(name.as_str()));
        }
        prop_assert!(all_ranked(&ranks(&graph.read().unwrap(), hub.id()), &names));
        // What was taken back left room between the ranks.
        let mut write = graph.write().unwrap();
        for name in taken_back {
            write.create_edge(EdgeSpec::new(&hub, &owner, KIND).name(name)).unwrap();
        }
        drop(write);
        prop_assert!(all_ranked(&ranks(&graph.read().unwrap(), hub.id()), &names));
        add(&graph, &hub, |spec| spec.name(further.as_str()));
        let names: Vec<String> = names.into_iter().chain([further]).collect();
        prop_assert!(all_ranked(&ranks(&graph.read().unwrap(), hub.id()), &names));
        // Other graphs know it as well.
        let nodes = graph.nodes().unwrap();
        let part = graph.subgraph_of(nodes).unwrap();
        prop_assert!(all_ranked(&ranks(&part.read().unwrap(), hub.id()), &names));
        let inserted = GraphView::create().unwrap();
        inserted.insert_subgraph(&graph).unwrap();
        prop_assert!(all_ranked(&ranks(&inserted.read().unwrap(), hub.id()), &names));
        let taken = GraphView::create().unwrap();
        let (read, mut write) = (graph.read().unwrap(), taken.write().unwrap());
        let mut transfer = Transfer::new(&read, &mut write);
        transfer.add_node(read.index_of(hub.id()).unwrap());
        for entry in read.edges(hub.id(), KIND).iter() {
            transfer.add_node(entry.other());
            transfer.add_edge(entry).unwrap();
        }
        drop(transfer);
        prop_assert!(all_ranked(&ranks(&write, hub.id()), &names));
    }
}

#[test]
fn an_edge_that_may_get_a_name_is_not_ranked_nor_is_what_follows() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_node().unwrap();
    add(&graph, &hub, |spec| spec.name("b"));
    let unnamed = add(&graph, &hub, |spec| spec);
    add(&graph, &hub, |spec| spec.name("a"));
    unnamed.push_attr("name", "c");
    let is_ranked: Vec<bool> = ranks(&graph.read().unwrap(), hub.id()).iter().map(Option::is_some).collect();
    assert_eq!(is_ranked, [true, false, false]);
}

#[test]
fn edges_made_without_handles_are_ranked_when_all_ranks_are_told() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_node().unwrap();
    let mut write = graph.write().unwrap();
    let names = ["b", "c", "a", "b"];
    let at = write.index_of(hub.id()).unwrap();
    for name in names {
        let shape = EdgeShape::new(KIND, true, EdgeOrder::ZERO, None).name(Some(name.into()));
        let target = write.create_node().unwrap();
        let target = write.index_of(target.id()).unwrap();
        write.connect(&shape, at, target).unwrap();
    }
    assert_eq!(ranks(&write, hub.id()), [None; 4]);
    let told = NameRank::of_names(names);
    write.rank_edges(at, KIND, &told[..3]);
    assert_eq!(ranks(&write, hub.id()), [None; 4]);
    write.rank_edges(at, KIND, &told);
    assert_eq!(ranks(&write, hub.id()), told);
    write.commit();
    // What is added later finds its place among them.
    add(&graph, &hub, |spec| spec.name("ab"));
    let names = names.into_iter().chain(["ab"]).map(String::from).collect::<Vec<_>>();
    assert!(all_ranked(&ranks(&graph.read().unwrap(), hub.id()), &names));
}

#[test]
fn a_node_is_known_to_lead_nowhere() {
    let graph = GraphView::create().unwrap();
    let hub = graph.create_node().unwrap();
    let leaf = add(&graph, &hub, |spec| spec.name("leaf")).target().clone();
    graph.create_edge(EdgeSpec::new(&leaf, &leaf, KIND)).unwrap();
    let part = graph.subgraph_of(graph.nodes().unwrap()).unwrap();
    for graph in [graph, part] {
        let read = graph.read().unwrap();
        let leads =
            |node: &Node| read.member_at(read.index_of(node.id()).unwrap()).unwrap().may_lead_away(KIND);
        assert!(leads(&hub));
        assert!(!leads(&leaf));
    }
}
