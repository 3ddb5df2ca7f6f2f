//! Symbols as libraries and schematics hold them.

use pyzig_model::{Model, ModelEnum};

use super::Circle;
use crate::pcb::{Effects, EmbeddedFiles, Xyr};

/// Electrical type of a pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_pin_type")]
pub enum PinType {
    /// Input and output.
    Bidirectional,
    /// Not connected inside.
    Free,
    /// Input.
    Input,
    /// Must not be connected.
    #[value("no_connect", alias = "unconnected")]
    NoConnect,
    /// Open collector.
    OpenCollector,
    /// Open emitter.
    OpenEmitter,
    /// Output.
    Output,
    /// Passive.
    Passive,
    /// Needs power.
    PowerIn,
    /// Gives power.
    PowerOut,
    /// Output that can be switched off.
    TriState,
    /// Not known.
    Unspecified,
}

/// How a pin is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_pin_style")]
pub enum PinStyle {
    /// With a clock mark.
    Clock,
    /// With an input mark and a clock mark.
    ClockLow,
    /// With a mark for the falling edge.
    EdgeClockHigh,
    /// With an input mark.
    InputLow,
    /// With a circle.
    Inverted,
    /// With a circle and a clock mark.
    InvertedClock,
    /// As a line.
    Line,
    /// With a cross.
    NonLogic,
    /// With an output mark.
    OutputLow,
}

/// Whether something is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_hide")]
pub enum Hide {
    /// It is.
    Hide,
}

/// Where the net of a power symbol reaches (KiCad 9 and later).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_power_scope")]
pub enum PowerScope {
    /// All sheets.
    Global,
    /// Its own sheet.
    Local,
}

/// A named text of a symbol, sheet or label.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "property")]
pub struct Property {
    /// Whether it stays in the library (KiCad 8 and later).
    #[field(positional)]
    pub private: Option<bool>,
    /// Its name.
    #[field(positional)]
    pub name: String,
    /// What it says.
    #[field(positional)]
    pub value: String,
    /// Number of its kind (KiCad 6 and older).
    #[field(order = 10)]
    pub id: Option<i32>,
    /// Where it stands.
    #[field(order = 20)]
    pub at: Xyr,
    /// How it is drawn; None for the default (KiCad 10).
    #[field(order = 60)]
    pub effects: Option<Effects>,
    /// Whether it is hidden (KiCad 10; older files say so in `effects`).
    #[field(order = 25, other_order = 50)]
    pub hide: Option<bool>,
    /// Whether its name is shown, too (KiCad 8 and later).
    #[field(order = 30)]
    pub show_name: Option<bool>,
    /// Whether KiCad leaves it where it is (KiCad 8 and later).
    #[field(order = 40)]
    pub do_not_autoplace: Option<bool>,
}

/// How the names of pins are shown.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "pin_names")]
pub struct PinNames {
    /// Distance between name and pin in millimetres, 0 for names outside; None for the default.
    pub offset: Option<f64>,
    /// Whether they are hidden.
    pub hide: Option<bool>,
}

/// The name of a pin.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "name")]
pub struct PinName {
    /// The name; `~` for none.
    #[field(positional)]
    pub name: String,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))")]
    pub effects: Effects,
}

/// The number of a pin.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "number")]
pub struct PinNumber {
    /// The number.
    #[field(positional)]
    pub number: String,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))")]
    pub effects: Effects,
}

/// Another function of a pin.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "alternate")]
pub struct PinAlternate {
    /// Its name.
    #[field(positional)]
    pub name: String,
    /// Electrical type.
    #[field(positional)]
    pub r#type: PinType,
    /// How the pin is drawn then.
    #[field(positional)]
    pub style: PinStyle,
}

/// A pin of a symbol.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "pin")]
pub struct SymbolPin {
    /// Where a wire meets it, and its direction.
    #[field(absent = "0 0 0", order = 10)]
    pub at: Xyr,
    /// Length in millimetres.
    #[field(absent = "2.54", order = 20)]
    pub length: f64,
    /// Electrical type.
    #[field(positional)]
    pub r#type: PinType,
    /// How it is drawn.
    #[field(positional)]
    pub style: PinStyle,
    /// Its name.
    #[field(absent = "\"\"", order = 40)]
    pub name: PinName,
    /// Its number.
    #[field(absent = "\"\"", order = 50)]
    pub number: PinNumber,
    /// Whether it is hidden.
    #[field(order = 30)]
    pub hide: Option<bool>,
    /// Other functions.
    #[field(repeated, token = "alternate", order = 60)]
    pub alternates: Vec<PinAlternate>,
}

/// A text of a symbol.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "text")]
pub struct SymbolText {
    /// Whether it is shown in the symbol editor only.
    #[field(positional)]
    pub private: Option<bool>,
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Where it stands; its rotation is in tenths of a degree.
    #[field(absent = "0 0 0")]
    pub at: Xyr,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))")]
    pub effects: Effects,
}

