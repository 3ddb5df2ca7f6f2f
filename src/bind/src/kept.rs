//! What handles keep of what was read through them, so that reading it again costs next to nothing.
//!
//! A handle keeps the values of fields that were asked for, or set to what they read as, each with the number of changes
//! that had been made in the process by then ([`sexp::changes`]). While that number stays the same, so does the value.
//! Lists are live views and stay for good. What a handle keeps goes with it: at most one value a field, and for list
//! fields the elements they had when they were last gone through.
//!
//! That of a new object keeps all that it was given until its text is needed, with copies of nested objects, which nobody
//! else has.
//!
//! Handles keep handles of what stands below them and never the other way round, so they form no cycles.

use std::fmt;
use std::mem::ManuallyDrop;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::prelude::*;
use pyo3::types::PyFloat;
use smallvec::SmallVec;

use crate::attached::Guarded;

/// Tells a value of a field at a moment from all others: the number of the field, and that of the changes.
///
/// From the lowest bit on: one that is 0 here, and 1 in the tag of a number; one that is 1; the field's; the rest is the
/// number of changes, with all bits set for the moment that never comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key(NonZeroU64);

impl Key {
    /// Number of the field whose values no key tells; fields further on have none either.
    pub(crate) const NO_FIELD: u16 = (1 << Self::FIELD_BITS) - 1;
    /// Moment that never comes: that of the values of a new object, and of lists.
    pub(crate) const NEVER: u64 = u64::MAX;
    /// Another one: that of values which are not read, whatever moment it is.
    const UNREAD: u64 = Self::NEVER - 1;

    /// Bits that tell the field.
    const FIELD_BITS: u32 = 8;
    /// What is set in every key, and so in the tag of every value.
    const SET: NonZeroU64 = NonZeroU64::MIN.saturating_add(1);
    /// Where the field's bits start.
    const FIELD: u32 = 2;
    /// Where the number of changes starts.
    const CHANGES: u32 = Self::FIELD + Self::FIELD_BITS;

    /// The value of a field before anything was changed.
    #[inline]
    pub(crate) fn new(field: u16) -> Self {
        Self(Self::SET | u64::from(field & Self::NO_FIELD) << Self::FIELD)
    }

    /// The value of the same field at the moment when so many changes had been made, if this is the value before all
    /// changes; one for good stays the same.
    #[inline]
    pub(crate) fn at(self, changes: u64) -> Self {
        Self(self.0 | changes << Self::CHANGES)
    }

    /// The value of a field for good.
    #[inline]
    pub(crate) fn for_good(field: u16) -> Self {
        Self::new(field).at(Self::NEVER)
    }

    /// The value of a field that is only kept to be written.
    #[inline]
    pub(crate) fn unread(field: u16) -> Self {
        Self::new(field).at(Self::UNREAD)
    }
}

/// Tells what is kept: a key, and whether the value is a number; or nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Tag(NonZeroU64);

impl Tag {
    /// Of a place without a value. No key is close to it.
    const VACANT: Self = Self(NonZeroU64::MIN);
    /// The bit that tells numbers from objects.
    const NUMBER: u64 = 1;

    fn object(key: Key) -> Self {
        Self(key.0)
    }

    fn number(key: Key) -> Self {
        Self(key.0 | Self::NUMBER)
    }

    #[inline]
    fn is_of(self, key: Key) -> bool {
        self.0.get() ^ key.0.get() <= Self::NUMBER
    }

    #[inline]
    fn is_number(self) -> bool {
        self.0.get() & Self::NUMBER != 0
    }

    /// The field's number; nothing where no value is kept.
    #[expect(clippy::cast_possible_truncation, reason = "cut to the bits that tell the field")]
    fn field(self) -> Option<u16> {
        (self != Self::VACANT).then_some((self.0.get() >> Key::FIELD) as u16 & Key::NO_FIELD)
    }
}

/// A place for a value of a field, which is told apart by one comparison: reading a field that is kept consists of little
/// more.
struct Entry {
    tag: Tag,
    value: Value,
}

/// What the tag says it is.
union Value {
    object: ManuallyDrop<Py<PyAny>>,
    /// An object for a number takes longer to find in memory than to make. Zero where nothing is kept.
    number: f64,
}

