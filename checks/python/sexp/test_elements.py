"""Classes of elements: constructors, fields, identity, copies."""

import copy
import inspect
import pickle
import sys

import pytest

import pyzig_sexp
from pyzig_sexp import footprint, pcb, schematic


def test_constructor_takes_keywords_only():
    xy = pcb.Xy(x=1, y=2.5)
    assert (xy.x, xy.y) == (1.0, 2.5)
    assert isinstance(xy.x, float)
    with pytest.raises(TypeError, match=r"__init__\(\) takes 0 positional arguments"):
        pcb.Xy(1, 2)
    with pytest.raises(TypeError, match=r"__init__\(\) missing required keyword-only argument: 'y'"):
        pcb.Xy(x=1)
    with pytest.raises(TypeError, match=r"missing 2 required keyword-only arguments: 'x' and 'y'"):
        pcb.Xy()
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'yy'; did you mean 'y'\?"):
        pcb.Xy(x=1, y=2, yy=3)
    with pytest.raises(TypeError, match="unexpected keyword argument 'bananas'$"):
        pcb.Xy(x=1, y=2, bananas=3)


def test_optional_fields_default_to_none_and_lists_to_empty():
    xyr = pcb.Xyr(x=1, y=2)
    assert xyr.r is None
    assert pcb.Group(uuid="u").members == []


def test_defaults_are_those_of_the_original():
    file = pcb.loads('(kicad_pcb (version 20241229) (generator "x"))')
    assert file.kicad_pcb.paper == "A4"
    assert "(paper" not in pcb.dumps(file)
    board = pcb.KicadPcb(version=20241229, generator="x", generator_version="9.0")
    assert (board.paper, board.general.thickness) == ("A4", 1.6)
    assert '(paper "A4")' in pcb.dumps(pcb.PcbFile(kicad_pcb=board))
    assert pcb.Footprint(name="x", uuid="u", at=pcb.Xyr(x=0, y=0)).layer == "F.Cu"
    assert pcb.Paper().type == "A4"
    cache = pcb.RenderCache()
    assert (cache.text, cache.rotation, list(cache.polygons)) == ("", 0.0, [])


def test_what_kicad_does_not_take_for_granted_is_no_default():
    style = pcb.DimensionStyle(arrow_length=1.0)
    assert style.keep_text_aligned is False
    tenting = pcb.ViaTenting()
    assert (tenting.front, tenting.back) == (None, None)
    symbol = schematic.loads('(kicad_sch (symbol (lib_id "a:b") (at 0 0 0) (uuid "u")))').kicad_sch.symbols[0]
    assert symbol.fields_autoplaced is False
    with pytest.raises(TypeError, match="'name' and 'number'"):
        schematic.SymbolPin(type="input", style="line", at=pcb.Xyr(x=0, y=0), length=1.0)
    with pytest.raises(TypeError, match="'pts'"):
        schematic.Polyline(stroke=schematic.Stroke(width=0, type="default"))


def test_places_are_of_the_original_s_classes():
    at = pcb.Xy(x=1, y=2)
    assert schematic.Junction(at=at, diameter=0, uuid="u").at == at
    assert schematic.NoConnect(at=at).at == at
    assert pcb.Via(at=at, size=0.8).at == at
    with pytest.raises(TypeError, match=r"Junction\.at: expected pcb\.Xy, not pcb\.Xyr"):
        schematic.Junction(at=pcb.Xyr(x=1, y=2), diameter=0, uuid="u")


def test_islands_are_removed_by_number():
    fill = pcb.ZoneFill(island_removal_mode=2)
    assert fill.island_removal_mode == 2
    fill.island_removal_mode = 0
    assert fill.island_removal_mode == 0
    assert pcb.E_zone_island_removal_mode.BELOW_AREA_LIMIT == "below_area_limit"


