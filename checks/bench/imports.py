"""What importing the modules costs: CPU time and page faults of a whole interpreter, less those of an empty one.

    python checks/bench/imports.py
    python checks/bench/imports.py --modules original=DIR --modules pyzig=DIR

Each DIR holds importable ``pyzig`` and ``pyzig_sexp`` modules; without ``--modules`` the installed ones are measured.
All interpreters, the empty one among them, are started in turn and many times over. The smallest figure of each counts:
whatever else runs on the machine only adds to it. Prints a table in Markdown, whose head tells what was taken off.
"""

import argparse
import importlib.util
import os
import sys

EMPTY = "pass"
IMPORT = "import sys, pyzig, pyzig_sexp"
# What atopile does to make all nested modules importable.
LOOK_INTO_ALL = f"""
{IMPORT}
waiting = [pyzig.gen, pyzig_sexp]
for module in waiting:
    values = [getattr(module, name) for name in dir(module) if name[0] != "_"]
    waiting += [value for value in values if isinstance(value, type(sys))]
"""

# Milliseconds of CPU time, and page faults.
Figures = tuple[float, int]


def start(program: str, directory: str | None) -> Figures:
    """Runs a program in an interpreter of its own, which finds the modules in a directory."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if directory:
        environment["PYTHONPATH"] = directory
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", program], environment)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{program} failed with the modules in {directory}")
    return (usage.ru_utime + usage.ru_stime) * 1e3, usage.ru_minflt


def smallest(rounds: list[Figures]) -> Figures:
    """The smallest of each figure, which need not be of one round."""
    return min(time for time, _ in rounds), min(faults for _, faults in rounds)


def main() -> None:
    """Measures, and prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--modules", action="append", default=[], metavar="NAME=DIR")
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    modules = dict(item.split("=", 1) for item in options.modules) or {"pyzig": None}
    programs = {"both modules": IMPORT, "both modules, and all of their names": LOOK_INTO_ALL}
    if importlib.util.find_spec("atopile"):
        programs["`import faebryk.core.zig` of atopile"] = "import faebryk.core.zig"

    starts = {(program, build): [] for program in programs.values() for build in modules}
    empty = []
    for number in range(options.rounds + 1):
        figures = {run: start(run[0], modules[run[1]]) for run in starts}
        empty.append(start(EMPTY, None))
        # The first round writes the bytecode.
        if number:
            for run, figure in figures.items():
                starts[run].append(figure)
    time, faults = smallest(empty)
    print(f"| more than an empty start's {time:.1f} ms, {faults:,} page faults | {' | '.join(modules)} |")
    print("|---" * (len(modules) + 1) + "|")
    for name, program in programs.items():
        more = [smallest(starts[program, build]) for build in modules]
        cells = [f"{own_time - time:.1f} ms, {own_faults - faults:,}" for own_time, own_faults in more]
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
