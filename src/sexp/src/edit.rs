//! Writing: changes to the items of one list.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::document::{Document, Held};
use crate::element::Element;
use crate::named::looked_at;
use crate::overlay::{EditedList, Item, Lead, NewAtom, Node, Overlay, Within, is_blank};
use crate::source::{ListId, Source, Span};
use crate::text::{Atom, as_atom};

impl Element {
    /// Changes the items of this list. The editor sees the list as it is at that moment, and nobody sees a
    /// half-done change. The closure must not use elements of this document.
    pub fn edit<R>(&self, edit: impl FnOnce(&mut Editor<'_>) -> R) -> R {
        self.document().change(self.list(), |items, overlay| {
            edit(&mut Editor { document: self.document(), list: self.list(), overlay, edited: items })
        })
    }

    /// Sets the number at a position, above 0, where there are only numbers from the position `first` up to it. Tells
    /// whether the list says it now: otherwise nothing is done, and it takes [`Editor::set_number`].
    pub fn set_number_at(&self, first: usize, position: usize, number: f64) -> bool {
        let is_possible = position > 0 && number.is_finite();
        is_possible && self.document().set_number_at(self.list(), first, position, number)
    }

    /// Replaces the atom at a position, above 0, before which no list stands, unless it is the `same`. `takes` has to hold
    /// for it and for all atoms before it from the position `first` on; it is given their numbers among these. Tells whether
    /// the list says it now: otherwise nothing is done, and it takes [`Editor::set_atom`], which this does the same as.
    pub fn set_atom_at(
        &self,
        (first, position): (usize, usize),
        spelling: impl FnOnce() -> String,
        takes: impl Fn(usize, Atom<'_>) -> bool,
        same: impl Fn(Atom<'_>) -> bool,
    ) -> bool {
        first > 0 && self.document().set_atom_at(self.list(), (first, position), spelling, takes, same)
    }

    /// The number at a position, where there are only numbers from the position `first` up to it. A short cut for what
    /// [`Element::view`] tells in any case: nothing where looking at that takes more.
    pub fn number_at(&self, first: usize, position: usize) -> Option<f64> {
        self.document().number_at(self.list(), first, position)
    }

    /// A deep copy to be put into `target` by [`Editor::insert_list`] or [`Editor::replace_with_list`].
    pub fn copy_for(&self, target: &Element) -> Document {
        self.document().copy_of(self.list(), Some(target.document()))
    }
}

/// A list while it is changed. Positions count all items, the list's first word included.
pub struct Editor<'a> {
    document: &'a Document,
    list: ListId,
    overlay: &'a Overlay,
    edited: &'a mut EditedList,
}

impl<'a> Editor<'a> {
    fn within(&self) -> Within<'a> {
        Within { document: self.document, overlay: self.overlay }
    }

    pub(crate) fn source(&self) -> &Arc<Source> {
        self.document.source()
    }

    pub(crate) fn list(&self) -> ListId {
        self.list
    }

    pub(crate) fn list_items(&self) -> &[Item] {
        self.edited.items()
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.edited.items().len()
    }

    /// Whether the list is `()`.
    pub fn is_empty(&self) -> bool {
        self.edited.items().is_empty()
    }

    /// The atom at a position, where there is one.
    pub fn atom(&self, position: usize) -> Option<Atom<'_>> {
        match &self.edited.items().get(position)?.node {
            Node::Atom(span) => Some(Atom::new(self.document.source().slice(*span))),
            Node::NewAtom(atom) => Some(Atom::new(atom.spelling())),
            Node::List(_) | Node::Graft(_) => None,
        }
    }

    /// Whether there are lists among the items.
    pub fn has_lists(&self) -> bool {
        self.edited.holds_lists()
    }

    /// Whether a list stands at a position.
    pub fn is_list(&self, position: usize) -> bool {
        self.edited.items().get(position).is_some_and(|item| item.node.is_list())
    }

