//! Follows references from an instance.

use pyzig_graph::{BoundNode, Contents, Directed, GraphView, Incidence, Node, NodeId, NodeIndex, Text};
use smallvec::SmallVec;

use crate::error::{Error, ResolveError, ResolveErrorKind, Result};
use crate::reference::{Chain, Segment};
use crate::{composition, operand, pointer, trait_, type_};

/// Begins an identifier that names a type, at which to go on, instead of a child.
const TYPE_PREFIX: &str = "<<";

/// What to do at one segment.
enum Go {
    /// Go on at a type.
    Type(NodeIndex),
    /// Go to the child of that name, or stay if the name is empty and there is none.
    Child,
    /// Go to the first trait instance of a type.
    Trait(NodeId),
    /// Go where the node points to.
    Pointer,
    /// Go to the operand of that name.
    Operand,
    /// There is no way on.
    Nowhere(ResolveErrorKind),
}

struct Step {
    /// Where the segment's node is; `None` if the graph does not contain it, which only the first one's may.
    reference: Option<NodeIndex>,
    identifier: Text,
    go: Go,
}

/// A reference made ready to be followed, from any number of instances.
pub(crate) struct Route(SmallVec<[Step; 2]>);

/// Where and why a route ended early.
pub(crate) struct Missed<'a> {
    reference: Option<NodeIndex>,
    pub(crate) kind: ResolveErrorKind,
    pub(crate) identifier: &'a Text,
}

impl Missed<'_> {
    pub(crate) fn message(&self) -> &'static str {
        match self.kind {
            ResolveErrorKind::TypegraphNotFound => "Failed to get TypeGraph from reference node",
            ResolveErrorKind::TypeNotFound => "Type node not found for enum type",
            ResolveErrorKind::CompositionChildNotFound => "Child not found",
            ResolveErrorKind::TraitTypeNotFound => "trait type not found in TypeGraph",
            ResolveErrorKind::TraitInstanceNotFound => "trait not found on",
            ResolveErrorKind::PointerDereferenceFailed => "pointer dereference failed from node",
            ResolveErrorKind::OperandNotFound => "operand not found on node",
            ResolveErrorKind::UnknownEdgeType => "Unknown edge type",
            ResolveErrorKind::InvalidReference => "The node is not a reference: it has no child identifier",
            ResolveErrorKind::CyclicReference => "The segments of the reference form a circle",
        }
    }

    /// The error for a reference that begins with that node.
    fn into_error(self, graph: &GraphView, contents: &Contents, first: &Node) -> Error {
        let reference = self.reference.and_then(|at| contents.node_at(at)).unwrap_or(first);
        Error::from(ResolveError {
            node: graph.bind(reference),
            kind: self.kind,
            message: self.message(),
            identifier: self.identifier.clone(),
        })
    }
}

impl Route {
    /// Reads a reference up to the first segment that leads nowhere from any instance.
    pub(crate) fn read(contents: &Contents, reference: &Node) -> Self {
        let mut steps = SmallVec::new();
        let mut last = contents.index_of(reference.id());
        for node in Chain::new(contents, reference) {
            let step = match node {
                Ok(node) => {
                    last = contents.index_of(node.id());
                    Step::read(contents, node, last)
                }
                Err(_) => Step::nowhere(last, ResolveErrorKind::CyclicReference, ""),
            };
            let ends = matches!(step.go, Go::Nowhere(_));
            steps.push(step);
            if ends {
                break;
            }
        }
        Self(steps)
    }

    /// The nodes from which the route was read.
    pub(crate) fn references(&self) -> impl Iterator<Item = NodeIndex> {
        self.0.iter().filter_map(|step| step.reference)
    }

    /// The name of the child to which the first segment goes.
    pub(crate) fn first_child(&self) -> Option<&Text> {
        let first = self.0.first()?;
        (matches!(first.go, Go::Child) && !first.identifier.is_empty()).then_some(&first.identifier)
    }

    /// Whether no segment leads nowhere from any instance.
    pub(crate) fn is_complete(&self) -> bool {
        !self.0.iter().any(|step| matches!(step.go, Go::Nowhere(_)))
    }

    /// Follows the route from a node.
    ///
    /// `there` is the graph of the reference, where types are, and `here` that of the node; mostly they are the same.
    /// `start` is `None` if `here` does not contain the node. Returns the node reached, `None` for such a node itself, and
    /// whether it is to be looked at in `there`.
    pub(crate) fn follow(
        &self,
        there: &Contents,
        here: &Contents,
        start: Option<NodeIndex>,
    ) -> Result<(Option<NodeIndex>, bool), Missed<'_>> {
        Self::take(&self.0, there, here, start)
    }

    /// As [`follow`](Self::follow), from the child to which the first segment goes, within one graph.
    pub(crate) fn follow_from_child(
        &self,
        contents: &Contents,
        child: NodeIndex,
    ) -> Result<Option<NodeIndex>, Missed<'_>> {
        let rest = self.0.get(1..).unwrap_or_default();
        Self::take(rest, contents, contents, Some(child)).map(|(at, _)| at)
    }

    fn take<'a>(
        steps: &'a [Step],
        there: &Contents,
        here: &Contents,
        start: Option<NodeIndex>,
    ) -> Result<(Option<NodeIndex>, bool), Missed<'a>> {
        let mut at = start;
        let mut jumped = false;
        for step in steps {
            let contents = if jumped { there } else { here };
            at = match &step.go {
                Go::Type(node) => {
                    jumped = true;
                    Some(*node)
                }
                go => match at.map_or(Err(go.missed()), |at| go.on(contents, at, &step.identifier)) {
                    Ok(reached) => Some(reached),
                    Err(_) if matches!(go, Go::Child) && step.identifier.is_empty() => at,
                    Err(kind) => {
                        return Err(Missed { reference: step.reference, kind, identifier: &step.identifier });
                    }
                },
            };
        }
        Ok((at, jumped))
    }
}

