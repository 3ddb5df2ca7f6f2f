//! Checks attributes against each other and fills in what was left out.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::{GenericArgument, LitStr, PathArguments, Type};

use crate::attr::{EnumInput, FieldInput, MemberInput, Names, StructInput};
use crate::report::Report;

/// A struct that may be described.
pub(crate) struct Structure {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) module: String,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) file: bool,
    pub(crate) fields: Vec<Field>,
}

/// A field that may be described.
pub(crate) struct Field {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) name: String,
    pub(crate) token: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) place: Place,
    pub(crate) default: Option<LitStr>,
    pub(crate) order: i32,
    pub(crate) spelling: Spelling,
    pub(crate) switch: Switch,
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
    Word,
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
    let StructInput { ident, doc, names, file, fields, mut report } = input;
    let module = module(&names, &ident, &mut report);
    let mut shown = Unique::new("name");
    let mut words = Unique::new("word");
    let mut rest: Option<String> = None;
    let mut checked = Vec::with_capacity(fields.len());
    for field in fields {
        shown.insert(&field.shown(), field.name_span(), &mut report);
        if field.place.is_none() || field.place.as_ref().is_some_and(|place| place == "repeated") {
            let token = field.token.as_ref().map_or_else(|| field.ident.to_string(), LitStr::value);
            let span = field.token.as_ref().map_or_else(|| field.ident.span(), LitStr::span);
            words.insert(token.strip_prefix("r#").unwrap_or(&token), span, &mut report);
            for alias in &field.aliases {
                words.insert(&alias.value(), alias.span(), &mut report);
            }
        }
        let place = field.place.clone();
        if let (Some(place), Some(_)) = (&place, file) {
            if place != "repeated" {
                report.add(place.span(), "a file holds lists only");
            }
        }
        match (&place, &rest) {
            (Some(place), Some(earlier)) if place == "positional" || place == "rest" => {
                report.add(place.span(), format!("field `{earlier}` already takes all atoms that are left"));
            }
            _ => {}
        }
        if place.is_some_and(|place| place == "rest") {
            rest = Some(field.shown());
        }
        checked.push(Field::check(field, &mut report));
    }
    if let (Some(span), true) = (file, checked.is_empty()) {
        report.add(span, "a file needs at least one field: the list at top level");
    }
    let name = names.name.as_ref().map_or_else(|| ident.to_string(), LitStr::value);
    let token = names.token.as_ref().map_or_else(|| snake_case(&ident.to_string()), LitStr::value);
    let checked = Structure { ident, doc, module, name, token, file: file.is_some(), fields: checked };
    report.finish(checked)
}

impl Field {
    fn check(input: FieldInput, report: &mut Report) -> Self {
        let name = input.shown();
        if PYTHON_KEYWORDS.contains(&name.as_str()) {
            report.add(input.name_span(), format!("`{name}` is a keyword of Python; give a `name = \"…\"`"));
        }
        let ident = input.ident.to_string();
        let token = input.token.as_ref().map_or_else(|| ident.trim_start_matches("r#").to_owned(), LitStr::value);
        let place = match input.place.as_ref().map(Ident::to_string).as_deref() {
            Some("positional") => Place::Positional,
            Some("rest") => Place::Rest,
            Some("repeated") => Place::Repeated,
            _ => Place::Child,
        };
        let plain = Shape::of(&input.ty, report);
        if let Some(word) = &input.place {
            match (place, plain.outer) {
                (Place::Positional, Outer::Vec) => {
                    report.add(word.span(), "a positional field is one value; use `rest` for a `Vec`");
                }
                (Place::Rest | Place::Repeated, Outer::One | Outer::Option) => {
                    report.add(word.span(), format!("`{word}` needs a `Vec`"));
                }
                _ => {}
            }
        }
        if let (Some(default), false) = (&input.default, plain.outer == Outer::One) {
            report.add(default.span(), "a field with a default has the plain type, without `Option` or `Vec`");
        }
        if let (Some(switch), false) = (&input.switch, plain.is_bool && plain.outer != Outer::Vec) {
            report.add(switch.span(), format!("`{switch}` needs a `bool` or an `Option<bool>`"));
        }
        if matches!(place, Place::Positional | Place::Rest) {
            for word in input.token.iter().filter(|_| !plain.is_bool).chain(&input.aliases) {
                report.add(word.span(), "an atom has no word of its own");
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
            order: input.order,
            spelling,
            switch,
        }
    }
}

/// Checks an enum.
pub(crate) fn enumeration(input: EnumInput) -> syn::Result<Enumeration> {
    let EnumInput { ident, doc, names, members, mut report } = input;
    let module = module(&names, &ident, &mut report);
    if members.is_empty() {
        report.add(ident.span(), "an enumeration needs at least one variant");
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
    names.module.as_ref().map(LitStr::value).unwrap_or_else(|| {
        report.add(ident.span(), "`#[model(module = \"…\")]` must name the module that declares it");
        String::new()
    })
}

/// Names that may be given once only.
struct Unique {
    what: &'static str,
    seen: HashMap<String, ()>,
}

impl Unique {
    fn new(what: &'static str) -> Self {
        Self { what, seen: HashMap::new() }
    }

    fn insert(&mut self, text: &str, span: Span, report: &mut Report) {
        if self.seen.insert(text.to_owned(), ()).is_some() {
            report.add(span, format!("the {} `{text}` is taken by another one", self.what));
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

struct Shape {
    outer: Outer,
    is_bool: bool,
}

impl Shape {
    /// Reads the shape from the spelling of the type: `Option<T>`, `Vec<T>` or `T`.
    fn of(ty: &Type, report: &mut Report) -> Self {
        let (outer, inner) = match wrapped(ty) {
            Some((outer, inner)) => (outer, inner),
            None => (Outer::One, ty),
        };
        if outer != Outer::One && wrapped(inner).is_some() {
            report.add(syn::spanned::Spanned::span(inner), "`Option` and `Vec` do not nest");
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
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
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
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
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
