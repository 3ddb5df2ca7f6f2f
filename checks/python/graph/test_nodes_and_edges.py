"""Nodes, edges and their attributes."""

from unittest.mock import ANY

import pytest

from pyzig.gen.faebryk.edgebuilder import EdgeCreationAttributes
from pyzig.gen.faebryk.nodebuilder import NodeCreationAttributes
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import EdgeReference, NodeReference


def edge(**keywords):
    return EdgeReference.create(
        source=NodeReference.create(), target=NodeReference.create(), edge_type=200, **keywords
    )


def test_numbers_ascend_and_are_never_used_again():
    first = NodeReference.create().get_uuid()
    assert first >= 1
    assert NodeReference.create().get_uuid() > first


def test_nodes_keep_their_attributes():
    node = NodeReference.create(truth=True, count=3, size=1.5, text="ü\0x")
    assert node.get_dynamic_attrs() == {"truth": True, "count": 3, "size": 1.5, "text": "ü\0x"}
    assert node.get_attr(key="truth") is True
    assert type(node.get_attr(key="count")) is int
    assert node.get_attr(key="missing") is None


def test_there_is_no_limit_to_attributes():
    many = {f"a{number}": number for number in range(100)}
    assert NodeReference.create(**many).get_dynamic_attrs() == many
    assert all(edge(**many).get_attr(key=key) == value for key, value in many.items())


class Index:
    def __index__(self):
        return 7


class Float:
    def __float__(self):
        return 2.5


@pytest.mark.parametrize(
    ("given", "kept"),
    [(True, True), (1, 1), (-(2**63), -(2**63)), (2**64, 2.0**64), (Index(), 7), (Float(), 2.5), ("", "")],
)
def test_values_are_converted_in_the_same_way_everywhere(given, kept):
    builder = NodeCreationAttributes.init(dynamic={"x": given})
    node = NodeReference.create()
    builder.apply_to(node=node)
    made = EdgeCreationAttributes.create(edge_type=1, directional=None, name=None, dynamic={"x": given})
    for bearer in (
        node,
        NodeReference.create(x=given),
        edge(x=given),
        made.create_edge(source=node, target=node),
    ):
        assert bearer.get_attr(key="x") == kept
        assert type(bearer.get_attr(key="x")) is type(kept)


@pytest.mark.parametrize("value", [None, [], b"x", object(), 1j])
def test_other_values_are_refused(value):
    with pytest.raises(TypeError, match="Unsupported attribute literal"):
        edge(x=value)
    with pytest.raises(TypeError):
        NodeCreationAttributes.init(dynamic={"x": value})


def test_names_of_attributes_are_text():
    with pytest.raises(TypeError):
        NodeCreationAttributes.init(dynamic={1: 1})
    with pytest.raises(TypeError):
        NodeCreationAttributes.init(dynamic=[("a", 1)])


def test_the_first_of_equal_attributes_counts_and_the_dict_shows_the_last():
    node = NodeReference.create()
    NodeCreationAttributes.init(dynamic={"a": 1}).apply_to(node=node)
    NodeCreationAttributes.init(dynamic={"a": 2}).apply_to(node=node)
    assert node.get_attr(key="a") == 1
    assert node.get_dynamic_attrs() == {"a": 2}
    NodeCreationAttributes.init().apply_to(node=node)
    NodeCreationAttributes.init(dynamic=None).apply_to(node=node)


def test_edges_know_what_they_were_made_of():
    source, target = NodeReference.create(), NodeReference.create()
    made = EdgeReference.create(source=source, target=target, edge_type=Index(), directional=1, name="n", a=1)
    assert made.source().is_same(other=source)
    assert made.target().is_same(other=target)
    assert (made.edge_type(), made.directional(), made.name(), made.get_attr(key="a")) == (7, True, "n", 1)
    assert made.get_attr(key="name") == "n"
    plain = EdgeReference.create(source=source, target=source, edge_type=0)
    assert (plain.directional(), plain.name()) == (False, None)


