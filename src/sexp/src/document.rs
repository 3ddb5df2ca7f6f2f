//! Documents: a source and what was changed in it.
//!
//! Nothing of a source is ever decoded into a tree. A document keeps an overlay with one entry for each list
//! whose items were changed; everything else is read from, and written as, the text it came in. What is inserted
//! is a small document of its own, grafted into the list. So a reader of an untouched document takes no lock, a
//! copy of an element costs a reference and its share of the overlay, and dumping costs a copy of the text.
//!
//! The overlay is a map behind a lock that readers hold only to fetch what they need. A writer holds it while it
//! changes a list; where it needs the lock of a further document as well, that one was made later, so that no two
//! threads wait for each other.

use std::any::Any;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock, Weak};

use hashbrown::HashMap;

use crate::change::{Change, Done};
use crate::diagnostic::{SyntaxError, SyntaxErrorKind};
use crate::element::Element;
use crate::layout;
use crate::named::Names;
use crate::output::Pieces;
use crate::overlay::{EditedList, Node, Overlay, range};
use crate::pending::Destination;
use crate::source::{ListId, Source, Span, Text};
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
    /// Number of lists in the overlay whose names or lists may be others than in the source, or more while one of them is
    /// changed. While there is none, all lists have the names of the source and stand where they do there.
    reshaped: AtomicUsize,
    overlay: RwLock<Arc<Overlay>>,
    /// Whether the document was put into a list.
    grafted: AtomicBool,
    /// Whether the document is to be put into a list with its first change.
    pending: AtomicBool,
    /// Nothing in most documents, of which there may be as many as lists.
    kept: Mutex<Option<Box<Kept>>>,
}

/// What was found out about long lists that are as in the source, so that access by position does not search; and what
/// concerns lists that are pending.
#[derive(Default)]
struct Kept {
    /// Children by their names.
    named: HashMap<NamedKey, Named>,
    /// Items of lists of words.
    words: HashMap<ListId, Arc<EditedList>>,
    /// Documents that are pending for a list.
    pending: HashMap<NamedKey, Weak<Inner>>,
    /// Where this document is put in.
    destination: Option<Arc<Destination>>,
}

/// What tells the children that were looked for from all others.
type NamedKey = (ListId, (usize, usize, usize, usize));

/// Children of a list that were looked for.
struct Named {
    /// Number of first words that had been changed by then.
    heads: u64,
    children: Arc<Vec<ListId>>,
}

/// Documents made in this process; numbers identify elements and are never given twice.
static DOCUMENTS: AtomicU64 = AtomicU64::new(1);
/// The overlay of all documents in which nothing is changed: most documents are small, and never are.
static UNCHANGED: LazyLock<Arc<Overlay>> = LazyLock::new(Arc::default);
/// Changes of first words in this process: as long as it stays the same, so do the lists of a name in a list whose items
/// are the same.
static HEADS: AtomicU64 = AtomicU64::new(0);

/// Changes in this process that are done: see [`changes`].
static CHANGES: AtomicU64 = AtomicU64::new(0);

/// Number of changes that were made in this process, whatever the document. As long as it stays the same, so does
/// everything that was read.
#[inline]
pub fn changes() -> u64 {
    CHANGES.load(Ordering::Acquire)
}

/// A document whose lock is held, as it is at the moment.
pub(crate) struct Held<'a> {
    pub(crate) document: &'a Document,
    pub(crate) overlay: &'a Overlay,
    /// The list that is being changed, which the overlay lacks.
    pub(crate) list: ListId,
    pub(crate) edited: &'a EditedList,
}

