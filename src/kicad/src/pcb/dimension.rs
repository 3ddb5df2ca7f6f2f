//! Dimensions.

use pyzig_model::{Model, ModelEnum};

use super::{Pts, Text, Xy};

/// What a dimension measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_dimension_type")]
pub enum DimensionType {
    /// The distance between two points.
    Aligned,
    /// The horizontal or vertical distance between two points.
    Orthogonal,
    /// Nothing: a text with a line.
    Leader,
    /// Nothing: a cross at a centre.
    Center,
    /// A radius.
    Radial,
}

/// Where arrows point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_dimension_arrow_direction")]
pub enum ArrowDirection {
    /// Inwards.
    Inward,
    /// Outwards.
    Outward,
}

/// Points that a dimension measures.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "pts")]
pub struct DimensionPts {
    /// The points.
    #[field(repeated, token = "xy")]
    pub xys: Vec<Xy>,
}

/// How the measure is written.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "format")]
pub struct DimensionFormat {
    /// Text before it.
    #[field(default = "")]
    pub prefix: String,
    /// Text after it.
    #[field(default = "")]
    pub suffix: String,
    /// Unit: inches 0, mils 1, millimetres 2, automatic 3.
    pub units: i32,
    /// How the unit is shown: not 0, `mm` 1, `(mm)` 2.
    pub units_format: i32,
    /// Digits after the point; 6 to 9 depend on the unit.
    pub precision: i32,
    /// Text instead of the measure.
    pub override_value: Option<String>,
    /// Whether zeroes at the end are left away.
    #[field(presence, default = "no")]
    pub suppress_zeroes: bool,
}

/// How a dimension is drawn.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "style")]
pub struct DimensionStyle {
    /// Width of its lines in millimetres.
    #[field(order = 10)]
    pub thickness: Option<f64>,
    /// Length of its arrows in millimetres.
    #[field(order = 20)]
    pub arrow_length: Option<f64>,
    /// Where its arrows point (KiCad 9 and later).
    #[field(default = "outward", order = 40)]
    pub arrow_direction: ArrowDirection,
    /// Where the text stands: beside 0, in the line 1, anywhere 2.
    #[field(order = 30)]
    pub text_position_mode: Option<i32>,
    /// How far extension lines reach beyond the dimension line, in millimetres.
    #[field(order = 50)]
    pub extension_height: Option<f64>,
    /// Distance between the points and their extension lines, in millimetres.
    #[field(order = 70)]
    pub extension_offset: Option<f64>,
    /// Whether the text turns with the dimension.
    #[field(presence, default = "no", order = 80)]
    pub keep_text_aligned: bool,
    /// Frame of a leader's text: none 0, rectangle 1, circle 2, round rectangle 3.
    #[field(order = 60)]
    pub text_frame: Option<i32>,
}

/// A line of a dimension (KiCad 5 and older).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "feature1")]
pub struct DimensionLine {
    /// Its ends.
    pub pts: Pts,
}

/// A dimension.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "dimension")]
pub struct Dimension {
    /// What it measures. All dimensions of KiCad 5 and older, which did not say, are aligned.
    #[field(absent = "aligned", order = 10)]
    pub r#type: DimensionType,
    /// Layer it is drawn on.
    #[field(order = 40)]
    pub layer: String,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 50)]
    pub uuid: Option<String>,
    /// Points that it measures. None in files of KiCad 5 and older, where `feature1` and `feature2` start there.
    #[field(order = 60)]
    pub pts: Option<DimensionPts>,
    /// Distance between the points and the dimension line, in millimetres; aligned and orthogonal ones.
    #[field(order = 70)]
    pub height: Option<f64>,
    /// Horizontal 0 or vertical 1; orthogonal ones.
    #[field(order = 90)]
    pub orientation: Option<f64>,
    /// Length of the line beyond the circle, in millimetres; radial ones.
    #[field(order = 80)]
    pub leader_length: Option<f64>,
    /// How the measure is written.
    #[field(order = 100)]
    pub format: Option<DimensionFormat>,
    /// How it is drawn.
    #[field(order = 110)]
    pub style: Option<DimensionStyle>,
    /// Its text; centres have none.
    #[field(order = 120)]
    pub gr_text: Option<Text>,
    /// Whether it is protected from changes.
    #[field(order = 20)]
    pub locked: Option<bool>,
    /// Measure in millimetres (KiCad 5 and older, as all that follow).
    #[field(positional)]
    pub value: Option<f64>,
    /// Width of its lines in millimetres.
    #[field(order = 30)]
    pub width: Option<f64>,
    /// First extension line.
    #[field(order = 130)]
    pub feature1: Option<DimensionLine>,
    /// Second extension line.
    #[field(order = 140)]
    pub feature2: Option<DimensionLine>,
    /// Dimension line.
    #[field(order = 150)]
    pub crossbar: Option<DimensionLine>,
    /// One half of the first arrow.
    #[field(order = 160)]
    pub arrow1a: Option<DimensionLine>,
    /// Other half of the first arrow.
    #[field(order = 170)]
    pub arrow1b: Option<DimensionLine>,
    /// One half of the second arrow.
    #[field(order = 180)]
    pub arrow2a: Option<DimensionLine>,
    /// Other half of the second arrow.
    #[field(order = 190)]
    pub arrow2b: Option<DimensionLine>,
}
