//! Functions of a file format's module: reading, writing, and looking for what does not fit.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyzig_model::{ModuleSchema, Object};
use sexp::{Pieces, Text};

use crate::call::Call;
use crate::class::{Class, Nested};
use crate::compat::Compat;
use crate::error::{Origin, raise, raise_from, raise_problems};
use crate::file::{read_text, text_of, write_text};
use crate::finding::{Problem, UnknownToken};
use crate::instance::type_name;
use crate::unicode::{self, Original};
use crate::{heap, registry};

/// One file format. Its methods are the functions of the format's module.
#[pyclass(frozen, module = "pyzig_sexp")]
#[derive(Debug)]
pub struct Format {
    schema: &'static ModuleSchema,
    compat: Compat,
}

/// Bytes of a text that is read without letting other threads have a turn meanwhile, which would take a good part of the
/// microseconds that this takes.
const SHORT: usize = 16 << 10;

impl Format {
    /// Methods that the format's module has as functions.
    pub(crate) const FUNCTIONS: &'static [&'static str] =
        &["loads", "dumps", "load", "dump", "validate", "unknown_tokens"];

    pub(crate) fn new(schema: &'static ModuleSchema, compat: Compat) -> Self {
        Self { schema, compat }
    }

    /// What a function of the format's module is called with.
    fn call<'a, 'py>(
        &self,
        function: &'static str,
        arguments: &'a Bound<'py, PyTuple>,
        keywords: Option<&'a Bound<'py, PyDict>>,
    ) -> Call<'a, 'py> {
        Call { module: self.schema.name, function, arguments, keywords }
    }

    /// Class of the whole file.
    fn file(&self) -> &'static Class {
        registry::class((self.schema.file)())
    }

    /// Reads a text, which came from `file` where that is known.
    fn read(&self, py: Python<'_>, text: Text, file: Option<PathBuf>, strict: bool) -> PyResult<Object> {
        let schema = (self.schema.file)();
        let strict = strict || self.compat == Compat::Strict;
        let is_short = text.len() < SHORT;
        let load = || {
            let object = pyzig_model::load(schema, text)?;
            let problems = if strict { object.validate() } else { Vec::new() };
            Ok((object, problems))
        };
        let loaded = if is_short { load() } else { py.detach(load) };
        let (object, problems) = loaded.map_err(|error| raise_from(py, &error, file.as_deref()))?;
        if !problems.is_empty() {
            return Err(raise_problems(py, &problems, file.as_deref()));
        }
        if let Some(file) = file {
            object.element().document().accompany(Arc::new(Origin(file)));
        }
        Ok(object)
    }

    /// The object behind a file object, or behind a file's only field.
    fn object<'a>(&self, function: &str, value: &'a Bound<'_, PyAny>) -> PyResult<&'a Object> {
        let file = self.file();
        let inner = file.slots.iter().find_map(|slot| match slot.nested() {
            Nested::Class(class) => Some(class),
            _ => None,
        });
        [Some(file), inner]
            .into_iter()
            .flatten()
            .find_map(|class| heap::object_of(value, class))
            .unwrap_or_else(|| {
                let inner = inner.map_or_else(String::new, |class| format!(" or {}", class.schema.name));
                Err(PyTypeError::new_err(format!(
                    "{}.{function}() requires a {}{inner}, not {}",
                    self.schema.name,
                    file.schema.name,
                    type_name(value)
                )))
            })
    }

    /// The object behind a handle of any class.
    fn any_object<'a>(&self, function: &str, value: &'a Bound<'_, PyAny>) -> PyResult<&'a Object> {
        heap::any_object(value).unwrap_or_else(|| {
            Err(PyTypeError::new_err(format!(
                "{}.{function}() requires an element of a file, not {}",
                self.schema.name,
                type_name(value)
            )))
        })
    }

    fn text(&self, py: Python<'_>, object: &Object) -> PyResult<Pieces> {
        py.detach(|| match self.compat {
            Compat::Lossless => Ok(pyzig_model::dump_pieces(object)),
            Compat::Strict => object.rebuilt().map(|rebuilt| pyzig_model::dump_pieces(&rebuilt)),
        })
        .map_err(|error| raise(py, &error))
    }
}

