//! Reads every KiCad file below some folders, changes it in all ways, and says what does not hold.
//!
//! ```sh
//! cargo run --release -p pyzig-kicad --example corpus -- FOLDER...
//! ```
//!
//! For every file: it comes back byte for byte; every value fits its field and every token has one; it can be built
//! anew from the values of its fields; writing back what was read changes nothing; changing, removing and appending
//! touches the lines of what is changed and no others; undoing that gives the original bytes. The exit status tells
//! whether all of it held.

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use pyzig_model::load;
use support::{edits, faults, schema_of};

/// Endings and names of files that a format reads.
const KINDS: [&str; 10] = [
    "kicad_pcb",
    "kicad_mod",
    "kicad_sym",
    "kicad_sch",
    "net",
    "kicad_dru",
    "kicad_wks",
    "fp-lib-table",
    "sym-lib-table",
    "design-block-lib-table",
];

/// Changes that are tried in each file.
const CHANGES: u64 = 12;
/// Files beyond this size get fewer.
const LARGE: usize = 2_000_000;

fn main() -> ExitCode {
    let mut files: Vec<PathBuf> =
        std::env::args_os().skip(1).flat_map(|folder| below(Path::new(&folder))).collect();
    files.sort();
    let mut counts = BTreeMap::<&'static str, (usize, usize, usize)>::new();
    let mut found = BTreeMap::<String, (usize, PathBuf)>::new();
    let mut unreadable = 0;
    for (index, path) in files.iter().enumerate() {
        if index % 1000 == 0 {
            eprint!("\r{index} of {}", files.len());
        }
        let Ok(text) = std::fs::read_to_string(path) else {
            unreadable += 1;
            continue;
        };
        let module = schema_of(&text).map_or("no format", |schema| schema.module);
        let all = check(&text);
        let count = counts.entry(module).or_default();
        count.0 += 1;
        count.1 += text.len();
        count.2 += usize::from(!all.is_empty());
        for fault in all {
            found.entry(summary(&fault)).or_insert_with(|| (0, path.clone())).0 += 1;
        }
    }
    eprintln!("\r{} files, {unreadable} of which are no text", files.len());
    let mut out = std::io::stdout().lock();
    for (module, (files, bytes, faulty)) in &counts {
        let _ = writeln!(out, "{module}: {files} files, {bytes} bytes, {faulty} with faults");
    }
    for (fault, (times, path)) in &found {
        let _ = writeln!(out, "{times} x {fault}\n    {}", path.display());
    }
    if found.is_empty() && !files.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn check(text: &str) -> Vec<String> {
    let mut found = faults(text);
    let Some(file) = schema_of(text).and_then(|schema| load(schema, text).ok()) else { return found };
    found.extend(edits::write_back(&file));
    if pyzig_model::dump(&file) != text {
        found.push("writing back what was read changes the file".to_owned());
    }
    // Which changes are tried depends on the text alone, so that a fault shows again.
    let mut state = text.len() as u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 20
    };
    let changes = if text.len() > LARGE { CHANGES / 4 } else { CHANGES };
    found.extend(edits::faults(&file, text, (0..changes).map(|_| next())));
    found
}

/// What a fault is about, without what differs from file to file.
fn summary(fault: &str) -> String {
    let mut summary: String = fault.chars().take(400).collect();
    while let (Some(start), Some(end)) = (summary.find('['), summary.find(']')) {
        if start > end {
            break;
        }
        summary.replace_range(start..=end, "");
    }
    summary
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![folder.to_owned()] };
    let mut files = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            files.append(&mut below(&path));
        } else if KINDS.iter().any(|kind| path.to_string_lossy().ends_with(kind)) {
            files.push(path);
        }
    }
    files
}
