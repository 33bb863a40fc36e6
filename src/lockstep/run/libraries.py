"""What a run does for random, numpy, torch and matplotlib, so that each run gives the same."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from lockstep.private import open_figures
from lockstep.run.figures import use_theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class Imported:
    """Prepares each library as soon as it is loaded, and knows which statement opened which figure.

    A library is never imported here: a snippet that needs no torch does not wait for it.
    """

    def __init__(self) -> None:
        self._unprepared = dict(_PREPARE)
        self._lines: WeakKeyDictionary[Figure, int] = WeakKeyDictionary()

    def settle(self, line: int) -> None:
        """Prepare what has been loaded, and tag the figures opened, since the last call with this line."""
        for name in sorted(self._unprepared.keys() & sys.modules.keys()):
            self._unprepared.pop(name)()
        for figure in self._open():
            self._lines.setdefault(figure, line)

    def figures(self) -> list[tuple[Figure, int]]:
        """Return the figures that are still open, each with its line."""
        return [(figure, self._lines[figure]) for figure in self._open()]

    def _open(self) -> list[Figure]:
        return open_figures() if "matplotlib.pyplot" in sys.modules else []


def _seed_numpy() -> None:
    import numpy

    numpy.random.seed(0)


def _seed_torch() -> None:
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)  # sums keep one order, and two children share two cores


_PREPARE: Mapping[str, Callable[[], None]] = {
    "random": lambda: random.seed(0),
    "numpy": _seed_numpy,
    "torch": _seed_torch,
    "matplotlib": use_theme,
}
