//! Lists of nodes that come together, made of the entries in the order in which these come.

use crate::incidence::Entry;
use crate::incidences::{Incidences, sort_by_kind, sort_last};
use crate::lists::{ListAt, Lists, ListsExtent, Place};
use crate::paged::Paged;

impl Lists {
    fn begin_long(&mut self) -> ListAt {
        self.add(Incidences::of_sorted(&[]))
    }
}

/// Lists that are begun one after the other and end together.
///
/// Those that are going to be short stand behind one another from the start, with room for what is expected. What comes to
/// long ones is noted as it comes and sorted out in the end, so that a list costs by what comes, however much was expected.
pub(crate) struct BegunLists {
    before: ListsExtent,
    /// No more entries than these are packed then.
    most_entries: usize,
    /// How many entries came to packed lists.
    packed: usize,
    /// By their index, the long lists to which entries came, in the order in which these did.
    long: Paged<(u32, Entry)>,
}

impl BegunLists {
    /// Begins lists for so many edges at most.
    pub(crate) fn new(lists: &Lists, most_edges: usize) -> Self {
        let before = lists.extent();
        Self { before, most_entries: before.entries + 2 * most_edges, packed: 0, long: Paged::default() }
    }

    /// What stands in a list before its entries come.
    const ROOM: [Entry; ListAt::MOST_PACKED] = [Entry::NONE; ListAt::MOST_PACKED];

    /// For how many entries there is room at least.
    const LEAST_ROOM: usize = 128;

    /// How many times as much room is made when it does not suffice.
    const GROWTH: usize = 4;

    /// From which part of all entries on that may come there is room for all of them. To make it by and by has what came
    /// already copied each time, and fresh memory that nobody looks at costs nothing.
    const FULL_ROOM: usize = 64;

    /// Begins a list that gets no more than so many entries; `None` if they may be many.
    #[inline]
    pub(crate) fn begin(&self, lists: &mut Lists, room: Option<usize>) -> ListAt {
        let start = lists.entries.len();
        let packed = room.and_then(|room| ListAt::packed(start, room).map(|_| start + room));
        let Some(end) = packed else { return lists.begin_long() };
        if end > lists.entries.capacity() {
            self.grow(lists, end);
        }
        lists.entries.extend_from_slice(&Self::ROOM[..end - start]);
        ListAt::packed(start, 0).unwrap_or_else(|| lists.begin_long())
    }

    #[cold]
    fn grow(&self, lists: &mut Lists, len: usize) {
        let is_much = len >= self.most_entries / Self::FULL_ROOM;
        let wanted = if is_much { self.most_entries } else { (Self::GROWTH * len).max(Self::LEAST_ROOM) };
        lists.entries.reserve_exact(wanted.max(len) - lists.entries.len());
    }

    /// Has a list get any number of further entries.
    pub(crate) fn make_room(&mut self, lists: &mut Lists, list: &mut Option<ListAt>) {
        let begun = list.map(ListAt::place);
        if let Some(Place::Own(_)) = begun {
            return;
        }
        let mut long = lists.begin_long();
        *list = Some(long);
        if let Some(Place::Packed { start, len }) = begun {
            for at in start..start + len {
                if let Some(entry) = lists.entries.get(at).copied() {
                    self.push(lists, &mut long, entry);
                }
            }
        }
    }

    /// Adds an entry to a list that was begun.
    #[inline]
    pub(crate) fn push(&mut self, lists: &mut Lists, list: &mut ListAt, entry: Entry) {
        match list.place() {
            Place::Own(index) => self.push_long(index, entry),
            Place::Packed { start, len } => {
                let Some(longer) = list.longer() else { return };
                let Some(entries) = lists.entries.get_mut(start..start + len + 1) else { return };
                entries[len] = entry;
                sort_last(entries);
                *list = longer;
                self.packed += 1;
            }
        }
    }

    #[inline(never)]
    fn push_long(&mut self, index: usize, entry: Entry) {
        self.long.push((u32::try_from(index).unwrap_or(u32::MAX), entry));
    }

    /// Ends the lists, which are given in the order in which they were begun.
    pub(crate) fn end<'a>(&self, lists: &mut Lists, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        self.end_packed(lists, begun);
        lists.fit(self.before);
        self.end_long(lists);
    }

    /// Moves packed lists together if they left more than a little room.
    fn end_packed<'a>(&self, lists: &mut Lists, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        let room = lists.entries.len() - self.before.entries;
        if room - self.packed.min(room) <= room / 8 {
            return;
        }
        let mut end = self.before.entries;
        for list in begun {
            let Some(Place::Packed { start, len }) = list.map(ListAt::place) else { continue };
            if start != end {
                lists.entries.copy_within(start..start + len, end);
            }
            *list = ListAt::packed(end, len).filter(|_| len > 0);
            end += len;
        }
        lists.entries.truncate(end);
    }

    fn end_long(&self, lists: &mut Lists) {
        let first = self.before.own;
        // How many entries each list gets, then where its next one comes, then where it ends.
        let mut places = vec![0; lists.own.len() - first];
        let place_of = |index: u32| (index as usize).wrapping_sub(first);
        self.long.iter().for_each(|(index, _)| {
            if let Some(len) = places.get_mut(place_of(*index)) {
                *len += 1;
            }
        });
        let mut next = 0;
        for place in &mut places {
            next += std::mem::replace(place, next);
        }
        let mut entries = vec![Entry::NONE; next];
        self.long.iter().for_each(|(index, entry)| {
            if let Some(place) = places.get_mut(place_of(*index)) {
                entries[*place] = *entry;
                *place += 1;
            }
        });
        let mut start = 0;
        for (list, end) in lists.own.iter_mut_from(first).zip(places) {
            let entries = &mut entries[start..end];
            sort_by_kind(entries);
            *list = Incidences::of_sorted(entries);
            start = end;
        }
    }
}
