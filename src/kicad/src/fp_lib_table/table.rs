//! Tables of footprint libraries.

use pyzig_model::Model;

/// Declares an entry of a library table; all tables have the same.
macro_rules! declare_library_entry {
    ($(#[$attribute:meta])* $name:ident) => {
        #[derive(Debug, Clone, PartialEq, pyzig_model::Model)]
        $(#[$attribute])*
        pub struct $name {
            /// Name of the library.
            pub name: String,
            /// Kind: `KiCad`, `Legacy`, `Table` for a table within this one, and others.
            pub r#type: String,
            /// Where the library is; may hold variables such as `${KIPRJMOD}`.
            pub uri: String,
            /// Options of its kind.
            #[field(absent = "")]
            pub options: String,
            /// What it is.
            #[field(absent = "")]
            pub descr: String,
            /// Whether it is switched off.
            #[field(empty)]
            pub disabled: Option<bool>,
            /// Whether it is hidden.
            #[field(empty)]
            pub hidden: Option<bool>,
        }
    };
}
pub(crate) use declare_library_entry;

declare_library_entry! {
    /// An entry of a table of footprint libraries.
    #[model(module = "fp_lib_table", token = "lib")]
    FpLibEntry
}

/// A table of footprint libraries.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "fp_lib_table", token = "fp_lib_table")]
pub struct FpLibTable {
    /// Format of the file.
    pub version: Option<i32>,
    /// Its entries.
    #[field(repeated, token = "lib")]
    pub libs: Vec<FpLibEntry>,
}

/// The file of a table of footprint libraries.
#[derive(Debug, Clone, PartialEq, Model)]
#[model(module = "fp_lib_table", file)]
pub struct FpLibTableFile {
    /// The table.
    pub fp_lib_table: FpLibTable,
}
