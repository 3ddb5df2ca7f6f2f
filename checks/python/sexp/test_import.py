"""Importing the extension module again, and where it cannot be imported."""

import sys

import pytest


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
