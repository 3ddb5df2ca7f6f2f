//! The index of a text: where its lists start and end, in eight bytes for each list.
//!
//! Nearly all lists are short and hold few others, so their length and the number of lists within fit into four
//! bytes. The few that are longer stand in a table of their own. The bits that are left tell how the first word
//! begins, so that whoever looks for the lists of a word among thousands reads the text of few others.
//!
//! Files say all of a kind one after the other. Of the long lists in which that is so the index knows where each kind
//! begins, so that thousands of others are passed over at once.

use crate::scan;

/// One list, as it is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListEntry {
    /// Offset of the opening parenthesis.
    pub(crate) start: u32,
    /// Offset after the closing parenthesis.
    pub(crate) end: u32,
    /// First list that starts after this one has ended.
    pub(crate) next: u32,
    /// How its first word begins.
    pub(crate) tag: Tag,
}

/// How a word begins, in six bits: equal words have equal tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(u32);

/// Bits that a tag has.
const TAG_BITS: u32 = 6;

impl Tag {
    /// Stands for words that are told by a closer look only, and for lists without a word right at their start.
    const UNSURE: Self = Self((1 << TAG_BITS) - 1);

    /// What the first byte of a word adds, or all bits where it begins none right away.
    const FIRST: [u8; 256] = Self::parts(7, true);
    /// What the second byte adds; nothing where the word has ended.
    const SECOND: [u8; 256] = Self::parts(9, false);

    const fn parts(factor: u8, begins: bool) -> [u8; 256] {
        let mut parts = [0; 256];
        let mut byte = 0_u8;
        loop {
            let is_word = scan::is_word(byte);
            parts[byte as usize] = if begins && (!is_word || matches!(byte, b'"' | b';' | b'#')) {
                u8::MAX
            } else if is_word {
                byte.wrapping_mul(factor) & 0x3F
            } else {
                0
            };
            if byte == u8::MAX {
                return parts;
            }
            byte += 1;
        }
    }

    /// Tag of a word, and of the list that the word is the first of.
    pub(crate) const fn of(word: &[u8]) -> Self {
        match word {
            [first, second, ..] => Self::of_two(*first, *second),
            [first] => Self::of_two(*first, b' '),
            [] => Self::UNSURE,
        }
    }

    /// Tag of a list in a text, which starts at an offset.
    #[inline]
    fn of_list(text: &[u8], start: u32) -> Self {
        match text.get(start as usize..).and_then(<[u8]>::first_chunk) {
            Some([_, first, second]) => Self::of_two(*first, *second),
            None => Self::UNSURE,
        }
    }

    #[inline]
    const fn of_two(first: u8, second: u8) -> Self {
        let first = Self::FIRST[first as usize];
        // Words that happen to have the tag for what is unsure are looked at closely, too.
        if first == u8::MAX {
            Self::UNSURE
        } else {
            Self((first + Self::SECOND[second as usize]) as u32 & Self::UNSURE.0)
        }
    }
}

/// A set of tags, among which are always those that need a closer look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tags(u64);

impl Tags {
    pub(crate) const ALL: Self = Self(u64::MAX);
    /// Those that need a closer look, and no others.
    pub(crate) const UNSURE: Self = Self(1 << Tag::UNSURE.0);

    /// These tags and that of a word.
    pub(crate) const fn with(self, word: &str) -> Self {
        Self(self.0 | 1 << Tag::of(word.as_bytes()).0)
    }

    #[inline]
    pub(crate) fn contain(self, tag: Tag) -> bool {
        self.0 >> tag.0 & 1 == 1
    }
}

/// One list, as it is kept.
#[derive(Clone, Copy, Debug)]
struct Packed {
    /// Offset of the opening parenthesis; of a list in the table of large ones, its place in that.
    start: u32,
    /// Number of lists within in the upper eight bits, or [`LARGE`]; the tag in those below; length in the lower ones.
    /// Until a list is closed, the number of the list around it.
    extent: u32,
}

/// Bits that the length of a list has.
const LENGTH_BITS: u32 = 18;
/// Bits below the number of lists within.
const WITHIN_AT: u32 = LENGTH_BITS + TAG_BITS;
/// Stands where the number of lists within would: the list is in the table of large ones, as are those whose runs are
/// known.
const LARGE: u32 = 0xFF;

/// A list in the table of large ones.
#[derive(Clone, Copy, Debug)]
struct Large {
    entry: ListEntry,
    /// Where the runs of its children begin in the table of those, and their number.
    runs: u32,
    run_count: u32,
}

