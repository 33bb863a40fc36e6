"""Divergences, and which laws some conditionals leave free."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch
from torch.distributions import Categorical

import firsttoken as ft
from calls.common import AB, always, call, close, joint
from calls.unordered import fails

P, Q = (0.2, 0.8), (0.5, 0.5)


def table_of(law: Any) -> np.ndarray:
    return np.asarray(law.probs if isinstance(law, Categorical) else law.log_probs().exp().movedim(0, -1))


def same_values(p: Any, q: Any) -> bool:
    if isinstance(p, ft.StringLaw) and isinstance(q, ft.StringLaw):
        ends = [
            (law.vocabulary, law.horizon, law.enumerate_support(expand=False).reshape(-1, law.horizon))
            for law in (p, q)
        ]
        return ends[0][:2] == ends[1][:2] and torch.equal(ends[0][2], ends[1][2])
    if isinstance(p, Categorical) or isinstance(q, Categorical):
        return isinstance(p, Categorical) and isinstance(q, Categorical) and p.probs.shape[-1] == q.probs.shape[-1]
    return False


def divergence(f: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[..., bool]:
    def confirm(got: torch.Tensor, p: Any, q: Any) -> bool:
        with np.errstate(all="ignore"):
            return same_values(p, q) and close(got, f(table_of(p), table_of(q)).sum(axis=-1))

    return confirm


for _name, _f in {
    "kl": lambda p, q: np.where(p > 0, p * np.log(p / q), 0.0),
    "tv": lambda p, q: abs(p - q) / 2,
    "hellinger": lambda p, q: (np.sqrt(p) - np.sqrt(q)) ** 2 / 2,
    "chi_squared": lambda p, q: np.where((p == 0) & (q == 0), 0.0, (p - q) ** 2 / q),
}.items():
    call(
        _name,
        getattr(ft, _name),
        divergence(_f),
        p=lambda: Categorical(torch.tensor(P, dtype=torch.float64)),
        q=lambda: Categorical(torch.tensor(Q, dtype=torch.float64)),
    )
call(
    "kl of strings",
    ft.kl,
    divergence(lambda p, q: np.where(p > 0, p * np.log(p / q), 0.0)),
    p=joint,
    q=lambda: ft.Joint(AB, torch.full((2, 2), 0.25).double()),
)
call(
    "FDivergence",
    ft.FDivergence,
    lambda got, name, f, slope: (
        fails(f)
        or close(
            got(Categorical(torch.tensor(P, dtype=torch.float64)), Categorical(torch.tensor(Q, dtype=torch.float64))),
            0.5 * sum(float(f(torch.tensor(a / 0.5, dtype=torch.float64))) for a in P),
        )
    ),
    name=always("mine"),
    f=always(lambda r: (r - 1).abs()),
    slope=always(1.0),
)


def confirm_conditional(got: Callable[..., Any], position: int, given: Iterable[int]) -> bool:
    probs = joint().probs
    got(probs)  # refuses a position that the law does not have
    seen = sorted(given)
    expected = {(): probs.sum(dim=2 - position), (3 - position,): probs / probs.sum(dim=position - 1, keepdim=True)}
    return close(got(probs), expected[tuple(seen)])


call(
    "conditional",
    lambda position, given: ft.conditional(position, given=given),
    confirm_conditional,
    position=always(2),
    given=always([1]),
)
call(
    "free_dimensions",
    lambda joint, feature, tolerance: ft.free_dimensions(joint, feature, tolerance=tolerance),
    lambda got, joint, feature, tolerance: got == (1 if len(feature(joint.probs).shape) else 3),
    joint=joint,
    feature=lambda: ft.conditional(2, given=[1]),
    tolerance=always(1e-9),
)
