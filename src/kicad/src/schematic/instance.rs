//! Symbols and sheets as they stand on a sheet.

use pyzig_model::{Model, ModelEnum};

use super::{Fill, Property, Stroke};
use crate::pcb::{Effects, VariantField, Xy, Xyr};

/// Axis that a symbol is mirrored at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_mirror")]
pub enum Mirror {
    /// Upside down.
    X,
    /// Left to right.
    Y,
}

/// Direction of a sheet's pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ModelEnum)]
#[model(module = "schematic", name = "E_sheet_pin_type")]
pub enum SheetPinType {
    /// Input and output.
    Bidirectional,
    /// Input.
    Input,
    /// Output.
    Output,
    /// Not known.
    Passive,
    /// Output that can be switched off.
    TriState,
}

/// A pin of a symbol on a sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "pin")]
pub struct InstancePin {
    /// Its number.
    #[field(positional)]
    pub name: String,
    /// Identity.
    #[field(absent = "")]
    pub uuid: String,
    /// Function that was chosen; None for the first one.
    pub alternate: Option<String>,
}

/// How a symbol or sheet differs in a variant (KiCad 10).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "variant")]
pub struct SchematicVariant {
    /// Name of the variant.
    pub name: String,
    /// Whether it is not populated.
    pub dnp: Option<bool>,
    /// Whether it is no part of simulations.
    pub exclude_from_sim: Option<bool>,
    /// Whether it is in the bill of materials.
    pub in_bom: Option<bool>,
    /// Whether it is on the board.
    pub on_board: Option<bool>,
    /// Whether it is in position files.
    pub in_pos_files: Option<bool>,
    /// Properties that differ.
    #[field(repeated, token = "field")]
    pub fields: Vec<VariantField>,
}

/// What a symbol or sheet is called at one place of the hierarchy.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "path")]
pub struct InstancePath {
    /// Identities of the sheets that lead to the place.
    #[field(positional)]
    pub path: String,
    /// Reference, such as `R1`.
    pub reference: Option<String>,
    /// Number of the unit.
    pub unit: Option<i32>,
    /// Value (KiCad 6).
    pub value: Option<String>,
    /// Footprint (KiCad 6).
    pub footprint: Option<String>,
    /// Page number of a sheet.
    pub page: Option<String>,
    /// How it differs in variants (KiCad 10).
    #[field(repeated, token = "variant")]
    pub variants: Vec<SchematicVariant>,
}

/// What a symbol or sheet is called in one project.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "project")]
pub struct ProjectInstances {
    /// Name of the project.
    #[field(positional)]
    pub name: String,
    /// One entry for each place in the hierarchy.
    #[field(repeated, token = "path")]
    pub paths: Vec<InstancePath>,
}

/// What a symbol or sheet is called, by project (KiCad 7 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "instances")]
pub struct Instances {
    /// The projects.
    #[field(repeated, token = "project")]
    pub projects: Vec<ProjectInstances>,
}

/// What symbols or sheets are called, by place in the hierarchy.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "sheet_instances")]
pub struct PathInstances {
    /// One entry for each place.
    #[field(repeated, token = "path")]
    pub paths: Vec<InstancePath>,
}

/// What a new instance of a symbol is called (development versions of KiCad 7).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "default_instance")]
pub struct DefaultInstance {
    /// Reference.
    #[field(absent = "")]
    pub reference: String,
    /// Number of the unit.
    #[field(absent = "1")]
    pub unit: i32,
    /// Value.
    pub value: Option<String>,
    /// Footprint.
    pub footprint: Option<String>,
}

