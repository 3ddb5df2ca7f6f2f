//! Which atom of a list belongs to which field.
//!
//! The atoms of a list are handed to fields in the order of declaration. A field is passed over where the atom
//! cannot be its value and the field may be absent; atoms that nobody takes are left over, among them the bare
//! words that switch booleans on.

use std::borrow::Cow;

use sexp::{Atom, Editor, Element, Item, View};

use crate::{Arity, Field, Kind, Place, Schema, Shape};

/// An item that can be the value of a field that takes atoms.
#[derive(Clone, Debug)]
pub(crate) enum Token<'a> {
    /// A word or string.
    Atom(Atom<'a>),
    /// A list `(word yes)` that stands for the word.
    Switched(Cow<'a, str>),
    /// Any other list, and `(word no)`.
    List,
}

impl Token<'_> {
    fn word(&self) -> Option<&str> {
        match self {
            Self::Atom(atom) => atom.word(),
            Self::Switched(word) => Some(word),
            Self::List => None,
        }
    }

    fn is_quoted(&self) -> bool {
        matches!(self, Self::Atom(atom) if atom.is_quoted())
    }
}

/// Items as tokens with their positions.
pub(crate) fn tokens<'a>(items: impl Iterator<Item = Item<'a>>) -> impl Iterator<Item = (usize, Token<'a>)> {
    items.enumerate().map(|(position, item)| (position, token(item)))
}

/// The items of an element as tokens with their positions, where a list stands for itself and never for a word.
pub(crate) fn own_tokens<'a>(view: &'a View<'_>) -> impl Iterator<Item = (usize, Token<'a>)> {
    view.atoms_in_place().map(|atom| atom.map_or(Token::List, Token::Atom)).enumerate()
}

/// An item as a token.
pub(crate) fn token(item: Item<'_>) -> Token<'_> {
    match item {
        Item::Atom(atom) => Token::Atom(atom),
        Item::List(element) => switched(&element).map_or(Token::List, Token::Switched),
    }
}

/// The word that a list `(word yes)` stands for.
fn switched<'a>(element: &Element) -> Option<Cow<'a, str>> {
    let view = element.view();
    let mut atoms = view.atoms();
    let word = atoms.next()?.word()?;
    let yes = atoms.next()?.word().is_some_and(|word| word == "yes" || word == "true");
    yes.then(|| Cow::Owned(word.to_owned()))
}

/// Atoms of an editor as tokens with their positions. Lists count as such whatever they stand for.
pub(crate) fn editor_tokens<'a>(editor: &'a Editor<'_>) -> impl Iterator<Item = (usize, Token<'a>)> {
    (0..editor.len()).map(|position| (position, editor.atom(position).map_or(Token::List, Token::Atom)))
}

/// The fields that share the atoms of a list.
#[derive(Clone, Copy)]
pub(crate) struct Claim {
    schema: &'static Schema,
    /// The field whose list it is and the word that starts the list; `None` for the atoms of the element itself.
    child: Option<(&'static Field, &'static str)>,
}

/// Where a field's atom is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seat {
    /// At this position.
    Taken(usize),
    /// Nowhere; it would be put at this position.
    Free(usize),
}

impl Claim {
    /// The positional fields of a schema on the element's own atoms.
    pub(crate) fn positional(schema: &'static Schema) -> Self {
        Self { schema, child: None }
    }

    /// A field, and those that share the list's first word, on the atoms of that list.
    pub(crate) fn child(schema: &'static Schema, field: &'static Field, list: &Element) -> Self {
        let head = list.head();
        let alias = field.aliases.iter().find(|alias| head.as_deref() == Some(**alias));
        Self { schema, child: Some((field, alias.copied().unwrap_or(field.token))) }
    }

    /// Position of the first atom that can belong to a field.
    fn first(self) -> usize {
        let headless = self.child.is_none() && self.schema.shape != Shape::List;
        usize::from(!headless)
    }

