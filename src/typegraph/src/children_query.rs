//! Finds nodes below a node by type and traits.

use pyzig_graph::{BoundNode, Contents, EdgeIter, Incidence, LOOKAHEAD, Node, NodeIndex, look_at_nodes};

use crate::composition::{ANONYMOUS, FAMILY};
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

impl ChildQuery {
    /// The children of a node; `None` if there are none.
    fn children<'a>(&self, contents: &'a Contents, parent: NodeIndex) -> Option<Children<'a>> {
        let entries = contents.edges_at(parent, FAMILY.edge_type());
        if !entries.iter().any(is_to_child) {
            return None;
        }
        if !self.sort {
            return Some(Children::Listed(entries.iter()));
        }
        let entries = entries.iter().filter(|entry| is_to_child(*entry));
        let named = entries.map(|entry| (entry.name().unwrap_or(ANONYMOUS), entry.other()));
        let mut children: Vec<(&str, NodeIndex)> = named.collect();
        children.sort_by_key(|(name, _)| *name);
        Some(Children::Sorted(children.into_iter()))
    }
}

/// The conditions of a query, with its types by their positions.
struct Conditions<'a> {
    contents: &'a Contents,
    of_any_type: bool,
    types: Vec<NodeIndex>,
    /// `None` if a type of trait is not in the graph, so that no node has it.
    required_traits: Option<Vec<NodeIndex>>,
}

impl<'a> Conditions<'a> {
    fn new(contents: &'a Contents, query: &ChildQuery) -> Self {
        let index_of = |node: &Node| contents.index_of(node.id());
        Self {
            contents,
            of_any_type: query.types.is_empty(),
            types: query.types.iter().filter_map(index_of).collect(),
            required_traits: query.required_traits.iter().map(index_of).collect(),
        }
    }

    fn hold(&self, at: NodeIndex) -> bool {
        let of_type = |type_at: &NodeIndex| type_::is_instance_of_at(self.contents, at, *type_at);
        let has_trait =
            |trait_type: &NodeIndex| trait_::first_instance_at(self.contents, at, *trait_type).is_some();
        (self.of_any_type || self.types.iter().any(of_type))
            && self.required_traits.as_ref().is_some_and(|traits| traits.iter().all(has_trait))
    }
}

/// Whether an edge of a node leads to a child other than the node itself.
fn is_to_child(entry: Incidence<'_>) -> bool {
    entry.is_source() && !entry.is_target()
}

/// The edges of a node, of which those to its children count, or its children with their names.
enum Children<'a> {
    Listed(EdgeIter<'a>),
    Sorted(std::vec::IntoIter<(&'a str, NodeIndex)>),
}

impl Iterator for Children<'_> {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        match self {
            Self::Listed(entries) => entries.find(|entry| is_to_child(*entry)).map(Incidence::other),
            Self::Sorted(children) => children.next().map(|(_, child)| child),
        }
    }
}

/// The nodes below a node that match a query, each followed by what is found below it.
///
/// A node that can be reached in several ways comes once for each. Refuses nodes that are below themselves.
pub fn children_query(root: &BoundNode, query: &ChildQuery) -> Result<Vec<Node>> {
    let contents = root.graph().read()?;
    let root = root.node();
    let Some(at) = contents.index_of(root.id()) else {
        // A node that the graph does not contain has neither type, traits nor children there.
        let matches = query.types.is_empty() && query.required_traits.is_empty();
        return Ok(Vec::from_iter((query.include_root && matches).then(|| root.clone())));
    };
    let mut found: Vec<NodeIndex> = Vec::new();
    let conditions = Conditions::new(&contents, query);
    if query.include_root && conditions.hold(at) {
        found.push(at);
    }
    // The nodes from the root down to the present one, each with those of its children that are still to be visited.
    let mut way: Vec<(NodeIndex, Children<'_>)> = Vec::new();
    way.extend(query.children(&contents, at).map(|children| (at, children)));
    let mut is_on_way = vec![false; contents.node_count()];
    is_on_way[at.get()] = true;
    while let Some((parent, children)) = way.last_mut() {
        let Some(child) = children.next() else {
            is_on_way[parent.get()] = false;
            way.pop();
            continue;
        };
        if conditions.hold(child) {
            found.push(child);
        }
        if query.direct_only {
            continue;
        }
        // A node without children is on no circle.
        if let Some(children) = query.children(&contents, child) {
            if std::mem::replace(&mut is_on_way[child.get()], true) {
                let way = way.iter().map(|(at, _)| *at).skip_while(|at| *at != child).chain([child]);
                return Err(circle(way.filter_map(|at| contents.node_at(at))));
            }
            way.push((child, children));
        }
    }
    let mut nodes = Vec::with_capacity(found.len());
    for found in found.chunks(LOOKAHEAD) {
        let of_chunk = || found.iter().filter_map(|at| contents.node_at(*at));
        look_at_nodes(of_chunk());
        nodes.extend(of_chunk().cloned());
    }
    Ok(nodes)
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
