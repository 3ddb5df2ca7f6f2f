//! Tables.

use pyzig_model::Model;

use super::{Effects, Margins, Pts, RenderCache, Span, Stroke, Xy};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "table_cell")]
pub struct TableCell {
    /// What it says.
    #[field(positional)]
    pub text: String,
    /// Whether it is protected from changes.
    #[field(presence, default = "no", order = 10)]
    pub locked: bool,
    /// One corner.
    #[field(order = 20)]
    pub start: Option<Xy>,
    /// The opposite corner.
    #[field(order = 30)]
    pub end: Option<Xy>,
    /// All corners, where the table is rotated.
    #[field(order = 40)]
    pub pts: Option<Pts>,
    /// Rotation in degrees.
    #[field(order = 70)]
    pub angle: Option<f64>,
    /// How its frame is drawn.
    #[field(order = 120)]
    pub stroke: Option<Stroke>,
    /// Whether its frame is drawn.
    #[field(order = 110)]
    pub border: Option<bool>,
    /// Distances between frame and text.
    #[field(order = 50)]
    pub margins: Option<Margins>,
    /// Layer it is drawn on.
    #[field(order = 80)]
    pub layer: String,
    /// Columns and rows it covers.
    #[field(order = 60)]
    pub span: Option<Span>,
    /// How the text is drawn.
    #[field(order = 100)]
    pub effects: Effects,
    /// Outlines of its letters.
    #[field(order = 130)]
    pub render_cache: Option<RenderCache>,
    /// Identity.
    #[field(order = 90)]
    pub uuid: Option<String>,
}

/// Cells of a table, row by row.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "cells")]
pub struct Cells {
    /// The cells.
    #[field(repeated, token = "table_cell")]
    pub table_cells: Vec<TableCell>,
}

/// Outer lines of a table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "border")]
pub struct Border {
    /// Whether its outside is drawn.
    pub external: bool,
    /// Whether the line below the header is drawn.
    pub header: bool,
    /// How they are drawn; None where there are none.
    pub stroke: Option<Stroke>,
}

/// Inner lines of a table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "separators")]
pub struct Separator {
    /// Whether lines between rows are drawn.
    pub rows: bool,
    /// Whether lines between columns are drawn.
    pub cols: bool,
    /// How they are drawn; None where there are none.
    pub stroke: Option<Stroke>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "table")]
pub struct Table {
    /// Number of columns.
    #[field(order = 10)]
    pub column_count: i32,
    /// Whether it is protected from changes.
    #[field(order = 30)]
    pub locked: Option<bool>,
    /// Layer it is drawn on.
    #[field(order = 40)]
    pub layer: String,
    /// Widths of the columns in millimetres.
    #[field(order = 70)]
    pub column_widths: Vec<f64>,
    /// Heights of the rows in millimetres.
    #[field(order = 80)]
    pub row_heights: Vec<f64>,
    /// Its cells.
    #[field(order = 90)]
    pub cells: Cells,
    /// Outer lines.
    #[field(order = 50)]
    pub border: Border,
    /// Inner lines.
    #[field(order = 60)]
    pub separators: Separator,
    /// Identity (KiCad 10).
    #[field(order = 20)]
    pub uuid: Option<String>,
}
