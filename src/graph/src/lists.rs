//! The lists of all nodes of a graph that have edges.

use std::num::NonZeroU32;

use crate::edge::EdgeKind;
use crate::edges::EdgeAt;
use crate::incidence::{Entry, NodeIndex};
use crate::incidences::{Incidences, Listed, sort_by_kind};
use crate::paged::Paged;

/// Which list is a node's, counted from 1 so that its absence takes no room.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListAt(NonZeroU32);

impl ListAt {
    /// Marks lists that stand behind one another. Half of all numbers are enough for either kind: a node with edges takes
    /// dozens of bytes.
    const PACKED: u32 = 1 << 31;

    /// The list at an index.
    fn own(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.unwrap_or(NonZeroU32::MAX))
    }

    fn packed(index: usize) -> Self {
        Self(Self::own(index).0 | Self::PACKED)
    }

    /// Whether lists stand behind one another, and the index among such lists.
    fn get(self) -> (bool, usize) {
        (self.0.get() & Self::PACKED != 0, (self.0.get() & !Self::PACKED) as usize - 1)
    }
}

/// A list that came in one piece.
#[derive(Clone, Copy)]
enum Packed {
    /// So many entries from there on.
    Entries { start: u32, len: u8 },
    /// It was changed since, and is there now.
    Changed(u32),
}

/// The lists of all nodes of a graph that have edges.
///
/// Nodes that come together with all their edges get lists that stand behind one another and have no room to grow; one that
/// is changed later is taken out of them. Other nodes have lists of their own.
#[derive(Clone, Default)]
pub(crate) struct Lists {
    /// In the order in which nodes got their first edge.
    own: Paged<Incidences>,
    packed: Vec<Packed>,
    /// Those of the packed lists.
    entries: Vec<Entry>,
    /// The lists that were packed before they changed.
    changed: Vec<Incidences>,
}

/// How many lists there are, to go back to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct ListsExtent {
    own: usize,
    packed: usize,
    entries: usize,
}

impl Lists {
    /// Up to how many entries are packed. Longer lists have more to them than entries.
    pub(crate) const MOST_PACKED: usize = Incidences::SCANNED;

