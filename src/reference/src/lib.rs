//! Runtime of reference types: classes whose objects are handles to something native.
//!
//! The attribute macros [`python_class`] and [`python_methods`] and the derive [`PythonError`] say what a class is; this
//! crate is what they, and the code in the methods, use:
//!
//! * [`Visitor`] and [`Context`] are parameters: a Python callable, as a closure, and what its caller hands through;
//! * [`classes!`](crate::classes) puts classes into a module;
//! * [`Handle`], [`New`], [`Place`] and [`Held`] are for classes of which objects come and go in millions, and [`Allocator`]
//!   for a module that has such.
//!
//! `unsafe` code stands in the private modules `allocator`, `heap`, `place`, `direct` and `named`, whose documentation lists the
//! invariants, and for one call in `interpreter`.
#![deny(unsafe_code)]

#[allow(unsafe_code)]
mod allocator;
#[allow(unsafe_code)]
mod direct;
#[allow(unsafe_code)]
mod heap;
#[allow(unsafe_code)]
mod interpreter;
mod module;
#[allow(unsafe_code)]
mod named;
#[allow(unsafe_code)]
mod place;
mod visitor;

pub use allocator::Allocator;
#[doc(hidden)]
pub use direct::object;
pub use direct::{
    CallKeywords, Class, Direct, DirectFactory, DirectFunction, DirectMethod, Keywords, Original,
};
pub use heap::{Handle, New, Pool, can_be_in_cycle, list, prepare, references, track};
pub use interpreter::refuse_other_interpreters;
pub use module::{add_class, submodule};
pub use named::{Arguments, DirectNamed};
#[doc(hidden)]
pub use named::{member, missing, object_of, value};
pub use place::{Embody, Held, Lent, Place};
#[doc(hidden)]
pub use pyo3;
pub use pyo3::PyErr as Exception;
pub use pyzig_bind_derive::{PythonError, in_stub, python_class, python_methods};
pub use visitor::{Context, Visitor};
