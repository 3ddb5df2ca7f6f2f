//! Copper zones and rule areas.

use pyzig_model::{Model, ModelEnum};

use super::{Polygon, Pts, Xy};

/// How the outline of a zone is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_hatch_mode")]
pub enum ZoneHatchMode {
    /// Hatched along the edge.
    Edge,
    /// Hatched all over.
    Full,
    /// Not hatched.
    None,
}

/// How a zone connects to pads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_connect_pads_mode")]
pub enum ZoneConnectPadsMode {
    /// Not at all.
    No,
    /// Without a gap.
    Yes,
    /// By thermal reliefs, which is what KiCad means where it writes nothing.
    ThermalReliefs,
    /// By thermal reliefs for plated holes, otherwise without a gap.
    ThruHoleOnly,
}

/// How a zone is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_fill_mode")]
pub enum ZoneFillMode {
    /// With a hatch pattern.
    Hatch,
    /// With copper all over.
    Polygon,
    /// With lines (KiCad 5 and older).
    Segment,
}

/// How the corners of a zone are smoothed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_smoothing")]
pub enum ZoneSmoothing {
    /// Rounded.
    Fillet,
    /// Cut.
    Chamfer,
    /// Not at all.
    None,
}

/// How wide the border of a hatch pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_hatch_border_algorithm")]
pub enum ZoneHatchBorderAlgorithm {
    /// As wide as its lines.
    HatchThickness,
    /// As narrow as the zone allows.
    MinThickness,
}

/// Which islands without a connection are removed. Files and [`ZoneFill`] hold their numbers, 0 to 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_island_removal_mode")]
pub enum ZoneIslandRemovalMode {
    /// All.
    #[value("always", token = "0")]
    Always,
    /// None.
    #[value("do_not_remove", token = "1")]
    DoNotRemove,
    /// Those smaller than `island_area_min`.
    #[value("below_area_limit", token = "2")]
    BelowAreaLimit,
}

/// Whether something may be in a rule area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_keepout")]
pub enum ZoneKeepoutRule {
    /// It may.
    Allowed,
    /// It may not.
    NotAllowed,
}

/// What a placement area is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_placement_source_type")]
pub enum ZonePlacementSourceType {
    /// The parts of a sheet.
    Sheetname,
    /// The parts of a component class.
    ComponentClass,
}

/// What a teardrop leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_teardrop_type")]
pub enum ZoneTeardropType {
    /// A pad or via.
    Padvia,
    /// The end of a track.
    TrackEnd,
}

