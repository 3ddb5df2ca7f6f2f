"""The edge classes: what they make, find and refuse."""

import types

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.interface import EdgeInterfaceConnection
from pyzig.gen.faebryk.next import EdgeNext
from pyzig.gen.faebryk.node_type import EdgeType
from pyzig.gen.faebryk.operand import EdgeOperand
from pyzig.gen.faebryk.pointer import EdgePointer
from pyzig.gen.faebryk.trait import EdgeTrait
from pyzig.gen.graph.graph import EdgeReference, NodeReference


@pytest.fixture
def a(g):
    return g.create_and_insert_node()


@pytest.fixture
def b(g):
    return g.create_and_insert_node()


@pytest.fixture
def outside():
    return NodeReference.create()


def collect(visit, **keywords):
    found = []
    visit(f=lambda ctx, edge: found.append(edge), **keywords)
    return found


def test_children(g, a, b):
    first = EdgeComposition.add_child(bound_node=a, child=b.node(), child_identifier="x")
    second = EdgeComposition.add_child(bound_node=a, child=b.node(), child_identifier="x")
    anonymous = EdgeComposition.add_anon_child(bound_node=a, child=g.create_and_insert_node().node())
    edge = first.edge()
    assert EdgeComposition.is_instance(edge=edge)
    assert (EdgeComposition.get_name(edge=edge), EdgeComposition.get_name(edge=anonymous.edge())) == ("x", "")
    assert EdgeComposition.get_parent_node(edge=edge) == a.node()
    assert EdgeComposition.get_child_node(edge=edge) == b.node()
    assert EdgeComposition.get_child_of(edge=edge, node=a.node()) == b.node()
    assert EdgeComposition.get_child_of(edge=edge, node=b.node()) is None
    assert EdgeComposition.get_parent_of(edge=edge, node=b.node()) == a.node()
    assert EdgeComposition.get_parent_of(edge=edge, node=a.node()) is None
    assert EdgeComposition.get_parent_edge(bound_node=b) == first
    assert EdgeComposition.get_parent_node_of(bound_node=b) == a
    assert EdgeComposition.get_parent_node_of(bound_node=a) is None
    assert EdgeComposition.get_child_by_identifier(bound_node=a, child_identifier="x") == b
    assert EdgeComposition.get_child_by_identifier(bound_node=a, child_identifier="y") is None
    assert EdgeComposition.get_child_by_identifier(bound_node=a, child_identifier="").node() == (
        anonymous.edge().target()
    )
    assert collect(EdgeComposition.visit_children_edges, bound_node=a) == [first, second, anonymous]
    assert g.get_edges() == [first, second, anonymous]


def test_names_keep_every_character(a, b):
    EdgeComposition.add_child(bound_node=a, child=b.node(), child_identifier="x\0y")
    assert EdgeComposition.get_child_by_identifier(bound_node=a, child_identifier="x\0y") == b
    assert EdgeComposition.get_child_by_identifier(bound_node=a, child_identifier="x") is None


def test_missing_ends_are_named(g, a, outside):
    there, alone = a.node(), g.bind(node=outside)
    refused = [
        ("Child", lambda: EdgeComposition.add_child(bound_node=a, child=outside, child_identifier="x")),
        ("Parent", lambda: EdgeComposition.add_child(bound_node=alone, child=there, child_identifier="x")),
        ("Instance", lambda: EdgeType.add_instance(bound_type_node=a, bound_instance_node=alone)),
        ("Type", lambda: EdgeType.add_instance(bound_type_node=alone, bound_instance_node=a)),
        ("Next", lambda: EdgeNext.add_next(previous_node=a, next_node=alone)),
        ("Previous", lambda: EdgeNext.add_next(previous_node=alone, next_node=a)),
        ("Target", lambda: EdgePointer.point_to(bound_node=a, target_node=outside, index=None)),
        ("Source", lambda: EdgePointer.point_to(bound_node=alone, target_node=there, index=None)),
        ("Trait instance", lambda: EdgeTrait.add_trait_instance(bound_node=a, trait_instance=outside)),
        ("Trait owner", lambda: EdgeTrait.add_trait_instance(bound_node=alone, trait_instance=there)),
    ]
    for role, use in refused:
        with pytest.raises(ValueError, match=f"{role} node not in graph"):
            use()
    assert g.get_edge_count() == 0


