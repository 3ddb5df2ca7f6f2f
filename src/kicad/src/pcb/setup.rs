//! Settings of a board: sheet, layers, stackup, rules and plots.

use pyzig_model::{Model, ModelEnum};

use super::{FrontBack, PcbPlotParams, Rules, SetupDefaults, Wh, Xy, Xyz, ZoneDefaults};

/// Size of the drawing sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_paper_type")]
pub enum PaperType {
    /// 148 x 210 mm.
    #[value("A5")]
    A5,
    /// 210 x 297 mm.
    #[value("A4")]
    A4,
    /// 297 x 420 mm.
    #[value("A3")]
    A3,
    /// 420 x 594 mm.
    #[value("A2")]
    A2,
    /// 594 x 841 mm.
    #[value("A1")]
    A1,
    /// 841 x 1189 mm.
    #[value("A0")]
    A0,
    /// 8.5 x 11 inches.
    #[value("A")]
    A,
    /// 11 x 17 inches.
    #[value("B")]
    B,
    /// 17 x 22 inches.
    #[value("C")]
    C,
    /// 22 x 34 inches.
    #[value("D")]
    D,
    /// 34 x 44 inches.
    #[value("E")]
    E,
    /// 8.5 x 11 inches.
    #[value("USLetter")]
    UsLetter,
    /// 8.5 x 14 inches.
    #[value("USLegal")]
    UsLegal,
    /// 11 x 17 inches.
    #[value("USLedger")]
    UsLedger,
    /// Not a size that KiCad knows.
    #[value("Custom")]
    Custom,
    /// A size of its own, which follows.
    #[value("User")]
    User,
    /// 32 x 32 inches.
    #[value("GERBER")]
    Gerber,
}

/// How the drawing sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_paper_orientation")]
pub enum PaperOrientation {
    /// Upright.
    Portrait,
    /// Sideways, as all sheets lie by default.
    Landscape,
}

