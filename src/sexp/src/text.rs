//! Atoms: how words, strings and numbers are spelled.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::scan;

/// A word or a quoted string, as it is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Atom<'a> {
    spelling: &'a str,
}

impl<'a> Atom<'a> {
    pub(crate) fn new(spelling: &'a str) -> Self {
        Self { spelling }
    }

    /// The atom as it stands in the text, quotes and escapes included.
    pub fn spelling(self) -> &'a str {
        self.spelling
    }

    /// Whether the atom stands in quotes.
    pub fn is_quoted(self) -> bool {
        self.spelling.starts_with('"')
    }

    /// The word, where the atom does not stand in quotes.
    pub fn word(self) -> Option<&'a str> {
        (!self.is_quoted()).then_some(self.spelling)
    }

    /// What the atom says: without quotes, escapes resolved.
    pub fn value(self) -> Cow<'a, str> {
        if self.is_quoted() { unquote(self.spelling) } else { Cow::Borrowed(self.spelling) }
    }

    /// The number that the atom spells without quotes.
    ///
    /// Takes what KiCad and the original implementation take: a decimal with or without exponent, `0x` and
    /// hexadecimal digits, and `_` between digits. What is not finite is no number.
    pub fn number(self) -> Option<f64> {
        parse_number(self.word()?)
    }
}

/// Resolves the escapes of a quoted string.
///
/// `\n`, `\r`, `\t`, `\\` and `\"` are known; any other backslash stands for itself.
fn unquote(spelling: &str) -> Cow<'_, str> {
    let inner = spelling.strip_prefix('"').unwrap_or(spelling);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let Some(first) = memchr::memchr(b'\\', inner.as_bytes()) else {
        return Cow::Borrowed(inner);
    };
    let mut value = String::with_capacity(inner.len());
    value.push_str(&inner[..first]);
    let mut characters = inner[first..].chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            value.push(character);
            continue;
        }
        match characters.next() {
            Some('n') => value.push('\n'),
            Some('r') => value.push('\r'),
            Some('t') => value.push('\t'),
            Some(known @ ('\\' | '"')) => value.push(known),
            Some(other) => {
                value.push('\\');
                value.push(other);
            }
            None => value.push('\\'),
        }
    }
    Cow::Owned(value)
}

/// Puts a text in quotes, the way KiCad writes it.
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

/// Writes a text in quotes at the end of another, as [`quote`] does.
pub fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'\n' | b'\r' | b'\\' | b'"')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\\' => "\\\\",
            _ => "\\\"",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

/// Whether a text reads back as the same word without quotes.
pub fn is_word(text: &str) -> bool {
    match text.as_bytes() {
        // At the start of a file, a byte order mark would be taken for one.
        [] | [b'"' | b';' | b'#', ..] | [0xEF, 0xBB, 0xBF, ..] => false,
        bytes => bytes.iter().all(|byte| scan::is_word(*byte)),
    }
}

/// A spelling as one atom: itself where it is one, and otherwise in quotes. NUL, which stands in no document, is
/// left out.
pub(crate) fn as_atom(mut spelling: String) -> String {
    spelling.retain(|character| character != '\0');
    let bytes = spelling.as_bytes();
    let is_string = bytes.first() == Some(&b'"') && scan::string_end(bytes, 0) == bytes.len();
    if is_string || is_word(&spelling) { spelling } else { quote(&spelling) }
}

/// Spells a text as a word where that reads back the same, whoever reads it, and in quotes otherwise. Within a word,
/// some readers take a quotation mark for the start of a string.
pub fn word_or_quoted(text: &str) -> String {
    let mut spelling = String::new();
    push_word_or_quoted(&mut spelling, text);
    spelling
}

/// Writes a text at the end of another, spelled as [`word_or_quoted`] does.
pub fn push_word_or_quoted(out: &mut String, text: &str) {
    if is_word(text) && !text.contains('"') { out.push_str(text) } else { push_quoted(out, text) }
}

fn parse_number(word: &str) -> Option<f64> {
    let digits = word.strip_prefix(['+', '-']).unwrap_or(word);
    let first = *digits.as_bytes().first()?;
    // Rust reads `inf`, `nan` and their kin as numbers; a file that says so means a word.
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    if let Some((number, _)) = scan::decimal(word.as_bytes(), 0) {
        return Some(number);
    }
    if let Ok(number) = word.parse::<f64>() {
        return number.is_finite().then_some(number);
    }
    if let Some(hexadecimal) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let value = hexadecimal.bytes().try_fold(0.0_f64, |value, digit| match digit {
            b'_' => Some(value),
            _ => char::from(digit).to_digit(16).map(|digit| value * 16.0 + f64::from(digit)),
        })?;
        let value = if word.starts_with('-') { -value } else { value };
        return (value.is_finite() && !hexadecimal.is_empty()).then_some(value);
    }
    if word.contains('_') {
        let number = word.replace('_', "").parse::<f64>().ok()?;
        return number.is_finite().then_some(number);
    }
    None
}

/// Spells a number with all its digits and without an exponent, so that it reads back the same.
pub fn exact_number(number: f64) -> String {
    let mut spelling = String::new();
    push_exact_number(&mut spelling, number);
    spelling
}

/// Writes a number at the end of a text, spelled as [`exact_number`] does.
pub fn push_exact_number(out: &mut String, number: f64) {
    let number = if number == 0.0 { 0.0 } else { number };
    let mut buffer = zmij::Buffer::new();
    let spelled = buffer.format(number);
    if spelled.contains('e') {
        // Writing to a string never fails.
        let _ = write!(out, "{number}");
    } else {
        out.push_str(spelled.strip_suffix(".0").unwrap_or(spelled));
    }
}

