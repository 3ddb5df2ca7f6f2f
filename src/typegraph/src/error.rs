//! What can go wrong in edge families and type graphs.

use std::borrow::Cow;
use std::fmt;

use pyzig_graph::{BoundNode, GraphError, Text};
use thiserror::Error;

/// Result of the functions of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refused operation. An operation that returns one leaves the graph as it was.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The graph core refused.
    #[error(transparent)]
    Graph(#[from] GraphError),
    /// An end of a new edge is not part of the graph.
    #[error("{role} node not in graph")]
    EndNotInGraph {
        /// What the node would be to the edge, as in `Parent`.
        role: &'static str,
    },
    /// The edge belongs to another family. A mistake of type rather than of value.
    #[error("edge is not an {class} edge")]
    WrongEdgeType {
        /// Name of the family.
        class: &'static str,
    },
    /// The index of a pointer is above 32767.
    #[error("Index out of range")]
    IndexOutOfRange,
    /// The two nodes cannot be connected as interfaces.
    #[error("Failed to connect interface nodes: {0}")]
    Connect(String),
    /// The two nodes cannot be connected as interfaces by a shallow connection.
    #[error("Failed to create shallow connection: {0}")]
    ConnectShallow(String),
    /// The type graph already has a type of that name.
    #[error("Type with this name already exists")]
    TypeExists,
    /// An operation failed for a reason that is a sentence of its own.
    #[error("{operation} failed: {reason}")]
    Failed {
        /// Name of the operation.
        operation: &'static str,
        /// Why.
        reason: String,
    },
    /// A statement about the graph that does not hold.
    #[error("{0}")]
    Invalid(Cow<'static, str>),
    /// A path of names could not be resolved on a type.
    #[error(transparent)]
    Path(Box<PathError>),
    /// A reference could not be resolved on an instance.
    #[error(transparent)]
    Resolve(Box<ResolveError>),
    /// A type could not be instantiated.
    #[error(transparent)]
    Instantiation(Box<InstantiationError>),
}

impl Error {
    pub(crate) fn failed(operation: &'static str) -> impl Fn(Error) -> Error {
        move |reason| match reason {
            Error::Failed { .. } => reason,
            reason => Error::Failed { operation, reason: reason.to_string() },
        }
    }

    pub(crate) fn invalid(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self::Invalid(sentence.into())
    }
}

macro_rules! boxed {
    ($($error:ident => $variant:ident),*) => {
        $(impl From<$error> for Error {
            fn from(error: $error) -> Self {
                Self::$variant(Box::new(error))
            }
        })*
    };
}

boxed! {
    PathError => Path,
    ResolveError => Resolve,
    InstantiationError => Instantiation
}

macro_rules! kinds {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// The kind's name as Python code sees it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

kinds! {
    /// Why a path of names could not be resolved on a type.
    PathErrorKind {
        /// Never produced; kept because users match on it.
        MissingParent = "missing_parent",
        /// There is no child of that name.
        MissingChild = "missing_child",
        /// There is no such element of a sequence.
        InvalidIndex = "invalid_index",
    }
}

kinds! {
    /// Why a reference could not be resolved on an instance.
    ResolveErrorKind {
        /// The reference does not belong to a type graph.
        TypegraphNotFound = "typegraph_not_found",
        /// A segment `<<T` names no type.
        TypeNotFound = "type_not_found",
        /// There is no child of that name.
        CompositionChildNotFound = "composition_child_not_found",
        /// The segment names no type of trait.
        TraitTypeNotFound = "trait_type_not_found",
        /// The node has no trait of that type.
        TraitInstanceNotFound = "trait_instance_not_found",
        /// The node points to nothing.
        PointerDereferenceFailed = "pointer_dereference_failed",
        /// The node has no operand of that name.
        OperandNotFound = "operand_not_found",
        /// References cannot follow edges of that kind.
        UnknownEdgeType = "unknown_edge_type",
        /// The node is no reference.
        InvalidReference = "invalid_reference",
        /// The reference's segments form a circle.
        CyclicReference = "cyclic_reference",
    }
}

kinds! {
    /// Why a type could not be instantiated.
    InstantiationErrorKind {
        /// A child's type is not linked.
        UnresolvedTypeReference = "unresolved_type_reference",
        /// An end of a link could not be resolved.
        UnresolvedReference = "unresolved_reference",
        /// A link lacks an end.
        MissingOperandReference = "missing_operand_reference",
        /// There is no type of that name.
        InvalidArgument = "invalid_argument",
        /// Anything else; the message tells.
        Other = "other",
    }
}

/// A path of names could not be resolved on a type.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct PathError {
    /// Which operation failed.
    pub message: &'static str,
    /// Why.
    pub kind: PathErrorKind,
    /// The names of the whole path.
    pub path: Vec<Text>,
    /// The name that could not be resolved.
    pub failing_segment: Text,
    /// Its position in the path.
    pub failing_segment_index: usize,
    /// Always `None`; kept because users read it.
    pub index_value: Option<usize>,
}

/// A reference could not be resolved on an instance.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ResolveError {
    /// The reference node at which resolution stopped.
    pub node: BoundNode,
    /// Why.
    pub kind: ResolveErrorKind,
    /// Why, as a sentence.
    pub message: &'static str,
    /// The name that could not be resolved.
    pub identifier: Text,
}

/// A type could not be instantiated.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct InstantiationError {
    /// The type, child declaration or link declaration that is at fault.
    pub node: BoundNode,
    /// Why.
    pub kind: InstantiationErrorKind,
    /// Why, as a sentence.
    pub message: Cow<'static, str>,
    /// The name that is at fault; may be empty.
    pub identifier: Text,
}
