//! Stubs of classes whose methods are written in Rust, from what `pyo3-stub-gen` gathered of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use pyo3_stub_gen::StubInfo;

use crate::python::HEADER;

/// Stub text by path below the output folder.
pub(crate) fn stubs(info: &StubInfo) -> BTreeMap<PathBuf, String> {
    let mut stubs = BTreeMap::new();
    for (name, module) in &info.modules {
        if module.is_empty() {
            continue;
        }
        let is_package = info
            .modules
            .keys()
            .any(|other| other.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('.')));
        let path = name.replace('.', "/") + if is_package { "/__init__.pyi" } else { ".pyi" };
        let text = module.format_with_config(false);
        // The generator's own first lines say that it made the file; ours say what to do about it.
        let text: String =
            text.lines().skip_while(|line| line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
        // No class of ours is called like a built-in type, so these need no prefix.
        let text = with_type_variable(with_aliases(name, text.replace("builtins.", "")));
        // Python compares with the operator alone, never with a keyword.
        let text = text.replace("(self, other: typing.Any) -> bool", "(self, other: typing.Any, /) -> bool");
        stubs.insert(PathBuf::from(path), HEADER.to_owned() + &with_additions(name, text));
    }
    let empty = format!("{HEADER}\n");
    stubs.entry(PathBuf::from("pyzig/gen/faebryk/module.pyi")).or_insert(empty);
    stubs
}

/// What modules hold beside their own classes: names for `__all__`, and their text.
const ADDITIONS: [(&str, &[&str], &str); 3] = [
    ("pyzig.gen.faebryk", &["module"], "from . import module\n"),
    (
        "pyzig.gen.faebryk.composition",
        &["EdgeOperand"],
        "from pyzig.gen.faebryk.operand import EdgeOperand\n",
    ),
    (
        "pyzig.gen.faebryk.typegraph",
        &["TypeGraphInstantiationError", "TypeGraphPathError", "TypeGraphResolveError"],
        include_str!("exceptions.pyi"),
    ),
];

/// Adds what `pyo3-stub-gen` gathers elsewhere or not at all.
fn with_additions(module: &str, mut text: String) -> String {
    for (_, names, added) in ADDITIONS.iter().filter(|(owner, ..)| *owner == module) {
        for name in *names {
            text = text.replacen("__all__ = [", &format!("__all__ = [\n    \"{name}\","), 1);
        }
        if added.starts_with("from") {
            text = text.replacen("\n__all__", &format!("\n{added}\n__all__"), 1);
        } else {
            text.push_str(added);
        }
    }
    text
}

/// Other names of classes: module, name, class.
const ALIASES: [(&str, &str, &str); 2] = [
    ("pyzig.gen.graph.graph", "BoundNode", "BoundNodeReference"),
    ("pyzig.gen.graph.graph", "BoundEdge", "BoundEdgeReference"),
];

/// Adds the other names of classes, which `pyo3-stub-gen` has no word for.
fn with_aliases(module: &str, mut text: String) -> String {
    for (_, name, class) in ALIASES.iter().filter(|(owner, ..)| *owner == module) {
        text = text.replacen("__all__ = [", &format!("__all__ = [\n    \"{name}\","), 1);
        let _ = write!(text, "\n{name} = {class}\n");
    }
    text
}

/// Declares the type variable of the visiting functions, which `pyo3-stub-gen` takes for an ordinary name.
fn with_type_variable(text: String) -> String {
    if !text.contains("_T,") && !text.contains(": _T") {
        return text;
    }
    // A context that is left out is None, which a variable cannot say.
    let text = text.replace(": _T = None", ": _T = ...");
    let text = text.replacen("\nclass ", "\n_T = typing.TypeVar(\"_T\")\n\nclass ", 1);
    text.replacen("\n__all__", "\nimport typing\n\n__all__", 1)
}
