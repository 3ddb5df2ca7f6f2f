//! Drafts: new elements, spelled out of values before anybody reads them.

use std::sync::OnceLock;

use sexp::{Document, Element};
use smallvec::SmallVec;

use crate::atoms::shares_word;
use crate::decode::default_value;
use crate::encode::{New, check};
use crate::list::holder_of;
use crate::write::{field_word, new_word, prepared, push_list, push_made};
use crate::{Arity, Error, Field, Input, Kind, Object, Place, Schema, Shape, Switch};

/// A new element that is spelled and not read yet: all it takes to become part of another one, be that new as well or in
/// a document.
#[derive(Clone, Debug)]
pub struct Draft {
    schema: &'static Schema,
    text: String,
    /// Lists that are no text here, because they were read before, each with the number of items that stand before it.
    lists: Vec<(usize, Document)>,
    /// The same as it is spelled in the elements of fields that put it in another order.
    other: Option<Box<Self>>,
}

/// Most elements are given no more values than this.
const MOST: usize = 8;

/// Values with the numbers of their fields.
type Values<'a> = SmallVec<[(usize, Given<'a>); MOST]>;

/// Values of one field.
enum Given<'a> {
    One(New<'a>),
    Many(Vec<New<'a>>),
}

impl Object {
    /// Builds an element from the values of its fields. A field that is not given has its default, or nothing.
    /// The element is laid out in KiCad's order.
    ///
    /// # Errors
    /// Where a value does not fit its field, or a field that must be there is not given.
    pub fn build<'a>(
        schema: &'static Schema,
        values: impl IntoIterator<Item = (&'static Field, Input<'a>)>,
    ) -> Result<Self, Error> {
        Draft::new(schema, values)?.object()
    }
}

impl Draft {
    /// Spells an element of the values of its fields, as [`Object::build`] does.
    ///
    /// # Errors
    /// Where a value does not fit its field, or a field that must be there is not given.
    pub fn new<'a>(
        schema: &'static Schema,
        values: impl IntoIterator<Item = (&'static Field, Input<'a>)>,
    ) -> Result<Self, Error> {
        let nested;
        let mut given = Values::new();
        let mut left_out = SmallVec::<[usize; MOST]>::new();
        let mut is_given = SmallVec::<[bool; 8 * MOST]>::from_elem(false, schema.fields.len());
        for (field, input) in values {
            let Some(index) = schema.fields.iter().position(|own| std::ptr::eq(own, field)) else {
                continue;
            };
            let value = match input {
                Input::Items(items) if field.is_list() => {
                    let items = items.iter().map(|item| {
                        check(schema, field, item)?.ok_or_else(|| Error::wrong_type(schema, field, "None"))
                    });
                    Some(Given::Many(items.collect::<Result<_, _>>()?))
                }
                Input::None if matches!(field.arity, Arity::Optional | Arity::Default(_)) => {
                    left_out.push(index);
                    None
                }
                other if field.is_list() => {
                    return Err(Error::wrong_type(schema, field, &other.describe()));
                }
                other => match check(schema, field, &other)? {
                    Some(value) => Some(Given::One(value)),
                    None => return Err(Error::wrong_type(schema, field, "None")),
                },
            };
            if std::mem::replace(&mut is_given[index], value.is_some()) {
                given.retain(|(before, _)| *before != index);
            }
            given.extend(value.map(|value| (index, value)));
        }
        nested = nested_defaults(schema, &is_given, &left_out)?;
        for (index, draft) in &nested {
            is_given[*index] = true;
            given.push((*index, Given::One(New::Draft(draft))));
        }
        for (index, field) in schema.fields.iter().enumerate().filter(|(index, _)| !is_given[*index]) {
            match field.arity {
                Arity::Required => return Err(Error::not_given(schema, field)),
                Arity::Default(spelling) => {
                    let value = New::of(&default_value(field, spelling));
                    given.extend(value.map(|value| (index, Given::One(value))));
                }
                Arity::Optional | Arity::List => {}
            }
        }
        for (index, value) in &given {
            let field = &schema.fields[*index];
            let further = field.shared && matches!(value, Given::Many(values) if !values.is_empty());
            let is_first = |(other, _): &(usize, Given<'_>)| {
                let other = &schema.fields[*other];
                !other.is_list() && shares_word(other, field)
            };
            if further && !given.iter().any(is_first) {
                return Err(Error::without_others(schema, field));
            }
        }
        put_in_order(schema, &mut given, false);
        let mut draft = spell(schema, &given)?;
        if given.iter().map(|(index, _)| &schema.fields[*index]).any(|own| own.other_order != own.order) {
            put_in_order(schema, &mut given, true);
            draft.other = Some(Box::new(spell(schema, &given)?));
        }
        Ok(draft)
    }

    /// How it is spelled as an element of a field.
    fn of(&self, field: &Field) -> &Self {
        self.other.as_deref().filter(|_| field.in_other_order).unwrap_or(self)
    }

    /// Description of the element.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The element, to be read.
    ///
    /// # Errors
    /// Where the text is too long.
    pub fn object(self) -> Result<Object, Error> {
        let document = if self.schema.shape == Shape::File {
            Document::synthetic_file(self.text)?
        } else {
            Document::synthetic(self.text)?
        };
        put_in(&document, self.lists);
        Ok(Object::new(document.root(), self.schema))
    }

    /// The element as a list of a field, of which others are made as well.
    ///
    /// # Errors
    /// Where the text is too long.
    pub(crate) fn list_of(&self, field: &'static Field) -> Result<Document, Error> {
        let mut text = String::with_capacity(self.text.len());
        self.push_text(&mut text, field);
        let document = Document::synthetic(text)?;
        put_in(&document, self.of(field).lists.clone());
        Ok(document)
    }

    /// Whether the element is nothing but text.
    pub(crate) fn is_text(&self) -> bool {
        self.lists.is_empty()
    }

    /// Writes the text as that of a list of a field.
    pub(crate) fn push_text(&self, out: &mut String, field: &'static Field) {
        let own = &self.of(field).text;
        match own.strip_prefix('(').and_then(|text| text.strip_prefix(self.schema.token)) {
            Some(rest) if self.schema.shape == Shape::List => {
                out.push('(');
                out.push_str(field_word(field, self.schema, self.schema.token));
                out.push_str(rest);
            }
            _ => out.push_str(own),
        }
    }
}

