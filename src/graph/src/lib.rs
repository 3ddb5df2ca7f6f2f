//! Graph store of pyzig: nodes, edges and views.
