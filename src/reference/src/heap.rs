//! Birth and death of handle objects, without PyO3's general way.
//!
//! Making and freeing handles is what most calls consist of. PyO3 makes an object through the `tp_new` of its base class,
//! the interpreter tracks it for garbage collection, and it is freed under a guard that catches panics: some 60 ns. For
//! objects that hold a Rust value and nothing else, allocating the memory and writing the value into it does as well,
//! and so does dropping the value and freeing the memory: some 25 ns.
//!
//! # Invariants
//!
//! [`prepare`] is called for each class when the module is made. It changes the class only if no object of it was made
//! before, and if it is plain: the Rust value alone behind the object's head, no `__dict__`, no weak references. Then
//!
//! * every object of the class is made by [`New::object`]: that is the contract of [`Handle`], and neither the class nor
//!   a subclass can be called from Python, because `__new__` raises;
//! * the value starts [`offset`] bytes after the object, and nothing else of the object needs initialisation;
//! * [`dealloc`] frees what [`New::object`] allocated, by the same kind of allocator;
//! * the class lives as long as the process, because PyO3 keeps it in a static.
//!
//! Handles come and go one at a time in most programs, so the memory of the last ones that died is kept for the next
//! ones; see [`Pool`].
//!
//! Classes whose objects can be part of a cycle keep the flag for garbage collection; their objects are not tracked at
//! first (which is allowed at all times) but can be later.
//!
//! Without a GIL, classes stay as PyO3 made them: there its general way is needed for what it synchronises.

use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

use pyo3::pyclass::boolean_struct::True;
use pyo3::{PyClass, PyClassInitializer, ffi, prelude::*};

/// A class whose objects are handles. Implemented by [`handle!`](crate::handle).
///
/// # Safety
///
/// Each class has a pool of its own, and its objects are made by [`New`] in all places.
pub unsafe trait Handle: PyClass<Frozen = True> + Sync + Into<PyClassInitializer<Self>> {
    /// Whether objects can be part of a cycle.
    const COLLECTED: bool;

    /// Whether objects are equal, and hashed, by their [`identity`](Self::identity).
    const IDENTIFIED: bool = false;

    /// What is kept about the class. A static, since classes are process-wide.
    fn pool() -> &'static Pool;

    /// Called for a value that is about to become an object; tells whether the collector has to see the object.
    fn is_born(&self, _: Python<'_>) -> bool {
        false
    }

    /// By what objects are equal, and hashed, where they are [`IDENTIFIED`](Self::IDENTIFIED).
    fn identity(&self) -> u32 {
        0
    }

    /// Drops the value. Python objects in it are released at once, which a plain drop would put off.
    fn release(self, py: Python<'_>);
}

/// Makes a class one of handles: objects of it are made as [`New`](crate::New), and in no other way.
///
/// `collected` tells whether objects can be part of a cycle; then the class has a `__traverse__`. `release` takes the value
/// apart when an object dies. Further items of [`Handle`](crate::Handle) may follow.
#[macro_export]
macro_rules! handle {
    ($class:ty, collected: $collected:literal, release: $release:expr $(, $($born:tt)*)?) => {
        // SAFETY: the pool is a static of this one implementation; that `New` makes all objects is the macro's contract.
        #[allow(unsafe_code)]
        unsafe impl $crate::Handle for $class {
            const COLLECTED: bool = $collected;
            $($($born)*)?

            fn pool() -> &'static $crate::Pool {
                static POOL: $crate::Pool = $crate::Pool::unprepared();
                &POOL
            }

            fn release(self, py: ::pyo3::Python<'_>) {
                let release: fn(Self, ::pyo3::Python<'_>) = $release;
                release(self, py);
            }
        }
    };
}
/// A class, and the memory of dead objects of it.
///
/// The memory is a list through the places where the values were. It is changed with the GIL held only, so that plain
/// reads and writes do; the atomics are there because statics must be shareable.
pub struct Pool {
    /// Null where the class is not prepared.
    class: AtomicPtr<ffi::PyTypeObject>,
    free: AtomicPtr<ffi::PyObject>,
    count: AtomicUsize,
    /// Whether there are objects that were made before the class was prepared, which then stays as it is.
    late: AtomicBool,
}

impl Pool {
    /// How many dead objects are kept: some tens of kilobytes in all.
    #[cfg(not(Py_GIL_DISABLED))]
    const MOST: usize = 128;

    /// The pool of a class that is not prepared.
    #[must_use]
    pub const fn unprepared() -> Self {
        Self {
            class: AtomicPtr::new(ptr::null_mut()),
            free: AtomicPtr::new(ptr::null_mut()),
            count: AtomicUsize::new(0),
            late: AtomicBool::new(false),
        }
    }

