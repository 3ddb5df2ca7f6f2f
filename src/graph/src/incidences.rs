//! The edges of one node: listed by kind, within a kind in the order of insertion.

use crate::edge::{EdgeTypeId, direction_copies_hold};
use crate::edges::{EdgeAt, Edges};
use crate::incidence::{Directed, Entry};
use crate::lock::RwLock;
use crate::name_index::NameIndex;
use crate::name_start::NameStart;
use crate::ranks::{NameRank, rank_last};

/// Edges of one kind at a node with many edges.
pub(crate) struct TypeList {
    edge_type: EdgeTypeId,
    entries: Vec<Entry>,
    /// Position of the first outgoing and of the first incoming entry, by the direction at insertion. Saves the search for
    /// the parent of a node with very many children.
    first: [Option<usize>; 2],
    names: RwLock<Option<Box<NameIndex>>>,
}

impl Clone for TypeList {
    fn clone(&self) -> Self {
        let Self { edge_type, ref entries, first, names: _ } = *self;
        Self { edge_type, entries: entries.clone(), first, names: RwLock::new(None) }
    }
}

fn is_named(edges: &Edges, entry: Option<&Entry>) -> bool {
    entry.is_some_and(|entry| edges.name(entry.edge()).is_some())
}

impl TypeList {
    /// At how many entries a list with names gets an index without being asked.
    const INDEXED: usize = 64;

    fn starting_with(edges: &Edges, entry: Entry) -> Self {
        let edge_type = entry.edge_type();
        let mut list = Self { edge_type, entries: Vec::new(), first: [None; 2], names: RwLock::new(None) };
        list.push(edges, entry);
        list
    }

    /// All entries of a kind. An index by name is made when it is asked for.
    pub(crate) fn of(entries: Vec<Entry>) -> Option<Self> {
        let first = |directed| entries.iter().position(|entry| entry.passed(directed));
        Some(Self {
            edge_type: entries.first()?.edge_type(),
            first: [first(Directed::Outgoing), first(Directed::Incoming)],
            entries,
            names: RwLock::new(None),
        })
    }

    fn push(&mut self, edges: &Edges, entry: Entry) {
        for (first, directed) in self.first.iter_mut().zip([Directed::Outgoing, Directed::Incoming]) {
            if first.is_none() && entry.passed(directed) {
                *first = Some(self.entries.len());
            }
        }
        self.entries.push(entry);
        match self.names.get_mut() {
            Some(names) => names.note(edges, entry),
            // What bears names is looked up by name sooner or later. An index that grows along spares the first search
            // the walk over all of them.
            names if self.entries.len() == Self::INDEXED && is_named(edges, self.entries.last()) => {
                *names = Some(Box::new(NameIndex::build(edges, &self.entries)));
            }
            None => {}
        }
    }

    fn pop(&mut self, edges: &Edges) -> Option<Entry> {
        let entry = self.entries.pop()?;
        if let Some(names) = self.names.get_mut() {
            names.forget(edges, entry);
        }
        for first in &mut self.first {
            if *first == Some(self.entries.len()) {
                *first = None;
            }
        }
        Some(entry)
    }

    fn remove(&mut self, edges: &Edges, at: usize) {
        let mut rest = self.entries.split_off(at).into_iter();
        rest.next();
        *self.names.get_mut() = None;
        self.first = self.first.map(|first| first.filter(|first| *first < at));
        for entry in rest {
            self.push(edges, entry);
        }
    }

    fn replace(&mut self, at: usize, entry: Entry) {
        *self.names.get_mut() = None;
        if let Some(place) = self.entries.get_mut(at) {
            *place = entry;
        }
    }

    fn first(&self, edges: &Edges, directed: Directed) -> Option<&Entry> {
        if !direction_copies_hold() {
            return self.entries.iter().find(|entry| edges.passes(**entry, directed));
        }
        let at = match directed {
            Directed::Any => 0,
            Directed::Outgoing => self.first[0]?,
            Directed::Incoming => self.first[1]?,
        };
        self.entries.get(at)
    }

