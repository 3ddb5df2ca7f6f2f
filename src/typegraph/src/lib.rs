//! Edge families, type graph, linker and path finder.