/// Spells a number as KiCad 9 does: ten significant digits, or sixteen decimals up to a size of 0.0001; no
/// trailing zeros, no exponent, no negative zero.
pub(crate) fn kicad_number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    let spelled = if number.abs() <= 0.0001 {
        format!("{number:.16}")
    } else {
        let exponent = decimal_exponent(number);
        let decimals = usize::try_from((9 - exponent).max(0)).unwrap_or(0);
        format!("{number:.decimals$}")
    };
    let spelled = if spelled.contains('.') {
        spelled.trim_end_matches('0').trim_end_matches('.')
    } else {
        spelled.as_str()
    };
    if spelled == "-0" { "0".to_owned() } else { spelled.to_owned() }
}

/// Exponent of the first digit after rounding to ten digits.
fn decimal_exponent(number: f64) -> i32 {
    let spelled = format!("{number:.9e}");
    spelled.rsplit_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_resolve_and_unknown_ones_stay() {
        let value = |spelling| Atom::new(spelling).value().into_owned();
        assert_eq!(value(r#""a\n\r\t\\\"b""#), "a\n\r\t\\\"b");
        assert_eq!(value(r#""\x41""#), r"\x41");
        assert_eq!(value(r#""""#), "");
        assert_eq!(value("word"), "word");
    }

    #[test]
    fn quoting_reads_back() {
        for text in ["", "a b", "tab\there", "line\nbreak\r", "back\\slash \"quoted\"", "Ω"] {
            assert_eq!(Atom::new(&quote(text)).value(), text);
        }
        assert_eq!(quote("a\tb\n"), "\"a\tb\\n\"");
    }

    #[test]
    fn words_are_told_from_what_needs_quotes() {
        for word in ["a", "F.Cu", "0x10", "{}", "é", "a;b", "5\""] {
            assert!(is_word(word), "{word}");
        }
        for text in ["", "a b", "(", "a)", "\"", ";a", "#a", "a\nb"] {
            assert!(!is_word(text), "{text}");
        }
        assert_eq!(word_or_quoted("5\""), "\"5\\\"\"");
        assert_eq!(word_or_quoted("é"), "é");
    }

    #[test]
    fn numbers_read_as_kicad_and_the_original_read_them() {
        let number = |spelling| Atom::new(spelling).number();
        assert_eq!(number("1.50"), Some(1.5));
        assert_eq!(number("-.5"), Some(-0.5));
        assert_eq!(number("1e3"), Some(1000.0));
        assert_eq!(number("0x10"), Some(16.0));
        assert_eq!(number("1_000"), Some(1000.0));
        for none in ["10k", "inf", "nan", "-infinity", "1e400", "\"1\"", "0x", "-", "+", "x"] {
            assert_eq!(number(none), None, "{none}");
        }
    }

    #[test]
    fn decimals_read_as_the_nearest_float() {
        let mut state = 1_u64;
        for round in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let digits = (state >> 8) % 10_u64.pow(1 + round % 16);
            let mut word = digits.to_string();
            if round % 3 > 0 {
                let point = 1 + usize::try_from(state >> 60).unwrap() % word.len();
                word.insert(point, '.');
            }
            if round % 5 == 0 {
                word.insert(0, '-');
            }
            let expected = word.parse::<f64>().unwrap();
            assert_eq!(Atom::new(&word).number().map(f64::to_bits), Some(expected.to_bits()), "{word}");
        }
        for word in ["-0", "0", "0.0", "-0.0", "1.", "00012.50", "999999999999999", "0.00000000000001"] {
            let expected = word.parse::<f64>().unwrap();
            assert_eq!(Atom::new(word).number().map(f64::to_bits), Some(expected.to_bits()), "{word}");
        }
    }

    #[test]
    fn exact_numbers_are_the_shortest_decimals() {
        let mut state = 1_u64;
        for round in 0..100_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            #[expect(clippy::cast_precision_loss, reason = "any number will do")]
            let number = match round % 3 {
                0 => f64::from_bits(state),
                1 => (state >> 40) as f64 / 10_f64.powi(round / 3 % 12),
                _ => (state >> (round / 3 % 64)) as f64 * 0.025 - 100.0,
            };
            if number.is_finite() {
                // Where two of the shortest are as near, either will do.
                let (spelled, shortest) = (exact_number(number), format!("{}", number + 0.0));
                assert_eq!(spelled.parse(), Ok(number), "{number:e}");
                assert_eq!(spelled.len(), shortest.len(), "{spelled} {shortest}");
            }
        }
    }

    #[test]
    fn numbers_are_spelled_as_kicad_spells_them() {
        for (number, spelled) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (0.1 + 0.2, "0.3"),
            (1.0 / 3.0, "0.3333333333"),
            (0.192_307_692_3, "0.1923076923"),
            (100.123_456_789_01, "100.1234568"),
            (0.0001, "0.0001"),
            (0.000_012_5, "0.0000125"),
            (1e21, "1000000000000000000000"),
            (9_999_999_999.6, "10000000000"),
            (123_456_789_012.5, "123456789012"),
        ] {
            assert_eq!(kicad_number(number), spelled);
        }
        assert_eq!(exact_number(0.1 + 0.2), "0.30000000000000004");
        assert_eq!(exact_number(0.000_000_1), "0.0000001");
        assert_eq!(exact_number(-1.5), "-1.5");
        assert_eq!(exact_number(-0.0), "0");
        assert_eq!(exact_number(1e21), "1000000000000000000000");
    }
}
