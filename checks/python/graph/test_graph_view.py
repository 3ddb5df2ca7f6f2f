"""Graphs: membership, parts, destruction, and many elements at once."""

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.graph.graph import BoundNode, EdgeReference, GraphView, NodeReference


def connect(g, source, target, edge_type=1, **keywords):
    made = EdgeReference.create(source=source.node(), target=target.node(), edge_type=edge_type, **keywords)
    return g.insert_edge(edge=made)


def test_a_new_graph_holds_its_self_node(g):
    assert g.get_node_count() == 1
    assert g.get_nodes() == [g.get_self_node()]


def test_nodes_come_by_number(g):
    late = NodeReference.create()
    nodes = [g.create_and_insert_node() for _ in range(100)]
    inserted = g.insert_node(node=late)
    assert g.insert_node(node=late) == inserted
    assert g.get_nodes() == [g.get_self_node(), inserted, *nodes]
    assert [n.node().get_uuid() for n in g.get_nodes()] == sorted(n.node().get_uuid() for n in g.get_nodes())


def test_binding_is_not_inserting(g):
    node = NodeReference.create()
    assert node not in g
    assert g.bind(node=node).node() == node
    assert node not in g
    visited = []
    g.bind(node=node).visit_edges_of_type(edge_type=1, ctx=None, f=lambda ctx, e: visited.append(e))
    assert visited == []


def test_bound_nodes_are_keys(g):
    node = g.create_and_insert_node()
    other = GraphView.create().bind(node=node.node())
    assert node == other
    assert hash(node) == hash(other) == node.node().get_uuid()
    assert {node: 1}[other] == 1
    assert node != 1
    assert (node == None) is False  # noqa: E711
    with pytest.raises(TypeError):
        node < other  # noqa: B015


def test_every_bound_node_gives_a_graph_object_of_its_own(g):
    a, b = g.create_and_insert_node(), g.create_and_insert_node()
    assert a.g() is not b.g()
    assert a.g() == b.g() == g
    assert hash(a.g()) == hash(g)
    assert a.g().create_and_insert_node().g() == g
    assert len(a.g()) == len(g) == 4
    assert a.g().get_self_node().g() == g


def test_a_refused_edge_can_be_inserted_later(g):
    inside, outside = g.create_and_insert_node().node(), NodeReference.create()
    there = EdgeReference.create(source=inside, target=outside, edge_type=1)
    back = EdgeReference.create(source=outside, target=inside, edge_type=1)
    with pytest.raises(ValueError, match="Edge target node not in graph"):
        g.insert_edge(edge=there)
    with pytest.raises(ValueError, match="Edge source node not in graph"):
        g.insert_edge(edge=back)
    assert g.get_edge_count() == 0
    g.insert_node(node=outside)
    assert g.insert_edge(edge=there).edge() == there
    g.insert_edge(edge=there)
    assert g.get_edge_count() == 1


def test_a_part_has_the_edges_between_its_nodes(g):
    a, b, c = (g.create_and_insert_node() for _ in range(3))
    inside, leaving = connect(g, a, b), connect(g, b, c)
    part = g.get_subgraph_from_nodes(nodes=[a, b, a])
    assert part.get_node_count() == 3
    assert part.get_self_node() != g.get_self_node()
    assert inside.edge() in part
    assert leaving.edge() not in part
    with pytest.raises(TypeError, match="nodes must be a list"):
        g.get_subgraph_from_nodes(nodes=(a, b))
    with pytest.raises(TypeError, match="nodes must be a list of BoundNode"):
        g.get_subgraph_from_nodes(nodes=[a.node()])


def test_a_graph_is_added_with_its_edges(g):
    other = GraphView.create()
    a, b = other.create_and_insert_node(), other.create_and_insert_node()
    made = connect(other, a, b)
    assert g.insert_subgraph(subgraph=other) is None
    assert all(node in g for node in other)
    assert made in g
    g.insert_subgraph(subgraph=g)


def test_a_destroyed_graph_refuses_everything(g):
    node = g.create_and_insert_node()
    made = connect(g, node, node)
    assert g.destroy() is None
    alias = node.g()
    uses = [
        g.destroy,
        g.get_nodes,
        g.get_node_count,
        g.create_and_insert_node,
        alias.create_and_insert_node,
        lambda: len(g),
        lambda: list(g),
        lambda: node in g,
        lambda: 1 in g,
        lambda: g.bind(node=node.node()),
        lambda: g.insert_node(node=node.node()),
        lambda: g.insert_edge(edge=made.edge()),
        lambda: g.get_subgraph_from_nodes(nodes=[node]),
        lambda: g.insert_subgraph(subgraph=g),
        lambda: GraphView.create().insert_subgraph(subgraph=g),
        lambda: node.visit_edges_of_type(edge_type=1, ctx=None, f=print),
        lambda: EdgeComposition.get_parent_edge(bound_node=node),
        lambda: EdgeComposition.add_child(bound_node=node, child=node.node(), child_identifier=""),
        lambda: g.create_nodes(count=1),
        lambda: g.to_dot(),
        lambda: g.__enter__(),
    ]
    for use in uses:
        with pytest.raises(RuntimeError, match="The graph was destroyed"):
            use()
    # What needs no graph goes on.
    assert made.edge().source() == node.node()
    assert g.get_self_node().node().get_uuid() > 0
    assert g
    assert "destroyed" in repr(g)
    assert repr(node)


