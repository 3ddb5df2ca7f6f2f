"""Adds the stubs, which stand with all others in stubs/ of the checkout. A source archive has them in place."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_GENERATED = "core/zig/gen"


class Stubs(BuildHookInterface):  # type: ignore[type-arg]
    """The hook that hatchling calls for each archive it makes."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Has the stubs packed with the rest."""
        stubs = Path(self.root).parents[1] / "stubs" / "faebryk" / _GENERATED
        if stubs.is_dir():
            packed = _GENERATED if self.target_name == "sdist" else f"pyzig_faebryk/faebryk/{_GENERATED}"
            build_data["force_include"][str(stubs)] = packed
