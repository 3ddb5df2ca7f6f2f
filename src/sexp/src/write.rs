//! The writer: what was not changed is copied, what was is written item by item.
//!
//! Lists that were changed lie within each other as deep as users make it, so the writer keeps its own stack.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use crate::change::Change;
use crate::document::Document;
use crate::layout::{self, Rules};
use crate::output::{Output, Pieces};
use crate::overlay::{EditedList, Item, Node, Overlay, is_blank, range};
use crate::scan;
use crate::source::{ListId, Source, Span};
use crate::text::{Atom, kicad_number, quote};

/// How numbers are spelled that were set in this process.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// As KiCad would.
    Rounded,
    /// With all their digits.
    Exact,
}

impl Numbers {
    /// Whether numbers of a source are spelled otherwise than they are there.
    fn are_rounded_in(self, source: &Source) -> bool {
        self == Self::Rounded && source.is_synthetic()
    }
}

/// Numbers are never too long up to this: ten digits and a point.
const SHORT_NUMBER: usize = 11;

/// Whether there may be a number in a text that is longer than KiCad would write it.
fn has_long_decimal(text: &str) -> bool {
    let bytes = text.as_bytes();
    // A point and the letters and digits around it: a number is no longer than that.
    let length = |point: usize| {
        let is_word = |byte: &&u8| scan::is_word(**byte);
        let before = bytes[..point].iter().rev().take(SHORT_NUMBER).take_while(is_word).count();
        before + bytes[point..].iter().take(SHORT_NUMBER).take_while(is_word).count()
    };
    memchr::memchr_iter(b'.', bytes).any(|point| length(point) > SHORT_NUMBER)
}

/// Text of a document as a file.
pub(crate) fn document(document: &Document) -> Pieces {
    let plain = pieces(document, document.root_list());
    if document.source().is_synthetic() { layout::file(&plain.into_string()).into() } else { plain }
}

/// Text of one list, without what stands before it.
pub(crate) fn pieces(document: &Document, list: ListId) -> Pieces {
    written(document, list, Numbers::Rounded, false)
}

/// The same in one piece.
pub(crate) fn element(document: &Document, list: ListId) -> String {
    pieces(document, list).into_string()
}

/// Text of one list with all digits of all numbers.
pub(crate) fn exact(document: &Document, list: ListId) -> String {
    written(document, list, Numbers::Exact, true).into_string()
}

/// Text of one list in which what is new gets a blank before it, and no layout; without a copy, where it stands just so.
fn plain(document: &Document, list: ListId, numbers: Numbers) -> Cow<'_, str> {
    let source = document.source();
    let text = source.slice(source.span(list));
    if document.is_edited() || (numbers.are_rounded_in(source) && has_long_decimal(text)) {
        Cow::Owned(written(document, list, numbers, true).into_string())
    } else {
        Cow::Borrowed(text)
    }
}

fn written(document: &Document, list: ListId, numbers: Numbers, plain: bool) -> Pieces {
    let mut out = Output::default();
    Writer { numbers, plain, stack: Vec::new() }.write(document, list, 0, &mut out);
    out.finish()
}

struct Writer {
    numbers: Numbers,
    /// Whether what is new gets a blank before it, and no layout.
    plain: bool,
    stack: Vec<Frame>,
}

/// A document as it was when the writer came to it.
struct Context {
    document: Document,
    overlay: Option<Arc<Overlay>>,
}

impl Context {
    fn source(&self) -> &Source {
        self.document.source()
    }

    /// First changed list among those from `first` to before `end`.
    fn changed(&self, first: ListId, end: ListId) -> Option<(ListId, &Change)> {
        let (list, change) = range(self.overlay.as_deref()?, first, end).next()?;
        Some((*list, change))
    }

    /// Whether a node is a point.
    fn is_point(&self, node: &Node) -> bool {
        match node {
            Node::Atom(_) | Node::NewAtom(_) => false,
            Node::Graft(graft) => graft.root().is_named("xy"),
            Node::List(list) => match self.overlay.as_deref().and_then(|overlay| overlay.get(list)) {
                Some(change) => change.head(self.source(), *list) == Some("xy"),
                None => self.source().head(*list) == Some("xy"),
            },
        }
    }
}

