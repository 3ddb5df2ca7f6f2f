//! Stubs of file formats, from their schemas.
//!
//! These are rendered here and not by `pyo3-stub-gen`: its classes stem from attribute macros on Rust types, while
//! a format's classes are made from data, and its text has neither type parameters (`MutableList[Pad]`), nor
//! properties that take more than they give (`Iterable[Pad]`), nor values of enumeration members.

use std::collections::BTreeSet;
use std::fmt::Write;

use pyzig_bind::{default_literal, member_names, takes_none, text_literal};
use pyzig_model::{Arity, EnumSchema, Field, Kind, ModuleSchema, Schema};

use crate::python::{HEADER, docstring, file_protocols};

/// Stub of one format's module. `package` is what the modules are imported from.
pub(crate) fn module(schema: &ModuleSchema, package: &str) -> String {
    let mut body = String::new();
    let mut names = Names::new(schema, package);
    for declared in schema.enums {
        enumeration(&mut body, declared());
    }
    for declared in schema.structs {
        class(&mut body, declared(), &mut names);
    }
    functions(&mut body, schema, &mut names);

    let mut stub = HEADER.to_owned();
    docstring(&mut stub, "", schema.doc);
    for line in &names.imports {
        let _ = writeln!(stub, "{line}");
    }
    let declared = schema.structs.iter().map(|declared| declared().name);
    let declared = declared.chain(schema.enums.iter().map(|declared| declared().name));
    let all: Vec<String> = declared.chain(FUNCTIONS).map(text_literal).collect();
    let _ = writeln!(stub, "\n__all__ = [{}]", all.join(", "));
    stub + &body
}

/// Names that a module's stub uses and does not declare.
struct Names<'a> {
    module: &'a str,
    package: &'a str,
    imports: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(schema: &'a ModuleSchema, package: &'a str) -> Self {
        let mut names = Self { module: schema.name, package, imports: BTreeSet::new() };
        if !schema.enums.is_empty() {
            names.import("enum", "StrEnum");
        }
        names
    }

    fn import(&mut self, module: &str, name: &str) {
        self.imports.insert(format!("from {module} import {name}"));
    }

    /// A class of any module. Other modules get a name that no field has.
    fn class(&mut self, module: &str, name: &str) -> String {
        if module == self.module {
            return name.to_owned();
        }
        self.imports.insert(format!("from {} import {module} as _{module}", self.package));
        format!("_{module}.{name}")
    }

    /// Type of one value that is read from a field.
    fn read(&mut self, field: &Field) -> String {
        match field.kind {
            Kind::Enum(schema) => self.class(schema().module, schema().name),
            _ => self.written(field),
        }
    }

    /// Type of one value that a field takes. Members of enumerations are text, and text is taken for them.
    fn written(&mut self, field: &Field) -> String {
        match field.kind {
            Kind::Bool => "bool".to_owned(),
            Kind::Int { .. } => "int".to_owned(),
            Kind::Float => "float".to_owned(),
            Kind::Text | Kind::Enum(_) => "str".to_owned(),
            Kind::Struct(schema) => self.class(schema().module, schema().name),
        }
    }

    /// Type of a property.
    fn getter(&mut self, field: &Field) -> String {
        let one = self.read(field);
        match field.arity {
            Arity::List => {
                self.imports.insert(format!("from {} import MutableList", self.package));
                format!("MutableList[{one}]")
            }
            _ if takes_none(field) => format!("{one} | None"),
            _ => one,
        }
    }

    /// Type of what can be assigned to a property or given to the constructor.
    fn setter(&mut self, field: &Field) -> String {
        let one = self.written(field);
        match field.arity {
            Arity::List => {
                self.import("collections.abc", "Iterable");
                format!("Iterable[{one}]")
            }
            _ if takes_none(field) => format!("{one} | None"),
            _ => one,
        }
    }
}

/// Methods of `str` that a member's name in small letters may hide.
const STR_METHODS: [&str; 14] = [
    "center",
    "count",
    "encode",
    "find",
    "format",
    "index",
    "join",
    "lower",
    "partition",
    "replace",
    "split",
    "strip",
    "title",
    "upper",
];

fn enumeration(stub: &mut String, schema: &EnumSchema) {
    let _ = writeln!(stub, "\nclass {}(StrEnum):", schema.name);
    docstring(stub, "    ", schema.doc);
    for (member, names) in schema.members.iter().zip(member_names(schema)) {
        for (index, name) in names.iter().enumerate() {
            let hides =
                if STR_METHODS.contains(&name.as_str()) { "  # type: ignore[assignment]" } else { "" };
            let _ = writeln!(stub, "    {name} = {}{hides}", text_literal(member.value));
            if index == 0 {
                docstring(stub, "    ", member.doc);
            }
        }
    }
}

