//! What holds for every change of every file: it touches the lines of what is changed and no others, and undoing it
//! gives the original bytes.

use pyzig_model::{Arity, Field, Input, Kind, List, Object, Place, Shape, Value};
use sexp::Document;

/// What a change is made to.
#[derive(Clone)]
enum Target {
    /// A value that stands in the file.
    Scalar(Object, &'static Field),
    /// A value of a nested struct that stands nowhere, and the field of a struct in the file that it is, or is within.
    Unsaid { owner: (Object, &'static Field), scalar: (Object, &'static Field) },
    /// A field that is not there, or a nested struct that may be left out.
    Optional(Object, &'static Field),
    /// An item of a list field, each of which is a list in the file.
    Item(List, usize),
}

/// Reads every field of every object of a file and writes back what was read.
pub(crate) fn write_back(file: &Object) -> Vec<String> {
    let mut faults = Vec::new();
    let mut work = vec![file.clone()];
    while let Some(object) = work.pop() {
        for field in object.schema().fields {
            let Ok(value) = object.get(field).map(Value::into_owned) else { continue };
            let set = match &value {
                Value::List(list) => {
                    // An item that does not fit its field cannot be read.
                    let Ok(items) = list.snapshot() else { continue };
                    let set = object.set(field, Input::Items(items.iter().map(Input::from).collect()));
                    work.extend(items.into_iter().filter_map(nested));
                    set
                }
                value => object.set(field, Input::from(value)),
            };
            if let Err(error) = set {
                faults.push(format!(
                    "{}.{} refuses its own value: {error}",
                    object.schema().name,
                    field.name
                ));
            }
            work.extend(nested(value));
        }
    }
    faults
}

/// Changes what `picks` choose, one after the other, each time undoing the change.
pub(crate) fn faults(file: &Object, text: &str, picks: impl IntoIterator<Item = u64>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut all = targets(file);
    for pick in picks {
        let Some(count) = u64::try_from(all.len()).ok().filter(|count| *count > 0) else { break };
        let Some(target) = usize::try_from(pick % count).ok().and_then(|at| all.get(at)).cloned() else {
            break;
        };
        let found = match &target {
            Target::Scalar(object, field) => change_scalar(file, text, object, field),
            Target::Unsaid { owner, scalar } => change_unsaid(file, text, owner, scalar),
            Target::Optional(object, field) => leave_out(file, text, object, field),
            Target::Item(list, index) => remove_and_append(file, text, list, *index),
        };
        if let Err(fault) = found {
            faults.push(fault);
            // What was not undone is none of the next change's.
            break;
        }
        if !matches!(target, Target::Scalar(..)) {
            // What was taken out and put back is another element than before.
            all = targets(file);
        }
    }
    faults
}

/// Everything in a file that can be changed.
fn targets(file: &Object) -> Vec<Target> {
    let mut targets = Vec::new();
    let mut work = vec![file.clone()];
    while let Some(object) = work.pop() {
        if object.schema().shape == Shape::File {
            work.extend(
                object
                    .schema()
                    .fields
                    .iter()
                    .filter_map(|field| nested(object.get(field).ok()?.into_owned())),
            );
            continue;
        }
        for field in object.schema().fields {
            let Ok(value) = object.get(field).map(Value::into_owned) else { continue };
            match value {
                Value::List(list) if !list.is_empty() => {
                    for (index, item) in list.snapshot().unwrap_or_default().into_iter().enumerate() {
                        match item {
                            Value::Object(nested) => {
                                targets.push(Target::Item(list.clone(), index));
                                work.push(nested);
                            }
                            _ if field.place == Place::Repeated => {
                                targets.push(Target::Item(list.clone(), index));
                            }
                            _ => {}
                        }
                    }
                }
                Value::List(_) | Value::None => {}
                Value::Object(nested) if nested.element().is_pending() => {
                    unsaid(&(object.clone(), field), nested, &mut targets);
                }
                Value::Object(nested) => {
                    if field.arity == Arity::Optional && field.place == Place::Child && !field.shared {
                        targets.push(Target::Optional(object.clone(), field));
                    }
                    if field.place != Place::Positional {
                        work.push(nested);
                    }
                }
                _ => {
                    targets.push(Target::Scalar(object.clone(), field));
                    // What is left of a list that says several things may be anything.
                    if field.arity == Arity::Optional && field.place == Place::Child && !field.shared {
                        targets.push(Target::Optional(object.clone(), field));
                    }
                }
            }
        }
    }
    targets
}

/// The values of a nested struct that stands nowhere, and of those within.
fn unsaid(owner: &(Object, &'static Field), nested: Object, targets: &mut Vec<Target>) {
    let mut work = vec![nested];
    while let Some(object) = work.pop() {
        for field in object.schema().fields {
            match object.get(field).map(Value::into_owned) {
                Ok(Value::Object(nested)) => work.push(nested),
                Ok(Value::List(_) | Value::None) | Err(_) => {}
                Ok(_) => {
                    targets.push(Target::Unsaid { owner: owner.clone(), scalar: (object.clone(), field) });
                }
            }
        }
    }
}

/// A value that is not the one that is there.
fn other(field: &'static Field, value: &Value<'_>) -> Option<Value<'static>> {
    Some(match (field.kind, value) {
        (Kind::Bool, Value::Bool(truth)) => Value::Bool(!truth),
        (Kind::Int { max, .. }, Value::Int(number)) => {
            Value::Int(if *number < max { number + 1 } else { number - 1 })
        }
        (Kind::Float, Value::Float(number)) => Value::Float(number + 1.25),
        (Kind::Text, Value::Text(text)) => Value::Text(format!("{text}x").into()),
        (Kind::Enum(members), Value::Enum(member)) => {
            Value::Enum(members().members.iter().find(|other| !std::ptr::eq(*other, *member))?)
        }
        _ => return None,
    })
}

fn change_scalar(file: &Object, text: &str, object: &Object, field: &'static Field) -> Result<(), String> {
    let what = format!("{}.{}", object.schema().name, field.name);
    let old = object.get(field).map_err(|error| error.to_string())?.into_owned();
    let Some(new) = other(field, &old) else { return Ok(()) };
    object.set(field, Input::from(&new)).map_err(|error| format!("{what}: {error}"))?;
    let changed = pyzig_model::dump(file);
    let says = object.get(field).map_err(|error| error.to_string())?.into_owned();
    let difference = Difference::between(text, &changed);
    object.set(field, Input::from(&old)).map_err(|error| format!("{what}: {error}"))?;
    let may_stand_nowhere = matches!(field.arity, Arity::Default(_)) || field.absent.is_some();
    if may_stand_nowhere && pyzig_model::dump(file) != text {
        // What was read stood nowhere.
        object.set(field, Input::None).map_err(|error| format!("{what}: {error}"))?;
    }
    // Where absence means false, an optional boolean reads as none.
    let is_off = matches!((&says, &new), (Value::None, Value::Bool(false)));
    if format!("{says:?}") != format!("{new:?}") && !is_off {
        return Err(format!("{what}: set to {new:?}, reads {says:?}"));
    }
    // A text with line breaks in it becomes one that spells them.
    let breaks = matches!(&old, Value::Text(text) if text.contains('\n'));
    // What stood nowhere gets a line of its own.
    let most = 1 + usize::from(may_stand_nowhere);
    if (difference.removed.len() > 1 || difference.added.len() > most) && !breaks {
        return Err(format!("{what}: one change of {old:?} is {difference}"));
    }
    undone(file, text, &what, "changing")
}

/// Changes a value that stands nowhere: the struct that it is within comes into the file, and nothing else.
fn change_unsaid(
    file: &Object,
    text: &str,
    (owner, nested): &(Object, &'static Field),
    (object, field): &(Object, &'static Field),
) -> Result<(), String> {
    let what = format!("{}.{} for {}.{}", object.schema().name, field.name, owner.schema().name, nested.name);
    let error = |error: pyzig_model::Error| format!("{what}: {error}");
    let old = object.get(field).map_err(error)?.into_owned();
    let Some(new) = other(field, &old) else { return Ok(()) };
    object.set(field, Input::from(&old)).map_err(error)?;
    undone(file, text, &what, "writing back")?;
    object.set(field, Input::from(&new)).map_err(error)?;
    let changed = pyzig_model::dump(file);
    let says = object.get(field).map_err(error)?.into_owned();
    let Ok(Value::Object(now)) = owner.get(nested) else { return Err(format!("{what}: is not there")) };
    let own = Document::fragment(now.element().text()).map_or(1, |list| list.formatted().lines().count());
    let difference = Difference::between(text, &changed);
    owner.set(nested, Input::None).map_err(error)?;
    let is_off = matches!((&says, &new), (Value::None, Value::Bool(false)));
    if format!("{says:?}") != format!("{new:?}") && !is_off {
        return Err(format!("{what}: set to {new:?}, reads {says:?}"));
    }
    // The line before may have ended the list, and so may the line after.
    if difference.removed.len() > 1 || difference.added.len() > own + 2 {
        return Err(format!("{what}: one change of {old:?} is {difference}"));
    }
    undone(file, text, &what, "changing")
}

fn leave_out(file: &Object, text: &str, object: &Object, field: &'static Field) -> Result<(), String> {
    let what = format!("{}.{}", object.schema().name, field.name);
    let old = object.get(field).map_err(|error| error.to_string())?.into_owned();
    let own = match &old {
        Value::Object(nested) => Some(nested.element().text().lines().count()),
        _ => None,
    };
    // A copy: what is taken out must come back from values alone.
    let kept = match &old {
        Value::Object(nested) => Value::Object(nested.copy()),
        other => other.clone(),
    };
    object.set(field, Input::None).map_err(|error| format!("{what}: {error}"))?;
    let changed = pyzig_model::dump(file);
    let says = object.get(field).map_err(|error| error.to_string())?.into_owned();
    let difference = Difference::between(text, &changed);
    object.set(field, Input::from(&kept)).map_err(|error| format!("{what}: {error}"))?;
    if !matches!(says, Value::None) {
        return Err(format!("{what}: set to nothing, reads {says:?}"));
    }
    // The line before may end the list then, and so may the line after.
    if own.is_some_and(|own| difference.removed.len() > own + 2) || difference.added.len() > 1 {
        return Err(format!("{what}: leaving it out is {difference}"));
    }
    undone(file, text, &what, "leaving out")
}

fn remove_and_append(file: &Object, text: &str, list: &List, index: usize) -> Result<(), String> {
    let what = format!("{}.{}", list.object().schema().name, list.field().name);
    let error = |error: pyzig_model::Error| format!("{what}: {error}");
    let item = list.get(index).map_err(error)?.ok_or("an item is gone")?.into_owned();
    let length = list.len();
    let own = match &item {
        Value::Object(object) => Lines::of(&object.element().text()),
        _ => Lines::default(),
    };
    let kept = match &item {
        Value::Object(object) => Value::Object(object.copy()),
        other => other.clone(),
    };

    list.insert(length, Input::from(&kept)).map_err(error)?;
    let longer = pyzig_model::dump(file);
    let is_longer = list.len() == length + 1;
    list.remove(length).map_err(error)?;
    if !is_longer {
        return Err(format!("{what}: nothing was appended"));
    }
    undone(file, text, &what, "appending")?;
    let difference = Difference::between(text, &longer);
    // Where every list has lines of its own, a copy has those of what it is a copy of.
    let without = without_lines(text, &item).filter(|_| own.is_kicad);
    if without.is_some() && (!difference.removed.is_empty() || !own.same(&difference.added)) {
        return Err(format!("{what}: appending a copy is {difference}"));
    }

    list.remove(index).map_err(error)?;
    let shorter = pyzig_model::dump(file);
    list.insert(index, Input::from(&item)).map_err(error)?;
    if without.is_some_and(|without| without != shorter) && length > 1 {
        return Err(format!("{what}: removing is {}", Difference::between(text, &shorter)));
    }
    undone(file, text, &what, "removing")
}

fn undone(file: &Object, text: &str, what: &str, change: &str) -> Result<(), String> {
    let back = pyzig_model::dump(file);
    if back == text {
        return Ok(());
    }
    Err(format!("{what}: after {change} it and undoing that, {}", Difference::between(text, &back)))
}

/// The text without the lines of an item, where it has lines of its own in the layout of KiCad 8 and later.
fn without_lines(text: &str, item: &Value<'_>) -> Option<String> {
    let Value::Object(object) = item else { return None };
    let start = object.element().place()?.offset;
    let end = start + object.element().text().len();
    let before = text[..start].rsplit('\n').next().unwrap_or_default();
    let after = text[end..].split('\n').next().unwrap_or_default();
    let is_point = object.element().is_named("xy");
    let alone = !is_point && before.trim().is_empty() && after.trim().is_empty() && text.contains("\n\t(");
    alone.then(|| {
        format!("{}{}", &text[..start - before.len()], &text[(end + after.len() + 1).min(text.len())..])
    })
}

/// Lines of an element without their indentation.
#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    /// Whether the element is laid out as KiCad 8 and later do it.
    is_kicad: bool,
}

impl Lines {
    fn of(text: &str) -> Self {
        let lines: Vec<String> = text.lines().map(|line| line.trim_start().to_owned()).collect();
        let formatted = Document::fragment(text).map(|document| document.formatted()).unwrap_or_default();
        let is_kicad = formatted.lines().map(str::trim_start).eq(lines.iter().map(String::as_str));
        Self { lines, is_kicad }
    }

    fn same(&self, other: &[&str]) -> bool {
        // Neighbours that begin alike hide where the one ends and the other begins.
        let mut own: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        let mut other: Vec<&str> = other.iter().map(|line| line.trim_start()).collect();
        own.sort_unstable();
        other.sort_unstable();
        own == other
    }
}

/// Lines in which two texts differ, those at both ends that are the same left out.
struct Difference<'a> {
    removed: Vec<&'a str>,
    added: Vec<&'a str>,
}

impl<'a> Difference<'a> {
    fn between(old: &'a str, new: &'a str) -> Self {
        let start = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
        let start = old.as_bytes()[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let (old, new) = (&old[start..], &new[start..]);
        let end = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
        let tail = &old.as_bytes()[old.len() - end..];
        // Only whole lines are the same.
        let is_line =
            |text: &str| text.len() == end || text.as_bytes().get(text.len() - end - 1) == Some(&b'\n');
        let end = if is_line(old) && is_line(new) {
            end
        } else {
            tail.iter().position(|byte| *byte == b'\n').map_or(0, |at| end - at - 1)
        };
        Self {
            removed: old[..old.len() - end].lines().collect(),
            added: new[..new.len() - end].lines().collect(),
        }
    }
}

impl std::fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const MOST: usize = 6;
        write!(f, "{} lines to {}:", self.removed.len(), self.added.len())?;
        for line in self.removed.iter().take(MOST) {
            write!(f, "\n    -{line}")?;
        }
        for line in self.added.iter().take(MOST) {
            write!(f, "\n    +{line}")?;
        }
        Ok(())
    }
}

fn nested(value: Value<'static>) -> Option<Object> {
    match value {
        Value::Object(object) => Some(object),
        _ => None,
    }
}
