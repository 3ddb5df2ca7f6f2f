"""Builds the extension modules of a source checkout when they are imported.

A build is filed under a hash of its sources, for each interpreter and each cargo profile apart:

    target/import/<interpreter>-<profile>/<hash>/pyzig.<suffix>.so

With such a directory for the sources as they are, nothing is built. Otherwise one process builds, under a lock, and
all others that want the same wait for it. A directory appears complete or not at all, so neither a failed nor a
killed build harms what was there before.

Environment variables:

- `PYZIG_NORECOMPILE` or `ZIG_NORECOMPILE`, set to `1`: never build, take the last build there is;
- `ZIG_RELEASEMODE`: `Debug` (cargo profile `dev`), `ReleaseSafe` (`release-safe`: optimised, with overflow checks and
  debug assertions), `ReleaseFast` (`release`, the default) or `ReleaseSmall` (`release-small`);
- `PYZIG_NOSTUBS`, set to `1`: do not bring `stubs/` up to date after a build;
- `CARGO`, `CARGO_TARGET_DIR`: as cargo itself understands them.
"""

import contextlib
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

PROFILES = {
    "Debug": "dev",
    "ReleaseSafe": "release-safe",
    "ReleaseFast": "release",
    "ReleaseSmall": "release-small",
}
MODULES = {"pyzig": "pyzig-py-graph", "pyzig_sexp": "pyzig-py-sexp"}

_ROOT = Path(__file__).resolve().parents[2]
_SUFFIX = EXTENSION_SUFFIXES[0]
# What a module is made from: these files, and all in src/ but what only tests and tools are made from.
_TOP_LEVEL = ("Cargo.toml", "Cargo.lock", "rust-toolchain.toml", ".cargo/config.toml")
_NOT_BUILT = {"tests", "benches", "examples", "target", "fuzz", "bench", "stubgen"}
_KEPT_BUILDS = 3

_current: Path | None = None


class BuildError(ImportError):
    """The build on import failed. The message ends with what the compiler said."""


def locate(name: str) -> str:
    """The file of an extension module, which is built first where that is necessary.

    Both modules of a process come from the same build.
    """
    global _current
    if _current is None:
        _current = _up_to_date(_ROOT)
    return str(_current / f"{name}{_SUFFIX}")


def build_now(root: Path) -> Path:
    """Brings the build output of the checkout at `root` up to date and returns its directory."""
    return _up_to_date(root, may_refuse=False)


def release_mode() -> str:
    """The cargo profile that `ZIG_RELEASEMODE` asks for."""
    mode = os.environ.get("ZIG_RELEASEMODE") or "ReleaseFast"
    try:
        return PROFILES[mode]
    except KeyError:
        raise ImportError(f"ZIG_RELEASEMODE is `{mode}`; it can be one of {', '.join(PROFILES)}") from None


def _up_to_date(root: Path, *, may_refuse: bool = True) -> Path:
    profile = release_mode()
    interpreter = _SUFFIX.removeprefix(".").rpartition(".")[0] or "python"
    builds = _target(root) / "import" / f"{interpreter}-{profile}"
    wanted = builds / _hash(root, builds)
    if _is_complete(wanted):
        return wanted
    if may_refuse and (_flag("PYZIG_NORECOMPILE") or _flag("ZIG_NORECOMPILE")):
        return _last(builds, _target(root))
    with _lock(builds) as waited:
        for _ in range(3):
            wanted = builds / _hash(root, builds)
            if _is_complete(wanted):
                return wanted
            log = builds / f"{wanted.name}.log"
            if waited and log.exists():
                # The process that held the lock has just failed with the same sources.
                raise BuildError(log.read_text())
            _build(root, profile, wanted, log)
            if wanted.name == _hash(root, builds):
                break
    return wanted


