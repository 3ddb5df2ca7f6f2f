"""Finds the extension modules and makes their module trees importable.

Each module is taken from the first of these places that has one:

1. the directory that the environment variable `PYZIG_LIB_DIR` names,
2. the Nix store path that this file was built with,
3. the package's own directory (an installed wheel),
4. the build output of the source checkout that this file lies in, which is brought up to date first
   (see `pyzig._checkout`).

A place of the first two kinds that lacks the module is an error: what was asked for is never replaced in silence.
No subprocess is started but for the last.
"""

import os
import sys

# What `importlib.machinery` has from there, which takes as long to import as all of this.
from _frozen_importlib_external import EXTENSION_SUFFIXES, ExtensionFileLoader

# A build for Nix puts the directory of the extension modules here.
_STORE = "@store@"

_PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_CARGO_NAMES = ("lib{}.so", "lib{}.dylib", "{}.dll")

# The module `types` takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType
else:
    ModuleSpec = type(__spec__)
    ModuleType = type(sys)


def expose(package: str) -> None:
    """Loads the extension module of a package and puts its public names into the package.

    The nested modules become importable by their full names. The package's own import lock makes this happen once.
    """
    namespace = sys.modules[package]
    for name, value in vars(_load(package)).items():
        if not name.startswith("_"):
            setattr(namespace, name, value)
            if isinstance(value, ModuleType):
                register(f"{package}.{name}", value)


def register(name: str, module: ModuleType) -> None:
    """Makes a module and the modules nested in it importable under `name`.

    May be called any number of times, from any thread. The nested modules come first, so that whoever finds a module
    finds its whole tree.
    """
    for attribute, value in list(vars(module).items()):
        if isinstance(value, ModuleType) and not attribute.startswith("_"):
            register(f"{name}.{attribute}", value)
    if getattr(module, "__spec__", None) is None:
        module.__spec__ = ModuleSpec(name, None)
    sys.modules[name] = module


def install(prefix: str) -> None:
    """Registers the module tree of both packages under `prefix`, as `faebryk.core.zig` has it.

    `prefix` itself becomes the package `pyzig`, whose `gen.sexp` is then the package `pyzig_sexp`.
    """
    import pyzig
    import pyzig_sexp

    pyzig.gen.sexp = pyzig_sexp  # type: ignore[attr-defined]
    pyzig_sexp.__name__ = "pyzig.gen.sexp"
    register("pyzig.gen.sexp", pyzig_sexp)
    register(prefix, pyzig)


def locate(name: str) -> str:
    """The file of an extension module (`pyzig` or `pyzig_sexp`).

    Raises `ImportError` where there is none, and where a build on import fails.
    """
    for place, directory in (
        ("PYZIG_LIB_DIR", os.environ.get("PYZIG_LIB_DIR")),
        ("the Nix store", _STORE if os.path.isabs(_STORE) else None),
    ):
        if directory:
            if found := find(directory, name):
                return found
            raise ImportError(f"`{name}` is not in {directory} ({place}) for this Python", name=name)
    if found := find(_PACKAGES, name):
        return found
    if is_checkout():
        from . import _checkout

        return _checkout.locate(name)
    raise ImportError(
        f"`{name}` was installed without an extension module for this Python ({EXTENSION_SUFFIXES[0]})",
        name=name,
    )


def is_checkout() -> bool:
    """Whether this file lies in a source checkout."""
    return os.path.isfile(os.path.join(_PACKAGES, "..", "src", "py-graph", "Cargo.toml"))


def find(directory: str, name: str) -> str | None:
    """The extension module in a directory: in a package, by itself, or under the name that cargo gives it."""
    for file in (
        *(os.path.join(name, f"{name}{suffix}") for suffix in EXTENSION_SUFFIXES),
        *(f"{name}{suffix}" for suffix in EXTENSION_SUFFIXES),
        *(pattern.format(name) for pattern in _CARGO_NAMES),
    ):
        path = os.path.join(directory, file)
        if os.path.isfile(path):
            return path
    return None


def _load(package: str) -> ModuleType:
    name = f"{package}.{package}"
    if loaded := sys.modules.get(name):
        return loaded
    path = locate(package)
    loader = ExtensionFileLoader(name, path)
    spec = ModuleSpec(name, loader, origin=path)
    module = loader.create_module(spec)
    module.__spec__, module.__loader__ = spec, loader
    module.__file__, module.__package__ = path, package
    loader.exec_module(module)
    sys.modules[name] = module
    return module
