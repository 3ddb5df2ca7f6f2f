//! An immutable text with an index of its lists.
//!
//! The index has one entry for each list, in the order of their opening parentheses. Atoms are not in it: a
//! list is short, and reading its words anew from the text is cheaper than keeping them. With eight bytes a list
//! the index takes about a third of a byte for each byte of a KiCad file.

use std::any::Any;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use bytestring::ByteString;
use smallvec::SmallVec;

use crate::change::AtomChange;
use crate::diagnostic::{Place, SyntaxError, SyntaxErrorKind};
use crate::index::{Children, Index, ListEntry, Tags};
use crate::layout::Style;
use crate::named::{Names, looked_at};
use crate::scan;

/// Number of a list in its source. Zero is the file itself, whose items are the top-level ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListId(pub(crate) u32);

impl ListId {
    /// The file itself.
    pub const FILE: Self = Self(0);

    /// The number as such.
    pub fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn first_inside(self) -> Self {
        Self(self.0 + 1)
    }
}

/// So many lists that are found at once need no memory of their own.
pub(crate) const FEW: usize = 32;

/// Bytes from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Span {
    pub(crate) fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// What stands in a list of the source.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RawItem {
    Atom(Span),
    List(ListId),
}

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    /// Somebody gave it.
    Given,
    /// It was cut out of a text.
    Part { of_synthetic: bool },
    /// This process spelled it, so that numbers in it still have all their digits.
    Synthetic,
}

/// An immutable text: one of our own, or one that somebody else keeps and lends without a copy.
#[derive(Clone, Debug)]
pub struct Text(ByteString);

