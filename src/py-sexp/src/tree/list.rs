//! Lists: live views of the lists of a file.

use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use pyzig_bind::{in_stub, raise};
use sexp::{Document, Element, Item, Pieces, quote};

use super::atom::{Atom, Spelled};

/// A list of atoms and lists, as a live view: a change here is a change of the file.
///
/// Iteration, `len` and indices count all items, the head included. Lists that are put in are copied. Two views
/// are equal if they are views of the same list.
#[cfg_attr(feature = "stubs", pyo3_stub_gen::derive::gen_stub_pyclass(module = "pyzig_sexp.tree"))]
#[pyclass(frozen, module = "pyzig_sexp.tree")]
#[derive(Debug)]
pub(crate) struct List {
    element: Element,
}

/// What is put into a list.
enum Given {
    Atom(Spelled),
    List(Document),
}

impl List {
    pub(crate) fn new(element: Element) -> Self {
        Self { element }
    }

    /// Text as it is written to a file.
    pub(crate) fn written(&self, py: Python<'_>) -> Pieces {
        let element = &self.element;
        py.detach(|| {
            if element.is_file() {
                element.document().to_pieces()
            } else {
                format!("{}\n", element.text()).into()
            }
        })
    }

    fn all<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyAny>>> {
        let view = self.element.view();
        view.items()
            .map(|item| match item {
                Item::Atom(atom) => Ok(Bound::new(py, Atom::of(atom))?.into_any()),
                Item::List(element) => Ok(Bound::new(py, Self::new(element))?.into_any()),
            })
            .collect()
    }

    fn given(&self, value: &Bound<'_, PyAny>) -> PyResult<Given> {
        if let Ok(list) = value.cast::<Self>() {
            let list = &list.get().element;
            if list.is_file() {
                return Err(PyValueError::new_err("a file cannot stand in a list; its lists can"));
            }
            return Ok(Given::List(list.copy_for(&self.element)));
        }
        Spelled::new(value)?.map(Given::Atom).ok_or_else(|| Spelled::refuse(value))
    }

    fn place(&self, index: isize) -> PyResult<usize> {
        let length = self.__len__();
        let place =
            if index < 0 { length.checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) };
        place.filter(|&place| place < length).ok_or_else(|| PyIndexError::new_err("list index out of range"))
    }

    fn insert_at(&self, place: usize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match self.given(value)? {
            Given::List(document) => self.element.edit(|items| items.insert_list(place, document)),
            Given::Atom(Spelled::Number(number)) => {
                self.element.edit(|items| items.insert_number(place, number));
            }
            Given::Atom(spelled) => {
                let spelling = spelled.into_new();
                self.element.edit(|items| items.insert_atom(place, spelling));
            }
        }
        Ok(())
    }
}