/// Puts lists in where so many items stand before each when all are there.
fn put_in(document: &Document, lists: Vec<(usize, Document)>) {
    if !lists.is_empty() {
        document.root().edit(|items| {
            for (position, list) in lists {
                items.insert_list(position, list);
            }
        });
    }
}

/// Nested structs that are neither given nor left out by a `None`, and are made of the defaults of their own fields, by field.
fn nested_defaults(
    schema: &'static Schema,
    is_given: &[bool],
    left_out: &[usize],
) -> Result<Vec<(usize, Draft)>, Error> {
    let mut nested = Vec::new();
    for (index, (field, is_given)) in schema.fields.iter().zip(is_given).enumerate() {
        if let (false, Arity::Default(_), Kind::Struct(own)) = (is_given, field.arity, field.kind)
            && !left_out.contains(&index)
        {
            nested.push((index, Draft::new(own(), [])?));
        }
    }
    Ok(nested)
}

fn own_atoms(field: &Field) -> bool {
    matches!(field.place, Place::Positional | Place::Rest)
}

/// Puts values into the order in which KiCad writes them: atoms come first, then the words that switch something on, then
/// lists.
fn put_in_order(schema: &'static Schema, given: &mut Values<'_>, in_other_order: bool) {
    given.sort_unstable_by_key(|(index, value)| {
        let field = &schema.fields[*index];
        let is_word = field.switch == Switch::Word
            && matches!(value, Given::One(New::Bool(_)))
            && field.place == Place::Child;
        let (part, order) = match (own_atoms(field), is_word) {
            (true, _) => (0, i32::from(field.place == Place::Rest)),
            (_, true) if field.order == 0 => (1, 0),
            _ => (2, field.rank(in_other_order)),
        };
        (part, order, *index)
    });
}

