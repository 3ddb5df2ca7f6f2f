//! Equality by value.

use crate::{Object, Value};

impl Object {
    /// Whether both objects are of the same class and all their fields say the same, nested ones included.
    /// A field whose value does not fit says what its text says.
    pub fn equals(&self, other: &Self) -> bool {
        // Nesting is as deep as the file makes it, hence the list of work.
        let mut work = vec![(self.clone(), other.clone())];
        while let Some((left, right)) = work.pop() {
            if !std::ptr::eq(left.schema(), right.schema()) {
                return false;
            }
            if left == right {
                continue;
            }
            for field in left.schema().fields {
                match (left.get(field), right.get(field)) {
                    (Ok(left), Ok(right)) => {
                        if !same(left, right, &mut work) {
                            return false;
                        }
                    }
                    (Err(_), Err(_)) => {
                        if left.text() != right.text() {
                            return false;
                        }
                    }
                    _ => return false,
                }
            }
        }
        true
    }
}

/// Whether two values say the same, but for the objects that are put on the list of work.
fn same(left: Value<'_>, right: Value<'_>, work: &mut Vec<(Object, Object)>) -> bool {
    match (left, right) {
        (Value::None, Value::None) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Int(left), Value::Int(right)) => left == right,
        #[expect(clippy::float_cmp, reason = "equality by value is exact")]
        (Value::Float(left), Value::Float(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::Enum(left), Value::Enum(right)) => std::ptr::eq(left, right),
        (Value::Object(left), Value::Object(right)) => {
            work.push((left, right));
            true
        }
        (Value::List(left), Value::List(right)) => match (left.snapshot(), right.snapshot()) {
            (Ok(left), Ok(right)) => {
                left.len() == right.len()
                    && left.into_iter().zip(right).all(|(left, right)| same(left, right, work))
            }
            (Err(_), Err(_)) => left.object().text() == right.object().text(),
            _ => false,
        },
        _ => false,
    }
}
