//! Symbol libraries of KiCad 6.

use pyzig_model::Model;

use crate::pcb::Xy;
use crate::schematic::{Fill, Hide, PinNames, Property, Stroke, declare_symbol_parts};

/// A circle.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "symbol_v6", token = "circle")]
pub struct Circle {
    /// Its centre.
    #[field(absent = "0 0")]
    pub center: Xy,
    /// Its radius in millimetres.
    pub radius: f64,
    /// How its line is drawn.
    #[field(absent = "(width 0) (type default)")]
    pub stroke: Stroke,
    /// How it is filled.
    #[field(absent = "(type none)")]
    pub fill: Fill,
}

declare_symbol_parts! {
    /// One unit of a symbol in one body style.
    #[model(module = "symbol_v6", token = "symbol")]
    SymbolUnit, Circle,
    {
        /// Name of the symbol, number of the unit and number of the body style: `R_1_1`. Unit 0 is part of all
        /// units.
        #[field(positional)]
        pub name: String,
    } {}
}

declare_symbol_parts! {
    /// A symbol.
    #[model(module = "symbol_v6", token = "symbol")]
    Symbol, Circle,
    {
        /// Its name.
        #[field(positional)]
        pub name: String,
        /// Whether it is a power symbol.
        #[field(empty, default = "no", order = 20)]
        pub power: bool,
        /// Named texts: `Reference`, `Value`, `Footprint` and others.
        #[field(repeated, token = "property", order = 70, in_other_order)]
        pub propertys: Vec<Property>,
        /// Whether the numbers of its pins are hidden.
        #[field(order = 30)]
        pub pin_numbers: Option<Hide>,
        /// How the names of its pins are shown.
        #[field(order = 40)]
        pub pin_names: Option<PinNames>,
        /// Whether it is in the bill of materials.
        #[field(order = 50)]
        pub in_bom: Option<bool>,
        /// Whether it is on the board.
        #[field(order = 60)]
        pub on_board: Option<bool>,
        /// Its units.
        #[field(repeated, token = "symbol", order = 180)]
        pub symbols: Vec<SymbolUnit>,
        /// Body style.
        #[field(order = 190)]
        pub convert: Option<i32>,
        /// Symbol that this one takes over all but its properties from.
        #[field(order = 10)]
        pub extends: Option<String>,
    } {}
}

/// A symbol library.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "symbol_v6", token = "kicad_symbol_lib")]
pub struct SymbolLib {
    /// Format of the file, as a date.
    pub version: i32,
    /// Program that wrote it.
    #[field(alias = "host")]
    pub generator: String,
    /// Its symbols.
    #[field(repeated, token = "symbol")]
    pub symbols: Vec<Symbol>,
}

/// A symbol library's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "symbol_v6", file)]
pub struct SymbolFile {
    /// The library.
    #[field(token = "kicad_symbol_lib", alias = "kicad_sym")]
    pub kicad_sym: SymbolLib,
}
