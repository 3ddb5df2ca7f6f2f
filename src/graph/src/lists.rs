//! The lists of all nodes of a graph that have edges.

mod begun;

use std::num::NonZeroU32;

use crate::incidence::Entry;
use crate::incidences::{Incidences, Listed, TypeList, sort_by_kind};
use crate::paged::Paged;

pub(crate) use begun::{BegunLists, room_for};

/// Which list is a node's. Its absence takes no room.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListAt(NonZeroU32);

/// What a [`ListAt`] says.
enum Place {
    /// The list of that index, among those that can grow.
    Own(usize),
    /// So many entries from there on.
    Packed { start: usize, len: usize },
}

impl ListAt {
    /// Marks lists that stand behind one another. Half of all numbers are enough for either kind: a node with edges takes
    /// dozens of bytes.
    const PACKED: u32 = 1 << 31;

    /// Where the length of a packed list stands, above where it starts.
    const LEN: u32 = 27;

    /// Up to how many entries are packed. Longer lists have more to them than entries.
    const MOST_PACKED: usize = 15;

    /// Packed lists from this number on get no further entry.
    const FULL: u32 = u32::MAX << Self::LEN;

    /// The list at an index.
    fn own(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().filter(|number| number & Self::PACKED == 0);
        Self(number.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MAX))
    }

    /// So many entries from there on, if such a list can be packed.
    #[inline]
    fn packed(start: usize, len: usize) -> Option<Self> {
        let start = u32::try_from(start).ok().filter(|start| start >> Self::LEN == 0)?;
        let len = u32::try_from(len).ok().filter(|_| len <= Self::MOST_PACKED)?;
        NonZeroU32::new(Self::PACKED | len << Self::LEN | start).map(Self)
    }

    /// Where a packed list starts, how long it is, and the list with a further entry, if that can be packed.
    #[inline]
    fn next(self) -> Option<(usize, usize, Self)> {
        let number = self.0.get();
        if !(Self::PACKED..Self::FULL).contains(&number) {
            return None;
        }
        let len = (number >> Self::LEN) as usize & Self::MOST_PACKED;
        let start = (number & ((1 << Self::LEN) - 1)) as usize;
        NonZeroU32::new(number.wrapping_add(1 << Self::LEN)).map(|longer| (start, len, Self(longer)))
    }

    #[inline]
    fn place(self) -> Place {
        let number = self.0.get();
        if number & Self::PACKED == 0 {
            return Place::Own(number as usize - 1);
        }
        let start = number & ((1 << Self::LEN) - 1);
        let len = (number & !Self::PACKED) >> Self::LEN;
        Place::Packed { start: start as usize, len: len as usize }
    }
}

/// The length of a packed list fills the bits between its mark and its start, and longer lists are run through as well.
const _: () = assert!(ListAt::MOST_PACKED + 1 == 1 << (u32::BITS - 1 - ListAt::LEN));
const _: () = assert!(ListAt::MOST_PACKED <= Incidences::SCANNED);

/// Which entries are taken over from a node of another graph.
pub(crate) trait Selection {
    /// What becomes of an entry, and a number from 1 on by which the entries of a node are ordered.
    fn take(&mut self, entry: Entry) -> Option<(u64, Entry)>;
}

/// The order of entries cannot be told.
pub(crate) struct Ambiguous;

/// The lists of all nodes of a graph that have edges.
///
/// Nodes that come together with all their edges get lists that stand behind one another and have no room to grow; one that
/// is changed later is taken out of them. Other nodes have lists of their own.
#[derive(Clone, Default)]
pub(crate) struct Lists {
    /// In the order in which nodes got their first edge, or their packed list was changed.
    own: Paged<Incidences>,
    /// Those of the packed lists.
    entries: Vec<Entry>,
}

/// How many lists there are, to go back to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListsExtent {
    own: usize,
    entries: usize,
}

