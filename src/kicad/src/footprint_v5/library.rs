//! Footprints of KiCad 5.

use pyzig_model::Model;

use crate::pcb::{Fill, FootprintAttr, FpText, ModelXyz, Pad, Polygon, Property, Xy, Xyr, ZoneConnection};

/// A straight line.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", token = "fp_line")]
pub struct Line {
    /// Where it starts.
    pub start: Xy,
    /// Where it ends.
    pub end: Xy,
    /// Layer it is drawn on.
    #[field(bare)]
    pub layer: String,
    /// Width of the line in millimetres.
    pub width: f64,
}

/// A circle.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", token = "fp_circle")]
pub struct Circle {
    /// Its centre.
    #[field(order = 10)]
    pub center: Xy,
    /// A point on it.
    #[field(order = 20)]
    pub end: Xy,
    /// Width of its line in millimetres.
    #[field(order = 40)]
    pub width: f64,
    /// How it is filled.
    #[field(default = "no", order = 50)]
    pub fill: Fill,
    /// Layer it is drawn on.
    #[field(bare, order = 30)]
    pub layer: String,
}

/// An arc.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", token = "fp_arc")]
pub struct Arc {
    /// Its centre.
    #[field(order = 10)]
    pub start: Xy,
    /// Where it starts.
    #[field(order = 20)]
    pub end: Xy,
    /// Extent in degrees, clockwise.
    #[field(order = 30)]
    pub angle: f64,
    /// Width of its line in millimetres.
    #[field(order = 50)]
    pub width: f64,
    /// Layer it is drawn on.
    #[field(bare, order = 40)]
    pub layer: String,
}

/// A rectangle.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", token = "fp_rect")]
pub struct Rect {
    /// One corner.
    #[field(order = 10)]
    pub start: Xy,
    /// The opposite corner.
    #[field(order = 20)]
    pub end: Xy,
    /// Width of its lines in millimetres.
    #[field(order = 40)]
    pub width: f64,
    /// How it is filled.
    #[field(order = 50)]
    pub fill: Fill,
    /// Layer it is drawn on.
    #[field(bare, order = 30)]
    pub layer: String,
}

/// A 3D model.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", name = "Model", token = "model")]
pub struct Model3d {
    /// Path of its file.
    #[field(positional)]
    pub path: String,
    /// Factors of its size.
    #[field(absent = "(xyz 1 1 1)", order = 30)]
    pub scale: ModelXyz,
    /// Rotation around each axis, in degrees.
    #[field(absent = "(xyz 0 0 0)", order = 40)]
    pub rotate: ModelXyz,
    /// Where it lies, in millimetres.
    #[field(order = 20)]
    pub offset: Option<ModelXyz>,
    /// Where it lies, in inches.
    #[field(order = 10)]
    pub at: Option<ModelXyz>,
}

/// A footprint.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", token = "module")]
pub struct Footprint {
    /// Its name.
    #[field(positional)]
    pub name: String,
    /// Side it is on.
    #[field(bare, default = "F.Cu", order = 20)]
    pub layer: String,
    /// Identity.
    #[field(alias = "tstamp", order = 40)]
    pub uuid: Option<String>,
    /// Identities of its symbol and of the sheets around that.
    #[field(order = 90)]
    pub path: Option<String>,
    /// Named texts.
    #[field(repeated, token = "property", order = 80)]
    pub propertys: Vec<Property>,
    /// Texts: the reference, the value and others.
    #[field(repeated, token = "fp_text", order = 200)]
    pub fp_texts: Vec<FpText>,
    /// Properties that hold or do not.
    #[field(order = 190)]
    pub attr: Vec<FootprintAttr>,
    /// Lines.
    #[field(repeated, token = "fp_line", order = 200)]
    pub fp_lines: Vec<Line>,
    /// Arcs.
    #[field(repeated, token = "fp_arc", order = 200)]
    pub fp_arcs: Vec<Arc>,
    /// Circles.
    #[field(repeated, token = "fp_circle", order = 200)]
    pub fp_circles: Vec<Circle>,
    /// Rectangles.
    #[field(repeated, token = "fp_rect", order = 200)]
    pub fp_rects: Vec<Rect>,
    /// Polygons.
    #[field(repeated, order = 200)]
    pub fp_poly: Vec<Polygon>,
    /// Pads.
    #[field(repeated, token = "pad", order = 210)]
    pub pads: Vec<Pad>,
    /// 3D model.
    #[field(order = 220)]
    pub model: Option<Model3d>,
    /// What it is.
    #[field(token = "descr", order = 60)]
    pub description: Option<String>,
    /// Words to find it by.
    #[field(order = 70)]
    pub tags: Vec<String>,
    /// Time of the last change in the footprint editor.
    #[field(bare, order = 30)]
    pub tedit: Option<String>,
    /// How much the openings of the solder mask are larger, in millimetres.
    #[field(order = 120)]
    pub solder_mask_margin: Option<f64>,
    /// How much the solder paste is larger, in millimetres.
    #[field(order = 130)]
    pub solder_paste_margin: Option<f64>,
    /// How much the solder paste is larger, over the pads' size.
    #[field(order = 140)]
    pub solder_paste_ratio: Option<f64>,
    /// Clearance of its pads in millimetres.
    #[field(order = 150)]
    pub clearance: Option<f64>,
    /// How zones connect to its pads.
    #[field(order = 160)]
    pub zone_connect: Option<ZoneConnection>,
    /// Width of thermal spokes in millimetres.
    #[field(order = 170)]
    pub thermal_width: Option<f64>,
    /// Gap of thermal reliefs in millimetres.
    #[field(order = 180)]
    pub thermal_gap: Option<f64>,
    /// Cost of a rotation by 90 degrees for the autoplacer.
    #[field(order = 100)]
    pub autoplace_cost90: Option<i32>,
    /// Cost of a rotation by 180 degrees for the autoplacer.
    #[field(order = 110)]
    pub autoplace_cost180: Option<i32>,
    /// Whether it is protected from changes.
    #[field(word, order = 10)]
    pub locked: Option<bool>,
    /// Where it lay on the board it was saved from.
    #[field(order = 50)]
    pub at: Option<Xyr>,
    /// Further 3D models.
    #[field(repeated, token = "model", shared, order = 230)]
    pub more_models: Vec<Model3d>,
}

/// A footprint's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint_v5", file)]
pub struct FootprintFile {
    /// The footprint.
    #[field(token = "module", alias = "footprint")]
    pub footprint: Footprint,
}
