//! Drawing sheets: `.kicad_wks`.

mod item;
mod sheet;

use pyzig_model::ModuleSchema;

pub use item::{
    Corner, PageOption, PngData, Position, WorksheetBitmap, WorksheetFont, WorksheetJustify,
    WorksheetJustifyWord, WorksheetLine, WorksheetPolygon, WorksheetRect, WorksheetText,
};
pub use sheet::{KicadWks, WorksheetFile, WorksheetSetup};

/// Drawing sheets: `.kicad_wks`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "worksheet",
    doc: "Drawing sheets: `.kicad_wks`.",
    file: WorksheetFile,
    structs: [
        Position,
        WorksheetFont,
        WorksheetJustify,
        WorksheetLine,
        WorksheetRect,
        WorksheetText,
        WorksheetPolygon,
        WorksheetBitmap,
        PngData,
        WorksheetSetup,
        KicadWks,
        WorksheetFile,
    ],
    enums: [
        Corner,
        PageOption,
        WorksheetJustifyWord,
    ],
};
