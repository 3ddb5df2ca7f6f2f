//! Colours, lines and fills.

use pyzig_model::{Model, ModelEnum};

/// How a shape is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_fill_type")]
pub enum FillType {
    /// With the background colour of symbols.
    Background,
    /// Not at all.
    None,
    /// With the colour of its outline.
    Outline,
    /// With a colour of its own.
    Color,
    /// With diagonal lines (KiCad 10).
    Hatch,
    /// With diagonal lines the other way (KiCad 10).
    ReverseHatch,
    /// With diagonal lines both ways (KiCad 10).
    CrossHatch,
}

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_stroke_type")]
pub enum StrokeType {
    /// Without gaps.
    Solid,
    /// As the settings of the schematic say.
    Default,
    /// Dashes.
    Dash,
    /// Dots.
    Dot,
    /// Dashes and dots in turn.
    DashDot,
    /// Dashes with two dots between.
    DashDotDot,
}

/// A colour.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "color")]
pub struct Color {
    /// Red, 0 to 255.
    #[field(positional)]
    pub r: i32,
    /// Green, 0 to 255.
    #[field(positional)]
    pub g: i32,
    /// Blue, 0 to 255.
    #[field(positional)]
    pub b: i32,
    /// Opacity, 0 to 1. All four are 0 for the default colour.
    #[field(positional)]
    pub a: f64,
}

/// How a shape is filled.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "fill")]
pub struct Fill {
    /// What fills it.
    #[field(default = "background", absent = "none")]
    pub r#type: FillType,
    /// Colour, where it has its own.
    pub color: Option<Color>,
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "stroke")]
pub struct Stroke {
    /// Width in millimetres; 0 for the default.
    #[field(default = "0", absent = "0.1524")]
    pub width: f64,
    /// Pattern.
    #[field(default = "default")]
    pub r#type: StrokeType,
    /// Colour; None for the default.
    pub color: Option<Color>,
}
