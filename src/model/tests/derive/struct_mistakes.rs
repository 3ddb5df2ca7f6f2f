//! Mistakes in the attributes of a struct, all shown at once.

use pyzig_model::Model;

#[derive(Model)]
#[model(module = "sample", modul = "x", file = 3, first = "a zz")]
pub struct Wrong {
    #[field(positional)]
    pub undocumented: f64,
    /// Unknown word.
    #[field(optional)]
    pub a: f64,
    /// Two places.
    #[field(positional, repeated)]
    pub b: Vec<f64>,
    /// One value repeated.
    #[field(repeated)]
    pub c: f64,
    /// All remaining atoms.
    #[field(rest)]
    pub d: Vec<String>,
    /// After all remaining atoms.
    #[field(positional)]
    pub e: String,
    /// A word for a number.
    #[field(word)]
    pub f: f64,
    /// A default for what may be absent.
    #[field(default = "1")]
    pub g: Option<f64>,
    /// Taken name and word.
    #[field(name = "g", token = "g")]
    pub h: Option<f64>,
    /// Keyword.
    pub from: f64,
    /// Nested.
    pub i: Option<Vec<f64>>,
    /// No number.
    #[field(order = "1")]
    pub j: f64,
    /// Vec of atoms.
    #[field(positional)]
    pub k: Vec<f64>,
    /// Word of an atom.
    #[field(positional, alias = "l")]
    pub l: f64,
    /// Empty.
    #[field(token = "")]
    pub m: f64,
    /// What may be absent reads as nothing.
    #[field(absent = "1")]
    pub n: Option<f64>,
    /// No boolean.
    #[field(ahead)]
    pub o: f64,
    /// In another order than what?
    #[field(in_other_order)]
    pub q: Vec<f64>,
    /// Silent about nothing.
    #[field(silent)]
    pub r: String,
    /// No such list.
    #[field(within = "nowhere")]
    pub p: Option<bool>,
}

fn main() {}
