"""Types, declarations, references, instances, copies, linking and traits."""

from types import SimpleNamespace

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.edgebuilder import EdgeCreationAttributes
from pyzig.gen.faebryk.interface import EdgeInterfaceConnection
from pyzig.gen.faebryk.linker import Linker
from pyzig.gen.faebryk.node_type import EdgeType
from pyzig.gen.faebryk.nodebuilder import NodeCreationAttributes
from pyzig.gen.faebryk.pointer import EdgePointer
from pyzig.gen.faebryk.trait import EdgeTrait, Trait
from pyzig.gen.faebryk.typegraph import (
    MakeChildNode,
    TypeGraph,
    TypeGraphInstantiationError,
    TypeGraphPathError,
    TypeGraphResolveError,
)
from pyzig.gen.graph.graph import GraphView, NodeReference


def child(node, name):
    return EdgeComposition.get_child_by_identifier(bound_node=node, child_identifier=name)


def test_bootstrap(g, tg):
    assert (g.get_node_count(), g.get_edge_count()) == (23, 49)
    assert [name for name, _ in tg.get_type_instance_overview()] == [
        "ImplementsType",
        "ImplementsTrait",
        "MakeChild",
        "MakeLink",
        "Reference",
        "TypeReference",
        "is_constructable",
    ]
    assert tg.get_self_node().node().get_attr(key="initialized") is True
    assert tg.get_graph_view() == g
    graph, number = g.get_self_node().node().get_uuid(), tg.get_self_node().node().get_uuid()
    assert repr(tg) == f"TypeGraph(id={number:#x}, g={graph:#x})"


def test_finding_type_graphs(g, tg, make_type):
    kind = make_type("T")
    instance = tg.instantiate_node(type_node=kind, attributes=None)
    assert TypeGraph.of(node=tg.get_self_node()) == tg
    assert TypeGraph.of_type(type_node=kind) == TypeGraph.of_instance(instance_node=instance) == tg
    assert hash(TypeGraph.of_type(type_node=kind)) == hash(tg)
    loose = g.create_and_insert_node()
    assert TypeGraph.of_type(type_node=loose) is TypeGraph.of_instance(instance_node=loose) is None


def test_types(tg):
    kind = tg.add_type(identifier="T")
    assert not tg.is_constructable(type_node=kind)
    tg.mark_constructable(type_node=kind)
    assert tg.is_constructable(type_node=kind)
    assert tg.get_type_by_name(type_identifier="T") == kind == tg.get_or_create_type(type_identifier="T")
    assert tg.get_type_by_name(type_identifier="U") is None
    assert TypeGraph.get_type_name(type_node=kind) == "T"
    with pytest.raises(ValueError, match="Type with this name already exists"):
        tg.add_type(identifier="T")
    with pytest.raises(ValueError, match="not a type"):
        TypeGraph.get_type_name(type_node=tg.get_self_node())


def test_declarations(tg, make_type):
    leaf, kind = make_type("Leaf"), make_type("T")
    attributes = NodeCreationAttributes.init(dynamic={f"a{number}": number for number in range(9)})
    named = tg.add_make_child(type_node=kind, child_type=leaf, identifier="x", node_attributes=attributes)
    anonymous = tg.add_make_child(type_node=kind, child_type=leaf, identifier=None)
    deferred = tg.add_make_child_deferred(type_node=kind, child_type_identifier="Leaf", identifier="y")
    assert tg.collect_make_children(type_node=kind) == [("x", named), (None, anonymous), ("y", deferred)]
    reference = tg.get_make_child_type_reference(make_child=deferred)
    assert tg.get_make_child_type_reference_by_identifier(type_node=kind, identifier="y") == reference
    assert tg.get_make_child_type_reference_by_identifier(type_node=kind, identifier="z") is None
    assert TypeGraph.get_type_reference_identifier(type_reference=reference) == "Leaf"
    with pytest.raises(ValueError, match="not a MakeChild node"):
        tg.get_make_child_type_reference(make_child=leaf)
    with pytest.raises(TypeError, match="identifier"):
        tg.add_make_child(type_node=kind, child_type=leaf)
    Linker.link_type_reference(g=tg.get_graph_view(), type_reference=reference, target_type_node=leaf)
    instance = tg.instantiate_node(type_node=kind, attributes={"top": 1})
    assert instance.node().get_dynamic_attrs() == {"top": 1}
    assert child(instance, "x").node().get_dynamic_attrs() == {f"a{number}": number for number in range(9)}
    assert child(instance, "") is not None


