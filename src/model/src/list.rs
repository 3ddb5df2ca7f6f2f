//! Live views of list fields.

use std::fmt;

use sexp::{Document, Editor, Element, Found, Item, View};

use crate::atoms::{Claim, Token, editor_tokens, is_switch, takes, token, tokens};
use crate::decode::Spot;
use crate::elements::Elements;
use crate::encode::{New, check};
use crate::write::{insert_value, prepared, replace_atom};
use crate::{Error, Field, Input, Kind, Object, Place, Schema, Shape, Value};

/// A live view of a list field: whoever changes the document changes what it shows.
#[derive(Clone)]
pub struct List {
    pub(crate) object: Object,
    pub(crate) field: &'static Field,
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} items]", self.len())
    }
}

/// Iterator over the elements of a list, as they were at one moment.
#[derive(Clone)]
pub struct Objects<'a> {
    found: Found<'a>,
    schema: &'static Schema,
    field: &'static Field,
}

impl Iterator for Objects<'_> {
    type Item = Object;

    #[inline]
    fn next(&mut self) -> Option<Object> {
        Some(Object::of_list(self.found.next()?, self.schema, self.field))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.found.size_hint()
    }
}

impl ExactSizeIterator for Objects<'_> {}

/// How the items of a list field stand in the file.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// Atoms of one list: `(layers "F.Cu" "B.Cu")`.
    Atoms,
    /// Atoms of the element itself.
    Rest,
    /// A list for each: `(pad …) (pad …)`, in the element or in the field's own list.
    Lists { within: bool },
    /// A list with one atom for each: `(file "a") (file "b")`.
    AtomLists,
}

impl List {
    pub(crate) fn new(object: Object, field: &'static Field) -> Self {
        Self { object, field }
    }

