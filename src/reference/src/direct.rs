//! Methods without arguments that Python calls directly.
//!
//! PyO3 calls every method under a guard that counts, for the thread, that it is attached, and then releases what was
//! dropped elsewhere: some 6 ns, where a call that returns a number costs 15. A method that drops no Python object does
//! without. It is put in the place of the one that PyO3 made, once for each class, when the class is added to its module.
//!
//! Without a GIL, classes stay as PyO3 made them.

use std::ffi::{CStr, CString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use pyo3::panic::PanicException;
use pyo3::{BoundObject, PyClass, ffi, prelude::*, types::PyTypeMethods};

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

/// An entry of [`Class::DIRECT`].
pub struct Direct {
    name: &'static CStr,
    call: ffi::PyCFunction,
    is_static: bool,
}

impl Direct {
    /// A method of its class.
    #[must_use]
    pub const fn method<M: DirectMethod>(name: &'static CStr) -> Self {
        Self { name, call: method::<M>, is_static: false }
    }

    /// A static method of its class.
    #[must_use]
    pub const fn function<F: DirectFunction>(name: &'static CStr) -> Self {
        Self { name, call: function::<F>, is_static: true }
    }
}

/// Makes a Python object of a result.
///
/// # Errors
///
/// Those of the conversion.
pub fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> PyResult<Bound<'py, PyAny>> {
    value.into_pyobject(py).map(|object| object.into_any().into_bound()).map_err(Into::into)
}

/// Puts the direct methods of a class in the place of those that PyO3 made.
///
/// # Errors
///
/// Those of making the methods, such as `MemoryError`.
#[cfg(not(Py_GIL_DISABLED))]
pub(crate) fn put_in_place<T: Class>(py: Python<'_>) -> PyResult<()> {
    let class = py.get_type::<T>();
    for Direct { name, call, is_static } in T::DIRECT {
        let ascii = name.to_string_lossy();
        let made = class.getattr(&*ascii)?;
        // As in all classes written in C, the signature stands before the text.
        let signature: String = made.getattr("__text_signature__")?.extract()?;
        let text: String = made.getattr("__doc__")?.extract()?;
        let doc = CString::new(format!("{ascii}{signature}\n--\n\n{text}"))?;
        let flags = if *is_static { ffi::METH_NOARGS | ffi::METH_STATIC } else { ffi::METH_NOARGS };
        // Lives as long as the class, which PyO3 keeps in a static.
        let definition = Box::leak(Box::new(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: *call },
            ml_flags: flags,
            ml_doc: CString::into_raw(doc),
        }));
        let class = class.as_type_ptr();
        // SAFETY: the class is alive, the definition and its texts are never freed, and a function of this kind is what
        // its flags announce. The class's dict is changed where no cache can hold the old method: those that could are
        // told afterwards.
        unsafe {
            let method = if *is_static {
                let function = ffi::PyCFunction_NewEx(definition, class.cast(), ptr::null_mut());
                let function = Bound::from_owned_ptr_or_err(py, function)?;
                ffi::PyStaticMethod_New(function.as_ptr())
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
    Ok(())
}

/// Leaves a class as it is.
#[cfg(Py_GIL_DISABLED)]
pub(crate) fn put_in_place<T: Class>(_: Python<'_>) -> PyResult<()> {
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

/// Hands an outcome to the interpreter; a panic becomes the exception that PyO3 raises for it.
fn finish<'py>(py: Python<'py>, call: impl FnOnce() -> PyResult<Bound<'py, PyAny>>) -> *mut ffi::PyObject {
    let error = match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(object)) => return object.into_ptr(),
        Ok(Err(error)) => error,
        Err(_) => PanicException::new_err("a method of the native layer panicked"),
    };
    error.restore(py);
    ptr::null_mut()
}
