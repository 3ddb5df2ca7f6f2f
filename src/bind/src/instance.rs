//! What instances of model classes do: the safe half of [`crate::heap`].

use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use pyzig_model::{Arity, Draft, Input, Kind, Object, Place};
use smallvec::SmallVec;

use crate::class::{self, Class, Nested, Slot};
use crate::convert::{self, Held};
use crate::error::raise;
use crate::kept::{Kept, Key, Peeked};
use crate::{heap, registry, spelling};

/// Writes a field, or deletes its value where none is given. `kept` is what the object's handle keeps.
pub(crate) fn set(
    py: Python<'_>,
    slot: &'static Slot,
    object: &Object,
    value: Option<&Bound<'_, PyAny>>,
    kept: &Kept,
) -> PyResult<()> {
    let before = sexp::changes();
    let Some(value) = value.filter(|value| slot.reads_as_set() && is_plain(slot, value)) else {
        return write(py, slot, object, value);
    };
    let number = value.cast_exact::<PyFloat>().map(PyFloatMethods::value);
    let is_same = match (kept.peek(py, slot.key(before)), &number) {
        (Some(Peeked::Number(now)), Ok(number)) => now.to_bits() == number.to_bits(),
        (Some(Peeked::Object(now)), _) => now.is(value),
        _ => false,
    };
    if is_same {
        return Ok(());
    }
    let is_set = number.as_ref().is_ok_and(|number| object.set_number(slot.field, *number));
    if !is_set {
        write(py, slot, object, Some(value))?;
    }
    // Whoever changes something meanwhile may have set the same field.
    let after = sexp::changes();
    if after.wrapping_sub(before) <= 1 {
        match number {
            Ok(number) => kept.put_number(py, slot.key(after), number),
            Err(_) => kept.put(slot.key(after), value),
        }
    }
    Ok(())
}

/// Keeps what a field of a new object is set to, where what it is read as again can be told at once, and tells whether that
/// is so. Runs no Python code.
pub(crate) fn set_kept(slot: &'static Slot, value: &Bound<'_, PyAny>, kept: &Kept) -> PyResult<bool> {
    let py = value.py();
    let Some(needed) = slot.after().filter(|_| !slot.field.is_list() && slot.is_kept()) else {
        return Ok(false);
    };
    let value = match slot.field.kind {
        Kind::Bool | Kind::Enum(_) => word(slot, value)?,
        Kind::Float if value.is_exact_instance_of::<PyInt>() => {
            value.extract().ok().map(|number| PyFloat::new(py, number).into_any())
        }
        _ => is_plain(slot, value).then(|| value.clone()),
    };
    let Some(value) = value else { return Ok(false) };
    if needed != 0 {
        let values = kept.all(py);
        let given = values.iter().filter(|(_, value)| !value.is_none()).map(|(field, _)| class::bit(*field));
        if needed & !given.flatten().fold(0, |bits, bit| bits | bit) != 0 {
            return Ok(false);
        }
    }
    kept.put(Key::for_good(slot.number()), &value);
    Ok(true)
}

fn write(
    py: Python<'_>,
    slot: &'static Slot,
    object: &Object,
    value: Option<&Bound<'_, PyAny>>,
) -> PyResult<()> {
    let written = match value {
        Some(value) => {
            let held = Held::new(slot, value)?;
            object.set(slot.field, held.input(slot)?)
        }
        None => match slot.field.arity {
            Arity::Required => {
                return Err(PyTypeError::new_err(format!(
                    "{} is required and cannot be deleted",
                    slot.label()
                )));
            }
            Arity::List => object.set(slot.field, Input::Items(Vec::new())),
            Arity::Optional | Arity::Default(_) => object.set(slot.field, Input::None),
        },
    };
    written.map_err(|error| raise(py, &error))
}

/// The name and the value of an argument that is given by keyword.
type Keyword<'a, 'py> = (Borrowed<'a, 'py, PyAny>, Borrowed<'a, 'py, PyAny>);

