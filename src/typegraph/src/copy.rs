//! Makes nodes of one graph, with all they need, members of another graph.
//!
//! No node is duplicated. Starting from one node, a worklist gathers what belongs to it: its type with the type graph,
//! its children, what it points to, the rest of a sequence, its traits and owners, its operands. The order of gathering
//! matters: it is that of the edges in the target.

use std::collections::VecDeque;

use hashbrown::HashMap;
use pyzig_graph::{
    BoundNode, Contents, Directed, EdgeList, EdgeTypeId, GraphError, GraphView, GraphWrite, Incidence,
    LOOKAHEAD, Node, NodeEdges, NodeId, NodeIndex, Transfer, look_at_attributes, look_at_edges,
    look_at_nodes,
};

use crate::builtin::{self, Builtin, HAS_SOURCE_CHUNK, TYPE_IDENTIFIER};
use crate::error::{Error, Result};
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
    if start.graph() == target {
        // Everything is there already.
        return target.read().map(drop).map_err(Error::from);
    }
    loop {
        let mut write = target.write()?;
        // Who holds a lock for writing must not wait for another one.
        if let Some(source) = start.graph().try_read() {
            match source.index_of(start.node().id()) {
                Some(at) => Gathering::new(&source, &mut write).run(at, start.node(), descend)?,
                // A node that the graph does not contain brings nothing along.
                None => drop(write.insert_node(start.node())),
            }
            write.commit();
            return Ok(());
        }
        drop(write);
        drop(start.graph().read()?);
    }
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

/// The kinds of edges of which more than the first is looked at.
const KINDS: [EdgeTypeId; 4] = [
    composition::FAMILY.edge_type(),
    pointer::FAMILY.edge_type(),
    trait_::FAMILY.edge_type(),
    operand::FAMILY.edge_type(),
];

/// Of how many edges of a node is worth reading ahead: the walk goes along more of them without a break anyway.
const MOST_EDGES: usize = 64;

/// A node that is in the target now, and whose belongings are to follow.
#[derive(Clone, Copy)]
struct Waiting {
    at: NodeIndex,
    is_named_like_type: bool,
}

struct Gathering<'a, 't, 'g> {
    source: &'a Contents,
    transfer: Transfer<'a, 't, 'g>,
    /// In the order in which the nodes came.
    worklist: VecDeque<Waiting>,
    type_graph: Met,
    /// The type of trait that was looked at last, and whether it is that of source chunks.
    latest_trait: Option<(NodeIndex, bool)>,
}

impl<'a, 't, 'g> Gathering<'a, 't, 'g> {
    fn new(source: &'a Contents, target: &'t mut GraphWrite<'g>) -> Self {
        Self {
            source,
            transfer: Transfer::new(source, target),
            worklist: VecDeque::with_capacity(4 * LOOKAHEAD),
            type_graph: Met::Nothing,
            latest_trait: None,
        }
    }

    fn run(mut self, at: NodeIndex, start: &Node, descend: bool) -> Result<()> {
        if !self.add_node(at) && descend {
            self.wait(at, start);
        }
        let (mut next, mut others) = (Vec::with_capacity(LOOKAHEAD), Vec::new());
        while !self.worklist.is_empty() {
            let waiting = self.worklist.drain(..LOOKAHEAD.min(self.worklist.len()));
            next.extend(waiting.map(|waiting| (waiting, self.source.node_edges(waiting.at))));
            self.look_ahead(&next, &mut others);
            for (waiting, edges) in next.drain(..) {
                self.visit(waiting, edges)?;
            }
        }
        Ok(())
    }

