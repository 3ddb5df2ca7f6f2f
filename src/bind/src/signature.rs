//! Signatures: how constructor parameters are shown, at run time and in stubs.

use std::borrow::Cow;

use pyzig_model::{Arity, Field, Kind};

/// Default of a field's constructor parameter as a Python literal; `None` where the argument is required. A nested
/// struct that is made of its own fields' defaults is shown as `...`.
pub fn default_literal(field: &Field) -> Option<Cow<'static, str>> {
    let spelling = match field.arity {
        Arity::Required => return None,
        Arity::Optional => return Some("None".into()),
        Arity::List => return Some("()".into()),
        Arity::Default(spelling) => spelling,
    };
    Some(match field.kind {
        Kind::Bool => (if matches!(spelling, "yes" | "true") { "True" } else { "False" }).into(),
        Kind::Int { .. } => spelling.into(),
        Kind::Float if spelling.contains(['.', 'e', 'E']) => spelling.into(),
        Kind::Float => format!("{spelling}.0").into(),
        Kind::Enum(schema) => {
            text_literal(schema().by_token(spelling).map_or(spelling, |member| member.value)).into()
        }
        Kind::Text => text_literal(spelling).into(),
        Kind::Struct(_) => "...".into(),
    })
}

/// Whether a field's value may be `None`: where it is optional, and where it is a nested struct that files may lack.
pub fn takes_none(field: &Field) -> bool {
    match field.arity {
        Arity::Optional => true,
        Arity::Default(_) => matches!(field.kind, Kind::Struct(_)),
        Arity::Required | Arity::List => false,
    }
}

/// Text as a Python literal.
pub fn text_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => literal.extend(['\\', character]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            _ => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::text_literal;

    #[test]
    fn text_is_escaped() {
        assert_eq!(text_literal("a\"b\\c\nd"), r#""a\"b\\c\nd""#);
    }
}
