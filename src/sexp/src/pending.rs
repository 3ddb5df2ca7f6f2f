//! Lists that a file leaves out and that are read all the same: they are put in when they are first changed.

use std::sync::Arc;

use crate::document::Document;
use crate::edit::Editor;
use crate::element::Element;
use crate::named::Names;

/// Position that a list is put in at.
type Position = dyn Fn(&Editor<'_>) -> usize + Send + Sync;

/// Where a pending list is put in.
pub(crate) struct Destination {
    parent: Element,
    names: Names,
    position: Box<Position>,
}

impl Element {
    /// A list that this one lacks, to be read as if it stood here: the root of `list`, a document that nobody else has and
    /// that was made after this one. With its first change, or that of what stands below it, it is put in here at the
    /// position that is told then, unless a list of one of the names has come to stand here by then: it stays outside for
    /// good in that case.
    ///
    /// As long as anybody has it and it is neither put in nor left out, the same is given for the same names.
    #[must_use]
    pub fn pending(
        &self,
        names: Names,
        list: Document,
        position: impl Fn(&Editor<'_>) -> usize + Send + Sync + 'static,
    ) -> Self {
        let destination = Destination { parent: self.clone(), names, position: Box::new(position) };
        self.document().keep_pending(self.list(), names, list, Arc::new(destination)).root()
    }

    /// What [`Self::pending`] gave for these names, if it still gives the same.
    pub fn pending_named(&self, names: Names) -> Option<Self> {
        Some(self.document().pending_named(self.list(), names)?.root())
    }

    /// Whether the list, or the one it stands in, is [pending](Self::pending): no list holds it yet.
    pub fn is_pending(&self) -> bool {
        self.document().is_pending()
    }
}

impl Document {
    /// Puts the list into that which it is pending for.
    #[cold]
    pub(crate) fn enter_destination(&self) {
        let Some(destination) = self.destination() else { return };
        let Destination { parent, names, position } = &*destination;
        parent.edit(|items| {
            // Who holds the parent's lock is alone here.
            if !self.is_pending() {
                return;
            }
            let is_there =
                (0..items.len()).any(|at| items.head(at).is_some_and(|head| names.any(|name| head == name)));
            if !is_there {
                items.insert_list(position(items), self.clone());
            }
            self.settle();
        });
    }
}
