"""The native modules under the names by which atopile knows them: `faebryk.core.zig.gen.graph.graph` and so on.

As in atopile, the name `faebryk.core.zig` stands for the package `pyzig` itself from the first import on.
"""

from pyzig import _loader

_loader.install(__name__)
