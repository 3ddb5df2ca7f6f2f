"""The loader in a source checkout: what it builds, when, and what happens when that fails.

The checkout is one of the test's own. In the place of cargo stands a script that keeps a list of its calls and hands
out the modules of this interpreter.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pyzig  # noqa: F401 (its module is handed out by the script)
import pyzig_sexp  # noqa: F401

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="checkouts are not for Windows")

PROGRAM = "import sys, pyzig, pyzig_sexp; print(*(sys.modules[f'{n}.{n}'].__file__ for n in ('pyzig', 'pyzig_sexp')))"

CARGO = """\
#!{python}
import json, os, pathlib, sys, time

root = pathlib.Path({root!r})
with open(root / "calls", "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
if (root / "src" / "slow.rs").exists():
    time.sleep(float((root / "src" / "slow.rs").read_text()))
if (root / "src" / "broken.rs").exists():
    sys.exit("error[E0425]: cannot find value `missing` in this scope")
if (root / "edit").exists():
    (root / "edit").rename(root / "src" / "edited.rs")
if sys.argv[1] == "rustc":
    name, file = {modules!r}[sys.argv[sys.argv.index("-p") + 1]]
    for target in ("indexmap", ["rlib"], "libindexmap.rlib"), (name, ["cdylib", "rlib"], file):
        print(json.dumps({{"reason": "compiler-artifact", "target": {{"name": target[0], "kind": target[1]}},
            "filenames": [target[2]]}}))
"""


class Checkout:
    def __init__(self, directory: Path, root: Path) -> None:
        self.directory = directory
        for name in ("pyzig", "pyzig_sexp"):
            shutil.copytree(
                root / "python" / name,
                directory / "python" / name,
                ignore=shutil.ignore_patterns("*.so", "__pycache__"),
            )
        (directory / "src" / "py-graph").mkdir(parents=True)
        (directory / "src" / "py-graph" / "Cargo.toml").write_text("[package]\n")
        self.source = directory / "src" / "py-graph" / "lib.rs"
        self.source.write_text("fn one() {}\n")
        (directory / "Cargo.toml").write_text("[workspace]\n")
        modules = {
            crate: (name, sys.modules[f"{name}.{name}"].__file__)
            for crate, name in (("pyzig-py-graph", "pyzig"), ("pyzig-py-sexp", "pyzig_sexp"))
        }
        self.cargo = directory / "cargo"
        self.cargo.write_text(CARGO.format(python=sys.executable, root=str(directory), modules=modules))
        self.cargo.chmod(0o755)

        self.stubgen = directory / "checks" / "stubgen"
        self.stubgen.parent.mkdir()
        self.stubgen.write_text(f"""#!/bin/sh\necho '["stubgen"]' >>{directory}/calls\n""")
        self.stubgen.chmod(0o755)
        # Made after the sources, as those of a fresh checkout.
        self.stubs = directory / "stubs"
        self.stubs.mkdir()
        (self.stubs / "pyzig.pyi").touch()

    def start(self, **environment: str) -> subprocess.Popen[str]:
        clean = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYZIG_", "ZIG_", "CARGO"))
        }
        clean |= {"PYTHONPATH": str(self.directory / "python"), "CARGO": str(self.cargo)}
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            env=clean | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, **environment: str) -> list[Path]:
        """The files of both modules, as imported by a new process."""
        code, output, errors = self.finish(self.start(**environment))
        assert code == 0, errors
        return [Path(file) for file in output.split()]

    def fail(self, **environment: str) -> str:
        """What a new process says when it fails to import the modules."""
        code, _, errors = self.finish(self.start(**environment))
        assert code == 1
        return errors

    @staticmethod
    def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
        output, errors = process.communicate(timeout=600)
        return process.returncode, output, errors

    def calls(self, wanted: str = "pyzig-py-graph") -> list[list[str]]:
        """Calls of a program, or those of cargo for a crate: by default the one that each build begins with."""
        try:
            lines = (self.directory / "calls").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [call for call in map(json.loads, lines) if wanted in call]

    def kill(self, process: subprocess.Popen[str], wanted: str) -> None:
        """Kills a process as soon as it has made such a call."""
        before = len(self.calls(wanted))
        deadline = time.monotonic() + 60
        while len(self.calls(wanted)) == before and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()


@pytest.fixture
def checkout(tmp_path: Path, root: Path) -> Checkout:
    return Checkout(tmp_path.resolve(), root)


