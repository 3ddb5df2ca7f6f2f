//! Python objects that are kept with nodes, in a way that lets the garbage collector see them.
//!
//! An object hangs on its node, and so lives as long as the node: as long as a handle, a graph or an edge refers to it.
//! It may itself refer to handles and graphs that keep the node alive. The collector finds such cycles if it sees who
//! owns the object, so that is what happens here:
//!
//! * An object that can be part of a cycle stands in a [`Keeper`], which the collector tracks. The node owns one reference
//!   to the keeper.
//! * Every handle of a node that has a keeper owns another one, and reports it when the collector asks. Handles that are
//!   older than the keeper own none.
//! * The node's own reference is reported by whoever is known to be the last to hold the node: a graph, if it is in no
//!   other graph and only held by handles that own references, or the only handle.
//!
//! Where not all owners are known the node's reference is not reported and the object stays. That errs on the safe side:
//! it is then freed with the node as usual, and a graph that is destroyed lets go of it in any case.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{Contents, Node, NodeId};

use pyzig_reference::{New, can_be_in_cycle, handle, references};

/// Whether there was ever a keeper, in this process as nodes can be in all its graphs. Most programs need none, and
/// then handles need not look for keepers.
static ANY: AtomicBool = AtomicBool::new(false);

/// Keeps a node's object. Python code never sees it.
#[pyclass(frozen, module = "graph", name = "_Keeper")]
pub(crate) struct Keeper(Mutex<Option<Py<PyAny>>>);

impl Keeper {
    fn replace(&self, object: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        std::mem::replace(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner), object)
    }

    fn get<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|object| object.bind(py).clone())
    }
}

handle!(
    Keeper,
    collected: true,
    release: |keeper, py| {
        if let Some(object) = keeper.replace(None) {
            object.drop_ref(py);
        }
    },
    fn is_born(&self, _: Python<'_>) -> bool {
        true
    }
);

#[pymethods]
impl Keeper {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // No Python code runs while the lock is held, so it is free.
        match self.0.try_lock() {
            Ok(kept) => visit.call(&*kept),
            Err(_) => Ok(()),
        }
    }

    fn __clear__(&self) {
        // Dropped after the lock was released: that may run Python code.
        drop(self.replace(None));
    }
}

/// What is stored with a node.
enum Content {
    /// An object that cannot be part of a cycle.
    Plain(Py<PyAny>),
    /// The keeper of an object that can, or of one that took the place of such an object.
    Kept(Py<Keeper>),
}

/// What hangs on the node. Holds something until it is dropped.
struct Stored(Option<Content>);

impl Stored {
    /// Calls `use_content` with what is stored with a node, if there is anything.
    fn with<T>(node: &Node, use_content: impl FnOnce(&Content) -> Option<T>) -> Option<T> {
        let attachment = node.attachment()?;
        use_content(attachment.downcast_ref::<Self>()?.0.as_ref()?)
    }

    fn hang_on(node: &Node, content: Content) {
        // What hung there is dropped after the node's lock was released: that may run Python code.
        drop(node.set_attachment(Some(Arc::new(Self(Some(content))))));
    }
}

impl Drop for Stored {
    /// Releases what is stored at once where the interpreter can be reached: nodes are dropped in many places, of which
    /// not all tell PyO3 that the thread is attached.
    fn drop(&mut self) {
        if let Some(content) = self.0.take() {
            Python::try_attach(|py| match content {
                Content::Plain(object) => object.drop_ref(py),
                Content::Kept(keeper) => keeper.drop_ref(py),
            });
        }
    }
}

/// The keeper of a node, if it has one.
pub(crate) fn keeper(py: Python<'_>, node: &Node) -> Option<Py<Keeper>> {
    if !ANY.load(Ordering::Relaxed) {
        return None;
    }
    Stored::with(node, |content| match content {
        Content::Plain(_) => None,
        Content::Kept(keeper) => Some(keeper.clone_ref(py)),
    })
}

/// Keeps an object with a node, in place of the one that was there; returns the node's keeper, if it has one.
pub(crate) fn store(node: &Node, object: Bound<'_, PyAny>) -> PyResult<Option<Py<Keeper>>> {
    let py = object.py();
    if let Some(keeper) = keeper(py, node) {
        // Released at once, and after the lock was: that may run Python code.
        if let Some(previous) = keeper.get().replace(Some(object.unbind())) {
            previous.drop_ref(py);
        }
        return Ok(Some(keeper));
    }
    if !can_be_in_cycle(&object) {
        Stored::hang_on(node, Content::Plain(object.unbind()));
        return Ok(None);
    }
    ANY.store(true, Ordering::Relaxed);
    let keeper = New(Keeper(Mutex::new(Some(object.unbind())))).object(py)?.unbind();
    Stored::hang_on(node, Content::Kept(keeper.clone_ref(py)));
    Ok(Some(keeper))
}

/// The object that is kept with a node.
pub(crate) fn load<'py>(py: Python<'py>, node: &Node) -> Option<Bound<'py, PyAny>> {
    Stored::with(node, |content| match content {
        Content::Plain(object) => Some(object.bind(py).clone()),
        Content::Kept(keeper) => keeper.get().get(py),
    })
}

/// How many handles own a reference to the keeper; all other references are the node's one.
pub(crate) fn owners(keeper: &Py<Keeper>) -> usize {
    references(keeper).saturating_sub(1)
}

/// Reports the reference that a node owns, for a graph that contains the node, if this graph and handles that own
/// references are all that holds the node.
pub(crate) fn visit_from_graph(
    contents: &Contents,
    node: NodeId,
    visit: &PyVisit<'_>,
) -> Result<(), PyTraverseError> {
    let Some(node) = contents.node(node) else {
        return Ok(());
    };
    let Some(attachment) = node.attachment() else {
        return Ok(());
    };
    let Some(Some(Content::Kept(keeper))) = attachment.downcast_ref::<Stored>().map(|stored| &stored.0)
    else {
        return Ok(());
    };
    // An edge that only this graph holds is referred to from both its ends here. It holds each of its ends once; an edge
    // that joins a node with itself is listed twice there.
    let edges = contents.all_edges(node.id()).filter(|entry| entry.edge().reference_count() == 2).count();
    if node.reference_count() == 1 + edges + owners(keeper) {
        visit.call(keeper)?;
    }
    Ok(())
}
