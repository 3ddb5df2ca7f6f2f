"""The edge types and the type graph, with steps of reference paths as a type of their own."""

from dataclasses import dataclass
from typing import Any, Protocol

from faebryk.core.zig.gen.faebryk import trait as _trait
from faebryk.core.zig.gen.faebryk.composition import EdgeComposition
from faebryk.core.zig.gen.faebryk.edgebuilder import EdgeCreationAttributes
from faebryk.core.zig.gen.faebryk.interface import EdgeInterfaceConnection
from faebryk.core.zig.gen.faebryk.linker import Linker
from faebryk.core.zig.gen.faebryk.next import EdgeNext
from faebryk.core.zig.gen.faebryk.node_type import EdgeType
from faebryk.core.zig.gen.faebryk.nodebuilder import NodeCreationAttributes
from faebryk.core.zig.gen.faebryk.operand import EdgeOperand
from faebryk.core.zig.gen.faebryk.pointer import EdgePointer
from faebryk.core.zig.gen.faebryk.trait import Trait
from faebryk.core.zig.gen.faebryk.typegraph import (
    TypeGraph,
    TypeGraphInstantiationError,
    TypeGraphPathError,
    TypeGraphResolveError,
)

__all__ = [
    "EdgeComposition",
    "EdgeCreationAttributes",
    "EdgeInterfaceConnection",
    "EdgeNext",
    "EdgeOperand",
    "EdgePointer",
    "EdgeTrait",
    "EdgeTraversal",
    "EdgeType",
    "Linker",
    "NodeCreationAttributes",
    "Trait",
    "TypeGraph",
    "TypeGraphInstantiationError",
    "TypeGraphPathError",
    "TypeGraphResolveError",
]


@dataclass
class EdgeTraversal:
    """One step of a reference path: an edge of the given type, to the node that the identifier names.

    What the `traverse` methods of the edge types return has the same two attributes; paths accept both.
    """

    identifier: str
    edge_type: int

    def __str__(self) -> str:
        return self.identifier


class _HasTypeIdentifier(Protocol):
    @classmethod
    def _type_identifier(cls) -> str: ...


class _NativeAttributes(type):
    """Looks for everything that the class itself lacks in the native `EdgeTrait`."""

    def __getattr__(cls, name: str) -> Any:
        return getattr(_trait.EdgeTrait, name)


class EdgeTrait(metaclass=_NativeAttributes):
    """The native `EdgeTrait`, with a `traverse` that takes the trait's class."""

    @staticmethod
    def traverse(
        *, trait_type: type[_HasTypeIdentifier] | None = None, trait_type_name: str | None = None
    ) -> EdgeTraversal:
        """The step to a trait, which is given by its class or, where that is not at hand, by its type's name.

        Raises `ValueError` when neither is given.
        """
        if trait_type is not None:
            trait_type_name = trait_type._type_identifier()
        if trait_type_name is None:
            raise ValueError("Either trait_type or trait_type_name must be provided")
        step: EdgeTraversal = _trait.EdgeTrait.traverse(trait_type_name=trait_type_name)
        return step
