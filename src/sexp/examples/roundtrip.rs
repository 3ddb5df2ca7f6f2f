//! Reads files or folders, writes them back in memory, and tells what it cost.
//!
//! `cargo run --release -p pyzig-sexp --example roundtrip -- PATH…`

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sexp::Document;

fn main() -> std::io::Result<()> {
    let mut files = Vec::new();
    for argument in std::env::args().skip(1) {
        collect(Path::new(&argument), &mut files)?;
    }
    let (mut bytes, mut read, mut written, mut different) = (0, Duration::ZERO, Duration::ZERO, 0);
    let mut lists = 0;
    for file in &files {
        let text = std::fs::read_to_string(file)?;
        let start = Instant::now();
        let document = match Document::parse(text.as_str()) {
            Ok(document) => document,
            Err(error) => {
                println!("{}: {error}", file.display());
                different += 1;
                continue;
            }
        };
        read += start.elapsed();
        let start = Instant::now();
        let back = document.to_text();
        written += start.elapsed();
        bytes += text.len();
        lists += document.root().walk().count();
        different += usize::from(back != text);
    }
    println!(
        "{} files, {bytes} bytes, {lists} lists: read {read:.1?}, written {written:.1?}, {different} differ",
        files.len()
    );
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else {
        files.push(path.to_path_buf());
    }
    Ok(())
}
