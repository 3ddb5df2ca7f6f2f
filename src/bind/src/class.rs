//! Classes: what is known about the Python class of a schema, once per process.

use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};
use pyzig_model::{Field, Kind, Schema};

use crate::enumeration::Enumeration;
use crate::signature::default_literal;

/// The Python class of a schema.
#[derive(Debug)]
pub(crate) struct Class {
    /// Description of the struct.
    pub schema: &'static Schema,
    /// What the accessors of each field need, in the order of the fields.
    pub(crate) slots: Box<[Slot]>,
    type_object: OnceLock<Py<PyType>>,
}

/// What the accessors of one field need.
#[derive(Debug)]
pub(crate) struct Slot {
    /// Struct that the field belongs to.
    pub(crate) schema: &'static Schema,
    /// Description of the field.
    pub(crate) field: &'static Field,
    /// The field's name, interned by Python.
    pub(crate) name: Py<PyString>,
    nested: OnceLock<Nested>,
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

impl Class {
    /// A class without its type object and without the classes of its fields, for the registry to complete.
    pub(crate) fn new(py: Python<'_>, schema: &'static Schema) -> Self {
        let slots = schema.fields.iter().map(|field| Slot {
            schema,
            field,
            name: PyString::intern(py, field.name).unbind(),
            nested: OnceLock::new(),
        });
        Self { schema, slots: slots.collect(), type_object: OnceLock::new() }
    }

    /// The Python type.
    pub(crate) fn type_object<'py>(&self, py: Python<'py>) -> &Bound<'py, PyType> {
        self.type_object.get().expect("the registry sets the type before it gives a class to anyone").bind(py)
    }

    /// Sets the Python type, once.
    pub(crate) fn set_type_object(&self, type_object: Py<PyType>) {
        // The registry makes each class once, so there is none yet.
        let _ = self.type_object.set(type_object);
    }

    /// Documentation with the constructor's signature in front, in the form CPython takes apart into
    /// `__text_signature__` and `__doc__`.
    pub(crate) fn signature_and_doc(&self) -> String {
        let parameters = self.schema.fields.iter().map(|field| match default_literal(field) {
            None => format!(", {}", field.name),
            Some(default) => format!(", {}={default}", field.name),
        });
        let parameters: String = parameters.collect();
        let star = if parameters.is_empty() { "" } else { "*" };
        format!("{}({star}{parameters})\n--\n\n{}", self.schema.name, self.schema.doc)
    }
}

impl Slot {
    /// Class behind the values.
    pub(crate) fn nested(&self) -> Nested {
        *self
            .nested
            .get()
            .expect("the registry sets the classes of all fields before it gives a class to anyone")
    }

    /// Sets the class behind the values, once.
    pub(crate) fn set_nested(&self, nested: Nested) {
        // The registry completes each class once, so there is none yet.
        let _ = self.nested.set(nested);
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
