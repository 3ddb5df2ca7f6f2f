//! Every sample of a file is read without an error or an unknown word, comes back byte for byte, and can be built
//! anew from the values of its fields. Any change of it touches the lines of what is changed and no others, and
//! undoing that gives the original bytes.

mod support;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use pyzig_model::{Object, load};
use support::{edits, faults, schema_of};

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
    boards_of_kicad_6: "kicad6.kicad_pcb",
    boards_of_kicad_9: "kicad9.kicad_pcb",
    boards_of_kicad_10: "kicad10.kicad_pcb",
    footprints_of_kicad_5: "kicad5.kicad_mod",
    footprints_of_kicad_9: "kicad9.kicad_mod",
    symbols_of_kicad_6: "kicad6.kicad_sym",
    symbols_of_kicad_10: "kicad10.kicad_sym",
    schematics_of_development_versions_of_kicad_6: "kicad6-development.kicad_sch",
    schematics_of_kicad_6: "kicad6.kicad_sch",
    schematics_of_kicad_10: "kicad10.kicad_sch",
    netlists_of_kicad_4: "kicad4.net",
    netlists_of_kicad_5: "kicad5.net",
    netlists_of_kicad_10: "kicad10.net",
    tables_of_footprint_libraries: "fp-lib-table",
    tables_of_symbol_libraries: "sym-lib-table",
    tables_of_design_blocks: "design-block.sym-lib-table",
    design_rules: "sample.kicad_dru",
    drawing_sheets: "sample.kicad_wks",
}

/// The samples of all formats, and a whole board.
fn files() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(here.join("tests/data")).expect("there are samples");
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.push(here.join("../../checks/boards/blinker.kicad_pcb"));
    files.sort();
    files
}

fn read(path: &Path) -> (Object, String) {
    let text = std::fs::read_to_string(path).expect("the sample is text");
    let schema = schema_of(&text).expect("the sample is of a known format");
    (load(schema, text.as_str()).expect("the sample is read"), text)
}

#[test]
fn writing_back_what_was_read_changes_nothing() {
    for path in files() {
        let (file, text) = read(&path);
        assert_eq!(edits::write_back(&file), Vec::<String>::new(), "{}", path.display());
        assert!(pyzig_model::dump(&file) == text, "{}", path.display());
    }
}

#[test]
fn a_change_that_touches_other_lines_is_told() {
    let text = "(kicad_pcb\n\t(version 20241229)\n\t(generator \"x\")\n)\n";
    let file = load(schema_of(text).expect("a board"), text).expect("a board");
    let other = text.replace("\t(version", "  (version");
    assert_ne!(edits::faults(&file, &other, 0..20), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn changes_touch_what_is_changed(
        which in any::<prop::sample::Index>(),
        picks in prop::collection::vec(any::<u64>(), 1..40),
    ) {
        let files = files();
        let path = which.get(&files);
        let (file, text) = read(path);
        let faults = edits::faults(&file, &text, picks);
        prop_assert!(faults.is_empty(), "{}: {}", path.display(), faults.join("\n"));
    }
}