    fn named(&self, edges: &Edges, name: &str) -> Option<Entry> {
        if self.entries.len() <= Incidences::SCANNED {
            return scan(edges, &self.entries, name);
        }
        if let Some(names) = &*self.names.read()
            && names.is_current()
        {
            return names.get(name);
        }
        let mut names = self.names.write();
        let names = match &mut *names {
            Some(names) if names.is_current() => names,
            outdated => outdated.insert(Box::new(NameIndex::build(edges, &self.entries))),
        };
        names.get(name)
    }
}

fn scan(edges: &Edges, entries: &[Entry], name: &str) -> Option<Entry> {
    let start = NameStart::of(name);
    let is_it = |entry: &Entry| {
        edges.passes(*entry, Directed::Outgoing)
            && edges.name_start(entry.edge()) == Some(start)
            && (start.is_whole() || edges.name(entry.edge()).is_some_and(|its| its == name))
    };
    entries.iter().copied().find(is_it)
}

/// Up to how many entries stand in the node's own place.
const FEW: usize = 3;

/// The edges of one node.
///
/// Few edges stand in one run, sorted by kind: most nodes have two or three, which need no allocation. Beyond
/// [`Incidences::SCANNED`] every kind gets a list of its own, so that adding stays cheap, and an index by name when asked.
#[derive(Clone)]
pub(crate) enum Incidences {
    /// The first so many of these.
    Few(u8, [Entry; FEW]),
    Run(Vec<Entry>),
    Many(Vec<TypeList>),
}

impl Incidences {
    /// Up to how many entries a search from front to back beats a table.
    pub(crate) const SCANNED: usize = 16;

    /// The edges of a node that has one.
    #[inline]
    pub(crate) fn one(edges: &Edges, entry: Entry) -> Self {
        let mut few = [entry; FEW];
        list_last(edges, &mut few[..1]);
        Self::Few(1, few)
    }

    /// All entries of a node, by ascending kinds.
    pub(crate) fn of_sorted(entries: &[Entry]) -> Self {
        match u8::try_from(entries.len()) {
            Ok(len) if entries.len() <= FEW => {
                let mut few = [Entry::NONE; FEW];
                few[..entries.len()].copy_from_slice(entries);
                Self::Few(len, few)
            }
            _ if entries.len() <= Self::SCANNED => Self::Run(entries.to_vec()),
            _ => {
                let lists = entries.chunk_by(|first, second| first.edge_type() == second.edge_type());
                Self::Many(lists.filter_map(|entries| TypeList::of(entries.to_vec())).collect())
            }
        }
    }

