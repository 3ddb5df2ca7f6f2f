//! Lists found by their first words, and where they stand in a changed list.
//!
//! Access to an element by its number must not search, and lists are changed in their midst by the thousand. So a
//! changed list remembers the positions of what was looked for in it, and each change of its items adjusts them:
//! what a change costs is to move numbers, never to look at the lists once more.

use std::sync::{Arc, Mutex, PoisonError};

use crate::element::Head;
use crate::index::Tags;
use crate::scan;

/// First words of the lists that are looked for.
///
/// Two of these are the same to whatever is remembered where they consist of the very same constants.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Nothing where any list will do.
    word: Option<&'static str>,
    /// How the word begins.
    start: Start,
    others: &'static [&'static str],
    /// How lists begin that are looked for.
    tags: Tags,
}

impl Names {
    /// Any list, even one without a word in front.
    pub const ANY: Self = Self { word: None, start: Start::of(""), others: &[], tags: Tags::ALL };

    /// Lists that start with `word`, or with one of the `others`.
    pub const fn new(word: &'static str, others: &'static [&'static str]) -> Self {
        let mut tags = Tags::UNSURE.with(word);
        let mut rest = others;
        while let [first, others @ ..] = rest {
            tags = tags.with(first);
            rest = others;
        }
        Self { word: Some(word), start: Start::of(word), others, tags }
    }

    /// Whether a text goes on with the first of the words, and with nothing else that belongs to it. Not at the very end
    /// of a text.
    #[inline]
    pub(crate) fn is_first_word(&self, text: &[u8]) -> bool {
        let Some(start) = text.first_chunk() else { return false };
        match start.get(self.start.length) {
            Some(next) => self.start.is_of(*start) && !scan::is_word(*next),
            None => self.start.is_of(*start) && self.is_long_word(text),
        }
    }

    /// The same where the word is known to start so and not to end yet.
    fn is_long_word(&self, text: &[u8]) -> bool {
        let word = self.word.unwrap_or_default().as_bytes();
        text.starts_with(word) && text.get(word.len()).is_some_and(|next| !scan::is_word(*next))
    }

    /// Whether a list with this first word is looked for.
    #[inline]
    pub fn include(self, head: Head<'_>) -> bool {
        self.any(|word| head == word)
    }

    /// Whether the test holds for one of the words, or any list is looked for.
    #[inline]
    pub(crate) fn any(self, mut test: impl FnMut(&'static str) -> bool) -> bool {
        self.word.is_none_or(&mut test) || self.others.iter().any(|other| test(other))
    }

    /// How lists begin that are looked for.
    #[inline]
    pub(crate) fn tags(self) -> Tags {
        self.tags
    }

    /// What tells these names from all others.
    pub(crate) fn key(self) -> (usize, usize, usize, usize) {
        let word = self.word.map_or((0, 0), |word| (word.as_ptr().addr(), word.len()));
        (word.0, word.1, self.others.as_ptr().addr(), self.others.len())
    }
}

/// How a word begins, to tell it from most others at once.
#[derive(Clone, Copy, Debug)]
struct Start {
    word: u64,
    /// Bits of the bytes that the word has; none for an empty one, which nothing equals then.
    mask: u64,
    /// Number of bytes of the whole word.
    length: usize,
}

impl Start {
    /// Number of bytes that are looked at.
    const LENGTH: usize = size_of::<u64>();

    const fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        if bytes.is_empty() {
            return Self { word: 1, mask: 0, length: 0 };
        }
        let mut start = [0; Self::LENGTH];
        let mut mask = [0; Self::LENGTH];
        let mut at = 0;
        while at < bytes.len() && at < Self::LENGTH {
            start[at] = bytes[at];
            mask[at] = u8::MAX;
            at += 1;
        }
        Self { word: u64::from_le_bytes(start), mask: u64::from_le_bytes(mask), length: bytes.len() }
    }

    #[inline]
    fn is_of(&self, start: [u8; Self::LENGTH]) -> bool {
        u64::from_le_bytes(start) & self.mask == self.word
    }
}

/// Positions of lists in a changed list, by what they were looked for as.
#[derive(Debug, Default)]
pub(crate) struct Named(Mutex<Vec<Found>>);

/// Positions of the lists of some names.
#[derive(Clone, Debug)]
struct Found {
    names: Names,
    /// Number of first words that had been changed in the process by then. Those of lists that were put in are
    /// changed without notice to the list around them.
    heads: u64,
    /// In ascending order.
    positions: Arc<Vec<u32>>,
}

/// The positions are shared until one of both lists is changed.
impl Clone for Named {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()))
    }
}

