//! Python objects that are kept with nodes, in a way that lets the garbage collector see them.
//!
//! An object hangs on its node, and so lives as long as the node: as long as a handle, a graph or an edge refers to it.
//! It may itself refer to handles and graphs that keep the node alive. The collector finds such cycles if it sees who
//! owns the object, so that is what happens here:
//!
//! * An object that can be part of a cycle stands in a [`Keeper`], which the collector tracks. The node owns one reference
//!   to the keeper.
//! * Every handle of a node that has a keeper owns another one, and reports it when the collector asks. Handles that are
//!   older than the keeper own none. A bound node is no such handle: it refers to one.
//! * So does every handle of an edge that starts or ends at such a node. The keeper knows these edges.
//! * The node's own reference is reported by whoever is known to be the last to hold the node: a graph, if it is in no
//!   other graph and else only held by handles that own references and by edges that only such handles and this graph
//!   hold; where it is in no graph the keeper itself, if there are such edges, or the only handle.
//!
//! Handles that refer to a graph are seen by the collector if they are younger than the first object that was stored in
//! the process, or have part in the ownership of what is stored.
//!
//! Where not all owners are known the node's reference is not reported and the object stays. That errs on the safe side:
//! it is then freed with the node as usual, and a graph that is destroyed lets go of it in any case.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{Contents, Edge, EdgeId, Incidence, Node, NodeId};

use pyzig_reference::{New, Place, can_be_in_cycle, handle, references};

/// Whether there was ever a keeper, in this process as nodes can be in all its graphs. Most programs need none, and
/// then handles need not look for keepers.
static ANY: AtomicBool = AtomicBool::new(false);

/// Keeps a node's object. Python code never sees it.
#[pyclass(frozen, module = "graph", name = "_Keeper")]
pub(crate) struct Keeper {
    node: NodeId,
    /// Number of the graph that noted last that it was used to store something here; 0 if none did.
    noted_by: AtomicU32,
    kept: Mutex<Kept>,
}

struct Kept {
    object: Option<Py<PyAny>>,
    /// Edges of which there are handles that own a reference to the keeper, and how many for each. Few keepers have any.
    #[expect(clippy::box_collection, reason = "takes one word where there are none")]
    edges: Option<Box<HashMap<EdgeId, (Edge, usize)>>>,
}

impl Kept {
    /// How many handles of an edge own a reference to the keeper, if there are any.
    fn handles(&self, edge: EdgeId) -> Option<usize> {
        self.edges.as_ref()?.get(&edge).map(|(_, count)| *count)
    }

    /// Edges of which there are such handles, and how many for each.
    fn edges(&self) -> impl Iterator<Item = &(Edge, usize)> {
        self.edges.iter().flat_map(|edges| edges.values())
    }
}

impl Keeper {
    fn new(node: NodeId, object: Py<PyAny>) -> New<Self> {
        let kept = Mutex::new(Kept { object: Some(object), edges: None });
        New(Self { node, noted_by: AtomicU32::new(0), kept })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn replace(&self, object: Option<Py<PyAny>>) -> Option<Py<PyAny>> {
        std::mem::replace(&mut self.lock().object, object)
    }

    fn get<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.lock().object.as_ref().map(|object| object.bind(py).clone())
    }

    fn enter(&self, edge: &Edge) {
        self.lock().edges.get_or_insert_default().entry(edge.id()).or_insert_with(|| (edge.clone(), 0)).1 +=
            1;
    }

    fn leave(&self, edge: &Edge) {
        let mut kept = self.lock();
        let gone = kept.edges.as_mut().and_then(|edges| match edges.get_mut(&edge.id()) {
            Some((_, count)) if *count > 1 => {
                *count -= 1;
                None
            }
            _ => edges.remove(&edge.id()),
        });
        // Dropped after the lock was released, though the caller holds the edge, too.
        drop(kept);
        drop(gone);
    }

