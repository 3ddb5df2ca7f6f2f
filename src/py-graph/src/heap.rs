//! Objects of the handle classes, made without PyO3's general way.
//!
//! Making handles is what most calls consist of. PyO3 makes an object through the `tp_new` of its base class, and the
//! interpreter then tracks it for garbage collection. For handles, which hold no Python object that could lead back to
//! them, allocating the memory and writing the value into it does as well, in half the time, and spares the collector
//! the walk through them.
//!
//! # Invariants
//!
//! A [`Recipe`] is learnt from the first object of its class, which PyO3 makes. It is used only if that object showed
//! that the class is plain: a fixed size, no `__dict__`, no weak references, and the Rust value alone behind the
//! object's head. Then
//!
//! * the value of every object of that class, or of a subclass, starts [`Recipe::offset`] bytes after the object, and
//!   nothing else of the object needs initialisation;
//! * PyO3's destructor, which every object of the class gets, frees it: PyO3 gives all its classes the flag for garbage
//!   collection, so the memory comes from `_PyObject_GC_New`; that the object is not tracked is allowed at all times;
//! * the class lives as long as the process, because PyO3 keeps it in a static.
//!
//! `bind` wrote its own heap types for classes that stem from schemas; these here are PyO3's classes in everything but
//! the birth of their objects.

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use pyo3::pyclass::boolean_struct::True;
use pyo3::{PyClass, PyClassInitializer, ffi, prelude::*};

/// How to make an object of a class.
pub(crate) struct Recipe {
    /// Null until the recipe is learnt, and for ever where the class is not plain. Process-wide, as classes are.
    class: AtomicPtr<ffi::PyTypeObject>,
    offset: AtomicUsize,
}

impl Recipe {
    pub(crate) const fn new() -> Self {
        Self { class: AtomicPtr::new(ptr::null_mut()), offset: AtomicUsize::new(0) }
    }

    /// Learns from an object that PyO3 made, unless it is the object of a class that is not plain.
    #[cold]
    fn learn<T: PyClass<Frozen = True> + Sync>(&self, object: &Bound<'_, T>) {
        let start = object.as_ptr().addr();
        let Some(offset) = ptr::from_ref(object.get()).addr().checked_sub(start) else {
            return;
        };
        let class = object.as_any().get_type().as_type_ptr();
        // SAFETY: the type of a live object; its fields do not change any more.
        let plain = unsafe {
            usize::try_from((*class).tp_basicsize) == Ok(offset + size_of::<T>())
                && (*class).tp_itemsize == 0
                && (*class).tp_dictoffset == 0
                && (*class).tp_weaklistoffset == 0
                && (*class).tp_flags & (ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_MANAGED_DICT)
                    == ffi::Py_TPFLAGS_HAVE_GC
        };
        if plain {
            self.offset.store(offset, Ordering::Relaxed);
            self.class.store(class, Ordering::Release);
        }
    }
}

/// A class whose objects are handles.
pub(crate) trait Handle: PyClass<Frozen = True> + Sync + Into<PyClassInitializer<Self>> {
    /// The class's recipe: a static, always the same.
    fn recipe() -> &'static Recipe;
}

macro_rules! handle {
    ($class:ty) => {
        impl $crate::heap::Handle for $class {
            fn recipe() -> &'static $crate::heap::Recipe {
                static RECIPE: $crate::heap::Recipe = $crate::heap::Recipe::new();
                &RECIPE
            }
        }
    };
}
pub(crate) use handle;

/// A handle that is about to become a Python object.
pub(crate) struct New<T>(pub(crate) T);

impl<T: Handle> New<T> {
    /// Makes the object.
    pub(crate) fn object(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        let recipe = T::recipe();
        let class = recipe.class.load(Ordering::Acquire);
        if class.is_null() {
            let object = Bound::new(py, self.0)?;
            recipe.learn(&object);
            return Ok(object);
        }
        let offset = recipe.offset.load(Ordering::Relaxed);
        // SAFETY: `class` is a plain class of `T` (module documentation), and `py` proves that this thread is attached.
        unsafe {
            let object = ffi::PyObject_GC_New::<ffi::PyObject>(class);
            if object.is_null() {
                return Err(PyErr::fetch(py));
            }
            object.byte_add(offset).cast::<T>().write(self.0);
            Ok(Bound::from_owned_ptr(py, object).cast_into_unchecked())
        }
    }
}

impl<'py, T: Handle> IntoPyObject<'py> for New<T> {
    type Target = T;
    type Output = Bound<'py, T>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.object(py)
    }
}

#[cfg(feature = "stubs")]
impl<T: pyo3_stub_gen::PyStubType> pyo3_stub_gen::PyStubType for New<T> {
    fn type_output() -> pyo3_stub_gen::TypeInfo {
        T::type_output()
    }
}
