//! Pads.

use pyzig_model::{Model, ModelEnum};

use super::{Arc, Circle, Curve, Line, Net, Polygon, Rect, Teardrop, Wh, Xy, Xyr};

/// How a pad is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_type")]
pub enum PadType {
    /// A plated hole.
    ThruHole,
    /// Copper on one side, for soldering.
    Smd,
    /// A hole without plating.
    NpThruHole,
    /// Copper on one side without solder paste, such as an edge connector.
    Connect,
}

/// Outline of a pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_shape")]
pub enum PadShape {
    /// A circle.
    Circle,
    /// A rectangle.
    Rect,
    /// A rectangle with round ends.
    Oval,
    /// A rectangle with round or cut corners.
    Roundrect,
    /// An anchor shape and further primitives.
    Custom,
    /// A rectangle with two slanted sides.
    Trapezoid,
    /// A rectangle with cut corners.
    ChamferedRect,
}

/// What zones keep clear around a custom pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_clearance")]
pub enum PadClearance {
    /// Its outline.
    Outline,
    /// The convex hull around it.
    Convexhull,
}

/// Anchor of a custom pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_anchor")]
pub enum PadAnchor {
    /// A rectangle.
    Rect,
    /// A circle.
    Circle,
}

/// What a pad is for in production.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_property")]
pub enum PadProperty {
    /// A ball of a BGA.
    PadPropBga,
    /// A fiducial mark of the board.
    PadPropFiducialGlob,
    /// A fiducial mark of its footprint.
    PadPropFiducialLoc,
    /// A test point.
    PadPropTestpoint,
    /// A plated half hole at the board's edge.
    PadPropCastellated,
    /// A heat sink.
    PadPropHeatsink,
    /// Mechanical only.
    PadPropMechanical,
    /// A press-fit hole (KiCad 10).
    PadPropPressfit,
    /// None of them.
    None,
}

/// A cut corner of a pad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_chamfer")]
pub enum PadChamfer {
    /// At the top left.
    TopLeft,
    /// At the top right.
    TopRight,
    /// At the bottom left.
    BottomLeft,
    /// At the bottom right.
    BottomRight,
}

/// Shape of a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_drill_shape")]
pub enum PadDrillShape {
    /// Round.
    Circle,
    /// A slot.
    Oval,
}

/// Which sides of a pad the solder mask covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_pad_tenting")]
pub enum PadTentingType {
    /// The front.
    Front,
    /// The back.
    Back,
    /// No side.
    None,
}

/// How zones connect to a pad. Files hold numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_connection")]
pub enum ZoneConnection {
    /// As the footprint or zone says.
    #[value("INHERITED", token = "-1")]
    INHERITED,
    /// Not at all.
    #[value("NONE", token = "0")]
    NONE,
    /// By thermal reliefs.
    #[value("THERMAL", token = "1")]
    THERMAL,
    /// Without a gap.
    #[value("FULL", token = "2")]
    FULL,
    /// By thermal reliefs for plated holes, otherwise without a gap.
    #[value("THT_THERMAL", token = "3")]
    THTTHERMAL,
}

/// How a pad or via varies between layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_padstack_mode")]
pub enum PadstackMode {
    /// One shape each for the front, all inner layers and the back.
    FrontInnerBack,
    /// A shape for each layer.
    Custom,
}

/// How a hole is machined after plating (KiCad 10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_post_machining_mode")]
pub enum PostMachiningMode {
    /// A flat, wider hole.
    Counterbore,
    /// A cone.
    Countersink,
}

/// Shapes that form a custom pad together with its anchor. They lie in relation to the pad.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "primitives")]
pub struct PadPrimitives {
    /// Polygons.
    #[field(repeated, token = "gr_poly", order = 10)]
    pub gr_polys: Vec<Polygon>,
    /// Lines.
    #[field(repeated, token = "gr_line", order = 10)]
    pub gr_lines: Vec<Line>,
    /// Rectangles.
    #[field(repeated, token = "gr_rect", order = 10)]
    pub gr_rects: Vec<Rect>,
    /// Arcs.
    #[field(repeated, token = "gr_arc", order = 10)]
    pub gr_arcs: Vec<Arc>,
    /// Circles.
    #[field(repeated, token = "gr_circle", order = 10)]
    pub gr_circles: Vec<Circle>,
    /// Bézier curves.
    #[field(repeated, token = "gr_curve", order = 10)]
    pub gr_curves: Vec<Curve>,
    /// Number boxes: where the pad's number is shown.
    #[field(repeated, token = "gr_bbox", order = 10)]
    pub gr_bboxs: Vec<Rect>,
    /// Directions of thermal spokes.
    #[field(repeated, token = "gr_vector", order = 10)]
    pub gr_vectors: Vec<Line>,
}

