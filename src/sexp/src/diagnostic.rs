//! Where something stands in a text, and what is wrong with it.

use std::fmt;

/// Why a text is no S-expression document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// There is nothing in the text but blanks and comments.
    EmptyFile,
    /// A list is not closed.
    UnterminatedList,
    /// A quoted string is not closed.
    UnterminatedString,
    /// A `)` without its `(`.
    UnexpectedRightParen,
    /// A byte that stands in no document: NUL.
    InvalidCharacter,
    /// The bytes are no UTF-8.
    InvalidUtf8,
    /// The text is longer than 4 GiB, which offsets of 32 bits cannot address.
    TooLarge,
}

impl SyntaxErrorKind {
    /// Name of the kind, as messages start with it.
    pub fn name(self) -> &'static str {
        match self {
            Self::EmptyFile => "EmptyFile",
            Self::UnterminatedList => "UnterminatedList",
            Self::UnterminatedString => "UnterminatedString",
            Self::UnexpectedRightParen => "UnexpectedRightParen",
            Self::InvalidCharacter => "InvalidCharacter",
            Self::InvalidUtf8 => "InvalidUtf8",
            Self::TooLarge => "TooLarge",
        }
    }

    /// What the kind means, in words.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::EmptyFile => "there is nothing in this text",
            Self::UnterminatedList => "this list is never closed",
            Self::UnterminatedString => "this string is never closed",
            Self::UnexpectedRightParen => "this `)` closes nothing",
            Self::InvalidCharacter => "a NUL character cannot stand in a document",
            Self::InvalidUtf8 => "these bytes are no UTF-8",
            Self::TooLarge => "the text is longer than 4 GiB",
        }
    }
}

/// A text that is no S-expression document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    kind: SyntaxErrorKind,
    place: Place,
}

impl SyntaxError {
    pub(crate) fn new(kind: SyntaxErrorKind, text: &str, offset: usize) -> Self {
        Self { kind, place: Place::in_text(text, offset, offset + 1) }
    }

    pub(crate) fn in_bytes(kind: SyntaxErrorKind, bytes: &[u8], offset: usize) -> Self {
        let text = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default());
        Self { kind, place: Place::in_text(&text, text.len(), text.len()) }
    }

    /// What is wrong.
    pub fn kind(&self) -> SyntaxErrorKind {
        self.kind
    }

    /// Where it is wrong.
    pub fn place(&self) -> &Place {
        &self.place
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.kind.name(), self.place, self.kind.explanation())?;
        self.place.write_excerpt(f)
    }
}

impl std::error::Error for SyntaxError {}

/// A place in a text, worked out for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Byte offset of the first byte concerned.
    pub offset: usize,
    /// Line, from 1.
    pub line: u32,
    /// Column in bytes, from 1.
    pub column: u32,
    /// The line's text, cut to 200 bytes around the place.
    pub excerpt: String,
    /// Bytes before the place in `excerpt`.
    pub indent: usize,
    /// Number of bytes concerned that lie in `excerpt`, at least one.
    pub width: usize,
}

/// Longest excerpt in bytes.
const EXCERPT: usize = 200;

impl Place {
    /// Works out line, column and excerpt for the bytes from `start` to `end`.
    pub fn in_text(text: &str, start: usize, end: usize) -> Self {
        let start = floor_boundary(text, start.min(text.len()));
        let before = text.as_bytes().get(..start).unwrap_or_default();
        let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let rest = text.as_bytes().get(line_start..).unwrap_or_default();
        let line_end = memchr::memchr(b'\n', rest).map_or(text.len(), |at| line_start + at);
        let line_end = if text.as_bytes().get(line_start..line_end).is_some_and(|line| line.ends_with(b"\r"))
        {
            line_end - 1
        } else {
            line_end
        };
        let from = floor_boundary(text, line_start.max(start.saturating_sub(EXCERPT / 2)));
        let to = floor_boundary(text, line_end.min(from + EXCERPT)).max(from);
        let column = start - line_start + 1;
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        Self {
            offset: start,
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
            excerpt: text.get(from..to).unwrap_or_default().to_owned(),
            indent: start - from,
            width: end.min(to).saturating_sub(start).max(1),
        }
    }

    /// Writes the excerpt and a marker below it, each after a line break.
    ///
    /// # Errors
    /// Those of the formatter.
    pub fn write_excerpt(&self, f: &mut dyn fmt::Write) -> fmt::Result {
        if self.excerpt.is_empty() {
            return Ok(());
        }
        write!(f, "\nsource: {}\n        ", self.excerpt)?;
        for (at, character) in self.excerpt.char_indices() {
            if at >= self.indent {
                break;
            }
            f.write_char(if character == '\t' { '\t' } else { ' ' })?;
        }
        for _ in 0..self.width.min(EXCERPT) {
            f.write_char('^')?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset)
}
