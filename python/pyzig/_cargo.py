"""Runs cargo for a build on import."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path


class CargoError(Exception):
    """Cargo is missing, or has failed; the message ends with its output."""


def build(root: Path, profile: str, modules: Mapping[str, str]) -> dict[str, Path]:
    """Builds extension modules for the running interpreter.

    `modules` names the cargo package of each module. Returns the file of each module.
    """
    packages = [argument for package in modules.values() for argument in ("-p", package)]
    output = _cargo(
        root,
        ["build", "--profile", profile, *packages, "--message-format=json-render-diagnostics"],
        {
            "PYO3_PYTHON": sys.executable,
            "PYO3_BUILD_EXTENSION_MODULE": "1",
            # Another Python may once have had the same path.
            "PYO3_ENVIRONMENT_SIGNATURE": _signature(),
        },
    )
    files = {}
    for line in output.splitlines():
        message = json.loads(line) if line.startswith("{") else {}
        target = message.get("target", {})
        if message.get("reason") == "compiler-artifact" and "cdylib" in target.get("kind", ()):
            libraries = [file for file in message["filenames"] if not file.endswith((".rlib", ".rmeta"))]
            files[target["name"]] = Path(libraries[0])
    missing = modules.keys() - files.keys()
    if missing:
        raise CargoError(f"cargo made no {' and no '.join(sorted(missing))}")
    return {name: files[name] for name in modules}


def sync_stubs(root: Path) -> None:
    """Has the stub generator bring `stubs/` up to date."""
    _cargo(
        root,
        ["run", "--quiet", "-p", "pyzig-stubgen", "--", str(root / "stubs")],
        {"PYO3_PYTHON": sys.executable},
    )


def _signature() -> str:
    major, minor, *_ = sys.version_info
    return f"{sys.implementation.name}-{major}.{minor}-{sys.maxsize.bit_length() + 1}bit"


def _cargo(root: Path, arguments: list[str], environment: Mapping[str, str]) -> str:
    cargo = os.environ.get("CARGO") or shutil.which("cargo")
    if not cargo:
        raise CargoError("cargo is not on the PATH")
    shown = sys.stderr is not None and sys.stderr.isatty()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [cargo, *arguments],
            cwd=root,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        assert process.stderr is not None
        said = []
        with process:
            for line in process.stderr:
                said.append(line)
                if shown:
                    sys.stderr.write(line)
        if process.returncode:
            raise CargoError(f"`cargo {arguments[0]}` failed\n{''.join(said).rstrip()}")
        output.seek(0)
        return output.read()
