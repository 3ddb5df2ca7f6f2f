//! What is in the house: a class with methods.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyzig_reference::{Context, Exception, PythonError, Visitor, python_class, python_methods};

/// Why a pantry refuses.
#[derive(Debug, thiserror::Error, PythonError)]
pub enum PantryError {
    /// Every use checks this.
    #[error("the pantry is closed")]
    #[raises(RuntimeError)]
    Closed,
    /// More was asked for than there is.
    #[error("there are {there} g of {name}, not {wanted} g")]
    #[raises(ValueError)]
    TooLittle {
        /// What was asked for.
        name: String,
        /// Grams that are there.
        there: f64,
        /// Grams that were asked for.
        wanted: f64,
    },
    /// What a visitor raised.
    #[error(transparent)]
    #[raises(transparent)]
    Python(Exception),
}

type Things = BTreeMap<String, f64>;

/// What is in the house, and how many grams of it. It can be closed, and then refuses everything.
#[python_class(
    module = "recipes.pantry",
    name = "Pantry",
    stub = "recipes.pantry",
    factory = "`Pantry.create()`"
)]
pub struct Pantry(Mutex<Option<Things>>);

impl Pantry {
    fn lock(&self) -> MutexGuard<'_, Option<Things>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `work` have the things, unless the pantry is closed.
    fn with<T>(&self, work: impl FnOnce(&mut Things) -> T) -> Result<T, PantryError> {
        self.lock().as_mut().map(work).ok_or(PantryError::Closed)
    }
}

#[python_methods]
impl Pantry {
    /// An empty pantry.
    fn create() -> Self {
        Self(Mutex::new(Some(Things::new())))
    }

    /// Puts something in, and returns how many grams of it there are then.
    fn put(&self, name: String, #[default(1000.0)] grams: f64) -> Result<f64, PantryError> {
        self.with(|things| {
            let there = things.entry(name).or_default();
            *there += grams;
            *there
        })
    }

    /// Takes something out, all of it unless `grams` says less. Raises `ValueError` if there is too little.
    fn take(&self, name: &str, grams: Option<f64>) -> Result<f64, PantryError> {
        self.with(|things| {
            let there = things.get(name).copied().unwrap_or_default();
            let wanted = grams.unwrap_or(there);
            if wanted > there {
                return Err(PantryError::TooLittle { name: name.to_owned(), there, wanted });
            }
            things.insert(name.to_owned(), there - wanted);
            Ok(wanted)
        })?
    }

    /// Puts all things of another pantry in.
    fn put_all(&self, other: &Pantry) -> Result<(), PantryError> {
        // Two locks are never held at a time: the other one may be this one.
        let others = other.with(|things| things.clone())?;
        self.with(|things| {
            for (name, grams) in others {
                *things.entry(name).or_default() += grams;
            }
        })
    }

    /// Number of things.
    #[direct]
    fn count(&self) -> Result<usize, PantryError> {
        self.with(|things| things.len())
    }

    /// Calls `f(ctx, name)` for each thing in the order of their names.
    ///
    /// The visit covers the things of the moment it starts; `f` may change or close the pantry.
    fn visit(&self, f: Visitor<'_, '_, String>, ctx: Option<Context<'_, '_>>) -> Result<(), PantryError> {
        let names: Vec<_> = self.with(|things| things.keys().cloned().collect())?;
        Ok(names.into_iter().try_for_each(f.with(ctx))?)
    }

    /// Closes the pantry: later uses raise `RuntimeError`.
    fn close(&self) -> Result<(), PantryError> {
        self.lock().take().map(drop).ok_or(PantryError::Closed)
    }

    fn __len__(&self) -> Result<usize, PantryError> {
        self.count()
    }

    fn __repr__(&self) -> String {
        self.count().map_or_else(|_| "Pantry(closed)".to_owned(), |count| format!("Pantry({count} things)"))
    }
}
