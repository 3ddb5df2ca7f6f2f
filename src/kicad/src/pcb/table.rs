//! Tables.

use pyzig_model::Model;

use super::{Span, Stroke, declare_text_box};

declare_text_box! {
    /// A cell of a table.
    #[model(
        module = "pcb",
        token = "table_cell",
        first = "text locked start end pts angle stroke border margins layer span effects render_cache uuid"
    )]
    TableCell {
        /// Whether it is protected from changes.
        #[field(presence, ahead, default = "no", order = 10)]
        pub locked: bool,
        /// Columns and rows it covers.
        #[field(order = 55)]
        pub span: Option<Span>,
    }
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
    #[field(absent = "yes")]
    pub external: bool,
    /// Whether the line below the header is drawn.
    #[field(absent = "yes")]
    pub header: bool,
    /// How they are drawn; None where there are none.
    pub stroke: Option<Stroke>,
}

/// Inner lines of a table.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "pcb", token = "separators")]
pub struct Separator {
    /// Whether lines between rows are drawn.
    #[field(absent = "yes")]
    pub rows: bool,
    /// Whether lines between columns are drawn.
    #[field(absent = "yes")]
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
    #[field(absent = "", order = 90)]
    pub cells: Cells,
    /// Outer lines.
    #[field(absent = "", order = 50)]
    pub border: Border,
    /// Inner lines.
    #[field(absent = "", order = 60)]
    pub separators: Separator,
    /// Identity (KiCad 10).
    #[field(order = 20)]
    pub uuid: Option<String>,
}