    /// Reads the nodes to which edges lead from waiting nodes before any of them is taken hold of. What is read first does
    /// not decide what is read next, so that the processor waits for all of it at once.
    fn look_ahead(&self, waiting: &[(Waiting, NodeEdges<'a>)], others: &mut Vec<&'a Node>) {
        look_at_edges(waiting.iter().map(|(_, edges)| *edges));
        let entries = waiting.iter().flat_map(|(_, edges)| edges.some(MOST_EDGES).iter());
        let unknown = entries.filter(|entry| !entry.is_second() && !self.transfer.is_known(entry.other()));
        others.extend(unknown.filter_map(|entry| self.source.node_at(entry.other())));
        look_at_nodes(others.iter().copied());
        look_at_attributes(others.drain(..));
    }

    fn node(&self, at: NodeIndex) -> Result<&'a Node> {
        self.source.node_at(at).ok_or_else(|| Error::invalid("An edge leads out of the graph"))
    }

    /// Adds a node with what belongs to it. Tells whether it was new.
    fn add_node(&mut self, at: NodeIndex) -> bool {
        let node = self.transfer.add_node(at);
        if let Some(node) = node {
            self.wait(at, node);
        }
        node.is_some()
    }

    fn wait(&mut self, at: NodeIndex, node: &Node) {
        self.worklist.push_back(Waiting { at, is_named_like_type: node.attr(TYPE_IDENTIFIER).is_some() });
    }

    /// Adds an edge of a node of the source. Its ends have to be there.
    fn add_edge(&mut self, entry: Incidence<'a>) -> Result<(), GraphError> {
        self.transfer.add_edge(entry).map(drop)
    }

    /// Adds an edge of a node that is there with the one where it leads to. If the edge is there, that is as well.
    #[inline]
    fn add_edge_with_other(&mut self, entry: Incidence<'a>) -> Result<(), GraphError> {
        if let Some(node) = self.transfer.add_edge_with_other(entry)? {
            self.wait(entry.other(), node);
        }
        Ok(())
    }

    /// Adds an edge of a node that is there with the one where it ends.
    #[inline]
    fn add_edge_with_target(&mut self, entry: Incidence<'a>) -> Result<(), GraphError> {
        // One that is not directional may end at the node itself.
        if entry.is_source() { self.add_edge_with_other(entry) } else { self.add_edge(entry) }
    }

    #[inline]
    fn add_outgoing(&mut self, entries: EdgeList<'a>, loops: bool) -> Result<(), GraphError> {
        for entry in entries.iter() {
            if entry.passes(Directed::Outgoing) && (loops || !entry.is_target()) {
                self.add_edge_with_target(entry)?;
            }
        }
        Ok(())
    }

    fn visit(&mut self, waiting: Waiting, edges: NodeEdges<'a>) -> Result<()> {
        let at = waiting.at;
        let [children, pointers, traits, operands] = edges.of_types(&KINDS);
        self.visit_type(waiting, edges)?;
        self.add_outgoing(children, false)?;
        self.add_outgoing(pointers, true)?;
        if let Some(entry) = edges.first(next::FAMILY.edge_type(), Directed::Outgoing) {
            self.add_edge_with_target(entry)?;
        }
        for entry in traits.iter() {
            let instance = if entry.is_source() { entry.other() } else { at };
            if !self.transfer.is_edge_known(entry) && !self.is_source_chunk(instance) {
                self.add_edge_with_other(entry)?;
            }
        }
        Ok(self.add_outgoing(operands, false)?)
    }

    /// Source chunks would bring the whole source text along.
    fn is_source_chunk(&mut self, trait_instance: NodeIndex) -> bool {
        let type_edge =
            self.source.first_edge_at(trait_instance, type_::FAMILY.edge_type(), Directed::Incoming);
        let Some(type_edge) = type_edge else { return false };
        let type_at = type_edge.source_index();
        match self.latest_trait {
            Some((latest, is_source_chunk)) if latest == type_at => is_source_chunk,
            _ => {
                let name = builtin::text(type_edge.source(), TYPE_IDENTIFIER);
                let is_source_chunk = name == Some(HAS_SOURCE_CHUNK);
                self.latest_trait = Some((type_at, is_source_chunk));
                is_source_chunk
            }
        }
    }

    /// The edge from the node's parent, with the parent.
    fn parent(&self, at: NodeIndex) -> Option<(Incidence<'a>, NodeIndex)> {
        let entry = self.source.first_edge_at(at, composition::FAMILY.edge_type(), Directed::Incoming)?;
        Some((entry, if entry.is_target() { entry.other() } else { at }))
    }

    fn visit_type(
        &mut self,
        Waiting { at, is_named_like_type }: Waiting,
        edges: NodeEdges<'a>,
    ) -> Result<()> {
        if is_named_like_type && let Some((parent_edge, parent)) = self.parent(at) {
            let id = self.node(at)?.id();
            match &self.type_graph {
                Met::Nothing => self.meet(parent)?,
                Met::Present(replaced) if replaced.contains_key(&id) => return Ok(()),
                Met::Present(_) | Met::New => {}
            }
            self.add_edge(parent_edge)?;
        }
        match edges.first(type_::FAMILY.edge_type(), Directed::Incoming) {
            Some(type_edge) => self.visit_instance(at, type_edge),
            None => Ok(()),
        }
    }

    fn visit_instance(&mut self, at: NodeIndex, type_edge: Incidence<'a>) -> Result<()> {
        let type_at = if type_edge.is_target() { type_edge.other() } else { at };
        if matches!(self.type_graph, Met::Nothing) {
            let (_, type_graph) = self.parent(type_at).ok_or_else(homeless)?;
            self.meet(type_graph)?;
        }
        if self.transfer.place(type_at).is_some() {
            return Ok(self.add_edge(type_edge)?);
        }
        if let Met::Present(replaced) = &self.type_graph
            && let Some(replacement) = replaced.get(&type_edge.source_id())
        {
            let edge = type_::create(replacement, self.node(at)?)?;
            self.transfer.insert_new_edge(edge, at)?;
            return Ok(());
        }
        self.add_node(type_at);
        let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
        self.add_edge(parent_edge)?;
        Ok(self.add_edge(type_edge)?)
    }

    /// Sees to the type graph to which the first type belongs.
    fn meet(&mut self, at: NodeIndex) -> Result<()> {
        let type_graph = self.node(at)?;
        if self.transfer.place(at).is_some() {
            // Only what the target had before is in the way.
            let present = types_by_name(self.transfer.target_before(), type_graph);
            let mut replaced = NumberMap::default();
            if !present.is_empty() {
                let names = types_by_name(self.source, type_graph).into_iter();
                let pairs = names.filter_map(|(name, old)| Some((old, *present.get(name)?)));
                let replacing = pairs.filter(|(old, new)| old != new);
                replaced.extend(replacing.map(|(old, new)| (old.id(), new.clone())));
            }
            self.type_graph = Met::Present(replaced);
            return Ok(());
        }
        self.type_graph = Met::New;
        // Its other children, which are all other types, are not wanted.
        self.transfer.add_node(at);
        for builtin in BOOTSTRAP {
            let type_node = builtin.find(self.source, type_graph.id())?;
            let type_at = self.source.index_of(type_node.id()).ok_or_else(homeless)?;
            let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
            self.add_node(type_at);
            self.add_edge(parent_edge)?;
        }
        Ok(())
    }
}

/// The types of a type graph by name; of several types of one name the last one.
fn types_by_name<'a>(contents: &'a Contents, type_graph: &Node) -> HashMap<&'a str, &'a Node> {
    composition::FAMILY
        .outgoing_in(contents, type_graph.id())
        .map(Incidence::target)
        .filter_map(|type_node| Some((builtin::text(type_node, TYPE_IDENTIFIER)?, type_node)))
        .collect()
}

fn homeless() -> Error {
    Error::invalid("A type does not belong to a type graph in the graph that is copied from")
}
