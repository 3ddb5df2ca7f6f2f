//! Enumerations: one `enum.StrEnum` for each enumeration of a model.

use std::fmt;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyzig_model::{EnumSchema, Member};

use crate::heap::{hide_class, hide_object};
use crate::registry::registry;
use crate::str_enum::{Parts, new_class};

/// The Python class of an enumeration, which is made when it is asked for.
pub(crate) struct Enumeration {
    /// Description of the enumeration.
    pub(crate) schema: &'static EnumSchema,
    made: PyOnceLock<Made>,
}

struct Made {
    class: Py<PyAny>,
    /// The Python members, in the order of the schema.
    members: Box<[Py<PyAny>]>,
}

impl fmt::Debug for Enumeration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Enumeration").field(&self.schema.name).finish()
    }
}

impl Enumeration {
    pub(crate) fn new(schema: &'static EnumSchema) -> Self {
        Self { schema, made: PyOnceLock::new() }
    }

    /// The Python class.
    ///
    /// # Errors
    /// Where Python refuses to make it.
    pub(crate) fn class<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        Ok(self.made(py)?.class.bind(py))
    }

    /// The Python member that stands for a member.
    ///
    /// # Errors
    /// Where Python refuses to make the class.
    pub(crate) fn member<'py>(
        &self,
        py: Python<'py>,
        member: &'static Member,
    ) -> PyResult<Option<&Bound<'py, PyAny>>> {
        let index = self.schema.members.iter().position(|candidate| std::ptr::eq(candidate, member));
        let members = &self.made(py)?.members;
        Ok(index.and_then(|index| members.get(index)).map(|member| member.bind(py)))
    }

    fn made(&self, py: Python<'_>) -> PyResult<&Made> {
        self.made.get_or_try_init(py, || make(py, self.schema))
    }
}

fn make(py: Python<'_>, schema: &'static EnumSchema) -> PyResult<Made> {
    let names: Vec<(String, &'static str)> = schema
        .members
        .iter()
        .zip(member_names(schema))
        .flat_map(|(member, names)| names.into_iter().map(|name| (name, member.value)))
        .collect();
    let module = registry()?.module_name(schema.module);
    let parts = Parts { name: schema.name, module: &module, doc: schema.doc, names: &names };
    let (class, by_value) = new_class(py, &parts)?;
    let mut members = Vec::with_capacity(schema.members.len());
    for member in schema.members {
        let object = by_value.as_any().get_item(member.value)?;
        if !member.doc.is_empty() {
            object.setattr(intern!(py, "__doc__"), member.doc)?;
        }
        hide_object(&object);
        members.push(object.unbind());
    }
    hide_class(&class);
    Ok(Made { class: class.into_any().unbind(), members: members.into() })
}

/// Names under which each member can be read as an attribute of its class: in capitals first, which is the member's
/// own name, then as in the value and in small letters where those differ. What cannot stand in a name becomes `_`.
pub fn member_names(schema: &EnumSchema) -> Vec<Vec<String>> {
    // Few enough names that looking through all of them is quicker than to keep a set.
    fn is_taken(names: &[Vec<String>], name: &str) -> bool {
        names.iter().flatten().any(|taken| taken == name)
    }

    // A member's own name goes before any other name, and the spelling of its value before that of another's.
    let mut names: Vec<Vec<String>> = Vec::with_capacity(schema.members.len());
    for member in schema.members {
        let mut name = as_name(&member.value.to_uppercase());
        while !is_allowed(&name) || is_taken(&names, &name) {
            name.push('_');
            name.insert(0, 'X');
        }
        // Room for all three spellings.
        let mut own = Vec::with_capacity(3);
        own.push(name);
        names.push(own);
    }
    let as_in_value = schema.members.iter().map(|member| member.value.to_owned()).enumerate();
    let small = schema.members.iter().map(|member| member.value.to_lowercase()).enumerate();
    // What is small anyway was there as it is in the value.
    let small = small.filter(|(index, text)| schema.members[*index].value != text);
    for (index, text) in as_in_value.chain(small) {
        let name = as_name(&text);
        if is_allowed(&name) && !is_taken(&names, &name) {
            names[index].push(name);
        }
    }
    names
}

fn as_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len() + 2);
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        name.push('_');
    }
    name.extend(text.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }));
    name
}

/// Whether `enum` takes a name for a member, and source code for an attribute.
fn is_allowed(name: &str) -> bool {
    // `enum` keeps `mro` and names with underscores at both ends for itself.
    let is_reserved = name == "mro" || (name.starts_with('_') && name.ends_with('_'));
    !(name.is_empty() || is_reserved || is_keyword(name))
}

/// Whether a word is one of Python's own, which cannot be a name.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

/// In the order of their bytes.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

#[cfg(test)]
mod tests {
    use std::any::TypeId;

    use pyzig_model::{EnumSchema, Member};

    use super::{KEYWORDS, is_keyword, member_names};

    fn names(values: &[&'static str]) -> Vec<Vec<String>> {
        let members = values.iter().map(|value| Member { value, token: value, aliases: &[], doc: "" });
        member_names(&EnumSchema {
            name: "E_test",
            module: "test",
            doc: "",
            members: Box::leak(members.collect()),
            type_id: TypeId::of::<()>,
        })
    }

    #[test]
    fn names_in_capitals_come_first() {
        assert_eq!(names(&["thru_hole", "FULL"]), [vec!["THRU_HOLE", "thru_hole"], vec!["FULL", "full"]]);
        assert_eq!(names(&["Hard Gold"]), [vec!["HARD_GOLD", "Hard_Gold", "hard_gold"]]);
    }

    #[test]
    fn keywords_are_found() {
        assert!(KEYWORDS.into_iter().all(is_keyword) && !is_keyword("none"));
    }

    #[test]
    fn no_name_is_given_twice_or_cannot_stand() {
        assert_eq!(names(&["None", "none"]), [vec!["NONE"], vec!["XNONE_", "none"]]);
        assert_eq!(names(&["mro", "", "4"]), [vec!["MRO"], vec!["X_"], vec!["_4"]]);
        assert_eq!(names(&["a-b", "a b"]), [vec!["A_B", "a_b"], vec!["XA_B_"]]);
    }
}
