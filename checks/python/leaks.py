"""Makes and drops every class and list view of both modules: `leaks.py ROUNDS [THREADS]`.

The classes are those that the modules hold, and how to make an object of one is read from the stubs: by its
constructor, or by a function or method that returns one, with arguments made in the same way. A class for which nothing
is found is an error. Memory in use must not grow: not with any class by itself, nor with all of them in several threads
at a time.
"""

import ast
import gc
import inspect
import itertools
import sys
import threading
from collections.abc import Callable, Iterator
from enum import EnumType
from importlib import import_module
from pathlib import Path
from types import ModuleType

from exported import exported

from pyzig_sexp import MutableList, pcb

Maker = Callable[[], object]

STUBS = Path(__file__).resolve().parents[2] / "stubs"
MODULES = ["pyzig", "pyzig_sexp"]
# What a parameter of a built-in type gets: the first with which the call succeeds.
VALUES = {
    "str": ["x", '(a (b "c"))'],
    "int": [1, 0],
    "float": [1.0],
    "bool": [True],
    "None": [None],
    "list": [[]],
    "Sequence": [[]],
    "Iterable": [[]],
    "dict": [{}],
    "object": [None],
}
# A file that holds an unknown token and a mistake.
BOARD = '(kicad_pcb (version x) (generator "x") (unknown 1))'
# So many bytes for each round are a leak; allocators keep some memory for themselves.
SMALLEST_LEAK = 12
NOISE = 1_500_000
PAGE = 4096


def resident() -> int:
    """Memory of this process that is in use, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


def classes() -> dict[str, type]:
    """All classes of both modules by their own names, with the module's in front; enumerations and exceptions aside."""
    return {
        f"{module.__name__}.{name}": value
        for module, name, value in exported(*MODULES)
        if isinstance(value, type) and not (isinstance(value, EnumType) or issubclass(value, BaseException))
    }


def is_made_by_nobody(cls: type) -> bool:
    """Whether a class has static methods only, as it says itself."""
    try:
        cls()
    except TypeError as error:
        return "static methods only" in str(error)
    return False


class Function:
    """A function, method or class of the stubs."""

    def __init__(self, module: ModuleType, owner: ast.ClassDef | None, node: ast.FunctionDef) -> None:
        self.module, self.owner, self.name = module, owner and owner.name, node.name
        # A field that takes any text may give members of an enumeration.
        gives = {
            item.name: item.returns
            for item in (owner.body if owner and node.name == "__init__" else ())
            if isinstance(item, ast.FunctionDef)
            and any(getattr(decorator, "id", "") == "property" for decorator in item.decorator_list)
        }
        self.is_static = any(getattr(item, "id", "") == "staticmethod" for item in node.decorator_list)
        arguments = node.args
        positional = arguments.posonlyargs + arguments.args
        optional = len(arguments.defaults)
        self.positional = [
            item.annotation for item in positional[: len(positional) - optional or None] if item.annotation
        ]
        self.keywords = {
            item.arg: gives.get(item.arg, item.annotation)
            for item, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default is None and item.annotation
        }
        self.returns = ast.unparse(node.returns) if node.returns else ""


