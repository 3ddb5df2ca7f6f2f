//! Changed lists: their items, where those come from, and whether they are the source's again.

use std::collections::BTreeMap;
use std::collections::btree_map::Range;
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use crate::document::Document;
use crate::source::{ListId, RawItem, Source, Span};

/// Lists whose items differ from the source.
pub(crate) type Overlay = BTreeMap<ListId, Arc<EditedList>>;

/// Entries of the overlay from `first` to before `end`.
pub(crate) fn range(overlay: &Overlay, first: ListId, end: ListId) -> Range<'_, ListId, Arc<EditedList>> {
    overlay.range((Bound::Included(first), Bound::Excluded(end)))
}

/// Items of a list that was changed.
#[derive(Clone, Debug)]
pub(crate) struct EditedList {
    pub(crate) items: Vec<Item>,
    /// Differs for every state that the items of the document's lists were in.
    pub(crate) version: u64,
    /// How the list looks in the source.
    pub(crate) look: Look,
    /// Number of items in the source.
    source_len: usize,
    /// Position of an item that was not in the source, when it was last looked for.
    witness: usize,
    /// What stands before each list of the source, once it was asked for.
    leads: OnceLock<Arc<[(ListId, Span)]>>,
}

/// How a list looks in the source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// What stands between the last item and the closing parenthesis.
    pub(crate) tail: Span,
    /// What stands before the last item.
    pub(crate) last_lead: Option<Span>,
    /// Whether there are lists within.
    pub(crate) has_lists: bool,
    /// What stands before the last list within that has a line of its own.
    pub(crate) own_line: Option<Span>,
}

/// One item of a changed list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) lead: Lead,
    pub(crate) node: Node,
}

/// What stands between an item and the one before it: blanks and comments of the source, or whatever the layout
/// asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lead(Span);

impl Lead {
    /// Whatever the layout asks for. No text is long enough for this place.
    pub(crate) const LAYOUT: Self = Self(Span { start: u32::MAX, end: u32::MAX });

    pub(crate) fn of_source(span: Span) -> Self {
        Self(span)
    }

    pub(crate) fn source(self) -> Option<Span> {
        (self != Self::LAYOUT).then_some(self.0)
    }
}

/// What an item is.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// An atom of the source.
    Atom(Span),
    /// An atom that was written since.
    NewAtom(Box<NewAtom>),
    /// A list of the source.
    List(ListId),
    /// A list that was put in.
    Graft(Document),
}

impl Node {
    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::List(_) | Self::Graft(_))
    }
}

/// An atom that was written since the source was read.
#[derive(Clone, Debug)]
pub(crate) struct NewAtom {
    /// How it is spelled; a number has all its digits.
    pub(crate) spelling: Box<str>,
    pub(crate) is_number: bool,
    /// The atom of the source that it replaces.
    pub(crate) original: Option<Span>,
}

impl EditedList {
    /// Items of a list as they are in the source.
    pub(crate) fn expand(source: &Source, list: ListId) -> Self {
        let mut items = Vec::new();
        let inside = source.inside(list);
        let mut raw = source.items(list);
        let mut end = inside.start;
        let mut look = Look { tail: inside, last_lead: None, has_lists: false, own_line: None };
        while let Some(item) = raw.next() {
            let (start, node) = match item {
                RawItem::Atom(span) => (span.start, Node::Atom(span)),
                RawItem::List(list) => (source.span(list).start, Node::List(list)),
            };
            let lead = Span { start: end, end: start };
            if node.is_list() {
                look.has_lists = true;
                let text = source.slice(lead);
                if text.contains('\n') && is_blank(text) {
                    look.own_line = Some(lead);
                }
            }
            look.last_lead = Some(lead);
            items.push(Item { lead: Lead::of_source(lead), node });
            end = raw.position();
        }
        look.tail.start = end;
        let source_len = items.len();
        Self { items, version: 0, look, source_len, witness: 0, leads: OnceLock::new() }
    }

    /// Whether the items are those of the source again.
    pub(crate) fn is_pristine(&mut self, source: &Source) -> bool {
        if self.items.len() != self.source_len {
            return false;
        }
        let is_new =
            |item: &Item| item.lead == Lead::LAYOUT || matches!(item.node, Node::NewAtom(_) | Node::Graft(_));
        if self.items.get(self.witness).is_some_and(is_new) {
            return false;
        }
        if let Some(found) = self.items.iter().position(is_new) {
            self.witness = found;
            return false;
        }
        // All of the source's items, each once: only their order may differ.
        self.items.is_sorted_by_key(|item| match item.node {
            Node::Atom(span) => span.start,
            Node::List(list) => source.span(list).start,
            Node::NewAtom(_) | Node::Graft(_) => 0,
        })
    }

    /// First word, as it is spelled.
    pub(crate) fn head<'a>(&'a self, source: &'a Source) -> Option<&'a str> {
        let spelling = match &self.items.first()?.node {
            Node::Atom(span) => source.slice(*span),
            Node::NewAtom(atom) => &*atom.spelling,
            Node::List(_) | Node::Graft(_) => return None,
        };
        (!spelling.starts_with('"')).then_some(spelling)
    }

    pub(crate) fn has_grafts(&self) -> bool {
        self.items.iter().any(|item| matches!(item.node, Node::Graft(_)))
    }

    /// What stands before `child` in the source, where it is directly within `list`, whose items these are.
    pub(crate) fn lead_of(&self, source: &Source, list: ListId, child: ListId) -> Option<Span> {
        let leads = self.leads.get_or_init(|| {
            let mut items = source.items(list);
            let mut end = source.inside(list).start;
            let mut leads = Vec::new();
            while let Some(item) = items.next() {
                if let RawItem::List(child) = item {
                    leads.push((child, Span { start: end, end: source.span(child).start }));
                }
                end = items.position();
            }
            leads.into()
        });
        let found = leads.binary_search_by_key(&child, |(child, _)| *child).ok()?;
        leads.get(found).map(|(_, lead)| *lead)
    }
}

/// Whether a text is nothing but blanks.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}
