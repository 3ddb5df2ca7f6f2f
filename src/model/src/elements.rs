//! Elements of list fields whose items are lists of their own.

use std::ops::{Range, RangeInclusive};

use sexp::{Document, Editor, Element, Names};
use smallvec::SmallVec;

use crate::encode::New;
use crate::list::Form;
use crate::object::lists_before;
use crate::write::{child_position, list_text, prepared};
use crate::{Error, Kind, List, Schema, Shape};

/// Elements of a list field.
pub(crate) struct Elements {
    children: Option<sexp::Children>,
    /// Number of lists of the same word that belong to other fields.
    first: usize,
}

impl Elements {
    pub(crate) fn len(&self) -> usize {
        self.children.as_ref().map_or(0, |children| children.len().saturating_sub(self.first))
    }

    pub(crate) fn get(&self, index: usize) -> Option<Element> {
        self.children.as_ref()?.get(self.first.checked_add(index)?)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Element> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Whether the lists of the same word that come before these are not all there.
    fn lacks_others(&self) -> bool {
        self.children.as_ref().map_or(0, sexp::Children::len) < self.first
    }

    /// For each value, the number of the element that it is, where it is one of these and none of the values before it is.
    fn numbers_of(&self, values: &[New<'_>]) -> Vec<Option<usize>> {
        let ids: Vec<u64> = self.iter().map(|element| element.id()).collect();
        let mut by_id: Vec<usize> = (0..ids.len()).collect();
        by_id.sort_by_key(|number| ids[*number]);
        let mut is_taken = vec![false; ids.len()];
        let mut next = 0;
        let number_of = |value: &New<'_>| {
            let New::Object(object) = value else { return None };
            let id = object.id();
            // Mostly the one after that before.
            let number = if ids.get(next) == Some(&id) {
                next
            } else {
                *by_id.get(by_id.binary_search_by_key(&id, |number| ids[*number]).ok()?)?
            };
            if std::mem::replace(&mut is_taken[number], true) {
                return None;
            }
            next = number + 1;
            Some(number)
        };
        values.iter().map(number_of).collect()
    }

    /// Number of an element among these.
    pub(crate) fn index_of(&self, element: &Element) -> Option<usize> {
        self.children.as_ref()?.index_of(element)?.checked_sub(self.first)
    }

    /// Some of the elements, and where an editor may look for the first of them.
    pub(crate) fn part(&self, places: Range<usize>) -> (Vec<Element>, usize) {
        let hint = self.hint(places.start);
        (places.filter_map(|place| self.get(place)).collect(), hint)
    }

    fn hint(&self, index: usize) -> usize {
        let index = self.first.saturating_add(index);
        self.children.as_ref().map_or(0, |children| children.position(index))
    }

    /// An element and where an editor may look for it.
    fn at(&self, index: usize) -> Option<Neighbour> {
        Some(Neighbour { element: self.get(index)?, hint: self.hint(index) })
    }

    /// The last list of the field's words, be it an element of the field or of another one.
    fn last(&self) -> Option<Neighbour> {
        let children = self.children.as_ref()?;
        let last = children.len().checked_sub(1)?;
        Some(Neighbour { element: children.get(last)?, hint: children.position(last) })
    }
}

/// An element next to which something is put.
struct Neighbour {
    element: Element,
    hint: usize,
}

impl Neighbour {
    fn position(&self, items: &Editor<'_>) -> Option<usize> {
        items.position_near(&self.element, self.hint)
    }
}

impl List {
    /// The elements of the list, where each item has one.
    pub(crate) fn elements(&self) -> Option<Elements> {
        let (holder, first) = match self.form() {
            Form::Atoms | Form::Rest => return None,
            Form::AtomLists | Form::Lists { within: false } => {
                (self.object().element().clone(), lists_before(self.schema(), self.field()))
            }
            Form::Lists { within: true } => match self.holder() {
                Some(holder) => (holder, 0),
                None => return Some(Elements { children: None, first: 0 }),
            },
        };
        let names = match self.item_schema() {
            Some(nested) if nested.shape == Shape::Row => Names::ANY,
            Some(nested) => Names::new(nested.token, &[]),
            None => self.field().names,
        };
        Some(Elements { children: Some(holder.children_named(names)), first })
    }

