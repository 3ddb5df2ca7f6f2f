//! Schemas: constant descriptions of what a typed element may hold.
//!
//! A schema is data. The derive macros write one for each struct and enum; reading, writing, comparing and
//! exposing to Python are generic functions over it, so that a field is declared exactly once.

use std::any::TypeId;

use sexp::{Head, Names};

/// Description of a struct that is read from, and written to, one S-expression list.
#[derive(Debug)]
pub struct Schema {
    /// Class name as users see it, such as `Pad`.
    pub name: &'static str,
    /// Name of the file format's module that declares it, such as `pcb`.
    pub module: &'static str,
    /// First word of the list when an element is written outside of a field that names it.
    pub token: &'static str,
    /// Documentation of the class.
    pub doc: &'static str,
    /// Fields in the order users see them (constructor, `__field_names__`).
    pub fields: &'static [Field],
    /// Whether this is a list or the file around it.
    pub shape: Shape,
    /// Whether a field may be said ahead of a text: see [`Field::ahead`].
    pub led: bool,
    /// Whether a field stands elsewhere in elements of some fields: see [`Field::other_order`].
    pub has_other_order: bool,
    /// Whether an element may hold another one of its kind, however far below. Structs that hold each other in circles do
    /// so only where one of each circle says it, which the compiler sees to.
    pub recursive: bool,
    /// Type that carries this schema.
    pub type_id: fn() -> TypeId,
}

/// What kind of thing a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A list `(token …)`.
    List,
    /// A list without a first word: `(0 "F.Cu" signal)`. Its field is a list field that keeps all rows in one
    /// list, `(layers (0 "F.Cu" signal) (2 "B.Cu" signal))`, or a repeated one.
    Row,
    /// A whole file; its only field is the file's top-level list.
    File,
}

/// Description of one field.
#[expect(clippy::struct_excessive_bools, reason = "each is a statement of its own about a field")]
#[derive(Debug)]
pub struct Field {
    /// Name as users see it.
    pub name: &'static str,
    /// Word that starts the field's list, or that is the field's flag.
    pub token: &'static str,
    /// Other words that stand for the same field in older or newer files.
    pub aliases: &'static [&'static str],
    /// All these words.
    pub names: Names,
    /// Documentation of the field.
    pub doc: &'static str,
    /// Where in the parent's list the value stands.
    pub place: Place,
    /// What the value is.
    pub kind: Kind,
    /// How often the value may stand there.
    pub arity: Arity,
    /// What a field that must be there reads as where a file leaves it out all the same, as KiCad reads such a file;
    /// spelled as in a file. Of a nested struct, that is what its list says after its first word; it becomes part of the
    /// document when it is first changed. A field with a default may have one as well, where KiCad reads what is absent as
    /// something else than what new elements get.
    pub absent: Option<&'static str>,
    /// First word of another list of the parent, where older files say a boolean as a bare word: `unlocked` in
    /// `(fp_text user "x" (at 1 2 unlocked))`.
    pub within: Option<&'static str>,
    /// Whether older files say a boolean as a bare word before a text of the element's own: `(gr_text locked "x")`.
    pub ahead: bool,
    /// Rank among the parent's children when the field is inserted; fields of equal rank keep the order in
    /// which they are declared.
    pub order: i32,
    /// The same in elements that a field puts [in the other order](Self::in_other_order).
    pub other_order: i32,
    /// Whether what stands elsewhere in some elements does so in those of this field: the `hide` of a property in the
    /// symbols of a library.
    pub in_other_order: bool,
    /// Whether words of this field are written in quotes.
    pub quoted: bool,
    /// Texts that are written without quotes all the same.
    pub bare_words: &'static [&'static str],
    /// How a boolean is written where none stood before.
    pub switch: Switch,
    /// Whether the default is not written where nothing stood before.
    pub silent: bool,
    /// Digits after the point that a new number has at least, zeros included.
    pub decimals: u8,
    /// Whether another field of the same schema answers to one of this field's words. Such fields share what
    /// stands there, in the order in which they are declared:
    ///
    /// - Nested structs take one list each, a repeated field all that are left: the first `(polygon …)` belongs
    ///   to `polygon`, the others to `more_polygons`.
    /// - Other values take the atoms of the one list, as positional fields take those of their parent:
    ///   `(paper "User" 210 230)` holds a word and two numbers, `(net "GND")` has no number but a name.
    pub shared: bool,
    /// Where the atom of a positional field stands, if the fields before it take one atom each that must be there.
    pub seat: Option<Seat>,
}

/// Where the atom of a positional field stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Number of atoms before it that belong to fields.
    pub number: usize,
    /// Whether all these are numbers.
    pub after_numbers: bool,
}

/// Where a value stands in its parent's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// An atom of the parent itself: `(at X Y)`. Atoms are matched with the positional fields in order; an
    /// optional field is skipped where the atom cannot be its value.
    Positional,
    /// All remaining atoms of the parent: `(layers A B C)` seen from within.
    Rest,
    /// A list of its own: `(token VALUE …)`. A list field keeps all its values in that one list.
    Child,
    /// A list of its own for each value: `(token …) (token …)`.
    Repeated,
}

