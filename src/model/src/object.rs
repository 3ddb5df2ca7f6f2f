//! Objects: live views of elements through their schemas.

use std::fmt;

use sexp::{Atom, Document, Editor, Element, Head, InSource};

use crate::atoms::{Claim, Seat, Token, is_switch, own_tokens, shares_word, takes, tokens};
use crate::decode::{Spot, default_value};
use crate::error::field_path;
use crate::write::child_position;
use crate::{Arity, Error, ErrorKind, Field, Kind, List, Place, Schema, Shape, Switch, Value};

/// A live view of one list of a document. All views of the same list see the same changes.
#[derive(Clone)]
pub struct Object {
    element: Element,
    schema: &'static Schema,
}

/// Objects are equal when they are views of the same list; see [`Object::equals`] for equality by value.
impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.element == other.element && std::ptr::eq(self.schema, other.schema)
    }
}

impl Eq for Object {}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}

/// The list of a field, where it has one.
pub(crate) enum Home {
    /// `(token …)` within the element.
    List(Element),
    /// A bare word at this position of the element, or of one of its lists.
    Word(Element, usize),
    /// Nothing.
    Nowhere,
}

impl Object {
    /// A view of `element` as `schema` describes it.
    #[inline]
    pub fn new(element: Element, schema: &'static Schema) -> Self {
        Self { element, schema }
    }

    /// A view of an element of a list field.
    #[inline]
    pub(crate) fn of_list(element: Element, schema: &'static Schema, field: &'static Field) -> Self {
        Self::new(element.with_note(field.in_other_order), schema)
    }

    /// Whether its fields have their [other order](Field::other_order).
    pub(crate) fn is_in_other_order(&self) -> bool {
        self.element.has_note()
    }

    /// The list that is viewed.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// How the list is viewed.
    pub fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// Number that identifies the list in this process, whatever is changed in it or around it.
    #[inline]
    pub fn id(&self) -> u64 {
        self.element.id()
    }

    /// A deep copy that is part of no document.
    #[must_use]
    pub fn copy(&self) -> Self {
        Self::new(self.element.copy().root(), self.schema)
    }

    /// Text of the element, numbers with all their digits: [`Object::from_text`] reads an equal object from it.
    pub fn text(&self) -> String {
        self.element.exact_text()
    }

    /// Reads an element from the text of one list, or of a whole file where the schema describes files.
    ///
    /// # Errors
    /// Where the text does not hold that.
    pub fn from_text(schema: &'static Schema, text: &str) -> Result<Self, Error> {
        if schema.shape == Shape::File {
            return crate::load(schema, text);
        }
        Ok(Self::new(Document::fragment(text)?.root(), schema))
    }

    /// Reads a field.
    ///
    /// # Errors
    /// Where a field that must be there is not, or where its value does not fit.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
    pub fn get(&self, field: &'static Field) -> Result<Value<'_>, Error> {
        self.with(field, |value| value.into_owned())
    }

    /// Reads a field without copying text.
    ///
    /// # Errors
    /// Where a field that must be there is not, or where its value does not fit.
    pub fn with<R>(&self, field: &'static Field, read: impl FnOnce(Value<'_>) -> R) -> Result<R, Error> {
        if let Some(number) = self.number(field) {
            return Ok(read(Value::Float(number)));
        }
        if field.is_list() {
            return Ok(read(Value::List(self.list(field))));
        }
        match (field.place, field.kind) {
            (Place::Positional, Kind::Struct(nested)) => match self.inline(field, nested())? {
                Some(object) => Ok(read(Value::Object(object))),
                None => self.absent(field).map(read),
            },
            (Place::Positional, _) => {
                if let Some((position, atom)) = self.leading(field) {
                    let spot = Spot { schema: self.schema, field, element: &self.element, position };
                    return spot.decode(Token::Atom(atom)).map(read);
                }
                self.atom(&self.element, Claim::positional(self.schema), field, read)
            }
            (_, Kind::Struct(nested)) => match self.child(field) {
                Some(child) => Ok(read(Value::Object(Self::new(child, nested())))),
                None => match self.pending(field) {
                    Some(pending) => Ok(read(Value::Object(Self::new(pending?, nested())))),
                    None => self.absent(field).map(read),
                },
            },
            _ => match self.home(field) {
                Home::List(list) => self.atom(&list, Claim::child(self.schema, field, &list), field, read),
                Home::Word(..) => Ok(read(Value::Bool(true))),
                Home::Nowhere => self.absent(field).map(read),
            },
        }
    }

    /// A number, where its place is known without a look at the other atoms. A short cut for what [`Self::with`] tells in
    /// any case.
    #[inline]
    pub fn number(&self, field: &'static Field) -> Option<f64> {
        let (first, position) = self.schema.place_of_number(field)?;
        self.element.number_at(first, position)
    }

    /// The nested element of a field that [has one](Field::has_own_element), where it is there, as its schema describes it.
    /// A short cut for what [`Self::with`] tells in any case.
    #[inline]
    pub fn nested(&self, field: &'static Field, schema: &'static Schema) -> Option<Self> {
        Some(Self::new(self.child(field)?, schema))
    }

