//! Methods that Python calls directly.
//!
//! PyO3 calls every method under a guard that counts, for the thread, that it is attached, and then releases what was
//! dropped elsewhere: some 6 ns, where a call that returns a number costs 15. A method that drops no Python object does
//! without. It is put in the place of the one that PyO3 made, once for each class, when the class is added to its module.
//!
//! A method may take keywords of fixed names, see [`named`](crate::named), or any. A call of another form than the usual
//! one, which may be a mistake, goes to the method that PyO3 made: that says what is wrong.
//!
//! Without a GIL, classes stay as PyO3 made them.

use std::ffi::{CStr, CString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::exceptions::PyRuntimeError;
use pyo3::panic::PanicException;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCFunction, PyDict, PyTuple, PyType, PyTypeMethods};
use pyo3::{BoundObject, PyClass, ffi, prelude::*};

use crate::named::{DirectNamed, named};

/// A class whose methods were written with `#[python_methods]`, which implements it.
pub trait Class: PyClass {
    /// The methods and static methods that are called directly.
    const DIRECT: &'static [Direct];
}

/// A method without arguments.
pub trait DirectMethod {
    /// The class that has it.
    type Class: PyClass;

    /// Calls it.
    ///
    /// # Errors
    ///
    /// What the method raises.
    fn call<'py>(slf: &Bound<'py, Self::Class>) -> PyResult<Bound<'py, PyAny>>;
}

/// A static method without arguments.
pub trait DirectFunction {
    /// Calls it.
    ///
    /// # Errors
    ///
    /// What the function raises.
    fn call(py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;
}

/// A static method that takes any keywords.
pub trait DirectFactory {
    /// The function as PyO3 made it.
    fn original() -> &'static Original;

    /// Calls it.
    ///
    /// # Errors
    ///
    /// What the function raises.
    fn call<'py>(py: Python<'py>, keywords: Option<Keywords<'_, 'py>>) -> PyResult<Bound<'py, PyAny>>;
}

/// What PyO3 made, for calls of another form than the usual one.
pub struct Original(PyOnceLock<Py<PyAny>>);

impl Original {
    /// What is not known before the class is added to its module.
    #[must_use]
    pub const fn unknown() -> Self {
        Self(PyOnceLock::new())
    }

    /// Calls the method with an object, where it belongs to one, and arguments as the interpreter passes them.
    ///
    /// # Safety
    ///
    /// `arguments` are as many as `count` says and `names` names.
    #[cold]
    pub(crate) unsafe fn call(
        &self,
        py: Python<'_>,
        slf: Option<*mut ffi::PyObject>,
        arguments: *const *mut ffi::PyObject,
        count: ffi::Py_ssize_t,
        names: *mut ffi::PyObject,
    ) -> *mut ffi::PyObject {
        let Some(method) = self.0.get(py) else {
            PyRuntimeError::new_err("the method belongs to no class").restore(py);
            return ptr::null_mut();
        };
        // SAFETY: the caller vouches for the arguments; names are a tuple or null.
        unsafe {
            let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) };
            let count = usize::try_from(count).unwrap_or(0);
            let all = count + usize::try_from(named).unwrap_or(0);
            let given = if all == 0 { &[] } else { std::slice::from_raw_parts(arguments, all) };
            let stack: Vec<_> = slf.into_iter().chain(given.iter().copied()).collect();
            let positional = count + usize::from(slf.is_some());
            ffi::PyObject_Vectorcall(method.as_ptr(), stack.as_ptr(), positional, names)
        }
    }
}

/// Keywords of a call, in the order in which they were given.
pub struct Keywords<'a, 'py>(Given<'a, 'py>);

enum Given<'a, 'py> {
    Dict(Borrowed<'a, 'py, PyDict>),
    Call(CallKeywords<'a, 'py>),
}

impl<'a, 'py> FromPyObject<'a, 'py> for Keywords<'a, 'py> {
    type Error = PyErr;

    fn extract(keywords: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Given::Dict(keywords.cast()?)))
    }
}

impl<'py> Keywords<'_, 'py> {
    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Given::Dict(dict) => dict.len(),
            Given::Call(call) => call.values.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `take` with each name and value.
    ///
    /// # Errors
    ///
    /// Those of `take`.
    pub fn try_for_each(
        &self,
        mut take: impl FnMut(&Bound<'py, PyAny>, &Bound<'py, PyAny>) -> PyResult<()>,
    ) -> PyResult<()> {
        match &self.0 {
            Given::Dict(dict) => dict.iter().try_for_each(|(name, value)| take(&name, &value)),
            Given::Call(call) => call.iter().try_for_each(|(name, value)| take(&name, &value)),
        }
    }

    /// The keywords as the interpreter passes them, if they are not in a dict.
    #[inline]
    pub fn in_call(&self) -> Option<&CallKeywords<'_, 'py>> {
        match &self.0 {
            Given::Dict(_) => None,
            Given::Call(call) => Some(call),
        }
    }
}

