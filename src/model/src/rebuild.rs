//! Building an object anew out of its own values.

use std::collections::{HashMap, VecDeque};

use sexp::Atom;

use crate::{Error, Input, Object, Place, Value};

/// One value of a field: nested objects are told by their number.
enum Held {
    Value(Value<'static>),
    Object(usize),
}

impl Object {
    /// A new object with the values of this one's fields, and of all below, and with nothing else: laid out as KiCad
    /// does it, without what no field stands for, and without lists that hold nothing. Elements of repeated fields, such as
    /// lines and circles, stay in the order they have among each other, which depends on more than their kind; and numbers
    /// that KiCad writes with zeros at the end have those that they had.
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
                    Held::Value(value) => Input::from(value),
                });
                let input = if field.is_list() {
                    Input::Items(inputs.collect())
                } else {
                    inputs.next().unwrap_or(Input::None)
                };
                (field, input)
            });
            let built = Self::build(objects[index].schema(), inputs)?;
            built.order_as(&objects[index]);
            built.pad_as(&objects[index]);
            objects[index] = built;
        }
        Ok(objects.swap_remove(0))
    }

    /// Puts the elements of repeated fields into the order that they have in another object, which has as many of them.
    fn order_as(&self, other: &Self) {
        let repeated: Vec<_> =
            self.schema().fields.iter().filter(|field| field.place == Place::Repeated).collect();
        if repeated.len() < 2 {
            return;
        }
        let owner = |head: &str| repeated.iter().position(|field| field.answers_to(head));
        let mut places = HashMap::<usize, VecDeque<usize>>::new();
        for (place, child) in other.element().children().iter().enumerate() {
            if let Some(field) = child.head().and_then(|head| owner(&head)) {
                places.entry(field).or_default().push_back(place);
            }
        }
        self.element().edit(|items| {
            let owned =
                (0..items.len()).filter_map(|position| Some((position, owner(&items.head(position)?)?)));
            let (positions, owners): (Vec<_>, Vec<_>) = owned.unzip();
            let mut place_of = |field| places.get_mut(field).and_then(VecDeque::pop_front);
            let places: Vec<_> = owners.iter().map(|field| place_of(field).unwrap_or(usize::MAX)).collect();
            if !places.is_sorted() {
                let mut order: Vec<_> = (0..positions.len()).collect();
                order.sort_by_key(|position| places[*position]);
                items.permute(&positions, &order);
            }
        });
    }

    /// Spells the numbers that are filled up with zeros as they are spelled in another object of the same values.
    fn pad_as(&self, other: &Self) {
        let fields = self.schema().fields.iter();
        for field in fields.filter(|field| field.decimals > 0 && field.place == Place::Child) {
            if let (Some(list), Some(before)) = (self.child(field), other.child(field)) {
                let spelling = before.view().atoms().nth(1).map(|atom| atom.spelling().to_owned());
                list.edit(|items| {
                    let number = items.atom(1).and_then(Atom::number);
                    let is_same = |spelling: &String| spelling.parse().ok() == number;
                    if let Some(spelling) = spelling.filter(is_same) {
                        items.set_atom(1, spelling, |_| false);
                    }
                });
            }
        }
    }
}
