//! Design rules, sizes of what is drawn anew and classes of nets, where the board holds them rather than its project.

use pyzig_model::Model;

use super::Wh;

/// Smallest sizes that the design rules allow, in millimetres.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "rules")]
pub struct Rules {
    /// How far an arc may be from its approximation.
    #[field(default = "0.005")]
    pub max_error: f64,
    /// Clearance.
    #[field(default = "0")]
    pub min_clearance: f64,
    /// Width of a zone's connection.
    #[field(default = "0")]
    pub min_connection: f64,
    /// Distance between copper and the board's edge.
    #[field(default = "0.5")]
    pub min_copper_edge_clearance: f64,
    /// Distance between copper and a hole.
    #[field(default = "0.25")]
    pub min_hole_clearance: f64,
    /// Distance between holes.
    #[field(default = "0.25")]
    pub min_hole_to_hole: f64,
    /// Diameter of a microvia.
    #[field(default = "0.2")]
    pub min_microvia_diameter: f64,
    /// Diameter of a microvia's hole.
    #[field(default = "0.1")]
    pub min_microvia_drill: f64,
    /// Number of thermal spokes.
    #[field(default = "2")]
    pub min_resolved_spokes: i32,
    /// Clearance of the silk screen.
    #[field(default = "0")]
    pub min_silk_clearance: f64,
    /// Height of a text.
    #[field(default = "0.8")]
    pub min_text_height: f64,
    /// Line width of a text.
    #[field(default = "0.08")]
    pub min_text_thickness: f64,
    /// Diameter of a hole.
    #[field(default = "0.3")]
    pub min_through_hole_diameter: f64,
    /// Width of a track.
    #[field(default = "0")]
    pub min_track_width: f64,
    /// Width of a via's ring.
    #[field(default = "0.1")]
    pub min_via_annular_width: f64,
    /// Diameter of a via.
    #[field(default = "0.5")]
    pub min_via_diameter: f64,
    /// Distance between an opening of the solder mask and copper.
    #[field(default = "0")]
    pub solder_mask_to_copper_clearance: f64,
    /// Whether the height of vias counts for the length of tracks.
    #[field(default = "yes")]
    pub use_height_for_length_calcs: bool,
}

/// Sizes of what is drawn anew, in millimetres (development versions of KiCad 6; now in the project).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "defaults")]
pub struct SetupDefaults {
    /// Smallest distance between copper and the board's edge.
    pub edge_clearance: Option<f64>,
    /// Width of lines on copper layers.
    pub copper_line_width: Option<f64>,
    /// Texts on copper layers.
    pub copper_text_dims: Option<TextDims>,
    /// Width of lines of courtyards.
    pub courtyard_line_width: Option<f64>,
    /// Width of lines of the board's edge.
    pub edge_cuts_line_width: Option<f64>,
    /// Width of lines on silk screens.
    pub silk_line_width: Option<f64>,
    /// Texts on silk screens.
    pub silk_text_dims: Option<TextDims>,
    /// Width of lines on fabrication layers.
    pub fab_layers_line_width: Option<f64>,
    /// Texts on fabrication layers.
    pub fab_layers_text_dims: Option<TextDims>,
    /// Width of lines on other layers.
    pub other_layers_line_width: Option<f64>,
    /// Texts on other layers.
    pub other_layers_text_dims: Option<TextDims>,
    /// Unit of dimensions: inches 0, mils 1, millimetres 2, automatic 3.
    pub dimension_units: Option<i32>,
    /// Digits of dimensions after the point.
    pub dimension_precision: Option<i32>,
}

/// Size and kind of texts that are drawn anew (development versions of KiCad 6).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "text_dims")]
pub struct TextDims {
    /// Size of a letter.
    pub size: Option<Wh>,
    /// Width of its lines in millimetres.
    pub thickness: Option<f64>,
    /// Whether it is slanted.
    #[field(word)]
    pub italic: Option<bool>,
    /// Whether it is never upside down.
    #[field(word)]
    pub keep_upright: Option<bool>,
}

/// A class of nets (KiCad 5 and older; now in the project).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "net_class")]
pub struct NetClass {
    /// Its name.
    #[field(positional)]
    pub name: String,
    /// What it is for.
    #[field(positional)]
    pub description: Option<String>,
    /// Clearance in millimetres.
    pub clearance: Option<f64>,
    /// Width of tracks in millimetres.
    pub trace_width: Option<f64>,
    /// Diameter of vias in millimetres.
    pub via_dia: Option<f64>,
    /// Diameter of vias' holes in millimetres.
    pub via_drill: Option<f64>,
    /// Diameter of microvias in millimetres.
    pub uvia_dia: Option<f64>,
    /// Diameter of microvias' holes in millimetres.
    pub uvia_drill: Option<f64>,
    /// Width of differential pairs in millimetres.
    pub diff_pair_width: Option<f64>,
    /// Gap of differential pairs in millimetres.
    pub diff_pair_gap: Option<f64>,
    /// Names of its nets.
    #[field(repeated, token = "add_net")]
    pub add_nets: Vec<String>,
}
