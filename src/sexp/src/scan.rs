//! The scanner: finds where lists, strings, words and comments begin and end.
//!
//! The rules are those of KiCad's DSN lexer, as far as they concern structure: a word ends at a blank or a
//! parenthesis, whatever else it holds; a string ends at a quote that no backslash precedes; a line whose first
//! character is `#` is a comment. A word that starts with `;` begins a comment as well. A `)` that closes nothing
//! and starts a line ends what is read; it and all after it is kept. KiCad reads no further than the list of its
//! format, so that there are files which tools and merges left with such an end. Nothing here recurses, and every
//! function advances with each byte it looks at.

use crate::diagnostic::{SyntaxError, SyntaxErrorKind};
use crate::index::{Builder, Index, SHORT};
use crate::source::offset;

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

const IS_WORD: [bool; 256] = {
    let mut is_word = [false; 256];
    let mut byte = 0;
    while byte < is_word.len() {
        is_word[byte] = matches!(CLASSES[byte], Class::Word | Class::Quote | Class::Comment);
        byte += 1;
    }
    is_word
};

/// Whether a byte goes on with a word that has begun.
#[inline]
pub(crate) const fn is_word(byte: u8) -> bool {
    IS_WORD[byte as usize]
}

/// Byte order mark that some editors put before a text.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Builds the index of lists. Entry zero is the file itself.
///
/// Only a few bytes concern the structure; between them nothing is looked at one by one.
pub(crate) fn index(text: &str) -> Result<Index, SyntaxError> {
    let bytes = text.as_bytes();
    // The last number is kept free to mean that there is no place.
    if bytes.len() >= u32::MAX as usize {
        return Err(SyntaxError::new(SyntaxErrorKind::TooLarge, text, 0));
    }
    let nul = memchr::memchr(0, bytes);
    let known = &bytes[..nul.unwrap_or(bytes.len())];
    // Parentheses within strings make this a little too many, never too few.
    let count = memchr::memchr_iter(b'(', known).count();
    if count < SHORT {
        read(text, nul, Builder::<false>::new(offset(bytes.len()), count))
    } else {
        read(text, nul, Builder::<true>::new(offset(bytes.len()), count))
    }
}

/// Reads a text, in which a NUL stands or not.
fn read<const RUNS: bool>(
    text: &str,
    nul: Option<usize>,
    mut lists: Builder<RUNS>,
) -> Result<Index, SyntaxError> {
    let bytes = text.as_bytes();
    let known = &bytes[..nul.unwrap_or(bytes.len())];
    let fail = |kind, at| Err(SyntaxError::new(kind, text, at));
    let mut marks = Marks::new(known);
    // Where the string ended that was read last: what follows begins a token.
    let mut string_end = text_start(bytes);
    while let Some(at) = marks.next() {
        match known[at] {
            b'(' => lists.open(offset(at)),
            b')' if lists.close(known, offset(at + 1)) => {}
            b')' if is_left_over(known, at) => {
                lists.end_content(offset(at));
                break;
            }
            b')' => return fail(SyntaxErrorKind::UnexpectedRightParen, at),
            b'"' if at == string_end || begins_token(known, at) => {
                let end = loop {
                    match marks.next() {
                        Some(end) if known[end] == b'"' => break end,
                        // The byte after the backslash belongs to it, whatever it is.
                        Some(end) if known[end] == b'\\' => marks.seek(end + 2),
                        Some(_) => {}
                        None if nul.is_some() => {
                            return fail(SyntaxErrorKind::InvalidCharacter, known.len());
                        }
                        None => return fail(SyntaxErrorKind::UnterminatedString, at),
                    }
                };
                string_end = end + 1;
            }
            b';' | b'#' if (at == string_end || begins_token(known, at)) && starts_comment(known, at) => {
                marks.seek(comment_end(known, at));
            }
            _ => {}
        }
    }
    if nul.is_some() {
        return fail(SyntaxErrorKind::InvalidCharacter, known.len());
    }
    if let Some(start) = lists.unclosed() {
        return fail(SyntaxErrorKind::UnterminatedList, start as usize);
    }
    if lists.is_empty() && skip_trivia(bytes, 0) == bytes.len() {
        return fail(SyntaxErrorKind::EmptyFile, 0);
    }
    Ok(lists.finish())
}

