//! Building elements from values.

use std::sync::OnceLock;

use sexp::{Document, Element};

use crate::atoms::shares_word;
use crate::decode::default_value;
use crate::encode::{New, check};
use crate::list::holder_of;
use crate::write::{list_text, new_word, prepared, prepared_text};
use crate::{Arity, Error, Field, Input, Kind, Object, Place, Schema, Shape, Switch};

/// Values of one field.
enum Given<'a> {
    One(New<'a>),
    Many(Vec<New<'a>>),
}

/// A part of a new list.
enum Part {
    Text(String),
    List(Document),
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
        let mut given: Vec<Option<Given<'_>>> = schema.fields.iter().map(|_| None).collect();
        let mut left_out = vec![false; given.len()];
        for (field, input) in values {
            let Some(index) = schema.fields.iter().position(|own| std::ptr::eq(own, field)) else {
                continue;
            };
            left_out[index] = matches!(input, Input::None);
            given[index] = match input {
                Input::Items(items) if field.is_list() => {
                    let items = items.iter().map(|item| {
                        check(schema, field, item)?.ok_or_else(|| Error::wrong_type(schema, field, "None"))
                    });
                    Some(Given::Many(items.collect::<Result<_, _>>()?))
                }
                Input::None if matches!(field.arity, Arity::Optional | Arity::Default(_)) => None,
                other if field.is_list() => {
                    return Err(Error::wrong_type(schema, field, &other.describe()));
                }
                other => match check(schema, field, &other)? {
                    Some(value) => Some(Given::One(value)),
                    None => return Err(Error::wrong_type(schema, field, "None")),
                },
            };
        }
        let nested = nested_defaults(schema, &given, &left_out)?;
        for (index, object) in &nested {
            given[*index] = Some(Given::One(New::Object(object)));
        }
        for (field, value) in schema.fields.iter().zip(&mut given) {
            if value.is_some() {
                continue;
            }
            match field.arity {
                Arity::Required => return Err(Error::not_given(schema, field)),
                Arity::Default(spelling) => *value = New::of(&default_value(field, spelling)).map(Given::One),
                Arity::Optional | Arity::List => {}
            }
        }
        for (field, value) in schema.fields.iter().zip(&given) {
            let further = field.shared && matches!(value, Some(Given::Many(values)) if !values.is_empty());
            let is_first = |(other, value): (&Field, &Option<Given<'_>>)| {
                !other.is_list() && shares_word(other, field) && value.is_some()
            };
            if further && !schema.fields.iter().zip(&given).any(is_first) {
                return Err(Error::without_others(schema, field));
            }
        }
        let document = assemble(schema, given)?;
        Ok(Self::new(document.root(), schema))
    }
}