enum Frame {
    Copy(Copy),
    Items(Items),
}

/// Text of the source yet to be written, from `at` to `end`, in which the lists from `lists` to `lists_end` start.
struct Copy {
    context: Rc<Context>,
    at: u32,
    end: u32,
    lists: ListId,
    lists_end: ListId,
    levels: Levels,
}

/// Items of a changed list yet to be written.
struct Items {
    context: Rc<Context>,
    list: ListId,
    edited: Arc<EditedList>,
    /// Position of the next item.
    item: usize,
    /// Level of the items in what is written.
    depth: usize,
    seen: Seen,
}

impl Items {
    /// Takes the lists that stand after a list of the source as they did there, and are not changed: they are
    /// written with it. `span` is that of the list, and what comes back that of all.
    fn with_followers(&mut self, mut span: Span) -> Span {
        let source = self.context.source();
        while let Some(Item { lead, node: Node::List(list) }) = self.edited.items().get(self.item)
            && let Some(lead) = lead.source()
            && lead.start == span.end
            && lead.end == source.span(*list).start
            && self.context.changed(*list, source.next(*list)).is_none()
        {
            self.seen.own_line |= source.slice(lead).contains('\n');
            span.end = source.span(*list).end;
            self.item += 1;
        }
        span
    }
}

/// What was seen of a list while it was written.
#[derive(Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each was seen or not, whatever the others")]
struct Seen {
    /// An atom that starts a line.
    wrapped: bool,
    /// A list that starts a line.
    own_line: bool,
    /// Something new that starts a line.
    new_line: bool,
    /// A word as the last item, with which a further one would run together.
    word: bool,
}

impl Writer {
    fn write(&mut self, document: &Document, list: ListId, depth: usize, out: &mut Output) {
        self.push_document(document, list, depth);
        while let Some(frame) = self.stack.pop() {
            match frame {
                Frame::Copy(copy) => self.copy(copy, out),
                Frame::Items(items) => self.items(items, out),
            }
        }
    }

    fn push_document(&mut self, document: &Document, list: ListId, depth: usize) {
        let context = Context { document: document.clone(), overlay: document.overlay() };
        let root = document.root_list();
        let levels = Levels::new(root, depth + usize::from(root != ListId::FILE));
        self.push_list(Rc::new(context), list, levels);
    }

    fn push_list(&mut self, context: Rc<Context>, list: ListId, levels: Levels) {
        let Span { start: at, end } = context.source().span(list);
        let lists_end = context.source().next(list);
        self.stack.push(Frame::Copy(Copy { context, at, end, lists: list, lists_end, levels }));
    }

    fn copy(&mut self, mut copy: Copy, out: &mut Output) {
        let source = copy.context.source();
        let Some((list, change)) = copy.context.changed(copy.lists, copy.lists_end) else {
            self.text(source, Span { start: copy.at, end: copy.end }, out);
            return;
        };
        let edited = match change {
            Change::Items(edited) => edited,
            Change::Atom(change) => {
                // All lists within stand after the atom.
                self.text(source, Span { start: copy.at, end: change.original.start }, out);
                self.atom(&change.new.spelling(), change.new.is_number(), &mut out.line);
                copy.at = change.original.end;
                copy.lists = list.first_inside();
                self.stack.push(Frame::Copy(copy));
                return;
            }
        };
        let changed = source.span(list);
        self.text(source, Span { start: copy.at, end: changed.start }, out);
        if list == ListId::FILE {
            // The byte order mark stands before everything.
            out.line.push_str(source.slice(Span { start: 0, end: source.inside(list).start }));
        } else {
            out.line.push('(');
        }
        let items = Items {
            context: Rc::clone(&copy.context),
            list,
            edited: Arc::clone(edited),
            item: 0,
            depth: if self.plain { 0 } else { copy.levels.inside(source, list) },
            seen: Seen::default(),
        };
        // What stands after the content of a file is not read, and goes with it.
        let left_over = list == ListId::FILE && !edited.items().is_empty();
        copy.at = if left_over { source.inside(list).end } else { changed.end };
        copy.lists = source.next(list);
        self.stack.push(Frame::Copy(copy));
        self.stack.push(Frame::Items(items));
    }