def test_make_child_attributes(g):
    node = g.create_and_insert_node().node()
    MakeChildNode.build(value="v").apply_to(node=node)
    MakeChildNode.build().apply_to(node=node)
    assert node.get_dynamic_attrs() == {"value": "v"}


def test_links(tg, make_type):
    leaf = make_type("Leaf")
    kind = make_type("T", a=leaf, b=leaf)
    reference = [tg.ensure_child_reference(type_node=kind, path=[name]) for name in "ab"]
    link = tg.add_make_link(
        type_node=kind,
        lhs_reference=reference[0],
        rhs_reference=reference[1],
        edge_attributes=EdgePointer.build(identifier="p", index=300),
    )
    assert tg.collect_make_links(type_node=kind) == [(link, ("a",), ("b",))]
    instance = tg.instantiate_node(type_node=kind, attributes=None)
    found = []
    EdgePointer.visit_pointed_edges(bound_node=child(instance, "a"), f=lambda ctx, e: found.append(e.edge()))
    (edge,) = found
    assert edge.target() == child(instance, "b").node()
    assert (EdgePointer.get_index(edge=edge), edge.name()) == (300, "p")
    tg.add_make_link(
        type_node=kind,
        lhs_reference=reference[0],
        rhs_reference=tg.ensure_child_reference(type_node=kind, path=["missing"]),
        edge_attributes=EdgeCreationAttributes.create(edge_type=3, directional=None, name=None, dynamic=None),
    )
    before = tg.get_graph_view().get_node_count()
    with pytest.raises(TypeGraphInstantiationError) as raised:
        tg.instantiate_node(type_node=kind, attributes=None)
    assert (raised.value.kind, raised.value.identifier) == ("unresolved_reference", "missing")
    assert raised.value.node == tg.collect_make_links(type_node=kind)[1][0]
    assert tg.get_graph_view().get_node_count() == before


def test_references(tg, make_type):
    kind = make_type("T")
    path = [
        "a",
        EdgeTrait.traverse(trait_type_name="U"),
        EdgePointer.traverse(),
        SimpleNamespace(identifier="b", edge_type=130),
    ]
    first = tg.ensure_child_reference(type_node=kind, path=path)
    assert tg.get_reference_path(reference=first) == ("a", "U", "", "b")
    assert tg.ensure_child_reference(type_node=kind, path=path) != first
    assert tg.get_reference_path(reference=tg.debug_add_reference(type_node=kind, path=("x",))) == ("x",)
    with pytest.raises(TypeGraphPathError) as raised:
        tg.ensure_child_reference(type_node=kind, path=[])
    error = raised.value
    assert (
        error.kind,
        error.path,
        error.failing_segment,
        error.failing_segment_index,
        error.index_value,
    ) == (
        "missing_child",
        [],
        "",
        0,
        None,
    )
    with pytest.raises(ValueError, match="debug_add_reference failed"):
        tg.debug_add_reference(type_node=kind, path=[])
    for wrong in (1, None, "text", {"a": 1}, {"a"}, iter(["a"])):
        with pytest.raises(TypeError, match="path must be a sequence"):
            tg.ensure_child_reference(type_node=kind, path=wrong)
    for wrong in ([1], [SimpleNamespace(identifier=1, edge_type=1)], [SimpleNamespace(identifier="")]):
        with pytest.raises(TypeError, match="path items must be str or EdgeTraversal"):
            tg.ensure_child_reference(type_node=kind, path=wrong)


