"""Whatever is called with whatever, the process goes on."""

import os
import subprocess
from pathlib import Path

import pytest

# More for a longer search: each seed is another sequence of calls.
SEEDS = int(os.environ.get("PYZIG_CALL_SEEDS", "2"))
CALLS = 20_000


@pytest.mark.parametrize("seed", range(SEEDS))
def test_arbitrary_calls(seed, run_python):
    done: subprocess.CompletedProcess[str] = run_python(
        str(Path(__file__).with_name("arbitrary_calls.py")), str(seed), str(CALLS)
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{CALLS} calls")
