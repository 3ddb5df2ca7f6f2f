"""Objects that are kept with nodes."""

import gc
import weakref

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.interface import EdgeInterfaceConnection
from pyzig.gen.faebryk.trait import Trait
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import BoundNode, EdgeReference, GraphView, NodeReference


class Thing:
    pass


def test_storing(g):
    node = g.create_and_insert_node()
    with pytest.raises(KeyError, match="No data stored on this BoundNode"):
        node.load(t=object)
    assert node.try_load(t=object) is None
    thing = Thing()
    assert node.store(data=thing) is None
    assert node.load(t=Thing) is node.load(t=object) is node.try_load(t=Thing) is thing
    with pytest.raises(TypeError, match="not an instance of the expected type"):
        node.load(t=int)
    assert node.try_load(t=int) is None
    node.store(data=None)
    assert node.load(t=type(None)) is None
    with pytest.raises(TypeError):
        node.load(t=1)
    with pytest.raises(TypeError):
        node.try_load(t=1)


def test_every_graph_finds_what_is_stored(g):
    node = g.create_and_insert_node()
    thing = Thing()
    node.store(data=thing)
    other = GraphView.create()
    assert other.bind(node=node.node()).load(t=Thing) is thing
    g.destroy()
    assert other.insert_node(node=node.node()).load(t=Thing) is thing
    assert node.load(t=Thing) is thing


def test_what_is_stored_dies_with_its_node(g):
    node = g.create_and_insert_node()
    thing = Thing()
    alive = weakref.ref(thing)
    node.store(data=thing)
    del thing, node
    assert alive() is not None
    g.destroy()
    assert alive() is None


def test_what_is_stored_is_released_when_replaced(g):
    node = g.create_and_insert_node()
    thing = Thing()
    alive = weakref.ref(thing)
    node.store(data=thing)
    del thing
    node.store(data=1)
    assert alive() is None


def bound(g: GraphView, node: BoundNode, thing: Thing):
    thing.node = node
    node.store(data=thing)


def bound_with_node(g: GraphView, node: BoundNode, thing: Thing):
    thing.node = node
    node.node()
    node.store(data=thing)


def graph(g: GraphView, node: BoundNode, thing: Thing):
    thing.graph = g
    node.store(data=thing)


def graph_of_node(g: GraphView, node: BoundNode, thing: Thing):
    thing.graph = node.g()
    node.store(data=thing)


def bound_later(g: GraphView, node: BoundNode, thing: Thing):
    node.store(data=thing)
    thing.node = g.get_nodes()[-1]


def node_alone(g: GraphView, node: BoundNode, thing: Thing):
    node.store(data=thing)
    thing.node = node.node()
    thing.again = g.bind(node=thing.node)


def with_edges(g: GraphView, node: BoundNode, thing: Thing):
    other = g.create_and_insert_node()
    for source, target in ((node, other), (other, node), (node, node)):
        edge = EdgeReference.create(source=source.node(), target=target.node(), edge_type=1)
        g.insert_edge(edge=edge)
    del edge
    thing.node = node
    node.store(data=thing)


def replaced(g: GraphView, node: BoundNode, thing: Thing):
    node.store(data=[thing])
    node.store(data=thing)
    thing.node = node


def through_another_graph_first(g: GraphView, node: BoundNode, thing: Thing):
    GraphView.create().bind(node=node.node()).store(data=[])
    thing.node = node
    node.store(data=thing)


def other_node(g: GraphView, node: BoundNode, thing: Thing):
    thing.other = g.create_and_insert_node()
    node.store(data=thing)


def edge_of_its_own(g: GraphView, node: BoundNode, thing: Thing):
    node.store(data=thing)
    thing.edge = EdgeReference.create(source=node.node(), target=node.node(), edge_type=1)


