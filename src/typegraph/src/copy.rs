//! Makes nodes of one graph, with all they need, members of another graph.
//!
//! No node is duplicated. Starting from one node, a worklist gathers what belongs to it: its type with the type graph,
//! its children, what it points to, the rest of a sequence, its traits and owners, its operands. The order of gathering
//! matters: it is that of the edges in the target.

use std::ops::Range;

use hashbrown::HashMap;
use pyzig_graph::{
    BoundNode, Contents, Directed, EdgeList, EdgeTypeId, GraphError, GraphView, GraphWrite, Incidence,
    LOOKAHEAD, Node, NodeEdges, NodeId, NodeIndex, Transfer, look_at_edges,
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
                Some(at) => Gathering::new(&source, &mut write).run(at, descend)?,
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

const CHILDREN: EdgeTypeId = composition::FAMILY.edge_type();
const INSTANCES: EdgeTypeId = type_::FAMILY.edge_type();
const POINTERS: EdgeTypeId = pointer::FAMILY.edge_type();
const SEQUENCE: EdgeTypeId = next::FAMILY.edge_type();
const TRAITS: EdgeTypeId = trait_::FAMILY.edge_type();
const OPERANDS: EdgeTypeId = operand::FAMILY.edge_type();

/// From how many nodes on it is worth reading ahead: fewer are at hand.
const LEAST_FAR: usize = 1 << 14;

/// A node whose belongings are to follow.
#[derive(Clone, Copy)]
struct Waiting<'a> {
    at: NodeIndex,
    /// Where it is in the target.
    place: NodeIndex,
    edges: NodeEdges<'a>,
}

impl<'a> Waiting<'a> {
    /// The edges of one kind; all edges of a node that has few, which are looked through faster than sorted.
    #[inline]
    fn edges_with(self, kind: EdgeTypeId) -> EdgeList<'a> {
        self.edges.few().unwrap_or_else(|| self.edges.of_type(kind))
    }
}

/// What one look at all edges of a node finds.
struct Found<'a> {
    /// The edge from the parent.
    parent: Option<Incidence<'a>>,
    /// The edge from the type.
    type_: Option<Incidence<'a>>,
    /// A bit for each kind of which there may be edges.
    kinds: u64,
}

impl<'a> Found<'a> {
    #[inline]
    fn of(edges: NodeEdges<'a>) -> Self {
        let Some(few) = edges.few() else {
            return Self {
                parent: edges.first(CHILDREN, Directed::Incoming),
                type_: edges.first(INSTANCES, Directed::Incoming),
                kinds: u64::MAX,
            };
        };
        let (mut parent, mut type_, mut kinds) = (usize::MAX, usize::MAX, 0);
        for (position, entry) in few.iter().enumerate() {
            let kind = entry.edge_type();
            kinds |= Self::bit(kind);
            let position = if entry.passes(Directed::Incoming) { position } else { usize::MAX };
            parent = if kind == CHILDREN { parent.min(position) } else { parent };
            type_ = if kind == INSTANCES { type_.min(position) } else { type_ };
        }
        Self { parent: few.get(parent), type_: few.get(type_), kinds }
    }

    const fn bit(kind: EdgeTypeId) -> u64 {
        1 << (kind.0 % 64)
    }

    fn may_have(&self, kind: EdgeTypeId) -> bool {
        self.kinds & Self::bit(kind) != 0
    }
}

struct Gathering<'a, 't, 'g> {
    source: &'a Contents,
    /// The new nodes wait for their belongings in the order in which they came.
    transfer: Transfer<'a, 't, 'g>,
    /// The new node whose belongings are not wanted.
    alone: Option<NodeIndex>,
    type_graph: Met,
    /// The type of trait that was looked at last, and whether it is that of source chunks.
    latest_trait: Option<(NodeIndex, bool)>,
}

impl<'a, 't, 'g> Gathering<'a, 't, 'g> {
    fn new(source: &'a Contents, target: &'t mut GraphWrite<'g>) -> Self {
        Self {
            source,
            transfer: Transfer::new(source, target),
            alone: None,
            type_graph: Met::Nothing,
            latest_trait: None,
        }
    }

    fn run(mut self, at: NodeIndex, descend: bool) -> Result<()> {
        if !self.transfer.add_node(at)
            && descend
            && let Some(place) = self.transfer.place(at)
        {
            self.visit(self.waiting(at, place))?;
        }
        let looks_ahead = self.source.node_count() >= LEAST_FAR;
        let (mut left, mut looked_at) = (0, 0);
        loop {
            if looks_ahead && left == 0 {
                let end = self.transfer.newcomer_count().min(looked_at + LOOKAHEAD);
                self.look_ahead(looked_at..end);
                (left, looked_at) = (end - looked_at, end);
            }
            let Some((at, place)) = self.transfer.next_newcomer() else { return Ok(()) };
            left = left.saturating_sub(1);
            if self.alone != Some(at) {
                self.visit(self.waiting(at, place))?;
            }
        }
    }

