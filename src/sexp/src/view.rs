//! What stands in a list at one moment.

use std::sync::Arc;

use crate::change::{AtomChange, Change};
use crate::children::ChildRef;
use crate::document::Document;
use crate::element::Element;
use crate::overlay::{EditedList, Node};
use crate::source::{ListId, RawItem, RawItems, Span};
use crate::text::Atom;

/// What stands in a list.
#[derive(Clone, Debug)]
pub enum Item<'a> {
    /// A word or string.
    Atom(Atom<'a>),
    /// A list.
    List(Element),
}

/// Items of a list at one moment.
pub struct View<'a> {
    document: &'a Document,
    list: ListId,
    now: Now,
}

/// What a list is at one moment.
enum Now {
    /// As in the source.
    AsRead,
    /// As in the source, but for an atom.
    Atom { original: Span, spelling: Box<str> },
    /// Something else.
    Edited(Arc<EditedList>),
}

impl<'a> View<'a> {
    pub(crate) fn new(document: &'a Document, list: ListId) -> Self {
        let now = match document.spread(list) {
            None => Now::AsRead,
            Some(Change::Atom(AtomChange { original, new })) => {
                Now::Atom { original, spelling: new.spelling().into_owned().into_boxed_str() }
            }
            Some(Change::Items(edited)) => Now::Edited(edited),
        };
        Self { document, list, now }
    }
}

impl View<'_> {
    /// Number of items.
    #[expect(clippy::len_without_is_empty, reason = "hardly a list is empty")]
    pub fn len(&self) -> usize {
        match &self.now {
            Now::AsRead | Now::Atom { .. } => self.document.source().items(self.list).count(),
            Now::Edited(edited) => edited.items().len(),
        }
    }

    /// Whether there are lists among the items.
    pub fn has_lists(&self) -> bool {
        match &self.now {
            Now::AsRead | Now::Atom { .. } => self.document.source().has_inside(self.list, 0),
            Now::Edited(edited) => edited.holds_lists(),
        }
    }

    /// The items in order, the list's first word included.
    pub fn items(&self) -> Items<'_> {
        let source = || self.document.source().items(self.list);
        let from = match &self.now {
            Now::AsRead => ItemsFrom::Source(source(), None),
            Now::Atom { original, spelling } => ItemsFrom::Source(source(), Some((*original, spelling))),
            Now::Edited(edited) => ItemsFrom::Overlay(edited.items().iter()),
        };
        Items { document: self.document, from }
    }

    /// The words and strings in order, the list's first word included.
    pub fn atoms(&self) -> impl Iterator<Item = Atom<'_>> {
        self.atoms_in_place().flatten()
    }

    /// The items in order, the list's first word included, with nothing in place of lists: less work than making elements
    /// of them.
    pub fn atoms_in_place(&self) -> impl Iterator<Item = Option<Atom<'_>>> {
        let mut items = self.items();
        std::iter::from_fn(move || {
            Some(match items.part(0)? {
                Part::Atom(atom) => Some(atom),
                Part::List(_) => None,
            })
        })
    }
}

/// Iterator over the items of a list.
pub struct Items<'a> {
    document: &'a Document,
    from: ItemsFrom<'a>,
}

enum ItemsFrom<'a> {
    /// Those of the source, but for an atom.
    Source(RawItems<'a>, Option<(Span, &'a str)>),
    Overlay(std::slice::Iter<'a, crate::overlay::Item>),
}

/// An item, not yet made an element where it is a list.
enum Part<'a> {
    Atom(Atom<'a>),
    List(ChildRef<'a>),
}

impl<'a> Items<'a> {
    /// The item after so many others.
    fn part(&mut self, position: usize) -> Option<Part<'a>> {
        match &mut self.from {
            ItemsFrom::Source(items, changed) => {
                let changed = *changed;
                items.nth(position).map(|item| self.of_raw(&item, changed))
            }
            ItemsFrom::Overlay(items) => items.nth(position).map(|item| self.of_node(&item.node)),
        }
    }

    fn of_raw(&self, item: &RawItem, changed: Option<(Span, &'a str)>) -> Part<'a> {
        match *item {
            RawItem::Atom(span) if let Some((_, new)) = changed.filter(|(original, _)| *original == span) => {
                Part::Atom(Atom::new(new))
            }
            RawItem::Atom(span) => Part::Atom(Atom::new(self.document.source().slice(span))),
            RawItem::List(list) => Part::List(ChildRef { document: self.document, list }),
        }
    }

    fn of_node(&self, node: &'a Node) -> Part<'a> {
        let (document, list) = match node {
            Node::Atom(span) => return Part::Atom(Atom::new(self.document.source().slice(*span))),
            Node::NewAtom(atom) => return Part::Atom(Atom::new(atom.spelling())),
            Node::List(list) => (self.document, *list),
            Node::Graft(graft) => (graft, graft.root_list()),
        };
        Part::List(ChildRef { document, list })
    }
}

impl<'a> Iterator for Items<'a> {
    type Item = Item<'a>;

    fn next(&mut self) -> Option<Item<'a>> {
        self.nth(0)
    }

    fn nth(&mut self, position: usize) -> Option<Item<'a>> {
        Some(match self.part(position)? {
            Part::Atom(atom) => Item::Atom(atom),
            Part::List(child) => Item::List(child.element()),
        })
    }
}
