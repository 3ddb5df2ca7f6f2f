//! Lists of nodes that come together, made of the entries in the order in which these come.

use smallvec::SmallVec;

use crate::edge::EdgeTypeId;
use crate::incidence::Entry;
use crate::incidences::{Incidences, Listed, TypeList, sort_by_kind};
use crate::lists::{ListAt, Lists, ListsExtent, Place};

impl Lists {
    fn begin_long(&mut self) -> ListAt {
        self.add(Incidences::of_sorted(&[]))
    }
}

/// Lists that are begun one after the other and end together.
///
/// Those that are going to be short stand behind one another from the start, with room for what is expected. Long ones get
/// their entries kind by kind, in lists that become those of the node, so that what comes is written once; they grow
/// towards what is expected, so that a list costs by what comes, however much was expected.
pub(crate) struct BegunLists {
    before: ListsExtent,
    /// No more entries than these are packed then.
    most_entries: usize,
    /// Where the packed list that is begun next stands.
    end: usize,
    /// How many entries came to packed lists.
    packed: usize,
    /// The long lists, in the order in which they were begun.
    long: Vec<LongList>,
}

/// The kinds of edges of a node with many edges, by ascending kind.
type LongList = SmallVec<[KindList; 2]>;

/// The edges of one kind of a node with many edges.
struct KindList {
    edge_type: EdgeTypeId,
    entries: Vec<Entry>,
    /// How many entries are expected at most.
    expected: usize,
}

impl KindList {
    /// Up to so many entries there is room from the first one on.
    const LEAST_ROOM: usize = 64;

    fn new(edge_type: EdgeTypeId, expected: usize) -> Self {
        Self { edge_type, entries: Vec::new(), expected }
    }

    #[inline]
    fn push(&mut self, entry: Entry) {
        if self.entries.len() == self.entries.capacity() {
            self.grow();
        }
        self.entries.push(entry);
    }

    #[cold]
    fn grow(&mut self) {
        let len = self.entries.len();
        if len < self.expected {
            let wanted = room_for(len + 1, self.expected, Self::LEAST_ROOM).min(self.expected);
            self.entries.reserve_exact(wanted - len);
        }
    }

    /// The entries, without much room that is not used.
    fn into_entries(mut self) -> Vec<Entry> {
        if self.entries.len() < self.entries.capacity() / 2 {
            self.entries.shrink_to_fit();
        }
        self.entries
    }
}

/// How many times as much room is made when it does not suffice.
const GROWTH: usize = 4;

/// From which part of all entries on that may come there is room for all of them. To make it by and by has what came
/// already copied each time, and fresh memory that nobody looks at costs nothing.
const FULL_ROOM: usize = 64;

/// For how many entries to make room when so many are there.
pub(crate) fn room_for(len: usize, most: usize, least: usize) -> usize {
    if len >= most / FULL_ROOM { most.max(len) } else { (GROWTH * len).max(least) }
}

impl BegunLists {
    /// Begins lists for so many edges at most.
    pub(crate) fn new(lists: &Lists, most_edges: usize) -> Self {
        let before = lists.extent();
        Self {
            before,
            most_entries: before.entries + 2 * most_edges,
            end: before.entries,
            packed: 0,
            long: Vec::new(),
        }
    }

    /// For how many entries there is room at least.
    const LEAST_ROOM: usize = 128;

    /// For how many entries more than are needed room is laid out: to do it list by list takes longer.
    const AHEAD: usize = 256;

    /// Begins a list that gets no more entries than another one has.
    #[inline]
    pub(crate) fn begin(&mut self, lists: &mut Lists, from: &Lists, like: ListAt) -> ListAt {
        if let Place::Packed { len: room, .. } = like.place()
            && let Some(begun) = ListAt::packed(self.end, 0)
        {
            self.make_packed_room(lists, room);
            return begun;
        }
        self.begin_like(lists, from.get(like))
    }

