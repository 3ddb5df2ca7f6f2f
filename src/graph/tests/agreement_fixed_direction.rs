//! Random operations that never turn an edge give the same as the model.
//!
//! A process of its own: once any edge in a graph was turned, the copies of the direction that graphs keep are not
//! consulted any more.

mod model;

use model::{Op, Twin};
use proptest::collection::vec;
use proptest::prelude::*;

/// Leaves of the changes those of name and kind.
fn without_turns([what, a, b, c]: Op) -> Op {
    let turns = what % 16 == 9 && b & 1 == 1;
    [what, a, if turns { b | 4 } else { b }, c]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_agrees_with_the_model(ops in vec(any::<Op>().prop_map(without_turns), 0..120)) {
        Twin::run(&ops);
    }

    /// Few nodes, many edges: lists long enough to be indexed, searched between additions and transactions.
    #[test]
    fn hubs_agree_with_the_model(ops in vec((0_u8..5, any::<[u8; 3]>()), 0..80)) {
        let op = |(kind, [a, b, c]): (u8, [u8; 3])| match kind {
            0 | 1 => [8, a, b % 2, c | 15],
            2 => [10, a, b % 2, c],
            3 => [9, a, b & !1, c],
            _ => [13, 0, b % 2, 255],
        };
        let ops: Vec<Op> = [[0; 4]; 3].into_iter().chain(ops.into_iter().map(op)).collect();
        Twin::run(&ops);
    }
}
