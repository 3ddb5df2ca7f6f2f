//! KiCad's layouts: what is written anew looks as if KiCad had written it.
//!
//! The files in `data` are our own. With the variable `PYZIG_CORPUS` set to a folder of KiCad files, the same is
//! tried on those.

#[expect(dead_code, reason = "these tests use a part of it")]
mod naive;

use std::fs;
use std::path::{Path, PathBuf};

use naive::{Tree, tree_of};
use sexp::{Document, Element, Item};

/// A document that says the same in one line.
fn in_one_line(text: &str) -> Document {
    let Tree::List(items) = naive::parse(text).unwrap() else { unreachable!() };
    let items: Vec<_> = items.iter().map(Tree::text).collect();
    Document::parse(items.join(" ")).unwrap()
}

/// Whether all of the file is as KiCad's formatter lays it out.
fn is_formatted(text: &str) -> bool {
    let formatted = in_one_line(text).formatted();
    formatted == text || formatted.strip_suffix('\n') == Some(text)
}

/// Lists that come out differently when they are put in anew, with the text that comes out: of all lists, or of
/// about as many as told.
fn differences(text: &str, about: usize) -> Vec<(String, String)> {
    let document = Document::parse(text).unwrap();
    let lists: Vec<Element> = document.root().walk().collect();
    let mut found = Vec::new();
    for element in lists.iter().step_by((lists.len() / about).max(1)) {
        let view = element.view();
        let children = view.items().enumerate().filter_map(|(position, item)| match item {
            Item::List(list) => Some((position, list)),
            Item::Atom(_) => None,
        });
        for (position, list) in children.take(about) {
            let anew = Document::fragment(tree_of(&list).text()).unwrap();
            element.edit(|items| items.replace_with_list(position, anew));
            let changed = document.to_text();
            if changed != text {
                found.push((list.text(), changed));
            }
            let back = list.copy_for(element);
            element.edit(|items| {
                items.remove(position);
                items.insert_list(position, back);
            });
            assert_eq!(document.to_text(), text);
        }
    }
    found
}

fn data(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)).unwrap()
}

#[test]
fn files_are_formatted_as_kicad_formats_them() {
    for name in ["board.kicad_pcb", "part.kicad_sym", "sym-lib-table-10"] {
        let text = data(name);
        assert_eq!(in_one_line(&text).formatted(), text, "{name}");
        assert_eq!(Document::parse(text.as_str()).unwrap().formatted(), text, "{name}");
    }
    // Whether a file is kept compact cannot be told once it is in one line.
    let text = data("compact.kicad_pcb");
    assert_eq!(Document::parse(text.as_str()).unwrap().formatted(), text);
}

#[test]
fn lists_that_are_put_in_look_like_those_around_them() {
    let names =
        ["board.kicad_pcb", "compact.kicad_pcb", "part.kicad_sym", "sym-lib-table-10", "fp-lib-table-9"];
    for name in names {
        let text = data(name);
        for (list, changed) in differences(&text, usize::MAX) {
            assert_eq!(changed, text, "{name}: {list}");
        }
    }
}

#[test]
fn old_files_keep_short_lists_in_their_line() {
    let text = data("old.kicad_mod");
    for (list, changed) in differences(&text, usize::MAX) {
        // The versions before 6 break some lists that would fit.
        assert!(
            ["(module", "(fp_text", "(model", "(effects", "(layer", "(tedit"]
                .iter()
                .any(|head| list.starts_with(head)),
            "{list}\n{changed}"
        );
    }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), files);
        }
    } else {
        files.push(path.to_path_buf());
    }
}

/// Why a file does not look as KiCad 8 or later writes it.
fn other_layout(text: &str) -> Option<&'static str> {
    let first_indented = text.lines().find(|line| line.starts_with([' ', '\t']));
    if text.trim_start().starts_with('{') {
        Some("is JSON")
    } else if first_indented.is_none_or(|line| line.starts_with(' ')) {
        Some("is indented with blanks")
    } else if text.lines().next().is_some_and(|line| line.matches('(').count() > 1) {
        Some("has several lists in its first line")
    } else if text.contains("_lib_table") && text.contains("(lib\n") {
        Some("is a library table that KiCad did not write")
    } else if text.contains("(generator \"kicad-footprint-generator\")") {
        Some("comes from a generator that puts every point on its own line")
    } else {
        None
    }
}

#[test]
fn a_corpus_comes_back_and_is_laid_out_as_it_was() {
    let Ok(corpus) = std::env::var("PYZIG_CORPUS") else {
        println!("PYZIG_CORPUS is not set: no corpus to try");
        return;
    };
    let mut files = Vec::new();
    collect(Path::new(&corpus), &mut files);
    let mut unexplained = Vec::new();
    for file in &files {
        let Ok(text) = fs::read_to_string(file) else { continue };
        let document = Document::parse(text.as_str()).unwrap();
        assert_eq!(document.to_text(), text);
        if other_layout(&text).is_some() {
            continue;
        }
        if !is_formatted(&text) {
            unexplained.push(format!("{}: the whole", file.display()));
            continue;
        }
        for (list, _) in differences(&text, 20).into_iter().take(1) {
            let start: String = list.chars().take(80).collect();
            unexplained.push(format!("{}: {start:?}", file.display()));
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} of {} files:\n{}",
        unexplained.len(),
        files.len(),
        unexplained.join("\n")
    );
}