    /// The edges, to be looked through.
    #[inline]
    pub(crate) fn listed(&self) -> Listed<'_> {
        match self {
            Self::Few(len, few) => Listed::run(&few[..usize::from(*len).min(FEW)]),
            Self::Run(run) => Listed::run(run),
            Self::Many(lists) => Listed { run: &[], lists },
        }
    }

    /// The first entries of a node that is going to have so many altogether, by ascending kinds.
    #[inline]
    pub(crate) fn starting_with(entries: &[Entry], expected: usize) -> Self {
        if expected <= FEW.max(entries.len()) || entries.len() > Self::SCANNED {
            return Self::of_sorted(entries);
        }
        let mut run = Vec::with_capacity(expected.min(Self::SCANNED));
        run.extend_from_slice(entries);
        Self::Run(run)
    }

    /// Adds an entry at the end of its kind.
    #[inline]
    pub(crate) fn push(&mut self, edges: &Edges, entry: Entry) {
        if let Self::Few(len, few) = self
            && let at = usize::from(*len)
            && at < FEW
        {
            few[at] = entry;
            *len += 1;
            list_last(edges, &mut few[..=at]);
        } else {
            self.push_further(edges, entry);
        }
    }

    fn push_further(&mut self, edges: &Edges, entry: Entry) {
        match self {
            Self::Few(_, few) => {
                // What types declare has four edges mostly.
                let mut run = Vec::with_capacity(FEW + 1);
                run.extend(*few);
                run.push(entry);
                list_last(edges, &mut run);
                *self = Self::Run(run);
            }
            Self::Run(run) if run.len() < Self::SCANNED => {
                run.push(entry);
                list_last(edges, run);
            }
            Self::Run(run) => {
                let mut lists: Vec<TypeList> = Vec::new();
                for entry in run.drain(..) {
                    // The run is sorted by kind, so an entry belongs to the last list or starts a new one.
                    match lists.last_mut() {
                        Some(list) if list.edge_type == entry.edge_type() => list.push(edges, entry),
                        _ => lists.push(TypeList::starting_with(edges, entry)),
                    }
                }
                push_listed(&mut lists, edges, entry);
                *self = Self::Many(lists);
            }
            Self::Many(lists) => push_listed(lists, edges, entry),
        }
    }

    /// Ranks the edges of one kind that lead away, in order of insertion, if there are not many edges. None has a rank if
    /// there are not as many of these as ranks.
    pub(crate) fn rank(&mut self, edge_type: EdgeTypeId, ranks: &[Option<NameRank>]) {
        let run = match self {
            Self::Few(len, few) => &mut few[..usize::from(*len).min(FEW)],
            Self::Run(run) => run,
            Self::Many(_) => return,
        };
        let is_it = |entry: &&mut Entry| entry.edge_type() == edge_type && entry.leads_away();
        let (mut entries, mut ranks) = (run.iter_mut().filter(is_it), ranks.iter());
        loop {
            match (entries.next(), ranks.next()) {
                (Some(entry), Some(rank)) => *entry = entry.ranked(*rank),
                (None, None) => return,
                _ => break,
            }
        }
        run.iter_mut().filter(is_it).for_each(|entry| *entry = entry.ranked(None));
    }

    /// Where an edge's entry stands in the list of a kind: the one at its target if `second`, else the one at its source.
    fn position(&self, edge_type: EdgeTypeId, edge: EdgeAt, second: bool) -> Option<usize> {
        let is_it = |entry: &Entry| entry.is_second() == second && entry.edge() == edge;
        self.listed().of_type(edge_type).iter().position(is_it)
    }

    /// The run of all entries with where a kind starts in it, or the list of the kind.
    fn kind_mut(&mut self, edge_type: EdgeTypeId) -> KindMut<'_> {
        if let Self::Few(..) = self {
            *self = Self::Run(self.listed().run.to_vec());
        }
        match self {
            Self::Run(run) => {
                let start = run.iter().position(|entry| entry.edge_type() == edge_type).unwrap_or(0);
                KindMut::Run(run, start)
            }
            Self::Many(lists) => {
                let at = lists.binary_search_by_key(&edge_type, |list| list.edge_type);
                at.ok().and_then(|at| lists.get_mut(at)).map_or(KindMut::Absent, KindMut::List)
            }
            Self::Few(..) => KindMut::Absent,
        }
    }

    /// Puts an entry in the place of the one that an edge has as its source's.
    pub(crate) fn replace(&mut self, edge: EdgeAt, entry: Entry) {
        let edge_type = entry.edge_type();
        let Some(at) = self.position(edge_type, edge, false) else { return };
        match self.kind_mut(edge_type) {
            KindMut::Run(run, start) => {
                if let Some(place) = run.get_mut(start + at) {
                    *place = entry;
                }
            }
            KindMut::List(list) => list.replace(at, entry),
            KindMut::Absent => {}
        }
    }

    /// Takes the entry away that an edge has as its target's.
    pub(crate) fn remove_second(&mut self, edges: &Edges, edge_type: EdgeTypeId, edge: EdgeAt) {
        let Some(at) = self.position(edge_type, edge, true) else { return };
        match self.kind_mut(edge_type) {
            KindMut::Run(run, start) => {
                run.remove(start + at);
            }
            KindMut::List(list) => list.remove(edges, at),
            KindMut::Absent => {}
        }
    }

    /// Takes the last entry of a kind away.
    pub(crate) fn pop(&mut self, edges: &Edges, edge_type: EdgeTypeId) -> Option<Entry> {
        match self.kind_mut(edge_type) {
            KindMut::Run(run, _) => {
                let at = run.iter().rposition(|entry| entry.edge_type() == edge_type)?;
                Some(run.remove(at))
            }
            KindMut::List(list) => list.pop(edges),
            KindMut::Absent => None,
        }
    }
}

