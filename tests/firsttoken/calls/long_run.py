"""What happens in the long run: stopping and stationarity."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch

import firsttoken as ft
from calls.common import AB, always, call, causal, close, doubles, table

KERNEL = ((0.25, 0.5), (0.5, 0.0))
call(
    "bigram_mass",
    ft.bigram_mass,
    lambda got, kernel, stop: (
        close(got, np.linalg.solve(np.eye(2) - kernel.detach().numpy(), stop.detach().numpy()))
        and close(kernel.sum(dim=1) + stop, [1, 1])
    ),
    kernel=doubles(*KERNEL),
    stop=doubles(0.25, 0.5),
)
call(
    "survival",
    ft.survival,
    lambda got, hazards: close(got, np.cumprod(1 - hazards.detach().double().numpy())),
    hazards=doubles(0.1, 0.5),
)
call(
    "finite_mass",
    ft.finite_mass,
    lambda got, hazards, rest: (
        got.lower <= got.upper
        and close(got.lower, 1 - np.prod(1 - hazards.detach().double().numpy()) * math.exp(-rest[0]))
        and close(got.upper, 1 - np.prod(1 - hazards.detach().double().numpy()) * max(0.0, 1 - rest[1]))
    ),
    hazards=doubles(0.1, 0.5),
    rest=always((0.1, 0.2)),
)
call(
    "hazards",
    ft.hazards,
    lambda got, causal, horizon, prompt: (
        got.shape == (horizon,)
        and close(
            np.cumprod(1 - got.detach().numpy(), axis=0)[-1], 1 - causal.given(prompt, horizon=horizon).finished()
        )
    ),
    causal=causal,
    horizon=always(2),
    prompt=always("a"),
)

# Stationarity
CHAIN = doubles([0.5, 0.5], [0.25, 0.75])


def confirm_stationary(got: torch.Tensor, kernel: torch.Tensor, vocabulary: Any) -> bool:
    dense = kernel.to_dense().detach()
    return close(got @ dense, got) and close(got.sum(), 1.0) and close(dense.sum(1), np.ones(len(dense)))


call("stationary_law", ft.stationary_law, confirm_stationary, kernel=CHAIN, vocabulary=always(AB))
call(
    "recurrent_classes",
    ft.recurrent_classes,
    lambda got, kernel: len(kernel) == kernel.shape[1] and got == [[0, 1]],
    kernel=CHAIN,
)
call(
    "power_iteration",
    ft.power_iteration,
    lambda got, kernel, first, steps: (
        close(got[-1], first.detach().numpy() @ np.linalg.matrix_power(kernel.to_dense().detach().numpy(), int(steps)))
        and close(got.sum(dim=1), np.ones(steps + 1))
    ),
    kernel=CHAIN,
    first=doubles(0.5, 0.5),
    steps=always(2),
)
call(
    "implied_first",
    ft.implied_first,
    lambda got, causal: close(
        got.probs @ causal.given(list(causal.vocabulary), horizon=1).log_probs().exp().T.double(), got.probs.double()
    ),
    causal=lambda: ft.Causal(table(AB)),
)