impl Named {
    /// Positions under names that are kept, unless first words were changed since.
    pub(crate) fn get(&self, names: Names, heads: u64) -> Option<Arc<Vec<u32>>> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = found.iter().find(|found| found.names.key() == names.key())?;
        (found.heads == heads).then(|| Arc::clone(&found.positions))
    }

    /// Keeps positions. `heads` is from before they were looked for.
    pub(crate) fn keep(&self, names: Names, heads: u64, positions: &Arc<Vec<u32>>) {
        let new = Found { names, heads, positions: Arc::clone(positions) };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.iter_mut().find(|found| found.names.key() == names.key()) {
            Some(found) => *found = new,
            None => all.push(new),
        }
    }

    fn all(&mut self) -> &mut Vec<Found> {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// Items were put in from a position on; for each, the test tells whether it is a list of some names.
    pub(crate) fn inserted(&mut self, at: usize, count: usize, test: impl Fn(Names, usize) -> bool) {
        let all = self.all();
        let (Ok(first), Ok(shift)) = (u32::try_from(at), u32::try_from(count)) else { return all.clear() };
        // Positions that no longer fit are not kept: the list is looked through each time.
        all.retain_mut(|found| {
            if found.positions.last().is_some_and(|last| last.checked_add(shift).is_none()) {
                return false;
            }
            let positions = Arc::make_mut(&mut found.positions);
            let place = positions.partition_point(|position| *position < first);
            positions[place..].iter_mut().for_each(|position| *position += shift);
            let new = (first..).zip(0..count).filter(|(_, number)| test(found.names, *number));
            positions.splice(place..place, new.map(|(position, _)| position));
            true
        });
    }

    /// The item at a position was taken out.
    pub(crate) fn removed(&mut self, at: usize) {
        for found in self.all() {
            let positions = Arc::make_mut(&mut found.positions);
            let place = positions.partition_point(|position| (*position as usize) < at);
            if positions.get(place).is_some_and(|position| *position as usize == at) {
                positions.remove(place);
            }
            positions[place..].iter_mut().for_each(|position| *position -= 1);
        }
    }

    /// The items at these positions, in ascending order, were taken out.
    pub(crate) fn removed_all(&mut self, gone: &[u32]) {
        let Some(first) = gone.first() else { return };
        for found in self.all() {
            let positions = Arc::make_mut(&mut found.positions);
            let place = positions.partition_point(|position| position < first);
            let mut gone = gone.iter().peekable();
            let (mut shift, mut kept) = (0, place);
            for at in place..positions.len() {
                let position = positions[at];
                while gone.next_if(|gone| **gone < position).is_some() {
                    shift += 1;
                }
                if gone.peek() != Some(&&position) {
                    positions[kept] = position - shift;
                    kept += 1;
                }
            }
            positions.truncate(kept);
        }
    }

    /// The item at a position is another one; the test tells whether it is a list of some names.
    pub(crate) fn replaced(&mut self, at: usize, test: impl Fn(Names) -> bool) {
        self.all().retain_mut(|found| {
            let place = found.positions.partition_point(|position| (*position as usize) < at);
            let was = found.positions.get(place).is_some_and(|position| *position as usize == at);
            let is = test(found.names);
            if was && !is {
                Arc::make_mut(&mut found.positions).remove(place);
            } else if is && !was {
                let Ok(at) = u32::try_from(at) else { return false };
                Arc::make_mut(&mut found.positions).insert(place, at);
            }
            true
        });
    }

    /// The items at these positions, in ascending order, changed places among each other.
    pub(crate) fn permuted(&mut self, changed: &[usize]) {
        self.all().retain(|found| {
            // Where all or none of them are lists of these names, so they are now.
            let is_found = |position: &usize| {
                u32::try_from(*position).is_ok_and(|at| found.positions.binary_search(&at).is_ok())
            };
            let is_all =
                || found.positions.iter().map(|position| *position as usize).eq(changed.iter().copied());
            let count = || changed.iter().filter(|position| is_found(position)).count();
            is_all() || [0, changed.len()].contains(&count())
        });
    }
}

