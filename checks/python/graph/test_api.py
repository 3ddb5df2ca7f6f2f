"""Modules, classes, methods and parameters that atopile's code finds."""

import importlib
import inspect
import types

import pytest

import pyzig

# One line a class: where it is, what its `__module__` is, and its methods. "~" marks static methods; a parameter with
# "?" may be left out.
API = """
graph.graph NodeReference graph
    ~create(**attrs) get_attr(key) get_dynamic_attrs() get_uuid() is_same(other)
graph.graph EdgeReference graph
    ~create(source,target,edge_type,directional?,name?,**attrs) source() target() edge_type() directional() name()
    get_attr(key) is_same(other)
graph.graph BoundNodeReference graph
    node() g() visit_edges_of_type(edge_type,ctx,f,directed?) store(data) load(t) try_load(t)
graph.graph BoundEdgeReference graph
    edge() g()
graph.graph BFSPath graph
    get_length() get_start_node() get_end_node() get_edges()
graph.graph GraphView graph
    ~create() create_and_insert_node() insert_node(node) insert_edge(edge) bind(node) get_node_count() get_nodes()
    get_self_node() get_subgraph_from_nodes(nodes) insert_subgraph(subgraph) destroy()
faebryk.composition EdgeComposition composition
    ~create(parent,child,child_identifier) ~build(child_identifier) ~is_instance(edge) ~get_tid()
    ~visit_children_edges(bound_node,f,ctx?) ~get_parent_edge(bound_node) ~get_parent_node(edge) ~get_child_node(edge)
    ~get_child_of(edge,node) ~get_parent_of(edge,node) ~get_parent_node_of(bound_node)
    ~add_child(bound_node,child,child_identifier) ~add_anon_child(bound_node,child) ~get_name(edge)
    ~traverse(identifier) ~get_child_by_identifier(bound_node,child_identifier)
    ~visit_children_of_type(bound_node,child_type,f,ctx?) ~try_get_single_child_of_type(bound_node,child_type)
    ~get_children_query(bound_node,direct_only,types?,include_root?,sort?,required_traits?)
faebryk.operand EdgeOperand operand
    ~create(expression,operand,operand_identifier?) ~build(operand_identifier?) ~is_instance(edge) ~get_tid()
    ~visit_operand_edges(bound_node,f,ctx?) ~visit_operands_of_type(bound_node,operand_type,f,ctx?)
    ~visit_expression_edges(bound_node,f,ctx?) ~visit_expression_edges_of_type(bound_node,expression_type,f,ctx?)
    ~get_expression_edge(bound_node) ~get_expression_node(bound_edge) ~get_operands_set_node(bound_node)
    ~get_operand_node(edge) ~get_operand_of(edge,node) ~get_expression_of(bound_edge,node)
    ~add_operand(bound_node,operand,operand_identifier?) ~get_name(edge) ~traverse(identifier)
    ~get_operand_by_identifier(node,operand_identifier)
faebryk.interface EdgeInterfaceConnection interface
    ~build(shallow?) ~get_tid() ~is_instance(edge) ~get_other_connected_node(edge,node) ~connect(bn1,bn2)
    ~connect_shallow(bn1,bn2) ~visit_connected_edges(bound_node,f,ctx?) ~is_connected_to(source,target)
    ~get_connected(source,include_self?)
faebryk.node_type EdgeType node_type
    ~create(type_node,instance_node) ~build() ~is_instance(edge) ~get_tid() ~visit_instance_edges(bound_node,f,ctx?)
    ~get_type_node(edge) ~get_instance_node(edge) ~get_type_edge(bound_node)
    ~add_instance(bound_type_node,bound_instance_node) ~is_node_instance_of(bound_node,node_type)
faebryk.next EdgeNext next
    ~create(previous_node,next_node) ~build() ~add_next(previous_node,next_node) ~is_instance(edge)
    ~get_previous_node(edge) ~get_next_node(edge) ~get_previous_edge(node) ~get_next_edge(node)
    ~get_previous_node_from_node(node) ~get_next_node_from_node(node)
faebryk.pointer EdgePointer pointer
    ~create(from_node,to_node,identifier?) ~build(identifier?,index) ~is_instance(edge) ~get_tid() ~traverse()
    ~get_referenced_node(edge) ~get_referenced_node_from_node(node) ~get_index(edge)
    ~visit_pointed_edges(bound_node,f,ctx?) ~visit_pointed_edges_with_identifier(bound_node,identifier,f,ctx?)
    ~get_pointed_node_by_identifier(bound_node,identifier) ~point_to(bound_node,target_node,identifier?,index)
faebryk.trait Trait trait
    ~add_trait_to(target,trait_type) ~add_trait_instance_to(target,trait_instance) ~mark_as_trait(trait_type)
    ~try_get_trait(target,trait_type) ~try_get_traits(target,trait_types) ~visit_implementers(trait_type,f,ctx?)
faebryk.trait EdgeTrait trait
    ~create(owner_node,trait_instance) ~build() ~is_instance(edge) ~get_owner_node(edge)
    ~get_trait_instance_node(edge) ~get_trait_instance_of(edge,node) ~get_owner_of(edge,node)
    ~visit_trait_instance_edges(bound_node,f,ctx?) ~get_owner_edge(bound_node) ~get_owner_node_of(bound_node)
    ~add_trait_instance(bound_node,trait_instance) ~visit_trait_instances_of_type(owner,trait_type,f,ctx?)
    ~try_get_trait_instance_of_type(bound_node,trait_type) ~get_tid() ~traverse(trait_type_name)
faebryk.linker Linker linker
    ~link_type_reference(g,type_reference,target_type_node) ~update_type_reference(g,type_reference,target_type_node)
    ~get_resolved_type(type_reference) ~collect_unresolved_type_references(type_graph)
faebryk.nodebuilder NodeCreationAttributes nodebuilder
    ~init(dynamic?) apply_to(node)
faebryk.edgebuilder EdgeCreationAttributes edgebuilder
    ~create(edge_type,directional,name,dynamic) apply_to(edge) create_edge(source,target)
    insert_edge(g,source,target) get_tid()
faebryk.typegraph MakeChildNode typegraph.TypeGraph
    ~build(value?)
faebryk.typegraph TypeGraph typegraph
    ~create(g) ~of(node) ~of_type(type_node) ~of_instance(instance_node) add_type(identifier)
    add_make_child(type_node,child_type,identifier,node_attributes?)
    add_make_child_deferred(type_node,child_type_identifier,identifier,node_attributes?)
    add_type_reference(type_identifier) get_make_child_type_reference(make_child)
    get_make_child_type_reference_by_identifier(type_node,identifier) resolve_child_path(start_type,path)
    add_make_link(type_node,lhs_reference,rhs_reference,edge_attributes) merge_types(target,source)
    mark_constructable(type_node) is_constructable(type_node) collect_make_children(type_node)
    collect_make_links(type_node) get_reference_path(reference) validate_type(type_node)
    collect_pointer_members(type_node,container_path) ensure_child_reference(type_node,path)
    debug_add_reference(type_node,path) instantiate(type_identifier,attributes?)
    instantiate_node(type_node,attributes) reference_resolve(reference_node,base_node)
    get_type_by_name(type_identifier) ~get_type_name(type_node) ~get_type_reference_identifier(type_reference)
    get_or_create_type(type_identifier) get_graph_view() get_self_node() get_type_instance_overview()
    copy_into(target_graph,minimal) ~copy_node_into(start_node,target_graph)
"""