def test_values_that_only_pass_for_others_are_refused():
    for value in (None, 0, 1, "yes", []):
        with pytest.raises(TypeError, match=r"pcb\.General\.legacy_teardrops: expected a bool"):
            pcb.General(thickness=1.6, legacy_teardrops=value)
    with pytest.raises(TypeError, match=r"pcb\.Net\.number: expected an int or None, not bool"):
        pcb.Net(number=True)
    with pytest.raises(TypeError, match=r"pcb\.Pad\.chamfer: expected an iterable"):
        pcb.Pad(
            name="1",
            type="smd",
            shape="rect",
            at=pcb.Xyr(x=0, y=0),
            size=pcb.Wh(w=1),
            layers=["F.Cu"],
            chamfer="top_left",
        )


def test_values_without_a_name_of_their_own_move_up():
    justify = pcb.Justify(justify2="mirror")
    assert (justify.justify1, justify.justify2) == ("mirror", None)
    justify = pcb.Justify(justify1="left", justify2="top", justify3="mirror")
    justify.justify1 = None
    assert (justify.justify1, justify.justify2, justify.justify3) == ("top", "mirror", None)


@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        ("1", TypeError, "pcb.Xy.x: expected a float, not str"),
        (None, TypeError, "pcb.Xy.x: expected a float, not None"),
        (True, TypeError, "pcb.Xy.x: expected a float, not bool"),
        (float("nan"), ValueError, "pcb.Xy.x"),
        (float("-inf"), ValueError, "pcb.Xy.x"),
        (10**400, OverflowError, "pcb.Xy.x"),
        ([1.0], TypeError, "pcb.Xy.x: expected a float, not list"),
    ],
)
def test_wrong_values_name_the_field(value, error, words):
    with pytest.raises(error, match=words):
        pcb.Xy(x=value, y=0)
    xy = pcb.Xy(x=1, y=0)
    with pytest.raises(error, match=words):
        xy.x = value
    assert xy.x == 1.0


def test_integers_are_checked_against_their_bounds(board):
    net = pcb.Net(number=3, name="x")
    for number in (2**31, -(2**31) - 1, 2**70):
        with pytest.raises(OverflowError, match=r"pcb\.Net\.number"):
            net.number = number
        with pytest.raises(OverflowError, match=r"pcb\.Net\.number"):
            pcb.Net(number=number)
    with pytest.raises(TypeError, match="expected an int or None, not float"):
        net.number = 1.0
    with pytest.raises(TypeError, match="expected an int or None, not bool"):
        net.number = True
    assert net.number == 3


def test_text_is_checked(board):
    net = board.nets[1]
    with pytest.raises(ValueError, match=r"pcb\.Net\.name"):
        net.name = "a\0b"
    with pytest.raises(ValueError, match="surrogate"):
        net.name = "a\ud800"
    with pytest.raises(TypeError, match="expected a str"):
        net.name = b"GND"
    net.name = 'quo"ted \\ tab\t line\n ümläut'
    assert net.name == 'quo"ted \\ tab\t line\n ümläut'
    assert pcb.loads(pcb.dumps(board)).kicad_pcb.nets[1].name == net.name


def test_numbers_of_other_kinds_are_taken():
    class Index:
        def __index__(self) -> int:
            return 7

    class Float:
        def __float__(self) -> float:
            return 0.5

    assert pcb.Net(number=Index()).number == 7
    assert pcb.Xy(x=Float(), y=Index()).x == 0.5

    class Broken:
        def __float__(self) -> float:
            raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        pcb.Xy(x=Broken(), y=0)


def test_structs_of_another_class_are_refused(board):
    with pytest.raises(TypeError, match=r"pcb\.Footprint\.at: expected pcb\.Xyr, not pcb\.Net"):
        board.footprints[0].at = board.nets[0]
    with pytest.raises(TypeError, match=r"expected pcb\.Xyr"):
        board.footprints[0].at = 5

    class Liar:
        __class__ = pcb.Xyr

    assert isinstance(Liar(), pcb.Xyr)
    with pytest.raises(TypeError, match="not Liar"):
        board.footprints[0].at = Liar()
    assert board.footprints[0].at.x == 10


def test_deleting(board):
    at = board.footprints[0].at
    assert at.r == 90
    del at.r
    assert at.r is None
    del at.r
    with pytest.raises(TypeError, match=r"pcb\.Xyr\.x is required"):
        del at.x
    assert at.x == 10
    del board.nets
    assert board.nets == []


