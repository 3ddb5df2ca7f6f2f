//! Reading: elements and what stands in them.

use std::borrow::Cow;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::change::Change;
use crate::children::{ChildRef, Children, Found, FoundIn, InSource};
use crate::diagnostic::Place;
use crate::document::Document;
use crate::named::{Names, looked_at};
use crate::overlay::{EditedList, Node};
use crate::source::{ListId, RawItem, Source};
use crate::text::Atom;
use crate::view::View;
use crate::write;

/// One list of a document. All elements of the same list see the same changes; an element that was removed from
/// its document keeps what it held and no longer changes the document.
#[derive(Clone, Debug)]
pub struct Element {
    document: Document,
    list: ListId,
    /// For whoever looks at the list: see [`Element::with_note`]. It takes no room of its own.
    note: bool,
}

/// Elements are equal when they stand for the same list.
impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list && self.document.is(&other.document)
    }
}

impl Eq for Element {}

/// Up to so many lists within, finding one among them costs less than looking the answer up.
const LONG_FOR_ONE: u32 = 256;
/// The same for finding all of a kind, which has to look at each.
const LONG_FOR_MANY: u32 = 8;

impl Element {
    #[inline]
    pub(crate) fn new(document: Document, list: ListId) -> Self {
        Self { document, list, note: false }
    }

    /// The same list, with or without a note for whoever gets this value or a clone of it. Elements of the same list are
    /// equal with and without.
    #[inline]
    #[must_use]
    pub fn with_note(self, note: bool) -> Self {
        Self { note, ..self }
    }

    /// Whether there is [a note](Self::with_note).
    #[inline]
    pub fn has_note(&self) -> bool {
        self.note
    }

    /// Document that the list belongs to.
    pub fn document(&self) -> &Document {
        &self.document
    }

    pub(crate) fn list(&self) -> ListId {
        self.list
    }

    /// Number that identifies the list in this process, whatever is changed in it or around it. Of few and small
    /// documents it is small: the pairing of Szudzik.
    #[inline]
    pub fn id(&self) -> u64 {
        let (document, list) = (self.document.number(), u64::from(self.list.number()));
        if document < list {
            list * list + document
        } else {
            // Wraps once there were more documents than lists can be in one.
            document.wrapping_mul(document).wrapping_add(document).wrapping_add(list)
        }
    }

    /// Whether this is a file, whose items are the top-level lists.
    pub fn is_file(&self) -> bool {
        self.list == ListId::FILE
    }

    /// Line, column and excerpt of the list in the text it was read from. Nothing for a list that this process
    /// made, or that it copied out of a text which is gone.
    pub fn place(&self) -> Option<Place> {
        self.document.source().place(self.document.source().span(self.list))
    }

    /// Line, column and excerpt of the item at a position in the text it was read from. Nothing for what was
    /// written since.
    pub fn item_place(&self, position: usize) -> Option<Place> {
        let source = self.document.source();
        let span = match self.document.spread(self.list) {
            Some(Change::Items(edited)) => match &edited.items().get(position)?.node {
                Node::Atom(span) => *span,
                Node::List(list) => source.span(*list),
                Node::Graft(graft) => return graft.root().place(),
                Node::NewAtom(_) => return None,
            },
            change => match source.items(self.list).nth(position)? {
                RawItem::Atom(span) if matches!(&change, Some(Change::Atom(new)) if new.original == span) => {
                    return None;
                }
                RawItem::Atom(span) => span,
                RawItem::List(list) => source.span(list),
            },
        };
        source.place(span)
    }

    /// Last list directly inside of these names: what is said twice counts as it is said last. Among many lists the answer
    /// is kept as by [`Self::children_named`].
    #[inline]
    pub fn child_named(&self, names: &Names) -> Option<Self> {
        match self.child_in_source(names) {
            InSource::There(child) => Some(child.element()),
            InSource::Absent => None,
            InSource::Unsure => self.child_of_changed(*names),
        }
    }