/// Whether a zone is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_zone_fill_enable")]
pub enum ZoneFillEnable {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// How the outline of a zone is shown.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "hatch")]
pub struct Hatch {
    /// Style.
    #[field(positional)]
    pub mode: ZoneHatchMode,
    /// Distance between lines in millimetres.
    #[field(positional)]
    pub pitch: f64,
}

/// How a zone connects to pads.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "connect_pads")]
pub struct ConnectPads {
    /// Kind of connection; None for thermal reliefs.
    #[field(positional)]
    pub mode: Option<ZoneConnectPadsMode>,
    /// Clearance in millimetres.
    pub clearance: Option<f64>,
}

/// How a zone is filled.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "fill")]
pub struct ZoneFill {
    /// Whether it is filled; None means it is not.
    #[field(positional)]
    pub enable: Option<ZoneFillEnable>,
    /// Pattern; None for copper all over.
    #[field(order = 10)]
    pub mode: Option<ZoneFillMode>,
    /// Width of the pattern's lines in millimetres.
    #[field(order = 90)]
    pub hatch_thickness: Option<f64>,
    /// Distance between the pattern's lines in millimetres.
    #[field(order = 100)]
    pub hatch_gap: Option<f64>,
    /// Direction of the pattern in degrees.
    #[field(order = 110)]
    pub hatch_orientation: Option<f64>,
    /// How the pattern's holes are smoothed, 0 to 3.
    #[field(order = 120)]
    pub hatch_smoothing_level: Option<f64>,
    /// How much they are, 0 to 1.
    #[field(order = 130)]
    pub hatch_smoothing_value: Option<f64>,
    /// How wide the border is.
    #[field(order = 140)]
    pub hatch_border_algorithm: Option<ZoneHatchBorderAlgorithm>,
    /// Smallest hole, over the area of a regular one.
    #[field(order = 150)]
    pub hatch_min_hole_area: Option<f64>,
    /// Corners of an arc (KiCad 5 and older).
    #[field(order = 20)]
    pub arc_segments: Option<i32>,
    /// Gap of thermal reliefs in millimetres.
    #[field(order = 30)]
    pub thermal_gap: Option<f64>,
    /// Width of thermal spokes in millimetres.
    #[field(order = 40)]
    pub thermal_bridge_width: Option<f64>,
    /// How corners are smoothed.
    #[field(order = 50)]
    pub smoothing: Option<ZoneSmoothing>,
    /// How much they are, in millimetres.
    #[field(order = 60)]
    pub radius: Option<f64>,
    /// Which islands are removed: 0 for all, 1 for none, 2 for those smaller than `island_area_min`.
    #[field(order = 70)]
    pub island_removal_mode: Option<i32>,
    /// Smallest island that stays, in square millimetres.
    #[field(order = 80)]
    pub island_area_min: Option<f64>,
}

/// Copper that fills a zone.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "filled_polygon")]
pub struct FilledPolygon {
    /// Layer it is on. None, in files of KiCad 5 and older, for that of the zone.
    #[field(order = 10)]
    pub layer: Option<String>,
    /// Its outline.
    #[field(order = 30)]
    pub pts: Pts,
    /// Whether it is connected to nothing.
    #[field(order = 20)]
    pub island: Option<bool>,
}

/// Lines that fill a zone (KiCad 5 and older).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "fill_segments")]
pub struct FillSegments {
    /// Layer they are on.
    pub layer: Option<String>,
    /// Their ends, two points for each.
    #[field(repeated)]
    pub pts: Vec<Pts>,
}

/// What may be in a rule area.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "keepout")]
pub struct ZoneKeepout {
    /// Tracks.
    pub tracks: ZoneKeepoutRule,
    /// Vias.
    pub vias: ZoneKeepoutRule,
    /// Pads. KiCad 5 and older, which did not say, allow them.
    #[field(absent = "allowed")]
    pub pads: ZoneKeepoutRule,
    /// Fills of zones.
    pub copperpour: ZoneKeepoutRule,
    /// Footprints. KiCad 5 and older, which did not say, allow them.
    #[field(absent = "allowed")]
    pub footprints: ZoneKeepoutRule,
}

/// Parts that belong in a rule area (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "placement")]
pub struct ZonePlacement {
    /// What the area is for, in files of development versions.
    pub source_type: Option<ZonePlacementSourceType>,
    /// Name of the sheet or component class, in files of development versions.
    pub source: Option<String>,
    /// Whether the area is used.
    #[field(default = "yes")]
    pub enabled: bool,
    /// Sheet whose parts belong here.
    pub sheetname: Option<String>,
    /// Component class whose parts belong here.
    pub component_class: Option<String>,
    /// Group whose parts belong here (KiCad 10).
    pub group: Option<String>,
}

/// Marks a zone as a teardrop.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "teardrop")]
pub struct ZoneTeardrop {
    /// What it leads to.
    pub r#type: ZoneTeardropType,
}

/// Marks of a zone that KiCad made.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "attr")]
pub struct ZoneAttr {
    /// That of a teardrop.
    pub teardrop: Option<ZoneTeardrop>,
}

/// Settings of a zone on one layer (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "property")]
pub struct ZoneLayerProperties {
    /// Name of the layer.
    pub layer: String,
    /// Where the hatch pattern starts.
    pub hatch_position: Option<HatchPosition>,
}

/// Where a hatch pattern starts.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "hatch_position")]
pub struct HatchPosition {
    /// The place.
    pub xy: Xy,
}

/// Settings of new zones.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "zone_defaults")]
pub struct ZoneDefaults {
    /// Settings on single layers.
    #[field(repeated, token = "property")]
    pub propertys: Vec<ZoneLayerProperties>,
}

/// A copper zone or rule area.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "zone")]
pub struct Zone {
    /// Number of its net; None in files of KiCad 10 and in rule areas.
    #[field(order = 10)]
    pub net: Option<i32>,
    /// Name of its net.
    #[field(alias = "net", shared, order = 20)]
    pub net_name: Option<String>,
    /// Layer it is on.
    #[field(order = 40)]
    pub layer: Option<String>,
    /// Layers it is on, where there are several.
    #[field(order = 40)]
    pub layers: Vec<String>,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 50)]
    pub uuid: Option<String>,
    /// Its name.
    #[field(order = 60)]
    pub name: Option<String>,
    /// How its outline is shown.
    #[field(absent = "none 0.5", order = 70)]
    pub hatch: Hatch,
    /// Zones of higher priority are filled first; None for 0.
    #[field(order = 80)]
    pub priority: Option<i32>,
    /// Mark of a teardrop.
    #[field(order = 90)]
    pub attr: Option<ZoneAttr>,
    /// How it connects to pads.
    #[field(order = 100)]
    pub connect_pads: Option<ConnectPads>,
    /// Smallest width of copper in millimetres.
    #[field(order = 110)]
    pub min_thickness: Option<f64>,
    /// Whether fills have a border of that width (KiCad 7 and older).
    #[field(order = 120)]
    pub filled_areas_thickness: Option<bool>,
    /// What may be in it, if it is a rule area.
    #[field(order = 130)]
    pub keepout: Option<ZoneKeepout>,
    /// Parts that belong in it, if it is a rule area.
    #[field(order = 140)]
    pub placement: Option<ZonePlacement>,
    /// How it is filled.
    #[field(order = 150)]
    pub fill: Option<ZoneFill>,
    /// Its outline.
    #[field(order = 170)]
    pub polygon: Polygon,
    /// Copper that fills it.
    #[field(repeated, order = 180)]
    pub filled_polygon: Vec<FilledPolygon>,
    /// Whether it is protected from changes.
    #[field(order = 30)]
    pub locked: Option<bool>,
    /// Settings on single layers (KiCad 9 and later).
    #[field(repeated, token = "property", order = 160)]
    pub propertys: Vec<ZoneLayerProperties>,
    /// Further outlines, such as those of holes.
    #[field(repeated, token = "polygon", shared, order = 170)]
    pub more_polygons: Vec<Polygon>,
    /// Lines that fill it (KiCad 5 and older).
    #[field(repeated, order = 190)]
    pub fill_segments: Vec<FillSegments>,
}