    /// Takes memory for an object of `T` out, if there is any.
    ///
    /// # Safety
    ///
    /// The pool is that of the prepared class of `T`, and the GIL is held.
    unsafe fn take<T>(&self) -> Option<*mut ffi::PyObject> {
        let object = self.free.load(Ordering::Relaxed);
        if object.is_null() {
            return None;
        }
        // SAFETY: the place of the value holds the next list entry, as `keep` left it.
        let next = unsafe { object.byte_add(offset::<T>()).cast::<*mut ffi::PyObject>().read() };
        self.free.store(next, Ordering::Relaxed);
        self.count.store(self.count.load(Ordering::Relaxed) - 1, Ordering::Relaxed);
        Some(object)
    }

    /// Keeps the memory of a dead object of `T`; tells whether it did.
    ///
    /// # Safety
    ///
    /// The pool is that of the prepared class of `T`, `object` was made by [`New::object`], is not tracked, its value was
    /// taken out, and the GIL is held.
    #[cfg(not(Py_GIL_DISABLED))]
    unsafe fn keep<T>(&self, object: *mut ffi::PyObject) -> bool {
        let count = self.count.load(Ordering::Relaxed);
        if count >= Self::MOST || size_of::<T>() < size_of::<*mut ffi::PyObject>() {
            return false;
        }
        let next = self.free.load(Ordering::Relaxed);
        // SAFETY: the place of the value is free and large enough, and objects are aligned for pointers.
        unsafe { object.byte_add(offset::<T>()).cast::<*mut ffi::PyObject>().write(next) };
        self.free.store(object, Ordering::Relaxed);
        self.count.store(count + 1, Ordering::Relaxed);
        true
    }
}

/// Where an object's value starts.
const fn offset<T>() -> usize {
    size_of::<ffi::PyObject>().next_multiple_of(align_of::<T>())
}

/// Prepares a class, if it is plain.
#[cfg(not(Py_GIL_DISABLED))]
pub fn prepare<T: Handle>(py: Python<'_>) {
    let class = T::type_object_raw(py);
    // SAFETY: a live class of which no object exists yet, and this thread is attached.
    unsafe {
        let flags = (*class).tp_flags;
        let plain = usize::try_from((*class).tp_basicsize) == Ok(offset::<T>() + size_of::<T>())
            && (*class).tp_itemsize == 0
            && (*class).tp_dictoffset == 0
            && (*class).tp_weaklistoffset == 0
            && flags & (ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_MANAGED_DICT) == ffi::Py_TPFLAGS_HAVE_GC;
        if !plain
            || T::pool().late.load(Ordering::Acquire)
            || !T::pool().class.load(Ordering::Acquire).is_null()
        {
            return;
        }
        (*class).tp_dealloc = Some(dealloc::<T>);
        if T::IDENTIFIED {
            (*class).tp_hash = Some(hash::<T>);
            (*class).tp_richcompare = Some(compare::<T>);
        }
        if !T::COLLECTED {
            (*class).tp_flags = flags & !ffi::Py_TPFLAGS_HAVE_GC;
        }
    }
    T::pool().class.store(class, Ordering::Release);
}

/// Leaves a class as it is.
#[cfg(Py_GIL_DISABLED)]
pub fn prepare<T: Handle>(_: Python<'_>) {}

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
        // Only the class's own objects: those of a class derived from it would have another size.
        if class == T::pool().class.load(Ordering::Relaxed) && T::pool().keep::<T>(object) {
            // Nothing more: the memory waits for the next object.
        } else if T::COLLECTED {
            ffi::PyObject_GC_Del(object.cast());
        } else {
            ffi::PyObject_Free(object.cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

/// Hash of an object, as `__hash__` of its class gives it.
///
/// # Safety
///
/// The interpreter calls it for objects of a prepared class or of classes derived from it.
#[cfg(not(Py_GIL_DISABLED))]
unsafe extern "C" fn hash<T: Handle>(object: *mut ffi::PyObject) -> ffi::Py_hash_t {
    // SAFETY: an object of the class holds a value of `T`.
    let identity = unsafe { (*object.byte_add(offset::<T>()).cast::<T>()).identity() };
    // Numbers start at 1 and have 32 bits; only where a hash has 32 bits, too, can it be negative.
    ffi::Py_hash_t::try_from(identity).unwrap_or(-2)
}

/// Compares an object with any other, as `__eq__` of its class does.
///
/// # Safety
///
/// The interpreter calls it for objects of a prepared class or of classes derived from it.
#[cfg(not(Py_GIL_DISABLED))]
unsafe extern "C" fn compare<T: Handle>(
    object: *mut ffi::PyObject,
    other: *mut ffi::PyObject,
    operation: std::ffi::c_int,
) -> *mut ffi::PyObject {
    // SAFETY: both objects live, and one that is of the class holds a value of `T`.
    unsafe {
        let class = T::pool().class.load(Ordering::Relaxed);
        let equal = ffi::PyObject_TypeCheck(other, class) != 0 && {
            let value = |object: *mut ffi::PyObject| (*object.byte_add(offset::<T>()).cast::<T>()).identity();
            value(object) == value(other)
        };
        let result = match operation {
            ffi::Py_EQ if equal => ffi::Py_True(),
            ffi::Py_EQ => ffi::Py_False(),
            ffi::Py_NE if equal => ffi::Py_False(),
            ffi::Py_NE => ffi::Py_True(),
            _ => ffi::Py_NotImplemented(),
        };
        ffi::Py_INCREF(result);
        result
    }
}

/// Lets the garbage collector see an object of a collected class from now on.
pub fn track<T: Handle>(object: &Bound<'_, T>) {
    // SAFETY: objects of collected classes have the collector's head, and are complete when Python can pass them.
    unsafe {
        if T::COLLECTED && ffi::PyObject_GC_IsTracked(object.as_ptr()) == 0 {
            ffi::PyObject_GC_Track(object.as_ptr().cast());
        }
    }
}

/// A place for an object that is filled at most once. Takes one word, and reading it one load.
pub struct Place<T> {
    /// Null while the place is empty. Owns a reference to the object.
    object: AtomicPtr<ffi::PyObject>,
    kind: PhantomData<Py<T>>,
}

impl<T> Place<T> {
    /// A place without an object.
    #[must_use]
    pub const fn empty() -> Self {
        Self { object: AtomicPtr::new(ptr::null_mut()), kind: PhantomData }
    }

    /// A place with an object.
    #[must_use]
    pub fn filled(object: Py<T>) -> Self {
        Self { object: AtomicPtr::new(object.into_ptr()), kind: PhantomData }
    }

    /// The object in the place, if there is one.
    pub fn get(&self) -> Option<&Py<T>> {
        if self.object.load(Ordering::Acquire).is_null() {
            return None;
        }
        // SAFETY: `Py` is a pointer that is not null, and a place that is filled does not change any more.
        Some(unsafe { &*ptr::from_ref(&self.object).cast::<Py<T>>() })
    }

    /// Puts an object in, unless there is one.
    pub fn fill(&self, py: Python<'_>, object: Py<T>) {
        let new = object.into_ptr();
        let null = ptr::null_mut();
        if self.object.compare_exchange(null, new, Ordering::AcqRel, Ordering::Acquire).is_err() {
            // SAFETY: `Py` is a pointer that is not null; the reference was taken out of `object` above.
            unsafe { ptr::from_ref(&new).cast::<Py<T>>().read() }.drop_ref(py);
        }
    }

    /// The object in the place, which is made if there is none.
    ///
    /// Making it may run any Python code; where two threads make one, the first one counts.
    ///
    /// # Errors
    ///
    /// Those of `make`.
    pub fn get_or_make(&self, py: Python<'_>, make: impl FnOnce() -> PyResult<Py<T>>) -> PyResult<Py<T>> {
        if let Some(object) = self.get() {
            return Ok(object.clone_ref(py));
        }
        let made = make()?;
        self.fill(py, made.clone_ref(py));
        let Some(object) = self.get() else { return Ok(made) };
        let object = object.clone_ref(py);
        made.drop_ref(py);
        Ok(object)
    }

    /// Releases the object.
    pub fn release(self, py: Python<'_>) {
        if let Some(object) = self.get() {
            // SAFETY: the reference is owned, and `self` does not come to release it again.
            let owned = unsafe { ptr::from_ref(object).read() };
            std::mem::forget(self);
            owned.drop_ref(py);
        }
    }
}

impl<T> Drop for Place<T> {
    fn drop(&mut self) {
        if let Some(object) = self.get() {
            // SAFETY: the reference is owned, and nobody sees the place after this.
            drop(unsafe { ptr::from_ref(object).read() });
        }
    }
}

/// Whether an object can be part of a cycle.
pub fn can_be_in_cycle(object: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a live object.
    unsafe { ffi::PyObject_IS_GC(object.as_ptr()) != 0 }
}

/// How many references there are to an object. May be called while the collector works.
pub fn references<T>(object: &Py<T>) -> usize {
    // SAFETY: the object lives, since there is a reference to it.
    usize::try_from(unsafe { ffi::Py_REFCNT(object.as_ptr()) }).unwrap_or(usize::MAX)
}

/// A handle that is about to become a Python object.
pub struct New<T>(pub T);

impl<T: Handle> New<T> {
    /// Makes the object.
    ///
    /// # Errors
    ///
    /// `MemoryError`.
    pub fn object(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        let visible = self.0.is_born(py);
        let pool = T::pool();
        let class = pool.class.load(Ordering::Acquire);
        if class.is_null() {
            pool.late.store(true, Ordering::Release);
            return Bound::new(py, self.0);
        }
        // SAFETY: `class` is a prepared class of `T`, and `py` proves that this thread is attached.
        unsafe {
            let object: *mut ffi::PyObject = match pool.take::<T>() {
                Some(object) => ffi::PyObject_Init(object, class),
                None if T::COLLECTED => ffi::PyObject_GC_New(class),
                None => ffi::PyObject_New(class),
            };
            if object.is_null() {
                return Err(PyErr::fetch(py));
            }
            object.byte_add(offset::<T>()).cast::<T>().write(self.0);
            let object = Bound::from_owned_ptr(py, object).cast_into_unchecked::<T>();
            debug_assert_eq!(
                ptr::from_ref(object.get()).addr(),
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