/// Takes the keyword arguments of a constructor: gives the object that is built of them, or keeps them in `kept` where
/// the object can do without text for now.
pub(crate) fn construct<'a, 'py: 'a>(
    class: &'static Class,
    positional: usize,
    keywords: impl ExactSizeIterator<Item = Keyword<'a, 'py>> + Clone,
    kept: &Kept,
    py: Python<'py>,
) -> PyResult<Option<Object>> {
    if positional != 0 {
        return Err(PyTypeError::new_err(format!(
            "{}.__init__() takes 0 positional arguments but {} given; fields are given by keyword",
            class.schema.name,
            match positional {
                1 => "1 was".to_owned(),
                count => format!("{count} were"),
            }
        )));
    }
    if keep_at_once(class, keywords.clone(), kept, py)? {
        return Ok(None);
    }
    kept.clear(py);
    let given = arguments(class, "__init__", keywords)?;
    let mut inputs = SmallVec::<[_; FEW]>::with_capacity(given.len());
    for (slot, held) in &given {
        inputs.push((slot.field, held.input(slot)?));
    }
    let missing: Vec<&str> = class
        .slots
        .iter()
        .filter(|slot| slot.field.arity == Arity::Required)
        .filter(|slot| !given.iter().any(|(other, _)| std::ptr::eq(*other, *slot)))
        .map(|slot| slot.field.name)
        .collect();
    if !missing.is_empty() {
        return Err(missing_arguments(class, &missing));
    }
    let mut plain = true;
    let mut fields = Together::default();
    for ((slot, _), (_, input)) in given.iter().zip(&inputs) {
        plain = plain
            && slot.is_kept()
            && fields.add(slot)
            && slot.field.reads_back(class.schema, input).map_err(|error| raise(py, &error))?;
    }
    plain = plain && fields.are_told_apart();
    if !plain {
        return Object::build(class.schema, inputs).map(Some).map_err(|error| raise(py, &error));
    }
    for ((slot, held), (_, input)) in given.iter().zip(&inputs) {
        if let Held::One(value) = held {
            kept.put(Key::for_good(slot.number()), &convert::plain(slot, input, value)?);
        }
    }
    Ok(None)
}

/// Keeps the arguments of a constructor where what each is read as again can be told at once. Tells whether that is so;
/// if not, they have to be looked at more closely. Most arguments are of this kind, and this takes a tenth of the time.
fn keep_at_once<'a, 'py: 'a>(
    class: &'static Class,
    keywords: impl ExactSizeIterator<Item = Keyword<'a, 'py>> + Clone,
    kept: &Kept,
    py: Python<'py>,
) -> PyResult<bool> {
    let mut next = 0;
    let mut required = 0;
    let mut fields = Together::default();
    kept.reserve(py, keywords.len());
    for (name, value) in keywords {
        let name = name.cast::<PyString>()?;
        let Some(index) = position(class, &name, next)? else {
            return Ok(false);
        };
        let slot = &class.slots[index];
        next = index + 1;
        // The same as not given.
        if value.is_none() && slot.field.arity == Arity::Optional {
            continue;
        }
        // Where others may say what the field reads as, too, its value is only kept to be written.
        let key = if slot.field.is_list() || !fields.add(slot) {
            if !slot.is_kept() || !matches!(slot.field.place, Place::Child | Place::Repeated) {
                return Ok(false);
            }
            slot.unread_key()
        } else {
            Key::for_good(slot.number())
        };
        if !keep_one(slot, key, &value, kept)? {
            return Ok(false);
        }
        required += usize::from(slot.field.arity == Arity::Required);
    }
    Ok(required == class.required && fields.are_told_apart())
}

/// Keeps an argument of a constructor where it is found at once to fit, and tells whether that is so. Runs no Python code.
#[inline]
fn keep_one(slot: &'static Slot, key: Key, value: &Bound<'_, PyAny>, kept: &Kept) -> PyResult<bool> {
    let (key, value) = match slot.field.kind {
        _ if slot.field.is_list() => (key, items_of(slot, value)?),
        Kind::Bool | Kind::Enum(_) => (key, word(slot, value)?),
        // What is kept of it is not what the field reads as, which is part of this object's text.
        Kind::Struct(_) => (slot.unread_key(), nested(slot, value)?.filter(|_| slot.after().is_some())),
        Kind::Int { .. } | Kind::Float | Kind::Text => (key, is_plain(slot, value).then(|| value.clone())),
    };
    if let Some(value) = &value {
        kept.add(key, value);
    }
    Ok(value.is_some())
}

/// Whether a number or a text is just of the type that is read again, and fits.
#[inline]
fn is_plain(slot: &'static Slot, value: &Bound<'_, PyAny>) -> bool {
    match slot.field.kind {
        Kind::Float => value.cast_exact::<PyFloat>().is_ok_and(|number| {
            let number = number.value();
            number.is_finite() && (number != 0.0 || number.is_sign_positive())
        }),
        Kind::Int { min, max } => {
            value.is_exact_instance_of::<PyInt>()
                && value.extract().is_ok_and(|number| (min..=max).contains(&number))
        }
        Kind::Text => value
            .cast_exact::<PyString>()
            .is_ok_and(|text| text.to_str().is_ok_and(|text| !text.contains('\0'))),
        Kind::Bool | Kind::Enum(_) | Kind::Struct(_) => false,
    }
}

/// What a field that is one of a few words is read as again, if that can be told.
fn word<'py>(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    if !value.is_instance_of::<PyBool>() && !value.is_instance_of::<PyString>() {
        return Ok(None);
    }
    // What is wrong with it is said where the arguments are looked at more closely.
    let Ok(input) = convert::input(slot, value) else { return Ok(None) };
    let reads_back = slot.is_kept() && slot.field.reads_back(slot.schema, &input).unwrap_or(false);
    if reads_back { convert::plain(slot, &input, value).map(Some) } else { Ok(None) }
}

