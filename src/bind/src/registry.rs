//! Registry: the classes of all modules of this extension, made once per process.
//!
//! A class belongs to its Rust type, whichever module hands it out: an extension that is imported again after
//! its removal from `sys.modules` gives the same classes. Fields know their classes directly; nothing is looked
//! up by name, and the tables here are only for objects that come from Python.

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};

use pyo3::exceptions::{PyImportError, PyRuntimeError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyCFunction, PyModule, PyTuple, PyType};
use pyzig_model::{EnumSchema, Kind, ModuleSchema, Schema};

use crate::class::{Class, Nested};
use crate::compat::Compat;
use crate::enumeration::Enumeration;
use crate::error::add_exceptions;
use crate::finding::{Problem, UnknownToken};
use crate::format::{Format, format_named};
use crate::heap;
use crate::list::{self, MutableList};
use crate::restore::restore;

/// Classes of one extension.
#[derive(Debug)]
pub(crate) struct Registry {
    /// Name of the package that modules are imported from.
    pub(crate) package: &'static str,
    /// The modules, in order.
    pub(crate) modules: &'static [&'static ModuleSchema],
    /// How files are read and written in this process.
    compat: Compat,
    classes: HashMap<TypeId, &'static Class>,
    enumerations: HashMap<TypeId, &'static Enumeration>,
    /// Addresses of type objects in ascending order, with their classes. Types are never freed, so an address
    /// stays what it is.
    by_type: Vec<(usize, &'static Class)>,
}

/// Process-wide, because a class is an identity that handles of all modules and threads share.
static REGISTRY: PyOnceLock<Registry> = PyOnceLock::new();

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
    let registry = REGISTRY.get_or_try_init(py, || Registry::new(py, package, modules))?;
    if !std::ptr::eq(registry.modules, modules) {
        return Err(PyRuntimeError::new_err("an extension has one list of modules"));
    }
    for module in modules {
        parent.add(module.name, registry.module(py, module)?)?;
    }
    parent.add_class::<Problem>()?;
    parent.add_class::<UnknownToken>()?;
    parent.add("MutableList", py.get_type::<MutableList>())?;
    add_exceptions(parent, package)
}

/// Refuses to go on in an interpreter other than the first that imported this extension: Python objects that are kept
/// for the whole process must not be seen by two interpreters.
///
/// # Errors
/// `ImportError` in any other interpreter.
pub fn refuse_other_interpreters(py: Python<'_>) -> PyResult<()> {
    /// Process-wide, like what it guards. Interpreters are numbered from 0.
    static FIRST: AtomicI64 = AtomicI64::new(-1);
    let current = heap::interpreter(py);
    match FIRST.compare_exchange(-1, current, Ordering::Relaxed, Ordering::Relaxed) {
        Err(first) if first != current => Err(PyImportError::new_err(
            "this extension is in use by another interpreter of this process, and supports only one",
        )),
        _ => Ok(()),
    }
}

/// The registry.
///
/// # Errors
/// Before the extension was imported.
pub(crate) fn registry(py: Python<'_>) -> PyResult<&Registry> {
    REGISTRY.get(py).ok_or_else(|| PyRuntimeError::new_err("the extension is not imported"))
}