def test_nested_elements_are_live_views(board):
    footprint = board.footprints[0]
    at = footprint.at
    at.x = 11.5
    assert board.footprints[0].at.x == 11.5
    assert footprint.at.__zig_address__() == at.__zig_address__()
    assert footprint.__zig_address__() != board.footprints[1].__zig_address__()
    assert "(at 11.5 20 90)" in pcb.dumps(board)


def test_assignment_copies(board):
    at = pcb.Xyr(x=5, y=6, r=7)
    board.footprints[0].at = at
    at.x = 100
    assert board.footprints[0].at.x == 5
    board.footprints[0].at = board.footprints[0].at
    assert board.footprints[0].at.x == 5


def test_one_edit_is_one_line(text, file):
    file.kicad_pcb.footprints[0].at.x = 10.25
    before, after = text.splitlines(), pcb.dumps(file).splitlines()
    assert [line for line in after if line not in before] == ["\t\t(at 10.25 20 90)"]
    assert len(before) == len(after)


def test_an_element_keeps_its_file_alive(text):
    pad = pcb.loads(text).kicad_pcb.footprints[0].pads[1]
    assert pad.net is not None
    assert pad.net.name == "VCC"


def test_equality_is_by_value(board):
    one, other = board.footprints[0].pads
    assert one == one
    assert one == board.footprints[0].pads[0]
    assert one != other
    assert pcb.Xy(x=1, y=2) == pcb.Xy(y=2.0, x=1)
    assert pcb.Xy(x=1, y=2) != pcb.Xy(x=1, y=3)
    assert pcb.Xy(x=1, y=2) != pcb.Xyr(x=1, y=2)
    assert pcb.Xy(x=1, y=2) != (1, 2)
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)
    with pytest.raises(TypeError):
        _ = one < other


def test_repr_is_short_and_never_raises(board):
    assert repr(pcb.Xy(x=1, y=2)) == "pcb.Xy(x=1, y=2)"
    for element in (board, board.footprints[0], board.nets, board.setup):
        assert 0 < len(repr(element)) < 2000
    broken = pcb.loads('(kicad_pcb (version "x") (net zero))')
    assert "KicadPcb" in repr(broken.kicad_pcb)
    assert repr(broken.kicad_pcb.nets)
    assert "without a value" in repr(pcb.Xy.__new__(pcb.Xy))


def test_field_names():
    assert pcb.Xyr.__field_names__() == ["x", "y", "r"]
    assert pcb.Xyr(x=1, y=2).__field_names__() == ["x", "y", "r"]
    assert pcb.Xyr.__match_args__ == ("x", "y", "r")
    pcb.Xyr.__field_names__().clear()
    assert pcb.Xyr.__field_names__() == ["x", "y", "r"]


def test_rebuilding_from_field_names(board):
    def rebuilt(value):
        if type(value).__name__ == "MutableList" and type(value).__module__ == "pyzig":
            return [rebuilt(item) for item in value]
        if hasattr(type(value), "__field_names__"):
            return type(value)(**{name: rebuilt(getattr(value, name)) for name in value.__field_names__()})
        return value

    assert rebuilt(board) == board


def test_matching():
    match pcb.Xyr(x=1, y=2, r=3):
        case pcb.Xyr(x, y, r=turn):
            assert (x, y, turn) == (1, 2, 3)
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_copies_are_equal_and_independent(board, duplicate):
    pad = board.footprints[0].pads[0]
    twin = duplicate(pad)
    assert type(twin) is pcb.Pad
    assert twin == pad
    assert twin.__zig_address__() != pad.__zig_address__()
    twin.name = "9"
    assert pad.name == "1"
    whole = duplicate(board)
    assert whole == board
    whole.footprints[0].at.x = -1
    assert board.footprints[0].at.x == 10


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_files_are_copied_to_the_byte(text, file, duplicate):
    assert pcb.dumps(duplicate(file)) == text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_keeps_all_digits(protocol):
    xy = pcb.Xy(x=1 / 3, y=-1e-9)
    twin = pickle.loads(pickle.dumps(xy, protocol))
    assert (twin.x, twin.y) == (1 / 3, -1e-9)


