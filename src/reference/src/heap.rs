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
//! first (which is allowed at all times) but can be later. The collector starts when enough new objects were counted that
//! it might have to free. Handles are not counted, unless their class says so: every cycle has something else in it, and
//! a program that makes a million handles would have the collector run hundreds of times for nothing. So their memory,
//! with the two words in front that the collector uses, comes from Python's allocator and not by way of the collector.
//!
//! Without a GIL, classes stay as PyO3 made them: there its general way is needed for what it synchronises.

use std::marker::PhantomData;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

use pyo3::pyclass::boolean_struct::True;
use pyo3::types::PyList;
use pyo3::{PyClass, PyClassInitializer, ffi, prelude::*};

/// Size of what the collector keeps in front of an object; zeros for one that it does not see.
const COLLECTOR_HEAD: usize = size_of::<[*mut ffi::PyObject; 2]>();

/// A class whose objects are handles. Implemented by [`handle!`](crate::handle).
///
/// # Safety
///
/// Each class has a pool of its own, and its objects are made by [`New`] in all places.
pub unsafe trait Handle: PyClass<Frozen = True> + Sync + Into<PyClassInitializer<Self>> {
    /// Whether objects can be part of a cycle.
    const COLLECTED: bool;

    /// Whether the collector counts objects of the class. Every cycle has an object in it that is counted, so this is
    /// for classes that can make a cycle with no other objects than handles.
    const COUNTED: bool = false;

    /// Whether objects are equal, and hashed, by their [`identity`](Self::identity).
    const IDENTIFIED: bool = false;

    /// What is kept about the class. A static, since classes are process-wide.
    fn pool() -> &'static Pool;

    /// Called for the value of a new object, which nobody else knows yet; tells whether the collector has to see the
    /// object.
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
    /// Whether the collector counts objects of the class, which is collected.
    counts: AtomicBool,
}

impl Pool {
    /// How many dead objects are kept: some tens of kilobytes in all.
    const MOST: usize = 128;