def test_edges_of_another_family_have_no_name(a, b):
    pointer = EdgePointer.point_to(bound_node=a, target_node=b.node(), index=None).edge()
    with pytest.raises(TypeError, match="edge is not an EdgeComposition edge"):
        EdgeComposition.get_name(edge=pointer)
    with pytest.raises(TypeError, match="edge is not an EdgeOperand edge"):
        EdgeOperand.get_name(edge=pointer)


def test_queries(g, tg, make_type):
    leaf, trait_type = make_type("Leaf"), make_type("T")
    root = tg.instantiate_node(type_node=make_type("Root", z=leaf, a=leaf, m=leaf), attributes=None)
    by_name = {
        name: EdgeComposition.get_child_by_identifier(bound_node=root, child_identifier=name)
        for name in "zam"
    }
    deep = g.create_and_insert_node()
    EdgeComposition.add_child(bound_node=by_name["a"], child=deep.node(), child_identifier="deep")

    def query(**keywords):
        return EdgeComposition.get_children_query(bound_node=root, **keywords)

    z, first, m = by_name["z"], by_name["a"], by_name["m"]
    assert query(direct_only=True) == [z, first, m]
    assert query(direct_only=False) == [z, first, deep, m]
    assert query(direct_only=False, sort=True, include_root=True) == [root, first, deep, m, z]
    assert query(direct_only=False, types=[leaf.node()]) == [z, first, m]
    assert query(direct_only=False, types=[]) == [z, first, deep, m]
    EdgeTrait.add_trait_instance(
        bound_node=m, trait_instance=tg.instantiate_node(type_node=trait_type, attributes=None).node()
    )
    assert query(direct_only=False, required_traits=[trait_type.node()]) == [m]
    assert EdgeComposition.try_get_single_child_of_type(bound_node=root, child_type=leaf.node()) == z
    assert EdgeComposition.try_get_single_child_of_type(bound_node=root, child_type=trait_type.node()) is None
    found = collect(EdgeComposition.visit_children_of_type, bound_node=root, child_type=leaf.node())
    assert [edge.edge().target() for edge in found] == [z.node(), first.node(), m.node()]
    with pytest.raises(TypeError, match="types must be a list of Node"):
        query(direct_only=True, types=(leaf.node(),))
    with pytest.raises(TypeError, match="required_traits list items must be Node"):
        query(direct_only=True, required_traits=[leaf])
    with pytest.raises(TypeError, match="direct_only"):
        query()


def test_a_node_below_itself_ends_a_query(a, b):
    EdgeComposition.add_anon_child(bound_node=a, child=b.node())
    EdgeComposition.add_anon_child(bound_node=b, child=a.node())
    with pytest.raises(ValueError, match="its own descendant"):
        EdgeComposition.get_children_query(bound_node=a, direct_only=False)
    assert EdgeComposition.get_children_query(bound_node=a, direct_only=True) == [b]


def test_queries_have_no_limit_of_depth(g):
    nodes = g.create_nodes(count=100_000)
    g.create_edges(
        sources=nodes[:-1], targets=nodes[1:], edge_type=EdgeComposition.get_tid(), directional=True
    )
    assert EdgeComposition.get_children_query(bound_node=nodes[0], direct_only=False) == nodes[1:]


def test_types_and_instances(a, b):
    made = EdgeType.add_instance(bound_type_node=a, bound_instance_node=b)
    edge = made.edge()
    assert EdgeType.get_type_node(edge=edge) == a.node()
    assert EdgeType.get_instance_node(edge=edge) == b.node()
    assert EdgeType.get_type_edge(bound_node=b) == made
    assert EdgeType.get_type_edge(bound_node=a) is None
    assert EdgeType.is_node_instance_of(bound_node=b, node_type=a.node())
    assert not EdgeType.is_node_instance_of(bound_node=a, node_type=a.node())
    assert collect(EdgeType.visit_instance_edges, bound_node=a) == [made]


