//! Edges: owned handles to typed, named and ordered connections between two nodes.

mod bits;
mod shape;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU8, Ordering};

use triomphe::Arc;

use crate::attribute::{Attribute, AttributeList, first_named};
use crate::error::GraphError;
use crate::id::{Census, EdgeId, NodeId};
use crate::literal::{Literal, Text};
use crate::lock::AtomicU64;
use crate::node::Node;

pub(crate) use bits::{EdgeBits, EdgeKind};
pub use bits::{EdgeOrder, EdgeTypeId};
pub use shape::EdgeShape;
use shape::Shape;

/// Process-wide because ids are unique in the process, whatever graph or thread uses them.
pub(crate) static EDGES: Census = Census::new();

/// The name of the attribute that holds an edge's name.
pub const NAME: &str = "name";

/// How often an edge that was already in a graph got a name, a direction or lost it.
///
/// Graphs keep indices by name and copies of the direction. An edge does not know its graphs, so it counts here and an
/// index that was built at another count is built anew. Process-wide because any edge can be in any graph.
static LATE_CHANGES: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// What any edge changed while in a graph; from then on copies of it are not trusted.
static CHANGED_LATE: AtomicU8 = AtomicU8::new(0);

const DIRECTION: u8 = 1;
const TYPE: u8 = 2;

pub(crate) fn late_changes() -> u64 {
    LATE_CHANGES.load(Ordering::Acquire)
}

#[inline]
pub(crate) fn direction_copies_hold() -> bool {
    CHANGED_LATE.load(Ordering::Acquire) & DIRECTION == 0
}

/// Whether copies of the direction and of the kind hold.
#[inline]
pub(crate) fn copies_hold() -> bool {
    CHANGED_LATE.load(Ordering::Acquire) == 0
}

/// The number of an edge that comes into being.
pub(crate) fn new_id() -> Result<EdgeId, GraphError> {
    EDGES.issue().map(EdgeId::new).ok_or(GraphError::EdgeIdsExhausted)
}

struct EdgeData {
    source: Node,
    target: Node,
    bits: AtomicU64,
    /// The name given at creation. It stands before all other attributes.
    name: Option<Text>,
    attributes: AttributeList,
    id: EdgeId,
}

impl Drop for EdgeData {
    fn drop(&mut self) {
        EDGES.retire();
    }
}

/// What an edge is made of.
#[derive(Clone, Debug)]
pub struct EdgeSpec {
    /// Where the edge starts.
    pub source: Node,
    /// Where the edge ends.
    pub target: Node,
    /// The edge's kind.
    pub edge_type: EdgeTypeId,
    /// Whether the edge distinguishes its ends.
    pub directional: bool,
    /// Position among edges.
    pub order: EdgeOrder,
    /// A number whose meaning the edge's kind decides.
    pub edge_specific: Option<u16>,
    /// Text of the attribute `name`, which then stands before `attributes`.
    pub name: Option<Text>,
    /// Further attributes.
    pub attributes: Vec<Attribute>,
}

impl EdgeSpec {
    /// An edge that is not directional, has order 0 and neither name nor attributes.
    pub fn new(source: &Node, target: &Node, edge_type: EdgeTypeId) -> Self {
        Self {
            source: source.clone(),
            target: target.clone(),
            edge_type,
            directional: false,
            order: EdgeOrder::ZERO,
            edge_specific: None,
            name: None,
            attributes: Vec::new(),
        }
    }

    /// Sets whether the edge distinguishes its ends.
    #[must_use]
    pub fn directional(mut self, directional: bool) -> Self {
        self.directional = directional;
        self
    }

    /// Sets the position among edges.
    #[must_use]
    pub fn order(mut self, order: EdgeOrder) -> Self {
        self.order = order;
        self
    }

