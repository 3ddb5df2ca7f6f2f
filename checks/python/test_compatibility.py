"""Every row of the table of differences names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_row_has_its_test():
    rows = [line for line in (HERE / "COMPATIBILITY.md").read_text().splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| subject")]
    assert len(rows) > 30
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", row)
        assert named, row
        for file, test in named:
            assert re.search(rf"^ *def {test}\(", (HERE / file).read_text(), re.MULTILINE), f"{file}::{test}"
