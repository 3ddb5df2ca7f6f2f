"""Calls whatever both modules offer, with whatever comes to hand: `arbitrary_calls.py SEED STEPS`.

Every call ends in a result or in an exception. What must not happen ends the process with another code than 0: a
crash, a panic, an error of the interpreter's own machinery, or a call that does not come back.
"""

import ast
import copy
import faulthandler
import inspect
import io
import math
import pickle
import random
import re
import sys
from collections.abc import Callable
from enum import EnumType
from pathlib import Path

from exported import exported

from pyzig.gen.faebryk.composition import EdgeComposition
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import GraphView
from pyzig_sexp import MutableList, pcb, tree

ROOT = Path(__file__).resolve().parents[2]
BOARDS = ROOT / "checks" / "boards"
STUBS = ROOT / "stubs"
# Classes that have another name besides.
CLASS_OF = {"BoundNode": "BoundNodeReference", "BoundEdge": "BoundEdgeReference"}
MODULES = ["pyzig", "pyzig_sexp"]
# No call that a small pool allows takes that long.
SECONDS_FOR_A_CALL = 60
OBJECTS_OF_A_CLASS = 8
STEPS_FROM_A_BEGINNING = 500
# Writing belongs to files that are named on purpose, and these names would not be.
LEFT_OUT = {"dump", "load"}

NUMBERS = [0, 1, 2, 3, -1, 7, 255, 256, 65_536, -(2**31), 2**63 - 1, -(2**63), 2**64, 10**400]
FLOATS = [0.0, -0.0, 0.5, 1e300, -1e-300, math.inf, -math.inf, math.nan]
TEXTS = [
    "",
    "a",
    "x" * 300,
    "name",
    "R1",
    "F.Cu",
    'quo"te',
    "back\\slash",
    "new\nline",
    "NUL\0",
    "\ud800",
    "Ω",
    "(a (b",
    "(net 1)",
]
OTHERS = [
    None,
    True,
    False,
    b"(a)",
    b"\xff",
    bytearray(b"(b 1)"),
    (),
    [],
    {},
    {"a": 1},
    slice(None),
    slice(3, -9, -2),
    object(),
]


def classes_and_functions(name: str) -> list[Callable[..., object]]:
    """All classes and functions of a module and of those in it, enumerations aside."""
    return [
        value
        for _, name, value in exported(name)
        if callable(value) and name not in LEFT_OUT and not isinstance(value, EnumType)
    ]


def annotations() -> dict[str, dict[str, str]]:
    """What the stubs say about the parameters of functions, methods and classes, by their names.

    Several of one name are taken for one: a value that does not fit is as good as one that does.
    """
    found: dict[str, dict[str, str]] = {}
    for path in STUBS.glob("pyzig*/**/*.pyi"):
        for owner in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for function in getattr(owner, "body", []):
                if isinstance(function, ast.FunctionDef):
                    made = function.name in {"__new__", "__init__"} and isinstance(owner, ast.ClassDef)
                    of_function = found.setdefault(owner.name if made else function.name, {})
                    arguments = function.args
                    for argument in arguments.posonlyargs + arguments.args + arguments.kwonlyargs:
                        if argument.annotation:
                            of_function[argument.arg] = ast.unparse(argument.annotation)
    return found


