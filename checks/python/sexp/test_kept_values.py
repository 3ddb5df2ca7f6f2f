"""What handles keep of what was read, and new objects of what they were given: nobody can tell."""

import copy
import gc
import pickle
import random
import re

import pytest

from pyzig_sexp import netlist, pcb, schematic, symbol

FOOTPRINTS = 4


def positions(board):
    """All that the test below changes, read through handles that were used before."""
    return [
        (
            footprint.at.x,
            footprint.at.r,
            footprint.layer,
            [(pad.name, pad.at.x, pad.size.w, list(pad.layers)) for pad in footprint.pads],
        )
        for footprint in board.footprints
    ]


def test_what_is_read_again_is_what_stands_there_now(text):
    """Any changes, through any handles, show in every handle; a text read anew is the judge."""
    chance = random.Random(7)
    file = pcb.loads(text)
    board = file.kicad_pcb
    footprints = list(board.footprints)
    for number in range(300):
        footprint = chance.choice(footprints)
        match chance.randrange(9):
            case 0:
                footprint.at.x = float(number)
            case 1:
                footprint.at = pcb.Xyr(x=float(number), y=1.0, r=chance.choice([None, 90.0]))
            case 2 if len(footprint.pads):
                chance.choice(list(footprint.pads)).at.x = number / 4
            case 3 if len(footprint.pads):
                footprint.pads.append(chance.choice(list(footprint.pads)))
            case 4 if len(footprint.pads) > 1:
                footprint.pads.pop(chance.randrange(len(footprint.pads)))
            case 5 if len(footprint.pads):
                chance.choice(list(footprint.pads)).layers = chance.choice([["F.Cu"], ["B.Cu", "B.Mask"]])
            case 6:
                footprint.at.r = chance.choice([None, 0.0, 45.0])
            case 7 if len(board.footprints) > 1:
                board.footprints.pop(chance.randrange(len(board.footprints)))
            case _ if len(board.footprints) < FOOTPRINTS:
                board.footprints.append(footprint)
            case _:
                board.footprints.reverse()
        footprints = list(board.footprints)
        assert len(board.footprints) == len(footprints)
        assert positions(board) == positions(pcb.loads(pcb.dumps(file)).kicad_pcb)


def test_a_removed_element_keeps_what_it_held(board):
    footprint = board.footprints[0]
    pad, at = footprint.pads[0], footprint.pads[0].at
    assert (pad.name, at.x) == ("1", -0.51)
    footprint.pads.pop(0)
    assert (pad.name, pad.at.x, at.x) == ("1", -0.51, -0.51)
    assert [other.name for other in footprint.pads] == ["2"]
    pad.at.x = 5.0
    assert (at.x, pad.at.x, footprint.pads[0].at.x) == (5.0, 5.0, 0.51)


def test_elements_are_the_same_handles_while_they_stand_there(board):
    footprint = board.footprints[0]
    first, second = footprint.pads
    second.at.x = 1.0
    footprint.pads.insert(0, first)
    inserted, again, last = footprint.pads
    assert (again is first, last is second) == (True, True)
    assert inserted.__zig_address__() != first.__zig_address__()


def test_an_index_beyond_the_end_is_refused_before_and_after_going_through(board):
    pads = board.footprints[0].pads
    for _ in range(2):
        assert pads[-1].name == pads[1].name == "2"
        for index in (2, -3, 10**30):
            with pytest.raises(IndexError):
                pads[index]
        assert len(list(pads)) == len(pads) == 2


def test_handles_end_with_their_file(text):
    gc.collect()
    file = pcb.loads(text)
    pads = [pad for footprint in file.kicad_pcb.footprints for pad in footprint.pads]
    handle = pads[0].at
    del file, pads
    assert handle.x == -0.51


NEW = [
    (pcb.Xy, {"x": 1, "y": -2.5}),
    (pcb.Xy, {"x": -0.0, "y": 1e-7}),
    (pcb.Xyr, {"x": 1.0, "y": 2.0}),
    (pcb.Xyr, {"x": 1.0, "y": 2.0, "r": None}),
    (pcb.Xyr, {"x": 1.0, "y": 2.0, "r": 90}),
    (pcb.Wh, {"w": 1.5}),
    (pcb.Net, {"number": 3, "name": 'a "b"\n\\ Ω'}),
    (pcb.Stroke, {"width": 0.1, "type": "solid"}),
    (pcb.Stroke, {"width": 0.1, "type": pcb.E_stroke_type.SOLID}),
]


@pytest.mark.parametrize(("made", "values"), NEW, ids=lambda value: getattr(value, "__name__", None))
def test_a_new_object_reads_before_it_is_text_as_it_does_then(made, values):
    before, after = made(**values), made(**values)
    after.__zig_address__()
    for name in made.__field_names__():
        first, then = getattr(before, name), getattr(after, name)
        assert (type(first), repr(first)) == (type(then), repr(then)), name
    assert before == after
    assert repr(before) == repr(after)
    for copied in (copy.copy(made(**values)), pickle.loads(pickle.dumps(made(**values)))):
        assert copied == before


