//! Writes the Python stubs of both extension modules.
fn main() {}
