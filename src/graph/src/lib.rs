//! Graph store of pyzig: nodes, edges and graphs.
//!
//! ```
//! use pyzig_graph::{Directed, Edge, EdgeSpec, EdgeTypeId, GraphView};
//!
//! # fn main() -> Result<(), pyzig_graph::GraphError> {
//! const PART: EdgeTypeId = EdgeTypeId(130);
//!
//! let graph = GraphView::create()?;
//! let whole = graph.create_and_insert_node()?;
//! let part = graph.create_and_insert_node()?;
//! let spec = EdgeSpec::new(whole.node(), part.node(), PART).directional(true).name("part");
//! graph.insert_edge(&Edge::create(spec)?)?;
//!
//! let edge = whole.named_edge(PART, "part")?.expect("the edge was just inserted");
//! assert_eq!(edge.target(), part.node());
//! assert!(part.first_edge(PART, Directed::Outgoing)?.is_none());
//! # Ok(())
//! # }
//! ```
//!
//! # Layout
//!
//! * [`Node`] and [`Edge`] are reference-counted handles, one word each. What they refer to has a number
//!   ([`NodeId`], [`EdgeId`]) that is unique in the process, and is freed when the last handle, graph or (for a node)
//!   edge that refers to it is gone.
//! * Attributes are append-only, so they are read without a lock and lent as references.
//! * [`GraphView`] is a set of nodes and edges. A node can be in many graphs; its attributes, and the ends and kind of
//!   an edge, are shared by all of them.
//! * Edges that a graph makes by an [`EdgeShape`] share what they have in common, and have no handle, and so no memory of
//!   their own, until somebody asks for one: most never get one.
//! * [`Contents`] is what one graph contains: for each node its edges by kind. It is read through
//!   [`GraphView::read`] and changed through [`GraphView::write`], whose changes come all or not at all.
//!
//! # Promises
//!
//! * All types are `Send` and `Sync`. Each graph has one lock; no function waits for one while it holds another, and none
//!   calls foreign code while it holds one.
//! * Nothing panics: a destroyed graph, a missing end and exhausted numbers are [`GraphError`]s.
//! * No unsafe code.
//!
//! # Costs
//!
//! In a graph a node takes 16 bytes, and 40 more from its first edge on, which have room for three; each further edge
//! takes 12 bytes at either end, and eight wherever it is, and eight more for the start of its name where there are
//! handles to named edges. What is taken over from another graph takes less: the lists of nodes that come with all their
//! edges stand behind one another, 12 bytes an entry, and the edges themselves are shared with the other graph, up to 64
//! by one word. Membership takes nothing for nodes that were created one after the other in the same graph, half a byte
//! for others that come by ascending numbers, and four to 20 bytes for the rest. Which edges a graph contains is
//! gathered, in a bit for edges that were created together, the first time somebody asks for an edge that is in some
//! graph. Every lookup takes constant time: a node by number, its edges of a kind, its first edge in a direction, its
//! child by name. Creating a graph costs the same whatever exists already.
//!
//! Lists of few edges know how the names compare ([`Incidence::name_rank`]), and nodes which kinds of their edges lead away
//! ([`Member::may_lead_away`]), in bits that are left: a walk down a tree in the order of names looks neither at names nor
//! at the lists of what is at its end.
//!
//! What was worked out from nodes can be kept with the graph ([`GraphWrite::keep`]) and is told when one of them changes
//! ([`GraphWrite::watch`]): a mark at the node, which takes no memory and is looked at when the node gets an edge or
//! attributes.
//!
//! Bulk work is bound by memory: by what it makes new, which the system has to clear, and by what it meets on its way.
//! That is why handles, entries and attributes are as small as they are, why lists grow in pages instead of being copied,
//! and why walks that take hold of many nodes read ahead ([`look_at_nodes`]).
//!
//! # Why handles instead of paged tables
//!
//! Nodes and edges could stand in process-wide pages addressed by their number. Then every read takes a look at the
//! directory of pages, a page lives as long as one of its 4096 places is used, and freeing pages under readers needs
//! unsafe code. A reference-counted allocation each costs more memory (32 bytes a node, and 32 an attribute, 64 bytes an
//! edge with a name of up to 16 bytes, if there is a handle to it) but is read through one pointer without any lock, is
//! freed at once, and needs no unsafe code here.

#![forbid(unsafe_code)]

mod attribute;
mod batch;
mod bound;
mod contents;
mod edge;
mod edges;
mod error;
mod id;
mod incidence;
mod incidences;
mod lists;
mod literal;
mod lock;
mod lookahead;
mod membership;
mod memo;
mod name_index;
mod name_start;
mod node;
mod node_edges;
mod paged;
mod path;
mod ranks;
#[cfg(feature = "stats")]
mod stats;
mod subgraph;
mod transaction;
mod transfer;
mod view;

pub use attribute::{Attribute, SharedAttributes};
pub use bound::{BoundEdge, BoundNode, EdgeSnapshot};
pub use contents::{Contents, Member};
pub use edge::{Edge, EdgeChange, EdgeOrder, EdgeShape, EdgeSpec, EdgeTypeId, NAME};
pub use error::GraphError;
pub use id::{EdgeId, NodeId};
pub use incidence::{Directed, EdgeIndex, Incidence, NodeIndex};
pub use literal::{Literal, Text};
pub use lookahead::{LEAST_FAR, LOOKAHEAD, look_at_edges, look_at_members, look_at_nodes};
pub use memo::Freshness;
pub use name_start::NameStart;
pub use node::{Attachment, Node};
pub use node_edges::{EdgeIter, EdgeList, NodeEdges};
pub use paged::{IntoItems, Paged};
pub use path::{BfsPath, Step};
pub use ranks::NameRank;
#[cfg(feature = "stats")]
pub use stats::{Stats, stats};
pub use transaction::{GraphWrite, Incoming};
pub use transfer::Transfer;
pub use view::{GraphRead, GraphView};
