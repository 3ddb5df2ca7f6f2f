"""A symbol library with all that symbols hold."""

from typing import Any

from pyzig_sexp import pcb, schematic, symbol

from .parts import VERSIONS, effects, outline

FORMATS = {9: 20241209, 10: 20251024}


def stroke(width: float = 0.254, kind: str = schematic.E_stroke_type.DEFAULT) -> schematic.Stroke:
    return schematic.Stroke(width=width, type=kind)


def fill(kind: str = schematic.E_fill_type.NONE, color: schematic.Color | None = None) -> schematic.Fill:
    return schematic.Fill(type=kind, color=color)


def properties(version: int, texts: dict[str, str]) -> list[schematic.Property]:
    """The named texts of a symbol; those other than reference and value are hidden."""
    found = []
    for index, (name, value) in enumerate(texts.items()):
        hidden: dict[str, Any] = {}
        if name not in ("Reference", "Value"):
            hidden = {"hide": True}
        found.append(
            schematic.Property(
                name=name,
                value=value,
                at=pcb.Xyr(x=0, y=0 if name.startswith("ki_") else 2.54 * index, r=0),
                show_name=False if version >= 10 else None,
                do_not_autoplace=False if version >= 10 else None,
                effects=effects(1.27, None, **({} if version >= 10 else hidden)),
                **(hidden if version >= 10 else {}),
            )
        )
    return found


def pin(
    number: str,
    name: str,
    x: float,
    y: float,
    angle: float,
    kind: str,
    style: str = schematic.E_pin_style.LINE,
    **further: Any,
) -> schematic.SymbolPin:
    return schematic.SymbolPin(
        at=pcb.Xyr(x=x, y=y, r=angle),
        length=2.54,
        type=kind,
        style=style,
        name=schematic.PinName(name=name, effects=effects(1.27, None)),
        number=schematic.PinNumber(number=number, effects=effects(1.27, None)),
        **further,
    )


def part(version: int) -> schematic.Symbol:
    """A symbol with two units, and all shapes."""
    later = version >= 10
    both = schematic.SymbolUnit(
        name="Part_0_1",
        arcs=[
            schematic.Arc(
                start=pcb.Xy(x=-3.81, y=0),
                mid=pcb.Xy(x=-2.54, y=1.27),
                end=pcb.Xy(x=-1.27, y=0),
                stroke=stroke(),
                fill=fill(),
            )
        ],
        beziers=[
            schematic.Bezier(
                pts=schematic.Pts(xys=outline((1.27, 0), (2.54, 2.54), (3.81, -2.54), (5.08, 0)).xys),
                stroke=stroke(0),
                fill=fill(),
            )
        ],
        circles=[
            schematic.Circle(
                center=pcb.Xy(x=-1.27, y=0),
                radius=1.27,
                stroke=stroke(0.1524, schematic.E_stroke_type.DASH),
                fill=fill(schematic.E_fill_type.OUTLINE),
            )
        ],
        polylines=[
            schematic.Polyline(
                pts=schematic.Pts(xys=outline((0, -2.54), (1.27, -1.27), (2.54, -2.54)).xys),
                stroke=stroke(),
                fill=fill(schematic.E_fill_type.COLOR, schematic.Color(r=255, g=229, b=191, a=0.5)),
            )
        ],
        rectangles=[
            schematic.Rect(
                start=pcb.Xy(x=-5.08, y=5.08),
                end=pcb.Xy(x=5.08, y=-5.08),
                stroke=schematic.Stroke(
                    width=0.254,
                    type=schematic.E_stroke_type.SOLID,
                    color=schematic.Color(r=132, g=0, b=0, a=1),
                ),
                fill=fill(schematic.E_fill_type.BACKGROUND),
            )
        ],
        texts=[
            schematic.SymbolText(
                text="two\nlines", at=pcb.Xyr(x=0, y=3.81, r=900), effects=effects(1.27, None)
            )
        ],
        text_boxes=[
            schematic.TextBox(
                text="boxed",
                at=pcb.Xyr(x=-2.54, y=12.7, r=0),
                size=pcb.Xy(x=5.08, y=-2.54),
                margins=pcb.Margins(left=0.9525, top=0.9525, right=0.9525, bottom=0.9525),
                stroke=stroke(),
                fill=fill(),
                effects=effects(1.27, None),
            )
        ],
    )
    units = [both]
    for index, (letter, kind) in enumerate(
        ((1, schematic.E_pin_type.INPUT), (2, schematic.E_pin_type.BIDIRECTIONAL))
    ):
        units.append(
            schematic.SymbolUnit(
                name=f"Part_{letter}_1",
                unit_name="Upper" if letter == 1 else None,
                pins=[
                    pin(str(2 * index + 1), "A", -7.62, 2.54, 0, kind, schematic.E_pin_style.INVERTED_CLOCK),
                    pin(
                        str(2 * index + 2),
                        "~{B}",
                        -7.62,
                        -2.54,
                        0,
                        schematic.E_pin_type.TRI_STATE,
                        hide=True,
                        alternates=[
                            schematic.PinAlternate(
                                name="C",
                                type=schematic.E_pin_type.OPEN_COLLECTOR,
                                style=schematic.E_pin_style.OUTPUT_LOW,
                            )
                        ],
                    ),
                ],
            )
        )
    return schematic.Symbol(
        name="Part",
        pin_numbers=schematic.E_hide.HIDE,
        pin_names=schematic.PinNames(offset=1.016, hide=True),
        exclude_from_sim=False,
        in_bom=True,
        on_board=True,
        in_pos_files=True if later else None,
        duplicate_pin_numbers_are_jumpers=False if later else None,
        jumper_pin_groups=[schematic.JumperPinGroup(pins=["1", "2"])] if later else [],
        propertys=properties(
            version,
            {
                "Reference": "U",
                "Value": "Part",
                "Footprint": "Library:Name",
                "Datasheet": "~",
                "Description": 'With "quotes" and a \\',
                "ki_keywords": "part all",
                "ki_fp_filters": "DIP* SO*",
            },
        ),
        symbols=units,
        embedded_fonts=False,
    )


