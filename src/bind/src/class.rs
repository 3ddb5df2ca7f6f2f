//! Classes: what is known about the Python class of a schema, once per process.

use std::fmt;
use std::iter::repeat;
use std::sync::OnceLock;

use once_cell::race::OnceBox;
use pyo3::prelude::*;
use pyo3::sync::{Interned, PyOnceLock};
use pyo3::types::{PyString, PyTuple, PyType};
use pyzig_model::{Arity, Field, Kind, Place, Schema};

use crate::enumeration::Enumeration;
use crate::kept::Key;
use crate::signature::default_literal;
use crate::{heap, registry};

/// The Python class of a schema.
pub(crate) struct Class {
    /// Description of the struct.
    pub schema: &'static Schema,
    /// What the accessors of each field need, in the order of the fields.
    pub(crate) slots: Box<[Slot]>,
    /// Number of fields that a constructor must be given.
    pub(crate) required: usize,
    /// The fields' names, once they were asked for.
    names: PyOnceLock<Py<PyTuple>>,
    type_object: PyOnceLock<Py<PyType>>,
}

/// What the accessors of one field need.
pub(crate) struct Slot {
    /// Struct that the field belongs to.
    pub(crate) schema: &'static Schema,
    /// Description of the field.
    pub(crate) field: &'static Field,
    /// Number of the field among those of its struct.
    number: u16,
    /// Key of what the field reads as before anything is changed; that for good of a list, which is a view and shows every
    /// change.
    key: Key,
    /// Worked out when it is asked for: there are many more fields than most programs use.
    known: OnceBox<Known>,
}

/// What is known of a field in use.
struct Known {
    name: Interned,
    nested: Nested,
    /// Whether other fields may be said in the list of this one.
    holds_others: bool,
    /// What [`Slot::is_kept`] tells.
    is_kept: bool,
    /// What [`Slot::after`] gives, once it was asked for.
    after: OnceLock<Option<u64>>,
}

/// Class behind the values of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Nested {
    /// Values of built-in types.
    Plain,
    /// Handles of this class.
    Class(&'static Class),
    /// Members of this enumeration.
    Enumeration(&'static Enumeration),
}

impl fmt::Debug for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Class").field(&self.schema.name).finish()
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Slot").field(&self.label()).finish()
    }
}

impl Class {
    /// A class. Its type object, and the classes of its fields, are made when they are asked for.
    pub(crate) fn new(schema: &'static Schema) -> Self {
        let slots = schema.fields.iter().zip((0..Key::NO_FIELD).chain(repeat(Key::NO_FIELD)));
        let slots = slots.map(|(field, number)| Slot {
            schema,
            field,
            number,
            key: if field.is_list() { Key::for_good(number) } else { Key::new(number) },
            known: OnceBox::new(),
        });
        let required = schema.fields.iter().filter(|field| field.arity == Arity::Required).count();
        Self {
            schema,
            slots: slots.collect(),
            required,
            names: PyOnceLock::new(),
            type_object: PyOnceLock::new(),
        }
    }

    /// The Python type.
    ///
    /// # Errors
    /// Where Python refuses to make it, such as `MemoryError`.
    pub(crate) fn type_object<'a, 'py>(&'static self, py: Python<'py>) -> PyResult<&'a Bound<'py, PyType>>
    where
        'py: 'a,
    {
        let made = self.type_object.get_or_try_init(py, || heap::create(py, self).map(Bound::unbind))?;
        Ok(made.bind(py))
    }

    /// The names of the fields, if they were asked for before.
    #[inline]
    pub(crate) fn known_field_names<'a, 'py: 'a>(
        &'static self,
        py: Python<'py>,
    ) -> Option<&'a Bound<'py, PyTuple>> {
        Some(self.names.get(py)?.bind(py))
    }

    /// The names of the fields.
    pub(crate) fn field_names<'a, 'py>(&'static self, py: Python<'py>) -> PyResult<&'a Bound<'py, PyTuple>>
    where
        'py: 'a,
    {
        let names = || PyTuple::new(py, self.slots.iter().map(|slot| slot.name(py))).map(Bound::unbind);
        Ok(self.names.get_or_try_init(py, names)?.bind(py))
    }

    /// Documentation with the constructor's signature in front, in the form CPython takes apart into
    /// `__text_signature__` and `__doc__`.
    pub(crate) fn signature_and_doc(&self) -> String {
        let mut text = String::with_capacity(1 << 10);
        text.extend([self.schema.name, "("]);
        if !self.schema.fields.is_empty() {
            text.push('*');
        }
        for field in self.schema.fields {
            text.extend([", ", field.name]);
            if let Some(default) = default_literal(field) {
                text.extend(["=", &default]);
            }
        }
        text.extend([")\n--\n\n", self.schema.doc]);
        text
    }
}

