//! Finds nodes below a node by type and traits.

use arrayvec::ArrayVec;
use pyzig_graph::{
    BoundNode, Contents, EdgeIter, EdgeList, Incidence, LOOKAHEAD, Member, NameStart, Node, NodeEdges,
    NodeIndex, Paged, look_at_edges, look_at_members, look_at_nodes,
};
use smallvec::SmallVec;

use crate::composition::FAMILY;
use crate::error::{Error, Result};
use crate::{trait_, type_};

/// Which nodes to find below a node, and in what order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChildQuery {
    /// Only the node's own children, not those below them.
    pub direct_only: bool,
    /// Nodes whose type is one of these; empty for nodes of any type.
    pub types: Vec<Node>,
    /// The node itself as well, if it matches; it comes first.
    pub include_root: bool,
    /// Children of each node by name, in the order of its bytes, instead of in order of insertion.
    pub sort: bool,
    /// Nodes that have a trait of each of these types.
    pub required_traits: Vec<Node>,
}

/// The conditions of a query, with its types by their positions.
struct Conditions<'a> {
    contents: &'a Contents,
    /// Whether they hold for all nodes.
    are_none: bool,
    of_any_type: bool,
    types: SmallVec<[NodeIndex; 4]>,
    /// `None` if a type of trait is not in the graph, so that no node has it.
    required_traits: Option<SmallVec<[NodeIndex; 4]>>,
}

impl<'a> Conditions<'a> {
    fn new(contents: &'a Contents, query: &ChildQuery) -> Self {
        let index_of = |node: &Node| contents.index_of(node.id());
        Self {
            contents,
            are_none: query.types.is_empty() && query.required_traits.is_empty(),
            of_any_type: query.types.is_empty(),
            types: query.types.iter().filter_map(index_of).collect(),
            required_traits: query.required_traits.iter().map(index_of).collect(),
        }
    }

    /// Whether they hold for a node.
    #[expect(clippy::inline_always, reason = "every node of a walk comes by here")]
    #[inline(always)]
    fn hold(&self, member: Member<'a>) -> bool {
        self.are_none || self.hold_among(member.edges())
    }

    /// Whether they hold for the node that has these edges.
    #[expect(clippy::inline_always, reason = "every node of a walk comes by here")]
    #[inline(always)]
    fn hold_among(&self, edges: NodeEdges<'a>) -> bool {
        let has_trait = |trait_type: &NodeIndex| {
            trait_::first_instance_among(self.contents, edges, *trait_type).is_some()
        };
        (self.of_any_type || type_::type_among(edges).is_some_and(|of_node| self.types.contains(&of_node)))
            && self.required_traits.as_ref().is_some_and(|traits| traits.iter().all(has_trait))
    }
}

/// A child that is to be put in order by what is known of its name.
#[derive(Clone, Copy)]
struct Named<N> {
    name: N,
    /// Where its edge stands among those of its parent, which is the order of children of the same name.
    nth: usize,
    at: NodeIndex,
}