/// What a nested object, or one of a list, holds at the moment.
fn nested<'py>(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    match slot.nested() {
        Nested::Class(class) if slot.is_kept() => heap::snapshot(class, value, slot.holds_others()),
        _ => Ok(None),
    }
}

/// What a list or a tuple holds at the moment, where each item is found at once to fit.
fn items_of<'py>(slot: &'static Slot, value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // Whether a list whose word is also another field's can be written depends on that one.
    if slot.field.shared || slot.holds_others() {
        return Ok(None);
    }
    let items = if let Ok(list) = value.cast_exact::<PyList>() {
        list.to_tuple()
    } else if let Ok(tuple) = value.cast_exact::<PyTuple>() {
        tuple.clone()
    } else {
        return Ok(None);
    };
    if !matches!(slot.field.kind, Kind::Struct(_)) {
        let fit = items.iter_borrowed().all(|item| is_plain(slot, &item));
        return Ok(fit.then(|| items.into_any()));
    }
    let mut copies = Vec::with_capacity(items.len());
    for item in items.iter_borrowed() {
        let Some(copy) = nested(slot, &item)? else { return Ok(None) };
        copies.push(copy);
    }
    PyTuple::new(value.py(), copies).map(|copies| Some(copies.into_any()))
}

/// Fields that are given together, as bits of their numbers.
#[derive(Default)]
struct Together {
    given: u64,
    needed: u64,
}

impl Together {
    /// Adds a field, unless the object has to be built to tell what it reads as.
    fn add(&mut self, slot: &Slot) -> bool {
        self.given |= class::bit(slot.number()).unwrap_or_default();
        let after = slot.after();
        self.needed |= after.unwrap_or_default();
        after.is_some()
    }

    /// Whether each value is read as that of its own field.
    fn are_told_apart(&self) -> bool {
        self.needed & !self.given == 0
    }
}

/// The text of what a constructor kept. Runs no Python code.
pub(crate) fn draft(py: Python<'_>, class: &'static Class, kept: &Kept) -> PyResult<Draft> {
    let mut values = SmallVec::<[_; MOST]>::new();
    for (number, value) in kept.all(py) {
        let Some(slot) = class.slots.get(usize::from(number)) else { continue };
        match value {
            Peeked::Number(number) => values.push((slot, Held::Number(number))),
            Peeked::Object(value) if value.is_none() => {}
            Peeked::Object(value) => values.push((slot, Held::new(slot, &value)?)),
        }
    }
    let mut inputs = SmallVec::<[_; MOST]>::with_capacity(values.len());
    for (slot, held) in &values {
        inputs.push((slot.field, held.input(slot)?));
    }
    Draft::new(class.schema, inputs).map_err(|error| raise(py, &error))
}

/// Most new objects are given no more values than this.
const MOST: usize = 8;

/// Arguments of most calls fit into a list of so many without one on the heap.
const FEW: usize = 4;

/// Finds the field of each keyword. Keywords mostly come in the order of the fields, so the search goes on
/// where the last one ended.
fn arguments<'a, 'py: 'a>(
    class: &'static Class,
    function: &str,
    keywords: impl ExactSizeIterator<Item = Keyword<'a, 'py>>,
) -> PyResult<SmallVec<[(&'static Slot, Held<'py>); FEW]>> {
    let mut given = SmallVec::with_capacity(keywords.len());
    let mut next = 0;
    for (name, value) in keywords {
        let name = name.cast::<PyString>()?;
        let Some(index) = position(class, &name, next)? else {
            return Err(unknown_argument(class, function, name.to_str()?));
        };
        let slot = &class.slots[index];
        given.push((slot, Held::new(slot, &value)?));
        next = index + 1;
    }
    Ok(given)
}

/// The items of a dictionary of keywords, which may be absent.
pub(crate) fn items<'py>(
    keywords: Option<&Bound<'py, PyDict>>,
) -> Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    keywords.into_iter().flat_map(PyDictMethods::iter).collect()
}

#[inline]
fn position(class: &'static Class, name: &Bound<'_, PyString>, start: usize) -> PyResult<Option<usize>> {
    // Names in source code are interned, so looking at addresses finds almost all of them.
    match class.slots.get(start) {
        Some(slot) if slot.name(name.py()).as_ptr() == name.as_ptr() => Ok(Some(start)),
        _ => position_anywhere(class, name, start),
    }
}

