//! KiCad's layouts for parts that are written anew.
//!
//! KiCad 8 to 10 lay every file out by the same rules: one tab for each level, every list on a line of its own,
//! points (`xy`) in one line as long as it is shorter than 99 columns, an atom that would start at or after column
//! 72 on a new line, and a closing parenthesis on its own line after a list or after such a line break. Columns
//! count bytes. Two variations keep some lists within a line: in the library tables of KiCad 10 the rows, and
//! with the setting for compact files a few lists for the looks of texts and shapes.
//!
//! Earlier versions indent with two blanks, and every kind of object has rules of its own for what stands in its
//! line. What is written anew there stays in the line while it is short.

use crate::scan;
use crate::text::quote;

/// Runs of points go on in the same line up to this column.
const POINTS_LIMIT: usize = 99;
/// Atoms stay in the line up to this column.
const ATOMS_LIMIT: usize = 72;
/// Lists stay in the line up to this column where lines are shared.
const LINE_LIMIT: usize = 100;
/// Deeper levels are not indented any further, or indentation would make up most of the text.
const DEEPEST: usize = 200;

/// How a text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) rules: Rules,
    compact: Compact,
    indent: &'static str,
    line_break: &'static str,
}

/// Where lists stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rules {
    /// Every list on a line of its own: KiCad 8 and later.
    OwnLines,
    /// Short lists within a line: up to KiCad 7, and in library tables and netlists up to KiCad 9.
    SharedLines,
}

/// Which lists are kept within a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compact {
    /// None.
    Nothing,
    /// The rows of library tables.
    Rows,
    /// Looks of texts and shapes, where KiCad is set to write compact files.
    Looks,
}

impl Style {
    /// The style of a text, judged by its first indented line and its first word.
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let indent = memchr::memchr_iter(b'\n', bytes)
            .find_map(|at| match bytes.get(at + 1) {
                Some(b'\t') => Some("\t"),
                Some(b' ') => Some("  "),
                _ => None,
            })
            .unwrap_or("\t");
        let start = scan::skip_trivia(bytes, 0);
        let first = &bytes[start..];
        let root = first.strip_prefix(b"(").unwrap_or(first);
        let root = &root[..scan::word_end(root, 0)];
        let is_table = matches!(root, b"fp_lib_table" | b"sym_lib_table" | b"design_block_lib_table");
        let has = |looks: &[u8]| memchr::memmem::find(bytes, looks).is_some();
        let compact = if is_table && !has(b"(lib\n") {
            Compact::Rows
        } else if indent == "\t" && (has(b"\t(stroke (") || has(b"\t(font (")) {
            Compact::Looks
        } else {
            Compact::Nothing
        };
        let first_line = memchr::memchr(b'\n', first).and_then(|end| text.get(start..start + end));
        // A name may have parentheses of its own.
        let lists = |line| Tokens::new(line).filter(|token| matches!(token, Token::Open(_)));
        let is_shared = first_line.is_some_and(|line| lists(line).nth(1).is_some());
        let rules = if is_shared || indent != "\t" { Rules::SharedLines } else { Rules::OwnLines };
        let first_break = memchr::memchr(b'\n', bytes).and_then(|at| at.checked_sub(1));
        let is_windows = first_break.is_some_and(|before| bytes[before] == b'\r');
        Self { rules, compact, indent, line_break: if is_windows { "\r\n" } else { "\n" } }
    }

    /// Starts a new line at a level.
    pub(crate) fn new_line(self, depth: usize, out: &mut String) {
        if !matches!(out.as_str(), "" | "\u{feff}") && !out.ends_with('\n') {
            out.push_str(self.line_break);
        }
        out.extend(std::iter::repeat_n(self.indent, depth.min(DEEPEST)));
    }

    /// Writes a comment on a line of its own.
    fn comment(self, comment: &str, depth: usize, out: &mut String) {
        self.new_line(depth, out);
        out.push_str(comment);
        out.push_str(self.line_break);
    }

    /// Writes what stands between an atom and what is before it. Tells whether that is a line break.
    pub(crate) fn before_atom(self, depth: usize, out: &mut String) -> bool {
        if self.rules == Rules::SharedLines || column(out) < ATOMS_LIMIT {
            out.push(' ');
            return false;
        }
        self.new_line(depth, out);
        true
    }

    /// Level at which the last line, in which there is nothing else, is indented.
    pub(crate) fn level_of_line(self, out: &str) -> usize {
        column(out) / self.indent.len()
    }

    /// Whether lists follow each other without a blank between them.
    pub(crate) fn is_tight(self) -> bool {
        self.rules == Rules::SharedLines && self.compact == Compact::Rows
    }
}