def functions() -> Iterator[Function]:
    """Everything in the stubs that can be called."""
    for path in sorted(STUBS.glob("pyzig*/**/*.pyi")):
        name = ".".join(path.relative_to(STUBS).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        for item in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(item, ast.FunctionDef):
                yield Function(module, None, item)
            elif isinstance(item, ast.ClassDef):
                for member in item.body:
                    if isinstance(member, ast.FunctionDef):
                        yield Function(module, item, member)


class Makers:
    """How to make an object of each class."""

    def __init__(self) -> None:
        self.classes = {key: value for key, value in classes().items() if not is_made_by_nobody(value)}
        self.enumerations = {
            name: value
            for module in vars(import_module("pyzig_sexp")).values()
            if isinstance(module, ModuleType)
            for name, value in inspect.getmembers(module)
            if isinstance(value, EnumType)
        }
        self.known: dict[type, Maker] = {pcb.PcbFile: lambda: pcb.loads(BOARD)}
        waiting = list(functions())
        missing = {*self.classes.values()} - {MutableList, *self.known}
        while missing:
            before = len(missing)
            for function in waiting:
                missing -= self.try_function(function, missing)
            if len(missing) == before:
                break
        assert not missing, f"nothing in the stubs makes {sorted(map(str, missing))}"

    def try_function(self, function: Function, missing: set[type]) -> set[type]:
        """Learns what a function makes, if that is of a class that nothing is known to make."""
        target = getattr(function.module, function.owner, None) if function.owner else function.module
        makes_itself = function.name in {"__new__", "__init__"}
        wanted = {
            cls for cls in missing if cls.__name__ in function.returns or (makes_itself and cls is target)
        }
        for call in self.calls(function, target, makes_itself) if wanted else ():
            try:
                made = call()
            except (TypeError, ValueError, LookupError, RuntimeError, OSError):
                continue
            for pick in (lambda made: made, lambda made: made[0]):
                try:
                    cls = type(pick(made))
                except (TypeError, LookupError):
                    continue
                if cls in wanted:
                    self.known[cls] = lambda call=call, pick=pick: pick(call())
                    return {cls}
        return set()

    def calls(self, function: Function, target: object, makes_itself: bool) -> Iterator[Maker]:
        """Ways to call a function, all arguments made anew each time."""
        if makes_itself:
            owners = [lambda: target]
        elif isinstance(target, type) and not function.is_static:
            owners = [self.known[target]] if target in self.known else []
            owners = [lambda own=own: getattr(own(), function.name) for own in owners]
        else:
            owners = [lambda: getattr(target, function.name)]
        positional = [self.arguments(annotation) for annotation in function.positional]
        keywords = [self.arguments(annotation) for annotation in function.keywords.values()]
        for owner, *arguments in itertools.islice(itertools.product(owners, *positional, *keywords), 60):
            places, names = arguments[: len(positional)], arguments[len(positional) :]

            def call(
                owner: Maker = owner, places: list[Maker] = places, names: list[Maker] = names
            ) -> object:
                # What is made in the same way is the same object, so that two nodes are of one graph.
                made: dict[Maker, object] = {}
                values = [made.setdefault(make, make()) for make in (*places, *names)]
                return owner()(
                    *values[: len(places)], **dict(zip(function.keywords, values[len(places) :], strict=True))
                )

            yield call

    def arguments(self, annotation: ast.expr) -> list[Maker]:
        """Ways to make an argument."""
        made: list[Maker] = []
        # The names of an annotation from the outermost to the innermost.
        for name in (getattr(node, "id", getattr(node, "attr", "")) for node in ast.walk(annotation)):
            if kind := self.enumerations.get(name):
                return [lambda kind=kind: next(iter(kind))]
            made += [lambda value=value: value for value in VALUES.get(name, ())]
            made += [make for cls, make in self.known.items() if name in (cls.__name__, "_Element")]
        if isinstance(annotation, ast.Constant) and annotation.value is None:
            made.append(lambda: None)
        return made

    def owners(self, cls: type) -> Iterator[Maker]:
        """Ways to make an object of a class: as it is known, and with a further field that has a value."""
        make = self.known[cls]
        yield make
        for name in getattr(cls, "__field_names__", list)():
            for value in self.values():

                def owner(name: str = name, value: Maker = value) -> object:
                    made = make()
                    setattr(made, name, value())
                    return made

                try:
                    owner()
                except (TypeError, ValueError):
                    continue
                yield owner
                break

    def values(self) -> Iterator[Maker]:
        """Ways to make what a field or a list may hold."""
        members = [next(iter(kind)) for kind in self.enumerations.values()]
        yield from (lambda value=value: value for value in ("x", 1, 1.0, *members))
        yield from self.known.values()

    def elements(self, cls: type, field: str) -> tuple[Maker, Maker] | None:
        """How to make an object with a list field, and what goes into that: whatever the list takes. Of fields that
        files tell apart by order, a later one takes nothing before the first has a value."""
        for owner in self.owners(cls):
            for make in self.values():
                try:
                    getattr(owner(), field).append(make())
                except (TypeError, ValueError):
                    continue
                return owner, make
        return None

    def uses(self) -> dict[str, Callable[[int], None]]:
        """By name, what makes and drops that many objects of a class, or views of a list field."""
        uses = {}
        for name, cls in self.classes.items():
            if cls is MutableList:
                continue
            make = self.known[cls]
            uses[name] = lambda rounds, make=make: drop(make, rounds)
            for field in getattr(cls, "__field_names__", list)():
                if isinstance(getattr(make(), field), MutableList):
                    makers = self.elements(cls, field)
                    assert makers, f"nothing goes into {name}.{field}"
                    uses[f"{name}.{field}"] = lambda rounds, makers=makers, field=field: view(
                        makers[0](), field, makers[1](), rounds
                    )
        return uses


def drop(make: Maker, rounds: int) -> None:
    """Makes and drops objects."""
    for _ in range(rounds):
        make()


def view(owner: object, field: str, element: object, rounds: int) -> None:
    """Makes and drops views of a list and of its elements."""
    for _ in range(rounds):
        values = getattr(owner, field)
        values.append(element)
        for value in values:
            del value
        values.clear()


def leaks_of_each(uses: dict[str, Callable[[int], None]], rounds: int) -> list[str]:
    """What grows when made and dropped that many times, three times over."""
    leaking = []
    for name, use in uses.items():
        use(rounds // 10)
        for _ in range(3):
            before = resident()
            use(rounds)
            grown = resident() - before
            if grown <= min(rounds * SMALLEST_LEAK, NOISE):
                break
        else:
            leaking.append(f"{name}: {grown / rounds:.1f} bytes a round")
    return leaking


def leaks_of_all(uses: dict[str, Callable[[int], None]], rounds: int, threads: int) -> list[str]:
    """What grows when several threads make and drop everything, three times over."""

    def work(begin: int) -> None:
        try:
            for use in itertools.islice(itertools.cycle(uses.values()), begin, begin + len(uses)):
                use(rounds)
        except BaseException as error:
            failed.append(error)
            raise

    failed: list[BaseException] = []
    grown = 0
    for attempt in range(4):
        before = resident()
        workers = [
            threading.Thread(target=work, args=(number * len(uses) // threads,)) for number in range(threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        grown = resident() - before
        assert not failed, failed
        # The first time fills what is kept for later use.
        if attempt > 0 and grown <= NOISE:
            return []
    return [f"all in {threads} threads: {grown} bytes"]


def main(rounds: int, threads: int = 4) -> None:
    """Looks for leaks and says how many were found."""
    makers = Makers()
    uses = makers.uses()
    # In short runs single classes are told from noise by all of them together.
    leaking = leaks_of_each(uses, rounds) if rounds * SMALLEST_LEAK >= NOISE // 2 else []
    leaking += leaks_of_all(uses, max(1, rounds // (2 * threads)), threads)
    print(
        f"{len(makers.known)} classes, {len(uses) - len(makers.known)} list views, {rounds} rounds",
        *leaking,
        sep="\n",
    )
    sys.exit(bool(leaking))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
