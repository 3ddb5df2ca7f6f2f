//! KiCad's file formats as typed models.
//!
//! Every format is a module of plain structs and enums that derive their schemas. Struct, field and enumeration
//! names, their order and what may be left out are those that atopile's users know; the words in files are
//! KiCad's. Fields that an older or newer KiCad writes in another way read both: see the aliases.
//!
//! ```
//! use pyzig_kicad::pcb::{KicadPcb, PcbFile};
//! use pyzig_model::{Model, load};
//!
//! let text = "(kicad_pcb (version 20241229) (generator \"pcbnew\") (net 0 \"\") (net 1 \"GND\"))";
//! let file = load(PcbFile::schema(), text)?;
//! let nets = KicadPcb::schema().field("nets").expect("a board has nets");
//! let board = PcbFile::read(&file)?.kicad_pcb;
//! assert_eq!(board.version, 20_241_229);
//! assert_eq!(board.nets[1].name.as_deref(), Some("GND"));
//! assert!(nets.is_list());
//! # Ok::<(), pyzig_model::Error>(())
//! ```
//!
//! Types that several formats share are the same Rust types: the pads of [`footprint::Footprint`] are
//! [`pcb::Pad`], the symbols of [`symbol::SymbolLib`] are [`schematic::Symbol`].
#![forbid(unsafe_code)]
#![expect(clippy::struct_excessive_bools, reason = "the formats are what they are")]

pub mod design_rules;
pub mod footprint;
pub mod footprint_v5;
pub mod fp_lib_table;
pub mod netlist;
pub mod pcb;
pub mod schematic;
pub mod sym_lib_table;
pub mod symbol;
pub mod symbol_v6;
pub mod worksheet;

use pyzig_model::ModuleSchema;

/// Modules of all file formats, in order.
pub static MODULES: &[&ModuleSchema] = &[
    &pcb::MODULE,
    &footprint::MODULE,
    &footprint_v5::MODULE,
    &fp_lib_table::MODULE,
    &netlist::MODULE,
    &schematic::MODULE,
    &symbol::MODULE,
    &symbol_v6::MODULE,
    &sym_lib_table::MODULE,
    &design_rules::MODULE,
    &worksheet::MODULE,
];
