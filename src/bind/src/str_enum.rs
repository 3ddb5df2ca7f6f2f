//! Classes as `enum.StrEnum` makes them, made in a small part of the time.
//!
//! `enum` is written in Python and takes some 100 µs for a class, which adds up when a program looks at all names of a
//! module. What it makes is plain, though: a class with a few attributes that are the same for all classes, and lists and
//! dictionaries of the members. So it is let make one class, and others are made in its image. Where that class has
//! anything that is not understood, as it may in another version of Python, `enum` makes all of them.

use hashbrown::HashSet;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple, PyType};

use crate::heap::{add_attribute, hide_object};

/// What a class is made of.
pub(crate) struct Parts<'a> {
    pub(crate) name: &'a str,
    pub(crate) module: &'a str,
    pub(crate) doc: &'a str,
    /// Names of members, with their values. Further names of a value are other names of its member.
    pub(crate) names: &'a [(String, &'static str)],
}

/// A new class, and its members by their values.
///
/// # Errors
/// Where Python refuses to make it.
pub(crate) fn new_class<'py>(
    py: Python<'py>,
    parts: &Parts<'_>,
) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyDict>)> {
    static BASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static IMAGE: PyOnceLock<Option<Image>> = PyOnceLock::new();
    let base = BASE.import(py, "enum", "StrEnum")?;
    match IMAGE.get_or_try_init(py, || Image::take(base))? {
        Some(image) if image.adds || !parts.names.iter().any(|(name, _)| image.special.contains(name)) => {
            image.class(base, parts)
        }
        _ => by_enum(base, parts),
    }
}

fn by_enum<'py>(
    base: &Bound<'py, PyType>,
    parts: &Parts<'_>,
) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyDict>)> {
    let options = PyDict::new(base.py());
    options.set_item("module", parts.module)?;
    options.set_item("qualname", parts.name)?;
    let names: Vec<_> = parts.names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let class = base.call((parts.name, PyList::new(base.py(), names)?), Some(&options))?;
    let class = class.cast_into::<PyType>()?;
    class.setattr("__doc__", parts.doc)?;
    let members = PyDict::new(base.py());
    for member in class.try_iter()? {
        let member = member?;
        members.set_item(member.getattr("value")?, member)?;
    }
    Ok((class, members))
}

/// What `enum` makes of the members of a class, and of its name.
struct Image {
    /// Attributes that are the same in all classes.
    same: Py<PyDict>,
    /// Those that are not, in the order of the class.
    own: Vec<(Py<PyString>, Attribute)>,
    /// What stands as `__new__` in the end, as in the base, if anything does: `type` would make a static method of it.
    new: Option<Py<PyAny>>,
    /// Names that mean something in a member, such as `value` or `title`, for which an attribute does not do.
    special: HashSet<String>,
    /// Whether classes can be told to add a member under such a name.
    adds: bool,
}

/// What an attribute is.
enum Attribute {
    /// Name of the class.
    Name,
    /// Name of the module.
    Module,
    /// List of the members' own names.
    Names,
    /// List of the members' values.
    Values,
    /// The members by all of their names.
    ByName,
    /// The members by their values.
    ByValue,
    /// An empty list.
    List,
    /// An empty dictionary.
    Dict,
}

/// Names and values of the class that others are made in the image of.
const NAMES: [(&str, &str); 3] = [("FIRST", "first"), ("OTHER", "first"), ("SECOND", "second")];
/// Attributes of every class, which Python adds itself.
const OF_EVERY_CLASS: [&str; 3] = ["__dict__", "__weakref__", "__doc__"];

/// Attributes of a member: value, own name, class and position.
fn of_members(py: Python<'_>) -> [&Bound<'_, PyString>; 4] {
    [intern!(py, "_value_"), intern!(py, "_name_"), intern!(py, "__objclass__"), intern!(py, "_sort_order_")]
}

fn dict<'py>(items: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyDict>> {
    PyDict::from_sequence(items.as_any())
}

