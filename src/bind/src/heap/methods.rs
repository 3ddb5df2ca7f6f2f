//! The methods that all classes have, under the invariants of the module above.

use std::ffi::c_void;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use pyo3::{Borrowed, ffi};
use pyzig_model::Object;

use super::entry::entry;
use super::{Instance, TYPE_FLAGS, class_made_as, class_of_type, object_at, slot};
use crate::instance;

/// A method of all classes that takes at most one argument.
trait Method {
    fn call<'py>(
        this: &Bound<'py, PyAny>,
        object: &Object,
        argument: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>>;
}

macro_rules! methods {
    ($($method:ident => $function:path),* $(,)?) => {
        $(
            struct $method;

            impl Method for $method {
                fn call<'py>(
                    this: &Bound<'py, PyAny>,
                    object: &Object,
                    argument: Option<&Bound<'py, PyAny>>,
                ) -> PyResult<Bound<'py, PyAny>> {
                    $function(this, object, argument)
                }
            }
        )*
    };
}

methods! {
    Copy => instance::copy,
    DeepCopy => instance::copy,
    Reduce => instance::reduce,
}

unsafe extern "C" fn method<M: Method>(
    this: *mut ffi::PyObject,
    argument: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: invariant 3 for the receiver; the argument is borrowed from the caller, null where there is
        // none.
        let (object, this, argument) = unsafe {
            (object_at(py, this)?, Borrowed::from_ptr(py, this), Borrowed::from_ptr_or_opt(py, argument))
        };
        Ok(M::call(&this, object, argument.as_deref())?.into_ptr())
    })
}

/// `__zig_address__`. As short as a getter: it is called about as often.
unsafe extern "C" fn address(this: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: invariant 5, and invariant 3.
    let (py, instance) = unsafe { (Python::assume_attached(), &*this.cast::<Instance>()) };
    match instance.object.get(py) {
        // SAFETY: a thread is attached (invariant 5).
        Some(object) => unsafe { ffi::PyLong_FromUnsignedLongLong(object.id()) },
        // SAFETY: invariant 3.
        None => unsafe { address_of_new(this) },
    }
}

/// # Safety
/// `this` is an instance as in invariant 1.
#[cold]
unsafe extern "C" fn address_of_new(this: *mut ffi::PyObject) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: by the caller's promise.
        let object = unsafe { object_at(py, this)? };
        Ok(object.id().into_pyobject(py)?.into_any().into_ptr())
    })
}

/// `__field_names__`. Short where the names were asked for before.
unsafe extern "C" fn field_names(class: *mut ffi::PyObject, _: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: invariant 5; CPython calls this for the type that it was set for or for a subclass, which are live.
    let (py, class_type) = unsafe {
        let py = Python::assume_attached();
        (py, Borrowed::from_ptr(py, class).cast_unchecked::<PyType>())
    };
    match class_made_as(&class_type).and_then(|class| class.known_field_names(py)) {
        // SAFETY: a thread is attached (invariant 5), and the tuple is live.
        Some(names) => unsafe { ffi::PySequence_List(names.as_ptr()) },
        None => all_field_names(&class_type),
    }
}

#[cold]
fn all_field_names(class_type: &Bound<'_, PyType>) -> *mut ffi::PyObject {
    entry(|py| {
        let class = class_of_type(class_type).ok_or_else(|| PyTypeError::new_err("the class is unknown"))?;
        Ok(class.field_names(py)?.to_list().into_ptr())
    })
}

unsafe extern "C" fn replace(
    this: *mut ffi::PyObject,
    arguments: *mut ffi::PyObject,
    keywords: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: as in `init`.
        let (object, this, arguments, keywords) = unsafe {
            (
                object_at(py, this)?,
                Borrowed::from_ptr(py, this),
                Borrowed::from_ptr(py, arguments),
                Borrowed::from_ptr_or_opt(py, keywords),
            )
        };
        let keywords = keywords.as_deref().map(|keywords| keywords.cast::<PyDict>()).transpose()?;
        let arguments = arguments.cast::<PyTuple>()?;
        Ok(instance::replace(&this, object, &arguments, keywords)?.into_ptr())
    })
}

/// What `__match_args__` of all classes is: a descriptor that gives the names of the fields of the class it is asked of.
pub(super) fn match_args(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    let mut slots = [
        slot(ffi::Py_tp_descr_get, get_match_args as ffi::descrgetfunc as *mut c_void),
        ffi::PyType_Slot::default(),
    ];
    let mut spec = ffi::PyType_Spec {
        name: c"pyzig._MatchArgs".as_ptr(),
        basicsize: 0,
        itemsize: 0,
        flags: TYPE_FLAGS,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the spec and its slots end in the sentinels CPython asks for, and the function has the type that its slot
    // asks for. Instances have nothing but what `object` has.
    let made = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyType_FromSpec(&raw mut spec))? };
    made.call0()
}

unsafe extern "C" fn get_match_args(
    _: *mut ffi::PyObject,
    this: *mut ffi::PyObject,
    class: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    entry(|py| {
        // SAFETY: CPython calls this with live objects. Either may be null, but not both.
        let (this, class) =
            unsafe { (Borrowed::from_ptr_or_opt(py, this), Borrowed::from_ptr_or_opt(py, class)) };
        let class_type = match (class, this) {
            (Some(class), _) => class.cast::<PyType>()?.to_owned(),
            (None, Some(this)) => this.get_type(),
            (None, None) => py.get_type::<PyAny>(),
        };
        Ok(match class_of_type(&class_type) {
            Some(class) => class.field_names(py)?.clone(),
            None => PyTuple::empty(py),
        }
        .into_ptr())
    })
}

/// Methods for CPython, which only reads them.
#[repr(transparent)]
pub(super) struct Methods<const N: usize>([ffi::PyMethodDef; N]);

// SAFETY: never written to; the pointers in it are to functions and to string literals.
unsafe impl<const N: usize> Sync for Methods<N> {}

/// What each class has as a method of its own. CPython calls one that is inherited in a slower way.
pub(super) static OWN_METHODS: Methods<2> = Methods([
    ffi::PyMethodDef {
        ml_name: c"__zig_address__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: address },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: c"__zig_address__($self, /)\n--\n\nNumber of the element, the same for every handle to it."
            .as_ptr(),
    },
    ffi::PyMethodDef::zeroed(),
]);

/// What all classes inherit.
pub(super) static METHODS: Methods<6> = Methods([
    ffi::PyMethodDef {
        ml_name: c"__copy__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: method::<Copy> },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: c"__copy__($self, /)\n--\n\nA copy that belongs to no file; the same as a deep copy."
            .as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"__deepcopy__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: method::<DeepCopy> },
        ml_flags: ffi::METH_O,
        ml_doc: c"__deepcopy__($self, memo, /)\n--\n\nA copy that belongs to no file.".as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"__reduce__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: method::<Reduce> },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: c"__reduce__($self, /)\n--\n\nFor pickle: the element's text and how to read it.".as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"__replace__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionWithKeywords: replace },
        ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
        ml_doc:
            c"__replace__($self, /, **changes)\n--\n\nA copy with some fields changed, for copy.replace()."
                .as_ptr(),
    },
    ffi::PyMethodDef {
        ml_name: c"__field_names__".as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: field_names },
        ml_flags: ffi::METH_NOARGS | ffi::METH_CLASS,
        ml_doc: c"__field_names__($type, /)\n--\n\nNames of the fields, in order.".as_ptr(),
    },
    ffi::PyMethodDef::zeroed(),
]);
