//! Runtime that exposes Rust types as Python classes.
//!
//! # Structs that a schema describes
//! [`add_modules`] puts the modules of a list of [`ModuleSchema`](pyzig_model::ModuleSchema)s into an extension
//! module. Everything Python sees follows from the schemas: one class for each struct, one `enum.StrEnum` for each
//! enumeration, `loads`, `dumps`, `load` and `dump` for the file. A new field, struct or module needs no line here
//! nor in the extension.
//!
//! ## Adding to it
//! - *A field:* one line in the Rust struct, with a doc comment, which is the property's docstring.
//! - *A struct or enumeration:* a type that derives `Model` or `ModelEnum`, and its name in the module's list.
//! - *A module:* a `static` made by `pyzig_model::module!`, and its name in the list given to [`extension!`].
//! - *A method of all classes:* a safe function in `instance`, and a line in each of the two tables of `heap`.
//!
//! Then `checks/stubgen` writes the stubs. The crate `pyzig-recipes` is a whole extension module of this
//! kind, and its documentation a guide.
//!
//! ## Ownership
//! A handle holds an [`Object`](pyzig_model::Object), which keeps its document alive. It keeps the values that were
//! read through it as well, among them handles of what stands below it, and gives them again as long as nothing was
//! changed; no handle holds one of what stands above it, so handles form no cycles. A new object holds the values it
//! was given, and becomes text when somebody needs more than these. What goes in is copied, what comes out is a view. Nothing here holds a lock
//! while Python code runs: values are taken from Python first (`convert::Held`), then given to the model at once.
//!
//! ## Why the classes are heap types and not `#[pyclass]`es
//! A schema is data, and one generic getter, setter and constructor over that data serve every class. As one
//! `#[pyclass]` a struct, 148 frozen classes with their accessors cost about 50 s of compile time and 2.4 MB, and
//! every binding feature is compiled 148 times. As types made from the schemas when they are asked for they cost no compile
//! time, a handle is smaller and about 20 ns cheaper to make than an object of a `#[pyclass]`, and a class can be
//! made for a schema that was never seen by a macro. The price is `unsafe` code; it stands in one private module,
//! `heap`, whose documentation lists the invariants. Three small ones stand beside it: `unicode`
//! reads and writes the characters of Python's strings in place, `attached` lets attached threads share something without
//! a lock, and `kept` has numbers and objects in places of one size. Everything else here is safe.
//!
//! ## Equality
//! `==` compares values, and so elements cannot be hashed, like all mutable values in Python. Two handles to one
//! element are found out by `__zig_address__()`. No caller known uses elements as keys or in sets.
//!
//! ## Enumerations
//! Values read from an enumeration's field are members of a `StrEnum`: instances of `str`, equal to and hashed
//! like plain text, so that code that knows only text keeps working. Members answer to their names in capitals
//! and in small letters.
#![deny(unsafe_code)]

#[allow(unsafe_code)]
mod attached;
mod call;
mod class;
mod compat;
mod convert;
mod enumeration;
mod error;
mod file;
mod finding;
mod format;
#[allow(unsafe_code)]
mod heap;
mod html;
mod instance;
#[allow(unsafe_code)]
mod kept;
mod list;
mod reading;
mod registry;
mod replace;
mod restore;
mod signature;
mod spelling;
mod str_enum;
#[allow(unsafe_code)]
mod unicode;

#[doc(hidden)]
pub use pyo3;

pub use enumeration::{is_keyword, member_names};
pub use error::{PARSE_ERROR_ATTRIBUTES, ParseError, raise, raise_from};
pub use file::{read_text, string_of, text_of, write_text};
pub use finding::{Problem, UnknownToken};
pub use format::Format;
pub use instance::type_name;
pub use list::MutableList;
pub use pyzig_bind_derive::in_stub;
pub use registry::add_modules;
pub use signature::{default_literal, takes_none, text_literal};

/// Defines an extension module that holds file formats: its name, the package it is imported as, and its modules;
/// where there is more to it, also a function that adds that to the module.
///
/// ```ignore
/// pyzig_bind::extension! {
///     /// Recipes and shopping lists.
///     recipes, package: "recipes", modules: &[&RECIPE]
/// }
/// ```
#[macro_export]
macro_rules! extension {
    (
        $(#[$documentation:meta])*
        $visibility:vis $name:ident, package: $package:literal, modules: $modules:expr $(, also: $also:path)? $(,)?
    ) => {
        $(#[$documentation])*
        #[$crate::pyo3::pymodule]
        #[pyo3(crate = "pyzig_bind::pyo3")]
        $visibility fn $name(
            module: &$crate::pyo3::Bound<'_, $crate::pyo3::types::PyModule>,
        ) -> $crate::pyo3::PyResult<()> {
            static MODULES: &[&pyzig_model::ModuleSchema] = $modules;
            $crate::add_modules(module, $package, MODULES)?;
            $($also(module)?;)?
            Ok(())
        }
    };
}
