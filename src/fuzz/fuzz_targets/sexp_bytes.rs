//! Any bytes give a document that comes back unchanged, or an error with a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sexp::Document;

fuzz_target!(|bytes: &[u8]| {
    let document = match Document::from_bytes(bytes.to_vec()) {
        Ok(document) => document,
        Err(error) => {
            assert!(error.place().offset <= bytes.len());
            assert!(error.to_string().starts_with(error.kind().name()));
            return;
        }
    };
    assert_eq!(document.to_text().as_bytes(), bytes);
    let lists = document.root().walk().count();
    for element in document.root().walk() {
        for item in 0..element.view().items().count() {
            assert!(element.item_place(item).is_some());
        }
        element.edit(|items| {
            items.insert_atom(0, "x".to_owned());
            items.remove(0);
        });
    }
    assert!(!document.is_edited());
    let formatted = Document::parse(document.formatted()).expect("what was formatted reads");
    assert_eq!(formatted.root().walk().count(), lists);
});
