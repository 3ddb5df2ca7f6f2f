"""What benchmarks have in common: they run a measurement in processes of its own, for several builds in turn, and print
the figures side by side."""

import argparse
import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

Figures = dict[str, float]


def parse(doc: str | None, measure: Callable[..., Figures], **operands: str | None) -> argparse.Namespace:
    """Reads the command line of a benchmark, whose operands are given with how many there are (`nargs`).

    In the process of a single measurement, takes it by `measure(*operands)`, and does not return.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for operand, count in operands.items():
        parser.add_argument(operand, nargs=count)
    parser.add_argument("--modules", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--rounds", type=int, default=3)
    if sys.argv[1:2] == ["--worker"]:
        print(json.dumps(measure(*sys.argv[2:])))
        sys.exit()
    return parser.parse_args()


def best(options: argparse.Namespace, *operands: str) -> dict[str, Figures | None]:
    """The smallest of each figure in all rounds, by the name of the build; None for one that fails."""
    modules = dict(item.split("=", 1) for item in options.modules) or {"pyzig": None}
    rounds: dict[str, list[Figures | None]] = {name: [] for name in modules}
    for _ in range(options.rounds):
        for name, directory in modules.items():
            rounds[name].append(_run(operands, directory))
    return {name: _smallest([figures for figures in all if figures]) for name, all in rounds.items()}


def _run(operands: tuple[str, ...], directory: str | None) -> Figures | None:
    environment = dict(os.environ)
    if directory:
        environment["PYTHONPATH"] = directory
    command = [sys.executable, sys.argv[0], "--worker", *operands]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        print(*operands, result.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    return json.loads(result.stdout)


def _smallest(rounds: list[Figures]) -> Figures | None:
    return {name: min(figures[name] for figures in rounds) for name in rounds[0]} if rounds else None


def cell(nanoseconds: float) -> str:
    """A figure of the table; what could not be measured is not a number."""
    return "refused" if math.isnan(nanoseconds) else f"{nanoseconds:,.1f} ns"


def main(doc: str | None, measure: Callable[..., Figures], *operands: str) -> None:
    """A whole benchmark: `measure` gives nanoseconds by name, for operands such as the path of a file."""
    options = parse(doc, measure, **dict.fromkeys(operands))
    builds = best(options, *(getattr(options, operand) for operand in operands))
    print("| call | " + " | ".join(builds) + " |")
    print("|---" * (len(builds) + 1) + "|")
    for call in next((figures for figures in builds.values() if figures), {}):
        cells = (cell(figures[call]) if figures else "refused" for figures in builds.values())
        print(f"| {call if '`' in call else f'`{call}`'} | " + " | ".join(cells) + " |")


def pads_visited(file: Any) -> int:
    """Reads the position of every pad; how many there are."""
    count = 0
    for footprint in file.kicad_pcb.footprints:
        for pad in footprint.pads:
            pad.at.x  # noqa: B018 (reading is what is measured)
            count += 1
    return count
