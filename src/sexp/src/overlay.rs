//! Changed lists: their items, where those come from, and whether they are the source's again.

use std::collections::btree_map::Range;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

use crate::change::{AtomChange, Change, NewValue};
use crate::document::Document;
use crate::element::Head;
use crate::named::{Named, Names};
use crate::source::{ListId, RawItem, Source, Span};
use crate::text::{Atom, exact_number};

/// Lists whose items differ from the source.
pub(crate) type Overlay = BTreeMap<ListId, Change>;

/// Entries of the overlay from `first` to before `end`.
pub(crate) fn range(overlay: &Overlay, first: ListId, end: ListId) -> Range<'_, ListId, Change> {
    overlay.range((Bound::Included(first), Bound::Excluded(end)))
}

/// Items of a list that was changed.
#[derive(Clone, Debug)]
pub(crate) struct EditedList {
    items: Vec<Item>,
    /// How the list looks in the source.
    pub(crate) look: Look,
    /// Positions of lists that were looked for.
    pub(crate) named: Named,
    /// Number of items that are lists.
    lists: usize,
    /// Number of items in the source.
    source_len: usize,
    /// Number of items that are not as in the source.
    new: usize,
    /// How often lists of the source are here, be it as copies, where that is not once.
    counts: BTreeMap<ListId, usize>,
    /// Lists that the source has here and that are not here, not even as copies.
    missing: BTreeSet<ListId>,
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

    /// The atom as it is spelled, unless it stands in quotes.
    pub(crate) fn word<'a>(&'a self, source: &'a Source) -> Option<&'a str> {
        let spelling = match self {
            Self::Atom(span) => source.slice(*span),
            Self::NewAtom(atom) => atom.spelling(),
            Self::List(_) | Self::Graft(_) => return None,
        };
        (!spelling.starts_with('"')).then_some(spelling)
    }
}

/// An atom that was written since the source was read.
#[derive(Clone, Debug)]
pub(crate) struct NewAtom {
    /// How it is spelled, once somebody asks; a number has all its digits.
    spelling: OnceLock<Box<str>>,
    number: Option<f64>,
    /// The atom of the source that it replaces.
    pub(crate) original: Option<Span>,
}

impl NewAtom {
    pub(crate) fn spelled(spelling: String, original: Option<Span>) -> Self {
        Self { spelling: OnceLock::from(spelling.into_boxed_str()), number: None, original }
    }

    pub(crate) fn number(number: f64, original: Option<Span>) -> Self {
        Self { spelling: OnceLock::new(), number: Some(number), original }
    }

    pub(crate) fn spelling(&self) -> &str {
        self.spelling.get_or_init(|| exact_number(self.number.unwrap_or_default()).into_boxed_str())
    }

    /// Whether this process set a number here, which is rounded when it is written.
    pub(crate) fn is_number(&self) -> bool {
        self.number.is_some()
    }

    fn value(&self) -> NewValue {
        match self.number {
            Some(number) => NewValue::Number(number),
            None => NewValue::Spelling(self.spelling().into()),
        }
    }
}

impl Item {
    /// Whether the item is not as in the source.
    fn is_new(&self) -> bool {
        self.lead == Lead::LAYOUT || matches!(self.node, Node::NewAtom(_) | Node::Graft(_))
    }

    /// List of the source that the item is, or is a copy of.
    pub(crate) fn origin(&self, source: &Arc<Source>) -> Option<ListId> {
        match &self.node {
            Node::List(list) => Some(*list),
            Node::Graft(graft) if self.lead != Lead::LAYOUT && Arc::ptr_eq(graft.source(), source) => {
                Some(graft.root_list())
            }
            Node::Graft(_) | Node::Atom(_) | Node::NewAtom(_) => None,
        }
    }
}

/// The document that a list is changed in, and the other changed lists of it.
#[derive(Clone, Copy)]
pub(crate) struct Within<'a> {
    pub(crate) document: &'a Document,
    pub(crate) overlay: &'a Overlay,
}

impl Within<'_> {
    /// Whether a node is a list with one of these first words.
    fn is_named(&self, node: &Node, names: Names) -> bool {
        let source = self.document.source();
        match node {
            Node::Atom(_) | Node::NewAtom(_) => false,
            Node::Graft(graft) => graft.root().is_one_of(names),
            Node::List(list) => match self.overlay.get(list) {
                Some(Change::Items(edited)) => names.include(Head::of_word(edited.head(source))),
                Some(Change::Atom(_)) | None => names.include(Head::of_source(source, *list)),
            },
        }
    }
}

