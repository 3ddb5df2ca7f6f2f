"""What scripts do with boards, schematics and libraries, as their authors write it.

Run by `test_scripts.py`; type checkers read it, too, see `test_types.py`.
"""

import copy
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyzig_sexp import design_rules, footprint, fp_lib_table, netlist, pcb, schematic, symbol


def bill_of_materials(sheet: schematic.KicadSch) -> dict[tuple[str, str], list[str]]:
    """References of the parts in a sheet, by value and footprint."""
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for part in sheet.symbols:
        if not part.in_bom or part.dnp:
            continue
        says = {text.name: text.value for text in part.propertys}
        projects = part.instances.projects if part.instances is not None else ()
        references = {path.reference for project in projects for path in project.paths if path.reference}
        parts[says["Value"], says.get("Footprint", "")] += sorted(references or {says["Reference"]})
    return parts


def set_property(part: schematic.SymbolInstance, name: str, value: str) -> None:
    """Sets a text of a part, which it is given hidden if it has none of the name."""
    for text in part.propertys:
        if text.name == name:
            text.value = value
            return
    effects = pcb.Effects(font=pcb.Font(size=pcb.Wh(w=1.27, h=1.27)), hide=True)
    part.propertys.append(schematic.Property(name=name, value=value, at=copy.copy(part.at), effects=effects))


def rotate(part: pcb.Footprint, degrees: float) -> None:
    """Rotates a footprint around its place."""
    part.at.r = ((part.at.r or 0) + degrees) % 360
    texts = [text.at for text in part.propertys if text.at is not None]
    for place in texts + [text.at for text in part.fp_texts] + [pad.at for pad in part.pads]:
        place.r = ((place.r or 0) + degrees) % 360


def place_of(part: pcb.Footprint, pad: pcb.Pad) -> pcb.Xy:
    """Where a pad lies on the board."""
    angle = math.radians(part.at.r or 0)
    return pcb.Xy(
        x=part.at.x + pad.at.x * math.cos(angle) + pad.at.y * math.sin(angle),
        y=part.at.y - pad.at.x * math.sin(angle) + pad.at.y * math.cos(angle),
    )


def put_on_board(
    board: pcb.KicadPcb, part: footprint.Footprint, reference: str, at: pcb.Xyr
) -> pcb.Footprint:
    """Puts a footprint of a library on a board."""
    shared = set(footprint.Footprint.__field_names__()) & set(pcb.Footprint.__field_names__()) - {"at"}
    board.footprints.append(pcb.Footprint(at=at, **{name: getattr(part, name) for name in shared}))
    placed = board.footprints[-1]
    for text in placed.propertys:
        if text.name == "Reference":
            text.value = reference
    return placed


def net_of(board: pcb.KicadPcb, name: str) -> pcb.Net:
    """A board's net of this name, which it is given if it has none."""
    for net in board.nets:
        if net.name == name:
            return net
    board.nets.append(pcb.Net(number=max((net.number or 0 for net in board.nets), default=0) + 1, name=name))
    return board.nets[-1]


def route(board: pcb.KicadPcb, net: pcb.Net, start: pcb.Xy, end: pcb.Xy) -> None:
    """Lays a track at the front, with a via at its end and a filled area around both."""
    corners = [(start.x, start.y), (end.x, start.y), (end.x, end.y), (start.x, end.y)]
    outline = pcb.Polygon(pts=pcb.Pts(xys=[pcb.Xy(x=x, y=y) for x, y in corners]))
    board.segments.append(pcb.Segment(start=start, end=end, width=0.25, layer="F.Cu", net=net.number))
    board.vias.append(pcb.Via(at=end, size=0.8, drill=0.4, layers=["F.Cu", "B.Cu"], net=net.number))
    board.zones.append(
        pcb.Zone(
            net=net.number,
            net_name=net.name,
            layers=["F.Cu", "B.Cu"],
            hatch=pcb.Hatch(mode=pcb.E_zone_hatch_mode.EDGE, pitch=0.5),
            connect_pads=pcb.ConnectPads(clearance=0.5),
            min_thickness=0.25,
            fill=pcb.ZoneFill(enable="yes", thermal_gap=0.5, thermal_bridge_width=0.5),
            polygon=outline,
        )
    )


def nets_in_use(board: pcb.KicadPcb) -> Iterator[pcb.Net | pcb.Segment | pcb.ArcSegment | pcb.Via | pcb.Zone]:
    """All that names or numbers a net."""
    yield from board.nets
    for part in board.footprints:
        yield from (pad.net for pad in part.pads if pad.net is not None)
        yield from part.zones
    yield from board.segments
    yield from board.arcs
    yield from board.vias
    yield from board.zones


