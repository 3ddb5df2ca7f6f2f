//! Writing fields: the value changes in its place, nothing else does.

use sexp::{Atom, Document, Editor, Element};

use crate::atoms::{Claim, Seat, Token, editor_tokens, shares_word, takes};
use crate::encode::{New, check, is_padded};
use crate::object::{Home, lists_before};
use crate::{Arity, Error, Field, Input, Kind, Object, Place, Schema, Shape, Switch, Value};

impl Object {
    /// Sets a field. What the field says already stays as it is spelled; a nested struct is copied into the
    /// list that stands there, so that views of it see the new values.
    ///
    /// # Errors
    /// Where the value does not fit the field; nothing is changed then.
    pub fn set(&self, field: &'static Field, value: Input<'_>) -> Result<(), Error> {
        if field.is_list() {
            return match value {
                Input::Items(items) => self.list(field).replace(items),
                other => Err(Error::wrong_type(self.schema(), field, &other.describe())),
            };
        }
        if let Input::Draft(draft) = value {
            return self.set(field, Input::Object(&draft.clone().object()?));
        }
        let Some(new) = check(self.schema(), field, &value)? else {
            // What is something where nothing stands reads as that again.
            if field.arity != Arity::Optional && field.unsaid().is_none() {
                return Err(Error::wrong_type(self.schema(), field, "None"));
            }
            let is_none = self.with(field, |value| matches!(value, Value::None));
            if !is_none.unwrap_or(false) {
                self.clear(field);
            }
            return Ok(());
        };
        if self.set_in_place(field, &new) || self.says(field, &new) {
            return Ok(());
        }
        match (&new, field.place) {
            (New::Object(object), Place::Positional) => self.set_inline(field, object),
            (New::Object(object), _) => {
                self.set_struct(field, object);
                Ok(())
            }
            (_, Place::Positional) => {
                self.element().edit(|items| set_atom(items, Claim::positional(self.schema()), field, &new));
                Ok(())
            }
            _ => {
                let again = self.said_again(field);
                self.set_value(field, &new)?;
                self.set_again(&again, field, &new);
                Ok(())
            }
        }
    }

    /// Sets a number where an atom of it stands, and nothing but that has to be looked at. Tells whether the field says it
    /// now: otherwise nothing is done, and it takes [`Self::set`], for which this is a short cut.
    #[inline]
    pub fn set_number(&self, field: &'static Field, number: f64) -> bool {
        let is_number = matches!(field.kind, Kind::Float) && number.is_finite();
        is_number && self.set_in_place(field, &New::Float(number))
    }

    /// Further lists of a field's word that say the same: KiCad 9 wrote some that switch something on or off twice.
    fn said_again(&self, field: &'static Field) -> Vec<Element> {
        if field.place != Place::Child || field.shared || !matches!(field.kind, Kind::Bool) {
            return Vec::new();
        }
        let mut others = self.element().others_named(field.names);
        if !others.is_empty() {
            let said = self.element().child_named(&field.names).map(|last| last.text());
            others.retain(|list| said.as_ref() == Some(&list.text()));
        }
        others
    }

    /// Lets lists that said the same as a field's say the same again.
    fn set_again(&self, lists: &[Element], field: &'static Field, new: &New<'_>) {
        for list in lists {
            if matches!(new, New::Bool(false)) && !new.is_written(field) {
                self.remove_element(list);
            } else {
                let claim = Claim::child(self.schema(), field, list);
                list.edit(|items| set_atom(items, claim, field, new));
            }
        }
    }