/// Keywords as the interpreter passes them: a tuple of names, and as many values.
pub struct CallKeywords<'a, 'py> {
    names: Borrowed<'a, 'py, PyTuple>,
    values: &'a [*mut ffi::PyObject],
}

impl<'py> CallKeywords<'_, 'py> {
    /// Names and values, in the order in which they were given.
    #[inline]
    pub fn iter(
        &self,
    ) -> impl ExactSizeIterator<Item = (Borrowed<'_, 'py, PyAny>, Borrowed<'_, 'py, PyAny>)> {
        self.names.iter_borrowed().zip(self.values).map(|(name, value)| {
            // SAFETY: the caller of the function holds a reference to each value while the call lasts.
            (name, unsafe { Borrowed::from_ptr(self.names.py(), *value) })
        })
    }
}

#[cfg(feature = "stubs")]
impl pyo3_stub_gen::PyStubType for Keywords<'_, '_> {
    fn type_output() -> pyo3_stub_gen::TypeInfo {
        pyo3_stub_gen::TypeInfo::any()
    }
}

/// An entry of [`Class::DIRECT`].
pub struct Direct {
    name: &'static CStr,
    call: Call,
    is_static: bool,
    original: Option<fn() -> &'static Original>,
}

enum Call {
    Plain(ffi::PyCFunction),
    Fast(ffi::PyCFunctionFastWithKeywords),
}

impl Direct {
    /// A method of its class.
    #[must_use]
    pub const fn method<M: DirectMethod>(name: &'static CStr) -> Self {
        Self { name, call: Call::Plain(method::<M>), is_static: false, original: None }
    }

    /// A static method of its class.
    #[must_use]
    pub const fn function<F: DirectFunction>(name: &'static CStr) -> Self {
        Self { name, call: Call::Plain(function::<F>), is_static: true, original: None }
    }

    /// A method of its class with keywords of fixed names.
    #[must_use]
    pub const fn named_method<M: DirectNamed<COUNT, Receiver: PyClass>, const COUNT: usize>(
        name: &'static CStr,
    ) -> Self {
        let call = Call::Fast(named::<M, COUNT, false>);
        Self { name, call, is_static: false, original: Some(M::original) }
    }

    /// A static method of its class with keywords of fixed names.
    #[must_use]
    pub const fn named_function<M: DirectNamed<COUNT, Receiver = PyAny>, const COUNT: usize>(
        name: &'static CStr,
    ) -> Self {
        let call = Call::Fast(named::<M, COUNT, true>);
        Self { name, call, is_static: true, original: Some(M::original) }
    }

    /// A static method of its class that takes any keywords.
    #[must_use]
    pub const fn factory<F: DirectFactory>(name: &'static CStr) -> Self {
        Self { name, call: Call::Fast(factory::<F>), is_static: true, original: Some(F::original) }
    }
}

/// Makes a Python object of a result.
///
/// # Errors
///
/// Those of the conversion.
#[inline(always)]
#[expect(clippy::inline_always, reason = "as for `New::object`")]
pub fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<Bound<'py, PyAny>> {
    value.into_pyobject(py).map(|object| object.into_any().into_bound()).map_err(Into::into)
}

