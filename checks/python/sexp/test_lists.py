"""Lists: everything that a Python list does, on the lists of a file."""

import copy
import pickle
import random
from collections.abc import MutableSequence, Sequence

import pytest

from pyzig_sexp import MutableList, pcb


@pytest.fixture
def nets(board):
    return board.nets


@pytest.fixture
def members():
    return pcb.Group(uuid="u", members=["a", "b", "c", "d"]).members


def names(nets) -> list[str]:
    return [net.name for net in nets]


def test_kind(nets):
    assert type(nets) is MutableList
    assert type(nets).__name__ == "MutableList"
    assert type(nets).__module__ == "pyzig"
    assert isinstance(nets, MutableSequence)
    with pytest.raises(TypeError, match="MutableList"):
        MutableList()
    with pytest.raises(TypeError, match="unhashable"):
        hash(nets)
    match nets:
        case [first, *rest]:
            assert first.number == 0
            assert len(rest) == 2
        case _:
            pytest.fail("no sequence")
    assert MutableList[int]


def test_reading(nets, members):
    assert len(nets) == 3
    assert nets
    assert nets[1].name == nets[-2].name == "GND"
    assert names(nets) == ["", "GND", "VCC"]
    assert names(reversed(nets)) == ["VCC", "GND", ""]
    assert list(members) == ["a", "b", "c", "d"]
    assert members[True] == "b"
    for index in (3, -4, 2**62, -(2**62), 2**70):
        with pytest.raises(IndexError):
            nets[index]
    for index in ("0", 1.0, None):
        with pytest.raises(TypeError, match="list indices must be integers or slices"):
            nets[index]


def test_elements_are_views(nets, board):
    nets[1].name = "GROUND"
    assert board.nets[1].name == "GROUND"
    assert nets[1].__zig_address__() == board.nets[1].__zig_address__()
    assert '(net 1 "GROUND")' in pcb.dumps(board)


def test_adding_copies(nets):
    net = pcb.Net(number=3, name="NEW")
    nets.append(net)
    net.name = "CHANGED"
    assert names(nets) == ["", "GND", "VCC", "NEW"]
    nets.append(nets[0])
    assert len(nets) == 5
    nets[4].name = "twin"
    assert nets[0].name == ""


def test_wrong_elements_are_refused(nets, members):
    before = list(nets)
    for wrong in (None, "x", 5, pcb.Xy(x=1, y=2), object()):
        with pytest.raises(TypeError, match=r"pcb\.KicadPcb\.nets: expected pcb\.Net"):
            nets.append(wrong)
        with pytest.raises(TypeError):
            nets.insert(0, wrong)
        with pytest.raises(TypeError):
            nets[0] = wrong
        with pytest.raises(TypeError):
            nets.extend([nets[0], wrong])
        with pytest.raises(TypeError):
            nets[1:2] = [wrong]
    for wrong in (None, 5, "text", b"bytes", {1: 2}):
        with pytest.raises(TypeError, match="iterable"):
            nets.extend(wrong)
    assert nets == before
    with pytest.raises(TypeError, match="expected a str"):
        members.append(1)
    with pytest.raises(ValueError, match=r"members"):
        members.append("\0")
    assert len(members) == 4


def test_insert_with_a_negative_index_appends(nets):
    nets.insert(-1, pcb.Net(number=5, name="last"))
    assert nets[-1].name == "last"
    nets.insert(0, pcb.Net(number=6, name="first"))
    nets.insert(1000, pcb.Net(number=7, name="very last"))
    assert names(nets) == ["first", "", "GND", "VCC", "last", "very last"]


def test_pop_gives_the_element_back(nets, board):
    gone = nets.pop(1)
    assert gone.name == "GND"
    assert names(nets) == ["", "VCC"]
    gone.name = "elsewhere"
    assert names(nets) == ["", "VCC"]
    assert nets.pop().name == "VCC"
    assert nets.pop(-1).name == ""
    with pytest.raises(IndexError, match="pop from empty list"):
        nets.pop()
    nets.append(gone)
    assert names(board.nets) == ["elsewhere"]
    with pytest.raises(IndexError, match="pop index out of range"):
        nets.pop(1)


def test_a_view_of_a_removed_element_is_detached(nets):
    last = nets[2]
    nets.pop(2)
    nets.append(pcb.Net(number=9, name="new"))
    last.name = "W"
    assert names(nets) == ["", "GND", "new"]


def test_remove_takes_the_very_element_first(board):
    vias = board.nets
    vias.append(vias[1])
    vias.remove(vias[3])
    assert names(vias) == ["", "GND", "VCC"]
    vias.append(vias[1])
    vias[3].number = 1
    vias.remove(pcb.Net(number=1, name="GND"))
    assert [net.number for net in vias] == [0, 2, 1]
    with pytest.raises(ValueError, match="not in list"):
        vias.remove(pcb.Net(number=77, name="none"))
    with pytest.raises(ValueError, match="not in list"):
        vias.remove("GND")