/// Children in a row that have the same tag: that, below the number of the first of them, counted from the list that they
/// stand in.
#[derive(Clone, Copy, Debug)]
struct Run(u32);

impl Run {
    /// Lists with fewer others within are looked through as fast without runs.
    const WITHIN: u32 = 48;
    /// Runs are kept where there are so many children to one of them, at an average.
    const LENGTH: usize = 2;
    /// Where so many children are of one run, there are no others to pass over: points are said by the thousand.
    const ALL_SAME: usize = 32;

    /// Nothing where the child is so far away that its number does not fit.
    fn new(list: u32, child: u32, tag: Tag) -> Option<Self> {
        let distance = child - list;
        (distance < 1 << (u32::BITS - TAG_BITS)).then_some(Self(distance << TAG_BITS | tag.0))
    }

    fn tag(self) -> Tag {
        Tag(self.0 & Tag::UNSURE.0)
    }

    /// First child of the run, among those of the list of this number.
    fn first(self, list: u32) -> u32 {
        list + (self.0 >> TAG_BITS)
    }
}

/// Index of the lists of a text, in the order of their opening parentheses. Number zero is the file itself.
#[derive(Debug)]
pub(crate) struct Index {
    lists: Box<[Packed]>,
    large: Box<[Large]>,
    /// Runs of all large lists that have some.
    runs: Box<[Run]>,
    /// Offset after what is read of the file.
    content_end: u32,
}

impl Index {
    /// Index of an empty text.
    pub(crate) fn empty() -> Self {
        Builder::<false>::new(0, 0).finish()
    }

    /// Number of lists, without the file.
    pub(crate) fn len(&self) -> usize {
        self.lists.len() - 1
    }

    /// Offset after what is read of the file; what stands there is only kept.
    pub(crate) fn content_end(&self) -> u32 {
        self.content_end
    }

    /// List of this number.
    #[inline]
    pub(crate) fn entry(&self, number: u32) -> ListEntry {
        entry(&self.lists, &self.large, number)
    }

    /// Numbers of the lists directly inside of a list whose tags are among these.
    #[inline]
    pub(crate) fn children(&self, list: u32, tags: Tags) -> Children<'_> {
        let end = self.entry(list).next;
        let runs = self.runs(list);
        // Where there are runs, no child stands before the first of them.
        let run_end = runs.first().map_or(end, |first| first.first(list));
        Children { index: self, list, next: list + 1, run_end, runs, end, tags }
    }

    /// Looks at the lists directly inside of a list whose tags are among these, each with the offset where it starts, until
    /// one is what is looked for.
    #[inline]
    pub(crate) fn find_child<R>(
        &self,
        list: u32,
        tags: Tags,
        mut find: impl FnMut(u32, u32) -> Option<R>,
    ) -> Option<R> {
        let within = self.lists[list as usize].extent >> WITHIN_AT;
        if within != LARGE {
            return self.find_between(list + 1, list + 1 + within, tags, find);
        }
        let Children { mut next, mut run_end, mut runs, end, .. } = self.children(list, tags);
        loop {
            if let Some(found) = self.find_between(next, run_end, tags, &mut find) {
                return Some(found);
            }
            (next, run_end, runs) = next_run(list, runs, end, tags)?;
        }
    }

    /// The same for the lists from one on that end before another one starts.
    #[inline]
    fn find_between<R>(
        &self,
        mut next: u32,
        end: u32,
        tags: Tags,
        mut find: impl FnMut(u32, u32) -> Option<R>,
    ) -> Option<R> {
        while next < end {
            let own = self.entry(next);
            if tags.contain(own.tag)
                && let Some(found) = find(next, own.start)
            {
                return Some(found);
            }
            next = own.next;
        }
        None
    }

    #[inline]
    fn runs(&self, list: u32) -> &[Run] {
        let Packed { start, extent } = self.lists[list as usize];
        if extent >> WITHIN_AT != LARGE {
            return &[];
        }
        let Large { runs, run_count, .. } = self.large[start as usize];
        &self.runs[runs as usize..(runs + run_count) as usize]
    }
}

/// List of this number, where the large ones are in a table of their own.
#[inline]
fn entry(lists: &[Packed], large: &[Large], number: u32) -> ListEntry {
    let Packed { start, extent } = lists[number as usize];
    let within = extent >> WITHIN_AT;
    if within == LARGE {
        return large[start as usize].entry;
    }
    let tag = Tag(extent >> LENGTH_BITS & Tag::UNSURE.0);
    ListEntry { start, end: start + (extent & ((1 << LENGTH_BITS) - 1)), next: number + 1 + within, tag }
}

