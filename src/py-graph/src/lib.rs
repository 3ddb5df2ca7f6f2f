//! Extension module `pyzig`: the graph and the type graph.
//!
//! The module holds `gen.graph.graph` and `gen.faebryk.*`, real module objects that callers reach as attributes. One
//! file here stands for one Python class. The methods are thin: they convert, call the core, and convert back.
#![deny(unsafe_code)]

mod error;
mod faebryk;
mod graph;
mod literal;
mod number;
mod stub_type;

#[cfg(feature = "stubs")]
pub use error::{DescribedException, EXCEPTIONS};
use pyo3::prelude::*;
use pyzig_reference::{Allocator, refuse_other_interpreters, submodule};

/// Nodes and edges are many small allocations, which this allocator serves faster than the system's. It finds its
/// thread's memory in the way that libraries need which are loaded late, and asks for no huge pages, of which a small
/// graph would fill a fraction.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator;

/// Graphs, and the type graph that is kept in them.
#[pymodule(name = "pyzig")]
fn extension(module: &Bound<'_, PyModule>) -> PyResult<()> {
    refuse_other_interpreters(module.py())?;
    let generated = submodule(module, "gen", "All modules.")?;
    let package = submodule(&generated, "graph", "The package of the graph.")?;
    graph::add_classes(&submodule(&package, "graph", "Graphs: nodes, edges, and views of them.")?)?;
    faebryk::add_modules(&submodule(&generated, "faebryk", "Kinds of edges, and the type graph.")?)
}

#[cfg(feature = "stubs")]
pyo3_stub_gen::define_stub_info_gatherer!(stub_info);
