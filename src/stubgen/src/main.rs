//! Writes the Python stubs of both extension modules, and of the example.
//!
//! `pyzig-stubgen DIR` writes `DIR/pyzig/…`, `DIR/pyzig_sexp/…`, `DIR/recipes/…` and, for the paths that atopile imports
//! from, `DIR/faebryk/core/zig/gen/…`. The text is complete but not formatted; `checks/stubgen` does that, and compares.
//!
//! Two sources: the schemas of the file formats ([`model`]), and what `pyo3-stub-gen` gathers from attribute macros
//! on the classes that are written in Rust ([`reference`]).

mod model;
mod package;
mod python;
mod reference;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

// Linked for what they submit to `pyo3-stub-gen`, as `pyzig` is.
use pyzig_recipes as _;
use pyzig_sexp as _;

use pyo3_stub_gen::StubInfo;
use pyzig_kicad::MODULES;

/// Package that the file formats are imported from.
const FORMATS: &str = "pyzig_sexp";
/// The example's package.
const EXAMPLE: &str = "recipes";
/// Where atopile imports the same modules from.
const DROP_IN: &str = "faebryk/core/zig";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        return Err("usage: pyzig-stubgen DIR".into());
    };
    write(Path::new(&folder), &stubs()?)?;
    Ok(())
}

/// All stubs by path.
fn stubs() -> Result<BTreeMap<PathBuf, String>, Box<dyn Error>> {
    let mut stubs = reference_stubs()?;
    let documentation = "KiCad's file formats: one module for each, and a generic tree for everything else.";
    let formats = Path::new(FORMATS);
    let classes = stubs.remove(&formats.join("__init__.pyi")).unwrap_or_default();
    let names = MODULES.iter().map(|module| module.name).chain(["tree"]);
    stubs.insert(formats.join("__init__.pyi"), package::package(documentation, names, &classes));
    for module in MODULES {
        stubs.insert(formats.join(module.name).with_extension("pyi"), model::module(module, FORMATS));
    }
    let example = Path::new(EXAMPLE);
    let documentation = "Recipes, and what is in the house to cook them.";
    let names = [pyzig_recipes::RECIPE.name, "pantry"];
    stubs.insert(example.join("__init__.pyi"), package::package(documentation, names, &classes));
    stubs.insert(example.join("recipe.pyi"), model::module(&pyzig_recipes::RECIPE, EXAMPLE));
    let drop_in: Vec<_> = stubs.keys().filter_map(|path| Some((path.clone(), drop_in_path(path)?))).collect();
    for (path, alias) in drop_in {
        stubs.insert(alias, package::alias(&module_name(&path)));
    }
    Ok(stubs)
}

/// Stubs of the classes that are written in Rust.
fn reference_stubs() -> Result<BTreeMap<PathBuf, String>, Box<dyn Error>> {
    let info = StubInfo::from_project_root(
        "pyzig".to_owned(),
        PathBuf::new(),
        true,
        pyo3_stub_gen::StubGenConfig::default(),
    )?;
    Ok(reference::stubs(&info))
}

/// Where atopile looks for a module: `pyzig.gen.x` under `faebryk.core.zig.gen.x`, `pyzig_sexp.x` under
/// `faebryk.core.zig.gen.sexp.x`.
fn drop_in_path(path: &Path) -> Option<PathBuf> {
    if let Ok(rest) = path.strip_prefix(FORMATS) {
        return Some(Path::new(DROP_IN).join("gen/sexp").join(rest));
    }
    let rest = path.strip_prefix("pyzig").ok()?;
    rest.starts_with("gen").then(|| Path::new(DROP_IN).join(rest))
}

/// Name of the module that a stub describes.
fn module_name(path: &Path) -> String {
    let mut path = path.with_extension("");
    if path.ends_with("__init__") {
        path.pop();
    }
    path.to_string_lossy().replace(['/', '\\'], ".")
}

fn write(folder: &Path, stubs: &BTreeMap<PathBuf, String>) -> Result<(), Box<dyn Error>> {
    for (path, text) in stubs {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(path, text)?;
    }
    Ok(())
}
