//! Birth and death of handle objects, without PyO3's general way.
//!
//! Making and freeing handles is what most calls consist of. PyO3 makes an object through the `tp_new` of its base class,
//! the interpreter tracks it for garbage collection, and it is freed under a guard that catches panics: some 60 ns. For
//! objects that hold a Rust value and nothing else, allocating the memory and writing the value into it does as well,
//! and so does dropping the value and freeing the memory: some 25 ns.
//!
//! # Invariants
//!
//! [`prepare`] is called for each class when the module is made, before there is any object of it, and changes the class
//! only if it is plain: the Rust value alone behind the object's head, no `__dict__`, no weak references. Then
//!
//! * every object of the class is made by [`New::object`]: PyO3 makes objects of it in no other place, and neither the
//!   class nor a subclass can be called from Python, because `__new__` raises;
//! * the value starts [`offset`] bytes after the object, and nothing else of the object needs initialisation;
//! * [`dealloc`] frees what [`New::object`] allocated, by the same kind of allocator;
//! * the class lives as long as the process, because PyO3 keeps it in a static.
//!
//! Classes whose objects can be part of a cycle keep the flag for garbage collection; their objects are not tracked at
//! first (which is allowed at all times) but can be later.
//!
//! Without a GIL, classes stay as PyO3 made them: there its general way is needed for what it synchronises.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::pyclass::boolean_struct::True;
use pyo3::{PyClass, PyClassInitializer, ffi, prelude::*};

/// A class whose objects are handles.
pub(crate) trait Handle: PyClass<Frozen = True> + Sync + Into<PyClassInitializer<Self>> {
    /// Whether objects can be part of a cycle.
    const COLLECTED: bool;

    /// The class once it is prepared; null where it is not plain. A static, since classes are process-wide.
    fn class() -> &'static AtomicPtr<ffi::PyTypeObject>;

    /// Called for a value that is about to become an object; tells whether the collector has to see the object.
    fn is_born(&self, _: Python<'_>) -> bool {
        false
    }

    /// Drops the value. Python objects in it are released at once, which a plain drop would put off.
    fn release(self, py: Python<'_>);
}

/// Makes a class one of handles.
macro_rules! handle {
    ($class:ty, collected: $collected:literal, release: $release:expr $(, $($born:tt)*)?) => {
        impl $crate::heap::Handle for $class {
            const COLLECTED: bool = $collected;
            $($($born)*)?

            fn class() -> &'static ::std::sync::atomic::AtomicPtr<::pyo3::ffi::PyTypeObject> {
                static CLASS: ::std::sync::atomic::AtomicPtr<::pyo3::ffi::PyTypeObject> =
                    ::std::sync::atomic::AtomicPtr::new(::std::ptr::null_mut());
                &CLASS
            }

            fn release(self, py: ::pyo3::Python<'_>) {
                let release: fn(Self, ::pyo3::Python<'_>) = $release;
                release(self, py);
            }
        }
    };
}
pub(crate) use handle;

/// Where an object's value starts.
const fn offset<T>() -> usize {
    size_of::<ffi::PyObject>().next_multiple_of(align_of::<T>())
}

/// Prepares a class, if it is plain.
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) fn prepare<T: Handle>(py: Python<'_>) {
    let class = T::type_object_raw(py);
    // SAFETY: a live class of which no object exists yet, and this thread is attached.
    unsafe {
        let flags = (*class).tp_flags;
        let plain = usize::try_from((*class).tp_basicsize) == Ok(offset::<T>() + size_of::<T>())
            && (*class).tp_itemsize == 0
            && (*class).tp_dictoffset == 0
            && (*class).tp_weaklistoffset == 0
            && flags & (ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_MANAGED_DICT) == ffi::Py_TPFLAGS_HAVE_GC;
        if !plain || !T::class().load(Ordering::Acquire).is_null() {
            return;
        }
        (*class).tp_dealloc = Some(dealloc::<T>);
        if !T::COLLECTED {
            (*class).tp_flags = flags & !ffi::Py_TPFLAGS_HAVE_GC;
        }
    }
    T::class().store(class, Ordering::Release);
}

/// Leaves a class as it is.
#[cfg(Py_GIL_DISABLED)]
pub(crate) fn prepare<T: Handle>(_: Python<'_>) {}

/// Frees an object of a prepared class.
///
/// # Safety
///
/// The interpreter calls it once for an object that nothing refers to any more.
#[cfg(not(Py_GIL_DISABLED))]
unsafe extern "C" fn dealloc<T: Handle>(object: *mut ffi::PyObject) {
    // SAFETY: the object was made by `New::object` and is not used after this; the interpreter calls this attached.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if T::COLLECTED {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        let value = object.byte_add(offset::<T>()).cast::<T>().read();
        value.release(Python::assume_attached());
        if T::COLLECTED {
            ffi::PyObject_GC_Del(object.cast());
        } else {
            ffi::PyObject_Free(object.cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

/// Lets the garbage collector see an object of a collected class from now on.
pub(crate) fn track<T: Handle>(object: &Bound<'_, T>) {
    // SAFETY: objects of collected classes have the collector's head, and are complete when Python can pass them.
    unsafe {
        if T::COLLECTED && ffi::PyObject_GC_IsTracked(object.as_ptr()) == 0 {
            ffi::PyObject_GC_Track(object.as_ptr().cast());
        }
    }
}

/// The object in a place that is filled when it is first asked for.
///
/// Making the object may run any Python code, so it is made before the place is locked; where two threads make one, the
/// first one counts.
pub(crate) fn cached<T>(place: &OnceLock<Py<T>>, make: impl FnOnce() -> PyResult<Py<T>>) -> PyResult<&Py<T>> {
    if let Some(object) = place.get() {
        return Ok(object);
    }
    let made = make()?;
    Ok(place.get_or_init(|| made))
}

/// How many references there are to an object. May be called while the collector works.
pub(crate) fn references<T>(object: &Py<T>) -> usize {
    // SAFETY: the object lives, since there is a reference to it.
    usize::try_from(unsafe { ffi::Py_REFCNT(object.as_ptr()) }).unwrap_or(usize::MAX)
}

/// A handle that is about to become a Python object.
pub(crate) struct New<T>(pub(crate) T);

impl<T: Handle> New<T> {
    /// Makes the object.
    pub(crate) fn object(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        let visible = self.0.is_born(py);
        let class = T::class().load(Ordering::Acquire);
        if class.is_null() {
            return Bound::new(py, self.0);
        }
        // SAFETY: `class` is a prepared class of `T`, and `py` proves that this thread is attached.
        unsafe {
            let object: *mut ffi::PyObject =
                if T::COLLECTED { ffi::PyObject_GC_New(class) } else { ffi::PyObject_New(class) };
            if object.is_null() {
                return Err(PyErr::fetch(py));
            }
            object.byte_add(offset::<T>()).cast::<T>().write(self.0);
            let object = Bound::from_owned_ptr(py, object).cast_into_unchecked::<T>();
            debug_assert_eq!(
                std::ptr::from_ref(object.get()).addr(),
                object.as_ptr().addr() + offset::<T>(),
                "PyO3 expects the value where it was written"
            );
            if visible {
                track(&object);
            }
            Ok(object)
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
