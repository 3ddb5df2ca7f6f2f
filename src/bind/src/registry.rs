//! Registry: the classes of all modules of this extension, each made once per process, when it is asked for.
//!
//! A class belongs to its Rust type, whichever module hands it out: an extension that is imported again after
//! its removal from `sys.modules` gives the same classes. Fields know their classes directly; nothing is looked
//! up by name on the way of a call.
//!
//! Of the hundreds of classes most programs use a few, so an import makes none. A class is made for the first
//! handle of it, or together with all others of its module when that is asked for one.

use std::any::TypeId;
use std::sync::{Mutex, OnceLock, PoisonError};

use hashbrown::HashMap;
use pyo3::exceptions::{PyAttributeError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyModule, PyString};
use pyzig_model::{EnumSchema, ModuleSchema, Schema};
use pyzig_reference::refuse_other_interpreters;

use crate::class::Class;
use crate::compat::Compat;
use crate::enumeration::Enumeration;
use crate::error::add_exceptions;
use crate::finding::{Problem, UnknownToken};
use crate::format::{Format, format_named};
use crate::list::{self, MutableList};
use crate::restore::restore;

/// Modules of one extension.
#[derive(Debug)]
pub(crate) struct Registry {
    /// Name of the package that modules are imported from.
    package: &'static str,
    /// The modules, in order.
    modules: &'static [&'static ModuleSchema],
    /// How files are read and written in this process.
    compat: Compat,
}

/// Process-wide, like the classes.
static REGISTRY: OnceLock<Registry> = OnceLock::new();

/// What was asked for so far, by Rust type. Process-wide, because a class is an identity that handles of all modules
/// and threads share. Nothing here is ever freed. No Python object is touched under the lock.
static KNOWN: Mutex<Option<Known>> = Mutex::new(None);

#[derive(Default)]
struct Known {
    classes: HashMap<TypeId, &'static Class>,
    enumerations: HashMap<TypeId, &'static Enumeration>,
}

/// Adds the submodules of all file formats to an extension module, each with its classes, enumerations and
/// functions. `package` is the name under which users import the extension.
///
/// # Errors
/// Where Python refuses to make a class, or where an earlier call gave other modules.
pub fn add_modules(
    parent: &Bound<'_, PyModule>,
    package: &'static str,
    modules: &'static [&'static ModuleSchema],
) -> PyResult<()> {
    let py = parent.py();
    refuse_other_interpreters(py)?;
    let compat = Compat::from_environment()?;
    let registry = REGISTRY.get_or_init(|| Registry { package, modules, compat });
    if !std::ptr::eq(registry.modules, modules) {
        return Err(PyRuntimeError::new_err("an extension has one list of modules"));
    }
    for module in modules {
        parent.add(module.name, registry.module(py, module)?)?;
    }
    parent.add_class::<Problem>()?;
    parent.add_class::<UnknownToken>()?;
    parent.add("MutableList", py.get_type::<MutableList>())?;
    list::register(py)?;
    add_exceptions(parent, package)
}

/// The registry.
///
/// # Errors
/// Before the extension was imported.
pub(crate) fn registry() -> PyResult<&'static Registry> {
    REGISTRY.get().ok_or_else(|| PyRuntimeError::new_err("the extension is not imported"))
}

