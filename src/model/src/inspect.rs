//! What a file holds that its model does not know, and what does not fit.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;

use sexp::{Element, Item, Place as TextPlace, SyntaxError};

use crate::atoms::{Claim, Token, is_switch, tokens};
use crate::object::Home;
use crate::{Error, Field, Kind, List, Object, Place, Schema, Shape, Value};

/// Something in a file that no field stands for. It is kept and written back.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownToken {
    /// First words of the lists around it, and its own, such as `kicad_pcb/footprint/pad/foo`.
    pub path: String,
    /// The list or word, cut where it is long.
    pub text: String,
    /// Where it stands in the text that was read.
    pub place: Option<TextPlace>,
}

/// A value that does not fit its field.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// Where it is, as one would write it: `kicad_pcb.footprints[3].at.x`.
    pub path: String,
    /// What is wrong.
    pub error: Error,
}

/// An object that is still to be looked into.
struct Visit {
    path: Path,
    object: Object,
    /// Fields of the object around it that may be said within.
    words: Vec<&'static Field>,
}

/// Longest text of an unknown token.
const LONGEST: usize = 80;

impl Object {
    /// Every value of this object and those below that does not fit its field, and every field that must be there
    /// and is not; of a file, also a `)` too many after which nothing was read.
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some((error, _)) = self.left_over() {
            problems.push(Problem { path: String::new(), error: error.into() });
        }
        let mut work = vec![(Path::start(), self.clone())];
        while let Some((path, object)) = work.pop() {
            let below = work.len();
            for field in object.schema().fields {
                match object.get(field) {
                    Ok(Value::Object(nested)) => work.push((path.field(field, None), nested)),
                    Ok(Value::List(list)) => validate_list(&path, &list, &mut problems, &mut work),
                    Ok(_) => {}
                    Err(error) => problems.push(Problem { path: path.field(field, None).fields(), error }),
                }
            }
            // The list of work is taken from its end: what comes first in the file has to lie there.
            work[below..].reverse();
        }
        problems
    }

    /// What stands at the end of a file and was not read.
    fn left_over(&self) -> Option<(SyntaxError, &str)> {
        if self.element().is_file() { self.element().document().left_over() } else { None }
    }

    /// Everything in this object and those below that no field stands for; of a file, also what stands at its end
    /// and was not read.
    pub fn unknown(&self) -> Vec<UnknownToken> {
        let mut unknown = Vec::new();
        let path = match self.element().head() {
            Some(head) => Path::start().word(&head),
            None => Path::start(),
        };
        let mut work = vec![Visit { path, object: self.clone(), words: Vec::new() }];
        while let Some(Visit { path, object, words }) = work.pop() {
            let below = work.len();
            object.unknown_atoms(&path, &words, &mut unknown);
            for child in object.element().children() {
                object.sort_child(&path, child, &mut unknown, &mut work);
            }
            work[below..].reverse();
        }
        if let Some((error, text)) = self.left_over() {
            let place = Some(error.place().clone());
            unknown.push(UnknownToken { path: ")".to_owned(), text: cut(text), place });
        }
        unknown
    }

    /// Notes the element's own atoms that nobody takes, neither a field of its own nor one of those around it.
    fn unknown_atoms(&self, path: &Path, words: &[&'static Field], unknown: &mut Vec<UnknownToken>) {
        let schema = self.schema();
        if schema.fields.iter().any(|field| field.place == Place::Rest) {
            return;
        }
        let element = self.element();
        let view = element.view();
        Claim::positional(schema).assign(tokens(view.items()), |position, taker, item| {
            if taker.is_none()
                && let Token::Atom(atom) = item
            {
                let inline = schema.fields.iter().any(|field| match (field.place, field.kind) {
                    (Place::Positional, Kind::Struct(nested)) => {
                        self.inline_positions(field, nested()).contains(&position)
                    }
                    _ => false,
                });
                let mut switches = schema.fields.iter().chain(words.iter().copied());
                let switch = atom.word().is_some_and(|word| switches.any(|field| is_switch(field, word)));
                if !switch && !inline {
                    unknown.push(token(path, element, position, atom.spelling()));
                }
            }
            true
        });
    }

    /// Notes a child that no field answers for; looks into those that a field answers for.
    fn sort_child(
        &self,
        path: &Path,
        child: Element,
        unknown: &mut Vec<UnknownToken>,
        work: &mut Vec<Visit>,
    ) {
        let schema = self.schema();
        let head = child.head().map(Cow::into_owned);
        let below = path.word(head.as_deref().unwrap_or_default());
        let owners: Vec<&'static Field> = match &head {
            Some(head) => schema
                .fields
                .iter()
                .filter(|field| {
                    matches!(field.place, Place::Child | Place::Repeated) && field.answers_to(head)
                })
                .collect(),
            None => schema.fields.iter().filter(|field| is_rows(field)).collect(),
        };
        let Some(first) = owners.first().copied() else {
            // A list `(word yes)` may stand in the place of a word.
            let word = head.as_deref().is_some_and(|head| stands_for_word(schema, head));
            if !word {
                unknown.push(list_token(&below, &child));
            }
            return;
        };
        match first.kind {
            Kind::Struct(nested) if first.place == Place::Child && first.is_list() => {
                for row in child.children() {
                    let row_name = row.head().map(Cow::into_owned).unwrap_or_default();
                    let row_path = below.word(&row_name);
                    if nested().shape == Shape::Row || row_name == nested().token {
                        let object = Object::new(row, nested());
                        work.push(Visit { path: row_path, object, words: Vec::new() });
                    } else {
                        unknown.push(list_token(&row_path, &row));
                    }
                }
            }
            Kind::Struct(nested) => {
                let places = owners.iter().filter(|field| !field.is_list()).count();
                let repeated = owners.iter().any(|field| field.is_list());
                let is_one_too_many = !repeated && {
                    let children = self.element().children().into_iter();
                    let same: Vec<_> = children
                        .filter(|other| other.head().is_some_and(|head| first.answers_to(&head)))
                        .collect();
                    let before = same.iter().take_while(|other| **other != child).count();
                    // What one field answers for counts as it is said last.
                    if first.shared { before >= places } else { before + places < same.len() }
                };
                if is_one_too_many {
                    unknown.push(list_token(&below, &child));
                } else {
                    let is_within = |field: &&Field| field.within == Some(first.token);
                    let words = schema.fields.iter().filter(is_within).collect();
                    work.push(Visit { path: below, object: Object::new(child, nested()), words });
                }
            }
            _ => self.unknown_in_value(&owners, &below, &child, unknown),
        }
    }

    /// Notes what stands in the list of a plain value beside it.
    fn unknown_in_value(
        &self,
        owners: &[&'static Field],
        path: &Path,
        child: &Element,
        unknown: &mut Vec<UnknownToken>,
    ) {
        let Some(field) = owners.first().copied() else { return };
        // KiCad 9 wrote some lists twice; one that says the same again hides nothing.
        let is_own = match self.home(field) {
            Home::List(list) => list == *child || list.text() == child.text(),
            _ => true,
        };
        if !is_own && owners.iter().all(|owner| owner.place != Place::Repeated) {
            unknown.push(list_token(path, child));
            return;
        }
        let atoms = if field.is_list() && field.place == Place::Child { usize::MAX } else { owners.len() };
        let view = child.view();
        for (position, item) in view.items().enumerate().skip(1) {
            match item {
                Item::Atom(atom) if position > atoms => {
                    unknown.push(token(path, child, position, atom.spelling()));
                }
                Item::Atom(_) => {}
                Item::List(list) => {
                    let word = list.head().is_some_and(|head| match field.kind {
                        Kind::Enum(schema) => schema().by_token(&head).is_some(),
                        _ => false,
                    });
                    if !word {
                        let name = list.head().map(Cow::into_owned).unwrap_or_default();
                        unknown.push(list_token(&path.word(&name), &list));
                    }
                }
            }
        }
    }
}