    fn items(&mut self, mut items: Items, out: &mut Output) {
        let context = Rc::clone(&items.context);
        let edited = Arc::clone(&items.edited);
        let source = context.source();
        while let Some(item) = edited.items().get(items.item) {
            items.item += 1;
            if item.node.is_list() && item.lead.source().is_none() && !self.plain {
                self.lay_out(&mut items, item, &mut out.line);
                continue;
            }
            self.lead(&mut items, item, &mut out.line);
            items.seen.word = false;
            match &item.node {
                Node::Atom(span) => {
                    let text = source.slice(*span);
                    self.atom(text, source.is_synthetic(), &mut out.line);
                    items.seen.word = !text.starts_with('"');
                }
                Node::NewAtom(atom) => {
                    self.atom(atom.spelling(), atom.is_number(), &mut out.line);
                    items.seen.word = !atom.spelling().starts_with('"');
                }
                Node::List(list) => {
                    if context.changed(*list, source.next(*list)).is_none() {
                        let span = items.with_followers(source.span(*list));
                        self.text(source, span, out);
                        continue;
                    }
                    let levels = Levels::new(*list, items.depth + 1);
                    self.stack.push(Frame::Items(items));
                    self.push_list(context, *list, levels);
                    return;
                }
                Node::Graft(graft) => {
                    let depth = items.depth;
                    self.stack.push(Frame::Items(items));
                    self.push_document(graft, graft.root_list(), depth);
                    return;
                }
            }
        }
        close(&items, &mut out.line);
    }

    /// Writes what stands before an item that is not laid out.
    fn lead(&self, items: &mut Items, item: &Item, out: &mut String) {
        let source = items.context.source();
        let is_first = items.item == 1;
        let Some(span) = item.lead.source() else {
            if is_first {
                return;
            }
            if self.plain {
                out.push(' ');
            } else if source.style().before_atom(items.depth, out) {
                items.seen.wrapped = true;
                items.seen.new_line = true;
            }
            return;
        };
        let lead = source.slice(span);
        let starts_file = items.list == ListId::FILE && span.start == source.inside(ListId::FILE).start;
        if starts_file && !is_first {
            // What stood first needs a line of its own; a comment that a `#` starts would be none otherwise.
            source.style().new_line(0, out);
        } else if items.list == ListId::FILE && !starts_file && is_first && is_blank(lead) {
            return;
        } else if items.seen.word && (lead.starts_with(';') || (lead.is_empty() && !item.node.is_list())) {
            out.push(' ');
        }
        if lead.contains('\n') {
            if item.node.is_list() {
                items.seen.own_line = true;
            } else {
                items.seen.wrapped = true;
            }
        }
        out.push_str(lead);
    }

    /// Writes a list anew, with what stands before it.
    fn lay_out(&self, items: &mut Items, item: &Item, out: &mut String) {
        let (document, list) = match &item.node {
            Node::List(list) => (&items.context.document, *list),
            Node::Graft(graft) => (graft, graft.root_list()),
            Node::Atom(_) | Node::NewAtom(_) => return,
        };
        let plain = plain(document, list, self.numbers);
        let source = items.context.source();
        let style = source.style();
        let look = items.edited.look;
        let fits = || style.rules == Rules::SharedLines && items.depth > 0 && layout::fits(&plain, out);
        items.seen.word = false;
        if items.list != ListId::FILE && look.own_line.is_none() && (look.has_lists || fits()) {
            let is_joined = items.item == 1 || (style.is_tight() && out.ends_with(')'));
            if !is_joined {
                out.push(' ');
            }
            layout::inline(&plain, style, out);
            return;
        }
        items.seen.own_line = true;
        items.seen.new_line = true;
        if style.rules == Rules::OwnLines {
            let before = items.item.checked_sub(2).and_then(|before| items.edited.items().get(before));
            let after_point = before.is_some_and(|before| items.context.is_point(&before.node));
            layout::lists(&plain, items.depth, after_point, style, out);
            return;
        }
        match look.own_line {
            Some(lead) => out.push_str(source.slice(lead)),
            None => style.new_line(items.depth, out),
        }
        layout::shared_lines(&plain, style.level_of_line(out), style, out);
    }

