"""Drawing a string, symbol after symbol: many steps, each of them small."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from jaxtyping import Float, Int
from torch import Tensor


def levels(steps: int, rows: int) -> Float[Tensor, "steps rows 1"]:
    """Return independent levels, uniform between 0 and 1, for each step and row.

    They are never 0, which a symbol of probability zero would reach.
    """
    return 1 - torch.rand(steps, rows, 1, dtype=torch.float64)


def reach(laws: Float[Tensor, "rows vocab"], level: Float[Tensor, "rows 1"]) -> Int[Tensor, "rows 1"]:
    """Return the symbol at which the distribution function of each law first reaches a level."""
    heights = laws.exp().cumsum(dim=1, dtype=torch.float64)
    return torch.searchsorted(heights, level * heights.narrow(1, -1, 1))


@contextmanager
def small_steps() -> Iterator[None]:
    """Spare operations on few rows what takes longer than they do: records for gradients, and oneDNN."""
    onednn = torch.backends.mkldnn.enabled  # it prepares each call of gelu
    torch.backends.mkldnn.enabled = False  # type: ignore[assignment] # typed as the property that it is
    try:
        with torch.inference_mode():  # which spares more than no_grad
            yield
    finally:
        torch.backends.mkldnn.enabled = onednn
