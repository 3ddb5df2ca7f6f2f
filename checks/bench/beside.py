"""Runs a measurement in processes of its own, for several builds in turn, and prints the figures side by side."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable

Figures = dict[str, float]


def run(script: str, arguments: list[str], directory: str | None) -> Figures:
    """All figures of a build, measured in a new process."""
    environment = dict(os.environ)
    if directory:
        environment["PYTHONPATH"] = directory
    command = [sys.executable, script, "--worker", *arguments]
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(result.stdout)


def main(script: str, doc: str | None, operands: list[str], measure: Callable[..., Figures]) -> None:
    """Command line of a benchmark: `measure` gives nanoseconds by name, for operands such as the path of a file."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for operand in operands:
        parser.add_argument(operand)
    parser.add_argument("--modules", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    given = [getattr(arguments, operand) for operand in operands]
    if arguments.worker:
        print(json.dumps(measure(*given)))
        return
    modules = dict(item.split("=", 1) for item in arguments.modules) or {"pyzig": None}
    rounds: dict[str, list[Figures]] = {name: [] for name in modules}
    for _ in range(arguments.rounds):
        for name, directory in modules.items():
            rounds[name].append(run(script, given, directory))
    print("| call | " + " | ".join(modules) + " |")
    print("|---" * (len(modules) + 1) + "|")
    for call in next(iter(rounds.values()))[0]:
        cells = (f"{min(figures[call] for figures in results):,.0f} ns" for results in rounds.values())
        print(f"| {call if '`' in call else f'`{call}`'} | " + " | ".join(cells) + " |")
