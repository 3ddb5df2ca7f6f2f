"""What files of older KiCads leave out, or say in other ways."""

import copy

import pytest

from pyzig_sexp import ParseError, footprint, fp_lib_table, netlist, pcb, schematic

BOARD = """(kicad_pcb (version 20171130) (host pcbnew "(5.1.9)-1")
  (layers (0 F.Cu signal hide) (31 B.Cu signal))
  (gr_text V1 (at 60 60) (layer F.SilkS)
    (effects (font (thickness 0.3)))
  )
  (dimension 10 (width 0.3) (layer Dwgs.User)
    (gr_text 10 (at 5 5) (layer Dwgs.User) (effects (font (size 1 1))))
    (feature1 (pts (xy 0 0) (xy 0 2)))
  )
  (via (at 2 2) (size 0.6) (layers F.Cu B.Cu) (net 0))
  (zone (net 0) (net_name "") (layer F.Cu) (hatch full 0.508)
    (keepout (tracks not_allowed) (vias not_allowed) (copperpour allowed))
    (polygon (pts (xy 20 0) (xy 30 0) (xy 30 10)))
    (filled_polygon (pts (xy 3 1) (xy 9 1) (xy 9 9)))
    (fill_segments (pts (xy 3 1) (xy 9 1)) (pts (xy 3 2) (xy 9 2)))
  )
)
"""
NETLIST = """(export (version D)
  (design (source a.sch) (date today) (tool "Eeschema 0.201506"))
  (components (comp (ref R1) (value 4R7) (libsource (lib device) (part R))))
)
"""
SCHEMATIC = """(kicad_sch (version 20200310) (host eeschema "(5.99.0)")
  (page A3)
  (junction (at 10 10))
  (symbol (lib_id "Device:R") (at 50 50 0))
)
"""
TABLE = "(fp_lib_table\n  (lib (name a)(type KiCad)(uri b))\n)\n"


@pytest.mark.parametrize(
    ("module", "text"),
    [(pcb, BOARD), (netlist, NETLIST), (schematic, SCHEMATIC), (fp_lib_table, TABLE)],
    ids=["board", "netlist", "schematic", "table"],
)
def test_older_files_are_whole(module, text):
    file = module.loads(text, strict=True)
    assert module.validate(file) == []
    assert module.unknown_tokens(file) == []
    assert module.dumps(file) == text


def test_what_is_left_out_reads_as_what_that_means():
    board = pcb.loads(BOARD).kicad_pcb
    (zone,) = board.zones
    assert (zone.keepout.pads, zone.keepout.footprints) == ("allowed", "allowed")
    assert zone.filled_polygon[0].layer is None
    assert [line.xys[0].y for line in zone.fill_segments[0].pts] == [1, 2]
    assert board.vias[0].drill is None
    assert (board.dimensions[0].type, board.dimensions[0].pts) == ("aligned", None)
    assert board.gr_texts[0].effects.font.size is None
    assert [(layer.hide, layer.alias) for layer in board.layers] == [(True, None), (None, None)]
    export = netlist.loads(NETLIST).netlist
    assert export.design.sheet is None
    assert export.components.comps[0].libsource.description == ""
    sheet = schematic.loads(SCHEMATIC).kicad_sch
    assert (sheet.paper, sheet.uuid, sheet.junctions[0].diameter, sheet.symbols[0].unit) == ("A3", "", 0, 1)
    (entry,) = fp_lib_table.loads(TABLE).fp_lib_table.libs
    assert (entry.options, entry.descr) == ("", "")


def test_parts_of_a_document_that_it_lacks_are_none():
    board = pcb.loads("(kicad_pcb)").kicad_pcb
    assert (board.general, board.setup) == (None, None)
    sheet = schematic.loads("(kicad_sch)").kicad_sch
    assert (sheet.lib_symbols, sheet.title_block) == (None, None)
    export = netlist.loads("(export)").netlist
    assert (export.components, export.nets, export.libparts, export.libraries) == (None, None, None, None)
    new = pcb.KicadPcb(generator="pcbnew")
    assert (new.general.thickness, new.setup.pcbplotparams.mode) == (1.6, 1)


