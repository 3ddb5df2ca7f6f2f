"""Small graphs for the tests of the graph and the type graph."""

from collections.abc import Callable

import pytest

from pyzig.gen.faebryk.trait import Trait
from pyzig.gen.faebryk.typegraph import TypeGraph
from pyzig.gen.graph.graph import BoundNode, GraphView


@pytest.fixture
def g() -> GraphView:
    """An empty graph."""
    return GraphView.create()


@pytest.fixture
def tg(g: GraphView) -> TypeGraph:
    """A type graph in the graph `g`."""
    return TypeGraph.create(g=g)


@pytest.fixture
def make_type(tg: TypeGraph) -> Callable[..., BoundNode]:
    """Creates a type that may be instantiated, with children given as names and types."""

    def make(identifier: str, **children: BoundNode) -> BoundNode:
        created = tg.add_type(identifier=identifier)
        for name, child_type in children.items():
            tg.add_make_child(type_node=created, child_type=child_type, identifier=name)
        tg.mark_constructable(type_node=created)
        return created

    return make


@pytest.fixture
def make_interface(tg: TypeGraph, make_type: Callable[..., BoundNode]) -> Callable[[BoundNode], BoundNode]:
    """Creates instances of a type and makes them interfaces, as atopile does."""
    trait_type = make_type("is_interface.node.core.faebryk")
    Trait.mark_as_trait(trait_type=trait_type)

    def make(type_node: BoundNode) -> BoundNode:
        instance = tg.instantiate_node(type_node=type_node, attributes=None)
        Trait.add_trait_to(target=instance, trait_type=trait_type)
        return instance

    make.trait_type = trait_type
    return make
