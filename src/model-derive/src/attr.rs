//! Attributes as written, before anything is checked against anything else.

use proc_macro2::{Ident, Span};
use pyzig_macro_report::Report;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Fields, Lit, LitInt, LitStr, Meta, Token, Type};

/// A struct with its attributes.
pub(crate) struct StructInput {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) names: Names,
    /// `file` or `row`.
    pub(crate) shape: Option<Ident>,
    /// Whether its elements may hold others of their kind.
    pub(crate) recursive: Option<Ident>,
    /// Names of the fields that come first for users.
    pub(crate) first: Option<LitStr>,
    pub(crate) fields: Vec<FieldInput>,
    pub(crate) report: Report,
}

/// An enum with its attributes.
pub(crate) struct EnumInput {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) names: Names,
    pub(crate) members: Vec<MemberInput>,
    pub(crate) report: Report,
}

/// Names given by `#[model(…)]`.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) module: Option<LitStr>,
    pub(crate) name: Option<LitStr>,
    pub(crate) token: Option<LitStr>,
}

/// A field with its attributes.
pub(crate) struct FieldInput {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) doc: String,
    pub(crate) name: Option<LitStr>,
    pub(crate) token: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<LitStr>,
    pub(crate) absent: Option<LitStr>,
    pub(crate) within: Option<LitStr>,
    pub(crate) ahead: Option<Ident>,
    pub(crate) bare_words: Option<LitStr>,
    pub(crate) order: i32,
    /// Rank in elements of fields that are `in_other_order`.
    pub(crate) other_order: Option<i32>,
    pub(crate) in_other_order: Option<Ident>,
    pub(crate) silent: Option<Ident>,
    pub(crate) decimals: Option<Decimals>,
    /// `positional`, `rest` or `repeated`.
    pub(crate) place: Option<Ident>,
    /// `bare` or `quoted`.
    pub(crate) spelling: Option<Ident>,
    /// `word`, `presence` or `empty`.
    pub(crate) switch: Option<Ident>,
    pub(crate) shared: Option<Ident>,
}

/// How many digits after the point a new number has at least, and where that is said.
#[derive(Clone, Copy)]
pub(crate) struct Decimals {
    pub(crate) count: u8,
    pub(crate) span: Span,
}

/// A variant with its attributes.
pub(crate) struct MemberInput {
    pub(crate) ident: Ident,
    pub(crate) doc: String,
    pub(crate) value: Option<LitStr>,
    pub(crate) token: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
}

impl StructInput {
    /// Reads the attributes of a struct and its fields.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(syn::Error::new(
                input.ident.span(),
                "`Model` describes a struct; use `ModelEnum` for an enum",
            ));
        };
        let mut report = Report::default();
        refuse_generics(input, &mut report);
        let mut parsed = Self {
            ident: input.ident.clone(),
            doc: documentation(&input.attrs, &input.ident, "struct", &mut report),
            names: Names::default(),
            shape: None,
            recursive: None,
            first: None,
            fields: Vec::new(),
            report: Report::default(),
        };
        for entry in entries(&input.attrs, "model", &mut report) {
            let key = entry.name();
            match key.as_str() {
                "token" => entry.text(&mut parsed.names.token, &mut report),
                "file" | "row" => entry.flag(&mut parsed.shape, &mut report),
                "recursive" => entry.flag(&mut parsed.recursive, &mut report),
                "first" => entry.text(&mut parsed.first, &mut report),
                _ => {
                    let known = ["module", "name", "token", "file", "row", "recursive", "first"];
                    parsed.names.read(&entry, &known, &mut report);
                }
            }
        }
        match &data.fields {
            Fields::Named(fields) => {
                parsed.fields =
                    fields.named.iter().map(|field| FieldInput::parse(field, &mut report)).collect();
            }
            Fields::Unnamed(fields) => report.at(fields.span(), "`Model` needs a struct with named fields"),
            Fields::Unit => {}
        }
        parsed.report = report;
        Ok(parsed)
    }
}

impl EnumInput {
    /// Reads the attributes of an enum and its variants.
    pub(crate) fn parse(input: &DeriveInput) -> syn::Result<Self> {
        let Data::Enum(data) = &input.data else {
            return Err(syn::Error::new(
                input.ident.span(),
                "`ModelEnum` describes an enum; use `Model` for a struct",
            ));
        };
        let mut report = Report::default();
        refuse_generics(input, &mut report);
        let doc = documentation(&input.attrs, &input.ident, "enum", &mut report);
        let mut names = Names::default();
        for entry in entries(&input.attrs, "model", &mut report) {
            names.read(&entry, &["module", "name"], &mut report);
        }
        let members = data.variants.iter().map(|variant| MemberInput::parse(variant, &mut report)).collect();
        Ok(Self { ident: input.ident.clone(), doc, names, members, report })
    }
}