def rename_net(board: pcb.KicadPcb, old: str, new: str) -> None:
    """Gives a net another name."""
    for user in nets_in_use(board):
        if isinstance(user, pcb.Net):
            if user.name == old:
                user.name = new
        elif user.net_name == old:
            user.net_name = new
    for tuned in board.generateds:
        if tuned.last_netname == old:
            tuned.last_netname = new


def merge(board: pcb.KicadPcb, other: pcb.KicadPcb, dx: float, prefix: str) -> None:
    """Puts what is on another board to the right, with nets of its own."""
    numbers = {net.number: net_of(board, prefix + net.name).number for net in other.nets if net.name}
    parts = [copy.deepcopy(part) for part in other.footprints]
    for part in parts:
        part.at.x += dx
        for pad in part.pads:
            if pad.net is not None and pad.net.name:
                pad.net = pcb.Net(number=numbers[pad.net.number], name=prefix + pad.net.name)
    tracks = [copy.deepcopy(track) for track in other.segments]
    for track in tracks:
        track.start.x += dx
        track.end.x += dx
        track.net = numbers.get(track.net, 0)
    board.footprints += parts
    board.segments.extend(tracks)


def operational_amplifier() -> symbol.SymbolFile:
    """A library with one symbol."""

    def effects(hide: bool = False) -> pcb.Effects:
        return pcb.Effects(font=pcb.Font(size=pcb.Wh(w=1.27, h=1.27)), hide=hide or None)

    body = schematic.Rect(
        start=pcb.Xy(x=-5.08, y=5.08),
        end=pcb.Xy(x=5.08, y=-5.08),
        stroke=schematic.Stroke(width=0.254, type="default"),
        fill=schematic.Fill(type="background"),
    )
    pins = [
        schematic.SymbolPin(
            type=kind,
            style="line",
            at=pcb.Xyr(
                x=-7.62 if kind == "input" else 7.62, y=2.54 - 2.54 * place, r=0 if kind == "input" else 180
            ),
            length=2.54,
            name=schematic.PinName(name=name, effects=effects()),
            number=schematic.PinNumber(number=str(place + 1), effects=effects()),
        )
        for place, (name, kind) in enumerate([("+", "input"), ("-", "input"), ("~", "output")])
    ]
    texts = [("Reference", "U"), ("Value", "OPA"), ("Footprint", ""), ("Datasheet", ""), ("Description", "")]
    part = schematic.Symbol(
        name="OPA",
        exclude_from_sim=False,
        in_bom=True,
        on_board=True,
        propertys=[
            schematic.Property(
                name=name, value=value, at=pcb.Xyr(x=0, y=0, r=0), effects=effects(hide=not value)
            )
            for name, value in texts
        ],
        symbols=[
            schematic.SymbolUnit(name="OPA_0_1", rectangles=[body]),
            schematic.SymbolUnit(name="OPA_1_1", pins=pins),
        ],
        embedded_fonts=False,
    )
    library = symbol.SymbolLib(
        version=20241209, generator="kicad_symbol_editor", generator_version="9.0", symbols=[part]
    )
    return symbol.SymbolFile(kicad_sym=library)


def nodes(file: netlist.NetlistFile) -> dict[str, list[tuple[str, str]]]:
    """Reference and pin of all nodes, by net."""
    export = file.netlist
    nets = export.nets.nets if export.nets is not None else ()
    return {net.name: [(node.ref, node.pin) for node in net.nodes] for net in nets}


def add_library(path: Path, name: str) -> None:
    """Adds a library of the project to a table, which is made if there is none."""
    if path.exists():
        file = fp_lib_table.load(path)
    else:
        file = fp_lib_table.FpLibTableFile(fp_lib_table=fp_lib_table.FpLibTable(version=7))
    libraries = file.fp_lib_table.libs
    if all(library.name != name for library in libraries):
        uri = f"${{KIPRJMOD}}/{name}.pretty"
        libraries.append(fp_lib_table.FpLibEntry(name=name, type="KiCad", uri=uri, options="", descr=""))
        fp_lib_table.dump(file, path)


def add_rule(file: design_rules.DesignRulesFile, name: str, condition: str, clearance: str) -> None:
    """Adds a rule that keeps things apart."""
    constraint = design_rules.Constraint(type="clearance", min=clearance)
    file.rules.append(design_rules.Rule(name=name, condition=condition, constraints=[constraint]))