/// Declares symbols and their units: their own fields, and what both may hold. KiCad writes that into units only, and
/// reads it in symbols as well.
macro_rules! declare_symbol_parts {
    ($(#[$attribute:meta])* $name:ident, $circle:ty, { $($first:tt)* } { $($further:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, pyzig_model::Model)]
        $(#[$attribute])*
        pub struct $name {
            $($first)*
            /// Lines with corners.
            #[field(repeated, token = "polyline", order = 124)]
            pub polylines: Vec<$crate::schematic::Polyline>,
            /// Circles.
            #[field(repeated, token = "circle", order = 123)]
            pub circles: Vec<$circle>,
            /// Rectangles.
            #[field(repeated, token = "rectangle", order = 121)]
            pub rectangles: Vec<$crate::schematic::Rect>,
            /// Arcs.
            #[field(repeated, token = "arc", order = 122)]
            pub arcs: Vec<$crate::schematic::Arc>,
            /// Pins.
            #[field(repeated, token = "pin", order = 128)]
            pub pins: Vec<$crate::schematic::SymbolPin>,
            $($further)*
            /// Bézier curves.
            #[field(repeated, token = "bezier", order = 125)]
            pub beziers: Vec<$crate::schematic::Bezier>,
            /// Texts.
            #[field(repeated, token = "text", order = 126)]
            pub texts: Vec<$crate::schematic::SymbolText>,
            /// Texts in boxes (KiCad 7 and later).
            #[field(repeated, token = "text_box", order = 127)]
            pub text_boxes: Vec<$crate::schematic::TextBox>,
        }
    };
}
pub(crate) use declare_symbol_parts;

declare_symbol_parts! {
    /// One unit of a symbol in one body style.
    #[model(module = "schematic", token = "symbol")]
    SymbolUnit, Circle,
    {
        /// Name of the symbol, number of the unit and number of the body style: `R_1_1`. Unit 0 is part of all
        /// units.
        #[field(positional)]
        pub name: String,
    } {
        /// Name for users (KiCad 7 and later).
        #[field(order = 10)]
        pub unit_name: Option<String>,
    }
}

/// Pins that the part connects (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", row)]
pub struct JumperPinGroup {
    /// Their numbers.
    #[field(rest)]
    pub pins: Vec<String>,
}

declare_symbol_parts! {
    /// A symbol.
    #[model(module = "schematic", token = "symbol")]
    Symbol, Circle,
    {
        /// Its name. In schematics the name of its library stands before it.
        #[field(positional)]
        pub name: String,
        /// Whether it is a power symbol.
        #[field(empty, default = "no", order = 20)]
        pub power: bool,
        /// Named texts: `Reference`, `Value`, `Footprint` and others.
        #[field(repeated, token = "property", order = 120, in_other_order)]
        pub propertys: Vec<Property>,
        /// Whether the numbers of its pins are hidden.
        #[field(order = 40)]
        pub pin_numbers: Option<Hide>,
        /// How the names of its pins are shown.
        #[field(order = 50)]
        pub pin_names: Option<PinNames>,
        /// Whether it is in the bill of materials.
        #[field(order = 70)]
        pub in_bom: Option<bool>,
        /// Whether it is on the board.
        #[field(order = 80)]
        pub on_board: Option<bool>,
        /// Its units.
        #[field(repeated, token = "symbol", order = 130)]
        pub symbols: Vec<SymbolUnit>,
        /// Body style (KiCad 8 and older).
        #[field(order = 140)]
        pub convert: Option<i32>,
        /// Where the net of a power symbol reaches; None for all sheets.
        #[field(token = "power", shared, order = 20)]
        pub power_scope: Option<PowerScope>,
        /// Symbol that this one takes over all but its properties from.
        #[field(order = 10)]
        pub extends: Option<String>,
        /// Whether it is no part of simulations (KiCad 8 and later).
        #[field(order = 60)]
        pub exclude_from_sim: Option<bool>,
        /// Whether it is in position files (KiCad 10).
        #[field(order = 90)]
        pub in_pos_files: Option<bool>,
        /// Whether pins of the same number count as connected (KiCad 10).
        #[field(order = 100)]
        pub duplicate_pin_numbers_are_jumpers: Option<bool>,
        /// Groups of pins that the part connects (KiCad 10).
        #[field(order = 110)]
        pub jumper_pin_groups: Vec<JumperPinGroup>,
        /// Names of its body styles, or `demorgan` for the usual two (KiCad 10).
        #[field(bare_words = "demorgan", order = 30)]
        pub body_styles: Vec<String>,
        /// Whether the fonts in use are inside the file (KiCad 9 and later).
        #[field(order = 150)]
        pub embedded_fonts: Option<bool>,
        /// Files inside the symbol (KiCad 9 and later).
        #[field(order = 160)]
        pub embedded_files: Option<EmbeddedFiles>,
    } {}
}
