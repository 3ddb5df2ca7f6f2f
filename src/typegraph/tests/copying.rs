//! Copies between graphs, against a naive model of what is gathered and in what order.

use proptest::prelude::*;
use pyzig_graph::{BoundNode, Directed, Edge, EdgeSpec, EdgeTypeId, GraphView, Node};
use pyzig_typegraph::{
    ChildQuery, Error, NodeCreationAttributes, TypeGraph, children_query, composition, copy_node_into,
    interface, next, operand, pointer, trait_, traits, type_,
};

/// What happens to a graph before something is copied from it. Numbers choose nodes, modulo their number.
#[derive(Clone, Debug)]
enum Action {
    Type,
    Instance(usize),
    Child(usize, usize),
    Pointer(usize, usize),
    Next(usize, usize),
    Trait(usize, usize),
    Operand(usize, usize),
    Connection(usize, usize),
}

fn action() -> impl Strategy<Value = Action> {
    let pair = || (0..64_usize, 0..64_usize);
    prop_oneof![
        1 => Just(Action::Type),
        3 => (0..64_usize).prop_map(Action::Instance),
        3 => pair().prop_map(|(a, b)| Action::Child(a, b)),
        2 => pair().prop_map(|(a, b)| Action::Pointer(a, b)),
        1 => pair().prop_map(|(a, b)| Action::Next(a, b)),
        2 => pair().prop_map(|(a, b)| Action::Trait(a, b)),
        1 => pair().prop_map(|(a, b)| Action::Operand(a, b)),
        1 => pair().prop_map(|(a, b)| Action::Connection(a, b)),
    ]
}

struct World {
    type_graph: TypeGraph,
    types: Vec<BoundNode>,
    /// Instances, on which everything else happens.
    nodes: Vec<BoundNode>,
}

impl World {
    fn new(actions: &[Action]) -> Self {
        let type_graph = TypeGraph::create(&GraphView::create().unwrap()).unwrap();
        let mut world = Self { type_graph, types: Vec::new(), nodes: Vec::new() };
        world.add_type();
        world.add_instance(0);
        for action in actions {
            world.act(action);
        }
        world
    }

    fn graph(&self) -> &GraphView {
        self.type_graph.graph()
    }

    fn add_type(&mut self) {
        let names = ["has_source_chunk", "A", "B", "C"];
        let number = self.types.len() + 1;
        let name = names
            .get(number % 5)
            .map_or_else(|| format!("T{number}"), |name| format!("{name}{}", number / 5));
        let name = if number == 5 { names[0].to_owned() } else { name };
        let kind = self.type_graph.add_type(&name).unwrap();
        self.type_graph.mark_constructable(&kind).unwrap();
        if let Some(child) = self.types.last() {
            let none = NodeCreationAttributes::default();
            self.type_graph.add_make_child(&kind, child, Some("c"), &none).unwrap();
        }
        self.types.push(kind);
    }

    fn add_instance(&mut self, kind: usize) {
        let kind = &self.types[kind % self.types.len()];
        let instance = self.type_graph.instantiate_node(kind, Vec::new()).unwrap();
        let query = ChildQuery { include_root: true, ..ChildQuery::default() };
        let nodes = children_query(&instance, &query).unwrap();
        self.nodes.extend(nodes.iter().map(|node| instance.graph().bind(node)));
    }

    fn act(&mut self, action: &Action) {
        let node = |at: &usize| &self.nodes[at % self.nodes.len()];
        match action {
            Action::Type => self.add_type(),
            Action::Instance(kind) => self.add_instance(*kind),
            Action::Child(a, b) => drop(composition::add_child(node(a), node(b).node(), "n").unwrap()),
            Action::Pointer(a, b) => drop(pointer::point_to(node(a), node(b).node(), None, None).unwrap()),
            Action::Next(a, b) => drop(next::add_next(node(a), node(b).node()).unwrap()),
            Action::Trait(a, b) => {
                drop(traits::add_trait_to(node(a), &self.types[b % self.types.len()]).unwrap());
            }
            Action::Operand(a, b) => {
                let edge = operand::create(node(a).node(), node(b).node(), None).unwrap();
                self.graph().insert_edge(&edge).unwrap();
            }
            Action::Connection(a, b) => {
                let edge = interface::create(node(a).node(), node(b).node(), false).unwrap();
                self.graph().insert_edge(&edge).unwrap();
            }
        }
    }
}

/// The gathering as it is specified, with lists that are searched from front to back.
struct Model<'a> {
    target: &'a GraphView,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
    worklist: Vec<BoundNode>,
    /// Whether the target had the type graph, once the first type was met.
    present: Option<bool>,
}

