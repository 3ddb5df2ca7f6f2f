//! Attributes: named values that can be added to a node or an edge, but never changed or removed.
//!
//! Because nothing is ever removed, readers need no lock: an [`AttributeList`] is a chain of blocks whose places are
//! written once. What a reader gets is a plain reference into the block.

use std::sync::{Arc, OnceLock};

use once_cell::race::OnceBox;

use crate::literal::{Literal, Text};

/// A name with a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribute {
    /// The name. Several attributes of one bearer may share it; the first one counts.
    pub name: Text,
    /// The value.
    pub value: Literal,
}

impl Attribute {
    /// Joins a name and a value.
    pub fn new(name: impl Into<Text>, value: impl Into<Literal>) -> Self {
        Self { name: name.into(), value: value.into() }
    }
}

/// The value of the first attribute of that name.
pub(crate) fn first_named<'a>(
    mut attributes: impl Iterator<Item = &'a Attribute>,
    name: &str,
) -> Option<&'a Literal> {
    attributes.find(|attribute| attribute.name == name).map(|attribute| &attribute.value)
}

/// Attributes with which any number of nodes and edges are created. They stand in memory once.
#[derive(Clone, Debug, Default)]
pub struct SharedAttributes(Option<Arc<[Attribute]>>);

impl SharedAttributes {
    /// The attributes from first to last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter().flat_map(|attributes| attributes.iter())
    }
}

impl From<Vec<Attribute>> for SharedAttributes {
    fn from(attributes: Vec<Attribute>) -> Self {
        Self((!attributes.is_empty()).then(|| attributes.into()))
    }
}

/// Where the attributes of a block stand.
enum Places {
    /// They were there when the block came into being.
    Own(Box<[Attribute]>),
    /// So they were, and others have them as well.
    Shared(Arc<[Attribute]>),
    /// They come one by one, from the front.
    Room(Box<[OnceLock<Attribute>]>),
}

/// Attributes that came together, or room for some that come one by one.
struct Block<H> {
    next: OnceBox<Self>,
    places: Places,
    extra: H,
}

impl<H: Default> Block<H> {
    fn holding(places: Places) -> Self {
        Self { next: OnceBox::new(), places, extra: H::default() }
    }

    fn with_room(places: usize) -> Self {
        Self::holding(Places::Room((0..places).map(|_| OnceLock::new()).collect()))
    }
}

impl<H> Block<H> {
    fn given(&self) -> &[Attribute] {
        match &self.places {
            Places::Own(attributes) => attributes,
            Places::Shared(attributes) => attributes,
            Places::Room(_) => &[],
        }
    }

    fn room(&self) -> &[OnceLock<Attribute>] {
        match &self.places {
            Places::Room(places) => places,
            Places::Own(_) | Places::Shared(_) => &[],
        }
    }
}

/// An append-only list of attributes, in the order in which they were added.
///
/// `H` is what the bearer keeps beside its attributes; it takes memory only once the first block exists.
pub(crate) struct AttributeList<H = ()> {
    first: OnceBox<Block<H>>,
}

impl<H> Default for AttributeList<H> {
    fn default() -> Self {
        Self { first: OnceBox::new() }
    }
}

impl<H: Default> AttributeList<H> {
    /// Takes over attributes; the first block holds exactly them.
    pub(crate) fn with(attributes: Vec<Attribute>) -> Self {
        if attributes.is_empty() {
            return Self::default();
        }
        let places = Places::Own(attributes.into_boxed_slice());
        Self { first: OnceBox::with_value(Box::new(Block::holding(places))) }
    }

    /// A list that starts with attributes that other lists start with as well.
    pub(crate) fn sharing(attributes: &SharedAttributes) -> Self {
        match &attributes.0 {
            None => Self::default(),
            Some(attributes) => {
                let places = Places::Shared(Arc::clone(attributes));
                Self { first: OnceBox::with_value(Box::new(Block::holding(places))) }
            }
        }
    }

