"""A board of KiCad 10 with further kinds of what boards hold: those that `whole_board` has one of only."""

from collections.abc import Callable
from typing import Any

from pyzig_sexp import pcb

from . import whole_board
from .parts import PNG, effects, identities, outline, pieces, stroke
from .whole_board import xy

New = Callable[[], str]


def text(what: str, x: float, y: float, layer: str, identity: str, **further: Any) -> pcb.Text:
    return pcb.Text(
        text=what,
        at=pcb.Xyr(x=x, y=y, r=0),
        layer=pcb.TextLayer(layer=layer),
        uuid=identity,
        effects=effects(),
        **further,
    )


def dimensions(new: New) -> list[pcb.Dimension]:
    """One of each kind. What is locked is so together with its text: for KiCad, they are the same thing."""

    def dimension(
        kind: str,
        style: dict[str, Any],
        measure: dict[str, Any] | None = None,
        label: tuple[str, float, float, float] = ("", 0, 0, 0),
        **further: Any,
    ) -> pcb.Dimension:
        identity = new()
        named: dict[str, Any] = {}
        if measure is not None:
            what, x, y, angle = label
            named["format"] = pcb.DimensionFormat(units=2, units_format=0, precision=2, **measure)
            named["gr_text"] = text(what, x, y, "Dwgs.User", identity, locked=further.get("locked"))
            named["gr_text"].at.r = angle
        look = pcb.DimensionStyle(
            thickness=0.1, arrow_length=1.27, text_position_mode=0, extension_offset=0.5, **style
        )
        if "extension_height" not in style:
            # KiCad writes the direction of arrows of those that have extension lines.
            del look.arrow_direction
        return pcb.Dimension(
            type=kind,
            layer="Dwgs.User",
            uuid=identity,
            pts=pcb.DimensionPts(xys=[xy(20, 20), xy(40, 25)]),
            style=look,
            **named,
            **further,
        )

    inward = {"extension_height": 0.58642, "arrow_direction": "inward"}
    outward = {"extension_height": 0.58642, "keep_text_aligned": True}
    return [
        dimension(
            "aligned",
            inward,
            {"suppress_zeroes": True},
            ("20.62", 31.491594, 16.533623, 0),
            height=-5,
            locked=True,
        ),
        dimension("leader", {"text_frame": 2}, {"override_value": "note"}, ("note", 30, 30, 0)),
        dimension("center", {}),
        dimension(
            "radial", {}, {"prefix": "R ", "suffix": " max"}, ("R 20.62 max", 30, 30, 0), leader_length=3.81
        ),
        dimension("orthogonal", outward, {}, ("5.00", 22.85, 22.5, 90), height=4, orientation=1),
    ]


def vias(new: New) -> list[pcb.Via]:
    common: dict[str, Any] = {"size": 0.6, "drill": 0.3, "net_name": "GND"}
    return [
        pcb.Via(
            at=xy(60, 60),
            layers=["F.Cu", "B.Cu"],
            start_end_only=True,
            tenting=pcb.ViaTenting(front=True, back=True),
            capping=True,
            covering=pcb.FrontBack(front=True, back=False),
            plugging=pcb.FrontBack(front=False, back=True),
            filling=False,
            uuid=new(),
            **common,
        ),
        pcb.Via(
            at=xy(62, 60),
            layers=["F.Cu", "B.Cu"],
            backdrill=pcb.Backdrill(size=0.5, layers=["F.Cu", "In1.Cu"]),
            tertiary_drill=pcb.Backdrill(size=0.45, layers=["B.Cu", "In2.Cu"]),
            front_post_machining=pcb.PostMachining(mode="counterbore", size=1, depth=0.2),
            back_post_machining=pcb.PostMachining(mode="countersink", size=1, angle=82),
            uuid=new(),
            **common,
        ),
        pcb.Via(type="micro", at=xy(66, 60), layers=["F.Cu", "In1.Cu"], uuid=new(), **common),
        pcb.Via(
            at=xy(68, 60),
            layers=["F.Cu", "B.Cu"],
            padstack=pcb.ViaPadstack(
                mode="custom",
                layers=[
                    pcb.ViaLayer(name=name, size=pcb.Size(x=size))
                    for name, size in (("In1.Cu", 0.5), ("In2.Cu", 0.5), ("B.Cu", 0.8))
                ],
            ),
            uuid=new(),
            **common,
        ),
        pcb.Via(type="buried", at=xy(64, 60), layers=["In1.Cu", "In2.Cu"], uuid=new(), **common),
    ]


