//! Checks attributes against each other and fills in what was left out.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};
use pyzig_macro_report::Report;
use syn::{GenericArgument, LitStr, PathArguments, Type};

use crate::attr::{Decimals, EnumInput, FieldInput, MemberInput, Names, StructInput};

/// A struct that may be described.
pub(crate) struct Structure {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) shape: Shape,
    pub(crate) recursive: bool,
    pub(crate) fields: Vec<Field>,
}

/// A field that may be described.
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the attribute")]
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) place: Place,
    pub(crate) default: Option<LitStr>,
    pub(crate) absent: Option<LitStr>,
    pub(crate) within: Option<LitStr>,
    pub(crate) ahead: bool,
    pub(crate) bare_words: Option<LitStr>,
    pub(crate) order: i32,
    pub(crate) other_order: Option<i32>,
    pub(crate) in_other_order: bool,
    pub(crate) silent: bool,
    pub(crate) decimals: Option<Decimals>,
    pub(crate) spelling: Spelling,
    pub(crate) switch: Switch,
    pub(crate) shared: bool,
}

/// Where a value stands; mirrors `pyzig_model::Place`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Positional,
    Rest,
    Child,
    Repeated,
}

/// Whether words are quoted.
#[derive(Clone, Copy)]
pub(crate) enum Spelling {
    /// Text is quoted, enumerations are not.
    Usual,
    Bare(Span),
    Quoted(Span),
}

/// How a boolean is written; mirrors `pyzig_model::Switch`.
#[derive(Clone, Copy)]
pub(crate) enum Switch {
    YesNo,
    Presence,
    Empty,
    Word,
}

/// What a struct describes; mirrors `pyzig_model::Shape`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    List,
    Row,
    File,
}

/// An enum that may be described.
pub(crate) struct Enumeration {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) members: Vec<Member>,
}

/// A variant that may be described.
pub(crate) struct Member {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) value: String,
    pub(crate) token: String,
    pub(crate) aliases: Vec<String>,
}

/// Checks a struct.
pub(crate) fn structure(input: StructInput) -> syn::Result<Structure> {
    let StructInput { ident, doc, names, shape, recursive, first, fields, mut report } = input;
    let fields = ordered(fields, first.as_ref(), &mut report);
    let module = module(&names, &ident, &mut report);
    let mut shown = Unique::new("name");
    for field in &fields {
        shown.insert(&field.shown(), field.name_span(), &mut report);
    }
    places(&fields, shape.as_ref(), &mut report);
    let words = Words::of(&fields, &mut report);
    for within in fields.iter().filter_map(|field| field.within.as_ref()) {
        if !fields.iter().any(|field| field.place.is_none() && field.token() == within.value()) {
            report.at(within.span(), format!("no field has a list that starts with `{}`", within.value()));
        }
    }
    if let (Some(word), true) = (&shape, fields.is_empty()) {
        report.at(word.span(), format!("a {word} needs at least one field"));
    }
    let name = names.name.as_ref().map_or_else(|| ident.to_string(), LitStr::value);
    let token = names.token.as_ref().map_or_else(|| snake_case(&ident.to_string()), LitStr::value);
    let shape = match &shape {
        None => Shape::List,
        Some(word) if word == "row" => Shape::Row,
        Some(_) => Shape::File,
    };
    let fields = fields.into_iter().map(|field| Field::check(field, &words, &mut report)).collect();
    let recursive = recursive.is_some();
    report.finish(Structure { ident, doc, module, name, token, shape, recursive, fields })
}

/// The fields in the order of their users: those that come first, then the others as they are declared.
fn ordered(mut fields: Vec<FieldInput>, first: Option<&LitStr>, report: &mut Report) -> Vec<FieldInput> {
    let Some(first) = first else { return fields };
    let mut sorted = Vec::with_capacity(fields.len());
    for name in first.value().split_whitespace() {
        match fields.iter().position(|field| field.shown() == name) {
            Some(index) => sorted.push(fields.remove(index)),
            None => report.at(first.span(), format!("no field is called `{name}`, or it is named twice")),
        }
    }
    sorted.append(&mut fields);
    sorted
}

/// Checks the order of atoms, and that a file has none.
fn places(fields: &[FieldInput], shape: Option<&Ident>, report: &mut Report) {
    let mut rest: Option<String> = None;
    for field in fields {
        let Some(place) = &field.place else { continue };
        if shape.is_some_and(|shape| shape == "file") && place != "repeated" {
            report.at(place.span(), "a file holds lists only");
        }
        if let Some(earlier) = &rest
            && place != "repeated"
        {
            report.at(place.span(), format!("field `{earlier}` already takes all atoms that are left"));
        }
        if place == "rest" {
            rest = Some(field.shown());
        }
    }
}

