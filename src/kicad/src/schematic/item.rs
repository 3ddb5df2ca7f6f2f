//! Texts, tables, images and other items of a sheet.

use pyzig_model::Model;

use super::{Bezier, Circle, Fill, Polyline, Rect, Stroke};
use crate::pcb::{Border, Effects, Margins, Separator, Span, Xy, Xyr};

/// A text on a sheet.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "text")]
pub struct Text {
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Where it stands.
    #[field(absent = "0 0 0", order = 20)]
    pub at: Xyr,
    /// How it is drawn.
    #[field(absent = "(font (size 1.27 1.27))", order = 30)]
    pub effects: Effects,
    /// Identity.
    #[field(absent = "", order = 40)]
    pub uuid: String,
    /// Whether it is no command for simulations (KiCad 8 and later).
    #[field(order = 10)]
    pub exclude_from_sim: Option<bool>,
}

/// A text in a box.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "text_box")]
pub struct TextBox {
    /// Whether it is shown in the symbol editor only.
    #[field(positional)]
    pub private: Option<bool>,
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Whether it is no command for simulations (KiCad 8 and later).
    pub exclude_from_sim: Option<bool>,
    /// Upper left corner. Development versions of KiCad 7 called it `start`.
    #[field(absent = "0 0 0", alias = "start")]
    pub at: Xyr,
    /// Width and height in millimetres; None where there is an `end`.
    pub size: Option<Xy>,
    /// Lower right corner (development versions of KiCad 7).
    pub end: Option<Xy>,
    /// Distances between box and text (KiCad 8 and later).
    pub margins: Option<Margins>,
    /// How the box is drawn.
    pub stroke: Option<Stroke>,
    /// How the box is filled.
    pub fill: Option<Fill>,
    /// How the text is drawn.
    #[field(absent = "(font (size 1.27 1.27)) (justify left top)")]
    pub effects: Effects,
    /// Identity, where it is on a sheet.
    pub uuid: Option<String>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "table_cell")]
pub struct TableCell {
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Whether it is no command for simulations.
    pub exclude_from_sim: Option<bool>,
    /// Upper left corner.
    #[field(absent = "0 0 0")]
    pub at: Xyr,
    /// Width and height in millimetres.
    pub size: Xy,
    /// Distances between cell and text.
    pub margins: Option<Margins>,
    /// Columns and rows it covers.
    pub span: Option<Span>,
    /// How it is filled.
    pub fill: Option<Fill>,
    /// How the text is drawn.
    #[field(absent = "(font (size 1.27 1.27)) (justify left top)")]
    pub effects: Effects,
    /// Identity.
    pub uuid: Option<String>,
}

/// Cells of a table, row by row.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "cells")]
pub struct Cells {
    /// The cells.
    #[field(repeated, token = "table_cell")]
    pub table_cells: Vec<TableCell>,
}

/// A table (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "table")]
pub struct Table {
    /// Number of columns.
    #[field(order = 10)]
    pub column_count: i32,
    /// Outer lines.
    #[field(absent = "", order = 30)]
    pub border: Border,
    /// Inner lines.
    #[field(absent = "", order = 40)]
    pub separators: Separator,
    /// Widths of the columns in millimetres.
    #[field(order = 50)]
    pub column_widths: Vec<f64>,
    /// Heights of the rows in millimetres.
    #[field(order = 60)]
    pub row_heights: Vec<f64>,
    /// Its cells.
    #[field(order = 70)]
    pub cells: Cells,
    /// Identity.
    #[field(order = 65)]
    pub uuid: Option<String>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "image")]
pub struct Image {
    /// Its centre.
    #[field(absent = "0 0")]
    pub at: Xy,
    /// Factor of its size.
    #[field(default = "1", silent)]
    pub scale: f64,
    /// Identity.
    pub uuid: Option<String>,
    /// PNG image in base 64, in pieces.
    pub data: Vec<String>,
}

/// An area whose nets and parts share settings (KiCad 9 and later).
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "schematic", token = "rule_area")]
pub struct RuleArea {
    /// Whether its parts are no part of simulations.
    pub exclude_from_sim: Option<bool>,
    /// Whether its parts are in the bill of materials.
    pub in_bom: Option<bool>,
    /// Whether its parts are on the board.
    pub on_board: Option<bool>,
    /// Whether its parts are not populated.
    pub dnp: Option<bool>,
    /// Its outline.
    pub polyline: Option<Polyline>,
    /// Its outline, where it is a rectangle.
    pub rectangle: Option<Rect>,
    /// Its outline, where it is a circle.
    pub circle: Option<Circle>,
    /// Its outline, where it is a curve.
    pub bezier: Option<Bezier>,
}