LACKING = """(footprint "x"
  (layer "F.Cu")
  (fp_text user "a"
    (at 1 1)
    (layer "F.SilkS")
  )
  (pad "1" smd rect
    (layers "F.Cu")
  )
)
"""


def test_what_every_kicad_writes_and_a_file_lacks_is_read_as_kicad_does():
    file = footprint.loads(LACKING, strict=True)
    (pad,), (label,) = file.footprint.pads, file.footprint.fp_texts
    assert (pad.at, pad.size) == (pcb.Xyr(x=0, y=0), pcb.Wh(w=1.524, h=1.524))
    assert label.effects.font.size == pcb.Wh(w=1.27, h=1.27)
    assert pad.at is pad.at
    assert "at=pcb.Xyr(x=0, y=0)" in repr(pad) or "at=Xyr(x=0, y=0)" in repr(pad)
    assert copy.deepcopy(pad) == pad
    for element in (pad, label):
        for name in element.__field_names__():
            setattr(element, name, getattr(element, name))
    pad.at = pcb.Xyr(x=0, y=0)
    assert footprint.dumps(file) == LACKING
    assert footprint.validate(file) == footprint.unknown_tokens(file) == []


def test_it_is_put_in_with_its_first_change():
    file = footprint.loads(LACKING)
    (pad,), (label,) = file.footprint.pads, file.footprint.fp_texts
    place, again = pad.at, file.footprint.pads[0].at
    size = label.effects.font.size
    size.w = 2
    place.x = 3
    again.r = 90
    expected = LACKING.replace("smd rect\n", "smd rect\n    (at 3 0 90)\n").replace(
        '(layer "F.SilkS")\n',
        '(layer "F.SilkS")\n    (effects (font (size 2 1.27)))\n',
    )
    assert footprint.dumps(file) == expected
    assert (pad.at, again, pad.at.__zig_address__()) == (place, place, place.__zig_address__())
    pad.at = pcb.Xyr(x=5, y=6)
    assert (place.x, again.r) == (5, None)


def test_a_view_of_what_is_lacking_sees_what_is_assigned():
    file = footprint.loads(LACKING)
    (pad,) = file.footprint.pads
    place = pad.at
    pad.at = pcb.Xyr(x=5, y=6)
    assert place.x == 5
    place.y = 7
    assert "(at 5 7)" in footprint.dumps(file)
    with pytest.raises(TypeError, match="required"):
        del pad.at


def test_lists_of_what_is_lacking_can_be_filled():
    sheet = schematic.loads("(kicad_sch (version 20250114)\n  (wire)\n)\n")
    (wire,) = sheet.kicad_sch.wires
    assert [(corner.x, corner.y) for corner in wire.pts.xys] == [(0, 0), (0, 0)]
    wire.pts.xys.append(pcb.Xy(x=1, y=2))
    assert len(sheet.kicad_sch.wires[0].pts.xys) == 3
    assert "(xy 1 2)" in schematic.dumps(sheet)


def test_fills_and_strokes_without_words_are_those_of_kicad():
    text = "(kicad_sch\n\t(circle\n\t\t(stroke)\n\t\t(fill)\n\t)\n)\n"
    file = schematic.loads(text)
    (circle,) = file.kicad_sch.circles
    assert (circle.stroke.width, circle.stroke.type, circle.fill.type) == (0.1524, "default", "none")
    circle.stroke.width, circle.fill.type = 0.1524, "none"
    assert schematic.dumps(file) == text
    circle.fill.type = "background"
    assert "(fill\n\t\t\t(type background)" in schematic.dumps(file)
    assert (schematic.Fill().type, schematic.Stroke().width) == ("background", 0)


def test_what_kicad_cannot_do_without_is_missed_when_it_is_read():
    # A file without the first two is refused by KiCad; what it takes the others for depends on what is around them.
    text = """(footprint "x" (layer "F.Cu")
  (fp_line (end 1 1) (layer "F.SilkS"))
  (fp_poly (layer "F.SilkS"))
  (fp_text user "a" (layer "F.SilkS"))
  (zone (layer "F.Cu")))
"""
    file = footprint.loads(text)
    module = file.footprint
    for element, name, line in (
        (module.fp_lines[0], "start", 2),
        (module.fp_poly[0], "pts", 3),
        (module.fp_texts[0], "at", 4),
        (module.zones[0], "polygon", 5),
    ):
        with pytest.raises(ParseError, match=f"MissingField.*`{name}`") as caught:
            getattr(element, name)
        assert caught.value.line == line
    assert [problem.kind for problem in footprint.validate(file)] == ["MissingField"] * 4
    module.fp_texts[0].at = pcb.Xyr(x=0, y=0)
    assert module.fp_texts[0].at.x == 0
    assert footprint.dumps(file) == text.replace('"a" (layer', '"a" (at 0 0) (layer')