def test_sequences(a, b):
    made = EdgeNext.add_next(previous_node=a, next_node=b)
    edge = made.edge()
    assert EdgeNext.is_instance(edge=edge)
    assert (EdgeNext.get_previous_node(edge=edge), EdgeNext.get_next_node(edge=edge)) == (a.node(), b.node())
    assert EdgeNext.get_previous_edge(node=b) == EdgeNext.get_next_edge(node=a) == made
    assert EdgeNext.get_previous_edge(node=a) is EdgeNext.get_next_edge(node=b) is None
    assert EdgeNext.get_previous_node_from_node(node=b) == a.node()
    assert EdgeNext.get_next_node_from_node(node=a) == b.node()
    undirected = EdgeReference.create(source=a.node(), target=b.node(), edge_type=41)
    assert EdgeNext.get_next_node(edge=undirected) is None


def test_pointers(g, a, b):
    plain = EdgePointer.point_to(bound_node=a, target_node=b.node(), index=None)
    target = g.create_and_insert_node()
    named = EdgePointer.point_to(bound_node=a, target_node=target.node(), identifier="p", index=32767)
    assert EdgePointer.get_index(edge=plain.edge()) == 0
    assert EdgePointer.get_index(edge=named.edge()) == 32767
    assert EdgePointer.get_referenced_node(edge=plain.edge()) == b.node()
    assert EdgePointer.get_referenced_node_from_node(node=a) == b
    assert EdgePointer.get_referenced_node_from_node(node=b) is None
    assert EdgePointer.get_pointed_node_by_identifier(bound_node=a, identifier="p") == target
    assert EdgePointer.get_pointed_node_by_identifier(bound_node=a, identifier="") is None
    assert collect(EdgePointer.visit_pointed_edges, bound_node=a) == [plain, named]
    by_name = collect(EdgePointer.visit_pointed_edges_with_identifier, bound_node=a, identifier="p")
    assert by_name == [named]
    for index in (-1, 32768):
        with pytest.raises(ValueError, match="Index out of range"):
            EdgePointer.point_to(bound_node=a, target_node=b.node(), index=index)
        with pytest.raises(ValueError, match="Index out of range"):
            EdgePointer.build(index=index)
    with pytest.raises(TypeError, match="index"):
        EdgePointer.build(identifier="p")
    undirected = EdgeReference.create(source=a.node(), target=b.node(), edge_type=EdgePointer.get_tid())
    with pytest.raises(ValueError, match="not directional"):
        EdgePointer.get_referenced_node(edge=undirected)


def test_operands(g, a, b):
    with pytest.raises(ValueError, match="operands"):
        EdgeOperand.add_operand(bound_node=a, operand=b.node())
    operands = g.create_and_insert_node()
    EdgeComposition.add_child(bound_node=a, child=operands.node(), child_identifier="operands")
    assert EdgeOperand.get_operands_set_node(bound_node=a) == operands
    assert EdgeOperand.get_operands_set_node(bound_node=b) is None
    made = EdgeOperand.add_operand(bound_node=a, operand=b.node(), operand_identifier="x")
    assert EdgeOperand.get_operand_node(edge=made.edge()) == b.node()
    assert EdgeOperand.get_operand_of(edge=made.edge(), node=b.node()) is None
    assert EdgeOperand.get_expression_node(bound_edge=made) == a.node()
    assert EdgeOperand.get_expression_of(bound_edge=made, node=operands.node()) is None
    assert EdgeOperand.get_expression_of(bound_edge=made, node=b.node()) == a.node()
    assert EdgeOperand.get_expression_edge(bound_node=b) == made
    assert EdgeOperand.get_name(edge=made.edge()) == "x"
    assert EdgeOperand.get_operand_by_identifier(node=a, operand_identifier="x") == b
    assert EdgeOperand.get_operand_by_identifier(node=b, operand_identifier="x") is None
    assert collect(EdgeOperand.visit_operand_edges, bound_node=operands) == [made]
    assert collect(EdgeOperand.visit_expression_edges, bound_node=b) == [made]
    kind, other = g.create_and_insert_node(), g.create_and_insert_node()
    EdgeType.add_instance(bound_type_node=kind, bound_instance_node=b)
    EdgeType.add_instance(bound_type_node=other, bound_instance_node=a)
    of_type = EdgeOperand.visit_operands_of_type
    assert collect(of_type, bound_node=a, operand_type=kind.node()) == [made]
    assert collect(of_type, bound_node=a, operand_type=other.node()) == []
    expressions = EdgeOperand.visit_expression_edges_of_type
    assert collect(expressions, bound_node=b, expression_type=other.node()) == [made]
    assert collect(expressions, bound_node=b, expression_type=kind.node()) == []
    with pytest.raises(ValueError, match="operands"):
        collect(of_type, bound_node=b, operand_type=kind.node())
    loose = EdgeOperand.create(expression=b.node(), operand=a.node())
    with pytest.raises(ValueError, match="expression"):
        EdgeOperand.get_expression_node(bound_edge=g.insert_edge(edge=loose))


