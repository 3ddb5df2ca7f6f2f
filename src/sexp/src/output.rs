//! What the writer writes to: long stretches of a source are only noted, and copied once, where they are needed.

use std::fmt;

use crate::document::Document;
use crate::source::{Source, Span, Text};

/// Stretches of a source that are shorter than this are copied at once.
const LONG: usize = 1024;

/// A text in pieces.
pub struct Pieces(Vec<Part>);

enum Part {
    /// A stretch of the text of a source.
    Source(Text, Span),
    New(String),
}

/// A piece of a text.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// What the piece says.
    pub text: &'a str,
    /// Text of the source that the piece is a stretch of, and the offset in it; nothing for what is new.
    pub origin: Option<(&'a Text, usize)>,
}

impl Pieces {
    /// The pieces in order; none is empty.
    pub fn iter(&self) -> impl Iterator<Item = Piece<'_>> + Clone {
        self.0.iter().map(|part| match part {
            Part::Source(text, span) => Piece {
                text: &text[span.start as usize..span.end as usize],
                origin: Some((text, span.start as usize)),
            },
            Part::New(text) => Piece { text, origin: None },
        })
    }

    /// Adds something at the end.
    pub fn push(&mut self, text: &str) {
        if !text.is_empty() {
            self.0.push(Part::New(text.to_owned()));
        }
    }

    /// Whether the text ends with a character.
    pub fn ends_with(&self, character: char) -> bool {
        self.iter().last().is_some_and(|piece| piece.text.ends_with(character))
    }

    /// The text as a whole.
    pub fn into_string(mut self) -> String {
        if let [Part::New(text)] = &mut self.0[..] {
            return std::mem::take(text);
        }
        let mut whole = String::with_capacity(self.iter().map(|piece| piece.text.len()).sum());
        whole.extend(self.iter().map(|piece| piece.text));
        whole
    }

    /// The text of a document in which nothing is changed.
    pub(crate) fn unedited(document: &Document) -> Self {
        let source = document.source();
        let span = source.span(document.root_list());
        Self(if span.is_empty() {
            Vec::new()
        } else {
            vec![Part::Source(source.shared_text().clone(), span)]
        })
    }
}

impl From<String> for Pieces {
    fn from(text: String) -> Self {
        Self(if text.is_empty() { Vec::new() } else { vec![Part::New(text)] })
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// A text on its way out.
#[derive(Default)]
pub(crate) struct Output {
    done: Vec<Part>,
    /// What was written since. It starts with a line break where something was written before, so that it holds
    /// the whole last line: that is all that the layout looks back at.
    pub(crate) line: String,
}

impl Output {
    /// Writes a stretch of a source.
    pub(crate) fn source(&mut self, source: &Source, span: Span) {
        let text = source.slice(span);
        if text.len() >= LONG
            && let Some(last) = memchr::memrchr(b'\n', text.as_bytes())
            && last > 0
        {
            if !self.line.is_empty() {
                self.done.push(Part::New(std::mem::take(&mut self.line)));
            }
            let end = span.start + crate::source::offset(last);
            self.done.push(Part::Source(source.shared_text().clone(), Span { start: span.start, end }));
            self.line.push_str(&text[last..]);
        } else {
            self.line.push_str(text);
        }
    }

    pub(crate) fn finish(mut self) -> Pieces {
        if !self.line.is_empty() {
            self.done.push(Part::New(self.line));
        }
        Pieces(self.done)
    }
}
