//! Values as they cross the border between a document and its users.

use std::borrow::Cow;

use crate::{Draft, List, Member, Object};

/// Value read from a field or list.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// Nothing stands there.
    None,
    /// Truth value.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Number, in the unit of the file.
    Float(f64),
    /// Text without quotes and escapes.
    Text(Cow<'a, str>),
    /// Member of the field's enumeration.
    Enum(&'static Member),
    /// Live view of a nested element.
    Object(Object),
    /// Live view of a list field.
    List(List),
}

/// Value to be written to a field or list.
///
/// A field takes what fits its kind: a number field takes whole numbers too, an enumeration takes a member or
/// its value as text. Everything is copied; an object is copied deeply.
#[derive(Clone, Debug)]
pub enum Input<'a> {
    /// Removes the value of an optional field.
    None,
    /// Truth value.
    Bool(bool),
    /// Whole number.
    Int(i64),
    /// Number, in the unit of the file.
    Float(f64),
    /// Text; also the value of an enumeration's member.
    Text(&'a str),
    /// Member of the field's enumeration.
    Member(&'static Member),
    /// Element to copy.
    Object(&'a Object),
    /// New element.
    Draft(&'a Draft),
    /// All values of a list field.
    Items(Vec<Input<'a>>),
}

/// A value that was read, to be written again. A list is nothing by itself: its items are written one by one, or all at
/// once as [`Items`](Input::Items).
impl<'a> From<&'a Value<'_>> for Input<'a> {
    fn from(value: &'a Value<'_>) -> Self {
        match value {
            Value::None | Value::List(_) => Self::None,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Int(number) => Self::Int(*number),
            Value::Float(number) => Self::Float(*number),
            Value::Text(text) => Self::Text(text),
            Value::Enum(member) => Self::Member(member),
            Value::Object(object) => Self::Object(object),
        }
    }
}

impl Value<'_> {
    /// What the value is, in words.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::None => "nothing".to_owned(),
            Self::Bool(_) => "a boolean".to_owned(),
            Self::Int(_) => "an integer".to_owned(),
            Self::Float(_) => "a number".to_owned(),
            Self::Text(_) => "a string".to_owned(),
            Self::Enum(member) => format!("`{}`", member.value),
            Self::Object(object) => format!("{}.{}", object.schema().module, object.schema().name),
            Self::List(_) => "a list".to_owned(),
        }
    }

    /// The value without what it borrows.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::None => Value::None,
            Self::Bool(truth) => Value::Bool(truth),
            Self::Int(number) => Value::Int(number),
            Self::Float(number) => Value::Float(number),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Enum(member) => Value::Enum(member),
            Self::Object(object) => Value::Object(object),
            Self::List(list) => Value::List(list),
        }
    }
}

impl Input<'_> {
    /// What the value is, in words.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::None => "None".to_owned(),
            Self::Bool(_) => "a boolean".to_owned(),
            Self::Int(_) => "an integer".to_owned(),
            Self::Float(_) => "a number".to_owned(),
            Self::Text(_) => "a string".to_owned(),
            Self::Member(member) => format!("`{}`", member.value),
            Self::Object(object) => format!("{}.{}", object.schema().module, object.schema().name),
            Self::Draft(draft) => format!("{}.{}", draft.schema().module, draft.schema().name),
            Self::Items(_) => "a sequence".to_owned(),
        }
    }
}
