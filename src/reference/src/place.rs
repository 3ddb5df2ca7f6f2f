//! Places for Python objects that are made when somebody first asks for them. Each takes one word.

use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::exceptions::PyRuntimeError;
use pyo3::{ffi, prelude::*};

use crate::heap::{Handle, Memory, Missing, New};

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

/// A class whose objects consist of a native value, which can be held in the place of the object. Implemented by
/// [`embody!`](crate::embody).
///
/// # Safety
///
/// A value is one word: the address of something that is aligned to two bytes or more. `value` gives the same one each
/// time, and does so of an object that [`embody`](Self::embody) makes of it. Its copies in memory are as good as the
/// value itself, as long as that lives.
pub unsafe trait Embody: Handle {
    /// The native value.
    type Value: Send + Sync;

    /// The value of an object.
    fn value(object: &Py<Self>) -> &Self::Value;

    /// A new object of a value.
    fn embody(value: Self::Value) -> New<Self>;

    /// A second value for the same.
    fn share(value: &Self::Value, py: Python<'_>) -> Self::Value;

    /// Drops a value. Python objects in it are released at once, which a plain drop would put off.
    fn let_go(value: Self::Value, py: Python<'_>);
}

/// Lets a native value be held in the place of an object of a class, which consists of it: see [`Held`](crate::Held).
///
/// The functions are those of [`Embody`](crate::Embody). The value has to be one word, as that says.
#[macro_export]
macro_rules! embody {
    (
        $class:ty, $value:ty,
        value: $get:expr, embody: $embody:expr, share: $share:expr, let_go: $let_go:expr $(,)?
    ) => {
        const _: () =
            assert!(size_of::<$value>() == size_of::<usize>() && align_of::<$value>() == align_of::<usize>());

        // SAFETY: the size was just checked; that the word is such an address is the macro's contract.
        #[allow(unsafe_code)]
        unsafe impl $crate::Embody for $class {
            type Value = $value;

            fn value(object: &::pyo3::Py<Self>) -> &$value {
                let get: fn(&::pyo3::Py<Self>) -> &$value = $get;
                get(object)
            }

            fn embody(value: $value) -> $crate::New<Self> {
                let embody: fn($value) -> $crate::New<Self> = $embody;
                embody(value)
            }

            fn share(value: &$value, py: ::pyo3::Python<'_>) -> $value {
                let share: fn(&$value, ::pyo3::Python<'_>) -> $value = $share;
                share(value, py)
            }

            fn let_go(value: $value, py: ::pyo3::Python<'_>) {
                let let_go: fn($value, ::pyo3::Python<'_>) = $let_go;
                let_go(value, py)
            }
        }
    };
}

/// A native value, or the Python object that consists of it once somebody asked for that.
pub struct Held<T: Embody> {
    /// The address of the object, to which this owns a reference, or that which is the value, plus one.
    word: AtomicPtr<ffi::PyObject>,
    kind: PhantomData<(T::Value, Py<T>)>,
}

/// A value that is lent: what `&V` would be if the value could be relied on to stay where it is.
pub struct Lent<'a, V> {
    value: ManuallyDrop<V>,
    owner: PhantomData<&'a V>,
}

impl<V> Deref for Lent<'_, V> {
    type Target = V;

    fn deref(&self) -> &V {
        &self.value
    }
}

impl<T: Embody> Held<T> {
    /// Holds a value.
    #[inline]
    pub fn value(value: T::Value) -> Self {
        let value = ManuallyDrop::new(value);
        // SAFETY: the value is one word, an address.
        let address: *mut ffi::PyObject = unsafe { std::mem::transmute_copy(&value) };
        debug_assert_eq!(address.addr() & 1, 0, "an address of something that is aligned");
        Self { word: AtomicPtr::new(address.wrapping_byte_add(1)), kind: PhantomData }
    }

    /// Holds an object.
    #[inline]
    pub fn object(object: Py<T>) -> Self {
        Self { word: AtomicPtr::new(object.into_ptr()), kind: PhantomData }
    }

    /// The value in a word, unless that is an object.
    #[inline]
    fn value_in(word: *mut ffi::PyObject) -> Option<ManuallyDrop<T::Value>> {
        (word.addr() & 1 != 0).then(|| {
            let address = word.wrapping_byte_sub(1);
            // SAFETY: the word is what `value` made of a value, which nobody drops before `self` is dropped or an object
            // has taken it in.
            unsafe { std::mem::transmute_copy(&address) }
        })
    }

    /// The object, if it was made.
    #[inline]
    pub fn made(&self) -> Option<&Py<T>> {
        if self.word.load(Ordering::Acquire).addr() & 1 != 0 {
            return None;
        }
        // SAFETY: `Py` is a pointer that is not null, and once it is here the word does not change any more.
        Some(unsafe { &*ptr::from_ref(&self.word).cast::<Py<T>>() })
    }

    /// The value. It stays the same when the object is made.
    #[inline]
    pub fn get(&self) -> Lent<'_, T::Value> {
        let value = Self::value_in(self.word.load(Ordering::Acquire)).unwrap_or_else(|| {
            // SAFETY: the word is an object. It, and so its value, lives as long as `self` does.
            unsafe {
                let object = &*ptr::from_ref(&self.word).cast::<Py<T>>();
                ptr::from_ref(T::value(object)).cast::<ManuallyDrop<T::Value>>().read()
            }
        });
        Lent { value, owner: PhantomData }
    }

    /// The object, which is made if there is none.
    ///
    /// # Errors
    ///
    /// `MemoryError`.
    #[inline]
    pub fn get_or_make(&self, py: Python<'_>) -> PyResult<&Py<T>> {
        match self.made() {
            Some(object) => Ok(object),
            None => self.make(py),
        }
    }

    fn make(&self, py: Python<'_>) -> PyResult<&Py<T>> {
        let memory = match Memory::<T>::take(py) {
            Ok(memory) => Some(memory),
            Err(Missing::Class) => None,
            Err(Missing::Memory) => return Err(PyErr::fetch(py)),
        };
        let word = self.word.load(Ordering::Acquire);
        match (memory, Self::value_in(word)) {
            // With a GIL, which classes with own memory have, nobody changes the word before it is stored: no Python code
            // is run. So the value can move.
            (Some(memory), Some(value)) => {
                let object = memory.fill(py, T::embody(ManuallyDrop::into_inner(value)).0);
                self.word.store(object.into_ptr(), Ordering::Release);
            }
            (None, Some(value)) => {
                let object = T::embody(T::share(&value, py)).object(py)?.into_ptr();
                match self.word.compare_exchange(word, object, Ordering::AcqRel, Ordering::Acquire) {
                    // What was lent of it stays good: the object has a value for the same.
                    Ok(_) => T::let_go(ManuallyDrop::into_inner(value), py),
                    // SAFETY: the reference is owned.
                    Err(_) => drop(unsafe { Bound::from_owned_ptr(py, object) }),
                }
            }
            (_, None) => {}
        }
        self.made().ok_or_else(|| PyRuntimeError::new_err("an object was made, and is not there"))
    }

    /// Lets go of the value or the object.
    #[inline]
    pub fn release(self, py: Python<'_>) {
        let word = self.word.load(Ordering::Acquire);
        std::mem::forget(self);
        match Self::value_in(word) {
            Some(value) => T::let_go(ManuallyDrop::into_inner(value), py),
            // SAFETY: the word is an object, and the reference was that of `self`, which is gone.
            None => drop(unsafe { Bound::from_owned_ptr(py, word) }),
        }
    }
}

impl<T: Embody> Drop for Held<T> {
    fn drop(&mut self) {
        let word = *self.word.get_mut();
        match Self::value_in(word) {
            Some(value) => drop(ManuallyDrop::into_inner(value)),
            // SAFETY: the word is an object, and nobody sees `self` after this. `Py` is a pointer that is not null.
            None => drop(unsafe { ptr::from_ref(&word).cast::<Py<T>>().read() }),
        }
    }
}