def test_a_second_list_of_attributes_is_listed():
    text = '(footprint "x" (layer "F.Cu") (attr smd) (attr dnp))\n'
    file = footprint.loads(text)
    assert file.footprint.attr == ["dnp"]
    assert [token.text for token in footprint.unknown_tokens(file)] == ["(attr smd)"]
    file.footprint.attr.append("exclude_from_bom")
    assert footprint.dumps(file) == text.replace("dnp", "dnp exclude_from_bom")


def test_what_is_said_twice_counts_as_it_is_said_last():
    text = """(footprint "x" (layer "F.Cu") (descr "one") (descr "two") (tags "a") (tags "b")
  (pad "1" smd rect (at 0 0) (at 1 2) (size 1 1) (layers "F.Cu") (layers "B.Cu" "B.Mask")))
"""
    file = footprint.loads(text)
    module, (pad,) = file.footprint, file.footprint.pads
    assert (module.description, list(module.tags)) == ("two", ["b"])
    assert (pad.at.x, list(pad.layers)) == (1, ["B.Cu", "B.Mask"])
    listed = [token.text for token in footprint.unknown_tokens(file)]
    assert listed == ['(descr "one")', '(tags "a")', "(at 0 0)", '(layers "F.Cu")']
    assert footprint.dumps(file) == text
    module.description, pad.at.y = "three", 3
    assert footprint.dumps(file) == text.replace("two", "three").replace("(at 1 2)", "(at 1 3)")
    module.description = None
    assert "descr" not in footprint.dumps(file)


def test_a_new_element_must_be_whole():
    with pytest.raises(TypeError, match="pads"):
        pcb.ZoneKeepout(tracks="allowed", vias="allowed", copperpour="allowed", footprints="allowed")
    with pytest.raises(TypeError, match="description"):
        netlist.Libsource(lib="a", part="b")


def test_setting_what_is_left_out_writes_it():
    file = pcb.loads(BOARD)
    keepout = file.kicad_pcb.zones[0].keepout
    keepout.pads = "allowed"
    assert pcb.dumps(file) == BOARD
    keepout.pads = "not_allowed"
    assert "(vias not_allowed) (pads not_allowed) (copperpour allowed)" in pcb.dumps(file)


def test_bare_words_of_texts_are_fields():
    text = """(footprint "x" (layer "F.Cu")
  (fp_text user locked "abc" (at 1 2 90 unlocked) (layer "F.SilkS") hide
    (effects (font (size 1 1))))
)
"""
    file = footprint.loads(text)
    (label,) = file.footprint.fp_texts
    assert (label.text, label.locked, label.unlocked, label.hide) == ("abc", True, True, True)
    assert footprint.unknown_tokens(file) == []
    label.at = pcb.Xyr(x=3, y=4, r=90)
    assert label.unlocked is True
    label.unlocked = False
    label.locked = None
    assert '(fp_text user "abc" (at 3 4 90) (layer' in footprint.dumps(file)
    assert (label.unlocked, label.locked) == (None, None)


def test_what_is_said_twice_changes_together():
    text = '(footprint "x"\n  (embedded_fonts no)\n  (layer "F.Cu")\n  (embedded_fonts no)\n)\n'
    file = footprint.loads(text)
    assert footprint.unknown_tokens(file) == []
    file.footprint.embedded_fonts = True
    assert footprint.dumps(file).count("(embedded_fonts yes)") == 2
    file.footprint.embedded_fonts = None
    assert file.footprint.embedded_fonts is None
    assert "embedded_fonts" not in footprint.dumps(file)
    file.footprint.embedded_fonts = False
    assert footprint.dumps(file) == text