def zones(new: New) -> list[pcb.Zone]:
    ring = [(60, 65), (70, 65), (70, 75), (60, 75)]
    allowed = dict.fromkeys(("tracks", "vias", "pads", "copperpour", "footprints"), "allowed")
    common: dict[str, Any] = {
        "hatch": pcb.Hatch(mode="full", pitch=0.5),
        "connect_pads": pcb.ConnectPads(clearance=0),
        "min_thickness": 0.25,
    }
    fill: dict[str, Any] = {"thermal_gap": 0.5, "thermal_bridge_width": 0.5, "island_removal_mode": 0}
    hatched = pcb.Zone(
        net_name="VCC",
        layer="F.Cu",
        uuid=new(),
        fill=pcb.ZoneFill(
            mode="hatch",
            hatch_thickness=1,
            hatch_gap=1.5,
            hatch_orientation=0,
            hatch_border_algorithm="min_thickness",
            hatch_min_hole_area=0.3,
            smoothing="chamfer",
            **fill | {"island_removal_mode": 1},
        ),
        propertys=[pcb.ZoneLayerProperties(layer="F.Cu", hatch_position=pcb.HatchPosition(xy=xy(0.25, 0)))],
        polygon=pcb.Polygon(pts=outline(*ring)),
        more_polygons=[pcb.Polygon(pts=outline((62, 67), (64, 67), (64, 69)))],
        **common,
    )
    areas = [
        pcb.Zone(
            layers=["F.Cu", "In1.Cu"],
            uuid=new(),
            keepout=pcb.ZoneKeepout(**allowed | {"tracks": "not_allowed"}),
            placement=pcb.ZonePlacement(enabled=True, **source),
            fill=pcb.ZoneFill(**fill),
            polygon=pcb.Polygon(pts=outline(*ring)),
            locked=True,
            **common,
        )
        for source in ({"component_class": "Fast"}, {"group": "outer"})
    ]
    return [hatched, *areas]


def footprint(new: New) -> pcb.Footprint:
    """A footprint on the back, with pads of all shapes."""

    def pad(name: str, kind: str, shape: str, x: float, layers: list[str], **further: Any) -> pcb.Pad:
        size = pcb.Wh(w=1, h=2)
        at = pcb.Xyr(x=x, y=0)
        return pcb.Pad(
            name=name, type=kind, shape=shape, at=at, size=size, layers=layers, uuid=new(), **further
        )

    plated: dict[str, Any] = {"layers": ["*.Cu", "*.Mask"], "remove_unused_layers": False}
    chamfered: dict[str, Any] = {
        "roundrect_rratio": 0.1,
        "chamfer_ratio": 0.2,
        "chamfer": ["top_left", "bottom_right"],
    }
    back = ["B.Cu", "B.Mask", "B.Paste"]
    shapes = pcb.PadPrimitives(
        gr_polys=[pcb.Polygon(pts=outline((0, 0), (1, 0), (1, 0.5)), width=0, fill="yes")],
        gr_lines=[pcb.Line(start=xy(0, 0), end=xy(-1, 0), width=0.2)],
        gr_rects=[pcb.Rect(start=xy(0, 0), end=xy(1, 1), width=0.1, fill="no")],
        gr_arcs=[pcb.Arc(start=xy(-1, 0), mid=xy(0, -1), end=xy(1, 0), width=0.1)],
        gr_circles=[pcb.Circle(center=xy(0, 0), end=xy(0.5, 0), width=0.1, fill="yes")],
        gr_curves=[pcb.Curve(pts=outline((0, 0), (0.25, 0.5), (0.75, -0.5), (1, 0)), width=0.1)],
        gr_bboxs=[pcb.Rect(start=xy(-0.5, -0.5), end=xy(0.5, 0.5), fill="yes")],
        gr_vectors=[pcb.Line(start=xy(0, 0), end=xy(0, 1))],
    )
    mirrored = effects(justify=pcb.Justify(justify1="mirror"))
    named = [
        pcb.Property(
            name=name,
            value=value,
            at=pcb.Xyr(x=0, y=index, r=180),
            unlocked=True if name == "Value" else None,
            layer="B.Fab",
            hide=True if index > 1 else None,
            uuid=new(),
            effects=mirrored,
        )
        for index, (name, value) in enumerate(
            (("Reference", "J1"), ("Value", "all"), ("Datasheet", ""), ("Description", ""), ("MPN", "1-2"))
        )
    ]
    return pcb.Footprint(
        name="Library:back",
        locked=True,
        layer="B.Cu",
        uuid=new(),
        at=pcb.Xyr(x=80, y=80, r=180),
        propertys=named,
        attr=["through_hole", "board_only", "allow_missing_courtyard", "allow_soldermask_bridges"],
        duplicate_pad_numbers_are_jumpers=True,
        fp_texts=[
            pcb.FpText(
                type="user",
                text="${REFERENCE}",
                locked=True,
                at=pcb.Xyr(x=0, y=5, r=180),
                layer=pcb.TextLayer(layer="B.SilkS", knockout="knockout"),
                uuid=new(),
                effects=effects(justify=pcb.Justify(justify1="left", justify2="mirror")),
            )
        ],
        pads=[
            pad("", "np_thru_hole", "circle", 0, ["*.Cu", "*.Mask"], drill=pcb.PadDrill(size_x=1)),
            pad("1", "smd", "trapezoid", 2, back, rect_delta=pcb.Wh(w=0, h=0.4)),
            pad("2", "smd", "roundrect", 4, back, **chamfered),
            pad("3", "connect", "rect", 6, ["B.Cu", "B.Mask"], properties="pad_prop_fiducial_loc"),
            pad(
                "4",
                "thru_hole",
                "oval",
                8,
                drill=pcb.PadDrill(shape="oval", size_x=0.6, size_y=1.2),
                backdrill=pcb.Backdrill(size=1.4, layers=["F.Cu", "In1.Cu"]),
                front_post_machining=pcb.PostMachining(mode="countersink", size=2, angle=90),
                net=pcb.Net(name="GND"),
                pinfunction="A",
                pintype="power_in",
                **plated,
            ),
            pad(
                "5",
                "smd",
                "custom",
                10,
                ["B.Cu"],
                options=pcb.PadOptions(clearance="convexhull", anchor="rect"),
                primitives=shapes,
                die_length=2,
                die_delay=3.5,
            ),
            pad(
                "6",
                "thru_hole",
                "rect",
                12,
                drill=pcb.PadDrill(size_x=0.6, offset=xy(0.1, 0.2)),
                padstack=pcb.PadPadstack(
                    mode="custom",
                    layers=[
                        pcb.PadPadstackLayer(name="In1.Cu", shape="circle", size=pcb.Wh(w=1, h=1)),
                        pcb.PadPadstackLayer(name="In2.Cu", shape="oval", size=pcb.Wh(w=1, h=1.5)),
                        pcb.PadPadstackLayer(
                            name="B.Cu", shape="roundrect", size=pcb.Wh(w=1, h=2), **chamfered
                        ),
                    ],
                ),
                **plated,
            ),
        ],
        variants=[
            pcb.FootprintVariant(
                name="small",
                dnp=True,
                exclude_from_bom=True,
                exclude_from_pos_files=True,
                fields=[pcb.VariantField(name="MPN", value="3")],
            )
        ],
        embedded_fonts=False,
    )


