"""Enumerations: text that knows what it may be."""

import enum
import json
import pickle

import pytest

from pyzig_sexp import pcb


def test_members_are_text(board):
    kind = board.footprints[0].pads[0].type
    assert kind == "smd"
    assert isinstance(kind, str)
    assert kind is pcb.E_pad_type.SMD
    assert hash(kind) == hash("smd")
    assert {"smd": 1}[kind] == 1
    assert f"{kind}" == str(kind) == "smd"
    assert json.dumps([kind]) == '["smd"]'
    assert kind.capitalize() == "Smd"
    match kind:
        case "smd":
            pass
        case _:
            pytest.fail("no match")


def test_classes_are_enumerations():
    assert issubclass(pcb.E_pad_type, enum.StrEnum)
    assert pcb.E_pad_type.SMD is pcb.E_pad_type.smd
    assert pcb.E_pad_type("smd") is pcb.E_pad_type.SMD
    assert [member.name for member in pcb.E_pad_type][:2] == ["THRU_HOLE", "SMD"]
    assert pcb.E_pad_type.__doc__
    with pytest.raises(ValueError, match="banana"):
        pcb.E_pad_type("banana")


def test_members_can_be_pickled():
    assert pickle.loads(pickle.dumps(pcb.E_pad_type.SMD)) is pcb.E_pad_type.SMD


def test_assignment(board):
    pad = board.footprints[0].pads[0]
    pad.type = "thru_hole"
    assert pad.type is pcb.E_pad_type.THRU_HOLE
    pad.type = pcb.E_pad_type.CONNECT
    assert pad.type == "connect"
    for wrong in ("banana", "SMD", ""):
        with pytest.raises(ValueError, match=r"pcb\.Pad\.type"):
            pad.type = wrong
    with pytest.raises(TypeError, match=r"expected a member of pcb\.E_pad_type"):
        pad.type = 1
    assert pad.type == "connect"
