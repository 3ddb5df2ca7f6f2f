//! Tracks and nets.

use pyzig_model::Model;

use super::Xy;

/// A net, or a pad's connection to one.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "net")]
pub struct Net {
    /// Its number; None in files of KiCad 10.
    #[field(positional)]
    pub number: Option<i32>,
    /// Its name.
    #[field(positional)]
    pub name: Option<String>,
}

/// Declares tracks: their geometry, then what both kinds have.
macro_rules! tracks {
    ($($(#[$attribute:meta])* $name:ident { $($geometry:tt)* })*) => {$(
        #[derive(Debug, Clone, PartialEq, Model)]
        $(#[$attribute])*
        pub struct $name {
            $($geometry)*
            /// Width in millimetres.
            #[field(absent = "0.2", order = 10)]
            pub width: f64,
            /// Layer it is on.
            #[field(order = 30)]
            pub layer: Option<String>,
            /// Number of the net it belongs to; None in files of KiCad 10, which have `net_name`.
            #[field(order = 50)]
            pub net: Option<i32>,
            /// Identity. KiCad 5 to 7 called it `tstamp`.
            #[field(order = 100, alias = "tstamp")]
            pub uuid: Option<String>,
            /// Name of the net it belongs to (KiCad 10).
            #[field(order = 50, token = "net", shared)]
            pub net_name: Option<String>,
            /// Whether it is protected from changes.
            #[field(order = 20)]
            pub locked: Option<bool>,
            /// Layers it is on, where the solder mask is one of them (KiCad 9 and later).
            #[field(order = 30)]
            pub layers: Vec<String>,
            /// How much the opening of the solder mask is larger, in millimetres (KiCad 9 and later).
            #[field(order = 40)]
            pub solder_mask_margin: Option<f64>,
            /// Flags of KiCad 5 and older, in hexadecimal.
            #[field(order = 110, bare)]
            pub status: Option<String>,
        }
    )*};
}

tracks! {
    /// A straight track.
    #[model(module = "pcb", token = "segment")]
    Segment {
        /// Where it starts.
        #[field(absent = "0 0")]
        pub start: Xy,
        /// Where it ends.
        #[field(absent = "0 0")]
        pub end: Xy,
    }

    /// A track that is an arc.
    #[model(module = "pcb", token = "arc")]
    ArcSegment {
        /// Where it starts.
        #[field(absent = "0 0")]
        pub start: Xy,
        /// A point between both ends.
        #[field(absent = "0 0")]
        pub mid: Xy,
        /// Where it ends.
        #[field(absent = "0 0")]
        pub end: Xy,
    }
}