/// The edges of one node, to be looked through: the run of all entries, or the lists by kind; the other is empty.
#[derive(Clone, Copy, Default)]
pub(crate) struct Listed<'a> {
    run: &'a [Entry],
    lists: &'a [TypeList],
}

impl<'a> Listed<'a> {
    /// Entries in one run, by ascending kinds.
    pub(crate) const fn run(run: &'a [Entry]) -> Self {
        Self { run, lists: &[] }
    }

    /// How many entries there are.
    pub(crate) fn len(self) -> usize {
        self.run.len() + self.lists.iter().map(|list| list.entries.len()).sum::<usize>()
    }

    /// All entries, if they stand in one run.
    #[inline]
    pub(crate) fn as_run(self) -> Option<&'a [Entry]> {
        self.lists.is_empty().then_some(self.run)
    }

    /// Calls `visit` with each kind and its entries, in ascending order.
    pub(crate) fn for_each_type(self, mut visit: impl FnMut(EdgeTypeId, &'a [Entry])) {
        let Self { run, lists } = self;
        for entries in run.chunk_by(|first, second| first.edge_type() == second.edge_type()) {
            if let Some(first) = entries.first() {
                visit(first.edge_type(), entries);
            }
        }
        for list in lists {
            visit(list.edge_type, &list.entries);
        }
    }

    /// The entries of one kind.
    #[inline]
    pub(crate) fn of_type(self, edge_type: EdgeTypeId) -> &'a [Entry] {
        let Self { run, lists } = self;
        if !lists.is_empty() {
            return list_in(lists, edge_type).map_or(&[], |list| &list.entries);
        }
        let mut start = 0;
        while run.get(start).is_some_and(|entry| entry.edge_type() < edge_type) {
            start += 1;
        }
        let mut end = start;
        while run.get(end).is_some_and(|entry| entry.edge_type() == edge_type) {
            end += 1;
        }
        run.get(start..end).unwrap_or_default()
    }

    /// The entries of one kind from the first one on that is wanted; `None` if none is.
    #[inline]
    pub(crate) fn of_type_from(
        self,
        edge_type: EdgeTypeId,
        is_wanted: impl Fn(&Entry) -> bool,
    ) -> Option<&'a [Entry]> {
        let Self { run, lists } = self;
        if !lists.is_empty() {
            let entries = self.of_type(edge_type);
            return entries.get(entries.iter().position(is_wanted)?..);
        }
        // In one pass: most nodes have no such edge, and whole graphs are asked.
        let start = run.iter().position(|entry| entry.edge_type() == edge_type && is_wanted(entry))?;
        let rest = run.get(start..)?;
        let len = rest.iter().position(|entry| entry.edge_type() != edge_type).unwrap_or(rest.len());
        rest.get(..len)
    }

    /// All entries, kind by kind.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a Entry> {
        let Self { run, lists } = self;
        run.iter().chain(lists.iter().flat_map(|list| list.entries.iter()))
    }

    /// The first entries of the lowest kind, at most so many; all entries if there are few.
    #[inline]
    pub(crate) fn some(self, most: usize) -> &'a [Entry] {
        let entries = if self.run.is_empty() {
            self.lists.first().map_or(&[][..], |list| &list.entries)
        } else {
            self.run
        };
        entries.get(..most).unwrap_or(entries)
    }

    /// The first entry of one kind that passes the filter.
    #[inline]
    pub(crate) fn first(self, edges: &Edges, edge_type: EdgeTypeId, directed: Directed) -> Option<&'a Entry> {
        match (self.run, self.lists) {
            (run, []) => {
                run.iter().find(|entry| entry.edge_type() == edge_type && edges.passes(**entry, directed))
            }
            (_, lists) => list_in(lists, edge_type)?.first(edges, directed),
        }
    }

    /// The first outgoing entry of one kind whose edge has that name.
    pub(crate) fn named(self, edges: &Edges, edge_type: EdgeTypeId, name: &str) -> Option<Entry> {
        match (self.run, self.lists) {
            (_, []) => scan(edges, self.of_type(edge_type), name),
            (_, lists) => list_in(lists, edge_type)?.named(edges, name),
        }
    }
}

