//! Python callables that are called for one element after the other.

use std::marker::PhantomData;

use pyo3::prelude::*;

/// What a caller hands through to its visitor, as the argument `ctx`.
///
/// As the type of a parameter it may be left out by callers (`Option<Context<'_, '_>>`); the visitor then gets None.
pub type Context<'a, 'py> = &'a Bound<'py, PyAny>;

/// A Python callable `f(ctx, element)` as an argument.
///
/// [`with`](Self::with) makes a closure of it. No lock may be held where that is called: the callable may use, change or
/// destroy everything that Python code can reach.
pub struct Visitor<'a, 'py, T> {
    callable: Borrowed<'a, 'py, PyAny>,
    element: PhantomData<fn(T)>,
}

impl<'a, 'py, T> FromPyObject<'a, 'py> for Visitor<'a, 'py, T> {
    type Error = std::convert::Infallible;

    /// Takes anything: what cannot be called raises when it is called first.
    fn extract(callable: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        Ok(Self { callable, element: PhantomData })
    }
}

impl<'a, 'py, T: IntoPyObject<'py>> Visitor<'a, 'py, T> {
    /// A closure that calls the callable. What that returns is ignored; what it raises is the closure's error, unchanged.
    pub fn with(self, context: Option<Context<'_, 'py>>) -> impl FnMut(T) -> PyResult<()> + use<'a, 'py, T> {
        let py = self.callable.py();
        let context = context.cloned().unwrap_or_else(|| py.None().into_bound(py));
        move |element| self.callable.call1((&context, element)).map(drop)
    }
}

#[cfg(feature = "stubs")]
impl<T: pyo3_stub_gen::PyStubType> pyo3_stub_gen::PyStubType for Visitor<'_, '_, T> {
    fn type_output() -> pyo3_stub_gen::TypeInfo {
        Self::type_input()
    }

    fn type_input() -> pyo3_stub_gen::TypeInfo {
        // A list knows how its element is imported.
        let mut info = pyo3_stub_gen::TypeInfo::list_of::<T>();
        info.name = format!("collections.abc.Callable[[_T, {}], object]", T::type_output().name);
        info.import.insert("collections.abc".into());
        info
    }
}