    #[inline]
    fn make_packed_room(&mut self, lists: &mut Lists, room: usize) {
        self.end += room;
        if self.end > lists.entries.len() {
            self.lay_out(lists);
        }
    }

    #[inline(never)]
    fn begin_like(&mut self, lists: &mut Lists, like: Listed<'_>) -> ListAt {
        let room = like.as_run().map(<[Entry]>::len).filter(|room| *room <= ListAt::MOST_PACKED);
        if let (Some(room), Some(begun)) = (room, ListAt::packed(self.end, 0)) {
            self.make_packed_room(lists, room);
            return begun;
        }
        let mut long = LongList::new();
        like.for_each_type(|edge_type, entries| long.push(KindList::new(edge_type, entries.len())));
        self.long.push(long);
        lists.begin_long()
    }

    /// Fills the room of packed lists with entries that nobody looks at.
    #[cold]
    fn lay_out(&mut self, lists: &mut Lists) {
        let entries = &mut lists.entries;
        if self.end > entries.capacity() {
            let wanted = room_for(self.end, self.most_entries, Self::LEAST_ROOM);
            entries.reserve_exact(wanted - entries.len());
        }
        entries.resize((self.end + Self::AHEAD).min(entries.capacity()), Entry::NONE);
    }

    /// Has a list get any number of further entries.
    pub(crate) fn make_room(&mut self, lists: &mut Lists, list: &mut Option<ListAt>) {
        let begun = list.map(ListAt::place);
        if let Some(Place::Own(_)) = begun {
            return;
        }
        self.long.push(LongList::new());
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
        let Some((at, longer)) = list.next() else { return self.push_long(*list, entry) };
        if let Some(place) = lists.entries.get_mut(at) {
            *place = entry;
            *list = longer;
            self.packed += 1;
        }
    }

    #[inline(never)]
    fn push_long(&mut self, list: ListAt, entry: Entry) {
        let Place::Own(index) = list.place() else { return };
        let Some(long) = self.long.get_mut(index.wrapping_sub(self.before.own)) else { return };
        let edge_type = entry.edge_type();
        let at = match long.iter().position(|list| list.edge_type >= edge_type) {
            Some(at) if long[at].edge_type == edge_type => at,
            place => {
                let at = place.unwrap_or(long.len());
                long.insert(at, KindList::new(edge_type, 0));
                at
            }
        };
        long[at].push(entry);
    }

    /// Ends the lists, which are given in the order in which they were begun.
    pub(crate) fn end<'a>(&mut self, lists: &mut Lists, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        self.end_packed(lists, begun);
        lists.fit(self.before);
        for (list, kinds) in lists.own.iter_mut_from(self.before.own).zip(self.long.drain(..)) {
            let count: usize = kinds.iter().map(|kind| kind.entries.len()).sum();
            let kinds = kinds.into_iter().filter(|kind| !kind.entries.is_empty()).map(KindList::into_entries);
            *list = if count > Incidences::SCANNED {
                Incidences::Many(kinds.filter_map(TypeList::of).collect())
            } else {
                Incidences::of_sorted(&kinds.collect::<Vec<_>>().concat())
            };
        }
    }

    fn end_packed<'a>(&self, lists: &mut Lists, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        let room = self.end - self.before.entries;
        // Packed lists are moved together if they left more than a little room.
        let moves = room - self.packed.min(room) > room / 8;
        let mut end = self.before.entries;
        let entries = &mut lists.entries;
        for list in begun {
            let Some(Place::Packed { start, len }) = list.map(ListAt::place) else { continue };
            let mut place = start;
            if moves {
                entries.copy_within(start..start + len, end);
                place = end;
                end += len;
                *list = ListAt::packed(place, len).filter(|_| len > 0);
            }
            if let Some(entries) = entries.get_mut(place..place + len) {
                sort_by_kind(entries);
            }
        }
        entries.truncate(if moves { end } else { self.end });
    }
}
