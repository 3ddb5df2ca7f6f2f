//! The writer: what was not changed is copied, what was is written item by item.
//!
//! Lists that were changed lie within each other as deep as users make it, so the writer keeps its own stack.

use std::sync::Arc;

use crate::document::{Document, EditedList, Lead, Node, Overlay, range};
use crate::layout;
use crate::scan;
use crate::source::{ListId, Source, Span, Style};
use crate::text::{Atom, kicad_number};

/// How numbers are spelled that were set in this process.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// As KiCad would.
    Rounded,
    /// With all their digits.
    Exact,
}

/// Text of a document as a file.
pub(crate) fn document(document: &Document) -> String {
    let plain = element(document, document.root_list());
    if !document.source().is_synthetic() {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() * 2);
    layout::lists(&plain, 0, false, &mut out);
    out.push('\n');
    out
}

/// Text of one list, without what stands before it.
pub(crate) fn element(document: &Document, list: ListId) -> String {
    let mut out = String::with_capacity(size(document, list));
    Writer { numbers: Numbers::Rounded, plain: false, stack: Vec::new() }.write(document, list, 0, &mut out);
    out
}

/// Text of one list with all digits of all numbers.
pub(crate) fn exact(document: &Document, list: ListId) -> String {
    let mut out = String::with_capacity(size(document, list));
    Writer { numbers: Numbers::Exact, plain: true, stack: Vec::new() }.write(document, list, 0, &mut out);
    out
}

fn size(document: &Document, list: ListId) -> usize {
    let span = document.source().span(list);
    (span.end - span.start) as usize + 64
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
    /// Level of the document's root in what is written.
    depth: usize,
}

enum Frame {
    /// Text of the source from `at` to `end`, but for changed lists among those from `lists` to `lists_end`.
    Copy { context: Arc<Context>, at: u32, end: u32, lists: ListId, lists_end: ListId },
    /// Items of a changed list from `item` on.
    Items { context: Arc<Context>, list: ListId, edited: Arc<EditedList>, item: usize, state: ListState },
}

#[derive(Clone, Copy, Default)]
struct ListState {
    /// Level of the items, once it was needed.
    depth: Option<usize>,
    /// Whether an atom was put on a new line.
    wrapped: bool,
    /// Whether a list was put on a new line.
    new_line: bool,
    /// Whether the list before is a point.
    after_point: bool,
}

impl Writer {
    fn write(&mut self, document: &Document, list: ListId, depth: usize, out: &mut String) {
        self.push_copy(document, list, depth);
        while let Some(frame) = self.stack.pop() {
            match frame {
                Frame::Copy { context, at, end, lists, lists_end } => {
                    self.copy(&context, Span { start: at, end }, lists, lists_end, out);
                }
                Frame::Items { context, list, edited, item, state } => {
                    self.items(&context, list, &edited, item, state, out);
                }
            }
        }
    }

    fn push_copy(&mut self, document: &Document, list: ListId, depth: usize) {
        let context = Context { document: document.clone(), overlay: document.overlay(), depth };
        self.push_list(&Arc::new(context), list);
    }

    fn push_list(&mut self, context: &Arc<Context>, list: ListId) {
        let source = context.document.source();
        let Span { start, end } = source.span(list);
        let lists_end = source.next(list);
        self.stack.push(Frame::Copy { context: Arc::clone(context), at: start, end, lists: list, lists_end });
    }

    fn copy(
        &mut self,
        context: &Arc<Context>,
        span: Span,
        lists: ListId,
        lists_end: ListId,
        out: &mut String,
    ) {
        let source = context.document.source();
        let changed = context
            .overlay
            .as_deref()
            .and_then(|overlay| range(overlay, lists, lists_end).next())
            .map(|(list, edited)| (*list, Arc::clone(edited)));
        let Some((list, edited)) = changed else {
            self.text(source, span, out);
            return;
        };
        let changed = source.span(list);
        self.text(source, Span { start: span.start, end: changed.start }, out);
        let rest = Frame::Copy {
            context: Arc::clone(context),
            at: changed.end,
            end: span.end,
            lists: source.next(list),
            lists_end,
        };
        self.stack.push(rest);
        if list != ListId::FILE {
            out.push('(');
        }
        let context = Arc::clone(context);
        self.stack.push(Frame::Items { context, list, edited, item: 0, state: ListState::default() });
    }