    /// Whether an edge is only held by handles that own references, by keepers, and `others` times by others.
    fn accounts_for(&self, kept: &Kept, edge: &Edge, others: usize) -> bool {
        let (handles, here) = kept.handles(edge.id()).map_or((0, 0), |count| (count, 1));
        let other = if edge.source().id() == self.node { edge.target() } else { edge.source() };
        let there = Stored::with(other, |content| match content {
            Content::Kept(keeper) if other.id() != self.node => {
                keeper.get().kept.try_lock().ok().map(|kept| kept.handles(edge.id()).is_some())
            }
            _ => None,
        });
        edge.reference_count() == others + handles + here + usize::from(there.unwrap_or(false))
    }

    /// How often a node is held by handles that own references to its keeper.
    fn node_handles(keeper: &Py<Self>, kept: &Kept) -> usize {
        let of_edges: usize = kept.edges().map(|(_, count)| *count).sum();
        owners(keeper).saturating_sub(of_edges)
    }
}

/// How often an edge holds a node.
fn ends(edge: &Edge, node: NodeId) -> usize {
    usize::from(edge.source().id() == node) + usize::from(edge.target().id() == node)
}

handle!(
    Keeper,
    collected: true,
    release: |keeper, py| {
        if let Some(object) = keeper.replace(None) {
            object.drop_ref(py);
        }
    },
    // A bound node that is stored with itself makes a cycle in which there is nothing else.
    const COUNTED: bool = true;
    fn is_born(&self, _: Python<'_>) -> bool {
        true
    }
);

#[pymethods]
impl Keeper {
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        // No Python code runs while the lock is held, so it is free.
        let Ok(kept) = self.kept.try_lock() else {
            return Ok(());
        };
        visit.call(&kept.object)?;
        let Some((edge, _)) = kept.edges().next() else {
            return Ok(());
        };
        let node = if edge.source().id() == self.node { edge.source() } else { edge.target() };
        let held: usize = kept.edges().map(|(edge, _)| ends(edge, self.node)).sum();
        let alone = |keeper: &Py<Self>| {
            node.reference_count() == held + Self::node_handles(keeper, &kept)
                && kept.edges().all(|(edge, _)| self.accounts_for(&kept, edge, 0))
        };
        // The node's own reference.
        let owned = Stored::with(node, |content| match content {
            Content::Kept(keeper) if alone(keeper) => Some(visit.call(keeper)),
            _ => None,
        });
        owned.unwrap_or(Ok(()))
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

    /// Calls `look` as [`with`](Self::with) does. The node's lock is held meanwhile: `look` must neither wait nor run Python
    /// code.
    fn look<T>(node: &Node, look: impl FnOnce(&Content) -> T) -> Option<T> {
        node.look_at_attachment(|attachment| attachment.downcast_ref::<Self>()?.0.as_ref().map(look))
            .flatten()
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

/// Whether there was ever an object that can be part of a cycle. From then on the collector sees all new handles that
/// refer to a graph: whatever is stored may refer to them.
pub(crate) fn any() -> bool {
    ANY.load(Ordering::Relaxed)
}

/// The keeper of a node, if it has one.
#[inline]
pub(crate) fn keeper(py: Python<'_>, node: &Node) -> Option<Py<Keeper>> {
    if any() { find_keeper(py, node) } else { None }
}

fn find_keeper(py: Python<'_>, node: &Node) -> Option<Py<Keeper>> {
    Stored::look(node, |content| match content {
        Content::Plain(_) => None,
        Content::Kept(keeper) => Some(keeper.clone_ref(py)),
    })
    .flatten()
}

/// Keeps an object with a node, in place of the one that was there, and tells whether the node has a keeper. The graph of
/// that number has to note it if it did not do so last: `note` is called then.
pub(crate) fn store(
    node: &Node,
    object: &Bound<'_, PyAny>,
    graph: u32,
    note: impl FnOnce(),
) -> PyResult<bool> {
    let py = object.py();
    let note = |keeper: &Keeper| {
        if keeper.noted_by.load(Ordering::Relaxed) != graph {
            note();
            keeper.noted_by.store(graph, Ordering::Relaxed);
        }
    };
    if let Some(keeper) = keeper(py, node) {
        note(keeper.get());
        // Released at once, and after the lock was: that may run Python code.
        if let Some(previous) = keeper.get().replace(Some(object.clone().unbind())) {
            previous.drop_ref(py);
        }
        keeper.drop_ref(py);
        return Ok(true);
    }
    if !can_be_in_cycle(object) {
        Stored::hang_on(node, Content::Plain(object.clone().unbind()));
        return Ok(false);
    }
    ANY.store(true, Ordering::Relaxed);
    let keeper = Keeper::new(node.id(), object.clone().unbind()).object(py)?.unbind();
    note(keeper.get());
    Stored::hang_on(node, Content::Kept(keeper));
    Ok(true)
}

/// The object that is kept with a node.
pub(crate) fn load<'py>(py: Python<'py>, node: &Node) -> Option<Bound<'py, PyAny>> {
    let content = Stored::look(node, |content| match content {
        Content::Plain(object) => Content::Plain(object.clone_ref(py)),
        Content::Kept(keeper) => Content::Kept(keeper.clone_ref(py)),
    });
    match content? {
        Content::Plain(object) => Some(object.into_bound(py)),
        Content::Kept(keeper) => {
            let keeper = keeper.into_bound(py);
            keeper.get().get(py)
        }
    }
}