    /// Sets the number whose meaning the edge's kind decides.
    #[must_use]
    pub fn edge_specific(mut self, edge_specific: Option<u16>) -> Self {
        self.edge_specific = edge_specific;
        self
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<Text>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: impl Into<Text>, value: impl Into<Literal>) -> Self {
        self.attributes.push(Attribute::new(name, value));
        self
    }
}

/// The attributes of an edge: the name that it was given at creation, which stands first, and all others.
struct EdgeAttributes<'a, I> {
    name: Option<&'a Text>,
    further: I,
}

impl<'a, I: Iterator<Item = &'a Attribute>> EdgeAttributes<'a, I> {
    /// The text of the first attribute called `name`.
    fn name(self) -> Option<&'a Text> {
        match self.name {
            Some(name) => Some(name),
            None => match first_named(self.further, NAME)? {
                Literal::Text(name) => Some(name),
                _ => None,
            },
        }
    }

    /// The value of the first attribute of that name.
    fn get(self, name: &str) -> Option<Literal> {
        match self.name {
            Some(text) if name == NAME => Some(Literal::Text(text.clone())),
            _ => first_named(self.further, name).cloned(),
        }
    }

    fn all(self) -> impl Iterator<Item = Attribute> {
        let name = self.name.map(|name| Attribute::new(NAME, name.clone()));
        name.into_iter().chain(self.further.cloned())
    }
}

/// What [`Edge::change`] sets on an existing edge. Fields that are `None` stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EdgeChange {
    /// The new kind.
    pub edge_type: Option<EdgeTypeId>,
    /// Whether the edge distinguishes its ends from now on.
    pub directional: Option<bool>,
    /// The new position among edges.
    pub order: Option<EdgeOrder>,
    /// The new number whose meaning the edge's kind decides.
    pub edge_specific: Option<u16>,
}

/// An edge. Cloning makes a second handle to the same edge; the edge lives as long as a handle or a graph refers to it
/// and keeps its two nodes alive.
///
/// Equality and hash are those of the [`EdgeId`].
#[derive(Clone)]
pub struct Edge(Arc<EdgeData>);

impl Edge {
    /// Creates an edge that is in no graph.
    pub fn create(spec: EdgeSpec) -> Result<Self, GraphError> {
        let id = new_id()?;
        let EdgeSpec { source, target, edge_type, directional, order, edge_specific, name, attributes } =
            spec;
        let bits = EdgeBits::new(edge_type, directional, order, edge_specific);
        Ok(Self(Arc::new(EdgeData {
            source,
            target,
            bits: AtomicU64::new(bits.0),
            name,
            attributes: AttributeList::with(attributes),
            id,
        })))
    }

    /// The edge of that number, which a graph made by its shape.
    pub(crate) fn of_shape(id: EdgeId, shape: &EdgeShape, source: Node, target: Node) -> Self {
        let Shape { bits, name, attributes } = &*shape.0;
        Self(Arc::new(EdgeData {
            source,
            target,
            bits: AtomicU64::new(bits.0),
            name: name.clone(),
            attributes: AttributeList::sharing(attributes),
            id,
        }))
    }

    /// A new edge that is like this one but ends elsewhere.
    pub(crate) fn redirected(&self, target: &Node) -> Result<Self, GraphError> {
        let bits = self.bits();
        Self::create(EdgeSpec {
            source: self.source().clone(),
            target: target.clone(),
            edge_type: bits.edge_type(),
            directional: bits.directional(),
            order: bits.order(),
            edge_specific: bits.edge_specific(),
            name: self.0.name.clone(),
            attributes: self.0.attributes.iter().cloned().collect(),
        })
    }

    /// The edge's number.
    pub fn id(&self) -> EdgeId {
        self.0.id
    }

    /// Where the edge starts.
    pub fn source(&self) -> &Node {
        &self.0.source
    }

    /// Where the edge ends.
    pub fn target(&self) -> &Node {
        &self.0.target
    }