/// The bit of a field's number, of those that have one.
pub(crate) fn bit(number: u16) -> Option<u64> {
    1_u64.checked_shl(number.into())
}

/// Whether other fields may be said in the list of a field.
fn holds_others(schema: &'static Schema, field: &'static Field) -> bool {
    matches!(field.kind, Kind::Struct(_))
        && schema.fields.iter().any(|other| other.within == Some(field.token))
}

fn is_kept(field: &'static Field, number: u16) -> bool {
    let kept = match field.kind {
        // A struct among its parent's atoms is copied each time.
        Kind::Struct(nested) => (field.place != Place::Positional || field.is_list()) && !nested().recursive,
        _ => true,
    };
    kept && number != Key::NO_FIELD
}

fn after(schema: &'static Schema, field: &'static Field, number: u16) -> Option<u64> {
    bit(number)?;
    // What is nested may say what another field reads as, unless there are numbers only.
    if holds_others(schema, field)
        && let Kind::Struct(nested) = field.kind
        && !nested().fields.iter().all(|part| matches!(part.kind, Kind::Int { .. } | Kind::Float))
    {
        return None;
    }
    field.reads_after(schema)?.into_iter().try_fold(0, |bits, other| {
        let place = schema.fields.iter().position(|own| std::ptr::eq(own, other))?;
        Some(bits | bit(u16::try_from(place).ok()?)?)
    })
}

impl Slot {
    #[inline]
    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let nested = match self.field.kind {
                Kind::Struct(schema) => Nested::Class(registry::class(schema())),
                Kind::Enum(schema) => Nested::Enumeration(registry::enumeration(schema())),
                _ => Nested::Plain,
            };
            Box::new(Known {
                name: Interned::new(self.field.name),
                nested,
                holds_others: holds_others(self.schema, self.field),
                is_kept: is_kept(self.field, self.number),
                after: OnceLock::new(),
            })
        })
    }

    /// Class behind the values.
    #[inline]
    pub(crate) fn nested(&self) -> Nested {
        self.known().nested
    }

    /// Whether other fields may be said in the list of this one, which is that of a nested object.
    pub(crate) fn holds_others(&self) -> bool {
        self.known().holds_others
    }

    /// The field's name, interned by Python.
    #[inline]
    pub(crate) fn name<'py>(&self, py: Python<'py>) -> &Bound<'py, PyString> {
        self.known().name.get(py)
    }

    /// Fields that must be given, too, so that a new object reads as the value of this one; each is the bit of its
    /// number. Nothing where the object has to be built to tell.
    #[inline]
    pub(crate) fn after(&self) -> Option<u64> {
        *self.known().after.get_or_init(|| after(self.schema, self.field, self.number))
    }

    /// Number of the field among those of its struct.
    #[inline]
    pub(crate) fn number(&self) -> u16 {
        self.number
    }

    /// Key under which a handle keeps what the field reads as when so many changes were made.
    #[inline]
    pub(crate) fn key(&self, changes: u64) -> Key {
        self.key.at(changes)
    }

    /// Whether a value that the field was set to is what it reads as then, whatever other fields have, if it is a plain one
    /// of just the type that is read.
    #[inline]
    pub(crate) fn reads_as_set(&self) -> bool {
        // A bare word among those of its parent may be taken for a switch.
        let is_told_apart =
            self.field.place == Place::Child || self.field.quoted || !matches!(self.field.kind, Kind::Text);
        is_told_apart && self.number != Key::NO_FIELD && self.after() == Some(0)
    }

    /// Key under which a new object keeps a value that the field was given where it is not read: what the field reads as is
    /// found in the object's text.
    pub(crate) fn unread_key(&self) -> Key {
        Key::unread(self.number)
    }

    /// Whether a handle keeps values of the field, or of its items. What may be nested to any depth is not kept:
    /// handles are let go recursively.
    #[inline]
    pub(crate) fn is_kept(&self) -> bool {
        self.known().is_kept
    }

    /// Name of the field for messages: `pcb.Pad.at`.
    pub(crate) fn label(&self) -> String {
        format!("{}.{}.{}", self.schema.module, self.schema.name, self.field.name)
    }

    /// What one value is expected to be, for messages.
    pub(crate) fn expectation(&self) -> String {
        match self.field.kind {
            Kind::Bool => "a bool".to_owned(),
            Kind::Int { .. } => "an int".to_owned(),
            Kind::Float => "a float".to_owned(),
            Kind::Text => "a str".to_owned(),
            Kind::Enum(schema) => format!("a member of {}.{}", schema().module, schema().name),
            Kind::Struct(schema) => format!("{}.{}", schema().module, schema().name),
        }
    }
}
