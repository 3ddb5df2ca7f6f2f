//! Whole files.

use sexp::{Document, Element, Item, Pieces, Text};

use crate::{Error, ErrorKind, Object, Schema, Shape};

/// Reads a file. Refuses what is no S-expression document and what is a file of another kind; values are looked
/// at when they are read, or all at once by [`Object::validate`].
///
/// # Errors
/// Where the text is no S-expression document, or its first list is of another kind.
pub fn load(schema: &'static Schema, text: impl Into<Text>) -> Result<Object, Error> {
    let document = Document::parse(text)?;
    let root = document.root();
    check_root(schema, &root)?;
    Ok(Object::new(root, schema))
}

/// Writes a file. An object that is the top-level list of a file stands for the file; any other object is
/// written as a file of its own.
pub fn dump(object: &Object) -> String {
    dump_pieces(object).into_string()
}

/// The same as [`dump`], with what was not changed not yet copied.
pub fn dump_pieces(object: &Object) -> Pieces {
    let element = object.element();
    let mut text = if is_file(object) { element.document().to_pieces() } else { element.copy().to_pieces() };
    if !element.document().root().is_file() && !text.ends_with('\n') {
        text.push("\n");
    }
    text
}

/// Whether an object stands for a file in which nothing was changed since it was read.
pub fn is_unchanged_file(object: &Object) -> bool {
    object.element().document().unedited_text().is_some() && is_file(object)
}

/// Whether an object is a file, or the top-level list of one.
fn is_file(object: &Object) -> bool {
    let element = object.element();
    let root = element.document().root();
    *element == root || (root.is_file() && root.children().contains(element))
}

fn check_root(schema: &'static Schema, root: &Element) -> Result<(), Error> {
    debug_assert_eq!(schema.shape, Shape::File, "only files are loaded");
    let wanted = schema.fields.first().map_or("", |field| field.token);
    let view = root.view();
    let detail = match view.items().next() {
        Some(Item::List(list)) => match list.head() {
            Some(head) if schema.fields.iter().any(|field| field.answers_to(&head)) => return Ok(()),
            Some(head) => format!("expected symbol '{wanted}' but got '{head}'"),
            None => format!("expected symbol '{wanted}'"),
        },
        _ => "expected list at top level".to_owned(),
    };
    let path = format!("{}.{}", schema.module, schema.name);
    Err(Error::in_file(ErrorKind::UnexpectedType, path, detail, root.item_place(0)))
}
