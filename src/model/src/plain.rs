//! Values that need no text: what an element that is built of them reads as can be told without building it.

use crate::decode::default_value;
use crate::encode::{New, check};
use crate::{Arity, Error, Field, Input, Kind, Place, Schema, Switch, Value};

impl Field {
    /// Checks a value for this field of a new element, as [`Object::build`](crate::Object::build) does, and tells
    /// whether the element will read as just that value, if the fields that [`Self::reads_after`] tells have values.
    ///
    /// # Errors
    /// Where the value does not fit the field.
    pub fn reads_back(&'static self, schema: &'static Schema, value: &Input<'_>) -> Result<bool, Error> {
        if self.is_list() || matches!(value, Input::Items(_)) {
            return Ok(false);
        }
        let Some(new) = check(schema, self, value)? else {
            return Ok(false);
        };
        Ok(match new {
            // Zero is written without a sign.
            New::Float(number) => number != 0.0 || number.is_sign_positive(),
            New::Int(_) | New::Text(_) => true,
            New::Bool(_) => self.place == Place::Child && self.switch == Switch::YesNo,
            New::Member(member) => match self.kind {
                Kind::Enum(members) => {
                    members().by_token(member.token).is_some_and(|own| std::ptr::eq(own, member))
                }
                _ => false,
            },
            New::Object(_) | New::Draft(_) => false,
        })
    }

    /// Fields that must have plain values in a new element so that the value of this one is read as its own, and not as
    /// theirs. Nothing where that cannot be told so.
    pub fn reads_after(&'static self, schema: &'static Schema) -> Option<Vec<&'static Self>> {
        // A list is a view of what stands there.
        if self.is_list() {
            return None;
        }
        if self.place != Place::Positional {
            return self.stands_alone(schema).then(Vec::new);
        }
        let fields = schema.fields.iter().take_while(|other| !std::ptr::eq(*other, self));
        let before = fields.filter(|other| other.place == Place::Positional);
        let mut after = Vec::new();
        for other in before {
            match other.kind {
                Kind::Bool | Kind::Struct(_) => return None,
                // What stands in quotes is never taken for a number.
                Kind::Int { .. } | Kind::Float if self.quoted && matches!(self.kind, Kind::Text) => {}
                _ => after.push(other),
            }
        }
        Some(after)
    }

    /// What the field of a new element reads as where it was given no value; nothing where that depends on other
    /// fields, or is not a plain value.
    pub fn reads_without_value(&'static self, schema: &'static Schema) -> Option<Value<'static>> {
        if self.is_list() || matches!(self.kind, Kind::Struct(_)) || !self.stands_alone(schema) {
            return None;
        }
        match self.arity {
            Arity::Optional => Some(Value::None),
            Arity::Default(spelling) => Some(default_value(self, spelling)),
            Arity::Required | Arity::List => None,
        }
    }

    /// Whether what the field reads as does not depend on what stands in other fields' places.
    pub fn stands_alone(&'static self, schema: &'static Schema) -> bool {
        match self.place {
            Place::Child => !self.shared,
            Place::Positional => schema
                .fields
                .iter()
                .take_while(|other| !std::ptr::eq(*other, self))
                .filter(|other| other.place == Place::Positional)
                .all(|other| other.arity == Arity::Required && !matches!(other.kind, Kind::Struct(_))),
            Place::Rest | Place::Repeated => false,
        }
    }
}