    /// Object that the list belongs to.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// Field that the list is.
    pub fn field(&self) -> &'static Field {
        self.field
    }

    pub(crate) fn schema(&self) -> &'static Schema {
        self.object.schema()
    }

    pub(crate) fn form(&self) -> Form {
        match (self.field.place, self.field.kind) {
            (Place::Rest | Place::Positional, _) => Form::Rest,
            (Place::Child, Kind::Struct(_)) => Form::Lists { within: true },
            (Place::Child, _) => Form::Atoms,
            (Place::Repeated, Kind::Struct(_)) => Form::Lists { within: false },
            (Place::Repeated, _) => Form::AtomLists,
        }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => self.elements().map_or(0, |elements| elements.len()),
            Form::Atoms | Form::Rest => self.holder().map_or(0, |holder| {
                let view = holder.view();
                if self.is_plain(view.has_lists()) {
                    view.len().saturating_sub(1)
                } else {
                    self.positions(&view).len()
                }
            }),
        }
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Item number `index`, from 0; nothing beyond the end.
    ///
    /// # Errors
    /// Where the item does not fit the field.
    pub fn get(&self, index: usize) -> Result<Option<Value<'_>>, Error> {
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => {
                match self.elements().and_then(|elements| elements.get(index)) {
                    Some(element) => self.read(element).map(Some),
                    None => Ok(None),
                }
            }
            Form::Atoms | Form::Rest => {
                let Some(holder) = self.holder() else {
                    return Ok(None);
                };
                let view = holder.view();
                let Some(position) = self.position(&view, index) else { return Ok(None) };
                let Some(item) = view.items().nth(position) else { return Ok(None) };
                self.decode(&holder, position, token(item)).map(|value| Some(value.into_owned()))
            }
        }
    }

    /// All items as they are now.
    ///
    /// # Errors
    /// Where an item does not fit the field.
    pub fn snapshot(&self) -> Result<Vec<Value<'static>>, Error> {
        let mut values = Vec::new();
        self.each(|value| {
            values.push(value.into_owned());
            Ok::<_, Error>(())
        })?;
        Ok(values)
    }

    /// Visits all items as they are now, up to the first that the visitor refuses.
    ///
    /// # Errors
    /// Where an item does not fit the field, and what the visitor refuses with.
    pub fn each<E: From<Error>>(&self, mut visit: impl FnMut(Value<'_>) -> Result<(), E>) -> Result<(), E> {
        self.each_result(|value| visit(value?))
    }

    /// Uses all elements as they are now, where each item is a struct that has a list of its own.
    #[inline]
    pub fn with_objects<R>(&self, run: impl FnOnce(Objects<'_>) -> R) -> R {
        let field = self.field;
        let Kind::Struct(schema) = field.kind else {
            return run(Objects { found: Found::new(&[]), schema: self.schema(), field });
        };
        let schema = schema();
        // The common case, in which nothing is kept of what is found.
        if self.field.place == Place::Repeated && !self.field.shared && schema.shape != Shape::Row {
            let element = self.object.element();
            return element.with_named(&self.field.names, |found| run(Objects { found, schema, field }));
        }
        let elements: Vec<Element> = self.elements().iter().flat_map(Elements::iter).collect();
        run(Objects { found: Found::new(&elements), schema, field })
    }

    /// Visits all items as they are now, those that do not fit the field included, up to the first that the visitor
    /// refuses.
    pub(crate) fn each_result<E>(
        &self,
        mut visit: impl FnMut(Result<Value<'_>, Error>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self.form() {
            Form::Lists { .. } => self
                .with_objects(|mut objects| objects.try_for_each(|object| visit(Ok(Value::Object(object))))),
            Form::AtomLists => match self.elements() {
                Some(elements) => elements.iter().try_for_each(|element| visit(self.read(element))),
                None => Ok(()),
            },
            Form::Atoms | Form::Rest => {
                let Some(holder) = self.holder() else {
                    return Ok(());
                };
                let view = holder.view();
                let mut positions = self.positions(&view).into_iter().peekable();
                let items = view.items().enumerate();
                let mut own = items.filter(|(position, _)| positions.next_if_eq(position).is_some());
                own.try_for_each(|(position, item)| visit(self.decode(&holder, position, token(item))))
            }
        }
    }

    /// Replaces item number `index`. Does nothing where there is no such item.
    ///
    /// # Errors
    /// Where the value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn set(&self, index: usize, value: Input<'_>) -> Result<(), Error> {
        self.put(index, self.check(&value)?)
    }

    /// Replaces several items, each by the value at the same place of `values`.
    ///
    /// # Errors
    /// Where a value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn set_all(&self, indices: &[usize], values: Vec<Input<'_>>) -> Result<(), Error> {
        let new = values.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
        indices.iter().zip(new).try_for_each(|(&index, value)| self.put(index, value))
    }

    fn put(&self, index: usize, new: New<'_>) -> Result<(), Error> {
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => return self.set_elements(index, &[new]),
            Form::Atoms | Form::Rest => {
                let Some(holder) = self.holder() else {
                    return Ok(());
                };
                let view = holder.view();
                let Some(position) = self.position(&view, index) else { return Ok(()) };
                if matches!(view.items().nth(position), Some(Item::Atom(atom)) if new.is_said_by(atom, self.field))
                {
                    return Ok(());
                }
                // What is looked at while it is changed is copied.
                drop(view);
                holder.edit(|items| {
                    if let Some(position) = self.editor_position(items, index) {
                        self.set_atom(items, position, &new);
                    }
                });
            }
        }
        Ok(())
    }

    /// Puts an item before number `index`, or at the end where there are fewer.
    ///
    /// # Errors
    /// Where the value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn insert(&self, index: usize, value: Input<'_>) -> Result<(), Error> {
        self.insert_all(index, &[self.check(&value)?])
    }

    /// Removes the items from `start` to before `end`, puts these in their place, or at the end where there are fewer
    /// than `start`, and tells how many were removed.
    ///
    /// # Errors
    /// Where a value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn splice(&self, start: usize, end: usize, values: Vec<Input<'_>>) -> Result<usize, Error> {
        let new = values.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
        let removed = if start < end { self.remove_range(start, end)? } else { 0 };
        self.insert_all(start, &new)?;
        Ok(removed)
    }

    fn insert_all(&self, index: usize, new: &[New<'_>]) -> Result<(), Error> {
        if new.is_empty() {
            return Ok(());
        }
        let Some(holder) = self.holder() else {
            return self.create(new);
        };
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => self.insert_elements(&holder, index, new)?,
            Form::Atoms | Form::Rest => holder.edit(|items| {
                let position = if self.is_plain(items.has_lists()) {
                    index.saturating_add(1).min(items.len())
                } else {
                    let positions = self.editor_positions(items);
                    positions.get(index).copied().unwrap_or_else(|| self.atoms_end(items, &positions))
                };
                let after = items.len().saturating_sub(position);
                for value in new {
                    insert_value(items, items.len().saturating_sub(after), self.field, value);
                }
            }),
        }
        Ok(())
    }

    /// Removes item number `index` and tells whether there was one. Views of a removed element stay valid and
    /// no longer change the document.
    ///
    /// # Errors
    /// None at present.
    pub fn remove(&self, index: usize) -> Result<bool, Error> {
        self.remove_range(index, index.saturating_add(1)).map(|removed| removed > 0)
    }

    /// Removes the items from `start` to before `end` and tells how many there were.
    ///
    /// # Errors
    /// None at present.
    pub fn remove_range(&self, start: usize, end: usize) -> Result<usize, Error> {
        self.remove_places(start..end.min(self.len()))
    }

    /// Removes the items of these numbers, given in ascending order, in one change, and tells how many there were.
    ///
    /// # Errors
    /// None at present.
    pub fn remove_places(&self, places: impl IntoIterator<Item = usize>) -> Result<usize, Error> {
        let Some(holder) = self.holder() else { return Ok(0) };
        let places = places.into_iter();
        let removed = match self.form() {
            Form::Lists { .. } | Form::AtomLists => self.remove_elements(&holder, places),
            Form::Atoms | Form::Rest => holder.edit(|items| {
                let gone: Vec<usize> = if self.is_plain(items.has_lists()) {
                    let positions = places.map(|place| place.saturating_add(1));
                    positions.filter(|position| *position < items.len()).collect()
                } else {
                    let positions = self.editor_positions(items);
                    places.filter_map(|place| positions.get(place).copied()).collect()
                };
                let count = gone.len();
                items.remove_all(gone);
                count
            }),
        };
        self.drop_empty_holder(&holder);
        Ok(removed)
    }

    /// Removes all items.
    ///
    /// # Errors
    /// None at present.
    pub fn clear(&self) -> Result<(), Error> {
        self.remove_range(0, usize::MAX).map(|_| ())
    }

    /// Makes these all the items. Elements that are there already stay as they are, unless others stand between nearly all
    /// of them; so do other items, at the start and at the end.
    ///
    /// # Errors
    /// Where a value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn replace(&self, values: Vec<Input<'_>>) -> Result<(), Error> {
        let new = values.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
        if matches!(self.form(), Form::Lists { .. }) && self.rearrange(&new)? {
            return Ok(());
        }
        let now: Vec<Option<Value<'_>>> = match self.snapshot() {
            Ok(values) => values.into_iter().map(Some).collect(),
            Err(_) => std::iter::repeat_with(|| None).take(self.len()).collect(),
        };
        let same = |(now, new): &(&Option<Value<'_>>, &New<'_>)| now.as_ref().is_some_and(|now| new.is(now));
        let start = now.iter().zip(&new).take_while(same).count();
        let end = now[start..].iter().rev().zip(new[start..].iter().rev()).take_while(same).count();
        let (now_end, new_end) = (now.len() - end, new.len() - end);
        if start == now_end && start == new_end {
            return Ok(());
        }
        // Copies first: an item may be one of those that are removed.
        let copies: Vec<Object> = values[start..new_end]
            .iter()
            .filter_map(|value| match value {
                Input::Object(object) => Some(Object::new(
                    object.element().copy_for(self.object.element()).root(),
                    object.schema(),
                )),
                _ => None,
            })
            .collect();
        let overlap = (now_end - start).min(new_end - start);
        let mut copies = copies.iter();
        let values: Vec<Input<'_>> = values[start..new_end]
            .iter()
            .map(|value| match value {
                Input::Object(_) => copies.next().map_or(Input::None, Input::Object),
                other => other.clone(),
            })
            .collect();
        let (replacing, inserted) = values.split_at(overlap);
        let replacing = replacing.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
        match (self.form(), self.holder()) {
            (Form::Lists { .. } | Form::AtomLists, _) => self.set_elements(start, &replacing)?,
            (Form::Atoms | Form::Rest, Some(holder)) => holder.edit(|items| {
                let positions = self.editor_positions(items);
                for (position, new) in positions.into_iter().skip(start).zip(&replacing) {
                    self.set_atom(items, position, new);
                }
            }),
            (Form::Atoms | Form::Rest, None) => {}
        }
        let inserted = inserted.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
        self.insert_all(if end == 0 { usize::MAX } else { start + overlap }, &inserted)?;
        if overlap < now_end - start {
            self.remove_range(start + overlap, now_end)?;
        }
        Ok(())
    }

    /// Reorders the items: place `i` gets the item that was number `order[i]`. Elements keep their identity.
    /// Does nothing unless `order` is a permutation of all items.
    ///
    /// # Errors
    /// None at present.
    pub fn reorder(&self, order: &[usize]) -> Result<(), Error> {
        let Some(holder) = self.holder() else {
            return Ok(());
        };
        let elements = self.elements().map(|elements| elements.part(0..elements.len()));
        holder.edit(|items| {
            let positions = match &elements {
                Some((elements, hint)) => items.positions_of(elements, *hint).into_iter().flatten().collect(),
                None => self.editor_positions(items),
            };
            items.permute(&positions, order);
        });
        Ok(())
    }

    /// Number of an element in the list, by identity.
    pub fn position_of(&self, object: &Object) -> Option<usize> {
        self.elements()?.index_of(object.element())
    }

    fn check<'a>(&self, value: &Input<'a>) -> Result<New<'a>, Error> {
        match check(self.schema(), self.field, value)? {
            Some(new) => Ok(new),
            None => Err(Error::wrong_type(self.schema(), self.field, "None")),
        }
    }

    /// The list that the items stand in, where there is one.
    pub(crate) fn holder(&self) -> Option<Element> {
        match self.form() {
            Form::Rest | Form::AtomLists | Form::Lists { within: false } => {
                Some(self.object.element().clone())
            }
            Form::Atoms | Form::Lists { within: true } => {
                self.object.element().child_named(&self.field.names)
            }
        }
    }

    fn read(&self, element: Element) -> Result<Value<'static>, Error> {
        if let Kind::Struct(nested) = self.field.kind {
            return Ok(Value::Object(Object::of_list(element, nested(), self.field)));
        }
        let view = element.view();
        let token = view.items().nth(1).map_or(Token::List, token);
        self.decode(&element, 1, token).map(Value::into_owned)
    }

    fn decode<'a>(&self, holder: &Element, position: usize, token: Token<'a>) -> Result<Value<'a>, Error> {
        Spot { schema: self.schema(), field: self.field, element: holder, position }.decode(token)
    }

    /// Whether each item of the element is one of the list but for the first word.
    fn is_plain(&self, has_lists: bool) -> bool {
        matches!(self.form(), Form::Atoms) && !has_lists
    }

    /// Position of an item that is an atom.
    fn position(&self, view: &View<'_>, index: usize) -> Option<usize> {
        if self.is_plain(view.has_lists()) {
            return index.checked_add(1);
        }
        self.positions(view).get(index).copied()
    }

    fn editor_position(&self, items: &Editor<'_>, index: usize) -> Option<usize> {
        if self.is_plain(items.has_lists()) {
            return index.checked_add(1).filter(|position| *position < items.len());
        }
        self.editor_positions(items).get(index).copied()
    }

    /// Positions of the items that are atoms.
    fn positions(&self, view: &View<'_>) -> Vec<usize> {
        self.atom_positions(tokens(view.items()))
    }

    fn editor_positions(&self, items: &Editor<'_>) -> Vec<usize> {
        self.atom_positions(editor_tokens(items))
    }

    fn atom_positions<'a>(&self, tokens: impl Iterator<Item = (usize, Token<'a>)>) -> Vec<usize> {
        if !matches!(self.form(), Form::Rest) {
            return tokens
                .skip(1)
                .filter(|(_, token)| match token {
                    Token::Atom(_) => true,
                    Token::Switched(_) => takes(self.field, token),
                    Token::List => false,
                })
                .map(|(position, _)| position)
                .collect();
        }
        let mut positions = Vec::new();
        Claim::positional(self.schema()).assign(tokens, |position, taker, token| {
            let switch = match token {
                Token::Atom(atom) => atom
                    .word()
                    .is_some_and(|word| self.schema().fields.iter().any(|field| is_switch(field, word))),
                _ => false,
            };
            if taker.is_none() && !switch {
                positions.push(position);
            }
            true
        });
        positions
    }

    fn set_atom(&self, items: &mut Editor<'_>, position: usize, new: &New<'_>) {
        if items.is_list(position) {
            items.remove(position);
            insert_value(items, position, self.field, new);
            return;
        }
        replace_atom(items, position, self.field, new);
    }

    /// Position after the last item that is an atom.
    fn atoms_end(&self, items: &Editor<'_>, positions: &[usize]) -> usize {
        if let Some(last) = positions.last() {
            return last + 1;
        }
        let first = match self.form() {
            Form::Rest => usize::from(self.schema().shape == Shape::List),
            _ => 1,
        };
        (first..items.len())
            .take_while(|position| !items.is_list(*position))
            .last()
            .map_or(first, |last| last + 1)
    }

    /// Puts the list that holds all items into the element, with these items.
    fn create(&self, new: &[New<'_>]) -> Result<(), Error> {
        let list = holder_of(self.field, new, self.object.element())?;
        self.object.insert_child(self.field, list);
        Ok(())
    }

    /// An empty list is not written.
    fn drop_empty_holder(&self, holder: &Element) {
        let within = matches!(self.form(), Form::Atoms | Form::Lists { within: true });
        if within && holder.view().items().nth(1).is_none() {
            self.object.remove_element(holder);
        }
    }
}

/// A list with these items, as the field's own.
pub(crate) fn holder_of(field: &'static Field, new: &[New<'_>], parent: &Element) -> Result<Document, Error> {
    let mut text = format!("({}", field.token);
    for value in new.iter().filter(|value| !matches!(value, New::Object(_) | New::Draft(_))) {
        text.push(' ');
        value.spell(field, &mut text);
    }
    text.push(')');
    let document = Document::synthetic(text)?;
    let mut copies = Vec::new();
    for value in new {
        match value {
            New::Object(object) => copies.push(prepared(object, parent, field)),
            New::Draft(draft) => copies.push(draft.list_of(field)?),
            _ => {}
        }
    }
    if !copies.is_empty() {
        document.root().edit(|items| {
            for copy in copies {
                items.insert_list(items.len(), copy);
            }
        });
    }
    Ok(document)
}
