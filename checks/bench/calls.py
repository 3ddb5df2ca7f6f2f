"""What single calls on KiCad files cost: getters, constructors, lists, and going through all pads.

    python checks/bench/calls.py BOARD
    python checks/bench/calls.py --modules original=DIR --modules pyzig=DIR BOARD

Each DIR holds importable ``pyzig_sexp`` modules; without ``--modules`` the installed one is measured. Every
implementation runs in processes of its own, in turn; the fastest of ``--rounds`` counts. Times are CPU time of the
process less that of an empty loop. Prints a table in Markdown.
"""

import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import beside

# What is measured, with the names that `objects` gives.
CALLS = [
    "at.x",
    "new.x",
    "footprint.at",
    "pad.at.x",
    "pad.name",
    "pad.type",
    "footprint.uuid",
    "footprint.pads",
    "Xy(x=1.0, y=2.0)",
    "Xyr(x=1.0, y=2.0, r=0.0)",
    "Net(number=1, name='GND')",
    "nets[1]",
    "len(nets)",
    "footprint.pads[0]",
    "len(footprint.pads)",
    "at.__zig_address__()",
    "at.x = 3.5",
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
        "Xy": module.Xy,
        "Xyr": module.Xyr,
        "Net": module.Net,
    }


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


def visit(file: Any) -> int:
    """Reads the position of every pad."""
    count = 0
    for footprint in file.kicad_pcb.footprints:
        for pad in footprint.pads:
            pad.at.x  # noqa: B018 (reading is what is measured)
            count += 1
    return count


def measure(path: str) -> beside.Figures:
    """All figures, in this process."""
    from pyzig_sexp import pcb

    text = Path(path).read_text(encoding="utf-8")
    gc.disable()
    names = objects(pcb, text)
    empty = fastest("pass", names)
    figures = {call: fastest(call, names) - empty for call in CALLS}
    first = []
    for _ in range(TIMES):
        file = pcb.loads(text)
        first.append(spent(lambda file=file: visit(file)))
    pads = max(visit(file), 1)
    figures["each pad's `at.x`, for the first time"] = min(first) / pads * 1e9
    figures["each pad's `at.x`, again"] = min(spent(lambda: visit(file)) for _ in range(TIMES)) / pads * 1e9
    return figures


if __name__ == "__main__":
    beside.main(__doc__, measure, "board")
