//! Building an object anew out of its own values.

use crate::{Error, Input, Object, Value};

/// One value of a field: nested objects are told by their number.
enum Held {
    Value(Value<'static>),
    Object(usize),
}

impl Object {
    /// A new object with the values of this one's fields, and of all below, and with nothing else: laid out as KiCad
    /// does it, without what no field stands for, and without lists that hold nothing.
    ///
    /// # Errors
    /// Where a value does not fit its field, or a field that must be there is not.
    pub fn rebuilt(&self) -> Result<Self, Error> {
        // Without recursion, for schemas that contain themselves. What is nested comes after what it is nested in.
        let mut objects = vec![self.clone()];
        let mut held = Vec::new();
        while let Some(object) = objects.get(held.len()).cloned() {
            let mut fields = Vec::with_capacity(object.schema().fields.len());
            for field in object.schema().fields {
                let values: Vec<_> = match object.get(field)? {
                    Value::List(list) => list.snapshot()?.into_iter().map(Value::into_owned).collect(),
                    single => vec![single.into_owned()],
                };
                let hold = |value| match value {
                    Value::Object(nested) => {
                        objects.push(nested);
                        Held::Object(objects.len() - 1)
                    }
                    other => Held::Value(other),
                };
                fields.push(values.into_iter().map(hold).collect::<Vec<_>>());
            }
            held.push(fields);
        }
        while let Some(fields) = held.pop() {
            let index = held.len();
            let inputs = objects[index].schema().fields.iter().zip(&fields).map(|(field, values)| {
                let mut inputs = values.iter().map(|value| match value {
                    Held::Object(nested) => Input::Object(&objects[*nested]),
                    Held::Value(value) => input(value),
                });
                let input = if field.is_list() {
                    Input::Items(inputs.collect())
                } else {
                    inputs.next().unwrap_or(Input::None)
                };
                (field, input)
            });
            let built = Self::build(objects[index].schema(), inputs)?;
            objects[index] = built;
        }
        Ok(objects.swap_remove(0))
    }
}

/// A value that was read, to be written again.
fn input<'a>(value: &'a Value<'_>) -> Input<'a> {
    match value {
        Value::None | Value::List(_) => Input::None,
        Value::Bool(truth) => Input::Bool(*truth),
        Value::Int(number) => Input::Int(*number),
        Value::Float(number) => Input::Float(*number),
        Value::Text(text) => Input::Text(text),
        Value::Enum(member) => Input::Member(member),
        Value::Object(object) => Input::Object(object),
    }
}