def power(version: int) -> schematic.Symbol:
    """A power symbol."""
    later = version >= 10
    return schematic.Symbol(
        name="VCC",
        power=True,
        power_scope=schematic.E_power_scope.GLOBAL if later else None,
        pin_names=schematic.PinNames(offset=0),
        exclude_from_sim=False,
        in_bom=True,
        on_board=True,
        in_pos_files=True if later else None,
        duplicate_pin_numbers_are_jumpers=False if later else None,
        propertys=properties(
            version,
            {"Reference": "#PWR", "Value": "VCC", "Footprint": "", "Datasheet": "", "Description": "Power"},
        ),
        symbols=[
            schematic.SymbolUnit(
                name="VCC_0_1",
                polylines=[
                    schematic.Polyline(
                        pts=schematic.Pts(xys=outline((-0.762, 1.27), (0, 2.54), (0.762, 1.27)).xys),
                        stroke=stroke(0),
                        fill=fill(),
                    )
                ],
            ),
            schematic.SymbolUnit(
                name="VCC_1_1", pins=[pin("1", "~", 0, 0, 90, schematic.E_pin_type.POWER_IN)]
            ),
        ],
        embedded_fonts=False,
    )


def derived(version: int) -> schematic.Symbol:
    """A symbol that differs from another one in its properties."""
    return schematic.Symbol(
        name="Part_Other",
        extends="Part",
        propertys=properties(
            version,
            {
                "Reference": "U",
                "Value": "Part_Other",
                "Footprint": "",
                "Datasheet": "",
                "Description": "",
                "ki_keywords": "other",
                "ki_fp_filters": "DIP*",
            },
        ),
        embedded_fonts=None if version == 9 else False,
    )


def library(version: int, symbols: list[schematic.Symbol]) -> symbol.SymbolFile:
    """A library of these symbols as a file of this version of KiCad."""
    return symbol.SymbolFile(
        kicad_sym=symbol.SymbolLib(
            version=FORMATS[version],
            generator="kicad_symbol_editor",
            generator_version=VERSIONS[version],
            symbols=symbols,
        )
    )


def make(version: int) -> symbol.SymbolFile:
    """The library as a file of this version of KiCad."""
    return library(version, [part(version), power(version), derived(version)])