    /// The list of that element, where a look at the source tells.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "what it gives would go through memory")]
    pub fn nested_in_source(&self, field: &'static Field) -> InSource<'_> {
        if field.shared { InSource::Unsure } else { self.element.child_in_source(&field.names) }
    }

    /// Live view of a list field.
    pub fn list(&self, field: &'static Field) -> List {
        List::new(self.clone(), field)
    }

    /// The atom of a positional field, where nothing before it is optional: the place is then known without
    /// handing out the atoms one by one.
    fn leading(&self, field: &'static Field) -> Option<(usize, Atom<'_>)> {
        let mut left = field.seat?.number;
        let mut atoms = self.element.leading_atoms()?;
        let mut position = 0;
        if self.schema.shape == Shape::List {
            atoms.next()?;
            position = 1;
        }
        for own in self.schema.fields.iter().filter(|own| own.place == Place::Positional) {
            let atom = atoms.next().filter(|atom| takes(own, &Token::Atom(*atom)))?;
            if left == 0 {
                return Some((position, atom));
            }
            left -= 1;
            position += 1;
        }
        None
    }

    /// Reads the atom of a field from a list.
    fn atom<R>(
        &self,
        list: &Element,
        claim: Claim,
        field: &'static Field,
        read: impl FnOnce(Value<'_>) -> R,
    ) -> Result<R, Error> {
        let view = list.view();
        if let Ok((position, token)) = claim.seek_in(&view, field) {
            let spot = Spot { schema: self.schema, field, element: list, position };
            return spot.decode(token).map(read);
        }
        // `(token)` alone switches a boolean on; one that stands for presence is on whatever else is said.
        if matches!(field.kind, Kind::Bool)
            && field.place != Place::Positional
            && (view.atoms().nth(1).is_none() || matches!(field.switch, Switch::Presence | Switch::Empty))
        {
            return Ok(read(Value::Bool(true)));
        }
        // What stands in the list but is nobody's shows what is wrong with it.
        if field.place != Place::Positional
            && !field.shared
            && let Some((position, token)) = tokens(view.items()).nth(1)
            && !(matches!(field.kind, Kind::Enum(_)) && matches!(token, Token::List))
        {
            let spot = Spot { schema: self.schema, field, element: list, position };
            return spot.decode(token).map(read);
        }
        self.absent(field).map(read)
    }

    /// What a field reads as that stands nowhere.
    fn absent(&self, field: &'static Field) -> Result<Value<'static>, Error> {
        if let Some(spelling) = field.unsaid() {
            return Ok(default_value(field, spelling));
        }
        match field.arity {
            Arity::Optional | Arity::List | Arity::Default(_) => Ok(Value::None),
            Arity::Required => {
                let place = self.element.item_place(0);
                let detail = format!("missing `{}` in {}", field.token, self.preview());
                let path = field_path(self.schema, field);
                Err(Error::in_file(ErrorKind::MissingField, path, detail, place))
            }
        }
    }

    /// The list of a nested struct that stands nowhere and is read all the same: it is put in when it is first changed.
    fn pending(&self, field: &'static Field) -> Option<Result<Element, Error>> {
        let said = field.absent?;
        if let Some(pending) = self.element.pending_named(field.names) {
            return Some(Ok(pending));
        }
        let list = match Document::synthetic(format!("({} {said})", field.token)) {
            Ok(list) => list,
            Err(error) => return Some(Err(error.into())),
        };
        let (schema, is_other) = (self.schema, self.is_in_other_order());
        let position = move |items: &Editor<'_>| child_position(items, schema, field, is_other);
        Some(Ok(self.element.pending(field.names, list, position)))
    }

    /// The first fifty characters of the element.
    fn preview(&self) -> String {
        /// Enough to recognise an element by.
        const PREVIEW: usize = 50;
        /// Enough to find that many characters in, however deep the element stands.
        const LOOKED_AT: usize = 1024;
        let text = self.element.beginning(LOOKED_AT);
        let mut words = text.split_whitespace();
        let mut preview = words.next().unwrap_or_default().to_owned();
        for word in words {
            if preview.len() + word.len() >= PREVIEW {
                preview.push_str(" …");
                break;
            }
            preview.push(' ');
            preview.push_str(word);
        }
        preview
    }

    /// The list or word of a field that takes atoms.
    pub(crate) fn home(&self, field: &'static Field) -> Home {
        if field.shared {
            return self.shared_home(field);
        }
        if let Some(list) = self.element.child_named(&field.names) {
            return Home::List(list);
        }
        if !matches!(field.kind, Kind::Bool) {
            return Home::Nowhere;
        }
        let view = self.element.view();
        let is_said = |atom: Atom<'_>| atom.word().is_some_and(|word| is_switch(field, word));
        let mut word = Home::Nowhere;
        // Mostly there is no such word, and nothing to tell apart.
        if view.atoms().any(is_said) {
            Claim::positional(self.schema).assign(own_tokens(&view), |position, taker, token| {
                if taker.is_none()
                    && let Token::Atom(atom) = token
                    && is_said(atom)
                {
                    word = Home::Word(self.element.clone(), position);
                }
                matches!(word, Home::Nowhere)
            });
        }
        if matches!(word, Home::Nowhere) { self.word_within(field) } else { word }
    }

    /// The bare word of a field in the list of another one.
    fn word_within(&self, field: &'static Field) -> Home {
        let Some(list) = self.list_within(field) else { return Home::Nowhere };
        let is_word = |atom: Atom<'_>| atom.word().is_some_and(|word| is_switch(field, word));
        let position = tokens(list.view().items()).skip(1).find_map(|(position, token)| {
            matches!(token, Token::Atom(atom) if is_word(atom)).then_some(position)
        });
        position.map_or(Home::Nowhere, |position| Home::Word(list, position))
    }

    /// The list of another field where older files say this one.
    pub(crate) fn list_within(&self, field: &'static Field) -> Option<Element> {
        let within = field.within?;
        let owner = self.schema.fields.iter().find(|owner| owner.token == within)?;
        self.element.child_named(&owner.names)
    }

    /// The list that holds the atom of a field that shares its words, else the one where it belongs. The list
    /// of its own word comes first.
    fn shared_home(&self, field: &'static Field) -> Home {
        let holders = self.shared_homes(field);
        let own = holders.iter().position(|list| list.is_named(field.token)).unwrap_or(0);
        if let Some(list) = holders.into_iter().nth(own) {
            return Home::List(list);
        }
        // A list of an older word serves as well, unless it is another field's own: `(page 210 297)` takes a name,
        // `(net 1)` of a zone does not.
        let is_old = |head: Head<'_>| {
            let is_own = |other: &Field| other.shared && head == other.token;
            field.starts(head) && !self.schema.fields.iter().any(is_own)
        };
        let list = self.element.child(|head| head == field.token).or_else(|| self.element.child(is_old));
        list.map_or(Home::Nowhere, Home::List)
    }

    /// All lists that hold an atom of a field that shares its words. Files between KiCad 9 and 10 say the name of
    /// a zone's net in two.
    pub(crate) fn shared_homes(&self, field: &'static Field) -> Vec<Element> {
        let lists = self.element.children_named(field.names);
        let holds = |list: &Element| {
            let claim = Claim::child(self.schema, field, list);
            matches!(claim.find(tokens(list.view().items()), field), Seat::Taken(_))
        };
        lists.iter().filter(holds).collect()
    }

    /// The list of a nested struct.
    #[inline]
    pub(crate) fn child(&self, field: &'static Field) -> Option<Element> {
        if !field.shared {
            return self.element.child_named(&field.names);
        }
        self.shared_child(field)
    }

    fn shared_child(&self, field: &'static Field) -> Option<Element> {
        let children = self.element.children_named(field.names);
        children.get(lists_before(self.schema, field))
    }

    /// A copy of a nested struct whose atoms stand among the element's own.
    fn inline(&self, field: &'static Field, nested: &'static Schema) -> Result<Option<Self>, Error> {
        let view = self.element.view();
        let mut spelled = String::new();
        for position in self.inline_positions(field, nested) {
            if let Some((_, Token::Atom(atom))) = tokens(view.items()).nth(position) {
                spelled.push(' ');
                spelled.push_str(atom.spelling());
            }
        }
        if spelled.is_empty() {
            return Ok(None);
        }
        let document = Document::synthetic(format!("({}{spelled})", nested.token))?;
        Ok(Some(Self::new(document.root(), nested)))
    }

    /// Positions of the atoms of a nested struct that stand among the element's own.
    pub(crate) fn inline_positions(&self, field: &'static Field, nested: &'static Schema) -> Vec<usize> {
        let view = self.element.view();
        let claim = Claim::positional(self.schema);
        let Seat::Taken(first) = claim.find(tokens(view.items()), field) else {
            return Vec::new();
        };
        let parts = nested.fields.iter().filter(|part| part.place == Place::Positional);
        tokens(view.items())
            .skip(first)
            .zip(parts)
            .take_while(|((_, token), part)| takes(part, token))
            .map(|((position, _), _)| position)
            .collect()
    }
}

/// Number of lists of the same word that belong to fields declared before this one.
pub(crate) fn lists_before(schema: &'static Schema, field: &'static Field) -> usize {
    if !field.shared {
        return 0;
    }
    let before = schema.fields.iter().take_while(|other| !std::ptr::eq(*other, field));
    let single = before.filter(|other| other.shared && !other.is_list() && shares_word(other, field));
    let (structs, atoms): (Vec<_>, Vec<_>) = single.partition(|other| matches!(other.kind, Kind::Struct(_)));
    // Fields that take atoms have one list together.
    structs.len() + usize::from(field.is_list() && !atoms.is_empty())
}
