//! Classes as `enum.StrEnum` makes them, made in a tenth of the time.
//!
//! `enum` is written in Python and takes some 100 µs for a class, which adds up when a program looks at all names of a
//! module. What it makes is plain, though: a class with a few attributes that are the same for all classes, and lists and
//! dictionaries of the members. So it is let make one class, and others are made in its image. Where that class has
//! anything that is not understood, as it may in another version of Python, `enum` makes all of them.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyTuple, PyType};

/// A new class. The names are given with the members' values; further names of a value are other names of its member.
///
/// # Errors
/// Where Python refuses to make it.
pub(crate) fn new_class<'py>(
    py: Python<'py>,
    name: &str,
    module: &str,
    names: &[(String, &str)],
) -> PyResult<Bound<'py, PyAny>> {
    static IMAGE: PyOnceLock<Option<Image>> = PyOnceLock::new();
    let base = py.import("enum")?.getattr("StrEnum")?;
    if let Some(image) = IMAGE.get_or_try_init(py, || Image::take(py, &base))? {
        // A name that means something in a member, such as `value` or `title`, needs more than an attribute.
        let mut special = false;
        for class in base.cast::<PyType>()?.mro() {
            let attributes = class.getattr("__dict__")?;
            for (name, _) in names {
                special = special || attributes.contains(name)?;
            }
        }
        if !special {
            return image.class(py, &base, name, module, names);
        }
    }
    by_enum(py, &base, name, module, names)
}

fn by_enum<'py>(
    py: Python<'py>,
    base: &Bound<'py, PyAny>,
    name: &str,
    module: &str,
    names: &[(String, &str)],
) -> PyResult<Bound<'py, PyAny>> {
    let options = PyDict::new(py);
    options.set_item("module", module)?;
    options.set_item("qualname", name)?;
    let names: Vec<_> = names.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    base.call((name, PyList::new(py, names)?), Some(&options))
}

/// The attributes of a class that `enum` made.
struct Image(Vec<(Py<PyString>, Attribute)>);

enum Attribute {
    /// The same in all classes.
    Same(Py<PyAny>),
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
const OF_MEMBERS: [&str; 4] = ["_value_", "_name_", "__objclass__", "_sort_order_"];

fn dict<'py>(items: &Bound<'py, PyList>) -> PyResult<Bound<'py, PyDict>> {
    PyDict::from_sequence(items.as_any())
}

impl Image {
    /// Has `enum` make a class and looks at it. Nothing where it has anything unknown.
    fn take(py: Python<'_>, base: &Bound<'_, PyAny>) -> PyResult<Option<Self>> {
        let names = NAMES.map(|(name, value)| (name.to_owned(), value));
        let class = by_enum(py, base, "Image", "image", &names)?;
        let (first, second) = (class.getattr("FIRST")?, class.getattr("SECOND")?);
        for (member, name, value, position) in
            [(&first, "FIRST", "first", 0), (&second, "SECOND", "second", 1)]
        {
            let expected = (value, name, &class, position).into_pyobject(py)?;
            let expected = dict(&PyList::new(py, OF_MEMBERS.iter().zip(expected.iter()))?)?;
            if !member.getattr("__dict__")?.eq(expected)? {
                return Ok(None);
            }
        }
        let by_name = [("FIRST", &first), ("OTHER", &first), ("SECOND", &second)];
        let by_name = dict(&PyList::new(py, by_name)?)?;
        let by_value = dict(&PyList::new(py, [("first", &first), ("second", &second)])?)?;
        let mut attributes = Vec::new();
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
                    _ => Attribute::Same(value.unbind()),
                }
            };
            attributes.push((key.unbind(), attribute));
        }
        Ok(Some(Self(attributes)))
    }

    /// A class in the image of that one.
    fn class<'py>(
        &self,
        py: Python<'py>,
        base: &Bound<'py, PyAny>,
        name: &str,
        module: &str,
        names: &[(String, &str)],
    ) -> PyResult<Bound<'py, PyAny>> {
        let (own_names, values) = (PyList::empty(py), PyList::empty(py));
        let (by_name, by_value) = (PyDict::new(py), PyDict::new(py));
        let namespace = PyDict::new(py);
        for (key, attribute) in &self.0 {
            let value = match attribute {
                Attribute::Same(value) => value.bind(py).clone(),
                Attribute::Name => PyString::new(py, name).into_any(),
                Attribute::Module => PyString::new(py, module).into_any(),
                Attribute::Names => own_names.clone().into_any(),
                Attribute::Values => values.clone().into_any(),
                Attribute::ByName => by_name.clone().into_any(),
                Attribute::ByValue => by_value.clone().into_any(),
                Attribute::List => PyList::empty(py).into_any(),
                Attribute::Dict => PyDict::new(py).into_any(),
            };
            namespace.set_item(key, value)?;
        }
        // `type` would make a static method of it.
        let new = namespace.call_method1("pop", ("__new__", py.None()))?;
        let type_of_types = py.get_type::<PyType>();
        let bases = PyTuple::new(py, [base])?;
        let class = type_of_types.call_method1("__new__", (base.get_type(), name, bases, namespace))?;
        let new_text = py.get_type::<PyString>().getattr("__new__")?;
        let set_attribute = type_of_types.getattr("__setattr__")?;
        if !new.is_none() {
            set_attribute.call1((&class, "__new__", new))?;
        }
        for (name, value) in names {
            let member = if let Some(member) = by_value.get_item(value)? {
                member
            } else {
                let member = new_text.call1((&class, value))?;
                let attributes = (*value, name.as_str(), &class, own_names.len()).into_pyobject(py)?;
                for (key, attribute) in OF_MEMBERS.iter().zip(attributes.iter()) {
                    member.setattr(*key, attribute)?;
                }
                own_names.append(name)?;
                values.append(value)?;
                by_value.set_item(value, &member)?;
                member
            };
            set_attribute.call1((&class, name, &member))?;
            by_name.set_item(name, member)?;
        }
        Ok(class)
    }
}