impl Names {
    fn read(&mut self, entry: &Entry, known: &[&str], report: &mut Report) {
        match entry.name().as_str() {
            "module" => entry.text(&mut self.module, report),
            "name" => entry.text(&mut self.name, report),
            _ => entry.unknown(known, report),
        }
    }
}

impl FieldInput {
    fn parse(field: &syn::Field, report: &mut Report) -> Self {
        let ident = field.ident.clone().unwrap_or_else(|| Ident::new("unnamed", field.span()));
        let doc = documentation(&field.attrs, &ident, "field", report);
        let mut parsed = Self {
            ident,
            ty: field.ty.clone(),
            doc,
            name: None,
            token: None,
            aliases: Vec::new(),
            default: None,
            absent: None,
            within: None,
            ahead: None,
            bare_words: None,
            order: 0,
            other_order: None,
            in_other_order: None,
            silent: None,
            decimals: None,
            place: None,
            spelling: None,
            switch: None,
            shared: None,
        };
        let mut order = None;
        for entry in entries(&field.attrs, "field", report) {
            match entry.name().as_str() {
                "positional" | "rest" | "repeated" => entry.flag(&mut parsed.place, report),
                "bare" | "quoted" => entry.flag(&mut parsed.spelling, report),
                "word" | "presence" | "empty" => entry.flag(&mut parsed.switch, report),
                "shared" => entry.flag(&mut parsed.shared, report),
                "name" => entry.text(&mut parsed.name, report),
                "token" => entry.text(&mut parsed.token, report),
                "default" => entry.any_text(&mut parsed.default, report),
                "absent" => entry.any_text(&mut parsed.absent, report),
                "ahead" => entry.flag(&mut parsed.ahead, report),
                "within" => entry.text(&mut parsed.within, report),
                "alias" => entry.another(&mut parsed.aliases, report),
                "bare_words" => entry.text(&mut parsed.bare_words, report),
                "order" => entry.number(&mut order, report),
                "other_order" => entry.number(&mut parsed.other_order, report),
                "in_other_order" => entry.flag(&mut parsed.in_other_order, report),
                "silent" => entry.flag(&mut parsed.silent, report),
                "decimals" => entry.digits(&mut parsed.decimals, report),
                _ => entry.unknown(
                    &[
                        "positional",
                        "rest",
                        "repeated",
                        "name",
                        "token",
                        "alias",
                        "default",
                        "absent",
                        "within",
                        "ahead",
                        "order",
                        "other_order",
                        "in_other_order",
                        "silent",
                        "decimals",
                        "bare",
                        "quoted",
                        "bare_words",
                        "word",
                        "presence",
                        "empty",
                        "shared",
                    ],
                    report,
                ),
            }
        }
        parsed.order = order.unwrap_or(0);
        parsed
    }

    /// Name for users: the attribute's, otherwise the field's.
    pub(crate) fn shown(&self) -> String {
        self.name.as_ref().map_or_else(|| self.ident.unraw().to_string(), LitStr::value)
    }

    /// First word of the field's list: the attribute's, otherwise the field's name.
    pub(crate) fn token(&self) -> String {
        self.token.as_ref().map_or_else(|| self.ident.unraw().to_string(), LitStr::value)
    }

    /// Whether the value stands in a list of its own.
    pub(crate) fn has_list(&self) -> bool {
        self.place.as_ref().is_none_or(|place| place == "repeated")
    }

    /// Where a mistake in the name is shown.
    pub(crate) fn name_span(&self) -> Span {
        self.name.as_ref().map_or_else(|| self.ident.span(), LitStr::span)
    }
}

impl MemberInput {
    fn parse(variant: &syn::Variant, report: &mut Report) -> Self {
        if !variant.fields.is_empty() {
            report.at(variant.fields.span(), "a variant of a `ModelEnum` holds no data");
        }
        let mut parsed = Self {
            ident: variant.ident.clone(),
            doc: documentation(&variant.attrs, &variant.ident, "variant", report),
            value: None,
            token: None,
            aliases: Vec::new(),
        };
        for entry in entries(&variant.attrs, "value", report) {
            match &entry.key {
                None => entry.text(&mut parsed.value, report),
                Some(key) if key == "token" => entry.text(&mut parsed.token, report),
                Some(key) if key == "alias" => entry.another(&mut parsed.aliases, report),
                Some(_) => entry.unknown(&["token", "alias"], report),
            }
        }
        parsed
    }
}

