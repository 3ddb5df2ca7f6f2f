//! Numbers of nodes and edges, unique for the life of the process.

use std::fmt;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            pub(crate) const fn new(number: NonZeroU32) -> Self {
                Self(number)
            }

            /// The number, at least 1.
            pub const fn get(self) -> u32 {
                self.0.get()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// Number of a node. Given out in ascending order from 1, never twice in a process.
    ///
    /// An id does not keep its node alive; [`Node`](crate::Node) does.
    NodeId
}

id! {
    /// Number of an edge. Given out in ascending order from 1, never twice in a process and
    /// independently of the numbers of nodes.
    ///
    /// An id does not keep its edge alive; [`Edge`](crate::Edge) does.
    EdgeId
}

/// Gives out ascending numbers and, for tests, knows how many of their bearers are alive.
pub(crate) struct Census {
    issued: AtomicU64,
    /// Counted for [`stats`](crate::stats) only: each change of it makes the processor wait for all that was written before.
    #[cfg(feature = "stats")]
    gone: AtomicU64,
}

impl Census {
    pub(crate) const fn new() -> Self {
        Self {
            issued: AtomicU64::new(0),
            #[cfg(feature = "stats")]
            gone: AtomicU64::new(0),
        }
    }

    /// The next number, or `None` when all were given out.
    ///
    /// The counter is wider than the numbers, so asking on after the end cannot make it wrap.
    pub(crate) fn issue(&self) -> Option<NonZeroU32> {
        let number = self.issued.fetch_add(1, Ordering::Relaxed) + 1;
        u32::try_from(number).ok().and_then(NonZeroU32::new)
    }

    /// Notes that the bearer of one number is gone.
    #[inline]
    pub(crate) fn retire(&self) {
        self.retire_many(|| 1);
    }

    /// Notes that the bearers of as many numbers are gone as `count` says.
    #[inline]
    #[cfg_attr(not(feature = "stats"), allow(clippy::unused_self))]
    pub(crate) fn retire_many(&self, count: impl FnOnce() -> usize) {
        #[cfg(feature = "stats")]
        self.gone.fetch_add(count() as u64, Ordering::Relaxed);
        #[cfg(not(feature = "stats"))]
        drop(count);
    }

    /// How many numbers were ever given out.
    #[cfg(feature = "stats")]
    pub(crate) fn issued(&self) -> u64 {
        self.issued.load(Ordering::Relaxed).min(u64::from(u32::MAX))
    }

    /// How many bearers are alive.
    #[cfg(feature = "stats")]
    pub(crate) fn alive(&self) -> u64 {
        let gone = self.gone.load(Ordering::Relaxed);
        self.issued().saturating_sub(gone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_start_at_one_and_end_with_an_error() {
        let census = Census::new();
        assert_eq!(census.issue().map(NonZeroU32::get), Some(1));
        assert_eq!(census.issue().map(NonZeroU32::get), Some(2));
        census.retire();
        assert_eq!(census.alive(), 1);

        let census = Census { issued: AtomicU64::new(u64::from(u32::MAX) - 1), gone: AtomicU64::new(0) };
        assert_eq!(census.issue().map(NonZeroU32::get), Some(u32::MAX));
        assert_eq!(census.issue(), None);
        assert_eq!(census.issue(), None);
        assert_eq!(census.issued(), u64::from(u32::MAX));
    }
}
