//! Documents: a source and what was changed in it.
//!
//! Nothing of a source is ever decoded into a tree. A document keeps an overlay with one entry for each list
//! whose items were changed; everything else is read from, and written as, the text it came in. What is inserted
//! is a small document of its own, grafted into the list. So a reader of an untouched document takes no lock, a
//! copy of an element costs a reference and its share of the overlay, and dumping costs a copy of the text.
//!
//! The overlay is an immutable map behind a lock that is held only to fetch or replace it. No lock is held while
//! anything else runs.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use hashbrown::HashMap;

use crate::diagnostic::{SyntaxError, SyntaxErrorKind};
use crate::element::Element;
use crate::source::{ListId, RawItem, Source, Span};
use crate::write;

/// A document: cheap to clone, shared by all its clones.
#[derive(Clone)]
pub struct Document(Arc<Inner>);

struct Inner {
    /// Number of this document in the process.
    number: u64,
    source: Arc<Source>,
    /// List that the document stands for: the file, or one list of a source it shares.
    root: ListId,
    /// Whether the overlay holds anything.
    edited: AtomicBool,
    overlay: RwLock<Arc<Overlay>>,
    /// Children of long lists by field, so that access by position does not search.
    named: Mutex<Named>,
}

/// Children by list and key.
type Named = HashMap<(ListId, usize), Arc<[Child]>>;

/// Lists whose items differ from the source.
pub(crate) type Overlay = BTreeMap<ListId, Arc<EditedList>>;

/// Items of a list that was changed.
#[derive(Clone, Debug)]
pub(crate) struct EditedList {
    pub(crate) items: Vec<Item>,
    /// What stands between the last item and the closing parenthesis in the source.
    pub(crate) tail: Span,
    /// Whether the last item in the source is a list.
    pub(crate) ended_in_list: bool,
}

/// One item of a changed list.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// What stands before the item.
    pub(crate) lead: Lead,
    pub(crate) node: Node,
}

/// What stands between an item and the one before it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Lead {
    /// Blanks and comments of the source.
    Source(Span),
    /// Whatever the layout asks for.
    Layout,
}

/// What an item is.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// An atom of the source.
    Atom(Span),
    /// An atom that replaces `original`, or a new one. A number is spelled with all its digits here.
    NewAtom { spelling: Box<str>, number: bool, original: Option<Span> },
    /// A list of the source.
    List(ListId),
    /// A list that was put in.
    Graft(Document),
}

/// A list within a list.
#[derive(Clone, Debug)]
pub(crate) enum Child {
    Own(ListId),
    Graft(Document),
}

