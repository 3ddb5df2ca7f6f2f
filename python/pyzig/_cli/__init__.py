"""The command line: `pyzig check`, `pyzig dump`, `pyzig tree`."""

import argparse
import os
import sys
from collections.abc import Sequence

from . import check, show

_DESCRIPTION = "Check, rewrite and show KiCad files."
_EPILOG = """\
A file is taken for what its first word says it is, or else its name. A kind that has no typed model is read as a
generic tree. `-` stands for the standard input.

exit status:
  0  all went well
  1  a file is not what it should be; the messages say where
  2  wrong usage, or a file that cannot be read
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and returns its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # Who read the output has seen enough. What is still buffered must not be tried again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 141
        print(f"pyzig: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pyzig",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for module in (check, show):
        module.add_commands(commands)
    return parser


class _Version(argparse.Action):
    def __init__(self, option_strings: Sequence[str], dest: str) -> None:
        super().__init__(option_strings, dest, nargs=0, help="show the version and exit")

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata

        try:
            version = metadata.version("pyzig")
        except metadata.PackageNotFoundError:
            version = "(a source checkout)"
        print(f"pyzig {version}")
        parser.exit()