def test_the_first_import_builds_and_the_next_does_not(checkout: Checkout):
    first = checkout.run()
    assert first[0].parent == first[1].parent
    assert first[0].is_relative_to(checkout.directory / "target" / "import")
    assert checkout.run() == first
    assert len(checkout.calls()) == 1


def test_twenty_imports_at_once_build_once(checkout: Checkout):
    (checkout.directory / "src" / "slow.rs").write_text("0.5")
    processes = [checkout.start() for _ in range(20)]
    outcomes = [checkout.finish(process) for process in processes]
    assert [code for code, _, _ in outcomes] == [0] * 20
    assert len({output for _, output, _ in outcomes}) == 1
    assert len(checkout.calls()) == 1


def test_a_change_of_the_sources_builds_again(checkout: Checkout):
    first = checkout.run()
    checkout.source.write_text("fn two() {}\n")
    assert checkout.run() != first
    assert len(checkout.calls()) == 2


def test_what_goes_back_to_an_earlier_state_is_not_built_again(checkout: Checkout):
    first = checkout.run()
    checkout.source.write_text("fn two() {}\n")
    checkout.run()
    checkout.source.write_text("fn one() {}\n")
    assert checkout.run() == first
    assert len(checkout.calls()) == 2


def test_a_newer_time_alone_builds_nothing(checkout: Checkout):
    first = checkout.run()
    os.utime(checkout.source, (1, 1))
    assert checkout.run() == first
    assert len(checkout.calls()) == 1


@pytest.mark.parametrize("folder", ["tests", "benches", "examples"])
def test_what_is_no_part_of_a_module_does_not_count(checkout: Checkout, folder: str):
    first = checkout.run()
    (checkout.directory / "src" / "py-graph" / folder).mkdir()
    (checkout.directory / "src" / "py-graph" / folder / "new.rs").write_text("fn new() {}\n")
    assert checkout.run() == first


def test_a_failing_build_shows_the_message_and_keeps_the_last_build(checkout: Checkout):
    good = checkout.run()
    (checkout.directory / "src" / "broken.rs").write_text("missing\n")
    assert "error[E0425]: cannot find value `missing`" in checkout.fail()
    assert all(file.exists() for file in good)
    for variable in ("PYZIG_NORECOMPILE", "ZIG_NORECOMPILE"):
        assert checkout.run(**{variable: "1"}) == good
    (checkout.directory / "src" / "broken.rs").unlink()
    assert checkout.run() == good


def test_a_failure_is_told_to_all_who_wait_for_it(checkout: Checkout):
    (checkout.directory / "src" / "broken.rs").write_text("missing\n")
    (checkout.directory / "src" / "slow.rs").write_text("3")
    processes = [checkout.start() for _ in range(4)]
    outcomes = [checkout.finish(process) for process in processes]
    assert [code for code, _, _ in outcomes] == [1] * 4
    assert all("error[E0425]" in errors for _, _, errors in outcomes)


def test_nothing_is_built_where_that_is_forbidden(checkout: Checkout):
    assert "PYZIG_NORECOMPILE" in checkout.fail(PYZIG_NORECOMPILE="1")
    assert checkout.calls() == []


def test_a_plain_cargo_build_serves_where_building_is_forbidden(checkout: Checkout):
    release = checkout.directory / "target" / "release"
    release.mkdir(parents=True)
    for name in ("pyzig", "pyzig_sexp"):
        shutil.copy(sys.modules[f"{name}.{name}"].__file__, release / f"lib{name}.so")
    assert {file.parent for file in checkout.run(PYZIG_NORECOMPILE="1")} == {release}


def test_a_killed_build_leaves_the_next_one_alone(checkout: Checkout):
    slow = checkout.directory / "src" / "slow.rs"
    slow.write_text("20")
    checkout.kill(checkout.start(), "pyzig-py-graph")
    slow.write_text("0")
    assert all(file.exists() for file in checkout.run())
    assert len(checkout.calls()) == 2


def test_a_kill_harms_neither_the_last_build_nor_the_next(checkout: Checkout):
    good = checkout.run()
    slow = checkout.directory / "src" / "slow.rs"
    slow.write_text("20")
    checkout.kill(checkout.start(), "pyzig-py-graph")
    assert checkout.run(PYZIG_NORECOMPILE="1") == good
    left = good[0].parents[1] / "sources.1"
    left.touch()
    slow.write_text("0")
    assert checkout.run() != good
    assert not left.exists()


