//! `TypeGraph`.

use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple, PyType};
use pyo3::{PyTraverseError, PyVisit};
use pyzig_graph::{BoundNode, Node, Text};
use pyzig_reference::{New, Place, handle, python_class, python_methods};
use pyzig_typegraph::{self as core, Segment};

use super::edgebuilder::EdgeCreationAttributes;
use super::make_child_node::MakeChildNode;
use super::nodebuilder::NodeCreationAttributes;
use super::reference_path::{MemberPath, Names, ReferencePath};
use crate::error::Result;
use crate::graph::{BoundNodeReference, GraphView, Share};
use crate::literal::Attributes;
use crate::number::Truth;

/// Types, which say what their instances consist of. They are kept in a graph as nodes below the type graph's own.
///
/// Two objects are equal if they stand for the same type graph, in whatever graph they look at it.
#[python_class(
    module = "typegraph",
    name = "TypeGraph",
    stub = "pyzig.gen.faebryk.typegraph",
    factory = "`TypeGraph.create(g=...)`"
)]
pub struct TypeGraph {
    core: core::TypeGraph,
    graph: Py<GraphView>,
    share: Share,
    /// Made by the first call of `get_self_node()`, which is among the most frequent calls.
    node_object: Place<BoundNodeReference>,
}

handle!(
    TypeGraph,
    collected: true,
    release: |handle, py| {
        let Self { core, graph, share, node_object } = handle;
        drop(core);
        drop(share);
        node_object.release(py);
        graph.drop_ref(py);
    },
    fn is_born(&self, _: Python<'_>) -> bool {
        true
    }
);

impl TypeGraph {
    fn new(core: core::TypeGraph, graph: Py<GraphView>) -> New<Self> {
        let share = graph.get().share();
        New(Self { core, graph, share, node_object: Place::empty() })
    }

    /// The type graph that was found from a node.
    fn near(py: Python<'_>, core: core::TypeGraph, node: &BoundNodeReference) -> Result<New<Self>> {
        let graph = GraphView::object(py, core.graph().clone(), &node.graph())?;
        Ok(Self::new(core, graph))
    }

    pub(crate) fn core(&self) -> &core::TypeGraph {
        &self.core
    }

    fn node(&self) -> &Node {
        self.core.node().node()
    }

    /// The Python form of a node, which shares this object's graph object if it is of the same graph.
    pub(crate) fn found(&self, py: Python<'_>, node: BoundNode) -> Result<New<BoundNodeReference>> {
        Ok(BoundNodeReference::from_core(py, node, &self.graph)?)
    }
}

/// The names of a reference path, as a tuple.
fn names<'py>(py: Python<'py>, path: &[Segment]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, path.iter().map(|segment| segment.identifier.as_str()))
}

fn text<'py>(py: Python<'py>, text: &Text) -> Bound<'py, PyString> {
    PyString::new(py, text)
}