    /// Sets a value where an atom of it stands, and nothing but that has to be looked at. Tells whether that is done.
    fn set_in_place(&self, field: &'static Field, new: &New<'_>) -> bool {
        // What a list says with nothing but its word may be what it is to be again.
        if field.is_list() || new.is_unsaid(field) {
            return false;
        }
        let number = match new {
            New::Float(number) if !is_padded(*number, field) => Some(*number),
            New::Bool(_) | New::Object(_) | New::Draft(_) => return false,
            _ => None,
        };
        match (field.place, number) {
            (Place::Positional, Some(number)) => self
                .schema()
                .place_of_number(field)
                .is_some_and(|(first, position)| self.element().set_number_at(first, position, number)),
            // A seat is only where each field before takes one atom.
            (Place::Positional, None) if self.schema().shape == Shape::List => {
                field.seat.is_some_and(|seat| {
                    let own = self.schema().fields.iter().filter(|own| own.place == Place::Positional);
                    let takes = |number, atom: Atom<'_>| {
                        own.clone().nth(number).is_some_and(|own| takes(own, &Token::Atom(atom)))
                    };
                    set_atom_at(self.element(), (1, 1 + seat.number), field, new, takes)
                })
            }
            (Place::Child, _) if !field.shared => match (self.home(field), number) {
                (Home::List(list), Some(number)) => list.set_number_at(1, 1, number),
                (Home::List(list), None) => set_atom_at(&list, (1, 1), field, new, |_, atom: Atom<'_>| {
                    takes(field, &Token::Atom(atom))
                }),
                (Home::Word(..) | Home::Nowhere, _) => false,
            },
            _ => false,
        }
    }

    /// Whether the field reads as this value already.
    fn says(&self, field: &'static Field, new: &New<'_>) -> bool {
        let same = self.with(field, |value| match (&value, new) {
            (Value::Object(now), New::Object(new)) => {
                now == *new || (now.equals(new) && now.unknown().is_empty() && new.unknown().is_empty())
            }
            _ => new.is(&value),
        });
        same.unwrap_or(false)
    }

    fn set_value(&self, field: &'static Field, new: &New<'_>) -> Result<(), Error> {
        match self.home(field) {
            Home::List(list) => {
                // A list where others have a bare word is one that may say `no`.
                let omitted = matches!(new, New::Bool(false)) && !new.is_written(field);
                if omitted && field.switch != Switch::Word && !says_no(&list) {
                    self.remove_element(&list);
                    if !field.shared {
                        // Another one would count then.
                        self.clear(field);
                    }
                } else {
                    // The further lists of a word may be another field's items.
                    let is_further =
                        |other: &Field| other.shared && other.is_list() && shares_word(other, field);
                    let is_alone = field.shared && !self.schema().fields.iter().any(is_further);
                    let homes = if is_alone { self.shared_homes(field) } else { Vec::new() };
                    for list in std::iter::once(&list).chain(homes.iter().filter(|home| **home != list)) {
                        let claim = Claim::child(self.schema(), field, list);
                        list.edit(|items| set_atom(items, claim, field, new));
                    }
                }
            }
            Home::Word(list, position) => {
                if matches!(new, New::Bool(false)) {
                    list.edit(|items| items.remove(position));
                }
            }
            Home::Nowhere if !new.is_written(field) => {}
            Home::Nowhere if field.switch == Switch::Word && matches!(new, New::Bool(true)) => {
                let schema = self.schema();
                self.element().edit(|items| {
                    if !items.restore_word(field.token) {
                        let position = match field.order {
                            0 => after_atoms(items, schema),
                            _ => child_position(items, schema, field, self.is_in_other_order()),
                        };
                        items.insert_atom(position, field.token.to_owned());
                    }
                });
            }
            Home::Nowhere
                if (matches!(new, New::Bool(true)) || is_flag(field)) && self.restore_switch(field) => {}
            Home::Nowhere => {
                // A list of another field that answers to it would be its home.
                let word = new_word(self.schema(), field, |_| false);
                let list = Document::synthetic(list_text(word, field, new))?;
                self.insert_child(field, list);
            }
        }
        Ok(())
    }

    /// Brings back what switched a field on before it was switched off.
    fn restore_switch(&self, field: &'static Field) -> bool {
        let is_word = matches!(field.kind, Kind::Bool);
        self.element().edit(|items| {
            let words = std::iter::once(&field.token).chain(field.aliases);
            let mut is_back = is_word && words.clone().any(|word| items.restore_word(word));
            // What stood there twice comes back twice.
            while !is_back || items.lacks_lists() {
                if !words.clone().any(|word| items.restore_named(word)) {
                    break;
                }
                is_back = true;
            }
            is_back
        }) || self.list_within(field).is_some_and(|list| list.edit(|items| items.restore_word(field.token)))
    }

    fn set_struct(&self, field: &'static Field, object: &Object) {
        // What stands nowhere yet and is viewed already is put in as what is viewed.
        let pending = || self.element().pending_named(field.names);
        if let Some(child) = self.child(field).or_else(pending) {
            let copy = object.element().copy_for(&child);
            let is_said = |other: &&'static Field| {
                other.within == Some(field.token) && matches!(self.home(other), Home::Word(..))
            };
            let said: Vec<_> = self.schema().fields.iter().filter(is_said).collect();
            child.edit(|items| {
                items.assign(&copy);
                // What the list says for another field is not part of what replaces it.
                for other in said {
                    if !items.restore_word(other.token) {
                        items.insert_atom(items.len(), other.token.to_owned());
                    }
                }
            });
        } else {
            self.insert_child(field, prepared(object, self.element(), field));
        }
    }

    fn set_inline(&self, field: &'static Field, object: &Object) -> Result<(), Error> {
        let schema = self.schema();
        let positions = self.inline_positions(field, object.schema());
        let mut spelled = Vec::new();
        for part in object.schema().fields.iter().filter(|part| part.place == Place::Positional) {
            match object.get(part)? {
                Value::Float(number) => spelled.push(number),
                #[expect(clippy::cast_precision_loss, reason = "a coordinate is far from 2**53")]
                Value::Int(number) => spelled.push(number as f64),
                _ => {}
            }
        }
        self.element().edit(|items| {
            let first = match Claim::positional(schema).find(editor_tokens(items), field) {
                Seat::Taken(position) | Seat::Free(position) => position,
            };
            for position in positions.iter().rev() {
                items.remove(*position);
            }
            for (offset, number) in spelled.into_iter().enumerate() {
                items.insert_number(first + offset, number);
            }
        });
        Ok(())
    }

    /// Removes what an optional field says.
    fn clear(&self, field: &'static Field) {
        match (field.place, field.kind) {
            (Place::Positional, Kind::Struct(nested)) => {
                let positions = self.inline_positions(field, nested());
                self.element().edit(|items| items.retain(|position| !positions.contains(&position)));
            }
            (Place::Positional, _) => {
                self.element().edit(|items| remove_atom(items, Claim::positional(self.schema()), field));
            }
            _ if !field.shared && self.element().child_named(&field.names).is_some() => {
                for list in self.element().children_named(field.names).iter() {
                    self.remove_element(&list);
                }
            }
            (_, Kind::Struct(_)) => {
                if let Some(child) = self.child(field) {
                    self.remove_element(&child);
                }
            }
            _ => match self.home(field) {
                Home::List(list) if field.shared => {
                    // The list stays as long as it says something for another field.
                    let claim = Claim::child(self.schema(), field, &list);
                    let left = list.edit(|items| {
                        remove_atom(items, claim, field);
                        items.len()
                    });
                    if left <= 1 {
                        self.remove_element(&list);
                    }
                }
                Home::List(list) => self.remove_element(&list),
                Home::Word(list, position) => list.edit(|items| items.remove(position)),
                Home::Nowhere => {}
            },
        }
    }

    /// Removes a list from the element's own.
    pub(crate) fn remove_element(&self, list: &Element) {
        self.element().edit(|items| {
            if let Some(position) = items.position_of(list) {
                items.remove(position);
            }
        });
    }

    /// Puts a list where KiCad would write it.
    pub(crate) fn insert_child(&self, field: &'static Field, list: Document) {
        let schema = self.schema();
        self.element().edit(|items| {
            let position = child_position(items, schema, field, self.is_in_other_order());
            let text = items.lacks_lists().then(|| list.root().exact_text());
            items.restore_list(position, |items| 0..=items.len(), field.aliases, list);
            // What stood there twice comes back twice.
            if let Some(text) = text.filter(|_| !field.shared && !field.is_list()) {
                while items.restore_same(|word| field.answers_to(word), &text) {}
            }
        });
    }
}

