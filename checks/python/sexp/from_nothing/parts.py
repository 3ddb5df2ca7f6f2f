"""What footprints and boards have in common."""

from collections.abc import Callable
from typing import Any

from pyzig_sexp import pcb

VERSIONS = {9: "9.0", 10: "10.0"}
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAACXBIWXMAAC4jAAAuIwF4pT92AAAAEUlEQVR42mNoYWDAihiG"
    "lgQABoshAXIvR4AAAAAASUVORK5CYII="
)


def identities() -> Callable[[], str]:
    """A function that gives another identity each time. They rise: KiCad sorts by them what is otherwise alike."""
    count = 0

    def identity() -> str:
        nonlocal count
        count += 1
        return f"00000000-0000-4000-8000-{count:012x}"

    return identity


def pieces(text: str) -> list[str]:
    """The pieces of 76 characters in which KiCad keeps what is in base 64."""
    return [text[start : start + 76] for start in range(0, len(text), 76)]


def effects(size: float = 1, thickness: float | None = 0.15, **further: Any) -> pcb.Effects:
    return pcb.Effects(font=pcb.Font(size=pcb.Wh(w=size, h=size), thickness=thickness), **further)


def stroke(width: float = 0.12, kind: str = pcb.E_stroke_type.SOLID) -> pcb.Stroke:
    return pcb.Stroke(width=width, type=kind)


def outline(*corners: tuple[float, float]) -> pcb.Pts:
    return pcb.Pts(xys=[pcb.Xy(x=x, y=y) for x, y in corners])
