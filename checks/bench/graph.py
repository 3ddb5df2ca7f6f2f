"""What operations on graphs and type graphs cost, in nanoseconds for each node, edge or instance.

    python checks/bench/graph.py SIZE
    python checks/bench/graph.py --modules original=DIR --modules pyzig=DIR SIZE

SIZE is the number of nodes and edges. Each DIR holds an importable ``pyzig`` module; without ``--modules`` the
installed one is measured. Every implementation runs in processes of its own, in turn; the fastest of ``--rounds``
counts. Times are CPU time of the process. Prints a table in Markdown.
"""

import gc
import time
from collections.abc import Callable
from itertools import pairwise
from types import ModuleType

import beside

# The original's time grows with the square of a chain's length, so it is not asked for longer ones.
LONGEST_CHAIN = 3_000
BRANCHES = 10
# One type for so many nodes, each type some twenty of them.
TYPES_TO_COPY = 25
# How many times a copy is made that takes a moment.
COPIES = 100


def spent(work: Callable[[], object]) -> float:
    """CPU seconds of a call."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    result = work()
    seconds = time.process_time() - start
    gc.enable()
    del result
    return seconds


def nodes_and_edges(gen: ModuleType, size: int) -> beside.Figures:
    """Making them and asking them, one by one."""
    core, edge_composition = gen.graph.graph, gen.faebryk.composition.EdgeComposition
    graph = core.GraphView.create()
    parent = graph.create_and_insert_node()
    children = []
    figures = {
        "NodeReference.create()": spent(lambda: [core.NodeReference.create() for _ in range(size)]),
        "create_and_insert_node()": spent(
            lambda: children.extend([graph.create_and_insert_node() for _ in range(size)])
        ),
    }
    source = parent.node()
    edges = []
    figures["EdgeReference.create(…)"] = spent(
        lambda: edges.extend(
            [
                core.EdgeReference.create(source=source, target=child.node(), edge_type=200)
                for child in children
            ]
        )
    )
    figures["insert_edge(…)"] = spent(lambda: [graph.insert_edge(edge=edge) for edge in edges])
    figures["add_child(…)"] = spent(
        lambda: [
            edge_composition.add_child(bound_node=parent, child=child.node(), child_identifier=f"c{number}")
            for number, child in enumerate(children)
        ]
    )
    figures["get_children_query(…)"] = spent(
        lambda: edge_composition.get_children_query(bound_node=parent, direct_only=False)
    )
    figures["get_parent_node_of(…)"] = spent(
        lambda: [edge_composition.get_parent_node_of(bound_node=child) for child in children]
    )
    figures["node()"] = spent(lambda: [child.node() for child in children])
    figures["get_nodes()"] = spent(graph.get_nodes)
    graph.destroy()
    return {name: seconds / size * 1e9 for name, seconds in figures.items()}


def instances(gen: ModuleType, size: int) -> beside.Figures:
    """Making instances of a type whose children have children, and copying the type graph with them."""
    new_graph, type_graph = gen.graph.graph.GraphView.create, gen.faebryk.typegraph.TypeGraph
    graph = new_graph()
    types = type_graph.create(g=graph)
    kind = types.add_type(identifier="leaf")
    types.mark_constructable(type_node=kind)
    count = 1
    while count * BRANCHES < size:
        outer = types.add_type(identifier=f"type of {count}")
        for number in range(BRANCHES):
            types.add_make_child(type_node=outer, child_type=kind, identifier=f"c{number}")
        types.mark_constructable(type_node=outer)
        kind, count = outer, count * BRANCHES + 1
    before = graph.get_node_count()
    figures = {}
    seconds = spent(lambda: types.instantiate_node(type_node=kind, attributes={}))
    figures["instantiate_node(…)"] = seconds / (graph.get_node_count() - before) * 1e9
    leaf = types.get_type_by_name(type_identifier="leaf")
    # Few nodes of a large graph, one of which has very many edges: the type of most of the nodes.
    instance = types.instantiate_node(type_node=leaf, attributes={})
    targets = [new_graph() for _ in range(COPIES)]
    seconds = spent(
        lambda: [types.copy_node_into(start_node=instance, target_graph=target) for target in targets]
    )
    figures["copy_node_into(…) of one node"] = seconds / COPIES * 1e9
    for target in targets:
        target.destroy()
    for number in range(size // TYPES_TO_COPY):
        kind = types.add_type(identifier=f"other {number}")
        for child in range(4):
            types.add_make_child(type_node=kind, child_type=leaf, identifier=f"c{child}")
    target = new_graph()
    seconds = spent(lambda: types.copy_into(target_graph=target, minimal=False))
    figures["copy_into(…)"] = seconds / target.get_node_count() * 1e9
    target.destroy()
    graph.destroy()
    return figures


def paths(gen: ModuleType, size: int) -> beside.Figures:
    """Looking for a way through a chain of interfaces, and for all that is connected to one."""
    new_graph, type_graph = gen.graph.graph.GraphView.create, gen.faebryk.typegraph.TypeGraph
    trait, connection = gen.faebryk.trait.Trait, gen.faebryk.interface.EdgeInterfaceConnection
    graph = new_graph()
    types = type_graph.create(g=graph)
    is_interface = types.add_type(identifier="is_interface.node.core.faebryk")
    electrical = types.add_type(identifier="Electrical")
    for kind in (is_interface, electrical):
        types.mark_constructable(type_node=kind)
    trait.mark_as_trait(trait_type=is_interface)
    chain = []
    for _ in range(min(size, LONGEST_CHAIN)):
        interface = types.instantiate_node(type_node=electrical, attributes={})
        trait.add_trait_to(target=interface, trait_type=is_interface)
        chain.append(interface)
    for first, second in pairwise(chain):
        connection.connect(bn1=first, bn2=second)
    across = spent(lambda: connection.is_connected_to(source=chain[0], target=chain[-1]))
    everything = spent(lambda: connection.get_connected(source=chain[0]))
    graph.destroy()
    return {
        "is_connected_to(…)": across / len(chain) * 1e9,
        "get_connected(…)": everything / len(chain) * 1e9,
    }


def measure(size: str) -> beside.Figures:
    """All figures, in this process."""
    import pyzig

    gen, count = pyzig.gen, int(size)
    return nodes_and_edges(gen, count) | instances(gen, count) | paths(gen, count)


if __name__ == "__main__":
    beside.main(__doc__, measure, "size")
