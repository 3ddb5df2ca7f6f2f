//! What is worked out from a graph once and kept with it.

use std::any::Any;

use crate::edge::late_changes;
use crate::node::watched_changes;

/// A moment in the life of the watched nodes of a graph. What was worked out from nothing but watched nodes, and their
/// edges, holds as long as it stays the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freshness {
    edges: u64,
    late_changes: u64,
    watched_changes: u64,
}

/// Something of the user's that is kept with a graph's contents. A copy of the contents starts without.
#[derive(Default)]
pub(crate) struct Memo {
    kept: Option<Box<dyn Any + Send + Sync>>,
    /// How often a watched node got an edge that counts, or something was taken back.
    edges: u64,
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Memo {
    pub(crate) fn freshness(&self) -> Freshness {
        Freshness { edges: self.edges, late_changes: late_changes(), watched_changes: watched_changes() }
    }

    /// Notes that what was worked out does not hold any more.
    pub(crate) fn outdate(&mut self) {
        self.edges += 1;
    }

    pub(crate) fn take(&mut self) -> Option<Box<dyn Any + Send + Sync>> {
        self.kept.take()
    }

    pub(crate) fn keep(&mut self, kept: Box<dyn Any + Send + Sync>) {
        self.kept = Some(kept);
    }
}
