"""The build backend of pyzig (PEP 517, PEP 660).

maturin builds one extension module per wheel, pyzig has two that belong together. This backend has maturin build
both, takes the first one's wheel for the distribution, and adds the second module and the stubs to it.

Arguments for maturin can be given as `build-args` in the configuration settings or in `MATURIN_PEP517_ARGS`.
An editable install holds no module at all: the loader (`pyzig._loader`) takes it from the checkout's build output.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from . import archive

Settings = Mapping[str, str | list[str]] | None

ROOT = Path(__file__).resolve().parents[2]
SECOND = ("pyzig_sexp", "src/py-sexp/Cargo.toml")
STUBS = ROOT / "stubs"
STUBBED = ("pyzig", "pyzig_sexp")


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None) -> str:
    """Builds the wheel for the interpreter that runs this, and returns its file name."""
    with tempfile.TemporaryDirectory() as scratch:
        first = _maturin_wheel(Path(scratch, "first"), [], config_settings)
        second = _maturin_wheel(
            Path(scratch, "second"), ["--manifest-path", SECOND[1]], config_settings
        )
        files = archive.read_wheel(first)
        files |= {
            name: data
            for name, data in archive.read_wheel(second).items()
            if name.startswith(f"{SECOND[0]}/") and name.endswith((".so", ".pyd"))
        }
        files |= _stubs("{}")
        archive.write_wheel(Path(wheel_directory, first.name), files)
        return first.name


def build_editable(wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None) -> str:
    """Builds both modules in the checkout, and a wheel that only points to it."""
    sys.path.insert(0, str(ROOT / "python"))
    from pyzig import _checkout

    _checkout.up_to_date(str(ROOT), may_refuse=False)
    with tempfile.TemporaryDirectory() as scratch:
        info = Path(scratch, _dist_info(Path(scratch)))
        files = {
            file.relative_to(scratch).as_posix(): (file.read_bytes(), 0o644)
            for file in info.rglob("*")
            if file.is_file()
        }
    # Type checkers do not look beside the packages of a checkout: they get stubs-only packages.
    files |= _stubs("{}-stubs")
    files["pyzig.pth"] = (f"{ROOT / 'python'}\n".encode(), 0o644)
    tag = next(
        line.removeprefix("Tag: ")
        for line in files[f"{info.name}/WHEEL"][0].decode().splitlines()
        if line.startswith("Tag: ")
    )
    name = f"{info.name.removesuffix('.dist-info')}-{tag}.whl"
    archive.write_wheel(Path(wheel_directory, name), files)
    return name


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Packs the sources of both modules, the Python packages, the stubs and the checks."""
    with tempfile.TemporaryDirectory() as scratch:
        info = Path(scratch, _dist_info(Path(scratch)))
        metadata = (info / "METADATA").read_bytes()
    base = info.name.removesuffix(".dist-info")
    archive.write_sdist(Path(sdist_directory, f"{base}.tar.gz"), base, ROOT, metadata)
    return f"{base}.tar.gz"


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Settings = None) -> str:
    """Writes the `.dist-info` directory and returns its name."""
    return _dist_info(Path(metadata_directory))


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def _dist_info(directory: Path) -> str:
    command = ["maturin", "pep517", "write-dist-info", "--metadata-directory", str(directory)]
    output = subprocess.run(
        [*command, "--interpreter", sys.executable], cwd=ROOT, check=True, stdout=subprocess.PIPE
    )
    return output.stdout.decode().splitlines()[-1].strip()


def _maturin_wheel(out: Path, arguments: list[str], config_settings: Settings) -> Path:
    given = (config_settings or {}).get("build-args", os.environ.get("MATURIN_PEP517_ARGS", ""))
    extra = shlex.split(given) if isinstance(given, str) else list(given)
    if not any(argument.startswith("--compatibility") for argument in extra):
        extra += ["--compatibility", "off"]
    command = ["maturin", "build", "--release", "--locked", "--interpreter", sys.executable]
    subprocess.run(
        [*command, "--out", str(out), *arguments, *extra],
        cwd=ROOT,
        check=True,
        env=_environment(),
        stdout=sys.stderr,
    )
    (wheel,) = out.glob("*.whl")
    return wheel


def _environment() -> dict[str, str]:
    """The environment of a build whose result does not depend on where it was made."""
    home = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")
    encoded = os.environ.get("CARGO_ENCODED_RUSTFLAGS")
    flags = encoded.split("\x1f") if encoded else os.environ.get("RUSTFLAGS", "").split()
    flags += [f"--remap-path-prefix={ROOT}=.", f"--remap-path-prefix={home}=cargo"]
    environment = os.environ | {"CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags)}
    if not shutil.which("cargo"):
        # rustup's own place, which a shell that was started before the installation does not know.
        environment["PATH"] = os.pathsep.join([str(home / "bin"), os.environ["PATH"]])
    return environment


def _stubs(package: str) -> archive.Files:
    return {
        f"{package.format(name)}/{file.relative_to(STUBS / name).as_posix()}": (
            file.read_bytes(),
            0o644,
        )
        for name in STUBBED
        for file in sorted((STUBS / name).rglob("*.pyi"))
    }