impl Compact {
    /// Whether a list is kept within a line, by its first word.
    fn keeps(self, head: &str) -> bool {
        match self {
            Self::Nothing => false,
            Self::Rows => head == "lib",
            Self::Looks => {
                matches!(head, "font" | "stroke" | "fill" | "teardrop" | "offset" | "rotate" | "scale")
            }
        }
    }
}

/// Text of a whole file in the layout of KiCad 8 and later.
pub(crate) fn file(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let style = Style { rules: Rules::OwnLines, indent: "\t", line_break: "\n", ..Style::of(text) };
    lists(text, 0, false, style, &mut out);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// Bytes since the last line break.
pub(crate) fn column(out: &str) -> usize {
    out.len() - memchr::memrchr(b'\n', out.as_bytes()).map_or(0, |at| at + 1)
}

/// Whether nothing but blanks stands in the last line.
pub(crate) fn at_line_start(out: &str) -> bool {
    let before = out.trim_end_matches([' ', '\t', '\r']);
    matches!(before, "" | "\u{feff}") || before.ends_with('\n')
}

/// Whether a list would stay within the line where lines are shared.
pub(crate) fn fits(text: &str, out: &str) -> bool {
    !text.contains('\n') && column(out) + text.len() < LINE_LIMIT
}

/// Writes the lists of `text` anew, each at a level of `depth`.
///
/// `after_point` tells whether a point stands just before, in which case points go on in its line.
pub(crate) fn lists(text: &str, depth: usize, after_point: bool, style: Style, out: &mut String) {
    let mut level = depth;
    let mut in_points = after_point;
    let mut wrapped = false;
    // Level of the list that is kept within the line.
    let mut kept: Option<usize> = None;
    let mut last = Last::Nothing;
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(_) => {
                let head = tokens.head();
                let is_point = head == Some("xy");
                if kept.is_some() || (in_points && is_point && column(out) < POINTS_LIMIT) {
                    out.push(' ');
                } else {
                    style.new_line(level, out);
                }
                out.push('(');
                in_points = is_point;
                if head.is_some_and(|head| style.compact.keeps(head)) {
                    kept = Some(level);
                }
                level += 1;
                last = Last::Open;
            }
            Token::Close => {
                // What closes nothing, and all after it, is only kept where it starts a line.
                let is_left_over = level == depth;
                level = level.saturating_sub(1);
                if is_left_over || (kept.is_none() && (last == Last::List || wrapped)) {
                    style.new_line(level, out);
                    wrapped = false;
                }
                out.push(')');
                if kept == Some(level) {
                    kept = None;
                }
                last = Last::List;
            }
            Token::Comment(comment) => {
                style.comment(comment, level, out);
                last = Last::List;
            }
            Token::Atom(atom) => {
                if matches!(last, Last::Atom | Last::List) {
                    // At the start of a line a `#` would begin a comment.
                    let stays = in_points || kept.is_some() || atom.starts_with('#');
                    if stays || column(out) < ATOMS_LIMIT {
                        out.push(' ');
                    } else {
                        style.new_line(level, out);
                        wrapped = true;
                    }
                }
                if out.is_empty() && atom.starts_with('\u{feff}') {
                    // The first word of a file would be taken for a byte order mark.
                    out.push_str(&quote(atom));
                } else {
                    out.push_str(atom);
                }
                last = Last::Atom;
            }
        }
    }
}

/// Writes the lists of `text` into the line, as far as comments let it.
pub(crate) fn inline(text: &str, style: Style, out: &mut String) {
    let mut last = Last::Nothing;
    for token in Tokens::new(text) {
        let blank = match token {
            Token::Close | Token::Comment(_) => false,
            Token::Open(_) => last == Last::Atom || (last == Last::List && !style.is_tight()),
            Token::Atom(_) => matches!(last, Last::Atom | Last::List),
        };
        if blank {
            out.push(' ');
        }
        match token {
            Token::Open(_) => out.push('('),
            Token::Close => out.push(')'),
            Token::Atom(atom) => out.push_str(atom),
            Token::Comment(comment) => {
                style.comment(comment, 0, out);
            }
        }
        last = match token {
            Token::Open(_) => Last::Open,
            Token::Atom(_) => Last::Atom,
            Token::Close => Last::List,
            Token::Comment(_) => Last::Nothing,
        };
    }
}

