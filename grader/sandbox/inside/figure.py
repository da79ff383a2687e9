"""Let a function draw on a fresh Axes, then read off what it drew: inert marks in data coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

Rows: TypeAlias = NDArray[np.float64]

Easel: TypeAlias = "Axes"
"""An empty Axes, waiting for one drawing."""
EASELS = 4

NO_MARKER = frozenset({"", " ", "None", "none", None})
"""How Matplotlib spells that a line has no markers (or, as a line style, no line)."""


def prepare() -> list[Easel]:
    """Make a few empty Axes before the fork; making one takes longer than most drawings."""
    return [_easel() for _ in range(EASELS)]


def _easel() -> Easel:
    from matplotlib import pyplot as plt

    return plt.figure().add_subplot()


def draw(function: Callable[[Axes], object], easels: list[Easel]) -> dict[str, object]:
    """Hand the function an empty Axes that is also the current one; return its points, lines and contours.

    `{"points": (k, 2), "lines": [(j, 2)], "contours": [(level, [(j, 2)])]}`; x and y in data coordinates. An easel
    that was prepared is used up.
    """
    from matplotlib import pyplot as plt

    axes = easels.pop() if easels else _easel()
    plt.sca(axes)
    function(axes)
    return {
        "points": np.concatenate([np.zeros((0, 2)), *_points(axes)]),
        "lines": [*_lines(axes)],
        "contours": [*_contours(axes)],
    }


def _points(axes: Axes) -> Iterator[Rows]:
    from matplotlib.collections import PathCollection

    for line in axes.lines:
        if line.get_marker() not in NO_MARKER:
            yield _in_data(axes, line)
    for collection in axes.collections:
        if isinstance(collection, PathCollection):
            yield _rows(collection.get_offsets())


def _lines(axes: Axes) -> Iterator[Rows]:
    from matplotlib.collections import LineCollection

    for line in axes.lines:
        if line.get_linestyle() not in NO_MARKER:
            yield _in_data(axes, line)
    for collection in axes.collections:
        if isinstance(collection, LineCollection):
            yield from (_rows(segment) for segment in collection.get_segments())


def _contours(axes: Axes) -> Iterator[tuple[float, list[Rows]]]:
    from matplotlib.contour import ContourSet

    for collection in axes.collections:
        if isinstance(collection, ContourSet):
            for level, path in zip(collection.levels, collection.get_paths(), strict=False):
                yield float(level), [_rows(piece) for piece in path.to_polygons(closed_only=False)]


def _in_data(axes: Axes, line: Line2D) -> Rows:
    """Return a line's vertices in data coordinates, whatever they were given in (`axhline`, `axline`)."""
    on_screen = line.get_transform().transform(_rows(line.get_path().vertices))
    return _rows(axes.transData.inverted().transform(on_screen))


def _rows(value: ArrayLike) -> Rows:
    return np.ma.filled(np.ma.asarray(value, dtype=np.float64), np.nan).reshape(-1, 2)
