"""Scripts do what they are meant to, and change nothing else."""

import copy
import difflib

import pytest
import typed_scripts as scripts
from from_nothing import drawn_schematic, library_footprint, symbol_library, whole_board

from pyzig_sexp import design_rules, footprint, fp_lib_table, netlist, pcb, schematic, symbol

NETLIST = """(export (version "E")
  (nets
    (net (code "1") (name "GND") (class "Default")
      (node (ref "C1") (pin "2") (pintype "passive"))
      (node (ref "R2") (pin "1") (pinfunction "A") (pintype "passive")))
    (net (code "2") (name "/OUT") (class "Default"))))
"""
RULES = """(version 1)
# Kept as it is.
(rule "first" (constraint clearance (min 0.2mm)))
"""


def changes(before: str, after: str) -> list[str]:
    """Lines that went, with a `-`, and lines that came, with a `+`."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line[0] + line[1:].strip() for line in lines if line[:2] not in ("--", "++", "@@")]


def is_whole(module, text: str) -> bool:
    file = module.loads(text, strict=True)
    return module.unknown_tokens(file) == [] and module.dumps(file) == text


def test_bill_of_materials():
    sheet = drawn_schematic.make(9).kicad_sch
    parts = scripts.bill_of_materials(sheet)
    assert [reference for references in parts.values() for reference in references] == ["U1"]


def test_properties_are_set_or_added():
    file = drawn_schematic.make(9)
    before = schematic.dumps(file)
    part = file.kicad_sch.symbols[0]
    scripts.set_property(part, "Value", "LM358")
    gone, come = changes(before, schematic.dumps(file))
    assert gone.startswith('-(property "Value"')
    assert come == '+(property "Value" "LM358"'
    scripts.set_property(part, "MPN", "LM358DR")
    assert part.propertys[-1].at == part.at
    after = schematic.dumps(file)
    assert len(changes(before, after)) == 2 + 9
    assert is_whole(schematic, after)


def test_a_rotated_footprint_turns_its_pads(text, file):
    part = file.kicad_pcb.footprints[0]
    first, second = (scripts.place_of(part, pad) for pad in part.pads)
    assert (first.x, first.y, second.y) == pytest.approx((10, 20.51, 19.49))
    scripts.rotate(part, 270)
    assert (part.at.r, part.pads[0].at.r, part.propertys[0].at.r) == (0, 0, 270)
    assert scripts.place_of(part, part.pads[0]).x == pytest.approx(9.49)
    assert changes(text, pcb.dumps(file)) == [
        *("-(at 10 20 90)", "+(at 10 20 0)", "-(at 0 -1.43 0)", "+(at 0 -1.43 270)"),
        *("-(at -0.51 0 90)", "+(at -0.51 0 0)", "-(at 0.51 0 90)", "+(at 0.51 0 0)"),
    ]


def test_a_footprint_of_a_library_is_put_on_a_board(text, file):
    part = library_footprint.make(9).footprint
    placed = scripts.put_on_board(file.kicad_pcb, part, "U7", pcb.Xyr(x=50, y=60, r=180))
    placed.pads[0].net = scripts.net_of(file.kicad_pcb, "GND")
    assert "U7" in [text.value for text in placed.propertys]
    assert [pad.name for pad in placed.pads] == [pad.name for pad in part.pads]
    assert part.pads[0].net is None
    after = pcb.dumps(file)
    assert [line for line in changes(text, after) if line.startswith("-")] == []
    assert pcb.validate(file) == []
    with pytest.raises(TypeError, match=r"expected pcb\.Footprint, not footprint\.Footprint"):
        file.kicad_pcb.footprints.append(part)


def test_tracks_vias_and_areas_are_added(text, file):
    board = file.kicad_pcb
    net = scripts.net_of(board, "NEW")
    assert net.number == 3
    scripts.route(board, net, pcb.Xy(x=1, y=1), pcb.Xy(x=5, y=3))
    after = pcb.dumps(file)
    assert [line for line in changes(text, after) if line.startswith("-")] == []
    again = pcb.loads(after, strict=True).kicad_pcb
    assert [item.net for item in (again.segments[-1], again.vias[0], again.zones[0])] == [3, 3, 3]
    assert [corner.x for corner in again.zones[0].polygon.pts.xys] == [1, 5, 5, 1]
    assert text.replace('(net 2 "VCC")', '(net 2 "VCC")\n\t(net 3 "NEW")', 1)[:400] == after[:400]


@pytest.mark.parametrize("version", [9, 10])
def test_a_net_is_renamed_wherever_it_is_named(version):
    file = whole_board.make(version)
    before = pcb.dumps(file)
    scripts.rename_net(file.kicad_pcb, "GND", "GROUND")
    after = pcb.dumps(file)
    assert after != before
    assert changes(before.replace('"GND"', '"GROUND"'), after) == []


def test_boards_are_merged(text, file):
    other = copy.deepcopy(file.kicad_pcb)
    scripts.merge(file.kicad_pcb, other, 100, "B-")
    board = pcb.loads(pcb.dumps(file), strict=True).kicad_pcb
    assert [net.name for net in board.nets] == ["", "GND", "VCC", "B-GND", "B-VCC"]
    assert [part.at.x for part in board.footprints] == [10, 30, 110, 130]
    assert [pad.net for pad in board.footprints[2].pads] == list(board.nets[3:])
    assert [(track.start.x, track.net) for track in board.segments] == [(1, 1), (101, 3)]
    assert board.footprints[0] == other.footprints[0]
    assert "(mystery 1" in pcb.dumps(file).split("B-GND")[1]
    assert [line for line in changes(text, pcb.dumps(file)) if line.startswith("-")] == []


def test_a_symbol_library_is_made():
    text = symbol.dumps(scripts.operational_amplifier())
    assert is_whole(symbol, text)
    (part,) = symbol.loads(text).kicad_sym.symbols
    assert [pin.number.number for pin in part.symbols[1].pins] == ["1", "2", "3"]
    assert [text.name for text in part.propertys if text.effects.hide] == [
        "Footprint",
        "Datasheet",
        "Description",
    ]
    library = symbol_library.make(9)
    library.kicad_sym.symbols.append(part)
    assert library.kicad_sym.symbols[-1] == part


def test_a_netlist_is_read():
    assert scripts.nodes(netlist.loads(NETLIST)) == {"GND": [("C1", "2"), ("R2", "1")], "/OUT": []}


def test_a_library_is_added_to_a_table(tmp_path):
    path = tmp_path / "fp-lib-table"
    scripts.add_library(path, "first")
    before = path.read_text()
    assert is_whole(fp_lib_table, before)
    scripts.add_library(path, "first")
    assert path.read_text() == before
    scripts.add_library(path, "second")
    assert [library.uri for library in fp_lib_table.load(path).fp_lib_table.libs] == [
        "${KIPRJMOD}/first.pretty",
        "${KIPRJMOD}/second.pretty",
    ]


def test_a_rule_is_added():
    file = design_rules.loads(RULES)
    scripts.add_rule(file, "HV", "A.NetClass == 'HV'", "1.5mm")
    after = design_rules.dumps(file)
    assert after.startswith(RULES)
    assert [rule.name for rule in design_rules.loads(after, strict=True).rules] == ["first", "HV"]


def test_a_footprint_comes_back_from_a_board():
    part = library_footprint.make(9).footprint
    board = pcb.KicadPcb(generator="pcbnew")
    placed = scripts.put_on_board(board, part, "REF**", pcb.Xyr(x=0, y=0))
    shared = set(placed.__field_names__()) & set(part.__field_names__()) - {"at"}
    back = footprint.Footprint(**{name: getattr(placed, name) for name in shared})
    assert back.pads == part.pads
    assert back.fp_lines == part.fp_lines


def test_a_reference_stands_in_two_places():
    text = """(kicad_sch
\t(version 20250114)
\t(symbol
\t\t(lib_id "Device:R")
\t\t(property "Reference" "R1"
\t\t\t(at 0 0 0)
\t\t)
\t\t(instances
\t\t\t(project "x"
\t\t\t\t(path "/1"
\t\t\t\t\t(reference "R1")
\t\t\t\t\t(unit 1)
\t\t\t\t)
\t\t\t)
\t\t)
\t)
)
"""
    file = schematic.loads(text)
    (symbol,) = file.kicad_sch.symbols
    (path,) = symbol.instances.projects[0].paths
    path.reference = "R7"
    assert symbol.propertys[0].value == "R1"
    symbol.propertys[0].value = "R7"
    assert schematic.dumps(file) == text.replace("R1", "R7")
