//! What holds for the schemas of all formats.

use std::collections::{HashMap, HashSet};

use pyzig_kicad::MODULES;
use pyzig_model::{Arity, Kind, Place, Schema, Shape};

fn all_structs() -> impl Iterator<Item = &'static Schema> {
    MODULES.iter().flat_map(|module| module.structs).map(|schema| schema())
}

#[test]
fn modules_are_sound() {
    for module in MODULES {
        assert_eq!(module.problems(), Vec::<String>::new());
    }
}

#[test]
fn modules_and_classes_have_names_of_their_own() {
    let mut names = HashSet::new();
    for module in MODULES {
        assert!(names.insert(module.name.to_owned()), "{}", module.name);
        for name in module.structs.iter().map(|schema| schema().name) {
            assert!(names.insert(format!("{}.{name}", module.name)), "{}.{name}", module.name);
        }
    }
}

#[test]
fn every_nested_type_is_declared_by_its_module() {
    let declared: HashSet<_> = all_structs().map(|schema| (schema.type_id)()).collect();
    let enums = MODULES.iter().flat_map(|module| module.enums).map(|schema| (schema().type_id)());
    let enums: HashSet<_> = enums.collect();
    for schema in all_structs() {
        for field in schema.fields {
            let known = match field.kind {
                Kind::Struct(nested) => declared.contains(&(nested().type_id)()),
                Kind::Enum(members) => enums.contains(&(members().type_id)()),
                _ => true,
            };
            assert!(known, "{}.{}.{}", schema.module, schema.name, field.name);
        }
    }
}

#[test]
fn a_file_reads_one_list_or_needs_none() {
    for module in MODULES {
        let file = (module.file)();
        assert_eq!(file.shape, Shape::File);
        let required = file.fields.iter().filter(|field| field.arity == Arity::Required).count();
        assert_eq!(required, usize::from(file.fields.len() == 1), "{}", module.name);
    }
}

#[test]
fn fields_that_share_a_word_say_so() {
    for schema in all_structs() {
        let mut owners: HashMap<&str, Vec<&str>> = HashMap::new();
        let children =
            schema.fields.iter().filter(|field| matches!(field.place, Place::Child | Place::Repeated));
        for field in children.clone() {
            for word in std::iter::once(&field.token).chain(field.aliases) {
                owners.entry(word).or_default().push(field.name);
            }
        }
        for field in children {
            let mut words = std::iter::once(&field.token).chain(field.aliases);
            let shared = words.any(|word| owners[word].len() > 1);
            assert_eq!(field.shared, shared, "{}.{}.{}", schema.module, schema.name, field.name);
        }
    }
}

#[test]
fn nesting_ends() {
    // Reading a snapshot follows the nesting of types, so no type may hold itself, however indirectly.
    fn depth(schema: &'static Schema, above: &mut Vec<&'static Schema>) {
        assert!(!above.iter().any(|other| std::ptr::eq(*other, schema)), "{} holds itself", schema.name);
        above.push(schema);
        for field in schema.fields {
            if let Kind::Struct(nested) = field.kind {
                depth(nested(), above);
            }
        }
        above.pop();
    }
    for module in MODULES {
        depth((module.file)(), &mut Vec::new());
    }
}

#[test]
fn documentation_is_in_whole_sentences() {
    let sentence = |text: &str, what: &str| {
        assert!(text.ends_with('.'), "{what}: {text}");
        assert!(!text.starts_with(char::is_lowercase), "{what}: {text}");
    };
    for schema in all_structs() {
        sentence(schema.doc, schema.name);
        for field in schema.fields {
            sentence(field.doc, field.name);
        }
    }
    for schema in MODULES.iter().flat_map(|module| module.enums).map(|schema| schema()) {
        sentence(schema.doc, schema.name);
        for member in schema.members {
            sentence(member.doc, member.value);
        }
    }
}
