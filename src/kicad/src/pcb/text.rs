//! Texts, and how they are drawn.

use pyzig_model::{Model, ModelEnum};

use super::{Polygon, Wh, Xyr};
use crate::schematic::Color;

/// How a line is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_stroke_type")]
pub enum StrokeType {
    /// Without gaps.
    Solid,
    /// Dashes.
    Dash,
    /// Dashes and dots in turn.
    DashDot,
    /// Dashes with two dots between.
    DashDotDot,
    /// Dots.
    Dot,
    /// As the settings of the document say.
    Default,
}

/// Where a text lies in relation to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_justify")]
pub enum JustifyWord {
    /// The place is at its left end.
    Left,
    /// The place is at its right end.
    Right,
    /// The place is at its lower edge.
    Bottom,
    /// The place is at its upper edge.
    Top,
    /// Seen from the back.
    Mirror,
}

/// Whether a text is cut out of a filled area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_knockout")]
pub enum Knockout {
    /// It is.
    Knockout,
}

/// What a footprint's text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_fp_text_type")]
pub enum FpTextType {
    /// Any text.
    User,
    /// The reference, such as `R1` (KiCad 7 and older; now a property).
    Reference,
    /// The value (KiCad 7 and older; now a property).
    Value,
}

/// How a line is drawn.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "stroke")]
pub struct Stroke {
    /// Width in millimetres; 0 for the default.
    pub width: f64,
    /// Pattern.
    pub r#type: StrokeType,
    /// Colour; None for that of the layer.
    pub color: Option<Color>,
}

/// Shape and size of letters.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "font")]
pub struct Font {
    /// Height and width of a letter. The file holds the height first. None, in files of KiCad 4 and older, for
    /// 1.524 mm.
    #[field(order = 20)]
    pub size: Option<Wh>,
    /// Width of the lines in millimetres.
    #[field(order = 40)]
    pub thickness: Option<f64>,
    /// Whether it is bold.
    #[field(order = 50)]
    pub bold: Option<bool>,
    /// Whether it is slanted.
    #[field(order = 60)]
    pub italic: Option<bool>,
    /// Name of an outline font; None for KiCad's own (KiCad 7 and later).
    #[field(order = 10)]
    pub face: Option<String>,
    /// Distance between lines as a factor.
    #[field(order = 30)]
    pub line_spacing: Option<f64>,
    /// Colour; None for the default.
    #[field(order = 70)]
    pub color: Option<Color>,
}

/// Where a text lies in relation to its place. What is not named is centred.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "justify")]
pub struct Justify {
    /// First word.
    #[field(positional)]
    pub justify1: Option<JustifyWord>,
    /// Second word.
    #[field(positional)]
    pub justify2: Option<JustifyWord>,
    /// Third word.
    #[field(positional)]
    pub justify3: Option<JustifyWord>,
}

/// How a text is drawn.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "effects")]
pub struct Effects {
    /// Letters.
    #[field(absent = "", order = 10)]
    pub font: Font,
    /// Whether it is hidden. KiCad 8 and older wrote a bare `hide`.
    #[field(order = 30)]
    pub hide: Option<bool>,
    /// Where it lies; None for the centre.
    #[field(order = 20)]
    pub justify: Option<Justify>,
    /// Link that the text opens (KiCad 7 and later).
    #[field(order = 40)]
    pub href: Option<String>,
}

/// The layer of a text.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "layer")]
pub struct TextLayer {
    /// Name of the layer.
    #[field(positional)]
    pub layer: String,
    /// Whether the text is cut out of a filled box.
    #[field(positional)]
    pub knockout: Option<Knockout>,
}

/// Outlines of a text in an outline font, so that it looks alike where the font lacks.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "render_cache")]
pub struct RenderCache {
    /// The text that is shown.
    #[field(positional, default = "")]
    pub text: String,
    /// Its rotation in degrees.
    #[field(positional, default = "0")]
    pub rotation: f64,
    /// Outlines of its letters.
    #[field(repeated, token = "polygon")]
    pub polygons: Vec<Polygon>,
}

