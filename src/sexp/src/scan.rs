//! The scanner: finds where lists, strings, words and comments begin and end.
//!
//! The rules are those of KiCad's DSN lexer, as far as they concern structure: a word ends at a blank or a
//! parenthesis, whatever else it holds; a string ends at a quote that no backslash precedes; a line whose first
//! character is `#` is a comment. A word that starts with `;` begins a comment as well. A `)` that closes nothing
//! and starts a line ends what is read; it and all after it is kept. KiCad reads no further than the list of its
//! format, so that there are files which tools and merges left with such an end. Nothing here recurses, and every
//! function advances with each byte it looks at.

use crate::block::{BLOCK, Block, marks, places};
use crate::diagnostic::{SyntaxError, SyntaxErrorKind};
use crate::index::{Builder, Index, LONG};
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
pub(crate) fn index(text: &str) -> Result<Index, SyntaxError> {
    let bytes = text.as_bytes();
    // The last number is kept free to mean that there is no place.
    if bytes.len() >= u32::MAX as usize {
        return Err(SyntaxError::new(SyntaxErrorKind::TooLarge, text, 0));
    }
    if bytes.len() < LONG { Reader::<false>::new(text).read() } else { Reader::<true>::new(text).read() }
}

/// Number of lists for which there should be room when a text is read.
fn expected_lists(bytes: &[u8]) -> usize {
    /// Shorter texts are looked through in less time than it takes to give room back.
    const BRIEF: usize = 1 << 10;
    /// Hardly a file has more lists than one to so many bytes.
    const LENGTH: usize = 10;
    match bytes.len() {
        length @ BRIEF..LONG => length / LENGTH,
        // Parentheses within strings make this a little too many, never too few.
        _ => memchr::memchr_iter(b'(', bytes).count(),
    }
}

/// Blocks that are found at once.
const TOGETHER: usize = 16;

/// Reads a text block by block. Only a few bytes concern the structure; between them nothing is looked at one by one.
struct Reader<'a, const RUNS: bool> {
    text: &'a str,
    bytes: &'a [u8],
    lists: Builder<RUNS>,
    /// Where the string starts that is not closed yet.
    string: Option<usize>,
    /// Where the string ended that was read last: what follows begins a token.
    string_end: usize,
    /// What stands before this was read already.
    read: usize,
}

