//! Every sample of a file is read without an error or an unknown word, comes back byte for byte, and can be built
//! anew from the values of its fields.

mod support;

use std::path::Path;

use support::faults;

fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = std::fs::read_to_string(&path).expect("the sample is text");
    assert_eq!(faults(&text), Vec::<String>::new(), "{name}");
}

macro_rules! samples {
    ($($test:ident: $file:literal,)*) => {$(
        #[test]
        fn $test() {
            check($file);
        }
    )*

        #[test]
        fn every_sample_is_checked() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
            let entries = std::fs::read_dir(folder).expect("there are samples");
            let mut names: Vec<_> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
            let mut checked = vec![$($file),*];
            names.sort();
            checked.sort_unstable();
            assert_eq!(names, checked);
        }
    };
}

samples! {
    boards_of_kicad_5: "kicad5.kicad_pcb",
    boards_of_kicad_9: "kicad9.kicad_pcb",
    boards_of_kicad_10: "kicad10.kicad_pcb",
    footprints_of_kicad_5: "kicad5.kicad_mod",
    footprints_of_kicad_9: "kicad9.kicad_mod",
    symbols_of_kicad_6: "kicad6.kicad_sym",
    symbols_of_kicad_10: "kicad10.kicad_sym",
    schematics_of_kicad_6: "kicad6.kicad_sch",
    schematics_of_kicad_10: "kicad10.kicad_sch",
    netlists_of_kicad_5: "kicad5.net",
    netlists_of_kicad_10: "kicad10.net",
    tables_of_footprint_libraries: "fp-lib-table",
    tables_of_symbol_libraries: "sym-lib-table",
    tables_of_design_blocks: "design-block.sym-lib-table",
    design_rules: "sample.kicad_dru",
    drawing_sheets: "sample.kicad_wks",
}
