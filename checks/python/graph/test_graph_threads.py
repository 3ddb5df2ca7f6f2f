"""Several threads at one graph."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import EdgeReference, GraphView, NodeReference

THREADS = 8


def together(work):
    """Runs work in several threads that start at once; returns the results and raises what they raise."""
    barrier = threading.Barrier(THREADS)

    def run(number):
        barrier.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def test_creating_in_one_graph(g):
    hub = g.create_and_insert_node()

    def work(number):
        for index in range(500):
            child = g.create_and_insert_node()
            EdgeComposition.add_child(
                bound_node=hub, child=child.node(), child_identifier=f"{number}.{index}"
            )

    together(work)
    assert g.get_node_count() == 2 + THREADS * 500
    assert g.get_edge_count() == THREADS * 500
    for name in ("0.0", "7.499"):
        assert EdgeComposition.get_child_by_identifier(bound_node=hub, child_identifier=name)


def test_numbers_are_unique():
    numbers = together(lambda _: [NodeReference.create().get_uuid() for _ in range(2000)])
    assert len({number for each in numbers for number in each}) == THREADS * 2000


def test_readers_and_a_writer(g):
    hub = g.create_and_insert_node()
    target = g.create_and_insert_node().node()

    def work(number):
        if number == 0:
            for _ in range(300):
                edge = EdgeReference.create(source=hub.node(), target=target, edge_type=1)
                g.insert_edge(edge=edge)
            return 300
        seen = []
        for _ in range(100):
            found = []
            hub.visit_edges_of_type(edge_type=1, ctx=found, f=lambda ctx, e: ctx.append(e))
            seen.append(len(found))
            g.get_subgraph_from_nodes(nodes=g.get_nodes())
        assert seen == sorted(seen)
        return seen[-1]

    assert max(together(work)) <= 300
    assert g.get_edge_count() == 300


def test_types_and_instances(g, tg, make_type):
    kind = make_type("T", a=make_type("Leaf"))

    def work(number):
        tg.get_or_create_type(type_identifier="Shared")
        made = [tg.instantiate_node(type_node=kind, attributes={"n": number}) for _ in range(50)]
        copy = tg.copy_into(target_graph=GraphView.create(), minimal=False)
        assert copy.get_type_by_name(type_identifier="T") == kind
        return made

    made = [node for each in together(work) for node in each]
    assert len(set(made)) == THREADS * 50
    assert all(TypeGraph.of_instance(instance_node=node) == tg for node in made)
    assert [name for name, _ in tg.get_type_instance_overview()].count("Shared") == 1


def test_handles_are_shared(g):
    node = g.create_and_insert_node()
    references = together(lambda _: [node.node() for _ in range(100)])
    assert {reference for each in references for reference in each} == {node.node()}

    def store(number):
        for index in range(200):
            node.store(data=(number, index))
            assert node.load(t=tuple)[1] in range(200)

    together(store)


def test_destroying_under_readers():
    for _ in range(20):
        g = GraphView.create()
        nodes = g.create_nodes(count=50)

        def work(number, g=g, nodes=nodes):
            try:
                if number == 0:
                    g.destroy()
                while number:
                    g.get_nodes()
                    g.insert_node(node=nodes[0].node())
            except RuntimeError as error:
                return "destroyed" in str(error)
            return True

        assert all(together(work))


def test_other_threads_run_during_long_work(g):
    nodes = g.create_nodes(count=300_000)
    g.create_edges(sources=nodes[:-1], targets=nodes[1:], edge_type=1)
    ticks, done = [], threading.Event()

    def tick():
        while not done.is_set():
            ticks.append(time.perf_counter())

    thread = threading.Thread(target=tick)
    thread.start()
    start = time.perf_counter()
    g.to_graphml()
    end = time.perf_counter()
    done.set()
    thread.join()
    assert any(start < moment < end for moment in ticks)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_goes_on_with_a_copy(run_python):
    code = """
import os
from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.graph.graph import GraphView

graph = GraphView.create()
first, *rest = graph.create_nodes(count=1_000)
child = os.fork()
if child == 0:
    for number, node in enumerate(rest):
        EdgeComposition.add_child(bound_node=first, child=node.node(), child_identifier=str(number))
    found = EdgeComposition.get_children_query(bound_node=first, direct_only=True)
    graph.destroy()
    os._exit(0 if found == rest and GraphView.create().get_node_count() == 1 else 1)
print(os.waitpid(child, 0)[1], graph.get_node_count(), graph.get_edge_count())
"""
    done = run_python("-W", "ignore::DeprecationWarning", "-c", code)
    assert (done.returncode, done.stdout) == (0, "0 1001 0\n"), done.stderr