impl Go {
    /// Why there is no way on from a node.
    fn missed(&self) -> ResolveErrorKind {
        match self {
            Self::Type(_) => ResolveErrorKind::TypeNotFound,
            Self::Child => ResolveErrorKind::CompositionChildNotFound,
            Self::Trait(_) => ResolveErrorKind::TraitInstanceNotFound,
            Self::Pointer => ResolveErrorKind::PointerDereferenceFailed,
            Self::Operand => ResolveErrorKind::OperandNotFound,
            Self::Nowhere(kind) => *kind,
        }
    }

    /// Goes on from a node.
    fn on(&self, contents: &Contents, at: NodeIndex, name: &str) -> Result<NodeIndex, ResolveErrorKind> {
        let place = |node: &Node| contents.index_of(node.id());
        let reached = match self {
            Self::Type(node) => Some(*node),
            Self::Child => {
                contents.named_edge_at(at, composition::FAMILY.edge_type(), name).map(Incidence::target_index)
            }
            Self::Trait(trait_type) => contents
                .index_of(*trait_type)
                .and_then(|trait_type| trait_::first_instance_at(contents, at, trait_type))
                .and_then(place),
            Self::Pointer => contents
                .first_edge_at(at, pointer::FAMILY.edge_type(), Directed::Outgoing)
                .map(Incidence::target_index),
            Self::Operand => contents
                .node_at(at)
                .and_then(|node| operand::operand_by_name_in(contents, node.id(), name))
                .and_then(place),
            Self::Nowhere(_) => None,
        };
        reached.ok_or_else(|| self.missed())
    }
}

impl Step {
    fn nowhere(reference: Option<NodeIndex>, kind: ResolveErrorKind, identifier: &str) -> Self {
        Self { reference, identifier: identifier.into(), go: Go::Nowhere(kind) }
    }

    fn read(contents: &Contents, node: &Node, reference: Option<NodeIndex>) -> Self {
        let Some(Segment { identifier, edge_type }) = Segment::of(node) else {
            return Self::nowhere(reference, ResolveErrorKind::InvalidReference, "");
        };
        let type_graph = type_::type_of_in(contents, node.id())
            .and_then(|type_node| composition::parent_in(contents, type_node.id()));
        let Some(type_graph) = type_graph.map(Node::id) else {
            return Self::nowhere(reference, ResolveErrorKind::TypegraphNotFound, "");
        };
        let go = if let Some(name) = identifier.strip_prefix(TYPE_PREFIX) {
            let found = composition::child_in(contents, type_graph, name);
            match found.and_then(|node| contents.index_of(node.id())) {
                Some(node) => Go::Type(node),
                None => return Self::nowhere(reference, ResolveErrorKind::TypeNotFound, name),
            }
        } else if edge_type == composition::FAMILY.edge_type() {
            Go::Child
        } else if edge_type == trait_::FAMILY.edge_type() {
            match composition::child_in(contents, type_graph, &identifier) {
                Some(node) => Go::Trait(node.id()),
                None => Go::Nowhere(ResolveErrorKind::TraitTypeNotFound),
            }
        } else if edge_type == pointer::FAMILY.edge_type() {
            Go::Pointer
        } else if edge_type == operand::FAMILY.edge_type() {
            Go::Operand
        } else {
            Go::Nowhere(ResolveErrorKind::UnknownEdgeType)
        };
        Self { reference, identifier, go }
    }
}

/// Follows a reference from a node. Fails with a [`ResolveError`] that names the segment that leads nowhere.
pub fn reference_resolve(reference: &BoundNode, base: &BoundNode) -> Result<BoundNode> {
    let there = reference.graph().read()?;
    let here = base.graph().read()?;
    let route = Route::read(&there, reference.node());
    let start = here.index_of(base.node().id());
    match route.follow(&there, &here, start) {
        Ok((at, jumped)) => {
            let (graph, contents) = if jumped { (reference.graph(), &there) } else { (base.graph(), &here) };
            let node = at.and_then(|at| contents.node_at(at)).unwrap_or(base.node());
            Ok(graph.bind(node))
        }
        Err(missed) => Err(missed.into_error(reference.graph(), &there, reference.node())),
    }
}
