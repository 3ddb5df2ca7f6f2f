//! Putting back: what was taken out of a list and comes again stands where it stood, spelled as it was.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::document::Document;
use crate::edit::{Editor, says_same};
use crate::layout;
use crate::overlay::{Item, Lead, Node, Overlay};
use crate::source::{ListId, RawItem, Span};
use crate::text::Atom;

impl Editor<'_> {
    /// Puts a document's list in, under the terms of [`Self::insert_list`]: at `position`, or, where it is a copy of a
    /// list that the text held here and that is no longer here, at that one of `places` that keeps the text's order.
    /// Tells where.
    pub fn insert_list_within(
        &mut self,
        position: usize,
        places: impl FnOnce(&Self) -> RangeInclusive<usize>,
        list: Document,
    ) -> usize {
        let position =
            if self.comes_back(&list) { self.place_of(list.root_list(), places(self)) } else { position };
        self.insert_list(position, list);
        position
    }

    /// Whether a document is a copy of a list that the text held here and that is no longer here.
    pub fn comes_back(&self, list: &Document) -> bool {
        self.missing().contains(&list.root_list()) && self.lead_of(list).is_some()
    }

    /// Whether a list that the text held here is no longer here.
    pub fn lacks_lists(&self) -> bool {
        !self.missing().is_empty()
    }

    /// Puts a document's list in, under the terms of [`Self::insert_list`]. Where a list of the text that says the same
    /// was removed, that one comes back, at that one of `places` that keeps the text's order. Its first word may be one
    /// of `words` instead. Tells where the list was put.
    pub fn restore_list(
        &mut self,
        position: usize,
        places: impl FnOnce(&Self) -> RangeInclusive<usize>,
        words: &[&str],
        list: Document,
    ) -> usize {
        if !self.lacks_lists() {
            self.insert_list(position, list);
            return position;
        }
        let text = list.root().exact_text();
        let head = list.root().head().map(Cow::into_owned).unwrap_or_default();
        let is_head = |word: &str| word == head || words.contains(&word);
        if let Some(child) = self.removed(is_head, |removed| says_the_same(removed, &text)) {
            return self.put_back(child, places);
        }
        self.insert_list(position, list);
        position
    }

    /// Brings a list of the text back that was removed and says the same as `text`, in its place. A test decides on its
    /// first word. Tells whether there is one.
    pub fn restore_same(&mut self, is_head: impl Fn(&str) -> bool, text: &str) -> bool {
        let child = self.removed(is_head, |removed| says_the_same(removed, text));
        if let Some(child) = child {
            self.put_back(child, |items| 0..=items.len());
        }
        child.is_some()
    }

    /// Brings a list of this first word back that was removed, whatever else it says but `no`, in its place. Tells
    /// whether there is one.
    pub fn restore_named(&mut self, head: &str) -> bool {
        let says_no = |text: &str| matches!(layout::words(text).nth(2), Some("no" | "false"));
        let child = self.removed(|word| word == head, |text| !says_no(text));
        if let Some(child) = child {
            self.put_back(child, |items| 0..=items.len());
        }
        child.is_some()
    }

    fn put_back(&mut self, child: ListId, places: impl FnOnce(&Self) -> RangeInclusive<usize>) -> usize {
        let copy = Document::new(Arc::clone(self.source()), child, Overlay::new());
        let position = self.place_of(child, places(self));
        self.insert_list(position, copy);
        position
    }

    /// Brings a bare word of the text back that was removed, in its place and spelled as it was. Tells whether there is
    /// one.
    pub fn restore_word(&mut self, word: &str) -> bool {
        let source = Arc::clone(self.source());
        let mut at = source.inside(self.list()).start;
        let mut items = source.items(self.list());
        let mut found = None;
        while let Some(item) = items.next() {
            if let RawItem::Atom(span) = item
                && source.slice(span) == word
                && !self.list_items().iter().any(|own| matches!(own.node, Node::Atom(own) if own == span))
            {
                found = Some((span, Span { start: at, end: span.start }));
                break;
            }
            at = items.position();
        }
        let Some((span, lead)) = found else { return false };
        let starts = |item: &Item| match &item.node {
            Node::Atom(own) => Some(own.start),
            Node::NewAtom(atom) => atom.original.map(|own| own.start),
            Node::List(_) | Node::Graft(_) => item.origin(&source).map(|own| source.span(own).start),
        };
        let before = |item: &Item| starts(item).is_some_and(|start| start < span.start);
        let position = self.list_items().iter().rposition(before).map_or(0, |last| last + 1);
        self.insert(position, Item { lead: Lead::of_source(lead), node: Node::Atom(span) });
        true
    }

    /// Whether the atom at a position was put in where none stood.
    pub fn is_new_atom(&self, position: usize) -> bool {
        let item = self.list_items().get(position);
        item.is_some_and(|item| matches!(&item.node, Node::NewAtom(atom) if atom.original.is_none()))
    }

    /// A list of the text that is no longer here and passes both tests: that of its first word, and that of its text.
    fn removed(&self, is_head: impl Fn(&str) -> bool, test: impl Fn(&str) -> bool) -> Option<ListId> {
        let source = self.source();
        let is_wanted = |child: &ListId| {
            source.head(*child).is_some_and(&is_head) && test(source.slice(source.span(*child)))
        };
        self.missing().iter().copied().find(is_wanted)
    }

    /// First of the places that no list follows in the items that it follows in the text.
    fn place_of(&self, child: ListId, places: RangeInclusive<usize>) -> usize {
        let (first, end) = (*places.start(), *places.end());
        // Atoms stand before the list or after it, as they do in the text.
        let start = self.source().span(child).start;
        let is_before = |item: &Item| match &item.node {
            Node::Atom(span) => span.start < start,
            Node::NewAtom(atom) => atom.original.is_some_and(|own| own.start < start),
            _ => item.origin(self.source()).is_some_and(|own| own < child),
        };
        let items = self.list_items();
        let items = items.get(first..end.min(items.len())).unwrap_or_default();
        first + items.iter().rposition(is_before).map_or(0, |last| last + 1)
    }
}

/// Whether two lists say the same, but for their first words and however they are laid out.
fn says_the_same(left: &str, right: &str) -> bool {
    let (mut left, mut right) = (layout::words(left).skip(2), layout::words(right).skip(2));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (Some(left), Some(right)) if left == right || is_same_atom(left, right) => {}
            _ => return false,
        }
    }
}

/// Whether two atoms say the same; a word says the same as in quotes.
fn is_same_atom(left: &str, right: &str) -> bool {
    let is_atom = |word: &str| !matches!(word, "(" | ")");
    let (one, other) = (Atom::new(left), Atom::new(right));
    let truth = |word: &str| match word {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    };
    let same_truth = truth(left).is_some() && truth(left) == truth(right);
    is_atom(left) && is_atom(right) && (one.value() == other.value() || same_truth || says_same(one, other))
}
