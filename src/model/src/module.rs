//! Modules: the structs and enumerations of one file format.

use std::any::TypeId;
use std::collections::HashSet;

use crate::{Arity, EnumSchema, Field, Kind, ModuleSchema, Object, Place, Schema, Shape};

/// Describes a file format's module.
///
/// ```
/// use pyzig_model::{Model, ModuleSchema};
///
/// /// A list of names.
/// #[derive(Model)]
/// #[model(module = "names", token = "names")]
/// pub struct Names {
///     /// The names.
///     #[field(rest)]
///     pub names: Vec<String>,
/// }
///
/// /// A file of names.
/// #[derive(Model)]
/// #[model(module = "names", file)]
/// pub struct NamesFile {
///     /// The list of names.
///     pub names: Names,
/// }
///
/// /// Files of names.
/// pub static MODULE: ModuleSchema = pyzig_model::module! {
///     name: "names",
///     doc: "Files of names.",
///     file: NamesFile,
///     structs: [Names, NamesFile],
///     enums: [],
/// };
/// assert_eq!(MODULE.problems(), Vec::<String>::new());
/// ```
#[macro_export]
macro_rules! module {
    (
        name: $name:literal,
        doc: $doc:literal,
        file: $file:ty,
        structs: [$($structure:ty),* $(,)?],
        enums: [$($enumeration:ty),* $(,)?] $(,)?
    ) => {
        $crate::ModuleSchema {
            name: $name,
            doc: $doc,
            file: <$file as $crate::Model>::schema,
            structs: &[$(<$structure as $crate::Model>::schema),*],
            enums: &[$(<$enumeration as $crate::ModelEnum>::schema),*],
        }
    };
}

impl ModuleSchema {
    /// Mistakes that only show when all descriptions of a module are seen together, as sentences. A module
    /// without mistakes is a test's concern, not one of the running program.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let mut names = HashSet::new();
        for schema in self.structs.iter().map(|schema| schema()) {
            if !names.insert(schema.name) {
                problems.push(format!("{}.{} is declared twice", self.name, schema.name));
            }
            if schema.module != self.name {
                problems.push(format!("{} says module {}, not {}", schema.name, schema.module, self.name));
            }
            for field in schema.fields {
                field_problems(schema, field, &mut problems);
            }
        }
        for schema in self.enums.iter().map(|schema| schema()) {
            if !names.insert(schema.name) {
                problems.push(format!("{}.{} is declared twice", self.name, schema.name));
            }
            if schema.module != self.name {
                problems.push(format!("{} says module {}, not {}", schema.name, schema.module, self.name));
            }
        }
        if (self.file)().shape != Shape::File {
            problems.push(format!("{} is no file", (self.file)().name));
        }
        problems
            .extend(self.undeclared().into_iter().map(|name| format!("{name} is used but declared nowhere")));
        problems
    }

    /// Types that the module's fields name, that say they belong here, and that the module does not list.
    fn undeclared(&self) -> Vec<String> {
        let structs: HashSet<_> = self.structs.iter().map(|schema| (schema().type_id)()).collect();
        let enums: HashSet<_> = self.enums.iter().map(|schema| (schema().type_id)()).collect();
        let mut missing = Vec::new();
        for field in self.structs.iter().flat_map(|schema| schema().fields) {
            match field.kind {
                Kind::Struct(schema)
                    if schema().module == self.name && !structs.contains(&(schema().type_id)()) =>
                {
                    missing.push(schema().name.to_owned());
                }
                Kind::Enum(schema)
                    if schema().module == self.name && !enums.contains(&(schema().type_id)()) =>
                {
                    missing.push(schema().name.to_owned());
                }
                _ => {}
            }
        }
        missing.sort();
        missing.dedup();
        missing
    }
}

fn field_problems(schema: &Schema, field: &Field, problems: &mut Vec<String>) {
    if let (Some(default), Kind::Enum(members)) = (field.unsaid(), field.kind)
        && members().by_token(default).is_none()
    {
        let members: &EnumSchema = members();
        problems.push(format!("{}.{}: {} has no member `{default}`", schema.name, field.name, members.name));
    }
    if let (Some(said), Kind::Struct(nested)) = (field.absent, field.kind) {
        let problem = nested_problem(nested(), field, said);
        problems.extend(problem.map(|problem| format!("{}.{}: {problem}", schema.name, field.name)));
    }
    if field.place == Place::Rest && matches!(field.kind, Kind::Struct(_)) {
        problems.push(format!("{}.{}: the remaining atoms cannot be structs", schema.name, field.name));
    }
}

/// What is wrong with what a nested struct says where it is absent.
fn nested_problem(nested: &'static Schema, field: &Field, said: &str) -> Option<String> {
    if contains_itself(nested, &mut Vec::new()) {
        return Some("an absent one would contain itself".to_owned());
    }
    let object = match Object::from_text(nested, &format!("({} {said})", field.token)) {
        Ok(object) => object,
        Err(error) => return Some(error.to_string()),
    };
    let unknown = object.unknown().first().map(|unknown| format!("no field stands for `{}`", unknown.text));
    unknown.or_else(|| object.validate().first().map(|problem| problem.error.to_string()))
}

/// Whether a struct has another of its kind within it, where all that must be there is.
fn contains_itself(schema: &'static Schema, around: &mut Vec<TypeId>) -> bool {
    let own = (schema.type_id)();
    if around.contains(&own) {
        return true;
    }
    around.push(own);
    let contains = schema.fields.iter().any(|field| match field.kind {
        Kind::Struct(nested) if field.arity == Arity::Required => contains_itself(nested(), around),
        _ => false,
    });
    around.pop();
    contains
}
