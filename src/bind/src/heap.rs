//! Python classes for structs that a schema describes, as heap types. Most of the crate's `unsafe` code is here.
//!
//! One [`Class`] becomes one Python type with [`PyType_FromSpecWithBases`](ffi::PyType_FromSpecWithBases): a getter and
//! setter a field whose closure is that field's [`Slot`]. The keyword-only constructor, and most methods that every class
//! has, are those of a base of all classes, which has no instances of its own ([`base`]): a class takes half the time to
//! make then, and there are hundreds.
//! What those do is written in safe code, in [`crate::instance`] and [`crate::reading`]; this module only carries values
//! across the C interface.
//!
//! # Invariants
//! 1. *Layout.* Every instance of a type made here, or of a Python subclass of it, starts with an [`Instance`].
//!    CPython keeps it so: a subclass only adds behind it, `__class__` cannot be assigned across layouts, and
//!    `object.__new__` refuses types that have a constructor of their own. Instances of the base of all classes are
//!    instances of such a type too: its constructor refuses all others. It is larger than `object`, so that nothing else
//!    is laid out like it and can be assigned a subclass of it as `__class__`, and smaller than an `Instance`, so that no
//!    class can be derived from two of these types.
//! 2. *Initialised.* The fields of an `Instance` are written right after the memory is allocated, in [`fill`], to which
//!    [`make`] and [`allocate`] hand it, the only places that allocate; so they are valid whenever Python can reach the
//!    instance. They are dropped once, in [`dealloc`].
//! 3. *Receiver.* CPython calls getters, setters and methods through descriptors, and slots through the type,
//!    both of which check that the receiver is an instance of the type. Other arguments are checked here.
//! 4. *Lifetime.* Classes, their slots, and the C strings and tables that a type points to are never freed, and
//!    neither are the types.
//! 5. *Threads.* A thread state is attached in every entry point: CPython calls them. Instances are only
//!    changed through [`Once`], [`Kept`] and the locks inside [`Object`], all of which are `Sync`, so this
//!    holds without a global lock too.
//! 6. *Unwinding.* No panic leaves an entry point: [`entry`] turns it into an exception.
//! 7. *No cycles.* An [`Object`] refers to no Python object, and what is [`Kept`] are plain values, and handles and
//!    lists of what stands below, so instances take no part in garbage collection.
//!    Python subclasses that add attributes do, and CPython does that part for them.

mod construct;
mod entry;
mod fields;
mod methods;
mod texts;

use std::ffi::{c_int, c_ulong, c_void};
use std::iter;
use std::mem::offset_of;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple, PyType};
use pyo3::{Borrowed, ffi};
use pyzig_model::{Draft, Object};

use self::construct::{Vectorcall, call, init, new};
use self::entry::entry;
use self::fields::{getter, set_field};
use self::texts::Texts;
use crate::attached::Once;
use crate::class::{Class, Slot};
use crate::error::raise;
use crate::instance;
use crate::kept::Kept;

/// What an instance of a type made here starts with.
#[repr(C)]
struct Instance {
    head: ffi::PyObject,
    /// Empty until `__init__`, and for new objects until somebody needs more than the values they were given.
    object: Once<Object>,
    /// What was read; of a new object without text, the values it was given.
    kept: Kept,
}

impl Instance {
    fn is_new(&self, py: Python<'_>) -> bool {
        self.kept.is_new() && self.object.get(py).is_none()
    }

    /// Whether fields can be set by keeping other values. Without a global lock another thread may be about to make a text
    /// of those that are kept; with it nothing else runs until that is made.
    fn takes_values(&self, py: Python<'_>) -> bool {
        cfg!(not(Py_GIL_DISABLED)) && self.is_new(py)
    }

    /// Gives the object to a fresh instance, or notes that it keeps the values of a new one.
    fn initialise(&self, py: Python<'_>, class: &Class, object: Option<Object>) -> PyResult<()> {
        let first = !self.kept.set_new(object.is_none());
        let first = match object {
            Some(object) => first && self.object.set(py, object),
            None => first && self.object.get(py).is_none(),
        };
        if first {
            return Ok(());
        }
        Err(PyTypeError::new_err(format!("{}.__init__() was called before", class.schema.name)))
    }
}

