//! Where nodes of one graph are in another.

use std::num::NonZeroU32;

use hashbrown::HashMap;

use crate::contents::Contents;
use crate::incidence::NodeIndex;

/// Where nodes of one graph are in another.
pub(crate) enum Places {
    /// By position, the position in the other graph, counted from 1. Fresh memory is zero, so what is not looked at costs
    /// nothing.
    Table(Vec<Option<NonZeroU32>>),
    /// For few nodes of a large graph.
    Map(HashMap<NodeIndex, NodeIndex>),
}

impl Places {
    /// For any number of nodes of a graph.
    pub(crate) fn table(source: &Contents) -> Self {
        Self::Table(vec![None; source.node_count()])
    }

    /// For that many nodes of a graph.
    pub(crate) fn of(source: &Contents, count: usize) -> Self {
        if count < source.node_count() / 16 { Self::Map(HashMap::new()) } else { Self::table(source) }
    }

    #[inline]
    pub(crate) fn get(&self, at: NodeIndex) -> Option<NodeIndex> {
        match self {
            Self::Table(table) => Some(NodeIndex((*table.get(at.get())?)?.get() - 1)),
            Self::Map(map) => map.get(&at).copied(),
        }
    }

    #[inline]
    pub(crate) fn set(&mut self, at: NodeIndex, place: NodeIndex) {
        match self {
            Self::Table(table) => {
                if let Some(known) = table.get_mut(at.get()) {
                    *known = place.0.checked_add(1).and_then(NonZeroU32::new);
                }
            }
            Self::Map(map) => Self::set_in(map, at, place),
        }
    }

    #[cold]
    fn set_in(map: &mut HashMap<NodeIndex, NodeIndex>, at: NodeIndex, place: NodeIndex) {
        map.insert(at, place);
    }
}

impl Default for Places {
    fn default() -> Self {
        Self::Table(Vec::new())
    }
}
