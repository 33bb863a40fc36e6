"""Losses, training and the streams that it reads."""

from __future__ import annotations

import itertools
from typing import Any

import torch

import firsttoken as ft
from calls.common import AB, always, call, close, integers, joint, listed


def confirm_loss(got: torch.Tensor, law: Any, causal: Any, scored: Any) -> bool:
    mask = scored if isinstance(scored, torch.Tensor) else None
    positions = None if mask is not None else set(scored)
    total = 0.0
    for row, (text, p) in enumerate(listed(law)):
        for t, word in enumerate(text.split()):
            if p and (bool(mask[row, t]) if mask is not None else t + 1 in positions):
                laws = causal.given(" ".join(text.split()[:t]), horizon=1).log_probs()
                total -= p * float(laws.detach()[causal.vocabulary.index_of(word)])
    return close(got, total)


PAIR = {"law": joint, "causal": lambda: ft.Causal(ft.GRU(AB, width=2)), "scored": always([1, 2])}
call("cross_entropy", ft.cross_entropy, confirm_loss, **PAIR)


def confirm_fit(got: torch.Tensor, law: Any, causal: Any, scored: Any, steps: int, rate: float) -> bool:
    fresh = ft.Causal(ft.GRU(AB, width=2))
    return got.shape == (steps,) and confirm_loss(got[0], law, fresh, scored) and rate > 0


call("fit", ft.fit, confirm_fit, **PAIR, steps=always(2), rate=always(0.01))


def stream() -> ft.Stream:
    return ft.Stream.documents([[0, 1], [1]], before=0, stop=1)


call(
    "fit_stream",
    ft.fit_stream,
    lambda got, stream, causal, steps, batch, rate, seed, cache_dir: (
        got.shape == (steps,)
        and bool(got.isfinite().all())
        and (got > 0).all()
        and batch > 0 < rate
        and seed >= 0
        and (cache_dir is None or len(str(cache_dir)) > 0)
    ),
    stream=stream,
    causal=PAIR["causal"],
    steps=always(2),
    batch=always(3),
    rate=always(0.01),
    seed=always(0),
    cache_dir=always(None),
)

DOCUMENTS = always([[0, 1], [1, 1, 0]])


def confirm_stream(got: ft.Stream, **arguments: Any) -> bool:
    batch = got.rows()
    for name in ("tokens", "starts", "ends"):
        if name in arguments and getattr(got, name).tolist() != arguments[name].tolist():
            return False
    if "documents" in arguments:
        start = [arguments["before"]] if "stop" in arguments else []
        end = arguments.get("stop", arguments.get("separator"))
        rows = [[*start, *map(int, document), *([] if end is None else [end])] for document in arguments["documents"]]
        around = [] if start or end is None else [end]
        if got.tokens.tolist() != [*around, *itertools.chain.from_iterable(rows)]:
            return False
    return batch.inputs.shape == batch.targets.shape == batch.scored.shape and bool(batch.scored.any())


call(
    "Stream",
    ft.Stream,
    confirm_stream,
    tokens=integers(0, 1, 1, 0),
    starts=integers(0, 2),
    ends=integers(2, 4),
    before=always(1),
    unscored=always(1),
)
call("Stream.documents", ft.Stream.documents, confirm_stream, documents=DOCUMENTS, before=always(7), stop=always(8))
call("Stream.packed", ft.Stream.packed, confirm_stream, documents=DOCUMENTS, separator=always(7), length=always(2))
call("Stream.crops", ft.Stream.crops, confirm_stream, documents=DOCUMENTS, length=always(2), separator=always(7))
call(
    "Stream.chunks",
    ft.Stream.chunks,
    confirm_stream,
    documents=DOCUMENTS,
    before=always(8),
    length=always(2),
    separator=always(7),
)
call(
    "Stream.rows",
    lambda index: stream().rows(index),
    lambda got, index: index is None or got.inputs[:, 0].tolist() == [0] * len(index),
    index=integers(1, 0),
)
call(
    "Stream.batches",
    lambda size, seed: next(stream().batches(size, seed=seed)),
    lambda got, size, seed: len(got.inputs) == size and seed >= 0,
    size=always(2),
    seed=always(0),
)
