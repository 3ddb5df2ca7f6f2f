//! Tables of footprint libraries: `fp-lib-table`.

mod table;

use pyzig_model::ModuleSchema;

pub(crate) use table::declare_library_entry;
pub use table::{FpLibEntry, FpLibTable, FpLibTableFile};

/// Tables of footprint libraries: `fp-lib-table`.
pub static MODULE: ModuleSchema = pyzig_model::module! {
    name: "fp_lib_table",
    doc: "Tables of footprint libraries: `fp-lib-table`.",
    file: FpLibTableFile,
    structs: [
        FpLibEntry,
        FpLibTable,
        FpLibTableFile,
    ],
    enums: [
    ],
};