#[python_methods]
impl TypeGraph {
    /// The class of what `add_make_child` creates.
    #[classattr]
    #[pyo3(name = "MakeChildNode")]
    #[not_in_stub]
    fn make_child_node(py: Python<'_>) -> Bound<'_, PyType> {
        py.get_type::<MakeChildNode>()
    }

    /// Creates a type graph, with the types that every type graph has, in a graph.
    fn create(g: &Bound<'_, GraphView>) -> Result<New<Self>> {
        Ok(Self::new(core::TypeGraph::create(g.get().core())?, GraphView::first_of(g)))
    }

    /// The type graph whose node this is. The node is not looked at.
    fn of(py: Python<'_>, node: &Bound<'_, BoundNodeReference>) -> New<Self> {
        let mut made = Self::new(core::TypeGraph::of(node.get().bound()), node.get().graph().clone_ref(py));
        made.0.node_object = Place::filled(node.clone().unbind());
        made
    }

    /// The type graph of a type, or None if the type has no parent.
    fn of_type(py: Python<'_>, type_node: &Bound<'_, BoundNodeReference>) -> Result<Option<New<Self>>> {
        let node = type_node.get();
        core::TypeGraph::of_type(&node.bound())?.map(|found| Self::near(py, found, node)).transpose()
    }

    /// The type graph of an instance, or None if the instance has no type or the type no parent.
    #[direct]
    fn of_instance(
        py: Python<'_>,
        instance_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Option<New<Self>>> {
        let node = instance_node.get();
        core::TypeGraph::of_instance(&node.bound())?.map(|found| Self::near(py, found, node)).transpose()
    }

    /// Creates a type. Raises `ValueError` if there is one of that name.
    #[direct]
    fn add_type(&self, py: Python<'_>, identifier: &str) -> Result<New<BoundNodeReference>> {
        self.found(py, self.core.add_type(identifier)?)
    }

    /// Declares that instances of a type have a child of another type. `identifier` is the child's name or None;
    /// `node_attributes` are given to the child. `mount_reference` is taken because older callers give it, and has
    /// no effect. Returns the declaration.
    #[direct]
    fn add_make_child(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        child_type: &Bound<'_, BoundNodeReference>,
        #[required] identifier: Option<&str>,
        node_attributes: Option<&Bound<'_, NodeCreationAttributes>>,
        mount_reference: Option<&Bound<'_, PyAny>>,
    ) -> Result<New<BoundNodeReference>> {
        let _ = mount_reference;
        let none = core::NodeCreationAttributes::default();
        let attributes = node_attributes.map_or(&none, |attributes| attributes.get().core());
        let (type_node, child_type) = (type_node.get().bound(), child_type.get().bound());
        self.found(py, self.core.add_make_child(&type_node, &child_type, identifier, attributes)?)
    }

    /// As `add_make_child`, with a type that is known by name only and linked later.
    fn add_make_child_deferred(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        child_type_identifier: &str,
        #[required] identifier: Option<&str>,
        node_attributes: Option<&Bound<'_, NodeCreationAttributes>>,
        mount_reference: Option<&Bound<'_, PyAny>>,
    ) -> Result<New<BoundNodeReference>> {
        let _ = mount_reference;
        let none = core::NodeCreationAttributes::default();
        let attributes = node_attributes.map_or(&none, |attributes| attributes.get().core());
        let type_node = type_node.get().bound();
        let child =
            self.core.add_make_child_deferred(&type_node, child_type_identifier, identifier, attributes)?;
        self.found(py, child)
    }

    /// Creates a reference to a type that is known by name only.
    fn add_type_reference(&self, py: Python<'_>, type_identifier: &str) -> Result<New<BoundNodeReference>> {
        self.found(py, self.core.add_type_reference(type_identifier)?)
    }

    /// The type reference of a child's declaration.
    fn get_make_child_type_reference(
        &self,
        py: Python<'_>,
        make_child: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundNodeReference>> {
        let make_child = make_child.get();
        make_child.other(py, core::make_child_type_reference(&make_child.bound())?)
    }

    /// The type reference of the declaration of the child of that name, or None if there is no such child.
    fn get_make_child_type_reference_by_identifier(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = type_node.get();
        node.found_node(py, core::make_child_type_reference_by_name(&node.bound(), identifier)?)
    }

    /// The declaration that names lead to from a type, each name to a child of the type reached before, or None if a
    /// child is missing or its type is not linked. An empty path leads to the type itself.
    fn resolve_child_path(
        &self,
        py: Python<'_>,
        start_type: &Bound<'_, BoundNodeReference>,
        path: Names,
    ) -> Result<Option<New<BoundNodeReference>>> {
        let node = start_type.get();
        node.found_node(py, self.core.resolve_child_path(&node.bound(), path.0)?)
    }

    /// Declares that instances of a type have an edge between what two references lead to. Returns the declaration.
    #[direct]
    fn add_make_link(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        lhs_reference: &Bound<'_, BoundNodeReference>,
        rhs_reference: &Bound<'_, BoundNodeReference>,
        edge_attributes: &Bound<'_, EdgeCreationAttributes>,
    ) -> Result<New<BoundNodeReference>> {
        let (lhs, rhs) = (lhs_reference.get().core(), rhs_reference.get().core());
        let edge = edge_attributes.get().core();
        self.found(py, self.core.add_make_link(&type_node.get().bound(), &lhs, &rhs, edge)?)
    }

    /// Adds to the type `target` all declarations of the type `source` that it does not have yet.
    fn merge_types(
        &self,
        py: Python<'_>,
        target: &Bound<'_, BoundNodeReference>,
        source: &Bound<'_, BoundNodeReference>,
    ) -> Result<()> {
        let (target, source) = (target.get().bound(), source.get().bound());
        Ok(py.detach(|| self.core.merge_types(&target, &source))?)
    }

    /// Allows a type to be instantiated.
    #[direct]
    fn mark_constructable(&self, type_node: &Bound<'_, BoundNodeReference>) -> Result<()> {
        Ok(self.core.mark_constructable(&type_node.get().bound())?)
    }

    /// Whether a type may be instantiated.
    fn is_constructable(&self, type_node: &Bound<'_, BoundNodeReference>) -> Result<bool> {
        Ok(self.core.is_constructable(&type_node.get().bound())?)
    }

    /// The name, or None, and the declaration of each child of a type, in order of creation.
    #[returns("list[tuple[str | None, graph.BoundNode]]", "pyzig.gen.graph.graph")]
    fn collect_make_children<'py>(
        &self,
        py: Python<'py>,
        type_node: &Bound<'py, BoundNodeReference>,
    ) -> Result<Vec<(Option<Bound<'py, PyString>>, New<BoundNodeReference>)>> {
        let children = self.core.collect_make_children(&type_node.get().bound())?;
        let child = |child: core::MakeChildInfo| {
            let name = child.identifier.as_ref().map(|name| text(py, name));
            Ok((name, self.found(py, child.make_child)?))
        };
        children.into_iter().map(child).collect()
    }

    /// The declaration of each link of a type, in order of creation, with the names of the paths to both ends.
    #[returns("list[tuple[graph.BoundNode, tuple[str, ...], tuple[str, ...]]]", "pyzig.gen.graph.graph")]
    fn collect_make_links<'py>(
        &self,
        py: Python<'py>,
        type_node: &Bound<'py, BoundNodeReference>,
    ) -> Result<Vec<(New<BoundNodeReference>, Bound<'py, PyTuple>, Bound<'py, PyTuple>)>> {
        let links = self.core.collect_make_links(&type_node.get().bound())?;
        let link = |link: core::MakeLinkInfo| {
            Ok((self.found(py, link.make_link)?, names(py, &link.lhs)?, names(py, &link.rhs)?))
        };
        links.into_iter().map(link).collect()
    }

    /// The names of a reference path; empty for a step over a pointer.
    #[returns("tuple[str, ...]")]
    fn get_reference_path<'py>(
        &self,
        reference: &Bound<'py, BoundNodeReference>,
    ) -> Result<Bound<'py, PyTuple>> {
        Ok(names(reference.py(), &core::reference_path(&reference.get().bound())?)?)
    }

    /// What is wrong with a type: declarations at fault, each with a sentence.
    #[returns("list[tuple[graph.BoundNode, str]]", "pyzig.gen.graph.graph")]
    fn validate_type(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<Vec<(New<BoundNodeReference>, String)>> {
        let type_node = type_node.get().bound();
        let errors = py.detach(|| self.core.validate_type(&type_node))?;
        errors.into_iter().map(|error| Ok((self.found(py, error.node)?, error.message))).collect()
    }

    /// Index and declaration of each member of a container, which is a child of the type that points to its members.
    #[returns("list[tuple[int, graph.BoundNode]]", "pyzig.gen.graph.graph")]
    fn collect_pointer_members(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        container_path: MemberPath,
    ) -> Result<Vec<(u16, New<BoundNodeReference>)>> {
        let members = self.core.collect_pointer_members(&type_node.get().bound(), &container_path.0)?;
        members.into_iter().map(|(index, member)| Ok((index.get(), self.found(py, member)?))).collect()
    }

    /// Creates a reference, which leads from an instance along a path, and returns its first node. `validate` is
    /// taken because older callers give it, and has no effect.
    fn ensure_child_reference(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        path: ReferencePath,
        validate: Option<&Bound<'_, PyAny>>,
    ) -> Result<New<BoundNodeReference>> {
        let _ = (type_node, validate);
        self.found(py, self.core.ensure_child_reference(&path.0)?)
    }

    /// As `ensure_child_reference`; an empty path raises a plain `ValueError`.
    fn debug_add_reference(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        path: ReferencePath,
    ) -> Result<New<BoundNodeReference>> {
        let _ = type_node;
        if path.0.is_empty() {
            let message = "debug_add_reference failed: the path is empty";
            return Err(pyo3::exceptions::PyValueError::new_err(message).into());
        }
        self.found(py, self.core.ensure_child_reference(&path.0)?)
    }

    /// Creates an instance of the type of that name.
    ///
    /// Raises `TypeGraphInstantiationError`, and leaves the graph as it was, if that is not possible.
    fn instantiate(
        &self,
        py: Python<'_>,
        type_identifier: &str,
        attributes: Option<Attributes>,
    ) -> Result<New<BoundNodeReference>> {
        let attributes = attributes.unwrap_or_default().0;
        let node = py.detach(|| match self.core.type_by_name(type_identifier)? {
            Some(type_node) => self.core.instantiate_node(&type_node, attributes),
            None => self.core.instantiate(type_identifier),
        })?;
        self.found(py, node)
    }

    /// Creates an instance of a type. `attributes`, a dict or None, are given to the instance.
    ///
    /// Raises `TypeGraphInstantiationError`, and leaves the graph as it was, if that is not possible.
    fn instantiate_node(
        &self,
        py: Python<'_>,
        type_node: &Bound<'_, BoundNodeReference>,
        attributes: Attributes,
    ) -> Result<New<BoundNodeReference>> {
        let type_node = type_node.get().bound();
        let node = py.detach(|| self.core.instantiate_node(&type_node, attributes.0))?;
        self.found(py, node)
    }

    /// The node that a reference leads to from a node. Raises `TypeGraphResolveError` if it leads nowhere.
    fn reference_resolve(
        &self,
        py: Python<'_>,
        reference_node: &Bound<'_, BoundNodeReference>,
        base_node: &Bound<'_, BoundNodeReference>,
    ) -> Result<New<BoundNodeReference>> {
        let base = base_node.get();
        base.other(py, core::reference_resolve(&reference_node.get().bound(), &base.bound())?)
    }

    /// The type of that name, or None.
    #[direct]
    fn get_type_by_name(
        &self,
        py: Python<'_>,
        type_identifier: &str,
    ) -> Result<Option<New<BoundNodeReference>>> {
        self.core.type_by_name(type_identifier)?.map(|found| self.found(py, found)).transpose()
    }

    /// Name of a type.
    #[direct]
    fn get_type_name<'py>(type_node: &Bound<'py, BoundNodeReference>) -> Result<Bound<'py, PyString>> {
        Ok(text(type_node.py(), &core::type_name(&type_node.get().core())?))
    }

    /// Name of the type that a type reference wants.
    fn get_type_reference_identifier<'py>(
        type_reference: &Bound<'py, BoundNodeReference>,
    ) -> Result<Bound<'py, PyString>> {
        Ok(text(type_reference.py(), &core::type_reference_identifier(&type_reference.get().core())?))
    }

    /// The type of that name, which is created if there is none.
    fn get_or_create_type(&self, py: Python<'_>, type_identifier: &str) -> Result<New<BoundNodeReference>> {
        self.found(py, self.core.get_or_create_type(type_identifier)?)
    }

    /// The graph in which this object looks at the type graph.
    #[direct]
    fn get_graph_view(&self, py: Python<'_>) -> Py<GraphView> {
        self.graph.clone_ref(py)
    }

    /// The node below which the types are.
    #[direct]
    fn get_self_node(&self, py: Python<'_>) -> PyResult<Py<BoundNodeReference>> {
        let make = || {
            let node = BoundNodeReference::new(self.node().clone(), self.graph.clone_ref(py));
            node.object(py).map(Bound::unbind)
        };
        self.node_object.get_or_make(py, make)
    }

    /// Name and number of instances of each type, in order of creation.
    #[returns("list[tuple[str, int]]")]
    fn get_type_instance_overview<'py>(&self, py: Python<'py>) -> Result<Vec<(Bound<'py, PyString>, usize)>> {
        let overview = self.core.type_instance_overview()?;
        Ok(overview.into_iter().map(|(name, instances)| (text(py, &name), instances)).collect())
    }

    /// Makes the type graph a member of another graph: with `minimal` only the types that every type graph has, else all.
    fn copy_into(
        &self,
        py: Python<'_>,
        target_graph: &Bound<'_, GraphView>,
        minimal: Truth,
    ) -> Result<New<Self>> {
        let target = target_graph.get().core();
        let copy = py.detach(|| self.core.copy_into(target, minimal.0))?;
        Ok(Self::new(copy, GraphView::first_of(target_graph)))
    }

    /// Makes a node, with all it needs, a member of another graph. Does nothing if it is one already.
    fn copy_node_into(
        py: Python<'_>,
        start_node: &Bound<'_, BoundNodeReference>,
        target_graph: &Bound<'_, GraphView>,
    ) -> Result<()> {
        let (start, target) = (start_node.get().bound(), target_graph.get().core());
        Ok(py.detach(|| core::copy_node_into(&start, target))?)
    }

    #[not_in_stub]
    fn __traverse__(&self, visit: PyVisit<'_>) -> std::result::Result<(), PyTraverseError> {
        visit.call(&self.graph)?;
        visit.call(self.node_object.get())
    }

    fn __eq__(&self, #[python_type("object")] other: &Bound<'_, Self>) -> bool {
        self.node() == other.get().node()
    }

    fn __hash__(&self) -> u64 {
        u64::from(self.node().id().get())
    }

    fn __repr__(&self) -> String {
        format!("TypeGraph(id={:#x}, g={:#x})", self.node().id().get(), self.graph.get().number())
    }
}
