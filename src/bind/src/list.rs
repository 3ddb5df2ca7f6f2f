//! Live views of list fields.

use std::sync::atomic::{AtomicU32, Ordering};

use pyo3::PyTypeInfo;
use pyo3::exceptions::{PyIndexError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyDict, PyInt, PyList, PySlice, PyTuple, PyType};
use pyzig_bind_derive::in_stub;
use pyzig_model::{Kind, List};
use smallvec::SmallVec;

use crate::attached::Guarded;
use crate::class::{Nested, Slot};
use crate::convert::{Held, inputs, is_handle_of, to_python};
use crate::error::{Raised, raise, raise_in};
use crate::{heap, html};

/// The values of a list field, as a live view: a change here is a change of the file, and the other way round.
///
/// It has everything a list has. Elements that are structs are views too; what goes in is copied.
/// Slices and copies are plain lists of such views. Iteration goes over the elements that are there when it
/// starts. `insert` with a negative index appends.
#[cfg_attr(feature = "stubs", pyo3_stub_gen::derive::gen_stub_pyclass(module = "pyzig_sexp"))]
#[pyclass(frozen, name = "MutableList", module = "pyzig")]
#[derive(Debug)]
pub struct MutableList {
    list: List,
    slot: &'static Slot,
    /// What is kept, and how often single elements were asked for since they are no longer what they were.
    kept: Guarded<Elements, AtomicU32>,
}

/// Elements of a list, kept since they were gone through.
#[derive(Debug, Default)]
struct Elements {
    /// Number of changes when they were read.
    changes: u64,
    all: Option<Py<PyTuple>>,
}

impl MutableList {
    pub(crate) fn new(list: List, slot: &'static Slot) -> Self {
        Self { list, slot, kept: Guarded::default() }
    }

    /// The elements, where they were gone through and nothing was changed since.
    fn fresh<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyTuple>> {
        let changes = sexp::changes();
        self.kept.with(py, |kept| {
            let elements = kept.all.as_ref().filter(|_| kept.changes == changes)?;
            Some(elements.bind(py).clone())
        })
    }

