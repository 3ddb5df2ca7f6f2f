"""Which module of `pyzig_sexp` a file belongs to."""

import os
import re
import sys
from types import ModuleType
from typing import Any

import pyzig_sexp

# By the first word of the file.
_BY_WORD = {
    "kicad_pcb": "pcb",
    "footprint": "footprint",
    "module": "footprint_v5",
    "kicad_sch": "schematic",
    "kicad_symbol_lib": "symbol",
    "export": "netlist",
    "fp_lib_table": "fp_lib_table",
    "sym_lib_table": "sym_lib_table",
    "kicad_wks": "worksheet",
}
# By the end of the file's name, where the first word is none of these.
_BY_NAME = {
    ".kicad_pcb": "pcb",
    ".kicad_mod": "footprint",
    ".kicad_sch": "schematic",
    ".kicad_sym": "symbol",
    ".net": "netlist",
    "fp-lib-table": "fp_lib_table",
    "sym-lib-table": "sym_lib_table",
    ".kicad_wks": "worksheet",
    ".kicad_dru": "design_rules",
}
TREE = "tree"

_FIRST_WORD = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|#[^\n]*\n)*\(\s*([A-Za-z_]+)")


def read(path: str) -> bytes:
    """The content of a file; `-` is the standard input."""
    if path == "-":
        return sys.stdin.buffer.read()
    with open(path, "rb") as file:
        return file.read()


def kind_of(path: str, data: bytes) -> str:
    """The name of the module for a file: that of its format, or `tree`."""
    word = _FIRST_WORD.match(data)
    kind = _BY_WORD.get(word[1].decode()) if word else None
    if kind is None:
        kind = next((kind for end, kind in _BY_NAME.items() if path.endswith(end)), TREE)
    return kind if hasattr(pyzig_sexp, kind) else TREE


def module_of(kind: str) -> ModuleType:
    """The module of that name in `pyzig_sexp`."""
    module: ModuleType = getattr(pyzig_sexp, kind)
    return module


def load(path: str, data: bytes) -> tuple[str, Any]:
    """Reads a file as what it is; gives its kind and the file."""
    kind = kind_of(path, data)
    return kind, module_of(kind).loads(data)


def files_below(directory: str) -> list[str]:
    """The KiCad files in a directory and in all below it, in order of their names."""
    found = []
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(tuple(_BY_NAME)) and (not name.endswith(".net") or _is_list(path)):
                found.append(path)
    return found


def _is_list(path: str) -> bool:
    # Other programs have netlists of other formats by the same name.
    try:
        with open(path, "rb") as file:
            return file.read(64).lstrip().startswith(b"(")
    except OSError:
        return True
