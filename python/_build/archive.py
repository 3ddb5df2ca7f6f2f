"""Reads and writes wheels and source archives so that equal input gives equal bytes."""

import base64
import gzip
import hashlib
import io
import os
import tarfile
import time
import zipfile
from pathlib import Path

# The content and the mode of each file.
Files = dict[str, tuple[bytes, int]]

# What a build of the sources, and a run of their checks, needs.
SOURCES = (
    ".cargo",
    ".ci",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "checks",
    "flake.lock",
    "flake.nix",
    "pyproject.toml",
    "python",
    "rust-toolchain.toml",
    "rustfmt.toml",
    "clippy.toml",
    "src",
    "stubs",
)
# What builds, tests and tools leave behind in them.
LEFTOVERS = {"__pycache__", "target"}
LEFTOVER_SUFFIXES = (".so", ".pyd", ".pyc", ".dylib", ".egg-info")


def read_wheel(path: Path) -> Files:
    """The files of a wheel by name, each as its bytes and its mode; without RECORD."""
    with zipfile.ZipFile(path) as wheel:
        return {
            entry.filename: (wheel.read(entry), (entry.external_attr >> 16) & 0o777 or 0o644)
            for entry in wheel.infolist()
            if not entry.is_dir() and not entry.filename.endswith(".dist-info/RECORD")
        }


def write_wheel(path: Path, files: Files) -> None:
    """Writes a wheel with the given files (as from `read_wheel`) and a RECORD of them."""
    info = next(name.split("/")[0] for name in files if name.endswith(".dist-info/WHEEL"))
    record = "".join(
        f"{name},sha256={_digest(data)},{len(data)}\n" for name, (data, _) in sorted(files.items())
    )
    files = files | {f"{info}/RECORD": (f"{record}{info}/RECORD,,\n".encode(), 0o644)}
    # The metadata comes last, so that an installer finds it at the end of the archive.
    order = sorted(files, key=lambda name: (name.startswith(f"{info}/"), name))
    year, month, day, hour, minute, second, *_ = time.gmtime(_timestamp())
    date = (year, month, day, hour, minute, second)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for name in order:
            data, mode = files[name]
            entry = zipfile.ZipInfo(name, date)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100000 | mode) << 16
            entry.create_system = 3
            wheel.writestr(entry, data)


def write_sdist(path: Path, base: str, root: Path, metadata: bytes) -> None:
    """Writes the source archive of the tree at `root`, all of it in the folder `base`."""
    files = {"PKG-INFO": (metadata, 0o644)}
    for source in SOURCES:
        top = Path(root, source)
        found = [top] if top.is_file() else sorted(top.rglob("*"))
        for file in found:
            name = file.relative_to(root)
            if file.is_file() and not _is_leftover(name):
                files[name.as_posix()] = (file.read_bytes(), 0o755 if _runs(file) else 0o644)
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for packed_name, (data, mode) in sorted(files.items()):
            entry = tarfile.TarInfo(f"{base}/{packed_name}")
            entry.size, entry.mode, entry.mtime = len(data), mode, _timestamp()
            archive.addfile(entry, io.BytesIO(data))
    Path(path).write_bytes(gzip.compress(packed.getvalue(), mtime=_timestamp()))


def _timestamp() -> int:
    # 1980 is the earliest year that a zip archive can name.
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), 315532800)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def _is_leftover(name: Path) -> bool:
    hidden = any(part.startswith(".") and part not in (".ci", ".cargo") for part in name.parts)
    return hidden or bool(LEFTOVERS & set(name.parts)) or name.name.endswith(LEFTOVER_SUFFIXES)


def _runs(file: Path) -> bool:
    return os.access(file, os.X_OK)