    fn items(
        &mut self,
        context: &Arc<Context>,
        list: ListId,
        edited: &Arc<EditedList>,
        item: usize,
        mut state: ListState,
        out: &mut String,
    ) {
        let source = Arc::clone(context.document.source());
        let Some(this) = edited.items.get(item) else {
            close(context, list, edited, state, out);
            return;
        };
        let is_list = matches!(this.node, Node::List(_) | Node::Graft(_));
        // Rewritten lists bring their own lead.
        let laid_out = is_list && matches!(this.lead, Lead::Layout) && !self.plain;
        match this.lead {
            Lead::Source(span) => out.push_str(source.slice(span)),
            Lead::Layout if laid_out || item == 0 => {}
            Lead::Layout if self.plain || source.style() == Style::Spaces => out.push(' '),
            Lead::Layout => {
                let depth = *state.depth.get_or_insert_with(|| depth_inside(context, list));
                state.wrapped |= layout::before_atom(out, depth);
            }
        }
        let after_point = std::mem::replace(&mut state.after_point, false);
        let next = |state| Frame::Items {
            context: Arc::clone(context),
            list,
            edited: Arc::clone(edited),
            item: item + 1,
            state,
        };
        match &this.node {
            Node::Atom(span) => {
                self.text(&source, *span, out);
                self.stack.push(next(state));
            }
            Node::NewAtom { spelling, number, .. } => {
                if *number {
                    self.number(spelling, out);
                } else {
                    out.push_str(spelling);
                }
                self.stack.push(next(state));
            }
            Node::List(child) if !laid_out => {
                state.after_point = source.head(*child) == Some("xy");
                self.stack.push(next(state));
                self.push_list(context, *child);
            }
            Node::Graft(graft) if !laid_out => {
                state.after_point = graft.root().is_named("xy");
                // The level matters only where something new lies within.
                let depth = if graft.is_edited() {
                    *state.depth.get_or_insert_with(|| depth_inside(context, list))
                } else {
                    0
                };
                self.stack.push(next(state));
                self.push_copy(graft, graft.root_list(), depth);
            }
            Node::List(child) => {
                self.lay_out(
                    context,
                    (list, edited),
                    (&context.document, *child),
                    after_point,
                    &mut state,
                    out,
                );
                self.stack.push(next(state));
            }
            Node::Graft(graft) => {
                let root = graft.root_list();
                self.lay_out(context, (list, edited), (graft, root), after_point, &mut state, out);
                self.stack.push(next(state));
            }
        }
    }

    /// Writes a list anew, with what stands before it.
    fn lay_out(
        &self,
        context: &Context,
        (list, edited): (ListId, &EditedList),
        (document, child): (&Document, ListId),
        after_point: bool,
        state: &mut ListState,
        out: &mut String,
    ) {
        let mut plain = String::new();
        Writer { numbers: self.numbers, plain: true, stack: Vec::new() }
            .write(document, child, 0, &mut plain);
        let source = context.document.source();
        state.after_point = plain.starts_with("(xy ");
        if is_inline(source, edited) {
            out.push(' ');
            layout::inline(&plain, out);
            return;
        }
        state.new_line = true;
        if source.style() == Style::Spaces {
            if let Some(lead) = neighbour_lead(source, edited) {
                out.push_str(source.slice(lead));
            } else {
                let depth = *state.depth.get_or_insert_with(|| depth_inside(context, list));
                layout::new_line(out, 0);
                out.extend(std::iter::repeat_n("  ", depth));
            }
            layout::inline(&plain, out);
            return;
        }
        let depth = *state.depth.get_or_insert_with(|| depth_inside(context, list));
        layout::lists(&plain, depth, after_point, out);
    }

