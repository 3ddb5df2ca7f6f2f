//! The index of a text: where its lists start and end, in eight bytes for each list.
//!
//! Nearly all lists are short and hold few others, so their length and the number of lists within fit into four
//! bytes. The few that are longer stand in a table of their own. The bits that are left tell how the first word
//! begins, so that whoever looks for the lists of a word among thousands reads the text of few others.

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

    /// Tag of the word that starts a text, and of the list that the text stands in.
    #[inline]
    pub(crate) fn of(text: &[u8]) -> Self {
        let (first, second) = match text {
            [first, second, ..] => (*first, Self::SECOND[*second as usize]),
            [first] => (*first, 0),
            [] => return Self::UNSURE,
        };
        let first = Self::FIRST[first as usize];
        // Words that happen to have the tag for what is unsure are looked at closely, too.
        if first == u8::MAX { Self::UNSURE } else { Self(u32::from(first + second) & Self::UNSURE.0) }
    }
}

/// A set of tags, among which are always those that need a closer look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tags(u64);

impl Tags {
    pub(crate) const ALL: Self = Self(u64::MAX);

    pub(crate) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let bits = words.map(|word| 1 << Tag::of(word.as_bytes()).0);
        Self(bits.fold(1 << Tag::UNSURE.0, |all, bit: u64| all | bit))
    }

    #[inline]
    pub(crate) fn contain(self, tag: Tag) -> bool {
        self.0 >> tag.0 & 1 == 1
    }
}

/// One list, as it is kept.
#[derive(Clone, Copy, Debug)]
struct Packed {
    /// Offset of the opening parenthesis; of a large list, its place in the table of those.
    start: u32,
    /// Number of lists within in the upper eight bits, or [`LARGE`]; the tag in those below; length in the lower ones.
    /// Until a list is closed, the number of the list around it.
    extent: u32,
}

/// Bits that the length of a list has.
const LENGTH_BITS: u32 = 18;
/// Bits below the number of lists within.
const WITHIN_AT: u32 = LENGTH_BITS + TAG_BITS;
/// Stands where the number of lists within would: the list is in the table of large ones.
const LARGE: u32 = 0xFF;

/// Index of the lists of a text, in the order of their opening parentheses. Number zero is the file itself.
#[derive(Debug)]
pub(crate) struct Index {
    lists: Box<[Packed]>,
    large: Box<[ListEntry]>,
    /// Offset after what is read of the file.
    content_end: u32,
}

impl Index {
    /// Index of an empty text.
    pub(crate) fn empty() -> Self {
        Builder::new(0, 0).finish()
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
        let Packed { start, extent } = self.lists[number as usize];
        let within = extent >> WITHIN_AT;
        if within == LARGE {
            return self.large[start as usize];
        }
        let tag = Tag(extent >> LENGTH_BITS & Tag::UNSURE.0);
        ListEntry { start, end: start + (extent & ((1 << LENGTH_BITS) - 1)), next: number + 1 + within, tag }
    }
}

/// An index while its text is read.
pub(crate) struct Builder {
    lists: Vec<Packed>,
    large: Vec<ListEntry>,
    /// Innermost list that is not closed yet; zero outside of all lists.
    open: u32,
    content_end: u32,
}

impl Builder {
    /// Starts the index of a text of this length, in which there are about so many lists.
    pub(crate) fn new(length: u32, lists: usize) -> Self {
        let mut packed = Vec::with_capacity(lists + 1);
        packed.push(Packed { start: 0, extent: LARGE << WITHIN_AT });
        let file = ListEntry { start: 0, end: length, next: 0, tag: Tag::UNSURE };
        Self { lists: packed, large: vec![file], open: 0, content_end: length }
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
        let tag = Tag::of(text.get(list.start as usize + 1..).unwrap_or_default());
        if within < LARGE && length < 1 << LENGTH_BITS {
            list.extent = within << WITHIN_AT | tag.0 << LENGTH_BITS | length;
        } else {
            let entry = ListEntry { start: list.start, end, next, tag };
            #[expect(clippy::cast_possible_truncation, reason = "there are fewer of these than lists")]
            let place = self.large.len() as u32;
            *list = Packed { start: place, extent: LARGE << WITHIN_AT };
            self.large.push(entry);
        }
        true
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
        self.large[0].next = next;
        Index {
            lists: self.lists.into_boxed_slice(),
            large: self.large.into_boxed_slice(),
            content_end: self.content_end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Builder, LARGE, LENGTH_BITS, Tag, Tags};

    fn check(index: &super::Index, number: u32, start: u32, end: u32, next: u32) {
        let entry = index.entry(number);
        assert_eq!((entry.start, entry.end, entry.next), (start, end, next), "list {number}");
    }

    #[test]
    fn lists_with_many_others_within_are_told_as_they_are() {
        for count in [0, LARGE - 1, LARGE, LARGE + 1] {
            let mut builder = Builder::new(count * 2 + 2, 0);
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
            let mut builder = Builder::new(u32::MAX - 1, 0);
            builder.open(7);
            assert_eq!(builder.unclosed(), Some(7));
            assert!(builder.close(b"", length + 7));
            assert_eq!(builder.unclosed(), None);
            check(&builder.finish(), 1, 7, length + 7, 2);
        }
    }

    #[test]
    fn tags_are_those_of_the_word_whatever_follows_it() {
        let words = ["a", "at", "pad", "property", "x;y", "\u{e9}", ";no", "#word", ""];
        for word in words {
            for rest in [" 1)", ")", "(b)", "\n"] {
                let tag = Tag::of(format!("{word}{rest}").as_bytes());
                assert_eq!(tag, Tag::of(word.as_bytes()), "{word}{rest}");
                assert!(Tags::of([word].into_iter()).contain(tag));
            }
        }
        let others =
            words.iter().filter(|word| Tags::of(["pad"].into_iter()).contain(Tag::of(word.as_bytes())));
        assert_eq!(others.collect::<Vec<_>>(), [&"pad", &";no", &"#word", &""]);
        assert!(words.iter().all(|word| Tags::ALL.contain(Tag::of(word.as_bytes()))));
    }
}
