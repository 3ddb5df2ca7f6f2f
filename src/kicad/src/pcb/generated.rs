//! Items that KiCad keeps up to date, such as length tuning patterns.

use pyzig_model::Model;

use super::{Pts, Xy};

/// A line of a generated item.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "base_line")]
pub struct GeneratedPath {
    /// Its corners.
    pub pts: Pts,
}

/// A point of a generated item.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "origin")]
pub struct GeneratedPoint {
    /// The point.
    pub xy: Xy,
}

/// An item that KiCad keeps up to date (KiCad 8 and later). Lengths are in millimetres, delays in
/// picoseconds.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "generated")]
pub struct Generated {
    /// Identity.
    #[field(alias = "id", order = 10)]
    pub uuid: String,
    /// What it is, such as `tuning_pattern`.
    #[field(bare, order = 20)]
    pub r#type: String,
    /// Its name.
    #[field(absent = "", order = 30)]
    pub name: String,
    /// Layer it is on.
    #[field(absent = "F.Cu", order = 40)]
    pub layer: String,
    /// Identities of its tracks.
    #[field(order = 350)]
    pub members: Vec<String>,
    /// Whether it is protected from changes.
    #[field(order = 50)]
    pub locked: Option<bool>,
    /// Line before tuning.
    #[field(order = 60)]
    pub base_line: Option<GeneratedPath>,
    /// Line of the other track of a pair before tuning.
    #[field(order = 70)]
    pub base_line_coupled: Option<GeneratedPath>,
    /// Radius of corners, in percent.
    #[field(order = 80)]
    pub corner_radius_percent: Option<f64>,
    /// Where it ends.
    #[field(order = 90)]
    pub end: Option<GeneratedPoint>,
    /// Side of the first bend.
    #[field(order = 100)]
    pub initial_side: Option<String>,
    /// Whether delays count instead of lengths (KiCad 10).
    #[field(order = 110)]
    pub is_time_domain: Option<bool>,
    /// Last gap of the pair.
    #[field(order = 120)]
    pub last_diff_pair_gap: Option<f64>,
    /// Last net.
    #[field(order = 130)]
    pub last_netname: Option<String>,
    /// Last result.
    #[field(order = 140)]
    pub last_status: Option<String>,
    /// Last width of the track.
    #[field(order = 150)]
    pub last_track_width: Option<f64>,
    /// Last result as text.
    #[field(order = 160)]
    pub last_tuning: Option<String>,
    /// Largest bend.
    #[field(order = 170)]
    pub max_amplitude: Option<f64>,
    /// Smallest bend.
    #[field(order = 180)]
    pub min_amplitude: Option<f64>,
    /// Smallest distance between bends.
    #[field(order = 190)]
    pub min_spacing: Option<f64>,
    /// Where it starts.
    #[field(order = 200)]
    pub origin: Option<GeneratedPoint>,
    /// Whether it ignores design rules.
    #[field(order = 210)]
    pub override_custom_rules: Option<bool>,
    /// Whether corners are round.
    #[field(order = 220)]
    pub rounded: Option<bool>,
    /// Whether all bends are on one side.
    #[field(order = 230)]
    pub single_sided: Option<bool>,
    /// Delay to reach (KiCad 10).
    #[field(order = 240)]
    pub target_delay: Option<f64>,
    /// Longest delay (KiCad 10).
    #[field(order = 250)]
    pub target_delay_max: Option<f64>,
    /// Shortest delay (KiCad 10).
    #[field(order = 260)]
    pub target_delay_min: Option<f64>,
    /// Length to reach.
    #[field(order = 270)]
    pub target_length: Option<f64>,
    /// Longest length.
    #[field(order = 280)]
    pub target_length_max: Option<f64>,
    /// Shortest length.
    #[field(order = 290)]
    pub target_length_min: Option<f64>,
    /// Difference of lengths to reach.
    #[field(order = 300)]
    pub target_skew: Option<f64>,
    /// Largest difference.
    #[field(order = 310)]
    pub target_skew_max: Option<f64>,
    /// Smallest difference.
    #[field(order = 320)]
    pub target_skew_min: Option<f64>,
    /// What is tuned: `single`, `diff_pair` or `diff_pair_skew`.
    #[field(order = 330)]
    pub tuning_mode: Option<String>,
    /// When it is updated, in relation to others.
    #[field(order = 340)]
    pub update_order: Option<i32>,
    /// Last length (KiCad 10).
    #[field(order = 165)]
    pub last_tuning_length: Option<f64>,
}