def test_replace():
    xyr = pcb.Xyr(x=1, y=2, r=3)
    other = xyr.__replace__(y=5, r=None)
    assert (other.x, other.y, other.r) == (1, 5, None)
    assert xyr.y == 2
    with pytest.raises(TypeError, match="did you mean 'x'"):
        xyr.__replace__(xx=1)
    with pytest.raises(TypeError):
        xyr.__replace__(1)
    if sys.version_info >= (3, 13):
        assert copy.replace(xyr, x=9).x == 9


class Labelled(pcb.Xy):
    """A class derived in Python, with an attribute of its own."""

    def __init__(self, label: str = "", **fields: float) -> None:
        super().__init__(**fields)
        self.label = label


def test_classes_can_be_derived(board):
    point = Labelled("corner", x=1, y=2)
    assert isinstance(point, pcb.Xy)
    assert point == pcb.Xy(x=1, y=2)
    assert Labelled.__field_names__() == ["x", "y"]
    for twin in (copy.copy(point), copy.deepcopy(point), pickle.loads(pickle.dumps(point))):
        assert type(twin) is Labelled
        assert (twin.x, twin.label) == (1, "corner")
    segment = board.segments[0]
    segment.start = point
    assert type(segment.start) is pcb.Xy
    assert segment.start == point


def test_base_classes_are_plain():
    xy = pcb.Xy(x=1, y=2)
    assert not hasattr(xy, "__dict__")
    assert not hasattr(xy, "__weakref__")
    with pytest.raises(AttributeError):
        xy.z = 1
    with pytest.raises(TypeError, match="immutable"):
        pcb.Xy.z = 1
    with pytest.raises(TypeError):
        xy.__class__ = pcb.Net
    assert pcb.Xy.__module__ == "pcb"
    assert repr(pcb.Xy) == "<class 'pcb.Xy'>"


def test_objects_without_a_value_say_so():
    empty = pcb.Xy.__new__(pcb.Xy)
    for use in (
        lambda: empty.x,
        lambda: setattr(empty, "x", 1),
        lambda: empty == empty,
        lambda: copy.copy(empty),
        lambda: empty.__zig_address__(),
        lambda: setattr(pcb.Segment(start=empty, end=empty, width=1, net=0), "x", 1),
    ):
        with pytest.raises(RuntimeError, match=r"Xy\.__init__\(\) was not called"):
            use()
    empty.__init__(x=1, y=2)
    assert empty.x == 1
    with pytest.raises(TypeError, match="called before"):
        empty.__init__(x=3, y=4)
    with pytest.raises(TypeError):
        object.__new__(pcb.Xy)


def test_classes_are_shared_between_modules():
    library = footprint.loads(
        '(footprint "x" (layer "F.Cu") (pad "1" smd rect (at 0 0) (size 1 1) (layers "F.Cu")))'
    )
    assert type(library.footprint.pads[0]) is pcb.Pad
    assert footprint.Footprint is not pcb.Footprint
    assert not hasattr(footprint, "Pad")


def test_documentation_and_signature():
    assert pcb.Pad.__doc__
    assert pcb.Pad.at.__doc__
    signature = inspect.signature(pcb.Xyr)
    assert list(signature.parameters) == ["x", "y", "r"]
    assert signature.parameters["r"].default is None
    assert all(p.kind is inspect.Parameter.KEYWORD_ONLY for p in signature.parameters.values())


def test_every_class_of_every_module_is_complete():
    count = 0
    for module in vars(pyzig_sexp).values():
        if not hasattr(module, "loads") or not hasattr(module, "validate"):
            continue
        for _, cls in inspect.getmembers(module):
            if not isinstance(cls, type) or not hasattr(cls, "__field_names__"):
                continue
            count += 1
            assert cls.__doc__, cls
            for name in cls.__field_names__():
                assert inspect.isgetsetdescriptor(vars(cls)[name]), (cls, name)
                assert vars(cls)[name].__doc__, (cls, name)
            assert inspect.signature(cls)
    assert count >= 140
