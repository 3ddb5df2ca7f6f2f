//! Wires, buses, junctions and labels.

use pyzig_model::{Model, ModelEnum};

use super::{Color, Property, Pts, Stroke};
use crate::pcb::{Effects, Xy, Xyr};

/// Outline of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_global_label_shape")]
pub enum LabelShape {
    /// An arrow inwards.
    Input,
    /// An arrow outwards.
    Output,
    /// Arrows both ways.
    Bidirectional,
    /// Arrows both ways.
    TriState,
    /// A rectangle.
    Passive,
    /// A dot, for directives.
    Dot,
    /// A circle, for directives.
    Round,
    /// A diamond, for directives.
    Diamond,
    /// A rectangle, for directives.
    Rectangle,
}

/// A point where wires meet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "junction")]
pub struct Junction {
    /// Where it is.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// Diameter in millimetres; 0 for the default.
    #[field(absent = "0")]
    pub diameter: f64,
    /// Colour.
    pub color: Option<Color>,
    /// Identity.
    #[field(absent = "")]
    pub uuid: String,
}

/// A mark for a pin that is meant to be open.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "no_connect")]
pub struct NoConnect {
    /// Where it is.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// Identity.
    pub uuid: Option<String>,
}

/// A wire.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "wire")]
pub struct Wire {
    /// Its two ends.
    #[field(absent = "(xy 0 0) (xy 0 0)")]
    pub pts: Pts,
    /// How it is drawn.
    #[field(absent = "(width 0) (type default)")]
    pub stroke: Stroke,
    /// Identity.
    #[field(absent = "")]
    pub uuid: String,
}

/// A bus.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "bus")]
pub struct Bus {
    /// Its two ends.
    #[field(absent = "(xy 0 0) (xy 0 0)")]
    pub pts: Pts,
    /// How it is drawn.
    #[field(absent = "(width 0) (type default)")]
    pub stroke: Stroke,
    /// Identity.
    #[field(absent = "")]
    pub uuid: String,
}

/// The line from a bus to a wire.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "bus_entry")]
pub struct BusEntry {
    /// Where it starts.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// From its start to its end, in millimetres.
    #[field(absent = "2.54 2.54")]
    pub size: Xy,
    /// How it is drawn.
    #[field(absent = "(width 0) (type default)")]
    pub stroke: Stroke,
    /// Identity.
    #[field(absent = "")]
    pub uuid: String,
}

/// A name for several nets.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "bus_alias")]
pub struct BusAlias {
    /// The name.
    #[field(positional)]
    pub name: String,
    /// The nets.
    pub members: Vec<String>,
}

/// Declares labels: what stands first in each kind, then what all kinds have.
macro_rules! labels {
    ($($(#[$attribute:meta])* $name:ident { $($first:tt)* } { $($further:tt)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Model)]
        $(#[$attribute])*
        pub struct $name {
            /// Name of the net, or what it says.
            #[field(positional)]
            pub text: String,
            $($first)*
            /// Where it is.
            #[field(absent = "0 0 0", order = 30)]
            pub at: Xyr,
            /// How it is drawn.
            #[field(absent = "(font (size 1.27 1.27)) (justify left bottom)", order = 50)]
            pub effects: Effects,
            /// Identity.
            #[field(absent = "", order = 60)]
            pub uuid: String,
            /// Whether KiCad placed its properties.
            #[field(presence, order = 40, default = "no")]
            pub fields_autoplaced: bool,
            /// Named texts, such as `Netclass` and `Intersheetrefs`.
            #[field(repeated, token = "property", order = 70)]
            pub propertys: Vec<Property>,
            $($further)*
        }
    )*};
}

labels! {
    /// A label of a net on one sheet.
    #[model(module = "schematic", token = "label")]
    Label {} {}

    /// A label that connects nets of several sheets.
    #[model(module = "schematic", token = "global_label")]
    GlobalLabel {
        /// Its outline.
        #[field(absent = "bidirectional", order = 20)]
        pub shape: LabelShape,
    } {
        /// Where the numbers of the other sheets are shown (development versions of KiCad 6; now a property).
        pub iref: Option<Xy>,
    }

    /// A label that connects a net with the pin of its sheet.
    #[model(module = "schematic", token = "hierarchical_label")]
    HierarchicalLabel {
        /// Its outline.
        #[field(absent = "input", order = 20)]
        pub shape: LabelShape,
    } {}

    /// A mark that assigns settings to a net.
    #[model(module = "schematic", token = "netclass_flag")]
    NetclassFlag {} {
        /// Distance between the wire and its sign, in millimetres.
        #[field(absent = "2.54", order = 10)]
        pub length: f64,
        /// Its outline.
        #[field(absent = "round", order = 20)]
        pub shape: LabelShape,
    }
}
