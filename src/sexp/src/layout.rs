//! KiCad's layout for parts that are written anew.
//!
//! The rules are those of KiCad 8 to 10 (`Prettify` in its S-expression output): one tab for each level, every
//! list on a line of its own, points (`xy`) in one line as long as it is shorter than 99 columns, an atom that
//! would start at or after column 72 on a new line, and a closing parenthesis on its own line after a list or
//! after such a line break. Columns count bytes.

use crate::scan;

/// Runs of points go on in the same line up to this column.
const POINTS_LIMIT: usize = 99;
/// Atoms stay in the line up to this column.
const ATOMS_LIMIT: usize = 72;

/// Starts a new line at a level.
pub(crate) fn new_line(out: &mut String, depth: usize) {
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out.extend(std::iter::repeat_n('\t', depth));
}

/// Bytes since the last line break.
pub(crate) fn column(out: &str) -> usize {
    out.len() - memchr::memrchr(b'\n', out.as_bytes()).map_or(0, |at| at + 1)
}

/// Writes what stands between an atom and what is before it. Tells whether that is a line break.
pub(crate) fn before_atom(out: &mut String, depth: usize) -> bool {
    if column(out) < ATOMS_LIMIT {
        out.push(' ');
        return false;
    }
    new_line(out, depth);
    true
}

/// Writes the lists of `text` anew, each at a level of `depth`.
///
/// `after_point` tells whether a point stands just before, in which case points go on in its line.
pub(crate) fn lists(text: &str, depth: usize, after_point: bool, out: &mut String) {
    let bytes = text.as_bytes();
    let mut level = depth;
    let mut in_points = after_point;
    let mut wrapped = false;
    let mut last = Last::Nothing;
    let mut at = 0;
    while let Some(start) = next_token(bytes, at) {
        match bytes[start] {
            b'(' => {
                let is_point = text[start..].starts_with("(xy ");
                if in_points && is_point && column(out) < POINTS_LIMIT {
                    out.push(' ');
                } else {
                    new_line(out, level);
                }
                out.push('(');
                in_points = is_point;
                level += 1;
                last = Last::Open;
                at = start + 1;
            }
            b')' => {
                level = level.saturating_sub(1);
                if last == Last::List || wrapped {
                    new_line(out, level);
                    wrapped = false;
                }
                out.push(')');
                last = Last::List;
                at = start + 1;
            }
            b';' | b'#' if bytes[start] == b';' || scan::skip_trivia(bytes, start) != start => {
                let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found);
                new_line(out, level);
                out.push_str(text[start..end].trim_end());
                out.push('\n');
                last = Last::List;
                at = end;
            }
            first => {
                let end = if first == b'"' {
                    scan::string_end(bytes, start).min(bytes.len())
                } else {
                    scan::word_end(bytes, start).max(start + 1)
                };
                if last == Last::Atom || last == Last::List {
                    // At the start of a line a `#` would begin a comment.
                    if in_points || first == b'#' || column(out) < ATOMS_LIMIT {
                        out.push(' ');
                    } else {
                        new_line(out, level);
                        wrapped = true;
                    }
                }
                out.push_str(&text[start..end]);
                last = Last::Atom;
                at = end;
            }
        }
    }
}

/// Writes the lists of `text` into the line, one blank between items.
pub(crate) fn inline(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut last = Last::Nothing;
    let mut at = 0;
    loop {
        let start = scan::skip_trivia(bytes, at);
        let Some(&first) = bytes.get(start) else { return };
        let end = match first {
            b'(' | b')' => start + 1,
            b'"' => scan::string_end(bytes, start).min(bytes.len()),
            _ => scan::word_end(bytes, start).max(start + 1),
        };
        if first != b')' && matches!(last, Last::Atom | Last::List) {
            out.push(' ');
        }
        out.push_str(&text[start..end]);
        last = match first {
            b'(' => Last::Open,
            b')' => Last::List,
            _ => Last::Atom,
        };
        at = end;
    }
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Open,
    Atom,
    List,
}

/// Offset of the next token or comment.
fn next_token(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).map(|found| at + found)
}
