"""Models without an order: masked conditionals, and what can only be drawn from."""

from __future__ import annotations

from typing import Any

import torch

import firsttoken as ft
from calls.common import AB, always, call, close, integers, joint

TABLES = (((0.1, 0.6), (0.9, 0.4)), ((0.3, 0.7), (0.2, 0.8)))


def tables() -> list[torch.Tensor]:
    return [torch.tensor(each, dtype=torch.float64) for each in TABLES]


call(
    "Masked",
    ft.Masked,
    lambda got, vocabulary, tables: (
        all(
            close(a, b) and close(b.sum(dim=i), [1, 1]) for i, (a, b) in enumerate(zip(got.tables, tables, strict=True))
        )
        and len(vocabulary) == 2
    ),
    vocabulary=always(AB),
    tables=tables,
)
call("Masked.of", ft.Masked.of, lambda got, joint: close(got.tables[0], joint.probs / joint.probs.sum(0)), joint=joint)
call(
    "Masked.brook",
    lambda origin: ft.Masked.of(joint()).brook(origin),
    lambda got, origin: close(got.probs, joint().probs),
    origin=always("a b"),
)
call(
    "Masked.gibbs",
    lambda first, second: ft.Masked.of(joint()).gibbs(first, second),
    lambda got, first, second: close(got.probs, joint().probs) and {first, second} == {1, 2},
    first=always(1),
    second=always(2),
)
call(
    "Implicit",
    ft.Implicit,
    lambda got, g, latents, values: (
        fails(g)
        or close(
            got.law().probs,
            [sum(g(torch.tensor([z])).item() == x for z in range(latents)) / latents for x in range(values)],
        )
    ),
    g=always(lambda z: z % 2),
    latents=always(3),
    values=always(2),
)


def implicit() -> ft.Implicit:
    return ft.Implicit(lambda z: z % 2, 3, 2)


call(
    "Implicit.sample",
    lambda sample_shape: implicit().sample(sample_shape),
    lambda got, sample_shape: tuple(got.shape) == tuple(sample_shape),
    sample_shape=always((3,)),
)
call("Implicit.law", lambda: implicit().law(), lambda got: close(got.probs, [2 / 3, 1 / 3]))
call("Implicit.log_prob", lambda value: implicit().log_prob(value), lambda got, value: False, value=integers(0))


def fails(g: Any) -> bool:
    """Whether a function of the user's own fails, which then is the user's to see."""
    try:
        g(torch.arange(3).double())
    except Exception:
        return True
    return False