fn class(stub: &mut String, schema: &Schema, names: &mut Names<'_>) {
    names.import("typing", "Any");
    names.import("typing", "ClassVar");
    names.import("typing", "Self");
    let _ = writeln!(stub, "\nclass {}:", schema.name);
    docstring(stub, "    ", schema.doc);
    // A field called like something that stands behind it in the class would be taken for it.
    let hidden = |name: &str| schema.fields.iter().any(|field| field.name == name);
    let qualified = |text: String| {
        let mut text = text;
        for name in ["bool", "int", "float", "str"] {
            if hidden(name)
                && (text == name
                    || text.contains(&format!("[{name}]"))
                    || text.starts_with(&format!("{name} |")))
            {
                text = text.replacen(name, &format!("builtins.{name}"), 1);
            }
        }
        text
    };
    let property = if hidden("property") { "builtins.property" } else { "property" };

    let matched: Vec<String> = schema.fields.iter().map(|field| text_literal(field.name)).collect();
    let comma = if matched.len() == 1 { "," } else { "" };
    let _ = writeln!(stub, "    __match_args__ = ({}{comma})", matched.join(", "));
    let _ = writeln!(stub, "    __hash__: ClassVar[None]  # type: ignore[assignment]");

    let mut uses_builtins = property != "property";
    let mut parameters = String::new();
    for field in schema.fields {
        let kind = qualified(names.setter(field));
        uses_builtins |= kind.contains("builtins.");
        let default = default_literal(field).map_or_else(String::new, |default| format!(" = {default}"));
        let _ = write!(parameters, ", {}: {kind}{default}", field.name);
    }
    let star = if parameters.is_empty() { "" } else { ", *" };
    let _ = writeln!(stub, "    def __init__(self{star}{parameters}) -> None: ...");
    for field in schema.fields {
        let (getter, setter) = (qualified(names.getter(field)), qualified(names.setter(field)));
        let _ = writeln!(stub, "    @{property}\n    def {}(self) -> {getter}:", field.name);
        docstring(stub, "        ", field.doc);
        let _ = writeln!(stub, "        ...");
        let _ =
            writeln!(stub, "    @{0}.setter\n    def {0}(self, value: {setter}) -> None: ...", field.name);
        if field.arity != Arity::Required {
            let _ = writeln!(stub, "    @{0}.deleter\n    def {0}(self) -> None: ...", field.name);
        }
    }
    stub.push_str(METHODS);
    if uses_builtins {
        names.imports.insert("import builtins".to_owned());
    }
}

const METHODS: &str = "    @classmethod
    def __field_names__(cls) -> list[str]: ...
    def __zig_address__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: Any, /) -> Self: ...
    def __replace__(self, /, **changes: Any) -> Self: ...
";

/// Functions of every module.
const FUNCTIONS: [&str; 6] = ["loads", "dumps", "load", "dump", "validate", "unknown_tokens"];

fn functions(stub: &mut String, schema: &ModuleSchema, names: &mut Names<'_>) {
    let file = (schema.file)();
    let mut written = file.name.to_owned();
    for field in file.fields {
        if let Kind::Struct(inner) = field.kind {
            let _ = write!(written, " | {}", names.class(inner().module, inner().name));
        }
    }
    for name in ["Problem", "UnknownToken"] {
        names.imports.insert(format!("from {} import {name}", names.package));
    }
    names.import("os", "PathLike");
    names.imports.insert("import typing".to_owned());
    let read = file.name;
    for (signature, doc) in [
        (
            format!(
                "loads(data: str | bytes | bytearray | memoryview, /, *, strict: bool = False) -> {read}"
            ),
            "Reads a file from its text, or from its bytes in UTF-8.",
        ),
        (format!("dumps(obj: {written}, /) -> str"), "Text of a file."),
        (
            format!("load(file: str | PathLike[str] | _Readable, /, *, strict: bool = False) -> {read}"),
            "Reads a file from its path, or from an object with a `read` method.",
        ),
        (
            "validate(obj: _Element, /) -> list[Problem]".to_owned(),
            "Everything below an element that does not fit its field, and every field that must be there and is not.",
        ),
        (
            "unknown_tokens(obj: _Element, /) -> list[UnknownToken]".to_owned(),
            "Everything below an element that no field stands for. It is kept, and written back where it stood.",
        ),
        (
            format!("dump(obj: {written}, file: str | PathLike[str] | _Writable, /) -> None"),
            "Writes a file to a path, or to an object with a `write` method.",
        ),
    ] {
        let _ = writeln!(stub, "\ndef {signature}:");
        docstring(stub, "    ", doc);
        let _ = writeln!(stub, "    ...");
    }
    stub.push_str("\nclass _Element(typing.Protocol):\n    def __zig_address__(self) -> int: ...\n");
    stub.push_str(file_protocols!());
}