class Caller:
    """Objects of the modules' classes, and what can be done with them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.annotations = annotations()
        self.offered = [classes_and_functions(name) for name in MODULES]
        # Of each class a few objects, apart by module: one has ten times as many classes as the other.
        self.kept: list[dict[type, list[object]]] = [{} for _ in MODULES]

    def begin(self) -> None:
        """Makes what calls without a plan would seldom come by."""
        for path in sorted(BOARDS.glob("*.kicad_pcb")):
            text = path.read_text(encoding="utf-8")
            board = pcb.loads(text)
            self.keep([board, board.kicad_pcb, board.kicad_pcb.footprints, *board.kicad_pcb.footprints])
            self.keep([tree.loads(text), *board.kicad_pcb.footprints[0].pads])
        graph = GraphView.create()
        nodes = [graph.create_and_insert_node() for _ in range(4)]
        for number, child in enumerate(nodes[1:]):
            EdgeComposition.add_child(bound_node=nodes[0], child=child.node(), child_identifier=f"c{number}")
        types = TypeGraph.create(g=graph)
        self.keep([graph, types, *nodes, *(node.node() for node in nodes)])
        self.keep([types.add_type(identifier="R1"), types.add_type(identifier="a")])

    def keep(self, value: object) -> None:
        """Keeps an object of one of the classes, or those in a list; another of its class may have to leave."""
        if isinstance(value, list | tuple):
            for item in value[:5]:
                self.keep(item)
        for offered, kept in zip(self.offered, self.kept, strict=True):
            if type(value) in offered or (type(value) is MutableList and kept is self.kept[-1]):
                objects = kept.setdefault(type(value), [])
                if len(objects) == OBJECTS_OF_A_CLASS:
                    del objects[self.random.randrange(OBJECTS_OF_A_CLASS)]
                objects.append(value)

    def kept_object(self) -> object:
        """One of the objects: of each class as often as of another."""
        return self.random.choice(self.random.choice(list(self.random.choice(self.kept).values())))

    def offer(self) -> Callable[..., object]:
        """A class or function: of one module as often as of the other, though one has ten times as many."""
        return self.random.choice(self.random.choice(self.offered))

    def callback(self) -> Callable[..., object]:
        """Something to be called back: it may look at, change or spoil what is in the pool, or raise."""

        def call(*arguments):
            self.keep(arguments)
            if self.random.random() < 0.2:
                raise LookupError("a visitor's own mistake")
            if self.random.random() < 0.3:
                self.step()
            return self.random.choice([None, True, 1, "stop"])

        return call

    def value(self) -> object:
        """Any value, more often one that native calls know."""
        which = self.random.random()
        if which < 0.5:
            return self.kept_object()
        if which < 0.6:
            return self.random.choice(NUMBERS)
        if which < 0.65:
            return self.random.choice(FLOATS)
        if which < 0.8:
            return self.random.choice(TEXTS)
        if which < 0.85:
            return [self.value() for _ in range(self.random.randrange(4))]
        if which < 0.9:
            return self.callback()
        if which < 0.95:
            return self.offer()
        return copy.copy(self.random.choice(OTHERS))

    def fitting(self, annotation: str) -> object:
        """A value such as a parameter with this annotation takes, or any other."""
        names = re.findall(r"\w+", annotation)
        if self.random.random() < 0.1 or not names:
            return self.value()
        if "Callable" in names:
            return self.callback()
        if {"list", "Sequence", "Iterable"} & {*names} and self.random.random() < 0.9:
            inner = annotation.partition("[")[2]
            return [self.fitting(inner) for _ in range(self.random.randrange(4))]
        fit = [values for values in map(self.of_class, names) if values]
        return self.random.choice(self.random.choice(fit)) if fit else self.value()

    def of_class(self, name: str) -> list[object]:
        """What is at hand of a class that is known by a name."""
        plain = {"str": TEXTS, "int": NUMBERS, "float": FLOATS, "bool": [True, False], "None": [None]}
        name = CLASS_OF.get(name, name)
        return plain.get(name) or [
            value for kept in self.kept for kind in kept if kind.__name__ == name for value in kept[kind]
        ]

    def call(self, function: Callable[..., object]) -> object:
        """Calls a function with what its signature asks for, or with anything."""
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            parameters = ()
        annotations = self.annotations.get(function.__name__, {})
        if self.random.random() < 0.1:
            return function(*(self.value() for _ in range(self.random.randrange(4))))
        positional, keywords = [], {}
        for parameter in parameters:
            if parameter.kind is parameter.POSITIONAL_ONLY:
                positional.append(self.fitting(annotations.get(parameter.name, "")))
            elif parameter.kind is parameter.VAR_POSITIONAL:
                positional += [self.value() for _ in range(self.random.randrange(3))]
            elif parameter.kind is not parameter.VAR_KEYWORD and (
                parameter.default is parameter.empty or self.random.random() < 0.2
            ):
                keywords[parameter.name] = self.fitting(annotations.get(parameter.name, ""))
        return function(*positional, **keywords)

    def act(self, target: object) -> object:
        """Does one of the things that Python does with objects."""
        act = self.random.choice(
            [repr, str, hash, len, list, bool, copy.copy, copy.deepcopy, dir]
            + [lambda it: pickle.loads(pickle.dumps(it))]
            + [lambda it: it == self.value(), lambda it: it < self.value(), lambda it: self.value() in it]
            + [lambda it: it[self.value()], lambda it: it.__setitem__(self.value(), self.value())]
            + [lambda it: it.__delitem__(self.value()), lambda it: it.__iadd__(self.value())]
            + [lambda it: it + self.value(), lambda it: next(iter(it))]
        )
        return act(target)

    def attribute(self, target: object) -> object:
        """Reads, calls or sets an attribute."""
        name = self.random.choice(
            [name for name in dir(target) if not name.startswith("__")] or ["__zig_address__"]
        )
        which = self.random.random()
        if not isinstance(target, type) and which < 0.3:
            setattr(target, name, self.value())
        elif which < 0.32:
            delattr(target, name)
        value = getattr(target, name)
        return self.call(value) if callable(value) and name not in LEFT_OUT else value

    def step(self) -> None:
        """One call of something."""
        which = self.random.random()
        if which < 0.25:
            target = self.offer()
            self.keep(self.call(target) if self.random.random() < 0.3 else self.attribute(target))
        else:
            target = self.kept_object()
            self.keep(self.act(target) if which < 0.4 else self.attribute(target))


def main(seed: int, steps: int) -> None:
    """Makes so many calls."""
    faulthandler.enable()
    caller = Caller(seed)
    raised = {}
    for step in range(steps):
        if step % STEPS_FROM_A_BEGINNING == 0:
            caller.begin()
        faulthandler.dump_traceback_later(SECONDS_FOR_A_CALL, exit=True)
        try:
            caller.step()
        except SystemError:
            raise
        except Exception as error:
            raised[type(error).__name__] = raised.get(type(error).__name__, 0) + 1
            assert not re.search("panick|unwrap|PanicException", str(error)), error
    faulthandler.cancel_dump_traceback_later()
    print(f"{steps} calls, {sum(raised.values())} exceptions:", *sorted(raised))


if __name__ == "__main__":
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, errors="backslashreplace")
    main(int(sys.argv[1]), int(sys.argv[2]))
