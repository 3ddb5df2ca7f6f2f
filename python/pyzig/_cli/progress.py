"""A line that says how far a long run has come."""

import shutil
import sys
import time

_DELAY = 0.5
_INTERVAL = 0.1


class Progress:
    """Shows how many of a number of files are done, on standard error.

    Only where that is a terminal, and only once the run has taken a while.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._next = time.monotonic() + _DELAY if sys.stderr.isatty() else float("inf")
        self._shown = False

    def at(self, done: int, path: str) -> None:
        """Tells that `path` is the next file, after `done` of them."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _INTERVAL
        self._shown = True
        width = shutil.get_terminal_size().columns - 1
        line = f"{done}/{self._total} {path}"[:width]
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Takes the line away, for something else to be written."""
        if self._shown:
            self._shown = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
