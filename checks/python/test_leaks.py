"""What is made and dropped leaves no memory behind; `checks/leaks` does it a hundred times as often."""

from pathlib import Path

import pytest

ROUNDS = 1000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")
def test_classes_and_list_views_leak_nothing(run_python):
    done = run_python(str(Path(__file__).with_name("leaks.py")), str(ROUNDS))
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith(f" list views, {ROUNDS} rounds\n")