def test_a_graph_destroys_itself_after_a_block():
    with GraphView.create() as g:
        g.create_and_insert_node()
    with pytest.raises(RuntimeError):
        g.get_nodes()
    with GraphView.create() as g:
        g.destroy()
    with pytest.raises(KeyError), GraphView.create() as g:
        raise KeyError
    with pytest.raises(RuntimeError):
        g.get_nodes()


def test_positional_and_unknown_arguments_are_refused(g):
    node = NodeReference.create()
    with pytest.raises(TypeError, match="positional"):
        g.bind(node)
    with pytest.raises(TypeError, match="nodes"):
        g.bind(node=node, nodes=1)
    with pytest.raises(TypeError, match="node"):
        g.bind()
    for wrong in (None, 1, g, g.get_self_node()):
        with pytest.raises(TypeError):
            g.bind(node=wrong)
    with pytest.raises(TypeError):
        GraphView.get_nodes(node)


def test_a_graph_is_a_collection(g):
    nodes = g.create_nodes(count=10, attributes={"kind": "x"})
    assert len(g) == g.get_node_count() == 11
    assert list(g) == g.get_nodes() == [g.get_self_node(), *nodes]
    assert all(isinstance(node, BoundNode) and node in g and node.node() in g for node in nodes)
    assert NodeReference.create() not in g
    assert {node.node().get_attr(key="kind") for node in nodes} == {"x"}
    assert g.create_nodes(count=0) == []
    with pytest.raises(OverflowError):
        g.create_nodes(count=-1)
    with pytest.raises(MemoryError, match="room"):
        g.create_nodes(count=2**62)
    assert g.get_node_count() == 11


def test_many_edges_at_once(g):
    nodes = g.create_nodes(count=4)
    made = g.create_edges(
        sources=nodes[:-1], targets=[n.node() for n in nodes[1:]], edge_type=7, names=["a", "b", "c"]
    )
    assert [e.edge().name() for e in made] == ["a", "b", "c"]
    assert g.get_edges() == made
    assert all(e in g and e.edge() in g and not e.edge().directional() for e in made)
    outside = NodeReference.create()
    with pytest.raises(ValueError, match="Edge target node not in graph"):
        g.create_edges(sources=nodes[:2], targets=[nodes[0], outside], edge_type=7)
    assert g.get_edge_count() == 3
    for wrong in ({"targets": nodes[:1]}, {"targets": nodes, "names": ["x"]}):
        with pytest.raises(ValueError, match="same number"):
            g.create_edges(sources=nodes, edge_type=7, **wrong)
    for names in ("abc", 5, ["a", 5, "c"]):
        with pytest.raises(TypeError, match="names must be an iterable of strings"):
            g.create_edges(sources=nodes[:-1], targets=nodes[1:], edge_type=7, names=names)
        with pytest.raises(TypeError, match="names must be an iterable of strings"):
            EdgeComposition.add_children(bound_node=nodes[0], child_identifiers=names)


def test_many_children_at_once(g):
    parent = g.create_and_insert_node()
    names = [f"c{number}" for number in range(1000)]
    children = EdgeComposition.add_children(bound_node=parent, child_identifiers=names)
    assert EdgeComposition.get_children_query(bound_node=parent, direct_only=True) == children
    assert EdgeComposition.get_child_by_identifier(bound_node=parent, child_identifier="c999") == children[-1]


def test_edges_as_columns(g):
    nodes = g.create_nodes(count=3)
    g.create_edges(sources=nodes[:2], targets=nodes[1:], edge_type=7, directional=True)
    connect(g, nodes[2], nodes[0], edge_type=8)
    columns = g.get_edge_columns()
    numbers = [node.node().get_uuid() for node in nodes]
    assert columns["source"].tolist() == numbers
    assert columns["target"].tolist() == [*numbers[1:], numbers[0]]
    assert columns["edge_type"].tolist() == [7, 7, 8]
    assert columns["directional"].tolist() == [True, True, False]
    assert g.get_edge_columns(edge_type=8)["source"].tolist() == [numbers[2]]


def test_export(g):
    node = NodeReference.create(text='<"\\&>', number=1)
    g.insert_node(node=node)
    connect(g, g.get_self_node(), g.bind(node=node), name="n", weight=2.5)
    dot = g.to_dot()
    assert dot.startswith("digraph {")
    assert '"1: n"' in dot
    from xml.etree import ElementTree

    xml = ElementTree.fromstring(g.to_graphml())
    namespace = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert {data.text for data in xml.iterfind(".//g:node/g:data", namespace)} == {'<"\\&>', "1"}
    data = g.to_node_link_data()
    assert [entry["id"] for entry in data["nodes"]] == [n.node().get_uuid() for n in g]
    (edge,) = data["edges"]
    assert (edge["edge_type"], edge["name"], edge["weight"], edge["target"]) == (1, "n", 2.5, node.get_uuid())
