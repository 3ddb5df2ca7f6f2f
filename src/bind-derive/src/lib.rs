//! Attribute macros that expose Rust types and their methods to Python: the reference types, which are handles to
//! something native and are made by functions, not by a constructor.
//!
//! The macros read attributes and signatures, check them (every mistake is reported, each at its token), and write
//! the attributes of PyO3 and of pyo3-stub-gen that a careful author would write by hand. They generate no logic: what
//! their code uses at run time is in `pyzig-reference`, through which they are to be used.
//!
//! A crate that uses them needs the dependencies `pyo3` and `pyzig-reference` and, for stubs, a feature `stubs` that
//! enables the optional dependency `pyo3-stub-gen`. The crate `pyzig-recipes` is an example with a guide.
#![forbid(unsafe_code)]

mod class;
mod direct;
mod error;
mod methods;
mod stub;

use proc_macro::TokenStream;
use syn::{DeriveInput, Item, ItemImpl, ItemStruct, parse_macro_input};

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
///
/// ```
/// use pyzig_reference::{python_class, python_methods};
///
/// /// A number that threads may share.
/// #[python_class(module = "counting", name = "Number", factory = "`Number.create()`", stub = "pyzig.counting")]
/// pub struct Number(u64);
///
/// #[python_methods]
/// impl Number {
///     /// The number one. In Python `Number.create()`; `Number()` raises a `TypeError` that says so.
///     fn create() -> Self {
///         Self(1)
///     }
/// }
/// ```
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
/// converts into `PyErr`, see [`macro@PythonError`]. Functions named `__…__` and those that carry an attribute of PyO3 of
/// their own (`new`, `getter`, `setter`, `classmethod`, `classattr`, `pyo3(signature = …)`) are passed on as they are.
///
/// A parameter whose type is `Visitor` (or ends in that word) is a Python callable `f(ctx, element)`; what its caller
/// hands through is a parameter `Context` or `Option<Context>`. Both have their types in the stub.
///
/// | on a parameter | meaning |
/// |---|---|
/// | `#[default(1)]` | may be left out, and is this then |
/// | `#[required]` | may not be left out although it is an `Option` |
/// | `#[rest]` | takes all further keywords; the type is `Option<Keywords<'_, '_>>` |
/// | `#[python_type("Callable[[int], object]", "collections.abc")]` | type in the stub, and modules to import for it |
///
/// | on a function | meaning |
/// |---|---|
/// | `#[returns("list[int]")]` | type of the result in the stub, and modules to import for it |
/// | `#[not_in_stub]` | left out of the stub |
/// | `#[direct]` | called without PyO3's guard, and with its keywords told by the addresses of their names: for methods that are called often and drop no Python object; they name all keywords, static ones all or none |
///
/// ```
/// use pyo3::prelude::*;
/// use pyzig_reference::{Context, Keywords, Visitor, python_class, python_methods};
///
/// /// A range of numbers.
/// #[python_class(module = "counting", name = "Range", factory = "`Range.create(end=...)`")]
/// pub struct Range(u64, u64);
///
/// #[python_methods]
/// impl Range {
///     /// The numbers from `start` to `end`: `Range.create(*, start=0, end)`, where None means no end.
///     fn create(#[default(0)] start: u64, #[required] end: Option<u64>) -> Self {
///         Self(start, end.unwrap_or(u64::MAX))
///     }
///
///     /// The sum of ends: `Range.total(**ends)`.
///     fn total(
///         #[rest]
///         #[python_type("int")]
///         ends: Option<Keywords<'_, '_>>,
///     ) -> PyResult<u64> {
///         let mut total = 0;
///         if let Some(ends) = ends {
///             ends.try_for_each(|_name, end| {
///                 total += end.extract::<u64>()?;
///                 Ok(())
///             })?;
///         }
///         Ok(total)
///     }
///
///     /// Calls `f(ctx, number)` for each number.
///     fn visit(&self, f: Visitor<'_, '_, u64>, ctx: Option<Context<'_, '_>>) -> PyResult<()> {
///         (self.0..self.1).try_for_each(f.with(ctx))
///     }
///
///     /// The numbers.
///     #[returns("collections.abc.Sequence[int]", "collections.abc")]
///     fn numbers(&self) -> Vec<u64> {
///         (self.0..self.1).collect()
///     }
///
///     /// Where it starts.
///     #[direct]
///     fn start(&self) -> u64 {
///         self.0
///     }
///
///     /// For tests.
///     #[not_in_stub]
///     fn itself(slf: &Bound<'_, Self>) -> Py<Self> {
///         slf.clone().unbind()
///     }
/// }
/// ```
///
/// # Methods that several classes share
///
/// A macro call among the functions stands for functions. The macro is an ordinary one; it is handed its arguments and
/// three groups, which it puts together with the functions that it stands for:
///
/// ```
/// use pyzig_reference::{python_class, python_methods};
///
/// macro_rules! numbered {
///     (($number:expr) { $($block:tt)* } { $($before:tt)* } { $($after:tt)* }) => {
///         $($block)* {
///             $($before)*
///
///             /// Number of the kind.
///             #[direct]
///             fn get_number() -> u8 {
///                 $number
///             }
///
///             $($after)*
///         }
///     };
/// }
///
/// /// A kind.
/// #[python_class(module = "kinds", name = "Kind")]
/// pub struct Kind;
///
/// #[python_methods]
/// impl Kind {
///     numbered!(7);
/// }
/// ```
#[proc_macro_attribute]
pub fn python_methods(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as ItemImpl);
    methods::expand(&arguments.into(), item).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Describes in the stub what is exposed by PyO3's own attributes: an `impl` block of methods, or a function.
///
/// It stands before PyO3's attribute. `#[python_type(…)]`, `#[returns(…)]` and `#[not_in_stub]` mean what they mean in
/// [`macro@python_methods`]; all else of the stub follows from names, types, signatures and doc comments. A function
/// says whose stub it is in.
///
/// ```
/// use pyo3::prelude::*;
/// use pyzig_reference::in_stub;
///
/// /// Sum of numbers.
/// #[in_stub(module = "counting")]
/// #[pyfunction]
/// #[pyo3(signature = (numbers, /))]
/// fn sum(#[python_type("collections.abc.Iterable[int]", "collections.abc")] numbers: &Bound<'_, PyAny>) -> PyResult<u64> {
///     numbers.try_iter()?.map(|number| number?.extract::<u64>()).sum()
/// }
/// ```
#[proc_macro_attribute]
pub fn in_stub(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as Item);
    stub::expand(arguments.into(), item).unwrap_or_else(syn::Error::into_compile_error).into()
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
///
/// ```
/// use std::fmt;
///
/// use pyzig_reference::{Exception, PythonError};
///
/// #[derive(Debug, PythonError)]
/// enum CountingError {
///     #[raises(OverflowError)]
///     Exceeded { limit: u64 },
///     #[raises(with = exception)]
///     Io(std::io::Error),
///     #[raises(transparent)]
///     Python(Exception),
/// }
///
/// fn exception(error: std::io::Error) -> Exception {
///     Exception::from(error)
/// }
///
/// impl fmt::Display for CountingError {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         match self {
///             Self::Exceeded { limit } => write!(f, "the limit is {limit}"),
///             Self::Io(error) => error.fmt(f),
///             Self::Python(error) => error.fmt(f),
///         }
///     }
/// }
/// ```
#[proc_macro_derive(PythonError, attributes(raises))]
pub fn python_error(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    error::expand(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
