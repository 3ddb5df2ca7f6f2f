"""Memory: what is alive, and what creating and dropping leaves behind."""

import gc
import sys
from pathlib import Path

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.edgebuilder import EdgeCreationAttributes
from pyzig.gen.faebryk.interface import EdgeInterfaceConnection
from pyzig.gen.faebryk.nodebuilder import NodeCreationAttributes
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import BoundNode, EdgeReference, GraphView, NodeReference


def resident() -> int:
    """Memory of this process that is in use, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096


def grows_by(use, rounds: int) -> int:
    """How many bytes more are in use after that many rounds than after a tenth of them."""
    for _ in range(rounds // 10):
        use()
    gc.collect()
    before = resident()
    for _ in range(rounds):
        use()
    gc.collect()
    return resident() - before


GRAPH = GraphView.create()


def every_class():
    """Creates and drops an object of every class."""
    g = GRAPH
    a, b = g.get_self_node(), NodeReference.create(text="a text that needs memory of its own")
    bound = g.bind(node=b)
    edge = EdgeReference.create(source=a.node(), target=b, edge_type=1, name="n", x=1)
    edge.source(), edge.target(), bound.node(), bound.g(), edge.name()
    NodeCreationAttributes.init(dynamic={"a": "b"})
    EdgeCreationAttributes.create(edge_type=1, directional=True, name="n", dynamic={"a": 1})
    EdgeInterfaceConnection.is_connected_to(source=bound, target=bound)
    EdgeComposition.traverse(identifier="x")
    # Not the edge as well: it is an owner of the node that the collector does not see.
    bound.store(data=[bound])
    with pytest.raises(TypeError):
        GraphView()
    with pytest.raises(ValueError):
        g.insert_edge(edge=edge)


needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")


@needs_proc
def test_objects_leak_nothing():
    # The allocator takes memory in steps of two megabytes.
    assert grows_by(every_class, 20_000) < 5_000_000


def named_children():
    g = GraphView.create()
    parent = g.create_and_insert_node()
    EdgeComposition.add_children(bound_node=parent, child_identifiers=[f"child {n}" for n in range(10_000)])
    g.destroy()


@needs_proc
def test_graphs_that_are_destroyed_leak_nothing():
    assert grows_by(named_children, 100) < 8_000_000


def forgotten():
    g = GraphView.create()
    TypeGraph.create(g=g).add_type(identifier="T")
    g.create_nodes(count=10)


@needs_proc
def test_graphs_that_are_forgotten_leak_nothing():
    assert grows_by(forgotten, 10_000) < 4_000_000


def test_a_handle_keeps_what_it_refers_to():
    g = GraphView.create()
    kept = g.create_and_insert_node()
    EdgeComposition.add_child(bound_node=kept, child=g.create_and_insert_node().node(), child_identifier="c")
    del g
    gc.collect()
    # The graph lives through the bound node, and the child through the graph.
    child = EdgeComposition.get_child_by_identifier(bound_node=kept, child_identifier="c")
    assert child.node().get_uuid() > kept.node().get_uuid()
    edge = EdgeReference.create(
        source=NodeReference.create(a=1), target=NodeReference.create(b=2), edge_type=1
    )
    assert (edge.source().get_attr(key="a"), edge.target().get_attr(key="b")) == (1, 2)


def test_what_an_edge_joins_outlives_the_graph():
    g = GraphView.create()
    a, b = NodeReference.create(name="a"), NodeReference.create(name="b")
    g.insert_node(node=a), g.insert_node(node=b)
    edge = g.insert_edge(edge=EdgeReference.create(source=a, target=b, edge_type=1)).edge()
    g.destroy()
    del a, b
    assert (edge.source().get_attr(key="name"), edge.target().get_attr(key="name")) == ("a", "b")


@pytest.mark.skipif(not hasattr(sys, "getrefcount"), reason="counts references")
def test_references_are_balanced():
    g = GraphView.create()
    node = g.create_and_insert_node()
    reference, data = node.node(), object()

    def use():
        g.bind(node=reference).node()
        node.g().get_self_node().g()
        node.store(data=data)
        node.load(t=object)
        node.visit_edges_of_type(edge_type=1, ctx=None, f=print)

    def counts():
        gc.collect()
        return [sys.getrefcount(x) for x in (g, node, reference, BoundNode, NodeReference, data)]

    # What is made once and kept is made now.
    use()
    before = counts()
    for _ in range(1000):
        use()
    assert counts() == before


def test_long_chains_are_dropped_on_a_small_stack():
    head = None
    for _ in range(100_000):
        g = GraphView.create()
        node = g.create_and_insert_node()
        node.store(data=head)
        head = node
    del head, node, g
    gc.collect()