/// Declares documents that lie on a drawing sheet: behind what is theirs alone, what they say of it beside `paper`.
macro_rules! on_drawing_sheet {
    ($(#[$attribute:meta])* pub struct $name:ident { $($own:tt)* }) => {
        $(#[$attribute])*
        pub struct $name {
            $($own)*
            /// Width of the drawing sheet in millimetres, where `paper` is `User`.
            #[field(token = "paper", alias = "page", shared, order = 50)]
            pub paper_width: Option<f64>,
            /// Height of the drawing sheet in millimetres, where `paper` is `User`.
            #[field(token = "paper", alias = "page", shared, order = 50)]
            pub paper_height: Option<f64>,
            /// How the drawing sheet lies.
            #[field(token = "paper", alias = "page", shared, order = 50)]
            pub paper_orientation: Option<$crate::pcb::PaperOrientation>,
        }
    };
}
pub(crate) use on_drawing_sheet;

/// What a layer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_layer_type")]
pub enum LayerType {
    /// Signals.
    Signal,
    /// Anything.
    User,
    /// Signals and power.
    Mixed,
    /// Jumpers.
    Jumper,
    /// Power.
    Power,
    /// The front, for user layers (KiCad 9 and later).
    Front,
    /// The back, for user layers (KiCad 9 and later).
    Back,
    /// Anything, for user layers (KiCad 9 and later).
    Auxiliary,
}

/// Finish of outer copper. A board may name another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_copper_finish")]
pub enum CopperFinish {
    /// Electroless nickel, immersion gold.
    #[value("ENIG")]
    Enig,
    /// Electroless nickel, electroless palladium, immersion gold.
    #[value("ENEPIG")]
    Enepig,
    /// Hot air levelled tin-lead.
    #[value("HAL SnPb")]
    HalSnPb,
    /// Hot air levelled lead-free tin.
    #[value("HAL lead-free")]
    HalLeadFree,
    /// Hard gold.
    #[value("Hard Gold")]
    HardGold,
    /// Immersion tin.
    #[value("Immersion tin")]
    ImmersionTin,
    /// Immersion silver.
    #[value("Immersion silver")]
    ImmersionSilver,
    /// Immersion nickel.
    #[value("Immersion nickel")]
    ImmersionNickel,
    /// Immersion gold.
    #[value("Immersion gold")]
    ImmersionGold,
    /// Organic preservative.
    #[value("OSP")]
    Osp,
    /// Organic preservative for high temperatures.
    #[value("HT_OSP")]
    HtOsp,
    /// None.
    #[value("None")]
    None,
    /// Another one.
    #[value("User defined")]
    UserDefined,
}

/// Whether the board has an edge connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_edge_connector")]
pub enum EdgeConnector {
    /// It has, with bevelled edges.
    Bevelled,
    /// It has.
    Yes,
}

/// A side whose vias the solder mask covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_tenting")]
pub enum Tenting {
    /// The front.
    Front,
    /// The back.
    Back,
    /// No side.
    None,
}

/// General facts about a board.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "general")]
pub struct General {
    /// Thickness in millimetres.
    #[field(default = "1.6")]
    pub thickness: f64,
    /// Whether teardrops are those of KiCad 7.
    #[field(default = "no")]
    pub legacy_teardrops: bool,
    /// Number of connections (KiCad 5 and older).
    pub links: Option<i32>,
    /// Number of connections without a track (KiCad 5 and older).
    pub no_connects: Option<i32>,
    /// Left, top, right and bottom of what is drawn (KiCad 5 and older).
    pub area: Vec<f64>,
    /// Number of drawings (KiCad 5 and older).
    pub drawings: Option<i32>,
    /// Number of tracks (KiCad 5 and older).
    pub tracks: Option<i32>,
    /// Number of zones (KiCad 5 and older).
    pub zones: Option<i32>,
    /// Number of footprints (KiCad 5 and older).
    pub modules: Option<i32>,
    /// Number of nets (KiCad 5 and older).
    pub nets: Option<i32>,
}

/// A drawing sheet. Boards and schematics hold its parts as fields of their own.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "paper")]
pub struct Paper {
    /// Size.
    #[field(positional, quoted, default = "A4")]
    pub r#type: PaperType,
    /// Width and height in millimetres, where the size is `User`.
    #[field(positional)]
    pub size: Option<Xy>,
    /// How it lies.
    #[field(positional)]
    pub orientation: Option<PaperOrientation>,
}

/// Texts in the frame of the drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "title_block")]
pub struct TitleBlock {
    /// Title.
    pub title: Option<String>,
    /// Date.
    pub date: Option<String>,
    /// Revision.
    #[field(token = "rev")]
    pub revision: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Comments.
    #[field(repeated)]
    pub comment: Vec<Comment>,
}

/// A comment in the frame of the drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "comment")]
pub struct Comment {
    /// Its number, 1 to 9.
    #[field(positional)]
    pub number: i32,
    /// What it says.
    #[field(positional)]
    pub text: String,
}

/// A layer of a board.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", row)]
pub struct Layer {
    /// Its number.
    #[field(positional)]
    pub number: i32,
    /// Its name in files, such as `F.Cu`.
    #[field(positional)]
    pub name: String,
    /// What it is for.
    #[field(positional)]
    pub r#type: LayerType,
    /// Its name for users, where it has another one.
    #[field(positional)]
    pub alias: Option<String>,
    /// Whether it is hidden (KiCad 5 and older).
    #[field(word, ahead)]
    pub hide: Option<bool>,
}

/// What the board is made of, from front to back.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "stackup")]
pub struct Stackup {
    /// Materials.
    #[field(repeated, token = "layer")]
    pub layers: Vec<StackupLayer>,
    /// Finish of outer copper; see `E_copper_finish` for those that KiCad offers.
    pub copper_finish: Option<String>,
    /// Whether the impedance is controlled.
    pub dielectric_constraints: Option<bool>,
    /// Edge connector.
    pub edge_connector: Option<EdgeConnector>,
    /// Whether there are plated half holes at the edge (KiCad 8 and older).
    pub castellated_pads: Option<bool>,
    /// Whether the edge is plated.
    pub edge_plating: Option<bool>,
}

/// Thickness of a material.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "thickness")]
pub struct Thickness {
    /// In millimetres.
    #[field(positional)]
    pub thickness: f64,
    /// Whether it stays when the thickness of the board changes.
    #[field(word)]
    pub locked: Option<bool>,
}

/// A material of the board. Dielectrics may have several sub-layers.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "layer")]
pub struct StackupLayer {
    /// Name of the layer, or `dielectric 1` and so on.
    #[field(positional)]
    pub name: String,
    /// Kind of material.
    #[field(absent = "")]
    pub r#type: String,
    /// Colour.
    pub color: Option<String>,
    /// Thickness.
    pub thickness: Option<Thickness>,
    /// Name of the material.
    pub material: Option<String>,
    /// Relative permittivity.
    pub epsilon_r: Option<f64>,
    /// Loss tangent.
    pub loss_tangent: Option<f64>,
    /// Whether there are further sub-layers.
    #[field(word, order = 10)]
    pub addsublayer: Option<bool>,
    /// Colours of further sub-layers.
    #[field(repeated, token = "color", shared, order = 20)]
    pub more_colors: Vec<String>,
    /// Thicknesses of further sub-layers.
    #[field(repeated, token = "thickness", shared, order = 20)]
    pub more_thicknesses: Vec<Thickness>,
    /// Materials of further sub-layers.
    #[field(repeated, token = "material", shared, order = 20)]
    pub more_materials: Vec<String>,
    /// Relative permittivities of further sub-layers.
    #[field(repeated, token = "epsilon_r", shared, order = 20)]
    pub more_epsilon_rs: Vec<f64>,
    /// Loss tangents of further sub-layers.
    #[field(repeated, token = "loss_tangent", shared, order = 20)]
    pub more_loss_tangents: Vec<f64>,
}

/// Settings of a board.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "setup")]
pub struct Setup {
    /// What the board is made of.
    #[field(order = 10)]
    pub stackup: Option<Stackup>,
    /// How much openings of the solder mask are larger than pads, in millimetres.
    #[field(default = "0", order = 350)]
    pub pad_to_mask_clearance: f64,
    /// Whether pads of a footprint may share an opening of the solder mask.
    #[field(default = "no", order = 390)]
    pub allow_soldermask_bridges_in_footprints: bool,
    /// Sides whose vias the solder mask covers (KiCad 9 and later).
    #[field(order = 400)]
    pub tenting: Vec<Tenting>,
    /// Settings of plots.
    #[field(default = "", order = 490)]
    pub pcbplotparams: PcbPlotParams,
    /// Design rules (development versions of KiCad 6).
    #[field(order = 500)]
    pub rules: Option<Rules>,
    /// Smallest width of the solder mask in millimetres.
    #[field(order = 360)]
    pub solder_mask_min_width: Option<f64>,
    /// How much the solder paste is larger than pads, in millimetres.
    #[field(order = 370)]
    pub pad_to_paste_clearance: Option<f64>,
    /// How much the solder paste is larger than pads, over their size.
    #[field(order = 380)]
    pub pad_to_paste_clearance_ratio: Option<f64>,
    /// Sides whose vias are covered (KiCad 10).
    #[field(order = 410)]
    pub covering: Option<FrontBack>,
    /// Sides whose vias are plugged (KiCad 10).
    #[field(order = 420)]
    pub plugging: Option<FrontBack>,
    /// Whether vias are capped (KiCad 10).
    #[field(order = 430)]
    pub capping: Option<bool>,
    /// Whether vias are filled (KiCad 10).
    #[field(order = 440)]
    pub filling: Option<bool>,
    /// Settings of new zones (KiCad 9 and later).
    #[field(order = 450)]
    pub zone_defaults: Option<ZoneDefaults>,
    /// Origin of drill and position files.
    #[field(order = 460)]
    pub aux_axis_origin: Option<Xy>,
    /// Origin of the grid.
    #[field(order = 470)]
    pub grid_origin: Option<Xy>,
    /// Last width of tracks in millimetres (KiCad 5 and older, as all that follow).
    #[field(order = 20)]
    pub last_trace_width: Option<f64>,
    /// Widths of tracks to choose from.
    #[field(repeated, order = 30)]
    pub user_trace_width: Vec<f64>,
    /// Clearance of tracks.
    #[field(order = 40)]
    pub trace_clearance: Option<f64>,
    /// Clearance of zones.
    #[field(order = 50)]
    pub zone_clearance: Option<f64>,
    /// Whether edges of zones are multiples of 45 degrees.
    #[field(order = 60)]
    pub zone_45_only: Option<bool>,
    /// Smallest clearance.
    #[field(order = 70)]
    pub clearance_min: Option<f64>,
    /// Smallest width of tracks.
    #[field(order = 80)]
    pub trace_min: Option<f64>,
    /// Width of drawn lines.
    #[field(order = 90)]
    pub segment_width: Option<f64>,
    /// Width of the board's edge.
    #[field(order = 100)]
    pub edge_width: Option<f64>,
    /// Diameter of vias.
    #[field(order = 110)]
    pub via_size: Option<f64>,
    /// Diameter of vias' holes.
    #[field(order = 120)]
    pub via_drill: Option<f64>,
    /// Smallest ring of vias.
    #[field(order = 130)]
    pub via_min_annulus: Option<f64>,
    /// Smallest diameter of vias.
    #[field(order = 140)]
    pub via_min_size: Option<f64>,
    /// Smallest diameter of vias' holes.
    #[field(order = 150)]
    pub via_min_drill: Option<f64>,
    /// Smallest diameter of holes.
    #[field(order = 160)]
    pub through_hole_min: Option<f64>,
    /// Smallest distance between holes.
    #[field(order = 170)]
    pub hole_to_hole_min: Option<f64>,
    /// Diameters of vias and their holes to choose from.
    #[field(repeated, order = 180)]
    pub user_via: Vec<Wh>,
    /// Widths, gaps and via gaps of differential pairs to choose from.
    #[field(repeated, order = 190)]
    pub user_diff_pair: Vec<Xyz>,
    /// Whether vias may be blind or buried.
    #[field(order = 200)]
    pub blind_buried_vias_allowed: Option<bool>,
    /// Diameter of microvias.
    #[field(order = 210)]
    pub uvia_size: Option<f64>,
    /// Diameter of microvias' holes.
    #[field(order = 220)]
    pub uvia_drill: Option<f64>,
    /// Whether there may be microvias.
    #[field(order = 230)]
    pub uvias_allowed: Option<bool>,
    /// Smallest diameter of microvias.
    #[field(order = 240)]
    pub uvia_min_size: Option<f64>,
    /// Smallest diameter of microvias' holes.
    #[field(order = 250)]
    pub uvia_min_drill: Option<f64>,
    /// How far an arc may be from its approximation.
    #[field(order = 260)]
    pub max_error: Option<f64>,
    /// Whether fills of zones have a border.
    #[field(order = 270)]
    pub filled_areas_thickness: Option<bool>,
    /// Line width of texts on the board.
    #[field(order = 280)]
    pub pcb_text_width: Option<f64>,
    /// Size of texts on the board.
    #[field(order = 290)]
    pub pcb_text_size: Option<Wh>,
    /// Width of lines in footprints.
    #[field(order = 300)]
    pub mod_edge_width: Option<f64>,
    /// Size of texts in footprints.
    #[field(order = 310)]
    pub mod_text_size: Option<Wh>,
    /// Line width of texts in footprints.
    #[field(order = 320)]
    pub mod_text_width: Option<f64>,
    /// Size of pads.
    #[field(order = 330)]
    pub pad_size: Option<Wh>,
    /// Diameter of pads' holes.
    #[field(order = 340)]
    pub pad_drill: Option<f64>,
    /// Elements that are shown, in hexadecimal.
    #[field(bare, order = 480)]
    pub visible_elements: Option<String>,
    /// Sizes of what is drawn anew, by layers (development versions of KiCad 6).
    #[field(order = 345)]
    pub defaults: Option<SetupDefaults>,
}
