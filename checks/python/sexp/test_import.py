"""Importing the extension module again, and where it cannot be imported."""

import enum
import gc
import inspect
import sys
import weakref

import pytest

import pyzig_sexp

# Modules with classes that follow from a schema.
FORMATS = sorted(name for name, value in vars(pyzig_sexp).items() if hasattr(value, "validate"))


def test_classes_survive_a_second_import(run_python):
    code = """
import sys
import pyzig_sexp
from pyzig_sexp import pcb
first, xy = pcb.Xy, pcb.Xy(x=1, y=2)
for name in [name for name in sys.modules if name.split(".")[0] in ("pyzig", "pyzig_sexp")]:
    del sys.modules[name]
import pyzig_sexp
from pyzig_sexp import pcb
assert pcb.Xy is first
assert pcb.Xy(x=1, y=2) == xy
import pickle
assert pickle.loads(pickle.dumps(xy)) == xy
print("same")
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "same\n"


def test_an_import_makes_no_class(run_python):
    code = """
import sys
import pyzig_sexp
from pyzig_sexp import pcb
assert not hasattr(pcb, "__path__") and not hasattr(pcb, "pad")
assert "Pad" not in vars(pcb) and "E_pad_type" not in vars(pcb)
assert not {"enum", "collections", "importlib.machinery", "warnings"} & set(sys.modules), sys.modules
# The first handle has the class that the module gives later.
net = pcb.loads("(kicad_pcb (net 1 x))").kicad_pcb.nets[0]
assert "Net" not in vars(pcb)
assert type(net) is pcb.Net
assert isinstance(pcb.E_pad_type.SMD, str)
print(sorted(set(pcb.__all__) - set(vars(pcb))), "__getattr__" in vars(pcb))
"""
    done = run_python("-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{code}")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[] False\n"


@pytest.mark.parametrize(
    "use",
    [
        "found = set(dir(module))",
        "found = set(); exec(f'from pyzig_sexp.{name} import *', scope := {}); found |= set(scope)",
        "import inspect; found = {key for key, _ in inspect.getmembers(module)}",
        "getattr(module, module.__all__[0]); found = set(vars(module))",
        "import copy, pickle; found = {key for key in module.__all__ if hasattr(module, key)}",
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_all_names_are_found(run_python, name: str, use: str):
    code = f"""
import importlib
name = {name!r}
module = importlib.import_module("pyzig_sexp." + name)
{use}
print(sorted(set(module.__all__) - found))
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("name", FORMATS)
def test_the_collector_goes_through_no_class(name: str):
    classes = [cls for _, cls in inspect.getmembers(getattr(pyzig_sexp, name), inspect.isclass)]
    elements = [cls for cls in classes if cls.__base__.__name__ == "_Element"]
    assert elements
    for cls in elements:
        assert not any(map(gc.is_tracked, [cls, cls.__mro__, *vars(cls).values()])), cls
    for cls in classes:
        if isinstance(cls, enum.EnumType):
            assert not any(map(gc.is_tracked, [cls, cls.__mro__, *cls])), cls


def test_derived_classes_and_their_objects_are_collected():
    class Derived(pyzig_sexp.pcb.Xy):
        pass

    point = Derived(x=1, y=2)
    point.itself = point
    gone = [weakref.ref(point), weakref.ref(Derived)]
    del point, Derived
    gc.collect()
    assert [reference() for reference in gone] == [None, None]
    assert not any(cls.__name__ == "Derived" for cls in pyzig_sexp.pcb.Xy.__subclasses__())


def test_threads_that_ask_first_get_one_class(run_python):
    code = """
import sys, threading
from pyzig_sexp import pcb, schematic
sys.setswitchinterval(1e-6)
text = "(kicad_pcb (footprint f (at 1 2) (pad 1 smd rect (at 1 2) (size 1 1))))"
start, seen = threading.Barrier(8), []
def ask(number):
    start.wait()
    if number % 2:
        pad = pcb.loads(text).kicad_pcb.footprints[0].pads[0]
        found = [type(pad), type(pad.at), type(pad.type), type(pad.shape)]
        found.append(schematic.Wire)
    else:
        wire = schematic.Wire
        found = [pcb.Pad, pcb.Xyr, pcb.E_pad_type, pcb.E_pad_shape, wire]
    seen.append(tuple(map(id, found)))
threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(seen), len(set(seen)))
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "8 1\n"


def test_other_interpreters_are_refused(run_python):
    module = "_interpreters" if sys.version_info >= (3, 13) else "_xxsubinterpreters"
    if sys.version_info >= (3, 13):
        run = "failure = interpreters.run_string(number, code)"
    else:
        run = """
try:
    interpreters.run_string(number, code)
except interpreters.RunFailedError as error:
    failure = error
"""
    code = f"""
import {module} as interpreters, pyzig_sexp
number = interpreters.create()
code = "import pyzig_sexp"
failure = None
{run}
assert "ImportError" in str(failure), failure
assert pyzig_sexp.pcb.Xy(x=1, y=2).x == 1
print("refused")
"""
    done = run_python("-c", code)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "refused\n"


@pytest.mark.parametrize("use", ["f.kicad_pcb.nets[0].number", "repr(f)", "pcb.Xy(x=1, y='')"])
def test_objects_are_used_while_the_interpreter_ends(run_python, use):
    code = f"""
from pyzig_sexp import pcb
f = pcb.loads("(kicad_pcb (net 1 x))")
class Late:
    def __del__(self, f=f, pcb=pcb):
        try:
            {use}
        except TypeError:
            pass
late = Late()
keep = [late]
keep.append(keep)
"""
    done = run_python("-c", code)
    assert (done.returncode, done.stderr) == (0, "")
