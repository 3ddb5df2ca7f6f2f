//! Derive macros that turn a plain struct into a schema.
