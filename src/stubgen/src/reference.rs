//! Stubs of classes whose methods are written in Rust, from what `pyo3-stub-gen` gathered of them.

use std::collections::BTreeMap;
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
        let text = text.replace("builtins.", "");
        stubs.insert(PathBuf::from(path), HEADER.to_owned() + &text);
    }
    stubs
}