/// Counts a list that was looked at, where tests count.
#[inline]
pub(crate) fn looked_at() {
    #[cfg(test)]
    tests::LOOKED_AT.set(tests::LOOKED_AT.get() + 1);
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::Names;
    use crate::{Document, Element};

    thread_local! {
        /// Lists that this thread looked at.
        pub(super) static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    const NETS: Names = Names::new("net", &[]);
    const VIAS: Names = Names::new("via", &["arc"]);

    /// A list with as many nets and half as many vias, in turns.
    fn board(count: usize) -> Element {
        let rows: Vec<String> = (0..count).map(|n| format!("(net {n}) (net x) (via {n})\n")).collect();
        Document::parse(format!("(a {})", rows.concat())).unwrap().root().children().remove(0)
    }

    /// Lists that are looked at in the meantime.
    fn looked_at(run: impl FnOnce()) -> usize {
        LOOKED_AT.set(0);
        run();
        LOOKED_AT.get()
    }

    /// Position of net number `index`, found as whoever changes a list finds it.
    fn position(list: &Element, index: usize) -> usize {
        let nets = list.children_named(NETS);
        let (net, hint) = (nets.get(index).unwrap(), nets.position(index));
        drop(nets);
        list.edit(|items| items.positions_of(&[net], hint))[0].unwrap()
    }

    #[test]
    fn changes_anywhere_look_at_what_they_change_only() {
        const COUNT: usize = 3000;
        let list = board(COUNT);
        let first = looked_at(|| {
            assert_eq!(list.children_named(NETS).len(), COUNT * 2);
            assert_eq!(list.children_named(VIAS).len(), COUNT);
            // Positions are known once the list is changed.
            list.edit(|items| items.remove(1));
            assert_eq!(position(&list, 0), 1);
            assert_eq!(list.children_named(VIAS).len(), COUNT);
        });
        assert!((COUNT * 6..COUNT * 14).contains(&first), "{first}");
        let changes = looked_at(|| {
            for round in 0..COUNT {
                let place = round * 7 % COUNT;
                let at = position(&list, place);
                list.edit(|items| items.remove(at));
                let at = position(&list, COUNT - 1);
                list.edit(|items| items.insert_list(at, Document::synthetic("(net new)".into()).unwrap()));
                let at = position(&list, place);
                list.edit(|items| items.replace_with_list(at, Document::synthetic("(arc)".into()).unwrap()));
                assert_eq!(list.children_named(VIAS).len(), COUNT + 1);
                let at = list.children_named(VIAS).position(0);
                list.edit(|items| items.remove(at));
                let at = position(&list, 0);
                list.edit(|items| items.insert_list(at, Document::synthetic("(net 1)".into()).unwrap()));
            }
        });
        assert!(changes <= COUNT * 8, "{changes}");
        assert_eq!(list.children_named(NETS).len(), COUNT * 2 - 1);
        let rest = looked_at(|| {
            let vias: Vec<Element> = list.children_named(VIAS).iter().collect();
            list.edit(|items| items.remove_all(items.positions_of(&vias, 0).into_iter().flatten()));
            assert_eq!(list.children_named(VIAS).len(), 0);
            assert_eq!(position(&list, COUNT), COUNT + 1);
        });
        assert!(rest <= COUNT * 4, "{rest}");
    }
}
