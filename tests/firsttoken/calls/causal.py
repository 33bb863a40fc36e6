"""Vocabularies, causal models, and samplers that are made of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch.distributions import Categorical

import firsttoken as ft
from calls.common import AB, always, call, causal, close, joint, listed, scores, table

call("Vocabulary", ft.Vocabulary, lambda got, symbols: list(got) == list(symbols), symbols=always(["a", "b"]))
call("Vocabulary.index_of", AB.index_of, lambda got, symbol: ["a", "b"][got] == symbol, symbol=always("b"))
call("Vocabulary.encode", AB.encode, lambda got, text: ["ab"[i] for i in got] == text.split(), text=always("a b"))
call(
    "Vocabulary.decode",
    AB.decode,
    lambda got, indices: got.split() == ["ab"[i] for i in indices],
    indices=always([0, 1]),
)


def confirm_causal(got: ft.Causal, model: Any, **ends: Any) -> bool:
    ends["excluded"] = list(ends["excluded"])
    return scores(got.given("a", horizon=2), ["a"], 2, model, **ends)


call(
    "Causal",
    ft.Causal,
    confirm_causal,
    model=table,
    before=always("b"),
    stop=always("$"),
    excluded=always(["b"]),
)


def confirm_given(got: ft.Strings, prompt: Any, horizon: int) -> bool:
    prompts = [prompt] if isinstance(prompt, str) else list(prompt)
    shaped = got.batch_shape == (torch.Size() if isinstance(prompt, str) else torch.Size([len(prompts)]))
    return shaped and scores(got, prompts, horizon, table(), before="b", stop="$")


call(
    "Causal.given",
    lambda **options: causal().given(**options),
    confirm_given,
    prompt=always(["a", "b a"]),
    horizon=always(2),
)
call(
    "Causal.with_first",
    lambda first: ft.Causal(table()).with_first(first),
    lambda got, first: close(
        got.given("", horizon=1).log_probs().exp(), first.probs.double() / first.probs.double().sum()
    ),
    first=lambda: Categorical(torch.tensor([0.1, 0.2, 0.7], dtype=torch.float64)),
)

call(
    "tempered",
    ft.tempered,
    lambda got, causal, temperature: close(
        got.given(causal.vocabulary[0], horizon=1).log_probs(),
        (causal.given(causal.vocabulary[0], horizon=1).log_probs() / float(temperature)).log_softmax(-1),
    ),
    causal=causal,
    temperature=always(0.5),
)
call(
    "top_k",
    ft.top_k,
    lambda got, causal, k: (
        int((got.given(causal.vocabulary[0], horizon=1).log_probs() > -math.inf).sum())
        == min(k, len(causal.vocabulary))
    ),
    causal=causal,
    k=always(2),
)


def confirm_tempered(got: ft.Joint, law: Any, temperature: Any) -> bool:
    powers = {text: p ** (1 / float(temperature)) for text, p in listed(law) if p}
    found = {text: p for text, p in listed(got) if p}
    return close([found.get(text, 0.0) for text in powers], np.array(list(powers.values())) / sum(powers.values()))


call(
    "tempered_whole",
    ft.tempered_whole,
    confirm_tempered,
    law=joint,
    temperature=always(0.5),
)
