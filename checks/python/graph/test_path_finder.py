"""Which interfaces are connected, and by what paths."""

import itertools

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.interface import EdgeInterfaceConnection
from pyzig.gen.faebryk.trait import Trait

connect = EdgeInterfaceConnection.connect
connected = EdgeInterfaceConnection.is_connected_to


def child(node, name):
    return EdgeComposition.get_child_by_identifier(bound_node=node, child_identifier=name)


@pytest.fixture
def chain(make_type, make_interface):
    kind = make_type("Electrical")
    nodes = [make_interface(kind) for _ in range(5)]
    for a, b in itertools.pairwise(nodes):
        connect(bn1=a, bn2=b)
    return nodes


def test_chains(chain, make_interface, tg):
    path = connected(source=chain[0], target=chain[-1])
    assert path.get_length() == len(path) == 4
    assert (path.get_start_node(), path.get_end_node()) == (chain[0], chain[-1])
    assert [edge.source() for edge in path.get_edges()] == [node.node() for node in chain[:-1]]
    assert path.get_nodes() == chain
    assert path
    assert repr(path).startswith("BFSPath(length=4, start=0x")
    alone = make_interface(tg.get_type_by_name(type_identifier="Electrical"))
    nowhere = connected(source=chain[0], target=alone)
    assert (nowhere.get_length(), nowhere.get_end_node()) == (0, chain[0])


def test_all_connections(chain):
    found = EdgeInterfaceConnection.get_connected(source=chain[1])
    assert set(found) == set(chain)
    assert {node: path.get_length() for node, path in found.items()} == dict(
        zip(chain, [1, 0, 1, 2, 3], strict=True)
    )
    assert all(node.g() == chain[1].g() and path.get_end_node() == node for node, path in found.items())
    assert set(EdgeInterfaceConnection.get_connected(source=chain[1], include_self=None)) == set(chain)
    without = EdgeInterfaceConnection.get_connected(source=chain[1], include_self=False)
    assert set(without) == set(chain) - {chain[1]}


@pytest.fixture
def pair(tg, make_type, make_interface):
    """Two interfaces with the children `hv` and `lv`, which are interfaces, too."""
    inner = make_type("Electrical")
    outer = make_type("Power", hv=inner, lv=inner)
    parents = [make_interface(outer) for _ in range(2)]
    for parent in parents:
        for name in ("hv", "lv"):
            Trait.add_trait_to(target=child(parent, name), trait_type=make_interface.trait_type)
    return parents


def test_children_of_connected_parents(pair):
    connect(bn1=pair[0], bn2=pair[1])
    path = connected(source=child(pair[0], "hv"), target=child(pair[1], "hv"))
    tids = [edge.edge_type() for edge in path.get_edges()]
    assert tids == [EdgeComposition.get_tid(), EdgeInterfaceConnection.get_tid(), EdgeComposition.get_tid()]
    assert connected(source=child(pair[0], "hv"), target=child(pair[1], "lv")).get_length() == 0


def test_shallow_connections_leave_children_alone(pair):
    EdgeInterfaceConnection.connect_shallow(bn1=pair[0], bn2=pair[1])
    assert connected(source=pair[0], target=pair[1]).get_length() == 1
    assert connected(source=child(pair[0], "hv"), target=child(pair[1], "hv")).get_length() == 0


def test_long_chains_and_wide_stars(make_type, make_interface, tg):
    kind = make_type("Electrical")
    nodes = [make_interface(kind) for _ in range(3000)]
    for a, b in itertools.pairwise(nodes):
        connect(bn1=a, bn2=b)
    assert connected(source=nodes[0], target=nodes[-1]).get_length() == 2999
    hub = nodes[0]
    for other in nodes[1:]:
        connect(bn1=hub, bn2=other)
    assert {path.get_length() for path in EdgeInterfaceConnection.get_connected(source=hub).values()} == {
        0,
        1,
    }


def test_a_loop_of_a_node_and_its_child_ends(g, pair):
    # Only edges made by hand join nodes of different types.
    builder = EdgeInterfaceConnection.build(shallow=False)
    builder.insert_edge(g=g, source=pair[0].node(), target=child(pair[0], "hv").node())
    assert pair[0] in EdgeInterfaceConnection.get_connected(source=pair[0])


def test_paths_outlive_their_graph(chain):
    path = connected(source=chain[0], target=chain[-1])
    chain[0].g().destroy()
    assert path.get_length() == 4
    assert len(path.get_edges()) == 4
    assert path.get_end_node() == chain[-1]