/// Makes the Python type of a class. Only the class itself calls this, once.
pub(crate) fn create<'py>(py: Python<'py>, class: &'static Class) -> PyResult<Bound<'py, PyType>> {
    let texts = Texts::of(class);
    let accessors = class.slots.iter().zip(&texts.fields).map(|(slot, &(name, doc))| ffi::PyGetSetDef {
        name,
        get: Some(getter(slot)),
        set: Some(set_field),
        doc,
        closure: ptr::from_ref::<Slot>(slot).cast_mut().cast(),
    });
    // What stands in front of the table that CPython is given tells the class: see `class_of_type`.
    let own = ffi::PyGetSetDef {
        closure: ptr::from_ref::<Class>(class).cast_mut().cast(),
        ..ffi::PyGetSetDef::default()
    };
    let accessors: Vec<_> = iter::once(own).chain(accessors).chain([ffi::PyGetSetDef::default()]).collect();
    let table = Box::leak(accessors.into_boxed_slice()).as_mut_ptr();

    let mut slots = [
        slot(ffi::Py_tp_doc, texts.doc.as_ptr().cast_mut().cast()),
        // Its base has the same one. Tools take the signature of `__init__` from the class that it belongs to.
        slot(ffi::Py_tp_init, init as ffi::initproc as *mut c_void),
        // Its base has the same one, too, which a class without an own one finds anew for each object that goes.
        slot(ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
        // SAFETY: the table has more than one entry.
        slot(ffi::Py_tp_getset, unsafe { table.add(1) }.cast()),
        slot(ffi::Py_tp_methods, ptr::from_ref(&methods::OWN_METHODS).cast_mut().cast()),
        ffi::PyType_Slot::default(),
    ];
    let mut spec = ffi::PyType_Spec {
        name: texts.name,
        basicsize: INSTANCE_SIZE,
        itemsize: 0,
        flags: TYPE_FLAGS,
        slots: slots.as_mut_ptr(),
    };
    let base = base(py)?;
    // SAFETY: the spec and its slots end in the sentinels CPython asks for; name, accessors and methods are
    // never freed (invariant 4), the rest is copied. `basicsize` is that of a `repr(C)` struct which starts
    // with the object's head (invariant 1).
    let made = unsafe {
        let made = ffi::PyType_FromSpecWithBases(&raw mut spec, base.as_ptr());
        Bound::from_owned_ptr_or_err(py, made)?
    };
    let made = made.cast_into::<PyType>()?;
    // SAFETY: a type that nobody else has seen yet. Calls of a type go through this function where it is set, which
    // is not passed on to subclasses; specs have no slot for it before Python 3.14.
    unsafe { (*made.as_type_ptr()).tp_vectorcall = Some(call) };
    freeze(&made)?;
    hide(&made);
    Ok(made)
}

/// The base of all classes, with what they have in common. It has no instances but theirs.
fn base(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    /// Process-wide, like the classes.
    static BASE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let made = BASE.get_or_try_init(py, || {
        let mut slots = [
            slot(ffi::Py_tp_doc, c"What all classes of file formats have.".as_ptr().cast_mut().cast()),
            slot(ffi::Py_tp_new, new as ffi::newfunc as *mut c_void),
            slot(ffi::Py_tp_init, init as ffi::initproc as *mut c_void),
            slot(ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
            slot(ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
            slot(ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
            slot(ffi::Py_tp_methods, ptr::from_ref(&methods::METHODS).cast_mut().cast()),
            ffi::PyType_Slot::default(),
        ];
        let mut spec = ffi::PyType_Spec {
            name: c"pyzig._Element".as_ptr(),
            basicsize: BASE_SIZE,
            itemsize: 0,
            flags: TYPE_FLAGS,
            slots: slots.as_mut_ptr(),
        };
        // SAFETY: as in `create`; the functions have the types that their slots ask for. The base's instances are
        // all those of a class, which is larger (invariant 1).
        let made = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&raw mut spec))? };
        let made = made.cast_into::<PyType>()?;
        made.setattr("__match_args__", methods::match_args(py)?)?;
        freeze(&made)?;
        Ok::<_, PyErr>(made.unbind())
    })?;
    Ok(made.bind(py))
}

/// Class of a Python type that was made for it, or of a Python subclass of one.
pub(crate) fn class_of_type(candidate: &Bound<'_, PyType>) -> Option<&'static Class> {
    let of_base = || candidate.mro().iter().find_map(|base| class_made_as(base.cast::<PyType>().ok()?));
    class_made_as(candidate).or_else(of_base)
}

/// Class that a type was made for.
fn class_made_as(candidate: &Bound<'_, PyType>) -> Option<&'static Class> {
    let candidate = candidate.as_type_ptr();
    // SAFETY: a live type. Only `create` gives a type this function, which CPython passes on to no subclass; the table of
    // accessors that it gave as well has an entry in front that tells the class (invariant 4).
    unsafe {
        let own =
            (*candidate).tp_vectorcall.is_some_and(|called| ptr::fn_addr_eq(called, call as Vectorcall));
        own.then(|| &*(*(*candidate).tp_getset.sub(1)).closure.cast::<Class>())
    }
}

/// Closes a type to assignment of attributes, as the classes of compiled modules are. Called once all class
/// attributes are there and before the type is handed out.
#[cfg_attr(
    not(Py_3_14),
    expect(clippy::unnecessary_wraps, reason = "fails where CPython has a function for it")
)]
fn freeze(class: &Bound<'_, PyType>) -> PyResult<()> {
    #[cfg(Py_3_14)]
    {
        // SAFETY: a live type object.
        if unsafe { ffi::PyType_Freeze(class.as_type_ptr()) } < 0 {
            return Err(PyErr::fetch(class.py()));
        }
    }
    #[cfg(not(Py_3_14))]
    {
        // SAFETY: the type has just been made by `create` and no other thread has seen it; CPython itself sets
        // the flag of types in this way after they were made.
        unsafe {
            #[cfg(not(Py_GIL_DISABLED))]
            {
                (*class.as_type_ptr()).tp_flags |= ffi::Py_TPFLAGS_IMMUTABLETYPE;
            }
            #[cfg(Py_GIL_DISABLED)]
            (*class.as_type_ptr()).tp_flags.fetch_or(ffi::Py_TPFLAGS_IMMUTABLETYPE, Ordering::Relaxed);
            ffi::PyType_Modified(class.as_type_ptr());
        }
    }
    Ok(())
}

/// Takes a type that was made by `create` out of the garbage collector's lists, with its descriptors and all else that it
/// consists of. It would go through these thousands of objects again and again, and they are never freed (invariant 4).
fn hide(class: &Bound<'_, PyType>) {
    // SAFETY: a live type, whose dict nobody changes.
    unsafe {
        let (mut position, mut value) = (0, ptr::null_mut());
        let dict = (*class.as_type_ptr()).tp_dict;
        while ffi::PyDict_Next(dict, &raw mut position, ptr::null_mut(), &raw mut value) != 0 {
            hide_object(&Borrowed::from_ptr(class.py(), value));
        }
    }
    hide_class(class);
}

/// Takes a class that is kept for good out of the garbage collector's lists, without what it has as attributes.
pub(crate) fn hide_class(class: &Bound<'_, PyType>) {
    // SAFETY: a live class made at run time: its dict, bases and order of bases are its own.
    unsafe {
        let class_type = &*class.as_type_ptr();
        for part in [class_type.tp_dict, class_type.tp_bases, class_type.tp_mro] {
            hide_object(&Borrowed::from_ptr(class.py(), part));
        }
    }
    hide_object(class);
    // A class that is freed has to be in the lists.
    std::mem::forget(class.clone());
}

/// Takes an object other than a class out of the garbage collector's lists, if it is there. When nobody keeps it, it is
/// freed all the same, unless it is part of a cycle.
pub(crate) fn hide_object(object: &Bound<'_, PyAny>) {
    // SAFETY: a live object. The collector takes what is not in its lists, and what that refers to, for alive.
    unsafe {
        if ffi::PyObject_IS_GC(object.as_ptr()) != 0 {
            ffi::PyObject_GC_UnTrack(object.as_ptr().cast());
        }
    }
}

/// Gives a class that nobody else has seen yet an attribute, as `type.__setattr__` does for one that means nothing to the
/// interpreter, in a fifth of the time.
pub(crate) fn add_attribute(
    class: &Bound<'_, PyType>,
    name: &Bound<'_, PyString>,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    // SAFETY: a live class made by Python code, whose dict is its own; nobody else changes it, as nobody has seen it. What
    // the interpreter may have noted about the class is void afterwards.
    unsafe {
        let done = ffi::PyDict_SetItem((*class.as_type_ptr()).tp_dict, name.as_ptr(), value.as_ptr());
        ffi::PyType_Modified(class.as_type_ptr());
        if done == 0 { Ok(()) } else { Err(PyErr::fetch(class.py())) }
    }
}

/// A new handle to an object.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
pub(crate) fn wrap<'py>(
    py: Python<'py>,
    class: &'static Class,
    object: Object,
) -> PyResult<Bound<'py, PyAny>> {
    wrap_with(py, class, move || object)
}

