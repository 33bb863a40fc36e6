"""How far one law is from another, exactly, by summing over every value."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor
from torch.distributions import Categorical

from firsttoken import checks
from firsttoken.errors import FirstTokenError, WrongType
from firsttoken.law import StringLaw, check_same_strings

#: A law whose every probability the library can list.
Listed = Categorical | StringLaw


@dataclass(frozen=True)
class FDivergence:
    """An f-divergence `D_f(p || q) = sum_{q>0} q f(p / q) + f'(inf) p(q = 0)`, in nats where `f` has a logarithm.

    Two laws over strings with the same conditionals for `t >= 2` are exactly as far apart as their first-token
    laws, whatever `f`: the common factors cancel in the ratio `p / q`.

    Call it with two laws, both `Categorical` over the same symbols or both over the same strings; the answer
    has the shape to which their batches broadcast.

    Attributes:
        name: What it is called.
        f: A convex function on `[0, inf)` with `f(1) = 0`, applied to a tensor of ratios.
        slope: `f'(inf)`, the limit of `f(r) / r`: what a unit of mass costs where `q` has none.

    Source: the essay, "What the missing factor costs"; Csiszár 1967.
    """

    name: str
    f: Callable[[Tensor], Tensor]
    slope: float

    def __post_init__(self) -> None:
        checks.text(self.name, "the name of a divergence", "Give a str")
        if not callable(self.f):
            raise WrongType(f"f is a function of ratios; given {checks.shown(self.f)}", "Give a function of a tensor")
        checks.real(self.slope, "slope")
        object.__setattr__(self, "slope", float(self.slope))  # an int may be larger than torch holds

    def __repr__(self) -> str:
        return f"FDivergence({self.name!r}, slope={self.slope:g})"

    def __call__(self, p: Listed, q: Listed) -> Float[Tensor, "*batch"]:
        """Return `D_f(p || q)`.

        Raises:
            FirstTokenError: If the laws are not over the same values.
            TooManyStrings: If there are more than two million strings.
        """
        remedy = "Give two Categorical over the same symbols, or two laws over the same strings"
        for law in (p, q):
            if not isinstance(law, Categorical | StringLaw):
                raise WrongType(f"{self.name}(p, q) takes two laws; given {checks.shown(law)}", remedy)
        if isinstance(p, StringLaw) and isinstance(q, StringLaw):
            check_same_strings(p, q, self.name)
        elif isinstance(p, StringLaw) or isinstance(q, StringLaw):
            raise WrongType(f"{self.name}(p, q) takes two laws over the same values; given {p} and {q}", remedy)
        probs_p, probs_q = _probs(p), _probs(q)
        if probs_p.shape[-1] != probs_q.shape[-1]:
            raise FirstTokenError(
                f"{self.name}(p, q) takes two laws over the same values; given probabilities of the shapes "
                f"{tuple(probs_p.shape)} and {tuple(probs_q.shape)}",
                remedy,
            )
        checks.broadcast(probs_p.shape[:-1], probs_q.shape[:-1], "the batches of p and q")
        charged = probs_q > 0
        ratio = probs_p / torch.where(charged, probs_q, 1.0)
        each = self.f(ratio)
        if not isinstance(each, Tensor) or each.shape != ratio.shape:
            raise WrongType(
                f"f returns a number for each ratio, a tensor of the shape {tuple(ratio.shape)}; it returned "
                f"{checks.shown(each)}",
                "Write it with operations on tensors",
            )
        inside = torch.where(charged, probs_q * each, 0.0).sum(dim=-1)
        outside = torch.where(charged, 0.0, probs_p).sum(dim=-1)
        return inside + torch.where(outside > 0, self.slope * outside, 0.0)


def _probs(law: Listed) -> Float[Tensor, "*batch values"]:
    if isinstance(law, Categorical):
        checks.on_cpu(law.probs, "a law")
        return law.probs
    return law.log_probs().exp().movedim(0, -1)


def _kl(r: Tensor) -> Tensor:
    return torch.xlogy(r, r)


def _tv(r: Tensor) -> Tensor:
    return 0.5 * (r - 1).abs()


def _hellinger(r: Tensor) -> Tensor:
    return 0.5 * (r.sqrt() - 1).square()


def _chi_squared(r: Tensor) -> Tensor:
    return (r - 1).square()


kl = FDivergence("kl", _kl, slope=math.inf)
"""Kullback-Leibler divergence `KL(p || q) = sum_x p(x) log(p(x) / q(x))`, in nats; infinite unless `q > 0`
wherever `p > 0`."""

tv = FDivergence("tv", _tv, slope=0.5)
"""Total variation `TV(p, q) = 1/2 sum_x |p(x) - q(x)|`: the largest difference in the probability of an event."""

hellinger = FDivergence("hellinger", _hellinger, slope=0.5)
"""Squared Hellinger distance `1/2 sum_x (sqrt(p(x)) - sqrt(q(x)))^2`, between 0 and 1."""

chi_squared = FDivergence("chi_squared", _chi_squared, slope=math.inf)
"""Pearson's divergence `chi^2(p || q) = sum_x (p(x) - q(x))^2 / q(x)`."""