fn validate_list(path: &Path, list: &List, problems: &mut Vec<Problem>, work: &mut Vec<(Path, Object)>) {
    let mut indices = 0..;
    let Ok(()) = list.each_result(|item| {
        let index = indices.next();
        match item {
            Ok(Value::Object(nested)) => work.push((path.field(list.field(), index), nested)),
            Ok(_) => {}
            Err(error) => problems.push(Problem { path: path.field(list.field(), index).fields(), error }),
        }
        Ok::<_, Infallible>(())
    });
}

/// The way to an object. It is spelled only where something is to be told: spelling each would cost the square of
/// the depth.
#[derive(Clone)]
struct Path(Option<Arc<Step>>);

struct Step {
    before: Path,
    name: Name,
}

enum Name {
    Field(&'static Field, Option<usize>),
    Word(String),
}

impl Path {
    fn start() -> Self {
        Self(None)
    }

    fn field(&self, field: &'static Field, index: Option<usize>) -> Self {
        Self(Some(Arc::new(Step { before: self.clone(), name: Name::Field(field, index) })))
    }

    fn word(&self, word: &str) -> Self {
        Self(Some(Arc::new(Step { before: self.clone(), name: Name::Word(word.to_owned()) })))
    }

    /// As `a.b[3].c`.
    fn fields(&self) -> String {
        self.join(".")
    }

    /// As `a/b/c`.
    fn words(&self) -> String {
        self.join("/")
    }

    fn join(&self, separator: &str) -> String {
        let mut names = Vec::new();
        let mut path = self;
        while let Some(step) = &path.0 {
            names.push(match &step.name {
                Name::Field(field, None) => field.name.to_owned(),
                Name::Field(field, Some(index)) => format!("{}[{index}]", field.name),
                Name::Word(word) => word.clone(),
            });
            path = &step.before;
        }
        names.reverse();
        names.join(separator)
    }
}

impl Drop for Path {
    fn drop(&mut self) {
        // Step by step: the way may be as long as the file is deep.
        let mut path = self.0.take();
        while let Some(mut step) = path.and_then(Arc::into_inner) {
            path = step.before.0.take();
        }
    }
}

/// Whether the field's items are lists without a first word, directly in the element.
fn is_rows(field: &Field) -> bool {
    match field.kind {
        Kind::Struct(nested) => field.place == Place::Repeated && nested().shape == Shape::Row,
        _ => false,
    }
}

/// Whether a list of this name may stand for a word among the element's own atoms.
fn stands_for_word(schema: &Schema, head: &str) -> bool {
    schema.fields.iter().any(|field| match field.kind {
        Kind::Enum(members) => {
            matches!(field.place, Place::Positional | Place::Rest) && members().by_token(head).is_some()
        }
        _ => false,
    })
}

fn token(path: &Path, element: &Element, position: usize, text: &str) -> UnknownToken {
    UnknownToken { path: path.words(), text: cut(text), place: element.item_place(position) }
}

fn list_token(path: &Path, list: &Element) -> UnknownToken {
    UnknownToken { path: path.words(), text: cut(&list.beginning(LONGEST + 1)), place: list.item_place(0) }
}

fn cut(text: &str) -> String {
    let end = text.floor_char_boundary(LONGEST);
    if end < text.len() { format!("{}…", &text[..end]) } else { text.to_owned() }
}