def test_following_references(tg, make_type):
    leaf = make_type("Leaf")
    kind = make_type("T", a=leaf)
    instance = tg.instantiate_node(type_node=kind, attributes=None)

    def follow(*path):
        reference = tg.ensure_child_reference(type_node=kind, path=list(path))
        return tg.reference_resolve(reference_node=reference, base_node=instance)

    assert follow("a") == child(instance, "a")
    assert follow("<<Leaf") == leaf
    EdgePointer.point_to(bound_node=instance, target_node=leaf.node(), index=None)
    assert follow(EdgePointer.traverse()) == leaf
    assert follow("") == instance
    for path, kind_of_failure, identifier in [
        (["a", "x"], "composition_child_not_found", "x"),
        (["<<No"], "type_not_found", "No"),
        ([EdgeTrait.traverse(trait_type_name="No")], "trait_type_not_found", "No"),
        ([EdgeTrait.traverse(trait_type_name="Leaf")], "trait_instance_not_found", "Leaf"),
        (["a", EdgePointer.traverse()], "pointer_dereference_failed", ""),
        ([SimpleNamespace(identifier="o", edge_type=193)], "operand_not_found", "o"),
        ([SimpleNamespace(identifier="o", edge_type=99)], "unknown_edge_type", "o"),
    ]:
        with pytest.raises(TypeGraphResolveError) as raised:
            follow(*path)
        assert (raised.value.kind, raised.value.identifier) == (kind_of_failure, identifier)
        assert raised.value.node.node().get_attr(key="child_identifier") is not None
    with pytest.raises(TypeGraphResolveError) as raised:
        tg.reference_resolve(reference_node=instance, base_node=instance)
    assert raised.value.node == instance


def test_paths_on_types(tg, make_type):
    inner = make_type("Inner", leaf=make_type("Leaf"))
    outer = make_type("Outer", inner=inner)
    assert tg.resolve_child_path(start_type=outer, path=["inner"]) == inner
    assert tg.get_type_by_name(type_identifier="Leaf") == tg.resolve_child_path(
        start_type=outer, path=["inner", "leaf"]
    )
    assert tg.resolve_child_path(start_type=outer, path=["no"]) is None
    assert tg.resolve_child_path(start_type=outer, path=[]) == outer
    with pytest.raises(TypeError, match="path must be a sequence of strings"):
        tg.resolve_child_path(start_type=outer, path=[1])


def test_members_of_containers(tg, make_type):
    leaf = make_type("Leaf")
    kind = make_type("T", container=leaf, m0=leaf, m1=leaf)

    def add(name, index):
        tg.add_make_link(
            type_node=kind,
            lhs_reference=tg.ensure_child_reference(type_node=kind, path=["container"]),
            rhs_reference=tg.ensure_child_reference(type_node=kind, path=[name]),
            edge_attributes=EdgePointer.build(identifier="e", index=index),
        )

    add("m1", 1)
    add("m0", 0)
    declared = dict(tg.collect_make_children(type_node=kind))
    members = tg.collect_pointer_members(type_node=kind, container_path=["container"])
    assert members == [(1, declared["m1"]), (0, declared["m0"])]
    with pytest.raises(TypeGraphPathError) as raised:
        tg.collect_pointer_members(type_node=kind, container_path=["container", "no"])
    assert (raised.value.failing_segment, raised.value.failing_segment_index) == ("no", 1)
    assert raised.value.path == ["container", "no"]
    with pytest.raises(TypeError, match="container_path must be a sequence of strings"):
        tg.collect_pointer_members(type_node=kind, container_path="container")
    with pytest.raises(TypeError, match="container_path must contain only strings"):
        tg.collect_pointer_members(type_node=kind, container_path=[1])
    add("m0", None)
    with pytest.raises(ValueError, match="missing index"):
        tg.collect_pointer_members(type_node=kind, container_path=["container"])


def test_validation(tg, make_type):
    leaf = make_type("Leaf")
    kind = make_type("T", a=leaf)
    assert tg.validate_type(type_node=kind) == []
    again = tg.add_make_child(type_node=kind, child_type=leaf, identifier="a")
    link = tg.add_make_link(
        type_node=kind,
        lhs_reference=tg.ensure_child_reference(type_node=kind, path=["a", "no"]),
        rhs_reference=tg.ensure_child_reference(type_node=kind, path=["a"]),
        edge_attributes=EdgePointer.build(index=None),
    )
    assert tg.validate_type(type_node=kind) == [
        (again, "Field `a` is already defined"),
        (link, "Field `a.no` could not be resolved"),
    ]


def test_merging(tg, make_type):
    leaf = make_type("Leaf")
    source, target = make_type("Source", a=leaf, b=leaf), make_type("Target", b=leaf)
    tg.merge_types(target=target, source=source)
    assert [name for name, _ in tg.collect_make_children(type_node=target)] == ["b", "a"]