def edge_alone(g: GraphView, node: BoundNode, thing: Thing):
    # In no graph, with an object at either end.
    first, second = NodeReference.create(), NodeReference.create()
    g.bind(node=first).store(data=[thing])
    g.bind(node=second).store(data=thing)
    thing.edge = EdgeReference.create(source=first, target=second, edge_type=1)
    thing.again = EdgeReference.create(source=second, target=first, edge_type=1)


def edge_stored_itself(g: GraphView, node: BoundNode, thing: Thing):
    first, second = NodeReference.create(), NodeReference.create()
    g.bind(node=second).store(data=thing)
    g.bind(node=first).store(data=EdgeReference.create(source=first, target=second, edge_type=1))


def edge_in_the_graph(g: GraphView, node: BoundNode, thing: Thing):
    other = g.create_and_insert_node()
    node.store(data=thing)
    other.store(data=[thing])
    edge = EdgeReference.create(source=node.node(), target=other.node(), edge_type=1)
    thing.bound = g.insert_edge(edge=edge)
    thing.edge = thing.bound.edge()
    thing.loop = g.insert_edge(
        edge=EdgeReference.create(source=node.node(), target=node.node(), edge_type=1)
    ).edge()


def edge_elsewhere(g: GraphView, node: BoundNode, thing: Thing):
    first, second, third = (g.create_and_insert_node() for _ in range(3))
    node.store(data=thing)
    edge = EdgeReference.create(source=first.node(), target=second.node(), edge_type=1)
    thing.bound = g.insert_edge(edge=edge)
    third.store(data=thing.bound)


def path_elsewhere(g: GraphView, node: BoundNode, thing: Thing):
    types = TypeGraph.create(g=g)
    interface = types.add_type(identifier="is_interface.node.core.faebryk")
    port = types.add_type(identifier="Port")
    for type_node in (interface, port):
        types.mark_constructable(type_node=type_node)
    Trait.mark_as_trait(trait_type=interface)
    first, second = (types.instantiate_node(type_node=port, attributes={}) for _ in range(2))
    for end in (first, second):
        Trait.add_trait_to(target=end, trait_type=interface)
    EdgeInterfaceConnection.connect(bn1=first, bn2=second)
    thing.path = EdgeInterfaceConnection.is_connected_to(source=first, target=second)
    assert thing.path.get_length() == 1
    thing.paths = EdgeInterfaceConnection.get_connected(source=first)
    assert len(thing.paths) == 2
    node.store(data=thing)
    g.create_and_insert_node().store(data=thing.path)


def type_graph(g: GraphView, node: BoundNode, thing: Thing):
    thing.type_graph = TypeGraph.create(g=g)
    thing.again = TypeGraph.of(node=thing.type_graph.get_self_node())
    node.store(data=thing)


def instance_of_a_type(g: GraphView, node: BoundNode, thing: Thing):
    part = part_of_a_whole(g)
    part.store(data=thing)
    thing.part = part


def edge_of_an_instance(g: GraphView, node: BoundNode, thing: Thing):
    part = part_of_a_whole(g)
    part.store(data=thing)
    thing.edge = EdgeComposition.get_parent_edge(bound_node=part)
    thing.copy = thing.edge.edge()


def part_of_a_whole(g: GraphView) -> BoundNode:
    types = TypeGraph.create(g=g)
    part, whole = types.add_type(identifier="Part"), types.add_type(identifier="Whole")
    types.add_make_child(type_node=whole, child_type=part, identifier="part")
    for type_node in (part, whole):
        types.mark_constructable(type_node=type_node)
    made = types.instantiate_node(type_node=whole, attributes={})
    found = EdgeComposition.get_child_by_identifier(bound_node=made, child_identifier="part")
    assert found is not None
    return found


def destroyed(g: GraphView, node: BoundNode, thing: Thing):
    thing.node = node
    node.store(data=thing)
    g.destroy()


