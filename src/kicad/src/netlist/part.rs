//! Parts of libraries.

use pyzig_model::Model;

use super::{Fields, JumperPinGroups};

/// A pattern for names of footprints.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "fp")]
pub struct Fp {
    /// The pattern.
    #[field(positional)]
    pub fp: String,
}

/// Footprints that fit a part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "footprints")]
pub struct Footprints {
    /// Patterns for their names.
    #[field(repeated, token = "fp")]
    pub fps: Vec<Fp>,
}

/// A pin of a part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "pin")]
pub struct Pin {
    /// Its number.
    pub num: String,
    /// Its name; KiCad leaves out what is empty.
    #[field(default = "")]
    pub name: String,
    /// Electrical type.
    #[field(default = "")]
    pub r#type: String,
}

/// Pins of a part.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "pins")]
pub struct Pins {
    /// The pins.
    #[field(repeated)]
    pub pin: Vec<Pin>,
}

/// Other names of a part (KiCad 5 and older).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "aliases")]
pub struct Aliases {
    /// The names.
    #[field(repeated, token = "alias")]
    pub aliases: Vec<String>,
}

/// A part of a library.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "libpart")]
pub struct Libpart {
    /// Library.
    #[field(order = 10)]
    pub lib: String,
    /// Name.
    #[field(order = 20)]
    pub part: String,
    /// Named texts.
    #[field(order = 70)]
    pub fields: Option<Fields>,
    /// Pins.
    #[field(order = 100)]
    pub pins: Option<Pins>,
    /// Footprints that fit.
    #[field(order = 60)]
    pub footprints: Option<Footprints>,
    /// Other names (KiCad 5 and older).
    #[field(order = 30)]
    pub aliases: Option<Aliases>,
    /// What it is.
    #[field(order = 40)]
    pub description: Option<String>,
    /// Data sheet.
    #[field(order = 50)]
    pub docs: Option<String>,
    /// `1` where pins of the same number count as connected (KiCad 10).
    #[field(order = 80)]
    pub duplicate_pin_numbers_are_jumpers: Option<String>,
    /// Groups of pins that the part connects (KiCad 10).
    #[field(order = 90)]
    pub jumper_pin_groups: Option<JumperPinGroups>,
}

/// All parts in use.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "libparts")]
pub struct Libparts {
    /// The parts.
    #[field(repeated, token = "libpart")]
    pub libparts: Vec<Libpart>,
}

/// A library.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "library")]
pub struct Library {
    /// Its name.
    pub logical: String,
    /// Where it is.
    pub uri: String,
}

/// All libraries in use.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "libraries")]
pub struct Libraries {
    /// The libraries.
    #[field(repeated, token = "library")]
    pub libraries: Vec<Library>,
}