def test_merged_links_keep_their_attributes(tg, make_type):
    leaf = make_type("Leaf")
    source, target = make_type("Source", a=leaf, b=leaf), make_type("Target")
    a, b = (tg.ensure_child_reference(type_node=source, path=[name]) for name in "ab")
    shallow = EdgeInterfaceConnection.build(shallow=True)
    tg.add_make_link(type_node=source, lhs_reference=a, rhs_reference=b, edge_attributes=shallow)
    tg.merge_types(target=target, source=source)
    edges = []
    EdgeInterfaceConnection.visit_connected_edges(
        bound_node=child(tg.instantiate_node(type_node=target, attributes=None), "a"),
        f=lambda _, edge: edges.append(edge.edge()),
    )
    assert [edge.get_attr(key="shallow") for edge in edges] == [True]


def test_an_updated_reference_is_known_to_its_new_type_only(g, tg, make_type):
    old, new = make_type("Old"), make_type("New")
    reference = tg.add_type_reference(type_identifier="Old")
    Linker.link_type_reference(g=g, type_reference=reference, target_type_node=old)
    Linker.update_type_reference(g=g, type_reference=reference, target_type_node=new)
    assert Linker.get_resolved_type(type_reference=reference) == new

    def pointers_at(node):
        found = []
        node.visit_edges_of_type(
            edge_type=EdgePointer.get_tid(),
            ctx=found,
            f=lambda found, edge: found.append(edge),
            directed=False,
        )
        return found

    assert pointers_at(old) == []
    assert [edge.edge().source() for edge in pointers_at(new)] == [reference.node()]


@pytest.mark.parametrize("by_name", [False, True])
def test_refused_instances(tg, make_type, by_name):
    def instantiate(name):
        if by_name:
            return tg.instantiate(type_identifier=name)
        return tg.instantiate_node(type_node=tg.get_type_by_name(type_identifier=name), attributes={})

    loose = tg.add_type(identifier="Loose")
    with pytest.raises(TypeGraphInstantiationError, match="not constructable") as raised:
        instantiate("Loose")
    assert (raised.value.node, raised.value.kind, raised.value.identifier) == (loose, "other", "Loose")
    kind = make_type("Unlinked")
    declaration = tg.add_make_child_deferred(type_node=kind, child_type_identifier="No", identifier="c")
    with pytest.raises(TypeGraphInstantiationError) as raised:
        instantiate("Unlinked")
    assert (raised.value.node, raised.value.kind) == (declaration, "unresolved_type_reference")
    with pytest.raises(TypeGraphInstantiationError, match="Type not found") as raised:
        tg.instantiate(type_identifier="No")
    assert (raised.value.node, raised.value.kind) == (tg.get_self_node(), "invalid_argument")


def test_instances_by_name_take_attributes(tg, make_type):
    make_type("T")
    node = tg.instantiate(type_identifier="T", attributes={"a": 1}).node()
    assert node.get_attr(key="a") == 1
    assert tg.instantiate(type_identifier="T").node().get_dynamic_attrs() == {}


def test_a_type_that_contains_itself_is_refused(tg, make_type):
    kind = make_type("T")
    tg.add_make_child(type_node=kind, child_type=kind, identifier="t")
    before = tg.get_graph_view().get_node_count()
    with pytest.raises(TypeGraphInstantiationError):
        tg.instantiate_node(type_node=kind, attributes=None)
    assert tg.get_graph_view().get_node_count() == before


def test_copies(g, tg, make_type):
    leaf = make_type("Leaf")
    instance = tg.instantiate_node(type_node=make_type("T", a=leaf), attributes=None)
    other = GraphView.create()
    copy = tg.copy_into(target_graph=other, minimal=True)
    assert copy == tg
    assert copy.get_graph_view() == other
    assert copy.get_type_by_name(type_identifier="T") is None
    TypeGraph.copy_node_into(start_node=instance, target_graph=other)
    assert instance in other
    assert child(other.bind(node=instance.node()), "a") == child(instance, "a")
    whole = tg.copy_into(target_graph=GraphView.create(), minimal=False)
    assert whole.get_type_by_name(type_identifier="T") is not None


