"""The packages as they are imported, wherever they come from."""

import importlib
import pkgutil
import subprocess
import sys
import threading
from types import ModuleType

import pyzig
import pyzig_sexp


def nested(module: ModuleType, name: str) -> list[tuple[str, ModuleType]]:
    """A module and all that are nested in it, by the names that they are to be importable under."""
    found = [(name, module)]
    for attribute, value in vars(module).items():
        if isinstance(value, ModuleType) and not attribute.startswith("_"):
            found += nested(value, f"{name}.{attribute}")
    return found


def python(code: str) -> str:
    """Runs code in a new interpreter, which sees the same packages, and returns what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_public_names_of_pyzig_are_gen_alone():
    # `gen.sexp` is a program's own doing (faebryk.core.zig), not an import's.
    assert python("import pyzig, pyzig_sexp; print([n for n in dir(pyzig) if n[0] != '_'])") == "['gen']\n"


def test_gen_has_no_sexp_of_itself():
    assert python("import pyzig, pyzig_sexp; print(hasattr(pyzig.gen, 'sexp'))") == "False\n"


def test_every_nested_module_is_importable():
    for root in (pyzig, pyzig_sexp):
        for name, module in nested(root, root.__spec__.name):
            assert importlib.import_module(name) is module
            assert importlib.util.find_spec(name) is not None


def test_a_nested_module_can_be_imported_first():
    names = [
        name
        for root in (pyzig, pyzig_sexp)
        for name, _ in nested(root, root.__spec__.name)
        if ".gen.sexp" not in name
    ]
    deepest = sorted(names, key=lambda name: name.count("."))[-1]
    last = [name for name in names if name.startswith("pyzig_sexp.")][-1]
    assert python(f"import {deepest}, {last}; print({last}.__name__ != '')") == "True\n"


def test_simultaneous_imports_see_whole_modules():
    code = """
import sys, threading
seen, errors = [], []
start = threading.Barrier(8)
def work():
    start.wait()
    try:
        import pyzig_sexp.pcb, pyzig.gen.graph.graph
        seen.append((pyzig_sexp.pcb, pyzig.gen.graph.graph))
    except BaseException as error:
        errors.append(error)
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(errors, len(seen), len({id(pair[0]) for pair in seen}))
"""
    assert python(code) == "[] 8 1\n"


def test_import_starts_no_subprocess():
    code = """
import sys
def forbid(event, arguments):
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn"):
        raise AssertionError(event)
sys.addaudithook(forbid)
import pyzig, pyzig_sexp
print("ok")
"""
    assert python(code) == "ok\n"


def test_import_needs_no_faebryk():
    assert python("import sys, pyzig, pyzig_sexp; print('faebryk' in sys.modules)") == "False\n"


def test_private_modules_are_importable():
    names = [module.name for module in pkgutil.iter_modules(pyzig.__path__)]
    assert "_loader" in names
    for name in names:
        if name.startswith("_") and name != "__main__":
            importlib.import_module(f"pyzig.{name}")


def test_registering_again_changes_nothing():
    from pyzig import _loader

    before = dict(sys.modules)
    workers = [threading.Thread(target=_loader.register, args=("pyzig.gen", pyzig.gen)) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert dict(sys.modules) == before
