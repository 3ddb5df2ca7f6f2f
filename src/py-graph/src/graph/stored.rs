//! Python objects that are kept with nodes.

use std::sync::Arc;

use pyo3::prelude::*;
use pyzig_graph::Node;

/// What hangs on the node.
struct Stored(Py<PyAny>);

/// Keeps an object with a node, in place of the one that was there.
pub(crate) fn store(node: &Node, data: Bound<'_, PyAny>) {
    let previous = node.set_attachment(Some(Arc::new(Stored(data.unbind()))));
    // May run Python code, which must not find the node locked: the lock was released before.
    drop(previous);
}

/// The object that is kept with a node.
pub(crate) fn load<'py>(py: Python<'py>, node: &Node) -> Option<Bound<'py, PyAny>> {
    let attachment = node.attachment()?;
    let stored = attachment.downcast_ref::<Stored>()?;
    Some(stored.0.bind(py).clone())
}