/// Nested structs that are neither given nor left out by a `None`, and are made of the defaults of their own fields, by field.
fn nested_defaults(
    schema: &'static Schema,
    given: &[Option<Given<'_>>],
    left_out: &[bool],
) -> Result<Vec<(usize, Object)>, Error> {
    let mut nested = Vec::new();
    for (index, (field, value)) in schema.fields.iter().zip(given).enumerate() {
        if let (None, Arity::Default(_), Kind::Struct(own)) = (value, field.arity, field.kind)
            && !left_out[index]
        {
            nested.push((index, Object::build(own(), [])?));
        }
    }
    Ok(nested)
}

fn assemble(schema: &'static Schema, given: Vec<Option<Given<'_>>>) -> Result<Document, Error> {
    let mut fields: Vec<(&'static Field, Given<'_>)> =
        schema.fields.iter().zip(given).filter_map(|(field, value)| Some((field, value?))).collect();
    let own_atoms = |field: &Field| matches!(field.place, Place::Positional | Place::Rest);
    let words = |field: &Field, value: &Given<'_>| {
        field.switch == Switch::Word
            && matches!(value, Given::One(New::Bool(_)))
            && field.place == Place::Child
    };
    // Atoms come first, then the words that switch something on, then lists in KiCad's order.
    fields.sort_by_key(|(field, value)| match (own_atoms(field), words(field, value)) {
        (true, _) => (0, i64::from(field.place == Place::Rest)),
        (_, true) if field.order == 0 => (1, 0),
        _ => (2, i64::from(field.order)),
    });
    let nowhere = nowhere()?;
    let mut parts = Vec::new();
    let mut shared: Vec<&'static Field> = Vec::new();
    for index in 0..fields.len() {
        let (field, value) = &fields[index];
        match value {
            Given::One(value) if own_atoms(field) => match value {
                New::Object(object) => {
                    let root = object.element().clone();
                    let view = root.view();
                    parts.extend(view.atoms().skip(1).map(|atom| Part::Text(atom.spelling().to_owned())));
                }
                New::Bool(false) => {}
                other => parts.push(Part::Text(other.spelling(field))),
            },
            Given::Many(values) if own_atoms(field) => {
                parts.extend(values.iter().map(|value| Part::Text(value.spelling(field))));
            }
            Given::One(New::Object(object)) => parts.push(part(object, nowhere, field)),
            Given::One(value) if !value.is_written(field) => {}
            Given::One(New::Bool(true)) if field.switch == Switch::Word => {
                parts.push(Part::Text(field.token.to_owned()));
            }
            Given::One(value) if field.shared => {
                if shared.iter().any(|other| other.token == field.token) {
                    continue;
                }
                shared.push(field);
                let is_there = |owner: &Field| fields.iter().any(|(other, _)| std::ptr::eq(*other, owner));
                let mut text = format!("({}", new_word(schema, field, is_there));
                if field.switch != Switch::Empty {
                    text.push(' ');
                    text.push_str(&value.spelling(field));
                }
                for (other, value) in &fields[index + 1..] {
                    if let Given::One(value) = value
                        && other.shared
                        && other.place == Place::Child
                        && other.token == field.token
                    {
                        text.push(' ');
                        text.push_str(&value.spelling(other));
                    }
                }
                text.push(')');
                parts.push(Part::Text(text));
            }
            Given::One(value) => parts.push(Part::Text(list_text(field.token, field, value))),
            Given::Many(values) if field.place == Place::Repeated => {
                for value in values {
                    parts.push(match value {
                        New::Object(object) => part(object, nowhere, field),
                        other => Part::Text(list_text(field.token, field, other)),
                    });
                }
            }
            Given::Many(values) if values.is_empty() => {}
            Given::Many(values) => parts.push(Part::List(holder_of(field, values, nowhere)?)),
        }
    }
    join(schema, parts)
}

/// A copy of an object. One that was built itself becomes part of the text: a document of its own costs several times
/// as much.
fn part(object: &Object, nowhere: &Element, field: &'static Field) -> Part {
    match prepared_text(object, field) {
        Some(text) => Part::Text(text),
        None => Part::List(prepared(object, nowhere, field)),
    }
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

/// Puts the parts of a list together.
fn join(schema: &'static Schema, parts: Vec<Part>) -> Result<Document, Error> {
    let mut text = String::new();
    let mut lists = Vec::new();
    let mut position = 0;
    if schema.shape != Shape::File {
        text.push('(');
        if schema.shape == Shape::List {
            text.push_str(schema.token);
            position = 1;
        }
    }
    for part in parts {
        match part {
            Part::Text(part) => {
                if !text.is_empty() && !text.ends_with('(') {
                    text.push(' ');
                }
                text.push_str(&part);
            }
            Part::List(list) => lists.push((position, list)),
        }
        position += 1;
    }
    if schema.shape != Shape::File {
        text.push(')');
    }
    let document = if schema.shape == Shape::File {
        Document::synthetic_file(text)?
    } else {
        Document::synthetic(text)?
    };
    if !lists.is_empty() {
        document.root().edit(|items| {
            for (position, list) in lists {
                items.insert_list(position, list);
            }
        });
    }
    Ok(document)
}
