//! Tables of symbol libraries: `sym-lib-table`, and of design blocks: `design-block-lib-table`.

mod table;

use pyzig_model::ModuleSchema;

pub use table::{SymLibEntry, SymLibTable, SymLibTableFile};

/// Tables of symbol libraries: `sym-lib-table`, and of design blocks: `design-block-lib-table`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "sym_lib_table",
    doc: "Tables of symbol libraries: `sym-lib-table`, and of design blocks: `design-block-lib-table`.",
    file: SymLibTableFile,
    structs: [
        SymLibEntry,
        SymLibTable,
        SymLibTableFile,
    ],
    enums: [
    ],
};
