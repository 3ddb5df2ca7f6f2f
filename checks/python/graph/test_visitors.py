"""Visits: what they cover, and what visitors may do."""

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.graph.graph import EdgeReference


@pytest.fixture
def hub(g):
    return g.create_and_insert_node()


@pytest.fixture
def edges(g, hub):
    """Four edges at the hub: out, in, undirected, and of another kind."""
    made = []
    for source, target, edge_type, directional in [
        (0, 1, 1, True),
        (1, 0, 1, True),
        (0, 1, 1, None),
        (0, 1, 2, True),
    ]:
        ends = hub.node(), g.create_and_insert_node().node()
        edge = EdgeReference.create(
            source=ends[source], target=ends[target], edge_type=edge_type, directional=directional
        )
        made.append(g.insert_edge(edge=edge))
    return made


def visited(node, **keywords):
    found = []
    result = node.visit_edges_of_type(edge_type=1, ctx=found, f=lambda ctx, e: ctx.append(e), **keywords)
    assert result is None
    return found


def test_order_and_direction(hub, edges):
    leaving, entering, both, _ = edges
    assert visited(hub) == visited(hub, directed=None) == [leaving, entering, both]
    assert visited(hub, directed=True) == visited(hub, directed="x") == [leaving, both]
    assert visited(hub, directed=False) == [entering, both]


def test_an_edge_to_itself_is_listed_twice(g, hub):
    loop = EdgeReference.create(source=hub.node(), target=hub.node(), edge_type=1)
    g.insert_edge(edge=loop)
    assert [e.edge() for e in visited(hub)] == [loop, loop]


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt(), SystemExit(3), GeneratorExit()])
def test_exceptions_end_the_visit_and_arrive_unchanged(hub, edges, error):
    calls = []

    def visitor(ctx, edge):
        calls.append(edge)
        raise error

    with pytest.raises(type(error)) as raised:
        hub.visit_edges_of_type(edge_type=1, ctx=None, f=visitor)
    assert raised.value is error
    assert len(calls) == 1


def test_what_is_no_visitor_fails_at_the_first_edge(g, hub, edges):
    with pytest.raises(TypeError):
        hub.visit_edges_of_type(edge_type=1, ctx=None, f=1)
    with pytest.raises(TypeError):
        hub.visit_edges_of_type(edge_type=1, ctx=None, f=lambda: None)
    g.create_and_insert_node().visit_edges_of_type(edge_type=1, ctx=None, f=1)


def test_context_is_passed_on(hub):
    EdgeComposition.add_anon_child(bound_node=hub, child=hub.g().create_and_insert_node().node())
    seen = []
    EdgeComposition.visit_children_edges(bound_node=hub, f=lambda ctx, e: seen.append(ctx))
    marker = object()
    EdgeComposition.visit_children_edges(bound_node=hub, ctx=marker, f=lambda ctx, e: seen.append(ctx))
    assert seen == [None, marker]


def test_a_visitor_may_change_the_graph(g, hub, edges):
    calls = []

    def visitor(ctx, edge):
        calls.append(edge)
        other = g.create_and_insert_node()
        g.insert_edge(edge=EdgeReference.create(source=hub.node(), target=other.node(), edge_type=1))
        visited(hub)

    hub.visit_edges_of_type(edge_type=1, ctx=None, f=visitor)
    assert len(calls) == 3
    assert len(visited(hub)) == 6


def test_a_visitor_may_destroy_the_graph(g, hub, edges):
    calls = []

    def visitor(ctx, edge):
        if not calls:
            g.destroy()
        calls.append(edge.edge().target().get_uuid())

    hub.visit_edges_of_type(edge_type=1, ctx=None, f=visitor)
    assert len(calls) == 3


def test_visits_nest(hub, edges):
    pairs = []
    hub.visit_edges_of_type(
        edge_type=1,
        ctx=None,
        f=lambda _, a: hub.visit_edges_of_type(edge_type=1, ctx=None, f=lambda _, b: pairs.append((a, b))),
    )
    assert len(pairs) == 9
