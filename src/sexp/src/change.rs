//! What became of a list of the source: most changes are of one atom, and are kept as that.

use std::borrow::Cow;
use std::sync::Arc;

use crate::document::Document;
use crate::overlay::{EditedList, NewAtom, Node};
use crate::scan;
use crate::source::{ListId, Source, Span};
use crate::text::{Atom, as_atom, exact_number};

/// How a list differs from the source.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// In one atom, before which no list stands and which is not the first: its lists, their order and its name are those
    /// of the source.
    Atom(AtomChange),
    /// In more than that: these are all its items as they are now.
    Items(Arc<EditedList>),
}

/// An atom in the place of another.
#[derive(Clone, Debug)]
pub(crate) struct AtomChange {
    /// The atom of the source.
    pub(crate) original: Span,
    pub(crate) new: NewValue,
}

/// What a new atom says.
#[derive(Clone, Debug)]
pub(crate) enum NewValue {
    /// A number that this process set, which is rounded when it is written.
    Number(f64),
    /// A word or string as it is spelled.
    Spelling(Box<str>),
}

impl NewValue {
    /// How the atom is spelled, a number with all its digits.
    pub(crate) fn spelling(&self) -> Cow<'_, str> {
        match self {
            Self::Number(number) => Cow::Owned(exact_number(*number)),
            Self::Spelling(spelling) => Cow::Borrowed(spelling),
        }
    }

    /// The number that the atom spells.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            // The sign of zero is not written.
            Self::Number(number) => Some(*number + 0.0),
            Self::Spelling(spelling) => Atom::new(spelling).number(),
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Number(_))
    }
}

impl Change {
    /// Longer lists are kept with all their items once they were changed: to read all of them once more with each change
    /// would take longer.
    const SHORT: usize = 16;

    /// What was changed in a list, which is not as in the source.
    pub(crate) fn of(edited: Arc<EditedList>, source: &Source, list: ListId) -> Self {
        if list == ListId::FILE || edited.items().len() > Self::SHORT {
            return Self::Items(edited);
        }
        match edited.only_change(source) {
            Some(change) => Self::Atom(change),
            None => Self::Items(edited),
        }
    }

    /// The items of the list as they are now.
    pub(crate) fn into_items(self, source: &Source, list: ListId) -> Arc<EditedList> {
        match self {
            Self::Items(edited) => edited,
            Self::Atom(change) => Arc::new(EditedList::with_atom(source, list, change)),
        }
    }

    /// The atom, where nothing else was changed.
    pub(crate) fn atom_mut(&mut self) -> Option<&mut AtomChange> {
        match self {
            Self::Atom(change) => Some(change),
            Self::Items(_) => None,
        }
    }

    /// The items, where more than an atom was changed.
    pub(crate) fn items(&self) -> Option<&Arc<EditedList>> {
        match self {
            Self::Atom(_) => None,
            Self::Items(edited) => Some(edited),
        }
    }

    /// Whether the list may have another name than in the source, or other lists.
    pub(crate) fn reshapes(&self, source: &Source, list: ListId) -> bool {
        self.items().is_some_and(|edited| edited.reshapes(source, list))
    }

    /// First word of the list, as it is spelled.
    pub(crate) fn head<'a>(&'a self, source: &'a Source, list: ListId) -> Option<&'a str> {
        match self {
            Self::Atom(_) => source.head(list),
            Self::Items(edited) => edited.head(source),
        }
    }
}

/// What is to be done about a list in which an atom is set.
pub(crate) enum Done {
    /// It says that already.
    Nothing,
    /// Nothing is left to do.
    Changed,
    /// It is as in the source again.
    Restored,
    /// This is the first change in it.
    New(AtomChange),
}

