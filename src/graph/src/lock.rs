//! The locks of the store.
//!
//! Compiled with `--cfg shuttle`, they, the bits of edges and the marks of nodes are those of Shuttle, which runs threads in many orders; see
//! `tests/interleavings.rs`.

#[cfg(not(shuttle))]
mod real {
    use std::ops::{Deref, DerefMut};

    pub(crate) use parking_lot::RwLock;
    use parking_lot::{MappedRwLockReadGuard, MappedRwLockWriteGuard, RwLockReadGuard, RwLockWriteGuard};
    pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64};

    use crate::contents::Contents;

    /// The lock of a graph.
    pub(crate) struct ContentsLock(RwLock<Option<Contents>>);

    pub(crate) struct ReadGuard<'a>(MappedRwLockReadGuard<'a, Contents>);

    pub(crate) struct WriteGuard<'a>(MappedRwLockWriteGuard<'a, Contents>);

    impl ContentsLock {
        pub(crate) fn new(contents: Contents) -> Self {
            Self(RwLock::new(Some(contents)))
        }

        /// Waits until nobody writes; `None` once the contents were taken out.
        pub(crate) fn read(&self) -> Option<ReadGuard<'_>> {
            // Recursive, because native walks nest: a reader must not queue behind a writer that waits for that very
            // reader.
            RwLockReadGuard::try_map(self.0.read_recursive(), Option::as_ref).ok().map(ReadGuard)
        }

        /// As [`read`](Self::read), but gives `None` instead of waiting.
        pub(crate) fn try_read(&self) -> Option<ReadGuard<'_>> {
            RwLockReadGuard::try_map(self.0.try_read_recursive()?, Option::as_ref).ok().map(ReadGuard)
        }

        /// Waits until nobody reads or writes; `None` once the contents were taken out.
        pub(crate) fn write(&self) -> Option<WriteGuard<'_>> {
            RwLockWriteGuard::try_map(self.0.write(), Option::as_mut).ok().map(WriteGuard)
        }

        /// Takes the contents out.
        pub(crate) fn take(&self) -> Option<Contents> {
            self.0.write().take()
        }

        /// Whether the contents are still there.
        pub(crate) fn holds_contents(&mut self) -> bool {
            self.0.get_mut().is_some()
        }
    }

    impl Deref for ReadGuard<'_> {
        type Target = Contents;

        fn deref(&self) -> &Contents {
            &self.0
        }
    }

    impl Deref for WriteGuard<'_> {
        type Target = Contents;

        fn deref(&self) -> &Contents {
            &self.0
        }
    }

    impl DerefMut for WriteGuard<'_> {
        fn deref_mut(&mut self) -> &mut Contents {
            &mut self.0
        }
    }
}

#[cfg(shuttle)]
mod tried {
    use std::ops::{Deref, DerefMut};
    use std::sync::PoisonError;

    pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU64};
    use shuttle::sync::{self, RwLockReadGuard, RwLockWriteGuard};

    use crate::contents::Contents;

    /// Shuttle's lock without poison, which the real one does not have either.
    pub(crate) struct RwLock<T>(sync::RwLock<T>);

    impl<T> RwLock<T> {
        pub(crate) const fn new(value: T) -> Self {
            Self(sync::RwLock::new(value))
        }

        pub(crate) fn read(&self) -> RwLockReadGuard<'_, T> {
            self.0.read().unwrap_or_else(PoisonError::into_inner)
        }

        pub(crate) fn write(&self) -> RwLockWriteGuard<'_, T> {
            self.0.write().unwrap_or_else(PoisonError::into_inner)
        }

        pub(crate) fn get_mut(&mut self) -> &mut T {
            self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
        }
    }

    pub(crate) struct ContentsLock(RwLock<Option<Contents>>);

    /// Holds contents that are there.
    pub(crate) struct ReadGuard<'a>(RwLockReadGuard<'a, Option<Contents>>);

    /// Holds contents that are there.
    pub(crate) struct WriteGuard<'a>(RwLockWriteGuard<'a, Option<Contents>>);

    impl ContentsLock {
        pub(crate) fn new(contents: Contents) -> Self {
            Self(RwLock::new(Some(contents)))
        }

        pub(crate) fn read(&self) -> Option<ReadGuard<'_>> {
            Some(self.0.read()).filter(|guard| guard.is_some()).map(ReadGuard)
        }

        pub(crate) fn try_read(&self) -> Option<ReadGuard<'_>> {
            self.0.0.try_read().ok().filter(|guard| guard.is_some()).map(ReadGuard)
        }

        pub(crate) fn write(&self) -> Option<WriteGuard<'_>> {
            Some(self.0.write()).filter(|guard| guard.is_some()).map(WriteGuard)
        }

        pub(crate) fn take(&self) -> Option<Contents> {
            self.0.write().take()
        }

        pub(crate) fn holds_contents(&mut self) -> bool {
            self.0.get_mut().is_some()
        }
    }

    impl Deref for ReadGuard<'_> {
        type Target = Contents;

        fn deref(&self) -> &Contents {
            self.0.as_ref().expect("the guard holds contents that are there")
        }
    }

    impl Deref for WriteGuard<'_> {
        type Target = Contents;

        fn deref(&self) -> &Contents {
            self.0.as_ref().expect("the guard holds contents that are there")
        }
    }

    impl DerefMut for WriteGuard<'_> {
        fn deref_mut(&mut self) -> &mut Contents {
            self.0.as_mut().expect("the guard holds contents that are there")
        }
    }
}

#[cfg(not(shuttle))]
pub(crate) use real::{AtomicBool, AtomicU64, ContentsLock, ReadGuard, RwLock, WriteGuard};
#[cfg(shuttle)]
pub(crate) use tried::{AtomicBool, AtomicU64, ContentsLock, ReadGuard, RwLock, WriteGuard};
