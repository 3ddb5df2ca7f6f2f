//! Nodes: owned handles to what carries attributes and can be joined by edges.

use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use once_cell::race::OnceBox;
use parking_lot::Mutex;
use triomphe::ThinArc;

use crate::attribute::{Attribute, AttributeList, SharedAttributes, first_named};
use crate::error::GraphError;
use crate::id::{Census, NodeId};
use crate::literal::{Literal, Text};
use crate::lock::AtomicBool;

/// Process-wide because ids are unique in the process, whatever graph or thread uses them.
pub(crate) static NODES: Census = Census::new();

/// Something a user of the graph hangs on a node; see [`Node::set_attachment`].
pub type Attachment = Arc<dyn Any + Send + Sync>;

/// What a node keeps beside its attributes. Few nodes have an attachment, so it takes one word until there is one.
#[derive(Default)]
struct AttachmentCell(OnceBox<Mutex<Option<Attachment>>>);

impl Drop for AttachmentCell {
    fn drop(&mut self) {
        if let Some(attachment) = self.0.get().and_then(|cell| cell.lock().take()) {
            drop_in_turn(attachment);
        }
    }
}

/// What stands in front of the attributes that a node was created with.
struct NodeData {
    /// Attributes that came later, or that others have as well.
    further: AttributeList<AttachmentCell>,
    id: NodeId,
    /// Whether something was worked out from the attributes, and is kept.
    is_watched: AtomicBool,
}

/// How often a watched node got attributes. Process-wide because a node can be in any number of graphs.
static WATCHED_CHANGES: AtomicU64 = AtomicU64::new(0);

/// Changes whenever a watched node has got attributes.
pub(crate) fn watched_changes() -> u64 {
    WATCHED_CHANGES.load(Ordering::Acquire)
}

#[cfg(feature = "stats")]
impl Drop for NodeData {
    fn drop(&mut self) {
        NODES.retire();
    }
}

thread_local! {
    /// Attachments that wait to be dropped; `None` while no attachment is being dropped on this thread.
    static WAITING: RefCell<Option<Vec<Attachment>>> = const { RefCell::new(None) };
}

/// Drops an attachment, after the one that is being dropped at the moment.
///
/// An attachment may hold the last handle to a node with an attachment, and so on: one after the other, a chain of any
/// length needs no deep stack.
fn drop_in_turn(attachment: Attachment) {
    let mut attachment = Some(attachment);
    let begins = WAITING.try_with(|waiting| match &mut *waiting.borrow_mut() {
        Some(waiting) => {
            waiting.extend(attachment.take());
            false
        }
        idle => {
            *idle = Some(Vec::new());
            true
        }
    });
    let turn = (begins == Ok(true)).then(|| Turn);
    // Nothing is left to drop here if the attachment waits.
    drop(attachment);
    if turn.is_some() {
        let next = || WAITING.try_with(|waiting| waiting.borrow_mut().as_mut().and_then(Vec::pop));
        while let Ok(Some(attachment)) = next() {
            drop(attachment);
        }
    }
}

/// Ends the turn even if a destructor panics, so that later attachments do not wait for ever.
struct Turn;

impl Drop for Turn {
    fn drop(&mut self) {
        let rest = WAITING.try_with(|waiting| waiting.borrow_mut().take());
        drop(rest);
    }
}

/// A node. Cloning makes a second handle to the same node; the node lives as long as a handle, a graph or an edge
/// refers to it.
///
/// Equality and hash are those of the [`NodeId`].
#[derive(Clone)]
pub struct Node(ThinArc<NodeData, Attribute>);

impl Node {
    /// Creates a node without attributes that is in no graph.
    pub fn create() -> Result<Self, GraphError> {
        Self::with_attributes([])
    }

    /// Creates a node with attributes, which is in no graph. They stand in the node's own memory.
    #[inline]
    pub fn with_attributes<A>(attributes: A) -> Result<Self, GraphError>
    where
        A: IntoIterator<Item = Attribute, IntoIter: ExactSizeIterator>,
    {
        Self::new(AttributeList::default(), attributes.into_iter())
    }

    /// Creates a node with attributes that others have as well, which is in no graph.
    pub fn sharing_attributes(attributes: &SharedAttributes) -> Result<Self, GraphError> {
        Self::new(AttributeList::sharing(attributes), [].into_iter())
    }

    #[inline]
    fn new(
        further: AttributeList<AttachmentCell>,
        own: impl ExactSizeIterator<Item = Attribute>,
    ) -> Result<Self, GraphError> {
        let number = NODES.issue().ok_or(GraphError::NodeIdsExhausted)?;
        let data = NodeData { further, id: NodeId::new(number), is_watched: AtomicBool::new(false) };
        Ok(Self(ThinArc::from_header_and_iter(data, own)))
    }