    /// Makes these all the elements, where that takes no more than to remove some that are there, to put the others into
    /// their order, and to put new ones in at a few places: elements that stay are the same as before. Tells whether that
    /// is done.
    pub(crate) fn rearrange(&self, values: &[New<'_>]) -> Result<bool, Error> {
        /// To put new elements in at more places takes longer than to replace what stands there.
        const PLACES: usize = 8;
        let (Some(holder), Some(elements)) = (self.holder(), self.elements()) else { return Ok(false) };
        let order = elements.numbers_of(values);
        let length = elements.len();
        drop(elements);
        let mut stays = vec![false; length];
        order.iter().flatten().for_each(|number| stays[*number] = true);
        let groups = order.chunk_by(|one, next| one.is_none() && next.is_none());
        let is_new = |group: &&[Option<usize>]| group.iter().all(Option::is_none);
        if !stays.contains(&true) || groups.clone().filter(is_new).count() > PLACES {
            return Ok(false);
        }
        // Copies first: what is copied may be one that is removed.
        let mut new = Vec::new();
        let mut at = 0;
        for group in groups {
            if is_new(&group) {
                let lists = values[at..at + group.len()].iter().map(|value| self.prepare(value, &holder));
                new.push((at, lists.collect::<Result<Vec<_>, _>>()?));
            }
            at += group.len();
        }
        if stays.contains(&false) {
            let gone = (0..length).filter(|number| !stays[*number]);
            self.remove_elements(&holder, gone);
        }
        // Numbers among those that are left.
        let mut left = 0;
        let left: Vec<usize> = stays.iter().map(|stays| (left, left += usize::from(*stays)).0).collect();
        let order: Vec<usize> = order.into_iter().flatten().map(|number| left[number]).collect();
        if !order.is_sorted() {
            self.reorder(&order)?;
        }
        for (at, lists) in new {
            self.put_in(&holder, at, lists.into_iter().map(|list| (true, list)))?;
        }
        Ok(true)
    }

    /// Replaces the elements from number `start` on, one for each value, in one change. An element that is given its
    /// own place stays.
    pub(crate) fn set_elements(&self, start: usize, values: &[New<'_>]) -> Result<(), Error> {
        let (Some(holder), Some(elements)) = (self.holder(), self.elements()) else {
            return Ok(());
        };
        let (mut replaced, mut lists, mut hint) = (Vec::new(), Vec::new(), 0);
        for (index, new) in (start..elements.len()).zip(values) {
            let Some(element) = elements.get(index) else { continue };
            if !matches!(new, New::Object(object) if *object.element() == element) {
                if replaced.is_empty() {
                    hint = elements.hint(index);
                }
                lists.push(self.prepare(new, &holder)?);
                replaced.push(element);
            }
        }
        drop(elements);
        if !replaced.is_empty() {
            holder.edit(|items| {
                for (position, list) in items.positions_of(&replaced, hint).into_iter().zip(lists) {
                    if let Some(position) = position {
                        items.replace_with_list(position, list);
                    }
                }
            });
        }
        Ok(())
    }

    /// Removes the elements of these numbers, in ascending order, and tells how many there were.
    pub(crate) fn remove_elements(&self, holder: &Element, places: impl Iterator<Item = usize>) -> usize {
        let Some(elements) = self.elements() else { return 0 };
        let mut places = places.filter(|place| *place < elements.len()).peekable();
        let hint = places.peek().map_or(0, |first| elements.hint(*first));
        let gone: Vec<Element> = places.filter_map(|place| elements.get(place)).collect();
        drop(elements);
        if !gone.is_empty() {
            holder.edit(|items| items.remove_all(items.positions_of(&gone, hint).into_iter().flatten()));
        }
        gone.len()
    }

    /// Puts elements before number `index`, or at the end where there are fewer, in one change. What was taken out
    /// before comes back to where it stood, if that is between the same elements.
    pub(crate) fn insert_elements(
        &self,
        holder: &Element,
        index: usize,
        new: &[New<'_>],
    ) -> Result<(), Error> {
        let lists = new.iter().map(|new| self.prepare(new, holder));
        let lists = lists.collect::<Result<SmallVec<[_; 1]>, _>>()?;
        self.put_in(
            holder,
            index,
            new.iter().map(|new| matches!(new, New::Object(_) | New::Draft(_))).zip(lists),
        )
    }

    /// The same with lists that are copies already, of objects or not.
    fn put_in(
        &self,
        holder: &Element,
        index: usize,
        lists: impl Iterator<Item = (bool, Document)>,
    ) -> Result<(), Error> {
        let mut has_own = true;
        let (before, after) = match self.elements() {
            // What is known by its first word need not be looked for among all items.
            Some(elements) if self.item_schema().is_none() => {
                if elements.lacks_others() {
                    return Err(Error::without_others(self.schema(), self.field()));
                }
                has_own = elements.len() > 0 || !self.field().shared;
                let before = elements.at(index);
                let after = match &before {
                    Some(_) => index.checked_sub(1).and_then(|last| elements.at(last)),
                    None => elements.last(),
                };
                (before, after)
            }
            Some(elements) if index < usize::MAX => {
                let before = elements.at(index);
                let after = before.as_ref().and_then(|_| elements.at(index.checked_sub(1)?));
                (before, after)
            }
            _ => (None, None),
        };
        holder.edit(|items| {
            let next = before.as_ref().and_then(|before| before.position(items));
            let last = match (&after, next) {
                (Some(after), _) => after.position(items),
                (None, Some(_)) => None,
                (None, None) => (0..items.len()).rev().find(|position| self.is_item(items, *position)),
            };
            // A list of the same word that is another field's tells nothing of where an own one stands.
            let known = last.filter(|_| has_own && self.item_schema().is_none()).map(|last| last + 1);
            let position = next.or(known).unwrap_or_else(|| self.end(items));
            let first = last.map_or(1, |last| last + 1);
            let mut gap = Gap { list: self, first, position, end: next, last: items.len() };
            let mut together = SmallVec::<[_; 1]>::new();
            for (is_object, list) in lists {
                if if is_object { !items.comes_back(&list) } else { !items.lacks_lists() } {
                    together.push(list);
                    continue;
                }
                gap.fill(items, std::mem::take(&mut together));
                let (position, places) = (gap.position, gap.places());
                let at = if is_object {
                    items.insert_list_within(position, |_| places, list)
                } else {
                    items.restore_list(position, |_| places, self.field().aliases, list)
                };
                gap.filled(items, at, 1);
            }
            gap.fill(items, together);
        });
        Ok(())
    }

    /// Struct of the items, where they are known by its first word, or by having none, and not by the field's.
    fn item_schema(&self) -> Option<&'static Schema> {
        let (Form::Lists { within }, Kind::Struct(nested)) = (self.form(), self.field().kind) else {
            return None;
        };
        let nested = nested();
        (within || nested.shape == Shape::Row).then_some(nested)
    }

    /// Whether a list stands at a position that is an item of this list.
    fn is_item(&self, items: &Editor<'_>, position: usize) -> bool {
        match self.item_schema() {
            Some(nested) if nested.shape == Shape::Row => items.is_list(position),
            Some(nested) => items.head(position).is_some_and(|head| head == nested.token),
            None => items.head(position).is_some_and(|head| self.field().answers_to(&head)),
        }
    }

    /// Position after the last item that is a list.
    fn end(&self, items: &Editor<'_>) -> usize {
        match self.form() {
            Form::Lists { within: true } => items.len(),
            _ => child_position(items, self.schema(), self.field(), self.object().is_in_other_order()),
        }
    }

    /// A value as a list of its own.
    fn prepare(&self, new: &New<'_>, holder: &Element) -> Result<Document, Error> {
        match new {
            New::Object(object) => Ok(prepared(object, holder, self.field())),
            New::Draft(draft) => draft.list_of(self.field()),
            other => Ok(Document::synthetic(list_text(self.field().token, self.field(), other))?),
        }
    }
}

/// Where elements are put in, one after the other.
struct Gap<'a> {
    list: &'a List,
    /// After the element that comes before.
    first: usize,
    /// Where a new one is put.
    position: usize,
    /// Before the element that comes after, where there is one.
    end: Option<usize>,
    /// Number of items.
    last: usize,
}

impl Gap<'_> {
    /// What comes back may stand anywhere between its neighbours.
    fn places(&self) -> RangeInclusive<usize> {
        self.first..=self.end.unwrap_or(self.last)
    }

    /// Puts new lists in.
    fn fill(&mut self, items: &mut Editor<'_>, lists: SmallVec<[Document; 1]>) {
        if !lists.is_empty() {
            let count = items.insert_lists(self.position, lists);
            self.filled(items, self.position, count);
        }
    }

    /// Goes on after lists that were put in at a position.
    fn filled(&mut self, items: &Editor<'_>, at: usize, count: usize) {
        self.first = at + count;
        self.last = items.len();
        match &mut self.end {
            Some(end) => {
                *end += count;
                self.position = *end;
            }
            None if self.list.item_schema().is_some() => self.position = self.list.end(items),
            None => self.position = self.first,
        }
    }
}
