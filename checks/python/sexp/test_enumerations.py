"""Enumerations: text that knows what it may be."""

import enum
import inspect
import json
import pickle

import pytest

from pyzig_sexp import design_rules, pcb, schematic, worksheet


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


def attributes(cls: type) -> dict[str, object]:
    """What makes up an enumeration, with the names of members in the place of members."""

    def plain(value: object) -> object:
        if isinstance(value, cls):
            return vars(value) | {
                "__objclass__": value.__objclass__.__name__,
                "__doc__": None,
                "": str(value),
            }
        if isinstance(value, dict):
            return [(key, plain(item)) for key, item in value.items()]
        if isinstance(value, staticmethod):
            return value.__func__
        return value

    described = {"__dict__", "__weakref__", "__doc__"}
    return {name: plain(value) for name, value in vars(cls).items() if name not in described}


def test_enumerations_are_what_enum_makes():
    count = 0
    for module in (pcb, schematic, worksheet, design_rules):
        for name, cls in inspect.getmembers(module, lambda value: isinstance(value, enum.EnumType)):
            names = [(name, str(member)) for name, member in cls.__members__.items()]
            assert all(member.value == str(member) and member.name in cls.__members__ for member in cls)
            expected = enum.StrEnum(name, names, module=cls.__module__, qualname=cls.__qualname__)
            found, official = attributes(cls), attributes(expected)
            # Classes that hide methods of text have attributes that stand for members.
            different = {key for key in official if found.get(key) != official[key]}
            assert {
                key for key in different if not isinstance(official[key], property | enum.property)
            } == set(), name
            assert set(found) == set(official)
            assert list(cls) == list(expected)
            assert repr(cls) == repr(expected)
            assert dir(cls) == dir(expected)
            count += 1
    assert count > 50


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