impl AtomChange {
    /// Puts an atom in the place of one of the source. `before` is the change of an atom in that list, and `is_original`
    /// tells whether the source says the same. Nothing where this would be a second change in the list.
    pub(crate) fn place(
        before: Option<&mut Self>,
        original: Span,
        new: NewValue,
        is_original: impl FnOnce() -> bool,
        source: &Source,
    ) -> Option<Done> {
        match before {
            Some(before) if before.original != original => None,
            Some(_) if is_original() => Some(Done::Restored),
            Some(before) => {
                before.new = new;
                Some(Done::Changed)
            }
            None => Self::is_possible(source, original).then_some(Done::New(Self { original, new })),
        }
    }

    /// Whether an atom of the source can be replaced by any other without a look at what stands around it: no comment
    /// begins right after it, nor another atom.
    pub(crate) fn is_possible(source: &Source, original: Span) -> bool {
        let next = source.text().as_bytes().get(original.end as usize);
        next.is_some_and(|next| !scan::is_word(*next))
    }

    /// The change as an item of a list.
    pub(crate) fn into_node(self) -> Node {
        let original = Some(self.original);
        Node::NewAtom(Box::new(match self.new {
            NewValue::Number(number) => NewAtom::number(number, original),
            NewValue::Spelling(spelling) => NewAtom::spelled(spelling.into_string(), original),
        }))
    }
}

impl Document {
    /// Sets a number as [`crate::Element::set_number_at`] does.
    pub(crate) fn set_number_at(&self, list: ListId, first: usize, position: usize, number: f64) -> bool {
        let source = self.source();
        #[expect(clippy::float_cmp, reason = "a number stays only where it is the very same")]
        let is_same = |now: f64| now == number;
        self.set_in_place(list, |change| {
            if let Some(Change::Items(edited)) = change {
                // What others share is copied, which takes longer anyway.
                let done = Arc::get_mut(edited)?.renumber(source, first, position, number)?;
                return Some(if done { Done::Changed } else { Done::Nothing });
            }
            let mut change = change;
            let before = change.as_deref_mut().and_then(Change::atom_mut);
            let (now, place) = source.changed_number_at(list, first, position, before.as_deref())?;
            if is_same(now) {
                return Some(Done::Nothing);
            }
            let new = NewValue::Number(number);
            let original = || Atom::new(source.slice(place)).number();
            match before.as_deref().filter(|before| before.original != place) {
                // Where there are lists, it may matter to them that the change is no longer that of an atom.
                Some(_) if source.has_inside(list, 0) => None,
                Some(before) => {
                    let mut edited = EditedList::with_atom(source, list, before.clone());
                    edited.put_atom(AtomChange { original: place, new });
                    *change? = Change::Items(Arc::new(edited));
                    Some(Done::Changed)
                }
                None => AtomChange::place(before, place, new, || original().is_some_and(is_same), source),
            }
        })
    }

    /// Sets an atom as [`crate::Element::set_atom_at`] does.
    pub(crate) fn set_atom_at(
        &self,
        list: ListId,
        (first, position): (usize, usize),
        spelling: impl FnOnce() -> String,
        takes: impl Fn(usize, Atom<'_>) -> bool,
        same: impl Fn(Atom<'_>) -> bool,
    ) -> bool {
        let source = self.source();
        self.set_in_place(list, |change| {
            let change = match change {
                Some(Change::Items(_)) => return None,
                change => change.and_then(Change::atom_mut),
            };
            // Where the change is of another atom, this one is not set, so those before it are as they were.
            for before in first..position {
                let atom = Atom::new(source.slice(source.atom_at(list, before)?));
                if !takes(before - first, atom) {
                    return None;
                }
            }
            let place = source.atom_at(list, position)?;
            let original = Atom::new(source.slice(place));
            let now =
                change.as_deref().filter(|change| change.original == place).map(|own| own.new.spelling());
            let now = now.as_deref().map_or(original, Atom::new);
            if !takes(position.checked_sub(first)?, now) {
                return None;
            }
            if same(now) {
                return Some(Done::Nothing);
            }
            let new = NewValue::Spelling(as_atom(spelling()).into_boxed_str());
            AtomChange::place(change, place, new, || same(original), source)
        })
    }
}
