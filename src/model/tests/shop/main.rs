//! Reading and writing through schemas, over a small format of our own.

mod building;
mod fields;
mod format;
mod lists;
mod mistakes;