/// Iterator over the lists directly inside of a list that have some tags.
pub(crate) struct Children<'a> {
    index: &'a Index,
    list: u32,
    /// Next list to look at, before `run_end`.
    next: u32,
    run_end: u32,
    /// Runs yet to come.
    runs: &'a [Run],
    end: u32,
    tags: Tags,
}

impl Iterator for Children<'_> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        loop {
            while self.next < self.run_end {
                let number = self.next;
                let ListEntry { next, tag, .. } = self.index.entry(number);
                self.next = next;
                if self.tags.contain(tag) {
                    return Some(number);
                }
            }
            (self.next, self.run_end, self.runs) = next_run(self.list, self.runs, self.end, self.tags)?;
        }
    }
}

/// The next run of children with some tags, of all that are left in a list: its first list, what comes after its last one,
/// and the runs that are left then.
fn next_run(list: u32, mut runs: &[Run], end: u32, tags: Tags) -> Option<(u32, u32, &[Run])> {
    loop {
        let (run, rest) = runs.split_first()?;
        if tags.contain(run.tag()) {
            let run_end = rest.first().map_or(end, |next| next.first(list));
            return Some((run.first(list), run_end, rest));
        }
        runs = rest;
    }
}

/// An index while its text is read, with runs or without.
pub(crate) struct Builder<const RUNS: bool> {
    lists: Vec<Packed>,
    large: Vec<Large>,
    runs: Vec<Run>,
    /// Runs of the children of the first list, which mostly is the only one in the file and holds most of what there
    /// is: looking through them at its end would take longer.
    first: Runs,
    /// Runs of a list that was just closed.
    own: Runs,
    /// Innermost list that is not closed yet; zero outside of all lists.
    open: u32,
    content_end: u32,
}

/// Runs of children, noted one after the other.
struct Runs {
    all: Vec<Run>,
    tag: Option<Tag>,
    children: usize,
    /// Whether a run could not be noted, so that all of them are worth nothing.
    lacks_some: bool,
}

impl Runs {
    const NONE: Self = Self { all: Vec::new(), tag: None, children: 0, lacks_some: false };

    #[inline]
    fn add(&mut self, list: u32, child: u32, tag: Tag) {
        self.children += 1;
        if self.tag != Some(tag) {
            self.tag = Some(tag);
            match Run::new(list, child, tag) {
                Some(run) => self.all.push(run),
                None => self.lacks_some = true,
            }
        }
    }

    /// The runs, where there are few.
    fn kept(&self) -> &[Run] {
        let are_few = self.all.len() > 1 && self.all.len() * Run::LENGTH <= self.children;
        if are_few && !self.lacks_some { &self.all } else { &[] }
    }
}

/// Number of the first list.
const FIRST: u32 = 1;

/// Texts of fewer bytes need no runs: there is not much to pass over.
pub(crate) const LONG: usize = 1 << 16;

impl<const RUNS: bool> Builder<RUNS> {
    /// Number of lists within one from which it is looked at more closely.
    const MANY: u32 = if RUNS { Run::WITHIN } else { LARGE };

    /// Starts the index of a text of this length, in which there are about so many lists.
    pub(crate) fn new(length: u32, lists: usize) -> Self {
        let mut packed = Vec::with_capacity(lists + 1);
        packed.push(Packed { start: 0, extent: LARGE << WITHIN_AT });
        let file = ListEntry { start: 0, end: length, next: 0, tag: Tag::UNSURE };
        // The file, and in most files of many lists one that holds all others.
        let mut large = Vec::with_capacity(1 + usize::from(lists > LARGE as usize));
        large.push(Large { entry: file, runs: 0, run_count: 0 });
        Self {
            lists: packed,
            large,
            runs: Vec::new(),
            first: Runs::NONE,
            own: Runs::NONE,
            open: 0,
            content_end: length,
        }
    }

    /// Notes an opening parenthesis.
    #[inline]
    pub(crate) fn open(&mut self, at: u32) {
        // There are fewer lists than bytes, of which the numbers are counted in 32 bits.
        #[expect(clippy::cast_possible_truncation, reason = "a list has an offset of its own")]
        let number = self.lists.len() as u32;
        self.lists.push(Packed { start: at, extent: self.open });
        self.open = number;
    }