    /// The pool of a class that is not prepared.
    #[must_use]
    pub const fn unprepared() -> Self {
        Self {
            class: AtomicPtr::new(ptr::null_mut()),
            free: AtomicPtr::new(ptr::null_mut()),
            count: AtomicUsize::new(0),
            late: AtomicBool::new(false),
            counts: AtomicBool::new(false),
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

/// Size of what stands in front of an object of a class that is not counted.
const fn head<T: Handle>() -> usize {
    if T::COLLECTED { COLLECTOR_HEAD } else { 0 }
}

/// Where an object's value starts.
const fn offset<T>() -> usize {
    size_of::<ffi::PyObject>().next_multiple_of(align_of::<T>())
}

/// Prepares a class, if it is plain. Without a GIL it leaves the class as it is.
pub fn prepare<T: Handle>(py: Python<'_>) {
    if cfg!(Py_GIL_DISABLED) {
        return;
    }
    let class = T::type_object_raw(py);
    // SAFETY: a live class of which no object exists yet, and this thread is attached.
    unsafe {
        let flags = ffi::PyType_GetFlags(class);
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
        #[cfg(not(Py_GIL_DISABLED))]
        if !T::COLLECTED {
            (*class).tp_flags = flags & !ffi::Py_TPFLAGS_HAVE_GC;
        }
    }
    T::pool().counts.store(T::COLLECTED && (T::COUNTED || !knows_collector(py)), Ordering::Relaxed);
    T::pool().class.store(class, Ordering::Release);
}

/// Whether what the collector keeps in front of objects is known for this version of Python, and is what it says it is.
fn knows_collector(py: Python<'_>) -> bool {
    let size = || {
        let list = PyList::empty(py);
        let all: usize = py.import("sys")?.getattr("getsizeof")?.call1((&list,))?.extract()?;
        let own: usize = list.get_type().getattr("__basicsize__")?.extract()?;
        Ok::<_, PyErr>(all.checked_sub(own))
    };
    py.version_info() < (3, 15) && size().is_ok_and(|size| size == Some(COLLECTOR_HEAD))
}

/// Frees an object of a prepared class.
///
/// # Safety
///
/// The interpreter calls it once for an object that nothing refers to any more.
unsafe extern "C" fn dealloc<T: Handle>(object: *mut ffi::PyObject) {
    // SAFETY: the object was made by `New::object` and is not used after this; the interpreter calls this attached.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if T::COLLECTED {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        let counts = T::pool().counts.load(Ordering::Relaxed);
        let value = object.byte_add(offset::<T>()).cast::<T>().read();
        value.release(Python::assume_attached());
        // Only the class's own objects: those of a class derived from it would have another size.
        if class == T::pool().class.load(Ordering::Relaxed) && T::pool().keep::<T>(object) {
            // Nothing more: the memory waits for the next object.
        } else if T::COLLECTED && counts {
            ffi::PyObject_GC_Del(object.cast());
        } else {
            ffi::PyObject_Free(object.byte_sub(head::<T>()).cast());
        }
        ffi::Py_DECREF(class.cast());
    }
}

/// Hash of an object, as `__hash__` of its class gives it.
///
/// # Safety
///
/// The interpreter calls it for objects of a prepared class or of classes derived from it.
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
unsafe extern "C" fn compare<T: Handle>(
    object: *mut ffi::PyObject,
    other: *mut ffi::PyObject,
    operation: std::ffi::c_int,
) -> *mut ffi::PyObject {
    // SAFETY: both objects live, and one that is of the class holds a value of `T`.
    unsafe {
        let class = T::pool().class.load(Ordering::Relaxed);
        let is_known = ffi::PyObject_TypeCheck(other, class) != 0;
        let value = |object: *mut ffi::PyObject| (*object.byte_add(offset::<T>()).cast::<T>()).identity();
        let result = match operation {
            // The other object may know what it is equal to.
            ffi::Py_EQ | ffi::Py_NE if !is_known => ffi::Py_NotImplemented(),
            ffi::Py_EQ if value(object) == value(other) => ffi::Py_True(),
            ffi::Py_EQ => ffi::Py_False(),
            ffi::Py_NE if value(object) == value(other) => ffi::Py_False(),
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
    ///
    /// Inlined where the value is made, which then goes from registers to its place. Handed over in memory it would be read
    /// in larger pieces right after it was written, which the processor waits for. So nothing here may need its address.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "left to itself the compiler hands the value over in memory")]
    pub fn object(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        match Memory::take(py) {
            Ok(memory) => Ok(memory.fill(py, self.0)),
            Err(missing) => self.without_memory(py, missing),
        }
    }

    #[cold]
    fn without_memory(self, py: Python<'_>, missing: Missing) -> PyResult<Bound<'_, T>> {
        match missing {
            Missing::Memory => Err(PyErr::fetch(py)),
            Missing::Class => {
                // The collector sees all objects that PyO3 makes.
                let _ = self.0.is_born(py);
                Bound::new(py, self.0)
            }
        }
    }
}

/// Why there is no memory for an object.
#[derive(Clone, Copy)]
pub(crate) enum Missing {
    /// The class is not prepared; its objects are made by PyO3.
    Class,
    /// There is none left, which is the current exception.
    Memory,
}

/// Memory for an object of a prepared class: a head whose class and count are set, and nothing behind it yet.
///
/// Forgotten, not freed, if it is dropped: whoever takes memory fills it at once.
pub(crate) struct Memory<T> {
    object: ptr::NonNull<ffi::PyObject>,
    class: PhantomData<T>,
}

impl<T: Handle> Memory<T> {
    /// Memory for an object.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as for `New::object`")]
    pub(crate) fn take(_: Python<'_>) -> Result<Self, Missing> {
        let pool = T::pool();
        let class = pool.class.load(Ordering::Acquire);
        if class.is_null() {
            pool.late.store(true, Ordering::Release);
            return Err(Missing::Class);
        }
        // SAFETY: `class` is a prepared class of `T`, and the token proves that this thread is attached.
        let object = unsafe {
            match pool.take::<T>() {
                Some(object) => ffi::PyObject_Init(object, class),
                None => Self::fresh(class),
            }
        };
        match ptr::NonNull::new(object) {
            Some(object) => Ok(Self { object, class: PhantomData }),
            None => Err(Missing::Memory),
        }
    }

    /// Memory that was not that of another object before; null if there is none, which is then the current exception.
    ///
    /// # Safety
    ///
    /// `class` is the prepared class of `T`, and this thread is attached.
    #[inline(never)]
    unsafe fn fresh(class: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
        // SAFETY: what is allocated has room for the collector's head, if the class is collected, and an object. The head
        // has to be zero.
        unsafe {
            if T::COLLECTED && T::pool().counts.load(Ordering::Relaxed) {
                return ffi::PyObject_GC_New(class);
            }
            let all = ffi::PyObject_Malloc(head::<T>() + offset::<T>() + size_of::<T>());
            if all.is_null() {
                return ffi::PyErr_NoMemory();
            }
            if T::COLLECTED {
                all.cast::<[*mut ffi::PyObject; 2]>().write([ptr::null_mut(); 2]);
            }
            ffi::PyObject_Init(all.byte_add(head::<T>()).cast(), class)
        }
    }

    /// The object, with its value.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as for `New::object`")]
    pub(crate) fn fill(self, py: Python<'_>, value: T) -> Bound<'_, T> {
        let object = self.object.as_ptr();
        // SAFETY: the memory is that of an object of the class, where the value's place is not filled yet.
        let object = unsafe {
            object.byte_add(offset::<T>()).cast::<T>().write(value);
            Bound::from_owned_ptr(py, object).cast_into_unchecked::<T>()
        };
        debug_assert_eq!(
            ptr::from_ref(object.get()).addr(),
            object.as_ptr().addr() + offset::<T>(),
            "PyO3 expects the value where it was written"
        );
        if T::COLLECTED && object.get().is_born(py) {
            // SAFETY: the object has the collector's head and is complete, and nobody had it tracked yet.
            unsafe { ffi::PyObject_GC_Track(object.as_ptr().cast()) };
        }
        object
    }
}

/// Makes a list of objects.
///
/// # Errors
///
/// `MemoryError`.
///
/// # Panics
///
/// If the iterator does not have as many values as it says.
pub fn list<T: Handle>(
    py: Python<'_>,
    values: impl IntoIterator<Item = New<T>, IntoIter: ExactSizeIterator>,
) -> PyResult<Bound<'_, PyList>> {
    let values = values.into_iter();
    let len = ffi::Py_ssize_t::try_from(values.len()).unwrap_or(ffi::Py_ssize_t::MAX);
    // SAFETY: a list of that length has so many places, which are empty at first, and can be dropped as long as some are.
    // It is handed out only if each was filled.
    unsafe {
        let list = Bound::from_owned_ptr_or_err(py, ffi::PyList_New(len))?;
        let mut filled = 0;
        for (at, value) in (0..len).zip(values) {
            ffi::PyList_SET_ITEM(list.as_ptr(), at, value.object(py)?.into_ptr());
            filled += 1;
        }
        assert_eq!(filled, len, "an iterator knows how many items it has");
        Ok(list.cast_into_unchecked())
    }
}

impl<'py, T: Handle> IntoPyObject<'py> for New<T> {
    type Target = T;
    type Output = Bound<'py, T>;
    type Error = PyErr;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "as for `New::object`")]
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
