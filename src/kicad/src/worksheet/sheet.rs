//! The whole drawing sheet.

use pyzig_model::Model;

use super::{WorksheetBitmap, WorksheetLine, WorksheetPolygon, WorksheetRect, WorksheetText};
use crate::pcb::Wh;

/// Settings of a drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "setup")]
pub struct WorksheetSetup {
    /// Size of texts in millimetres.
    pub textsize: Option<Wh>,
    /// Width of lines in millimetres.
    pub linewidth: Option<f64>,
    /// Width of texts' lines in millimetres.
    pub textlinewidth: Option<f64>,
    /// Left margin in millimetres.
    pub left_margin: Option<f64>,
    /// Right margin in millimetres.
    pub right_margin: Option<f64>,
    /// Upper margin in millimetres.
    pub top_margin: Option<f64>,
    /// Lower margin in millimetres.
    pub bottom_margin: Option<f64>,
}

/// A drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "kicad_wks")]
pub struct KicadWks {
    /// Format of the file, as a date.
    #[field(default = "20231118", order = 10)]
    pub version: i32,
    /// Program that wrote it.
    #[field(default = "", order = 20)]
    pub generator: String,
    /// Version of that program (KiCad 8 and later).
    #[field(order = 30)]
    pub generator_version: Option<String>,
    /// Settings.
    #[field(default = "", order = 40)]
    pub setup: WorksheetSetup,
    /// Rectangles.
    #[field(repeated, token = "rect", order = 50)]
    pub rects: Vec<WorksheetRect>,
    /// Lines.
    #[field(repeated, token = "line", order = 50)]
    pub lines: Vec<WorksheetLine>,
    /// Texts.
    #[field(repeated, token = "tbtext", order = 50)]
    pub tbtexts: Vec<WorksheetText>,
    /// Polygons.
    #[field(repeated, token = "polygon", order = 50)]
    pub polygons: Vec<WorksheetPolygon>,
    /// Pictures.
    #[field(repeated, token = "bitmap", order = 50)]
    pub bitmaps: Vec<WorksheetBitmap>,
}

/// A drawing sheet's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", file)]
pub struct WorksheetFile {
    /// The drawing sheet. KiCad 5 called it `page_layout`; KiCad reads `drawing_sheet` as well.
    #[field(alias = "page_layout", alias = "drawing_sheet")]
    pub kicad_wks: KicadWks,
}