/// The children among these edges, put in order by what is told of their names.
fn sorted<'a, N: Copy + Ord>(edges: EdgeList<'a>, name: impl Fn(Incidence<'a>) -> N) -> Vec<Named<N>> {
    let children = edges.iter().enumerate().filter(|(_, entry)| entry.leads_away());
    let named = |(nth, entry): (usize, Incidence<'a>)| Named { name: name(entry), nth, at: entry.other() };
    let mut sorted: Vec<Named<N>> = children.map(named).collect();
    sorted.sort_unstable_by_key(|named| (named.name, named.nth));
    sorted
}

/// The children of a node that are still to be visited.
enum Children<'a> {
    /// Those among these edges.
    Listed(EdgeIter<'a>),
    /// Those in the walk's list of children in order that stand behind so many others.
    Sorted(usize),
}

/// The nodes from the root down to the present one's parent.
struct Way<'a> {
    /// Each with those of its children that are still to be visited.
    steps: SmallVec<[(NodeIndex, Children<'a>); 8]>,
    /// A bit for each node of the graph, once the way is long.
    marks: Vec<u64>,
    node_count: usize,
}

impl<'a> Way<'a> {
    /// Up to how many steps a look at all of them takes less than marks do.
    const SEARCHED: usize = 16;

    fn mark(at: NodeIndex) -> (usize, u64) {
        (at.get() / 64, 1 << (at.get() % 64))
    }

    fn set(&mut self, at: NodeIndex) {
        let (word, mark) = Self::mark(at);
        if let Some(marks) = self.marks.get_mut(word) {
            *marks |= mark;
        }
    }

    fn contains(&self, at: NodeIndex) -> bool {
        if self.marks.is_empty() {
            return self.steps.iter().any(|(step, _)| *step == at);
        }
        let (word, mark) = Self::mark(at);
        self.marks.get(word).is_some_and(|marks| marks & mark != 0)
    }

    fn push(&mut self, at: NodeIndex, children: Children<'a>) {
        self.steps.push((at, children));
        if !self.marks.is_empty() {
            self.set(at);
        } else if self.steps.len() > Self::SEARCHED {
            self.marks = vec![0; self.node_count.div_ceil(64)];
            for step in 0..self.steps.len() {
                self.set(self.steps[step].0);
            }
        }
    }

    fn pop(&mut self) -> Option<(NodeIndex, Children<'a>)> {
        let step = self.steps.pop()?;
        let (word, mark) = Self::mark(step.0);
        if let Some(marks) = self.marks.get_mut(word) {
            *marks &= !mark;
        }
        Some(step)
    }

    /// The circle that a step back to a node of the way closes.
    fn circle(&self, contents: &Contents, back: NodeIndex) -> Error {
        let way = self.steps.iter().map(|(at, _)| *at).skip_while(|at| *at != back);
        circle(way.chain([back]).filter_map(|at| contents.node_at(at)))
    }
}

/// A walk through the nodes below a node.
struct Walk<'a> {
    query: &'a ChildQuery,
    contents: &'a Contents,
    /// The children of the nodes on the way, the last one first, if they are not visited as they are listed.
    sorted: Vec<NodeIndex>,
    /// Found, and not yet among `found`.
    latest: ArrayVec<&'a Node, LOOKAHEAD>,
    found: Paged<Node>,
}

impl<'a> Walk<'a> {
    #[inline]
    fn find(&mut self, node: &'a Node) {
        if let Err(refused) = self.latest.try_push(node) {
            self.take_latest(true);
            self.latest.push(refused.element());
        }
    }

    /// Takes hold of the latest nodes, behind which more come or not.
    #[inline(never)]
    fn take_latest(&mut self, goes_on: bool) {
        look_at_nodes(self.latest.iter().copied());
        if self.found.is_empty() {
            // At once as long as it may become: each length on the way would cost fresh memory.
            self.found.reserve(if goes_on { Paged::<Node>::PAGE } else { self.latest.len() });
        }
        self.found.extend(self.latest.drain(..).cloned());
    }

    /// The children of the node that has these edges; `None` if there are none.
    #[inline]
    fn children(&mut self, edges: NodeEdges<'a>) -> Option<Children<'a>> {
        let edges = edges.of_type_from(FAMILY.edge_type(), Incidence::leads_away)?;
        Some(if self.query.sort { self.in_order(edges) } else { Children::Listed(edges.iter()) })
    }

    /// The children among these edges by name.
    #[inline(never)]
    fn in_order(&mut self, edges: EdgeList<'a>) -> Children<'a> {
        // A bit for each rank: children that have ranks are few, and have the lowest ones mostly.
        let (mut ranks, mut count, mut is_sorted) = (0_u64, 0, true);
        for entry in edges.iter().filter(|entry| entry.leads_away()) {
            let Some(bit) = entry.name_rank().and_then(|rank| 1_u64.checked_shl(rank.get())) else {
                return self.sort_by_name(edges);
            };
            is_sorted &= ranks < bit << 1;
            ranks |= bit;
            count += 1;
        }
        if is_sorted {
            Children::Listed(edges.iter())
        } else if ranks.count_ones() == count {
            self.place(edges, ranks)
        } else {
            self.sort_by_rank(edges)
        }
    }

    /// Puts children of different ranks in order, given a bit for each rank.
    #[inline]
    fn place(&mut self, edges: EdgeList<'a>, ranks: u64) -> Children<'a> {
        let (contents, behind, count) = (self.contents, self.sorted.len(), ranks.count_ones());
        self.sorted.resize(behind + count as usize, NodeIndex::default());
        let sorted = &mut self.sorted[behind..];
        // Mostly no rank is missing.
        let is_full = (ranks >> 1).trailing_ones() == count;
        let placed = edges.iter().filter(|entry| entry.leads_away()).filter_map(|entry| {
            let rank = entry.name_rank()?.get();
            let later = if is_full { count - rank } else { (ranks >> rank >> 1).count_ones() };
            *sorted.get_mut(later as usize)? = entry.other();
            contents.member_at(entry.other())
        });
        // They mostly stand in memory as they are listed, which the processor foresees, and not as they are visited.
        look_at_members(placed, FAMILY.edge_type());
        Children::Sorted(behind)
    }

    #[inline(never)]
    fn sort_by_rank(&mut self, edges: EdgeList<'a>) -> Children<'a> {
        let ranked = sorted(edges, Incidence::name_rank);
        self.push_sorted(&ranked)
    }

    #[inline(never)]
    fn sort_by_name(&mut self, edges: EdgeList<'a>) -> Children<'a> {
        look_at_edges(edges.iter().take(LOOKAHEAD).map(|entry| self.contents.node_edges(entry.other())));
        let mut named = sorted(edges, |entry| entry.name_start().unwrap_or(NameStart::EMPTY));
        for alike in named.chunk_by_mut(|first, second| first.name == second.name) {
            if alike.len() > 1 && !alike[0].name.is_whole() {
                alike.sort_by_cached_key(|named| edges.get(named.nth).and_then(Incidence::name));
            }
        }
        self.push_sorted(&named)
    }

    fn push_sorted<N>(&mut self, children: &[Named<N>]) -> Children<'a> {
        let behind = self.sorted.len();
        self.sorted.extend(children.iter().rev().map(|child| child.at));
        Children::Sorted(behind)
    }

    #[inline]
    fn next(&mut self, children: &mut Children<'a>) -> Option<NodeIndex> {
        match children {
            Children::Listed(entries) => entries.find(|entry| entry.leads_away()).map(Incidence::other),
            Children::Sorted(behind) if self.sorted.len() > *behind => self.sorted.pop(),
            Children::Sorted(_) => None,
        }
    }

    /// Finds what matches below the node at a position.
    fn go_below(&mut self, conditions: &Conditions<'a>, root: NodeIndex) -> Result<()> {
        let Some(mut children) = self.children(self.contents.node_edges(root)) else { return Ok(()) };
        let mut parent = root;
        let mut way =
            Way { steps: SmallVec::new(), marks: Vec::new(), node_count: self.contents.node_count() };
        loop {
            while let Some(child) = self.next(&mut children) {
                let Some(member) = self.contents.member_at(child) else { continue };
                if conditions.hold(member) {
                    self.find(member.node());
                }
                if self.query.direct_only || !member.may_lead_away(FAMILY.edge_type()) {
                    continue;
                }
                // A node without children is on no circle.
                if let Some(below) = self.children(member.edges()) {
                    way.push(parent, std::mem::replace(&mut children, below));
                    if way.contains(child) {
                        return Err(way.circle(self.contents, child));
                    }
                    parent = child;
                }
            }
            match way.pop() {
                Some(step) => (parent, children) = step,
                None => return Ok(()),
            }
        }
    }
}

/// The nodes below a node that match a query, each followed by what is found below it.
///
/// A node that can be reached in several ways comes once for each. Refuses nodes that are below themselves.
pub fn children_query(root: &BoundNode, query: &ChildQuery) -> Result<Paged<Node>> {
    let contents = root.graph().read()?;
    let root = root.node();
    let mut found = Paged::default();
    let Some(at) = contents.index_of(root.id()) else {
        // A node that the graph does not contain has neither type, traits nor children there.
        if query.include_root && query.types.is_empty() && query.required_traits.is_empty() {
            found.push(root.clone());
        }
        return Ok(found);
    };
    let conditions = Conditions::new(&contents, query);
    let mut walk = Walk { query, contents: &contents, sorted: Vec::new(), latest: ArrayVec::new(), found };
    let member = contents.member_at(at).filter(|member| query.include_root && conditions.hold(*member));
    walk.latest.extend(member.map(Member::node));
    walk.go_below(&conditions, at)?;
    walk.take_latest(false);
    Ok(walk.found)
}

/// Up to how many nodes of a circle are named.
const NAMED: usize = 16;

fn circle<'a>(nodes: impl Iterator<Item = &'a Node>) -> Error {
    let mut names: Vec<String> = nodes.map(|node| node.id().to_string()).collect();
    if names.len() > NAMED {
        names.splice(NAMED - 1..names.len() - 1, ["…".to_owned()]);
    }
    Error::invalid(format!("A node is its own descendant: {}", names.join(" > ")))
}