/// How many fields answer to each word.
struct Words(HashMap<String, usize>);

impl Words {
    /// Counts the words of all fields that stand in lists of their own. That two fields share a word is a
    /// mistake unless the later one says `shared`.
    fn of(fields: &[FieldInput], report: &mut Report) -> Self {
        let mut words = Self(HashMap::new());
        for field in fields.iter().filter(|field| field.has_list()) {
            let token =
                (field.token(), field.token.as_ref().map_or_else(|| field.ident.span(), LitStr::span));
            let aliases = field.aliases.iter().map(|alias| (alias.value(), alias.span()));
            let mut shares = false;
            for (word, span) in std::iter::once(token).chain(aliases) {
                let count = words.0.entry(word.clone()).or_default();
                *count += 1;
                if *count > 1 {
                    shares = true;
                    if field.shared.is_none() {
                        report.at(
                            span,
                            format!("the word `{word}` is taken by another field; is it `shared`?"),
                        );
                    }
                }
            }
            if let (Some(word), false) = (&field.shared, shares) {
                report.at(word.span(), "no earlier field answers to a word of this one");
            }
        }
        words
    }

    fn shared(&self, field: &FieldInput) -> bool {
        let is_shared = |word: &String| self.0.get(word).is_some_and(|count| *count > 1);
        field.has_list()
            && (is_shared(&field.token())
                || field.aliases.iter().map(LitStr::value).any(|word| is_shared(&word)))
    }
}

impl Field {
    fn check(input: FieldInput, words: &Words, report: &mut Report) -> Self {
        let name = input.shown();
        if PYTHON_KEYWORDS.contains(&name.as_str()) {
            report.at(input.name_span(), format!("`{name}` is a keyword of Python; give a `name = \"…\"`"));
        }
        let token = input.token();
        let shared = words.shared(&input);
        let place = match input.place.as_ref().map(Ident::to_string).as_deref() {
            Some("positional") => Place::Positional,
            Some("rest") => Place::Rest,
            Some("repeated") => Place::Repeated,
            _ => Place::Child,
        };
        let plain = Written::of(&input.ty, report);
        if let Some(word) = &input.place {
            match (place, plain.outer) {
                (Place::Positional, Outer::Vec) => {
                    report.at(word.span(), "a positional field is one value; use `rest` for a `Vec`");
                }
                (Place::Rest | Place::Repeated, Outer::One | Outer::Option) => {
                    report.at(word.span(), format!("`{word}` needs a `Vec`"));
                }
                _ => {}
            }
        }
        if let (Some(default), false) = (&input.default, plain.outer == Outer::One) {
            report.at(default.span(), "a field with a default has the plain type, without `Option` or `Vec`");
        }
        if let Some(absent) = &input.absent
            && (plain.outer != Outer::One || input.place.is_some())
        {
            report.at(absent.span(), "`absent` is for a list that must be there or has a default");
        }
        if let Some(word) = &input.in_other_order
            && place != Place::Repeated
        {
            report.at(word.span(), "`in_other_order` needs elements that have a list each: `repeated`");
        }
        if let Some(word) = &input.silent
            && (input.default.is_none() || place != Place::Child)
        {
            report.at(word.span(), "`silent` needs a default, and a list that it is not written in");
        }
        let within = input.within.as_ref().map(|within| ("within", within.span()));
        let ahead = input.ahead.as_ref().map(|ahead| ("ahead", ahead.span()));
        for (word, span) in within.into_iter().chain(ahead) {
            if !plain.is_bool || plain.outer == Outer::Vec || input.place.is_some() {
                report.at(span, format!("`{word}` needs a boolean that has a list of its own"));
            }
        }
        if let (Some(switch), false) = (&input.switch, plain.is_bool && plain.outer != Outer::Vec) {
            report.at(switch.span(), format!("`{switch}` needs a `bool` or an `Option<bool>`"));
        }
        if matches!(place, Place::Positional | Place::Rest) {
            for word in input.token.iter().filter(|_| !plain.is_bool).chain(&input.aliases) {
                report.at(word.span(), "an atom has no word of its own");
            }
        }
        let spelling = match &input.spelling {
            None => Spelling::Usual,
            Some(word) if word == "bare" => Spelling::Bare(word.span()),
            Some(word) => Spelling::Quoted(word.span()),
        };
        let switch = match input.switch.as_ref().map(Ident::to_string).as_deref() {
            Some("word") => Switch::Word,
            Some("presence") => Switch::Presence,
            Some("empty") => Switch::Empty,
            _ => Switch::YesNo,
        };
        Self {
            ident: input.ident,
            ty: input.ty,
            doc: input.doc,
            name,
            token,
            aliases: input.aliases.iter().map(LitStr::value).collect(),
            place,
            default: input.default,
            absent: input.absent,
            within: input.within,
            ahead: input.ahead.is_some(),
            bare_words: input.bare_words,
            order: input.order,
            other_order: input.other_order,
            in_other_order: input.in_other_order.is_some(),
            silent: input.silent.is_some(),
            decimals: input.decimals,
            spelling,
            switch,
            shared,
        }
    }
}