impl Text {
    /// Takes a text from whoever owns it, for as long as it is needed.
    ///
    /// # Errors
    /// Where the bytes are no UTF-8.
    pub fn lent_by(owner: impl AsRef<[u8]> + Send + 'static) -> Result<Self, SyntaxError> {
        let bytes = Bytes::from_owner(owner);
        ByteString::try_from(bytes.clone())
            .map(Self)
            .map_err(|error| SyntaxError::in_bytes(SyntaxErrorKind::InvalidUtf8, &bytes, error.valid_up_to()))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<ByteString> for Text {
    fn from(text: ByteString) -> Self {
        Self(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<Box<str>> for Text {
    fn from(text: Box<str>) -> Self {
        Self(text.into_string().into())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

/// An immutable text with an index of its lists.
pub struct Source {
    text: Text,
    lists: Index,
    style: OnceLock<Style>,
    origin: Origin,
    companion: OnceLock<Companion>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source")
            .field("text", &self.text)
            .field("lists", &self.lists.len())
            .finish_non_exhaustive()
    }
}

/// Something that goes with a source.
pub(crate) type Companion = Arc<dyn Any + Send + Sync>;

impl Source {
    /// Indexes a text.
    ///
    /// # Errors
    /// Where the text is no S-expression document; the position of the first mistake is told.
    pub fn parse(text: impl Into<Text>) -> Result<Self, SyntaxError> {
        Self::read(text.into(), Origin::Given)
    }

    /// Indexes a text that this process spelled.
    pub(crate) fn synthetic(text: String) -> Result<Self, SyntaxError> {
        Self::read(text.into(), Origin::Synthetic)
    }

    /// A source without anything in it.
    pub(crate) fn empty() -> Self {
        Self::indexed(String::new().into(), Index::empty(), Origin::Synthetic)
    }

    /// A source of its own for a part of this one's text.
    pub(crate) fn part(&self, text: &str) -> Result<Self, SyntaxError> {
        Self::read(text.into(), Origin::Part { of_synthetic: self.is_synthetic() })
    }

    fn read(text: Text, origin: Origin) -> Result<Self, SyntaxError> {
        let lists = scan::index(&text)?;
        Ok(Self::indexed(text, lists, origin))
    }

    fn indexed(text: Text, lists: Index, origin: Origin) -> Self {
        Self { text, lists, style: OnceLock::new(), origin, companion: OnceLock::new() }
    }

    /// What whoever made the source left with it.
    pub(crate) fn companion(&self) -> &OnceLock<Companion> {
        &self.companion
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole text, to be kept.
    pub(crate) fn shared_text(&self) -> &Text {
        &self.text
    }

    /// Number of lists in the text.
    pub fn list_count(&self) -> usize {
        self.lists.len()
    }

    pub(crate) fn is_synthetic(&self) -> bool {
        matches!(self.origin, Origin::Synthetic | Origin::Part { of_synthetic: true })
    }

    #[inline]
    pub(crate) fn entry(&self, list: ListId) -> ListEntry {
        self.lists.entry(list.0)
    }

    /// First list after everything inside of `list`.
    pub(crate) fn next(&self, list: ListId) -> ListId {
        ListId(self.entry(list).next)
    }

    /// Bytes of the whole list, parentheses included.
    pub(crate) fn span(&self, list: ListId) -> Span {
        let entry = self.entry(list);
        Span { start: entry.start, end: entry.end }
    }

    /// Bytes between the parentheses; of the file, those that are read.
    #[inline]
    pub(crate) fn inside(&self, list: ListId) -> Span {
        let entry = self.entry(list);
        if list == ListId::FILE {
            Span { start: offset(scan::text_start(self.text.as_bytes())), end: self.lists.content_end() }
        } else {
            Span { start: entry.start + 1, end: entry.end - 1 }
        }
    }

    pub(crate) fn slice(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    /// Line, column and excerpt of some bytes, where somebody gave the text.
    pub(crate) fn place(&self, span: Span) -> Option<Place> {
        (self.origin == Origin::Given)
            .then(|| Place::in_text(&self.text, span.start as usize, span.end as usize))
    }

    /// Items of a list, read from the text.
    pub(crate) fn items(&self, list: ListId) -> RawItems<'_> {
        let inside = self.inside(list);
        RawItems {
            source: self,
            position: inside.start as usize,
            end: inside.end as usize,
            child: list.first_inside(),
        }
    }

    /// The atoms that stand in a list before any list does.
    pub(crate) fn leading_atoms(&self, list: ListId) -> impl Iterator<Item = &str> {
        let inside = self.inside(list);
        let text = &self.text.as_bytes()[..inside.end as usize];
        let mut at = inside.start as usize;
        std::iter::from_fn(move || {
            let atom = next_atom(text, at);
            at = atom.map_or(text.len(), |atom| atom.end as usize);
            atom.map(|atom| self.slice(atom))
        })
    }

    /// The number at a position, where only words that are decimals stand from the position `first` up to it, and no list
    /// does before.
    #[inline]
    pub(crate) fn number_at(&self, list: ListId, first: usize, position: usize) -> Option<f64> {
        let text = self.text.as_bytes();
        let read = |at| scan::decimal(text, at);
        Some(self.read_number_at(list, first, position, read)?.0)
    }

    /// The same with the number's place, where `change` is what became of an atom.
    pub(crate) fn changed_number_at(
        &self,
        list: ListId,
        first: usize,
        position: usize,
        change: Option<&AtomChange>,
    ) -> Option<(f64, Span)> {
        let text = self.text.as_bytes();
        let read = |at| match change {
            Some(change) if change.original.start == offset(at) => {
                Some((change.new.number()?, change.original.end as usize))
            }
            _ => scan::decimal(text, at),
        };
        let (number, start, end) = self.read_number_at(list, first, position, read)?;
        Some((number, Span { start: offset(start), end: offset(end) }))
    }

    /// The number at a position, and the offsets where it starts and ends. What is read at an offset are a number and where
    /// that ends.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
    fn read_number_at(
        &self,
        list: ListId,
        first: usize,
        position: usize,
        read: impl Fn(usize) -> Option<(f64, usize)>,
    ) -> Option<(f64, usize, usize)> {
        let inside = self.inside(list);
        let text = &self.text.as_bytes()[..inside.end as usize];
        let mut at = inside.start as usize;
        for _ in 0..first {
            at = scan::next_atom(text, at)?.1;
        }
        let mut left = position.checked_sub(first)?;
        loop {
            let (start, _) = scan::next_token(text, at)?;
            let (number, end) = read(start)?;
            if left == 0 {
                return Some((number, start, end));
            }
            left -= 1;
            at = end;
        }
    }

    /// The atom at a position, where no list stands before it.
    pub(crate) fn atom_at(&self, list: ListId, position: usize) -> Option<Span> {
        let inside = self.inside(list);
        let text = &self.text.as_bytes()[..inside.end as usize];
        let mut atom = next_atom(text, inside.start as usize)?;
        for _ in 0..position {
            atom = next_atom(text, atom.end as usize)?;
        }
        Some(atom)
    }

    /// Lists directly inside of a list, without reading what stands between them.
    pub(crate) fn children(&self, list: ListId) -> impl Iterator<Item = ListId> + '_ {
        self.lists.children(list.0, Tags::ALL).map(ListId)
    }

    /// Lists directly inside of a list that have one of these names.
    #[inline]
    pub(crate) fn named(&self, list: ListId, names: Names) -> NamedLists<'_> {
        NamedLists { source: self, children: self.lists.children(list.0, names.tags()), names }
    }

    /// Last list directly inside of a list that has one of these names.
    #[inline]
    pub(crate) fn last_named(&self, list: ListId, names: &Names) -> Option<ListId> {
        let mut last = None;
        self.lists.find_child(list.0, names.tags(), |child, start| {
            looked_at();
            let child = ListId(child);
            if self.starts_with(child, start, names) {
                last = Some(child);
            }
            None::<()>
        });
        last
    }

    /// Notes all lists directly inside of a list that have one of these names.
    #[inline]
    pub(crate) fn all_named(&self, list: ListId, names: &Names, all: &mut SmallVec<[ListId; FEW]>) {
        self.lists.find_child(list.0, names.tags(), |child, start| {
            looked_at();
            let child = ListId(child);
            if self.starts_with(child, start, names) {
                all.push(child);
            }
            None::<()>
        });
    }

    /// Whether a list has one of these names.
    #[inline]
    pub(crate) fn is_named(&self, list: ListId, names: Names) -> bool {
        self.starts_with(list, self.entry(list).start, &names)
    }

    /// Whether the list that starts at an offset has one of these names.
    #[inline]
    fn starts_with(&self, list: ListId, start: u32, names: &Names) -> bool {
        let text = self.text.as_bytes().get(start as usize + 1..).unwrap_or_default();
        // The file itself starts with none: what stands at its offset is told by a closer look.
        list != ListId::FILE && names.is_first_word(text) || self.starts_with_any(list, start, names)
    }

    /// The same, looking closely.
    #[inline(never)]
    fn starts_with_any(&self, list: ListId, start: u32, names: &Names) -> bool {
        names.any(|word| self.has_head(list, start, word))
    }

    /// Whether a list's first word, not in quotes, is this one; `""` where there is no such word.
    pub(crate) fn head_is(&self, list: ListId, word: &str) -> bool {
        self.has_head(list, self.entry(list).start, word)
    }

    #[inline]
    fn has_head(&self, list: ListId, start: u32, word: &str) -> bool {
        let text = self.text.as_bytes().get(start as usize + 1..).unwrap_or_default();
        // The word nearly always follows the parenthesis at once, and something follows the word.
        match (text, word.as_bytes()) {
            ([first, ..], [_, ..]) if list != ListId::FILE && scan::is_word(*first) => {
                // Words are so short that they are compared in less time than a call takes.
                let is_same = |(own, wanted): (&u8, &u8)| own == wanted;
                text.get(word.len()).is_some_and(|next| !scan::is_word(*next))
                    && text.iter().zip(word.as_bytes()).all(is_same)
            }
            _ => self.head(list).unwrap_or_default() == word,
        }
    }

    /// First word of a list, where it is not in quotes.
    pub(crate) fn head(&self, list: ListId) -> Option<&str> {
        let inside = self.inside(list);
        let text = &self.text.as_bytes()[..inside.end as usize];
        let start = inside.start as usize;
        // The word nearly always follows the parenthesis at once.
        let start = match text.get(start) {
            Some(b) if scan::is_word(*b) && !matches!(b, b'"' | b';' | b'#') => start,
            _ => scan::skip_trivia(text, start),
        };
        match text.get(start) {
            None | Some(b'(' | b'"') => None,
            Some(_) => Some(&self.text[start..scan::word_end(text, start)]),
        }
    }

    /// Whether there are more than `count` lists within a list, at all levels together.
    #[inline]
    pub(crate) fn has_inside(&self, list: ListId, count: u32) -> bool {
        self.entry(list).next - list.0 > count.saturating_add(1)
    }

    /// Bytes at the end that are kept without being read.
    pub(crate) fn left_over(&self) -> Option<Span> {
        let span = Span { start: self.lists.content_end(), end: self.entry(ListId::FILE).end };
        (!span.is_empty()).then_some(span)
    }

    /// How the text is laid out.
    pub(crate) fn style(&self) -> Style {
        *self.style.get_or_init(|| Style::of(&self.text))
    }
}

/// The atom that comes next from `at` on, unless a list does.
#[inline]
fn next_atom(text: &[u8], at: usize) -> Option<Span> {
    let (start, end) = scan::next_atom(text, at)?;
    Some(Span { start: offset(start), end: offset(end) })
}

/// Iterator over the lists of some names directly inside of a list.
pub(crate) struct NamedLists<'a> {
    source: &'a Source,
    children: Children<'a>,
    names: Names,
}

impl Iterator for NamedLists<'_> {
    type Item = ListId;

    #[inline]
    fn next(&mut self) -> Option<ListId> {
        loop {
            let list = ListId(self.children.next()?);
            looked_at();
            if self.source.is_named(list, self.names) {
                return Some(list);
            }
        }
    }
}

/// Iterator over the items of a list.
pub(crate) struct RawItems<'a> {
    source: &'a Source,
    position: usize,
    end: usize,
    child: ListId,
}

impl RawItems<'_> {
    /// Offset after the item that was read last.
    pub(crate) fn position(&self) -> u32 {
        offset(self.position)
    }
}

impl Iterator for RawItems<'_> {
    type Item = RawItem;

    fn next(&mut self) -> Option<RawItem> {
        let text = &self.source.text.as_bytes()[..self.end];
        let (start, first) = scan::next_token(text, self.position)?;
        let item = match first {
            b'(' => {
                let list = self.child;
                let entry = self.source.entry(list);
                self.child = ListId(entry.next);
                self.position = entry.end as usize;
                return Some(RawItem::List(list));
            }
            b'"' => Span { start: offset(start), end: offset(scan::string_end(text, start)) },
            _ => Span { start: offset(start), end: offset(scan::word_end(text, start)) },
        };
        self.position = item.end as usize;
        Some(RawItem::Atom(item))
    }
}

/// Offset as it is kept; texts longer than that are refused when they are read.
pub(crate) fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