#[in_stub]
#[pymethods]
impl List {
    /// A list of its own, of atoms, text, numbers and lists.
    #[new]
    #[pyo3(signature = (*items))]
    fn construct(#[python_type("_Value")] items: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let mut text = String::from("(");
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                text.push(' ');
            }
            if let Ok(list) = item.cast::<Self>() {
                text.push_str(&list.get().element.exact_text());
            } else {
                let spelled = Spelled::new(&item)?.ok_or_else(|| Spelled::refuse(&item))?;
                text.push_str(&spelled.into_new());
            }
        }
        text.push(')');
        let document = Document::synthetic(text).map_err(|error| raise(items.py(), &error.into()))?;
        Ok(Self::new(document.root()))
    }

    /// First word of the list; None where it starts with a list or a string in quotes, and for a file.
    #[getter]
    fn head(&self) -> Option<String> {
        if self.element.is_file() { None } else { self.element.head().map(std::borrow::Cow::into_owned) }
    }

    /// All items, as they are now.
    #[getter]
    #[returns("list[Atom | List]")]
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.all(py)?)
    }

    /// The lists among the items.
    #[getter]
    fn children(&self) -> Vec<List> {
        self.element.children().into_iter().map(Self::new).collect()
    }

    /// Line of the list in the text it was read from, from 1; None for what was put in since.
    #[getter]
    fn line(&self) -> Option<u32> {
        self.element.place().map(|place| place.line)
    }

    /// Column of the list in the text it was read from, in bytes, from 1; None for what was put in since.
    #[getter]
    fn column(&self) -> Option<u32> {
        self.element.place().map(|place| place.column)
    }

    /// Text of the list.
    #[getter]
    fn text(&self) -> String {
        if self.element.is_file() { self.element.document().to_text() } else { self.element.text() }
    }

    /// The first list at the end of a path of heads such as "setup/pcbplotparams"; None where there is none.
    #[pyo3(signature = (path, /))]
    fn find(&self, path: &str) -> Option<List> {
        self.element.find(path).map(Self::new)
    }

    /// All lists at the end of a path of heads, in order.
    #[pyo3(signature = (path, /))]
    fn find_all(&self, path: &str) -> Vec<List> {
        self.element.find_all(path).into_iter().map(Self::new).collect()
    }

    /// This list and all lists below, parents before children.
    fn walk(&self) -> Vec<List> {
        self.element.walk().map(Self::new).collect()
    }

    /// Adds a copy of a value at the end.
    #[pyo3(signature = (value, /))]
    fn append(&self, #[python_type("_Value")] value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.insert_at(usize::MAX, value)
    }

    /// Adds a copy of a value before the item at an index.
    #[pyo3(signature = (index, value, /))]
    fn insert(
        &self,
        #[python_type("typing.SupportsIndex", "typing")] index: isize,
        #[python_type("_Value")] value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let length = self.__len__();
        let place = if index < 0 {
            length.saturating_sub(index.unsigned_abs())
        } else {
            index.unsigned_abs().min(length)
        };
        self.insert_at(place, value)
    }

    /// Removes a list from this one: the very list that is given.
    #[pyo3(signature = (list, /))]
    fn remove(&self, list: &Self) -> PyResult<()> {
        let removed = self.element.edit(|items| {
            let place = items.position_of(&list.element);
            if let Some(place) = place {
                items.remove(place);
            }
            place
        });
        removed.map(drop).ok_or_else(|| PyValueError::new_err("the list is not in this one"))
    }

    /// A copy that belongs to no file.
    fn copy(&self) -> Self {
        Self::new(self.element.copy().root())
    }

    fn __copy__(&self) -> Self {
        self.copy()
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> Self {
        self.copy()
    }

    fn __len__(&self) -> usize {
        self.element.view().items().count()
    }

    #[returns("collections.abc.Iterator[Atom | List]", "collections.abc")]
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.items(py)?.try_iter()?.into_any())
    }

    #[not_in_stub]
    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.items(index.py())?.as_any().get_item(index)
    }

    fn __setitem__(
        &self,
        #[python_type("typing.SupportsIndex", "typing")] key: isize,
        #[python_type("_Value")] value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let given = self.given(value)?;
        let place = self.place(key)?;
        self.element.edit(|items| match given {
            Given::List(document) => items.replace_with_list(place, document),
            Given::Atom(Spelled::Number(number)) => items.set_number(place, number),
            Given::Atom(spelled) => {
                let quoted = items.atom(place).is_some_and(sexp::Atom::is_quoted);
                let spelling = match spelled {
                    Spelled::Text(text) if quoted => quote(&text),
                    other => other.into_new(),
                };
                let same = spelling.clone();
                items.set_atom(place, spelling, |atom| atom.spelling() == same);
            }
        });
        Ok(())
    }

    fn __delitem__(&self, #[python_type("typing.SupportsIndex", "typing")] key: isize) -> PyResult<()> {
        let place = self.place(key)?;
        self.element.edit(|items| items.remove(place));
        Ok(())
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| self.element == other.get().element)
    }

    fn __hash__(&self) -> u64 {
        self.element.id()
    }

    fn __repr__(&self) -> String {
        /// Enough to recognise a list by.
        const SHOWN: usize = 60;
        let text = self.text();
        let mut words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() > SHOWN {
            words = words.chars().take(SHOWN).chain(['…']).collect();
        }
        format!("List({words})")
    }
}

#[cfg(feature = "stubs")]
pyo3_stub_gen::inventory::submit! {
    pyo3_stub_gen::derive::gen_methods_from_python! {
        r#"
        import typing

        class List:
            @typing.overload
            def __getitem__(self, key: typing.SupportsIndex, /) -> Atom | List: ...
            @typing.overload
            def __getitem__(self, key: slice, /) -> list[Atom | List]: ...
        "#
    }
}