    /// Notes a list of the text without any in it.
    #[inline]
    pub(crate) fn add(&mut self, text: &[u8], start: u32, end: u32) {
        let length = end - start;
        if length < 1 << LENGTH_BITS {
            let tag = Tag::of_list(text, start);
            #[expect(clippy::cast_possible_truncation, reason = "a list has an offset of its own")]
            let number = self.lists.len() as u32;
            self.lists.push(Packed { start, extent: tag.0 << LENGTH_BITS | length });
            if RUNS && self.open == FIRST {
                self.first.add(FIRST, number, tag);
            }
        } else {
            self.open(start);
            self.close(text, end);
        }
    }

    /// Notes a closing parenthesis of the text, which ends before `end`. Tells whether there was a list to close.
    #[inline]
    pub(crate) fn close(&mut self, text: &[u8], end: u32) -> bool {
        if self.open == 0 {
            return false;
        }
        let number = self.open;
        #[expect(clippy::cast_possible_truncation, reason = "a list has an offset of its own")]
        let next = self.lists.len() as u32;
        let list = &mut self.lists[number as usize];
        self.open = list.extent;
        let (length, within) = (end - list.start, next - number - 1);
        let tag = Tag::of_list(text, list.start);
        if within < Self::MANY && length < 1 << LENGTH_BITS {
            list.extent = within << WITHIN_AT | tag.0 << LENGTH_BITS | length;
        } else {
            let entry = ListEntry { start: list.start, end, next, tag };
            self.close_large(number, entry);
        }
        if RUNS && self.open == FIRST {
            self.first.add(FIRST, number, tag);
        }
        true
    }