/// Puts a value in the place of the atom at a position, where `takes` holds for that and for those before it from the first
/// position on. Tells whether that is done.
fn set_atom_at(
    list: &Element,
    places: (usize, usize),
    field: &'static Field,
    new: &New<'_>,
    takes: impl Fn(usize, Atom<'_>) -> bool,
) -> bool {
    list.set_atom_at(places, || new.spelling(field), takes, |atom| new.is_said_by(atom, field))
}

/// Sets the atom of a field in the list that holds it.
fn set_atom(items: &mut Editor<'_>, claim: Claim, field: &'static Field, new: &New<'_>) {
    let position = match claim.find(editor_tokens(items), field) {
        Seat::Taken(position) => position,
        Seat::Free(position) => {
            // A word that is nobody's stands in the way of the value that replaces it.
            let only = field.place == Place::Child && !field.shared && items.atom(1).is_some();
            if only {
                1
            } else {
                insert_value(items, position, field, new);
                return;
            }
        }
    };
    match new {
        New::Bool(false) if field.place == Place::Positional => items.remove(position),
        // `(title)` and `(locked)` are what they were when the value is set back that stood there unsaid.
        _ if items.is_new_atom(position) && new.is_unsaid(field) => items.remove(position),
        _ => replace_atom(items, position, field, new),
    }
}

/// Puts a value in the place of the atom at a position.
pub(crate) fn replace_atom(items: &mut Editor<'_>, position: usize, field: &Field, new: &New<'_>) {
    match new {
        New::Float(number) if !is_padded(*number, field) => items.set_number(position, *number),
        _ => items.set_atom(position, new.spelling(field), |atom| new.is_said_by(atom, field)),
    }
}

/// Removes the atom of a field from the list that holds it.
fn remove_atom(items: &mut Editor<'_>, claim: Claim, field: &'static Field) {
    if let Seat::Taken(position) = claim.find(editor_tokens(items), field) {
        items.remove(position);
    }
}

/// Puts a value before the item at a position.
pub(crate) fn insert_value(items: &mut Editor<'_>, position: usize, field: &Field, new: &New<'_>) {
    match new {
        New::Float(number) if !is_padded(*number, field) => items.insert_number(position, *number),
        New::Bool(false) if field.place == Place::Positional => {}
        _ => items.insert_atom(position, new.spelling(field)),
    }
}

/// Word of the list that a field gets where none stood. What also stands in the list of another field, which is
/// `is_there` or not, goes without a word of its own: in KiCad 10, which has no numbers of nets, their names stand
/// under `net`.
pub(crate) fn new_word(
    schema: &Schema,
    field: &Field,
    is_there: impl Fn(&'static Field) -> bool,
) -> &'static str {
    let mut others = schema.fields.iter().filter(|other| other.place == Place::Child);
    let owner = others.find(|other| other.token != field.token && field.aliases.contains(&other.token));
    owner.filter(|owner| field.shared && !is_there(owner)).map_or(field.token, |owner| owner.token)
}

/// Text of the list that a field's value gets under a word where none stood.
pub(crate) fn list_text(word: &str, field: &Field, new: &New<'_>) -> String {
    let mut text = String::new();
    push_list(&mut text, word, field, new);
    text
}

/// Writes that text at the end of another.
pub(crate) fn push_list(out: &mut String, word: &str, field: &Field, new: &New<'_>) {
    out.extend(["(", word]);
    match (field.switch, new) {
        (Switch::Empty, New::Bool(true)) => {}
        (_, New::Member(member)) if is_flag(field) => out.extend([" (", member.token, " yes)"]),
        _ => {
            out.push(' ');
            new.spell(field, out);
        }
    }
    out.push(')');
}

/// Whether a field's enumeration has one word only, which is there or not. KiCad writes `(pin_numbers (hide yes))`.
fn is_flag(field: &Field) -> bool {
    matches!(field.kind, Kind::Enum(schema) if schema().members.len() == 1)
        && !field.shared
        && !field.is_list()
}

/// A copy of an object, to be put into `parent` as the field's.
pub(crate) fn prepared(object: &Object, parent: &Element, field: &'static Field) -> Document {
    let copy = object.element().copy_for(parent);
    put_in_order_of(field, object.schema(), &copy.root());
    if object.schema().shape == Shape::List {
        let root = copy.root();
        let named = root.head().is_some_and(|head| field_answers(field, object.schema(), &head));
        if !named {
            root.edit(|items| items.set_atom(0, field_token(field, object.schema()).to_owned(), |_| false));
        }
    }
    copy
}

/// Writes the text of such a copy, where the object was built and not changed since, to what `out` gives then. Tells
/// whether that is so.
pub(crate) fn push_made<'a>(
    object: &Object,
    field: &'static Field,
    out: impl FnOnce() -> &'a mut String,
) -> bool {
    let (element, nested) = (object.element(), object.schema());
    let Some(text) = element.made_text() else { return false };
    if nested.shape != Shape::List {
        out().push_str(text);
        return true;
    }
    let moves = |moved| order_of(field, nested, moved, element).is_some();
    let in_order = nested.moved().any(moves).then(|| {
        let copy = element.copy();
        put_in_order_of(field, nested, &copy.root());
        copy.root().exact_text()
    });
    let Some(head) = element.head() else { return false };
    let text = in_order.as_deref().unwrap_or(text);
    let Some(rest) = text.strip_prefix('(').and_then(|text| text.strip_prefix(&*head)) else { return false };
    out().extend(["(", field_word(field, nested, &head), rest]);
    true
}