def _build(root: Path, profile: str, wanted: Path, log: Path) -> None:
    from . import _cargo

    log.unlink(missing_ok=True)
    _say(f"building the extension modules (cargo profile `{profile}`)")
    try:
        files = _cargo.build(root, profile, MODULES)
    except _cargo.CargoError as error:
        message = (
            f"the extension modules could not be built: {error}\n"
            "(PYZIG_NORECOMPILE=1 imports the last build that there is)"
        )
        log.write_text(message)
        raise BuildError(message) from None
    partial = wanted.with_name(f".{wanted.name}.{os.getpid()}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for name, file in files.items():
        shutil.copy(file, partial / f"{name}{_SUFFIX}")
    partial.rename(wanted)
    _tidy(wanted)
    if not _flag("PYZIG_NOSTUBS"):
        try:
            _cargo.sync_stubs(root)
        except _cargo.CargoError as error:
            _say(f"the stubs were left as they are: {error}")


def _last(builds: Path, target: Path) -> Path:
    complete = [build for build in _builds(builds) if _is_complete(build)]
    if complete:
        return complete[-1]
    # What a plain `cargo build` has left, under names that the import system knows.
    made = [
        directory
        for directory in (target / "release", target / "debug")
        if all(_cargo_file(directory, name) for name in MODULES)
    ]
    if not made:
        raise ImportError(
            "the extension modules have not been built, and PYZIG_NORECOMPILE forbids to do it now"
        )
    links = builds / "cargo"
    with _lock(builds):
        shutil.rmtree(links, ignore_errors=True)
        links.mkdir()
        for name in MODULES:
            file = _cargo_file(made[0], name)
            assert file is not None
            (links / f"{name}{_SUFFIX}").symlink_to(file)
    return links


def _cargo_file(directory: Path, name: str) -> Path | None:
    for pattern in ("lib{}.so", "lib{}.dylib"):
        file = directory / pattern.format(name)
        if file.exists():
            return file
    return None


def _target(root: Path) -> Path:
    return root / (os.environ.get("CARGO_TARGET_DIR") or "target")


def _is_complete(build: Path) -> bool:
    return all((build / f"{name}{_SUFFIX}").exists() for name in MODULES)


def _builds(builds: Path) -> list[Path]:
    """The finished builds, the oldest first."""
    found = [path for path in builds.glob("*") if path.is_dir() and path.name != "cargo"]
    return sorted(found, key=lambda path: path.stat().st_mtime_ns)


def _tidy(newest: Path) -> None:
    for log in newest.parent.glob("*.log"):
        log.unlink()
    for old in _builds(newest.parent)[:-_KEPT_BUILDS]:
        if old != newest:
            shutil.rmtree(old, ignore_errors=True)
    for partial in newest.parent.glob(".*.*"):
        shutil.rmtree(partial, ignore_errors=True)


def _hash(root: Path, builds: Path) -> str:
    """The hash of all that a build depends on.

    The names, sizes and times of the sources are kept beside the hash: while they are as they were, no file is read.
    """
    sources = _sources(root)
    signature = "\n".join(f"{name}\t{size}\t{time}" for name, size, time in sources)
    kept = builds / "sources"
    try:
        value, _, known = kept.read_text().partition("\n")
    except OSError:
        value = known = ""
    if known == signature:
        return value

    from hashlib import sha256

    digest = sha256()
    for name, _, _ in sources:
        try:
            data = (root / name).read_bytes()
        except FileNotFoundError:
            data = b""  # Removed since: the next look at the sources gives another hash.
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    value = digest.hexdigest()[:20]
    with contextlib.suppress(OSError):
        builds.mkdir(parents=True, exist_ok=True)
        partial = builds / f"sources.{os.getpid()}"
        partial.write_text(f"{value}\n{signature}")
        partial.replace(kept)
    return value


def _sources(root: Path) -> list[tuple[str, int, int]]:
    found = []
    start = len(str(root)) + 1
    folders = [f"{root}/src"]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    if entry.name not in _NOT_BUILT:
                        folders.append(entry.path)
                else:
                    status = entry.stat()
                    found.append((entry.path[start:], status.st_size, status.st_mtime_ns))
    for name in _TOP_LEVEL:
        with contextlib.suppress(FileNotFoundError):
            status = os.stat(f"{root}/{name}")
            found.append((name, status.st_size, status.st_mtime_ns))
    found.sort()
    return found


@contextlib.contextmanager
def _lock(builds: Path) -> Iterator[bool]:
    """Holds the lock of a build directory; tells whether another process had to be waited for.

    The system gives the lock back when its holder ends, whatever the reason.
    """
    try:
        builds.mkdir(parents=True, exist_ok=True)
        file = open(builds / "lock", "w")  # noqa: SIM115
    except OSError as error:
        raise ImportError(f"the extension modules cannot be built here: {error}") from error
    with file:
        waited = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waited = True
            fcntl.flock(file, fcntl.LOCK_EX)
        yield waited


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "y", "yes", "true", "on")


def _say(message: str) -> None:
    print(f"pyzig: {message}", file=sys.stderr, flush=True)
