"""A board with all that boards hold."""

from typing import Any

from pyzig_sexp import pcb

from . import library_footprint
from .parts import PNG, VERSIONS, effects, identities, outline, pieces, stroke, table, text_box

FORMATS = {9: 20241229, 10: 20260206}
NETS = ["", "GND", "VCC"]
LAYERS = [
    (0, "F.Cu", "signal", None),
    (4, "In1.Cu", "power", "Ground"),
    (6, "In2.Cu", "signal", None),
    (2, "B.Cu", "signal", None),
    (9, "F.Adhes", "user", "F.Adhesive"),
    (11, "B.Adhes", "user", "B.Adhesive"),
    (13, "F.Paste", "user", None),
    (15, "B.Paste", "user", None),
    (5, "F.SilkS", "user", "F.Silkscreen"),
    (7, "B.SilkS", "user", "B.Silkscreen"),
    (1, "F.Mask", "user", None),
    (3, "B.Mask", "user", None),
    (17, "Dwgs.User", "user", "User.Drawings"),
    (19, "Cmts.User", "user", "User.Comments"),
    (21, "Eco1.User", "user", "User.Eco1"),
    (23, "Eco2.User", "user", "User.Eco2"),
    (25, "Edge.Cuts", "user", None),
    (27, "Margin", "user", None),
    (31, "F.CrtYd", "user", "F.Courtyard"),
    (29, "B.CrtYd", "user", "B.Courtyard"),
    (35, "F.Fab", "user", None),
    (33, "B.Fab", "user", None),
    (39, "User.1", "user", None),
]


def xy(x: float, y: float) -> pcb.Xy:
    return pcb.Xy(x=x, y=y)


def stackup() -> pcb.Stackup:
    def layer(name: str, kind: str, thickness: float | None = None, **further: Any) -> pcb.StackupLayer:
        return pcb.StackupLayer(
            name=name,
            type=kind,
            thickness=None if thickness is None else pcb.Thickness(thickness=thickness),
            **further,
        )

    def dielectric(number: int, kind: str, thickness: float, **further: Any) -> pcb.StackupLayer:
        return layer(
            f"dielectric {number}",
            kind,
            thickness,
            material="FR4",
            epsilon_r=4.5,
            loss_tangent=0.02,
            **further,
        )

    core = dielectric(2, "core", 1)
    core.addsublayer = True
    core.more_thicknesses.append(pcb.Thickness(thickness=0.2, locked=True))
    core.more_materials.append("PTFE")
    core.more_epsilon_rs.append(2.1)
    core.more_loss_tangents.append(0.0005)
    return pcb.Stackup(
        layers=[
            layer("F.SilkS", "Top Silk Screen", color="White"),
            layer("F.Paste", "Top Solder Paste"),
            layer("F.Mask", "Top Solder Mask", 0.01, color="Green"),
            layer("F.Cu", "copper", 0.035),
            dielectric(1, "prepreg", 0.1),
            layer("In1.Cu", "copper", 0.035),
            core,
            layer("In2.Cu", "copper", 0.035),
            dielectric(3, "prepreg", 0.1),
            layer("B.Cu", "copper", 0.035),
            layer("B.Mask", "Bottom Solder Mask", 0.01),
            layer("B.Paste", "Bottom Solder Paste"),
            layer("B.SilkS", "Bottom Silk Screen"),
        ],
        copper_finish="ENIG",
        dielectric_constraints=True,
        edge_connector=pcb.E_edge_connector.BEVELLED,
        edge_plating=True,
    )


def plot(version: int) -> pcb.PcbPlotParams:
    selection = "0x00000000_00000000_55555555_5755f5ff"
    made = pcb.PcbPlotParams(
        layerselection=selection,
        plot_on_all_layers_selection="0x00000000_00000000_00000000_00000000",
        disableapertmacros=False,
        usegerberextensions=False,
        usegerberattributes=True,
        usegerberadvancedattributes=True,
        creategerberjobfile=True,
        dashed_line_dash_ratio=12,
        dashed_line_gap_ratio=3,
        svgprecision=4,
        plotframeref=False,
        mode=1,
        useauxorigin=False,
        hpglpennumber=1,
        hpglpenspeed=20,
        hpglpendiameter=15,
        pdf_front_fp_property_popups=True,
        pdf_back_fp_property_popups=True,
        pdf_metadata=True,
        pdf_single_document=False,
        dxfpolygonmode=True,
        dxfimperialunits=True,
        dxfusepcbnewfont=True,
        psnegative=False,
        psa4output=False,
        plot_black_and_white=True,
        sketchpadsonfab=False,
        plotpadnumbers=False,
        hidednponfab=False,
        sketchdnponfab=True,
        crossoutdnponfab=True,
        subtractmaskfromsilk=False,
        outputformat=1,
        mirror=False,
        drillshape=1,
        scaleselection=1,
        outputdirectory="plots/",
    )
    if version >= 10:
        # What has a default is there until it is taken away; KiCad 10 writes nothing for HPGL.
        del made.hpglpennumber, made.hpglpenspeed, made.hpglpendiameter
    return made