/// A new handle to an object, which is made where it stays: one that is made before goes through memory, and is waited for.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
pub(crate) fn wrap_with<'py>(
    py: Python<'py>,
    class: &'static Class,
    object: impl FnOnce() -> Object,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: the type of a class was made by `create`.
    unsafe { make(py, class.type_object(py)?.as_type_ptr(), || Once::with_value(object())) }
}

/// A tuple of new handles to objects.
#[inline]
pub(crate) fn wrap_all<'py>(
    py: Python<'py>,
    class: &'static Class,
    mut objects: impl ExactSizeIterator<Item = Object>,
) -> PyResult<Bound<'py, PyTuple>> {
    let class_type = class.type_object(py)?.as_type_ptr();
    tuple(py, objects.len(), || {
        // One without an object would be refused wherever it is used.
        let object = || objects.next().map_or_else(Once::new, Once::with_value);
        // SAFETY: the type of a class was made by `create`.
        unsafe { make(py, class_type, object) }
    })
}

/// A tuple of so many items.
#[inline]
pub(crate) fn tuple<'py>(
    py: Python<'py>,
    length: usize,
    mut item: impl FnMut() -> PyResult<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyTuple>> {
    let length = length.try_into()?;
    let mut place = 0;
    // SAFETY: a tuple that nobody else has seen is filled, in places that it has; those that nothing was put into yet may
    // be null where it is freed.
    unsafe {
        let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(length))?;
        while place < length {
            ffi::PyTuple_SET_ITEM(tuple.as_ptr(), place, item()?.into_ptr());
            place += 1;
        }
        Ok(tuple.cast_into_unchecked())
    }
}