    /// What [`Self::child_named`] gives, where a look at the source tells.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what it gives would go through memory")]
    pub fn child_in_source(&self, names: &Names) -> InSource<'_> {
        let document = &self.document;
        if document.is_reshaped() || document.source().has_inside(self.list, LONG_FOR_ONE) {
            return InSource::Unsure;
        }
        match document.source().last_named(self.list, names) {
            Some(list) => InSource::There(ChildRef { document, list }),
            None => InSource::Absent,
        }
    }

    /// The same where lists were changed in the document, or the list is long.
    #[cold]
    fn child_of_changed(&self, names: Names) -> Option<Self> {
        let edited = self.document.edited(self.list);
        if self.is_longer(LONG_FOR_ONE, edited.as_deref()) {
            let children = self.children_named(names);
            children.get(children.len().checked_sub(1)?)
        } else {
            self.last_named(edited.as_deref(), names)
        }
    }

    fn last_named(&self, edited: Option<&EditedList>, names: Names) -> Option<Self> {
        let mut found = None;
        self.each_of(edited, names, |child| {
            found = Some(child.element());
            true
        });
        found
    }

    /// Whether there are more lists within than this.
    fn is_longer(&self, count: u32, edited: Option<&EditedList>) -> bool {
        match edited {
            Some(edited) => edited.items().len() > count as usize,
            None => self.document.source().has_inside(self.list, count),
        }
    }

    /// What stands in the list now.
    pub fn view(&self) -> View<'_> {
        View::new(&self.document, self.list)
    }

    /// The atoms that stand before the first list within, where the list is as it was read. A short cut for what
    /// [`View::items`] tells in any case.
    pub fn leading_atoms(&self) -> Option<impl Iterator<Item = Atom<'_>>> {
        if self.document.is_changed(self.list) {
            return None;
        }
        Some(self.document.source().leading_atoms(self.list).map(Atom::new))
    }

    /// First word of the list, where it is not in quotes.
    pub fn head(&self) -> Option<Cow<'_, str>> {
        head(&self.document, self.list)
    }

    /// Lists directly inside.
    pub fn children(&self) -> Vec<Self> {
        let mut children = Vec::new();
        self.each_child(|child| {
            children.push(child.element());
            true
        });
        children
    }

    /// Uses the lists directly inside of these names, as they are now. Nothing is kept of what is found: who goes through
    /// them once does so in less time than with [`Self::children_named`].
    #[inline]
    pub fn with_named<R>(&self, names: &Names, run: impl FnOnce(Found<'_>) -> R) -> R {
        if self.document.is_reshaped() {
            return run(Found::new(&self.named_of_changed(*names)));
        }
        let mut lists = SmallVec::new();
        self.document.source().all_named(self.list, names, &mut lists);
        run(Found::in_source(&self.document, &lists))
    }

    /// The lists directly inside of these names, where lists were changed in the document.
    #[cold]
    fn named_of_changed(&self, names: Names) -> Vec<Self> {
        let mut all = Vec::new();
        self.each_of(self.document.edited(self.list).as_deref(), names, |child| {
            all.push(child.element());
            true
        });
        all
    }

    fn each_of(
        &self,
        edited: Option<&EditedList>,
        names: Names,
        mut visit: impl FnMut(ChildRef<'_>) -> bool,
    ) {
        let document = &self.document;
        let source = document.source();
        if edited.is_some() {
            self.each_child_of(edited, |child| {
                looked_at();
                !child.head_is(|head| names.include(head)) || visit(child)
            });
        } else if let Some(overlay) = document.changes_within(self.list) {
            for list in source.children(self.list) {
                looked_at();
                let is_named = match overlay.get(&list) {
                    Some(Change::Items(edited)) => names.include(Head::of_word(edited.head(source))),
                    Some(Change::Atom(_)) | None => source.is_named(list, names),
                };
                if is_named && !visit(ChildRef { document, list }) {
                    return;
                }
            }
        } else {
            let mut children = source.named(self.list, names);
            while children.next().is_some_and(|list| visit(ChildRef { document, list })) {}
        }
    }

    /// First list directly inside whose first word passes the test.
    pub fn child(&self, test: impl Fn(Head<'_>) -> bool) -> Option<Self> {
        let mut found = None;
        self.each_child(|child| {
            if child.head_is(&test) {
                found = Some(child.element());
            }
            found.is_none()
        });
        found
    }

    /// Lists directly inside of these names. A list without a word in front is asked about as `""`.
    ///
    /// For long lists the answer is kept, and kept in step with what is changed in the list.
    pub fn children_named(&self, names: Names) -> Children {
        let edited = self.document.edited(self.list);
        let keep = self.is_longer(LONG_FOR_MANY, edited.as_deref());
        // Taken before anything is looked at, so that a change in between makes the answer stale, never wrong.
        let heads = Document::heads();
        let found = match edited {
            None => {
                let kept = if keep { self.document.named(self.list, names, heads) } else { None };
                FoundIn::Source(kept.unwrap_or_else(|| {
                    let mut children = Vec::new();
                    self.each_of(None, names, |child| {
                        children.push(child.list);
                        true
                    });
                    let children = Arc::new(children);
                    if keep {
                        self.document.keep_named(self.list, names, heads, &children);
                    }
                    children
                }))
            }
            Some(edited) => {
                let kept = if keep { edited.named.get(names, heads) } else { None };
                let positions = kept.unwrap_or_else(|| {
                    let is_named = |item: &crate::overlay::Item| {
                        looked_at();
                        let child = ChildRef::of(&self.document, &item.node);
                        child.is_some_and(|child| child.head_is(|head| names.include(head)))
                    };
                    let items = (0..).zip(edited.items());
                    let positions = items.filter(|(_, item)| is_named(item)).map(|(position, _)| position);
                    let positions = Arc::new(positions.collect());
                    if keep && u32::try_from(edited.items().len()).is_ok() {
                        edited.named.keep(names, heads, &positions);
                    }
                    positions
                });
                FoundIn::Edited(edited, positions)
            }
        };
        Children::new(self.document.clone(), found)
    }

    /// The same without the last of them, which [`Self::child_named`] gives. Mostly there are none, which costs no more than
    /// to look.
    pub fn others_named(&self, names: Names) -> Vec<Self> {
        let source = self.document.source();
        let mut found: Vec<Self> = if !self.document.is_reshaped()
            && !source.has_inside(self.list, LONG_FOR_ONE)
        {
            let mut lists = source.named(self.list, names).peekable();
            let Some(first) = lists.next().filter(|_| lists.peek().is_some()) else { return Vec::new() };
            std::iter::once(first).chain(lists).map(|list| Self::new(self.document.clone(), list)).collect()
        } else {
            self.children_named(names).iter().collect()
        };
        found.pop();
        found
    }

    /// Whether the first word of the list is one of these.
    pub(crate) fn is_one_of(&self, names: Names) -> bool {
        ChildRef { document: &self.document, list: self.list }.head_is(|head| names.include(head))
    }

    /// Element at the end of a path of first words, such as `setup/pcbplotparams/mode`, from here. At each step
    /// the first list of that name counts.
    pub fn find(&self, path: &str) -> Option<Self> {
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let first = words.next()?;
        let mut element = self.child(|head| head == first)?;
        for word in words {
            element = element.child(|head| head == word)?;
        }
        Some(element)
    }

    /// All elements at the end of a path of first words, in the order of the document.
    pub fn find_all(&self, path: &str) -> Vec<Self> {
        let mut found = vec![self.clone()];
        let mut any = false;
        for word in path.split('/').filter(|word| !word.is_empty()) {
            any = true;
            found = found
                .iter()
                .flat_map(|element| element.children().into_iter().filter(|child| child.is_named(word)))
                .collect();
        }
        if any { found } else { Vec::new() }
    }

    /// Whether the first word of the list is this one.
    pub fn is_named(&self, word: &str) -> bool {
        self.head().is_some_and(|head| head == word)
    }

    /// This element and all below it, parents before children.
    pub fn walk(&self) -> impl Iterator<Item = Element> + use<> {
        let mut work = vec![self.clone()];
        std::iter::from_fn(move || {
            let element = work.pop()?;
            work.extend(element.children().into_iter().rev());
            Some(element)
        })
    }

    /// A deep copy as a document of its own.
    pub fn copy(&self) -> Document {
        self.document.copy_of(self.list, None)
    }

    /// Text of this list as it would be written, without what stands before it.
    pub fn text(&self) -> String {
        write::element(&self.document, self.list)
    }

    /// Text of a list that this process spelled, where nothing was changed in its document since: what
    /// [`Self::exact_text`] tells in any case.
    pub fn made_text(&self) -> Option<&str> {
        let source = self.document.source();
        let is_made = source.is_synthetic() && !self.document.is_edited();
        is_made.then(|| source.slice(source.span(self.list)))
    }

    /// The first bytes of [`Self::text`], up to the end of the character that so many bytes reach into. What was not
    /// changed is not looked at any further.
    pub fn beginning(&self, bytes: usize) -> String {
        let mut beginning = String::new();
        for piece in write::pieces(&self.document, self.list).iter() {
            let room = bytes - beginning.len();
            if room <= piece.text.len() {
                beginning.push_str(&piece.text[..piece.text.ceil_char_boundary(room)]);
                break;
            }
            beginning.push_str(piece.text);
        }
        beginning
    }

    /// Like [`Self::text`], with every number that was set in this process spelled with all its digits.
    pub fn exact_text(&self) -> String {
        write::exact(&self.document, self.list)
    }

    /// Whether this is what a node in a list of the document stands for.
    pub(crate) fn is_node(&self, document: &Document, node: &Node) -> bool {
        match node {
            Node::List(list) => self.list == *list && self.document.is(document),
            Node::Graft(graft) => self.document.is(graft) && self.list == graft.root_list(),
            Node::Atom(_) | Node::NewAtom(_) => false,
        }
    }

    fn each_child(&self, visit: impl FnMut(ChildRef<'_>) -> bool) {
        self.each_child_of(self.document.edited(self.list).as_deref(), visit);
    }

    fn each_child_of(&self, edited: Option<&EditedList>, mut visit: impl FnMut(ChildRef<'_>) -> bool) {
        match edited {
            None => {
                let source = self.document.source();
                for list in source.children(self.list) {
                    if !visit(ChildRef { document: &self.document, list }) {
                        return;
                    }
                }
            }
            Some(edited) => {
                let children = edited.items().iter();
                for child in children.filter_map(|item| ChildRef::of(&self.document, &item.node)) {
                    if !visit(child) {
                        return;
                    }
                }
            }
        }
    }
}

/// First word of a list, to be compared with words. A list without a word in front has an empty one.
#[derive(Clone, Copy)]
pub struct Head<'a>(HeadOf<'a>);

#[derive(Clone, Copy)]
enum HeadOf<'a> {
    /// Comparing in place is cheaper than finding out where the word ends.
    Source(&'a Source, ListId),
    Word(&'a str),
}

impl<'a> Head<'a> {
    pub(crate) fn of_source(source: &'a Source, list: ListId) -> Self {
        Self(HeadOf::Source(source, list))
    }

    pub(crate) fn of_word(word: Option<&'a str>) -> Self {
        Self(HeadOf::Word(word.unwrap_or_default()))
    }
}

impl PartialEq<str> for Head<'_> {
    fn eq(&self, word: &str) -> bool {
        match self.0 {
            HeadOf::Source(source, list) if word.is_empty() => source.head(list).is_none(),
            HeadOf::Source(source, list) => source.head_is(list, word),
            HeadOf::Word(own) => own == word,
        }
    }
}

impl PartialEq<&str> for Head<'_> {
    fn eq(&self, word: &&str) -> bool {
        *self == **word
    }
}

fn head(document: &Document, list: ListId) -> Option<Cow<'_, str>> {
    let Some(edited) = document.edited(list) else {
        return document.source().head(list).map(Cow::Borrowed);
    };
    edited.head(document.source()).map(|head| Cow::Owned(head.to_owned()))
}