    /// The number of the node where the edge starts.
    pub fn source_id(&self) -> NodeId {
        self.0.source.id()
    }

    /// The number of the node where the edge ends.
    pub fn target_id(&self) -> NodeId {
        self.0.target.id()
    }

    /// The end that is not `node`; the source if `node` is neither end, the node itself for an edge to itself.
    pub fn other_end(&self, node: NodeId) -> &Node {
        if self.source_id() == node { self.target() } else { self.source() }
    }

    fn bits(&self) -> EdgeBits {
        EdgeBits(self.0.bits.load(Ordering::Acquire))
    }

    pub(crate) fn kind(&self) -> EdgeKind {
        self.bits().kind()
    }

    /// The edge's kind.
    pub fn edge_type(&self) -> EdgeTypeId {
        self.bits().edge_type()
    }

    /// Whether the edge distinguishes its ends.
    pub fn directional(&self) -> bool {
        self.bits().directional()
    }

    /// The position among edges.
    pub fn order(&self) -> EdgeOrder {
        self.bits().order()
    }

    /// The number whose meaning the edge's kind decides.
    pub fn edge_specific(&self) -> Option<u16> {
        self.bits().edge_specific()
    }

    fn attributes(&self) -> EdgeAttributes<'_, impl Iterator<Item = &Attribute>> {
        EdgeAttributes { name: self.0.name.as_ref(), further: self.0.attributes.iter() }
    }

    /// The text of the first attribute called `name`; `None` if there is none or it is no text.
    pub fn name(&self) -> Option<&str> {
        self.name_text().map(Text::as_str)
    }

    /// The name that the edge has from the beginning, if it cannot be another one later.
    #[inline]
    pub(crate) fn fixed_name(&self) -> Option<&Text> {
        self.0.name.as_ref()
    }

    /// The name, which can be shared.
    #[inline]
    pub(crate) fn name_text(&self) -> Option<&Text> {
        self.attributes().name()
    }

    /// The value of the first attribute of that name.
    pub fn attr(&self, name: &str) -> Option<Literal> {
        self.attributes().get(name)
    }

    /// All attributes in the order in which they were added, the name given at creation first.
    pub fn attrs(&self) -> impl Iterator<Item = Attribute> {
        self.attributes().all()
    }

    /// Adds an attribute. An attribute of the same name that is already there stays and goes on to be the one found.
    pub fn push_attr(&self, name: impl Into<Text>, value: impl Into<Literal>) {
        self.push_attrs(vec![Attribute::new(name, value)]);
    }

    /// Adds attributes in order, as [`push_attr`](Self::push_attr) does.
    pub fn push_attrs(&self, attributes: Vec<Attribute>) {
        let names = self.0.name.is_none() && attributes.iter().any(|attribute| attribute.name == NAME);
        self.0.attributes.extend(attributes);
        // A read-modify-write sees the latest bits: either this thread sees that the edge is in a graph, or the thread
        // that inserts it sees the name.
        if names && EdgeBits(self.0.bits.fetch_or(0, Ordering::AcqRel)).in_graph() {
            LATE_CHANGES.fetch_add(1, Ordering::Release);
        }
    }

    /// Changes kind, direction, order and number of the edge.
    ///
    /// A graph that contains the edge goes on listing it under the kind it had when it was inserted; everything else
    /// is seen at once in all graphs.
    pub fn change(&self, change: EdgeChange) {
        let apply = |bits: u64| {
            let old = EdgeBits(bits);
            let new = EdgeBits::new(
                change.edge_type.unwrap_or(old.edge_type()),
                change.directional.unwrap_or(old.directional()),
                change.order.unwrap_or(old.order()),
                change.edge_specific.or(old.edge_specific()),
            );
            new.0 | (bits & EdgeBits::IN_GRAPH)
        };
        let mut bits = self.0.bits.load(Ordering::Acquire);
        let old = loop {
            match self.0.bits.compare_exchange_weak(bits, apply(bits), Ordering::AcqRel, Ordering::Acquire) {
                Ok(old) => break EdgeBits(old),
                Err(current) => bits = current,
            }
        };
        let turned = change.directional.is_some_and(|directional| directional != old.directional());
        if old.in_graph() && change.edge_type.is_some_and(|edge_type| edge_type != old.edge_type()) {
            CHANGED_LATE.fetch_or(TYPE, Ordering::Release);
        }
        if turned && old.in_graph() {
            CHANGED_LATE.fetch_or(DIRECTION, Ordering::Release);
            LATE_CHANGES.fetch_add(1, Ordering::Release);
        }
    }

    /// Whether any graph ever contained the edge.
    pub(crate) fn is_in_graph(&self) -> bool {
        self.bits().in_graph()
    }

    /// Notes that a graph contains the edge and returns its kind of that very moment.
    pub(crate) fn enter_graph(&self) -> EdgeKind {
        let bits = self.bits();
        if bits.in_graph() {
            return bits.kind();
        }
        EdgeBits(self.0.bits.fetch_or(EdgeBits::IN_GRAPH, Ordering::AcqRel)).kind()
    }

    /// How many handles and graphs refer to the edge at this moment. Graphs of which one took the edge over from another
    /// count as one; see [`Incidence::existing`](crate::Incidence::existing).
    pub fn reference_count(&self) -> usize {
        Arc::count(&self.0)
    }
}

