//! The texts of a type object.

use std::ffi::c_char;

use crate::class::Class;

/// The texts of a type object as C strings. A NUL would end one early; there is none in documentation written by people.
pub(super) struct Texts {
    /// Module and name. Like those of the fields it is never freed, as the types are not either.
    pub(super) name: *const c_char,
    /// What CPython makes a copy of, with the NUL.
    pub(super) doc: String,
    /// Name and documentation of each field.
    pub(super) fields: Vec<(*const c_char, *const c_char)>,
}

impl Texts {
    pub(super) fn of(class: &Class) -> Self {
        let texts = || class.slots.iter().flat_map(|slot| [slot.field.name, slot.field.doc]);
        let name = [class.schema.module, ".", class.schema.name, "\0"].concat();
        let mut all = Vec::with_capacity(name.len() + texts().map(|text| text.len() + 1).sum::<usize>());
        all.extend_from_slice(name.as_bytes());
        for text in texts() {
            all.extend_from_slice(text.as_bytes());
            all.push(0);
        }
        let all: &'static [u8] = Box::leak(all.into_boxed_slice());
        let mut rest = all;
        let mut next = |length: usize| {
            let (text, behind) = rest.split_at(length);
            rest = behind;
            text.as_ptr().cast()
        };
        Self {
            name: next(name.len()),
            doc: class.signature_and_doc() + "\0",
            fields: class
                .slots
                .iter()
                .map(|slot| (next(slot.field.name.len() + 1), next(slot.field.doc.len() + 1)))
                .collect(),
        }
    }
}