fn spell(schema: &'static Schema, given: &[(usize, Given<'_>)]) -> Result<Draft, Error> {
    let fields = || given.iter().map(|(index, value)| (&schema.fields[*index], value));
    let mut parts = Parts::new(schema, given.len());
    let mut shared: Vec<&'static Field> = Vec::new();
    for (place, (field, value)) in fields().enumerate() {
        match value {
            Given::One(value) if own_atoms(field) => match value {
                New::Object(object) => parts.atoms_of(object),
                New::Draft(draft) => parts.atoms_of(&Draft::clone(draft).object()?),
                New::Bool(false) => {}
                other => other.spell(field, parts.next()),
            },
            Given::Many(values) if own_atoms(field) => {
                for value in values {
                    value.spell(field, parts.next());
                }
            }
            Given::One(value @ (New::Object(_) | New::Draft(_))) => parts.list(field, value)?,
            Given::One(value) if !value.is_written(field) => {}
            Given::One(New::Bool(true)) if field.switch == Switch::Word => {
                parts.next().push_str(field.token);
            }
            Given::One(value) if field.shared => {
                if shared.iter().any(|other| other.token == field.token) {
                    continue;
                }
                shared.push(field);
                let is_there = |owner: &Field| fields().any(|(other, _)| std::ptr::eq(other, owner));
                let text = parts.next();
                text.extend(["(", new_word(schema, field, is_there)]);
                if field.switch != Switch::Empty {
                    text.push(' ');
                    value.spell(field, text);
                }
                for (other, value) in fields().skip(place + 1) {
                    if let Given::One(value) = value
                        && other.shared
                        && other.place == Place::Child
                        && other.token == field.token
                    {
                        text.push(' ');
                        value.spell(other, text);
                    }
                }
                text.push(')');
            }
            Given::One(value) => parts.list(field, value)?,
            Given::Many(values) if field.place == Place::Repeated => {
                values.iter().try_for_each(|value| parts.list(field, value))?;
            }
            Given::Many(values) if values.is_empty() => {}
            Given::Many(values) => parts.list_of_all(field, values)?,
        }
    }
    Ok(parts.finish())
}

/// A parent for what is built: copies ask theirs how they are to be laid out, and nothing new has a layout yet.
fn nowhere() -> Result<&'static Element, Error> {
    /// Process-wide, because it is never changed.
    static NOWHERE: OnceLock<Element> = OnceLock::new();
    if let Some(nowhere) = NOWHERE.get() {
        return Ok(nowhere);
    }
    let new = Document::synthetic("(x)".to_owned())?.root();
    Ok(NOWHERE.get_or_init(|| new))
}

/// What a new element consists of, one item after the other.
struct Parts {
    draft: Draft,
    /// Number of items so far.
    items: usize,
}

impl Parts {
    fn new(schema: &'static Schema, count: usize) -> Self {
        /// Most values take no more room than this.
        const USUAL: usize = 24;
        let mut text = String::with_capacity(USUAL + USUAL * count);
        if schema.shape != Shape::File {
            text.push('(');
        }
        if schema.shape == Shape::List {
            text.push_str(schema.token);
        }
        Self {
            draft: Draft { schema, text, lists: Vec::new(), other: None },
            items: usize::from(schema.shape == Shape::List),
        }
    }

    /// Begins the next item: its text has to be written then.
    fn next(&mut self) -> &mut String {
        self.items += 1;
        let text = &mut self.draft.text;
        if !text.is_empty() && !text.ends_with('(') {
            text.push(' ');
        }
        text
    }

    /// Adds a list that was read before.
    fn read_list(&mut self, list: Document) {
        self.draft.lists.push((self.items, list));
        self.items += 1;
    }

    /// Adds the atoms of an element but its first word.
    fn atoms_of(&mut self, object: &Object) {
        for atom in object.element().view().atoms().skip(1) {
            self.next().push_str(atom.spelling());
        }
    }

    /// Adds a list for one value. What is new itself becomes part of the text: a document of its own costs several times
    /// as much.
    fn list(&mut self, field: &'static Field, value: &New<'_>) -> Result<(), Error> {
        match value {
            New::Object(object) if !push_made(object, field, || self.next()) => {
                self.read_list(prepared(object, nowhere()?, field));
            }
            New::Object(_) => {}
            New::Draft(draft) if draft.is_text() => draft.push_text(self.next(), field),
            New::Draft(draft) => self.read_list(draft.list_of(field)?),
            other => push_list(self.next(), field.token, field, other),
        }
        Ok(())
    }

    /// Adds the one list of all values of a field.
    fn list_of_all(&mut self, field: &'static Field, values: &[New<'_>]) -> Result<(), Error> {
        let is_text = |value: &New<'_>| match value {
            New::Object(_) => false,
            New::Draft(draft) => draft.is_text(),
            _ => true,
        };
        if !values.iter().all(is_text) {
            self.read_list(holder_of(field, values, nowhere()?)?);
            return Ok(());
        }
        let text = self.next();
        text.extend(["(", field.token]);
        for value in values {
            text.push(' ');
            match value {
                New::Draft(draft) => draft.push_text(text, field),
                other => other.spell(field, text),
            }
        }
        text.push(')');
        Ok(())
    }

    fn finish(mut self) -> Draft {
        if self.draft.schema.shape != Shape::File {
            self.draft.text.push(')');
        }
        self.draft
    }
}
