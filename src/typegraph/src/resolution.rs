//! Follows references from an instance.

use pyzig_graph::{BoundNode, Contents, GraphView, Node, NodeId, Text};
use smallvec::SmallVec;

use crate::error::{Error, ResolveError, ResolveErrorKind, Result};
use crate::reference::{Chain, Segment};
use crate::{composition, operand, pointer, trait_, type_};

/// Begins an identifier that names a type, at which to go on, instead of a child.
const TYPE_PREFIX: &str = "<<";

/// What to do at one segment.
enum Go {
    /// Go on at a type.
    Type(Node),
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
    reference: Node,
    identifier: Text,
    go: Go,
}

/// A reference made ready to be followed, from any number of instances.
pub(crate) struct Route(SmallVec<[Step; 2]>);

/// Where and why a route ended early.
pub(crate) struct Missed<'a> {
    reference: &'a Node,
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

    fn into_error(self, graph: &GraphView) -> Error {
        Error::from(ResolveError {
            node: graph.bind(self.reference),
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
        let mut last = reference;
        for node in Chain::new(contents, reference) {
            let step = match node {
                Ok(node) => {
                    last = node;
                    Step::read(contents, node)
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

    /// Follows the route from a node.
    ///
    /// `there` is the graph of the reference, where types are, and `here` that of the node; mostly they are the same.
    /// Returns the node reached and whether it is to be looked at in `there`.
    pub(crate) fn follow<'a>(
        &'a self,
        there: &'a Contents,
        here: &'a Contents,
        start: &'a Node,
    ) -> Result<(&'a Node, bool), Missed<'a>> {
        let mut at = start;
        let mut jumped = false;
        for step in &self.0 {
            let contents = if jumped { there } else { here };
            let id = at.id();
            let (reached, kind) = match &step.go {
                Go::Type(node) => {
                    jumped = true;
                    (Some(node), ResolveErrorKind::TypeNotFound)
                }
                Go::Child => {
                    let child = composition::child_in(contents, id, &step.identifier);
                    let stay = step.identifier.is_empty().then_some(at);
                    (child.or(stay), ResolveErrorKind::CompositionChildNotFound)
                }
                Go::Trait(trait_type) => (
                    trait_::first_instance_in(contents, id, *trait_type),
                    ResolveErrorKind::TraitInstanceNotFound,
                ),
                Go::Pointer => {
                    (pointer::referenced_in(contents, id), ResolveErrorKind::PointerDereferenceFailed)
                }
                Go::Operand => (
                    operand::operand_by_name_in(contents, id, &step.identifier),
                    ResolveErrorKind::OperandNotFound,
                ),
                Go::Nowhere(kind) => (None, *kind),
            };
            at = reached.ok_or(Missed { reference: &step.reference, kind, identifier: &step.identifier })?;
        }
        Ok((at, jumped))
    }
}

impl Step {
    fn nowhere(reference: &Node, kind: ResolveErrorKind, identifier: &str) -> Self {
        Self { reference: reference.clone(), identifier: identifier.into(), go: Go::Nowhere(kind) }
    }

    fn read(contents: &Contents, reference: &Node) -> Self {
        let Some(Segment { identifier, edge_type }) = Segment::of(reference) else {
            return Self::nowhere(reference, ResolveErrorKind::InvalidReference, "");
        };
        let type_graph = type_::type_of_in(contents, reference.id())
            .and_then(|type_node| composition::parent_in(contents, type_node.id()));
        let Some(type_graph) = type_graph.map(Node::id) else {
            return Self::nowhere(reference, ResolveErrorKind::TypegraphNotFound, "");
        };
        let go = if let Some(name) = identifier.strip_prefix(TYPE_PREFIX) {
            match composition::child_in(contents, type_graph, name) {
                Some(node) => Go::Type(node.clone()),
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
        Self { reference: reference.clone(), identifier, go }
    }
}

/// Follows a reference from a node. Fails with a [`ResolveError`] that names the segment that leads nowhere.
pub fn reference_resolve(reference: &BoundNode, base: &BoundNode) -> Result<BoundNode> {
    let there = reference.graph().read()?;
    let here = base.graph().read()?;
    let route = Route::read(&there, reference.node());
    match route.follow(&there, &here, base.node()) {
        Ok((node, true)) => Ok(reference.graph().bind(node)),
        Ok((node, false)) => Ok(base.graph().bind(node)),
        Err(missed) => Err(missed.into_error(reference.graph())),
    }
}