/// The entries of one kind, to be changed.
enum KindMut<'a> {
    Run(&'a mut Vec<Entry>, usize),
    List(&'a mut TypeList),
    Absent,
}

fn list_in(lists: &[TypeList], edge_type: EdgeTypeId) -> Option<&TypeList> {
    let at = lists.binary_search_by_key(&edge_type, |list| list.edge_type).ok()?;
    lists.get(at)
}

/// Sorts by kind; entries of one kind keep their order.
pub(crate) fn sort_by_kind(entries: &mut [Entry]) {
    if entries.len() > Incidences::SCANNED {
        entries.sort_by_key(|entry| entry.edge_type());
        return;
    }
    for len in 2..=entries.len() {
        sort_last(&mut entries[..len]);
    }
}

/// The place for an entry of that kind in a run that is sorted by kind, at the end of its kind. The last place is free.
#[inline]
pub(crate) fn place_in_run(run: &mut [Entry], edge_type: EdgeTypeId) -> Option<&mut Entry> {
    let mut places = run.iter_mut().rev();
    let mut free = places.next()?;
    for place in places {
        if place.edge_type() <= edge_type {
            break;
        }
        *free = *place;
        free = place;
    }
    Some(free)
}

/// Takes the last entry of a run, which is sorted by kind but for it, to the end of its kind; gives where that is.
#[inline]
fn sort_last(run: &mut [Entry]) -> usize {
    let mut at = run.len() - 1;
    while at > 0 && run[at - 1].edge_type() > run[at].edge_type() {
        run.swap(at - 1, at);
        at -= 1;
    }
    at
}

/// As [`sort_last`], and ranks the entry among those of its kind, if it can have a rank.
#[expect(clippy::inline_always, reason = "every new edge comes by here twice")]
#[inline(always)]
fn list_last(edges: &Edges, run: &mut [Entry]) {
    let at = sort_last(run);
    let new = run[at];
    if new.edge().is_held()
        && new.leads_away()
        && let Some(name) = edges.held_name_start(new.edge())
    {
        rank_listed(edges, name, &mut run[..=at]);
    }
}

/// Ranks the last entry of a run, which has a name that starts like this.
#[inline(never)]
fn rank_listed(edges: &Edges, name: NameStart, run: &mut [Entry]) {
    let Some(new) = run.last().copied() else { return };
    let before = run.iter().rposition(|entry| entry.edge_type() != new.edge_type());
    rank_last(edges, name, &mut run[before.map_or(0, |before| before + 1)..]);
}

/// Adds an entry to the list of its kind.
fn push_listed(lists: &mut Vec<TypeList>, edges: &Edges, entry: Entry) {
    match lists.binary_search_by_key(&entry.edge_type(), |list| list.edge_type) {
        Ok(at) => lists[at].push(edges, entry),
        Err(at) => lists.insert(at, TypeList::starting_with(edges, entry)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_three_entries_take_five_words() {
        assert_eq!(size_of::<Incidences>(), 40);
    }
}
