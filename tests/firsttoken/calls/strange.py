"""What a bad argument may be: values for any argument, and valid ones that are spoiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.distributions import Categorical

import firsttoken as ft
from calls.common import doubles, joint, table


class Strange:
    """Something of no use here."""


#: Values for any argument, each made anew.
ANY: list[Callable[[], Any]] = [
    *(
        lambda value=value: value
        for value in (
            None,
            True,
            False,
            -1,
            0,
            1,
            2,
            3,
            7,
            10**30,
            -(10**30),
            0.5,
            -0.5,
            1.0,
            2.5,
            float("nan"),
            float("inf"),
            -float("inf"),
            1j,
        )
    ),
    *(
        lambda value=value: value
        for value in (
            "",
            "a",
            "b",
            "ab",
            "a a",
            "$",
            "zz",
            "a\n",
            b"a",
            (),
            [],
            {},
            [0, 1],
            [[0]],
            ["a"],
            ["a", "b"],
            ["a", 1],
            [0.5, 0.5],
            [-1, 0],
            [1, 1],
            (0,),
            (2, 2),
            (-1,),
            {"a": 1},
            {1, 2},
            range(2),
            len,
            int,
            ft.Vocabulary,
            np.int64(1),
            np.float32(0.5),
            np.array([0.5, 0.5]),
            np.array([0, 1]),
        )
    ),
    Strange,
    lambda: (i for i in [1, 2]),
    lambda: (i for i in ["a", "b"]),
    lambda: iter([[0], [1]]),
    lambda: ft.Vocabulary(["c", "d"]),
    lambda: ft.Vocabulary(["b", "a"]),
    lambda: ft.Vocabulary(["a"]),
    joint,
    lambda: ft.Joint(ft.Vocabulary(["b", "a"]), joint().probs),
    lambda: joint().marginal(1),
    lambda: ft.Joint(ft.Vocabulary(["c", "d"]), joint().probs),
    table,
    lambda: ft.Causal(table()),
    lambda: joint().causal(),
    lambda: ft.Causal(table(), stop="a").given("b", horizon=2),
    lambda: ft.Causal(table(ft.Vocabulary(["a", "b"]))).given(["a", "b"], horizon=2),
    lambda: ft.Causal(ft.GRU(ft.Vocabulary(["a", "b"]), width=2).to("meta")),
    lambda: ft.Causal(ft.GRU(ft.Vocabulary(["c", "d"]), width=2)),
    lambda: Categorical(torch.ones(3)),
    lambda: Categorical(torch.ones(2, 3)),
    lambda: Categorical(logits=torch.tensor([0.0, torch.nan, 0.0]), validate_args=False),
    lambda: Categorical(torch.ones(3, device="meta"), validate_args=False),
    lambda: torch.tensor(1),
    lambda: torch.tensor(0.5),
    lambda: torch.tensor([0, 1]),
    lambda: torch.tensor([[0, 1], [1, 0]]),
    lambda: torch.tensor([[0, 1], [1, 2]]),
    lambda: torch.tensor([[-1, 0]]),
    lambda: torch.tensor([0.5, 0.5]),
    doubles(0.5, 0.5),
    doubles(1.0, 0.0),
    lambda: torch.ones(2, 2, dtype=torch.bool),
    lambda: torch.zeros(4, 2, dtype=torch.bool),
    lambda: torch.empty(0, 0),
    lambda: torch.zeros(1, 0, dtype=torch.long),
    lambda: torch.float32,
    lambda: torch.float16,
    torch.Generator,
    lambda: torch.Size([2]),
]


def spoiled(value: torch.Tensor, how: str) -> Any:
    """Return a tensor with something wrong with it, or only something unusual."""
    if how == "NaN" or how == "inf":
        changed = value.clone().double()
        changed.reshape(-1)[:1] = float(how)
        return changed
    spoilers: dict[str, Callable[[], Any]] = {
        "float32": value.float,
        "float16": value.half,
        "integers": value.long,
        "bool": value.bool,
        "complex": lambda: value + 0j,
        "another device": lambda: value.to("meta"),
        "negative": lambda: -value,
        "one more": lambda: value + 1,
        "sum off one": lambda: value * 2,
        "sum hardly off one": lambda: value * (1 + 1e-7),
        "transposed": lambda: value.T if value.ndim == 2 else value.flip(0),
        "an axis more": partial(value.unsqueeze, 0),
        "flat": value.flatten,
        "truncated": lambda: value[:-1],
        "cut": lambda: value[..., :-1],
        "longer": lambda: torch.cat([value, value]),
        "empty": lambda: value[:0],
        "a number": value.sum,
        "with gradients": lambda: value.double().requires_grad_() if value.is_floating_point() else value,
        "sparse": value.to_sparse,
        "a list": value.tolist,
        "of numpy": value.numpy,
    }
    return spoilers[how]()


SPOILED = (
    *("NaN", "inf", "float32", "float16", "integers", "bool", "complex", "another device", "negative", "one more"),
    *("sum off one", "sum hardly off one", "transposed", "an axis more", "flat", "truncated", "cut", "longer"),
    *("empty", "a number", "with gradients", "sparse", "a list", "of numpy"),
)


def mutations(make: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """Yield other values for an argument, from its valid one and from all others."""
    yield from ANY
    value = make()
    if isinstance(value, torch.Tensor):
        yield from (partial(spoiled, value, how) for how in SPOILED)
    if isinstance(value, list | tuple):
        kind, rest = type(value), value[1:]
        yield from (partial(_begun, kind, other, rest) for other in ANY[:40])
        yield from (partial(kind, [*reversed(value)]), partial(kind, [*value, *value]), partial(iter, value))
        if value and isinstance(value[0], torch.Tensor):
            yield from (partial(_begun, kind, partial(spoiled, value[0], how), rest) for how in SPOILED)


def _begun(kind: type, first: Callable[[], Any], rest: Any) -> Any:
    return kind([first(), *rest])
