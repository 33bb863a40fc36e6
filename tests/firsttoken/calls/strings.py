"""Laws over strings."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

import firsttoken as ft
from calls.common import AB, ABS, always, call, close, doubles, integers, joint, law, listed, score, scores, table
from firsttoken.contexts import Contexts

call(
    "Strings",
    ft.Strings,
    lambda got, vocabulary, contexts, prompts, horizon, batch_shape: scores(
        got, [ABS.decode(each) for each in prompts], horizon, table(), before=None, stop=None
    ),
    vocabulary=always(ABS),
    contexts=lambda: Contexts(table()),
    prompts=always([[0], [1]]),
    horizon=always(2),
    batch_shape=always([2]),
)
call(
    "Strings.expand",
    lambda batch_shape: law().expand(batch_shape),
    lambda got, batch_shape: close(
        got.log_probs().exp(), [np.broadcast_to(row, tuple(got.batch_shape)) for row in law().log_probs().exp().numpy()]
    ),
    batch_shape=always((3, 2)),
)


def confirm_log_prob(got: torch.Tensor, value: torch.Tensor) -> bool:
    ends = {"before": "b", "stop": "$"}
    shape = np.broadcast_shapes(tuple(value.shape[:-1]), (2,))
    each = value.expand(*shape, -1).reshape(-1, 2).tolist()
    prompts = [[0], [1, 0]] * (len(each) // 2)
    return close(
        got.exp(),
        np.exp([score(table(), p + x, len(p), **ends) for p, x in zip(prompts, each, strict=True)]).reshape(shape),
    )


call("Strings.log_prob", lambda value: law().log_prob(value), confirm_log_prob, value=integers([0, 2], [1, 1]))
call(
    "Strings.log_probs",
    lambda: law().log_probs(),
    lambda got: scores(law(), ["a", "b a"], 2, table(), before="b", stop="$"),
)


def confirm_draws(got: torch.Tensor, sample_shape: Any, batch: tuple[int, ...] = (2,), symbols: int = 3) -> bool:
    inside = not got.numel() or (int(got.min()) >= 0 and int(got.max()) < symbols)
    return tuple(got.shape) == (*sample_shape, *batch, 2) and inside


call("Strings.sample", lambda sample_shape: law().sample(sample_shape), confirm_draws, sample_shape=always((3,)))
call(
    "Strings.prefix",
    lambda length: law().prefix(length),
    lambda got, length: scores(got, ["a", "b a"], length, table(), before="b", stop="$"),
    length=always(1),
)
call(
    "Strings.finished",
    lambda: law().finished(),
    lambda got: close(
        got,
        law().log_probs().exp()[[i for i, x in enumerate(law().enumerate_support()) if int(x[0, 1]) == 2]].sum(dim=0),
    ),
)
call(
    "Joint",
    ft.Joint,
    lambda got, vocabulary, probs: (
        close(got.log_probs().exp(), probs.flatten()) and len(vocabulary) == 2 and close(probs.sum(), 1.0)
    ),
    vocabulary=always(AB),
    probs=doubles([0.1, 0.2], [0.3, 0.4]),
)
call(
    "Joint.expand",
    lambda batch_shape: joint().expand(batch_shape),
    lambda got, batch_shape: False,
    batch_shape=always((3,)),
)
call(
    "Joint.log_prob",
    lambda value: joint().log_prob(value),
    lambda got, value: close(got.exp(), (value[..., 0] * 2 + value[..., 1] + 1) / 10),
    value=integers([0, 1], [1, 1]),
)
call("Joint.log_probs", lambda: joint().log_probs(), lambda got: close(got.exp(), [0.1, 0.2, 0.3, 0.4]))
call(
    "Joint.sample",
    lambda sample_shape: joint().sample(sample_shape),
    lambda got, sample_shape: confirm_draws(got, sample_shape, (), 2),
    sample_shape=always((3,)),
)
call("Joint.first", lambda: joint().first(), lambda got: close(got.probs, [0.3, 0.7]))
call(
    "Joint.marginal",
    lambda position, other: joint().marginal(position, other),
    lambda got, position, other: close(got.probs, np.transpose([[0.1, 0.2], [0.3, 0.4]], [position - 1, other - 1])),
    position=always(2),
    other=always(1),
)
call(
    "Joint.over",
    lambda vocabulary: joint().over(vocabulary),
    lambda got, vocabulary: dict(each for each in listed(got) if each[1]) == dict(listed(joint())),
    vocabulary=always(ABS),
)
call(
    "Joint.causal",
    lambda: joint().causal().given("", horizon=2),
    lambda got: close(got.log_probs(), joint().log_probs()),
)
call(
    "StringLaw",
    ft.StringLaw,
    lambda got, vocabulary, horizon, batch_shape, stop: (
        len(got.enumerate_support())
        == (len(vocabulary) ** horizon if stop is None else sum((len(vocabulary) - 1) ** t for t in range(horizon + 1)))
        and got.batch_shape == tuple(batch_shape)
    ),
    vocabulary=always(ABS),
    horizon=always(2),
    batch_shape=always((2,)),
    stop=always(2),
)
call("StringLaw.log_probs", lambda: ft.StringLaw(AB, 1).log_probs(), lambda got: False)
call(
    "StringLaw.encode",
    lambda text: law().encode(text),
    lambda got, text: [list(ABS)[i] for i in got] == text.split(),
    text=always("a b"),
)
call(
    "StringLaw.enumerate_support",
    lambda expand: law().enumerate_support(expand=expand),
    lambda got, expand: tuple(got.shape) == (7, 2 if expand else 1, 2),
    expand=always(True),
)
call(
    "StringLaw.entropy",
    lambda: law().entropy(),
    lambda got: close(got, -np.nansum((law().log_probs().exp() * law().log_probs()).numpy(), axis=0)),
)
