//! Short descriptions of objects.

use std::fmt::Write;

use crate::{Object, Value};

/// Longer texts are cut.
const LONGEST_TEXT: usize = 60;

impl Object {
    /// A short description in one line: class and fields that are set, nested objects without theirs.
    pub fn repr(&self) -> String {
        let mut out = format!("{}.{}(", self.schema().module, self.schema().name);
        self.write_fields(&mut out, |object, out| {
            let mut inner = String::new();
            object.write_fields(&mut inner, |object, out| {
                let _ = write!(out, "{}(...)", object.schema().name);
            });
            let _ = write!(out, "{}({inner})", object.schema().name);
        });
        out.push(')');
        out
    }

    fn write_fields(&self, out: &mut String, nested: impl Fn(&Self, &mut String)) {
        let mut first = true;
        for field in self.schema().fields {
            let value = match self.get(field) {
                Ok(Value::None) => continue,
                Ok(Value::List(list)) if list.is_empty() => continue,
                Ok(value) => value,
                Err(_) => {
                    separate(out, &mut first, field.name);
                    out.push_str("<invalid>");
                    continue;
                }
            };
            separate(out, &mut first, field.name);
            match value {
                Value::None => {}
                Value::Bool(truth) => out.push_str(if truth { "True" } else { "False" }),
                Value::Int(number) => out.push_str(&number.to_string()),
                Value::Float(number) => out.push_str(&sexp::exact_number(number)),
                Value::Text(text) => quoted(&text, out),
                Value::Enum(member) => quoted(member.value, out),
                Value::Object(object) => nested(&object, out),
                Value::List(list) => {
                    let _ = match list.len() {
                        1 => write!(out, "[1 item]"),
                        count => write!(out, "[{count} items]"),
                    };
                }
            }
        }
    }
}

fn separate(out: &mut String, first: &mut bool, name: &str) {
    if !std::mem::take(first) {
        out.push_str(", ");
    }
    out.push_str(name);
    out.push('=');
}

/// Writes a text as Python would, cut where it is long.
fn quoted(text: &str, out: &mut String) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for (at, character) in text.char_indices() {
        if at >= LONGEST_TEXT {
            out.push('…');
            break;
        }
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            character if character == quote => {
                out.push('\\');
                out.push(character);
            }
            character if character.is_control() => {
                let _ = write!(out, "\\x{:02x}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out.push(quote);
}
