"""A footprint in a file of its own, with all that footprints hold."""

from typing import Any

from pyzig_sexp import footprint, pcb

from .parts import PNG, VERSIONS, effects, identities, outline, pieces, stroke, table, text_box


def make(version: int) -> footprint.FootprintFile:
    """The footprint as a file of this version of KiCad."""
    new = identities()
    silk, fab, copper = "F.SilkS", "F.Fab", "F.Cu"
    later = version >= 10

    def text(name: str, value: str, y: float, layer: str, hide: bool | None = None) -> pcb.Property:
        return pcb.Property(
            name=name,
            value=value,
            at=pcb.Xyr(x=0, y=y, r=0),
            layer=layer,
            hide=hide,
            uuid=new(),
            effects=effects(),
        )

    properties = [
        text("Reference", "REF**", -3.5, silk),
        text("Value", "everything", 3.5, fab),
        text("Datasheet", "https://example.com/all.pdf", 0, fab, hide=True),
        text("Description", 'A part with "quotes" and a \\', 0, fab, hide=True),
    ]
    lines = [
        pcb.Line(
            start=pcb.Xy(x=-2, y=-1.5), end=pcb.Xy(x=2, y=-1.5), stroke=stroke(), layer=silk, uuid=new()
        ),
        pcb.Line(
            start=pcb.Xy(x=-2, y=1.5),
            end=pcb.Xy(x=2, y=1.5),
            stroke=stroke(0.1, pcb.E_stroke_type.DASH_DOT),
            layer=silk,
            uuid=new(),
        ),
    ]
    rects = [
        pcb.Rect(
            start=pcb.Xy(x=-2.5, y=-2),
            end=pcb.Xy(x=2.5, y=2),
            stroke=stroke(0.05),
            fill=pcb.E_fill.NO,
            layer=silk,
            uuid=new(),
            radius=0.25 if later else None,
        )
    ]
    arcs = [
        pcb.Arc(
            start=pcb.Xy(x=-2, y=-0.5),
            mid=pcb.Xy(x=-1.5, y=0),
            end=pcb.Xy(x=-2, y=0.5),
            stroke=stroke(),
            layer=silk,
            uuid=new(),
        )
    ]
    circles = [
        pcb.Circle(
            center=pcb.Xy(x=-1, y=-1),
            end=pcb.Xy(x=-0.9, y=-1),
            stroke=stroke(),
            fill=pcb.E_fill.YES,
            layer=silk,
            uuid=new(),
        )
    ]
    polygons = [
        pcb.Polygon(
            pts=outline((-1, 1), (-0.5, 1.25), (-1, 1.5)),
            stroke=stroke(0),
            fill=pcb.E_fill.HATCH if later else pcb.E_fill.YES,
            layer=silk,
            uuid=new(),
        )
    ]
    curves = [
        pcb.Curve(
            pts=outline((0, 1), (0.25, 1.5), (0.75, 0.5), (1, 1)), stroke=stroke(), layer=silk, uuid=new()
        )
    ]
    texts = [
        pcb.FpText(
            type=pcb.E_fp_text_type.USER,
            text="${REFERENCE}",
            at=pcb.Xyr(x=0, y=0, r=90),
            unlocked=True,
            layer=pcb.TextLayer(layer=fab),
            uuid=new(),
            effects=effects(0.5, 0.08),
        ),
        pcb.FpText(
            type=pcb.E_fp_text_type.USER,
            text="two\nlines",
            at=pcb.Xyr(x=1, y=0, r=0),
            layer=pcb.TextLayer(layer=fab, knockout=pcb.E_knockout.KNOCKOUT),
            uuid=new(),
            effects=pcb.Effects(
                font=pcb.Font(
                    size=pcb.Wh(w=0.5, h=0.75), thickness=0.1, line_spacing=1.5, bold=True, italic=True
                ),
                justify=pcb.Justify(
                    justify1=pcb.E_justify.LEFT,
                    justify2=pcb.E_justify.BOTTOM,
                    justify3=pcb.E_justify.MIRROR,
                ),
            ),
        ),
    ]
    boxes = [text_box(pcb.Xy(x=3, y=-2), pcb.Xy(x=8, y=2), fab, 0.5, new, later=later)]
    tables = [table(pcb.Xy(x=0, y=4), (5, 2.5), 2, fab, 0.5, new, later=later)]
    identity = new()
    dimension = pcb.Dimension(
        type=pcb.E_dimension_type.ALIGNED,
        layer=fab,
        uuid=identity,
        pts=pcb.DimensionPts(xys=[pcb.Xy(x=-2, y=2), pcb.Xy(x=2, y=2)]),
        height=1.5,
        format=pcb.DimensionFormat(prefix="", suffix="", units=3, units_format=0, precision=4),
        style=pcb.DimensionStyle(
            thickness=0.1,
            arrow_length=1.27,
            text_position_mode=0,
            extension_height=0.58642,
            extension_offset=0.5,
            keep_text_aligned=True,
        ),
        gr_text=pcb.Text(
            text="4.0000",
            at=pcb.Xyr(x=0, y=2.35, r=0),
            layer=pcb.TextLayer(layer=fab),
            uuid=identity,
            effects=effects(),
        ),
    )
    image = pcb.Image(at=pcb.Xy(x=10, y=0), layer=fab, scale=0.5, data=pieces(PNG), uuid=new())
    teardrops = pcb.Teardrop(
        best_length_ratio=0.5,
        max_length=1,
        best_width_ratio=1,
        max_width=2,
        curved_edges=True,
        filter_ratio=0.9,
        enabled=True,
        allow_two_segments=True,
        prefer_zone_connections=False,
    )
    inherited: dict[str, Any] = {}
    if not later:
        inherited = {"thermal_bridge_angle": 45, "zone_connect": pcb.E_zone_connection.INHERITED}
    pads = [
        pcb.Pad(
            name="1",
            type=pcb.E_pad_type.SMD,
            shape=pcb.E_pad_shape.ROUNDRECT,
            at=pcb.Xyr(x=-1.5, y=0),
            size=pcb.Wh(w=0.8, h=0.95),
            layers=[copper, "F.Mask", "F.Paste"],
            roundrect_rratio=0.25,
            solder_mask_margin=0.05,
            solder_paste_margin=-0.05,
            solder_paste_margin_ratio=-0.1,
            clearance=0.2,
            zone_connect=pcb.E_zone_connection.THERMAL,
            thermal_bridge_width=0.5,
            thermal_bridge_angle=45,
            thermal_gap=0.3,
            teardrops=teardrops,
            uuid=new(),
        ),
        pcb.Pad(
            name="2",
            type=pcb.E_pad_type.THRU_HOLE,
            shape=pcb.E_pad_shape.OVAL,
            at=pcb.Xyr(x=1.5, y=0, r=90),
            size=pcb.Wh(w=1.2, h=2),
            drill=pcb.PadDrill(
                shape=pcb.E_pad_drill_shape.OVAL, size_x=0.6, size_y=1.2, offset=pcb.Xy(x=0.1, y=0)
            ),
            properties=pcb.E_pad_property.PAD_PROP_TESTPOINT,
            layers=["*.Cu", "*.Mask"],
            remove_unused_layers=True,
            keep_end_layers=True,
            zone_layer_connections=[],
            die_length=1.5,
            tenting=(
                pcb.PadTenting(front=True, back=True)
                if later
                else pcb.PadTenting(type=pcb.E_pad_tenting.FRONT, other=pcb.E_pad_tenting.BACK)
            ),
            uuid=new(),
        ),
        pcb.Pad(
            name="3",
            type=pcb.E_pad_type.SMD,
            shape=pcb.E_pad_shape.CUSTOM,
            at=pcb.Xyr(x=0, y=-2),
            size=pcb.Wh(w=0.5, h=0.5),
            layers=[copper],
            options=pcb.PadOptions(clearance=pcb.E_pad_clearance.OUTLINE, anchor=pcb.E_pad_anchor.CIRCLE),
            primitives=pcb.PadPrimitives(
                gr_polys=[
                    pcb.Polygon(pts=outline((0, 0), (1, 0), (1, 0.5)), width=0.05, fill=pcb.E_fill.YES)
                ],
                gr_lines=[pcb.Line(start=pcb.Xy(x=0, y=0), end=pcb.Xy(x=-1, y=0), width=0.2)],
            ),
            uuid=new(),
        ),
        pcb.Pad(
            name="4",
            type=pcb.E_pad_type.THRU_HOLE,
            shape=pcb.E_pad_shape.CIRCLE,
            at=pcb.Xyr(x=0, y=2),
            size=pcb.Wh(w=1.5, h=1.5),
            drill=pcb.PadDrill(size_x=0.8),
            layers=["*.Cu", "*.Mask"],
            remove_unused_layers=False,
            uuid=new(),
            padstack=pcb.PadPadstack(
                mode=pcb.E_padstack_mode.FRONT_INNER_BACK,
                layers=[
                    pcb.PadPadstackLayer(
                        name="Inner", shape=pcb.E_pad_shape.RECT, size=pcb.Wh(w=1.2, h=1.2), **inherited
                    ),
                    pcb.PadPadstackLayer(
                        name="B.Cu",
                        shape=pcb.E_pad_shape.ROUNDRECT,
                        size=pcb.Wh(w=2, h=1.5),
                        roundrect_rratio=0.25,
                        **inherited,
                    ),
                ],
            ),
        ),
    ]
    zone = pcb.Zone(
        net=None if later else 0,
        net_name=None if later else "",
        layer=copper,
        uuid=new(),
        name="no tracks",
        hatch=pcb.Hatch(mode=pcb.E_zone_hatch_mode.EDGE, pitch=0.5),
        connect_pads=pcb.ConnectPads(clearance=0),
        min_thickness=0.25,
        filled_areas_thickness=None if later else False,
        keepout=pcb.ZoneKeepout(
            tracks=pcb.E_zone_keepout.NOT_ALLOWED,
            vias=pcb.E_zone_keepout.NOT_ALLOWED,
            pads=pcb.E_zone_keepout.ALLOWED,
            copperpour=pcb.E_zone_keepout.NOT_ALLOWED,
            footprints=pcb.E_zone_keepout.ALLOWED,
        ),
        placement=pcb.ZonePlacement(enabled=False, sheetname=""),
        fill=pcb.ZoneFill(
            thermal_gap=0.5,
            thermal_bridge_width=0.5,
            island_removal_mode=0 if later else None,
        ),
        polygon=pcb.Polygon(pts=outline((-1, -3), (1, -3), (1, -2.75), (-1, -2.75))),
    )
    group = pcb.Group(name="body", uuid=new(), members=[lines[0].uuid, lines[1].uuid])
    model = pcb.Model(
        path="${KICAD9_3DMODEL_DIR}/Package.3dshapes/all.step",
        hide=True,
        opacity=0.5,
        offset=pcb.ModelXyz(xyz=pcb.Xyz(x=0, y=0.1, z=0)),
        scale=pcb.ModelXyz(xyz=pcb.Xyz(x=1, y=1, z=1)),
        rotate=pcb.ModelXyz(xyz=pcb.Xyz(x=0, y=0, z=-90)),
    )
    further: dict[str, Any] = {}
    if later:
        further = {
            "units": pcb.Units(units=[pcb.Unit(name="A", pins=["1", "2"])]),
            "duplicate_pad_numbers_are_jumpers": False,
            "jumper_pad_groups": [pcb.JumperPadGroup(pads=["3", "4"])],
            "points": [pcb.Point(at=pcb.Xy(x=0, y=0), size=1, layer=fab, uuid=new())],
            "barcodes": [
                pcb.Barcode(
                    at=pcb.Xyr(x=12, y=0, r=0),
                    layer=fab,
                    size=pcb.Wh(w=3, h=3),
                    text="all",
                    text_height=1.5,
                    type=pcb.E_barcode_type.QR,
                    ecc_level=pcb.E_barcode_ecc_level.L,
                    hide=False,
                    knockout=False,
                    uuid=new(),
                )
            ],
        }
    return footprint.FootprintFile(
        footprint=footprint.Footprint(
            name="everything",
            version=20241229 if version == 9 else 20260206,
            generator="pcbnew",
            generator_version=VERSIONS[version],
            layer=copper,
            description="All that a footprint can hold",
            tags=["all test"],
            propertys=properties,
            solder_mask_margin=0.05,
            solder_paste_margin=-0.05,
            solder_paste_margin_ratio=-0.05,
            clearance=0.2,
            zone_connect=pcb.E_zone_connection.FULL,
            attr=[pcb.E_Attr.SMD, pcb.E_Attr.EXCLUDE_FROM_BOM, pcb.E_Attr.DNP],
            net_tie_pad_groups=["1,3"],
            private_layers=["Cmts.User"],
            fp_lines=lines,
            fp_rects=rects,
            fp_arcs=arcs,
            fp_circles=circles,
            fp_poly=polygons,
            fp_curves=curves,
            fp_texts=texts,
            fp_text_boxes=boxes,
            tables=tables,
            dimensions=[dimension],
            images=[image],
            pads=pads,
            zones=[zone],
            groups=[group],
            embedded_fonts=False,
            models=[model],
            **further,
        )
    )
