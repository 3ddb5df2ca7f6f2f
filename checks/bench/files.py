"""What reading and writing KiCad files costs, next to a plain read of the file.

    python checks/bench/files.py FILE...
    python checks/bench/files.py --modules original=DIR --modules pyzig=DIR FILE...

Each DIR holds importable ``pyzig_sexp`` modules; without ``--modules`` the installed one is measured. Every
measurement runs in a process of its own, implementations in turn; the fastest of ``--rounds`` counts. Times are
CPU seconds of the process, sizes are resident memory. Prints a table in Markdown.
"""

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def pads_visited(file: Any) -> int:
    """Reads the position of every pad."""
    count = 0
    for footprint in file.kicad_pcb.footprints:
        for pad in footprint.pads:
            pad.at.x  # noqa: B018 (reading is what is measured)
            count += 1
    return count


def measure(path: Path) -> dict[str, float]:
    """All figures of one file, in this process."""
    import pyzig_sexp

    module = getattr(pyzig_sexp, KINDS[path.suffix])
    figures: dict[str, float] = {}
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
        count = pads_visited(file)
        figures["pads"], _ = spent(lambda: pads_visited(file), TIMES)
        figures["pads"] /= max(count, 1)
        footprint = file.kicad_pcb.footprints[0]
        footprint.at.x = footprint.at.x + 1.5
        figures["changed"], _ = spent(lambda: module.dumps(file), TIMES)
    return figures


def run(directory: str | None, path: Path) -> dict[str, float] | None:
    """All figures of one file, in a new process."""
    environment = dict(os.environ)
    if directory:
        environment["PYTHONPATH"] = directory
    command = [sys.executable, __file__, "--worker", str(path)]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        print(f"{path.name}: {result.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return None
    return json.loads(result.stdout)


def best(rounds: list[dict[str, float] | None]) -> dict[str, float] | None:
    """The smallest of each figure."""
    done = [figures for figures in rounds if figures]
    return {name: min(figures[name] for figures in done) for name in done[0]} if done else None


def cell(figures: dict[str, float] | None, name: str, size: int) -> str:
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
        case "pads":
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
    "pads": "`pad.at.x`",
    "kept": "kept",
    "peak": "peak",
    "lossless": "same bytes",
}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--modules", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.worker:
        print(json.dumps(measure(arguments.files[0])))
        return
    modules = dict(item.split("=", 1) for item in arguments.modules) or {"pyzig": None}
    print("| file | modules | " + " | ".join(COLUMNS.values()) + " |")
    print("|---" * (len(COLUMNS) + 2) + "|")
    for path in arguments.files:
        size = path.stat().st_size
        rounds: dict[str, list[dict[str, float] | None]] = {name: [] for name in modules}
        for _ in range(arguments.rounds):
            for name, directory in modules.items():
                rounds[name].append(run(directory, path))
        for name, results in rounds.items():
            figures = best(results)
            cells = " | ".join(cell(figures, column, size) for column in COLUMNS)
            print(f"| {path.name} ({size / 1e6:.1f} MB) | {name} | {cells} |")


if __name__ == "__main__":
    main()