    /// All elements, as they are now. Handles that there were before are used again.
    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        /// Most lists have no more elements than this.
        const USUAL: usize = 16;
        if let Some(elements) = self.fresh(py) {
            return Ok(elements);
        }
        // Taken before anything is read, so that a change in between makes the elements stale.
        let changes = sexp::changes();
        let before = self.kept.with(py, |kept| kept.all.as_ref().map(|elements| elements.bind(py).clone()));
        let elements = match (self.slot.nested(), before) {
            (Nested::Class(class), None) => {
                self.list.with_objects(|objects| heap::wrap_all(py, class, objects))?
            }
            (Nested::Class(class), Some(before)) => {
                let mut next = 0;
                let handle = |object| {
                    // The same element again, or the one after it where that one is gone.
                    let mut handles = (next..next + 2).filter_map(|at| Some((at, before.get_item(at).ok()?)));
                    match handles.find(|(_, handle)| is_handle_of(class, handle, &object)) {
                        Some((at, handle)) => {
                            next = at + 1;
                            Ok(handle)
                        }
                        None => heap::wrap(py, class, object),
                    }
                };
                self.list.with_objects(|objects| {
                    let mut handles = objects.map(handle);
                    let missing = || Err(PyRuntimeError::new_err("fewer items than there should be"));
                    heap::tuple(py, handles.len(), || handles.next().unwrap_or_else(missing))
                })?
            }
            _ => {
                let mut elements = SmallVec::<[_; USUAL]>::new();
                let each = self.list.each(|value| {
                    elements.push(to_python(py, self.slot, value)?);
                    Ok::<_, Raised>(())
                });
                each.map_err(|raised| raised.into_error(py, self.list.object().element().document()))?;
                PyTuple::new(py, elements)?
            }
        };
        if self.slot.is_kept() {
            let kept = Elements { changes, all: Some(elements.clone().unbind()) };
            let old = self.kept.with(py, |own| std::mem::replace(own, kept));
            self.kept.beside().store(0, Ordering::Relaxed);
            old.all.into_iter().for_each(|old| old.drop_ref(py));
        }
        Ok(elements)
    }

    fn element<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Bound<'py, PyAny>> {
        /// Reading all elements at once costs less than this part of reading them one by one.
        const CHEAPER: usize = 4;
        // Where others ask at the same time, it does not matter if not all of them count.
        let asked = self.kept.beside().load(Ordering::Relaxed).saturating_add(1);
        self.kept.beside().store(asked, Ordering::Relaxed);
        let is_often = asked > 1 && (asked as usize).saturating_mul(CHEAPER) > self.list.len();
        if self.slot.is_kept() && is_often {
            let elements = self.snapshot(py)?;
            return elements.get_item(index).map_err(|_| PyIndexError::new_err("list index out of range"));
        }
        match self
            .list
            .get(index)
            .map_err(|error| raise_in(py, &error, self.list.object().element().document()))?
        {
            Some(value) => to_python(py, self.slot, value),
            None => Err(PyIndexError::new_err("list index out of range")),
        }
    }

    fn list<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        Ok(self.snapshot(py)?.to_list())
    }

    /// Place of an index that counts from the end where it is negative.
    fn place(&self, index: isize, message: &'static str) -> PyResult<usize> {
        let length = self.list.len();
        let place =
            if index < 0 { length.checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) };
        place.filter(|&place| place < length).ok_or_else(|| PyIndexError::new_err(message))
    }

    /// Takes an element out; the view of it stays valid and no longer belongs to the file.
    fn take<'py>(&self, py: Python<'py>, place: usize) -> PyResult<Bound<'py, PyAny>> {
        let element = self.element(py, place)?;
        self.remove_at(py, place)?;
        Ok(element)
    }

    fn remove_at(&self, py: Python<'_>, place: usize) -> PyResult<()> {
        if self.list.remove(place).map_err(|error| raise(py, &error))? {
            Ok(())
        } else {
            Err(PyIndexError::new_err("list index out of range"))
        }
    }

    /// Place of a value: of that very element where it is one of this list, else of the first equal one.
    fn find(&self, value: &Bound<'_, PyAny>) -> PyResult<Option<usize>> {
        if let Nested::Class(class) = self.slot.nested()
            && let Some(object) = heap::object_of(value, class)
            && let Some(place) = self.list.position_of(object?)
        {
            return Ok(Some(place));
        }
        self.find_equal(value, 0, usize::MAX)
    }

    fn find_equal(&self, value: &Bound<'_, PyAny>, start: usize, stop: usize) -> PyResult<Option<usize>> {
        for (place, element) in self.snapshot(value.py())?.iter_borrowed().enumerate().take(stop).skip(start)
        {
            if element.eq(value)? {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    fn insert_one(&self, py: Python<'_>, place: usize, value: &Bound<'_, PyAny>) -> PyResult<()> {
        let held = Held::item(self.slot, value)?;
        self.list.insert(place, held.input(self.slot)?).map_err(|error| raise(py, &error))
    }

    fn insert_all(&self, place: usize, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = values.py();
        let values = Held::each(self.slot, values)?;
        let inputs = inputs(self.slot, &values)?;
        self.list.splice(place, place, inputs).map(|_| ()).map_err(|error| raise(py, &error))
    }

    fn assign_slice(&self, slice: &Bound<'_, PySlice>, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = slice.py();
        // First everything that may fail or run Python code, then the change.
        let values = Held::each(self.slot, values)?;
        let inputs = inputs(self.slot, &values)?;
        let places = self.places(slice)?;
        if let Some(start) = places.contiguous_start() {
            let end = start.saturating_add(places.order.len());
            return self.list.splice(start, end, inputs).map(|_| ()).map_err(|error| raise(py, &error));
        }
        if inputs.len() != places.order.len() {
            return Err(PyValueError::new_err(format!(
                "attempt to assign sequence of size {} to extended slice of size {}",
                inputs.len(),
                places.order.len()
            )));
        }
        self.list.set_all(&places.order, inputs).map_err(|error| raise(py, &error))
    }

    /// Places that a slice names, in its order.
    #[expect(clippy::cast_possible_wrap, reason = "a list is shorter than half of the address space")]
    fn places(&self, slice: &Bound<'_, PySlice>) -> PyResult<Places> {
        let length = self.list.len();
        let indices = slice.indices(length as isize)?;
        // Bounds may be objects that run Python code when they are asked for their number.
        if self.list.len() != length {
            return Err(PyValueError::new_err("list modified while a slice was taken"));
        }
        let mut order = Vec::with_capacity(indices.slicelength);
        let mut place = indices.start;
        for _ in 0..indices.slicelength {
            order.push(place.unsigned_abs());
            place += indices.step;
        }
        Ok(Places { start: indices.start.unsigned_abs(), step: indices.step, order })
    }

    /// Puts the elements into the order of these places of the current order.
    fn reorder(&self, py: Python<'_>, order: &[usize]) -> PyResult<()> {
        if order.len() != self.list.len() {
            return Err(PyValueError::new_err("list modified during sort"));
        }
        self.list.reorder(order).map_err(|error| raise(py, &error))
    }
}

/// Places that a slice names.
struct Places {
    start: usize,
    step: isize,
    order: Vec<usize>,
}

impl Places {
    /// Where the places start when they follow each other without gaps, and so may be replaced by any number.
    fn contiguous_start(&self) -> Option<usize> {
        (self.step == 1).then_some(self.start)
    }
}

/// Place or slice given in brackets.
enum Subscript<'a, 'py> {
    Place(usize),
    Slice(&'a Bound<'py, PySlice>),
}

impl MutableList {
    fn subscript<'a, 'py>(
        &self,
        key: &'a Bound<'py, PyAny>,
        message: &'static str,
    ) -> PyResult<Subscript<'a, 'py>> {
        if let Ok(slice) = key.cast::<PySlice>() {
            return Ok(Subscript::Slice(slice));
        }
        match key.extract::<isize>() {
            // Counting costs as much as finding, which finds out by itself whether there is such an element.
            Ok(index) if index >= 0 => Ok(Subscript::Place(index.unsigned_abs())),
            Ok(index) => Ok(Subscript::Place(self.place(index, message)?)),
            Err(error) if error.is_instance_of::<PyTypeError>(key.py()) => Err(PyTypeError::new_err(
                format!("list indices must be integers or slices, not {}", crate::instance::type_name(key)),
            )),
            Err(_) => Err(PyIndexError::new_err(message)),
        }
    }
}

#[in_stub]
#[pymethods]
impl MutableList {
    fn __len__(&self, py: Python<'_>) -> usize {
        self.fresh(py).map_or_else(|| self.list.len(), |elements| elements.len())
    }

    fn __bool__(&self, py: Python<'_>) -> bool {
        self.__len__(py) != 0
    }

    #[not_in_stub]
    fn __getitem__<'py>(&self, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let py = index.py();
        if let Some(elements) = self.fresh(py)
            && let Ok(index) = index.cast_exact::<PyInt>()
            && let Ok(index) = index.extract::<isize>()
        {
            let place =
                if index < 0 { elements.len().checked_add_signed(index) } else { Some(index.unsigned_abs()) };
            let element = place.and_then(|place| elements.get_item(place).ok());
            return element.ok_or_else(|| PyIndexError::new_err("list index out of range"));
        }
        match self.subscript(index, "list index out of range")? {
            Subscript::Place(place) => self.element(py, place),
            Subscript::Slice(slice) => {
                let places = self.places(slice)?;
                let elements: Vec<_> =
                    places.order.into_iter().map(|place| self.element(py, place)).collect::<PyResult<_>>()?;
                Ok(PyList::new(py, elements)?.into_any())
            }
        }
    }

    #[not_in_stub]
    fn __setitem__(&self, index: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<()> {
        match self.subscript(index, "list assignment index out of range")? {
            Subscript::Place(place) => {
                let held = Held::item(self.slot, value)?;
                let value = held.input(self.slot)?;
                if place >= self.list.len() {
                    return Err(PyIndexError::new_err("list assignment index out of range"));
                }
                self.list.set(place, value).map_err(|error| raise(index.py(), &error))
            }
            Subscript::Slice(slice) => self.assign_slice(slice, value),
        }
    }

    fn __delitem__(
        &self,
        #[python_type("typing.SupportsIndex | slice", "typing")] index: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = index.py();
        match self.subscript(index, "list assignment index out of range")? {
            Subscript::Place(place) => self.remove_at(py, place),
            Subscript::Slice(slice) => {
                let mut places = self.places(slice)?.order;
                places.sort_unstable();
                self.list.remove_places(places).map(|_| ()).map_err(|error| raise(py, &error))
            }
        }
    }

    fn __contains__(&self, #[python_type("object")] value: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.find(value)?.is_some())
    }

    #[returns("collections.abc.Iterator[_T]", "collections.abc")]
    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.snapshot(py)?.try_iter()?.into_any())
    }

    #[returns("collections.abc.Iterator[_T]", "collections.abc")]
    fn __reversed__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let list = self.list(py)?;
        list.reverse()?;
        Ok(list.try_iter()?.into_any())
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        // A value that does not fit its field cannot be read, but can be said.
        match self.list(py).and_then(|list| list.repr()) {
            Ok(text) => text.to_string(),
            Err(_) => format!("<{} with {} elements>", self.slot.label(), self.list.len()),
        }
    }

    #[not_in_stub]
    fn __richcmp__<'py>(
        &self,
        py: Python<'py>,
        other: &Bound<'py, PyAny>,
        operator: CompareOp,
    ) -> PyResult<Bound<'py, PyAny>> {
        let sequence = if let Ok(other) = other.cast::<Self>() {
            Some(other.get().list(py)?)
        } else if other.is_instance_of::<PyList>() || other.is_instance_of::<PyTuple>() {
            Some(other.try_iter()?.collect::<PyResult<Vec<_>>>().and_then(|items| PyList::new(py, items))?)
        } else {
            None
        };
        match sequence {
            Some(sequence) => self.list(py)?.rich_compare(sequence, operator),
            None => Ok(py.NotImplemented().into_bound(py)),
        }
    }

    #[classattr]
    const __hash__: Option<Py<PyAny>> = None;

    #[returns("list[_T]")]
    fn __add__<'py>(
        &self,
        #[python_type("collections.abc.Iterable[_T]", "collections.abc")] other: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        if !other.is_instance_of::<Self>() && !other.is_instance_of::<PyList>() {
            return Ok(py.NotImplemented().into_bound(py));
        }
        let list = self.list(py)?;
        for element in other.try_iter()? {
            list.append(element?)?;
        }
        Ok(list.into_any())
    }

    #[returns("list[_T]")]
    fn __radd__<'py>(
        &self,
        #[python_type("list[_T]")] other: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = other.py();
        match other.cast::<PyList>() {
            Ok(other) => Ok(other.as_sequence().concat(self.list(py)?.as_sequence())?.into_any()),
            Err(_) => Ok(py.NotImplemented().into_bound(py)),
        }
    }

    #[returns("MutableList[_T]")]
    fn __iadd__(
        &self,
        #[python_type("collections.abc.Iterable[_T]", "collections.abc")] values: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.extend(values)
    }

    /// Adds a copy of a value at the end.
    fn append(&self, py: Python<'_>, #[python_type("_T")] value: &Bound<'_, PyAny>) -> PyResult<()> {
        self.insert_one(py, usize::MAX, value)
    }

    /// Adds a copy of a value before the element at an index; at the end where the index is negative or beyond
    /// the end.
    fn insert(
        &self,
        py: Python<'_>,
        #[python_type("typing.SupportsIndex", "typing")] index: isize,
        #[python_type("_T")] value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.insert_one(py, usize::try_from(index).unwrap_or(usize::MAX), value)
    }

    /// Adds copies of all values at the end.
    fn extend(
        &self,
        #[python_type("collections.abc.Iterable[_T]", "collections.abc")] values: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.insert_all(usize::MAX, values)
    }

    /// Removes the element at an index, the last one by default, and gives it back, detached from the file.
    #[pyo3(signature = (index = -1, /), text_signature = "($self, index=-1, /)")]
    #[returns("_T")]
    fn pop<'py>(
        &self,
        py: Python<'py>,
        #[python_type("typing.SupportsIndex", "typing")] index: isize,
    ) -> PyResult<Bound<'py, PyAny>> {
        if self.list.is_empty() {
            return Err(PyIndexError::new_err("pop from empty list"));
        }
        let place = self.place(index, "pop index out of range")?;
        self.take(py, place)
    }

    /// Removes an element: this very one where it is in the list, else the first that is equal.
    fn remove(&self, #[python_type("_T")] value: &Bound<'_, PyAny>) -> PyResult<()> {
        match self.find(value)? {
            Some(place) => self.remove_at(value.py(), place),
            None => Err(PyValueError::new_err("list.remove(x): x not in list")),
        }
    }

    /// Removes all elements.
    fn clear(&self, py: Python<'_>) -> PyResult<()> {
        self.list.clear().map_err(|error| raise(py, &error))
    }

    /// Index of the first element equal to a value, between two bounds.
    #[pyo3(
        signature = (value, start = 0, stop = isize::MAX, /),
        text_signature = "($self, value, start=0, stop=9223372036854775807, /)"
    )]
    fn index(
        &self,
        #[python_type("_T")] value: &Bound<'_, PyAny>,
        start: isize,
        stop: isize,
    ) -> PyResult<usize> {
        let length = self.list.len();
        let bound = |index: isize| {
            if index < 0 { length.saturating_sub(index.unsigned_abs()) } else { index.unsigned_abs() }
        };
        self.find_equal(value, bound(start), bound(stop))?
            .ok_or_else(|| PyValueError::new_err("list.index(x): x not in list"))
    }

    /// Number of elements equal to a value.
    fn count(&self, #[python_type("_T")] value: &Bound<'_, PyAny>) -> PyResult<usize> {
        let mut count = 0;
        for element in self.snapshot(value.py())?.iter_borrowed() {
            count += usize::from(element.eq(value)?);
        }
        Ok(count)
    }

    /// Sorts the elements; equal ones keep their order. `key` gives what to compare.
    #[pyo3(signature = (*, key = None, reverse = false))]
    fn sort(
        &self,
        py: Python<'_>,
        #[python_type("collections.abc.Callable[[_T], typing.Any] | None", "collections.abc", "typing")] key: Option<Bound<'_, PyAny>>,
        reverse: bool,
    ) -> PyResult<()> {
        let keys = self.list(py)?;
        if let Some(key) = key.filter(|key| !key.is_none()) {
            for place in 0..keys.len() {
                keys.set_item(place, key.call1((keys.get_item(place)?,))?)?;
            }
        }
        let options = PyDict::new(py);
        options.set_item("key", keys.getattr("__getitem__")?)?;
        options.set_item("reverse", reverse)?;
        let order = PyList::new(py, 0..keys.len())?;
        order.call_method("sort", (), Some(&options))?;
        self.reorder(py, &order.extract::<Vec<usize>>()?)
    }

    /// Turns the order of the elements round.
    fn reverse(&self, py: Python<'_>) -> PyResult<()> {
        let order: Vec<usize> = (0..self.list.len()).rev().collect();
        self.reorder(py, &order)
    }

    /// A plain list of the elements, which stay views.
    #[returns("list[_T]")]
    fn copy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py)
    }

    #[returns("list[_T]")]
    fn __copy__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.list(py)
    }

    #[returns("list[_T]")]
    fn __deepcopy__<'py>(&self, memo: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        memo.py().import("copy")?.call_method1("deepcopy", (self.list(memo.py())?, memo))
    }

    #[not_in_stub]
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyType>, (Bound<'py, PyList>,))> {
        Ok((PyList::type_object(py), (self.list(py)?,)))
    }

    #[classmethod]
    #[returns("types.GenericAlias", "types")]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        class.py().import("types")?.call_method1("GenericAlias", (class, item))
    }

    /// A table for notebooks; nothing for lists of plain values.
    fn _repr_html_(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let Kind::Struct(schema) = self.slot.field.kind else {
            return Ok(None);
        };
        Ok(Some(html::table(schema(), &self.slot.label(), &self.snapshot(py)?.iter().collect::<Vec<_>>())))
    }
}