    /// First word of the list at a position, where a list stands there.
    pub fn head(&self, position: usize) -> Option<Cow<'_, str>> {
        match &self.edited.items().get(position)?.node {
            Node::Graft(graft) => {
                let root = graft.root();
                root.head().map(|head| Cow::Owned(head.into_owned()))
            }
            Node::List(list) => match self.overlay.get(list) {
                None => self.document.source().head(*list).map(Cow::Borrowed),
                Some(change) => change.head(self.document.source(), *list).map(Cow::Borrowed),
            },
            Node::Atom(_) | Node::NewAtom(_) => None,
        }
    }

    /// Position of an element that stands in this list.
    pub fn position_of(&self, element: &Element) -> Option<usize> {
        self.edited.items().iter().position(|item| element.is_node(self.document, &item.node))
    }

    /// Position of an element that stands in this list. Quick where that is what
    /// [`Children::position`](crate::Children::position) tells.
    pub fn position_near(&self, element: &Element, hint: usize) -> Option<usize> {
        let is_there = |item: &Item| element.is_node(self.document, &item.node);
        if self.edited.items().get(hint).is_some_and(is_there) {
            looked_at();
            return Some(hint);
        }
        self.positions_of(std::slice::from_ref(element), hint).first().copied().flatten()
    }

    /// Positions of elements, in their order; nothing for one that does not stand in this list. Quick where they stand
    /// here in that order and near each other, the first at the position `hint`, which
    /// [`Children::position`](crate::Children::position) tells.
    pub fn positions_of(&self, elements: &[Element], hint: usize) -> Vec<Option<usize>> {
        let mut wanted = elements.iter().peekable();
        let mut positions = Vec::with_capacity(elements.len());
        for (position, item) in self.edited.items().iter().enumerate().skip(hint) {
            looked_at();
            if let Some(element) = wanted.peek()
                && element.is_node(self.document, &item.node)
            {
                positions.push(Some(position));
                wanted.next();
            }
            if wanted.peek().is_none() {
                return positions;
            }
        }
        if hint > 0 {
            return self.positions_of(elements, 0);
        }
        elements.iter().map(|element| self.position_of(element)).collect()
    }

    /// Replaces the item at a position by an atom. Where `same` holds for the atom of the source that stood there,
    /// that one comes back, spelled as it was. A spelling that is not one word or one string is put in quotes.
    pub fn set_atom(&mut self, position: usize, spelling: String, same: impl FnOnce(Atom<'_>) -> bool) {
        self.set(position, |original| NewAtom::spelled(as_atom(spelling), original), same);
    }

    /// Replaces the item at a position by a number. An atom of the source with that value comes back as it was.
    pub fn set_number(&mut self, position: usize, number: f64) {
        let new = |original| NewAtom::number(number, original);
        self.set(position, new, |atom| atom.number() == Some(number));
    }

    fn set(
        &mut self,
        position: usize,
        new: impl FnOnce(Option<Span>) -> NewAtom,
        same: impl FnOnce(Atom<'_>) -> bool,
    ) {
        let within = self.within();
        self.edited.replace(position, &within, |mut item| {
            let original = match &item.node {
                Node::Atom(span) => Some(*span),
                Node::NewAtom(atom) => atom.original,
                Node::List(_) | Node::Graft(_) => None,
            };
            item.node = match original {
                Some(span) if same(Atom::new(within.document.source().slice(span))) => Node::Atom(span),
                original => Node::NewAtom(Box::new(new(original))),
            };
            item
        });
    }

    /// Puts an atom before the item at a position, or at the end. A spelling that is not one word or one string is
    /// put in quotes.
    pub fn insert_atom(&mut self, position: usize, spelling: String) {
        self.insert_new_atom(position, NewAtom::spelled(as_atom(spelling), None));
    }

    /// Puts a number before the item at a position, or at the end.
    pub fn insert_number(&mut self, position: usize, number: f64) {
        self.insert_new_atom(position, NewAtom::number(number, None));
    }

    fn insert_new_atom(&mut self, position: usize, atom: NewAtom) {
        self.insert(position, Item { lead: Lead::LAYOUT, node: Node::NewAtom(Box::new(atom)) });
    }

    /// Puts a document's list before the item at a position, or at the end.
    ///
    /// The document should be a copy made by [`Element::copy_for`]: what was a child of this very list is then laid
    /// out as it was. One that stands in a list already, or that is older than the document of this list, is copied
    /// here, so that no list ever stands in two places or within itself. Of a file its first list is put in.
    pub fn insert_list(&mut self, position: usize, list: Document) {
        if let Some(item) = self.list_item(list) {
            self.insert(position, item);
        }
    }

    /// Puts documents' lists before the item at a position, or at the end, each under the terms of
    /// [`Self::insert_list`], and tells how many were put in.
    pub fn insert_lists(&mut self, position: usize, lists: impl IntoIterator<Item = Document>) -> usize {
        let items: Vec<Item> = lists.into_iter().filter_map(|list| self.list_item(list)).collect();
        let within = self.within();
        let count = items.len();
        self.edited.insert_all(position.min(self.len()), items, &within);
        count
    }

    fn list_item(&self, list: Document) -> Option<Item> {
        let list = list.adopted(&self.held())?;
        let lead = self.lead_of(&list).map_or(Lead::LAYOUT, Lead::of_source);
        Some(Item { lead, node: Node::Graft(list) })
    }

    /// Makes this list say what a document's list says, but for its first word. Atoms and lists that say the same
    /// already stay as they are.
    pub fn assign(&mut self, list: &Document) {
        // What is newer than this document neither is it nor holds it, and can be read while it is locked.
        let copy = (list.number() <= self.document.number()).then(|| list.copy_beside(&self.held()));
        let list = copy.as_ref().unwrap_or(list);
        let root = list.root();
        let view = root.view();
        let mut atoms = (1..self.len()).filter(|position| self.atom(*position).is_some()).collect::<Vec<_>>();
        let mut lists = (1..self.len()).filter(|position| self.is_list(*position)).collect::<Vec<_>>();
        let new: Vec<_> = view.items().skip(1).collect();
        // Numbers that this process set, which are rounded when they are written.
        let edited = list.changed_items(list.root_list());
        let is_set = |index: usize| match edited.as_deref().and_then(|edited| edited.items().get(index + 1)) {
            Some(Item { node: Node::NewAtom(atom), .. }) => atom.is_number(),
            _ => list.source().is_synthetic(),
        };
        let new_lists: Vec<&Element> = new
            .iter()
            .filter_map(|item| match item {
                crate::Item::List(element) => Some(element),
                crate::Item::Atom(_) => None,
            })
            .collect();
        let kept = lists.len() == new_lists.len()
            && lists
                .iter()
                .zip(&new_lists)
                .all(|(position, new)| self.text_at(*position) == new.exact_text());
        let mut gone = Vec::new();
        if !kept {
            gone.append(&mut lists);
        }
        let mut next = atoms.last().map_or(1, |last| last + 1);
        let mut inserted = 0;
        atoms.reverse();
        for (index, item) in new.iter().enumerate() {
            let crate::Item::Atom(atom) = item else { continue };
            let number = is_set(index).then(|| atom.number()).flatten();
            if let Some(position) = atoms.pop() {
                match number {
                    Some(number) if atom.spelling().contains('.') => self.set_number(position, number),
                    _ => self.set_atom(position, atom.spelling().to_owned(), |old| says_same(old, *atom)),
                }
            } else {
                match number {
                    Some(number) if atom.spelling().contains('.') => self.insert_number(next, number),
                    _ => self.insert_atom(next, atom.spelling().to_owned()),
                }
                next += 1;
                inserted += 1;
            }
        }
        // What was inserted stands before all that is removed, but for atoms, of which none are then left.
        gone = gone
            .into_iter()
            .map(|position| position + if position >= next - inserted { inserted } else { 0 })
            .collect();
        gone.extend(atoms);
        gone.sort_unstable();
        self.retain(|position| gone.binary_search(&position).is_err());
        if !kept {
            let copies = new_lists.iter().map(|new| new.document().copy_of(new.list(), Some(self.document)));
            self.insert_lists(self.len(), copies.collect::<Vec<_>>());
        }
    }

    /// Text of the list at a position, as it was given.
    fn text_at(&self, position: usize) -> String {
        match self.edited.items().get(position).map(|item| &item.node) {
            Some(Node::Graft(graft)) => graft.root().exact_text(),
            Some(Node::List(list))
                if crate::overlay::range(self.overlay, *list, self.document.source().next(*list))
                    .next()
                    .is_none() =>
            {
                let source = self.document.source();
                source.slice(source.span(*list)).to_owned()
            }
            _ => String::new(),
        }
    }

    /// Puts a document's list in the place of the item at a position, under the terms of [`Self::insert_list`].
    pub fn replace_with_list(&mut self, position: usize, list: Document) {
        let Some(list) = list.adopted(&self.held()) else {
            return;
        };
        let within = self.within();
        self.edited.replace(position, &within, |item| {
            let source = within.document.source();
            // Comments stay, even if the list then stands after them as it is.
            let is_layout = item.lead.source().is_none_or(|lead| is_blank(source.slice(lead)));
            Item { lead: if is_layout { Lead::LAYOUT } else { item.lead }, node: Node::Graft(list) }
        });
    }

    fn held(&self) -> Held<'_> {
        Held { document: self.document, overlay: self.overlay, list: self.list, edited: self.edited }
    }

    pub(crate) fn insert(&mut self, position: usize, item: Item) {
        let within = self.within();
        self.edited.insert(position.min(self.len()), item, &within);
    }

    /// Removes the item at a position together with the blanks before it.
    pub fn remove(&mut self, position: usize) {
        let within = self.within();
        self.edited.remove(position, &within);
    }

    /// Removes the items at positions, in whatever order they are given.
    pub fn remove_all(&mut self, positions: impl IntoIterator<Item = usize>) {
        let mut positions: Vec<usize> = positions.into_iter().collect();
        positions.sort_unstable();
        positions.dedup();
        let within = self.within();
        match positions.as_slice() {
            [position] => self.edited.remove(*position, &within),
            positions => self.edited.remove_all(positions, &within),
        }
    }

    /// Keeps the items for which the test holds; it gets the position that each has before.
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        self.remove_all((0..self.len()).filter(|position| !keep(*position)));
    }

    /// Reorders the items at `positions`: place `positions[i]` gets the item that was at `positions[order[i]]`.
    /// Does nothing unless all positions differ and `order` is a permutation.
    pub fn permute(&mut self, positions: &[usize], order: &[usize]) {
        let mut seen = vec![false; positions.len()];
        let is_permutation = order.len() == positions.len()
            && order.iter().all(|at| seen.get_mut(*at).is_some_and(|seen| !std::mem::replace(seen, true)));
        let mut sorted = positions.to_vec();
        sorted.sort_unstable();
        let differ = sorted.is_sorted_by(|one, next| one < next);
        if !is_permutation || !differ || sorted.last().is_some_and(|last| *last >= self.len()) {
            return;
        }
        let within = self.within();
        self.edited.permute(positions, order, &within);
    }

    /// Lists that the text has here and that are not here, not even as copies.
    pub(crate) fn missing(&self) -> &BTreeSet<ListId> {
        self.edited.missing()
    }

    /// What stands before a list in the source, where the list is a copy of a child of this one.
    pub(crate) fn lead_of(&self, list: &Document) -> Option<Span> {
        let source = self.document.source();
        if !Arc::ptr_eq(list.source(), source) {
            return None;
        }
        let child = list.root_list();
        let within = child > self.list && source.span(child).end <= source.span(self.list).end;
        within.then(|| self.edited.lead_of(source, self.list, child)).flatten()
    }
}

/// Whether two atoms say the same: the same text, or the same number.
pub(crate) fn says_same(old: Atom<'_>, new: Atom<'_>) -> bool {
    if old.is_quoted() || new.is_quoted() {
        return old.is_quoted() == new.is_quoted() && old.value() == new.value();
    }
    old.spelling() == new.spelling() || (old.number().is_some() && old.number() == new.number())
}