    fn fields(self) -> impl Iterator<Item = &'static Field> + Clone {
        let shares = move |field: &&'static Field| match self.child {
            None => field.place == Place::Positional,
            Some((child, word)) => {
                let shares = child.shared && field.shared && is_atom(field) && field.answers_to(word);
                std::ptr::eq(*field, child) || shares
            }
        };
        self.schema.fields.iter().filter(shares)
    }

    /// Whether a word of the element itself is a switch rather than a value.
    fn is_switch(self, token: &Token<'_>) -> bool {
        self.child.is_none()
            && token.word().is_some_and(|word| self.schema.fields.iter().any(|field| is_switch(field, word)))
    }

    /// Finds the position of a field's atom.
    pub(crate) fn find<'a>(self, tokens: impl Iterator<Item = (usize, Token<'a>)>, field: &Field) -> Seat {
        match self.seek(tokens, field) {
            Ok((position, _)) => Seat::Taken(position),
            Err(free) => Seat::Free(free),
        }
    }

    /// Finds the atom of a field in what the list holds now, or the position where it would be put.
    pub(crate) fn seek_in<'a>(self, view: &'a View<'_>, field: &Field) -> Result<(usize, Token<'a>), usize> {
        // Lists among the element's own items are nobody's atoms.
        if self.child.is_none() {
            self.seek(own_tokens(view), field)
        } else {
            self.seek(tokens(view.items()), field)
        }
    }

    /// Finds the atom of a field, or the position where it would be put.
    fn seek<'a>(
        self,
        tokens: impl Iterator<Item = (usize, Token<'a>)>,
        field: &Field,
    ) -> Result<(usize, Token<'a>), usize> {
        let mut free = self.first();
        let mut seat = None;
        self.assign(tokens, |position, taker, token| {
            match taker {
                Some(taker) if std::ptr::eq(taker, field) => seat = Some(Ok((position, token))),
                Some(taker) if is_before(taker, field) => free = position + 1,
                Some(_) => seat = Some(Err(free)),
                None => {}
            }
            seat.is_none()
        });
        seat.unwrap_or(Err(free))
    }

    /// Hands each atom to its field, or to nobody, until told to stop.
    pub(crate) fn assign<'a>(
        self,
        tokens: impl Iterator<Item = (usize, Token<'a>)>,
        mut visit: impl FnMut(usize, Option<&'static Field>, Token<'a>) -> bool,
    ) {
        let mut fields = self.fields();
        let mut tokens = tokens.skip(self.first()).peekable();
        while let Some((position, token)) = tokens.next() {
            // Among the element's own items, a list `(word yes)` is a field of its own.
            let token = match token {
                Token::Switched(_) if self.child.is_none() => Token::List,
                token => token,
            };
            let is_last = self.schema.led && !matches!(tokens.peek(), Some((_, Token::Atom(_))));
            let taker = self.taker(&mut fields, &token, is_last);
            if matches!(token, Token::List) {
                continue;
            }
            if !visit(position, taker, token) {
                return;
            }
        }
    }

    /// Whether a token that stands before a text switches another field on rather than being that text. The last atom
    /// is the text where there must be one.
    fn leads(self, token: &Token<'_>, text: &Field, is_last: bool) -> bool {
        let is_word = |field: &Field| field.ahead && token.word().is_some_and(|word| field.answers_to(word));
        self.schema.led
            && matches!(text.kind, Kind::Text)
            && self.child.is_none()
            && !(is_last && text.arity == Arity::Required)
            && self.schema.fields.iter().any(is_word)
    }

    /// Next field that takes the token; the ones before it are passed over for good.
    fn taker(
        self,
        fields: &mut (impl Iterator<Item = &'static Field> + Clone),
        token: &Token<'_>,
        is_last: bool,
    ) -> Option<&'static Field> {
        let mut ahead = fields.clone();
        let mut refused = None;
        while let Some(field) = ahead.next() {
            if takes(field, token) && !self.leads(token, field, is_last) {
                *fields = ahead;
                return Some(field);
            }
            if field.arity == Arity::Required && !token.is_quoted() {
                refused = Some(field);
                break;
            }
        }
        // A field that must be there gets what stands in its place, so that reading it tells what is wrong.
        let next = fields.clone().next()?;
        let wrong = refused.is_some_and(|refused| std::ptr::eq(refused, next));
        if wrong && !self.is_switch(token) && !matches!(token, Token::List) {
            fields.next();
            return Some(next);
        }
        None
    }
}

/// Whether `field` is declared before `other` in the same schema.
fn is_before(field: &Field, other: &Field) -> bool {
    std::ptr::from_ref(field) < std::ptr::from_ref(other)
}

/// Whether a field's value is an atom in a list of its own.
fn is_atom(field: &Field) -> bool {
    field.place == Place::Child && !matches!(field.kind, Kind::Struct(_))
}

/// Whether two fields answer to a common word.
pub(crate) fn shares_word(field: &Field, other: &Field) -> bool {
    field.answers_to(other.token) || other.aliases.iter().any(|alias| field.answers_to(alias))
}

/// Whether a bare word switches a boolean field on.
pub(crate) fn is_switch(field: &Field, word: &str) -> bool {
    matches!(field.kind, Kind::Bool) && field.place == Place::Child && field.answers_to(word)
}

/// Whether a token can be a value of a field.
pub(crate) fn takes(field: &Field, token: &Token<'_>) -> bool {
    match field.kind {
        Kind::Text => matches!(token, Token::Atom(_)),
        Kind::Float | Kind::Int { .. } => match token {
            Token::Atom(atom) if field.arity == Arity::Required => looks_like_number(*atom),
            Token::Atom(atom) => looks_like_number(*atom) && atom.number().is_some(),
            Token::Switched(_) | Token::List => false,
        },
        Kind::Bool => token.word().is_some_and(|word| truth(word).is_some() || field.answers_to(word)),
        Kind::Enum(schema) => match token {
            Token::Atom(atom) => schema().by_token(&atom.value()).is_some(),
            Token::Switched(word) => schema().by_token(word).is_some(),
            Token::List => false,
        },
        Kind::Struct(schema) => schema()
            .fields
            .iter()
            .find(|field| field.place == Place::Positional)
            .is_some_and(|first| takes(first, token)),
    }
}

fn looks_like_number(atom: Atom<'_>) -> bool {
    matches!(atom.spelling().as_bytes().first(), Some(b'0'..=b'9' | b'+' | b'-' | b'.'))
}

/// Truth value that a word spells.
pub(crate) fn truth(word: &str) -> Option<bool> {
    match word {
        "yes" | "true" => Some(true),
        "no" | "false" => Some(false),
        _ => None,
    }
}