/// Word that starts a nested struct of this field that starts with `head` elsewhere.
pub(crate) fn field_word<'a>(field: &Field, nested: &Schema, head: &'a str) -> &'a str {
    if field_answers(field, nested, head) { head } else { field_token(field, nested) }
}

/// Word that starts a nested struct of this field.
pub(crate) fn field_token(field: &Field, nested: &Schema) -> &'static str {
    // The rows of a list field stand within the field's own list, each under its own word.
    if field.place == Place::Child && field.is_list() { nested.token } else { field.token }
}

fn field_answers(field: &Field, nested: &Schema, head: &str) -> bool {
    if field.place == Place::Child && field.is_list() { nested.token == head } else { field.answers_to(head) }
}

/// Position after the element's own atoms.
fn after_atoms(items: &Editor<'_>, schema: &Schema) -> usize {
    let first = usize::from(schema.shape == Shape::List);
    let lists = (first..items.len()).find(|position| items.is_list(*position));
    lists.unwrap_or(items.len()).max(first.min(items.len()))
}

/// Position where KiCad would write a new list of a field: after the last of its kind, else after the last
/// list that comes before it in KiCad's order.
pub(crate) fn child_position(
    items: &Editor<'_>,
    schema: &'static Schema,
    field: &'static Field,
    in_other_order: bool,
) -> usize {
    let own = (0..items.len())
        .rev()
        .find(|position| items.head(*position).is_some_and(|head| field.answers_to(&head)));
    // The first item of a list whose word another field's list stands under has a rank of its own.
    let is_further = field.shared && field.is_list() && field.place == Place::Repeated;
    let own = own.filter(|_| !is_further || count_of(items, field) > lists_before(schema, field));
    if let Some(position) = own {
        return if lists_before(schema, field) == 0 && field.shared && !field.is_list() {
            // The first of those that share a word.
            (0..items.len())
                .find(|position| items.head(*position).is_some_and(|head| field.answers_to(&head)))
                .unwrap_or(position)
        } else {
            position + 1
        };
    }
    let rank = |candidate: &Field| (candidate.rank(in_other_order), std::ptr::from_ref(candidate).addr());
    let own_rank = rank(field);
    let before = (0..items.len()).rev().find(|position| {
        items.head(*position).is_some_and(|head| {
            let owner = schema.fields.iter().find(|field| is_child(field) && field.answers_to(&head));
            owner.is_some_and(|owner| rank(owner) <= own_rank)
        })
    });
    let Some(before) = before else { return after_atoms(items, schema) };
    let after_words = (before + 1..items.len()).find(|position| !is_further || items.is_list(*position));
    after_words.unwrap_or(items.len())
}

