//! Reference paths: how types name nodes that exist only in their instances.
//!
//! A reference is a chain of nodes, one for each segment, joined by next edges.

use pyzig_graph::{Attribute, BoundNode, Contents, EdgeTypeId, Node, NodeId, Text};

use crate::builtin::{self, Builtin, CHILD_IDENTIFIER};
use crate::error::{Error, PathError, PathErrorKind, Result};
use crate::instantiation::{Instantiation, transact};
use crate::typegraph::TypeGraph;
use crate::{composition, next, pointer};

/// Name of the attribute that holds the kind of edge to go over, unless that is composition.
const EDGE_TYPE: &str = "edge_type_tid";

/// One step of a reference path: the name of what to go to, and the kind of edge to go over.
///
/// Composition, trait, pointer and operand edges can be gone over; their modules have a function `traverse` each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Segment {
    /// The name: of a child, of a type of trait, or of an operand. Unused for pointers.
    pub identifier: Text,
    /// The kind of edge to go over.
    pub edge_type: EdgeTypeId,
}

impl Segment {
    /// A step over an edge of that kind.
    pub fn new(identifier: impl Into<Text>, edge_type: EdgeTypeId) -> Self {
        Self { identifier: identifier.into(), edge_type }
    }

    fn attributes(&self) -> Vec<Attribute> {
        let mut attributes = vec![Attribute::new(CHILD_IDENTIFIER, self.identifier.clone())];
        if self.edge_type != composition::FAMILY.edge_type() {
            attributes.push(Attribute::new(EDGE_TYPE, i64::from(self.edge_type.0)));
        }
        attributes
    }

    /// The segment that a reference node stands for; `None` if the node is no reference.
    pub(crate) fn of(node: &Node) -> Option<Self> {
        let identifier = builtin::text(node, CHILD_IDENTIFIER)?;
        let edge_type = match node.attr(EDGE_TYPE) {
            Some(value) => EdgeTypeId(u8::try_from(value.as_i64()?).ok()?),
            None => composition::FAMILY.edge_type(),
        };
        Some(Self::new(identifier, edge_type))
    }
}

impl From<&str> for Segment {
    /// A step to the child of that name.
    fn from(name: &str) -> Self {
        composition::traverse(name)
    }
}

/// Walks a chain of next edges and notices when it does not end.
///
/// Remembers one node at a time, a later one whenever the distance has doubled (Brent's method): a circle is noticed
/// after at most thrice its length, and chains of any length take no memory.
pub(crate) struct Chain<'a> {
    contents: &'a Contents,
    following: Option<&'a Node>,
    remembered: Option<NodeId>,
    taken: u64,
}

/// The next edges of a chain form a circle.
pub(crate) struct Cyclic;

impl<'a> Chain<'a> {
    pub(crate) fn new(contents: &'a Contents, first: &'a Node) -> Self {
        Self { contents, following: Some(first), remembered: None, taken: 0 }
    }
}

impl<'a> Iterator for Chain<'a> {
    type Item = Result<&'a Node, Cyclic>;

    fn next(&mut self) -> Option<Self::Item> {
        let node = self.following?;
        if self.remembered == Some(node.id()) {
            self.following = None;
            return Some(Err(Cyclic));
        }
        self.taken += 1;
        if self.taken.is_power_of_two() {
            self.remembered = Some(node.id());
        }
        self.following = next::next_in(self.contents, node.id());
        Some(Ok(node))
    }
}

impl TypeGraph {
    /// Creates a reference: a new chain of nodes, one for each segment. Returns its first node.
    ///
    /// The path is neither checked nor compared with existing references; an empty one is refused with a [`PathError`].
    pub fn ensure_child_reference(&self, path: &[Segment]) -> Result<BoundNode> {
        let first = transact(self, |instantiation| create_reference_in(instantiation, self, path))?;
        Ok(self.graph().bind(&first))
    }
}

/// Creates a reference within a transaction.
pub(crate) fn create_reference_in(
    instantiation: &mut Instantiation<'_, '_>,
    type_graph: &TypeGraph,
    path: &[Segment],
) -> Result<Node> {
    let reference_type =
        Builtin::Reference.find(instantiation.write(), type_graph.node().node().id())?.clone();
    let mut first = None;
    let mut previous: Option<Node> = None;
    for segment in path {
        let node = instantiation.run(&reference_type, segment.attributes())?;
        if let Some(previous) = &previous {
            next::add_next_in(instantiation.write(), previous, &node)?;
        }
        first.get_or_insert_with(|| node.clone());
        previous = Some(node);
    }
    first.ok_or_else(|| {
        let error = PathError {
            message: "path resolution failed",
            kind: PathErrorKind::MissingChild,
            path: Vec::new(),
            failing_segment: Text::default(),
            failing_segment_index: 0,
            index_value: None,
        };
        error.into()
    })
}

/// The segments of a reference.
///
/// A last segment that is empty and no pointer stands for the node itself and is left out. Refuses empty segments
/// elsewhere, chains that form a circle, and nodes that are no references.
pub fn reference_path(reference: &BoundNode) -> Result<Vec<Segment>> {
    let read = reference.graph().read()?;
    reference_path_in(&read, reference.node())
}

pub(crate) fn reference_path_in(contents: &Contents, reference: &Node) -> Result<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut chain = Chain::new(contents, reference).peekable();
    while let Some(node) = chain.next() {
        let Ok(node) = node else {
            return Err(Error::invalid("the segments of the reference form a circle"));
        };
        let segment = Segment::of(node).ok_or_else(|| {
            Error::invalid("the node is not a reference: it has no text attribute `child_identifier`")
        })?;
        if segment.identifier.is_empty() && segment.edge_type != pointer::FAMILY.edge_type() {
            return if chain.peek().is_none() {
                Ok(segments)
            } else {
                Err(Error::invalid("reference does not contain any identifiers"))
            };
        }
        segments.push(segment);
    }
    Ok(segments)
}