impl Lists {
    /// A list.
    #[inline]
    pub(crate) fn get(&self, at: ListAt) -> Listed<'_> {
        match at.place() {
            Place::Own(index) => self.own.get(index).map(Incidences::listed).unwrap_or_default(),
            Place::Packed { start, len } => {
                Listed::run(self.entries.get(start..start + len).unwrap_or_default())
            }
        }
    }

    /// A list, to be changed. It gets another place if it has to.
    #[inline]
    pub(crate) fn get_mut(&mut self, at: &mut ListAt) -> Option<&mut Incidences> {
        if let Place::Packed { start, len } = at.place() {
            let entries = self.entries.get(start..start + len)?;
            *at = self.add(Incidences::of_sorted(entries));
        }
        match at.place() {
            Place::Own(index) => self.own.get_mut(index),
            Place::Packed { .. } => None,
        }
    }

    /// Adds a list.
    pub(crate) fn add(&mut self, incidences: Incidences) -> ListAt {
        let at = ListAt::own(self.own.len());
        self.own.push(incidences);
        at
    }

    /// Makes room for the entries of packed lists.
    pub(crate) fn reserve_packed(&mut self, additional: usize) {
        if self.entries.is_empty() {
            self.entries.reserve_exact(additional);
        } else {
            self.entries.reserve(additional);
        }
    }

    /// Adds the list of a node that has these entries, which may come in any order of kinds.
    pub(crate) fn add_all(&mut self, entries: &mut [Entry]) -> ListAt {
        sort_by_kind(entries);
        self.add_sorted(entries)
    }

    /// Adds the list of a node that has these entries, by ascending kinds.
    fn add_sorted(&mut self, entries: &[Entry]) -> ListAt {
        if let Some(packed) = ListAt::packed(self.entries.len(), entries.len()) {
            self.entries.extend_from_slice(entries);
            return packed;
        }
        self.add(Incidences::of_sorted(entries))
    }

    /// Gives room back that was made for packed lists and is not used, if there were none before.
    pub(crate) fn fit(&mut self, before: ListsExtent) {
        if before.entries == 0 && self.entries.len() < self.entries.capacity() / 8 {
            self.entries.shrink_to_fit();
        }
    }

    /// Adds the list of a node of another graph of which some entries are taken over, if any are.
    ///
    /// About as many as `expected` are taken over at most. Fails if two entries have the same number.
    #[inline]
    pub(crate) fn add_taken(
        &mut self,
        listed: Listed<'_>,
        selection: &mut impl Selection,
        expected: usize,
    ) -> Result<Option<ListAt>, Ambiguous> {
        let start = self.entries.len();
        let can_pack = ListAt::packed(start, ListAt::MOST_PACKED).is_some();
        match listed.as_run() {
            Some(run) if can_pack && run.len() <= ListAt::MOST_PACKED => {
                let mut orders = [0; ListAt::MOST_PACKED];
                let mut len = 0;
                for entry in run {
                    let Some((order, entry)) = selection.take(*entry) else { continue };
                    self.entries.push(entry);
                    let mut at = len;
                    // Lists mostly are in order.
                    while at > 0 && orders[at - 1] >= order {
                        if orders[at - 1] == order {
                            return Err(Ambiguous);
                        }
                        orders[at] = orders[at - 1];
                        self.entries.swap(start + at, start + at - 1);
                        at -= 1;
                    }
                    orders[at] = order;
                    len += 1;
                }
                Ok(ListAt::packed(start, len).filter(|_| len > 0))
            }
            _ => self.add_taken_of_many(listed, selection, expected),
        }
    }

    #[inline(never)]
    fn add_taken_of_many(
        &mut self,
        listed: Listed<'_>,
        selection: &mut impl Selection,
        expected: usize,
    ) -> Result<Option<ListAt>, Ambiguous> {
        let (mut kinds, mut in_order) = (Vec::new(), true);
        listed.for_each_type(|_, entries| {
            let mut latest = 0;
            let mut list = Vec::with_capacity(entries.len().min(expected));
            for (order, entry) in entries.iter().filter_map(|entry| selection.take(*entry)) {
                in_order &= latest < order;
                latest = order;
                list.push(entry);
            }
            if list.len() < list.capacity() / 2 {
                list.shrink_to_fit();
            }
            kinds.push(list);
        });
        if !in_order {
            let taken = listed.iter().filter_map(|entry| selection.take(*entry));
            let mut entries: Vec<(u64, Entry)> = taken.collect();
            entries.sort_unstable_by_key(|(order, _)| *order);
            if entries.array_windows().any(|[(order, _), (next, _)]| order == next) {
                return Err(Ambiguous);
            }
            kinds = vec![entries.into_iter().map(|(_, entry)| entry).collect()];
        } else if kinds.iter().map(Vec::len).sum::<usize>() > Incidences::SCANNED {
            return Ok(Some(
                self.add(Incidences::Many(kinds.into_iter().filter_map(TypeList::of).collect())),
            ));
        }
        let entries = kinds.concat();
        Ok((!entries.is_empty()).then(|| self.add_sorted(&entries)))
    }

    pub(crate) fn extent(&self) -> ListsExtent {
        ListsExtent { own: self.own.len(), entries: self.entries.len() }
    }

    /// Takes out of a list what stands in it, if it is one that can grow and anything does.
    pub(crate) fn take(&mut self, at: ListAt) -> Option<Incidences> {
        let Place::Own(index) = at.place() else { return None };
        let list = self.own.get_mut(index)?;
        let list = std::mem::replace(list, Incidences::of_sorted(&[]));
        let is_empty = list.listed().iter().next().is_none();
        (!is_empty).then_some(list)
    }

    /// Takes away what came since then.
    pub(crate) fn shrink_to(&mut self, extent: ListsExtent) {
        while self.own.len() > extent.own {
            self.own.pop();
        }
        self.entries.truncate(extent.entries);
    }
}

impl ListsExtent {
    /// Whether a list was there then.
    pub(crate) fn contains(self, at: ListAt) -> bool {
        match at.place() {
            Place::Own(index) => index < self.own,
            Place::Packed { start, .. } => start < self.entries,
        }
    }
}
