//! What several tests ask of a file.

pub(crate) mod edits;

use pyzig_model::{Object, Schema, Value, load};

/// Schema of the newest format whose files start with this text.
pub(crate) fn schema_of(text: &str) -> Option<&'static Schema> {
    let word: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .flat_map(str::chars)
        .skip_while(|letter| *letter == '(' || letter.is_whitespace())
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect();
    let files = pyzig_kicad::MODULES.iter().map(|module| (module.file)());
    files.into_iter().find(|file| file.fields.iter().any(|field| field.answers_to(&word)))
}

/// What is wrong with how a file is read, in sentences.
pub(crate) fn faults(text: &str) -> Vec<String> {
    let Some(schema) = schema_of(text) else { return vec!["no format has this first word".to_owned()] };
    let file = match load(schema, text) {
        Ok(file) => file,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    if pyzig_model::dump(&file) != text {
        faults.push("comes back changed".to_owned());
    }
    faults.extend(file.validate().into_iter().map(|problem| format!("{}: {}", problem.path, problem.error)));
    faults.extend(file.unknown().into_iter().map(|token| format!("unknown: {}: {}", token.path, token.text)));
    if faults.is_empty() {
        match file.rebuilt() {
            Ok(copy) if copy.equals(&file) => {}
            Ok(copy) => faults.push(first_difference(&file, &copy)),
            Err(error) => faults.push(format!("cannot be built from its own values: {error}")),
        }
    }
    faults
}

/// Innermost place where two objects of the same schema differ.
fn first_difference(left: &Object, right: &Object) -> String {
    let (mut left, mut right) = (left.clone(), right.clone());
    let mut path = String::new();
    'down: loop {
        for field in left.schema().fields {
            let mut pairs = Vec::new();
            match (left.get(field), right.get(field)) {
                (Ok(Value::Object(a)), Ok(Value::Object(b))) => pairs.push((a, b)),
                (Ok(Value::List(a)), Ok(Value::List(b))) => {
                    if a.len() != b.len() {
                        return format!("{path}.{}: {} and {} items", field.name, a.len(), b.len());
                    }
                    let both = a.snapshot().into_iter().flatten().zip(b.snapshot().into_iter().flatten());
                    for (a, b) in both {
                        match (a, b) {
                            (Value::Object(a), Value::Object(b)) => pairs.push((a, b)),
                            (a, b) if format!("{a:?}") != format!("{b:?}") => {
                                return format!("{path}.{}: {a:?} becomes {b:?}", field.name);
                            }
                            _ => {}
                        }
                    }
                }
                (Ok(a), Ok(b)) if format!("{a:?}") != format!("{b:?}") => {
                    return format!("{path}.{}: {a:?} becomes {b:?} in {}", field.name, right.text());
                }
                _ => {}
            }
            if let Some((a, b)) = pairs.into_iter().find(|(a, b)| !a.equals(b)) {
                path = format!("{path}.{}", field.name);
                (left, right) = (a, b);
                continue 'down;
            }
        }
        return format!("{path}: {} becomes {}", left.text(), right.text());
    }
}