/// A text on the board.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "gr_text")]
pub struct Text {
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Where it stands.
    #[field(absent = "0 0 0", order = 20)]
    pub at: Xyr,
    /// Layer it is drawn on.
    #[field(absent = "\"F.Cu\"", order = 30)]
    pub layer: TextLayer,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 50)]
    pub uuid: Option<String>,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))", order = 60)]
    pub effects: Effects,
    /// Whether it is protected from changes.
    #[field(ahead, order = 10)]
    pub locked: Option<bool>,
    /// Whether it is hidden.
    #[field(order = 40)]
    pub hide: Option<bool>,
    /// Outlines of its letters (KiCad 7 and later).
    #[field(order = 70)]
    pub render_cache: Option<RenderCache>,
}

/// A text of a footprint.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "fp_text")]
pub struct FpText {
    /// What it shows.
    #[field(positional)]
    pub r#type: FpTextType,
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Where it stands, in relation to the footprint.
    #[field(order = 20)]
    pub at: Xyr,
    /// Layer it is drawn on.
    #[field(absent = "\"F.SilkS\"", order = 40)]
    pub layer: TextLayer,
    /// Whether it is hidden.
    #[field(order = 50)]
    pub hide: Option<bool>,
    /// Identity. KiCad 5 to 7 called it `tstamp`.
    #[field(alias = "tstamp", order = 60)]
    pub uuid: Option<String>,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))", order = 70)]
    pub effects: Effects,
    /// Whether it is protected from changes.
    #[field(ahead, order = 10)]
    pub locked: Option<bool>,
    /// Whether it may be upside down. KiCad 7 and older said so in `at`.
    #[field(within = "at", order = 30)]
    pub unlocked: Option<bool>,
    /// Outlines of its letters (KiCad 7 and later).
    #[field(order = 80)]
    pub render_cache: Option<RenderCache>,
}

/// Declares texts in boxes, which are those of a table as well: what is theirs alone, then what both have.
macro_rules! declare_text_box {
    ($(#[$attribute:meta])* $name:ident { $($own:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, pyzig_model::Model)]
        $(#[$attribute])*
        pub struct $name {
            /// What it says.
            #[field(positional)]
            pub text: String,
            /// One corner of the box.
            #[field(order = 20)]
            pub start: Option<$crate::pcb::Xy>,
            /// The opposite corner.
            #[field(order = 30)]
            pub end: Option<$crate::pcb::Xy>,
            /// All corners, where the box is rotated.
            #[field(order = 40)]
            pub pts: Option<$crate::pcb::Pts>,
            /// Distances between box and text.
            #[field(order = 50)]
            pub margins: Option<$crate::pcb::Margins>,
            /// Rotation in degrees.
            #[field(order = 60)]
            pub angle: Option<f64>,
            /// Layer it is drawn on.
            #[field(order = 70)]
            pub layer: String,
            /// Identity.
            #[field(alias = "tstamp", order = 80)]
            pub uuid: Option<String>,
            /// How the text is drawn.
            #[field(absent = "(font (size 1.27 1.27)) (justify left)", order = 90)]
            pub effects: $crate::pcb::Effects,
            /// Whether the box is drawn.
            #[field(order = 100)]
            pub border: Option<bool>,
            /// How the box is drawn.
            #[field(order = 110)]
            pub stroke: Option<$crate::pcb::Stroke>,
            $($own)*
            /// Outlines of its letters.
            #[field(order = 130)]
            pub render_cache: Option<$crate::pcb::RenderCache>,
        }
    };
}
pub(crate) use declare_text_box;

declare_text_box! {
    /// A text in a box.
    #[model(module = "pcb", token = "gr_text_box")]
    TextBox {
        /// Whether it is protected from changes.
        #[field(ahead, order = 10)]
        pub locked: Option<bool>,
        /// Whether the text is cut out of a filled box (KiCad 9 and later).
        #[field(order = 120)]
        pub knockout: Option<bool>,
    }
}
