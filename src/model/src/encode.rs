//! From values to what a file says.

use std::borrow::Cow;
use std::fmt::Write as _;

use sexp::{Atom, push_exact_number, push_quoted, push_word_or_quoted};

use crate::atoms::truth;
use crate::decode::{EXACT, default_value};
use crate::{Draft, Error, Field, Input, Kind, Member, Object, Place, Schema, Switch, Value};

/// A checked value, ready to be written.
#[derive(Clone, Debug)]
pub(crate) enum New<'a> {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'a str),
    Member(&'static Member),
    Object(&'a Object),
    Draft(&'a Draft),
}

/// Checks one value for a field. `None` stays none.
pub(crate) fn check<'a>(
    schema: &'static Schema,
    field: &'static Field,
    input: &Input<'a>,
) -> Result<Option<New<'a>>, Error> {
    let wrong = || Error::wrong_type(schema, field, &input.describe());
    Ok(Some(match (field.kind, input) {
        (_, Input::None) => return Ok(None),
        (Kind::Bool, Input::Bool(truth)) => New::Bool(*truth),
        (Kind::Int { min, max }, Input::Int(number)) => {
            if !(min..=max).contains(number) {
                return Err(Error::out_of_range(schema, field, *number));
            }
            New::Int(*number)
        }
        (Kind::Float, Input::Float(number)) => {
            if !number.is_finite() {
                let detail = format!("{number} cannot be written to a file");
                return Err(Error::bad_value(schema, field, detail));
            }
            New::Float(*number)
        }
        #[expect(clippy::cast_precision_loss, reason = "a number field holds floats, as its file does")]
        (Kind::Float, Input::Int(number)) => New::Float(*number as f64),
        (Kind::Text, Input::Text(text)) => {
            if text.contains('\0') {
                let detail = "a NUL character cannot be written to a file".to_owned();
                return Err(Error::bad_value(schema, field, detail));
            }
            New::Text(text)
        }
        (Kind::Text, Input::Member(member)) => New::Text(member.value),
        (Kind::Enum(members), Input::Text(text)) => {
            let member = members().by_value(text).ok_or_else(|| {
                let values: Vec<_> = members().members.iter().map(|member| member.value).collect();
                let detail = format!("Invalid enum value: '{text}' is none of {}", values.join(", "));
                Error::bad_value(schema, field, detail)
            })?;
            New::Member(member)
        }
        (Kind::Enum(members), Input::Member(member)) => {
            if !members().members.iter().any(|own| std::ptr::eq(own, *member)) {
                return Err(wrong());
            }
            New::Member(member)
        }
        (Kind::Struct(nested), Input::Object(object)) => {
            if !std::ptr::eq(object.schema(), nested()) {
                return Err(wrong());
            }
            New::Object(object)
        }
        (Kind::Struct(nested), Input::Draft(draft)) => {
            if !std::ptr::eq(draft.schema(), nested()) {
                return Err(wrong());
            }
            New::Draft(draft)
        }
        _ => return Err(wrong()),
    }))
}

