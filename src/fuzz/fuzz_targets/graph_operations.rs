//! Any sequence of operations on graphs gives the same as a model of sets and lists, and frees what it made.
//!
//! `cargo +nightly fuzz run graph_operations --fuzz-dir src/fuzz`

#![no_main]

#[path = "../../graph/tests/model/mod.rs"]
mod model;

use libfuzzer_sys::fuzz_target;
use model::{Op, Twin};
use pyzig_graph::stats;

fuzz_target!(|ops: Vec<Op>| {
    // Comparing takes time that grows with the square of what was made; long scripts find nothing that short ones do not.
    Twin::run(&ops[..ops.len().min(400)]);
    let stats = stats();
    assert_eq!((stats.live_nodes, stats.live_edges, stats.live_graphs), (0, 0, 0));
});