    #[inline]
    fn data(&self) -> &NodeData {
        &self.0.header.header
    }

    /// The node's number.
    #[inline]
    pub fn id(&self) -> NodeId {
        self.data().id
    }

    /// The value of the first attribute of that name.
    pub fn attr(&self, name: &str) -> Option<&Literal> {
        first_named(self.attrs(), name)
    }

    /// All attributes, in the order in which they were added.
    pub fn attrs(&self) -> impl Iterator<Item = &Attribute> {
        self.0.slice.iter().chain(self.data().further.iter())
    }

    /// Adds an attribute. An attribute of the same name that is already there stays and goes on to be the one found.
    pub fn push_attr(&self, name: impl Into<Text>, value: impl Into<Literal>) {
        self.push_attrs(vec![Attribute::new(name, value)]);
    }

    /// Adds attributes in order, as [`push_attr`](Self::push_attr) does.
    pub fn push_attrs(&self, attributes: Vec<Attribute>) {
        self.data().further.extend(attributes);
        // A read-modify-write sees the latest value: either this thread sees that the node is watched, or the thread that
        // begins to watch it sees the attributes.
        if self.data().is_watched.fetch_or(false, Ordering::AcqRel) {
            WATCHED_CHANGES.fetch_add(1, Ordering::Release);
        }
    }

    /// Has [`watched_changes`] change whenever the node gets attributes. Attributes that are read from now on count.
    pub(crate) fn watch(&self) {
        self.data().is_watched.fetch_or(true, Ordering::AcqRel);
    }

    /// What was last given to [`set_attachment`](Self::set_attachment).
    pub fn attachment(&self) -> Option<Attachment> {
        let cell = self.data().further.extra()?.0.get()?;
        cell.lock().clone()
    }

    /// Calls `look` with what was last given to [`set_attachment`](Self::set_attachment), if there is anything.
    ///
    /// The node's lock is held meanwhile: `look` must neither ask for attachments nor wait.
    pub fn look_at_attachment<T>(&self, look: impl FnOnce(&(dyn Any + Send + Sync)) -> T) -> Option<T> {
        let cell = self.data().further.extra()?.0.get()?;
        cell.lock().as_deref().map(look)
    }

    /// Hangs a value on the node, or removes it with `None`, and returns what hung there before.
    ///
    /// The value is shared by all graphs that contain the node and is dropped with the node. It is never dropped
    /// while a lock of a graph is held, so its destructor may use graphs.
    pub fn set_attachment(&self, attachment: Option<Attachment>) -> Option<Attachment> {
        let cell = match &attachment {
            Some(_) => self.data().further.extra_or_default().0.get_or_init(Box::default),
            None => self.data().further.extra()?.0.get()?,
        };
        std::mem::replace(&mut *cell.lock(), attachment)
    }

    /// How many handles, graphs and edge ends refer to the node at this moment.
    pub fn reference_count(&self) -> usize {
        ThinArc::strong_count(&self.0)
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0.as_ptr(), other.0.as_ptr())
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id().hash(state);
    }
}

impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Node {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.id().cmp(&other.id())
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_without_attributes_takes_four_words() {
        assert_eq!(size_of::<Node>(), 8);
        // The others are the count of references and the number of attributes.
        assert_eq!(size_of::<NodeData>(), 16);
        assert_eq!(size_of::<Attribute>(), 32);
    }

    #[test]
    fn an_attachment_can_be_set_replaced_and_removed() {
        let node = Node::create().unwrap();
        assert!(node.attachment().is_none());
        assert!(node.set_attachment(None).is_none());
        assert!(node.set_attachment(Some(Arc::new(1_i32))).is_none());
        let previous = node.set_attachment(Some(Arc::new("two")));
        assert_eq!(previous.and_then(|value| value.downcast_ref::<i32>().copied()), Some(1));
        assert_eq!(node.look_at_attachment(|value| value.downcast_ref::<&str>().copied()), Some(Some("two")));
        assert!(node.attachment().is_some_and(|value| value.is::<&str>()));
        assert!(node.set_attachment(None).is_some());
        assert!(node.attachment().is_none());
        assert!(node.look_at_attachment(|_| ()).is_none());
    }

    #[test]
    fn a_long_chain_of_attachments_is_dropped_on_a_small_stack() {
        let chain = || {
            let mut node = Node::create().unwrap();
            for _ in 0..100_000 {
                let next = Node::create().unwrap();
                next.set_attachment(Some(Arc::new(node)));
                node = next;
            }
        };
        std::thread::Builder::new().stack_size(128 * 1024).spawn(chain).unwrap().join().unwrap();
    }
}