impl Model<'_> {
    fn has_node(&self, node: &Node) -> bool {
        self.nodes.contains(node) || self.target.contains_node(node).unwrap()
    }

    fn node(&mut self, node: &BoundNode) {
        if !self.has_node(node.node()) {
            self.nodes.push(node.node().clone());
            self.worklist.push(node.clone());
        }
    }

    fn has_edge(&self, edge: &Edge) -> bool {
        self.edges.contains(edge) || self.target.contains_edge(edge).unwrap()
    }

    fn edge(&mut self, edge: &Edge) {
        if !self.has_edge(edge) {
            self.edges.push(edge.clone());
        }
    }

    fn edge_to(&mut self, edge: &Edge, far_end: &BoundNode) {
        if !self.has_edge(edge) {
            self.node(far_end);
            self.edge(edge);
        }
    }

    fn meet(&mut self, type_graph: &TypeGraph) {
        self.present = Some(self.has_node(type_graph.node().node()));
        if self.present == Some(true) {
            return;
        }
        self.nodes.push(type_graph.node().node().clone());
        for name in
            ["ImplementsTrait", "ImplementsType", "MakeChild", "MakeLink", "Reference", "TypeReference"]
        {
            let kind = type_graph.type_by_name(name).unwrap().unwrap();
            self.node(&kind);
            self.edge(composition::parent_edge(&kind).unwrap().unwrap().edge());
        }
    }

    fn type_of(&mut self, node: &BoundNode) {
        if node.node().attr("type_identifier").is_some()
            && let Some(edge) = composition::parent_edge(node).unwrap()
        {
            if self.present.is_none() {
                self.meet(&TypeGraph::of_type(node).unwrap().unwrap());
            }
            self.edge(edge.edge());
        }
        let Some(edge) = type_::type_edge(node).unwrap() else { return };
        let kind = edge.source();
        if self.present.is_none() {
            self.meet(&TypeGraph::of_type(&kind).unwrap().unwrap());
        }
        if !self.has_node(kind.node()) {
            self.node(&kind);
            self.edge(composition::parent_edge(&kind).unwrap().unwrap().edge());
        }
        self.edge(edge.edge());
    }

    fn visit(&mut self, node: &BoundNode) {
        let graph = node.graph().clone();
        self.type_of(node);
        for edge in composition::children_edges(node).unwrap() {
            self.edge_to(&edge, &graph.bind(edge.target()));
        }
        for edge in pointer::pointed_edges(node).unwrap() {
            self.edge_to(&edge, &graph.bind(edge.target()));
        }
        if let Some(edge) = next::next_edge(node).unwrap() {
            self.edge_to(edge.edge(), &edge.target());
        }
        for edge in node.edges_of_type(trait_::FAMILY.edge_type(), Directed::Any).unwrap() {
            let kind = type_::type_of(&graph.bind(edge.target())).unwrap().unwrap();
            if pyzig_typegraph::type_name(kind.node()).unwrap() != "has_source_chunk" {
                self.node(&graph.bind(edge.source()));
                self.edge_to(&edge, &graph.bind(edge.target()));
            }
        }
        for edge in operand::operand_edges(node).unwrap() {
            self.edge_to(&edge, &graph.bind(edge.target()));
        }
    }

    fn run(target: &GraphView, start: &BoundNode, descend: bool) -> (Vec<Node>, Vec<Edge>) {
        let mut model =
            Model { target, nodes: Vec::new(), edges: Vec::new(), worklist: Vec::new(), present: None };
        model.node(start);
        if descend && model.worklist.is_empty() {
            model.worklist.push(start.clone());
        }
        let mut at = 0;
        while let Some(node) = model.worklist.get(at).cloned() {
            model.visit(&node);
            at += 1;
        }
        (model.nodes, model.edges)
    }
}

const KINDS: [EdgeTypeId; 7] = [
    type_::FAMILY.edge_type(),
    trait_::FAMILY.edge_type(),
    next::FAMILY.edge_type(),
    pointer::FAMILY.edge_type(),
    interface::FAMILY.edge_type(),
    composition::FAMILY.edge_type(),
    operand::FAMILY.edge_type(),
];

/// Every node with its edges of each kind in order.
fn contents(graph: &GraphView) -> Vec<(Node, Vec<Vec<Edge>>)> {
    let edges = |node: &Node| {
        let bound = graph.bind(node);
        KINDS.iter().map(|kind| bound.edges_of_type(*kind, Directed::Any).unwrap().to_vec()).collect()
    };
    graph.nodes().unwrap().into_iter().map(|node| (node.clone(), edges(&node))).collect()
}

