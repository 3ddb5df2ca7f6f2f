//! Places, sizes and outlines.

use pyzig_model::Model;

/// A point.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "xy")]
pub struct Xy {
    /// Distance to the right, in millimetres.
    #[field(positional)]
    pub x: f64,
    /// Distance downwards, in millimetres.
    #[field(positional)]
    pub y: f64,
}

/// A point in space, or three factors or angles.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "xyz")]
pub struct Xyz {
    /// Along the first axis.
    #[field(positional)]
    pub x: f64,
    /// Along the second axis.
    #[field(positional)]
    pub y: f64,
    /// Along the third axis.
    #[field(positional)]
    pub z: f64,
}

/// A place with a rotation.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "at")]
pub struct Xyr {
    /// Distance to the right, in millimetres.
    #[field(positional)]
    pub x: f64,
    /// Distance downwards, in millimetres.
    #[field(positional)]
    pub y: f64,
    /// Rotation in degrees, counter-clockwise; None means 0.
    #[field(positional)]
    pub r: Option<f64>,
}

/// A width and a height.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "size")]
pub struct Wh {
    /// Width in millimetres.
    #[field(positional)]
    pub w: f64,
    /// Height in millimetres; None where one number serves both.
    #[field(positional)]
    pub h: Option<f64>,
}

/// One or two sizes.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "size")]
pub struct Size {
    /// Size in millimetres; the diameter of what is round.
    #[field(positional)]
    pub x: f64,
    /// Second size in millimetres, where it differs.
    #[field(positional)]
    pub y: Option<f64>,
}

/// The corners of a line or outline, in order.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "pts")]
pub struct Pts {
    /// Corners.
    #[field(repeated, token = "xy")]
    pub xys: Vec<Xy>,
    /// Arcs between corners (KiCad 6 and later). Where corners and arcs alternate, the text alone has their
    /// order.
    #[field(repeated, token = "arc")]
    pub arcs: Vec<PtsArc>,
}

/// An arc of an outline, given by three points.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "arc")]
pub struct PtsArc {
    /// Where it starts.
    pub start: Xy,
    /// A point between both ends.
    pub mid: Xy,
    /// Where it ends.
    pub end: Xy,
}

/// Distances between a box and its text, in millimetres.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "margins")]
pub struct Margins {
    /// At the left.
    #[field(positional)]
    pub left: f64,
    /// At the top.
    #[field(positional)]
    pub top: f64,
    /// At the right.
    #[field(positional)]
    pub right: f64,
    /// At the bottom.
    #[field(positional)]
    pub bottom: f64,
}

/// How many cells of a table a cell covers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "span")]
pub struct Span {
    /// Columns; 0 where another cell covers this one.
    #[field(positional)]
    pub cols: i32,
    /// Rows; 0 where another cell covers this one.
    #[field(positional)]
    pub rows: i32,
}