/// Whether a parenthesis that closes nothing starts a line after something to read.
fn is_left_over(bytes: &[u8], at: usize) -> bool {
    starts_line(bytes, at) && skip_trivia(bytes, 0) < at
}

/// Offset of the first byte of a text after its byte order mark.
pub(crate) fn text_start(bytes: &[u8]) -> usize {
    if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
}

/// Whether a byte follows a blank or a parenthesis. After a string a token begins as well.
fn begins_token(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        Some(before) => !is_word(*before),
        None => true,
    }
}

/// Finds the bytes that may concern the structure, block by block.
struct Marks<'a> {
    bytes: &'a [u8],
    /// Offset of the block.
    block: usize,
    /// Marked bytes of the block, the first in the lowest bit, that were not told yet.
    bits: u64,
}

/// Bytes in a block.
const BLOCK: usize = 64;

impl<'a> Marks<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, block: 0, bits: marks_of_block(bytes, 0) }
    }

    /// Offset of the next marked byte.
    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.bits == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                // The offset stays where it is, however often this is called.
                self.block -= BLOCK;
                return None;
            }
            self.bits = marks_of_block(self.bytes, self.block);
        }
        let at = self.block + self.bits.trailing_zeros() as usize;
        self.bits &= self.bits - 1;
        Some(at)
    }

    /// Goes on at an offset further on.
    fn seek(&mut self, to: usize) {
        let block = to - to % BLOCK;
        if block != self.block {
            self.block = block;
            self.bits = marks_of_block(self.bytes, block);
        }
        self.bits &= u64::MAX << (to % BLOCK);
    }
}

#[inline]
fn marks_of_block(bytes: &[u8], at: usize) -> u64 {
    let rest = bytes.get(at..).unwrap_or_default();
    if let Some(block) = rest.first_chunk::<BLOCK>() {
        return marks(block);
    }
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    marks(&block)
}

/// Which bytes of a block are `(`, `)`, `"`, `#`, `;` or `\\`.
#[inline]
fn marks(block: &[u8; BLOCK]) -> u64 {
    /// Gathers the lowest bits of eight bytes, the first in the lowest bit.
    const GATHER: u64 = 0x0102_0408_1020_4080;
    let mut flags = [0_u8; BLOCK];
    // The parentheses differ in the last bit only, and so do `"` and `#`.
    for (flag, byte) in flags.iter_mut().zip(block) {
        *flag = u8::from(byte & 0xFE == b'(')
            | u8::from(byte & 0xFE == b'"')
            | u8::from(*byte == b';')
            | u8::from(*byte == b'\\');
    }
    let mut bits = 0;
    let (eights, _) = flags.as_chunks::<8>();
    for (eighth, flags) in eights.iter().enumerate() {
        let gathered = u64::from_le_bytes(*flags).wrapping_mul(GATHER) >> 56;
        bits |= gathered << (8 * eighth);
    }
    bits
}

/// First offset from `at` that is not blank.
pub(crate) fn skip_blanks(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|byte| class(*byte) != Class::Blank).unwrap_or(rest.len())
}

/// First byte from `at` that is neither blank nor within a comment, and its offset.
#[inline]
pub(crate) fn next_token(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    // Mostly one blank stands between two words.
    let at = at + usize::from(at > 0 && bytes.get(at) == Some(&b' '));
    match bytes.get(at) {
        Some(first) if class(*first) == Class::Word && at > 0 => Some((at, *first)),
        _ => {
            let at = skip_trivia(bytes, at);
            Some((at, *bytes.get(at)?))
        }
    }
}

