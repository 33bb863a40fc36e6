"""What a call is, what calls are given, and what confirms an answer: sums in plain Python."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import torch

import firsttoken as ft


class Call(NamedTuple):
    """A call with valid arguments, each made anew by a function, and what its answer has to be."""

    function: Callable[..., Any]
    arguments: dict[str, Callable[[], Any]]
    confirm: Callable[..., bool]


AB = ft.Vocabulary(["a", "b"])
ABS = ft.Vocabulary(["a", "b", "$"])
CALLS: dict[str, Call] = {}


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def doubles(*numbers: Any) -> Callable[[], torch.Tensor]:
    return lambda: torch.tensor(list(numbers), dtype=torch.float64)


def integers(*numbers: Any) -> Callable[[], torch.Tensor]:
    return lambda: torch.tensor(list(numbers))


def always(value: Any) -> Callable[[], Any]:
    return lambda: value


def joint() -> ft.Joint:
    return ft.Joint(AB, torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64))


def table(vocabulary: ft.Vocabulary = ABS) -> ft.Tabular:
    return ft.Tabular(vocabulary, 5, generator=generator()).requires_grad_(False)


def causal() -> ft.Causal:
    return ft.Causal(table(), before="b", stop="$")


def law() -> ft.Strings:
    return causal().given(["a", "b a"], horizon=2)


def call(
    _of: str, _function: Callable[..., Any], _confirm: Callable[..., bool], **arguments: Callable[[], Any]
) -> None:
    assert _of not in CALLS
    CALLS[_of] = Call(_function, arguments, _confirm)


def close(found: Any, expected: Any) -> bool:
    """Whether two sets of numbers are the same, to rounding of the coarser type."""
    one, other = (np.asarray(each.detach() if isinstance(each, torch.Tensor) else each) for each in (found, expected))
    coarse = "float32" in (str(one.dtype), str(other.dtype))
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=0, atol=1e-5 if coarse else 1e-10))


def sums_to_one(log_laws: torch.Tensor) -> bool:
    return close(log_laws.exp().sum(dim=-1), np.ones(log_laws.shape[:-1]))


def score(
    model: Any, string: list[int], start: int, *, before: str | None, stop: str | None, excluded: Any = ()
) -> float:
    """Add up one string symbol after symbol, each law asked for alone; `start` symbols are the prompt."""
    names = list(model.vocabulary)
    context = [] if before is None else [names.index(before)]
    total = 0.0
    for place, symbol in enumerate(string):
        if place >= start:
            if stop is not None and place and string[place - 1] == names.index(stop):
                probs = [float(index == names.index(stop)) for index in range(len(names))]
            else:
                probs = model.log_laws(torch.tensor([[*context, *string[:place]]]))[0, -1].exp().tolist()
                probs = [0.0 if names[index] in excluded else p for index, p in enumerate(probs)]
            total += math.log(probs[symbol] / sum(probs)) if probs[symbol] > 0 else -math.inf
    return total


def scores(found: ft.Strings, prompts: list[str], horizon: int, model: Any, **ends: Any) -> bool:
    """Whether a law lists its strings, and gives each its probability."""
    names = list(model.vocabulary)
    stop = None if ends.get("stop") is None else names.index(ends["stop"])
    strings = [
        list(string)
        for string in itertools.product(range(len(names)), repeat=horizon)
        if all(b == stop for a, b in itertools.pairwise(string) if a == stop and stop is not None)
    ]
    expected = [
        [
            score(model, [names.index(word) for word in prompt.split()] + string, len(prompt.split()), **ends)
            for prompt in prompts
        ]
        for string in strings
    ]
    listed = found.log_probs()
    return close(listed.reshape(len(strings), -1).exp(), np.exp(np.array(expected))) and close(
        listed.exp().sum(dim=0), np.ones(listed.shape[1:])
    )


def listed(law: ft.StringLaw) -> list[tuple[str, float]]:
    return [
        (law.vocabulary.decode(string), float(p))
        for string, p in zip(law.enumerate_support(), law.log_probs().exp(), strict=True)
    ]
