//! What the code written by the derive macros calls. Not for use by hand.

use sexp::Names;

use crate::{Arity, EnumSchema, Error, Field, Kind, Member, Model, ModelEnum, Object, Seat, Value};

/// Reads a nested struct. Where it is absent and has a default, it consists of the defaults of its fields.
pub fn structure<T: Model>(value: &Value<'_>, field: &'static Field) -> Result<T, Error> {
    match value {
        Value::Object(object) => T::read(object),
        Value::None if matches!(field.arity, Arity::Default(_)) => T::read(&Object::build(T::schema(), [])?),
        other => Err(Error::mismatch(field, other)),
    }
}

/// Reads a member of an enumeration.
pub fn enumeration<T: ModelEnum>(value: &Value<'_>, field: &'static Field) -> Result<T, Error> {
    match value {
        Value::Enum(member) => T::from_member(member).ok_or_else(|| Error::mismatch(field, value)),
        other => Err(Error::mismatch(field, other)),
    }
}

/// Variant in the place that the member has in its schema.
pub fn variant<T: Copy>(schema: &'static EnumSchema, member: &'static Member, variants: &[T]) -> Option<T> {
    let index = schema.members.iter().position(|candidate| std::ptr::eq(candidate, member))?;
    variants.get(index).copied()
}

/// First words of the lists of a field.
pub const fn names(token: &'static str, aliases: &'static [&'static str]) -> Names {
    Names::new(token, aliases)
}

/// Where the atom of a positional field stands, given the kinds and arities of the positional fields before it and its
/// own: nothing where they do not tell.
pub const fn seat(before: &[(Kind, Arity)], own: (Kind, Arity)) -> Option<Seat> {
    let mut after_numbers = true;
    let mut rest = before;
    while let [(kind, arity), others @ ..] = rest {
        if !matches!(arity, Arity::Required) || matches!(kind, Kind::Struct(_)) {
            return None;
        }
        after_numbers = after_numbers && matches!(kind, Kind::Float | Kind::Int { .. });
        rest = others;
    }
    match own {
        (Kind::Struct(_), _) | (_, Arity::List) => None,
        _ => Some(Seat { number: before.len(), after_numbers }),
    }
}

/// Whether a value of this kind is quoted where its field does not say.
pub const fn usually_quoted(kind: Kind) -> bool {
    matches!(kind, Kind::Text)
}

/// Refuses `decimals` on what is not a number with a point.
pub const fn check_decimals(kind: Kind) {
    assert!(matches!(kind, Kind::Float), "`decimals` needs a number with a point");
}

/// Refuses `bare` on what is never quoted.
pub const fn check_bare(kind: Kind) {
    assert!(matches!(kind, Kind::Text), "`bare` needs a text: nothing else is quoted by itself");
}

/// Refuses `bare_words` on what is never quoted.
pub const fn check_bare_words(kind: Kind) {
    assert!(matches!(kind, Kind::Text), "`bare_words` needs a text: nothing else is quoted by itself");
}

/// Refuses `quoted` on what is not a word, and on text, which is quoted by itself.
pub const fn check_quoted(kind: Kind) {
    assert!(matches!(kind, Kind::Enum(_)), "`quoted` needs an enumeration: text is quoted by itself");
}

/// Refuses a default that its field could not read. Members of enumerations are checked by
/// [`crate::ModuleSchema::problems`], because constants cannot look into them.
pub const fn check_default(kind: Kind, default: &str) {
    let text = default.as_bytes();
    match kind {
        Kind::Bool => assert!(equal(text, b"yes") || equal(text, b"no"), "the default must be `yes` or `no`"),
        Kind::Int { min, max } => match whole(text) {
            Some(number) => assert!(min <= number && number <= max, "the default is out of the type's range"),
            None => panic!("the default must be a whole number"),
        },
        Kind::Float => assert!(is_number(text), "the default must be a number"),
        Kind::Text | Kind::Enum(_) => {}
        Kind::Struct(_) => {
            assert!(text.is_empty(), "a nested struct is made of the defaults of its fields: use `\"\"`");
        }
    }
}

/// Refuses an `absent` that its field could not read. What a nested struct says is checked by
/// [`crate::ModuleSchema::problems`].
pub const fn check_absent(kind: Kind, absent: &str) {
    if !matches!(kind, Kind::Struct(_)) {
        check_default(kind, absent);
    }
}

const fn equal(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut index = 0;
    while index < left.len() {
        if left[index] != right[index] {
            return false;
        }
        index += 1;
    }
    true
}

const fn whole(text: &[u8]) -> Option<i64> {
    let negative = !text.is_empty() && text[0] == b'-';
    let mut index = if negative { 1 } else { 0 };
    if index == text.len() {
        return None;
    }
    let mut number: i64 = 0;
    while index < text.len() {
        if !text[index].is_ascii_digit() {
            return None;
        }
        let digit = (text[index] - b'0') as i64;
        let Some(shifted) = number.checked_mul(10) else {
            return None;
        };
        let Some(sum) = shifted.checked_add(if negative { -digit } else { digit }) else {
            return None;
        };
        number = sum;
        index += 1;
    }
    Some(number)
}

const fn is_number(text: &[u8]) -> bool {
    let mut index = if !text.is_empty() && text[0] == b'-' { 1 } else { 0 };
    let mut digits = 0;
    let mut points = 0;
    while index < text.len() {
        if text[index].is_ascii_digit() {
            digits += 1;
        } else if text[index] == b'.' && digits > 0 && points == 0 {
            points = 1;
        } else {
            return false;
        }
        index += 1;
    }
    digits > 0
}