/// Moves the lists of an element that stand elsewhere in the elements of some fields to where they stand in those of
/// this field. What stands there already stays as it is.
fn put_in_order_of(field: &Field, nested: &'static Schema, element: &Element) {
    for moved in nested.moved() {
        if let Some(order) = order_of(field, nested, moved, element) {
            element.edit(|items| {
                let lists: Vec<_> = (0..items.len()).filter(|position| items.is_list(*position)).collect();
                items.permute(&lists, &order);
            });
        }
    }
}

/// Order in which the lists of an element of a field are to stand so that one of them stands where it belongs; nothing
/// where it does.
fn order_of(
    field: &Field,
    nested: &'static Schema,
    moved: &'static Field,
    element: &Element,
) -> Option<Vec<usize>> {
    let rank = |own: &Field| own.rank(field.in_other_order);
    let owner = |head: &str| nested.fields.iter().find(|own| is_child(own) && own.answers_to(head));
    let children = element.children();
    let owners: Vec<_> = children.iter().map(|child| child.head().and_then(|head| owner(&head))).collect();
    let at = owners.iter().position(|own| own.is_some_and(|own| std::ptr::eq(own, moved)))?;
    let goes_before = |other: &usize| owners[*other].is_some_and(|own| rank(own) < rank(moved));
    let mut order: Vec<usize> = (0..owners.len()).filter(|other| *other != at).collect();
    let place = order.iter().rposition(goes_before).map_or(0, |last| last + 1);
    order.insert(place, at);
    (place != at).then_some(order)
}

/// How many lists answer to a field.
fn count_of(items: &Editor<'_>, field: &Field) -> usize {
    let answers = |position: &usize| items.head(*position).is_some_and(|head| field.answers_to(&head));
    (0..items.len()).filter(answers).count()
}

fn is_child(field: &Field) -> bool {
    matches!(field.place, Place::Child | Place::Repeated)
}

/// Whether a list says `no`, so that it may stay when its field becomes false.
fn says_no(list: &Element) -> bool {
    list.view().atoms().nth(1).is_some_and(|atom| atom.word() == Some("no"))
}
