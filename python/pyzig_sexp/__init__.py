"""KiCad's file formats, written in Rust: typed, lossless, and a generic tree for everything else.

Each format is a module with `loads` and `dumps`: `pcb`, `footprint`, `schematic`, `symbol`, `netlist`, `fp_lib_table`.
PYTEST_DONT_REWRITE: see `pyzig`.
"""

from pyzig import _loader

_loader.expose(__name__)

del _loader
