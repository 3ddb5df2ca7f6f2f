"""The stress of the graph's memory: many nodes, all of them freed again. `python -m faebryk.core.graph` runs it."""

import argparse
import contextlib
import ctypes
import gc
import os
import subprocess
import tracemalloc
from collections.abc import Callable, Sequence

from faebryk.core.zig.gen.faebryk.composition import EdgeComposition
from faebryk.core.zig.gen.graph.graph import GraphView

_MIB = 1 << 20
# An allocator may keep what was freed for what comes next, but then has to make use of it. It takes a few rounds until
# it has all that it needs.
_ROUNDS_BEFORE = 3
_ROUNDS = 5
_MAY_GROW = 2 * _MIB


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the stress, prints how the process's memory changed in each step, and returns an exit status.

    The status is 1 where doing all of it again takes more memory each time.
    """
    parser = argparse.ArgumentParser(prog="python -m faebryk.core.graph", description=__doc__)
    parser.add_argument("--n", type=int, default=10**5, help="number of nodes (%(default)s)")
    parser.add_argument(
        "--trim",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="have the C library give freed pages back",
    )
    parser.add_argument(
        "--trace-python-alloc", action="store_true", help="also print the memory of Python objects"
    )
    options = parser.parse_args(arguments)
    if options.trace_python_alloc:
        tracemalloc.start()
    changes = measure(options.n, trim=options.trim)
    if options.trace_python_alloc:
        for name, size in zip(("current", "peak"), tracemalloc.get_traced_memory(), strict=True):
            print(f"Py tracemalloc {name}:  {size / _MIB} MB")
        tracemalloc.stop()
    changes["kept"] = sum(changes.values())
    for _ in range(_ROUNDS_BEFORE):
        measure(options.n, trim=options.trim)
    changes["leaked"] = sum(sum(measure(options.n, trim=options.trim).values()) for _ in range(_ROUNDS))
    print("N: ", options.n)
    for step, change in changes.items():
        print(f"Mem {step}:  {change / _MIB} MB")
    return int(changes["leaked"] > _MAY_GROW)


def measure(nodes: int, *, trim: bool = True) -> dict[str, int]:
    """By how many bytes the process's memory changed in each step.

    The steps: nodes are created, half of them as named children, the graph is destroyed; a second one is created and
    only forgotten; Python collects garbage; the C library gives freed pages back.
    """
    kept: list[GraphView] = []

    def create() -> None:
        graph = GraphView.create()
        kept.append(graph)
        root = graph.create_and_insert_node()
        for number in range(nodes // 2):
            child = graph.create_and_insert_node().node()
            EdgeComposition.add_child(bound_node=root, child=child, child_identifier=f"child{number}")
        for _ in range(nodes - nodes // 2 - 1):
            graph.create_and_insert_node()

    steps: dict[str, Callable[[], object]] = {
        "create": create,
        "destroy": lambda: kept.pop().destroy(),
        "create again": create,
        "forget": kept.clear,
        "gc": gc.collect,
    }
    if trim:
        steps["trim"] = _trim
    changes = {}
    before = _resident()
    for name, step in steps.items():
        step()
        now = _resident()
        changes[name] = now - before
        before = now
    return changes


def _trim() -> None:
    # Only the GNU C library has this; others give pages back by themselves, or not at all.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _resident() -> int:
    """Memory of this process that is held in RAM, in bytes."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except FileNotFoundError:
        command = ["ps", "-o", "rss=", "-p", str(os.getpid())]
        return int(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout) * 1024
