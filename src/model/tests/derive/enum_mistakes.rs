//! Mistakes in the attributes of an enumeration.

use pyzig_model::ModelEnum;

#[derive(Clone, Copy, ModelEnum)]
#[model(module = "sample", token = "x")]
pub enum Wrong {
    Undocumented,
    /// Data.
    Data(f64),
    /// Twice.
    #[value("data")]
    Again,
    /// Alias of another.
    #[value("other", alias = "undocumented")]
    Alias,
    /// Unknown.
    #[value("unknown", spelling = "x")]
    Unknown,
    /// Number.
    #[value(1)]
    Number,
}

/// Nothing.
#[derive(Clone, Copy, ModelEnum)]
#[model(module = "sample")]
pub enum Empty {}

fn main() {}