#[inline(never)]
fn position_anywhere(
    class: &'static Class,
    name: &Bound<'_, PyString>,
    start: usize,
) -> PyResult<Option<usize>> {
    let count = class.slots.len();
    let order = || (start..count).chain(0..start.min(count));
    if let Some(index) = order().find(|&index| class.slots[index].name(name.py()).as_ptr() == name.as_ptr()) {
        return Ok(Some(index));
    }
    let name = name.to_str()?;
    Ok(order().find(|&index| class.slots[index].field.name == name))
}

fn unknown_argument(class: &Class, function: &str, name: &str) -> PyErr {
    let known = class.slots.iter().map(|slot| slot.field.name);
    let hint =
        spelling::nearest(name, known).map_or_else(String::new, |near| format!("; did you mean '{near}'?"));
    PyTypeError::new_err(format!(
        "{}.{function}() got an unexpected keyword argument '{name}'{hint}",
        class.schema.name
    ))
}

fn missing_arguments(class: &Class, names: &[&str]) -> PyErr {
    let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    let text = match quoted.as_slice() {
        [one] => format!("argument: {one}"),
        [first, second] => format!("arguments: {first} and {second}"),
        [start @ .., last] => format!("arguments: {}, and {last}", start.join(", ")),
        [] => String::new(),
    };
    let count = if names.len() == 1 { String::new() } else { format!("{} ", names.len()) };
    PyTypeError::new_err(format!(
        "{}.__init__() missing {count}required keyword-only {text}",
        class.schema.name
    ))
}

/// Short text for people. Never raises: what cannot be shown is said in words.
pub(crate) fn repr<'py>(this: &Bound<'py, PyAny>, object: Option<&Object>) -> Bound<'py, PyString> {
    let text = match object {
        Some(object) => object.repr(),
        None => format!("<{} object without a value>", type_name(this)),
    };
    PyString::new(this.py(), &text)
}

/// Name of an object's class. That of a model goes with its module, as several have classes of the same name.
pub fn type_name(this: &Bound<'_, PyAny>) -> String {
    let class = this.get_type();
    let name = class.name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    match heap::class_of_type(&class) {
        Some(known) if known.schema.name == name => format!("{}.{name}", known.schema.module),
        _ => name,
    }
}

/// `__copy__` and `__deepcopy__`, which are the same: a value has no references to share.
pub(crate) fn copy<'py>(
    this: &Bound<'py, PyAny>,
    object: &Object,
    _memo: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let class = registry::class(object.schema());
    let copied = heap::wrap_like(this, object.copy())?;
    if let Some(attributes) = own_attributes(this, class)? {
        copied.getattr("__dict__")?.cast::<PyDict>()?.update(attributes.as_mapping())?;
    }
    Ok(copied)
}

/// `__replace__`.
pub(crate) fn replace<'py>(
    this: &Bound<'py, PyAny>,
    object: &Object,
    positional: &Bound<'py, PyTuple>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = this.py();
    if !positional.is_empty() {
        return Err(PyTypeError::new_err("__replace__() takes no positional arguments"));
    }
    let class = registry::class(object.schema());
    let given = items(keywords);
    let keywords = given.iter().map(|(name, value)| (name.as_borrowed(), value.as_borrowed()));
    let changes = arguments(class, "__replace__", keywords)?;
    let copied = copy(this, object, None)?;
    let Some(fresh) = heap::any_object(&copied) else {
        return Ok(copied);
    };
    let fresh = fresh?;
    for (slot, held) in &changes {
        fresh.set(slot.field, held.input(slot)?).map_err(|error| raise(py, &error))?;
    }
    Ok(copied)
}

/// `__reduce__`: the text of the element, and the function that reads it.
pub(crate) fn reduce<'py>(
    this: &Bound<'py, PyAny>,
    object: &Object,
    _argument: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = this.py();
    let schema = object.schema();
    let class = registry::class(schema);
    let restore =
        py.import(registry::registry()?.module_name(schema.module))?.getattr(crate::restore::NAME)?;
    let own_class = this.get_type();
    let text = object.text();
    let arguments = if own_class.is(class.type_object(py)?) {
        (schema.module, schema.name, text).into_pyobject(py)?.into_any()
    } else {
        (schema.module, schema.name, text, own_class).into_pyobject(py)?.into_any()
    };
    match own_attributes(this, class)? {
        Some(attributes) => Ok((restore, arguments, attributes).into_pyobject(py)?.into_any()),
        None => Ok((restore, arguments).into_pyobject(py)?.into_any()),
    }
}

/// Attributes that a Python subclass added to the instance.
fn own_attributes<'py>(
    this: &Bound<'py, PyAny>,
    class: &'static Class,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    if this.get_type().is(class.type_object(this.py())?) {
        return Ok(None);
    }
    let attributes =
        this.getattr_opt("__dict__")?.and_then(|attributes| attributes.cast_into::<PyDict>().ok());
    Ok(attributes.filter(|attributes| !attributes.is_empty()))
}
