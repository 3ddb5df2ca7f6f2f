//! What several tests ask of a file.

use pyzig_model::{Error, Input, Object, Schema, Value, load};

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
        match rebuild(&file) {
            Ok(copy) if copy.equals(&file) => {}
            Ok(copy) => faults.push(first_difference(&file, &copy)),
            Err(error) => faults.push(format!("cannot be built from its own values: {error}")),
        }
    }
    faults
}

/// Builds an object from the values of all its fields, as Python code copies one.
pub(crate) fn rebuild(object: &Object) -> Result<Object, Error> {
    let mut nested: Vec<Vec<Object>> = Vec::new();
    let mut values = Vec::new();
    for field in object.schema().fields {
        let items = match object.get(field)? {
            Value::List(list) => list.snapshot()?.into_iter().map(Value::into_owned).collect(),
            single => vec![single.into_owned()],
        };
        let copies = items.iter().filter_map(|item| match item {
            Value::Object(below) => Some(rebuild(below)),
            _ => None,
        });
        nested.push(copies.collect::<Result<_, _>>()?);
        values.push(items);
    }
    let fields = object.schema().fields.iter();
    let inputs = fields.zip(values.iter().zip(&nested)).map(|(field, (values, nested))| {
        let mut nested = nested.iter();
        let mut inputs: Vec<_> = values
            .iter()
            .map(|value| match value {
                Value::None | Value::List(_) => Input::None,
                Value::Bool(truth) => Input::Bool(*truth),
                Value::Int(number) => Input::Int(*number),
                Value::Float(number) => Input::Float(*number),
                Value::Text(text) => Input::Text(text),
                Value::Enum(member) => Input::Member(member),
                Value::Object(_) => nested.next().map_or(Input::None, Input::Object),
            })
            .collect();
        let input = if field.is_list() { Input::Items(inputs) } else { inputs.remove(0) };
        (field, input)
    });
    Object::build(object.schema(), inputs)
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
