//! Makes nodes of one graph, with all they need, members of another graph.
//!
//! No node is duplicated. Starting from one node, a worklist gathers what belongs to it: its type with the type graph,
//! its children, what it points to, the rest of a sequence, its traits and owners, its operands. What was gathered enters
//! the target at the end and in the order of gathering, on which the order of edges in the target depends.

use std::borrow::{Borrow, Cow};

use hashbrown::HashMap;
use pyzig_graph::{
    BoundNode, Contents, Directed, Edge, EdgeId, GraphRead, GraphView, GraphWrite, Incidence, Node, NodeId,
    NodeIndex,
};

use crate::builtin::{self, Builtin, HAS_SOURCE_CHUNK, TYPE_IDENTIFIER};
use crate::error::{Error, Result};
use crate::family::EdgeFamily;
use crate::number_map::NumberMap;
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
    // Who holds a lock for writing must not wait for another one, so this is for when the source is free.
    let mut write = target.write()?;
    if let Some(source) = start.graph().try_read() {
        let Gathered { nodes, edges } = Gathering::run(&source, &write, start.node(), descend)?;
        return insert(write, &nodes, &edges);
    }
    write.rollback();
    drop(write);
    // Two locks for reading cannot make threads wait for each other, but then what was gathered has to be owned.
    let (nodes, edges) = {
        let source = start.graph().read()?;
        let present = target.read()?;
        let Gathered { nodes, edges } = Gathering::run(&source, &present, start.node(), descend)?;
        let nodes: Vec<Node> = nodes.into_iter().cloned().collect();
        let edges: Vec<Edge> = edges.into_iter().map(Cow::into_owned).collect();
        (nodes, edges)
    };
    insert(target.write()?, &nodes, &edges)
}

fn insert(mut write: GraphWrite<'_>, nodes: &[impl Borrow<Node>], edges: &[impl Borrow<Edge>]) -> Result<()> {
    write.reserve_nodes(nodes.len());
    for node in nodes {
        write.insert_node(node.borrow());
    }
    for edge in edges {
        write.insert_edge(edge.borrow())?;
    }
    write.commit();
    Ok(())
}

/// What is to enter the target, in order.
struct Gathered<'a> {
    nodes: Vec<&'a Node>,
    edges: Vec<Cow<'a, Edge>>,
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

/// Numbers of edges: a bit each, 64 to a block, since edges that belong together were mostly created together.
#[derive(Default)]
struct EdgeMarks(NumberMap<u32, u64>);

impl EdgeMarks {
    /// Marks an edge. Tells whether it was not marked before.
    fn mark(&mut self, edge: EdgeId) -> bool {
        let bit = 1 << (edge.get() % 64);
        let block = self.0.entry(edge.get() / 64).or_default();
        let is_new = *block & bit == 0;
        *block |= bit;
        is_new
    }
}

struct Gathering<'a, 't> {
    source: &'a Contents,
    target: &'t Contents,
    gathered: Gathered<'a>,
    /// By position in the source: whether the node is in the target or gathered; `None` if that was not asked yet.
    known: Vec<Option<bool>>,
    edges: EdgeMarks,
    worklist: Vec<NodeIndex>,
    type_graph: Met,
    /// The type of trait that was looked at last, and whether it is that of source chunks.
    latest_trait: Option<(NodeId, bool)>,
}