/// What an instance of a class, or of a Python subclass of it, holds at the moment, in a handle that nobody else has;
/// `None` for anything else, and for what is not a new object where only such a one is wanted. A new object stays without
/// text.
pub(crate) fn snapshot<'py>(
    class: &'static Class,
    value: &Bound<'py, PyAny>,
    only_new: bool,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = value.py();
    let Some(instance) = instance_of(value, class)? else { return Ok(None) };
    if instance.is_new(py) {
        let own_type = class.type_object(py)?.as_type_ptr();
        // SAFETY: the type of a class was made by `create`, so what is made is an instance as in invariant 1.
        unsafe {
            let made = make(py, own_type, Once::new)?;
            let copy = &*made.as_ptr().cast::<Instance>();
            copy.kept.copy(py, &instance.kept);
            copy.kept.set_new(true);
            // Another thread may have needed more than the values meanwhile, and they are gone.
            if instance.is_new(py) {
                return Ok(Some(made));
            }
        }
    }
    let object = instance.object.get(py).filter(|_| !only_new);
    object.map(|object| wrap(py, class, object.copy())).transpose()
}

/// What a new object of a class, or of a Python subclass of it, holds at the moment; `None` for anything else, and for an
/// object that has a text. The object stays without one.
pub(crate) fn draft_of(value: &Bound<'_, PyAny>, class: &'static Class) -> PyResult<Option<Draft>> {
    let py = value.py();
    let Some(instance) = instance_of(value, class)? else { return Ok(None) };
    if !instance.is_new(py) {
        return Ok(None);
    }
    let draft = instance::draft(py, class, &instance.kept);
    // Another thread may have needed more than the values meanwhile, and they are gone.
    if instance.is_new(py) { draft.map(Some) } else { Ok(None) }
}