VALUES = [None, 1, 2, 0.5, "5", "", "yes", "word", "a b", True, [], ["a", "b"], (1.0, 2.5), [None]]


def two_new(made, given, chance, known):
    """Two new objects of values that fit, and of what must be there; nothing where no value does.

    `known` has objects by the names of their classes, for what is nested.
    """
    left = {}
    while True:
        try:
            return made(**given), made(**given)
        except (TypeError, ValueError) as error:
            nested = re.search(r"\.(\w+): expected (an iterable, each item )?\w+\.(\w+)", str(error))
            if nested and nested[1] in given and known.get(nested[3]) and nested[1] not in left:
                left[nested[1]] = []
                objects = known[nested[3]]
                is_list = nested[2] or isinstance(given[nested[1]], list | tuple)
                several = chance.choices(objects, k=chance.randrange(3))
                given[nested[1]] = several if is_list else chance.choice(objects)
                continue
            missing = re.findall("'([a-z_0-9]+)'", str(error)) if "missing" in str(error) else []
            wrong = [name for name in given if f".{name}:" in str(error)]
            for name in missing or wrong[:1]:
                values = left.setdefault(name, chance.sample(VALUES, len(VALUES)))
                given.pop(name, None)
                if values:
                    given[name] = values.pop()
                elif missing:
                    return None
            if not missing and not wrong:
                return None


@pytest.mark.parametrize("module", [pcb, netlist, schematic, symbol])
def test_new_objects_of_any_class_read_before_they_are_text_as_they_do_then(module):
    chance = random.Random(module.__name__)
    classes = [getattr(module, name) for name in dir(module)]
    compared = nested = 0
    known = {}
    for made in classes * 2:
        names = made.__field_names__() if hasattr(made, "__field_names__") else []
        for _ in range(10 * len(names)):
            given = {name: chance.choice(VALUES) for name in names if chance.random() < 0.7}
            pair = two_new(made, given, chance, known)
            if pair is None:
                continue
            before, after = pair
            after.__zig_address__()
            for name in chance.sample(names, len(names)):
                first, then = getattr(before, name), getattr(after, name)
                assert (type(first), repr(first)) == (type(then), repr(then)), (given, name)
            assert before == after
            # Objects with text and without, to be nested in others.
            known.setdefault(made.__name__, []).append(chance.choice([after, made(**given)]))
            compared += 1
            nested += any(hasattr(value, "__field_names__") for value in given.values())
    assert compared > 50
    assert nested


def test_a_new_object_is_of_its_own(board):
    at = pcb.Xyr(x=1.0, y=2.0, r=0.0)
    board.footprints[0].at = at
    at.x = 5.0
    assert (at.x, at.y, board.footprints[0].at.x) == (5.0, 2.0, 1.0)
    net = pcb.Net(number=7, name="N")
    board.nets.append(net)
    assert board.nets[-1] == net
    board.nets[-1].name = "M"
    assert net.name == "N"


def test_a_new_object_has_what_others_were_when_it_was_made(board):
    new, written, read = pcb.Xy(x=1.0, y=2.0), pcb.Xy(x=3.0, y=4.0), board.footprints[0].pads[0].size
    written.__zig_address__()
    layers = ["F.Cu", "B.Cu"]
    via = pcb.Via(at=new, size=0.6, drill=0.3, layers=layers, net=1, uuid="u")
    segment = pcb.Segment(start=new, end=written, width=0.25, layer="F.Cu", net=1, uuid="u")
    pad = pcb.Pad(
        name="1", type="smd", shape="rect", at=pcb.Xyr(x=0, y=0), size=read, layers=layers, uuid="u"
    )
    width = read.w
    new.x = written.x = read.w = 9.0
    layers.append("User.1")
    assert (via.at.x, segment.start.x, segment.end.x, pad.size.w) == (1.0, 1.0, 3.0, width)
    assert list(via.layers) == list(pad.layers) == ["F.Cu", "B.Cu"]
    segment.start.y = 8.0
    assert (segment.start.y, new.y) == (8.0, 2.0)
    with pytest.raises(TypeError, match="layers"):
        pcb.Via(at=new, size=0.6, drill=0.3, layers=["F.Cu", 1], net=1, uuid="u")
    with pytest.raises(TypeError, match="start"):
        pcb.Segment(start=pcb.Xyr(x=1, y=2), end=new, width=0.25, layer="F.Cu", net=1, uuid="u")


def test_a_new_object_is_made_once():
    at = pcb.Xy(x=1.0, y=2.0)
    with pytest.raises(TypeError, match="called before"):
        at.__init__(x=3.0, y=4.0)
    assert (at.x, at.y) == (1.0, 2.0)
    unmade = pcb.Xy.__new__(pcb.Xy)
    with pytest.raises(RuntimeError, match="not called"):
        _ = unmade.x
    with pytest.raises(TypeError):
        unmade.__init__(x=1.0)
    unmade.__init__(x=1.0, y=2.0)
    assert unmade.y == 2.0


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1", True, None])
def test_a_value_that_does_not_fit_is_refused_at_once(value):
    with pytest.raises((TypeError, ValueError), match=r"pcb\.Xy\.x"):
        pcb.Xy(x=value, y=1.0)


