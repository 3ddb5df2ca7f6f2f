//! Derive macros that turn a plain struct or enum into the schema that `pyzig_model` works with.
//!
//! The macros read attributes (`attr`), check them (`check`: every mistake is reported, each at its token)
//! and write one constant description (`emit`). Everything that happens with a description at run time is
//! ordinary code of `pyzig_model`.
//!
//! Use them through `pyzig_model`, which re-exports both; its documentation holds examples that compile.
#![forbid(unsafe_code)]

mod attr;
mod check;
mod emit;

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
/// | `recursive` | an element may hold another one of its kind, however far below; one struct of each circle says so |
/// | `first = "…"` | names of the fields that come first for users, in order, where the declaration has another one |
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
/// | `absent = "…"` | what it reads as where a file lacks it, spelled as in a file, of a nested struct without its first word; a new element must have it, or has its default, all the same |
/// | `within = "…"` | first word of another field's list, where older files say a boolean as a bare word |
/// | `ahead` | older files say a boolean as a bare word before a text of the parent: `(gr_text locked "x")` |
/// | `order = 100` | rank among the parent's children when inserted (0 otherwise) |
/// | `other_order = 50`, `in_other_order` | the same where the parent is an element of a field that says `in_other_order` |
/// | `silent` | a new element does not say the default |
/// | `decimals = 6` | digits after the point that a new number has at least: `12.000000` |
/// | `bare`, `quoted` | text is written without quotes, an enumeration with quotes |
/// | `bare_words = "…"` | words that a text is written as without quotes |
/// | `word`, `presence`, `empty` | a boolean is written as a bare word, or only when true, or as `(token)` |
/// | `shared` | an earlier field answers to the same word; see `Field::shared` in `pyzig_model` |
///
/// `Option` makes a field optional, `Vec` makes it a list, any other type is required unless it has a default.
/// A nested struct may have the default `""`: a new element gets one made of the defaults of its own fields.
///
/// ```
/// use pyzig_model::{Arity, Model, ModelEnum, Place, Switch};
///
/// /// Side of a board.
/// #[derive(Clone, Copy, ModelEnum)]
/// #[model(module = "sample", name = "E_side")]
/// pub enum Side {
///     /// The front.
///     #[value("front", token = "F", alias = "top")]
///     Front,
///     /// The back: its value and its word are `back`.
///     Back,
/// }
///
/// /// One row of a table: `(0 "F.Cu" hide)`.
/// #[derive(Model)]
/// #[model(module = "sample", row)]
/// pub struct Row {
///     /// Number.
///     #[field(positional)]
///     pub number: u32,
///     /// All other atoms.
///     #[field(rest)]
///     pub words: Vec<String>,
/// }
///
/// /// A part: `(part "R1" (side F) (generator kicad) locked (property "a") (property "b") (rows (0 "x")))`.
/// #[derive(Model)]
/// #[model(module = "sample", name = "Part", token = "part")]
/// pub struct SamplePart {
///     /// Its name, an atom of the part itself.
///     #[field(positional)]
///     pub name: String,
///     /// A list of its own, `(side F)`; the quotes are unusual for an enumeration.
///     #[field(quoted, default = "F")]
///     pub side: Side,
///     /// Text without quotes. Older files called it `host`.
///     #[field(bare, alias = "host")]
///     pub generator: Option<String>,
///     /// Second atom of the same list, where there is one.
///     #[field(token = "generator", shared)]
///     pub generator_version: Option<String>,
///     /// The bare word `locked`.
///     #[field(word, order = -10)]
///     pub locked: Option<bool>,
///     /// `(hide yes)`, and nothing where it is not.
///     #[field(presence, name = "hidden", token = "hide")]
///     pub concealed: Option<bool>,
///     /// `(power)`.
///     #[field(empty)]
///     pub power: Option<bool>,
///     /// One list for each.
///     #[field(repeated, token = "property")]
///     pub properties: Vec<String>,
///     /// All rows in one list.
///     pub rows: Vec<Row>,
/// }
///
/// /// A whole file.
/// #[derive(Model)]
/// #[model(module = "sample", file)]
/// pub struct PartFile {
///     /// The list at top level.
///     pub part: SamplePart,
/// }
///
/// let part = SamplePart::schema();
/// assert_eq!((part.name, part.token), ("Part", "part"));
/// assert_eq!(part.field("name").map(|field| field.place), Some(Place::Positional));
/// assert_eq!(part.field("side").map(|field| field.arity), Some(Arity::Default("F")));
/// assert_eq!(part.field("hidden").map(|field| field.switch), Some(Switch::Presence));
/// ```
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
///
/// ```
/// use pyzig_model::ModelEnum;
///
/// /// How zones connect to a pad. Files hold numbers.
/// #[derive(Clone, Copy, ModelEnum)]
/// #[model(module = "sample", name = "E_zone_connection")]
/// pub enum ZoneConnection {
///     /// Not at all.
///     #[value("NONE", token = "0", alias = "none")]
///     None,
///     /// Without a gap.
///     #[value("FULL", token = "2")]
///     Full,
/// }
///
/// assert_eq!(ZoneConnection::Full.member().token, "2");
/// assert_eq!(ZoneConnection::schema().by_token("none").map(|member| member.value), Some("NONE"));
/// ```
#[proc_macro_derive(ModelEnum, attributes(model, value))]
pub fn model_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    attr::EnumInput::parse(&input)
        .and_then(check::enumeration)
        .map_or_else(syn::Error::into_compile_error, |checked| emit::enumeration(&checked))
        .into()
}
