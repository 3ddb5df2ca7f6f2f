"""Input and calls that broke the original: each ends in a result or an exception."""

import inspect
import random
import sys

import pytest

from pyzig_sexp import ParseError, netlist, pcb

HEAD = '(kicad_pcb (version 20241229) (generator "x") {})'


def outcome(data):
    """Reads a file and everything in it; errors are fine, anything else is not."""
    try:
        file = pcb.loads(data)
    except ParseError as error:
        assert error.line >= 1
        assert error.column >= 1
        return error
    pcb.validate(file)
    pcb.unknown_tokens(file)
    repr(file)
    assert pcb.dumps(file) == (data if isinstance(data, str) else data.decode())
    return file


def test_an_error_after_a_good_file():
    netlist.loads('(export (version "E"))')
    outcome("(")


def test_an_error_after_a_default():
    outcome(HEAD.format("(setup (pcbplotparams (mode 1)))"))


@pytest.mark.parametrize("count", [65_534, 65_535, 65_536, 70_000])
def test_many_children(count):
    outcome("(kicad_pcb" + "(a)" * count + ")")


def test_many_typed_children():
    file = pcb.loads(HEAD.format('(net 1 "x")' * 70_000))
    assert len(file.kicad_pcb.nets) == 70_000
    assert file.kicad_pcb.nets[69_999].name == "x"


@pytest.mark.parametrize("depth", [10_000, 1_000_000])
def test_deep_nesting(depth):
    text = HEAD.format("(" * depth + "a" + ")" * depth)
    file = outcome(text)
    del file
    outcome(text[:-1])


def test_every_truncation(text):
    for end in range(len(text)):
        outcome(text[:end])


def test_mutations(text):
    randomness = random.Random(3)
    data = text.encode()
    for _ in range(1500):
        mutated = bytearray(data)
        for _ in range(randomness.randint(1, 4)):
            at = randomness.randrange(len(mutated))
            kind = randomness.randrange(3)
            if kind == 0:
                mutated[at] = randomness.choice(b'()"\\ \n\x00\xff1x')
            elif kind == 1:
                del mutated[at : at + randomness.randint(1, 30)]
            else:
                mutated[at:at] = mutated[: randomness.randint(1, 40)]
        try:
            outcome(mutated.decode())
        except UnicodeDecodeError:
            outcome(bytes(mutated)) if False else pytest.raises(ParseError, pcb.loads, bytes(mutated))


def test_a_list_moved_and_emptied(board):
    one, other = board.footprints
    board.footprints.append(one)
    twin = board.footprints[2]
    one.pads.clear()
    assert len(twin.pads) == 2
    twin.pads.append(other.pads[0] if other.pads else twin.pads[0])
    twin.pads.pop()
    twin.pads.clear()
    assert "R_0402" in pcb.dumps(board)


def test_an_element_put_into_itself(board):
    footprints = board.footprints
    for _ in range(5):
        footprints.extend(footprints)
    assert len(footprints) == 64
    board.footprints = footprints
    assert len(board.footprints) == 64


def test_views_outlive_what_they_came_from(text):
    file = pcb.loads(text)
    pads = file.kicad_pcb.footprints[0].pads
    at = pads[0].at
    file.kicad_pcb.footprints.clear()
    pads.clear()
    at.x = 3
    assert at.x == 3
    assert "(pad " not in pcb.dumps(file)


def test_a_callback_that_changes_everything(board):
    class Evil:
        def __eq__(self, other):
            board.nets.clear()
            return False

        __hash__ = None

    assert Evil() not in board.nets
    assert not board.nets

    class EvilFloat:
        def __float__(self):
            board.footprints.clear()
            return 1.0

    at = board.footprints[0].at
    at.x = EvilFloat()
    assert at.x == 1.0
    assert not board.footprints


def test_an_iterator_that_fails(board):
    def broken():
        yield board.nets[0]
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        board.nets = broken()
    with pytest.raises(KeyError, match="mine"):
        board.nets.extend(broken())
    assert len(board.nets) == 3


