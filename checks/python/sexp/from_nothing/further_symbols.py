"""A library of KiCad 10 with further kinds of symbols: with body styles, private shapes, and pins of all kinds."""

from pyzig_sexp import pcb, schematic, symbol

from .parts import effects, outline
from .symbol_library import fill, library, pin, properties, stroke

TEXTS = {"Reference": "U", "Value": "", "Footprint": "", "Datasheet": "", "Description": ""}


def part(name: str, units: list[schematic.SymbolUnit], **further) -> schematic.Symbol:
    return schematic.Symbol(
        name=name,
        exclude_from_sim=False,
        in_bom=True,
        on_board=True,
        in_pos_files=True,
        duplicate_pin_numbers_are_jumpers=False,
        propertys=further.pop("propertys", None) or properties(10, TEXTS | {"Value": name}),
        symbols=units,
        embedded_fonts=False,
        **further,
    )


def gate() -> schematic.Symbol:
    """A symbol that is drawn in two ways."""
    return part(
        "Gate",
        [
            schematic.SymbolUnit(
                name=f"Gate_1_{style}",
                pins=[
                    pin("1", "A", -7.62, 0, 0, "input"),
                    pin("2", "Y", 7.62, 0, 180, "output", "inverted" if style == 2 else "line"),
                ],
            )
            for style in (1, 2)
        ],
        body_styles=["demorgan"],
        pin_names=schematic.PinNames(offset=0, hide=True),
    )


def styled() -> schematic.Symbol:
    """A symbol with body styles that have names."""
    shown = properties(10, TEXTS | {"Value": "Styled", "ki_keywords": "x y"})
    shown[0].hide = True
    shown[1].show_name = shown[2].do_not_autoplace = True
    shown.insert(
        5,
        schematic.Property(
            private=True,
            name="Note",
            value="stays in the library",
            at=pcb.Xyr(x=0, y=0, r=90),
            show_name=False,
            do_not_autoplace=False,
            hide=True,
            effects=pcb.Effects(
                font=pcb.Font(size=pcb.Wh(w=2, h=1), bold=True, italic=True),
                justify=pcb.Justify(justify1="left", justify2="top"),
            ),
        ),
    )
    return part(
        "Styled",
        [
            schematic.SymbolUnit(name=f"Styled_1_{style}", pins=[pin("1", "A", -2.54 * style, 0, 0, "input")])
            for style in (1, 2)
        ],
        body_styles=["wide", "narrow"],
        propertys=shown,
    )


def kinds() -> schematic.Symbol:
    """A symbol with pins of all types and styles, and private shapes."""
    pins = [
        pin(str(number), kind, -10.16, 2.54 * number, 0, kind, hide=True if kind == "no_connect" else None)
        for number, kind in enumerate(schematic.E_pin_type, 1)
    ]
    pins += [
        pin(f"S{number}", style, 10.16, 2.54 * number, 180, "passive", style)
        for number, style in enumerate(schematic.E_pin_style, 1)
    ]
    pins[0].alternates = [
        schematic.PinAlternate(name=name, type="output", style="clock") for name in ("A", "B", "~{C}/D 1")
    ]
    return part(
        "Kinds",
        [
            schematic.SymbolUnit(
                name="Kinds_0_1",
                arcs=[
                    schematic.Arc(
                        private=True,
                        start=pcb.Xy(x=-1, y=0),
                        mid=pcb.Xy(x=0, y=1),
                        end=pcb.Xy(x=1, y=0),
                        stroke=stroke(),
                        fill=fill(),
                    )
                ],
                rectangles=[
                    schematic.Rect(
                        start=pcb.Xy(x=-5, y=5),
                        end=pcb.Xy(x=5, y=-5),
                        radius=1,
                        stroke=stroke(0.2, "dash_dot"),
                        fill=fill("reverse_hatch", schematic.Color(r=1, g=2, b=3, a=0.125)),
                    )
                ],
                polylines=[
                    schematic.Polyline(
                        pts=schematic.Pts(xys=outline((0, 0), (1, 1)).xys),
                        private=True,
                        stroke=stroke(0, "dot"),
                        fill=fill(),
                    )
                ],
                texts=[
                    schematic.SymbolText(
                        private=True, text="private", at=pcb.Xyr(x=0, y=0, r=0), effects=effects(1.27, None)
                    )
                ],
            ),
            schematic.SymbolUnit(name="Kinds_1_1", pins=pins),
        ],
    )


def ground() -> schematic.Symbol:
    """A power symbol of one sheet."""
    return part(
        "GND",
        [schematic.SymbolUnit(name="GND_1_1", pins=[pin("1", "~", 0, 0, 270, "power_in")])],
        power=True,
        power_scope="local",
    )


def make(version: int) -> symbol.SymbolFile:
    """The library as a file of KiCad 10."""
    return library(version, [ground(), gate(), kinds(), styled()])
