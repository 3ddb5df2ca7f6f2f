//! Stubs of the packages that modules of file formats lie in, with the classes that all of them share.

use std::fmt::Write;

use pyzig_bind::PARSE_ERROR_ATTRIBUTES;

use crate::python::{HEADER, docstring, exception};

/// Name of the class of lists, which is generic for type checkers and one class at run time.
const LISTS: &str = "MutableList";

/// Stub of the package that modules lie in. `classes` is what `pyo3-stub-gen` gathered of those that they share.
pub(crate) fn package<'a>(doc: &str, modules: impl IntoIterator<Item = &'a str>, classes: &str) -> String {
    // All names are exported, the modules too, so no list of names stands in front.
    let (imports, rest) = classes.split_once("__all__ = [").unwrap_or(("", classes));
    let rest = rest.split_once("]\n").map_or(rest, |(_, rest)| rest);
    let mut stub = HEADER.to_owned();
    docstring(&mut stub, "", doc);
    stub.push_str(imports.trim_start_matches(HEADER));
    for name in modules {
        let _ = writeln!(stub, "from . import {name} as {name}");
    }
    stub.push_str(&generic(rest));
    let doc = "Text that is no S-expression, or whose values do not fit their fields.";
    exception(&mut stub, "ParseError", doc, PARSE_ERROR_ATTRIBUTES);
    stub
}

/// Says what the lists are generic in, and that they cannot be keys of dictionaries.
fn generic(classes: &str) -> String {
    let bases = "collections.abc.MutableSequence[_T], typing.Generic[_T]";
    classes.replacen(&format!("class {LISTS}:"), &format!("class {LISTS}({bases}):"), 1).replacen(
        "__hash__: typing.Optional[typing.Any] = None",
        "__hash__: typing.ClassVar[None]  # type: ignore[assignment]",
        1,
    )
}

/// Stub of a module that is the same as another.
pub(crate) fn alias(target: &str) -> String {
    format!("{HEADER}\nfrom {target} import *\n")
}