/// One entry of an attribute: `word`, `word = literal` or a lone literal.
struct Entry {
    key: Option<Ident>,
    value: Option<Lit>,
    negative: bool,
    span: Span,
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        if input.peek(Lit) {
            return Ok(Self { key: None, value: Some(input.parse()?), negative: false, span });
        }
        let key = Some(input.call(Ident::parse_any)?);
        if input.parse::<Option<Token![=]>>()?.is_none() {
            return Ok(Self { key, value: None, negative: false, span });
        }
        let negative = input.parse::<Option<Token![-]>>()?.is_some();
        Ok(Self { key, value: Some(input.parse()?), negative, span })
    }
}

impl Entry {
    fn name(&self) -> String {
        self.key.as_ref().map(Ident::to_string).unwrap_or_default()
    }

    fn value_span(&self) -> Span {
        self.value.as_ref().map_or(self.span, Lit::span)
    }

    fn store<T>(&self, slot: &mut Option<T>, value: T, report: &mut Report) {
        if slot.is_some() {
            report.at(self.span, "given twice, or together with another that excludes it");
        }
        *slot = Some(value);
    }

    fn string(&self, may_be_empty: bool, report: &mut Report) -> Option<LitStr> {
        match &self.value {
            Some(Lit::Str(text)) if text.value().is_empty() && !may_be_empty => {
                report.at(text.span(), "the text must not be empty");
                None
            }
            Some(Lit::Str(text)) => Some(text.clone()),
            _ => {
                report.at(self.value_span(), format!("expected `{} = \"…\"`", self.name()));
                None
            }
        }
    }

    fn text(&self, slot: &mut Option<LitStr>, report: &mut Report) {
        if let Some(text) = self.string(false, report) {
            self.store(slot, text, report);
        }
    }

    fn any_text(&self, slot: &mut Option<LitStr>, report: &mut Report) {
        if let Some(text) = self.string(true, report) {
            self.store(slot, text, report);
        }
    }

    fn another(&self, list: &mut Vec<LitStr>, report: &mut Report) {
        list.extend(self.string(false, report));
    }

    fn number(&self, slot: &mut Option<i32>, report: &mut Report) {
        let parsed = match &self.value {
            Some(Lit::Int(number)) => LitInt::base10_parse::<i32>(number),
            _ => Err(syn::Error::new(self.value_span(), format!("expected `{} = NUMBER`", self.name()))),
        };
        match parsed {
            Ok(number) => self.store(slot, if self.negative { -number } else { number }, report),
            Err(error) => report.include(error),
        }
    }

    fn digits(&self, slot: &mut Option<Decimals>, report: &mut Report) {
        match &self.value {
            Some(Lit::Int(number)) if !self.negative => match number.base10_parse() {
                Ok(count) => self.store(slot, Decimals { count, span: number.span() }, report),
                Err(error) => report.include(error),
            },
            _ => report.at(self.value_span(), format!("expected `{} = NUMBER`", self.name())),
        }
    }

    fn flag(&self, slot: &mut Option<Ident>, report: &mut Report) {
        if self.value.is_some() {
            report.at(self.value_span(), format!("`{}` takes no value", self.name()));
        }
        let word = self.key.clone().unwrap_or_else(|| Ident::new("unnamed", self.span));
        self.store(slot, word, report);
    }

    fn unknown(&self, known: &[&str], report: &mut Report) {
        let known = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let message = match &self.key {
            Some(key) => format!("unknown entry `{key}`; known are {known}"),
            None => format!("a value without a name; known names are {known}"),
        };
        report.at(self.span, message);
    }
}

fn entries(attributes: &[Attribute], name: &str, report: &mut Report) -> Vec<Entry> {
    let mut found = Vec::new();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident(name)) {
        match attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated) {
            Ok(list) => found.extend(list),
            Err(error) => report.include(error),
        }
    }
    found
}

fn refuse_generics(input: &DeriveInput, report: &mut Report) {
    if !input.generics.params.is_empty() {
        report
            .at(input.generics.span(), "a described type has no generic parameters: it stands for one class");
    }
}

/// Text of the doc comments; their absence is a mistake because they are the users' documentation.
fn documentation(attributes: &[Attribute], ident: &Ident, what: &str, report: &mut Report) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> =
        lines.map(|line| line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned()).collect();
    let text = lines.join("\n").trim().to_owned();
    if text.is_empty() {
        report
            .at(ident.span(), format!("{what} `{ident}` needs a doc comment: it is what Python users read"));
    }
    text
}
