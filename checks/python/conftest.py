"""What the tests share: where the checkout is, and interpreters of their own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout that the tests lie in."""
    return ROOT


@pytest.fixture(scope="session")
def boards() -> list[Path]:
    """The boards in the checkout."""
    return sorted((ROOT / "checks" / "boards").glob("*.kicad_pcb"))


@pytest.fixture
def run_python() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a new interpreter with the given arguments; `environment` adds variables to this one's."""

    def run(*arguments: str, environment: dict[str, str] | None = None, stdin: str | None = None):
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            encoding="utf-8",
            env=os.environ | (environment or {}),
            input=stdin,
            check=False,
            timeout=600,
        )

    return run
