//! The scanner: finds where lists, strings, words and comments begin and end.
//!
//! The rules are those of KiCad's DSN lexer, as far as they concern structure: a word ends at a blank or a
//! parenthesis, whatever else it holds; a string ends at a quote that no backslash precedes; a line whose first
//! character is `#` is a comment. A word that starts with `;` begins a comment as well. Nothing here recurses,
//! and every function advances with each byte it looks at.

use crate::diagnostic::{SyntaxError, SyntaxErrorKind};
use crate::source::{ListEntry, offset};

/// What a byte means where a token may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Open,
    Close,
    Quote,
    Comment,
    Nul,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Word; 256];
    classes[b' ' as usize] = Class::Blank;
    classes[b'\t' as usize] = Class::Blank;
    classes[b'\n' as usize] = Class::Blank;
    classes[b'\r' as usize] = Class::Blank;
    classes[b'(' as usize] = Class::Open;
    classes[b')' as usize] = Class::Close;
    classes[b'"' as usize] = Class::Quote;
    classes[b';' as usize] = Class::Comment;
    classes[b'#' as usize] = Class::Comment;
    classes[0] = Class::Nul;
    classes
};

fn class(byte: u8) -> Class {
    CLASSES[byte as usize]
}

/// Whether a byte goes on with a word that has begun.
pub(crate) fn is_word(byte: u8) -> bool {
    matches!(class(byte), Class::Word | Class::Quote | Class::Comment)
}

/// Byte order mark that some editors put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Builds the index of lists. Entry zero is the file itself.
pub(crate) fn index(text: &str) -> Result<Box<[ListEntry]>, SyntaxError> {
    let bytes = text.as_bytes();
    let fail = |kind, at| Err(SyntaxError::new(kind, text, at));
    if u32::try_from(bytes.len()).is_err() {
        return fail(SyntaxErrorKind::TooLarge, 0);
    }
    // Parentheses within strings make this a little too many, never too few.
    let capacity = memchr::memchr_iter(b'(', bytes).count() + 1;
    let mut lists: Vec<ListEntry> = Vec::with_capacity(capacity);
    lists.push(ListEntry {
        start: 0,
        end: offset(bytes.len()),
        next: 0,
    });
    let mut open: Vec<u32> = Vec::new();
    let mut at = if bytes.starts_with(BYTE_ORDER_MARK) {
        BYTE_ORDER_MARK.len()
    } else {
        0
    };
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            Class::Blank => at += 1,
            Class::Open => {
                open.push(offset(lists.len()));
                lists.push(ListEntry {
                    start: offset(at),
                    end: 0,
                    next: 0,
                });
                at += 1;
            }
            Class::Close => {
                let Some(list) = open.pop() else {
                    return fail(SyntaxErrorKind::UnexpectedRightParen, at);
                };
                at += 1;
                let next = offset(lists.len());
                let entry = &mut lists[list as usize];
                entry.end = offset(at);
                entry.next = next;
            }
            Class::Word => at = word_end(bytes, at),
            Class::Quote => {
                let end = string_end(bytes, at);
                if end > bytes.len() {
                    return fail(SyntaxErrorKind::UnterminatedString, at);
                }
                if let Some(nul) = memchr::memchr(0, &bytes[at..end]) {
                    return fail(SyntaxErrorKind::InvalidCharacter, at + nul);
                }
                at = end;
            }
            Class::Comment => {
                at = if starts_comment(bytes, at) {
                    comment_end(bytes, at)
                } else {
                    word_end(bytes, at)
                };
            }
            Class::Nul => return fail(SyntaxErrorKind::InvalidCharacter, at),
        }
    }
    if let Some(&list) = open.last() {
        return fail(
            SyntaxErrorKind::UnterminatedList,
            lists[list as usize].start as usize,
        );
    }
    if lists.len() == 1 && skip_trivia(bytes, 0) == bytes.len() {
        return fail(SyntaxErrorKind::EmptyFile, 0);
    }
    lists[0].next = offset(lists.len());
    Ok(lists.into_boxed_slice())
}

/// First offset from `at` that is neither blank nor within a comment.
pub(crate) fn skip_trivia(bytes: &[u8], mut at: usize) -> usize {
    if at == 0 && bytes.starts_with(BYTE_ORDER_MARK) {
        at = BYTE_ORDER_MARK.len();
    }
    while let Some(&byte) = bytes.get(at) {
        match class(byte) {
            Class::Blank => at += 1,
            Class::Comment if starts_comment(bytes, at) => at = comment_end(bytes, at),
            _ => break,
        }
    }
    at
}

/// Offset after the word that starts at `at`.
pub(crate) fn word_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| !is_word(*byte)).unwrap_or(rest.len())
}

/// Offset after the string that starts at `at`, or more than the length where it is not closed.
pub(crate) fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(rest) = bytes.get(at..) {
        match memchr::memchr2(b'"', b'\\', rest) {
            Some(found) if rest[found] == b'"' => return at + found + 1,
            // The byte after the backslash belongs to it, whatever it is.
            Some(found) => at += found + 2,
            None => break,
        }
    }
    bytes.len() + 1
}

fn starts_comment(bytes: &[u8], at: usize) -> bool {
    if bytes.get(at) == Some(&b';') {
        return true;
    }
    let before = bytes.get(..at).unwrap_or_default();
    match before
        .iter()
        .rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
    {
        None => true,
        Some(last) => before[last] == b'\n',
    }
}

/// Offset of the line break that ends a comment, or the length.
fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |found| at + found)
}
