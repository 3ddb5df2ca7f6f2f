//! Classes in modules.

use pyo3::prelude::*;

use crate::direct::{Class, put_in_place};

/// Adds a class to a module.
///
/// # Errors
///
/// Those of making the class, such as `MemoryError`.
pub fn add_class<T: Class>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    put_in_place::<T>(module.py())?;
    module.add_class::<T>()
}

/// Creates a module, named like the attribute of `parent` that holds it.
///
/// # Errors
///
/// Those of making the module, such as `MemoryError`.
pub fn submodule<'py>(
    parent: &Bound<'py, PyModule>,
    name: &str,
    doc: &str,
) -> PyResult<Bound<'py, PyModule>> {
    let module = PyModule::new(parent.py(), name)?;
    module.setattr("__doc__", doc)?;
    parent.add(name, &module)?;
    Ok(module)
}

/// Defines a function that adds a module with classes to an extension module.
///
/// ```ignore
/// pyzig_reference::classes! {
///     add_pantry: "pantry", "What is in the house.", [Pantry]
/// }
/// ```
#[macro_export]
macro_rules! classes {
    ($function:ident: $module:literal, $doc:literal, [$($class:ty),* $(,)?] $(,)?) => {
        fn $function(
            parent: &$crate::pyo3::Bound<'_, $crate::pyo3::types::PyModule>,
        ) -> $crate::pyo3::PyResult<()> {
            let module = $crate::submodule(parent, $module, $doc)?;
            $($crate::add_class::<$class>(&module)?;)*
            Ok(())
        }
    };
}
