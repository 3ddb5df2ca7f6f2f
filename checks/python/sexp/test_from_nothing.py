"""Documents made from nothing, beside what KiCad writes when it reads them and saves them again.

`from_nothing/resaved` holds what came back from `kicad-cli fp`, `sym`, `sch` and `pcb upgrade --force`, of KiCad 9.0.2
and 10.0.6 (the board of KiCad 9 from `pcbnew.SaveBoard`; nothing in KiCad 9 saves a schematic without a window). The
further documents are of KiCad 10 alone.
"""

from pathlib import Path

import pytest
from from_nothing import (
    drawn_schematic,
    further_board,
    further_schematic,
    further_symbols,
    library_footprint,
    symbol_library,
    whole_board,
)

from pyzig_sexp import footprint, pcb, schematic, symbol, tree

RESAVED = Path(__file__).with_name("from_nothing") / "resaved"
KINDS = {
    "footprint": ("footprint.kicad_mod", footprint, library_footprint),
    "symbols": ("symbols.kicad_sym", symbol, symbol_library),
    "further symbols": ("further_symbols.kicad_sym", symbol, further_symbols),
    "schematic": ("schematic.kicad_sch", schematic, drawn_schematic),
    "further schematic": ("further_schematic.kicad_sch", schematic, further_schematic),
    "board": ("board.kicad_pcb", pcb, whole_board),
    "further board": ("further_board.kicad_pcb", pcb, further_board),
}
VERSIONS = [
    (kind, version)
    for kind in KINDS
    for version in (9, 10)
    if version == 10 or not kind.startswith("further")
]
# What differs: how it is written here, how KiCad writes it, and how often. The reasons are in COMPATIBILITY.md.
PLOT = [
    ("(tenting front back)", "(tenting\n\t\t\t(front yes)\n\t\t\t(back yes)\n\t\t)", 1),
    ("_ratio 12.000000)", "_ratio 12)", 1),
    ("_ratio 3.000000)", "_ratio 3)", 1),
]
LISTED = {
    ("board", 10): PLOT,
    ("further board", 10): [
        ("(start_end_only yes)", "(start_end_only yes)\n\t\t(zone_layer_connections)", 1),
        (PLOT[0][0], PLOT[0][1], 2),
        *PLOT[1:],
    ],
}


@pytest.mark.parametrize(("kind", "version"), VERSIONS)
def test_kicad_writes_the_same(kind: str, version: int):
    name, module, maker = KINDS[kind]
    made = module.dumps(maker.make(version))
    file = RESAVED / str(version) / name
    if not file.exists():
        assert (kind, version) == ("schematic", 9)
        return
    for ours, kicad, times in LISTED.get((kind, version), []):
        assert made.count(ours) == times
        made = made.replace(ours, kicad)
    resaved = file.read_bytes().decode()
    assert made.splitlines() == resaved.splitlines()
    assert made == resaved


@pytest.mark.parametrize(("kind", "version"), VERSIONS)
def test_what_was_made_reads_back(kind: str, version: int):
    _, module, maker = KINDS[kind]
    made = maker.make(version)
    read = module.loads(module.dumps(made), strict=True)
    assert not module.unknown_tokens(read)
    assert read == made
    assert module.dumps(read) == module.dumps(made)


@pytest.mark.parametrize(("kind", "version"), VERSIONS)
def test_what_kicad_wrote_reads_the_same(kind: str, version: int):
    name, module, maker = KINDS[kind]
    file = RESAVED / str(version) / name
    if not file.exists():
        assert (kind, version) == ("schematic", 9)
        return
    assert module.load(file) == maker.make(version)


def test_items_stay_in_the_order_of_their_lists():
    file = drawn_schematic.make(10)
    labels = file.kicad_sch.labels
    labels.append(labels[0])
    labels[0].uuid, labels[0].text = "ffffffff-0000-4000-8000-000000000000", "last in KiCad"
    again = schematic.loads(schematic.dumps(file))
    assert [label.text for label in again.kicad_sch.labels] == ["last in KiCad", "D0"]