def test_searching(nets, members):
    assert nets[1] in nets
    assert pcb.Net(number=1, name="GND") in nets
    assert pcb.Net(number=1, name="VCC") not in nets
    assert "GND" not in nets
    assert nets.index(nets[2]) == 2
    assert members.index("c") == 2
    assert members.index("c", -2) == 2
    with pytest.raises(ValueError, match="not in list"):
        members.index("c", 0, 2)
    assert members.count("a") == 1
    assert members.count(1) == 0


def test_slices(members):
    plain = ["a", "b", "c", "d"]
    for start in (None, -5, -2, 0, 1, 3, 9):
        for stop in (None, -3, 0, 2, 4, 9):
            for step in (None, 1, 2, -1, -2):
                assert members[start:stop:step] == plain[start:stop:step]
    assert type(members[:]) is list
    members[1:3] = ["x", "y", "z"]
    assert members == ["a", "x", "y", "z", "d"]
    members[::2] = ["1", "2", "3"]
    assert members == ["1", "x", "2", "z", "3"]
    with pytest.raises(ValueError, match="extended slice"):
        members[::2] = ["1"]
    del members[1::2]
    assert members == ["1", "2", "3"]
    members[3:] = members
    assert members == ["1", "2", "3", "1", "2", "3"]
    members[:] = []
    assert not members
    with pytest.raises(ValueError, match="zero"):
        members[::0]


@pytest.mark.parametrize("places", [slice(None), slice(None, None, 2), slice(None, None, -2), slice(1, 3)])
def test_a_slice_is_assigned_as_a_whole_or_not_at_all(members, places):
    with pytest.raises(ValueError, match="NUL"):
        members[places] = ["x", "a\0b"]
    assert list(members) == ["a", "b", "c", "d"]


def test_bounds_that_change_the_list_are_refused(nets):
    class Emptying:
        def __index__(self) -> int:
            nets.clear()
            return 0

    two = [pcb.Net(number=1), pcb.Net(number=2)]
    with pytest.raises(ValueError, match="modified"):
        nets[Emptying() : 3 : 2] = two
    assert not nets
    nets.extend(two)
    with pytest.raises(ValueError, match="modified"):
        nets[Emptying() :]


def test_concatenation(members):
    members += ["e"]
    assert members == ["a", "b", "c", "d", "e"]
    assert members + ["f"] == ["a", "b", "c", "d", "e", "f"]
    assert ["0", *members] == ["0"] + members
    assert type(members + []) is list
    with pytest.raises(TypeError):
        members *= 2
    with pytest.raises(TypeError):
        members + ("f",)
    assert len(members) == 5


def test_extending_by_itself(members):
    members.extend(members)
    assert members == ["a", "b", "c", "d"] * 2


def test_ordering_keeps_identity(board):
    nets = board.nets
    addresses = {net.name: net.__zig_address__() for net in nets}
    nets.sort(key=lambda net: net.name, reverse=True)
    assert names(nets) == ["VCC", "GND", ""]
    nets.reverse()
    assert names(nets) == ["", "GND", "VCC"]
    assert {net.name: net.__zig_address__() for net in nets} == addresses
    with pytest.raises(TypeError):
        nets.sort()
    assert names(nets) == ["", "GND", "VCC"]
    members = pcb.Group(uuid="u", members=["b", "a", "C"]).members
    members.sort()
    assert members == ["C", "a", "b"]
    members.sort(key=str.lower)
    assert members == ["a", "b", "C"]


def test_sorting_is_stable(board):
    nets = board.nets
    nets.extend(pcb.Net(number=n, name=str(n % 3)) for n in range(3, 30))
    plain = [(net.name, net.number) for net in nets]
    for backwards in (False, True):
        nets.sort(key=lambda net: net.name, reverse=backwards)
        plain.sort(key=lambda pair: pair[0], reverse=backwards)
        assert [(net.name, net.number) for net in nets] == plain


def test_a_key_that_changes_the_list_is_refused(board):
    nets = board.nets

    def key(net):
        nets.append(net)
        return net.number

    with pytest.raises(ValueError, match="modified during sort"):
        nets.sort(key=key)


def test_comparison(nets, members, file):
    assert members == ["a", "b", "c", "d"]
    assert members == ["a", "b", "c", "d"]
    assert members == ("a", "b", "c", "d")
    assert members != ["a"]
    assert members != "abcd"
    assert members < ["b"]
    assert nets == nets
    assert nets == list(nets)
    assert nets == pcb.loads(pcb.dumps(file)).kicad_pcb.nets
    assert nets != nets[1:]
    assert pcb.Group(uuid="u").members == []