def make(version: int) -> pcb.PcbFile:
    """The board as a file of KiCad 10."""
    new = identities()
    file = whole_board.make(version)
    plain = file.kicad_pcb
    measures = dimensions(new)
    lines = [
        pcb.Line(start=xy(10, y), end=xy(20, y), stroke=stroke(0.1, kind), layer="F.Cu", uuid=new())
        for y, kind in enumerate(("solid", "dash", "dash_dot", "dash_dot_dot", "dot"), 10)
    ]
    group_members = [line.uuid for line in lines]
    copper = pcb.Polygon(
        pts=outline((20, 50), (25, 50), (25, 55)),
        stroke=stroke(0),
        fill="cross_hatch",
        layers=["B.Cu", "B.Mask"],
        solder_mask_margin=0.1,
        net_name="GND",
        uuid=new(),
    )
    texts = [
        pcb.Text(
            text='°C – "µ" \\ {slash}',
            at=pcb.Xyr(x=30, y=15, r=45.5),
            layer=pcb.TextLayer(layer="F.Cu"),
            uuid=new(),
            effects=pcb.Effects(
                font=pcb.Font(size=pcb.Wh(w=0.8, h=1.2), line_spacing=1.25, thickness=0.2, bold=True),
                justify=pcb.Justify(justify1="right", justify2="top", justify3="mirror"),
            ),
        ),
        text("locked", 30, 10, "B.SilkS", new(), locked=True),
    ]
    boxes = [
        pcb.TextBox(
            text="turned",
            locked=True,
            pts=outline((40, 40), (47.071068, 47.071068), (44.242641, 49.899495), (37.171573, 42.828427)),
            margins=pcb.Margins(left=0.5, top=0.5, right=0.5, bottom=0.5),
            angle=315,
            layer="Dwgs.User",
            uuid=new(),
            effects=effects(justify=pcb.Justify(justify1="left", justify2="top")),
            border=False,
            stroke=stroke(0, "default"),
            knockout=False,
        )
    ]
    barcode = pcb.Barcode(
        locked=True,
        at=pcb.Xyr(x=50, y=10, r=90),
        layer="F.SilkS",
        size=pcb.Wh(w=20, h=4),
        text="1234",
        text_height=1,
        type="code128",
        hide=True,
        knockout=True,
        margins=xy(1, 1),
        uuid=new(),
    )
    image = pcb.Image(at=xy(60, 10), layer="Cmts.User", locked=True, data=pieces(PNG), uuid=new())
    inner = pcb.Group(name="inner", uuid=new(), members=group_members[:2])
    outer = pcb.Group(
        name="outer", uuid=new(), lib_id="Blocks:outer", members=sorted([inner.uuid, *group_members[2:]])
    )
    return pcb.PcbFile(
        kicad_pcb=pcb.KicadPcb(
            version=plain.version,
            generator="pcbnew",
            generator_version=plain.generator_version,
            general=plain.general,
            paper="User",
            paper_width=200,
            paper_height=150,
            layers=plain.layers,
            setup=plain.setup,
            variants=pcb.Variants(variants=[pcb.Variant(name="small", description="without connectors")]),
            footprints=[footprint(new)],
            gr_lines=lines,
            gr_polys=[copper],
            gr_texts=texts,
            gr_text_boxes=boxes,
            dimensions=measures,
            images=[image],
            barcodes=[barcode],
            vias=vias(new),
            zones=zones(new),
            groups=[inner, outer],
            embedded_fonts=False,
        )
    )