#[pymethods]
impl Format {
    /// Reads a file from its text, or from its bytes in UTF-8.
    ///
    /// Values are looked at when they are read; with `strict`, all are checked at once.
    /// Raises `ParseError`, a `ValueError`, with the place in the text.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, data, /, *, strict=False)")]
    fn loads<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (data, strict) = self.call("loads", arguments, keywords).value_and_strict("data")?;
        let (py, data) = (data.py(), &data);
        let text = text_of(data, None)?;
        let original = data.cast_exact::<PyString>().map(|string| Original::new(string, text.clone()));
        let object = self.read(py, text, None, strict).or_else(|error| Err(hint_at_load(data, error)?))?;
        if let Ok(original) = original {
            object.element().document().accompany(Arc::new(original));
        }
        heap::wrap(py, self.file(), object)
    }

    /// Text of a file; what was not changed is written as it was read, to the byte.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, obj, /)")]
    fn dumps<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyString>> {
        let [obj] = self.call("dumps", arguments, keywords).values(["obj"])?;
        let py = obj.py();
        let object = self.object("dumps", &obj)?;
        let original = object.element().document().companion();
        let original = original.and_then(|original| original.downcast_ref::<Original>());
        // The very text that an unchanged file was read from is kept with it.
        let unchanged = self.compat == Compat::Lossless && pyzig_model::is_unchanged_file(object);
        if let Some(original) = original.filter(|_| unchanged) {
            return Ok(original.string(py).clone());
        }
        unicode::string_of(py, &self.text(py, object)?, original)
    }

    /// Reads a file from its path, or from an object with a `read` method.
    ///
    /// As `loads`; errors, also those that are found later, name the file as `filename`.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, file, /, *, strict=False)")]
    fn load<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (file, strict) = self.call("load", arguments, keywords).value_and_strict("file")?;
        let py = file.py();
        let (text, file) = read_text(&file)?;
        heap::wrap(py, self.file(), self.read(py, text, file, strict)?)
    }

    /// Writes a file to a path, or to an object with a `write` method.
    ///
    /// A path is replaced as a whole: after a failure, whatever stood there still does. Only a file with further hard
    /// links, or in a folder where no file can be made, is written over.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, obj, file, /)")]
    fn dump<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        let [obj, file] = self.call("dump", arguments, keywords).values(["obj", "file"])?;
        write_text(&file, &self.text(obj.py(), self.object("dump", &obj)?)?)
    }

    /// Everything below an element that does not fit its field, and every field that must be there and is not.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, obj, /)")]
    fn validate<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Vec<Problem>> {
        let [obj] = self.call("validate", arguments, keywords).values(["obj"])?;
        let object = self.any_object("validate", &obj)?;
        let problems = obj.py().detach(|| object.validate());
        Ok(problems.iter().map(Problem::from).collect())
    }

    /// Everything below an element that no field stands for. It is kept, and written back where it stood.
    #[pyo3(signature = (*arguments, **keywords), text_signature = "($self, obj, /)")]
    fn unknown_tokens<'py>(
        &self,
        arguments: &Bound<'py, PyTuple>,
        keywords: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Vec<UnknownToken>> {
        let [obj] = self.call("unknown_tokens", arguments, keywords).values(["obj"])?;
        let object = self.any_object("unknown_tokens", &obj)?;
        Ok(obj.py().detach(|| object.unknown()).into_iter().map(UnknownToken::from).collect())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&'static str,))> {
        let module = py.import(registry::registry()?.module_name(self.schema.name))?;
        Ok((module.getattr("_format")?, (self.schema.name,)))
    }

    fn __repr__(&self) -> String {
        format!("<file format {}>", self.schema.name)
    }
}

/// Tells whoever gave `loads` a path instead of a text which function takes that.
fn hint_at_load(data: &Bound<'_, PyAny>, error: PyErr) -> PyResult<PyErr> {
    let py = data.py();
    if let Ok(text) = data.cast::<PyString>()
        && !text.is_empty()?
        && !text.contains("(")?
    {
        let note = "loads() takes the text of a file; load() reads what stands at a path";
        error.value(py).call_method1(intern!(py, "add_note"), (note,))?;
    }
    Ok(error)
}

/// The format of this name, for pickled references to a format's functions.
#[pyfunction(name = "_format")]
#[pyo3(signature = (name, /))]
pub(crate) fn format_named(name: &str) -> PyResult<Format> {
    registry::registry()?
        .format(name)
        .ok_or_else(|| PyValueError::new_err(format!("there is no format {name}")))
}
