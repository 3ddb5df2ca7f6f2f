//! Finds nodes below a node by type and traits.

use pyzig_graph::{BoundNode, Contents, Incidence, Node, NodeIndex};

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
    fn matches(&self, contents: &Contents, at: NodeIndex) -> bool {
        let of_type = |type_node: &Node| type_::is_instance_of_at(contents, at, type_node.id());
        let has_trait =
            |trait_type: &Node| trait_::first_instance_at(contents, at, trait_type.id()).is_some();
        (self.types.is_empty() || self.types.iter().any(of_type))
            && self.required_traits.iter().all(has_trait)
    }

    fn children<'a>(&self, contents: &'a Contents, parent: NodeIndex) -> Children<'a> {
        let entries = contents.edges_at(parent, FAMILY.edge_type()).iter();
        if !self.sort {
            return Children::Listed(entries);
        }
        let mut entries: Vec<&Incidence> = entries.filter(|entry| is_to_child(entry)).collect();
        entries.sort_by_key(|entry| entry.edge().name().unwrap_or(ANONYMOUS));
        Children::Sorted(entries.into_iter())
    }
}

/// Whether an edge of a node leads to a child other than the node itself.
fn is_to_child(entry: &Incidence) -> bool {
    entry.is_source() && !entry.is_target()
}

/// The edges of a node, of which those to its children count.
enum Children<'a> {
    Listed(std::slice::Iter<'a, Incidence>),
    Sorted(std::vec::IntoIter<&'a Incidence>),
}

impl Iterator for Children<'_> {
    type Item = NodeIndex;

    fn next(&mut self) -> Option<NodeIndex> {
        let entry = match self {
            Self::Listed(entries) => entries.find(|entry| is_to_child(entry))?,
            Self::Sorted(entries) => entries.next()?,
        };
        Some(entry.other())
    }
}

/// The nodes below a node that match a query, each followed by what is found below it.
///
/// A node that can be reached in several ways comes once for each. Refuses nodes that are below themselves.
pub fn children_query(root: &BoundNode, query: &ChildQuery) -> Result<Vec<Node>> {
    let contents = root.graph().read()?;
    let root = root.node();
    let mut found = Vec::new();
    let Some(at) = contents.index_of(root.id()) else {
        // A node that the graph does not contain has neither type, traits nor children there.
        let matches = query.types.is_empty() && query.required_traits.is_empty();
        found.extend((query.include_root && matches).then(|| root.clone()));
        return Ok(found);
    };
    if query.include_root && query.matches(&contents, at) {
        found.push(root.clone());
    }
    // The nodes from the root down to the present one, each with those of its children that are still to be visited.
    let mut way = vec![(at, query.children(&contents, at))];
    let mut is_on_way = vec![false; contents.node_count()];
    is_on_way[at.get()] = true;
    while let Some((parent, children)) = way.last_mut() {
        let Some(child) = children.next() else {
            is_on_way[parent.get()] = false;
            way.pop();
            continue;
        };
        if query.matches(&contents, child) {
            found.extend(contents.node_at(child).cloned());
        }
        if !query.direct_only {
            if std::mem::replace(&mut is_on_way[child.get()], true) {
                let way = way.iter().map(|(at, _)| *at).skip_while(|at| *at != child).chain([child]);
                return Err(circle(way.filter_map(|at| contents.node_at(at))));
            }
            way.push((child, query.children(&contents, child)));
        }
    }
    Ok(found)
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
