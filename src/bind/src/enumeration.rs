//! Enumerations: one `enum.StrEnum` for each enumeration of a model.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyzig_model::{EnumSchema, Member};

/// The Python class of an enumeration.
#[derive(Debug)]
pub(crate) struct Enumeration {
    /// Description of the enumeration.
    pub(crate) schema: &'static EnumSchema,
    /// The Python class.
    pub(crate) class: Py<PyAny>,
    /// The Python members, in the order of the schema.
    members: Box<[Py<PyAny>]>,
}

impl Enumeration {
    /// Makes the Python class. `package` is what its module is imported from.
    pub(crate) fn new(py: Python<'_>, schema: &'static EnumSchema, package: &str) -> PyResult<Self> {
        let names = PyList::empty(py);
        for member in schema.members {
            for name in attribute_names(member.value) {
                names.append((name, member.value))?;
            }
        }
        let options = PyDict::new(py);
        options.set_item("module", format!("{package}.{}", schema.module))?;
        options.set_item("qualname", schema.name)?;
        let class = py.import("enum")?.getattr("StrEnum")?.call((schema.name, names), Some(&options))?;
        class.setattr("__doc__", schema.doc)?;
        let mut members = Vec::with_capacity(schema.members.len());
        for member in schema.members {
            let object = class.call1((member.value,))?;
            if !member.doc.is_empty() {
                object.setattr("__doc__", member.doc)?;
            }
            members.push(object.unbind());
        }
        Ok(Self { schema, class: class.unbind(), members: members.into() })
    }

    /// The Python member that stands for a member.
    pub(crate) fn member<'py>(&self, py: Python<'py>, member: &'static Member) -> Option<&Bound<'py, PyAny>> {
        let index = self.schema.members.iter().position(|candidate| std::ptr::eq(candidate, member))?;
        self.members.get(index).map(|member| member.bind(py))
    }
}

/// Names under which a member can be read as an attribute of its class: in capitals first, which is the
/// member's own name, then as in the value and in small letters where those differ.
pub fn attribute_names(value: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(2);
    for name in [value.to_uppercase(), value.to_owned(), value.to_lowercase()] {
        // `enum` keeps `mro` and names with underscores at both ends for itself.
        if name != "mro" && !name.is_empty() && !name.starts_with('_') && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::attribute_names;

    #[test]
    fn names_in_capitals_come_first() {
        assert_eq!(attribute_names("thru_hole"), ["THRU_HOLE", "thru_hole"]);
        assert_eq!(attribute_names("FULL"), ["FULL", "full"]);
        assert_eq!(attribute_names("Top"), ["TOP", "Top", "top"]);
        assert_eq!(attribute_names("mro"), ["MRO"]);
    }
}
