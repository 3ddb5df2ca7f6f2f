//! Makes nodes of one graph, with all they need, members of another graph.
//!
//! No node is duplicated. Starting from one node, a worklist gathers what belongs to it: its type with the type graph,
//! its children, what it points to, the rest of a sequence, its traits and owners, its operands. What was gathered enters
//! the target at the end and in the order of gathering, on which the order of edges in the target depends.

use hashbrown::HashMap;
use pyzig_graph::{BoundNode, Contents, Directed, Edge, EdgeId, GraphView, Incidence, Node, NodeId};

use crate::builtin::{self, Builtin, HAS_SOURCE_CHUNK, TYPE_IDENTIFIER};
use crate::error::{Error, Result};
use crate::family::EdgeFamily;
use crate::number_map::{NumberMap, NumberSet};
use crate::typegraph::TypeGraph;
use crate::{composition, next, operand, pointer, trait_, type_};

/// The types that come along with every type graph, in the order in which they do. `is_constructable` follows as the type
/// of their traits.
const BOOTSTRAP: [Builtin; 6] = [
    Builtin::ImplementsTrait,
    Builtin::ImplementsType,
    Builtin::MakeChild,
    Builtin::MakeLink,
    Builtin::Reference,
    Builtin::TypeReference,
];

impl TypeGraph {
    /// Makes the type graph a member of another graph: with `minimal` only the types that every type graph has, else all
    /// types.
    pub fn copy_into(&self, target: &GraphView, minimal: bool) -> Result<Self> {
        let start = if minimal {
            let read = self.graph().read()?;
            let make_child = Builtin::MakeChild.find(&read, self.node().node().id())?;
            self.graph().bind(make_child)
        } else {
            self.node().clone()
        };
        copy(&start, target, !minimal)?;
        Ok(Self::of(target.bind(self.node().node())))
    }
}

/// Makes a node a member of another graph, with all it needs. Does nothing if it is one already.
///
/// Types that the target has under the same name take the place of those of the source.
pub fn copy_node_into(start: &BoundNode, target: &GraphView) -> Result<()> {
    copy(start, target, false)
}

fn copy(start: &BoundNode, target: &GraphView, descend: bool) -> Result<()> {
    let gathered = {
        // Two locks for reading at a time cannot block for ever: who holds one for writing never waits for another.
        let source = start.graph().read()?;
        let present = target.read()?;
        let mut gathering = Gathering::new(&source, &present);
        let is_new = gathering.add_node(start.node());
        if descend && !is_new {
            gathering.worklist.push(start.node().clone());
        }
        gathering.run()?;
        gathering.gathered
    };
    let mut write = target.write()?;
    write.reserve_nodes(gathered.nodes.len());
    for node in &gathered.nodes {
        write.insert_node(node);
    }
    for edge in &gathered.edges {
        write.insert_edge(edge)?;
    }
    write.commit();
    Ok(())
}

/// What is to enter the target, in order.
#[derive(Default)]
struct Gathered {
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// What became of the type graph to which the first type belongs.
enum Met {
    /// None was met yet.
    Nothing,
    /// The target does not have it; it was gathered.
    New,
    /// The target has it. Types of the source by number, with the target's types of the same name.
    Present(NumberMap<NodeId, Node>),
}

struct Gathering<'a> {
    source: &'a Contents,
    target: &'a Contents,
    gathered: Gathered,
    nodes: NumberSet<NodeId>,
    edges: NumberSet<EdgeId>,
    worklist: Vec<Node>,
    type_graph: Met,
}

impl<'a> Gathering<'a> {
    fn new(source: &'a Contents, target: &'a Contents) -> Self {
        Self {
            source,
            target,
            gathered: Gathered::default(),
            nodes: NumberSet::default(),
            edges: NumberSet::default(),
            worklist: Vec::new(),
            type_graph: Met::Nothing,
        }
    }

    fn run(&mut self) -> Result<()> {
        let mut position = 0;
        while let Some(node) = self.worklist.get(position).cloned() {
            self.visit(&node)?;
            position += 1;
        }
        Ok(())
    }

    fn has_node(&self, node: NodeId) -> bool {
        self.nodes.contains(&node) || self.target.contains_node(node)
    }

    /// Gathers a node without looking at what belongs to it. Tells whether it was new.
    fn add_member(&mut self, node: &Node) -> bool {
        let is_new = !self.target.contains_node(node.id()) && self.nodes.insert(node.id());
        if is_new {
            self.gathered.nodes.push(node.clone());
        }
        is_new
    }

    /// Gathers a node and what belongs to it. Tells whether it was new.
    fn add_node(&mut self, node: &Node) -> bool {
        let is_new = self.add_member(node);
        if is_new {
            self.worklist.push(node.clone());
        }
        is_new
    }

    /// Notes that an edge is gathered. Tells whether it was new.
    fn claim(&mut self, edge: &Edge) -> bool {
        !self.target.contains_edge(edge.id()) && self.edges.insert(edge.id())
    }

