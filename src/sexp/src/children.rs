//! Lists found in a list.

use std::slice;
use std::sync::Arc;

use crate::document::Document;
use crate::element::{Element, Head};
use crate::overlay::{EditedList, Node};
use crate::source::ListId;

/// A list within a list, not yet made an element.
#[derive(Clone, Copy, Debug)]
pub struct ChildRef<'a> {
    pub(crate) document: &'a Document,
    pub(crate) list: ListId,
}

impl<'a> ChildRef<'a> {
    /// The list that a node in a list of the document is, where it is one.
    pub(crate) fn of(document: &'a Document, node: &'a Node) -> Option<Self> {
        match node {
            Node::List(list) => Some(ChildRef { document, list: *list }),
            Node::Graft(graft) => Some(ChildRef { document: graft, list: graft.root_list() }),
            Node::Atom(_) | Node::NewAtom(_) => None,
        }
    }

    /// The list as an element.
    #[inline]
    pub fn element(self) -> Element {
        Element::new(self.document.clone(), self.list)
    }

    pub(crate) fn head_is(self, test: impl Fn(Head<'_>) -> bool) -> bool {
        let source = self.document.source();
        match self.document.edited(self.list) {
            None => test(Head::of_source(source, self.list)),
            Some(edited) => test(Head::of_word(edited.head(source))),
        }
    }
}

/// What a look at the source tells of a list within a list.
#[derive(Clone, Copy, Debug)]
pub enum InSource<'a> {
    /// It is there.
    There(ChildRef<'a>),
    /// It is not there.
    Absent,
    /// Nothing: lists were changed in the document, or there are many.
    Unsure,
}

/// Lists found in a list, in order, as they were at that moment.
///
/// While one of these exists, a change of the list costs a copy of its items.
#[derive(Clone, Debug)]
pub struct Children {
    document: Document,
    found: FoundIn,
}

#[derive(Clone, Debug)]
pub(crate) enum FoundIn {
    /// Lists of the source.
    Source(Arc<Vec<ListId>>),
    /// Positions in a changed list.
    Edited(Arc<EditedList>, Arc<Vec<u32>>),
}

impl Children {
    pub(crate) fn new(document: Document, found: FoundIn) -> Self {
        Self { document, found }
    }

    /// Number of lists.
    pub fn len(&self) -> usize {
        match &self.found {
            FoundIn::Source(lists) => lists.len(),
            FoundIn::Edited(_, positions) => positions.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// List number `index`, from 0.
    pub fn get(&self, index: usize) -> Option<Element> {
        self.child(index).map(ChildRef::element)
    }

    /// All lists.
    pub fn iter(&self) -> impl Iterator<Item = Element> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Number of a list among these.
    pub fn index_of(&self, element: &Element) -> Option<usize> {
        match &self.found {
            FoundIn::Source(lists) => {
                let list = Some(element.list()).filter(|_| element.document().is(&self.document))?;
                lists.binary_search(&list).ok()
            }
            FoundIn::Edited(edited, positions) => positions.iter().position(|position| {
                let item = edited.items().get(*position as usize);
                item.is_some_and(|item| element.is_node(&self.document, &item.node))
            }),
        }
    }

    /// Where list number `index` stands, for [`Editor::positions_of`](crate::Editor::positions_of). No more than a
    /// hint: the list may be changed meanwhile, and its items may not be known yet.
    pub fn position(&self, index: usize) -> usize {
        match &self.found {
            FoundIn::Source(_) => index,
            FoundIn::Edited(_, positions) => positions.get(index).map_or(0, |position| *position as usize),
        }
    }

    fn child(&self, index: usize) -> Option<ChildRef<'_>> {
        match &self.found {
            FoundIn::Source(lists) => {
                lists.get(index).map(|list| ChildRef { document: &self.document, list: *list })
            }
            FoundIn::Edited(edited, positions) => {
                let item = edited.items().get(*positions.get(index)? as usize)?;
                ChildRef::of(&self.document, &item.node)
            }
        }
    }
}

/// Iterator over lists that were found in a list, in order, as they were at that moment.
#[derive(Clone, Debug)]
pub struct Found<'a>(FoundNow<'a>);

#[derive(Clone, Debug)]
enum FoundNow<'a> {
    /// Lists of the document's source.
    Source(&'a Document, slice::Iter<'a, ListId>),
    Elements(slice::Iter<'a, Element>),
}

impl<'a> Found<'a> {
    /// What was found otherwise.
    #[inline]
    pub fn new(elements: &'a [Element]) -> Self {
        Self(FoundNow::Elements(elements.iter()))
    }

    #[inline]
    pub(crate) fn in_source(document: &'a Document, lists: &'a [ListId]) -> Self {
        Self(FoundNow::Source(document, lists.iter()))
    }
}

impl Iterator for Found<'_> {
    type Item = Element;

    #[inline]
    fn next(&mut self) -> Option<Element> {
        match &mut self.0 {
            FoundNow::Source(document, lists) => {
                lists.next().map(|list| Element::new((*document).clone(), *list))
            }
            FoundNow::Elements(elements) => elements.next().cloned(),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            FoundNow::Source(_, lists) => lists.size_hint(),
            FoundNow::Elements(elements) => elements.size_hint(),
        }
    }
}

impl ExactSizeIterator for Found<'_> {}
