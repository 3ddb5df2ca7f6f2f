//! Symbol libraries.

use pyzig_model::Model;

use crate::schematic::Symbol;

/// A symbol library.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "symbol", token = "kicad_symbol_lib")]
pub struct SymbolLib {
    /// Format of the file, as a date.
    #[field(order = 10)]
    pub version: i32,
    /// Program that wrote it.
    #[field(default = "", alias = "host", order = 20)]
    pub generator: String,
    /// Its symbols.
    #[field(repeated, token = "symbol", order = 40)]
    pub symbols: Vec<Symbol>,
    /// Version of that program (KiCad 8 and later).
    #[field(alias = "host", shared, order = 30)]
    pub generator_version: Option<String>,
}

/// A symbol library's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "symbol", file)]
pub struct SymbolFile {
    /// The library.
    #[field(token = "kicad_symbol_lib", alias = "kicad_sym")]
    pub kicad_sym: SymbolLib,
}