@pytest.mark.parametrize(
    "tie",
    [
        bound,
        bound_with_node,
        graph,
        graph_of_node,
        bound_later,
        node_alone,
        with_edges,
        replaced,
        through_another_graph_first,
        other_node,
        edge_of_its_own,
        edge_alone,
        edge_stored_itself,
        edge_in_the_graph,
        edge_elsewhere,
        path_elsewhere,
        type_graph,
        instance_of_a_type,
        edge_of_an_instance,
        destroyed,
    ],
)
def test_cycles_are_collected(tie):
    # The collector sees new handles from the time on when there is an object for them to be in a cycle with.
    GraphView.create().create_and_insert_node().store(data=[])
    g = GraphView.create()
    node, thing = g.create_and_insert_node(), Thing()
    tie(g, node, thing)
    alive = weakref.ref(thing)
    del g, node, thing
    gc.collect()
    assert alive() is None


def test_the_collector_leaves_what_is_in_use():
    g = GraphView.create()
    node, thing = g.create_and_insert_node(), Thing()
    thing.node = node
    node.store(data=thing)
    reference = node.node()
    alive = weakref.ref(thing)
    del node, thing
    gc.collect()
    # Through the graph.
    assert g.get_nodes()[-1].load(t=Thing) is alive()
    other = GraphView.create()
    other.insert_node(node=reference)
    del g
    gc.collect()
    # Through the other graph.
    assert other.bind(node=reference).load(t=Thing) is alive()
    other.destroy()
    del other
    gc.collect()
    # Through a handle alone.
    assert GraphView.create().bind(node=reference).load(t=Thing) is alive()


def edge_held(g: GraphView, node: NodeReference, alone: NodeReference):
    return EdgeReference.create(source=alone, target=alone, edge_type=1)


def bound_edge_held(g: GraphView, node: NodeReference, alone: NodeReference):
    other = g.create_and_insert_node().node()
    return g.insert_edge(edge=EdgeReference.create(source=other, target=node, edge_type=1))


def edge_of_an_instance_held(g: GraphView, node: NodeReference, alone: NodeReference):
    part = part_of_a_whole(g)
    EdgeComposition.add_child(bound_node=part, child=node, child_identifier="further")
    return EdgeComposition.get_parent_edge(bound_node=part)


def type_graph_held(g: GraphView, node: NodeReference, alone: NodeReference):
    return TypeGraph.create(g=g)


def path_held(g: GraphView, node: NodeReference, alone: NodeReference):
    bound = g.bind(node=node)
    return EdgeInterfaceConnection.is_connected_to(source=bound, target=bound)


@pytest.mark.parametrize(
    "make", [edge_held, bound_edge_held, edge_of_an_instance_held, type_graph_held, path_held]
)
def test_the_collector_leaves_what_handles_lead_to(make):
    g, alone = GraphView.create(), NodeReference.create()
    node, thing = g.create_and_insert_node(), Thing()
    node.store(data=thing)
    g.bind(node=alone).store(data=thing)
    keep = make(g, node.node(), alone)
    thing.node, thing.edge = node, EdgeReference.create(source=alone, target=node.node(), edge_type=1)
    number = node.node().get_uuid()
    alive = weakref.ref(thing)
    del g, alone, node, thing
    for _ in range(3):
        gc.collect()
        assert alive() is not None
        assert alive().node.load(t=Thing) is alive()
        assert alive().node.node().get_uuid() == number
        assert alive().edge.target() == alive().node.node()
    del keep
    gc.collect()
    assert alive() is None


def test_storing_many_times_leaks_nothing(g):
    node = g.create_and_insert_node()
    things = []
    for _ in range(1000):
        thing = Thing()
        thing.node = node
        things.append(weakref.ref(thing))
        node.store(data=thing)
    assert sum(thing() is not None for thing in things) == 1


def test_a_finalizer_may_use_the_graph(g):
    node, seen = g.create_and_insert_node(), []

    class Noisy:
        def __del__(self):
            seen.append((node.try_load(t=object), g.create_and_insert_node()))

    node.store(data=Noisy())
    node.store(data="new")
    assert seen[0][0] == "new"