/// Documents made in this process; numbers identify elements and are never given twice.
static DOCUMENTS: AtomicU64 = AtomicU64::new(1);

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// Where the text is no S-expression document.
    pub fn parse(text: impl Into<Box<str>>) -> Result<Self, SyntaxError> {
        Ok(Self::new(Arc::new(Source::parse(text)?), ListId::FILE, Overlay::new()))
    }

    /// Reads a document from UTF-8.
    ///
    /// # Errors
    /// Where the bytes are no UTF-8 or no S-expression document.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SyntaxError> {
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                Err(SyntaxError::in_bytes(SyntaxErrorKind::InvalidUtf8, error.as_bytes(), at))
            }
        }
    }

    /// Makes a document of one list that this process spelled: its numbers still have all their digits, and are
    /// rounded to KiCad's precision when they are written.
    ///
    /// # Errors
    /// Where the text does not hold a list.
    pub fn synthetic(text: String) -> Result<Self, SyntaxError> {
        Self::first_list(Source::synthetic(text)?)
    }

    /// Makes a file of what this process spelled, possibly nothing.
    ///
    /// # Errors
    /// Where the text is no S-expression document.
    pub fn synthetic_file(text: String) -> Result<Self, SyntaxError> {
        let source = if text.is_empty() { Source::empty() } else { Source::synthetic(text)? };
        Ok(Self::new(Arc::new(source), ListId::FILE, Overlay::new()))
    }

    /// Makes a document of the first list of a text.
    ///
    /// # Errors
    /// Where the text is no S-expression document or does not hold a list.
    pub fn fragment(text: impl Into<Box<str>>) -> Result<Self, SyntaxError> {
        Self::first_list(Source::parse(text)?)
    }

    fn first_list(source: Source) -> Result<Self, SyntaxError> {
        if source.list_count() == 0 {
            return Err(SyntaxError::new(SyntaxErrorKind::EmptyFile, source.text(), 0));
        }
        Ok(Self::new(Arc::new(source), ListId::FILE.first_inside(), Overlay::new()))
    }

    pub(crate) fn new(source: Arc<Source>, root: ListId, overlay: Overlay) -> Self {
        Self(Arc::new(Inner {
            number: DOCUMENTS.fetch_add(1, Ordering::Relaxed),
            source,
            root,
            edited: AtomicBool::new(!overlay.is_empty()),
            overlay: RwLock::new(Arc::new(overlay)),
            named: Mutex::new(HashMap::new()),
        }))
    }

    /// The list that the document stands for; of a file, that is the file itself, whose items are the top-level
    /// lists.
    pub fn root(&self) -> Element {
        Element::new(self.clone(), self.0.root)
    }

    /// Text of the document: every byte that was not changed as it was read.
    pub fn to_text(&self) -> String {
        self.unedited_text().map_or_else(|| write::document(self), str::to_owned)
    }

    /// Text of a file in which nothing is changed, without a copy.
    pub fn unedited_text(&self) -> Option<&str> {
        let as_read = self.0.root == ListId::FILE && !self.is_edited() && !self.0.source.is_synthetic();
        as_read.then(|| self.0.source.text())
    }

    /// Whether anything differs from the source.
    pub fn is_edited(&self) -> bool {
        self.0.edited.load(Ordering::Acquire)
    }

    /// Number of this document, unique in the process.
    pub(crate) fn number(&self) -> u64 {
        self.0.number
    }

    pub(crate) fn source(&self) -> &Arc<Source> {
        &self.0.source
    }

    pub(crate) fn root_list(&self) -> ListId {
        self.0.root
    }

    /// The overlay as it is now, or `None` where nothing is changed.
    pub(crate) fn overlay(&self) -> Option<Arc<Overlay>> {
        self.is_edited().then(|| self.0.overlay.read().unwrap_or_else(PoisonError::into_inner).clone())
    }

    /// Items of a list, where they were changed.
    pub(crate) fn edited(&self, list: ListId) -> Option<Arc<EditedList>> {
        if !self.is_edited() {
            return None;
        }
        self.0.overlay.read().unwrap_or_else(PoisonError::into_inner).get(&list).cloned()
    }

    /// Changes the items of a list. The closure gets them as they are now, next to the other changed lists, and
    /// must not call back into this document. Should it panic, the list is as in the source again.
    pub(crate) fn change<R>(&self, list: ListId, change: impl FnOnce(&mut EditedList, &Overlay) -> R) -> R {
        let source = self.source();
        let mut guard = self.0.overlay.write().unwrap_or_else(PoisonError::into_inner);
        let overlay = Arc::make_mut(&mut guard);
        let mut edited = match overlay.remove(&list) {
            Some(edited) => edited,
            None => Arc::new(EditedList::expand(source, list)),
        };
        let result = change(Arc::make_mut(&mut edited), overlay);
        if !edited.is_pristine(source, list) {
            overlay.insert(list, edited);
        }
        self.0.edited.store(!overlay.is_empty(), Ordering::Release);
        drop(guard);
        // A changed first word concerns the parent, which is not known here: forget everything.
        self.0.named.lock().unwrap_or_else(PoisonError::into_inner).clear();
        result
    }

    /// Children kept under a key by [`Self::keep_named`].
    pub(crate) fn named(&self, list: ListId, key: usize) -> Option<Arc<[Child]>> {
        self.0.named.lock().unwrap_or_else(PoisonError::into_inner).get(&(list, key)).cloned()
    }

    pub(crate) fn keep_named(&self, list: ListId, key: usize, children: &Arc<[Child]>) {
        self.0.named.lock().unwrap_or_else(PoisonError::into_inner).insert((list, key), Arc::clone(children));
    }

    /// A deep copy of one list as a document of its own.
    ///
    /// A small part of a large source is read anew, so that it does not keep the source in memory, unless it is
    /// to be put into a document of that very source.
    pub(crate) fn copy_of(&self, list: ListId, target: Option<&Document>) -> Self {
        let copy = self.shallow_copy(list);
        if copy.is_edited() {
            copy.detach_grafts();
            return copy;
        }
        let source = self.source();
        let text = source.slice(source.span(list));
        let stays = target.is_some_and(|target| Arc::ptr_eq(target.source(), source));
        if list == ListId::FILE || stays || text.len() >= source.text().len() / 2 {
            return copy;
        }
        match source.part(text) {
            Ok(part) => Self::new(Arc::new(part), ListId::FILE.first_inside(), Overlay::new()),
            Err(_) => copy,
        }
    }

    /// A copy that shares the source, the changed lists and the grafts in them.
    fn shallow_copy(&self, list: ListId) -> Self {
        let overlay = self.overlay();
        let changes = overlay.as_deref().map(|overlay| range(overlay, list, self.source().next(list)));
        let changes = changes.into_iter().flatten().map(|(list, edited)| (*list, Arc::clone(edited)));
        Self::new(Arc::clone(self.source()), list, changes.collect())
    }

    /// Replaces the grafts of a fresh copy by copies. Grafts nest as deep as users nest them, hence the list of
    /// work instead of recursion.
    fn detach_grafts(&self) {
        let mut work = vec![self.clone()];
        while let Some(document) = work.pop() {
            let mut guard = document.0.overlay.write().unwrap_or_else(PoisonError::into_inner);
            for edited in Arc::make_mut(&mut guard).values_mut() {
                if !edited.has_grafts() {
                    continue;
                }
                for item in &mut Arc::make_mut(edited).items {
                    if let Node::Graft(graft) = &mut item.node {
                        *graft = graft.shallow_copy(graft.root_list());
                        if graft.is_edited() {
                            work.push(graft.clone());
                        }
                    }
                }
            }
        }
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("number", &self.0.number)
            .field("root", &self.0.root)
            .field("edited", &self.is_edited())
            .finish_non_exhaustive()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Grafts within grafts would be dropped recursively, as deep as they nest.
        let mut work = take_grafts(self);
        while let Some(document) = work.pop() {
            if let Some(mut inner) = Arc::into_inner(document.0) {
                work.append(&mut take_grafts(&mut inner));
            }
        }
    }
}

