//! Symbol libraries: `.kicad_sym`.

mod library;

use pyzig_model::ModuleSchema;

pub use library::{SymbolFile, SymbolLib};

/// Symbol libraries: `.kicad_sym`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "symbol",
    doc: "Symbol libraries: `.kicad_sym`.",
    file: SymbolFile,
    structs: [
        SymbolLib,
        SymbolFile,
    ],
    enums: [
    ],
};
