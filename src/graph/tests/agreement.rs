//! Random operations give the same as a model of sets and lists.

mod model;

use model::{Op, Twin};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_operation_agrees_with_the_model(ops in vec(any::<Op>(), 0..120)) {
        Twin::run(&ops);
    }
}