def test_linking(g, tg, make_type):
    leaf, other = make_type("Leaf"), make_type("Other")
    kind = make_type("T")
    declaration = tg.add_make_child_deferred(type_node=kind, child_type_identifier="Leaf", identifier="x")
    reference = tg.get_make_child_type_reference(make_child=declaration)
    assert Linker.collect_unresolved_type_references(type_graph=tg) == [(kind, reference)]
    assert Linker.get_resolved_type(type_reference=reference) is None
    Linker.link_type_reference(g=g, type_reference=reference, target_type_node=leaf)
    assert Linker.get_resolved_type(type_reference=reference) == leaf
    assert Linker.collect_unresolved_type_references(type_graph=tg) == []
    Linker.update_type_reference(g=g, type_reference=reference, target_type_node=other)
    assert Linker.get_resolved_type(type_reference=reference) == other
    elsewhere = GraphView.create()
    with pytest.raises(ValueError, match="Type reference does not belong to provided GraphView"):
        Linker.link_type_reference(g=elsewhere, type_reference=reference, target_type_node=leaf)
    with pytest.raises(ValueError, match="Target type does not belong to provided GraphView"):
        Linker.link_type_reference(
            g=g, type_reference=reference, target_type_node=elsewhere.bind(node=leaf.node())
        )
    lone = tg.add_type_reference(type_identifier="Leaf")
    assert TypeGraph.get_type_reference_identifier(type_reference=lone) == "Leaf"


def test_traits(g, tg, make_type):
    kind, trait_type, other = make_type("T"), make_type("Trait"), make_type("Other")
    Trait.mark_as_trait(trait_type=trait_type)
    nodes = [tg.instantiate_node(type_node=kind, attributes=None) for _ in range(3)]
    instances = [Trait.add_trait_to(target=node, trait_type=trait_type) for node in nodes]
    assert [Trait.try_get_trait(target=node, trait_type=trait_type) for node in nodes] == instances
    assert Trait.try_get_trait(target=nodes[0], trait_type=other) is None
    assert Trait.try_get_traits(target=nodes[0], trait_types=[other, trait_type]) == [None, instances[0]]
    owners = []
    Trait.visit_implementers(trait_type=trait_type, f=lambda ctx, owner: owners.append(owner))
    assert owners == nodes
    second = tg.instantiate_node(type_node=other, attributes=None)
    assert Trait.add_trait_instance_to(target=nodes[0], trait_instance=second) == second
    of_type = EdgeTrait.try_get_trait_instance_of_type
    assert of_type(bound_node=nodes[0], trait_type=other.node()) == second
    visited = []
    EdgeTrait.visit_trait_instances_of_type(
        owner=nodes[0], trait_type=other.node(), f=lambda ctx, e: visited.append(e.edge().target())
    )
    assert visited == [second.node()]
    loose = tg.add_type(identifier="Loose")
    with pytest.raises(ValueError, match="add_trait_to failed"):
        Trait.add_trait_to(target=nodes[0], trait_type=loose)
    with pytest.raises(ValueError, match="add_trait_to failed"):
        Trait.add_trait_to(target=nodes[0], trait_type=g.create_and_insert_node())
    with pytest.raises(ValueError, match="add_trait_instance_to failed"):
        Trait.add_trait_instance_to(target=nodes[0], trait_instance=g.bind(node=NodeReference.create()))
    with pytest.raises(TypeError, match="trait_types must be a list"):
        Trait.try_get_traits(target=nodes[0], trait_types=(other,))
    with pytest.raises(TypeError, match="trait_types must contain BoundNode objects"):
        Trait.try_get_traits(target=nodes[0], trait_types=[1])


def test_the_order_of_creation(tg, make_type):
    leaf = make_type("Leaf")
    inner = make_type("Inner", x=leaf, y=leaf)
    instance = tg.instantiate_node(type_node=make_type("T", a=inner, b=leaf), attributes=None)
    below = EdgeComposition.get_children_query(bound_node=instance, direct_only=False, include_root=True)
    numbers = [node.node().get_uuid() for node in below]
    assert numbers == list(range(numbers[0], numbers[0] + 5))
    assert EdgeType.get_type_node(edge=EdgeType.get_type_edge(bound_node=below[1]).edge()) == inner.node()