/// The hole of a pad.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "drill")]
pub struct PadDrill {
    /// Shape; None for a round one.
    #[field(positional)]
    pub shape: Option<PadDrillShape>,
    /// Diameter or width in millimetres.
    #[field(positional)]
    pub size_x: Option<f64>,
    /// Height of a slot in millimetres.
    #[field(positional)]
    pub size_y: Option<f64>,
    /// Where the copper lies in relation to the hole.
    pub offset: Option<Xy>,
}

/// Settings of a custom pad.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "options")]
pub struct PadOptions {
    /// What zones keep clear.
    pub clearance: Option<PadClearance>,
    /// Shape of the anchor.
    pub anchor: Option<PadAnchor>,
}

/// Which sides of a pad the solder mask covers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "tenting")]
pub struct PadTenting {
    /// The side, in files of KiCad 9. None where the file names both sides.
    #[field(positional)]
    pub r#type: Option<PadTentingType>,
    /// Whether the front is covered (KiCad 10); None leaves it to the board.
    pub front: Option<bool>,
    /// Whether the back is covered (KiCad 10); None leaves it to the board.
    pub back: Option<bool>,
    /// The other side, where a file of KiCad 9 names both.
    #[field(positional)]
    pub other: Option<PadTentingType>,
}

/// A hole that is drilled wider from one side (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "backdrill")]
pub struct Backdrill {
    /// Diameter in millimetres.
    pub size: f64,
    /// Layer where it starts, and layer where it ends.
    pub layers: Vec<String>,
}

/// How a hole is machined after plating (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "front_post_machining")]
pub struct PostMachining {
    /// Shape.
    #[field(positional)]
    pub mode: Option<PostMachiningMode>,
    /// Diameter in millimetres.
    pub size: Option<f64>,
    /// Depth in millimetres.
    pub depth: Option<f64>,
    /// Angle of the cone in degrees.
    pub angle: Option<f64>,
}

/// Shapes of a pad on the layers where it differs from the front (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "padstack")]
pub struct PadPadstack {
    /// How it varies.
    pub mode: PadstackMode,
    /// The layers.
    #[field(repeated, token = "layer")]
    pub layers: Vec<PadPadstackLayer>,
}

/// Shape of a pad on one layer.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "layer")]
pub struct PadPadstackLayer {
    /// Name of the layer; `Inner` for all inner ones.
    #[field(positional)]
    pub name: String,
    /// Outline.
    pub shape: Option<PadShape>,
    /// Size.
    pub size: Option<Wh>,
    /// Difference between opposite sides of a trapezoid.
    pub rect_delta: Option<Wh>,
    /// Where the copper lies in relation to the hole.
    pub offset: Option<Xy>,
    /// Radius of the corners over the shorter side, 0 to 0.5.
    pub roundrect_rratio: Option<f64>,
    /// Length of cut corners over the shorter side, 0 to 0.5.
    pub chamfer_ratio: Option<f64>,
    /// Corners that are cut.
    pub chamfer: Vec<PadChamfer>,
    /// Settings of a custom shape.
    pub options: Option<PadOptions>,
    /// Shapes of a custom shape.
    pub primitives: Option<PadPrimitives>,
    /// Direction of thermal spokes in degrees.
    pub thermal_bridge_angle: Option<f64>,
    /// Gap of thermal reliefs in millimetres.
    pub thermal_gap: Option<f64>,
    /// Width of thermal spokes in millimetres.
    pub thermal_bridge_width: Option<f64>,
    /// Clearance in millimetres.
    pub clearance: Option<f64>,
    /// How zones connect.
    pub zone_connect: Option<ZoneConnection>,
}

