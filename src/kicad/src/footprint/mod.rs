//! Footprints in files of their own: `.kicad_mod`.

mod library;

use pyzig_model::ModuleSchema;

pub use library::{Footprint, FootprintFile};

/// Footprints in files of their own: `.kicad_mod`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "footprint",
    doc: "Footprints in files of their own: `.kicad_mod`.",
    file: FootprintFile,
    structs: [
        Footprint,
        FootprintFile,
    ],
    enums: [
    ],
};
