"""Builds the extension modules of a source checkout with cargo. The rules are those of `pyzig._checkout`."""

import contextlib
import fcntl
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import _checkout

_KEPT_BUILDS = 3


class BuildError(ImportError):
    """The build on import failed. The message ends with what the compiler said."""


class _Failure(Exception):
    """A program is missing, or has failed; the message ends with its output."""


def build(root: str, profile: str, builds: str) -> str:
    """The directory in `builds` for the sources as they are, built by this process or by another one."""
    with _lock(Path(builds)) as waited:
        for _ in range(3):
            wanted = Path(builds, _checkout.source_hash(root, builds))
            if _checkout.is_complete(str(wanted)):
                break
            log = wanted.with_suffix(".log")
            if waited and log.exists():
                # The process that held the lock has just failed with the same sources.
                raise BuildError(log.read_text())
            _build(root, profile, wanted, log)
            # Where sources have changed in the meantime, there is no telling which of them the compiler saw.
            if wanted.name == _checkout.source_hash(root, builds):
                break
            shutil.rmtree(wanted)
        else:
            raise BuildError("the sources keep changing while they are built")
    return str(wanted)


def _build(root: str, profile: str, wanted: Path, log: Path) -> None:
    log.unlink(missing_ok=True)
    _say(f"building the extension modules (cargo profile `{profile}`)")
    try:
        files = _modules(root, profile)
    except _Failure as error:
        message = (
            f"the extension modules could not be built: {error}\n"
            "(PYZIG_NORECOMPILE=1 imports the last build that there is)"
        )
        log.write_text(message)
        raise BuildError(message) from None
    earlier = _checkout.finished(str(wanted.parent))
    for left in itertools.chain.from_iterable(map(wanted.parent.glob, (".*", "*.log", "sources.*"))):
        shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
    partial = wanted.with_name(f".{wanted.name}")
    partial.mkdir()
    for name, file in files.items():
        shutil.copy(file, partial / f"{name}{_checkout.SUFFIX}")
    # Before the build counts as one: whoever is interrupted here does this again.
    if not _checkout.flag("PYZIG_NOSTUBS") and (earlier or _sources_are_newer(root)):
        try:
            _sync_stubs(root, wanted.parent)
        except _Failure as error:
            _say(f"the stubs were left as they are: {error}")
    partial.rename(wanted)
    # A process that looked just before may still want to load from an earlier build.
    for old in earlier[: 1 - _KEPT_BUILDS]:
        shutil.rmtree(old)


def _modules(root: str, profile: str) -> dict[str, str]:
    major, minor, *_ = sys.version_info
    cargo = os.environ.get("CARGO") or shutil.which("cargo")
    if not cargo:
        raise _Failure("cargo is not on the PATH")
    environment = {
        "PYO3_PYTHON": sys.executable,
        "PYO3_BUILD_EXTENSION_MODULE": "1",
        # At the path of this Python there may have been another one at the last build.
        "PYO3_ENVIRONMENT_SIGNATURE": f"cpython-{major}.{minor}-{sys.maxsize.bit_length() + 1}bit",
    }
    files = {}
    for package in _checkout.MODULES.values():
        # `cargo build` would make the Rust library of the same name, too, and optimise each crate by itself for that.
        command = [cargo, "rustc", "--profile", profile, "-p", package, "--lib", "--crate-type", "cdylib"]
        for line in _run(
            root, [*command, "--message-format=json-render-diagnostics"], environment
        ).splitlines():
            message = json.loads(line) if line.startswith("{") else {}
            target = message.get("target", {})
            if message.get("reason") == "compiler-artifact" and "cdylib" in target["kind"]:
                files[target["name"]] = next(
                    file for file in message["filenames"] if not file.endswith((".rlib", ".rmeta"))
                )
    if missing := _checkout.MODULES.keys() - files.keys():
        raise _Failure(f"cargo made no {' and no '.join(sorted(missing))}")
    return files


def _sources_are_newer(root: str) -> bool:
    """Whether a source was changed after the stubs were made: those of a fresh checkout are in step with it."""
    stubs = (file.stat().st_mtime_ns for file in Path(root, "stubs").rglob("*.pyi"))
    return max(time for _, _, time in _checkout.sources(root)) > max(stubs, default=0)


def _sync_stubs(root: str, builds: Path) -> None:
    # The generator is built in another way than the modules, and would have cargo build both anew each time.
    target = builds.parent / "stubgen"
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", os.defpath)])
    _run(
        root,
        [os.path.join(root, "checks", "stubgen")],
        {
            "PYTHON": sys.executable,
            "PYO3_PYTHON": sys.executable,
            "CARGO_TARGET_DIR": str(target),
            "PATH": path,
        },
    )


def _run(root: str, command: list[str], environment: Mapping[str, str]) -> str:
    """Runs a program and returns what it printed. Its messages are shown where a terminal is there to see them."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        try:
            process = subprocess.Popen(
                command,
                cwd=root,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise _Failure(f"{command[0]}: {error.strerror}") from error
        assert process.stderr is not None
        said = []
        with process:
            for line in process.stderr:
                said.append(line)
                if shown:
                    sys.stderr.write(line)
        if process.returncode:
            raise _Failure(f"`{os.path.basename(command[0])}` failed\n{''.join(said).rstrip()}")
        output.seek(0)
        return output.read()


@contextlib.contextmanager
def _lock(builds: Path) -> Iterator[bool]:
    """Holds the lock of a build directory; tells whether another process had to be waited for.

    The system gives the lock back when its holder ends, whatever the reason.
    """
    try:
        builds.mkdir(parents=True, exist_ok=True)
        file = open(builds / "lock", "w")  # noqa: SIM115
    except OSError as error:
        raise BuildError(f"the extension modules cannot be built here: {error}") from error
    with file:
        waited = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = True
            _say("waiting for another process that builds the extension modules")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield waited


def _say(message: str) -> None:
    print(f"pyzig: {message}", file=sys.stderr, flush=True)