/// Length in bytes up to which a word is found in a list by reading the words before it.
const LONG: u32 = 1024;

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// Where the text is no S-expression document.
    pub fn parse(text: impl Into<Text>) -> Result<Self, SyntaxError> {
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
    pub fn fragment(text: impl Into<Text>) -> Result<Self, SyntaxError> {
        Self::first_list(Source::parse(text)?)
    }

    /// What stands at the end of a text and was not read, because a `)` that closes nothing starts a line there:
    /// that mistake, and the text from it on. It is written back as it is.
    pub fn left_over(&self) -> Option<(SyntaxError, &str)> {
        let span = self.source().left_over()?;
        let kind = SyntaxErrorKind::UnexpectedRightParen;
        let error = SyntaxError::new(kind, self.source().text(), span.start as usize);
        Some((error, self.source().slice(span)))
    }

    fn first_list(source: Source) -> Result<Self, SyntaxError> {
        if source.list_count() == 0 {
            return Err(SyntaxError::new(SyntaxErrorKind::EmptyFile, source.text(), 0));
        }
        Ok(Self::new(Arc::new(source), ListId::FILE.first_inside(), Overlay::new()))
    }

    pub(crate) fn new(source: Arc<Source>, root: ListId, overlay: Overlay) -> Self {
        let reshaped = overlay.iter().filter(|(list, change)| change.reshapes(&source, **list)).count();
        Self(Arc::new(Inner {
            number: DOCUMENTS.fetch_add(1, Ordering::Relaxed),
            source,
            root,
            edited: AtomicBool::new(!overlay.is_empty()),
            reshaped: AtomicUsize::new(reshaped),
            overlay: RwLock::new(if overlay.is_empty() { Arc::clone(&UNCHANGED) } else { Arc::new(overlay) }),
            grafted: AtomicBool::new(false),
            pending: AtomicBool::new(false),
            kept: Mutex::default(),
        }))
    }

    /// The list that the document stands for; of a file, that is the file itself, whose items are the top-level
    /// lists.
    pub fn root(&self) -> Element {
        Element::new(self.clone(), self.0.root)
    }

    /// Text of the document: every byte that was not changed as it was read.
    pub fn to_text(&self) -> String {
        self.unedited_text().map_or_else(|| write::document(self).into_string(), str::to_owned)
    }

    /// The same as [`Self::to_text`], with what was not changed not yet copied.
    pub fn to_pieces(&self) -> Pieces {
        match self.unedited_text() {
            Some(_) => Pieces::unedited(self),
            None => write::document(self),
        }
    }

    /// Text of the document as KiCad's formatter would lay it out, whatever it looks like now.
    pub fn formatted(&self) -> String {
        layout::file(&write::element(self, self.0.root))
    }

    /// Text of a file in which nothing is changed, without a copy.
    pub fn unedited_text(&self) -> Option<&str> {
        let as_read = self.0.root == ListId::FILE && !self.is_edited() && !self.0.source.is_synthetic();
        as_read.then(|| self.0.source.text())
    }

    /// Leaves something with the text that the document was read from, such as the object that this text is of.
    /// Only the first counts; it goes when the text goes, and stays when the document is changed.
    pub fn accompany(&self, companion: Arc<dyn Any + Send + Sync>) {
        let _ = self.source().companion().set(companion);
    }

    /// What was left with the text that the document was read from.
    pub fn companion(&self) -> Option<&Arc<dyn Any + Send + Sync>> {
        self.source().companion().get()
    }

    /// Whether anything differs from the source.
    pub fn is_edited(&self) -> bool {
        self.0.edited.load(Ordering::Acquire)
    }

    /// Whether lists may be other ones than in the source, have other names or stand elsewhere.
    #[inline]
    pub(crate) fn is_reshaped(&self) -> bool {
        self.0.reshaped.load(Ordering::Acquire) > 0
    }

    /// Number of this document, unique in the process.
    #[inline]
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

    /// Items of a list, where it or another one may have other lists or another name than in the source: all that concerns
    /// the lists in it.
    #[inline]
    pub(crate) fn edited(&self, list: ListId) -> Option<Arc<EditedList>> {
        if !self.is_reshaped() {
            return None;
        }
        self.0.overlay.read().unwrap_or_else(PoisonError::into_inner).get(&list)?.items().cloned()
    }

    /// What was changed in a list.
    fn change_in(&self, list: ListId) -> Option<Change> {
        if !self.is_edited() {
            return None;
        }
        self.0.overlay.read().unwrap_or_else(PoisonError::into_inner).get(&list).cloned()
    }

    /// Items of a list, where anything was changed in it.
    pub(crate) fn changed_items(&self, list: ListId) -> Option<Arc<EditedList>> {
        Some(self.change_in(list)?.into_items(self.source(), list))
    }

    /// Whether anything was changed in a list itself.
    pub(crate) fn is_changed(&self, list: ListId) -> bool {
        self.is_edited() && self.0.overlay.read().unwrap_or_else(PoisonError::into_inner).contains_key(&list)
    }

    /// The changed lists, where lists in a list may be others than in the source, however deep in it.
    pub(crate) fn changes_within(&self, list: ListId) -> Option<Arc<Overlay>> {
        if !self.is_reshaped() {
            return None;
        }
        let overlay = self.0.overlay.read().unwrap_or_else(PoisonError::into_inner);
        range(&overlay, list, self.source().next(list)).next().is_some().then(|| Arc::clone(&overlay))
    }

    /// Reads a number as [`EditedList::number`] does, or [`Source::number_at`].
    pub(crate) fn number_at(&self, list: ListId, first: usize, position: usize) -> Option<f64> {
        let source = self.source();
        if self.is_edited() {
            let overlay = self.0.overlay.read().unwrap_or_else(PoisonError::into_inner);
            match overlay.get(&list) {
                Some(Change::Items(edited)) => return edited.number(source, first, position),
                Some(Change::Atom(change)) => {
                    let found = source.changed_number_at(list, first, position, Some(change));
                    return found.map(|(number, _)| number);
                }
                None => {}
            }
        }
        source.number_at(list, first, position)
    }

    /// What was changed in a list. Of one that is so many words that none should be looked for in the text, all items.
    pub(crate) fn spread(&self, list: ListId) -> Option<Change> {
        self.change_in(list).or_else(|| {
            self.is_wordy(list).then(|| {
                self.kept(|kept| {
                    let words = kept.words.entry(list);
                    let items = words.or_insert_with(|| Arc::new(EditedList::expand(self.source(), list)));
                    Change::Items(Arc::clone(items))
                })
            })
        })
    }

    /// Keeps something, or looks it up to keep it otherwise.
    fn kept<R>(&self, run: impl FnOnce(&mut Kept) -> R) -> R {
        run(self.0.kept.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
    }

    /// Whether a list of the source is long, with nothing but words in it.
    fn is_wordy(&self, list: ListId) -> bool {
        let Span { start, end } = self.source().span(list);
        end - start > LONG && !self.source().has_inside(list, 0)
    }

    /// Changes the items of a list. The closure gets them as they are now, next to the other changed lists, and
    /// must not call back into this document. Should it panic, the list is as in the source again.
    pub(crate) fn change<R>(&self, list: ListId, change: impl FnOnce(&mut EditedList, &Overlay) -> R) -> R {
        let source = self.source();
        let mut guard = self.0.overlay.write().unwrap_or_else(PoisonError::into_inner);
        let overlay = Arc::make_mut(&mut guard);
        let before = overlay.remove(&list);
        let was_reshaped = before.as_ref().is_some_and(|change| change.reshapes(source, list));
        let mut edited = match before {
            Some(change) => change.into_items(source, list),
            None => self
                .kept(|kept| kept.words.remove(&list))
                .unwrap_or_else(|| Arc::new(EditedList::expand(source, list))),
        };
        let items = Arc::make_mut(&mut edited);
        let first = items.items().first().map(|item| item.node.clone());
        let result = change(items, overlay);
        let head_changed = items.head(source) != first.as_ref().and_then(|node| node.word(source));
        if !items.is_pristine(source) {
            let change = Change::of(edited, source, list);
            // Never fewer in between than there are.
            self.0.reshaped.fetch_add(usize::from(change.reshapes(source, list)), Ordering::Release);
            overlay.insert(list, change);
        } else if self.is_wordy(list) {
            self.kept(|kept| kept.words.insert(list, edited));
        }
        self.0.reshaped.fetch_sub(usize::from(was_reshaped), Ordering::Release);
        let is_edited = !overlay.is_empty();
        self.0.edited.store(is_edited, Ordering::Release);
        drop(guard);
        // The first word of what stands in no list matters to no list.
        if head_changed && (list != self.0.root || self.0.grafted.load(Ordering::Relaxed)) {
            HEADS.fetch_add(1, Ordering::Release);
        }
        // Last of all: whoever sees the new number sees the change, too.
        CHANGES.fetch_add(1, Ordering::Release);
        if is_edited {
            self.enter();
        }
        result
    }

    /// Changes an atom of a list where it stands. The closure gets what was changed in the list before, and tells what is
    /// to be done about it; nothing where the list has to be changed as a whole.
    pub(crate) fn set_in_place(
        &self,
        list: ListId,
        set: impl FnOnce(Option<&mut Change>) -> Option<Done>,
    ) -> bool {
        if list == ListId::FILE || self.is_wordy(list) {
            return false;
        }
        let mut guard = self.0.overlay.write().unwrap_or_else(PoisonError::into_inner);
        let overlay = Arc::make_mut(&mut guard);
        let Some(done) = set(overlay.get_mut(&list)) else { return false };
        match done {
            Done::Nothing => return true,
            Done::Changed => {}
            Done::Restored => drop(overlay.remove(&list)),
            Done::New(change) => drop(overlay.insert(list, Change::Atom(change))),
        }
        self.0.edited.store(!overlay.is_empty(), Ordering::Release);
        drop(guard);
        // After the change, as everywhere.
        CHANGES.fetch_add(1, Ordering::Release);
        self.enter();
        true
    }

    /// Puts the document into the list that it is pending for, now that it says something of its own.
    #[inline]
    fn enter(&self) {
        if self.is_pending() {
            self.enter_destination();
        }
    }

    /// Whether the document is to be put into a list with its first change.
    #[inline]
    pub(crate) fn is_pending(&self) -> bool {
        self.0.pending.load(Ordering::Acquire)
    }

    /// Where the document is put in.
    pub(crate) fn destination(&self) -> Option<Arc<Destination>> {
        self.kept(|kept| kept.destination.clone())
    }

    /// Notes that the document is not pending any more.
    pub(crate) fn settle(&self) {
        self.0.pending.store(false, Ordering::Release);
        // Dropped when nothing is locked: it holds another document.
        let destination = self.kept(|kept| kept.destination.take());
        drop(destination);
    }

    /// The document that is pending for a list and these names.
    pub(crate) fn pending_named(&self, list: ListId, names: Names) -> Option<Self> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let pending = kept.as_ref()?.pending.get(&(list, names.key())).and_then(Weak::upgrade);
        drop(kept);
        pending.map(Self).filter(Self::is_pending)
    }

    /// Makes a new document pending for a list and these names, unless there is one, and gives that which then is.
    pub(crate) fn keep_pending(
        &self,
        list: ListId,
        names: Names,
        new: Self,
        destination: Arc<Destination>,
    ) -> Self {
        new.0.pending.store(true, Ordering::Release);
        new.kept(|kept| kept.destination = Some(destination));
        let before = self.kept(|kept| {
            let pending = &mut kept.pending;
            // What nobody has any more goes from time to time.
            if pending.len().is_power_of_two() {
                pending.retain(|_, pending| pending.strong_count() > 0);
            }
            let key = (list, names.key());
            let before = pending.get(&key).and_then(Weak::upgrade).map(Self);
            if before.as_ref().is_none_or(|before| !before.is_pending()) {
                pending.insert(key, Arc::downgrade(&new.0));
            }
            before
        });
        before.filter(Self::is_pending).unwrap_or(new)
    }

    /// Number of first words that were changed in this process.
    pub(crate) fn heads() -> u64 {
        HEADS.load(Ordering::Acquire)
    }

    /// Children of a list as it is in the source that were kept by [`Self::keep_named`], unless first words were
    /// changed since.
    pub(crate) fn named(&self, list: ListId, names: Names, heads: u64) -> Option<Arc<Vec<ListId>>> {
        let kept = self.0.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let named = kept.as_ref()?.named.get(&(list, names.key())).filter(|named| named.heads == heads)?;
        Some(Arc::clone(&named.children))
    }

    /// Keeps the children that were found. `heads` is from before they were looked for.
    pub(crate) fn keep_named(&self, list: ListId, names: Names, heads: u64, children: &Arc<Vec<ListId>>) {
        let children = Arc::clone(children);
        self.kept(|kept| kept.named.insert((list, names.key()), Named { heads, children }));
    }

    /// Whether both are clones of the same document.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The document as one that may be put into a list of `held`: itself, unless it stands in a list already, is
    /// older than what it is put into (so that it might hold that in turn), or is a file; then a copy. Nothing for
    /// a file without a list.
    pub(crate) fn adopted(self, held: &Held<'_>) -> Option<Self> {
        let file = self.0.root == ListId::FILE;
        let mut list = self.0.root;
        let mut document = self;
        if file {
            // Of a file, the first list is meant.
            let first = if document.number() == held.document.number() {
                let first = held.document.source().children(ListId::FILE).next()?;
                Element::new(document, first)
            } else {
                document.root().children().into_iter().next()?
            };
            list = first.list();
            document = first.document().clone();
        }
        let newer = document.number() > held.document.number();
        if !file && newer && !document.0.grafted.swap(true, Ordering::Relaxed) {
            return Some(document);
        }
        let copy = document.shallow_copy(list, Some(held));
        copy.detach_grafts(Some(held));
        copy.0.grafted.store(true, Ordering::Relaxed);
        Some(copy)
    }

    /// A copy of the list that the document stands for, made while another document's lock is held.
    pub(crate) fn copy_beside(&self, held: &Held<'_>) -> Self {
        let copy = self.shallow_copy(self.0.root, Some(held));
        copy.detach_grafts(Some(held));
        copy
    }

    /// A deep copy of one list as a document of its own.
    ///
    /// A small part of a large source is read anew, so that it does not keep the source in memory, unless it is
    /// to be put into a document of that very source.
    pub(crate) fn copy_of(&self, list: ListId, target: Option<&Document>) -> Self {
        let copy = self.shallow_copy(list, None);
        if copy.is_edited() {
            copy.detach_grafts(None);
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
    fn shallow_copy(&self, list: ListId, held: Option<&Held<'_>>) -> Self {
        let overlay = match held {
            Some(held) if held.document.number() == self.number() => {
                let mut overlay = held.overlay.clone();
                overlay.insert(held.list, Change::Items(Arc::new(held.edited.clone())));
                Some(Arc::new(overlay))
            }
            _ => self.overlay(),
        };
        let changes = overlay.as_deref().map(|overlay| range(overlay, list, self.source().next(list)));
        let changes = changes.into_iter().flatten().map(|(list, change)| (*list, change.clone()));
        Self::new(Arc::clone(self.source()), list, changes.collect())
    }

    /// Replaces the grafts of a fresh copy by copies. Grafts nest as deep as users nest them, hence the list of
    /// work instead of recursion.
    fn detach_grafts(&self, held: Option<&Held<'_>>) {
        let mut work = vec![self.clone()];
        while let Some(document) = work.pop() {
            let mut guard = document.0.overlay.write().unwrap_or_else(PoisonError::into_inner);
            for change in Arc::make_mut(&mut guard).values_mut() {
                let Change::Items(edited) = change else { continue };
                if !edited.has_grafts() {
                    continue;
                }
                for graft in Arc::make_mut(edited).grafts_mut() {
                    *graft = graft.shallow_copy(graft.root_list(), held);
                    graft.0.grafted.store(true, Ordering::Relaxed);
                    if graft.is_edited() {
                        work.push(graft.clone());
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
        let mut work = self.take_grafts();
        while let Some(document) = work.pop() {
            if let Some(mut inner) = Arc::into_inner(document.0) {
                work.append(&mut inner.take_grafts());
            }
        }
    }
}

impl Inner {
    /// Takes all documents out that this one holds.
    fn take_grafts(&mut self) -> Vec<Document> {
        let mut grafts = Vec::new();
        if !*self.edited.get_mut() {
            return grafts;
        }
        let overlay = std::mem::take(self.overlay.get_mut().unwrap_or_else(PoisonError::into_inner));
        for change in Arc::into_inner(overlay).into_iter().flat_map(Overlay::into_values) {
            let Change::Items(edited) = change else { continue };
            for item in Arc::into_inner(edited).into_iter().flat_map(EditedList::into_items) {
                if let Node::Graft(graft) = item.node {
                    grafts.push(graft);
                }
            }
        }
        grafts
    }
}
