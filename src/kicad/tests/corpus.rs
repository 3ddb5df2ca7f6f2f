//! Reads every file below the folder that `PYZIG_CORPUS` names, and does nothing where it names none.

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use support::faults;

/// Endings and names of files that a format reads.
const KINDS: [&str; 9] = [
    "kicad_pcb",
    "kicad_mod",
    "kicad_sym",
    "kicad_sch",
    "net",
    "kicad_dru",
    "kicad_wks",
    "fp-lib-table",
    "sym-lib-table",
];

/// Faults of real files, not of the models: KiCad 9's own library says `embedded_fonts` twice in some footprints,
/// and templates of symbols are no libraries.
const REAL: [&str; 2] =
    ["unknown: footprint/embedded_fonts: (embedded_fonts ", "no format has this first word"];

/// What a fault is about, without what differs from file to file.
fn summary(fault: &str) -> String {
    let mut summary: String = fault.chars().take(160).collect();
    while let (Some(start), Some(end)) = (summary.find('['), summary.find(']')) {
        if start > end {
            break;
        }
        summary.replace_range(start..=end, "");
    }
    summary
}

#[test]
fn every_file_is_understood() {
    let Some(folder) = std::env::var_os("PYZIG_CORPUS") else { return };
    let mut faulty: BTreeMap<String, (usize, PathBuf)> = BTreeMap::new();
    let mut count = 0;
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy();
            if !KINDS.iter().any(|kind| name.ends_with(kind)) {
                continue;
            }
            count += 1;
            let text = std::fs::read_to_string(&path).expect("the file is text");
            for fault in faults(&text).iter().filter(|fault| !REAL.iter().any(|real| fault.starts_with(real)))
            {
                faulty.entry(summary(fault)).or_insert_with(|| (0, path.clone())).0 += 1;
            }
        }
    }
    assert!(count > 0, "the folder holds no files");
    let report: Vec<_> = faulty
        .iter()
        .map(|(fault, (times, path))| format!("{times} x {fault} ({})", path.display()))
        .collect();
    assert!(faulty.is_empty(), "{count} files:\n{}", report.join("\n"));
}