/// Makes Python's abstract classes and pattern matching know the class as a mutable sequence.
pub(crate) fn register(py: Python<'_>) -> PyResult<()> {
    // What `collections.abc` has from there. This module is loaded in every interpreter, that one takes long to load.
    let sequence = py.import("_collections_abc")?.getattr("MutableSequence")?;
    sequence.call_method1("register", (MutableList::type_object(py),))?;
    Ok(())
}

#[cfg(feature = "stubs")]
pyo3_stub_gen::inventory::submit! {
    pyo3_stub_gen::derive::gen_methods_from_python! {
        r#"
        import typing
        import collections.abc

        class MutableList:
            @typing.overload
            def __getitem__(self, index: typing.SupportsIndex, /) -> _T: ...
            @typing.overload
            def __getitem__(self, index: slice, /) -> list[_T]: ...
            @typing.overload
            def __setitem__(self, index: typing.SupportsIndex, value: _T, /) -> None: ...
            @typing.overload
            def __setitem__(self, index: slice, value: collections.abc.Iterable[_T], /) -> None: ...
            def __eq__(self, other: object, /) -> bool: ...
            def __ne__(self, other: object, /) -> bool: ...
            def __lt__(self, other: typing.Any, /) -> bool: ...
            def __le__(self, other: typing.Any, /) -> bool: ...
            def __gt__(self, other: typing.Any, /) -> bool: ...
            def __ge__(self, other: typing.Any, /) -> bool: ...
        "#
    }
}
