//! Symbol libraries as KiCad 6 writes them: `.kicad_sym`.

mod library;

use pyzig_model::ModuleSchema;

pub use library::{Circle, Symbol, SymbolFile, SymbolLib, SymbolUnit};

/// Symbol libraries as KiCad 6 writes them: `.kicad_sym`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "symbol_v6",
    doc: "Symbol libraries as KiCad 6 writes them: `.kicad_sym`.",
    file: SymbolFile,
    structs: [
        Circle,
        SymbolUnit,
        Symbol,
        SymbolLib,
        SymbolFile,
    ],
    enums: [
    ],
};
