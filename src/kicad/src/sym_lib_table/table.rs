//! Tables of symbol libraries.

use pyzig_model::Model;

use crate::fp_lib_table::declare_library_entry;
declare_library_entry! {
    /// An entry of a table of symbol libraries.
    #[model(module = "sym_lib_table", token = "lib")]
    SymLibEntry
}

/// A table of symbol libraries.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sym_lib_table", token = "sym_lib_table")]
pub struct SymLibTable {
    /// Format of the file.
    pub version: Option<i32>,
    /// Its entries.
    #[field(repeated, token = "lib")]
    pub libs: Vec<SymLibEntry>,
}

/// The file of a table of symbol libraries.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "sym_lib_table", file)]
pub struct SymLibTableFile {
    /// The table. KiCad 9 and later have the same for design blocks, `design_block_lib_table`.
    #[field(alias = "design_block_lib_table")]
    pub sym_lib_table: SymLibTable,
}
