//! Mistakes that need the field's type.

use pyzig_model::{Model, ModelEnum};

/// An enumeration.
#[derive(Clone, Copy, ModelEnum)]
#[model(module = "sample")]
pub enum Side {
    /// One.
    One,
}

/// Wrong.
#[derive(Model)]
#[model(module = "sample")]
pub struct Wrong {
    /// No truth value.
    #[field(default = "1")]
    pub a: bool,
    /// No whole number.
    #[field(default = "1.5")]
    pub b: i32,
    /// Out of range.
    #[field(default = "256")]
    pub c: u8,
    /// No number.
    #[field(default = "x")]
    pub d: f64,
    /// Never quoted.
    #[field(bare)]
    pub e: f64,
    /// Quoted by itself.
    #[field(quoted)]
    pub f: String,
    /// Never quoted.
    #[field(bare)]
    pub g: Side,
    /// No number.
    #[field(absent = "x")]
    pub i: f64,
    /// Without a point.
    #[field(decimals = 6)]
    pub h: i32,
    /// Never quoted.
    #[field(bare_words = "x")]
    pub j: f64,
}

/// A type no field may have.
#[derive(Model)]
#[model(module = "sample")]
pub struct Unsupported {
    /// Single precision.
    pub a: f32,
}

fn main() {}