def test_a_derived_class_is_constructed_by_its_own_constructor():
    class Point(pcb.Xy):
        def __init__(self, both):
            super().__init__(x=both, y=both)
            self.extra = 1

    point = Point(2.0)
    assert (point.x, point.y, point.extra) == (2.0, 2.0, 1)
    assert copy.copy(point) == point


def test_text_of_any_width_comes_back():
    """The text that is written is made of pieces of the one that was read, whose characters may be wider."""
    base = '(kicad_pcb (version 20241229) (generator "x")\n%s\t(net 1 "%s")\n%s)\n'
    padding = "\t(unknown 1)\n" * 2000
    for there in ("a", "é", "Ω", "𝔸"):
        for new in ("a", "é", "Ω", "𝔸"):
            for wide in ("", there):
                before = base % (padding + f'\t(mark "{wide}")\n', there, padding)
                file = pcb.loads(before)
                file.kicad_pcb.nets[0].name = new
                expected = before.replace(f'(net 1 "{there}")', f'(net 1 "{new}")')
                for _ in range(2):
                    written = pcb.dumps(file)
                    assert written == expected
                    assert hash(written) == hash(expected)
                assert pcb.dumps(pcb.loads(before.encode())) == before
                file = pcb.loads(before.encode())
                file.kicad_pcb.nets[0].name = new
                assert pcb.dumps(file) == expected


def test_what_was_set_is_read_whatever_is_set_in_between(text):
    chance = random.Random(7)
    file = pcb.loads(text)
    footprint = file.kicad_pcb.footprints[0]
    pad, net = footprint.pads[0], file.kicad_pcb.nets[1]
    # Two handles to each element, of which one keeps what the other one changes.
    again = (file.kicad_pcb.footprints[0].pads[0], file.kicad_pcb.nets[1])
    values = {
        "name": ["1", "A 1", "locked", "", "Ω", "1"],
        "uuid": ["a", "b c", None, "a"],
        "clearance": [0.5, 1, None, -0.0, 1e-9, 0.5],
        "remove_unused_layers": [True, False, None],
        "number": [3, 7, 0, 3],
    }
    now = {}
    for _ in range(2000):
        name = chance.choice(list(values))
        value = chance.choice(values[name])
        handle = chance.choice([net, again[1]] if name == "number" else [pad, again[0]])
        setattr(handle, name, value)
        now[name] = value
        for name, value in now.items():
            for handle in [net, again[1]] if name == "number" else [pad, again[0]]:
                assert getattr(handle, name) == value, name
    read = pcb.loads(pcb.dumps(file)).kicad_pcb
    for name, value in now.items():
        assert getattr(read.nets[1] if name == "number" else read.footprints[0].pads[0], name) == value


def test_new_objects_are_as_if_made_with_what_they_are_set_to(file):
    """New objects without a text keep what they are set to; nobody can tell."""

    def segment(**values):
        return pcb.Segment(start=pcb.Xy(x=1.0, y=2.0), end=pcb.Xy(x=3.0, y=2.0), **values)

    values = {"width": 0.5, "layer": "B.Cu", "net": 2, "uuid": "v", "locked": True, "solder_mask_margin": 0.1}
    whole = segment(**values)
    new = segment(width=0.25, layer="F.Cu", net=1, uuid="u")
    for name, value in values.items():
        setattr(new, name, value)
        assert getattr(new, name) == value
    new.width, new.solder_mask_margin = 2, None
    assert (new.width, type(new.width), new.solder_mask_margin) == (2.0, float, None)
    for name, wrong in [
        ("width", "2"),
        ("width", float("nan")),
        ("net", 1.5),
        ("uuid", "a\0b"),
        ("layer", 5),
    ]:
        with pytest.raises((TypeError, ValueError)):
            setattr(new, name, wrong)
    new.width, new.solder_mask_margin = 0.5, 0.1
    assert new == whole

    board = file.kicad_pcb
    before = pcb.dumps(file)
    board.segments.append(whole)
    expected = pcb.dumps(file)
    board.segments.pop()
    assert pcb.dumps(file) == before
    other = segment(width=0.25)
    for name, value in values.items():
        setattr(other, name, value)
    board.segments.append(other)
    assert pcb.dumps(file) == expected
    other.width = 7.0
    assert board.segments[-1].width == 0.5


def test_positions_of_new_points_are_set():
    point = pcb.Xyr(x=1.0, y=2.0, r=90.0)
    point.y, point.x, point.r = 3.5, 4, 0.0
    assert (point.x, point.y, point.r) == (4.0, 3.5, 0.0)
    point.r = None
    assert point == pcb.Xyr(x=4.0, y=3.5)
    point.r = 45.0
    assert point == pcb.Xyr(x=4.0, y=3.5, r=45.0)
    bare = pcb.Xyr(x=1.0, y=2.0)
    bare.r, bare.y = -0.0, -0.0
    assert repr(bare.y) == repr(pcb.Xyr(x=1.0, y=-0.0).y)
    assert bare == pcb.Xyr(x=1.0, y=0.0, r=0.0)
