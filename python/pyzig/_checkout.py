"""Keeps the extension modules of a source checkout up to date when they are imported.

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

This module is imported whenever the checkout is, and so has no use for modules that take long to import: what runs
only for a build is in `pyzig._cargo`.
"""

import os
from _frozen_importlib_external import EXTENSION_SUFFIXES

from . import _loader

PROFILES = {
    "Debug": "dev",
    "ReleaseSafe": "release-safe",
    "ReleaseFast": "release",
    "ReleaseSmall": "release-small",
}
MODULES = {"pyzig": "pyzig-py-graph", "pyzig_sexp": "pyzig-py-sexp"}
SUFFIX = EXTENSION_SUFFIXES[0]

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What a module is made from: these files, and all in src/ but what only tests and tools are made from.
_TOP_LEVEL = ("Cargo.toml", "Cargo.lock", "rust-toolchain.toml", os.path.join(".cargo", "config.toml"))
_NOT_BUILT = {"tests", "benches", "examples", "target", "fuzz", "bench", "stubgen"}

_current: str | None = None


def locate(name: str) -> str:
    """The file of an extension module, which is built first where that is necessary.

    Both modules of a process come from the same build.
    """
    global _current
    if _current is None:
        _current = up_to_date(_ROOT)
    found = _loader.find(_current, name)
    if found is None:
        raise ImportError(f"`{name}` is no longer in {_current}", name=name)
    return found


def up_to_date(root: str, *, may_refuse: bool = True) -> str:
    """The directory with the modules of the checkout at `root`, which are built where necessary.

    With `may_refuse` off, `PYZIG_NORECOMPILE` is not looked at.
    """
    profile = _profile()
    builds = os.path.join(_target(root), "import", f"{SUFFIX.strip('.').rpartition('.')[0]}-{profile}")
    build = os.path.join(builds, source_hash(root, builds))
    if is_complete(build):
        return build
    if may_refuse and (flag("PYZIG_NORECOMPILE") or flag("ZIG_NORECOMPILE")):
        return _last(root, builds)

    from . import _cargo

    return _cargo.build(root, profile, builds)


def is_complete(directory: str) -> bool:
    """Whether a directory has both modules."""
    return all(_loader.find(directory, name) for name in MODULES)


def finished(builds: str) -> list[str]:
    """The directories of finished builds, the oldest first."""
    try:
        with os.scandir(builds) as entries:
            found = [entry.path for entry in entries if entry.name[0] != "." and entry.is_dir()]
    except OSError:
        return []
    return sorted(filter(is_complete, found), key=os.path.getmtime)


def flag(name: str) -> bool:
    """Whether an environment variable says yes."""
    return os.environ.get(name, "").lower() in ("1", "y", "yes", "true", "on")


def source_hash(root: str, builds: str) -> str:
    """The hash of all that a build depends on.

    The names, sizes and times of the sources are kept beside the hash: while they are as they were, no file is read.
    """
    found = sources(root)
    signature = "\n".join(f"{name}\t{size}\t{time}" for name, size, time in found)
    kept = os.path.join(builds, "sources")
    try:
        with open(kept, encoding="utf-8") as file:
            value, _, known = file.read().partition("\n")
    except OSError:
        value = known = ""
    if known == signature:
        return value

    from hashlib import sha256

    digest = sha256()
    for name, _, _ in found:
        try:
            with open(os.path.join(root, name), "rb") as source:
                data = source.read()
        except FileNotFoundError:
            data = b""  # Removed since: the next look at the sources gives another hash.
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    value = digest.hexdigest()[:20]
    try:
        os.makedirs(builds, exist_ok=True)
        partial = f"{kept}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8") as file:
            file.write(f"{value}\n{signature}")
        os.replace(partial, kept)
    except OSError:
        pass  # Where nothing can be written, the sources are read each time.
    return value


def _profile() -> str:
    mode = os.environ.get("ZIG_RELEASEMODE") or "ReleaseFast"
    if mode not in PROFILES:
        raise ImportError(f"ZIG_RELEASEMODE is `{mode}`; it can be one of {', '.join(PROFILES)}")
    return PROFILES[mode]


def _target(root: str) -> str:
    return os.path.join(root, os.environ.get("CARGO_TARGET_DIR") or "target")


def _last(root: str, builds: str) -> str:
    # A plain `cargo build` leaves modules too, though it is anyone's guess for which interpreter.
    plain = (os.path.join(_target(root), profile) for profile in ("release", "debug"))
    for directory in (*reversed(finished(builds)), *plain):
        if is_complete(directory):
            return directory
    raise ImportError("the extension modules have not been built, and PYZIG_NORECOMPILE forbids to do it now")


def sources(root: str) -> list[tuple[str, int, int]]:
    """The files that a build depends on: name, size, and time of the last change in nanoseconds."""
    found = []
    start = len(root) + 1
    folders = [os.path.join(root, "src")]
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
        try:
            status = os.stat(os.path.join(root, name))
        except FileNotFoundError:
            continue
        found.append((name, status.st_size, status.st_mtime_ns))
    found.sort()
    return found
