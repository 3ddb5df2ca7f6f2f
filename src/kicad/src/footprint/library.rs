//! Footprints in files of their own.

use pyzig_model::Model;

use crate::pcb::{Xyr, declare_footprint};

declare_footprint! {
    /// A footprint in a file of its own.
    #[model(
        module = "footprint",
        token = "footprint",
        first = "name uuid path layer propertys attr fp_circles fp_lines fp_arcs fp_rects fp_poly fp_texts pads models
            embedded_fonts version generator generator_version description tags tedit"
    )]
    Footprint {
        /// Its name.
        #[field(positional)]
        pub name: String,
        /// Side it is on: `F.Cu`.
        #[field(order = 60, default = "F.Cu")]
        pub layer: String,
        /// Format of the file, as a date.
        #[field(order = 10, default = "20241229")]
        pub version: i32,
        /// Program that wrote it.
        #[field(order = 20, default = "faebryk")]
        pub generator: String,
        /// Version of that program.
        #[field(order = 30, default = "latest")]
        pub generator_version: String,
        /// Where it lay on the board it was saved from, as do `path`, `sheetname` and `sheetfile`.
        #[field(order = 90)]
        pub at: Option<Xyr>,
    }
}

/// A footprint's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "footprint", file)]
pub struct FootprintFile {
    /// The footprint. KiCad 5 called it `module`.
    #[field(alias = "module")]
    pub footprint: Footprint,
}