    /// Gathers an edge whose ends are there.
    fn add_edge(&mut self, edge: &Edge) {
        if self.claim(edge) {
            self.gathered.edges.push(edge.clone());
        }
    }

    /// Gathers an edge with the node at its far end.
    fn add_edge_to(&mut self, edge: &Edge, far_end: &Node) {
        if self.claim(edge) {
            self.add_node(far_end);
            self.gathered.edges.push(edge.clone());
        }
    }

    fn visit(&mut self, node: &Node) -> Result<()> {
        let source = self.source;
        let id = node.id();
        self.visit_type(node)?;
        let outgoing = |family: EdgeFamily| family.outgoing_in(source, id).map(Incidence::edge);
        for edge in outgoing(composition::FAMILY).filter(|edge| edge.target() != node) {
            self.add_edge_to(edge, edge.target());
        }
        for edge in outgoing(pointer::FAMILY) {
            self.add_edge_to(edge, edge.target());
        }
        if let Some(edge) = next::FAMILY.first_in(source, id, Directed::Outgoing) {
            self.add_edge_to(edge, edge.target());
        }
        for entry in source.edges(id, trait_::FAMILY.edge_type()) {
            let edge = entry.edge();
            if !self.is_source_chunk(edge.target()) {
                self.add_node(edge.source());
                self.add_edge_to(edge, edge.target());
            }
        }
        for edge in outgoing(operand::FAMILY).filter(|edge| edge.target() != node) {
            self.add_edge_to(edge, edge.target());
        }
        Ok(())
    }

    /// Source chunks would bring the whole source text along.
    fn is_source_chunk(&self, trait_instance: &Node) -> bool {
        type_::type_of_in(self.source, trait_instance.id())
            .is_some_and(|type_node| builtin::text(type_node, TYPE_IDENTIFIER) == Some(HAS_SOURCE_CHUNK))
    }

    fn visit_type(&mut self, node: &Node) -> Result<()> {
        if node.attr(TYPE_IDENTIFIER).is_some()
            && let Some(parent_edge) =
                composition::FAMILY.first_in(self.source, node.id(), Directed::Incoming)
        {
            match &self.type_graph {
                Met::Nothing => self.meet(parent_edge.source())?,
                Met::Present(replaced) if replaced.contains_key(&node.id()) => return Ok(()),
                Met::Present(_) | Met::New => {}
            }
            self.add_edge(parent_edge);
        }
        match type_::FAMILY.first_in(self.source, node.id(), Directed::Incoming) {
            Some(type_edge) => self.visit_instance(node, type_edge),
            None => Ok(()),
        }
    }

    fn visit_instance(&mut self, instance: &Node, type_edge: &Edge) -> Result<()> {
        let type_node = type_edge.source();
        if matches!(self.type_graph, Met::Nothing) {
            let type_graph = composition::parent_in(self.source, type_node.id()).ok_or_else(homeless)?;
            self.meet(type_graph)?;
        }
        if self.has_node(type_node.id()) {
            self.add_edge(type_edge);
            return Ok(());
        }
        if let Met::Present(replaced) = &self.type_graph
            && let Some(replacement) = replaced.get(&type_node.id())
        {
            let edge = type_::create(replacement, instance)?;
            self.add_edge(&edge);
            return Ok(());
        }
        self.add_node(type_node);
        let parent_edge = composition::FAMILY
            .first_in(self.source, type_node.id(), Directed::Incoming)
            .ok_or_else(homeless)?;
        self.add_edge(parent_edge);
        self.add_edge(type_edge);
        Ok(())
    }

    /// Sees to the type graph to which the first type belongs.
    fn meet(&mut self, type_graph: &Node) -> Result<()> {
        if self.has_node(type_graph.id()) {
            let present = types_by_name(self.target, type_graph);
            let replaced = types_by_name(self.source, type_graph)
                .into_iter()
                .filter_map(|(name, old)| Some((old, *present.get(name)?)))
                .filter(|(old, new)| old != new)
                .map(|(old, new)| (old.id(), new.clone()));
            self.type_graph = Met::Present(replaced.collect());
            return Ok(());
        }
        self.type_graph = Met::New;
        // Its other children, which are all other types, are not wanted.
        self.add_member(type_graph);
        for builtin in BOOTSTRAP {
            let type_node = builtin.find(self.source, type_graph.id())?;
            let parent_edge = composition::FAMILY
                .first_in(self.source, type_node.id(), Directed::Incoming)
                .ok_or_else(homeless)?;
            self.add_node(type_node);
            self.add_edge(parent_edge);
        }
        Ok(())
    }
}

/// The types of a type graph by name; of several types of one name the last one.
fn types_by_name<'a>(contents: &'a Contents, type_graph: &Node) -> HashMap<&'a str, &'a Node> {
    composition::FAMILY
        .outgoing_in(contents, type_graph.id())
        .map(|entry| entry.edge().target())
        .filter_map(|type_node| Some((builtin::text(type_node, TYPE_IDENTIFIER)?, type_node)))
        .collect()
}

fn homeless() -> Error {
    Error::invalid("A type does not belong to a type graph in the graph that is copied from")
}
