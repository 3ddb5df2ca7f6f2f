//! How the fields of a handle are read where it keeps no value of them.

use pyo3::prelude::*;
use pyo3::types::PyFloat;
use pyzig_model::{Object, Value};
use sexp::InSource;

use crate::class::{Class, Nested, Slot};
use crate::convert::{is_handle_of, to_python};
use crate::error::raise_in;
use crate::heap;
use crate::kept::{Kept, Key};
use crate::list::MutableList;

/// A field that is asked for, whose value is not kept.
pub(crate) struct Asked<'a, 'py> {
    /// The thread is attached.
    pub(crate) py: Python<'py>,
    /// The field.
    pub(crate) slot: &'static Slot,
    /// The object that it is read from.
    pub(crate) object: &'a Object,
    /// What the object's handle keeps.
    pub(crate) kept: &'a Kept,
    /// The key that the value gets there.
    pub(crate) key: Key,
}

/// A way to read a field.
pub(crate) trait Reading {
    /// Whether values are mostly numbers, which are not kept as objects.
    const KEEPS_NUMBERS: bool;

    /// Reads the field and keeps its value.
    fn read<'py>(asked: &Asked<'_, 'py>) -> PyResult<Bound<'py, PyAny>>;
}

/// A number whose place is mostly known without a look at other atoms.
pub(crate) struct Number;

impl Reading for Number {
    const KEEPS_NUMBERS: bool = true;

    #[inline]
    fn read<'py>(asked: &Asked<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        match asked.object.number(asked.slot.field) {
            Some(number) => Ok(asked.keep_number(number)),
            None => asked.read_any(),
        }
    }
}

/// A nested object that has a list of its own where it is there.
pub(crate) struct Element;

impl Reading for Element {
    const KEEPS_NUMBERS: bool = false;

    #[inline]
    fn read<'py>(asked: &Asked<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        let &Asked { slot, object, .. } = asked;
        let Nested::Class(class) = slot.nested() else { return asked.read_any() };
        match object.nested_in_source(slot.field) {
            InSource::There(child) => asked.handle(class, || Object::new(child.element(), class.schema)),
            InSource::Absent => asked.read_any(),
            InSource::Unsure => asked.read_changed(class),
        }
    }
}

/// A list.
pub(crate) struct List;

impl Reading for List {
    const KEEPS_NUMBERS: bool = false;

    #[inline]
    fn read<'py>(asked: &Asked<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        let &Asked { py, slot, object, kept, key } = asked;
        let list = Bound::new(py, MutableList::new(object.list(slot.field), slot))?.into_any();
        if slot.is_kept() {
            kept.put(key, &list);
        }
        Ok(list)
    }
}

/// Anything else, numbers or not.
pub(crate) struct Any<const NUMBERS: bool>;

impl<const NUMBERS: bool> Reading for Any<NUMBERS> {
    const KEEPS_NUMBERS: bool = NUMBERS;

    fn read<'py>(asked: &Asked<'_, 'py>) -> PyResult<Bound<'py, PyAny>> {
        asked.read_any()
    }
}

impl<'py> Asked<'_, 'py> {
    /// Reads a nested object where lists were changed in its document, or there are many.
    #[inline(never)]
    fn read_changed(&self, class: &'static Class) -> PyResult<Bound<'py, PyAny>> {
        match self.object.nested(self.slot.field, class.schema) {
            Some(nested) => self.handle(class, || nested),
            None => self.read_any(),
        }
    }

    /// A handle of what the field holds, which the object's handle keeps: the one that there was before, where it is one of
    /// the same object.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "the object would go through memory")]
    fn handle(&self, class: &'static Class, nested: impl FnOnce() -> Object) -> PyResult<Bound<'py, PyAny>> {
        let &Self { py, slot, kept, key, .. } = self;
        let value = match kept.last(py, slot.number()) {
            None => heap::wrap_with(py, class, nested)?,
            Some(before) => handle_after(before, class, nested())?,
        };
        if slot.is_kept() {
            kept.put(key, &value);
        }
        Ok(value)
    }

    #[inline(never)]
    fn read_any(&self) -> PyResult<Bound<'py, PyAny>> {
        let &Asked { py, slot, object, kept, key } = self;
        let read = object.with(slot.field, |value| {
            if let Value::Float(number) = value {
                return Ok(self.keep_number(number));
            }
            let value = to_python(py, slot, value)?;
            if slot.is_kept() {
                kept.put(key, &value);
            }
            Ok(value)
        });
        read.map_err(|error| raise_in(py, &error, object.element().document()))?
    }

    /// The Python form of a number, which the object's handle keeps.
    #[inline]
    fn keep_number(&self, number: f64) -> Bound<'py, PyAny> {
        if self.slot.number() != Key::NO_FIELD {
            self.kept.put_number(self.py, self.key, number);
        }
        PyFloat::new(self.py, number).into_any()
    }
}

/// The handle that there was before where it is one of the same object, else a new one.
#[inline(never)]
fn handle_after<'py>(
    before: Bound<'py, PyAny>,
    class: &'static Class,
    object: Object,
) -> PyResult<Bound<'py, PyAny>> {
    if is_handle_of(class, &before, &object) { Ok(before) } else { heap::wrap(before.py(), class, object) }
}

/// Reads a field of a new object that was given no value, where that can be told without the object's text.
pub(crate) fn get_absent<'py>(
    py: Python<'py>,
    slot: &'static Slot,
    kept: &Kept,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Some(value) = slot.field.reads_without_value(slot.schema) else {
        return Ok(None);
    };
    let value = to_python(py, slot, value)?;
    if slot.is_kept() {
        kept.put(Key::for_good(slot.number()), &value);
    }
    Ok(Some(value))
}
