//! What of an edge fits 64 bits: its kind, direction, order and number.

/// The kind of an edge: a number that edge families choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeTypeId(pub u8);

/// A position among edges, 0 to 127.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdgeOrder(u8);

impl EdgeOrder {
    /// The order of edges that were given none.
    pub const ZERO: Self = Self(0);
    /// The highest order.
    pub const MAX: Self = Self(127);

    /// The order of that number, or `None` above 127.
    pub const fn new(number: u8) -> Option<Self> {
        if number <= Self::MAX.0 { Some(Self(number)) } else { None }
    }

    /// The number, 0 to 127.
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// What decides where a graph lists an edge, and who finds it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EdgeKind {
    pub(crate) edge_type: EdgeTypeId,
    pub(crate) directional: bool,
}

/// Everything about an edge that fits 64 bits and is read and written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EdgeBits(pub(super) u64);

impl EdgeBits {
    const ORDER: u32 = 8;
    const DIRECTIONAL: u64 = 1 << 15;
    const SPECIFIC: u32 = 16;
    const HAS_SPECIFIC: u64 = 1 << 32;
    pub(super) const IN_GRAPH: u64 = 1 << 33;

    pub(super) fn new(
        edge_type: EdgeTypeId,
        directional: bool,
        order: EdgeOrder,
        specific: Option<u16>,
    ) -> Self {
        let mut bits = u64::from(edge_type.0) | (u64::from(order.0) << Self::ORDER);
        if directional {
            bits |= Self::DIRECTIONAL;
        }
        if let Some(specific) = specific {
            bits |= Self::HAS_SPECIFIC | (u64::from(specific) << Self::SPECIFIC);
        }
        Self(bits)
    }

    pub(crate) const fn kind(self) -> EdgeKind {
        EdgeKind { edge_type: self.edge_type(), directional: self.directional() }
    }

    pub(super) const fn edge_type(self) -> EdgeTypeId {
        EdgeTypeId(self.0.to_le_bytes()[0])
    }

    pub(super) const fn directional(self) -> bool {
        self.0 & Self::DIRECTIONAL != 0
    }

    pub(super) const fn order(self) -> EdgeOrder {
        EdgeOrder(self.0.to_le_bytes()[1] & EdgeOrder::MAX.0)
    }

    pub(super) const fn edge_specific(self) -> Option<u16> {
        let bytes = self.0.to_le_bytes();
        if self.0 & Self::HAS_SPECIFIC == 0 { None } else { Some(u16::from_le_bytes([bytes[2], bytes[3]])) }
    }

    pub(super) const fn in_graph(self) -> bool {
        self.0 & Self::IN_GRAPH != 0
    }
}