/// A pad of a footprint.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "pad")]
pub struct Pad {
    /// Its number or name.
    #[field(positional)]
    pub name: String,
    /// How it is made.
    #[field(positional)]
    pub r#type: PadType,
    /// Outline.
    #[field(positional)]
    pub shape: PadShape,
    /// Where it lies, in relation to the footprint; its rotation is that on the board.
    #[field(absent = "0 0", order = 20)]
    pub at: Xyr,
    /// Size.
    #[field(absent = "1.524 1.524", order = 30)]
    pub size: Wh,
    /// Hole.
    #[field(order = 50)]
    pub drill: Option<PadDrill>,
    /// Layers it is on; `*.Cu` stands for all copper layers.
    #[field(order = 110)]
    pub layers: Vec<String>,
    /// Whether copper is left away on layers without a connection.
    #[field(alias = "remove_unused_layer", order = 120)]
    pub remove_unused_layers: Option<bool>,
    /// Net it belongs to.
    #[field(order = 180)]
    pub net: Option<Net>,
    /// Name of the symbol's pin.
    #[field(order = 190)]
    pub pinfunction: Option<String>,
    /// Electrical type of the symbol's pin.
    #[field(order = 200)]
    pub pintype: Option<String>,
    /// How much the opening of the solder mask is larger, in millimetres.
    #[field(order = 230)]
    pub solder_mask_margin: Option<f64>,
    /// How much the solder paste is larger, in millimetres.
    #[field(order = 240)]
    pub solder_paste_margin: Option<f64>,
    /// How much the solder paste is larger, over the pad's size.
    #[field(order = 250)]
    pub solder_paste_margin_ratio: Option<f64>,
    /// Clearance in millimetres.
    #[field(order = 260)]
    pub clearance: Option<f64>,
    /// How zones connect.
    #[field(order = 270)]
    pub zone_connect: Option<ZoneConnection>,
    /// Width of thermal spokes in millimetres.
    #[field(alias = "thermal_width", order = 280)]
    pub thermal_bridge_width: Option<f64>,
    /// Gap of thermal reliefs in millimetres.
    #[field(order = 300)]
    pub thermal_gap: Option<f64>,
    /// Radius of the corners over the shorter side, 0 to 0.5.
    #[field(order = 150)]
    pub roundrect_rratio: Option<f64>,
    /// Length of cut corners over the shorter side, 0 to 0.5.
    #[field(order = 160)]
    pub chamfer_ratio: Option<f64>,
    /// Corners that are cut.
    #[field(order = 170)]
    pub chamfer: Vec<PadChamfer>,
    /// What the pad is for in production.
    #[field(token = "property", order = 100)]
    pub properties: Option<PadProperty>,
    /// Settings of a custom pad.
    #[field(order = 310)]
    pub options: Option<PadOptions>,
    /// Sides that the solder mask covers (KiCad 9 and later).
    #[field(order = 340)]
    pub tenting: Option<PadTenting>,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 350)]
    pub uuid: Option<String>,
    /// Shapes of a custom pad.
    #[field(order = 320)]
    pub primitives: Option<PadPrimitives>,
    /// Whether it is protected from changes.
    #[field(order = 10)]
    pub locked: Option<bool>,
    /// Difference between opposite sides of a trapezoid, in millimetres.
    #[field(order = 40)]
    pub rect_delta: Option<Wh>,
    /// Wider hole from one side (KiCad 10).
    #[field(order = 60)]
    pub backdrill: Option<Backdrill>,
    /// Wider hole from the other side (KiCad 10).
    #[field(order = 70)]
    pub tertiary_drill: Option<Backdrill>,
    /// Machining of the hole at the front (KiCad 10).
    #[field(order = 80)]
    pub front_post_machining: Option<PostMachining>,
    /// Machining of the hole at the back (KiCad 10).
    #[field(order = 90)]
    pub back_post_machining: Option<PostMachining>,
    /// Whether copper stays on the outer layers where unused layers are left away.
    #[field(order = 130)]
    pub keep_end_layers: Option<bool>,
    /// Layers whose zones connect although the pad has no track there.
    #[field(order = 140)]
    pub zone_layer_connections: Vec<String>,
    /// Length of the wire inside the part, in millimetres.
    #[field(order = 210)]
    pub die_length: Option<f64>,
    /// Delay of the wire inside the part, in picoseconds (KiCad 10).
    #[field(order = 220)]
    pub die_delay: Option<f64>,
    /// Direction of thermal spokes in degrees.
    #[field(order = 290)]
    pub thermal_bridge_angle: Option<f64>,
    /// Teardrops of its tracks.
    #[field(order = 330)]
    pub teardrops: Option<Teardrop>,
    /// Shapes on other layers (KiCad 9 and later).
    #[field(order = 360)]
    pub padstack: Option<PadPadstack>,
}
