//! Edge families, type graph, linker and path finder.

#![forbid(unsafe_code)]

mod builder;
pub mod composition;
mod error;
mod family;
pub mod interface;
pub mod next;
pub mod operand;
pub mod pointer;
mod reference;
pub mod trait_;
pub mod type_;

pub use builder::{EdgeCreationAttributes, NodeCreationAttributes};
pub use error::{
    Error, InstantiationError, InstantiationErrorKind, PathError, PathErrorKind, ResolveError,
    ResolveErrorKind, Result,
};
pub use family::EdgeFamily;
pub use pointer::PointerIndex;
pub use reference::Segment;
