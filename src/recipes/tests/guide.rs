//! The guide in the crate's documentation shows changes of this crate: they must fit its sources.

use std::path::Path;
use std::{fs, io};

/// A change: the file, and the lines that stand in it before.
struct Change {
    file: String,
    before: String,
}

fn changes(guide: &str) -> Vec<Change> {
    let lines = guide.lines().map_while(|line| line.strip_prefix("//!"));
    let text: Vec<_> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    text.split(|line| line.starts_with("```"))
        .filter_map(|block| {
            let (first, rest) = block.split_first()?;
            let file = first.strip_prefix("--- ")?.to_owned();
            let kept = rest.iter().filter(|line| !line.starts_with('+'));
            let before = kept.map(|line| line.get(1..).unwrap_or("").to_owned() + "\n").collect();
            Some(Change { file, before })
        })
        .collect()
}

#[test]
fn the_changes_in_the_guide_fit() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let changes = changes(&fs::read_to_string(here.join("src/lib.rs"))?);
    assert!(changes.len() > 10, "the guide was found");
    for Change { file, before } in changes {
        let path = here.join(&file);
        if before.is_empty() {
            assert!(!path.exists(), "{file} is new in the guide");
        } else {
            let text = fs::read_to_string(path)?;
            let before = format!("\n{before}");
            assert_eq!(text.matches(&before).count(), 1, "in {file}, once:{before}");
        }
    }
    Ok(())
}