/// Checks an enum.
pub(crate) fn enumeration(input: EnumInput) -> syn::Result<Enumeration> {
    let EnumInput { ident, doc, names, members, mut report } = input;
    let module = module(&names, &ident, &mut report);
    if members.is_empty() {
        report.at(ident.span(), "an enumeration needs at least one variant");
    }
    let mut values = Unique::new("value");
    let mut tokens = Unique::new("word");
    let mut checked = Vec::with_capacity(members.len());
    for MemberInput { ident, doc, value, token, aliases } in members {
        let span = value.as_ref().map_or_else(|| ident.span(), LitStr::span);
        let shown = value.as_ref().map_or_else(|| snake_case(&ident.to_string()), LitStr::value);
        values.insert(&shown, span, &mut report);
        let token_span = token.as_ref().map_or(span, LitStr::span);
        let token = token.as_ref().map_or_else(|| shown.clone(), LitStr::value);
        tokens.insert(&token, token_span, &mut report);
        for alias in &aliases {
            tokens.insert(&alias.value(), alias.span(), &mut report);
        }
        let aliases = aliases.iter().map(LitStr::value).collect();
        checked.push(Member { ident, doc, value: shown, token, aliases });
    }
    let name = names.name.as_ref().map_or_else(|| ident.to_string(), LitStr::value);
    report.finish(Enumeration { ident, doc, module, name, members: checked })
}

fn module(names: &Names, ident: &Ident, report: &mut Report) -> String {
    let Some(module) = &names.module else {
        report.at(ident.span(), "`#[model(module = \"…\")]` must name the module that declares it");
        return String::new();
    };
    module.value()
}

/// Names that may be given once only.
struct Unique {
    what: &'static str,
    seen: HashSet<String>,
}

impl Unique {
    fn new(what: &'static str) -> Self {
        Self { what, seen: HashSet::new() }
    }

    fn insert(&mut self, text: &str, span: Span, report: &mut Report) {
        if !self.seen.insert(text.to_owned()) {
            report.at(span, format!("the {} `{text}` is taken by another one", self.what));
        }
    }
}

/// What the outermost part of a field's type is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outer {
    One,
    Option,
    Vec,
}

struct Written {
    outer: Outer,
    is_bool: bool,
}

impl Written {
    /// Reads the shape from the spelling of the type: `Option<T>`, `Vec<T>` or `T`.
    fn of(ty: &Type, report: &mut Report) -> Self {
        let (outer, inner) = match wrapped(ty) {
            Some((outer, inner)) => (outer, inner),
            None => (Outer::One, ty),
        };
        if outer != Outer::One && wrapped(inner).is_some() {
            report.at(syn::spanned::Spanned::span(inner), "`Option` and `Vec` do not nest");
        }
        let is_bool = matches!(inner, Type::Path(path) if path.path.is_ident("bool"));
        Self { outer, is_bool }
    }
}

fn wrapped(ty: &Type) -> Option<(Outer, &Type)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let outer = match last.ident.to_string().as_str() {
        "Option" => Outer::Option,
        "Vec" => Outer::Vec,
        _ => return None,
    };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some((outer, inner)),
        _ => None,
    }
}

/// `ThruHole` becomes `thru_hole`; digits stay with the word before them.
fn snake_case(ident: &str) -> String {
    let mut snake = String::with_capacity(ident.len() + 4);
    let mut previous_lower = false;
    for letter in ident.trim_start_matches("r#").chars() {
        if letter.is_uppercase() && previous_lower {
            snake.push('_');
        }
        previous_lower = letter.is_lowercase() || letter.is_numeric();
        snake.extend(letter.to_lowercase());
    }
    snake
}

const PYTHON_KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn variant_names_become_words() {
        assert_eq!(snake_case("ThruHole"), "thru_hole");
        assert_eq!(snake_case("Smd"), "smd");
        assert_eq!(snake_case("Arrow2End"), "arrow2_end");
        assert_eq!(snake_case("r#type"), "type");
    }
}
