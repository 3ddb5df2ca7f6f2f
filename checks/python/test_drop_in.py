"""The module paths of atopile, with and without atopile."""

import os
import shutil
import sys
from pathlib import Path

import pytest


@pytest.fixture
def paths(root: Path, tmp_path: Path) -> Path:
    """A directory with the package `faebryk` of this project, as `pyzig-faebryk` installs it."""
    for part in ("core", "libs"):
        shutil.copytree(root / "python" / "faebryk" / part, tmp_path / "ours" / "faebryk" / part)
    return tmp_path / "ours"


@pytest.fixture
def ask(run_python, paths: Path):
    """Runs code in a new interpreter that has the paths, and gives what it prints."""

    def run(code: str, *before: Path) -> str:
        path = ":".join(map(str, [*before, paths]))
        done = run_python("-c", f"import sys; sys.path[1:1] = {path!r}.split(':')\n{code}")
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_zig_stands_for_pyzig(ask):
    assert (
        ask("import faebryk.core.zig as z, pyzig; print(z is pyzig, sys.modules[z.__name__] is z)")
        == "True True"
    )


def test_import_starts_no_subprocess(ask):
    code = """
def forbid(event, arguments):
    if event.startswith(("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.spawn")):
        raise AssertionError(event)
sys.addaudithook(forbid)
import faebryk.core.zig, faebryk.core.graph, faebryk.core.faebrykpy, faebryk.libs.kicad.fileformats
import os
try:
    os.system("true")
except AssertionError as error:
    print("only", error)
"""
    assert ask(code) == "only os.system"


def test_sexp_is_below_gen(ask):
    code = """
import faebryk.core.zig.gen.sexp.pcb as under, pyzig, pyzig_sexp
print(under is pyzig_sexp.pcb, pyzig.gen.sexp is pyzig_sexp, pyzig_sexp.__name__)
"""
    assert ask(code) == "True True pyzig.gen.sexp"


@pytest.mark.parametrize("prefix", ["pyzig", "faebryk.core.zig"])
def test_every_module_is_importable_by_both_names(ask, prefix: str):
    code = f"""
import importlib, types
import faebryk.core.zig
def walk(module, name):
    assert importlib.import_module(name) is module, name
    for key, value in list(vars(module).items()):
        if isinstance(value, types.ModuleType) and key[0] != "_":
            walk(value, name + "." + key)
walk(importlib.import_module("pyzig"), {prefix!r})
print("ok")
"""
    assert ask(code) == "ok"


def test_graph_has_short_names(ask):
    code = """
from faebryk.core import graph
from faebryk.core.zig.gen.graph.graph import BoundNode, EdgeReference, NodeReference
print(graph.Node is NodeReference, graph.Edge is EdgeReference, graph.BoundNode is BoundNode)
g = graph.GraphView.create()
print(g.insert_node(node=graph.Node.create()).node().get_uuid() > 0)
"""
    assert ask(code) == "True True True\nTrue"


def test_edge_trait_takes_a_class_or_a_name(ask):
    code = """
from faebryk.core.faebrykpy import EdgeTrait, EdgeTraversal
class T:
    @classmethod
    def _type_identifier(cls):
        return "T"
for step in (EdgeTrait.traverse(trait_type=T), EdgeTrait.traverse(trait_type_name="T")):
    print(step.identifier, step.edge_type == EdgeTrait.get_tid())
print(EdgeTraversal("a", 1) == EdgeTraversal("a", 1), EdgeTraversal("a", 1))
try:
    EdgeTrait.traverse()
except ValueError as error:
    print(error)
"""
    message = "Either trait_type or trait_type_name must be provided"
    assert ask(code) == f"T True\nT True\nTrue a\n{message}"


def test_kicad_reads_and_writes(ask, tmp_path: Path):
    path = tmp_path / "a.kicad_pcb"
    path.write_text('(kicad_pcb\n\t(version 20241229)\n\t(generator "pcbnew")\n)\n')
    code = f"""
from pathlib import Path
import pyzig_sexp
from faebryk.libs.kicad.fileformats import kicad
path = Path({str(path)!r})
file = kicad.loads(kicad.pcb.PcbFile, path)
print(file is kicad.loads(kicad.pcb.PcbFile, path), kicad.type_to_module(file) is kicad.pcb)
print(kicad.dumps(file, path.with_name("b")) == path.read_text() == path.with_name("b").read_text())
print(kicad.loads(kicad.pcb.PcbFile, path.read_text()) is file)
kicad.loads.cache.pop(path)
print(kicad.loads(kicad.pcb.PcbFile, path) is file)
print([kind for kind in vars(pyzig_sexp) if hasattr(getattr(pyzig_sexp, kind), "loads") and not hasattr(kicad, kind)])
for wrong in (3, str):
    try:
        kicad.type_to_module(wrong)
    except ValueError as error:
        print(str(error)[:16])
"""
    assert ask(code) == "True True\nTrue\nFalse\nFalse\n['tree']\nUnsupported type\nUnsupported type"


def test_another_faebryk_comes_first_wherever_it_is(ask, tmp_path: Path):
    # atopile's is a package with an __init__.py, which takes precedence over ours at any place of the path.
    theirs = tmp_path / "theirs" / "faebryk"
    theirs.mkdir(parents=True)
    (theirs / "__init__.py").write_text("whose = 'theirs'\n")
    ask_after = f"sys.path.append({str(theirs.parent)!r}); import faebryk; print(faebryk.whose)"
    assert ask("import faebryk; print(faebryk.whose)", theirs.parent) == "theirs"
    assert ask(ask_after) == "theirs"


def test_simultaneous_imports_by_different_names(ask):
    code = """
import importlib, threading
names = ["faebryk.core.zig.gen.sexp.pcb", "pyzig_sexp.pcb", "faebryk.core.graph", "pyzig.gen.graph.graph"] * 4
start, found, errors = threading.Barrier(len(names)), {}, []
def work(name):
    start.wait()
    try:
        found.setdefault(name, set()).add(id(importlib.import_module(name)))
    except BaseException as error:
        errors.append((name, error))
threads = [threading.Thread(target=work, args=(name,)) for name in names]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(errors, sorted(len(ids) for ids in found.values()))
"""
    assert ask(code) == "[] [1, 1, 1, 1]"


def test_the_graph_as_a_program_is_a_stress_that_leaks_nothing(run_python, paths: Path):
    done = run_python(
        "-m",
        "faebryk.core.graph",
        "--n",
        "20000",
        environment={"PYTHONPATH": os.pathsep.join([str(paths), *filter(None, sys.path)])},
    )
    assert done.returncode == 0, done.stderr
    told = dict(line.rsplit(":", 1) for line in done.stdout.splitlines())
    assert {"N", "Mem create", "Mem destroy", "Mem gc", "Mem leaked"} <= told.keys()
    assert float(told["Mem create"].split()[0]) > 0


def test_the_stress_tells_a_leak(ask):
    code = """
import faebryk.core._stress as stress
from faebryk.core.graph import GraphView
class Kept:
    graphs = []
    @classmethod
    def create(cls):
        cls.graphs.append(GraphView.create())
        return cls.graphs[-1]
stress.GraphView = Kept
print(stress.main(["--n", "40000"]))
"""
    assert ask(code).splitlines()[-1] == "1"