    /// Writes a part of the source.
    fn text(&self, source: &Source, span: Span, out: &mut String) {
        if span.is_empty() {
            return;
        }
        let text = source.slice(span);
        if !source.is_synthetic() || self.numbers == Numbers::Exact {
            out.push_str(text);
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let end = match bytes[at] {
                b'"' => scan::string_end(bytes, at).min(bytes.len()),
                byte if scan::is_word(byte) => scan::word_end(bytes, at),
                _ => at + 1,
            };
            self.number(&text[at..end], out);
            at = end;
        }
    }

    /// Writes an atom; a number is rounded where it is longer than KiCad would write it.
    fn number(&self, spelling: &str, out: &mut String) {
        /// Ten digits, a sign, a point and a leading zero are never too long.
        const SHORT: usize = 12;
        let rounds = self.numbers == Numbers::Rounded && spelling.len() > SHORT && spelling.contains('.');
        match Atom::new(spelling).number() {
            Some(number) if rounds => out.push_str(&kicad_number(number)),
            _ => out.push_str(spelling),
        }
    }
}

/// Writes what stands after the last item of a list.
fn close(context: &Context, list: ListId, edited: &EditedList, state: ListState, out: &mut String) {
    let source = context.document.source();
    let tail = source.slice(edited.tail);
    if list == ListId::FILE {
        out.push_str(if tail.is_empty() && !out.ends_with('\n') { "\n" } else { tail });
        return;
    }
    let ends_in_list =
        edited.items.last().is_some_and(|item| matches!(item.node, Node::List(_) | Node::Graft(_)));
    let blank = tail.bytes().all(|byte| byte.is_ascii_whitespace());
    let own_line = (ends_in_list && state.new_line) || state.wrapped;
    let as_before = ends_in_list == edited.ended_in_list && !state.wrapped;
    if !blank || as_before || (own_line && tail.contains('\n')) {
        out.push_str(tail);
    } else if own_line && source.style() == Style::Tabs {
        let depth = state.depth.unwrap_or_else(|| depth_inside(context, list));
        layout::new_line(out, depth.saturating_sub(1));
    }
    out.push(')');
}

/// Level of the items of a list in what is written.
fn depth_inside(context: &Context, list: ListId) -> usize {
    let source = context.document.source();
    let mut depth = context.depth;
    let mut at = context.document.root_list();
    if at != ListId::FILE {
        depth += 1;
    }
    while at != list {
        let inside = source.children(at).take_while(|child| *child <= list).last();
        match inside {
            Some(child) => at = child,
            None => break,
        }
        depth += 1;
    }
    depth
}

/// Whether the lists within this one stand in its own line.
fn is_inline(source: &Source, edited: &EditedList) -> bool {
    let mut leads = edited.items.iter().filter_map(|item| match (&item.node, item.lead) {
        (Node::List(list), Lead::Source(lead)) if source.head(*list) != Some("xy") => Some(lead),
        _ => None,
    });
    let Some(first) = leads.next() else { return false };
    std::iter::once(first).chain(leads).all(|lead| !source.slice(lead).contains('\n'))
}

/// What stands before some list that has a line of its own.
fn neighbour_lead(source: &Source, edited: &EditedList) -> Option<Span> {
    edited.items.iter().rev().find_map(|item| match (&item.node, item.lead) {
        (Node::List(_) | Node::Graft(_), Lead::Source(lead)) => {
            let text = source.slice(lead);
            (text.contains('\n') && text.bytes().all(|byte| byte.is_ascii_whitespace())).then_some(lead)
        }
        _ => None,
    })
}
