"""What editing costs: a script that changes a board, as a whole and in parts, and changes of long lists.

    python checks/bench/edits.py BOARD
    python checks/bench/edits.py --modules original=DIR --modules pyzig=DIR BOARD

Each DIR holds importable ``pyzig`` and ``pyzig_sexp`` modules; without ``--modules`` the installed ones are measured.
Every implementation runs in processes of its own, in turn; the fastest of ``--rounds`` counts. Figures are CPU time:
of the script's parts for all that they do, of changes of lists for each change. Prints a table in Markdown.
"""

import gc
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import beside

# Tracks that the script adds, and elements of a long list.
MANY = 10_000
# Changes of a long list, where each may cost as much as the list is long.
SOME = 1_000

# Something that is done with a list and new elements.
Work = Callable[[Any, list[Any]], object]


def segment(pcb: Any, number: int) -> Any:
    """A new track."""
    x, y = number % 97 * 0.25, number % 89 * 0.5
    start, end = pcb.Xy(x=x, y=y), pcb.Xy(x=x + 1.5, y=y)
    return pcb.Segment(start=start, end=end, width=0.25, layer="F.Cu", net=1, uuid=f"{number:x}")


def via(pcb: Any, number: int) -> Any:
    """A new via."""
    at = pcb.Xy(x=number % 97 * 0.25, y=number % 89 * 0.5)
    layers = ["F.Cu", "B.Cu"]
    return pcb.Via(at=at, size=0.8, drill=0.4, layers=layers, net=1, uuid=f"{number:x}")


def script(pcb: Any, text: str) -> beside.Figures:
    """Nanoseconds of each part of a script that changes a board."""
    figures = {}
    before = time.process_time()

    def part(name: str) -> None:
        nonlocal before
        now = time.process_time()
        figures[f"script: {name}"] = (now - before) * 1e9
        before = now

    file = pcb.loads(text)
    board = file.kicad_pcb
    part("`loads`")
    for number in range(MANY):
        if number % 10:
            board.segments.append(segment(pcb, number))
        else:
            board.vias.append(via(pcb, number))
    part(f"make and append {MANY:,} segments and vias")
    for footprint in board.footprints:
        footprint.at.x += 2.5
        footprint.at.y -= 1.25
    part("move all footprints")
    for net in board.nets:
        if net.name:
            net.name = f"{net.name}_renamed"
    for footprint in board.footprints:
        for pad in footprint.pads:
            if pad.net is not None and pad.net.name:
                pad.net.name = f"{pad.net.name}_renamed"
    part("rename nets, of pads too")
    for place in range(len(board.segments) - 1, -1, -10):
        board.segments.pop(place)
    part("delete a tenth of the segments")
    pcb.dumps(file)
    part("`dumps`")
    figures["script: all of it"] = sum(figures.values())
    return figures


def each(elements: Any, new: list[Any], change: Callable[[Any, Any], object]) -> None:
    """Makes one change for each of some new elements."""
    for element in new[:SOME]:
        change(elements, element)


def take_first(elements: Any, _: Any) -> None:
    """Removes the first element as one that is known."""
    elements.remove(elements[0])


def replace(elements: Any, element: Any) -> None:
    """Puts a new element in the place of another."""
    elements[len(elements) // 2] = element


def extend_slice(elements: Any, new: list[Any]) -> None:
    """Puts new elements into the midst."""
    elements[100:100] = new


def drop_half(elements: Any, _: list[Any]) -> None:
    """Removes every second element while a copy is gone through."""
    for number, element in enumerate(list(elements)):
        if number % 2:
            elements.remove(element)


def reorder(elements: Any, _: list[Any]) -> None:
    """Sorts by a field that is in no order."""
    elements.sort(key=lambda element: element.uuid[::-1])


# Changes of a list of MANY elements, and how many changes each makes.
LONG: dict[str, tuple[Work, int]] = {
    "`append(new)`": (lambda elements, new: [elements.append(element) for element in new], MANY),
    "`insert(0, new)`": (
        lambda elements, new: each(elements, new, lambda own, one: own.insert(0, one)),
        SOME,
    ),
    "`extend(new)`": (lambda elements, new: elements.extend(new), MANY),
    "`elements[100:100] = new`": (extend_slice, MANY),
    "`elements[5000] = new`": (lambda elements, new: each(elements, new, replace), SOME),
    "`pop(0)`": (lambda elements, new: each(elements, new, lambda own, _: own.pop(0)), SOME),
    "`pop(len(elements) - 1)`": (
        lambda elements, new: each(elements, new, lambda own, _: own.pop(len(own) - 1)),
        SOME,
    ),
    "`remove(elements[0])`": (lambda elements, new: each(elements, new, take_first), SOME),
    "`del elements[5000]`": (
        lambda elements, new: each(elements, new, lambda own, _: own.__delitem__(5000)),
        SOME,
    ),
    "`remove(element)` of every second": (drop_half, MANY // 2),
    "`sort(key=...)`": (reorder, MANY),
    "`clear()`": (lambda elements, _: elements.clear(), MANY),
}


def long_lists(pcb: Any, text: str) -> beside.Figures:
    """Nanoseconds of each change of a long list; not a number for what there is not."""
    figures = {}
    for name, (work, count) in LONG.items():
        board = pcb.loads(text).kicad_pcb
        board.segments = [segment(pcb, number) for number in range(MANY)]
        new = [segment(pcb, number) for number in range(MANY)]
        figures[f"list of {MANY:,}: {name}"] = spent(lambda: work(board.segments, new), count)
    return figures


def spent(work: Callable[[], object], count: int) -> float:
    """CPU nanoseconds of each of some changes that are made at once."""
    before = time.process_time()
    try:
        work()
    except (AttributeError, TypeError):
        return math.nan
    return (time.process_time() - before) / count * 1e9


def others(pcb: Any, text: str) -> beside.Figures:
    """Nanoseconds of each change of other kinds."""
    board, target = (pcb.loads(text).kicad_pcb for _ in range(2))
    count = len(board.footprints)

    def move() -> None:
        for _ in range(count // 2):
            target.footprints.append(board.footprints[0])
            board.footprints.pop(0)

    def drop() -> None:
        for number, footprint in enumerate(list(target.footprints)):
            if number % 2:
                target.footprints.remove(footprint)

    def append() -> None:
        for number in range(10 * MANY):
            board.segments.append(segment(pcb, number))

    return {
        "move a footprint to another board": spent(move, count // 2),
        "remove every second footprint": spent(drop, (count + count // 2) // 2),
        f"make and append one of {10 * MANY:,} segments": spent(append, 10 * MANY),
    }


def measure(path: str) -> beside.Figures:
    """All figures, in this process."""
    from pyzig_sexp import pcb

    text = Path(path).read_text(encoding="utf-8")
    gc.disable()
    return script(pcb, text) | long_lists(pcb, text) | others(pcb, text)


if __name__ == "__main__":
    beside.main(__doc__, measure, "board")
