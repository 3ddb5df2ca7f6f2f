//! Makes nodes of one graph, with all they need, members of another graph.
//!
//! No node is duplicated. Starting from one node, a worklist gathers what belongs to it: its type with the type graph,
//! its children, what it points to, the rest of a sequence, its traits and owners, its operands. The order of gathering
//! matters: it is that of the edges in the target.

use std::ops::Range;

use hashbrown::HashMap;
use pyzig_graph::{
    BoundNode, Contents, Directed, EdgeList, EdgeTypeId, GraphError, GraphView, GraphWrite, Incidence,
    LEAST_FAR, LOOKAHEAD, Node, NodeEdges, NodeId, NodeIndex, Transfer, look_at_edges,
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

impl Met {
    /// Whether all types are known to be copied as they are.
    fn replaces_none(&self) -> bool {
        match self {
            Self::Nothing => false,
            Self::New => true,
            Self::Present(replaced) => replaced.is_empty(),
        }
    }
}

const CHILDREN: EdgeTypeId = composition::FAMILY.edge_type();
const INSTANCES: EdgeTypeId = type_::FAMILY.edge_type();
const POINTERS: EdgeTypeId = pointer::FAMILY.edge_type();
const SEQUENCE: EdgeTypeId = next::FAMILY.edge_type();
const TRAITS: EdgeTypeId = trait_::FAMILY.edge_type();
const OPERANDS: EdgeTypeId = operand::FAMILY.edge_type();

/// A node whose belongings are to follow.
#[derive(Clone, Copy)]
struct Waiting {
    at: NodeIndex,
    /// Where it is in the target.
    place: NodeIndex,
}

/// The edges of a node that has few, sorted by when their kinds have their turn.
struct Sorted {
    /// By the turn, a bit for each position in the node's list.
    positions: [u32; 8],
    /// A bit for each turn in which there are any.
    turns: u32,
}

impl Sorted {
    /// How many edges are few.
    const MOST: usize = u32::BITS as usize;

    /// In the order in which they are followed.
    const KINDS: [EdgeTypeId; 6] = [INSTANCES, CHILDREN, POINTERS, SEQUENCE, TRAITS, OPERANDS];

    /// By kind, its turn. Other kinds come last.
    const TURNS: [u8; 256] = {
        let mut turns = [u8::MAX; 256];
        let mut turn = 0_u8;
        while (turn as usize) < Self::KINDS.len() {
            turns[Self::KINDS[turn as usize].0 as usize] = turn;
            turn += 1;
        }
        turns
    };

    /// Does the same whatever kinds there are: these vary from node to node, so that the processor could not foresee it.
    #[inline]
    fn of(few: EdgeList<'_>) -> Self {
        let mut sorted = Self { positions: [0; 8], turns: 0 };
        let mut bit = 1;
        for entry in few.iter() {
            let turn = Self::TURNS[usize::from(entry.edge_type().0)] % 8;
            sorted.positions[usize::from(turn)] |= bit;
            sorted.turns |= 1 << turn;
            bit <<= 1;
        }
        sorted
    }

    /// The edges that have that turn.
    #[inline]
    fn of_turn<'a>(&self, few: EdgeList<'a>, turn: usize) -> impl Iterator<Item = Incidence<'a>> {
        let mut left = self.positions[turn % 8];
        std::iter::from_fn(move || {
            // There is none at the position behind all bits.
            let next = few.get(left.trailing_zeros() as usize)?;
            left &= left.wrapping_sub(1);
            Some(next)
        })
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
        // What is there already is only visited if it is the start and asked for.
        let is_new = self.transfer.add_node(at);
        let start = self.transfer.place(at).filter(|_| descend && !is_new);
        let mut waiting = start.map(|place| Waiting { at, place });
        let looks_ahead = self.source.node_count() >= LEAST_FAR;
        let (mut visited, mut looked_at) = (0, 0);
        loop {
            if let Some(waiting) = waiting
                && self.alone != Some(waiting.at)
            {
                self.visit(waiting)?;
            }
            if looks_ahead && visited == looked_at {
                looked_at = self.transfer.newcomer_count().min(visited + LOOKAHEAD);
                self.look_ahead(visited..looked_at);
            }
            let Some((at, place)) = self.transfer.newcomer(visited) else { return Ok(()) };
            waiting = Some(Waiting { at, place });
            visited += 1;
        }
    }

    /// Reads the edges of waiting nodes before any of these is visited. What is read first does not decide what is read next,
    /// so that the processor waits for all of it at once.
    #[inline(never)]
    fn look_ahead(&self, waiting: Range<usize>) {
        let waiting = waiting.filter_map(|number| self.transfer.newcomer(number));
        look_at_edges(waiting.map(|(at, _)| self.source.node_edges(at)));
    }

    fn node(&self, at: NodeIndex) -> Result<&'a Node> {
        self.source.node_at(at).ok_or_else(|| Error::invalid("An edge leads out of the graph"))
    }

    fn visit(&mut self, waiting: Waiting) -> Result<()> {
        let edges = self.source.node_edges(waiting.at);
        match edges.few().filter(|few| few.len() <= Sorted::MOST) {
            Some(few) => self.visit_few(waiting, few),
            None => self.visit_many(waiting, edges),
        }
    }

    fn visit_few(&mut self, waiting: Waiting, few: EdgeList<'a>) -> Result<()> {
        let sorted = Sorted::of(few);
        let [type_, parent] =
            [0, 1].map(|turn| sorted.of_turn(few, turn).find(|entry| entry.passes(Directed::Incoming)));
        let mut turns = sorted.turns & ((1 << Sorted::KINDS.len()) - 1);
        if !self.visit_type(waiting.at, parent, type_)? {
            turns &= !1;
        }
        while turns != 0 {
            let turn = turns.trailing_zeros() as usize;
            let kind = Sorted::KINDS[turn];
            turns &= turns - 1;
            for entry in sorted.of_turn(few, turn) {
                let is_followed = match kind {
                    INSTANCES => entry.passes(Directed::Incoming),
                    CHILDREN | OPERANDS => !entry.is_target(),
                    TRAITS => !self.leaves_trait_out(entry),
                    _ => self.leaves(entry)?,
                };
                if is_followed {
                    self.transfer.add_edge_with_other(waiting.place, entry)?;
                    if matches!(kind, INSTANCES | SEQUENCE) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    #[inline(never)]
    fn visit_many(&mut self, waiting: Waiting, edges: NodeEdges<'a>) -> Result<()> {
        let (parent, type_) =
            (edges.first(CHILDREN, Directed::Incoming), edges.first(INSTANCES, Directed::Incoming));
        let follows_type = self.visit_type(waiting.at, parent, type_)?;
        let of_kind = |kind| edges.of_type(kind).iter();
        let leads_away = |entry: &Incidence<'_>| !entry.is_target();
        let type_ = type_.filter(|_| follows_type);
        for entry in type_.into_iter().chain(of_kind(CHILDREN).filter(leads_away)) {
            self.transfer.add_edge_with_other(waiting.place, entry)?;
        }
        for entry in of_kind(POINTERS).chain(edges.first(SEQUENCE, Directed::Outgoing)) {
            if self.leaves(entry)? {
                self.transfer.add_edge_with_other(waiting.place, entry)?;
            }
        }
        for entry in of_kind(TRAITS) {
            if !self.leaves_trait_out(entry) {
                self.transfer.add_edge_with_other(waiting.place, entry)?;
            }
        }
        for entry in of_kind(OPERANDS).filter(leads_away) {
            self.transfer.add_edge_with_other(waiting.place, entry)?;
        }
        Ok(())
    }

    /// Whether an edge leaves its node. One that is not directional may end at the node; it does not bring the other end
    /// along, which has to be there.
    #[expect(clippy::inline_always, reason = "it is the body of loops over edges")]
    #[inline(always)]
    fn leaves(&mut self, entry: Incidence<'a>) -> Result<bool> {
        if entry.is_source() {
            return Ok(true);
        }
        let leaves = entry.passes(Directed::Outgoing);
        if leaves && self.transfer.place(entry.other()).is_none() {
            return Err(GraphError::SourceNotInGraph.into());
        }
        Ok(leaves)
    }

    /// Whether an edge to or from a trait is not followed, or was already.
    #[expect(clippy::inline_always, reason = "it is the body of loops over edges")]
    #[inline(always)]
    fn leaves_trait_out(&mut self, entry: Incidence<'a>) -> bool {
        let instance = if entry.is_source() { entry.other() } else { entry.at() };
        self.transfer.is_edge_known(entry) || self.is_source_chunk(instance)
    }

    /// Source chunks would bring the whole source text along.
    #[inline(never)]
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

    /// Sees to the edges from a node's parent and from its type; tells whether the latter is to be followed as others are.
    #[expect(clippy::inline_always, reason = "it is the body of loops over nodes")]
    #[inline(always)]
    fn visit_type(
        &mut self,
        at: NodeIndex,
        parent_edge: Option<Incidence<'a>>,
        type_edge: Option<Incidence<'a>>,
    ) -> Result<bool> {
        if let Some(parent_edge) = parent_edge
            && !(self.transfer.is_edge_known(parent_edge) && self.type_graph.replaces_none())
            && !self.visit_parent(at, parent_edge)?
        {
            return Ok(false);
        }
        let Some(type_edge) = type_edge else { return Ok(false) };
        let is_usual = type_edge.is_target()
            && self.transfer.is_known(type_edge.other())
            && !matches!(self.type_graph, Met::Nothing);
        if is_usual { Ok(true) } else { self.visit_instance(at, type_edge) }
    }

    /// Sees to a node that may be a type; tells whether it is copied.
    #[inline(never)]
    fn visit_parent(&mut self, at: NodeIndex, parent_edge: Incidence<'a>) -> Result<bool> {
        let node = self.node(at)?;
        if node.attr(TYPE_IDENTIFIER).is_none() {
            return Ok(true);
        }
        match &self.type_graph {
            Met::Nothing => self.meet(if parent_edge.is_target() { parent_edge.other() } else { at })?,
            Met::Present(replaced) if replaced.contains_key(&node.id()) => return Ok(false),
            Met::Present(_) | Met::New => {}
        }
        self.transfer.add_edge(parent_edge)?;
        Ok(true)
    }

    /// Sees to the type of a node; tells whether the edge from it is to be followed as others are.
    #[inline(never)]
    fn visit_instance(&mut self, at: NodeIndex, type_edge: Incidence<'a>) -> Result<bool> {
        let type_at = if type_edge.is_target() { type_edge.other() } else { at };
        if matches!(self.type_graph, Met::Nothing) {
            let (_, type_graph) = self.parent(type_at).ok_or_else(homeless)?;
            self.meet(type_graph)?;
        }
        if self.transfer.place(type_at).is_none() {
            if let Met::Present(replaced) = &self.type_graph
                && let Some(replacement) = replaced.get(&type_edge.source_id())
            {
                let edge = type_::create(replacement, self.node(at)?)?;
                self.transfer.insert_new_edge(edge, at)?;
                return Ok(false);
            }
            self.transfer.add_node(type_at);
            let (parent_edge, _) = self.parent(type_at).ok_or_else(homeless)?;
            self.transfer.add_edge(parent_edge)?;
        }
        if !type_edge.is_target() {
            // One that is not directional may lead from the node itself.
            self.transfer.add_edge(type_edge)?;
        }
        Ok(type_edge.is_target())
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