CLASSES = []
METHODS = []
for line in API.strip().splitlines():
    if line.startswith(" "):
        METHODS.extend((*CLASSES[-1][:2], entry) for entry in line.split())
    else:
        CLASSES.append(tuple(line.split()))


def find(module: str, name: str) -> type:
    return getattr(importlib.import_module(f"pyzig.gen.{module}"), name)


@pytest.mark.parametrize(("module", "name", "shown_module"), CLASSES)
def test_class(module, name, shown_module):
    cls = find(module, name)
    assert isinstance(cls, type)
    assert (cls.__name__, cls.__module__) == (name, shown_module)
    assert cls.__doc__
    assert isinstance(type("Derived", (cls,), {}), type)
    with pytest.raises(TypeError):
        cls.added = 1
    with pytest.raises(TypeError, match="cannot be called"):
        cls()
    with pytest.raises(TypeError, match="cannot be called"):
        cls.__new__(cls)


@pytest.mark.parametrize(("module", "name", "entry"), METHODS)
def test_method(module, name, entry):
    cls = find(module, name)
    method, _, arguments = entry.rstrip(")").partition("(")
    wanted = [argument for argument in arguments.split(",") if argument]
    static = method.startswith("~")
    method = method.lstrip("~")
    kinds = {attribute.name: attribute.kind for attribute in inspect.classify_class_attrs(cls)}
    assert kinds[method] == ("static method" if static else "method")
    found = getattr(cls, method)
    assert found.__doc__
    parameters = list(inspect.signature(found).parameters.values())
    if not static:
        assert parameters.pop(0).name == "self"
    by_name = {parameter.name: parameter for parameter in parameters}
    for argument in wanted:
        if argument.startswith("**"):
            assert by_name.pop(argument[2:]).kind is inspect.Parameter.VAR_KEYWORD
            continue
        parameter = by_name.pop(argument.rstrip("?"))
        assert parameter.kind is inspect.Parameter.KEYWORD_ONLY
        assert (parameter.default is not inspect.Parameter.empty) == argument.endswith("?")
    # What comes on top must not be required.
    assert all(parameter.default is not inspect.Parameter.empty for parameter in by_name.values())
    # In the order in which they are written.
    names = [argument.rstrip("?") for argument in wanted if not argument.startswith("**")]
    assert [parameter.name for parameter in parameters if parameter.name in names] == names


