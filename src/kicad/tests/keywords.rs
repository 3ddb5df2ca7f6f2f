//! The formats know every keyword that the readers of KiCad 9 and 10 know, but for those that these never ask for.
//!
//! Each file of `keywords` holds the words that the readers of KiCad 9.0.2 and 10.0.6 for one format tell from other text.

use std::collections::BTreeSet;

use pyzig_kicad::{
    footprint, footprint_v5, fp_lib_table, netlist, pcb, schematic, sym_lib_table, symbol, symbol_v6,
    worksheet,
};
use pyzig_model::{Kind, ModuleSchema, Schema};

/// All words that the fields and enumerations of some formats answer to, and those that booleans consist of.
fn known(modules: &[&'static ModuleSchema]) -> BTreeSet<&'static str> {
    let mut words = BTreeSet::from(["yes", "no", "true", "false"]);
    let mut work: Vec<&'static Schema> = modules.iter().map(|module| (module.file)()).collect();
    let mut seen: Vec<&'static Schema> = Vec::new();
    while let Some(schema) = work.pop() {
        if seen.iter().any(|other| std::ptr::eq(*other, schema)) {
            continue;
        }
        seen.push(schema);
        for field in schema.fields {
            words.extend(std::iter::once(&field.token).chain(field.aliases));
            match field.kind {
                Kind::Struct(nested) => work.push(nested()),
                Kind::Enum(members) => {
                    let members = members().members.iter();
                    words.extend(
                        members.flat_map(|member| std::iter::once(&member.token).chain(member.aliases)),
                    );
                }
                _ => {}
            }
        }
    }
    words
}

/// Words of a reader that formats do not know.
fn unknown(keywords: &'static str, modules: &[&'static ModuleSchema]) -> Vec<&'static str> {
    let known = known(modules);
    keywords.lines().filter(|word| !known.contains(word)).collect()
}

#[test]
fn boards_and_footprints() {
    let modules = [&pcb::MODULE, &footprint::MODULE, &footprint_v5::MODULE];
    // No list of a board starts with one of these, and no value is one.
    let never_read = ["creepage", "linear", "num", "post_machining", "thru", "zone_type"];
    assert_eq!(unknown(include_str!("keywords/board.txt"), &modules), never_read);
}

#[test]
fn schematics_and_symbols() {
    let modules = [&schematic::MODULE, &symbol::MODULE, &symbol_v6::MODULE];
    let never_read = [
        "anchor",
        "atomic",
        "bitmap",
        // One of the names that `body_styles` may hold.
        "demorgan",
        "hint_alt_swap",
        "hint_pin_swap",
        "pin_del",
        "pin_merge",
        "pin_rename",
        "property_del",
        "required",
    ];
    assert_eq!(unknown(include_str!("keywords/schematic.txt"), &modules), never_read);
}

#[test]
fn netlists() {
    let none: [&str; 0] = [];
    assert_eq!(unknown(include_str!("keywords/netlist.txt"), &[&netlist::MODULE]), none);
}

#[test]
fn library_tables() {
    let none: [&str; 0] = [];
    for module in [&fp_lib_table::MODULE, &sym_lib_table::MODULE] {
        let other = if module.name == "fp_lib_table" { "sym_lib_table" } else { "fp_lib_table" };
        let mut unknown = unknown(include_str!("keywords/library_table.txt"), &[module]);
        unknown.retain(|word| *word != other && *word != "design_block_lib_table");
        assert_eq!(unknown, none, "{}", module.name);
    }
}

#[test]
fn drawing_sheets() {
    let none: [&str; 0] = [];
    assert_eq!(unknown(include_str!("keywords/drawing_sheet.txt"), &[&worksheet::MODULE]), none);
}
