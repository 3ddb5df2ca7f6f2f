//! Edge families, type graph, linker and path finder.

#![forbid(unsafe_code)]

mod blueprint;
mod builder;
mod builtin;
mod children_query;
mod collect;
pub mod composition;
mod copy;
mod definition;
mod error;
mod family;
mod instantiation;
pub mod interface;
pub mod linker;
mod make_child;
mod make_link;
mod merge;
pub mod next;
pub mod operand;
mod pathfinder;
pub mod pointer;
mod reference;
mod resolution;
pub mod trait_;
pub mod traits;
pub mod type_;
mod type_path;
mod typegraph;

pub use builder::{EdgeCreationAttributes, NodeCreationAttributes};
pub use children_query::{ChildQuery, children_query};
pub use collect::{MakeChildInfo, MakeLinkInfo};
pub use copy::copy_node_into;
pub use error::{
    Error, InstantiationError, InstantiationErrorKind, PathError, PathErrorKind, ResolveError,
    ResolveErrorKind, Result,
};
pub use family::EdgeFamily;
pub use make_child::{make_child_type_reference, make_child_type_reference_by_name};
pub use pathfinder::{Connections, InterfacePath};
pub use pointer::PointerIndex;
pub use reference::{Segment, reference_path};
pub use resolution::reference_resolve;
pub use type_path::ValidationError;
pub use typegraph::{TypeGraph, type_name, type_reference_identifier};
