"""The stubs, as type checkers see them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")


def test_use_passes_strict_checks(root: Path, tmp_path: Path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull),
            *("--cache-dir", str(tmp_path), str(Path(__file__).with_name("typed_use.py"))),
        ],
        env=os.environ | {"MYPYPATH": str(root / "stubs")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
