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
        let mut all = Vec::new();
        // A NUL would end the text early; there is none in documentation written by people.
        let mut add = |text: &str| {
            let start = all.len();
            all.extend(text.bytes().filter(|&byte| byte != 0));
            all.push(0);
            start
        };
        let name = add(&format!("{}.{}", class.schema.module, class.schema.name));
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
