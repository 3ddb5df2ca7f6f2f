//! Arguments of a format's functions, whose mistakes name the function as it is called: `pcb.load()`.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};

use crate::instance::type_name;

/// A call of a function of a format's module. All functions take values by position, and some take `strict` by name.
pub(crate) struct Call<'a, 'py> {
    pub(crate) module: &'static str,
    pub(crate) function: &'static str,
    pub(crate) arguments: &'a Bound<'py, PyTuple>,
    pub(crate) keywords: Option<&'a Bound<'py, PyDict>>,
}

impl<'py> Call<'_, 'py> {
    /// The values of parameters with these names, where there are no others.
    pub(crate) fn values<const COUNT: usize>(
        &self,
        names: [&'static str; COUNT],
    ) -> PyResult<[Bound<'py, PyAny>; COUNT]> {
        self.check_keywords(&names, &[])?;
        self.positional(names)
    }

    /// The value of a parameter with this name, and whether `strict` is true.
    pub(crate) fn value_and_strict(&self, name: &'static str) -> PyResult<(Bound<'py, PyAny>, bool)> {
        const STRICT: &str = "strict";
        self.check_keywords(&[name], &[STRICT])?;
        let [value] = self.positional([name])?;
        let strict = self.keywords.map(|keywords| keywords.get_item(STRICT)).transpose()?.flatten();
        let Some(strict) = strict else { return Ok((value, false)) };
        let truth = strict.extract().map_err(|_| {
            self.mistake(&format!("argument 'strict': expected a bool, not {}", type_name(&strict)))
        })?;
        Ok((value, truth))
    }

    fn positional<const COUNT: usize>(
        &self,
        names: [&'static str; COUNT],
    ) -> PyResult<[Bound<'py, PyAny>; COUNT]> {
        let values: Vec<_> = self.arguments.iter().collect();
        values.try_into().map_err(|values: Vec<_>| match names.get(values.len()..) {
            Some([missing]) => self.mistake(&format!("missing 1 required positional argument: '{missing}'")),
            Some(missing) => {
                let count = missing.len();
                let missing: Vec<_> = missing.iter().map(|name| format!("'{name}'")).collect();
                self.mistake(&format!(
                    "missing {count} required positional arguments: {}",
                    missing.join(" and ")
                ))
            }
            None => self.mistake(&format!(
                "takes {COUNT} positional argument{} but {} were given",
                if COUNT == 1 { "" } else { "s" },
                values.len()
            )),
        })
    }

    /// Refuses keywords but those that are taken.
    fn check_keywords(&self, positional: &[&str], taken: &[&str]) -> PyResult<()> {
        for (name, _) in self.keywords.into_iter().flatten() {
            let name = name.cast::<PyString>()?.to_cow()?;
            if positional.contains(&&*name) {
                return Err(self.mistake(&format!("takes '{name}' by position, not by keyword")));
            }
            if !taken.contains(&&*name) {
                return Err(self.mistake(&format!("got an unexpected keyword argument '{name}'")));
            }
        }
        Ok(())
    }

    fn mistake(&self, what: &str) -> PyErr {
        PyTypeError::new_err(format!("{}.{}() {what}", self.module, self.function))
    }
}
