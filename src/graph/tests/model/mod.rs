//! A graph of sets and lists that does every operation in the plainest way, and a script of operations that is run on it
//! and on the real graphs side by side.

mod leading;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use pyzig_graph::{
    Contents, Directed, Edge, EdgeChange, EdgeId, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, GraphError,
    GraphView, Node, NodeId, Text,
};

use leading::assert_leading;

const NAMES: [Option<&str>; 7] = [
    None,
    Some(""),
    Some("a"),
    Some("b"),
    Some("c"),
    Some("a longer name, not inline"),
    Some("a longer name, not alike"),
];
const TYPES: [u8; 4] = [0, 34, 130, 255];
const FILTERS: [Directed; 3] = [Directed::Any, Directed::Outgoing, Directed::Incoming];

/// One operation: what to do and three operands, each taken modulo what there is to choose from.
pub(crate) type Op = [u8; 4];

#[derive(Clone)]
struct ModelEdge {
    source: usize,
    target: usize,
    edge_type: u8,
    directional: bool,
    names: Vec<&'static str>,
}

#[derive(Clone, Default)]
struct ModelGraph {
    nodes: BTreeSet<usize>,
    edges: BTreeSet<usize>,
    lists: BTreeMap<(usize, u8), Vec<usize>>,
}

impl ModelGraph {
    fn insert_edge(&mut self, number: usize, edge: &ModelEdge) -> Result<(), GraphError> {
        if self.edges.contains(&number) {
            return Ok(());
        }
        if !self.nodes.contains(&edge.source) {
            return Err(GraphError::SourceNotInGraph);
        }
        if !self.nodes.contains(&edge.target) {
            return Err(GraphError::TargetNotInGraph);
        }
        self.edges.insert(number);
        for end in [edge.source, edge.target] {
            self.lists.entry((end, edge.edge_type)).or_default().push(number);
        }
        Ok(())
    }
}

/// An edge, and the handle to it once it was asked for: edges that graphs make have none before.
struct RealEdge {
    id: EdgeId,
    handle: OnceCell<Edge>,
}

impl RealEdge {
    /// Asks a graph that contains the edge.
    fn ask(&self, contents: &Contents) -> &Edge {
        self.handle.get_or_init(|| {
            let entry = contents.iter_edges().find(|entry| entry.edge_id() == self.id);
            entry.expect("the graph contains the edge").edge().clone()
        })
    }
}

/// The real things and the model of them; equal positions belong together. Graphs are `None` once destroyed.
#[derive(Default)]
pub(crate) struct Twin {
    nodes: Vec<Node>,
    node_attributes: Vec<Vec<u8>>,
    edges: Vec<RealEdge>,
    model_edges: Vec<ModelEdge>,
    graphs: Vec<GraphView>,
    model_graphs: Vec<Option<ModelGraph>>,
}

impl Twin {
    /// Runs operations and compares everything at the end.
    pub(crate) fn run(ops: &[Op]) {
        let mut twin = Self::default();
        twin.new_graph();
        for op in ops {
            twin.step(*op);
        }
        twin.compare();
    }

    fn node(&self, choice: u8) -> usize {
        usize::from(choice) % self.nodes.len()
    }

    fn edge(&self, choice: u8) -> Option<usize> {
        usize::from(choice).checked_rem(self.edges.len())
    }

    fn graph(&self, choice: u8) -> usize {
        usize::from(choice) % self.graphs.len()
    }

    fn position(&self, id: NodeId) -> usize {
        self.nodes.iter().position(|node| node.id() == id).expect("every node is known")
    }

    fn new_node(&mut self) -> usize {
        self.add_node(Node::create().expect("numbers are left"))
    }

