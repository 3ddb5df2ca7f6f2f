"""What importing the modules costs: CPU time of a whole interpreter, less that of one that imports nothing.

    python checks/bench/imports.py
    python checks/bench/imports.py --modules original=DIR --modules pyzig=DIR

Each DIR holds importable ``pyzig`` and ``pyzig_sexp`` modules; without ``--modules`` the installed ones are measured.
The fastest of many starts counts, for all implementations in turn. Prints a table in Markdown.
"""

import importlib.util
import os
import sys

import beside

IMPORT = "import sys, pyzig, pyzig_sexp"
# What atopile does to make all nested modules importable.
LOOK_INTO_ALL = f"""
{IMPORT}
waiting = [pyzig.gen, pyzig_sexp]
for module in waiting:
    values = [getattr(module, name) for name in dir(module) if name[0] != "_"]
    waiting += [value for value in values if isinstance(value, type(sys))]
"""
TIMES = 10


def spent(program: str) -> float:
    """CPU nanoseconds of an interpreter that runs a program."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = os.posix_spawn(sys.executable, [sys.executable, "-c", program], environment)
    _, status, usage = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{program} failed")
    return (usage.ru_utime + usage.ru_stime) * 1e9


def measure() -> beside.Figures:
    """All figures."""
    programs = {"both modules": IMPORT, "both modules, and all of their names": LOOK_INTO_ALL}
    if importlib.util.find_spec("atopile"):
        programs["`import faebryk.core.zig` of atopile"] = "import faebryk.core.zig"
    empty = min(spent("pass") for _ in range(TIMES))
    return {name: min(spent(program) for _ in range(TIMES)) - empty for name, program in programs.items()}


if __name__ == "__main__":
    beside.main(__doc__, measure)