/// A new handle to an object, as an instance of the Python class `like` is.
pub(crate) fn wrap_like<'py>(like: &Bound<'py, PyAny>, object: Object) -> PyResult<Bound<'py, PyAny>> {
    wrap_as(&like.get_type(), object)
}

/// A new handle to an object, as instance of the class or of a Python subclass.
pub(crate) fn wrap_as<'py>(class: &Bound<'py, PyType>, object: Object) -> PyResult<Bound<'py, PyAny>> {
    if class_of_type(class).is_none() {
        return Err(PyTypeError::new_err(format!("{class} is no class of a model")));
    }
    // SAFETY: just checked that the type, or one it is derived from, was made by `create`.
    unsafe { allocate(class.py(), class.as_type_ptr(), || Once::with_value(object)) }
}

/// The object behind an instance of a class or of a Python subclass of it; `None` for anything else.
pub(crate) fn object_of<'a>(
    value: &'a Bound<'_, PyAny>,
    class: &'static Class,
) -> Option<PyResult<&'a Object>> {
    let instance = instance_of(value, class).transpose()?;
    // SAFETY: just checked that the value is an instance as in invariant 1; the result borrows from it.
    Some(instance.and_then(|_| unsafe { object_at(value.py(), value.as_ptr()) }))
}

/// What an instance of a class, or of a Python subclass of it, starts with; `None` for anything else.
fn instance_of<'a>(value: &'a Bound<'_, PyAny>, class: &'static Class) -> PyResult<Option<&'a Instance>> {
    let expected = class.type_object(value.py())?.as_type_ptr();
    // SAFETY: two live objects. The check looks at the real type, unlike `isinstance()`, which believes what
    // an object says in `__class__`; so it establishes invariant 1 for this value, which the result borrows
    // from.
    Ok(unsafe {
        (ffi::PyObject_TypeCheck(value.as_ptr(), expected) != 0).then(|| &*value.as_ptr().cast::<Instance>())
    })
}

/// The object behind an instance of any class; `None` for anything else.
pub(crate) fn any_object<'a>(value: &'a Bound<'_, PyAny>) -> Option<PyResult<&'a Object>> {
    class_of_type(&value.get_type())?;
    // SAFETY: the type, or one it is derived from, was made by `create`, so invariant 1 holds.
    Some(unsafe { object_at(value.py(), value.as_ptr()) })
}

/// # Safety
/// `class` was made by [`create`] or is a Python subclass of such a type.
unsafe fn allocate(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    object: impl FnOnce() -> Once<Object>,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: every type that is ready has an allocator. The memory it gives has at least the size of an
    // `Instance` (invariant 1).
    unsafe {
        let allocator = (*class).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
        fill(py, allocator(class, 0), object)
    }
}

/// # Safety
/// `class` was made by [`create`].
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
unsafe fn make(
    py: Python<'_>,
    class: *mut ffi::PyTypeObject,
    object: impl FnOnce() -> Once<Object>,
) -> PyResult<Bound<'_, PyAny>> {
    // SAFETY: by the caller's promise the type's objects have the size of an `Instance` and are not tracked by the garbage
    // collector, and its allocator is the usual one, which this goes without.
    unsafe { fill(py, ffi::PyObject_New(class), object) }
}

/// # Safety
/// `memory` is null where an exception is set, or else an object that has just been allocated for a type that was made
/// by [`create`] or is derived from such a one. `object` runs no Python code; where it panics, the memory is lost.
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
unsafe fn fill(
    py: Python<'_>,
    memory: *mut ffi::PyObject,
    object: impl FnOnce() -> Once<Object>,
) -> PyResult<Bound<'_, PyAny>> {
    if memory.is_null() {
        return Err(PyErr::fetch(py));
    }
    // SAFETY: the memory is large enough, aligned for any field of an `Instance` (16 bytes), and nobody else has seen
    // it, so writing the fields without dropping what was there is right.
    unsafe {
        let instance = memory.cast::<Instance>();
        (&raw mut (*instance).object).write(object());
        (&raw mut (*instance).kept).write(Kept::default());
        Ok(Bound::from_owned_ptr(py, memory))
    }
}