def test_hide_stands_where_kicad_writes_it():
    """On a sheet before the other switches of a property, in a library behind them."""
    file = drawn_schematic.make(10)
    sheet = file.kicad_sch
    for holder in (sheet.symbols[0], sheet.lib_symbols.symbols[0]):
        reference, hidden = holder.propertys[0], sheet.symbols[0].propertys[2]
        assert (reference.name, reference.hide, hidden.hide) == ("Reference", None, True)
        reference.hide = True
        holder.propertys.append(drawn_schematic.make(10).kicad_sch.symbols[0].propertys[2])
        holder.propertys.append(hidden)
        holder.propertys.append(sheet.sheets[0].propertys[0])
        holder.propertys[-1].hide = True
    written = tree.loads(schematic.dumps(file))[0]
    for path, switches in [
        ("symbol", ["hide", "show_name", "do_not_autoplace"]),
        ("lib_symbols/symbol", ["show_name", "do_not_autoplace", "hide"]),
    ]:
        properties = written.find(path).find_all("property")
        for index in (0, 2, -3, -2, -1):
            assert [child.head for child in properties[index].children] == ["at", *switches, "effects"]


def test_defaults_that_kicad_leaves_out_are_not_written():
    at = pcb.Xy(x=0, y=0)
    assert "scale" not in schematic.dumps(
        schematic.SchematicFile(
            kicad_sch=schematic.KicadSch(
                generator="eeschema",
                uuid=drawn_schematic.ROOT,
                paper="A4",
                images=[schematic.Image(at=at, data=["AA=="])],
            )
        )
    )
    file = whole_board.make(10)
    file.kicad_pcb.images.append(pcb.Image(at=at, layer="F.Cu", data=["AA=="]))
    file.kicad_pcb.dimensions[0].style.keep_text_aligned = False
    made = pcb.dumps(file)
    assert (made.count("(scale "), made.count("(keep_text_aligned ")) == (1, 1)
    file.kicad_pcb.images[-1].scale = 2
    file.kicad_pcb.images[0].scale = 1
    assert pcb.dumps(file).count("(scale ") == 2


def test_properties_stand_in_the_order_of_their_list():
    """Also beside those that KiCad keeps apart from the others, and writes behind them."""
    library = symbol_library.make(10)
    properties = library.kicad_sym.symbols[0].propertys
    properties.append(properties[0])
    properties[-1].name = "MPN"
    text = symbol.dumps(library)
    assert text.index('"ki_keywords"') < text.index('"ki_fp_filters"') < text.index('"MPN"')
    board = whole_board.make(10)
    properties = board.kicad_pcb.footprints[0].propertys
    properties.append(pcb.Property(name="ki_fp_filters", value="R_*"))
    properties.append(properties[0])
    properties[-1].name = "MPN"
    text = pcb.dumps(board)
    assert text.index('(property ki_fp_filters "R_*")') < text.index('(property "MPN"')


def test_what_kicad_counts_once_stays():
    board = whole_board.make(10)
    properties, lines = board.kicad_pcb.footprints[0].propertys, board.kicad_pcb.gr_lines
    counts = len(properties), len(lines)
    properties.append(properties[0])
    lines.append(lines[0])
    again = pcb.loads(pcb.dumps(board)).kicad_pcb
    assert (len(again.footprints[0].propertys), len(again.gr_lines)) == (counts[0] + 1, counts[1] + 1)


def test_what_is_switched_off_says_so():
    sheet = drawn_schematic.make(10)
    sheet.kicad_sch.symbols[0].propertys[0].hide = False
    assert "(hide no)" in schematic.dumps(sheet)
    board = whole_board.make(10)
    board.kicad_pcb.footprints[0].locked = False
    assert "(locked no)" in pcb.dumps(board)


def test_a_dimension_and_its_text_are_two_things():
    board = whole_board.make(10)
    dimension = board.kicad_pcb.dimensions[0]
    dimension.locked = True
    dimension.uuid = "ffffffff-0000-4000-8000-000000000000"
    again = pcb.loads(pcb.dumps(board)).kicad_pcb.dimensions[0]
    assert (again.gr_text.locked, again.gr_text.uuid == again.uuid) == (None, False)
    text = '(dimension (type aligned) (layer "Dwgs.User") (gr_text "5"))'
    board = pcb.loads(f'(kicad_pcb (version 20260206) (generator "x") {text})').kicad_pcb
    assert board.dimensions[0].gr_text.layer.layer == "F.Cu"


