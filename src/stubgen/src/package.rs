//! Stubs of the package `pyzig_sexp` itself and of its generic tree: the few classes that no schema describes. Their
//! signatures say more than the Rust types do (`MutableList` is generic for type checkers and one class at run
//! time), so they are written in Python; `stubtest` compares them with the modules.

use std::fmt::Write;

use pyzig_model::ModuleSchema;

use crate::python::{HEADER, docstring};

/// Stub of the package that the modules lie in.
pub(crate) fn package(doc: &str, modules: &[&ModuleSchema]) -> String {
    imports(doc, modules.iter().map(|module| module.name).chain(["tree"])) + CLASSES
}

/// Stub of the example's package, which has the same classes but no tree.
pub(crate) fn example(modules: &[&str]) -> String {
    imports("Recipes, and what is in the house to cook them.", modules.iter().copied()) + CLASSES
}

fn imports<'a>(doc: &str, modules: impl IntoIterator<Item = &'a str>) -> String {
    let mut stub = HEADER.to_owned();
    docstring(&mut stub, "", doc);
    for name in modules {
        let _ = writeln!(stub, "from . import {name} as {name}");
    }
    stub
}

/// Stub of the generic tree.
pub(crate) fn tree() -> String {
    HEADER.to_owned() + include_str!("tree.pyi")
}

/// Stub of a module that is the same as another.
pub(crate) fn alias(target: &str) -> String {
    format!("{HEADER}\nfrom {target} import *\n")
}

/// The classes of the package.
const CLASSES: &str = include_str!("package.pyi");