/// How often a value may stand in its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arity {
    /// Exactly once.
    Required,
    /// At most once; absent reads as none.
    Optional,
    /// At most once; absent reads as this value, spelled as in a file, unless the field says otherwise. A new element gets
    /// it.
    ///
    /// For a nested struct it is empty: an absent one reads as nothing, a new element gets one that consists of
    /// the defaults of its fields.
    Default(&'static str),
    /// Any number of times.
    List,
}

/// How a new boolean is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// `(token yes)` and `(token no)`.
    YesNo,
    /// `(token yes)`; nothing when false. Any list of that name reads as true, unless it says `no`.
    Presence,
    /// `(token)`; nothing when false. Reads as [`Switch::Presence`] does, so `(power global)` is true.
    Empty,
    /// The bare word `token`; nothing when false.
    Word,
}

/// Type of a value.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// `yes`/`no`, `true`/`false`, or the presence of a word. `none` reads as nothing where the field is
    /// optional: `(tenting (front none))` leaves the choice to the board.
    Bool,
    /// A whole number between both bounds, inclusive.
    Int {
        /// Smallest value that fits.
        min: i64,
        /// Largest value that fits.
        max: i64,
    },
    /// A number, in the unit of the file (millimetres and degrees in KiCad).
    Float,
    /// Text, quoted or not.
    Text,
    /// One of a set of words. Where a list stands in a word's place, `(word yes)` means the word and `(word no)`
    /// nothing: `(tenting (front yes) (back no))` reads as `(tenting front)`.
    Enum(fn() -> &'static EnumSchema),
    /// A nested list with a schema of its own.
    Struct(fn() -> &'static Schema),
}

/// Description of an enumeration.
#[derive(Debug)]
pub struct EnumSchema {
    /// Name as users see it, such as `E_pad_type`.
    pub name: &'static str,
    /// Name of the module that declares it.
    pub module: &'static str,
    /// Documentation of the enumeration.
    pub doc: &'static str,
    /// Members in order.
    pub members: &'static [Member],
    /// Type that carries this schema.
    pub type_id: fn() -> TypeId,
}

/// One member of an enumeration.
#[derive(Debug)]
pub struct Member {
    /// Value as users see it, such as `thru_hole`.
    pub value: &'static str,
    /// Spelling in a file; mostly the same as the value.
    pub token: &'static str,
    /// Other spellings that read as this member.
    pub aliases: &'static [&'static str],
    /// Documentation of the member.
    pub doc: &'static str,
}

/// Description of a file format's module.
#[derive(Debug)]
pub struct ModuleSchema {
    /// Module name, such as `pcb`.
    pub name: &'static str,
    /// Documentation of the module.
    pub doc: &'static str,
    /// The whole file.
    pub file: fn() -> &'static Schema,
    /// Structs that the module declares, the file included, in order.
    pub structs: &'static [fn() -> &'static Schema],
    /// Enumerations that the module declares, in order.
    pub enums: &'static [fn() -> &'static EnumSchema],
}

impl Schema {
    /// Field of this name, as users see it.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Fields that stand elsewhere in elements of some fields.
    pub(crate) fn moved(&'static self) -> impl Iterator<Item = &'static Field> {
        let fields = if self.has_other_order { self.fields } else { &[] };
        fields.iter().filter(|field| field.other_order != field.order)
    }
}

impl Schema {
    /// First position of the element's own numbers, and that of a number among them, where nothing stands before it but
    /// numbers that must be there.
    #[inline]
    pub fn place_of_number(&self, field: &'static Field) -> Option<(usize, usize)> {
        let seat = field.seat.filter(|seat| seat.after_numbers && matches!(field.kind, Kind::Float))?;
        let first = usize::from(self.shape == Shape::List);
        Some((first, first + seat.number))
    }
}

impl Field {
    /// Whether a list that starts with this word belongs to the field.
    pub fn answers_to(&self, word: &str) -> bool {
        self.token == word || self.aliases.contains(&word)
    }

    /// Rank among the parent's children when the field is inserted.
    pub(crate) fn rank(&self, in_other_order: bool) -> i32 {
        if in_other_order { self.other_order } else { self.order }
    }

    /// Whether a list with this first word belongs to the field.
    pub(crate) fn starts(&self, head: Head<'_>) -> bool {
        self.names.include(head)
    }

    /// What the field reads as where nothing stands, spelled as in a file, if that is a value of its own.
    pub(crate) fn unsaid(&self) -> Option<&'static str> {
        match self.arity {
            Arity::Default(default) => self.absent.or(Some(default)),
            _ => self.absent,
        }
    }

    /// Whether the field's value is a struct that has a list of its own.
    pub fn has_own_element(&self) -> bool {
        self.place == Place::Child && matches!(self.kind, Kind::Struct(_)) && !self.is_list()
    }

    /// Whether the field holds any number of values.
    pub fn is_list(&self) -> bool {
        self.arity == Arity::List
    }
}

impl EnumSchema {
    /// Member that users spell so.
    pub fn by_value(&self, value: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.value == value)
    }

    /// Member that files spell so.
    pub fn by_token(&self, token: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.token == token || member.aliases.contains(&token))
    }
}