impl Entry {
    const VACANT: Self = Self { tag: Tag::VACANT, value: Value { number: 0.0 } };

    fn object(key: Key, value: Py<PyAny>) -> Self {
        Self { tag: Tag::object(key), value: Value { object: ManuallyDrop::new(value) } }
    }

    /// The value; zero where nothing is kept.
    #[inline]
    fn peek<'py>(&self, py: Python<'py>) -> Peeked<'py> {
        // SAFETY: the tag says which of the two it is.
        unsafe {
            if self.tag.is_number() || self.tag == Tag::VACANT {
                Peeked::Number(self.value.number)
            } else {
                Peeked::Object(self.value.object.bind(py).clone())
            }
        }
    }

    fn copy(&self, py: Python<'_>) -> Self {
        match self.peek(py) {
            Peeked::Object(object) => {
                Self { tag: self.tag, value: Value { object: ManuallyDrop::new(object.unbind()) } }
            }
            Peeked::Number(number) => Self { tag: self.tag, value: Value { number } },
        }
    }

    fn drop_ref(mut self, py: Python<'_>) {
        if let Some(object) = self.take_object() {
            object.drop_ref(py);
        }
    }

    /// Takes the object out, if it is one.
    #[inline]
    fn take_object(&mut self) -> Option<Py<PyAny>> {
        let tag = std::mem::replace(&mut self.tag, Tag::VACANT);
        let is_object = !tag.is_number() && tag != Tag::VACANT;
        // SAFETY: the tag said that it is an object, and does so no more.
        is_object.then(|| unsafe { ManuallyDrop::take(&mut self.value.object) })
    }
}

impl Drop for Entry {
    fn drop(&mut self) {
        drop(self.take_object());
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Entry").field(&self.tag).finish()
    }
}

/// Values of fields, at most one for each. Most handles keep one or two: this takes half of what a vector for so many
/// would, and there are many handles.
#[derive(Debug)]
enum Entries {
    Few(Entry, Entry),
    Many(Vec<Entry>),
}

const _: () = assert!(size_of::<Entries>() == 2 * size_of::<Entry>() && size_of::<Entry>() == 16);

impl Default for Entries {
    fn default() -> Self {
        Self::Few(Entry::VACANT, Entry::VACANT)
    }
}

impl Entries {
    /// The first value whose tag is wanted.
    #[inline]
    fn find(&self, is_wanted: impl Fn(Tag) -> bool) -> Option<&Entry> {
        match self {
            Self::Few(first, _) if is_wanted(first.tag) => Some(first),
            Self::Few(_, second) => is_wanted(second.tag).then_some(second),
            Self::Many(entries) => entries.iter().find(|entry| is_wanted(entry.tag)),
        }
    }

    /// The value that was put in first, if its tag is wanted and there are no more than two.
    #[inline]
    fn first(&self, wanted: Tag) -> Option<&Value> {
        match self {
            Self::Few(first, _) if first.tag == wanted => Some(&first.value),
            _ => None,
        }
    }

    /// Puts a value in, of which the tag tells what it is, and gives the one back that the field had.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a call takes as long as what is done")]
    fn put(&mut self, tag: Tag, value: Value) -> Option<Entry> {
        // So it is with nearly all handles, most of which are asked for one field only.
        if let Self::Few(first, _) = self
            && first.tag == Tag::VACANT
        {
            // There is nothing to drop. Both are written as they come: an entry made of them first would be waited for.
            first.tag = tag;
            first.value = value;
            return None;
        }
        self.put_among_others(Entry { tag, value })
    }

    #[inline(never)]
    fn put_among_others(&mut self, new: Entry) -> Option<Entry> {
        let field = new.tag.field();
        if let Self::Few(first, second) = self {
            for place in [first, second] {
                match place.tag {
                    Tag::VACANT => {
                        // There is nothing to drop.
                        std::mem::forget(std::mem::replace(place, new));
                        return None;
                    }
                    before if before.field() == field => return Some(std::mem::replace(place, new)),
                    _ => {}
                }
            }
        }
        self.put_among_many(new)
    }