/// Class of a schema.
pub(crate) fn class(schema: &'static Schema) -> &'static Class {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let classes = &mut known.get_or_insert_default().classes;
    classes.entry((schema.type_id)()).or_insert_with(|| Box::leak(Box::new(Class::new(schema))))
}

/// Enumeration of a schema.
pub(crate) fn enumeration(schema: &'static EnumSchema) -> &'static Enumeration {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let enumerations = &mut known.get_or_insert_default().enumerations;
    enumerations.entry((schema.type_id)()).or_insert_with(|| Box::leak(Box::new(Enumeration::new(schema))))
}

impl Registry {
    /// A new module object with what a module declares.
    fn module<'py>(&self, py: Python<'py>, schema: &'static ModuleSchema) -> PyResult<Bound<'py, PyModule>> {
        let module = PyModule::new(py, &self.module_name(schema.name))?;
        module.setattr("__doc__", schema.doc)?;
        let format = Bound::new(py, Format::new(schema, self.compat))?;
        for function in Format::FUNCTIONS {
            module.setattr(*function, format.getattr(*function)?)?;
        }
        module.setattr("__all__", PyList::new(py, names(schema))?)?;
        for function in [
            wrap_pyfunction!(restore, &module)?,
            wrap_pyfunction!(format_named, &module)?,
            wrap_pyfunction!(attribute, &module)?,
            wrap_pyfunction!(directory, &module)?,
        ] {
            module.setattr(function.getattr("__name__")?.cast_into()?, function)?;
        }
        Ok(module)
    }

    /// Full name under which a module is imported.
    pub(crate) fn module_name(&self, name: &str) -> String {
        format!("{}.{name}", self.package)
    }

    /// The format whose module has this name.
    pub(crate) fn format(&self, name: &str) -> Option<Format> {
        let schema = self.modules.iter().find(|module| module.name == name)?;
        Some(Format::new(schema, self.compat))
    }

    /// Class of this name, of the module that says it declares it.
    pub(crate) fn class_named(&self, module: &str, name: &str) -> Option<&'static Class> {
        let mut declared = self.modules.iter().flat_map(|module| module.structs).map(|schema| schema());
        let schema = declared.find(|schema| schema.module == module && schema.name == name)?;
        Some(class(schema))
    }
}

/// Names of a module that users see.
fn names(schema: &'static ModuleSchema) -> impl Iterator<Item = &'static str> {
    let structs = schema.structs.iter().map(|schema| schema().name);
    let enums = schema.enums.iter().map(|schema| schema().name);
    structs.chain(enums).chain(Format::FUNCTIONS.iter().copied())
}

/// What a module is asked for that it has not yet: the first class that somebody wants brings all others along. From
/// then on the module is one like any other, without this function, which would make all look-ups in it slower.
#[pyfunction(name = "__getattr__", pass_module)]
#[pyo3(signature = (name, /))]
fn attribute<'py>(module: &Bound<'py, PyModule>, name: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
    if let Some(schema) = schema_of(module)?
        && names(schema).any(|known| name == known)
    {
        let filled = fill(module, schema);
        // While the interpreter shuts down, no enumeration can be made any more.
        if let Some(value) = module.dict().get_item(name)? {
            return Ok(value);
        }
        filled?;
    }
    let error = PyAttributeError::new_err(format!("module '{}' has no attribute '{name}'", module.name()?));
    // For the suggestions that Python makes.
    error.value(module.py()).setattr("name", name)?;
    error.value(module.py()).setattr("obj", module)?;
    Err(error)
}

/// Names of what a module has, and of what it has not yet.
#[pyfunction(name = "__dir__", pass_module)]
fn directory<'py>(module: &Bound<'py, PyModule>) -> PyResult<Bound<'py, PyList>> {
    if let Some(schema) = schema_of(module)? {
        fill(module, schema)?;
    }
    Ok(module.dict().keys())
}

/// Description of a module of this extension, which its own name tells.
fn schema_of(module: &Bound<'_, PyModule>) -> PyResult<Option<&'static ModuleSchema>> {
    let (registry, name) = (registry()?, module.name()?);
    let name = name.to_str()?;
    Ok(registry.modules.iter().copied().find(|schema| registry.module_name(schema.name) == name))
}

/// Gives a module all of its classes and enumerations.
fn fill(module: &Bound<'_, PyModule>, schema: &'static ModuleSchema) -> PyResult<()> {
    let (py, dict) = (module.py(), module.dict());
    for declared in schema.structs {
        let declared = declared();
        dict.set_item(PyString::intern(py, declared.name), class(declared).type_object(py)?)?;
    }
    for declared in schema.enums {
        let declared = declared();
        dict.set_item(PyString::intern(py, declared.name), enumeration(declared).class(py)?)?;
    }
    // Without a global lock another thread may have missed a name before and look for the function only now.
    if cfg!(not(Py_GIL_DISABLED)) {
        for hook in ["__getattr__", "__dir__"] {
            if dict.contains(hook)? {
                dict.del_item(hook)?;
            }
        }
    }
    Ok(())
}