/// Writes the lists of `text` with shared lines: what fits stays in the line, of what does not every list within
/// gets a line of its own. The level tells how far the line is indented.
pub(crate) fn shared_lines(text: &str, depth: usize, style: Style, out: &mut String) {
    let mut plain = String::with_capacity(text.len());
    inline(text, style, &mut plain);
    let lengths = lengths_of_lists(&plain);
    let mut lengths = lengths.into_iter();
    // Whether the lists within each open list have lines of their own.
    let mut open: Vec<bool> = Vec::new();
    let mut last = Last::Nothing;
    let mut tokens = Tokens::new(&plain);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(_) => {
                let stays = tokens.head().is_some_and(|head| style.compact.keeps(head));
                let (length, has_lists) = lengths.next().unwrap_or_default();
                if open.last() == Some(&true) && last != Last::Nothing {
                    style.new_line(depth + open.len(), out);
                } else if last == Last::Atom || (last == Last::List && !style.is_tight()) {
                    out.push(' ');
                }
                open.push(!stays && has_lists && column(out) + length > LINE_LIMIT);
                out.push('(');
                last = Last::Open;
            }
            Token::Close => {
                if open.pop() == Some(true) && last == Last::List {
                    style.new_line(depth + open.len(), out);
                }
                out.push(')');
                last = Last::List;
            }
            Token::Comment(comment) => {
                style.comment(comment, 0, out);
                last = Last::List;
            }
            Token::Atom(atom) => {
                if matches!(last, Last::Atom | Last::List) {
                    out.push(' ');
                }
                out.push_str(atom);
                last = Last::Atom;
            }
        }
    }
}

/// For each list of a text, in order, its length and whether it holds lists.
fn lengths_of_lists(text: &str) -> Vec<(usize, bool)> {
    let mut lengths = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut tokens = Tokens::new(text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Open(start) => {
                if let Some((outer, _)) = open.last() {
                    let outer: &mut (usize, bool) = &mut lengths[*outer];
                    outer.1 = true;
                }
                open.push((lengths.len(), start));
                lengths.push((0, false));
            }
            Token::Close => {
                if let Some((list, start)) = open.pop() {
                    lengths[list].0 = tokens.at - start;
                }
            }
            Token::Atom(_) | Token::Comment(_) => {}
        }
    }
    lengths
}

/// Parentheses and atoms of a text, in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    Tokens::new(text).filter_map(|token| match token {
        Token::Open(_) => Some("("),
        Token::Close => Some(")"),
        Token::Atom(atom) => Some(atom),
        Token::Comment(_) => None,
    })
}

/// What was written last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Open,
    Atom,
    List,
}

/// A token of a text that was read before.
enum Token<'a> {
    /// A parenthesis, and where it stands.
    Open(usize),
    Close,
    Atom(&'a str),
    /// A comment without the line break that ends it.
    Comment(&'a str),
}

#[derive(Clone)]
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: scan::text_start(text.as_bytes()) }
    }

    /// The atom that comes next, where one does.
    fn head(&self) -> Option<&'a str> {
        match self.clone().next() {
            Some(Token::Atom(atom)) => Some(atom),
            _ => None,
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        let start = scan::skip_blanks(bytes, self.at);
        let first = *bytes.get(start)?;
        let (token, end) = match first {
            b'(' => (Token::Open(start), start + 1),
            b')' => (Token::Close, start + 1),
            b'"' => {
                let end = scan::string_end(bytes, start).min(bytes.len());
                (Token::Atom(&self.text[start..end]), end)
            }
            b';' | b'#' if scan::starts_comment(bytes, start) => {
                let end = scan::comment_end(bytes, start);
                (Token::Comment(self.text[start..end].trim_ascii_end()), end)
            }
            _ => {
                // A NUL stands in no text that was read; it must not stop the iteration where it is.
                let end = scan::word_end(bytes, start).max(start + 1);
                (Token::Atom(&self.text[start..end]), end)
            }
        };
        self.at = end;
        Some(token)
    }
}