/// How many handles own a reference to the keeper; all other references are the node's one.
pub(crate) fn owners(keeper: &Py<Keeper>) -> usize {
    references(keeper).saturating_sub(1)
}

/// Whether a node has a keeper.
pub(crate) fn is_kept(node: &Node) -> bool {
    Stored::look(node, |content| matches!(content, Content::Kept(_))).unwrap_or(false)
}

/// What a handle of an edge owns of the keepers of the edge's ends.
pub(crate) struct EndKeepers([Place<Keeper>; 2]);

impl EndKeepers {
    /// No keepers.
    pub(crate) const fn none() -> Self {
        Self([Place::empty(), Place::empty()])
    }

    /// Takes part in the ownership of what is stored with the ends of an edge, if there is anything; tells whether
    /// there is.
    pub(crate) fn adopt(&self, py: Python<'_>, edge: &Edge) -> bool {
        let loops = edge.source() == edge.target();
        for (place, node) in self.0.iter().zip([edge.source(), edge.target()]).take(if loops { 1 } else { 2 })
        {
            if place.get().is_none()
                && let Some(keeper) = keeper(py, node)
            {
                keeper.get().enter(edge);
                place.fill(py, keeper);
            }
        }
        self.0.iter().any(|place| place.get().is_some())
    }

    /// Reports the references.
    pub(crate) fn visit(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.0.iter().try_for_each(|place| visit.call(place.get()))
    }

    /// Lets go of the keepers, and of the edge.
    pub(crate) fn release(self, py: Python<'_>, edge: Edge) {
        for keeper in self.0.iter().filter_map(Place::get) {
            keeper.get().leave(&edge);
        }
        drop(edge);
        self.0.into_iter().for_each(|place| place.release(py));
    }
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
    let owned = Stored::with(node, |content| match content {
        Content::Kept(keeper) if only_holder(contents, node, keeper) => Some(visit.call(keeper)),
        _ => None,
    });
    owned.unwrap_or(Ok(()))
}

/// Whether a graph and handles that own references are all that holds a node.
fn only_holder(contents: &Contents, node: &Node, keeper: &Py<Keeper>) -> bool {
    let this = keeper.get();
    let Ok(kept) = this.kept.try_lock() else {
        return false;
    };
    let mut held = 1 + Keeper::node_handles(keeper, &kept);
    let mut listed = HashSet::new();
    // An edge holds each of its ends once; one that joins a node with itself is listed twice. Edges without a handle hold
    // nothing.
    for (edge, is_shared) in contents.all_edges(node.id()).filter_map(Incidence::existing) {
        if is_shared || !this.accounts_for(&kept, edge, 1) {
            return false;
        }
        held += 1;
        if kept.edges.is_some() {
            listed.insert(edge.id());
        }
    }
    for (edge, _) in kept.edges() {
        if !listed.contains(&edge.id()) {
            if !this.accounts_for(&kept, edge, 0) {
                return false;
            }
            held += ends(edge, node.id());
        }
    }
    node.reference_count() == held
}
