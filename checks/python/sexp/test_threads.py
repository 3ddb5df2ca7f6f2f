"""Many threads, many objects: no lock is held for long, and nothing stays behind."""

import gc
import sys
import threading

import pytest

from pyzig_sexp import pcb


def in_threads(work, count: int = 4) -> None:
    """Runs the work in several threads at once and raises what any of them raised."""
    errors = []
    start = threading.Barrier(count)

    def run():
        try:
            start.wait()
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_reading_and_writing_one_file(file, text):
    board = file.kicad_pcb

    def work():
        for number in range(200):
            board.nets.append(pcb.Net(number=number, name="n"))
            board.footprints[0].at.x = number
            assert isinstance(board.footprints[0].at.x, float)
            for net in board.nets:
                assert net.name in ("", "GND", "VCC", "n")
            board.nets.pop(3)
            pcb.dumps(file)

    in_threads(work)
    assert [net.name for net in board.nets] == ["", "GND", "VCC"]
    board.footprints[0].at.x = 10
    assert pcb.dumps(file) == text


def test_construction_in_one_place():
    empty = pcb.Xy.__new__(pcb.Xy)
    won = []

    def work():
        try:
            empty.__init__(x=1, y=2)
            won.append(1)
        except TypeError:
            pass

    in_threads(work)
    assert won == [1]


def test_other_threads_run_while_a_file_is_read():
    text = "(kicad_pcb" + '(net 1 "some name")' * 400_000 + ")"
    done = threading.Event()
    ticks = 0

    def tick():
        nonlocal ticks
        while not done.wait(0.0005):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    try:
        pcb.dumps(pcb.loads(text))
    finally:
        done.set()
        thread.join()
    assert ticks >= 0


def everything(text: str) -> None:
    """Uses every class and every kind of view once."""
    file = pcb.loads(text)
    todo = [file]
    while todo:
        element = todo.pop()
        repr(element)
        for name in element.__field_names__():
            value = getattr(element, name)
            if type(value).__name__ == "MutableList":
                todo.extend(item for item in value if hasattr(item, "__field_names__"))
                value.reverse()
                value[:] = list(value)
            elif hasattr(value, "__field_names__"):
                todo.append(value)
        twin = element.__copy__()
        assert twin == element
        del twin, element
    with pytest.raises(ValueError, match="Unterminated"):
        pcb.loads("(kicad_pcb")
    with pytest.raises(TypeError):
        pcb.Xy(x="1", y=2)


@pytest.mark.parametrize("threads", [1, 4])
def test_nothing_stays_behind(text, threads):
    def rounds():
        for _ in range(10):
            everything(text)

    in_threads(rounds, threads)
    gc.collect()
    counts = [sys.getrefcount(cls) for cls in (pcb.Pad, pcb.Xy, pcb.Net, pcb.PcbFile)]
    blocks = sys.getallocatedblocks()
    in_threads(rounds, threads)
    gc.collect()
    assert sys.getallocatedblocks() - blocks < 200
    after = [sys.getrefcount(cls) for cls in (pcb.Pad, pcb.Xy, pcb.Net, pcb.PcbFile)]
    assert all(abs(now - before) < 10 for now, before in zip(after, counts, strict=True))
