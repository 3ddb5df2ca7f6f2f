//! Lists of nodes that come together, made of the entries in the order in which these come.

use arrayvec::ArrayVec;

use crate::edge::EdgeTypeId;
use crate::incidence::Entry;
use crate::incidences::{Incidences, Listed, TypeList, place_in_run};
use crate::lists::{ListAt, Lists, ListsExtent, Place};

/// Lists that are begun one after the other and become those of a graph together.
///
/// Those that are going to be short stand behind one another from the start, with room for what is expected, and are kept
/// in order of kinds. Long ones get their entries kind by kind, in lists that become those of the node, so that what comes
/// is written once; they grow towards what is expected, so that a list costs by what comes, however much was expected.
pub(crate) struct BegunLists {
    /// What the graph has already; places are counted from there on.
    before: ListsExtent,
    /// No more entries than these are packed.
    most_entries: usize,
    /// Those of the packed lists.
    entries: Vec<Entry>,
    /// Where the packed list that is begun next stands.
    end: usize,
    /// How many entries came to packed lists.
    packed: usize,
    /// The long lists, in the order in which they were begun.
    long: Vec<LongList>,
}

/// The kinds of edges of a node with many edges, by ascending kind.
type LongList = Vec<KindList>;

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
    fn place(&mut self) -> &mut Entry {
        if self.entries.len() == self.entries.capacity() {
            self.grow();
        }
        self.entries.push_mut(Entry::NONE)
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
        Self {
            before: lists.extent(),
            most_entries: 2 * most_edges,
            entries: Vec::new(),
            end: 0,
            packed: 0,
            long: Vec::new(),
        }
    }

    /// For how many entries there is room at least.
    const LEAST_ROOM: usize = 128;

    /// For how many entries more than are needed room is laid out: to do it list by list takes longer.
    const AHEAD: usize = 256;

    /// Begins a list that gets no more entries than another one has.
    #[expect(clippy::inline_always, reason = "every node that is taken over comes by here")]
    #[inline(always)]
    pub(crate) fn begin(&mut self, from: &Lists, like: ListAt) -> ListAt {
        let like = from.get(like);
        match (like.as_run(), ListAt::packed(self.before.entries + self.end, 0)) {
            (Some(run), Some(begun)) if run.len() <= ListAt::MOST_PACKED => {
                self.end += run.len();
                if self.end > self.entries.len() {
                    self.lay_out();
                }
                begun
            }
            _ => self.begin_long_like(like),
        }
    }

    #[cold]
    fn begin_long_like(&mut self, like: Listed<'_>) -> ListAt {
        let mut long = LongList::new();
        like.for_each_type(|edge_type, entries| long.push(KindList::new(edge_type, entries.len())));
        self.begin_long(long)
    }

    fn begin_long(&mut self, long: LongList) -> ListAt {
        self.long.push(long);
        ListAt::own(self.before.own + self.long.len() - 1)
    }

    /// Fills the room of packed lists with entries that nobody looks at.
    #[cold]
    fn lay_out(&mut self) {
        let entries = &mut self.entries;
        if self.end > entries.capacity() {
            let wanted = room_for(self.end, self.most_entries, Self::LEAST_ROOM);
            entries.reserve_exact(wanted - entries.len());
        }
        entries.resize((self.end + Self::AHEAD).min(entries.capacity()), Entry::NONE);
    }

    /// Has a list get any number of further entries.
    pub(crate) fn make_room(&mut self, list: &mut Option<ListAt>) {
        let mut long = LongList::new();
        match list.map(ListAt::place) {
            Some(Place::Own(_)) => return,
            Some(Place::Packed { start, len }) => {
                let start = start - self.before.entries;
                let entries = self.entries.get(start..start + len).unwrap_or_default();
                for entry in entries {
                    if let Some(place) = place_in(&mut long, entry.edge_type()) {
                        *place = *entry;
                    }
                }
            }
            None => {}
        }
        *list = Some(self.begin_long(long));
    }

    /// Makes a place for a further entry of that kind in a list that was begun.
    #[inline]
    pub(crate) fn place(&mut self, list: &mut ListAt, edge_type: EdgeTypeId) -> Option<&mut Entry> {
        let Some((start, len, longer)) = list.next() else { return self.place_in_long(*list, edge_type) };
        let start = start - self.before.entries;
        let place = place_in_run(self.entries.get_mut(start..start + len + 1)?, edge_type)?;
        *list = longer;
        self.packed += 1;
        Some(place)
    }

    #[inline(never)]
    fn place_in_long(&mut self, list: ListAt, edge_type: EdgeTypeId) -> Option<&mut Entry> {
        let Place::Own(index) = list.place() else { return None };
        let long = self.long.get_mut(index.wrapping_sub(self.before.own))?;
        place_in(long, edge_type)
    }

    /// Has the lists, which are given in the order in which they were begun, become those of the graph.
    pub(crate) fn end<'a>(&mut self, lists: &mut Lists, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        self.entries.truncate(self.end);
        // Packed lists are moved together if they left more than a little room.
        if self.end - self.packed.min(self.end) > self.end / 8 {
            self.move_together(begun);
        }
        if lists.entries.is_empty() {
            lists.entries = std::mem::take(&mut self.entries);
            lists.fit(self.before);
        } else {
            lists.entries.append(&mut self.entries);
        }
        for kinds in self.long.drain(..) {
            let count: usize = kinds.iter().map(|kind| kind.entries.len()).sum();
            lists.add(if count > Incidences::SCANNED {
                let kinds = kinds.into_iter().map(KindList::into_entries);
                Incidences::Many(kinds.filter_map(TypeList::of).collect())
            } else {
                let entries = kinds.iter().flat_map(|kind| kind.entries.iter().copied());
                Incidences::of_sorted(&entries.collect::<ArrayVec<_, { Incidences::SCANNED }>>())
            });
        }
    }

    fn move_together<'a>(&mut self, begun: impl Iterator<Item = &'a mut Option<ListAt>>) {
        let mut end = 0;
        for list in begun {
            let Some(Place::Packed { start, len }) = list.map(ListAt::place) else { continue };
            let start = start - self.before.entries;
            self.entries.copy_within(start..start + len, end);
            *list = ListAt::packed(self.before.entries + end, len).filter(|_| len > 0);
            end += len;
        }
        self.entries.truncate(end);
    }
}

/// Makes a place for a further entry of that kind.
#[inline]
fn place_in(long: &mut LongList, edge_type: EdgeTypeId) -> Option<&mut Entry> {
    let at = long.iter().position(|list| list.edge_type == edge_type);
    let at = at.unwrap_or_else(|| add_kind(long, edge_type));
    long.get_mut(at).map(KindList::place)
}

/// Adds a list for a kind that is absent; gives its position.
#[cold]
fn add_kind(long: &mut LongList, edge_type: EdgeTypeId) -> usize {
    let at = long.iter().position(|list| list.edge_type > edge_type).unwrap_or(long.len());
    long.insert(at, KindList::new(edge_type, 0));
    at
}
