"""The classes of the graph under their short names. As a program, the stress of its memory."""

from faebryk.core.zig.gen.graph.graph import BFSPath, BoundEdge, BoundNode, GraphView
from faebryk.core.zig.gen.graph.graph import EdgeReference as Edge
from faebryk.core.zig.gen.graph.graph import NodeReference as Node

__all__ = ["BFSPath", "BoundEdge", "BoundNode", "Edge", "GraphView", "Node"]

if __name__ == "__main__":
    import sys

    from faebryk.core._stress import main

    sys.exit(main())