/// A symbol on a sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "symbol")]
pub struct SymbolInstance {
    /// Library and name of its symbol.
    #[field(absent = "", order = 20)]
    pub lib_id: String,
    /// Where it stands.
    #[field(absent = "0 0 0", order = 30)]
    pub at: Xyr,
    /// Number of its unit.
    #[field(absent = "1", order = 50)]
    pub unit: i32,
    /// Whether it is in the bill of materials.
    #[field(default = "no", order = 80)]
    pub in_bom: bool,
    /// Whether it is on the board.
    #[field(default = "no", order = 90)]
    pub on_board: bool,
    /// Identity.
    #[field(absent = "", order = 130)]
    pub uuid: String,
    /// Whether KiCad placed its properties.
    #[field(presence, default = "no", order = 120)]
    pub fields_autoplaced: bool,
    /// Named texts.
    #[field(repeated, token = "property", order = 150)]
    pub propertys: Vec<Property>,
    /// Its pins.
    #[field(repeated, token = "pin", order = 160)]
    pub pins: Vec<InstancePin>,
    /// Body style (KiCad 9 and older).
    #[field(order = 60)]
    pub convert: Option<i32>,
    /// Name of its symbol in `lib_symbols`, where that differs from `lib_id`.
    #[field(order = 10)]
    pub lib_name: Option<String>,
    /// Axis that it is mirrored at.
    #[field(order = 40)]
    pub mirror: Option<Mirror>,
    /// Body style (KiCad 10).
    #[field(order = 60)]
    pub body_style: Option<i32>,
    /// Whether it is no part of simulations (KiCad 8 and later).
    #[field(order = 70)]
    pub exclude_from_sim: Option<bool>,
    /// Whether it is not populated (KiCad 7 and later).
    #[field(order = 110)]
    pub dnp: Option<bool>,
    /// Whether it is in position files (KiCad 10).
    #[field(order = 100)]
    pub in_pos_files: Option<bool>,
    /// What a new instance is called (development versions of KiCad 7).
    #[field(order = 140)]
    pub default_instance: Option<DefaultInstance>,
    /// What it is called (KiCad 7 and later).
    #[field(order = 170)]
    pub instances: Option<Instances>,
}

/// A pin of a sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "pin")]
pub struct SheetPin {
    /// Name of the hierarchical label that it leads to.
    #[field(positional)]
    pub name: String,
    /// Direction.
    #[field(positional)]
    pub r#type: SheetPinType,
    /// Where it is.
    #[field(order = 10)]
    pub at: Xyr,
    /// How its name is drawn.
    #[field(absent = "(font (size 1.27 1.27))", order = 30)]
    pub effects: Effects,
    /// Identity.
    #[field(absent = "", order = 20)]
    pub uuid: String,
}

/// A sheet within another one.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "sheet")]
pub struct Sheet {
    /// Its upper left corner.
    #[field(absent = "0 0", order = 10)]
    pub at: Xy,
    /// Width and height in millimetres.
    #[field(absent = "12.7 3.81", order = 20)]
    pub size: Xy,
    /// How its frame is drawn.
    #[field(absent = "(width 0) (type solid)", order = 80)]
    pub stroke: Stroke,
    /// How it is filled.
    #[field(absent = "(color 0 0 0 0)", order = 90)]
    pub fill: Fill,
    /// Identity.
    #[field(absent = "", order = 100)]
    pub uuid: String,
    /// Whether KiCad placed its properties.
    #[field(presence, default = "no", order = 70)]
    pub fields_autoplaced: bool,
    /// Named texts: `Sheetname`, `Sheetfile` and others.
    #[field(repeated, token = "property", order = 110)]
    pub propertys: Vec<Property>,
    /// Its pins.
    #[field(repeated, token = "pin", order = 120)]
    pub pins: Vec<SheetPin>,
    /// Whether its parts are no part of simulations (KiCad 9 and later).
    #[field(order = 30)]
    pub exclude_from_sim: Option<bool>,
    /// Whether its parts are in the bill of materials (KiCad 9 and later).
    #[field(order = 40)]
    pub in_bom: Option<bool>,
    /// Whether its parts are on the board (KiCad 9 and later).
    #[field(order = 50)]
    pub on_board: Option<bool>,
    /// Whether its parts are not populated (KiCad 9 and later).
    #[field(order = 60)]
    pub dnp: Option<bool>,
    /// Its page numbers (KiCad 7 and later).
    #[field(order = 130)]
    pub instances: Option<Instances>,
}