fn take_grafts(inner: &mut Inner) -> Vec<Document> {
    let mut grafts = Vec::new();
    if !*inner.edited.get_mut() {
        return grafts;
    }
    let overlay = std::mem::take(inner.overlay.get_mut().unwrap_or_else(PoisonError::into_inner));
    for (_, edited) in Arc::into_inner(overlay).into_iter().flatten() {
        for item in Arc::into_inner(edited).into_iter().flat_map(|edited| edited.items) {
            if let Node::Graft(graft) = item.node {
                grafts.push(graft);
            }
        }
    }
    grafts
}

/// Entries of the overlay from `first` to before `end`.
pub(crate) fn range(
    overlay: &Overlay,
    first: ListId,
    end: ListId,
) -> std::collections::btree_map::Range<'_, ListId, Arc<EditedList>> {
    overlay.range((Bound::Included(first), Bound::Excluded(end)))
}

impl EditedList {
    /// Items of a list as they are in the source.
    fn expand(source: &Source, list: ListId) -> Self {
        let mut items = Vec::new();
        let inside = source.inside(list);
        let mut raw = source.items(list);
        let mut end = inside.start;
        let mut ended_in_list = false;
        while let Some(item) = raw.next() {
            let (start, node) = match item {
                RawItem::Atom(span) => (span.start, Node::Atom(span)),
                RawItem::List(list) => (source.span(list).start, Node::List(list)),
            };
            ended_in_list = matches!(node, Node::List(_));
            items.push(Item { lead: Lead::Source(Span { start: end, end: start }), node });
            end = raw.position();
        }
        Self { items, tail: Span { start: end, end: inside.end }, ended_in_list }
    }

    /// Whether the items are those of the source again.
    fn is_pristine(&self, source: &Source, list: ListId) -> bool {
        let untouched = |item: &Item| {
            matches!(item.lead, Lead::Source(_)) && matches!(item.node, Node::Atom(_) | Node::List(_))
        };
        if !self.items.iter().all(untouched) {
            return false;
        }
        let mut items = self.items.iter();
        for raw in source.items(list) {
            let same = match (raw, items.next().map(|item| &item.node)) {
                (RawItem::Atom(span), Some(Node::Atom(atom))) => span == *atom,
                (RawItem::List(list), Some(Node::List(child))) => list == *child,
                _ => false,
            };
            if !same {
                return false;
            }
        }
        items.next().is_none()
    }

    fn has_grafts(&self) -> bool {
        self.items.iter().any(|item| matches!(item.node, Node::Graft(_)))
    }
}
