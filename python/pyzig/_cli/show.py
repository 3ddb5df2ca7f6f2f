"""`pyzig dump` and `pyzig tree`: a file as its model writes it, and as an outline."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

import pyzig_sexp

from . import kinds
from .check import Finding

_WIDEST_ATOM = 60
_WIDEST_INDENT = 40


def add_commands(commands: Any) -> None:
    """Adds the commands to the parser of the command line."""
    parser = commands.add_parser(
        "dump",
        help="write a file as its model does",
        description="Reads a file through the model of its format and writes what the model makes of it.",
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--output", "-o", metavar="FILE", help="write to a file, which is replaced as a whole"
    )
    parser.set_defaults(run=dump)

    parser = commands.add_parser(
        "tree",
        help="show the lists of a file",
        description=(
            "Shows any S-expression file as an outline: a line for each list, with its line number and its atoms. "
            "With --json, lists become arrays, words become strings, and strings in quotes become objects with the "
            'one member "string".'
        ),
    )
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--depth", type=_depth, metavar="N", help="leave out what is nested deeper than N lists"
    )
    parser.add_argument("--json", action="store_true", help="write a JSON document")
    parser.set_defaults(run=tree)


def dump(options: argparse.Namespace) -> int:
    """Reads a file and writes it again."""
    try:
        kind, content = kinds.load(options.file, kinds.read(options.file))
    except ValueError as error:
        return _refuse(options.file, error)
    module = kinds.module_of(kind)
    if options.output:
        module.dump(content, options.output)
    else:
        # Bytes, so that no line ending is translated.
        sys.stdout.buffer.write(module.dumps(content).encode())
    return 0


def tree(options: argparse.Namespace) -> int:
    """Shows the generic tree of a file."""
    try:
        root = pyzig_sexp.tree.loads(kinds.read(options.file))
    except ValueError as error:
        return _refuse(options.file, error)
    depth = float("inf") if options.depth is None else options.depth
    for part in _json(root, depth) if options.json else _outline(root, depth):
        sys.stdout.write(part)
    return 0


def _outline(root: Any, depth: float) -> Iterator[str]:
    stack = [(1, item) for item in reversed(list(root))]
    width = len(str(_last_line(root)))
    while stack:
        level, item = stack.pop()
        if not isinstance(item, pyzig_sexp.tree.List):
            yield f"{'':{width}}  {_cut(item)}\n"
            continue
        items = list(item)
        atoms = [_cut(part) for part in items if not isinstance(part, pyzig_sexp.tree.List)]
        lists = [part for part in items if isinstance(part, pyzig_sexp.tree.List)]
        hidden = f" … {len(lists)}" if lists and level >= depth else ""
        yield f"{item.line:{width}}  {'  ' * min(level - 1, _WIDEST_INDENT)}{' '.join(atoms) or '()'}{hidden}\n"
        if not hidden:
            stack.extend((level + 1, part) for part in reversed(lists))


def _json(root: Any, depth: float) -> Iterator[str]:
    # Iterative: a file may be nested deeper than Python calls can be.
    stack: list[tuple[float, Iterator[Any]]] = [(0, iter(list(root)))]
    yield "["
    first = True
    while stack:
        level, items = stack[-1]
        item = next(items, None)
        if item is None:
            stack.pop()
            yield "]"
            first = False
            continue
        if isinstance(item, pyzig_sexp.tree.List):
            if level >= depth:
                continue
            yield "[" if first else ",\n["
            stack.append((level + 1, iter(list(item))))
            first = True
            continue
        value = {"string": str(item)} if item.quoted else str(item)
        yield ("" if first else ",") + json.dumps(value, ensure_ascii=False)
        first = False
    yield "\n"


def _last_line(root: Any) -> int:
    lists = [item for item in root if isinstance(item, pyzig_sexp.tree.List)]
    while lists:
        last = lists[-1]
        lists = [item for item in last if isinstance(item, pyzig_sexp.tree.List)]
        if not lists:
            return last.line or 1
    return 1


def _cut(atom: Any) -> str:
    text: str = atom.text
    if len(text) > _WIDEST_ATOM:
        text = text[: _WIDEST_ATOM - 1] + "…"
    return text.replace("\n", "\\n")


def _refuse(file: str, error: ValueError) -> int:
    finding = Finding.of_error(error)
    print(f"{finding.place(file)}: error: {finding.message}", file=sys.stderr)
    return 1


def _depth(text: str) -> int:
    depth = int(text)
    if depth < 1:
        raise ValueError(text)
    return depth
