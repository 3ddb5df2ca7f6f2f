//! The types that every type graph has from the start.

use pyzig_graph::{Contents, Node, NodeId};

use crate::composition;
use crate::error::{Error, Result};

/// Name of the attribute that holds the name of a type, and that of the type wanted by a type reference.
pub(crate) const TYPE_IDENTIFIER: &str = "type_identifier";
/// Name of the attribute that tells that the type graph is complete.
pub(crate) const INITIALIZED: &str = "initialized";
/// Name of the attribute that holds the name of a child to make, or of a segment to go over.
pub(crate) const CHILD_IDENTIFIER: &str = "child_identifier";
/// Name of the pointer from a declaration to the piece of source text that it stems from.
pub(crate) const SOURCE: &str = "source";
/// Name of the trait that takes the piece of source text to instances.
pub(crate) const HAS_SOURCE_CHUNK: &str = "has_source_chunk";

/// A type that every type graph has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Builtin {
    ImplementsType,
    ImplementsTrait,
    MakeChild,
    MakeLink,
    Reference,
    TypeReference,
    IsConstructable,
}

impl Builtin {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::ImplementsType => "ImplementsType",
            Self::ImplementsTrait => "ImplementsTrait",
            Self::MakeChild => "MakeChild",
            Self::MakeLink => "MakeLink",
            Self::Reference => "Reference",
            Self::TypeReference => "TypeReference",
            Self::IsConstructable => "is_constructable",
        }
    }

    /// The type's node. Fails if the node that should be a type graph is none.
    pub(crate) fn find(self, contents: &Contents, type_graph: NodeId) -> Result<&Node> {
        composition::child_in(contents, type_graph, self.name()).ok_or_else(|| {
            Error::invalid(format!(
                "The node is not a type graph in this graph: it has no type `{}`",
                self.name()
            ))
        })
    }
}

/// The name that a node bears in an attribute; `None` if it bears none.
pub(crate) fn text<'a>(node: &'a Node, attribute: &str) -> Option<&'a str> {
    node.attr(attribute)?.as_text()
}
