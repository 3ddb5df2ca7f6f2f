//! Live views of list fields.

use std::fmt;

use sexp::{Document, Editor, Element};

use crate::atoms::{Claim, Token, editor_tokens, is_switch, takes, tokens};
use crate::decode::Spot;
use crate::encode::{New, check};
use crate::object::{key, lists_before};
use crate::write::{child_position, insert_value, list_text, prepared, replace_atom};
use crate::{Error, Field, Input, Kind, Object, Place, Schema, Shape, Value};

/// A live view of a list field: whoever changes the document changes what it shows.
#[derive(Clone)]
pub struct List {
    object: Object,
    field: &'static Field,
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} items]", self.len())
    }
}

/// How the items of a list field stand in the file.
#[derive(Clone, Copy)]
enum Form {
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

    fn schema(&self) -> &'static Schema {
        self.object.schema()
    }

    fn form(&self) -> Form {
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
            Form::Atoms | Form::Rest => self.holder().map_or(0, |holder| self.positions(&holder).len()),
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
                let Some(position) = self.positions(&holder).get(index).copied() else {
                    return Ok(None);
                };
                self.read_atom(&holder, position).map(Some)
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
        match self.form() {
            // The common case, without a list of the elements in between.
            Form::Lists { within: false } if !self.field.shared && !self.is_rows() => {
                let mut outcome = Ok(());
                self.object.element().each_named(
                    |head| self.field.starts(head),
                    |child| {
                        outcome = self.read(child).map_err(E::from).and_then(&mut visit);
                        outcome.is_ok()
                    },
                );
                outcome
            }
            Form::Lists { .. } | Form::AtomLists => match self.elements() {
                Some(elements) => elements.iter().try_for_each(|element| visit(self.read(element)?)),
                None => Ok(()),
            },
            Form::Atoms | Form::Rest => {
                let Some(holder) = self.holder() else {
                    return Ok(());
                };
                let mut positions = self.positions(&holder).into_iter();
                positions.try_for_each(|position| visit(self.read_atom(&holder, position)?))
            }
        }
    }

    /// Replaces item number `index`. Does nothing where there is no such item.
    ///
    /// # Errors
    /// Where the value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn set(&self, index: usize, value: Input<'_>) -> Result<(), Error> {
        let new = self.check(&value)?;
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => return self.set_elements(index, &[new]),
            Form::Atoms | Form::Rest => {
                let Some(holder) = self.holder() else {
                    return Ok(());
                };
                holder.edit(|items| {
                    if let Some(position) = self.editor_positions(items).get(index).copied() {
                        self.set_atom(items, position, &new);
                    }
                });
            }
        }
        Ok(())
    }

    /// Replaces the elements from number `start` on, one for each value, in one change. An element that is given its
    /// own place stays.
    fn set_elements(&self, start: usize, values: &[New<'_>]) -> Result<(), Error> {
        let (Some(holder), Some(elements)) = (self.holder(), self.elements()) else {
            return Ok(());
        };
        let (mut replaced, mut lists) = (Vec::new(), Vec::new());
        for (index, new) in (start..elements.len()).zip(values) {
            let Some(element) = elements.get(index) else { continue };
            if !matches!(new, New::Object(object) if *object.element() == element) {
                lists.push(self.prepare(new, &holder)?);
                replaced.push(element);
            }
        }
        if !replaced.is_empty() {
            holder.edit(|items| {
                for (position, list) in items.positions_of(&replaced).into_iter().zip(lists) {
                    if let Some(position) = position {
                        items.replace_with_list(position, list);
                    }
                }
            });
        }
        Ok(())
    }

    /// Puts an item before number `index`, or at the end where there are fewer.
    ///
    /// # Errors
    /// Where the value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn insert(&self, index: usize, value: Input<'_>) -> Result<(), Error> {
        let new = self.check(&value)?;
        let Some(holder) = self.holder() else {
            return self.create(&[new]);
        };
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => {
                // The end is found from behind, without a look at all items: lists are mostly filled by appending.
                let elements = (index < usize::MAX).then(|| self.elements()).flatten();
                let at = |index: usize| elements.as_ref().and_then(|elements| elements.get(index));
                let before = at(index);
                let after = before.as_ref().and_then(|_| at(index.checked_sub(1)?));
                let list = self.prepare(&new, &holder)?;
                holder.edit(|items| {
                    let next = before.as_ref().and_then(|element| items.position_of(element));
                    let position = next.unwrap_or_else(|| self.end(items));
                    // What comes back may stand anywhere between its neighbours.
                    let places = |items: &Editor<'_>| {
                        let last = match &before {
                            Some(_) => after.and_then(|element| items.position_of(&element)),
                            None => (0..items.len()).rev().find(|position| self.is_item(items, *position)),
                        };
                        last.map_or(1, |last| last + 1)..=next.unwrap_or(items.len())
                    };
                    if matches!(new, New::Object(_)) {
                        items.insert_list_within(position, places, list);
                    } else {
                        items.restore_list(position, places, self.field.aliases, list);
                    }
                });
            }
            Form::Atoms | Form::Rest => holder.edit(|items| {
                let positions = self.editor_positions(items);
                let position = positions.get(index).copied();
                let position = position.unwrap_or_else(|| self.atoms_end(items, &positions));
                insert_value(items, position, self.field, &new);
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
        let Some(holder) = self.holder() else { return Ok(0) };
        let removed = match self.form() {
            Form::Lists { .. } | Form::AtomLists => {
                let Some(elements) = self.elements() else {
                    return Ok(0);
                };
                let gone: Vec<Element> =
                    (start..end.min(elements.len())).filter_map(|at| elements.get(at)).collect();
                holder.edit(|items| {
                    let positions: Vec<_> = items.positions_of(&gone).into_iter().flatten().collect();
                    items.retain(|position| positions.binary_search(&position).is_err());
                });
                gone.len()
            }
            Form::Atoms | Form::Rest => holder.edit(|items| {
                let positions = self.editor_positions(items);
                let gone = positions.get(start..end.min(positions.len())).unwrap_or_default();
                items.retain(|position| gone.binary_search(&position).is_err());
                gone.len()
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

    /// Makes these all the items. Items that are there already, at the start and at the end, stay as they are.
    ///
    /// # Errors
    /// Where a value does not fit the field; nothing is changed then.
    #[expect(clippy::needless_pass_by_value, reason = "values are handed over, as with `Vec`")]
    pub fn replace(&self, values: Vec<Input<'_>>) -> Result<(), Error> {
        let new = values.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
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
        match self.form() {
            Form::Lists { .. } | Form::AtomLists => {
                let new = replacing.iter().map(|value| self.check(value)).collect::<Result<Vec<_>, _>>()?;
                self.set_elements(start, &new)?;
            }
            Form::Atoms | Form::Rest => {
                for (offset, value) in replacing.iter().enumerate() {
                    self.set(start + offset, value.clone())?;
                }
            }
        }
        for (offset, value) in inserted.iter().enumerate() {
            let index = if end == 0 { usize::MAX } else { start + overlap + offset };
            self.insert(index, value.clone())?;
        }
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
        let elements = self.elements().map(|elements| elements.iter().collect::<Vec<_>>());
        holder.edit(|items| {
            let positions = match &elements {
                Some(elements) => items.positions_of(elements).into_iter().flatten().collect(),
                None => self.editor_positions(items),
            };
            items.permute(&positions, order);
        });
        Ok(())
    }

    /// Number of an element in the list, by identity.
    pub fn position_of(&self, object: &Object) -> Option<usize> {
        let elements = self.elements()?;
        elements.iter().position(|element| element == *object.element())
    }

    fn check<'a>(&self, value: &Input<'a>) -> Result<New<'a>, Error> {
        match check(self.schema(), self.field, value)? {
            Some(new) => Ok(new),
            None => Err(Error::wrong_type(self.schema(), self.field, "None")),
        }
    }

    /// Whether the items are lists without a first word.
    fn is_rows(&self) -> bool {
        matches!(self.field.kind, Kind::Struct(nested) if nested().shape == Shape::Row)
    }

    /// The list that the items stand in, where there is one.
    fn holder(&self) -> Option<Element> {
        match self.form() {
            Form::Rest | Form::AtomLists | Form::Lists { within: false } => {
                Some(self.object.element().clone())
            }
            Form::Atoms | Form::Lists { within: true } => {
                self.object.element().child_named(key(self.field), |head| self.field.starts(head))
            }
        }
    }

    /// The elements of the list, where each item has one.
    fn elements(&self) -> Option<Elements> {
        let (holder, first) = match self.form() {
            Form::Atoms | Form::Rest => return None,
            Form::AtomLists | Form::Lists { within: false } => {
                (self.object.element().clone(), lists_before(self.schema(), self.field))
            }
            Form::Lists { within: true } => match self.holder() {
                Some(holder) => (holder, 0),
                None => return Some(Elements::none()),
            },
        };
        let children = match self.item_schema() {
            Some(nested) => {
                let row = nested.shape == Shape::Row;
                holder.children_named(key(self.field), |head| row || head == nested.token)
            }
            None => holder.children_named(key(self.field), |head| self.field.starts(head)),
        };
        Some(Elements { children: Some(children), first })
    }

    fn read(&self, element: Element) -> Result<Value<'static>, Error> {
        match self.field.kind {
            Kind::Struct(nested) => Ok(Value::Object(Object::new(element, nested()))),
            _ => self.read_atom(&element, 1),
        }
    }

    fn read_atom(&self, holder: &Element, position: usize) -> Result<Value<'static>, Error> {
        let view = holder.view();
        let token = tokens(view.items()).nth(position).map_or(Token::List, |(_, token)| token);
        let spot = Spot { schema: self.schema(), field: self.field, element: holder, position };
        spot.decode(token).map(Value::into_owned)
    }

    /// Positions of the items that are atoms.
    fn positions(&self, holder: &Element) -> Vec<usize> {
        let view = holder.view();
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

    /// Struct of the items, where they are known by its first word, or by having none, and not by the field's.
    fn item_schema(&self) -> Option<&'static Schema> {
        let (Form::Lists { within }, Kind::Struct(nested)) = (self.form(), self.field.kind) else {
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
            None => items.head(position).is_some_and(|head| self.field.answers_to(&head)),
        }
    }

    /// Position after the last item that is a list.
    fn end(&self, items: &Editor<'_>) -> usize {
        match self.form() {
            Form::Lists { within: true } => items.len(),
            _ => child_position(items, self.schema(), self.field),
        }
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

    /// A value as a list of its own.
    fn prepare(&self, new: &New<'_>, holder: &Element) -> Result<Document, Error> {
        match new {
            New::Object(object) => Ok(prepared(object, holder, self.field)),
            other => Ok(Document::synthetic(list_text(self.field, other))?),
        }
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
    for value in new.iter().filter(|value| !matches!(value, New::Object(_))) {
        text.push(' ');
        text.push_str(&value.spelling(field));
    }
    text.push(')');
    let document = Document::synthetic(text)?;
    let copies: Vec<Document> = new
        .iter()
        .filter_map(|value| match value {
            New::Object(object) => Some(prepared(object, parent, field)),
            _ => None,
        })
        .collect();
    if !copies.is_empty() {
        document.root().edit(|items| {
            for copy in copies {
                items.insert_list(items.len(), copy);
            }
        });
    }
    Ok(document)
}

/// Elements of a list field.
struct Elements {
    children: Option<sexp::Children>,
    /// Number of lists of the same word that belong to other fields.
    first: usize,
}

impl Elements {
    fn none() -> Self {
        Self { children: None, first: 0 }
    }

    fn len(&self) -> usize {
        self.children.as_ref().map_or(0, |children| children.len().saturating_sub(self.first))
    }

    fn get(&self, index: usize) -> Option<Element> {
        self.children.as_ref()?.get(self.first.checked_add(index)?)
    }

    fn iter(&self) -> impl Iterator<Item = Element> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}
