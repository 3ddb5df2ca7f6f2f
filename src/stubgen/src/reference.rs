//! Stubs of classes whose methods are written in Rust, from what `pyo3-stub-gen` gathered of them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use pyo3_stub_gen::StubInfo;
use pyo3_stub_gen::generate::Module;

use crate::python::{HEADER, exception, file_protocols};

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
        let text = with_positional_operands(&with_own_names(module, text));
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
    // What arguments are called by, and no module has.
    ("pyzig_sexp.tree", &[], concat!("\n_Value = Atom | List | str | float | bool\n", file_protocols!())),
];

/// Module that the exceptions of the graph's extension are in.
const EXCEPTIONS_IN: &str = "pyzig.gen.faebryk.typegraph";

/// Takes the module's own name away from its classes, where `pyo3-stub-gen` puts it in front.
fn with_own_names(module: &Module, mut text: String) -> String {
    let own = module.name.rsplit('.').next().unwrap_or_default();
    for class in module.class.values() {
        text = text.replace(&format!("{own}.{}", class.name), class.name);
    }
    text
}

/// Methods that stand for operators, which Python calls without keywords.
const OPERATORS: [&str; 13] =
    ["eq", "ne", "lt", "le", "gt", "ge", "getitem", "setitem", "delitem", "contains", "add", "radd", "iadd"];

/// Says so of their operands.
fn with_positional_operands(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for line in text.lines() {
        let name = line.trim_start().strip_prefix("def __").and_then(|rest| rest.split("__(").next());
        match line.split_once(") -> ") {
            Some((head, rest))
                if name.is_some_and(|name| OPERATORS.contains(&name)) && !head.ends_with(", /") =>
            {
                marked.extend([head, ", /) -> ", rest]);
            }
            _ => marked.push_str(line),
        }
        marked.push('\n');
    }
    marked
}

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
    if module == EXCEPTIONS_IN {
        for (name, doc, attributes) in pyzig::EXCEPTIONS {
            text = text.replacen("__all__ = [", &format!("__all__ = [\n    \"{name}\","), 1);
            exception(&mut text, name, doc, attributes.iter().map(|(name, kind)| (*name, *kind, "")));
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
    let first =
        ["\n@typing.final\nclass ", "\nclass "].into_iter().filter_map(|start| text.find(start)).min();
    let (before, classes) = text.split_at(first.unwrap_or(text.len()));
    let text = format!("{before}\n_T = typing.TypeVar(\"_T\")\n{classes}");
    text.replacen("\n__all__", "\nimport typing\n\n__all__", 1)
}