impl<'a, 't> Gathering<'a, 't> {
    fn run(
        source: &'a GraphRead<'_>,
        target: &'t Contents,
        start: &'a Node,
        descend: bool,
    ) -> Result<Gathered<'a>> {
        let mut gathering = Self {
            source,
            target,
            gathered: Gathered { nodes: Vec::new(), edges: Vec::new() },
            known: vec![None; source.node_count()],
            edges: EdgeMarks::default(),
            worklist: Vec::new(),
            type_graph: Met::Nothing,
            latest_trait: None,
        };
        let Some(at) = source.index_of(start.id()) else {
            // A node that the graph does not contain brings nothing along.
            if !target.contains_node(start.id()) {
                gathering.gathered.nodes.push(start);
            }
            return Ok(gathering.gathered);
        };
        if !gathering.add_node(at) && descend {
            gathering.worklist.push(at);
        }
        let mut position = 0;
        while let Some(at) = gathering.worklist.get(position).copied() {
            gathering.visit(at)?;
            position += 1;
        }
        Ok(gathering.gathered)
    }

    fn node(&self, at: NodeIndex) -> Result<&'a Node> {
        self.source.node_at(at).ok_or_else(|| Error::invalid("An edge leads out of the graph"))
    }

    fn is_known(&mut self, at: NodeIndex) -> bool {
        let (source, target) = (self.source, self.target);
        // Positions are below the number of nodes, and the graph is locked.
        *self.known[at.get()]
            .get_or_insert_with(|| source.node_at(at).is_some_and(|node| target.contains_node(node.id())))
    }

    /// Gathers a node without looking at what belongs to it. Tells whether it was new.
    fn add_member(&mut self, at: NodeIndex) -> bool {
        let is_new = !self.is_known(at);
        if is_new {
            self.known[at.get()] = Some(true);
            self.gathered.nodes.extend(self.source.node_at(at));
        }
        is_new
    }

    /// Gathers a node and what belongs to it. Tells whether it was new.
    fn add_node(&mut self, at: NodeIndex) -> bool {
        let is_new = self.add_member(at);
        if is_new {
            self.worklist.push(at);
        }
        is_new
    }

    /// Notes that an edge is gathered. Tells whether it was new.
    fn claim(&mut self, edge: &Edge) -> bool {
        !self.target.contains_edge(edge.id()) && self.edges.mark(edge.id())
    }

    /// Gathers an edge whose ends are there.
    fn add_edge(&mut self, edge: &'a Edge) {
        if self.claim(edge) {
            self.gathered.edges.push(Cow::Borrowed(edge));
        }
    }

    /// Gathers an edge of a node with the one where it ends.
    fn add_edge_with_target(&mut self, at: NodeIndex, entry: &'a Incidence) {
        if self.claim(entry.edge()) {
            self.add_node(if entry.is_source() { entry.other() } else { at });
            self.gathered.edges.push(Cow::Borrowed(entry.edge()));
        }
    }

    fn add_outgoing(&mut self, at: NodeIndex, family: EdgeFamily, loops: bool) {
        for entry in self.source.edges_at(at, family.edge_type()) {
            if entry.passes(Directed::Outgoing) && (loops || !entry.is_target()) {
                self.add_edge_with_target(at, entry);
            }
        }
    }

    fn visit(&mut self, at: NodeIndex) -> Result<()> {
        self.visit_type(at)?;
        self.add_outgoing(at, composition::FAMILY, false);
        self.add_outgoing(at, pointer::FAMILY, true);
        if let Some(entry) = self.source.first_edge_at(at, next::FAMILY.edge_type(), Directed::Outgoing) {
            self.add_edge_with_target(at, entry);
        }
        for entry in self.source.edges_at(at, trait_::FAMILY.edge_type()) {
            let (owner, instance) = if entry.is_source() { (at, entry.other()) } else { (entry.other(), at) };
            if !self.is_source_chunk(instance) {
                self.add_node(owner);
                if self.claim(entry.edge()) {
                    self.add_node(instance);
                    self.gathered.edges.push(Cow::Borrowed(entry.edge()));
                }
            }
        }
        self.add_outgoing(at, operand::FAMILY, false);
        Ok(())
    }

    /// Source chunks would bring the whole source text along.
    fn is_source_chunk(&mut self, trait_instance: NodeIndex) -> bool {
        let type_edge =
            self.source.first_edge_at(trait_instance, type_::FAMILY.edge_type(), Directed::Incoming);
        let Some(type_node) = type_edge.map(|entry| entry.edge().source()) else { return false };
        match self.latest_trait {
            Some((latest, is_source_chunk)) if latest == type_node.id() => is_source_chunk,
            _ => {
                let is_source_chunk = builtin::text(type_node, TYPE_IDENTIFIER) == Some(HAS_SOURCE_CHUNK);
                self.latest_trait = Some((type_node.id(), is_source_chunk));
                is_source_chunk
            }
        }
    }

    /// The edge from the node's parent, with the parent.
    fn parent(&self, at: NodeIndex) -> Option<(&'a Edge, NodeIndex)> {
        self.source_end(at, composition::FAMILY)
    }

    /// The first incoming edge of a family, with the node where it starts.
    fn source_end(&self, at: NodeIndex, family: EdgeFamily) -> Option<(&'a Edge, NodeIndex)> {
        let entry = self.source.first_edge_at(at, family.edge_type(), Directed::Incoming)?;
        Some((entry.edge(), if entry.is_target() { entry.other() } else { at }))
    }

    fn visit_type(&mut self, at: NodeIndex) -> Result<()> {
        let node = self.node(at)?;
        if node.attr(TYPE_IDENTIFIER).is_some()
            && let Some((parent_edge, parent)) = self.parent(at)
        {
            match &self.type_graph {
                Met::Nothing => self.meet(parent)?,
                Met::Present(replaced) if replaced.contains_key(&node.id()) => return Ok(()),
                Met::Present(_) | Met::New => {}
            }
            self.add_edge(parent_edge);
        }
        match self.source_end(at, type_::FAMILY) {
            Some((type_edge, type_at)) => self.visit_instance(node, type_edge, type_at),
            None => Ok(()),
        }
    }

    fn visit_instance(&mut self, instance: &Node, type_edge: &'a Edge, type_at: NodeIndex) -> Result<()> {
        if matches!(self.type_graph, Met::Nothing) {
            let (_, type_graph) = self.parent(type_at).ok_or_else(homeless)?;
            self.meet(type_graph)?;
        }
        if self.is_known(type_at) {
            self.add_edge(type_edge);
            return Ok(());
        }
        if let Met::Present(replaced) = &self.type_graph
            && let Some(replacement) = replaced.get(&type_edge.source_id())
        {
            let edge = type_::create(replacement, instance)?;
            self.gathered.edges.push(Cow::Owned(edge));
            return Ok(());
        }
        self.add_node(type_at);
        let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
        self.add_edge(parent_edge);
        self.add_edge(type_edge);
        Ok(())
    }

    /// Sees to the type graph to which the first type belongs.
    fn meet(&mut self, at: NodeIndex) -> Result<()> {
        let type_graph = self.node(at)?;
        if self.is_known(at) {
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
        self.add_member(at);
        for builtin in BOOTSTRAP {
            let type_node = builtin.find(self.source, type_graph.id())?;
            let type_at = self.source.index_of(type_node.id()).ok_or_else(homeless)?;
            let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
            self.add_node(type_at);
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
