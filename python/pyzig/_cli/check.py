"""`pyzig check`: reads files through their models and says what is wrong with them, or unknown to the model."""

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from . import kinds
from .progress import Progress

_DESCRIPTION = """\
Reads each file through the model of its format, and says where it is no S-expression, where a value does not fit, and
which of its tokens the model does not know (they are kept, and are no error). Of a directory, all KiCad files in it
and below it are checked.
"""


@dataclass
class Finding:
    """Something about a file: an error in it, or tokens that its model does not know."""

    path: str
    message: str
    line: int | None = None
    column: int | None = None
    kind: str = ""

    @classmethod
    def of_error(cls, error: ValueError) -> "Finding":
        return cls(
            path=getattr(error, "path", ""),
            message=str(error),
            line=getattr(error, "line", None),
            column=getattr(error, "column", None),
            kind=getattr(error, "kind", type(error).__name__),
        )

    def place(self, file: str) -> str:
        return ":".join([file, *(str(part) for part in (self.line, self.column) if part is not None)])


@dataclass
class Outcome:
    """What the check of one file has shown."""

    file: str
    kind: str = ""
    errors: list[Finding] = field(default_factory=list)
    unknown: list[Finding] = field(default_factory=list)
    unreadable: str = ""

    @property
    def ok(self) -> bool:
        return not self.errors and not self.unreadable


def add_commands(commands: Any) -> None:
    """Adds the command to the parser of the command line."""
    parser = commands.add_parser("check", help="say what is wrong with files", description=_DESCRIPTION)
    parser.add_argument("paths", nargs="+", metavar="FILE|DIR")
    parser.add_argument("--strict", action="store_true", help="take unknown tokens for errors")
    parser.add_argument("--all", action="store_true", help="name each unknown token, not each kind of them")
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing of files that are fine")
    parser.add_argument("--json", action="store_true", help="write a JSON document")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Checks what the options name, and returns the exit status."""
    files = list(_files(options.paths))
    progress = Progress(len(files))
    outcomes = []
    for done, file in enumerate(files):
        progress.at(done, file)
        outcome = check(file)
        outcomes.append(outcome)
        if not options.json:
            lines = list(_report(outcome, each=options.all, quiet=options.quiet))
            if lines:
                progress.clear()
                print("\n".join(lines), file=sys.stderr if outcome.unreadable else sys.stdout)
    progress.clear()
    summary = {
        "files": len(outcomes),
        "ok": sum(outcome.ok for outcome in outcomes),
        "errors": sum(len(outcome.errors) for outcome in outcomes),
        "unknown": sum(len(outcome.unknown) for outcome in outcomes),
        "unreadable": sum(bool(outcome.unreadable) for outcome in outcomes),
    }
    if options.json:
        document = {
            "files": [asdict(outcome) | {"ok": outcome.ok} for outcome in outcomes],
            "summary": summary,
        }
        json.dump(document, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        print(_sentence(summary))
    if summary["unreadable"]:
        return 2
    return int(bool(summary["errors"] or (options.strict and summary["unknown"])))


def check(file: str) -> Outcome:
    """Reads and validates one file."""
    outcome = Outcome(file)
    try:
        data = kinds.read(file)
    except OSError as error:
        outcome.unreadable = error.strerror or str(error)
        return outcome
    outcome.kind = kinds.kind_of(file, data)
    module = kinds.module_of(outcome.kind)
    try:
        content = module.loads(data)
    except ValueError as error:
        outcome.errors.append(Finding.of_error(error))
        return outcome
    if outcome.kind != kinds.TREE:
        outcome.errors = [
            Finding(problem.path, problem.message, problem.line, problem.column, problem.kind)
            for problem in module.validate(content)
        ]
        outcome.unknown = [
            Finding(token.path, token.text, token.line, token.column, "UnknownToken")
            for token in module.unknown_tokens(content)
        ]
    return outcome


def _files(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if os.path.isdir(path):
            yield from kinds.files_below(path)
        else:
            yield path


def _report(outcome: Outcome, *, each: bool, quiet: bool) -> Iterator[str]:
    if outcome.unreadable:
        yield f"{outcome.file}: {outcome.unreadable}"
        return
    for error in outcome.errors:
        yield f"{error.place(outcome.file)}: error: {error.message}"
    for first, count in _grouped(outcome.unknown, each=each):
        times = f" ({count} times)" if count > 1 else ""
        yield f"{first.place(outcome.file)}: unknown: {first.path}{times}: {first.message}"
    if outcome.ok and not quiet:
        yield f"{outcome.file}: ok ({outcome.kind})"


def _grouped(tokens: list[Finding], *, each: bool) -> Iterator[tuple[Finding, int]]:
    groups: dict[object, list[Finding]] = {}
    for number, token in enumerate(tokens):
        groups.setdefault(number if each else token.path, []).append(token)
    for group in groups.values():
        yield group[0], len(group)


def _sentence(summary: dict[str, int]) -> str:
    def number(count: int, noun: str) -> str:
        return f"{count} {noun}{'' if count == 1 else 's'}"

    parts = [f"{number(summary['files'], 'file')}: {summary['ok']} ok", number(summary["errors"], "error")]
    if summary["unreadable"]:
        parts.append(f"{summary['unreadable']} unreadable")
    parts.append(number(summary["unknown"], "unknown token"))
    return ", ".join(parts)
