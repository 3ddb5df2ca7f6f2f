//! Attribute macros that expose Rust types and their methods to Python: the reference types, which are handles to
//! something native and are made by functions, not by a constructor.
//!
//! The macros read attributes and signatures, check them (every mistake is reported, each at its token), and write
//! the attributes of PyO3 and of pyo3-stub-gen that a careful author would write by hand. They generate no logic.
//!
//! ```ignore
//! /// A counter that several threads may use.
//! #[python_class(module = "counting", name = "Counter", factory = "Counter.create()")]
//! pub struct Counter(AtomicU64);
//!
//! #[python_methods]
//! impl Counter {
//!     /// A counter that starts at 0.
//!     fn create() -> Self {
//!         Self(AtomicU64::new(0))
//!     }
//!
//!     /// Counts on and returns the number reached.
//!     fn advance(&self, #[default(1)] by: u64, limit: Option<u64>) -> Result<u64, CountingError> {
//!         …
//!     }
//! }
//! ```
//!
//! In Python `Counter.advance(*, by=1, limit=None)` takes keyword arguments only, `Counter.create` is a static
//! method, `Counter()` raises a `TypeError` that names `Counter.create()`, and `help()` and the stub show the doc
//! comments. The crate needs the dependency `pyo3` and, for stubs, a feature `stubs` that enables the optional
//! dependency `pyo3-stub-gen`.
#![forbid(unsafe_code)]

mod class;
mod error;
mod methods;

use proc_macro::TokenStream;
use syn::{DeriveInput, ItemImpl, ItemStruct, parse_macro_input};

/// Exposes a struct as a Python class: immutable, subclassable, made by native functions only.
///
/// | entry | meaning |
/// |---|---|
/// | `module = "counting"` | the class's `__module__` (required) |
/// | `name = "Counter"` | the class's name (required) |
/// | `factory = "Counter.create()"` | how to get an object, named when the class is called; without it the class says that it has static methods only |
/// | `stub = "pyzig.counting"` | module whose stub describes the class, otherwise `module` |
///
/// The struct needs a [`macro@python_methods`] block, and doc comments: they are what Python users read.
#[proc_macro_attribute]
pub fn python_class(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as ItemStruct);
    class::expand(arguments.into(), &item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Exposes the functions of an `impl` block as methods of the Python class.
///
/// A function with `&self`, or with a first parameter `slf: &Bound<'_, Self>`, is a method; one without is a static
/// method. A parameter of type `Python` is not seen by callers. All others are keyword-only and take their names
/// from Rust; `Option` makes one that may be left out. Results are anything PyO3 converts, errors anything that
/// converts into `PyErr`. Functions named `__…__` and those that carry an attribute of PyO3 of their own (`new`,
/// `getter`, `setter`, `classmethod`, `classattr`, `pyo3(signature = …)`) are passed on as they are.
///
/// | on a parameter | meaning |
/// |---|---|
/// | `#[default(1)]` | may be left out, and is this then |
/// | `#[required]` | may not be left out although it is an `Option` |
/// | `#[rest]` | takes all further keywords; the type is `Option<&Bound<'_, PyDict>>` |
/// | `#[python_type("Callable[[int], object]", "collections.abc")]` | type in the stub, and modules to import for it |
///
/// | on a function | meaning |
/// |---|---|
/// | `#[returns("list[int]")]` | type of the result in the stub, and modules to import for it |
/// | `#[not_in_stub]` | left out of the stub |
#[proc_macro_attribute]
pub fn python_methods(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as ItemImpl);
    methods::expand(&arguments.into(), item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Turns an enum of errors into the exceptions that Python sees: the one place that chooses their classes.
///
/// `#[raises(…)]` on each variant:
///
/// | entry | meaning |
/// |---|---|
/// | `ValueError` | the exception class, one of Python's own; the message is what `Display` says |
/// | `with = function` | what a function makes of the variant's only field |
/// | `transparent` | the variant's only field is the exception that Python code raised |
///
/// With the latter two, the enum is also made from what the field holds, so that `?` does it.
#[proc_macro_derive(PythonError, attributes(raises))]
pub fn python_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    error::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
