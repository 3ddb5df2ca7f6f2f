//! What the classes of all kinds of edges have.

/// Stands among the methods of such a class, with the kind's `EdgeFamily`: adds the methods that all of them have.
macro_rules! edge_kind {
    (($family:expr) { $($block:tt)* } { $($before:tt)* } { $($after:tt)* }) => {
        $($block)* {
            $($before)*

            /// Whether the edge is of this kind.
            #[direct]
            fn is_instance(edge: &$crate::graph::EdgeReference) -> bool {
                $family.is_instance(edge.core())
            }

            /// Number of this kind of edge.
            #[direct]
            fn get_tid() -> u8 {
                $family.edge_type().0
            }

            $($after)*
        }
    };
}