impl<'a, const RUNS: bool> Reader<'a, RUNS> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        Self {
            text,
            bytes,
            lists: Builder::new(offset(text.len()), expected_lists(bytes)),
            string: None,
            string_end: text_start(bytes),
            read: 0,
        }
    }

    fn read(mut self) -> Result<Index, SyntaxError> {
        let mut row = [Block::BLANK; TOGETHER];
        let mut start = 0;
        while start < self.bytes.len() {
            let count = Block::find(self.bytes, start, &mut row);
            for block in &row[..count] {
                // What was read already, such as the rest of a comment, may have a NUL in it all the same.
                let is_read = start + BLOCK <= self.read && !block.has_others;
                if !is_read && !self.read_usual(block, start) {
                    self.read_any(start)?;
                }
                start += BLOCK;
            }
        }
        if let Some(start) = self.string {
            return Err(self.fail(SyntaxErrorKind::UnterminatedString, start));
        }
        if let Some(start) = self.lists.unclosed() {
            return Err(self.fail(SyntaxErrorKind::UnterminatedList, start as usize));
        }
        if self.lists.is_empty() && skip_trivia(self.bytes, 0) == self.bytes.len() {
            return Err(self.fail(SyntaxErrorKind::EmptyFile, 0));
        }
        Ok(self.lists.finish())
    }

    /// Reads a block in which all is as usual, and tells whether it is so: there are neither comments nor escapes, and a
    /// space or a parenthesis stands before each string.
    #[inline]
    fn read_usual(&mut self, block: &Block, start: usize) -> bool {
        if block.has_others || start < self.read {
            return false;
        }
        let continued = if self.string.is_some() { u64::MAX } else { 0 };
        let strings = block.between ^ continued;
        let (first, last) = (block.quotes & strings, block.quotes & !strings);
        let begins = (block.spaces | block.parentheses()) << 1 | u64::from(self.begins_token(start));
        if first & !begins != 0 {
            return false;
        }
        let first_offset = offset(start);
        let mut parentheses = places(block.parentheses() & !strings);
        while let Some(place) = parentheses.next() {
            let at = first_offset + place;
            if block.openings >> place & 1 == 1 {
                match parentheses.next_if(|next| block.closings >> next & 1 == 1) {
                    Some(end) => self.lists.add(self.bytes, at, first_offset + end + 1),
                    None => self.lists.open(at),
                }
            } else if !self.lists.close(self.bytes, at + 1) {
                // From here on it is not as usual.
                (self.string, self.read) = (None, at as usize);
                return false;
            }
        }
        if last != 0 {
            self.string_end = start + BLOCK - last.leading_zeros() as usize;
        }
        if strings >> (BLOCK - 1) == 0 {
            self.string = None;
        } else if first != 0 {
            self.string = Some(start + BLOCK - 1 - first.leading_zeros() as usize);
        }
        true
    }

    /// Reads a block whatever stands in it.
    #[cold]
    fn read_any(&mut self, start: usize) -> Result<(), SyntaxError> {
        for at in places(marks(self.bytes, start)).map(|place| start + place as usize) {
            let byte = self.bytes[at];
            if byte == 0 {
                return Err(self.fail(SyntaxErrorKind::InvalidCharacter, at));
            }
            if at < self.read {
                continue;
            }
            if self.string.is_some() {
                match byte {
                    b'"' => (self.string, self.string_end) = (None, at + 1),
                    // The byte after the backslash belongs to it, whatever it is.
                    b'\\' => self.read = at + 2,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'(' => self.lists.open(offset(at)),
                b')' if self.lists.close(self.bytes, offset(at + 1)) => {}
                b')' if is_left_over(self.bytes, at) => {
                    self.lists.end_content(offset(at));
                    self.read = self.bytes.len();
                }
                b')' => return Err(self.fail(SyntaxErrorKind::UnexpectedRightParen, at)),
                b'"' if self.begins_token(at) => self.string = Some(at),
                b';' | b'#' if self.begins_token(at) && starts_comment(self.bytes, at) => {
                    self.read = comment_end(self.bytes, at);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether a byte follows a blank, a parenthesis or a string.
    #[inline]
    fn begins_token(&self, at: usize) -> bool {
        at == self.string_end || at.checked_sub(1).is_none_or(|before| !is_word(self.bytes[before]))
    }

    fn fail(&self, kind: SyntaxErrorKind, at: usize) -> SyntaxError {
        SyntaxError::new(kind, self.text, at)
    }
}

/// Whether a parenthesis that closes nothing starts a line after something to read.
fn is_left_over(bytes: &[u8], at: usize) -> bool {
    starts_line(bytes, at) && skip_trivia(bytes, 0) < at
}

/// Offset of the first byte of a text after its byte order mark.
pub(crate) fn text_start(bytes: &[u8]) -> usize {
    if bytes.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 }
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

/// Where the atom starts and ends that comes next from `at` on, unless a list does.
#[inline]
pub(crate) fn next_atom(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let (start, first) = next_token(bytes, at)?;
    let end = match first {
        b'(' => return None,
        b'"' => string_end(bytes, start),
        _ => word_end(bytes, start),
    };
    Some((start, end))
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
#[inline(always)]
#[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
pub(crate) fn decimal(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let is_negative = *bytes.get(at)? == b'-';
    let first = at + usize::from(is_negative);
    let start = bytes.get(first..).and_then(<[u8]>::first_chunk);
    match start.and_then(|start| short_decimal(*start)) {
        Some((number, length)) => Some((if is_negative { -number } else { number }, first + length)),
        None => any_decimal(bytes, at),
    }
}

/// The decimal without a sign that eight bytes start with, and its length, where its word has ended by then. Most decimals
/// are that short.
#[inline]
fn short_decimal(start: [u8; size_of::<u64>()]) -> Option<(f64, usize)> {
    let bytes = digit_values(start);
    // Up to the second of these each one is right: what carries over comes from neither digits nor a point.
    let others = other_bytes(bytes);
    // Bits before the first of them.
    let point = others.trailing_zeros() & !7;
    if point == 0 {
        return None;
    }
    let (end, digits, count) = if bytes.checked_shr(point)? & 0xFF == u64::from(b'.' ^ b'0') {
        let end = (others & (others - 1)).trailing_zeros() & !7;
        let before = (1 << point) - 1;
        // The digits behind the point follow those before it at once.
        (end, bytes & before | bytes >> 8 & !before, end - 8)
    } else {
        (point, bytes, point)
    };
    #[expect(clippy::cast_possible_truncation, reason = "one byte")]
    let next = bytes.checked_shr(end)? as u8 ^ b'0';
    if is_word(next) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "below 2**53, as it has so few digits")]
    let whole = eight_digits(digits << (u64::BITS - count)) as f64;
    let decimals = (count - point) as usize / 8;
    Some((whole / POWERS.get(decimals)?, end as usize / 8))
}

/// The same for decimals of any length.
#[inline(never)]
fn any_decimal(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
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

/// The same byte eight times.
const fn eight(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Eight bytes, of which digits are now their values, and all else is ten and more.
#[inline]
fn digit_values(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes) ^ eight(b'0')
}

/// The highest bit of each byte that is ten or more; what carries over is behind the first of them.
#[inline]
fn other_bytes(values: u64) -> u64 {
    (values.wrapping_add(eight(0x80 - 10)) | values) & eight(0x80)
}

/// The number that the values of eight digits spell: two become one number, two of these, and two of these once more.
#[inline]
fn eight_digits(values: u64) -> u64 {
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let number = (pairs & 0xFF_0000_00FF).wrapping_mul(100 + (1_000_000 << 32));
    number.wrapping_add((pairs >> 16 & 0xFF_0000_00FF).wrapping_mul(1 + (10_000 << 32))) >> 32
}

/// The number that the digits from `at` on spell, none where there are none, and the offset after them. Nothing where
/// there are more than are ever looked at.
///
/// Numbers are of any length, so that looking at digit after digit the processor hardly ever foresees the last. So eight
/// bytes are taken at once, which is the usual way of parsers.
#[inline]
fn digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let Some(start) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
        return Some(last_digits(bytes, at));
    };
    let values = digit_values(*start);
    let count = other_bytes(values).trailing_zeros() / 8;
    match count {
        0 => Some((0, at)),
        8 => {
            let (number, end) = last_digits(bytes, at);
            (end - at <= MOST_DIGITS).then_some((number, end))
        }
        // With zeros in front.
        _ => Some((eight_digits(values << (u64::BITS - 8 * count)), at + count as usize)),
    }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::decimal;

    /// What the float library reads, of a word that has a digit in front and hardly more than a float tells apart.
    fn read(word: &str) -> Option<f64> {
        let digits = word.strip_prefix('-').unwrap_or(word);
        let has_few = digits.bytes().filter(u8::is_ascii_digit).count() <= 15;
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_read = has_few && is_plain && digits.starts_with(|first: char| first.is_ascii_digit());
        if is_read { word.parse().ok() } else { None }
    }

    proptest! {
        #[test]
        fn decimals_are_what_they_spell_wherever_they_stand(
            word in "-?[0-9]{0,9}(\\.[0-9]{0,8})?[0-9.e+x-]{0,1}",
            end in "[ )\n(][ 0-9.\u{ff}]{0,12}|",
        ) {
            let expected = read(&word).map(|number| (number.to_bits(), word.len() + 1));
            let text = format!("({word}{end}");
            let found = decimal(text.as_bytes(), 1).map(|(number, end)| (number.to_bits(), end));
            prop_assert_eq!(found, expected, "{}", text);
        }
    }
}
