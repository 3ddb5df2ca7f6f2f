
class TypeGraphPathError(ValueError):
    """
    A path that leads nowhere.
    """

    kind: str
    path: list[str]
    failing_segment: str
    failing_segment_index: int
    index_value: int | None

class TypeGraphInstantiationError(ValueError):
    """
    An instance that cannot be made.
    """

    node: graph.BoundNodeReference | None
    kind: str
    identifier: str

class TypeGraphResolveError(ValueError):
    """
    A reference that cannot be followed.
    """

    node: graph.BoundNodeReference | None
    kind: str
    identifier: str