fn check_copy(
    target: &GraphView,
    start: &BoundNode,
    descend: bool,
    copy: impl FnOnce() -> Result<(), Error>,
) -> Result<(), TestCaseError> {
    let (nodes, edges) = Model::run(target, start, descend);
    let expected = GraphView::create().unwrap();
    expected.insert_subgraph(target).unwrap();
    for node in &nodes {
        expected.add_node(node).unwrap();
    }
    for edge in &edges {
        expected.add_edge(edge).unwrap();
    }
    copy().unwrap();
    let mut expected_contents = contents(&expected);
    expected_contents.retain(|(node, _)| node != expected.self_node());
    prop_assert_eq!(contents(target), expected_contents);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn copies_hold_what_the_model_gathers(
        actions in prop::collection::vec(action(), 0..24),
        starts in prop::collection::vec(0..64_usize, 1..4),
        first in 0..3_u8,
    ) {
        let world = World::new(&actions);
        let target = GraphView::create().unwrap();
        if first > 0 {
            let minimal = first == 1;
            let make_child = world.type_graph.type_by_name("MakeChild").unwrap().unwrap();
            let start = if minimal { make_child } else { world.type_graph.node().clone() };
            check_copy(&target, &start, !minimal, || world.type_graph.copy_into(&target, minimal).map(drop))?;
        }
        for start in starts {
            let start = &world.nodes[start % world.nodes.len()];
            check_copy(&target, start, false, || copy_node_into(start, &target))?;
        }
        check_copy(&target, world.type_graph.node(), true, || world.type_graph.copy_into(&target, false).map(drop))?;
    }
}

fn type_graph() -> TypeGraph {
    TypeGraph::create(&GraphView::create().unwrap()).unwrap()
}

#[test]
fn a_minimal_copy_brings_what_every_type_graph_has() {
    let type_graph = type_graph();
    type_graph.add_type("T").unwrap();
    let target = GraphView::create().unwrap();
    let copy = type_graph.copy_into(&target, true).unwrap();
    assert_eq!(copy.node().node(), type_graph.node().node());
    assert_eq!(target.node_count(), Ok(1 + 22));
    assert_eq!(target.edge_count(), Ok(49));
    assert_eq!(copy.type_by_name("T").unwrap(), None);
    copy.add_type("T").unwrap();

    let full = GraphView::create().unwrap();
    let copy = type_graph.copy_into(&full, false).unwrap();
    assert!(copy.type_by_name("T").unwrap().is_some());
    assert_eq!(full.node_count().unwrap(), type_graph.graph().node_count().unwrap());
}

#[test]
fn a_type_of_the_target_takes_the_place_of_one_of_the_same_name() {
    let type_graph = type_graph();
    let target = GraphView::create().unwrap();
    let copy = type_graph.copy_into(&target, true).unwrap();
    let [theirs, ours] = [&type_graph, &copy].map(|type_graph| type_graph.add_type("T").unwrap());
    type_graph.mark_constructable(&theirs).unwrap();
    let instance = type_graph.instantiate_node(&theirs, Vec::new()).unwrap();
    copy_node_into(&instance, &target).unwrap();
    assert_eq!(type_::type_of(&target.bind(instance.node())).unwrap(), Some(ours));
    assert!(!target.contains_node(theirs.node()).unwrap());
}

#[test]
fn what_belongs_to_no_type_graph_cannot_be_copied() {
    let graph = GraphView::create().unwrap();
    let [kind, instance] = [(); 2].map(|()| graph.create_and_insert_node().unwrap());
    type_::add_instance(&kind, instance.node()).unwrap();
    let target = GraphView::create().unwrap();
    assert!(copy_node_into(&instance, &target).is_err());
    assert_eq!(target.node_count(), Ok(1));
    // A node without type can.
    copy_node_into(&kind, &target).unwrap();
    assert_eq!(target.node_count(), Ok(2));
}

#[test]
fn edges_that_are_not_directional_are_followed_from_their_source() {
    for kind in KINDS {
        // With few edges and with many.
        for others in [0, 40] {
            let graph = GraphView::create().unwrap();
            let [source, node, end] = [(); 3].map(|()| graph.create_and_insert_node().unwrap());
            for _ in 0..others {
                let other = graph.create_and_insert_node().unwrap();
                graph.insert_edge(&interface::create(node.node(), other.node(), false).unwrap()).unwrap();
            }
            graph.create_edge(EdgeSpec::new(source.node(), node.node(), kind)).unwrap();
            graph.create_edge(EdgeSpec::new(node.node(), end.node(), kind)).unwrap();
            let target = GraphView::create().unwrap();
            let copied = copy_node_into(&node, &target).is_ok();
            let has = [source, node, end].map(|node| target.contains_node(node.node()).unwrap());
            let expected = match kind {
                _ if kind == trait_::FAMILY.edge_type() => (true, [true; 3], 2),
                _ if kind == interface::FAMILY.edge_type() => (true, [false, true, false], 0),
                _ if [composition::FAMILY, operand::FAMILY]
                    .map(|family| family.edge_type())
                    .contains(&kind) =>
                {
                    (true, [false, true, true], 1)
                }
                // Those to the node itself bring nothing along that they could start at.
                _ => (false, [false; 3], 0),
            };
            assert_eq!((copied, has, target.edge_count().unwrap()), expected, "{kind:?}, {others} others");
        }
    }
}
