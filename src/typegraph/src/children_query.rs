//! Finds nodes below a node by type and traits.

use hashbrown::HashSet;
use pyzig_graph::{BoundNode, Contents, Edge, Incidence, Node, NodeId};

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
    fn matches(&self, contents: &Contents, node: NodeId) -> bool {
        let of_type = |type_node: &Node| type_::is_instance_of_in(contents, node, type_node.id());
        let has_trait =
            |trait_type: &Node| trait_::first_instance_in(contents, node, trait_type.id()).is_some();
        (self.types.is_empty() || self.types.iter().any(of_type))
            && self.required_traits.iter().all(has_trait)
    }

    fn children<'a>(&self, contents: &'a Contents, parent: NodeId) -> std::vec::IntoIter<&'a Edge> {
        let edges = FAMILY.outgoing_in(contents, parent).map(Incidence::edge);
        let mut edges: Vec<&Edge> = edges.filter(|edge| edge.target_id() != parent).collect();
        if self.sort {
            edges.sort_by_key(|edge| edge.name().unwrap_or(ANONYMOUS));
        }
        edges.into_iter()
    }
}

/// The nodes below a node that match a query, each followed by what is found below it.
///
/// A node that can be reached in several ways comes once for each. Refuses nodes that are below themselves.
pub fn children_query(root: &BoundNode, query: &ChildQuery) -> Result<Vec<BoundNode>> {
    let graph = root.graph();
    let read = graph.read()?;
    let root = root.node();
    let mut found = Vec::new();
    if query.include_root && query.matches(&read, root.id()) {
        found.push(graph.bind(root));
    }
    // The nodes from the root down to the present one, each with those of its children that are still to be visited.
    let mut way = vec![(root, query.children(&read, root.id()))];
    let mut on_way = HashSet::new();
    on_way.insert(root.id());
    while let Some((parent, children)) = way.last_mut() {
        let Some(edge) = children.next() else {
            on_way.remove(&parent.id());
            way.pop();
            continue;
        };
        let child = edge.target();
        if query.matches(&read, child.id()) {
            found.push(graph.bind(child));
        }
        if !query.direct_only {
            if !on_way.insert(child.id()) {
                return Err(circle(way.iter().map(|(node, _)| *node), child));
            }
            way.push((child, query.children(&read, child.id())));
        }
    }
    Ok(found)
}

/// Up to how many nodes of a circle are named.
const NAMED: usize = 16;

fn circle<'a>(way: impl Iterator<Item = &'a Node>, again: &Node) -> Error {
    let circle: Vec<&Node> = way.skip_while(|node| *node != again).collect();
    let mut names: Vec<String> = circle.iter().take(NAMED).map(|node| node.id().to_string()).collect();
    if circle.len() > NAMED {
        names.push("…".to_owned());
    }
    names.push(again.id().to_string());
    Error::invalid(format!("A node is its own descendant: {}", names.join(" > ")))
}