/// Class of a Python type that was made for a schema, or of a Python subclass of one.
pub(crate) fn class_of_type(candidate: &Bound<'_, PyType>) -> Option<&'static Class> {
    let registry = REGISTRY.get(candidate.py())?;
    registry
        .class_at(candidate.as_ptr() as usize)
        .or_else(|| candidate.mro().iter().find_map(|base| registry.class_at(base.as_ptr() as usize)))
}

impl Registry {
    fn new(
        py: Python<'_>,
        package: &'static str,
        modules: &'static [&'static ModuleSchema],
    ) -> PyResult<Self> {
        let mut registry = Self {
            package,
            modules,
            compat: Compat::from_environment()?,
            classes: HashMap::new(),
            enumerations: HashMap::new(),
            by_type: Vec::new(),
        };
        for module in modules {
            registry.declare((module.file)(), py);
            module.structs.iter().for_each(|schema| registry.declare(schema(), py));
            for schema in module.enums {
                registry.enumerate(schema(), py)?;
            }
        }
        registry.complete(py)?;
        list::register(py)?;
        Ok(registry)
    }

    /// Makes the classes of a struct and of all structs below it that are still missing.
    fn declare(&mut self, schema: &'static Schema, py: Python<'_>) {
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            let id = (schema.type_id)();
            if self.classes.contains_key(&id) {
                continue;
            }
            self.classes.insert(id, Box::leak(Box::new(Class::new(py, schema))));
            waiting.extend(schema.fields.iter().filter_map(|field| match field.kind {
                Kind::Struct(nested) => Some(nested()),
                _ => None,
            }));
        }
    }

    fn enumerate(&mut self, schema: &'static EnumSchema, py: Python<'_>) -> PyResult<&'static Enumeration> {
        let id = (schema.type_id)();
        if let Some(known) = self.enumerations.get(&id) {
            return Ok(known);
        }
        let made: &'static Enumeration = Box::leak(Box::new(Enumeration::new(py, schema, self.package)?));
        self.enumerations.insert(id, made);
        Ok(made)
    }

    /// Gives every class its type object and every field the class of its values.
    fn complete(&mut self, py: Python<'_>) -> PyResult<()> {
        let classes: Vec<&'static Class> = self.classes.values().copied().collect();
        for class in &classes {
            for slot in &class.slots {
                slot.set_nested(match slot.field.kind {
                    Kind::Struct(schema) => Nested::Class(self.class(schema())?),
                    Kind::Enum(schema) => Nested::Enumeration(self.enumerate(schema(), py)?),
                    _ => Nested::Plain,
                });
            }
            let type_object = heap::create(py, class)?;
            add_attributes(&type_object, class)?;
            heap::freeze(&type_object)?;
            self.by_type.push((type_object.as_ptr() as usize, class));
            class.set_type_object(type_object.unbind());
        }
        self.by_type.sort_unstable_by_key(|(address, _)| *address);
        Ok(())
    }

    /// Class of a schema.
    pub(crate) fn class(&self, schema: &Schema) -> PyResult<&'static Class> {
        let known = self.classes.get(&(schema.type_id)()).copied();
        known.ok_or_else(|| PyRuntimeError::new_err(format!("{} has no class", schema.name)))
    }

    fn class_at(&self, address: usize) -> Option<&'static Class> {
        let index = self.by_type.binary_search_by_key(&address, |(known, _)| *known).ok()?;
        self.by_type.get(index).map(|(_, class)| *class)
    }

    /// A new module object with what a module declares.
    fn module<'py>(&self, py: Python<'py>, schema: &'static ModuleSchema) -> PyResult<Bound<'py, PyModule>> {
        let module = PyModule::new(py, &self.module_name(schema.name))?;
        module.setattr("__doc__", schema.doc)?;
        for declared in schema.structs {
            let class = self.class(declared())?;
            module.add(class.schema.name, class.type_object(py))?;
        }
        for declared in schema.enums {
            let declared = declared();
            if let Some(enumeration) = self.enumerations.get(&(declared.type_id)()) {
                module.add(declared.name, enumeration.class.bind(py))?;
            }
        }
        let format = Bound::new(py, Format::new(schema, self.class((schema.file)())?, self.compat))?;
        for function in Format::FUNCTIONS {
            module.add(*function, format.getattr(*function)?)?;
        }
        module.setattr("_restore", wrap_pyfunction!(restore, &module)?)?;
        module.setattr("_format", wrap_pyfunction!(format_named, &module)?)?;
        Ok(module)
    }

    /// Full name under which a module is imported.
    pub(crate) fn module_name(&self, name: &str) -> String {
        format!("{}.{name}", self.package)
    }

    /// The format whose module has this name.
    pub(crate) fn format(&self, name: &str) -> Option<Format> {
        let schema = self.modules.iter().find(|module| module.name == name)?;
        Some(Format::new(schema, self.class((schema.file)()).ok()?, self.compat))
    }

    /// Class of this name, of the module that says it declares it.
    pub(crate) fn class_named(&self, module: &str, name: &str) -> Option<&'static Class> {
        self.classes
            .values()
            .copied()
            .find(|class| class.schema.module == module && class.schema.name == name)
    }
}

/// Adds what cannot stand in a type's table of methods.
fn add_attributes(type_object: &Bound<'_, PyType>, class: &'static Class) -> PyResult<()> {
    let py = type_object.py();
    let names = PyTuple::new(py, class.slots.iter().map(|slot| slot.name.bind(py)))?;
    type_object.setattr("__match_args__", &names)?;
    let names = names.unbind();
    let field_names = PyCFunction::new_closure(
        py,
        Some(c"__field_names__"),
        Some(c"__field_names__()\n--\n\nNames of the fields, in order."),
        move |arguments, _| {
            let py = arguments.py();
            Ok::<_, PyErr>(names.bind(py).to_list().unbind())
        },
    )?;
    let static_method = py.import("builtins")?.getattr("staticmethod")?.call1((field_names,))?;
    type_object.setattr("__field_names__", static_method)
}