    /// Writes a part of the source.
    fn text(&self, source: &Source, span: Span, out: &mut Output) {
        if span.is_empty() {
            return;
        }
        let text = source.slice(span);
        if !self.numbers.are_rounded_in(source) || !has_long_decimal(text) {
            out.source(source, span);
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let blanks = scan::skip_trivia(bytes, at);
            let end = match bytes.get(blanks) {
                None => blanks,
                _ if blanks > at => blanks,
                Some(b'"') => scan::string_end(bytes, at).min(bytes.len()),
                Some(byte) if scan::is_word(*byte) => scan::word_end(bytes, at),
                Some(_) => at + 1,
            };
            self.number(&text[at..end], &mut out.line);
            at = end;
        }
    }

    fn atom(&self, spelling: &str, may_be_number: bool, out: &mut String) {
        // At the start of a line a `#` begins a comment, and at the start of a file some bytes tell its encoding.
        if spelling.starts_with(['#', '\u{feff}']) && layout::at_line_start(out) {
            out.push_str(&quote(spelling));
        } else if may_be_number {
            self.number(spelling, out);
        } else {
            out.push_str(spelling);
        }
    }

    /// Writes an atom; a number is rounded where it is longer than KiCad would write it.
    fn number(&self, spelling: &str, out: &mut String) {
        let rounds =
            self.numbers == Numbers::Rounded && spelling.len() > SHORT_NUMBER && spelling.contains('.');
        match rounds.then(|| Atom::new(spelling).number()).flatten() {
            Some(number) => out.push_str(&kicad_number(number)),
            None => out.push_str(spelling),
        }
    }
}

/// Writes what stands after the last item of a list.
fn close(items: &Items, out: &mut String) {
    let Items { edited, seen, .. } = items;
    let source = items.context.source();
    let tail = source.slice(edited.look.tail);
    let last = edited.items().last();
    let as_before = last.and_then(|item| item.lead.source()) == edited.look.last_lead;
    if seen.word && tail.starts_with(';') {
        out.push(' ');
    }
    if items.list == ListId::FILE {
        out.push_str(tail);
        return;
    }
    let style = source.style();
    let breaks_off = seen.new_line && style.rules == Rules::OwnLines && !tail.contains('\n');
    if !is_blank(tail) || (as_before && !breaks_off) {
        out.push_str(tail);
    } else {
        let own_line =
            if last.is_some_and(|item| item.node.is_list()) { seen.own_line } else { seen.wrapped };
        if own_line && tail.contains('\n') {
            out.push_str(tail);
        } else if own_line && style.rules == Rules::OwnLines {
            style.new_line(items.depth.saturating_sub(1), out);
        }
    }
    out.push(')');
}

/// Finds the levels of lists, of one after the other in the order of the source, without starting from the root
/// each time.
struct Levels {
    /// Lists around the one that was asked for last, and that one.
    path: Vec<ListId>,
    /// Level of the items of the first of them.
    base: usize,
}

impl Levels {
    fn new(root: ListId, inside: usize) -> Self {
        Self { path: vec![root], base: inside }
    }

    /// Level of the items of a list, which is the root or lies within it.
    fn inside(&mut self, source: &Source, list: ListId) -> usize {
        let contains = |outer: ListId| outer <= list && list < source.next(outer);
        let mut child = None;
        while let [_, .., last] = self.path[..] {
            if contains(last) {
                break;
            }
            self.path.pop();
            child = (last < list).then(|| source.next(last));
        }
        let top = self.path.last().copied().unwrap_or(ListId::FILE);
        let mut child = child.unwrap_or(top.first_inside());
        while top != list && child <= list {
            let next = source.next(child);
            if list < next {
                self.path.push(child);
                if child == list {
                    break;
                }
                child = child.first_inside();
            } else {
                child = next;
            }
        }
        self.base + self.path.len() - 1
    }
}
