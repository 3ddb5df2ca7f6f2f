"""What the extension modules offer."""

import inspect
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType


def exported(*names: str) -> Iterator[tuple[ModuleType, str, object]]:
    """All public names of modules and of the modules in them, each with where it is and what it stands for; what has
    several names comes once."""
    seen: set[int] = set()
    waiting = [import_module(name) for name in names]
    while waiting:
        module = waiting.pop()
        for name, value in inspect.getmembers(module):
            if name.startswith("_") or id(value) in seen:
                continue
            seen.add(id(value))
            if isinstance(value, ModuleType):
                waiting.append(value)
            else:
                yield module, name, value
