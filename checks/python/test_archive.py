"""What the build backend packs: complete, in order, and the same each time."""

import base64
import csv
import hashlib
import importlib
import importlib.metadata
import io
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

WHEEL = b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp311-cp311-linux_x86_64\n"


@pytest.fixture
def archive(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(root / "python"))
    for name in ("_build", "_build.archive"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return importlib.import_module("_build.archive")


def digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def test_a_wheel_records_each_of_its_files(archive, tmp_path: Path):
    files = {
        "pyzig/__init__.py": (b"gen = 1\n", 0o644),
        "pyzig/pyzig.so": (b"\x7fELF", 0o755),
        "pyzig-1.dist-info/WHEEL": (WHEEL, 0o644),
    }
    archive.write_wheel(tmp_path / "pyzig.whl", files)
    with zipfile.ZipFile(tmp_path / "pyzig.whl") as wheel:
        record = wheel.read("pyzig-1.dist-info/RECORD").decode()
        content = {name: wheel.read(name) for name in wheel.namelist()}
    rows = {name: (hashed, size) for name, hashed, size in csv.reader(io.StringIO(record))}
    assert rows.keys() == content.keys()
    assert rows.pop("pyzig-1.dist-info/RECORD") == ("", "")
    assert rows == {name: (digest(content[name]), str(len(content[name]))) for name in rows}
    assert archive.read_wheel(tmp_path / "pyzig.whl") == files


@pytest.mark.parametrize("epoch", [None, "0", "1700000000"])
def test_equal_files_make_equal_wheels(archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch):
    if epoch is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    files = {"b": (b"2", 0o644), "a": (b"1", 0o644), "p-1.dist-info/WHEEL": (WHEEL, 0o644)}
    archive.write_wheel(tmp_path / "one.whl", files)
    archive.write_wheel(tmp_path / "two.whl", dict(reversed(files.items())))
    assert (tmp_path / "one.whl").read_bytes() == (tmp_path / "two.whl").read_bytes()


def test_a_source_archive_has_what_a_build_needs_and_no_leftovers(archive, tmp_path: Path):
    tree = tmp_path / "tree"
    wanted = {"Cargo.toml", "src/a/src/lib.rs", "python/pyzig/__init__.py", ".ci/run"}
    unwanted = {
        "target/debug/a",
        "python/pyzig/pyzig.so",
        "python/pyzig/__pycache__/a.pyc",
        "src/fuzz/target/x",
        ".git/config",
        "src/.hidden",
    }
    for name in wanted | unwanted:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    (tree / ".ci" / "run").chmod(0o755)
    for name in ("one.tar.gz", "two.tar.gz"):
        archive.write_sdist(tmp_path / name, "pyzig-1", tree, b"Name: pyzig\n")
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()
    with tarfile.open(tmp_path / "one.tar.gz") as packed:
        assert {entry.name for entry in packed} == {f"pyzig-1/{name}" for name in wanted | {"PKG-INFO"}}
        assert packed.getmember("pyzig-1/.ci/run").mode == 0o755


def test_the_installed_distribution_is_complete():
    try:
        files = importlib.metadata.files("pyzig")
    except importlib.metadata.PackageNotFoundError:
        files = None
    if not files or any(file.name == "pyzig.pth" for file in files):
        pytest.skip("pyzig is not installed from a wheel")
    names = {file.as_posix() for file in files}
    for package in ("pyzig", "pyzig_sexp"):
        assert {f"{package}/__init__.py", f"{package}/__init__.pyi", f"{package}/py.typed"} <= names
        assert any(
            name.startswith(f"{package}/{package}.") and name.endswith((".so", ".pyd")) for name in names
        )
    assert not {name.split("/")[0] for name in names} & {"faebryk", "pyzig.so", "pyzig_sexp.so", "_build"}
    for file in files:
        if file.hash:
            assert file.hash.value == digest(file.read_binary()).removeprefix("sha256=")
    (script,) = importlib.metadata.entry_points(group="console_scripts", name="pyzig")
    assert script.value == "pyzig._cli:main"
