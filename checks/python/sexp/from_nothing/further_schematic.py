"""A schematic of KiCad 10 with further kinds of what sheets hold: those that `drawn_schematic` has one of only."""

from typing import Any

from pyzig_sexp import pcb, schematic

from . import drawn_schematic, further_symbols
from .drawn_schematic import ROOT
from .parts import PNG, VERSIONS, effects, identities, pieces
from .symbol_library import fill


def make(version: int) -> schematic.SchematicFile:
    """The schematic as a file of KiCad 10."""
    new = identities()

    def at(x: float, y: float, angle: float = 0) -> pcb.Xyr:
        return pcb.Xyr(x=round(x, 4), y=round(y, 4), r=angle)

    def left(*words: str, **further: Any) -> pcb.Effects:
        named = {f"justify{number}": word for number, word in enumerate(words, 1)}
        return effects(1.27, None, justify=pcb.Justify(**named) if words else None, **further)

    def named(name: str, value: str, x: float, y: float, **further: Any) -> schematic.Property:
        switches = {"show_name": False, "do_not_autoplace": False} | further
        return schematic.Property(name=name, value=value, at=at(x, y), effects=left(), **switches)

    def instances(reference: str, unit: int, variants: Any = ()) -> schematic.Instances:
        path = schematic.InstancePath(path=f"/{ROOT}", reference=reference, unit=unit, variants=variants)
        return schematic.Instances(projects=[schematic.ProjectInstances(name="further", paths=[path])])

    gate, ground = further_symbols.gate(), further_symbols.ground()
    gate.name, ground.name = "Library:Gate", "Library:GND"
    texts = [
        schematic.Text(
            text="see there",
            exclude_from_sim=True,
            at=at(25.4, 25.4, 90),
            effects=pcb.Effects(
                font=pcb.Font(
                    size=pcb.Wh(w=2.54, h=2.54),
                    thickness=0.5,
                    bold=True,
                    italic=True,
                    color=schematic.Color(r=255, g=0, b=0, a=1),
                ),
                justify=pcb.Justify(justify1="right"),
                href="https://example.com/?a=1&b=2",
            ),
            uuid=new(),
        )
    ]
    boxes = [
        schematic.TextBox(
            text="filled",
            exclude_from_sim=False,
            at=at(50.8, 25.4, 90),
            size=pcb.Xy(x=25.4, y=12.7),
            margins=pcb.Margins(left=1, top=1, right=1, bottom=1),
            stroke=schematic.Stroke(width=0.3, type="dot", color=schematic.Color(r=1, g=2, b=3, a=0.5)),
            fill=fill("color", schematic.Color(r=255, g=255, b=194, a=1)),
            effects=left("right", "bottom"),
            uuid=new(),
        )
    ]
    junctions = [
        schematic.Junction(
            at=pcb.Xy(x=101.6, y=76.2), diameter=1, color=schematic.Color(r=0, g=132, b=0, a=1), uuid=new()
        )
    ]
    labels = [
        schematic.Label(
            text=text,
            at=at(50.8, 50.8 + 2.54 * index, angle),
            fields_autoplaced=bool(fields),
            effects=left(side, "bottom"),
            uuid=new(),
            propertys=fields,
        )
        for index, (text, angle, side, fields) in enumerate(
            (
                ("~{RESET}", 0, "left", []),
                ("A{slash}B", 90, "left", []),
                ("D[0..7]", 180, "right", []),
                ("FAST", 270, "right", [named("Netclass", "Fast", 50.8, 60.96, hide=True)]),
            )
        )
    ]
    shapes = ("input", "output", "bidirectional", "tri_state", "passive")
    global_labels = [
        schematic.GlobalLabel(
            text=shape.upper(),
            shape=shape,
            at=at(76.2, 50.8 + 5.08 * index),
            effects=left("left"),
            uuid=new(),
            propertys=[named("Intersheetrefs", "${INTERSHEET_REFS}", 83.82, 50.8 + 5.08 * index, hide=True)],
        )
        for index, shape in enumerate(shapes)
    ]
    hierarchical = [
        schematic.HierarchicalLabel(
            text=shape, shape=shape, at=at(101.6, 50.8 + 5.08 * index), effects=left("left"), uuid=new()
        )
        for index, shape in enumerate(shapes)
    ]
    flags = [
        schematic.NetclassFlag(
            text="",
            length=5.08,
            shape=shape,
            at=at(127 + 5.08 * index, 50.8),
            effects=left("left", "bottom"),
            uuid=new(),
            propertys=[
                named("Netclass", "Fast", 127 + 5.08 * index, 45.72, show_name=True, do_not_autoplace=True)
            ],
        )
        for index, shape in enumerate(("dot", "round", "diamond", "rectangle"))
    ]
    symbols = []
    for index, (reference, library, mirror, angle, style) in enumerate(
        (("U1", gate, "x", 0, 1), ("U2", gate, "y", 0, 2), ("#PWR01", ground, None, 270, 1))
    ):
        x, y = 152.4, 50.8 + 25.4 * index
        variants = []
        if reference == "U2":
            variants = [
                schematic.SchematicVariant(
                    name="small",
                    dnp=False,
                    exclude_from_sim=False,
                    in_bom=True,
                    on_board=True,
                    in_pos_files=True,
                    fields=[pcb.VariantField(name="Value", value="none")],
                )
            ]
        symbols.append(
            schematic.SymbolInstance(
                lib_id=library.name,
                at=at(x, y, angle),
                mirror=mirror,
                unit=1,
                body_style=style,
                exclude_from_sim=style == 2,
                in_bom=style == 1,
                on_board=style == 1,
                in_pos_files=style == 1,
                dnp=style == 2,
                uuid=new(),
                propertys=[
                    named("Reference", reference, x, y, hide=True if "#" in reference else None),
                    named("Value", library.name.split(":")[1], x, y),
                    named("Footprint", "", x, y, hide=True),
                    named("Datasheet", "", x, y, hide=True),
                    named("Description", "", x, y, hide=True),
                    named("MPN", "1-2", x, y, show_name=True, do_not_autoplace=True),
                ],
                pins=[
                    schematic.InstancePin(name=pin.number.number, uuid=new())
                    for pin in library.symbols[0].pins
                ],
                instances=instances(reference, 1, variants),
            )
        )
    paper = schematic.Fill(color=schematic.Color(r=240, g=240, b=255, a=0.5))
    del paper.type
    sheet = schematic.Sheet(
        at=pcb.Xy(x=203.2, y=50.8),
        size=pcb.Xy(x=25.4, y=30.48),
        exclude_from_sim=True,
        in_bom=False,
        on_board=False,
        dnp=True,
        stroke=schematic.Stroke(width=0.5, type="solid", color=schematic.Color(r=0, g=0, b=255, a=1)),
        fill=paper,
        uuid=new(),
        propertys=[
            named("Sheetname", "inner", 203.2, 50.8),
            named("Sheetfile", "inner.kicad_sch", 203.2, 81.28),
            named("Note", "own", 203.2, 83.82, hide=True),
        ],
        pins=[
            schematic.SheetPin(name=shape, type=shape, at=place, uuid=new(), effects=left(side))
            for shape, place, side in (
                ("bidirectional", at(215.9, 50.8, 90), "right"),
                ("input", at(203.2, 55.88, 180), "left"),
                ("output", at(228.6, 55.88, 0), "right"),
                ("passive", at(203.2, 60.96, 180), "left"),
                ("tri_state", at(215.9, 81.28, 270), "left"),
            )
        ],
        instances=schematic.Instances(
            projects=[
                schematic.ProjectInstances(
                    name="further", paths=[schematic.InstancePath(path=f"/{ROOT}", page="2")]
                )
            ]
        ),
    )
    return schematic.SchematicFile(
        kicad_sch=schematic.KicadSch(
            version=drawn_schematic.FORMATS[version],
            generator="eeschema",
            generator_version=VERSIONS[version],
            uuid=ROOT,
            paper="A3",
            paper_orientation="portrait",
            title_block=schematic.TitleBlock(comment=[pcb.Comment(number=9, text='the "last"')]),
            lib_symbols=schematic.LibSymbols(symbols=[ground, gate]),
            texts=texts,
            text_boxes=boxes,
            junctions=junctions,
            images=[schematic.Image(at=pcb.Xy(x=25.4, y=101.6), uuid=new(), data=pieces(PNG))],
            labels=labels,
            global_labels=global_labels,
            hierarchical_labels=hierarchical,
            netclass_flags=flags,
            symbols=symbols,
            sheets=[sheet],
            sheet_instances=schematic.PathInstances(paths=[schematic.InstancePath(path="/", page="1")]),
        )
    )
