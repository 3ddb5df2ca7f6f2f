//! The design and the whole netlist.

use pyzig_model::Model;

use super::{Components, Groups, Libparts, Libraries, Nets, Variants};

/// A comment in the frame of the drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "comment")]
pub struct Comment {
    /// Its number.
    pub number: String,
    /// What it says.
    #[field(default = "")]
    pub value: String,
}

/// Texts in the frame of the drawing sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "title_block")]
pub struct TitleBlock {
    /// Title.
    #[field(default = "")]
    pub title: String,
    /// Company.
    #[field(default = "")]
    pub company: String,
    /// Revision.
    #[field(default = "")]
    pub rev: String,
    /// Date.
    #[field(default = "")]
    pub date: String,
    /// File of the sheet.
    pub source: String,
    /// Comments.
    #[field(repeated)]
    pub comment: Vec<Comment>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "sheet")]
pub struct Sheet {
    /// Its number.
    pub number: String,
    /// Names of the sheets that lead to it.
    pub name: String,
    /// Identities of these sheets.
    pub tstamps: String,
    /// Texts in its frame.
    pub title_block: TitleBlock,
}

/// A text variable of the project.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "textvar")]
pub struct Textvar {
    /// Its name.
    pub name: String,
    /// What it stands for.
    #[field(positional)]
    pub value: Option<String>,
}

/// Where a netlist came from.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "design")]
pub struct Design {
    /// File of the schematic.
    #[field(absent = "", order = 10)]
    pub source: String,
    /// When it was made.
    #[field(absent = "", order = 20)]
    pub date: String,
    /// Program that made it.
    #[field(absent = "", order = 30)]
    pub tool: String,
    /// The root sheet. None in netlists of KiCad 4 and older.
    #[field(order = 50)]
    pub sheet: Option<Sheet>,
    /// Text variables of the project (KiCad 8 and later).
    #[field(repeated, token = "textvar", order = 40)]
    pub textvars: Vec<Textvar>,
    /// The other sheets.
    #[field(repeated, token = "sheet", shared, order = 60)]
    pub more_sheets: Vec<Sheet>,
}

/// A netlist.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", token = "export")]
pub struct Netlist {
    /// Format of the file: `E`, or `D` from KiCad 5.
    #[field(order = 10)]
    pub version: String,
    /// Components.
    #[field(default = "", order = 30)]
    pub components: Components,
    /// Nets.
    #[field(default = "", order = 80)]
    pub nets: Nets,
    /// Where it came from.
    #[field(order = 20)]
    pub design: Option<Design>,
    /// Parts in use.
    #[field(default = "", order = 60)]
    pub libparts: Libparts,
    /// Libraries in use.
    #[field(default = "", order = 70)]
    pub libraries: Libraries,
    /// Groups of components (KiCad 10).
    #[field(order = 40)]
    pub groups: Option<Groups>,
    /// Variants of the design (KiCad 10).
    #[field(order = 50)]
    pub variants: Option<Variants>,
}

/// A netlist's file.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "netlist", file)]
pub struct NetlistFile {
    /// The netlist.
    #[field(token = "export")]
    pub netlist: Netlist,
}
