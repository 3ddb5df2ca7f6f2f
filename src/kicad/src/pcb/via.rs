//! Vias and teardrops.

use pyzig_model::{Model, ModelEnum};

use super::{Backdrill, PadstackMode, PostMachining, Size, Xy, ZoneConnection};

/// Which layers a via connects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_via_type")]
pub enum ViaType {
    /// All of them. Not written to files.
    Through,
    /// From an outer layer to an inner one.
    Blind,
    /// Between inner layers (KiCad 10).
    Buried,
    /// A laser-drilled one between neighbouring layers.
    Micro,
}

/// Shape of a via on one layer.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "layer")]
pub struct ViaLayer {
    /// Name of the layer; `Inner` for all inner ones.
    #[field(positional)]
    pub name: String,
    /// Diameter.
    pub size: Option<Size>,
    /// Gap of thermal reliefs in millimetres.
    pub thermal_gap: Option<f64>,
    /// Width of thermal spokes in millimetres.
    pub thermal_bridge_width: Option<f64>,
    /// Direction of thermal spokes in degrees.
    pub thermal_bridge_angle: Option<f64>,
    /// How zones connect.
    pub zone_connect: Option<ZoneConnection>,
}

/// Sizes of a via on the layers where it differs from the front (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "padstack")]
pub struct ViaPadstack {
    /// How it varies.
    pub mode: PadstackMode,
    /// The layers.
    #[field(repeated, token = "layer")]
    pub layers: Vec<ViaLayer>,
}

/// Which sides of a via the solder mask covers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "tenting")]
pub struct ViaTenting {
    /// Whether the front is covered; None leaves it to the board.
    #[field(word)]
    pub front: Option<bool>,
    /// Whether the back is covered; None leaves it to the board.
    #[field(word)]
    pub back: Option<bool>,
}

/// Which sides of vias are treated (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "covering")]
pub struct FrontBack {
    /// Whether the front is; None leaves it to the board.
    pub front: Option<bool>,
    /// Whether the back is; None leaves it to the board.
    pub back: Option<bool>,
}

/// How tracks widen towards a pad or via.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "teardrops")]
pub struct Teardrop {
    /// Whether there are teardrops.
    #[field(default = "no", order = 80)]
    pub enabled: bool,
    /// Whether a teardrop may spread over two segments.
    #[field(default = "no", order = 90)]
    pub allow_two_segments: bool,
    /// Whether pads in a zone of the same net go without.
    #[field(default = "yes", order = 100)]
    pub prefer_zone_connections: bool,
    /// Length over the size of the pad or via.
    #[field(absent = "0.5", order = 10)]
    pub best_length_ratio: f64,
    /// Longest length in millimetres.
    #[field(absent = "1", order = 20)]
    pub max_length: f64,
    /// Width over the size of the pad or via.
    #[field(absent = "1", order = 30)]
    pub best_width_ratio: f64,
    /// Largest width in millimetres.
    #[field(absent = "2", order = 40)]
    pub max_width: f64,
    /// Whether the edges are curved (KiCad 8 and later).
    #[field(default = "no", order = 50)]
    pub curved_edges: bool,
    /// Tracks wider than this part of the pad or via go without.
    #[field(absent = "0.9", order = 70)]
    pub filter_ratio: f64,
    /// Points of a curved edge (KiCad 7).
    #[field(order = 60)]
    pub curve_points: Option<i32>,
}

/// A via.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "via")]
pub struct Via {
    /// Its centre.
    #[field(absent = "0 0", order = 10)]
    pub at: Xy,
    /// Diameter in millimetres.
    #[field(absent = "0", order = 20)]
    pub size: f64,
    /// Diameter of the hole in millimetres. None, in files of KiCad 8 and older, for that of the net class.
    #[field(order = 30)]
    pub drill: Option<f64>,
    /// First and last layer.
    #[field(order = 80)]
    pub layers: Vec<String>,
    /// Number of the net it belongs to; None in files of KiCad 10, which have `net_name`.
    #[field(order = 220)]
    pub net: Option<i32>,
    /// Whether copper is left away on layers without a connection.
    #[field(alias = "remove_unused_layer", order = 90)]
    pub remove_unused_layers: Option<bool>,
    /// Whether copper stays on the first and last layer in that case.
    #[field(order = 100)]
    pub keep_end_layers: Option<bool>,
    /// Layers whose zones connect although the via has no track there.
    #[field(order = 140)]
    pub zone_layer_connections: Vec<String>,
    /// Sizes on other layers (KiCad 9 and later).
    #[field(order = 200)]
    pub padstack: Option<ViaPadstack>,
    /// Teardrops of its tracks.
    #[field(order = 210)]
    pub teardrops: Option<Teardrop>,
    /// Sides that the solder mask covers (KiCad 9 and later).
    #[field(order = 150)]
    pub tenting: Option<ViaTenting>,
    /// Whether it keeps its net when tracks change.
    #[field(order = 130)]
    pub free: Option<bool>,
    /// Whether it is protected from changes.
    #[field(order = 120)]
    pub locked: Option<bool>,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 230)]
    pub uuid: Option<String>,
    /// Which layers it connects; None for all.
    #[field(positional)]
    pub r#type: Option<ViaType>,
    /// Name of the net it belongs to (KiCad 10).
    #[field(token = "net", shared, order = 220)]
    pub net_name: Option<String>,
    /// Whether only the first and last layer have copper (KiCad 9 and later).
    #[field(order = 110)]
    pub start_end_only: Option<bool>,
    /// Wider hole from one side (KiCad 10).
    #[field(order = 40)]
    pub backdrill: Option<Backdrill>,
    /// Wider hole from the other side (KiCad 10).
    #[field(order = 50)]
    pub tertiary_drill: Option<Backdrill>,
    /// Machining of the hole at the front (KiCad 10).
    #[field(order = 60)]
    pub front_post_machining: Option<PostMachining>,
    /// Machining of the hole at the back (KiCad 10).
    #[field(order = 70)]
    pub back_post_machining: Option<PostMachining>,
    /// Sides that are covered (KiCad 10).
    #[field(order = 170)]
    pub covering: Option<FrontBack>,
    /// Sides that are plugged (KiCad 10).
    #[field(order = 180)]
    pub plugging: Option<FrontBack>,
    /// Whether the hole is capped (KiCad 10); None leaves it to the board.
    #[field(order = 160)]
    pub capping: Option<bool>,
    /// Whether the hole is filled (KiCad 10); None leaves it to the board.
    #[field(order = 190)]
    pub filling: Option<bool>,
    /// Flags of KiCad 5 and older, in hexadecimal.
    #[field(bare, order = 240)]
    pub status: Option<String>,
}
