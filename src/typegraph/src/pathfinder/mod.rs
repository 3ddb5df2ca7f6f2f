//! Finds out which interfaces are connected, and by what paths.
//!
//! Interfaces are connected by connections between them, and by connections between their parents: then children of the
//! same name are connected, too. The search goes along connections, from children to parents and from parents back to
//! children. To come back to the right children it remembers its *level*: the types it has climbed to, each with the name
//! of the child it came from. Going down undoes the latest climb. Interfaces reached at the level of the start are the
//! answer.
//!
//! # Order
//!
//! Which path is reported decides how designs are numbered, so the order of the search is fixed: the level that was
//! entered last comes first, within a level the node that was entered last, and from there everything in reach along
//! connections, breadth first.
//!
//! # Costs
//!
//! At each level every group of nodes that are joined by connections is searched once: whoever enters the group again
//! finds the same nodes, parents and children, and the paths to them matter at the level of the start only. There a group
//! is searched again as far as that makes paths shorter. Paths share their beginnings.
//!
//! Behind shallow connections, which count at the level of the start only, it is enough to follow the first path to each
//! node: a later one to the same node is not shorter, and where it could go on but the first one could not, the first one
//! has been already.
//!
//! # Searches without end
//!
//! A connection between a node and its own child lets the search climb for ever: every round is another level. Such a
//! search is noticed and done in another way that ends; see [`endless`].

mod endless;
mod exact;
mod interfaces;
mod path;
mod trail;

pub use path::{Connections, InterfacePath};