impl New<'_> {
    /// How the value is spelled. A number has all its digits; elements have no spelling.
    pub(crate) fn spelling(&self, field: &Field) -> String {
        let mut spelling = String::new();
        self.spell(field, &mut spelling);
        spelling
    }

    /// Writes the value at the end of a text.
    pub(crate) fn spell(&self, field: &Field, out: &mut String) {
        let mut word =
            |text: &str| if field.quoted { push_quoted(out, text) } else { push_word_or_quoted(out, text) };
        match self {
            Self::Bool(true) if field.place == Place::Positional => out.push_str(field.token),
            Self::Bool(truth) => out.push_str(if *truth { "yes" } else { "no" }),
            // Writing to a string never fails.
            Self::Int(number) => drop(write!(out, "{number}")),
            Self::Float(number) => {
                let start = out.len();
                push_exact_number(out, *number);
                pad(out, start, field);
            }
            Self::Text(text) if field.bare_words.contains(text) => out.push_str(text),
            Self::Text(text) => word(text),
            Self::Member(member) => word(member.token),
            Self::Object(_) | Self::Draft(_) => {}
        }
    }

    /// The value, to be written again. A list has no such form, and of an object, only the text says all.
    pub(crate) fn of(value: &Value<'static>) -> Option<New<'static>> {
        Some(match *value {
            Value::Bool(truth) => New::Bool(truth),
            Value::Int(number) => New::Int(number),
            Value::Float(number) => New::Float(number),
            Value::Text(Cow::Borrowed(text)) => New::Text(text),
            Value::Enum(member) => New::Member(member),
            Value::None | Value::Text(Cow::Owned(_)) | Value::Object(_) | Value::List(_) => return None,
        })
    }

    /// Whether a value that was read is this one; of objects, whether they are views of the same element.
    pub(crate) fn is(&self, value: &Value<'_>) -> bool {
        match (value, self) {
            (Value::Bool(now), Self::Bool(new)) => now == new,
            (Value::Int(now), Self::Int(new)) => now == new,
            #[expect(clippy::float_cmp, reason = "a number is kept only where it is the very same")]
            (Value::Float(now), Self::Float(new)) => now == new,
            (Value::Text(now), Self::Text(new)) => now == new,
            (Value::Enum(now), Self::Member(new)) => std::ptr::eq(*now, *new),
            (Value::Object(now), Self::Object(new)) => now == *new,
            _ => false,
        }
    }

    /// Whether an atom of the file already says this.
    pub(crate) fn is_said_by(&self, atom: Atom<'_>, field: &Field) -> bool {
        match self {
            Self::Bool(value) => atom.word().and_then(truth) == Some(*value),
            Self::Int(number) => match atom.word().and_then(|word| word.parse::<i64>().ok()) {
                Some(said) => said == *number,
                // Other spellings of a whole number, such as `1e3` and `0x10`.
                #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "exact up to this size")]
                None => atom.number().is_some_and(|said| said.abs() <= EXACT && said == *number as f64),
            },
            Self::Float(number) => atom.number() == Some(*number),
            Self::Text(text) => atom.value() == *text,
            Self::Member(member) => match field.kind {
                Kind::Enum(schema) => {
                    schema().by_token(&atom.value()).is_some_and(|said| std::ptr::eq(said, *member))
                }
                _ => false,
            },
            Self::Object(_) | Self::Draft(_) => false,
        }
    }

    /// Whether a field's list reads as this value where it holds nothing but its word.
    pub(crate) fn is_unsaid(&self, field: &'static Field) -> bool {
        let Some(spelling) = field.unsaid() else {
            return field.place == Place::Child && matches!(self, Self::Bool(true));
        };
        match (self, default_value(field, spelling)) {
            (Self::Bool(own), _) => field.place == Place::Child && *own,
            (Self::Int(own), Value::Int(default)) => *own == default,
            #[expect(clippy::float_cmp, reason = "the very same number is meant")]
            (Self::Float(own), Value::Float(default)) => *own == default,
            (Self::Text(own), Value::Text(default)) => *own == default,
            (Self::Member(own), Value::Enum(default)) => std::ptr::eq(*own, default),
            _ => false,
        }
    }

    /// Whether the value is written at all where nothing stood before.
    pub(crate) fn is_written(&self, field: &'static Field) -> bool {
        match self {
            Self::Bool(false) => field.switch == Switch::YesNo && field.place != Place::Positional,
            _ => !(field.silent && self.is_unsaid(field)),
        }
    }
}

/// Whether a number gets zeros at its end in this field.
pub(crate) fn is_padded(number: f64, field: &Field) -> bool {
    field.decimals > 0 && missing_digits(&sexp::exact_number(number), field) > 0
}

/// Gives the number at the end of a text as many digits after the point as KiCad writes for its field. One that has more
/// keeps them.
fn pad(out: &mut String, start: usize, field: &Field) {
    let number = &out[start..];
    let missing = missing_digits(number, field);
    if missing > 0 && !number.contains('.') {
        out.push('.');
    }
    out.extend(std::iter::repeat_n('0', missing));
}

fn missing_digits(number: &str, field: &Field) -> usize {
    if field.decimals == 0 {
        return 0;
    }
    let digits = number.find('.').map_or(0, |point| number.len() - point - 1);
    usize::from(field.decimals).saturating_sub(digits)
}