    /// Makes room for so many values, where there is none yet.
    #[inline]
    fn reserve(&mut self, count: usize) {
        if count > 2
            && let Self::Few(Entry { tag: Tag::VACANT, .. }, Entry { tag: Tag::VACANT, .. }) = self
        {
            *self = Self::Many(Vec::with_capacity(count));
        }
    }

    /// Puts a value in, of a field that has none.
    #[inline]
    fn add(&mut self, new: Entry) {
        match self {
            Self::Many(entries) => entries.push(new),
            // There is nothing to drop.
            Self::Few(first, _) if first.tag == Tag::VACANT => {
                std::mem::forget(std::mem::replace(first, new));
            }
            Self::Few(_, second) if second.tag == Tag::VACANT => {
                std::mem::forget(std::mem::replace(second, new));
            }
            Self::Few(..) => {
                self.make_many();
                self.add(new);
            }
        }
    }

    fn copy(&self, py: Python<'_>) -> Self {
        match self {
            Self::Few(first, second) => Self::Few(first.copy(py), second.copy(py)),
            Self::Many(entries) => Self::Many(entries.iter().map(|entry| entry.copy(py)).collect()),
        }
    }

    #[cold]
    fn make_many(&mut self) {
        /// Who asks for more than two fields asks for some.
        const SOME: usize = 4;
        if let Self::Few(first, second) = self {
            let mut many = Vec::with_capacity(SOME);
            let entries = [first, second].map(|entry| std::mem::replace(entry, Entry::VACANT));
            many.extend(entries.into_iter().filter(|entry| entry.tag != Tag::VACANT));
            *self = Self::Many(many);
        }
    }

    fn put_among_many(&mut self, new: Entry) -> Option<Entry> {
        self.make_many();
        if let Self::Many(entries) = self {
            match entries.iter_mut().find(|entry| entry.tag.field() == new.tag.field()) {
                Some(entry) => return Some(std::mem::replace(entry, new)),
                None => entries.push(new),
            }
        }
        None
    }

    fn each(&self, visit: impl FnMut(&Entry)) {
        match self {
            Self::Few(first, second) => [first, second].into_iter().for_each(visit),
            Self::Many(entries) => entries.iter().for_each(visit),
        }
    }

    /// Lets everything go.
    fn end(self, py: Python<'_>) {
        match self {
            Self::Few(first, second) => {
                first.drop_ref(py);
                second.drop_ref(py);
            }
            Self::Many(entries) => entries.into_iter().for_each(|entry| entry.drop_ref(py)),
        }
    }
}

/// A value that is kept.
pub(crate) enum Peeked<'py> {
    Object(Bound<'py, PyAny>),
    Number(f64),
}

impl<'py> Peeked<'py> {
    pub(crate) fn is_none(&self) -> bool {
        matches!(self, Self::Object(value) if value.is_none())
    }

    fn into_bound(self, py: Python<'py>) -> Bound<'py, PyAny> {
        match self {
            Self::Object(value) => value,
            Self::Number(number) => PyFloat::new(py, number).into_any(),
        }
    }
}

/// Values that a handle keeps, at most one a field, and whether these are all there is: those of a new object that has no
/// text yet.
#[derive(Debug, Default)]
pub(crate) struct Kept(Guarded<Entries, AtomicBool>);

impl Kept {
    /// Most handles keep no more values than this.
    const MOST: usize = 8;

    /// Whether a new object has been given all its values, which are here, by the time of the call.
    pub(crate) fn is_new(&self) -> bool {
        self.0.beside().load(Ordering::Acquire)
    }

    /// Notes whether the values are those of a new object, and tells whether they were.
    pub(crate) fn set_new(&self, is_new: bool) -> bool {
        self.0.beside().swap(is_new, Ordering::AcqRel)
    }