def test_module_tree():
    assert isinstance(pyzig.gen, types.ModuleType)
    assert pyzig.gen.__name__.rpartition(".")[2] == "gen"
    names = {name for name in dir(pyzig.gen.faebryk) if not name.startswith("_")}
    assert names == {
        "composition",
        "edgebuilder",
        "interface",
        "linker",
        "module",
        "next",
        "node_type",
        "nodebuilder",
        "operand",
        "pointer",
        "trait",
        "typegraph",
    }


def test_aliases():
    graph, faebryk = pyzig.gen.graph.graph, pyzig.gen.faebryk
    assert graph.BoundNode is graph.BoundNodeReference
    assert graph.BoundEdge is graph.BoundEdgeReference
    assert faebryk.composition.EdgeOperand is faebryk.operand.EdgeOperand
    assert faebryk.typegraph.TypeGraph.MakeChildNode is faebryk.typegraph.MakeChildNode


@pytest.mark.parametrize(
    "name", ["TypeGraphPathError", "TypeGraphInstantiationError", "TypeGraphResolveError"]
)
def test_exceptions(name):
    cls = getattr(pyzig.gen.faebryk.typegraph, name)
    assert issubclass(cls, ValueError)
    assert cls.__module__ == "faebryk.core.zig"
    assert cls.__doc__


def test_edge_types():
    numbers = {
        "composition.EdgeComposition": 130,
        "operand.EdgeOperand": 193,
        "interface.EdgeInterfaceConnection": 85,
        "node_type.EdgeType": 0,
        "pointer.EdgePointer": 78,
        "trait.EdgeTrait": 34,
    }
    for path, number in numbers.items():
        module, _, name = path.partition(".")
        assert find(f"faebryk.{module}", name).get_tid() == number