/// Puts the direct methods of a class in the place of those that PyO3 made. Without a GIL it leaves the class as it is.
///
/// # Errors
///
/// Those of making the methods, such as `MemoryError`.
pub(crate) fn put_in_place<T: Class>(py: Python<'_>) -> PyResult<()> {
    if cfg!(Py_GIL_DISABLED) {
        return Ok(());
    }
    let class = py.get_type::<T>();
    for Direct { name, call, is_static, original } in T::DIRECT {
        let ascii = name.to_string_lossy();
        let made = class.getattr(&*ascii)?;
        // As in all classes written in C, the signature stands before the text.
        let signature: String = made.getattr("__text_signature__")?.extract()?;
        let text: String = made.getattr("__doc__")?.extract()?;
        let doc = CString::new(format!("{ascii}{signature}\n--\n\n{text}"))?;
        let (pointer, flags) = match *call {
            Call::Plain(call) => (ffi::PyMethodDefPointer { PyCFunction: call }, ffi::METH_NOARGS),
            Call::Fast(call) => (
                ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: call },
                ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
            ),
        };
        // Without the flag a function would pass for a class method: its `__self__` would be the class.
        let flags = if *is_static { flags | ffi::METH_STATIC } else { flags };
        if let Some(original) = original {
            // A class is added to one module only, so this is the first time.
            let _ = original().0.set(py, made.unbind());
        }
        // Lives as long as the class, which PyO3 keeps in a static.
        let definition = Box::leak(Box::new(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: pointer,
            ml_flags: flags,
            ml_doc: CString::into_raw(doc),
        }));
        let class = class.as_type_ptr();
        // SAFETY: the class is alive, the definition and its texts are never freed, and a function of this kind is what
        // its flags announce. The class's dict is changed where no cache can hold the old method: those that could are
        // told afterwards.
        unsafe {
            let method = if *is_static {
                ffi::PyCFunction_NewEx(definition, class.cast(), ptr::null_mut())
            } else {
                ffi::PyDescr_NewMethod(class, definition)
            };
            let method = Bound::from_owned_ptr_or_err(py, method)?;
            if ffi::PyDict_SetItemString((*class).tp_dict, name.as_ptr(), method.as_ptr()) != 0 {
                return Err(PyErr::fetch(py));
            }
            ffi::PyType_Modified(class);
        }
    }
    unwrap_functions(&class)
}

/// Puts the functions of a class, which stand there in static methods, in the place of those.
///
/// A function of a compiled module is the same in a class and as an attribute of it: nothing is bound. The interpreter
/// need not ask a static method for it then, and knows from the second time on what it will find, which makes a call of
/// it some 10 ns faster.
fn unwrap_functions(class: &Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    // SAFETY: the class is alive, and its dict is changed as above.
    unsafe {
        let dict = (*class.as_type_ptr()).tp_dict;
        for (name, attribute) in Borrowed::from_ptr(py, dict).cast::<PyDict>()?.copy()? {
            if ptr::eq(ffi::Py_TYPE(attribute.as_ptr()), &raw const ffi::PyStaticMethod_Type) {
                let function = attribute.getattr("__func__")?;
                if function.is_instance_of::<PyCFunction>()
                    && ffi::PyDict_SetItem(dict, name.as_ptr(), function.as_ptr()) != 0
                {
                    return Err(PyErr::fetch(py));
                }
            }
        }
        ffi::PyType_Modified(class.as_type_ptr());
    }
    Ok(())
}

/// What Python calls for a method.
///
/// # Safety
///
/// The interpreter calls it attached, with an object of the class or of one derived from it: it checks that for method
/// descriptors.
unsafe extern "C" fn method<M: DirectMethod>(
    slf: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: as above.
    unsafe {
        let py = Python::assume_attached();
        finish(py, || M::call(&Borrowed::from_ptr(py, slf).cast_unchecked::<M::Class>()))
    }
}

/// What Python calls for a static method.
///
/// # Safety
///
/// The interpreter calls it attached.
unsafe extern "C" fn function<F: DirectFunction>(
    _: *mut ffi::PyObject,
    _: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: as above.
    let py = unsafe { Python::assume_attached() };
    finish(py, || F::call(py))
}

/// What Python calls for a static method that takes keywords.
///
/// # Safety
///
/// The interpreter calls it attached, with arguments as many as `count` says and `names` names.
unsafe extern "C" fn factory<F: DirectFactory>(
    _: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: as above; names are a tuple or null.
    unsafe {
        let py = Python::assume_attached();
        if count != 0 {
            return F::original().call(py, None, arguments, count, names);
        }
        let keywords = (!names.is_null()).then(|| {
            let names = Borrowed::from_ptr(py, names).cast_unchecked::<PyTuple>();
            let values = std::slice::from_raw_parts(arguments, names.len());
            Keywords(Given::Call(CallKeywords { names, values }))
        });
        finish(py, || F::call(py, keywords))
    }
}

/// Hands an outcome to the interpreter; a panic becomes the exception that PyO3 raises for it.
#[inline]
pub(crate) fn finish<'py>(
    py: Python<'py>,
    call: impl FnOnce() -> PyResult<Bound<'py, PyAny>>,
) -> *mut ffi::PyObject {
    // An error is many words, which are not to be handed through.
    let restore = |error: PyErr| {
        error.restore(py);
        ptr::null_mut()
    };
    let called = catch_unwind(AssertUnwindSafe(|| call().map_or_else(restore, Bound::into_ptr)));
    called.unwrap_or_else(|_| restore(PanicException::new_err("a method of the native layer panicked")))
}