def test_what_kicad_has_no_use_for_is_written():
    sheet = schematic.KicadSch(generator="eeschema", uuid=drawn_schematic.ROOT, paper="A4")
    assert "(title_block)" in schematic.dumps(sheet)
    style = pcb.DimensionStyle(thickness=0.1, arrow_length=1, text_position_mode=0, extension_offset=0)
    board = whole_board.make(10)
    board.kicad_pcb.dimensions = [
        pcb.Dimension(
            type="center", layer="F.Fab", pts=pcb.DimensionPts(xys=[pcb.Xy(x=0, y=0)] * 2), style=style
        )
    ]
    assert "(arrow_direction outward)" in pcb.dumps(board)


def test_sides_that_the_solder_mask_leaves_open_are_not_named():
    board = whole_board.make(10)
    via = board.kicad_pcb.vias[0]
    via.tenting = pcb.ViaTenting(front=True, back=False)
    assert "(tenting front)" in pcb.dumps(board)
    text = pcb.dumps(board).replace("(tenting front)", "(tenting (front yes) (back yes))")
    via = pcb.loads(text).kicad_pcb.vias[0]
    via.tenting.back = False
    assert (via.tenting.front, via.tenting.back) == (True, False)


def test_nothing_is_added():
    made = footprint.dumps(footprint.FootprintFile(footprint=footprint.Footprint(name="R", layer="F.Cu")))
    assert "embedded_fonts" not in made
    assert "Reference" not in made


def test_numbers_keep_their_digits():
    file = whole_board.make(9)
    board = file.kicad_pcb
    board.gr_lines[0].start.x = 100.12345678
    board.footprints[0].models.append(library_footprint.make(9).footprint.models[0])
    model = board.footprints[0].models[0]
    model.opacity = 1 / 3
    board.setup.pcbplotparams.hpglpendiameter = 12.5
    made = pcb.dumps(file)
    assert "(start 100.1234568 100)" in made
    assert "(opacity 0.3333333333)" in made
    assert "(hpglpendiameter 12.500000)" in made
    model.opacity = 0.25
    assert "(opacity 0.2500)" in pcb.dumps(file)


def test_empty_lists_are_not_written():
    file = whole_board.make(10)
    via = file.kicad_pcb.vias[2]
    assert list(via.zone_layer_connections) == ["In1.Cu"]
    via.zone_layer_connections = []
    assert "zone_layer_connections" not in pcb.dumps(file)


def test_materials_of_sub_layers_follow_their_word():
    layer = next(layer for layer in whole_board.stackup().layers if layer.addsublayer)
    board = whole_board.make(10)
    board.kicad_pcb.setup.stackup.layers = [layer]
    text = pcb.dumps(board)
    first, further = text[text.index('(layer "dielectric 2"') :].split(" addsublayer", 1)
    assert "(thickness 1)" in first
    assert "(thickness 0.2 locked)" in further[: further.index("copper_finish")]


def test_the_name_of_a_net_stands_for_its_number():
    zone = whole_board.make(10).kicad_pcb.zones[0]
    zone.net_name = None
    zone.net_name = "VCC"
    file = whole_board.make(10)
    file.kicad_pcb.zones = [zone]
    assert '(net "VCC")' in pcb.dumps(file)
    zone = whole_board.make(9).kicad_pcb.zones[0]
    file.kicad_pcb.zones = [zone]
    assert '(net 1)\n\t\t(net_name "GND")' in pcb.dumps(file)


def test_what_comes_after_another_value_needs_it():
    layer = pcb.StackupLayer(name="F.SilkS", type="Top Silk Screen")
    with pytest.raises(ValueError, match=r"StackupLayer\.more_colors.*`color`"):
        layer.more_colors.append("White")
    with pytest.raises(ValueError, match=r"StackupLayer\.more_colors.*`color`"):
        pcb.StackupLayer(name="F.SilkS", type="Top Silk Screen", more_colors=["White"])
    layer.color = "Green"
    layer.more_colors.append("White")
    assert (layer.color, list(layer.more_colors)) == ("Green", ["White"])
