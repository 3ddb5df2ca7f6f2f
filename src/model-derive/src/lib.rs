//! Derive macros that turn a plain struct or enum into the schema that `pyzig_model` works with.
//!
//! The macros read attributes ([`attr`]), check them ([`check`]: every mistake is reported, each at its token)
//! and write one constant description ([`emit`]). Everything that happens with a description at run time is
//! ordinary code of `pyzig_model`.
//!
//! Use them through `pyzig_model`, which re-exports both; its documentation holds examples that compile.
#![forbid(unsafe_code)]

mod attr;
mod check;
mod emit;
mod report;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Describes a struct that is read from, and written to, one S-expression list.
///
/// Doc comments of the struct and of its fields are required: they are what Python users read.
///
/// `#[model(…)]` on the struct:
///
/// | entry | meaning |
/// |---|---|
/// | `module = "pcb"` | file format module that declares it (required) |
/// | `name = "Pad"` | class name for users, otherwise the struct's name |
/// | `token = "pad"` | first word of the list where no field names it, otherwise the name in snake case |
/// | `file` | the struct is a whole file; its fields are the lists at top level |
/// | `row` | the list has no first word: `(0 "F.Cu" signal)` |
///
/// `#[field(…)]` on a field; without any, the field is a list of its own, `(name value …)`:
///
/// | entry | meaning |
/// |---|---|
/// | `positional` | an atom of the parent: `(at X Y)` |
/// | `rest` | all atoms of the parent that are left; the type is a `Vec` |
/// | `repeated` | one list for each value; the type is a `Vec` |
/// | `name = "…"` | name for users, otherwise the field's name |
/// | `token = "…"` | first word of the field's list, otherwise the field's name |
/// | `alias = "…"` | another word that reads as this field; may repeat |
/// | `default = "…"` | value where nothing stands, spelled as in a file |
/// | `order = 100` | rank among the parent's children when inserted (0 otherwise) |
/// | `bare`, `quoted` | text is written without quotes, an enumeration with quotes |
/// | `word`, `presence`, `empty` | a boolean is written as a bare word, or only when true, or as `(token)` |
/// | `shared` | an earlier field answers to the same word; see `Field::shared` in `pyzig_model` |
///
/// `Option` makes a field optional, `Vec` makes it a list, any other type is required unless it has a default.
#[proc_macro_derive(Model, attributes(model, field))]
pub fn model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attr::StructInput::parse(&input)
        .and_then(check::structure)
        .map_or_else(syn::Error::into_compile_error, |checked| emit::structure(&checked))
        .into()
}

/// Describes an enumeration of words.
///
/// `#[model(module = "pcb", name = "E_pad_type")]` on the enum names the module (required) and the enumeration.
/// `#[value("thru_hole", token = "2", alias = "old")]` on a variant gives the value that users see (otherwise
/// the variant's name in snake case), its spelling in a file where it differs, and other spellings that read
/// as the same member. Doc comments of the enum and of its variants are required.
#[proc_macro_derive(ModelEnum, attributes(model, value))]
pub fn model_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attr::EnumInput::parse(&input)
        .and_then(check::enumeration)
        .map_or_else(syn::Error::into_compile_error, |checked| emit::enumeration(&checked))
        .into()
}
