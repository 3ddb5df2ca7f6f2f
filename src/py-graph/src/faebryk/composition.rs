//! `EdgeComposition`.

use super::edgebuilder::EdgeCreationAttributes;
use super::reference_path::traversal;
use crate::error::Result;
use crate::graph::bulk::ManyNames;
use crate::graph::{BoundEdgeReference, BoundNodeReference, EdgeReference, EdgeVisitor, NodeReference};
use crate::number::Truth;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use pyzig_graph::Node;
use pyzig_reference::{Context, New, list, python_class, python_methods};
use pyzig_typegraph::composition;
use pyzig_typegraph::{ChildQuery, children_query};

/// Edges from a parent to its children, which have names.
#[python_class(module = "composition", name = "EdgeComposition", stub = "pyzig.gen.faebryk.composition")]
pub struct EdgeComposition;

#[python_methods]
impl EdgeComposition {
    /// Creates an edge from a parent to a child; it is in no graph.
    #[direct]
    fn create(
        parent: &NodeReference,
        child: &NodeReference,
        child_identifier: &str,
    ) -> Result<New<EdgeReference>> {
        Ok(EdgeReference::new(composition::create(parent.core(), child.core(), child_identifier)?))
    }

    /// What such edges are made of, to make them with.
    fn build(child_identifier: &str) -> EdgeCreationAttributes {
        EdgeCreationAttributes::new(composition::build(child_identifier))
    }

    edge_kind!(composition::FAMILY);

