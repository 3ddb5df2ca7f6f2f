//! The texts of a type object.

use std::ffi::c_char;

use crate::class::Class;

/// The texts of a type object as C strings, which are never freed, as the types are not either.
pub(super) struct Texts {
    pub(super) name: *const c_char,
    pub(super) doc: *const c_char,
    /// Name and documentation of each field.
    pub(super) fields: Vec<(*const c_char, *const c_char)>,
}

impl Texts {
    pub(super) fn of(class: &Class) -> Self {
        // Room for the texts of most classes.
        let mut all = Vec::with_capacity(1 << 12);
        let mut add = |text: &str| {
            let start = all.len();
            // A NUL would end the text early; there is none in documentation written by people.
            for piece in text.as_bytes().split(|&byte| byte == 0) {
                all.extend_from_slice(piece);
            }
            all.push(0);
            start
        };
        let name = add(&[class.schema.module, ".", class.schema.name].concat());
        let doc = add(&class.signature_and_doc());
        let fields: Vec<_> =
            class.slots.iter().map(|slot| (add(slot.field.name), add(slot.field.doc))).collect();
        let all: &'static [u8] = Box::leak(all.into_boxed_slice());
        let text = |start: usize| all[start..].as_ptr().cast();
        Self {
            name: text(name),
            doc: text(doc),
            fields: fields.into_iter().map(|(name, doc)| (text(name), text(doc))).collect(),
        }
    }
}
