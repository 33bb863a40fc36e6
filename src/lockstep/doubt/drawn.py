"""What a figure draws of data: each line, each set of bars or points, each image, with a digest of its numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from lockstep.private import open_figures


def drawn() -> list[tuple[str, str]]:
    """Return the name of each thing that the open figures draw of data, and a digest of its numbers.

    The limits of the axes have no part in it: they follow whatever else is drawn there.
    """
    if "matplotlib.pyplot" not in sys.modules:
        return []
    return [_named(*each) for figure in open_figures() for axes in figure.axes for each in _things(axes)]


def _things(axes: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Go through what the axes hold: a thing with its name, and the arrays of its numbers."""
    for line in axes.lines:
        yield line, [line.get_xydata()]
    bars = [each for each in axes.containers if hasattr(each, "patches")]
    for each in bars:
        yield each, [_outline(patch) for patch in each.patches]
    grouped = {id(patch) for each in bars for patch in each.patches}
    for patch in axes.patches:
        if id(patch) not in grouped:
            yield patch, [_outline(patch)]
    for points in axes.collections:
        numbers = [points.get_offsets(), *(path.vertices for path in points.get_paths())]
        sizes = points.get_sizes() if hasattr(points, "get_sizes") else None
        yield points, [*numbers, points.get_array(), sizes]
    for image in axes.images:
        yield image, [image.get_array()]


def _outline(patch: Any) -> Any:
    return patch.get_patch_transform().transform_path(patch.get_path()).vertices


def _named(thing: Any, arrays: list[Any]) -> tuple[str, str]:
    import numpy

    label = str(thing.get_label())
    whole = sha256()
    for array in arrays:
        whole.update(b"none" if array is None else numpy.ma.filled(numpy.ma.asarray(array, float), numpy.nan).tobytes())
    return (type(thing).__name__ if label.startswith("_") or not label else label), whole.hexdigest()