    /// A list.
    #[inline]
    pub(crate) fn get(&self, at: ListAt) -> Listed<'_> {
        let (is_packed, index) = at.get();
        if !is_packed {
            return self.own.get(index).map(Incidences::listed).unwrap_or_default();
        }
        match self.packed.get(index) {
            Some(Packed::Entries { start, len }) => {
                let start = *start as usize;
                Listed::run(self.entries.get(start..start + usize::from(*len)).unwrap_or_default())
            }
            Some(Packed::Changed(at)) => {
                self.changed.get(*at as usize).map(Incidences::listed).unwrap_or_default()
            }
            None => Listed::default(),
        }
    }

    /// A list, to be changed.
    #[inline]
    pub(crate) fn get_mut(&mut self, at: ListAt) -> Option<&mut Incidences> {
        let (is_packed, index) = at.get();
        if is_packed { self.unpacked(index) } else { self.own.get_mut(index) }
    }

    fn unpacked(&mut self, index: usize) -> Option<&mut Incidences> {
        let packed = self.packed.get_mut(index)?;
        let at = match *packed {
            Packed::Changed(at) => at,
            Packed::Entries { start, len } => {
                let start = start as usize;
                let entries = self.entries.get(start..start + usize::from(len))?;
                // There are no more than packed lists, whose numbers fit.
                let at = u32::try_from(self.changed.len()).unwrap_or(u32::MAX);
                self.changed.push(Incidences::of_sorted(entries));
                *packed = Packed::Changed(at);
                at
            }
        };
        self.changed.get_mut(at as usize)
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
        match (u8::try_from(entries.len()), u32::try_from(self.entries.len())) {
            (Ok(len), Ok(start)) if entries.len() <= Self::MOST_PACKED => {
                self.entries.extend_from_slice(entries);
                self.add_packed(start, len)
            }
            _ => self.add(Incidences::of_sorted(entries)),
        }
    }

    fn add_packed(&mut self, start: u32, len: u8) -> ListAt {
        self.packed.push(Packed::Entries { start, len });
        ListAt::packed(self.packed.len() - 1)
    }

    /// Whether edges can be listed by [`fill`](Self::fill): positions among the packed entries have 31 bits.
    pub(crate) fn has_room(&self, edges: usize) -> bool {
        self.entries.len() + 2 * edges < Self::LONG as usize
    }

    /// Marks a place in a list that is too long to be packed.
    const LONG: u32 = 1 << 31;

    /// Lists edges at those of their ends that stand at `first` or behind, of which there are so many. These nodes have no
    /// lists yet; which ones they get is noted in `lists`.
    pub(crate) fn fill<'a>(
        &mut self,
        arrivals: &Paged<Arrival>,
        (first, count): (NodeIndex, usize),
        lists: impl Iterator<Item = &'a mut Option<ListAt>>,
    ) {
        // How many entries each node gets, then where the next one of them comes.
        let mut places = vec![0_u32; count];
        let node = |end: NodeIndex| end.get().wrapping_sub(first.get());
        for page in arrivals.pages() {
            for Arrival { source, target, .. } in page {
                for end in [source, target] {
                    if let Some(len) = places.get_mut(node(*end)) {
                        *len += 1;
                    }
                }
            }
        }
        let old_lists = self.packed.len();
        let (mut next, mut next_long) = (self.entries.len(), 0);
        let mut long_lens = Vec::new();
        for (place, list) in places.iter_mut().zip(lists) {
            let len = *place as usize;
            if len == 0 {
                continue;
            }
            if let Ok(few) = u8::try_from(len)
                && len <= Self::MOST_PACKED
            {
                // There is room.
                *place = u32::try_from(next).unwrap_or(u32::MAX);
                *list = Some(self.add_packed(*place, few));
                next += len;
            } else {
                *place = Self::LONG | u32::try_from(next_long).unwrap_or(u32::MAX);
                *list = Some(ListAt::own(self.own.len() + long_lens.len()));
                long_lens.push(len);
                next_long += len;
            }
        }
        self.reserve_packed(next - self.entries.len());
        self.entries.resize(next, Entry::NONE);
        let mut long = vec![Entry::NONE; next_long];
        let (packed, rest) = (self.entries.as_mut_slice(), long.as_mut_slice());
        let mut put = |end: NodeIndex, entry: Entry| {
            if let Some(place) = places.get_mut(node(end)) {
                let entries = if *place & Self::LONG == 0 { &mut *packed } else { &mut *rest };
                entries[(*place & !Self::LONG) as usize] = entry;
                *place += 1;
            }
        };
        for page in arrivals.pages() {
            for Arrival { edge, source, target, kind } in page {
                let (at_source, at_target) = Entry::pair(*edge, *source, *target, *kind);
                put(*source, at_source);
                put(*target, at_target);
            }
        }
        for packed in &self.packed[old_lists..] {
            if let Packed::Entries { start, len } = *packed {
                sort_by_kind(&mut self.entries[start as usize..][..usize::from(len)]);
            }
        }
        let mut rest = long.as_mut_slice();
        for len in long_lens {
            let (entries, behind) = rest.split_at_mut(len);
            sort_by_kind(entries);
            self.add(Incidences::of_sorted(entries));
            rest = behind;
        }
    }

    pub(crate) fn extent(&self) -> ListsExtent {
        ListsExtent { own: self.own.len(), packed: self.packed.len(), entries: self.entries.len() }
    }

    /// Takes away what came since then.
    pub(crate) fn shrink_to(&mut self, extent: ListsExtent) {
        while self.own.len() > extent.own {
            self.own.pop();
        }
        for packed in self.packed.drain(extent.packed.min(self.packed.len())..) {
            if let Packed::Changed(at) = packed
                && let Some(changed) = self.changed.get_mut(at as usize)
            {
                *changed = Incidences::of_sorted(&[]);
            }
        }
        self.entries.truncate(extent.entries);
    }
}

impl ListsExtent {
    /// Whether a list was there then.
    pub(crate) fn contains(self, at: ListAt) -> bool {
        let (is_packed, index) = at.get();
        index < if is_packed { self.packed } else { self.own }
    }
}

/// An edge that is going to be listed at its ends.
#[derive(Clone, Copy)]
pub(crate) struct Arrival {
    pub(crate) edge: EdgeAt,
    pub(crate) source: NodeIndex,
    pub(crate) target: NodeIndex,
    pub(crate) kind: EdgeKind,
}