    #[inline]
    fn waiting(&self, at: NodeIndex, place: NodeIndex) -> Waiting<'a> {
        Waiting { at, place, edges: self.source.node_edges(at) }
    }

    /// Reads waiting nodes and their edges before any of them is taken hold of. What is read first does not decide what is
    /// read next, so that the processor waits for all of it at once.
    fn look_ahead(&self, waiting: Range<usize>) {
        let waiting = waiting.filter_map(|number| self.transfer.newcomer(number));
        look_at_edges(waiting.map(|at| self.source.node_edges(at)));
    }

    fn node(&self, at: NodeIndex) -> Result<&'a Node> {
        self.source.node_at(at).ok_or_else(|| Error::invalid("An edge leads out of the graph"))
    }

    /// Adds outgoing edges of one kind of a waiting node with the nodes where they end. If an edge is there, that is as well.
    fn add_outgoing(
        &mut self,
        waiting: Waiting<'a>,
        kind: EdgeTypeId,
        loops: bool,
    ) -> Result<(), GraphError> {
        for entry in waiting.edges_with(kind).iter() {
            if entry.edge_type() == kind && entry.passes(Directed::Outgoing) && (loops || !entry.is_target())
            {
                self.add_edge_with_target(waiting.place, entry)?;
            }
        }
        Ok(())
    }

    /// Adds an edge of a node that is at that position in the target with the one where it ends.
    #[inline]
    fn add_edge_with_target(&mut self, here: NodeIndex, entry: Incidence<'a>) -> Result<(), GraphError> {
        // One that is not directional may end at the node itself.
        if entry.is_source() {
            self.transfer.add_edge_with_other(here, entry)
        } else {
            self.transfer.add_edge(entry)
        }
    }

    fn visit(&mut self, waiting: Waiting<'a>) -> Result<()> {
        let Waiting { at, place, edges } = waiting;
        let found = Found::of(edges);
        self.visit_type(waiting, found.parent, found.type_)?;
        if found.may_have(CHILDREN) {
            self.add_outgoing(waiting, CHILDREN, false)?;
        }
        if found.may_have(POINTERS) {
            self.add_outgoing(waiting, POINTERS, true)?;
        }
        if found.may_have(SEQUENCE)
            && let Some(entry) = edges.first(SEQUENCE, Directed::Outgoing)
        {
            self.add_edge_with_target(place, entry)?;
        }
        if found.may_have(TRAITS) {
            for entry in waiting.edges_with(TRAITS).iter().filter(|entry| entry.edge_type() == TRAITS) {
                let instance = if entry.is_source() { entry.other() } else { at };
                if !self.transfer.is_edge_known(entry) && !self.is_source_chunk(instance) {
                    self.transfer.add_edge_with_other(place, entry)?;
                }
            }
        }
        if found.may_have(OPERANDS) {
            self.add_outgoing(waiting, OPERANDS, false)?;
        }
        Ok(())
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

    #[inline]
    fn visit_type(
        &mut self,
        waiting: Waiting<'a>,
        parent_edge: Option<Incidence<'a>>,
        type_edge: Option<Incidence<'a>>,
    ) -> Result<()> {
        let Waiting { at, .. } = waiting;
        if let Some(parent_edge) = parent_edge
            && let node = self.node(at)?
            && node.attr(TYPE_IDENTIFIER).is_some()
        {
            match &self.type_graph {
                Met::Nothing => {
                    self.meet(if parent_edge.is_target() { parent_edge.other() } else { at })?;
                }
                Met::Present(replaced) if replaced.contains_key(&node.id()) => return Ok(()),
                Met::Present(_) | Met::New => {}
            }
            self.transfer.add_edge(parent_edge)?;
        }
        match type_edge {
            Some(type_edge) => self.visit_instance(waiting, type_edge),
            None => Ok(()),
        }
    }

    #[inline(never)]
    fn visit_instance(&mut self, waiting: Waiting<'a>, type_edge: Incidence<'a>) -> Result<()> {
        let Waiting { at, place, .. } = waiting;
        let type_at = if type_edge.is_target() { type_edge.other() } else { at };
        if matches!(self.type_graph, Met::Nothing) {
            let (_, type_graph) = self.parent(type_at).ok_or_else(homeless)?;
            self.meet(type_graph)?;
        }
        if self.transfer.place(type_at).is_some() {
            // One that is not directional may lead from the node itself.
            let added = if type_edge.is_target() {
                self.transfer.add_edge_with_other(place, type_edge)
            } else {
                self.transfer.add_edge(type_edge)
            };
            return Ok(added?);
        }
        if let Met::Present(replaced) = &self.type_graph
            && let Some(replacement) = replaced.get(&type_edge.source_id())
        {
            let edge = type_::create(replacement, self.node(at)?)?;
            self.transfer.insert_new_edge(edge, at)?;
            return Ok(());
        }
        self.transfer.add_node(type_at);
        let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
        self.transfer.add_edge(parent_edge)?;
        Ok(self.transfer.add_edge(type_edge)?)
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
        self.alone = Some(at);
        for builtin in BOOTSTRAP {
            let type_node = builtin.find(self.source, type_graph.id())?;
            let type_at = self.source.index_of(type_node.id()).ok_or_else(homeless)?;
            let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
            self.transfer.add_node(type_at);
            self.transfer.add_edge(parent_edge)?;
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
