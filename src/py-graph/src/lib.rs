//! Extension module `pyzig`: the graph and the type graph.
//!
//! The module holds `gen.graph.graph` and `gen.faebryk.*`, real module objects that callers reach as attributes. One
//! file here stands for one Python class. The methods are thin: they convert, call the core, and convert back.
#![deny(unsafe_code)]

mod error;
mod faebryk;
mod graph;
#[allow(unsafe_code)]
mod heap;
mod literal;
mod number;
mod stub_type;

use pyo3::prelude::*;

/// Graphs, and the type graph that is kept in them.
#[pymodule(name = "pyzig")]
fn extension(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let generated = submodule(module, "gen", "All modules.")?;
    let package = submodule(&generated, "graph", "The package of the graph.")?;
    graph::add_classes(&submodule(&package, "graph", "Graphs: nodes, edges, and views of them.")?)?;
    faebryk::add_modules(&submodule(&generated, "faebryk", "Kinds of edges, and the type graph.")?)
}

/// Creates a module, named like the attribute of `parent` that holds it.
fn submodule<'py>(parent: &Bound<'py, PyModule>, name: &str, doc: &str) -> PyResult<Bound<'py, PyModule>> {
    let module = PyModule::new(parent.py(), name)?;
    module.setattr("__doc__", doc)?;
    parent.add(name, &module)?;
    Ok(module)
}

#[cfg(feature = "stubs")]
pyo3_stub_gen::define_stub_info_gatherer!(stub_info);