/// # Safety
/// `this` is an instance as in invariant 1 and lives as long as `'a`.
unsafe fn object_at<'a>(py: Python<'_>, this: *mut ffi::PyObject) -> PyResult<&'a Object> {
    // SAFETY: by the caller's promise and invariant 2; shared references only, apart from `dealloc`, which
    // runs when there is no reference left.
    let instance = unsafe { &*this.cast::<Instance>() };
    match instance.object.get(py) {
        Some(object) => Ok(object),
        // SAFETY: a live object.
        None => written(unsafe { Borrowed::from_ptr(py, this) }, instance),
    }
}

/// The object of an instance that has none yet: a new object becomes text now.
#[cold]
fn written<'a>(this: Borrowed<'_, '_, PyAny>, instance: &'a Instance) -> PyResult<&'a Object> {
    let py = this.py();
    if instance.is_new(py)
        && let Some(class) = class_of_type(&this.get_type())
    {
        let draft = instance::draft(py, class, &instance.kept)?;
        let object = draft.object().map_err(|error| raise(py, &error))?;
        // Where another thread was first, its object counts.
        if instance.object.set(py, object) {
            instance.kept.clear(py);
        }
    }
    instance.object.get(py).ok_or_else(|| {
        PyRuntimeError::new_err(format!("{}.__init__() was not called", instance::type_name(&this)))
    })
}

unsafe extern "C" fn dealloc(this: *mut ffi::PyObject) {
    // SAFETY: CPython calls this once, when no reference is left; the fields are valid (invariant 2). Heap types
    // are referred to by their instances, so the reference is given back after the memory, which the type's
    // own deallocator takes (that of a collected Python subclass is another one).
    unsafe {
        let class = ffi::Py_TYPE(this);
        // A panic while dropping must not unwind into CPython, and there is nobody to tell about it.
        let _ = catch_unwind(AssertUnwindSafe(|| {
            let instance = this.cast::<Instance>();
            (&raw const (*instance).kept).read().end(Python::assume_attached());
            ptr::drop_in_place(&raw mut (*instance).object);
        }));
        let free = (*class).tp_free.unwrap_or(ffi::PyObject_Free);
        free(this.cast());
        ffi::Py_DECREF(class.cast());
    }
}

unsafe extern "C" fn repr(this: *mut ffi::PyObject) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: invariant 3.
        let (object, this) = unsafe { (object_at(py, this), Borrowed::from_ptr(py, this)) };
        Ok(instance::repr(&this, object.ok()).into_ptr())
    })
}

unsafe extern "C" fn compare(
    this: *mut ffi::PyObject,
    other: *mut ffi::PyObject,
    operator: c_int,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: invariant 3 for the receiver; `other` is any live object.
        let (this, other) = unsafe { (object_at(py, this)?, Borrowed::from_ptr(py, other)) };
        let equal = match (operator, any_object(&other)) {
            (ffi::Py_EQ | ffi::Py_NE, Some(other)) => Some(this.equals(other?)),
            _ => None,
        };
        Ok(match equal {
            Some(equal) => {
                (equal == (operator == ffi::Py_EQ)).into_pyobject(py)?.to_owned().into_any().into_ptr()
            }
            None => py.NotImplemented().into_ptr(),
        })
    })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "a few dozen bytes")]
const INSTANCE_SIZE: c_int = size_of::<Instance>() as c_int;

/// More than the head of an object, and less than an instance.
const BASE_SIZE: c_int = INSTANCE_SIZE - 8;

#[expect(clippy::cast_possible_truncation, reason = "flags of 32 bits, in a wider type")]
const TYPE_FLAGS: std::ffi::c_uint = (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE) as std::ffi::c_uint;

// What the invariants need of the layout and of thread safety, checked by the compiler.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    shared::<Once<Object>>();
    shared::<Kept>();
    shared::<Class>();
    assert!(offset_of!(Instance, head) == 0);
    // Handles there are by the thousand, and memory takes as long to come by as they take to make.
    assert!(cfg!(Py_GIL_DISABLED) || size_of::<Instance>() <= 80);
    assert!(size_of::<Instance>() > size_of::<ffi::PyObject>() + 8);
    assert!(align_of::<Instance>() <= 16);
    assert!(TYPE_FLAGS as c_ulong == ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_BASETYPE);
};

fn slot(slot: c_int, pfunc: *mut c_void) -> ffi::PyType_Slot {
    ffi::PyType_Slot { slot, pfunc }
}
