//! What is alive in the process: the numbers that memory tests watch. With the feature `stats` only.

use std::sync::atomic::Ordering;

use crate::edge::EDGES;
use crate::node::NODES;
use crate::view::LIVE_GRAPHS;

/// Counts of one moment. While other threads work the numbers may be off by what they do meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stats {
    /// Nodes whose memory is in use: in a graph, at the end of a live edge, or held by a handle.
    pub live_nodes: u64,
    /// Edges whose memory is in use: in a graph or held by a handle.
    pub live_edges: u64,
    /// Graphs that were neither destroyed nor dropped.
    pub live_graphs: u64,
    /// Nodes ever created.
    pub created_nodes: u64,
    /// Edges ever created.
    pub created_edges: u64,
}

/// Counts what is alive in this process.
pub fn stats() -> Stats {
    Stats {
        live_nodes: NODES.alive(),
        live_edges: EDGES.alive(),
        live_graphs: LIVE_GRAPHS.load(Ordering::Relaxed),
        created_nodes: NODES.issued(),
        created_edges: EDGES.issued(),
    }
}
