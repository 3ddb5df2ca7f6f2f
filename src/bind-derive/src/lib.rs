//! Attribute macros that expose Rust types and methods to Python.
