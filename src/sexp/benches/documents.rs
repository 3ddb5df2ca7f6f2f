//! What reading, changing and writing documents costs: `cargo bench -p pyzig-sexp`.
//!
//! The board is made up; with the variable `PYZIG_CORPUS` set to a folder, all boards in it are read as well.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use sexp::{Document, Element, Names};

/// Tracks of the board, two of its lists in five lines for each.
const TRACKS: usize = 30_000;
/// Changes made one after the other.
const CHANGES: usize = 10_000;

fn main() {
    divan::main();
}

/// A board as KiCad writes it.
fn board() -> String {
    let mut text = String::from("(kicad_pcb\n\t(version 20241229)\n\t(generator \"pcbnew\")\n");
    for n in 0..TRACKS / 30 {
        write!(text, "\t(footprint \"Library:Part\"\n\t\t(layer \"F.Cu\")\n\t\t(uuid \"00000000-0000-4000-8000-{n:012}\")\n\t\t(at {n}.25 -{n}.5 90)\n").unwrap();
        for pad in 0..8 {
            write!(text, "\t\t(pad \"{pad}\" smd roundrect\n\t\t\t(at {pad}.125 0.5 90)\n\t\t\t(size 1.2 0.9)\n\t\t\t(layers \"F.Cu\" \"F.Mask\")\n\t\t\t(net {pad} \"N{pad}\")\n\t\t)\n").unwrap();
        }
        text.push_str("\t)\n");
    }
    for n in 0..TRACKS {
        write!(text, "\t(segment\n\t\t(start {n}.125 0.5)\n\t\t(end {n}.25 1.75)\n\t\t(width 0.2)\n\t\t(layer \"F.Cu\")\n\t\t(net 1)\n\t\t(uuid \"00000000-0000-4000-9000-{n:012}\")\n\t)\n").unwrap();
    }
    text.push_str(")\n");
    text
}

fn read(text: &str) -> Document {
    Document::parse(text).expect("the text is a document")
}

fn top(document: &Document) -> Element {
    document.root().children().remove(0)
}

fn widths(document: &Document) -> Vec<Element> {
    document.root().find_all("kicad_pcb/segment/width").into_iter().step_by(TRACKS / CHANGES).collect()
}

#[divan::bench]
fn reading(bencher: Bencher) {
    let text = board();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| read(black_box(&text)));
}

#[divan::bench]
fn reading_a_corpus(bencher: Bencher) {
    let mut boards = Vec::new();
    if let Ok(corpus) = std::env::var("PYZIG_CORPUS") {
        collect(Path::new(&corpus), &mut boards);
    }
    let bytes: usize = boards.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        for board in &boards {
            black_box(read(board));
        }
    });
}

fn collect(path: &Path, boards: &mut Vec<String>) {
    if let Ok(folder) = fs::read_dir(path) {
        folder.flatten().for_each(|entry| collect(&entry.path(), boards));
    } else if path.extension().is_some_and(|extension| extension == "kicad_pcb") {
        boards.extend(fs::read_to_string(path));
    }
}

#[divan::bench]
fn walking(bencher: Bencher) {
    let document = read(&board());
    let lists = document.root().walk().count();
    bencher.counter(ItemsCount::new(lists)).bench_local(|| document.root().walk().count());
}

#[divan::bench]
fn writing_what_is_unchanged(bencher: Bencher) {
    let document = read(&board());
    let bytes = document.to_text().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| document.to_text());
}

#[divan::bench]
fn writing_after_one_change(bencher: Bencher) {
    let document = read(&board());
    document.root().find("kicad_pcb/footprint/at").unwrap().edit(|items| items.set_number(1, 7.5));
    let bytes = document.to_text().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| document.to_text());
}

#[divan::bench]
fn changing_atoms_all_over(bencher: Bencher) {
    let text = board();
    bencher
        .counter(ItemsCount::new(CHANGES))
        .with_inputs(|| {
            let document = read(&text);
            let widths = widths(&document);
            (document, widths)
        })
        .bench_local_refs(|(_, widths)| {
            for width in widths {
                width.edit(|items| items.set_number(1, 0.5));
            }
        });
}

#[divan::bench]
fn writing_after_many_changes(bencher: Bencher) {
    let document = read(&board());
    for width in widths(&document) {
        width.edit(|items| items.set_number(1, 0.5));
    }
    let bytes = document.to_text().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| document.to_text());
}

#[divan::bench]
fn appending_new_lists(bencher: Bencher) {
    let text = board();
    bencher.counter(ItemsCount::new(CHANGES)).with_inputs(|| read(&text)).bench_local_refs(|document| {
        let board = top(document);
        for _ in 0..CHANGES {
            let new = Document::synthetic("(segment (start 0 0) (end 1 1) (net 1))".to_owned()).unwrap();
            board.edit(|items| items.insert_list(items.len(), new));
        }
    });
}

#[divan::bench]
fn appending_copies(bencher: Bencher) {
    let text = board();
    bencher.counter(ItemsCount::new(CHANGES)).with_inputs(|| read(&text)).bench_local_refs(|document| {
        let board = top(document);
        let segment = board.child(|head| head == "segment").unwrap();
        for _ in 0..CHANGES {
            let copy = segment.copy_for(&board);
            board.edit(|items| items.insert_list(items.len(), copy));
        }
    });
}

#[divan::bench]
fn writing_after_many_insertions(bencher: Bencher) {
    let document = read(&board());
    let board = top(&document);
    for _ in 0..CHANGES {
        let new = Document::synthetic("(segment (start 0 0) (end 1 1) (net 1))".to_owned()).unwrap();
        board.edit(|items| items.insert_list(items.len(), new));
    }
    let bytes = document.to_text().len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| document.to_text());
}

#[divan::bench]
fn removing_lists_one_by_one(bencher: Bencher) {
    let text = board();
    bencher.counter(ItemsCount::new(CHANGES)).with_inputs(|| read(&text)).bench_local_refs(|document| {
        let board = top(document);
        for _ in 0..CHANGES {
            board.edit(|items| items.remove(items.len() / 2));
        }
    });
}

#[divan::bench]
fn looking_children_up_between_changes(bencher: Bencher) {
    let document = read(&board());
    let board = top(&document);
    bencher.counter(ItemsCount::new(CHANGES)).bench_local(|| {
        for n in 0..CHANGES {
            let segment = board.children_named(Names::new("segment", &[])).get(n).unwrap();
            segment.child(|head| head == "width").unwrap().edit(|items| items.set_number(1, 0.5));
        }
    });
}
