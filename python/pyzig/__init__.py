"""Graphs and type graphs, written in Rust.

The classes are in `pyzig.gen.graph.graph` and in the modules of `pyzig.gen.faebryk`. KiCad's file formats are in the
package `pyzig_sexp`.

The public namespace holds `gen` and nothing else: programs that walk it take every public module for a part of the API.
PYTEST_DONT_REWRITE: pytest would add modules to that namespace where a project's test files are `*.py`.
"""

from . import _loader

_loader.expose(__name__)
