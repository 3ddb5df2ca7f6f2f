//! From what a file says to values.

use std::borrow::Cow;

use sexp::{Atom, Element};

use crate::atoms::{Token, truth};
use crate::error::field_path;
use crate::{Arity, Error, ErrorKind, Field, Kind, Schema, Value};

/// Up to here a float holds every whole number.
pub(crate) const EXACT: f64 = 9_007_199_254_740_992.0;

/// A field of an element, for what errors say.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub(crate) schema: &'static Schema,
    pub(crate) field: &'static Field,
    /// List that holds the atom.
    pub(crate) element: &'a Element,
    /// Position of the atom in it.
    pub(crate) position: usize,
}

impl Spot<'_> {
    fn error(self, kind: ErrorKind, detail: String) -> Error {
        let place = self.element.item_place(self.position);
        Error::in_file(kind, field_path(self.schema, self.field), detail, place)
    }

    /// Value that a token spells.
    pub(crate) fn decode(self, token: Token<'_>) -> Result<Value<'_>, Error> {
        let atom = match token {
            Token::Atom(atom) => atom,
            Token::Switched(word) => return self.member(&word),
            Token::List => return Err(self.unexpected("list", self.wanted())),
        };
        match self.field.kind {
            Kind::Text => Ok(Value::Text(atom.value())),
            Kind::Float => self.number(atom).map(Value::Float),
            Kind::Int { min, max } => self.integer(atom, min, max).map(Value::Int),
            Kind::Bool => self.boolean(atom),
            Kind::Enum(_) => self.member(&atom.value()),
            Kind::Struct(_) => Err(self.unexpected(&described(atom), "list")),
        }
    }

    fn number(self, atom: Atom<'_>) -> Result<f64, Error> {
        atom.number().ok_or_else(|| self.unexpected(&described(atom), self.wanted()))
    }

    fn integer(self, atom: Atom<'_>, min: i64, max: i64) -> Result<i64, Error> {
        if let Some(number) = atom.word().and_then(|word| word.parse::<i64>().ok()) {
            return if (min..=max).contains(&number) {
                Ok(number)
            } else {
                Err(self.error(ErrorKind::InvalidValue, format!("{number} is not within {min} and {max}")))
            };
        }
        let number = self.number(atom)?;
        if number.fract() != 0.0 || number.abs() > EXACT {
            let detail = format!("failed to parse \"{}\" as an integer", atom.spelling());
            return Err(self.error(ErrorKind::InvalidValue, detail));
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within 2**53")]
        let number = number as i64;
        if (min..=max).contains(&number) {
            Ok(number)
        } else {
            Err(self.error(ErrorKind::InvalidValue, format!("{number} is not within {min} and {max}")))
        }
    }

    fn boolean(self, atom: Atom<'_>) -> Result<Value<'_>, Error> {
        let Some(word) = atom.word() else {
            return Err(self.unexpected(&described(atom), "symbol for boolean"));
        };
        if let Some(truth) = truth(word) {
            return Ok(Value::Bool(truth));
        }
        if word == "none" && self.field.arity == Arity::Optional {
            return Ok(Value::None);
        }
        if self.field.answers_to(word) || self.field.switch != crate::Switch::YesNo {
            return Ok(Value::Bool(true));
        }
        let detail = format!("invalid boolean value '{word}' (expected yes/no/true/false)");
        Err(self.error(ErrorKind::InvalidValue, detail))
    }

    fn member<'a>(self, word: &str) -> Result<Value<'a>, Error> {
        let Kind::Enum(schema) = self.field.kind else {
            return Err(self.unexpected("list", self.wanted()));
        };
        schema().by_token(word).map(Value::Enum).ok_or_else(|| {
            let detail = format!("invalid enum value '{word}' for type {}", schema().name);
            self.error(ErrorKind::InvalidValue, detail)
        })
    }

    fn unexpected(self, got: &str, wanted: &str) -> Error {
        self.error(ErrorKind::UnexpectedType, format!("got {got} but expected {wanted}"))
    }

    fn wanted(self) -> &'static str {
        match self.field.kind {
            Kind::Bool => "symbol for boolean",
            Kind::Int { .. } | Kind::Float => "number",
            Kind::Text => "string",
            Kind::Enum(_) => "symbol",
            Kind::Struct(_) => "list",
        }
    }
}

/// Default of a field, as a value.
pub(crate) fn default_value(field: &'static Field, spelling: &'static str) -> Value<'static> {
    match field.kind {
        Kind::Bool => truth(spelling).map_or(Value::None, Value::Bool),
        Kind::Int { .. } => spelling.parse().map_or(Value::None, Value::Int),
        Kind::Float => spelling.parse().map_or(Value::None, Value::Float),
        Kind::Text => Value::Text(Cow::Borrowed(spelling)),
        Kind::Enum(schema) => schema().by_token(spelling).map_or(Value::None, Value::Enum),
        Kind::Struct(_) => Value::None,
    }
}

fn described(atom: Atom<'_>) -> String {
    if atom.is_quoted() {
        format!("string {}", atom.spelling())
    } else if atom.number().is_some() {
        format!("number '{}'", atom.spelling())
    } else {
        format!("symbol '{}'", atom.spelling())
    }
}