impl PartialEq for Edge {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Edge {}

impl Hash for Edge {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl PartialOrd for Edge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edge {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id().cmp(&other.id())
    }
}

impl fmt::Debug for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edge({}: {} -> {})", self.id(), self.source_id(), self.target_id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> EdgeSpec {
        EdgeSpec::new(&Node::create().unwrap(), &Node::create().unwrap(), EdgeTypeId(200))
    }

    #[test]
    fn an_edge_with_its_name_takes_seven_words() {
        assert_eq!(size_of::<Edge>(), 8);
        assert_eq!(size_of::<EdgeData>(), 56);
    }

    #[test]
    fn the_name_stands_before_the_attributes_and_the_first_one_counts() {
        let edge = Edge::create(spec().attr("a", 1_i64).name("first")).unwrap();
        edge.push_attr(NAME, "second");
        assert_eq!(edge.name(), Some("first"));
        assert_eq!(edge.attr(NAME), Some(Literal::from("first")));
        let names: Vec<_> = edge.attrs().map(|attribute| attribute.name).collect();
        assert_eq!(names, ["name", "a", "name"]);
    }

    #[test]
    fn a_name_that_is_no_text_reads_as_no_name() {
        let edge = Edge::create(spec()).unwrap();
        edge.push_attr(NAME, 1_i64);
        edge.push_attr(NAME, "late");
        assert_eq!(edge.name(), None);
        assert_eq!(edge.attr(NAME), Some(Literal::Int(1)));
    }

    #[test]
    fn everything_else_survives_a_change_of_one() {
        let edge = Edge::create(spec().directional(true).order(EdgeOrder::MAX).edge_specific(Some(u16::MAX)))
            .unwrap();
        assert!(edge.enter_graph().directional);
        edge.change(EdgeChange { edge_type: Some(EdgeTypeId(7)), ..EdgeChange::default() });
        assert_eq!(edge.edge_type(), EdgeTypeId(7));
        assert!(edge.directional());
        assert_eq!(edge.order(), EdgeOrder::MAX);
        assert_eq!(edge.edge_specific(), Some(u16::MAX));
        assert!(edge.bits().in_graph());
        edge.change(EdgeChange { order: EdgeOrder::new(3), edge_specific: Some(0), ..EdgeChange::default() });
        assert_eq!((edge.order().get(), edge.edge_specific()), (3, Some(0)));
        assert_eq!(EdgeOrder::new(128), None);
    }
}
