//! Types that cannot be described.

use pyzig_model::{Model, ModelEnum};

/// No module.
#[derive(Model)]
pub struct Nowhere {
    /// A field.
    pub a: f64,
}

/// Generic.
#[derive(Model)]
#[model(module = "sample")]
pub struct Generic<T> {
    /// A field.
    pub a: T,
}

/// Tuple.
#[derive(Model)]
#[model(module = "sample")]
pub struct Tuple(f64);

/// Empty file.
#[derive(Model)]
#[model(module = "sample", file)]
pub struct Empty {}

/// File with an atom.
#[derive(Model)]
#[model(module = "sample", file)]
pub struct Atoms {
    /// An atom.
    #[field(positional)]
    pub a: f64,
}

/// An enum.
#[derive(Model)]
#[model(module = "sample")]
pub enum NotStruct {}

/// A struct.
#[derive(ModelEnum)]
#[model(module = "sample")]
pub struct NotEnum;

fn main() {}
