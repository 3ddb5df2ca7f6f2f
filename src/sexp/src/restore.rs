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
    pub fn insert_list_within(
        &mut self,
        position: usize,
        places: impl FnOnce(&Self) -> RangeInclusive<usize>,
        list: Document,
    ) {
        let child = list.root_list();
        let stood_here = Arc::ptr_eq(list.source(), self.source()) && self.lead_of(&list).is_some();
        let position = if stood_here && !self.present().any(|own| own == child) {
            self.place_of(child, places(self))
        } else {
            position
        };
        self.insert_list(position, list);
    }

    /// Puts a document's list in, under the terms of [`Self::insert_list`]. Where a list of the text that says the same
    /// was removed, that one comes back, at that one of `places` that keeps the text's order. Its first word may be one
    /// of `words` instead.
    pub fn restore_list(
        &mut self,
        position: usize,
        places: impl FnOnce(&Self) -> RangeInclusive<usize>,
        words: &[&str],
        list: Document,
    ) {
        let text = list.root().exact_text();
        let head = list.root().head().map(Cow::into_owned).unwrap_or_default();
        let is_head = |word: &str| word == head || words.contains(&word);
        match self.removed(is_head, |removed| says_the_same(removed, &text)) {
            Some(child) => self.put_back(child, places),
            None => self.insert_list(position, list),
        }
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

    fn put_back(&mut self, child: ListId, places: impl FnOnce(&Self) -> RangeInclusive<usize>) {
        let copy = Document::new(Arc::clone(self.source()), child, Overlay::new());
        let position = self.place_of(child, places(self));
        self.insert_list(position, copy);
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
            Node::List(_) | Node::Graft(_) => self.origin(item).map(|own| source.span(own).start),
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
        let mut present: Vec<ListId> = self.present().collect();
        present.sort_unstable();
        let source = self.source();
        source.children(self.list()).find(|child| {
            source.head(*child).is_some_and(&is_head)
                && present.binary_search(child).is_err()
                && test(source.slice(source.span(*child)))
        })
    }

    /// Lists of the text that are here, or copies of which are.
    fn present(&self) -> impl Iterator<Item = ListId> + '_ {
        self.list_items().iter().filter_map(|item| self.origin(item))
    }

    /// List of the text that an item is, or is a copy of.
    fn origin(&self, item: &Item) -> Option<ListId> {
        match &item.node {
            Node::List(list) => Some(*list),
            Node::Graft(graft) if item.lead != Lead::LAYOUT && Arc::ptr_eq(graft.source(), self.source()) => {
                Some(graft.root_list())
            }
            Node::Graft(_) | Node::Atom(_) | Node::NewAtom(_) => None,
        }
    }

    /// First of the places that no list follows in the items that it follows in the text.
    fn place_of(&self, child: ListId, places: RangeInclusive<usize>) -> usize {
        let (first, end) = (*places.start(), *places.end());
        // Atoms stand before the list or after it, as they do in the text.
        let start = self.source().span(child).start;
        let is_before = |item: &Item| match &item.node {
            Node::Atom(span) => span.start < start,
            Node::NewAtom(atom) => atom.original.is_some_and(|own| own.start < start),
            _ => self.origin(item).is_some_and(|own| own < child),
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
