//! Edge families, type graph, linker and path finder of pyzig.
//!
//! ```
//! use pyzig_graph::GraphView;
//! use pyzig_typegraph::{NodeCreationAttributes, TypeGraph, composition, interface, traits};
//!
//! # fn main() -> pyzig_typegraph::Result<()> {
//! let graph = GraphView::create()?;
//! let type_graph = TypeGraph::create(&graph)?;
//! let is_interface = type_graph.add_type("is_interface.node.core.faebryk")?;
//! let pin = type_graph.add_type("Pin")?;
//! let resistor = type_graph.add_type("Resistor")?;
//! for name in ["a", "b"] {
//!     type_graph.add_make_child(&resistor, &pin, Some(name), &NodeCreationAttributes::default())?;
//! }
//! for type_node in [&is_interface, &pin, &resistor] {
//!     type_graph.mark_constructable(type_node)?;
//! }
//!
//! let [first, second] = [
//!     type_graph.instantiate_node(&resistor, Vec::new())?,
//!     type_graph.instantiate_node(&resistor, Vec::new())?,
//! ];
//! let end = composition::child_by_name(&first, "b")?.expect("resistors have a pin `b`");
//! let start = composition::child_by_name(&second, "a")?.expect("resistors have a pin `a`");
//! for pin in [&end, &start] {
//!     traits::add_trait_to(pin, &is_interface)?;
//! }
//! interface::connect(&end, &start)?;
//! assert_eq!(interface::is_connected_to(&end, start.node())?.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//!
//! * Each edge family has a module with its number (`FAMILY`), functions that make edges, and functions that follow them:
//!   [`composition`], [`mod@pointer`], [`trait_`], [`operand`], [`next`], [`interface`], [`type_`].
//! * [`TypeGraph`] defines types, tells what they declare, makes instances and copies itself to other graphs. Everything it
//!   knows is ordinary nodes and edges; the value itself is a handle.
//! * [`linker`] joins type references to types, [`traits`] attaches traits to nodes.
//! * [`interface::connections`] is the path finder.
//!
//! Functions take [`BoundNode`](pyzig_graph::BoundNode)s, nodes in a graph, and give nodes and edges back; those that list
//! edges give the edges of one moment and hold no lock.
//!
//! # Promises
//!
//! * A function that fails leaves the graph as it was.
//! * Nothing recurses, so depth and length are limited by memory only; nothing panics; what the original leaves undefined
//!   is an [`Error`] with a sentence.
//! * A function locks each graph once. While it holds a lock for writing it never waits for another one.
//! * Nodes are created in the specified order, on which the numbering of designs depends.
//!
//! # Costs
//!
//! Lookups by name take constant time; instances, copies and searches for connections take time in what they create or
//! reach. What a type declares is read when the first instance is made, and kept with the graph until something about a type
//! that was read changes.

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
mod number_map;
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
