"""The stubs, as type checkers see them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mypy")


@pytest.mark.parametrize("name", ["typed_use.py", "typed_scripts.py"])
def test_use_passes_strict_checks(name: str, root: Path, tmp_path: Path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull),
            *("--cache-dir", str(tmp_path), str(Path(__file__).with_name(name))),
        ],
        env=os.environ | {"MYPYPATH": str(root / "stubs")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