/// First offset from `at` that is neither blank nor within a comment.
pub(crate) fn skip_trivia(bytes: &[u8], mut at: usize) -> usize {
    if at == 0 {
        at = text_start(bytes);
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

/// The decimal that starts at `at` and ends with the word there, and the offset after it. Nothing where the word is
/// anything else, and where it has more digits than a float tells apart: [`crate::Atom::number`] reads all numbers.
#[inline]
pub(crate) fn decimal(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let is_negative = *bytes.get(at)? == b'-';
    let first = at + usize::from(is_negative);
    let (before, point) = digits(bytes, first)?;
    let (whole, decimals, end) = if bytes.get(point) == Some(&b'.') {
        let (after, end) = digits(bytes, point + 1)?;
        let decimals = end - point - 1;
        (before.wrapping_mul(*WHOLE_POWERS.get(decimals)?).wrapping_add(after), decimals, end)
    } else {
        (before, 0, point)
    };
    let is_word = point > first && bytes.get(end).is_none_or(|next| !is_word(*next));
    // The number and the power of ten are exact, so that their quotient is the nearest float to what is spelled.
    if !is_word || point - first + decimals > MOST_DIGITS {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "below 2**53, as it has so few digits")]
    let number = whole as f64 / POWERS.get(decimals)?;
    Some((if is_negative { -number } else { number }, end))
}

/// Digits that a float can tell apart whatever they are.
const MOST_DIGITS: usize = 15;
/// Powers of ten, which are exact as floats.
const POWERS: [f64; MOST_DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
/// The same as whole numbers.
const WHOLE_POWERS: [u64; MOST_DIGITS + 1] = {
    let mut powers = [1; MOST_DIGITS + 1];
    let mut power = 1;
    while power < powers.len() {
        powers[power] = powers[power - 1] * 10;
        power += 1;
    }
    powers
};

/// The number that the digits from `at` on spell, none where there are none, and the offset after them. Nothing where
/// there are more than are ever looked at.
///
/// Numbers are of any length, so that looking at digit after digit the processor hardly ever foresees the last. So eight
/// bytes are taken at once, which is the usual way of parsers.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    /// The same byte eight times.
    const fn eight(byte: u8) -> u64 {
        u64::from_ne_bytes([byte; 8])
    }
    let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
        return Some(last_digits(bytes, at));
    };
    // A digit is now its value, and all else is ten and more. What carries over is behind that.
    let word = u64::from_le_bytes(*word) ^ eight(b'0');
    let others = (word.wrapping_add(eight(0x80 - 10)) | word) & eight(0x80);
    let count = others.trailing_zeros() / 8;
    match count {
        0 => return Some((0, at)),
        8 => {
            let (number, end) = last_digits(bytes, at);
            return (end - at <= MOST_DIGITS).then_some((number, end));
        }
        _ => {}
    }
    // Eight digits with zeros in front, of which two become one number, two of these, and two of these once more.
    let digits = word << (64 - 8 * count);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let number = (pairs & 0xFF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    let number = number.wrapping_add((pairs >> 16 & 0xFF_0000_00FF).wrapping_mul(1 + (10_000 << 32))) >> 32;
    Some((number, at + count as usize))
}

/// The same byte by byte, whatever the number of digits: it is right where there are few enough.
#[cold]
fn last_digits(bytes: &[u8], at: usize) -> (u64, usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold((0, at), |(number, end), digit: &u8| {
        (number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')), end + 1)
    })
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

pub(crate) fn starts_comment(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b';') || starts_line(bytes, at)
}

/// Whether nothing but blanks stands between the start of a line and an offset.
fn starts_line(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    match before.iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r')) {
        None => true,
        Some(last) => before[last] == b'\n' || last + 1 == text_start(bytes),
    }
}

/// Offset of the line break that ends a comment, or the length.
pub(crate) fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(b'\n', rest).map_or(bytes.len(), |found| at + found)
}
