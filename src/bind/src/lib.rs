//! Runtime that exposes Rust types as Python classes.