impl EditedList {
    /// Items of a list as they are in the source.
    pub(crate) fn expand(source: &Source, list: ListId) -> Self {
        let mut items = Vec::new();
        let inside = source.inside(list);
        let mut raw = source.items(list);
        let mut end = inside.start;
        let mut lists = 0;
        let mut look = Look { tail: inside, last_lead: None, has_lists: false, own_line: None };
        while let Some(item) = raw.next() {
            let (start, node) = match item {
                RawItem::Atom(span) => (span.start, Node::Atom(span)),
                RawItem::List(list) => (source.span(list).start, Node::List(list)),
            };
            let lead = Span { start: end, end: start };
            if node.is_list() {
                lists += 1;
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
        Self {
            items,
            look,
            named: Named::default(),
            lists,
            source_len,
            new: 0,
            counts: BTreeMap::new(),
            missing: BTreeSet::new(),
            leads: OnceLock::new(),
        }
    }

    /// Items of a list in which one atom was changed.
    pub(crate) fn with_atom(source: &Source, list: ListId, change: AtomChange) -> Self {
        let mut edited = Self::expand(source, list);
        edited.put_atom(change);
        edited
    }

    /// Puts an atom in the place of one of the source, if that is here.
    pub(crate) fn put_atom(&mut self, change: AtomChange) {
        let is_original = |item: &&mut Item| matches!(item.node, Node::Atom(span) if span == change.original);
        if let Some(item) = self.items.iter_mut().find(is_original) {
            item.node = change.into_node();
            self.new += 1;
        }
    }

    /// Whether the list may have another name than in the source, or other lists.
    pub(crate) fn reshapes(&self, source: &Source, list: ListId) -> bool {
        self.lists != 0 || self.look.has_lists || self.head(source) != source.head(list)
    }

    /// The change, where the items differ from those of the source in one atom that [`Change::Atom`] can tell.
    pub(crate) fn only_change(&self, source: &Source) -> Option<AtomChange> {
        let is_one = self.new == 1 && self.items.len() == self.source_len;
        if !is_one || !self.counts.is_empty() || !self.missing.is_empty() {
            return None;
        }
        let (at, atom) = self.items.iter().enumerate().find_map(|(at, item)| match &item.node {
            Node::NewAtom(atom) if item.lead != Lead::LAYOUT => Some((at, atom)),
            _ => None,
        })?;
        let original = atom.original?;
        let is_leading = at > 0 && !self.items[..at].iter().any(|item| item.node.is_list());
        let is_in_place = self.items.is_sorted_by_key(|item| match &item.node {
            Node::Atom(span) => span.start,
            Node::List(list) => source.span(*list).start,
            Node::NewAtom(_) => original.start,
            Node::Graft(_) => 0,
        });
        (is_leading && is_in_place && AtomChange::is_possible(source, original))
            .then(|| AtomChange { original, new: atom.value() })
    }

    /// The items, in order.
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// Whether there are lists among the items.
    pub(crate) fn holds_lists(&self) -> bool {
        self.lists != 0
    }

    /// The items, to be taken out for good.
    pub(crate) fn into_items(self) -> Vec<Item> {
        self.items
    }

    /// The documents that were put in, to be replaced by others of the same text.
    pub(crate) fn grafts_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        self.items.iter_mut().filter_map(|item| match &mut item.node {
            Node::Graft(graft) => Some(graft),
            _ => None,
        })
    }

    /// Puts an item in at a position, which is none beyond the end.
    pub(crate) fn insert(&mut self, at: usize, item: Item, within: &Within<'_>) {
        self.named.inserted(at, 1, |names, _| within.is_named(&item.node, names));
        self.enters(&item, within);
        self.items.insert(at, item);
    }

    /// Puts items in from a position on, which is none beyond the end.
    pub(crate) fn insert_all(&mut self, at: usize, new: Vec<Item>, within: &Within<'_>) {
        self.named.inserted(at, new.len(), |names, number| {
            new.get(number).is_some_and(|item| within.is_named(&item.node, names))
        });
        for item in &new {
            self.enters(item, within);
        }
        self.items.splice(at..at, new);
    }

    /// Takes the item at a position out, where there is one.
    pub(crate) fn remove(&mut self, at: usize, within: &Within<'_>) {
        if at < self.items.len() {
            let item = self.items.remove(at);
            self.leaves(&item, within);
            self.named.removed(at);
        }
    }

    /// Takes the items at these positions out, which are in ascending order.
    pub(crate) fn remove_all(&mut self, gone: &[usize], within: &Within<'_>) {
        let mut positions = Vec::with_capacity(gone.len());
        for at in gone {
            if let Some(item) = self.items.get(*at) {
                positions.extend(u32::try_from(*at));
                let item = item.clone();
                self.leaves(&item, within);
            }
        }
        let (mut at, mut next) = (0, gone.iter().peekable());
        self.items.retain(|_| {
            at += 1;
            next.next_if_eq(&&(at - 1)).is_none()
        });
        self.named.removed_all(&positions);
    }

    /// Changes what the item at a position is, where there is one, or what stands before it.
    pub(crate) fn replace(&mut self, at: usize, within: &Within<'_>, change: impl FnOnce(Item) -> Item) {
        let Some(place) = self.items.get_mut(at) else { return };
        let nothing = Item { lead: place.lead, node: Node::Atom(Span { start: 0, end: 0 }) };
        let item = std::mem::replace(place, nothing);
        let was_list = item.node.is_list();
        self.leaves(&item, within);
        let item = change(item);
        self.enters(&item, within);
        if was_list || item.node.is_list() {
            self.named.replaced(at, |names| within.is_named(&item.node, names));
        }
        self.items[at] = item;
    }

    /// The number at a position, after nothing but numbers from `first` on.
    pub(crate) fn number(&self, source: &Source, first: usize, position: usize) -> Option<f64> {
        let number_of = |item: &Item| match &item.node {
            // The sign of zero is not written.
            Node::NewAtom(atom) => atom.number.map(|number| number + 0.0),
            Node::Atom(span) => Atom::new(source.slice(*span)).number(),
            Node::List(_) | Node::Graft(_) => None,
        };
        let mut numbers = self.items.get(first..=position)?.iter().map(number_of);
        numbers.try_fold(None, |_, number| Some(Some(number?)))?
    }

    /// Changes the number at a position, after nothing but numbers from `first` on. Tells whether it is another one now;
    /// nothing where that is not so, or where the text's own number would come back.
    pub(crate) fn renumber(
        &mut self,
        source: &Source,
        first: usize,
        position: usize,
        number: f64,
    ) -> Option<bool> {
        let now = self.number(source, first, position)?;
        let item = self.items.get_mut(position)?;
        if let Node::Atom(original) = item.node {
            #[expect(clippy::float_cmp, reason = "a number stays only where it is the very same")]
            let changes = now != number;
            if changes {
                self.new += usize::from(!item.is_new());
                item.node = AtomChange { original, new: NewValue::Number(number) }.into_node();
            }
            return Some(changes);
        }
        let Node::NewAtom(atom) = &mut item.node else { return None };
        let now = atom.number?;
        let original = atom.original.and_then(|span| Atom::new(source.slice(span)).number());
        if original == Some(number) {
            return None;
        }
        #[expect(clippy::float_cmp, reason = "a number stays only where it is the very same")]
        let changes = now != number;
        if changes {
            atom.number = Some(number);
            atom.spelling.take();
        }
        Some(changes)
    }

    /// Gives the items at these positions, all of which are there, the nodes of others of them: the first that of
    /// the item at `positions[order[0]]`, and so on.
    pub(crate) fn permute(&mut self, positions: &[usize], order: &[usize], within: &Within<'_>) {
        // Of which list of the source a copy is one depends on what stands before it; all else is the same in each place.
        let has_copies = positions.iter().any(|at| matches!(self.items[*at].node, Node::Graft(_)));
        let is_same_everywhere =
            !has_copies || positions.iter().all(|at| self.items[*at].lead != Lead::LAYOUT);
        let count = |own: &mut Self, is_there: bool| {
            for at in positions {
                let item = &own.items[*at];
                if is_same_everywhere {
                    let new = usize::from(item.is_new());
                    own.new = if is_there { own.new + new } else { own.new - new };
                } else {
                    let item = item.clone();
                    if is_there { own.enters(&item, within) } else { own.leaves(&item, within) }
                }
            }
        };
        count(self, false);
        let nowhere = Node::Atom(Span { start: 0, end: 0 });
        let mut nodes: Vec<Node> = positions
            .iter()
            .map(|at| std::mem::replace(&mut self.items[*at].node, nowhere.clone()))
            .collect();
        for (at, from) in positions.iter().zip(order) {
            self.items[*at].node = std::mem::replace(&mut nodes[*from], nowhere.clone());
        }
        count(self, true);
        self.named.permuted(positions);
    }

    fn enters(&mut self, item: &Item, within: &Within<'_>) {
        self.new += usize::from(item.is_new());
        self.lists += usize::from(item.node.is_list());
        if let Some(list) = item.origin(within.document.source()) {
            let count = self.counts.get(&list).map_or(1, |count| *count);
            self.occurs(list, count + 1);
        }
    }

    fn leaves(&mut self, item: &Item, within: &Within<'_>) {
        self.new -= usize::from(item.is_new());
        self.lists -= usize::from(item.node.is_list());
        if let Some(list) = item.origin(within.document.source()) {
            let count = self.counts.get(&list).map_or(1, |count| *count);
            self.occurs(list, count.saturating_sub(1));
        }
    }

    /// Notes how often a list of the source is here.
    fn occurs(&mut self, list: ListId, count: usize) {
        if count == 1 {
            self.counts.remove(&list);
        } else {
            self.counts.insert(list, count);
        }
        if count == 0 {
            self.missing.insert(list);
        } else {
            self.missing.remove(&list);
        }
    }

    /// Lists that the source has here, and that are not here, not even as copies.
    pub(crate) fn missing(&self) -> &BTreeSet<ListId> {
        &self.missing
    }

    /// Whether the items are those of the source again.
    pub(crate) fn is_pristine(&self, source: &Source) -> bool {
        if self.items.len() != self.source_len || self.new != 0 {
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
        self.items.first()?.node.word(source)
    }

    pub(crate) fn has_grafts(&self) -> bool {
        self.new != 0 && self.items.iter().any(|item| matches!(item.node, Node::Graft(_)))
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
