"""What reading and writing KiCad files costs, next to a plain read of the file.

    python checks/bench/files.py FILE...
    python checks/bench/files.py --modules original=DIR --modules pyzig=DIR FILE...

Each DIR holds importable ``pyzig_sexp`` modules; without ``--modules`` the installed one is measured. Every
measurement runs in a process of its own, implementations in turn; the fastest of ``--rounds`` counts. Times are
CPU seconds of the process, those of ``pad.at.x`` for each pad of a walk over all of them: of the first walk, and of a
further one. Sizes are resident memory. Prints a table in Markdown.
"""

import gc
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import beside

KINDS = {
    ".kicad_pcb": "pcb",
    ".kicad_mod": "footprint",
    ".kicad_sch": "schematic",
    ".kicad_sym": "symbol",
    ".net": "netlist",
}

# Every call is measured so often in one process; memory is that of the first.
TIMES = 5


def resident() -> int:
    """Resident memory of this process in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def peak() -> int:
    """Largest resident memory of this process so far, in bytes."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return 0


def spent(work: Callable[[], Any], times: int = 1) -> tuple[float, Any]:
    """CPU seconds of the fastest of some calls, and the result of the last."""
    fastest = float("inf")
    for _ in range(times):
        result = None
        start = time.process_time()
        result = work()
        fastest = min(fastest, time.process_time() - start)
    return fastest, result


def measure(file_path: str) -> beside.Figures:
    """All figures of one file, in this process."""
    import pyzig_sexp

    path = Path(file_path)
    module = getattr(pyzig_sexp, KINDS[path.suffix])
    figures: beside.Figures = {}
    text = path.read_text(encoding="utf-8")
    gc.collect()
    gc.disable()
    before = resident()
    base = peak()
    file = module.loads(text)
    figures["kept"] = max(resident() - before, 0)
    figures["peak"] = max(peak() - max(base, before), 0)
    figures["lossless"] = float(module.dumps(file) == text)
    figures["read"], _ = spent(lambda: path.read_text(encoding="utf-8"), TIMES)
    figures["loads"], file = spent(lambda: module.loads(text), TIMES)
    figures["dumps"], _ = spent(lambda: module.dumps(file), TIMES)
    if path.suffix == ".kicad_pcb" and len(file.kicad_pcb.footprints):
        figures["first"], count = spent(lambda: beside.pads_visited(file))
        figures["pads"], _ = spent(lambda: beside.pads_visited(file), TIMES)
        for name in ("first", "pads"):
            figures[name] /= max(count, 1)
        footprint = file.kicad_pcb.footprints[0]
        footprint.at.x = footprint.at.x + 1.5
        figures["changed"], _ = spent(lambda: module.dumps(file), TIMES)
    return figures


def cell(figures: beside.Figures | None, name: str, size: int) -> str:
    """One figure for people."""
    if figures is None:
        return "refused"
    if name not in figures:
        return "–"
    value = figures[name]
    match name:
        case "read" | "loads" | "dumps" | "changed":
            if value < 1e-5:
                return "0.0 ms"
            return f"{value * 1e3:.1f} ms ({size / value / 1e6:,.0f} MB/s)"
        case "first" | "pads":
            return f"{value * 1e9:.0f} ns"
        case "kept" | "peak":
            return f"{value / size:.2f}x"
        case _:
            return "yes" if value else "no"


COLUMNS = {
    "read": "plain read",
    "loads": "`loads`",
    "dumps": "`dumps`",
    "changed": "`dumps`, one field changed",
    "first": "first `pad.at.x`",
    "pads": "`pad.at.x`",
    "kept": "kept",
    "peak": "peak",
    "lossless": "same bytes",
}


def main() -> None:
    """Command line."""
    options = beside.parse(__doc__, measure, files="+")
    print("| file | modules | " + " | ".join(COLUMNS.values()) + " |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for path in map(Path, options.files):
        size = path.stat().st_size
        for name, figures in beside.best(options, str(path)).items():
            cells = " | ".join(cell(figures, column, size) for column in COLUMNS)
            print(f"| {path.name} ({size / 1e6:.1f} MB) | {name} | {cells} |")


if __name__ == "__main__":
    main()