def test_iteration_is_over_a_snapshot(nets):
    for net in nets:
        nets.append(net)
        nets.remove(net)
    assert len(nets) == 3
    for net in nets:
        nets.remove(net)
    assert not nets


def test_clear_and_assign(board):
    nets = board.nets
    nets.clear()
    assert len(nets) == 0
    board.nets = (pcb.Net(number=n, name=str(n)) for n in range(4))
    assert [net.number for net in nets] == [0, 1, 2, 3]
    board.nets = board.nets
    assert [net.number for net in nets] == [0, 1, 2, 3]
    board.nets = list(reversed(board.nets))
    assert [net.number for net in nets] == [3, 2, 1, 0]
    with pytest.raises(TypeError, match="iterable"):
        board.nets = None
    with pytest.raises(TypeError, match=r"expected pcb\.Net"):
        board.nets = [1, 2]
    assert len(nets) == 4


def test_copies_are_plain_lists(nets):
    assert type(nets.copy()) is list
    assert type(copy.copy(nets)) is list
    nets.copy()[1].name = "shared"
    assert nets[1].name == "shared"
    deep = copy.deepcopy(nets)
    assert type(deep) is list
    assert deep == nets
    deep[1].name = "own"
    assert nets[1].name == "shared"
    assert pickle.loads(pickle.dumps(nets)) == nets


def test_views_of_a_list_are_one_list(board):
    one, other = board.nets, board.nets
    one.append(pcb.Net(number=3, name="x"))
    assert len(other) == 4
    assert other == one


def test_repr_and_table(nets, members):
    assert repr(members) == "['a', 'b', 'c', 'd']"
    assert "GND" in repr(nets)
    nets[1].name = "<b>&"
    assert "&lt;b&gt;&amp;" in nets._repr_html_()
    assert members._repr_html_() is None


def test_lists_of_enumerations(board):
    attr = board.footprints[0].attr
    assert attr == ["smd"]
    attr.append(pcb.E_Attr.EXCLUDE_FROM_BOM)
    assert pcb.E_Attr.EXCLUDE_FROM_BOM in attr
    assert attr == ["smd", "exclude_from_bom"]
    with pytest.raises(ValueError, match="attr"):
        attr.append("nonsense")


def test_random_operations_agree_with_a_list():
    randomness = random.Random(7)
    group = pcb.Group(uuid="u")
    members, plain = group.members, []
    for step in range(2000):
        word = f"m{step}"
        index = randomness.randint(-6, 6)
        slice_ = slice(*(randomness.choice([None, *range(-7, 8)]) for _ in range(2)))
        operation = randomness.choice(
            [
                lambda x: x.append(word),
                lambda x: x.insert(abs(index), word),
                lambda x: x.pop(index),
                lambda x: x.__setitem__(index, word),
                lambda x: x.__delitem__(index),
                lambda x: x.__setitem__(slice_, [word, word + "b"]),
                lambda x: x.__delitem__(slice_),
                lambda x: x.extend([word, "z"]),
                lambda x: x.reverse(),
                lambda x: x.sort(),
                lambda x: x.remove("z"),
            ]
        )
        outcomes = []
        for target in (members, plain):
            try:
                outcomes.append(operation(target))
            except (IndexError, ValueError) as error:
                outcomes.append(type(error))
        assert outcomes[0] == outcomes[1]
        assert members == plain
        if len(plain) > 40:
            members.clear()
            plain.clear()


def test_is_no_subclass_of_list(nets):
    assert isinstance(nets, Sequence)
    assert not isinstance(nets, list)


def test_indices_beyond_the_end(nets, members):
    for target, value in ((nets, pcb.Net(number=1)), (members, "x")):
        for index in (len(target), 2**62, -len(target) - 1):
            with pytest.raises(IndexError, match="assignment index out of range"):
                target[index] = value
            with pytest.raises(IndexError):
                del target[index]
            with pytest.raises(IndexError):
                target.pop(index)
    assert len(nets) == 3
    assert len(members) == 4


def test_what_is_put_back_stands_where_it_stood(text):
    file = pcb.loads(text)
    board = file.kicad_pcb
    footprint = board.footprints.pop(0)
    assert pcb.dumps(file) != text
    board.footprints.insert(0, footprint)
    assert pcb.dumps(file) == text
    kept = board.footprints[0].uuid
    board.footprints[0].uuid = None
    assert pcb.dumps(file) != text
    board.footprints[0].uuid = kept
    assert pcb.dumps(file) == text
