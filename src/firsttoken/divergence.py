"""How far one law is from another, exactly, by summing over every value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.distributions import Categorical

from firsttoken.errors import FirstTokenError
from firsttoken.law import StringLaw

#: A law whose every probability the library can list.
Listed = Categorical | StringLaw


@dataclass(frozen=True)
class FDivergence:
    """An f-divergence `D_f(p || q) = sum_{q>0} q f(p / q) + f'(inf) p(q = 0)`, in nats where `f` has a logarithm.

    Two laws over strings with the same conditionals for `t >= 2` are exactly as far apart as their first-token
    laws, whatever `f`: the common factors cancel in the ratio `p / q`.

    Call it with two laws, both `Categorical` over the same symbols or both over the same strings; the answer
    has their batch shape.

    Attributes:
        name: What it is called.
        f: A convex function on `[0, inf)` with `f(1) = 0`, applied to a tensor of ratios.
        slope: `f'(inf)`, the limit of `f(r) / r`: what a unit of mass costs where `q` has none.

    Source: the essay, "What the missing factor costs"; Csiszár 1967.
    """

    name: str
    f: Callable[[Tensor], Tensor]
    slope: float

    def __call__(self, p: Listed, q: Listed) -> Float[Tensor, "*batch"]:
        """Return `D_f(p || q)`.

        Raises:
            FirstTokenError: If the laws are not over the same values.
            TooManyStrings: If there are more than two million strings.
        """
        probs_p, probs_q = _probs(p), _probs(q)
        if probs_p.shape != probs_q.shape or isinstance(p, StringLaw) != isinstance(q, StringLaw):
            raise FirstTokenError(
                f"{self.name}(p, q) takes two laws over the same values; given probabilities of the shapes "
                f"{tuple(probs_p.shape)} and {tuple(probs_q.shape)}"
            )
        charged = probs_q > 0
        ratio = probs_p / torch.where(charged, probs_q, 1.0)
        inside = torch.where(charged, probs_q * self.f(ratio), 0.0).sum(dim=-1)
        outside = torch.where(charged, 0.0, probs_p).sum(dim=-1)
        return inside + torch.where(outside > 0, self.slope * outside, 0.0)


def _probs(law: Listed) -> Float[Tensor, "*batch values"]:
    if isinstance(law, Categorical):
        return law.probs
    return law.log_probs().exp().movedim(0, -1)


kl = FDivergence("kl", lambda r: torch.xlogy(r, r), slope=math.inf)
"""Kullback-Leibler divergence `KL(p || q) = sum_x p(x) log(p(x) / q(x))`, in nats; infinite unless `q > 0`
wherever `p > 0`."""

tv = FDivergence("tv", lambda r: 0.5 * (r - 1).abs(), slope=0.5)
"""Total variation `TV(p, q) = 1/2 sum_x |p(x) - q(x)|`: the largest difference in the probability of an event."""

hellinger = FDivergence("hellinger", lambda r: 0.5 * (r.sqrt() - 1).square(), slope=0.5)
"""Squared Hellinger distance `1/2 sum_x (sqrt(p(x)) - sqrt(q(x)))^2`, between 0 and 1."""

chi_squared = FDivergence("chi_squared", lambda r: (r - 1).square(), slope=math.inf)
"""Pearson's divergence `chi^2(p || q) = sum_x (p(x) - q(x))^2 / q(x)`."""
