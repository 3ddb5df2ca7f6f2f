//! Extension module pyzig: the graph and the type graph.
