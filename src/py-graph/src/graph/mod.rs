//! Classes of `pyzig.gen.graph.graph`.

mod bfs_path;
mod bound_edge;
mod bound_node;
pub(crate) mod bulk;
mod edge_reference;
mod export;
mod graph_view;
mod node_reference;
mod stored;
mod visitor;

use pyo3::prelude::*;

use pyzig_reference::{add_class, prepare};

pub(crate) use bfs_path::BFSPath;
pub(crate) use bound_edge::BoundEdgeReference;
pub(crate) use bound_node::BoundNodeReference;
pub(crate) use edge_reference::EdgeReference;
pub(crate) use graph_view::{GraphView, Share};
pub(crate) use node_reference::NodeReference;
pub(crate) use visitor::EdgeVisitor;

/// Adds the classes, some under two names.
pub(crate) fn add_classes(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    prepare::<NodeReference>(py);
    prepare::<EdgeReference>(py);
    prepare::<BoundNodeReference>(py);
    prepare::<BoundEdgeReference>(py);
    prepare::<BFSPath>(py);
    prepare::<stored::Keeper>(py);
    prepare::<GraphView>(py);
    add_class::<NodeReference>(module)?;
    add_class::<EdgeReference>(module)?;
    add_class::<BoundNodeReference>(module)?;
    add_class::<BoundEdgeReference>(module)?;
    add_class::<BFSPath>(module)?;
    add_class::<GraphView>(module)?;
    module.add("BoundNode", module.py().get_type::<BoundNodeReference>())?;
    module.add("BoundEdge", module.py().get_type::<BoundEdgeReference>())
}
