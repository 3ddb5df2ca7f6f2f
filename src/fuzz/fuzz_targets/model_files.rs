//! A file of any format, made of the words of its schema and of others, or of any bytes: it comes back unchanged, also
//! after all that was read of it is written back; nothing that is taken out or added stops the program.
#![no_main]

#[allow(dead_code, reason = "one of several things that hold for all files")]
#[path = "../../kicad/tests/support/edits.rs"]
mod edits;

use libfuzzer_sys::fuzz_target;
use pyzig_model::{Field, Input, Kind, Object, Place, Schema, Shape, Value, dump, load};

/// Lists within each other are no deeper.
const DEEPEST: usize = 8;
/// Lists of a file that are changed.
const CHANGED: usize = 40;
/// Atoms of all kinds, sensible or not.
const ATOMS: [&str; 16] = [
    "yes",
    "no",
    "none",
    "1",
    "-2.5",
    "0x10",
    "1e3",
    "\"\"",
    "\"a b\"",
    "\"\\n\\\"\"",
    "F.Cu",
    "hide",
    "locked",
    "1_0",
    "#",
    "999999999999",
];

fuzz_target!(|input: (u8, bool, Vec<u8>)| {
    let (module, is_text, bytes) = input;
    if is_text {
        if let Ok(text) = std::str::from_utf8(&bytes) {
            pyzig_kicad::MODULES.iter().for_each(|module| check((module.file)(), text));
        }
        return;
    }
    let modules = pyzig_kicad::MODULES;
    let schema = (modules[usize::from(module) % modules.len()].file)();
    let mut text = String::new();
    let mut bytes = bytes.into_iter();
    for field in schema.fields {
        if let Kind::Struct(nested) = field.kind {
            write_list(field.token, nested(), &mut bytes, 0, &mut text);
            text.push('\n');
        }
    }
    check(schema, &text);
});

/// Writes a list of a schema, as the bytes have it.
fn write_list(
    word: &str,
    schema: &Schema,
    bytes: &mut impl Iterator<Item = u8>,
    depth: usize,
    out: &mut String,
) {
    out.push('(');
    if schema.shape != Shape::Row {
        out.push_str(word);
    }
    while let Some(choice) = bytes.next().map(usize::from).filter(|choice| *choice < 250) {
        out.push_str(if choice % 7 == 0 { "\n\t" } else { " " });
        match schema.fields.get(choice % (schema.fields.len() + 2)) {
            Some(field) => write_field(field, choice, bytes, depth, out),
            None if choice % 3 == 0 => out.push_str("(unknown (deep yes))"),
            None => write_atom(choice, out),
        }
    }
    out.push(')');
}

fn write_field(
    field: &Field,
    choice: usize,
    bytes: &mut impl Iterator<Item = u8>,
    depth: usize,
    out: &mut String,
) {
    let atoms = bytes.next().map_or(0, usize::from);
    let word = field.aliases.get(choice % 5).copied().unwrap_or(field.token);
    match (field.place, field.kind) {
        (Place::Child | Place::Repeated, Kind::Struct(nested)) if depth < DEEPEST => {
            let is_within = field.place == Place::Child && field.is_list();
            if is_within {
                out.push_str(&format!("({word} "));
                write_list(nested().token, nested(), bytes, depth + 1, out);
                out.push(')');
            } else {
                write_list(word, nested(), bytes, depth + 1, out);
            }
        }
        (Place::Child | Place::Repeated, kind) => {
            out.push('(');
            out.push_str(word);
            for at in 0..atoms % 4 {
                out.push(' ');
                write_value(kind, atoms / 4 + at, out);
            }
            out.push(')');
        }
        (_, kind) => write_value(kind, atoms, out),
    }
}

/// Writes what fits a kind, mostly.
fn write_value(kind: Kind, choice: usize, out: &mut String) {
    match kind {
        Kind::Enum(members) if choice % 4 > 0 => {
            let members = members().members;
            out.push_str(members[choice % members.len()].token);
        }
        Kind::Int { .. } | Kind::Float if choice % 4 > 0 => out.push_str(&choice.to_string()),
        Kind::Text if choice % 4 > 0 => out.push_str(&format!("\"{choice}\"")),
        _ => write_atom(choice, out),
    }
}

fn write_atom(choice: usize, out: &mut String) {
    out.push_str(ATOMS[choice % ATOMS.len()]);
}

fn check(schema: &'static Schema, text: &str) {
    let Ok(file) = load(schema, text) else { return };
    assert_eq!(dump(&file), text);
    let is_known = file.validate().is_empty() & file.unknown().is_empty();
    let faults = edits::write_back(&file);
    assert!(faults.is_empty(), "{faults:?}\n{text}");
    assert_eq!(dump(&file), text, "after writing back what was read");
    if is_known && let Ok(copy) = file.rebuilt() {
        let text = dump(&copy);
        assert!(load(schema, text.as_str()).is_ok_and(|read| read.equals(&copy)), "{text}");
    }
    change(&file);
    let changed = dump(&file);
    let again = load(schema, changed.as_str()).expect("what was changed reads");
    assert_eq!(dump(&again), changed);
}

/// Takes out, puts back and adds items of lists, and leaves out what may be left out.
fn change(file: &Object) {
    let mut work = vec![file.clone()];
    let mut changed = 0;
    while let Some(object) = work.pop().filter(|_| changed < CHANGED) {
        for field in object.schema().fields {
            let Ok(value) = object.get(field).map(Value::into_owned) else { continue };
            match value {
                Value::Object(nested) => work.push(nested),
                Value::List(list) if !list.is_empty() => {
                    changed += 1;
                    let Ok(Some(item)) = list.get(0).map(|item| item.map(Value::into_owned)) else {
                        continue;
                    };
                    let length = list.len();
                    let copy = match &item {
                        Value::Object(object) => Value::Object(object.copy()),
                        other => other.clone(),
                    };
                    let added = list.insert(length, Input::from(&copy));
                    assert!(
                        added.is_err() || list.len() == length + 1,
                        "{}.{}",
                        object.schema().name,
                        field.name
                    );
                    if list.remove(0).is_ok() {
                        let _ = list.insert(0, Input::from(&item));
                    }
                    work.extend(match item {
                        Value::Object(nested) => Some(nested),
                        _ => None,
                    });
                }
                Value::None | Value::List(_) => {}
                value => {
                    let _ = object.set(field, Input::None);
                    let _ = object.set(field, Input::from(&value));
                }
            }
        }
    }
}
