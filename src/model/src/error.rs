//! Errors of reading and writing typed elements.

use std::fmt;

use sexp::{Place, SyntaxError, SyntaxErrorKind};

use crate::atoms::shares_word;
use crate::{Field, Kind, Schema, Value};

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// A text that is no S-expression document.
    Syntax(SyntaxErrorKind),
    /// Something of another type than the field's.
    UnexpectedType,
    /// A field that must be there is not.
    MissingField,
    /// A value of the right type that the field cannot hold.
    InvalidValue,
    /// A number beyond the field's bounds.
    OutOfRange,
    /// A name that is no field.
    UnknownField,
}

impl ErrorKind {
    /// Name of the kind, as messages start with it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Syntax(kind) => kind.name(),
            Self::UnexpectedType => "UnexpectedType",
            Self::MissingField => "MissingField",
            Self::InvalidValue => "InvalidValue",
            Self::OutOfRange => "OutOfRange",
            Self::UnknownField => "UnknownField",
        }
    }
}

/// Who made the mistake, and so which exception suits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// A file does not hold what its format asks for.
    File,
    /// A caller gave a value that the field cannot hold.
    Value,
    /// A caller gave a value of the wrong type.
    Type,
    /// A caller gave a number beyond the field's bounds.
    Overflow,
}

/// An error of reading or writing a typed element.
#[derive(Debug, Clone, PartialEq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq)]
struct Inner {
    kind: ErrorKind,
    category: Category,
    path: String,
    detail: String,
    place: Option<Place>,
}

impl Error {
    fn new(kind: ErrorKind, category: Category, path: String, detail: String) -> Self {
        Self(Box::new(Inner { kind, category, path, detail, place: None }))
    }

    /// A file that does not hold what `path` asks for.
    pub(crate) fn in_file(kind: ErrorKind, path: String, detail: String, place: Option<Place>) -> Self {
        let mut error = Self::new(kind, Category::File, path, detail);
        error.0.place = place;
        error
    }

    /// A value of the wrong type, given by a caller.
    pub(crate) fn wrong_type(schema: &Schema, field: &Field, got: &str) -> Self {
        let detail = format!("expected {}, not {got}", expectation(field));
        Self::new(ErrorKind::UnexpectedType, Category::Type, field_path(schema, field), detail)
    }

    /// A value that the field cannot hold, given by a caller.
    pub(crate) fn bad_value(schema: &Schema, field: &Field, detail: String) -> Self {
        Self::new(ErrorKind::InvalidValue, Category::Value, field_path(schema, field), detail)
    }

    /// An item for a field whose items come after what other fields say under the same word, where nothing is said.
    pub(crate) fn without_others(schema: &'static Schema, field: &'static Field) -> Self {
        let others = schema.fields.iter().take_while(|other| !std::ptr::eq(*other, field));
        let others: Vec<_> = others
            .filter(|other| shares_word(other, field))
            .map(|other| format!("`{}`", other.name))
            .collect();
        let detail = format!("{} comes first and has no value", others.join(" or "));
        Self::bad_value(schema, field, detail)
    }

    /// A number beyond the field's bounds, given by a caller.
    pub(crate) fn out_of_range(schema: &Schema, field: &Field, number: i64) -> Self {
        let detail = match field.kind {
            Kind::Int { min, max } => format!("{number} is not within {min} and {max}"),
            _ => format!("{number} is out of range"),
        };
        Self::new(ErrorKind::OutOfRange, Category::Overflow, field_path(schema, field), detail)
    }

    /// A field that a constructor was not given.
    pub(crate) fn not_given(schema: &Schema, field: &Field) -> Self {
        let detail = format!("missing required keyword-only argument: '{}'", field.name);
        Self::new(ErrorKind::MissingField, Category::Type, field_path(schema, field), detail)
    }

    /// A value that a Rust type cannot take.
    pub(crate) fn mismatch(field: &'static Field, value: &Value<'_>) -> Self {
        let detail = format!("expected {}, not {}", expectation(field), value.describe());
        Self::new(ErrorKind::UnexpectedType, Category::File, field.name.to_owned(), detail)
    }

    /// What is wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Who made the mistake.
    pub fn category(&self) -> Category {
        self.0.category
    }

    /// Line in the text that was read, from 1.
    pub fn line(&self) -> Option<u32> {
        self.0.place.as_ref().map(|place| place.line)
    }

    /// Column in bytes, from 1.
    pub fn column(&self) -> Option<u32> {
        self.0.place.as_ref().map(|place| place.column)
    }

    /// Class and field concerned, such as `pcb.Pad.at`; empty where the text is no S-expression.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong, in words, without kind and place.
    pub fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Line of the text where the mistake is.
    pub fn excerpt(&self) -> Option<&str> {
        self.0.place.as_ref().map(|place| place.excerpt.as_str())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, category, path, detail, place } = &*self.0;
        if *category != Category::File {
            return write!(f, "{path}: {detail}");
        }
        f.write_str(kind.name())?;
        if !path.is_empty() {
            write!(f, " in {path}")?;
        }
        if let Some(place) = place {
            write!(f, " at {place}")?;
        }
        write!(f, ": {detail}")?;
        place.as_ref().map_or(Ok(()), |place| place.write_excerpt(f))
    }
}

impl std::error::Error for Error {}

impl From<SyntaxError> for Error {
    fn from(error: SyntaxError) -> Self {
        let place = Some(error.place().clone());
        Self::in_file(
            ErrorKind::Syntax(error.kind()),
            String::new(),
            error.kind().explanation().to_owned(),
            place,
        )
    }
}

/// Class and field, as users know them.
pub(crate) fn field_path(schema: &Schema, field: &Field) -> String {
    format!("{}.{}.{}", schema.module, schema.name, field.name)
}

/// What a field takes, in words.
pub(crate) fn expectation(field: &Field) -> String {
    let one = match field.kind {
        Kind::Bool => "a boolean".to_owned(),
        Kind::Int { .. } => "an integer".to_owned(),
        Kind::Float => "a number".to_owned(),
        Kind::Text => "a string".to_owned(),
        Kind::Enum(schema) => format!("a member of {}.{}", schema().module, schema().name),
        Kind::Struct(schema) => format!("{}.{}", schema().module, schema().name),
    };
    if field.is_list() { format!("a sequence, each item {one}") } else { one }
}