    fn add_node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.node_attributes.push(Vec::new());
        self.nodes.len() - 1
    }

    fn new_graph(&mut self) {
        let graph = GraphView::create().expect("numbers are left");
        let this = self.add_node(graph.self_node().clone());
        self.graphs.push(graph);
        self.model_graphs.push(Some(ModelGraph { nodes: BTreeSet::from([this]), ..ModelGraph::default() }));
    }

    /// A handle to an edge; asks for it if there is none yet.
    fn handle(&self, edge: usize) -> &Edge {
        let real = &self.edges[edge];
        real.handle.get().unwrap_or_else(|| {
            let contains =
                |model: &Option<ModelGraph>| model.as_ref().is_some_and(|model| model.edges.contains(&edge));
            let graph = self.model_graphs.iter().position(contains).expect("a graph contains the edge");
            real.ask(&self.graphs[graph].read().expect("the graph lives"))
        })
    }

    fn new_model_edge(&self, source: usize, target: usize, shape: u8) -> ModelEdge {
        assert!(source < self.nodes.len() && target < self.nodes.len());
        let edge_type = TYPES[usize::from(shape) % TYPES.len()];
        let name = NAMES[usize::from(shape >> 3) % NAMES.len()];
        let names = name.into_iter().collect();
        ModelEdge { source, target, edge_type, directional: shape & 4 == 0, names }
    }

    fn new_edge(&mut self, source: usize, target: usize, shape: u8) -> usize {
        let model = self.new_model_edge(source, target, shape);
        let mut spec = EdgeSpec::new(&self.nodes[source], &self.nodes[target], EdgeTypeId(model.edge_type))
            .directional(model.directional);
        if let Some(name) = model.names.first() {
            spec = spec.name(*name);
        }
        let edge = Edge::create(spec).expect("numbers are left");
        self.edges.push(RealEdge { id: edge.id(), handle: edge.into() });
        self.model_edges.push(model);
        self.edges.len() - 1
    }

    /// Lets a graph make edges between nodes, and takes some of them back.
    fn make_edges(&mut self, a: u8, b: u8, c: u8) {
        let graph = self.graph(a);
        let Some(mut model) = self.model_graphs[graph].clone() else { return };
        let view = self.graphs[graph].clone();
        let mut write = view.write().expect("the graph lives");
        let first = self.edges.len();
        for step in 0..c % 24 {
            let source = self.node(b.wrapping_add(step / 5));
            let target = self.node(c.wrapping_mul(step));
            let edge = self.new_model_edge(source, target, b.wrapping_mul(step));
            let ends = [source, target].map(|end| write.index_of(self.nodes[end].id()));
            let ([Some(from), Some(to)], kind) = (ends, EdgeTypeId(edge.edge_type)) else { continue };
            let shape = EdgeShape::new(kind, edge.directional, EdgeOrder::ZERO, None)
                .name(edge.names.first().copied().map(Text::from));
            write.connect(&shape, from, to).expect("numbers are left");
            let made = write.edges(self.nodes[source].id(), kind).iter().next_back();
            self.edges.push(RealEdge { id: made.expect("it was made").edge_id(), handle: OnceCell::new() });
            model.insert_edge(self.edges.len() - 1, &edge).expect("both ends are there");
            self.model_edges.push(edge);
        }
        assert_eq!(write.edge_count(), model.edges.len());
        if c & 64 == 0 {
            write.commit();
            self.model_graphs[graph] = Some(model);
        } else {
            // Handles to what is taken back stay good, but there is no other way to get one.
            for edge in &self.edges[first..] {
                edge.ask(&write);
            }
        }
    }

    fn insert_edge(&mut self, graph: usize, edge: usize) {
        let handle = self.handle(edge).clone();
        let expected = match &mut self.model_graphs[graph] {
            Some(model) => model.insert_edge(edge, &self.model_edges[edge]),
            None => Err(GraphError::Destroyed),
        };
        assert_eq!(self.graphs[graph].insert_edge(&handle).map(|_| ()), expected);
    }

    fn insert_node(&mut self, graph: usize, node: usize) {
        let result = self.graphs[graph].insert_node(&self.nodes[node]);
        match &mut self.model_graphs[graph] {
            Some(model) => {
                model.nodes.insert(node);
                assert_eq!(result.map(|bound| bound.node().id()), Ok(self.nodes[node].id()));
            }
            None => assert_eq!(result, Err(GraphError::Destroyed)),
        }
    }

    fn step(&mut self, [what, a, b, c]: Op) {
        match what % 18 {
            0 | 1 => {
                let node = self.new_node();
                self.insert_node(self.graph(a), node);
            }
            2 => {
                self.new_node();
            }
            3 | 4 => {
                self.new_edge(self.node(a), self.node(b), c);
            }
            5 | 6 => {
                if let Some(edge) = self.edge(b) {
                    self.insert_edge(self.graph(a), edge);
                }
            }
            7 => self.insert_node(self.graph(a), self.node(b)),
            8 => self.children(a, b, c),
            9 => self.rename_or_turn(a, b, c),
            10 => self.transaction(a, b, c),
            11 if self.graphs.len() < 8 => self.subgraph(a, b, c),
            12 => self.insert_subgraph(self.graph(a), self.graph(b)),
            13 if c < 32 => self.destroy(self.graph(a)),
            14 if self.graphs.len() < 8 => self.new_graph(),
            15 => {
                let node = self.node(a);
                self.nodes[node].push_attr("value", b);
                self.node_attributes[node].push(b);
            }
            16 => self.make_edges(a, b, c),
            _ => self.compare_lookups(self.graph(a), self.node(b)),
        }
    }

    /// Many edges between a hub and others, to leave the range that is searched from front to back.
    fn children(&mut self, a: u8, b: u8, c: u8) {
        let (graph, hub) = (self.graph(a), self.node(b));
        for step in 0..c % 16 {
            let other = self.node(a.wrapping_mul(3).wrapping_add(step));
            let shape = b.wrapping_add(step.wrapping_mul(8) & c);
            let (source, target) = if c & 128 == 0 { (hub, other) } else { (other, hub) };
            let edge = self.new_edge(source, target, shape);
            self.insert_edge(graph, edge);
        }
    }

    fn rename_or_turn(&mut self, a: u8, b: u8, c: u8) {
        let Some(edge) = self.edge(a) else { return };
        let handle = self.handle(edge).clone();
        let model = &mut self.model_edges[edge];
        if b & 1 == 0 {
            if let Some(name) = NAMES[usize::from(c) % NAMES.len()] {
                handle.push_attr("name", name);
                model.names.push(name);
            }
            return;
        }
        let edge_type = (b & 2 == 0).then(|| TYPES[usize::from(c) % TYPES.len()]);
        let directional = (b & 4 == 0).then_some(c & 4 == 0);
        handle.change(EdgeChange {
            edge_type: edge_type.map(EdgeTypeId),
            directional,
            ..EdgeChange::default()
        });
        model.edge_type = edge_type.unwrap_or(model.edge_type);
        model.directional = directional.unwrap_or(model.directional);
    }

    fn transaction(&mut self, a: u8, b: u8, c: u8) {
        let graph = self.graph(a);
        let Some(mut model) = self.model_graphs[graph].clone() else {
            assert!(matches!(self.graphs[graph].write().map(|_| ()), Err(GraphError::Destroyed)));
            return;
        };
        let view = self.graphs[graph].clone();
        let mut write = view.write().expect("the graph lives");
        for step in 0..c % 24 {
            if step % 5 == 0 {
                let node = self.new_node();
                write.insert_node(&self.nodes[node]);
                model.nodes.insert(node);
            } else {
                let source = self.node(b.wrapping_add(step / 5));
                let target = self.node(c.wrapping_mul(step));
                let edge = self.new_edge(source, target, b.wrapping_mul(step));
                let expected = model.insert_edge(edge, &self.model_edges[edge]);
                assert_eq!(write.insert_edge(self.handle(edge)).map(|_| ()), expected);
            }
        }
        assert_eq!(write.node_count(), model.nodes.len());
        assert_eq!(write.edge_count(), model.edges.len());
        if c & 64 == 0 {
            write.commit();
            self.model_graphs[graph] = Some(model);
        } else {
            drop(write);
        }
    }

    fn subgraph(&mut self, a: u8, b: u8, c: u8) {
        let graph = self.graph(a);
        let chosen: Vec<usize> =
            (0..c % 32).map(|step| self.node(b.wrapping_add(step.wrapping_mul(a | 1)))).collect();
        let result = self.graphs[graph].subgraph_from_nodes(chosen.iter().map(|node| &self.nodes[*node]));
        let Some(model) = &self.model_graphs[graph] else {
            assert_eq!(result, Err(GraphError::Destroyed));
            return;
        };
        let part = result.expect("the graph lives");
        let mut expected = ModelGraph { nodes: chosen.iter().copied().collect(), ..ModelGraph::default() };
        for node in &chosen {
            for (_, list) in model.lists.range((*node, 0)..=(*node, 255)) {
                for edge in list {
                    // Edges with an end outside are refused, just as they are to be left out.
                    let _ = expected.insert_edge(*edge, &self.model_edges[*edge]);
                }
            }
        }
        let this = self.add_node(part.self_node().clone());
        expected.nodes.insert(this);
        self.graphs.push(part);
        self.model_graphs.push(Some(expected));
    }

    fn insert_subgraph(&mut self, into: usize, from: usize) {
        let result = self.graphs[into].insert_subgraph(&self.graphs[from]);
        let (Some(source), Some(target)) = (self.model_graphs[from].clone(), &mut self.model_graphs[into])
        else {
            assert_eq!(result, Err(GraphError::Destroyed));
            return;
        };
        assert_eq!(result, Ok(()));
        target.nodes.extend(&source.nodes);
        for ((node, _), list) in &source.lists {
            for edge in list.iter().filter(|edge| !target.edges.contains(edge)) {
                target.lists.entry((*node, self.model_edges[*edge].edge_type)).or_default().push(*edge);
            }
        }
        target.edges.extend(&source.edges);
    }

    fn destroy(&mut self, graph: usize) {
        if let Some(model) = &self.model_graphs[graph] {
            // There is no other way to get a handle afterwards.
            let is_elsewhere = |edge: &usize| {
                let others = self.model_graphs.iter().enumerate().filter(|(number, _)| *number != graph);
                others.flat_map(|(_, model)| model).any(|model| model.edges.contains(edge))
            };
            for edge in model.edges.iter().filter(|edge| !is_elsewhere(edge)) {
                self.handle(*edge);
            }
        }
        let expected = self.model_graphs[graph].take().map(|_| ()).ok_or(GraphError::Destroyed);
        assert_eq!(self.graphs[graph].destroy(), expected);
        assert!(self.graphs[graph].is_destroyed());
    }

    fn passes(&self, node: usize, edge: usize, directed: Directed) -> bool {
        let edge = &self.model_edges[edge];
        match directed {
            Directed::Any => true,
            Directed::Outgoing => !edge.directional || edge.source == node,
            Directed::Incoming => !edge.directional || edge.target == node,
        }
    }

    /// Compares what a graph says about one node.
    fn compare_lookups(&self, graph: usize, node: usize) {
        let bound = self.graphs[graph].bind(&self.nodes[node]);
        let Some(model) = &self.model_graphs[graph] else {
            assert_eq!(bound.edges_of_type(EdgeTypeId(0), Directed::Any), Err(GraphError::Destroyed));
            assert_eq!(bound.named_edge(EdgeTypeId(0), ""), Err(GraphError::Destroyed));
            return;
        };
        let read = self.graphs[graph].read().expect("the graph lives");
        assert_eq!(read.contains_node(self.nodes[node].id()), model.nodes.contains(&node));
        self.compare_entries(&read, model, node);
        let mut all = Vec::new();
        for edge_type in TYPES {
            let list = model.lists.get(&(node, edge_type)).map_or([].as_slice(), Vec::as_slice);
            all.extend(list.iter().map(|edge| self.handle(*edge)));
            let edge_type = EdgeTypeId(edge_type);
            for directed in FILTERS {
                let expected: Vec<&Edge> = list
                    .iter()
                    .filter(|edge| self.passes(node, **edge, directed))
                    .map(|edge| self.handle(*edge))
                    .collect();
                let found = bound.edges_of_type(edge_type, directed).expect("the graph lives");
                assert_eq!(found.iter().collect::<Vec<_>>(), expected);
                let first = bound.first_edge(edge_type, directed).expect("the graph lives");
                assert_eq!(first.as_ref(), expected.first().copied());
            }
            for name in NAMES.into_iter().flatten() {
                let expected = list.iter().find(|edge| {
                    self.passes(node, **edge, Directed::Outgoing)
                        && self.model_edges[**edge].names.first() == Some(&name)
                });
                let found = bound.named_edge(edge_type, name).expect("the graph lives");
                assert_eq!(found.as_ref(), expected.map(|edge| self.handle(*edge)), "{name:?}");
            }
        }
        let listed: Vec<&Edge> =
            read.all_edges(self.nodes[node].id()).map(pyzig_graph::Incidence::edge).collect();
        assert_eq!(listed, all);
        for entry in read.all_edges(self.nodes[node].id()) {
            let other = entry.edge().other_end(self.nodes[node].id());
            assert_eq!(entry.other_node().id(), other.id());
            assert_eq!(read.node_at(entry.other()), Some(other));
        }
    }

    /// Compares what a graph says about the edges of a node without handles to them.
    fn compare_entries(&self, contents: &Contents, model: &ModelGraph, node: usize) {
        let lists = model.lists.range((node, 0)..=(node, 255)).flat_map(|(_, list)| list);
        let mut entries = contents.all_edges(self.nodes[node].id());
        for edge in lists {
            let (entry, expected) =
                (entries.next().expect("the model lists one more"), &self.model_edges[*edge]);
            assert_eq!(entry.edge_id(), self.edges[*edge].id);
            assert_eq!(entry.name(), expected.names.first().copied());
            assert_eq!(entry.attrs().len(), expected.names.len());
            assert_eq!(entry.attr("name").is_some(), !expected.names.is_empty());
            assert_eq!(entry.present_type(), EdgeTypeId(expected.edge_type));
            assert_eq!(entry.directional(), expected.directional);
            assert_eq!(self.position(entry.source_id()), expected.source);
            assert_eq!(self.position(entry.target_id()), expected.target);
        }
        assert!(entries.next().is_none());
        assert_leading(contents, self.nodes[node].id());
    }

    /// Compares everything.
    fn compare(&self) {
        for (node, attributes) in self.nodes.iter().zip(&self.node_attributes) {
            let values: Vec<u64> = node.attrs().filter_map(|attribute| attribute.value.as_u64()).collect();
            let expected: Vec<u64> = attributes.iter().copied().map(u64::from).collect();
            assert_eq!(values, expected);
            assert_eq!(node.attr("value").and_then(pyzig_graph::Literal::as_u64), expected.first().copied());
        }
        for (edge, model) in self.model_edges.iter().enumerate().map(|(at, model)| (self.handle(at), model)) {
            assert_eq!(edge.name(), model.names.first().copied());
            assert_eq!(edge.attrs().count(), model.names.len());
            assert_eq!((edge.edge_type().0, edge.directional()), (model.edge_type, model.directional));
            assert_eq!(self.position(edge.source_id()), model.source);
            assert_eq!(self.position(edge.target_id()), model.target);
        }
        for (number, (graph, model)) in self.graphs.iter().zip(&self.model_graphs).enumerate() {
            let Some(model) = model else {
                assert_eq!(graph.node_count(), Err(GraphError::Destroyed));
                continue;
            };
            assert_eq!(graph.node_count(), Ok(model.nodes.len()));
            assert_eq!(graph.edge_count(), Ok(model.edges.len()));
            // Positions ascend with ids as all nodes of the script are listed in the order of their creation.
            let nodes: Vec<&Node> = model.nodes.iter().map(|node| &self.nodes[*node]).collect();
            assert_eq!(graph.nodes().expect("the graph lives").iter().collect::<Vec<_>>(), nodes);
            let mut edges = graph.edges().expect("the graph lives");
            edges.sort();
            let expected: Vec<&Edge> = model.edges.iter().map(|edge| self.handle(*edge)).collect();
            assert_eq!(edges.iter().collect::<Vec<_>>(), expected);
            for edge in 0..self.edges.len() {
                assert_eq!(graph.contains_edge(self.handle(edge)), Ok(model.edges.contains(&edge)));
            }
            for node in 0..self.nodes.len() {
                self.compare_lookups(number, node);
            }
        }
    }
}