impl Image {
    /// Has `enum` make a class and looks at it. Nothing where it has anything unknown.
    fn take(base: &Bound<'_, PyType>) -> PyResult<Option<Self>> {
        let py = base.py();
        let names = NAMES.map(|(name, value)| (name.to_owned(), value));
        let parts = Parts { name: "Image", module: "image", doc: "", names: &names };
        let (class, _) = by_enum(base, &parts)?;
        let (first, second) = (class.getattr("FIRST")?, class.getattr("SECOND")?);
        for (member, name, value, position) in
            [(&first, "FIRST", "first", 0), (&second, "SECOND", "second", 1)]
        {
            let expected = (value, name, &class, position).into_pyobject(py)?;
            let expected = dict(&PyList::new(py, of_members(py).into_iter().zip(expected.iter()))?)?;
            if !member.getattr("__dict__")?.eq(expected)? {
                return Ok(None);
            }
        }
        let by_name = [("FIRST", &first), ("OTHER", &first), ("SECOND", &second)];
        let by_name = dict(&PyList::new(py, by_name)?)?;
        let by_value = dict(&PyList::new(py, [("first", &first), ("second", &second)])?)?;
        let (same, mut own, mut new) = (PyDict::new(py), Vec::new(), None);
        for entry in class.getattr("__dict__")?.call_method0("items")?.try_iter()? {
            let (key, value): (Bound<'_, PyString>, Bound<'_, PyAny>) = entry?.extract()?;
            let name = key.to_str()?;
            if OF_EVERY_CLASS.contains(&name) {
                continue;
            }
            if let Some(member) = by_name.get_item(name)? {
                if member.is(&value) {
                    continue;
                }
                return Ok(None);
            }
            let attribute = if let Ok(list) = value.cast::<PyList>() {
                match list {
                    list if list.is_empty() => Attribute::List,
                    list if list.eq(["FIRST", "SECOND"])? => Attribute::Names,
                    list if list.eq(["first", "second"])? => Attribute::Values,
                    _ => return Ok(None),
                }
            } else if let Ok(dict) = value.cast::<PyDict>() {
                match dict {
                    dict if dict.is_empty() => Attribute::Dict,
                    dict if dict.eq(&by_name)? => Attribute::ByName,
                    dict if dict.eq(&by_value)? => Attribute::ByValue,
                    _ => return Ok(None),
                }
            } else {
                match name {
                    "__qualname__" => Attribute::Name,
                    "__module__" => Attribute::Module,
                    "__new__" if value.is(&base.getattr(&key)?) => {
                        new = Some(value.unbind());
                        continue;
                    }
                    "__new__" => return Ok(None),
                    _ => {
                        same.set_item(key, value)?;
                        continue;
                    }
                }
            };
            own.push((key.unbind(), attribute));
        }
        let adds = base.hasattr(intern!(py, "_add_member_"))?;
        let mut special = HashSet::new();
        for class in base.mro() {
            let attributes = class.getattr("__dict__")?.call_method0("keys")?;
            for name in attributes.try_iter()? {
                special.insert(name?.extract()?);
            }
        }
        Ok(Some(Self { same: same.unbind(), own, new, special, adds }))
    }

    /// A class in the image of that one.
    fn class<'py>(
        &self,
        base: &Bound<'py, PyType>,
        parts: &Parts<'_>,
    ) -> PyResult<(Bound<'py, PyType>, Bound<'py, PyDict>)> {
        let py = base.py();
        let (own_names, values) = (PyList::empty(py), PyList::empty(py));
        let (by_name, by_value) = (PyDict::new(py), PyDict::new(py));
        let class_name = PyString::new(py, parts.name).into_any();
        let namespace = self.same.bind(py).copy()?;
        for (key, attribute) in &self.own {
            let value = match attribute {
                Attribute::Name => class_name.clone(),
                Attribute::Module => PyString::intern(py, parts.module).into_any(),
                Attribute::Names => own_names.clone().into_any(),
                Attribute::Values => values.clone().into_any(),
                Attribute::ByName => by_name.clone().into_any(),
                Attribute::ByValue => by_value.clone().into_any(),
                Attribute::List => PyList::empty(py).into_any(),
                Attribute::Dict => PyDict::new(py).into_any(),
            };
            hide_object(&value);
            namespace.set_item(key, value)?;
        }
        namespace.set_item(intern!(py, "__doc__"), parts.doc)?;
        let type_of_types = py.get_type::<PyType>();
        let bases = PyTuple::new(py, [base])?;
        let class = type_of_types
            .getattr(intern!(py, "__new__"))?
            .call1((base.get_type(), &class_name, bases, namespace))?
            .cast_into::<PyType>()?;
        let new_text = py.get_type::<PyString>().getattr(intern!(py, "__new__"))?;
        if let Some(new) = &self.new {
            // What it means to the interpreter comes from the base.
            add_attribute(&class, intern!(py, "__new__"), new.bind(py))?;
        }
        let [own_value, own_name, own_class, position] = of_members(py);
        let mut named = Vec::with_capacity(parts.names.len());
        for (text, value) in parts.names {
            let name = PyString::intern(py, text);
            let value = PyString::new(py, value);
            let member = if let Some(member) = by_value.get_item(&value)? {
                member
            } else {
                let member = new_text.call1((&class, &value))?;
                member.setattr(own_value, &value)?;
                member.setattr(own_name, &name)?;
                member.setattr(own_class, &class)?;
                member.setattr(position, own_names.len())?;
                own_names.append(&name)?;
                values.append(&value)?;
                by_value.set_item(value, &member)?;
                member
            };
            named.push((self.special.contains(text), name, member));
        }
        // The members first: attributes of a class that changed in between take longer to look up.
        for (is_special, name, member) in named {
            if is_special {
                class.call_method1(intern!(py, "_add_member_"), (name, member))?;
            } else {
                add_attribute(&class, &name, &member)?;
                by_name.set_item(name, member)?;
            }
        }
        Ok((class, by_value))
    }
}
