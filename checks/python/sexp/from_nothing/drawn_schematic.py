"""A schematic with all that sheets hold."""

from pyzig_sexp import pcb, schematic

from . import symbol_library
from .parts import PNG, VERSIONS, effects, identities, outline, pieces
from .symbol_library import fill, stroke

FORMATS = {9: 20250114, 10: 20260306}
ROOT = "00000000-0000-4000-8000-000000000000"


def make(version: int) -> schematic.SchematicFile:
    """The schematic as a file of this version of KiCad."""
    new = identities()
    later = version >= 10

    def at(x: float, y: float, angle: float = 0) -> pcb.Xyr:
        return pcb.Xyr(x=x, y=y, r=angle)

    def points(*corners: tuple[float, float]) -> schematic.Pts:
        return schematic.Pts(xys=outline(*corners).xys)

    def left(*words: str) -> pcb.Effects:
        return effects(
            1.27, None, justify=pcb.Justify(**{f"justify{n}": word for n, word in enumerate(words, 1)})
        )

    def named(name: str, value: str, x: float, y: float, hide: bool = False) -> schematic.Property:
        hidden = {"hide": True} if hide else {}
        return schematic.Property(
            name=name,
            value=value,
            at=at(x, y),
            show_name=False if later else None,
            do_not_autoplace=False if later else None,
            effects=effects(1.27, None, **({} if later else hidden)),
            **(hidden if later else {}),
        )

    margins = pcb.Margins(left=0.9525, top=0.9525, right=0.9525, bottom=0.9525)
    part, power = symbol_library.part(version), symbol_library.power(version)
    part.name, power.name = "Library:Part", "power:VCC"

    texts = [
        schematic.Text(
            text='Several\nlines, "quoted"',
            exclude_from_sim=False,
            at=at(50.8, 25.4),
            effects=left(pcb.E_justify.LEFT, pcb.E_justify.BOTTOM),
            uuid=new(),
        )
    ]
    boxes = [
        schematic.TextBox(
            text="boxed",
            exclude_from_sim=False,
            at=at(76.2, 25.4),
            size=pcb.Xy(x=25.4, y=12.7),
            margins=margins,
            stroke=stroke(0),
            fill=fill(),
            effects=left(pcb.E_justify.LEFT, pcb.E_justify.TOP),
            uuid=new(),
        )
    ]
    table = schematic.Table(
        column_count=2,
        uuid=new() if later else None,
        border=pcb.Border(external=True, header=True, stroke=pcb.Stroke(width=0, type="solid")),
        separators=pcb.Separator(rows=True, cols=True, stroke=pcb.Stroke(width=0, type="solid")),
        column_widths=[20.32, 10.16],
        row_heights=[5.08],
        cells=schematic.Cells(
            table_cells=[
                schematic.TableCell(
                    text=text,
                    exclude_from_sim=False,
                    at=at(x, 50.8),
                    size=pcb.Xy(x=width, y=5.08),
                    margins=margins,
                    span=pcb.Span(cols=1, rows=1),
                    fill=fill(),
                    effects=left(pcb.E_justify.LEFT, pcb.E_justify.TOP),
                    uuid=new(),
                )
                for text, x, width in (("Name", 101.6, 20.32), ("No.", 121.92, 10.16))
            ]
        ),
    )
    junctions = [
        schematic.Junction(
            at=pcb.Xy(x=101.6, y=76.2), diameter=0, color=schematic.Color(r=0, g=0, b=0, a=0), uuid=new()
        )
    ]
    no_connects = [schematic.NoConnect(at=pcb.Xy(x=93.98, y=99.06), uuid=new())]
    entries = [
        schematic.BusEntry(
            at=pcb.Xy(x=127, y=76.2), size=pcb.Xy(x=2.54, y=2.54), stroke=stroke(0), uuid=new()
        )
    ]
    wires = [
        schematic.Wire(pts=points((88.9, 76.2), (101.6, 76.2)), stroke=stroke(0), uuid=new()),
        schematic.Wire(
            pts=points((101.6, 76.2), (127, 76.2)),
            stroke=schematic.Stroke(width=0.5, type="dash", color=schematic.Color(r=255, g=0, b=0, a=0.5)),
            uuid=new(),
        ),
    ]
    buses = [schematic.Bus(pts=points((129.54, 78.74), (129.54, 101.6)), stroke=stroke(0), uuid=new())]
    polylines = [
        schematic.Polyline(pts=points((25.4, 152.4), (50.8, 152.4)), stroke=stroke(0, "dash"), uuid=new())
    ]
    arcs = [
        schematic.Arc(
            start=pcb.Xy(x=25.4, y=165.1),
            mid=pcb.Xy(x=27.94, y=162.56),
            end=pcb.Xy(x=30.48, y=165.1),
            stroke=stroke(0),
            fill=fill(),
            uuid=new(),
        )
    ]
    circles = [
        schematic.Circle(
            center=pcb.Xy(x=50.8, y=165.1),
            radius=2.54,
            stroke=stroke(0),
            fill=fill("color", schematic.Color(r=255, g=229, b=191, a=0.25)),
            uuid=new(),
        )
    ]
    rectangles = [
        schematic.Rect(
            start=pcb.Xy(x=60.96, y=160.02),
            end=pcb.Xy(x=71.12, y=167.64),
            stroke=stroke(0),
            fill=fill("hatch", schematic.Color(r=0, g=0, b=0, a=0)) if later else fill(),
            uuid=new(),
        )
    ]
    beziers = [
        schematic.Bezier(
            pts=points((35.56, 165.1), (38.1, 160.02), (40.64, 170.18), (43.18, 165.1)),
            stroke=stroke(0),
            fill=fill(),
            uuid=new(),
        )
    ]
    images = [schematic.Image(at=pcb.Xy(x=88.9, y=165.1), scale=0.5, uuid=new(), data=pieces(PNG))]
    labels = [
        schematic.Label(
            text="D0",
            at=at(129.54, 88.9),
            effects=left(pcb.E_justify.LEFT, pcb.E_justify.BOTTOM),
            uuid=new(),
        )
    ]
    global_labels = [
        schematic.GlobalLabel(
            text="CLOCK",
            shape="input",
            at=at(88.9, 76.2, 180),
            fields_autoplaced=True,
            effects=left(pcb.E_justify.RIGHT),
            uuid=new(),
            propertys=[named("Intersheetrefs", "${INTERSHEET_REFS}", 80.01, 76.2, hide=True)],
        )
    ]
    hierarchical = [
        schematic.HierarchicalLabel(
            text="OUT",
            shape="output",
            at=at(152.4, 76.2),
            effects=left(pcb.E_justify.LEFT),
            uuid=new(),
        )
    ]
    area = schematic.RuleArea(
        exclude_from_sim=False,
        in_bom=True,
        on_board=True,
        dnp=False,
        polyline=schematic.Polyline(
            pts=points((165.1, 25.4), (190.5, 25.4), (190.5, 50.8), (165.1, 50.8)),
            stroke=stroke(0, "dash"),
            fill=fill(),
            uuid=new(),
        ),
    )
    flags = [
        schematic.NetclassFlag(
            text="",
            length=2.54,
            shape="round",
            at=at(110.49, 76.2),
            fields_autoplaced=True,
            effects=left(pcb.E_justify.LEFT, pcb.E_justify.BOTTOM),
            uuid=new(),
            propertys=[named("Netclass", "Fast", 111.4425, 73.66), named("Component Class", "", 0, 0)],
        )
    ]
    symbols = [
        schematic.SymbolInstance(
            lib_id="Library:Part",
            at=at(101.6, 96.52, 90),
            mirror="x",
            unit=1,
            body_style=1 if later else None,
            exclude_from_sim=False,
            in_bom=True,
            on_board=True,
            in_pos_files=True if later else None,
            dnp=False,
            fields_autoplaced=True,
            uuid=new(),
            propertys=[
                named("Reference", "U1", 105.41, 95.25),
                named("Value", "Part", 105.41, 97.79),
                named("Footprint", "Library:Name", 101.6, 96.52, hide=True),
                named("Datasheet", "~", 101.6, 96.52, hide=True),
                named("Description", 'With "quotes" and a \\', 101.6, 96.52, hide=True),
            ],
            pins=[
                schematic.InstancePin(name=number, uuid=new(), alternate="C" if number == "2" else None)
                for number in ("1", "2", "3", "4")
            ],
            instances=schematic.Instances(
                projects=[
                    schematic.ProjectInstances(
                        name="in", paths=[schematic.InstancePath(path=f"/{ROOT}", reference="U1", unit=1)]
                    )
                ]
            ),
        )
    ]
    plain = schematic.Fill(color=schematic.Color(r=0, g=0, b=0, a=0))
    del plain.type
    sheets = [
        schematic.Sheet(
            at=pcb.Xy(x=165.1, y=76.2),
            size=pcb.Xy(x=25.4, y=25.4),
            exclude_from_sim=False,
            in_bom=True,
            on_board=True,
            dnp=False,
            fields_autoplaced=True,
            stroke=stroke(0.1524, "solid"),
            fill=plain,
            uuid=new(),
            propertys=[
                schematic.Property(
                    name=name,
                    value=value,
                    at=at(165.1, y),
                    show_name=False if later else None,
                    do_not_autoplace=False if later else None,
                    effects=left("left", side),
                )
                for name, value, y, side in (
                    ("Sheetname", "inner", 75.4884, "bottom"),
                    ("Sheetfile", "inner.kicad_sch", 102.1846, "top"),
                )
            ],
            pins=[
                schematic.SheetPin(
                    name="OUT", type="output", at=at(165.1, 81.28, 180), uuid=new(), effects=left("left")
                )
            ],
            instances=schematic.Instances(
                projects=[
                    schematic.ProjectInstances(
                        name="in", paths=[schematic.InstancePath(path=f"/{ROOT}", page="2")]
                    )
                ]
            ),
        )
    ]
    groups = [pcb.Group(name="drawn", uuid=new(), members=[arcs[0].uuid, circles[0].uuid])]
    return schematic.SchematicFile(
        kicad_sch=schematic.KicadSch(
            version=FORMATS[version],
            generator="eeschema",
            generator_version=VERSIONS[version],
            uuid=ROOT,
            paper="User",
            paper_width=300,
            paper_height=200.5,
            title_block=schematic.TitleBlock(
                title="Everything",
                date="2026-11-22",
                rev="1",
                company="pyzig",
                comment=[pcb.Comment(number=1, text="First"), pcb.Comment(number=4, text="Fourth")],
            ),
            lib_symbols=schematic.LibSymbols(symbols=[part, power]),
            bus_aliases=[] if later else [schematic.BusAlias(name="DATA", members=["D0", "D1"])],
            texts=texts,
            text_boxes=boxes,
            tables=[table],
            junctions=junctions,
            no_connects=no_connects,
            bus_entrys=entries,
            wires=wires,
            buss=buses,
            polylines=polylines,
            arcs=arcs,
            beziers=beziers,
            circles=circles,
            rectangles=rectangles,
            images=images,
            labels=labels,
            global_labels=global_labels,
            hierarchical_labels=hierarchical,
            rule_areas=[area],
            netclass_flags=flags,
            symbols=symbols,
            sheets=sheets,
            groups=groups if later else [],
            sheet_instances=schematic.PathInstances(paths=[schematic.InstancePath(path="/", page="1")]),
            embedded_fonts=None if later else False,
        )
    )