    /// Adds attributes in order. Attributes that another thread adds at the same time may come between them.
    pub(crate) fn extend(&self, attributes: Vec<Attribute>) {
        if attributes.is_empty() {
            return;
        }
        let attributes = match self.first.get() {
            None => {
                let places = Places::Own(attributes.into_boxed_slice());
                match self.first.set(Box::new(Block::holding(places))) {
                    Ok(()) => return,
                    // Another thread was faster.
                    Err(refused) => refused.given().to_vec(),
                }
            }
            Some(_) => attributes,
        };
        let mut wanted = attributes.len();
        let mut total = 0;
        let mut link = &self.first;
        let mut place = 0;
        for attribute in attributes {
            let mut attribute = attribute;
            'search: loop {
                // Each block has room for as many as all blocks before it, so that there are few.
                let block = link.get_or_init(|| Box::new(Block::with_room(total.max(wanted).max(1))));
                let places = block.room();
                if place == 0 {
                    // Places fill from the front, so the first free one can be found by bisection.
                    place = places.partition_point(|place| place.get().is_some());
                }
                while let Some(free) = places.get(place) {
                    place += 1;
                    match free.set(attribute) {
                        Ok(()) => break 'search,
                        Err(refused) => attribute = refused,
                    }
                }
                total += block.given().len() + places.len();
                link = &block.next;
                place = 0;
            }
            wanted = wanted.saturating_sub(1);
        }
    }

    /// What stands beside the attributes, once it was asked for or an attribute was added.
    pub(crate) fn extra(&self) -> Option<&H> {
        self.first.get().map(|block| &block.extra)
    }

    /// What stands beside the attributes.
    pub(crate) fn extra_or_default(&self) -> &H {
        &self.first.get_or_init(|| Box::new(Block::with_room(0))).extra
    }
}

impl<H> AttributeList<H> {
    /// The attributes from first to last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Attribute> {
        std::iter::successors(self.first.get(), |block| block.next.get())
            .flat_map(|block| block.given().iter().map(Some).chain(block.room().iter().map(OnceLock::get)))
            .map_while(|place| place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(range: std::ops::Range<i64>) -> Vec<Attribute> {
        range.map(|number| Attribute::new(format!("a{number}"), number)).collect()
    }

    #[test]
    fn attributes_keep_their_order_across_blocks() {
        let list: AttributeList = AttributeList::with(numbered(0..3));
        for attribute in numbered(3..50) {
            list.extend(vec![attribute]);
        }
        list.extend(numbered(50..1000));
        assert_eq!(list.iter().cloned().collect::<Vec<_>>(), numbered(0..1000));
        assert_eq!(first_named(list.iter(), "a999"), Some(&Literal::Int(999)));
        assert_eq!(first_named(list.iter(), "a1000"), None);
    }

    #[test]
    fn a_block_takes_five_words() {
        assert_eq!(size_of::<Block<OnceBox<i32>>>(), 40);
    }

    #[test]
    fn the_first_of_several_equal_names_counts() {
        let list: AttributeList = AttributeList::default();
        assert_eq!(list.iter().count(), 0);
        list.extend(vec![Attribute::new("a", 1_i64)]);
        list.extend(vec![Attribute::new("a", 2_i64)]);
        assert_eq!(first_named(list.iter(), "a"), Some(&Literal::Int(1)));
        assert_eq!(list.iter().count(), 2);
    }

    #[test]
    fn what_stands_beside_is_kept_when_attributes_come_later() {
        let list: AttributeList<std::sync::Mutex<i32>> = AttributeList::default();
        assert!(list.extra().is_none());
        *list.extra_or_default().lock().unwrap() = 7;
        list.extend(vec![Attribute::new("a", true)]);
        assert_eq!(*list.extra().unwrap().lock().unwrap(), 7);
        assert_eq!(list.iter().count(), 1);
    }

    #[test]
    fn threads_lose_no_attribute() {
        let list: AttributeList = AttributeList::default();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let list = &list;
                scope.spawn(move || {
                    for number in 0..200 {
                        list.extend(vec![Attribute::new(format!("{thread}"), i64::from(number))]);
                    }
                });
            }
        });
        for thread in 0..4 {
            let name = thread.to_string();
            let values: Vec<i64> = list
                .iter()
                .filter(|attribute| attribute.name == name)
                .filter_map(|attribute| attribute.value.as_i64())
                .collect();
            assert_eq!(values, (0..200).collect::<Vec<_>>());
        }
    }
}
