//! Lines, arcs, circles and other shapes.

use pyzig_model::Model;

use super::{Fill, Stroke};
use crate::pcb::Xy;

/// The corners of a line or outline, in order.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "pts")]
pub struct Pts {
    /// Corners.
    #[field(repeated, token = "xy")]
    pub xys: Vec<Xy>,
}

/// An arc by its centre, as the first versions of KiCad 6 wrote it.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "radius")]
pub struct ArcRadius {
    /// Its centre.
    pub at: Xy,
    /// Its radius in millimetres.
    pub length: f64,
    /// Where it starts and ends, in degrees.
    pub angles: Xy,
}

/// Declares shapes: their own fields, then those that all shapes have, then further ones of their own.
macro_rules! shapes {
    ($($(#[$attribute:meta])* $name:ident $own:tt $further:tt)*) => {$(
        shapes! { @one $(#[$attribute])* $name $own $further }
    )*};
    (@one $(#[$attribute:meta])* $name:ident { filled $($own:tt)* } { $($further:tt)* }) => {
        shapes! { @one $(#[$attribute])* $name {
            $($own)*
            /// How its line is drawn.
            #[field(absent = "(width 0) (type default)", order = 10)]
            pub stroke: Stroke,
            /// How it is filled.
            #[field(absent = "(type none)", order = 20)]
            pub fill: Fill,
        } { $($further)* } }
    };
    (@one $(#[$attribute:meta])* $name:ident { $($own:tt)* } { $($further:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, Model)]
        $(#[$attribute])*
        pub struct $name {
            $($own)*
            $($further)*
            /// Identity, where the shape is on a sheet.
            #[field(order = 100)]
            pub uuid: Option<String>,
            /// Whether the shape is shown in the symbol editor only.
            #[field(word)]
            pub private: Option<bool>,
        }
    };
}

shapes! {
    /// A circle.
    #[model(module = "schematic", token = "circle")]
    Circle { filled
        /// Its centre.
        #[field(absent = "0 0", order = -3)]
        pub center: Xy,
        /// A point on it. KiCad writes a `radius` instead.
        #[field(order = -2)]
        pub end: Option<Xy>,
    } {
        /// Its radius in millimetres.
        #[field(order = -1)]
        pub radius: Option<f64>,
    }

    /// An arc.
    #[model(module = "schematic", token = "arc")]
    Arc { filled
        /// Where it starts.
        #[field(absent = "0 0", order = -4)]
        pub start: Xy,
        /// A point between both ends. None in files of development versions, which have a `radius`.
        #[field(order = -3)]
        pub mid: Option<Xy>,
        /// Where it ends.
        #[field(absent = "0 0", order = -2)]
        pub end: Xy,
    } {
        /// Its centre, radius and angles (development versions of KiCad 6).
        #[field(order = -1)]
        pub radius: Option<ArcRadius>,
    }

    /// A rectangle.
    #[model(module = "schematic", token = "rectangle")]
    Rect { filled
        /// One corner.
        #[field(absent = "0 0", order = -3)]
        pub start: Xy,
        /// The opposite corner.
        #[field(order = -2)]
        pub end: Xy,
    } {
        /// Radius of its corners in millimetres (KiCad 10).
        #[field(order = -1)]
        pub radius: Option<f64>,
    }

    /// A line with corners, closed where it is filled.
    #[model(module = "schematic", token = "polyline")]
    Polyline {
        /// How it is drawn.
        #[field(absent = "(width 0) (type default)", order = 10)]
        pub stroke: Stroke,
        /// How it is filled; None for lines on a sheet.
        #[field(order = 20)]
        pub fill: Option<Fill>,
        /// Its corners.
        #[field(order = -1)]
        pub pts: Pts,
    } {}

    /// A Bézier curve.
    #[model(module = "schematic", token = "bezier")]
    Bezier { filled
        /// Start, two control points, end.
        #[field(absent = "(xy 0 0) (xy 0 0) (xy 0 0) (xy 0 0)", order = -1)]
        pub pts: Pts,
    } {}
}
