//! Lines, rectangles, polygons, texts and pictures of a drawing sheet.

use pyzig_model::{Model, ModelEnum};

use crate::pcb::Wh;
use crate::schematic::{Color, Pts};

/// Corner of the sheet that a place is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "worksheet", name = "E_corner")]
pub enum Corner {
    /// The upper left one.
    Ltcorner,
    /// The lower left one.
    Lbcorner,
    /// The lower right one.
    Rbcorner,
    /// The upper right one.
    Rtcorner,
}

/// Pages that an item is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "worksheet", name = "E_page_option")]
pub enum PageOption {
    /// The first one.
    Page1only,
    /// All but the first one.
    Notonpage1,
}

/// A place on the sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "start")]
pub struct Position {
    /// Distance from the corner inwards, in millimetres.
    #[field(positional)]
    pub x: f64,
    /// Distance from the corner inwards, in millimetres.
    #[field(positional)]
    pub y: f64,
    /// Corner that it is measured from; None for the lower right one.
    #[field(positional)]
    pub corner: Option<Corner>,
}

/// Shape and size of letters.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "font")]
pub struct WorksheetFont {
    /// Name of an outline font; None for KiCad's own (KiCad 7 and later).
    pub face: Option<String>,
    /// Width of the lines in millimetres.
    pub linewidth: Option<f64>,
    /// Width and height of a letter.
    pub size: Option<Wh>,
    /// Whether it is bold.
    #[field(word)]
    pub bold: Option<bool>,
    /// Whether it is slanted.
    #[field(word)]
    pub italic: Option<bool>,
    /// Colour (KiCad 7 and later).
    pub color: Option<Color>,
}

/// Where a text lies in relation to its place.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "justify")]
pub struct WorksheetJustify {
    /// First word.
    #[field(positional)]
    pub justify1: Option<WorksheetJustifyWord>,
    /// Second word.
    #[field(positional)]
    pub justify2: Option<WorksheetJustifyWord>,
}

/// Where a text lies in relation to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "worksheet", name = "E_worksheet_justify")]
pub enum WorksheetJustifyWord {
    /// In the middle.
    Center,
    /// The place is at its left end.
    Left,
    /// The place is at its right end.
    Right,
    /// The place is at its upper edge.
    Top,
    /// The place is at its lower edge.
    Bottom,
}

/// Declares items of a drawing sheet: what stands before what all of them have. Those between two places are told how
/// these are called.
macro_rules! items {
    ($($(#[$attribute:meta])* $name:ident $($between:ident)? { $($first:tt)* })*) => {$(
        items! { @one $(#[$attribute])* $name $($between)? { $($first)* } }
    )*};
    (@one $(#[$attribute:meta])* $name:ident between {
        $(#[$start:meta])* start
        $(#[$end:meta])* end
    }) => {
        items! { @one $(#[$attribute])* $name {
            $(#[$start])*
            #[field(absent = "0 0", order = -10)]
            pub start: Position,
            $(#[$end])*
            #[field(absent = "0 0", order = -9)]
            pub end: Position,
            /// Width of its lines in millimetres; None for the default.
            #[field(order = 55)]
            pub linewidth: Option<f64>,
        } }
    };
    (@one $(#[$attribute:meta])* $name:ident { $($first:tt)* }) => {
        #[derive(Debug, Clone, PartialEq, Model)]
        $(#[$attribute])*
        pub struct $name {
            $($first)*
            /// Name for users.
            #[field(order = -20)]
            pub name: Option<String>,
            /// Pages that it is on; None for all.
            #[field(order = -8)]
            pub option: Option<PageOption>,
            /// How often it is repeated.
            #[field(order = 60)]
            pub repeat: Option<i32>,
            /// Step to the right between repetitions, in millimetres.
            #[field(order = 70)]
            pub incrx: Option<f64>,
            /// Step downwards between repetitions, in millimetres.
            #[field(order = 80)]
            pub incry: Option<f64>,
            /// Comment.
            #[field(order = 90)]
            pub comment: Option<String>,
        }
    };
}

items! {
    /// A line.
    #[model(module = "worksheet", token = "line")]
    WorksheetLine between {
        /// Where it starts.
        start
        /// Where it ends.
        end
    }

    /// A rectangle.
    #[model(module = "worksheet", token = "rect")]
    WorksheetRect between {
        /// One corner.
        start
        /// The opposite corner.
        end
    }

    /// A text.
    #[model(module = "worksheet", token = "tbtext")]
    WorksheetText {
        /// What it says; may hold variables such as `${TITLE}`.
        #[field(positional)]
        pub text: String,
        /// Where it stands.
        #[field(absent = "0 0", order = -10)]
        pub pos: Position,
        /// Letters.
        #[field(order = 51)]
        pub font: Option<WorksheetFont>,
        /// Where it lies.
        #[field(order = 52)]
        pub justify: Option<WorksheetJustify>,
        /// Rotation in degrees.
        #[field(order = -5)]
        pub rotate: Option<f64>,
        /// Largest width in millimetres.
        #[field(order = 53)]
        pub maxlen: Option<f64>,
        /// Largest height in millimetres.
        #[field(order = 54)]
        pub maxheight: Option<f64>,
        /// Step between the numbers or letters of repetitions.
        #[field(order = 85)]
        pub incrlabel: Option<i32>,
    }

    /// A polygon.
    #[model(module = "worksheet", token = "polygon")]
    WorksheetPolygon {
        /// Where it lies.
        #[field(absent = "0 0", order = -10)]
        pub pos: Position,
        /// Rotation in degrees.
        #[field(order = 87)]
        pub rotate: Option<f64>,
        /// Width of its lines in millimetres.
        #[field(order = 88)]
        pub linewidth: Option<f64>,
        /// Its outlines.
        #[field(repeated, token = "pts", order = 95)]
        pub pts: Vec<Pts>,
    }

    /// A picture.
    #[model(module = "worksheet", token = "bitmap")]
    WorksheetBitmap {
        /// Where it lies.
        #[field(absent = "0 0", order = -10)]
        pub pos: Position,
        /// Factor of its size.
        #[field(order = 10)]
        pub scale: Option<f64>,
        /// PNG image in base 64, in pieces (KiCad 8 and later).
        #[field(order = 96, bare)]
        pub data: Vec<String>,
        /// PNG image in hexadecimal (KiCad 7 and older).
        #[field(order = 97)]
        pub pngdata: Option<PngData>,
    }
}

/// A PNG image in hexadecimal.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "worksheet", token = "pngdata")]
pub struct PngData {
    /// Rows of bytes.
    #[field(repeated)]
    pub data: Vec<String>,
}
