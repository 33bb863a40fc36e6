"""Drawing a symbol from a law by the inverse of its distribution function."""

from __future__ import annotations

import torch
from jaxtyping import Float, Int
from torch import Tensor


def uniforms(steps: int, rows: int) -> Float[Tensor, "steps rows 1"]:
    """Return independent numbers, uniform in `(0, 1]`, for each step and row.

    They are never 0, which a symbol of probability zero would reach.
    """
    return 1 - torch.rand(steps, rows, 1, dtype=torch.float64)


def inverse_cdf(laws: Float[Tensor, "rows vocab"], level: Float[Tensor, "rows 1"]) -> Int[Tensor, "rows 1"]:
    """Return the symbol at which the distribution function of each law first reaches a level."""
    heights = laws.exp().cumsum(dim=1, dtype=torch.float64)
    return torch.searchsorted(heights, level * heights.narrow(1, -1, 1))