def test_stubs_whose_making_was_killed_are_made_again(checkout: Checkout):
    checkout.run()
    checkout.source.write_text("fn two() {}\n")
    quick = checkout.stubgen.read_text()
    checkout.stubgen.write_text(quick + "sleep 20\n")
    checkout.kill(checkout.start(), "stubgen")
    checkout.stubgen.write_text(quick)
    checkout.run()
    assert len(checkout.calls("stubgen")) == 2


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("Debug", "dev"),
        ("ReleaseSafe", "release-safe"),
        ("ReleaseFast", "release"),
        ("ReleaseSmall", "release-small"),
    ],
)
def test_release_modes_are_cargo_profiles(checkout: Checkout, mode: str, profile: str):
    assert all(f"-{profile}" in str(file) for file in checkout.run(ZIG_RELEASEMODE=mode))
    (call,) = checkout.calls()
    assert call[1:3] == ["--profile", profile]


def test_an_unknown_release_mode_is_an_error(checkout: Checkout):
    assert "ReleaseSmall" in checkout.fail(ZIG_RELEASEMODE="Fast")


def test_sources_that_change_while_they_are_built_are_built_again(checkout: Checkout):
    (checkout.directory / "edit").write_text("fn late() {}\n")
    checkout.run()
    assert len(checkout.calls()) == 2
    checkout.run()
    assert len(checkout.calls()) == 2


def test_stubs_are_made_after_a_change_only(checkout: Checkout):
    checkout.run()
    assert checkout.calls("stubgen") == []
    checkout.source.write_text("fn two() {}\n")
    checkout.run(PYZIG_NOSTUBS="1")
    assert checkout.calls("stubgen") == []
    checkout.source.write_text("fn three() {}\n")
    checkout.run()
    checkout.run()
    assert checkout.calls("stubgen") == [["stubgen"]]


def test_stubs_are_made_at_the_first_import_where_a_source_is_newer(checkout: Checkout):
    later = (checkout.stubs / "pyzig.pyi").stat().st_mtime + 1
    os.utime(checkout.source, (later, later))
    checkout.run()
    assert checkout.calls("stubgen") == [["stubgen"]]


@pytest.mark.parametrize("broken", ["missing", "failing"])
def test_stubs_that_cannot_be_made_are_no_error(checkout: Checkout, broken: str):
    checkout.run()
    checkout.source.write_text("fn two() {}\n")
    if broken == "missing":
        checkout.stubgen.unlink()
    else:
        checkout.stubgen.write_text("#!/bin/sh\necho no black >&2\nexit 1\n")
    code, _, errors = checkout.finish(checkout.start())
    assert code == 0
    assert "the stubs were left as they are" in errors


def test_old_builds_are_removed(checkout: Checkout):
    for number in range(6):
        checkout.source.write_text(f"fn number_{number}() {{}}\n")
        last = checkout.run(PYZIG_NOSTUBS="1")
    builds = [path for path in last[0].parents[1].iterdir() if path.is_dir()]
    assert last[0].parent in builds
    assert len(builds) == 3


def test_missing_cargo_is_named(checkout: Checkout):
    assert "cargo" in checkout.fail(CARGO="", PATH="")


def test_a_named_directory_comes_first(checkout: Checkout, tmp_path: Path):
    flat, packages = tmp_path / "flat", tmp_path / "packages"
    for name in ("pyzig", "pyzig_sexp"):
        for folder, file in ((flat, f"lib{name}.so"), (packages / name, f"{name}.so")):
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(sys.modules[f"{name}.{name}"].__file__, folder / file)
    assert {file.parent for file in checkout.run(PYZIG_LIB_DIR=str(flat))} == {flat}
    assert {file.parent.parent for file in checkout.run(PYZIG_LIB_DIR=str(packages))} == {packages}
    assert checkout.calls() == []


def test_a_named_directory_without_the_module_is_an_error(checkout: Checkout, tmp_path: Path):
    assert "PYZIG_LIB_DIR" in checkout.fail(PYZIG_LIB_DIR=str(tmp_path / "nothing"))
    assert checkout.calls() == []


def test_a_store_path_comes_before_the_package(checkout: Checkout, tmp_path: Path):
    store = tmp_path / "store"
    store.mkdir()
    for name in ("pyzig", "pyzig_sexp"):
        shutil.copy(sys.modules[f"{name}.{name}"].__file__, store / f"{name}.so")
        shutil.copy(store / f"{name}.so", checkout.directory / "python" / name / f"{name}.so")
    beside = {file.parent.parent for file in checkout.run()}
    assert beside == {checkout.directory / "python"}
    loader = checkout.directory / "python" / "pyzig" / "_loader.py"
    loader.write_text(loader.read_text().replace("@store@", str(store)))
    assert {file.parent for file in checkout.run()} == {store}
    assert checkout.calls() == []