@pytest.mark.parametrize(
    "change", [dict.clear, lambda given: given.update(z=1), lambda given: given.pop("kept")]
)
def test_a_value_may_change_the_dict_that_it_stands_in(g, change):
    class Changing:
        def __index__(self):
            change(given)
            return 7

    given = {"x": Changing(), "kept": 1}
    (node,) = g.create_nodes(count=1, attributes=given)
    assert node.node().get_dynamic_attrs() == {"x": 7, "kept": 1}


@pytest.mark.parametrize("number", [-1, 256, 2**63 - 1])
def test_edge_types_are_bytes(number):
    node = NodeReference.create()
    with pytest.raises(ValueError, match="Edge type out of range"):
        EdgeReference.create(source=node, target=node, edge_type=number)
    with pytest.raises(ValueError, match="Edge type out of range"):
        EdgeCreationAttributes.create(edge_type=number, directional=None, name=None, dynamic=None)
    with pytest.raises(TypeError):
        EdgeReference.create(source=node, target=node, edge_type="1")


def test_equality_is_that_of_what_is_referred_to(g):
    node = NodeReference.create()
    bound = g.insert_node(node=node)
    assert bound.node() == node == g.bind(node=node).node()
    assert hash(bound.node()) == hash(node)
    assert node != NodeReference.create()
    assert node != node.get_uuid()
    loop = EdgeReference.create(source=node, target=node, edge_type=1)
    assert loop.source() == loop.target() == node
    assert g.insert_edge(edge=loop).edge() == loop
    assert g.bind(node=node).g() == g
    assert len({node, bound.node(), loop, g, bound.g()}) == 3


def test_what_is_compared_with_a_handle_may_know_what_it_is_equal_to(g):
    node = g.create_and_insert_node()
    edge = EdgeReference.create(source=node.node(), target=node.node(), edge_type=1)
    for handle in (g, node, node.node(), edge, g.insert_edge(edge=edge), TypeGraph.create(g=g)):
        assert handle == ANY
        assert (handle != ANY) is False
        for other in ("it", 1, None):
            assert handle != other
            assert (handle == other) is False


def test_reprs(g):
    node, other = g.create_and_insert_node(), g.create_and_insert_node()
    graph, number = g.get_self_node().node().get_uuid(), node.node().get_uuid()
    assert repr(g) == f"GraphView(id={graph:#x}, |V|=3, |E|=0)"
    assert repr(node) == f"BoundNode(node={number:#x}, graph={graph:#x})"
    assert repr(node.node()) == f"graph.NodeReference {{\n  uuid: {number}\n}}\n"
    made = EdgeReference.create(source=node.node(), target=other.node(), edge_type=1)
    assert repr(made).startswith("graph.EdgeReference {\n  uuid: ")
    assert repr(g.insert_edge(edge=made)) == (
        f"BoundEdge(src={number:#x}, tgt={other.node().get_uuid():#x}, graph={graph:#x})"
    )


def test_builders_of_edges(g):
    a, b = g.create_and_insert_node().node(), g.create_and_insert_node().node()
    builder = EdgeCreationAttributes.create(edge_type=9, directional=True, name="n", dynamic={"k": 1})
    assert builder.get_tid() == 9
    made = builder.create_edge(source=a, target=b)
    assert (made.edge_type(), made.directional(), made.name(), made.get_attr(key="k")) == (9, True, "n", 1)
    inserted = builder.insert_edge(g=g, source=a, target=b)
    assert inserted in g
    assert inserted.edge().source() == a
    old = EdgeReference.create(source=a, target=b, edge_type=1, name="old")
    builder.apply_to(edge=old)
    assert (old.edge_type(), old.directional(), old.name()) == (9, True, "old")
    with pytest.raises(ValueError, match="Edge source node not in graph"):
        builder.insert_edge(g=g, source=NodeReference.create(), target=b)


def test_addresses_are_numbers(g):
    assert isinstance(NodeReference.create().__zig_address__(), int)
    assert g.__zig_address__() == g.get_self_node().g().__zig_address__()