    /// Puts a list into the table of large ones where it is, or where runs of its children are kept.
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "there are no more of these than lists")]
    fn close_large(&mut self, number: u32, entry: ListEntry) {
        let runs = if number == FIRST {
            &self.first
        } else {
            self.own.all.clear();
            self.own = Runs { all: std::mem::take(&mut self.own.all), ..Runs::NONE };
            let mut child = if RUNS { number + 1 } else { entry.next };
            while child < entry.next && (self.own.all.len() > 1 || self.own.children < Run::ALL_SAME) {
                let own = self::entry(&self.lists, &self.large, child);
                self.own.add(number, child, own.tag);
                child = own.next;
            }
            &self.own
        };
        let kept = runs.kept();
        let (length, within) = (entry.end - entry.start, entry.next - number - 1);
        if kept.is_empty() && within < LARGE && length < 1 << LENGTH_BITS {
            let extent = within << WITHIN_AT | entry.tag.0 << LENGTH_BITS | length;
            self.lists[number as usize] = Packed { start: entry.start, extent };
            return;
        }
        let large = Large { entry, runs: self.runs.len() as u32, run_count: kept.len() as u32 };
        self.runs.extend_from_slice(kept);
        let place = self.large.len() as u32;
        self.large.push(large);
        self.lists[number as usize] = Packed { start: place, extent: LARGE << WITHIN_AT };
    }

    /// Notes that nothing is to be read from an offset on.
    pub(crate) fn end_content(&mut self, at: u32) {
        self.content_end = at;
    }

    /// Offset of the innermost list that is not closed.
    pub(crate) fn unclosed(&self) -> Option<u32> {
        (self.open != 0).then(|| self.lists[self.open as usize].start)
    }

    /// Whether no list was noted.
    pub(crate) fn is_empty(&self) -> bool {
        self.lists.len() == 1
    }

    /// The index, once all lists are closed.
    pub(crate) fn finish(mut self) -> Index {
        #[expect(clippy::cast_possible_truncation, reason = "a list has an offset of its own")]
        let next = self.lists.len() as u32;
        self.large[0].entry.next = next;
        Index {
            lists: self.lists.into_boxed_slice(),
            large: self.large.into_boxed_slice(),
            runs: self.runs.into_boxed_slice(),
            content_end: self.content_end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Builder, LARGE, LENGTH_BITS, LONG, Tag, Tags};

    fn check(index: &super::Index, number: u32, start: u32, end: u32, next: u32) {
        let entry = index.entry(number);
        assert_eq!((entry.start, entry.end, entry.next), (start, end, next), "list {number}");
    }

    #[test]
    fn lists_with_many_others_within_are_told_as_they_are() {
        for count in [0, LARGE - 1, LARGE, LARGE + 1] {
            let mut builder = Builder::<false>::new(count * 2 + 2, 0);
            builder.open(0);
            for at in 0..count {
                builder.open(at * 2 + 1);
                assert!(builder.close(b"", at * 2 + 3));
            }
            assert!(builder.close(b"", count * 2 + 2));
            assert!(!builder.close(b"", count * 2 + 3), "nothing is left to close");
            let index = builder.finish();
            assert_eq!(index.len(), count as usize + 1);
            check(&index, 0, 0, count * 2 + 2, count + 2);
            check(&index, 1, 0, count * 2 + 2, count + 2);
            for at in 0..count {
                check(&index, at + 2, at * 2 + 1, at * 2 + 3, at + 3);
            }
        }
    }

    #[test]
    fn long_lists_are_told_as_they_are() {
        for length in [(1 << LENGTH_BITS) - 1, 1 << LENGTH_BITS, u32::MAX - 8] {
            let mut builder = Builder::<false>::new(u32::MAX - 1, 0);
            builder.open(7);
            assert_eq!(builder.unclosed(), Some(7));
            assert!(builder.close(b"", length + 7));
            assert_eq!(builder.unclosed(), None);
            check(&builder.finish(), 1, 7, length + 7, 2);
        }
    }

    #[test]
    fn children_of_some_tags_are_found_run_by_run() {
        let (pads, lines) = (Tags::UNSURE.with("pad"), Tags::UNSURE.with("fp_line"));
        // Few and many lists, in long runs and in short ones, as the first list of the file and within that.
        for (runs, of_each) in
            [(3, 2), (3, 60), (40, 9), (120, 3), (300, 1), (3, 6000), (1800, 9), (15000, 1)]
        {
            let kinds = (0..runs).map(|run| ["(pad x)", "(fp_line)", "(\"pad\")"][run % 3].repeat(of_each));
            let rows = kinds.collect::<String>();
            for (number, text) in [(1, format!("(a {rows})")), (2, format!("(a(b{rows})(b))"))] {
                let index = crate::scan::index(&text).unwrap();
                let all: Vec<u32> = (number + 1..).take(runs * of_each).collect();
                let found = |tags| {
                    let found: Vec<_> = index.children(number, tags).collect();
                    let mut looked_at = Vec::new();
                    let look = |child, start| {
                        assert_eq!(index.entry(child).start, start);
                        looked_at.push(child);
                        None::<()>
                    };
                    assert_eq!(index.find_child(number, tags, look), None);
                    assert_eq!(looked_at, found);
                    found
                };
                assert_eq!(found(Tags::ALL), all);
                for (tags, kind) in [(pads, 0), (lines, 1)] {
                    let own =
                        all.iter().enumerate().filter(|(at, _)| [kind, 2].contains(&(at / of_each % 3)));
                    assert_eq!(found(tags), own.map(|(_, child)| *child).collect::<Vec<_>>(), "{text}");
                }
            }
        }
        for (count, list, outer, rest) in [(30, 2, "(b ", "(c)"), (9000, 1, "", ""), (100, 1, "", "")] {
            let rows = "(pad)".repeat(count) + &"(via)".repeat(count);
            let rest = rest.repeat(LONG) + &")".repeat(outer.len().min(1));
            let index = crate::scan::index(&format!("{outer}(a {rows}){rest}")).unwrap();
            let is_long = count != 100;
            assert_eq!(!index.runs(list).is_empty(), is_long, "runs are noted in long texts");
            assert_eq!(index.runs.is_empty(), !is_long);
            assert!(index.runs(0).is_empty() && index.runs(3).is_empty());
            assert_eq!(index.children(list, pads).count(), count);
        }
        let mixed = format!("(a {})", "(pad)(via)".repeat(LONG));
        assert!(crate::scan::index(&mixed).unwrap().runs.is_empty(), "there are as many runs as lists");
    }

    #[test]
    fn tags_are_those_of_the_word_whatever_follows_it() {
        let words = ["a", "at", "pad", "property", "x;y", "\u{e9}", ";no", "#word", ""];
        for word in words {
            for rest in [" 1)", ")", "(b)", "\n"] {
                let tag = Tag::of(format!("{word}{rest}").as_bytes());
                assert_eq!(tag, Tag::of(word.as_bytes()), "{word}{rest}");
                assert!(Tags::UNSURE.with(word).contain(tag));
            }
        }
        let others = words.iter().filter(|word| Tags::UNSURE.with("pad").contain(Tag::of(word.as_bytes())));
        assert_eq!(others.collect::<Vec<_>>(), [&"pad", &";no", &"#word", &""]);
        assert!(words.iter().all(|word| Tags::ALL.contain(Tag::of(word.as_bytes()))));
    }
}