def test_connections(g, tg, make_type, a, b, outside):
    made = EdgeInterfaceConnection.connect(bn1=a, bn2=b)
    assert made.edge().get_attr(key="shallow") is False
    assert EdgeInterfaceConnection.connect_shallow(bn1=a, bn2=a).edge().get_attr(key="shallow") is True
    assert not made.edge().directional()
    other = EdgeInterfaceConnection.get_other_connected_node
    assert (other(edge=made.edge(), node=a.node()), other(edge=made.edge(), node=b.node())) == (
        b.node(),
        a.node(),
    )
    assert other(edge=made.edge(), node=outside) is None
    assert made in collect(EdgeInterfaceConnection.visit_connected_edges, bound_node=b)
    typed = tg.instantiate_node(type_node=make_type("A"), attributes=None)
    for wrong in (typed, g.bind(node=outside)):
        with pytest.raises(ValueError, match="Failed to connect interface nodes"):
            EdgeInterfaceConnection.connect(bn1=a, bn2=wrong)
        with pytest.raises(ValueError, match="Failed to create shallow connection"):
            EdgeInterfaceConnection.connect_shallow(bn1=a, bn2=wrong)


def test_traits(a, b):
    made = EdgeTrait.add_trait_instance(bound_node=a, trait_instance=b.node())
    edge = made.edge()
    assert (EdgeTrait.get_owner_node(edge=edge), EdgeTrait.get_trait_instance_node(edge=edge)) == (
        a.node(),
        b.node(),
    )
    assert EdgeTrait.get_trait_instance_of(edge=edge, node=b.node()) is None
    assert EdgeTrait.get_owner_of(edge=edge, node=b.node()) == a.node()
    assert EdgeTrait.get_owner_edge(bound_node=b) == made
    assert EdgeTrait.get_owner_node_of(bound_node=b) == a
    assert EdgeTrait.get_owner_node_of(bound_node=a) is None
    assert collect(EdgeTrait.visit_trait_instance_edges, bound_node=a) == [made]


def test_what_edges_are_made_of(a, b):
    for builder, edge_type, directional, name in [
        (EdgeComposition.build(child_identifier="c"), 130, True, "c"),
        (EdgeOperand.build(), 193, True, None),
        (EdgeOperand.build(operand_identifier="o"), 193, True, "o"),
        (EdgeInterfaceConnection.build(), 85, False, None),
        (EdgeType.build(), 0, True, None),
        (EdgeNext.build(), 41, True, None),
        (EdgePointer.build(identifier="p", index=3), 78, True, "p"),
        (EdgeTrait.build(), 34, True, None),
    ]:
        edge = builder.create_edge(source=a.node(), target=b.node())
        assert (edge.edge_type(), edge.directional(), edge.name()) == (edge_type, directional, name)
        assert builder.get_tid() == edge_type


def test_steps_of_paths():
    for step, identifier, edge_type in [
        (EdgeComposition.traverse(identifier="x"), "x", 130),
        (EdgeOperand.traverse(identifier="x"), "x", 193),
        (EdgePointer.traverse(), "", 78),
        (EdgeTrait.traverse(trait_type_name="T"), "T", 34),
    ]:
        assert type(step) is types.SimpleNamespace
        assert vars(step) == {"identifier": identifier, "edge_type": edge_type}