    /// Calls `f(ctx, bound_edge)` for the edges to the children, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_children_edges(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(py, composition::children_edges(&bound_node.bound())?, f.with(ctx))
    }

    /// The first edge from a parent to the node, or None.
    #[direct]
    fn get_parent_edge(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundEdgeReference>>> {
        bound_node.found_edge(py, composition::parent_edge(&bound_node.bound())?)
    }

    /// The parent of an edge.
    #[direct]
    fn get_parent_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(composition::parent_node(edge.core()).clone())
    }

    /// The child of an edge.
    #[direct]
    fn get_child_node(edge: &EdgeReference) -> New<NodeReference> {
        NodeReference::new(composition::child_node(edge.core()).clone())
    }

    /// The child of an edge, or None if that is the node itself.
    fn get_child_of(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        composition::child_of(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// The parent of an edge, or None if that is the node itself.
    fn get_parent_of(edge: &EdgeReference, node: &NodeReference) -> Option<New<NodeReference>> {
        composition::parent_of(edge.core(), node.core()).cloned().map(NodeReference::new)
    }

    /// The node's first parent, or None.
    #[direct]
    fn get_parent_node_of(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.find(py, composition::parent_in)
    }

    /// Makes a node a child of another, in the other's graph.
    #[direct]
    fn add_child(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child: &NodeReference,
        child_identifier: &str,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = composition::add_child(&bound_node.bound(), child.core(), child_identifier)?;
        bound_node.edge(py, edge)
    }

    /// Makes a node a child without name of another, in the other's graph.
    #[direct]
    fn add_anon_child(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child: &NodeReference,
    ) -> Result<New<BoundEdgeReference>> {
        let edge = composition::add_anonymous_child(&bound_node.bound(), child.core())?;
        bound_node.edge(py, edge)
    }

    /// Name of the child, empty for a child without name. Raises `TypeError` for an edge of another kind.
    #[direct]
    fn get_name<'py>(py: Python<'py>, edge: &EdgeReference) -> Result<Bound<'py, PyString>> {
        Ok(PyString::new(py, composition::name(edge.core())?))
    }

    /// Step of a reference path to the child of that name.
    fn traverse<'py>(py: Python<'py>, identifier: &str) -> Result<Bound<'py, PyAny>> {
        traversal(py, identifier, composition::FAMILY.edge_type())
    }

    /// The node's first child of that name, or None.
    #[direct]
    fn get_child_by_identifier(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child_identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.find(py, |graph, node| composition::child_in(graph, node, child_identifier))
    }

    /// Calls `f(ctx, bound_edge)` for the edges to the children of a type, in the order in which they were inserted.
    ///
    /// The visit covers the edges of the moment it starts; `f` may change or destroy the graph.
    fn visit_children_of_type(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child_type: &NodeReference,
        f: EdgeVisitor<'_, '_>,
        ctx: Option<Context<'_, '_>>,
    ) -> Result<()> {
        bound_node.visit(
            py,
            composition::children_of_type(&bound_node.bound(), child_type.core())?,
            f.with(ctx),
        )
    }

    /// The node's first child of a type, or None.
    fn try_get_single_child_of_type(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child_type: &NodeReference,
    ) -> Result<Option<New<BoundNodeReference>>> {
        bound_node.found_node(py, composition::first_child_of_type(&bound_node.bound(), child_type.core())?)
    }

    /// Creates children of a node, one for each name, and returns them. Faster than one call for each.
    #[returns("list[graph.BoundNode]", "pyzig.gen.graph.graph")]
    fn add_children(
        py: Python<'_>,
        bound_node: &BoundNodeReference,
        child_identifiers: ManyNames,
    ) -> Result<Vec<New<BoundNodeReference>>> {
        let (parent, child_identifiers) = (bound_node.bound(), child_identifiers.0);
        let children = py.detach(|| {
            let mut write = parent.graph().write()?;
            write.reserve_nodes(child_identifiers.len());
            let mut children = Vec::with_capacity(child_identifiers.len());
            for name in child_identifiers {
                let child = write.create_node()?;
                let spec = composition::build(&name).spec(parent.node(), &child);
                write.create_edge(spec)?;
                children.push(child);
            }
            write.commit();
            Ok::<_, pyzig_graph::GraphError>(children)
        })?;
        Ok(children
            .into_iter()
            .map(|child| BoundNodeReference::new(child, bound_node.graph().clone_ref(py)))
            .collect())
    }

    /// All nodes below a node that match, each followed by what is found below it.
    ///
    /// `direct_only` leaves out what is below the children; `types` are types of which one must be the node's;
    /// `required_traits` are trait types that the node must all have; `include_root` takes the node itself as well, and
    /// `sort` orders the children of each node by name. Raises `ValueError` if a node is below itself.
    #[returns("list[graph.BoundNode]", "pyzig.gen.graph.graph")]
    fn get_children_query<'py>(
        py: Python<'py>,
        bound_node: &BoundNodeReference,
        direct_only: Truth,
        #[python_type("list[graph.NodeReference] | None", "pyzig.gen.graph.graph")] types: Option<
            &Bound<'_, PyAny>,
        >,
        #[default(Truth(false))] include_root: Truth,
        #[default(Truth(false))] sort: Truth,
        #[python_type("list[graph.NodeReference] | None", "pyzig.gen.graph.graph")] required_traits: Option<
            &Bound<'_, PyAny>,
        >,
    ) -> Result<Bound<'py, PyList>> {
        let query = ChildQuery {
            direct_only: direct_only.0,
            types: nodes("types", types)?,
            include_root: include_root.0,
            sort: sort.0,
            required_traits: nodes("required_traits", required_traits)?,
        };
        let root = bound_node.bound();
        let found = py.detach(|| children_query(&root, &query))?;
        let graph = bound_node.graph();
        Ok(list(py, found.into_iter().map(|node| BoundNodeReference::new(node, graph.clone_ref(py))))?)
    }
}

/// A list of nodes, or none.
fn nodes(argument: &str, list: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<Node>> {
    let Some(list) = list else {
        return Ok(Vec::new());
    };
    let Ok(list) = list.cast::<PyList>() else {
        return Err(PyTypeError::new_err(format!("{argument} must be a list of Node")));
    };
    let node = |item: Bound<'_, PyAny>| match item.cast::<NodeReference>() {
        Ok(node) => Ok(node.get().core().clone()),
        Err(_) => Err(PyTypeError::new_err(format!("{argument} list items must be Node"))),
    };
    list.iter().map(node).collect()
}
