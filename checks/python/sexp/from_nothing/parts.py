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


def text_box(
    start: pcb.Xy, end: pcb.Xy, layer: str, margin: float, new: Callable[[], str], *, later: bool
) -> pcb.TextBox:
    return pcb.TextBox(
        text="boxed",
        start=start,
        end=end,
        margins=pcb.Margins(left=margin, top=margin, right=margin, bottom=margin),
        layer=layer,
        uuid=new(),
        effects=effects(),
        border=True,
        stroke=stroke(0.1),
        knockout=False if later else None,
    )


def table(
    at: pcb.Xy,
    widths: tuple[float, float],
    height: float,
    layer: str,
    margin: float,
    new: Callable[[], str],
    *,
    later: bool,
) -> pcb.Table:
    """A table of one row. Only KiCad 10 gives the table itself an identity."""
    first, second = widths
    return pcb.Table(
        column_count=2,
        uuid=new() if later else None,
        layer=layer,
        border=pcb.Border(external=True, header=True, stroke=stroke(0.1)),
        separators=pcb.Separator(rows=True, cols=True, stroke=stroke(0.1)),
        column_widths=widths,
        row_heights=[height],
        cells=pcb.Cells(
            table_cells=[
                pcb.TableCell(
                    text=name,
                    start=pcb.Xy(x=x, y=at.y),
                    end=pcb.Xy(x=x + width, y=at.y + height),
                    margins=pcb.Margins(left=margin, top=margin, right=margin, bottom=margin),
                    span=pcb.Span(cols=1, rows=1),
                    layer=layer,
                    uuid=new(),
                    effects=effects(),
                )
                for name, x, width in (("Name", at.x, first), ("No.", at.x + first, second))
            ]
        ),
    )