@pytest.mark.parametrize("value", ["x", None, 5, pcb.Xy(x=1, y=2), [1, 2]])
def test_values_of_other_types_change_nothing(board, value):
    before = pcb.dumps(board)
    footprint = board.footprints[0]
    with pytest.raises(TypeError):
        board.nets.append(value)
    with pytest.raises(TypeError):
        board.nets = [value]
    with pytest.raises(TypeError):
        footprint.at = value
    if value is not None:
        with pytest.raises(TypeError):
            board.title_block = value
    with pytest.raises(TypeError):
        pcb.dumps(value)
    assert pcb.dumps(board) == before


def test_lists_and_elements_that_nobody_made(board):
    layers = board.footprints[0].pads[0].layers
    names = list(layers)
    layers += ["b"]
    with pytest.raises(TypeError):
        layers *= 2
    assert list(layers) == [*names, "b"]
    for create in (type(layers), lambda: pcb.Xy.__new__(pcb.Xy)):
        try:
            repr(create())
        except TypeError:
            pass


def test_memory_stays_flat_over_many_loads(text):
    resource = pytest.importorskip("resource")

    def peak():
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

    text = text.rstrip()[:-1] + '\t(net 1 "GND")\n' * 10_000 + ")\n"

    def load(times):
        for _ in range(times):
            pcb.dumps(pcb.loads(text))
            with pytest.raises(ParseError):
                pcb.loads(text[:-3])

    load(100)
    before = peak()
    load(1000)
    # Keeping each text once would take this many times as much.
    assert peak() - before < 100 * len(text)


def test_the_base_of_all_classes_has_no_instances_of_its_own():
    base = pcb.Xy.__base__
    assert base is pcb.Net.__base__
    assert base is not object

    class Derived(base):
        __slots__ = ()

    for cls in (base, Derived):
        for make in (cls, lambda cls=cls: cls.__new__(cls), lambda cls=cls: object.__new__(cls)):
            with pytest.raises(TypeError):
                make()
        assert cls.__match_args__ == ()

    class Plain:
        __slots__ = ()

    class WithSlot:
        __slots__ = ("slot",)

    for other in (Plain(), WithSlot()):
        with pytest.raises(TypeError):
            other.__class__ = Derived
    with pytest.raises(TypeError):
        type("Both", (pcb.Xy, pcb.Net), {})
    with pytest.raises(TypeError):
        pcb.Xy.__copy__(Plain())
    with pytest.raises(TypeError):
        base.added = 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: pcb.load(), "pcb.load() missing 1 required positional argument: 'file'"),
        (lambda: pcb.dump(), "pcb.dump() missing 2 required positional arguments: 'obj' and 'file'"),
        (lambda: pcb.loads("", ""), "pcb.loads() takes 1 positional argument but 2 were given"),
        (lambda: pcb.loads("", stric=True), "pcb.loads() got an unexpected keyword argument 'stric'"),
        (lambda: pcb.loads("", strict=1), "pcb.loads() argument 'strict': expected a bool, not int"),
        (lambda: pcb.loads(data=""), "pcb.loads() takes 'data' by position, not by keyword"),
        (lambda: pcb.validate(), "pcb.validate() missing 1 required positional argument: 'obj'"),
    ],
)
def test_wrong_calls_name_the_function_as_it_is_called(call, message):
    with pytest.raises(TypeError) as caught:
        call()
    assert str(caught.value) == message


def test_functions_of_formats_show_their_signatures():
    signatures = {
        name: str(inspect.signature(getattr(pcb, name))) for name in ("loads", "load", "dumps", "dump")
    }
    assert signatures == {
        "loads": "(data, /, *, strict=False)",
        "load": "(file, /, *, strict=False)",
        "dumps": "(obj, /)",
        "dump": "(obj, file, /)",
    }
