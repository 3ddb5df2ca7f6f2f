//! Lossless S-expression documents.
//!
//! ```
//! use sexp::Document;
//!
//! let document = Document::parse("(board (net 1 \"GND\")\n)\n")?;
//! let net = document.root().find("board/net").unwrap();
//! net.edit(|items| items.set_number(1, 2.0));
//! assert_eq!(document.to_text(), "(board (net 2 \"GND\")\n)\n");
//! # Ok::<(), sexp::SyntaxError>(())
//! ```
//!
//! A [`Document`] is a [`Source`] (a text and an index of its lists) and an overlay of what was changed; an
//! [`Element`] is one list of it. Every byte that was not changed is written as it was read: order, spelling,
//! blanks, comments, and what nobody knows the meaning of. Any text gives a document or a [`SyntaxError`];
//! nesting and counts are limited by memory alone, the size of a text by 4 GiB.
//!
//! Reading a text costs one pass and eight bytes for each list. Reading an element costs a look at its text.
//! Changing an element costs its number of items, once; writing costs the size of the text.
#![deny(unsafe_code)]

mod block;
mod change;
mod children;
mod diagnostic;
mod document;
mod edit;
mod element;
mod index;
mod layout;
mod named;
mod output;
mod overlay;
mod pending;
mod restore;
mod scan;
mod source;
mod text;
mod view;
mod write;

pub use children::{ChildRef, Children, Found, InSource};
pub use diagnostic::{Place, SyntaxError, SyntaxErrorKind};
pub use document::{Document, changes};
pub use edit::Editor;
pub use element::{Element, Head};
pub use named::Names;
pub use output::{Piece, Pieces};
pub use source::{ListId, Source, Text};
pub use text::{
    Atom, exact_number, is_word, push_exact_number, push_quoted, push_word_or_quoted, quote, word_or_quoted,
};
pub use view::{Item, Items, View};
