//! Footprints as KiCad 5 writes them: `.kicad_mod`.

mod library;

use pyzig_model::ModuleSchema;

pub use library::{Arc, Circle, Footprint, FootprintFile, Line, Model3d, Rect};

/// Footprints as KiCad 5 writes them: `.kicad_mod`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "footprint_v5",
    doc: "Footprints as KiCad 5 writes them: `.kicad_mod`.",
    file: FootprintFile,
    structs: [
        Line,
        Circle,
        Arc,
        Rect,
        Model3d,
        Footprint,
        FootprintFile,
    ],
    enums: [
    ],
};
