//! Footprints in files of their own.

use pyzig_model::Model;

use crate::pcb::declare_footprint;
use crate::pcb::{Arc, Circle, FootprintAttr, FpText, Line, Model3d, Pad, Polygon, Property, Rect, Xyr};

declare_footprint! {
    /// A footprint in a file of its own.
    #[model(module = "footprint", token = "footprint")]
    Footprint {
        /// Its name.
        #[field(positional)]
        pub name: String,
        /// Identity. KiCad 5 to 7 called it `tstamp`.
        #[field(order = 80, alias = "tstamp")]
        pub uuid: Option<String>,
        /// Identities of its symbol and of the sheets around that, where it was saved from a board.
        #[field(order = 130)]
        pub path: Option<String>,
        /// Side it is on: `F.Cu`.
        #[field(order = 60, default = "F.Cu")]
        pub layer: String,
        /// Named texts: `Reference`, `Value` and others.
        #[field(repeated, token = "property", order = 115)]
        pub propertys: Vec<Property>,
        /// Properties that hold or do not.
        #[field(order = 230)]
        pub attr: Vec<FootprintAttr>,
        /// Circles.
        #[field(repeated, token = "fp_circle", order = 293)]
        pub fp_circles: Vec<Circle>,
        /// Lines.
        #[field(repeated, token = "fp_line", order = 290)]
        pub fp_lines: Vec<Line>,
        /// Arcs.
        #[field(repeated, token = "fp_arc", order = 292)]
        pub fp_arcs: Vec<Arc>,
        /// Rectangles.
        #[field(repeated, token = "fp_rect", order = 291)]
        pub fp_rects: Vec<Rect>,
        /// Polygons.
        #[field(repeated, order = 294)]
        pub fp_poly: Vec<Polygon>,
        /// Texts.
        #[field(repeated, token = "fp_text", order = 297)]
        pub fp_texts: Vec<FpText>,
        /// Pads.
        #[field(repeated, token = "pad", order = 310)]
        pub pads: Vec<Pad>,
        /// 3D models.
        #[field(repeated, token = "model", order = 370)]
        pub models: Vec<Model3d>,
        /// Whether the fonts in use are inside the file (KiCad 9 and later).
        #[field(order = 350)]
        pub embedded_fonts: Option<bool>,
        /// Format of the file, as a date.
        #[field(order = 10, default = "20241229")]
        pub version: i32,
        /// Program that wrote it.
        #[field(order = 20, default = "faebryk")]
        pub generator: String,
        /// Version of that program.
        #[field(order = 30, default = "latest")]
        pub generator_version: String,
        /// What it is.
        #[field(token = "descr", order = 100)]
        pub description: Option<String>,
        /// Words to find it by.
        #[field(order = 110)]
        pub tags: Vec<String>,
        /// Time of the last change in the footprint editor (KiCad 6 and older).
        #[field(order = 70, bare)]
        pub tedit: Option<String>,
        /// Where it lay on the board it was saved from.
        #[field(order = 90)]
        pub at: Option<Xyr>,
        /// Name of its symbol's sheet on the board it was saved from.
        #[field(order = 140)]
        pub sheetname: Option<String>,
        /// File of its symbol's sheet on the board it was saved from.
        #[field(order = 150)]
        pub sheetfile: Option<String>,
    }
}

/// A footprint's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint", file)]
pub struct FootprintFile {
    /// The footprint. KiCad 5 called it `module`.
    #[field(alias = "module")]
    pub footprint: Footprint,
}