def make(version: int) -> pcb.PcbFile:
    """The board as a file of this version of KiCad."""
    new = identities()
    later = version >= 10

    def net(name: str) -> dict[str, Any]:
        return {"net_name": name} if later else {"net": NETS.index(name)}

    def pad_net(name: str) -> pcb.Net:
        return pcb.Net(name=name) if later else pcb.Net(number=NETS.index(name), name=name)

    lines = [
        pcb.Line(start=xy(100, 100), end=xy(150, 100), stroke=stroke(0.1), layer="Edge.Cuts", uuid=new()),
        pcb.Line(
            start=xy(100, 140), end=xy(150, 140), stroke=stroke(0.1, "default"), layer="Edge.Cuts", uuid=new()
        ),
    ]
    rects = [
        pcb.Rect(
            start=xy(101, 103),
            end=xy(103, 105),
            stroke=stroke(0.1),
            fill="no",
            layer="Edge.Cuts",
            uuid=new(),
        )
    ]
    arcs = [
        pcb.Arc(
            start=xy(140, 100),
            mid=xy(160, 120),
            end=xy(140, 140),
            stroke=stroke(0.1),
            layer="Edge.Cuts",
            uuid=new(),
        ),
        pcb.Arc(
            start=xy(150, 100),
            mid=xy(170, 120),
            end=xy(150, 140),
            stroke=stroke(0.1),
            layer="Edge.Cuts",
            locked=True,
            uuid=new(),
        ),
    ]
    circles = [
        pcb.Circle(
            center=xy(155, 105),
            end=xy(156.6, 105),
            stroke=stroke(0.1),
            fill="no",
            layer="Edge.Cuts",
            uuid=new(),
        )
    ]
    polys = [
        pcb.Polygon(
            pts=outline((120, 103), (123, 103), (123, 105)),
            stroke=stroke(0.1),
            fill="no",
            layer="Margin",
            uuid=new(),
        )
    ]
    curves = [
        pcb.Curve(
            pts=outline((130, 103), (131, 105), (132, 101), (133, 103)),
            stroke=stroke(0.1),
            layer="Margin",
            uuid=new(),
        )
    ]
    images = [pcb.Image(at=xy(140, 110), layer="Dwgs.User", scale=2, data=pieces(PNG), uuid=new())]
    texts = [
        pcb.Text(
            text="pyzig\nall",
            at=pcb.Xyr(x=110, y=135, r=0),
            layer=pcb.TextLayer(layer="F.SilkS", knockout="knockout"),
            uuid=new(),
            effects=effects(1.5, 0.3, justify=pcb.Justify(justify1="left", justify2="bottom")),
        )
    ]
    boxes = [text_box(xy(120, 130), xy(130, 134), "Dwgs.User", 1, new, later=later)]
    tables = [table(xy(100, 150), (10, 5), 3, "Dwgs.User", 1, new, later=later)]

    def dimension(kind: str, **further: Any) -> pcb.Dimension:
        identity = new()
        return pcb.Dimension(
            type=kind,
            layer="Dwgs.User",
            uuid=identity,
            format=pcb.DimensionFormat(
                prefix="", suffix="", units=3, units_format=0, precision=4, suppress_zeroes=True
            ),
            gr_text=pcb.Text(
                text="50",
                at=pcb.Xyr(x=125, y=158.85, r=0),
                layer=pcb.TextLayer(layer="Dwgs.User"),
                uuid=identity,
                effects=effects(),
            ),
            **further,
        )

    style: dict[str, Any] = {"thickness": 0.1, "arrow_length": 1.27, "text_position_mode": 0}
    points = pcb.DimensionPts(xys=[xy(100, 155), xy(150, 155)])
    dimensions = [
        dimension(
            "aligned",
            pts=points,
            height=5,
            style=pcb.DimensionStyle(
                **style, extension_height=0.58642, extension_offset=0.5, keep_text_aligned=True
            ),
        ),
        dimension(
            "orthogonal",
            pts=points,
            height=5,
            orientation=0,
            style=pcb.DimensionStyle(
                **style, extension_height=0.58642, extension_offset=0.5, keep_text_aligned=True
            ),
        ),
    ]
    targets = [
        pcb.Target(
            shape="plus",
            at=xy(95, 95),
            size=pcb.Size(x=3),
            width=0.1,
            layer="Edge.Cuts",
            uuid=new(),
        )
    ]
    segments = [
        pcb.Segment(start=xy(110, 120), end=xy(115, 120), width=0.25, layer="F.Cu", uuid=new(), **net("GND")),
        pcb.Segment(
            start=xy(115, 120),
            end=xy(120, 120),
            width=0.25,
            locked=True,
            layers=["F.Cu", "F.Mask"],
            solder_mask_margin=0.1,
            uuid=new(),
            **net("GND"),
        ),
    ]
    vias = [
        pcb.Via(at=xy(120, 120), size=0.6, drill=0.3, layers=["F.Cu", "B.Cu"], uuid=new(), **net("GND")),
        pcb.Via(
            type="blind",
            at=xy(125, 120),
            size=0.6,
            drill=0.3,
            layers=["F.Cu", "In1.Cu"],
            free=True,
            locked=True,
            uuid=new(),
            **net("GND"),
        ),
        pcb.Via(
            at=xy(130, 120),
            size=0.8,
            drill=0.3,
            layers=["F.Cu", "B.Cu"],
            remove_unused_layers=True,
            keep_end_layers=True,
            zone_layer_connections=["In1.Cu"],
            teardrops=pcb.Teardrop(
                best_length_ratio=0.5,
                max_length=1,
                best_width_ratio=1,
                max_width=2,
                curved_edges=False,
                filter_ratio=0.9,
                enabled=True,
                allow_two_segments=True,
                prefer_zone_connections=True,
            ),
            padstack=pcb.ViaPadstack(
                mode="front_inner_back",
                layers=[
                    pcb.ViaLayer(name="Inner", size=pcb.Size(x=0.7)),
                    pcb.ViaLayer(name="B.Cu", size=pcb.Size(x=0.9)),
                ],
            ),
            uuid=new(),
            **net("GND"),
        ),
    ]
    tracks = [
        pcb.ArcSegment(
            start=xy(110, 125),
            mid=xy(112.5, 127.5),
            end=xy(115, 125),
            width=0.25,
            layer="F.Cu",
            uuid=new(),
            **net("GND"),
        )
    ]
    ground: dict[str, Any] = {"net_name": "GND"} if later else {"net": 1, "net_name": "GND"}
    zone = pcb.Zone(
        layers=["F.Cu", "B.Cu"],
        uuid=new(),
        name="ground",
        hatch=pcb.Hatch(mode="edge", pitch=0.5),
        priority=1,
        connect_pads=pcb.ConnectPads(mode="thru_hole_only", clearance=0.3),
        min_thickness=0.25,
        filled_areas_thickness=None if later else False,
        fill=pcb.ZoneFill(
            enable="yes",
            mode="hatch",
            thermal_gap=0.3,
            thermal_bridge_width=0.4,
            smoothing="fillet",
            radius=0.5,
            island_removal_mode=2,
            island_area_min=10,
            hatch_thickness=1,
            hatch_gap=1.5,
            hatch_orientation=45,
            hatch_smoothing_level=1,
            hatch_smoothing_value=0.1,
            hatch_border_algorithm="hatch_thickness",
            hatch_min_hole_area=0.3,
        ),
        polygon=pcb.Polygon(pts=outline((105, 115), (145, 115), (145, 130), (105, 130))),
        filled_polygon=[
            pcb.FilledPolygon(layer="F.Cu", pts=outline((105.5, 115.5), (144.5, 115.5), (144.5, 129.5))),
            pcb.FilledPolygon(
                layer="B.Cu",
                island=True if later else None,
                pts=outline((105.5, 115.5), (144.5, 129.5), (105.5, 129.5)),
            ),
        ],
        **ground,
    )
    generated = pcb.Generated(
        uuid=new(),
        type="tuning_pattern",
        name="Tuning Pattern",
        layer="F.Cu",
        corner_radius_percent=80,
        end=pcb.GeneratedPoint(xy=xy(115, 120)),
        initial_side="left",
        last_diff_pair_gap=0.18,
        last_netname="GND",
        last_status="tuned",
        last_track_width=0.25,
        max_amplitude=1,
        min_amplitude=0.2,
        min_spacing=0.6,
        origin=pcb.GeneratedPoint(xy=xy(110, 120)),
        override_custom_rules=False,
        rounded=True,
        single_sided=False,
        target_length=50,
        target_length_max=50.1,
        target_length_min=49.9,
        target_skew=0,
        target_skew_max=0.1,
        target_skew_min=-0.1,
        tuning_mode="single",
        members=[segments[0].uuid],
        **(
            {
                "is_time_domain": False,
                "last_tuning_length": 5,
                "target_delay": 0,
                "target_delay_max": 0.1,
                "target_delay_min": -0.1,
            }
            if later
            else {"last_tuning": "5 mm"}
        ),
    )
    group = pcb.Group(name="edge", uuid=new(), members=[line.uuid for line in lines])

    source = library_footprint.make(version).footprint
    footprint = pcb.Footprint(
        name="Library:everything",
        layer="F.Cu",
        uuid=new(),
        at=pcb.Xyr(x=120, y=110, r=90),
        description=source.description,
        tags=list(source.tags),
        propertys=[
            pcb.Property(
                name=name,
                value=value,
                at=pcb.Xyr(x=0, y=y, r=90),
                layer="F.Fab",
                hide=True if name in ("Datasheet", "Description") else None,
                uuid=new(),
                effects=effects(),
            )
            for name, value, y in (
                ("Reference", "U1", -3.5),
                ("Value", "everything", 3.5),
                ("Datasheet", "", 0),
                ("Description", "", 0),
            )
        ],
        component_classes=pcb.ComponentClasses(classes=["Fast"]),
        path=f"/{new()}",
        sheetname="/inner/",
        sheetfile="inner.kicad_sch",
        attr=["smd"],
        fp_lines=[pcb.Line(start=xy(-1, -1), end=xy(1, -1), stroke=stroke(), layer="F.SilkS", uuid=new())],
        pads=[
            pcb.Pad(
                name=number,
                type="smd",
                shape="rect",
                at=pcb.Xyr(x=x, y=0, r=90),
                size=pcb.Wh(w=0.8, h=0.95),
                layers=["F.Cu", "F.Mask", "F.Paste"],
                net=pad_net(name),
                pinfunction=function,
                pintype="passive",
                uuid=new(),
            )
            for number, x, name, function in (("1", -1, "GND", "A"), ("2", 1, "VCC", "B"))
        ],
        embedded_fonts=False,
        duplicate_pad_numbers_are_jumpers=False if later else None,
    )
    further: dict[str, Any] = {}
    if later:
        further = {
            "points": [pcb.Point(at=xy(100, 100), size=1, layer="Dwgs.User", uuid=new())],
            "barcodes": [
                pcb.Barcode(
                    at=pcb.Xyr(x=112, y=0, r=0),
                    layer="Dwgs.User",
                    size=pcb.Wh(w=3, h=3),
                    text="all",
                    text_height=1.5,
                    type="qr",
                    ecc_level="L",
                    hide=False,
                    knockout=False,
                    uuid=new(),
                )
            ],
        }
    else:
        further = {"nets": [pcb.Net(number=number, name=name) for number, name in enumerate(NETS)]}
    return pcb.PcbFile(
        kicad_pcb=pcb.KicadPcb(
            version=FORMATS[version],
            generator="pcbnew",
            generator_version=VERSIONS[version],
            general=pcb.General(thickness=1.6, legacy_teardrops=False),
            paper="A4",
            paper_orientation="portrait",
            title_block=pcb.TitleBlock(
                title="Everything",
                date="2026-11-22",
                revision="1",
                company="pyzig",
                comment=[pcb.Comment(number=1, text="First"), pcb.Comment(number=4, text="Fourth")],
            ),
            layers=[
                pcb.Layer(number=number, name=name, type=kind, alias=alias)
                for number, name, kind, alias in LAYERS
            ],
            setup=pcb.Setup(
                stackup=stackup(),
                pad_to_mask_clearance=0.05,
                solder_mask_min_width=0.1,
                pad_to_paste_clearance=-0.05,
                pad_to_paste_clearance_ratio=-0.1,
                allow_soldermask_bridges_in_footprints=False,
                tenting=["front", "back"],
                aux_axis_origin=xy(100, 140),
                grid_origin=xy(100, 100),
                pcbplotparams=plot(version),
                **(
                    {
                        "covering": pcb.FrontBack(front=False, back=False),
                        "plugging": pcb.FrontBack(front=False, back=False),
                        "capping": False,
                        "filling": False,
                    }
                    if later
                    else {}
                ),
            ),
            propertys=[pcb.Property(name="REVISION", value="A")],
            footprints=[footprint],
            gr_lines=lines,
            gr_arcs=arcs,
            gr_circles=circles,
            gr_rects=rects,
            gr_polys=polys,
            gr_curves=curves,
            images=images,
            gr_texts=texts,
            gr_text_boxes=boxes,
            tables=tables,
            dimensions=dimensions,
            targets=targets,
            segments=segments,
            vias=vias,
            arcs=tracks,
            zones=[zone],
            groups=[group],
            generateds=[generated],
            embedded_fonts=False,
            **further,
        )
    )
