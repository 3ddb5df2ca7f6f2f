//! Lines, arcs, circles and other shapes.

use pyzig_model::{Model, ModelEnum};

use super::{Pts, Stroke, Xy};

/// How a shape is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "pcb", name = "E_fill")]
pub enum Fill {
    /// Filled.
    Yes,
    /// Not filled.
    No,
    /// Not filled (KiCad 8 and older).
    None,
    /// Filled (KiCad 8 and older).
    Solid,
    /// Diagonal lines (KiCad 10).
    Hatch,
    /// Diagonal lines the other way (KiCad 10).
    ReverseHatch,
    /// Diagonal lines both ways (KiCad 10).
    CrossHatch,
}

/// Declares shapes: their own fields, then those that all shapes have, then further ones of their own.
macro_rules! shapes {
    ($($(#[$attribute:meta])* $name:ident { $($own:tt)* } { $($further:tt)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Model)]
        $(#[$attribute])*
        pub struct $name {
            $($own)*
            /// Distance between the shape and the solder mask, in millimetres (KiCad 9 and later).
            #[field(order = 80)]
            pub solder_mask_margin: Option<f64>,
            /// How its lines are drawn.
            #[field(order = 30)]
            pub stroke: Option<Stroke>,
            /// How it is filled.
            #[field(order = 50)]
            pub fill: Option<Fill>,
            /// Layer it is drawn on.
            #[field(order = 70)]
            pub layer: Option<String>,
            /// Layers it is drawn on, where there are several, such as copper and solder mask.
            #[field(order = 70)]
            pub layers: Vec<String>,
            /// Whether it is protected from changes.
            #[field(order = 60)]
            pub locked: Option<bool>,
            /// Identity. KiCad 5 to 7 called it `tstamp`.
            #[field(order = 100, alias = "tstamp")]
            pub uuid: Option<String>,
            /// Width of its lines in millimetres: in custom pads, and anywhere in KiCad 6 and older.
            #[field(order = 40)]
            pub width: Option<f64>,
            /// Number of the net it belongs to (KiCad 9); None where the file names the net.
            #[field(order = 90)]
            pub net: Option<i32>,
            /// Name of the net it belongs to (KiCad 10).
            #[field(order = 90, token = "net", shared)]
            pub net_name: Option<String>,
            /// Flags of KiCad 5 and older, in hexadecimal.
            #[field(order = 110, bare)]
            pub status: Option<String>,
            $($further)*
        }
    )*};
}

shapes! {
    /// A straight line.
    #[model(module = "pcb", token = "gr_line")]
    Line {
        /// Where it starts.
        #[field(order = -3)]
        pub start: Xy,
        /// Where it ends.
        #[field(order = -1)]
        pub end: Xy,
    } {
        /// Turn of the line in degrees (KiCad 5 and older).
        pub angle: Option<f64>,
    }

    /// An arc.
    #[model(module = "pcb", token = "gr_arc")]
    Arc {
        /// Where it starts; its centre where there is an `angle`.
        #[field(order = -3)]
        pub start: Xy,
        /// A point between both ends. None in files of KiCad 5, which have an `angle`.
        #[field(order = -2)]
        pub mid: Option<Xy>,
        /// Where it ends; where it starts if there is an `angle`.
        #[field(order = -1)]
        pub end: Xy,
    } {
        /// Extent in degrees, clockwise (KiCad 5 and older).
        pub angle: Option<f64>,
    }

    /// A circle.
    #[model(module = "pcb", token = "gr_circle")]
    Circle {
        /// Its centre.
        #[field(order = -2)]
        pub center: Xy,
        /// A point on it.
        #[field(order = -1)]
        pub end: Xy,
    } {}

    /// A rectangle.
    #[model(module = "pcb", token = "gr_rect")]
    Rect {
        /// One corner.
        #[field(order = -3)]
        pub start: Xy,
        /// The opposite corner.
        #[field(order = -2)]
        pub end: Xy,
    } {
        /// Radius of its corners in millimetres (KiCad 10).
        #[field(order = -1)]
        pub radius: Option<f64>,
    }

    /// A polygon.
    #[model(module = "pcb", token = "gr_poly")]
    Polygon {
        /// Its corners.
        #[field(order = -1)]
        pub pts: Pts,
    } {}

    /// A Bézier curve.
    #[model(module = "pcb", token = "gr_curve")]
    Curve {
        /// Start, two control points, end.
        #[field(order = -1)]
        pub pts: Pts,
    } {}
}