    /// The value under a key. Does not panic.
    #[inline]
    pub(crate) fn peek<'py>(&self, py: Python<'py>, key: Key) -> Option<Peeked<'py>> {
        // SAFETY: nothing but a count of references is changed.
        unsafe { self.0.look(py, |entries| Some(entries.find(|tag| tag.is_of(key))?.peek(py))) }
    }

    /// The value under a key, if it is a number that was kept first, one of two values at most. Does not panic.
    #[inline]
    pub(crate) fn first_number(&self, py: Python<'_>, key: Key) -> Option<f64> {
        // SAFETY: nothing is changed; the tag says that the value is a number.
        unsafe { self.0.look(py, |entries| Some(entries.first(Tag::number(key))?.number)) }
    }

    /// The value under a key, if it is a number. Does not panic.
    #[inline]
    pub(crate) fn number(&self, py: Python<'_>, key: Key) -> Option<f64> {
        let wanted = Tag::number(key);
        // SAFETY: nothing is changed; the tag says that the value is a number.
        unsafe { self.0.look(py, |entries| Some(entries.find(|tag| tag == wanted)?.value.number)) }
    }

    /// The value under a key, if it is not a number. Does not panic.
    #[inline]
    pub(crate) fn object<'py>(&self, py: Python<'py>, key: Key) -> Option<Bound<'py, PyAny>> {
        let wanted = Tag::object(key);
        // SAFETY: nothing but a count of references is changed; the tag says that the value is an object.
        unsafe {
            self.0.look(py, |entries| Some(entries.find(|tag| tag == wanted)?.value.object.bind(py).clone()))
        }
    }

    /// The value of a field at whatever moment.
    #[inline]
    pub(crate) fn last<'py>(&self, py: Python<'py>, field: u16) -> Option<Bound<'py, PyAny>> {
        let last = self.0.with(py, |entries| Some(entries.find(|tag| tag.field() == Some(field))?.peek(py)));
        Some(last?.into_bound(py))
    }

    /// Keeps a value under a key, instead of the one that the field had.
    #[inline]
    pub(crate) fn put(&self, key: Key, value: &Bound<'_, PyAny>) {
        let py = value.py();
        let value = Value { object: ManuallyDrop::new(value.clone().unbind()) };
        self.put_value(py, Tag::object(key), value);
    }

    /// Keeps a number under a key, instead of the one that the field had.
    #[inline]
    pub(crate) fn put_number(&self, py: Python<'_>, key: Key, number: f64) {
        self.put_value(py, Tag::number(key), Value { number });
    }

    /// Keeps what the tag says it is.
    #[inline]
    fn put_value(&self, py: Python<'_>, tag: Tag, value: Value) {
        if let Some(before) = self.0.with(py, |entries| entries.put(tag, value)) {
            before.drop_ref(py);
        }
    }

    /// Makes room for the values of so many fields.
    #[inline]
    pub(crate) fn reserve(&self, py: Python<'_>, count: usize) {
        self.0.with(py, |entries| entries.reserve(count));
    }

    /// Keeps a value under a key of a field that has none yet.
    #[inline]
    pub(crate) fn add(&self, key: Key, value: &Bound<'_, PyAny>) {
        let new = Entry::object(key, value.clone().unbind());
        self.0.with(value.py(), |entries| entries.add(new));
    }

    /// Keeps what another one keeps; this one keeps nothing yet.
    pub(crate) fn copy(&self, py: Python<'_>, other: &Self) {
        let entries = other.0.with(py, |entries| entries.copy(py));
        let before = self.0.with(py, |own| std::mem::replace(own, entries));
        before.end(py);
    }

    /// Fields and values, in the order in which they were put here first.
    pub(crate) fn all<'py>(&self, py: Python<'py>) -> SmallVec<[(u16, Peeked<'py>); Self::MOST]> {
        let mut all = SmallVec::new();
        self.0.with(py, |entries| {
            entries.each(|entry| all.extend(entry.tag.field().map(|field| (field, entry.peek(py)))));
        });
        all
    }

    /// Takes over what another one keeps; this one keeps nothing.
    pub(crate) fn take(&self, py: Python<'_>, other: &Self) {
        let entries = other.0.with(py, std::mem::take);
        let before = self.0.with(py, |own| std::mem::replace(own, entries));
        before.end(py);
    }

    /// Lets everything go.
    pub(crate) fn clear(&self, py: Python<'_>) {
        self.0.with(py, std::mem::take).end(py);
    }

    /// Lets everything go, for good.
    pub(crate) fn end(self, py: Python<'_>) {
        // The thread is known to be attached, of which each object would ask first.
        self.0.into_inner().end(py);
    }
}
