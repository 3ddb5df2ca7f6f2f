"""What single calls cost: getters, setters, constructors, methods and lists of KiCad files, and handles of nodes.

    python checks/bench/calls.py BOARD
    python checks/bench/calls.py --modules original=DIR --modules pyzig=DIR BOARD

Each DIR holds importable ``pyzig`` and ``pyzig_sexp`` modules; without ``--modules`` the installed ones are measured.
Every implementation runs in processes of its own, in turn; the fastest of ``--rounds`` counts. Times are CPU time of
the process less that of an empty loop. Prints a table in Markdown.
"""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import beside

# What is measured, with the names that `objects` and `nodes` give, and the number of the call, which is `_`.
CALLS = [
    "at.x",
    "new.x",
    "footprint.at",
    "pad.at.x",
    "pad.name",
    "pad.type",
    "footprint.uuid",
    "footprint.pads",
    "pad.drill",
    "pad.remove_unused_layers",
    "net.number",
    "net.name",
    "Xy(x=1.0, y=2.0)",
    "Xyr(x=1.0, y=2.0, r=0.0)",
    "Net(number=1, name='GND')",
    "Segment(start=xy, end=xy, width=0.25, layer='F.Cu', net=1, uuid='x')",
    "Property(name='a', value='b', at=xyr, layer='F.Cu')",
    "nets[1]",
    "len(nets)",
    "footprint.pads[0]",
    "len(footprint.pads)",
    "at.__zig_address__()",
    "Xyr.__field_names__()",
    "at.x = 3.5",
    "at.x = _ + 0.5",
    "new.x = _ + 0.5",
    "pad.name = 'A1'",
    "net.number = 7",
    "pad.uuid = 'ab'",
    "node.store(data=value)",
    "node.load(t=dict)",
    "graph.bind(node=reference)",
    "graph.bind(node=reference).g()",
    "node.node()",
    "node.g()",
]

# Calls in a row, and how often that is done.
CALLS_IN_A_ROW = 10_000
TIMES = 10


def objects(module: Any, text: str) -> dict[str, Any]:
    """What the calls are made on."""
    board = module.loads(text).kicad_pcb
    footprint = max(board.footprints, key=lambda footprint: len(footprint.pads))
    return {
        "at": board.footprints[0].at,
        "new": module.Xy(x=1.0, y=2.0),
        "footprint": footprint,
        "pad": footprint.pads[0],
        "nets": board.nets,
        "net": board.nets[1],
        "xy": module.Xy(x=1.0, y=2.0),
        "xyr": module.Xyr(x=1.0, y=2.0, r=0.0),
        **{name: getattr(module, name) for name in ("Xy", "Xyr", "Net", "Segment", "Property")},
    }


def nodes() -> dict[str, Any]:
    """A graph, and a node with which something is stored."""
    import pyzig

    graph = pyzig.gen.graph.graph.GraphView.create()
    node = graph.create_and_insert_node()
    value = {"a": 1}
    node.store(data=value)
    return {"graph": graph, "node": node, "reference": node.node(), "value": value}


def fastest(call: str, names: dict[str, Any]) -> float:
    """Nanoseconds of one call, with the loop around it."""
    source = f"def calls(times):\n    for _ in range(times):\n        {call}\n"
    scope = dict(names)
    exec(source, scope)
    calls: Callable[[int], None] = scope["calls"]
    calls(CALLS_IN_A_ROW // 100)
    return min(spent(lambda: calls(CALLS_IN_A_ROW)) for _ in range(TIMES)) / CALLS_IN_A_ROW * 1e9


def spent(work: Callable[[], Any]) -> float:
    """CPU seconds of a call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def each(prepare: Callable[[], Any], use: Callable[[Any], int]) -> float:
    """Nanoseconds of one call of many that are each made for the first time; `use` tells how many it makes."""
    figures = []
    for _ in range(TIMES):
        prepared = prepare()
        start = time.process_time()
        count = use(prepared)
        figures.append((time.process_time() - start) / max(count, 1))
    return min(figures) * 1e9


def move(pads: list[Any]) -> int:
    """Sets a field of objects that were read from a file."""
    for at in pads:
        at.x = 3.5
    return len(pads)


def append(lists: tuple[Any, Any]) -> int:
    """Makes a list longer."""
    elements, new = lists
    for _ in range(1000):
        elements.append(new)
    return 1000


def store(new: list[Any]) -> int:
    """Stores something with nodes that have nothing yet."""
    value = {"a": 1}
    for node in new:
        node.store(data=value)
    return len(new)


def measure(path: str) -> beside.Figures:
    """All figures, in this process."""
    import pyzig
    from pyzig_sexp import pcb

    text = Path(path).read_text(encoding="utf-8")
    gc.disable()
    names = objects(pcb, text) | nodes()
    # The empty loop comes again and again: where the machine was busy only then, calls would seem to cost too little.
    loops = {call: (fastest(call, names), fastest("pass", names)) for call in CALLS}
    empty = min(empty for _, empty in loops.values())
    figures = {call: loop - empty for call, (loop, _) in loops.items()}

    def places() -> list[Any]:
        board = pcb.loads(text).kicad_pcb
        return [pad.at for footprint in board.footprints for pad in footprint.pads]

    def nets() -> tuple[Any, Any]:
        return pcb.loads(text).kicad_pcb.nets, pcb.Net(number=1, name="GND")

    def fresh() -> list[Any]:
        graph = pyzig.gen.graph.graph.GraphView.create()
        return [graph.create_and_insert_node() for _ in range(1000)]

    file = pcb.loads(text)
    figures["each pad's `at.x`, for the first time"] = each(lambda: pcb.loads(text), beside.pads_visited)
    figures["each pad's `at.x`, again"] = each(lambda: file, beside.pads_visited)
    figures["each pad's `at.x = 3.5`, for the first time"] = each(places, move)
    figures["`nets.append(net)`"] = each(nets, append)
    figures["each node's `node.store(data=value)`, for the first time"] = each(fresh, store)
    return figures


if __name__ == "__main__":
    beside.main(__doc__, measure, "board")
