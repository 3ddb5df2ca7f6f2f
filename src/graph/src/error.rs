//! What can go wrong in a graph.

use thiserror::Error;

/// A refused graph operation. Nothing was changed by an operation that returns one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The edge's source node is not part of the graph.
    #[error("Edge source node not in graph")]
    SourceNotInGraph,
    /// The edge's target node is not part of the graph.
    #[error("Edge target node not in graph")]
    TargetNotInGraph,
    /// The graph was destroyed; only its self node can still be asked for.
    #[error("The graph was destroyed and cannot be used any more")]
    Destroyed,
    /// All 4,294,967,295 node numbers of this process were given out.
    #[error("No node numbers are left in this process: 4294967295 nodes were created")]
    NodeIdsExhausted,
    /// All 4,294,967,295 edge numbers of this process were given out.
    #[error("No edge numbers are left in this process: 4294967295 edges were created")]
    EdgeIdsExhausted,
}
