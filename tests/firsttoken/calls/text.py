"""Texts: their spellings in tokens, and the corpora."""

from __future__ import annotations

import itertools
import math
from typing import Any

import torch

import firsttoken as ft
from calls.common import always, call, close, generator, listed, score

PIECES = ft.Vocabulary(["a", "ab", "b", "$"])


def spellings(vocabulary: Any, text: str) -> list[tuple[int, ...]]:
    return [
        s
        for n in range(len(text) + 1)
        for s in itertools.product(range(len(vocabulary)), repeat=n)
        if "".join(list(vocabulary)[i] for i in s) == text
    ]


call(
    "tokenisations",
    ft.tokenisations,
    lambda got, vocabulary, text: sorted(map(tuple, got)) == sorted(spellings(vocabulary, text)),
    vocabulary=always(PIECES),
    text=always("ab"),
)


def pieces() -> ft.Causal:
    return ft.Causal(ft.Tabular(PIECES, 5, generator=generator()).requires_grad_(False), before="$", stop="$")


def confirm_string(got: torch.Tensor, causal: Any, text: str) -> bool:
    stop = causal.vocabulary.index_of(causal.stop)
    each = [s for s in spellings(causal.vocabulary, text) if stop not in s]
    total = sum(
        math.exp(score(causal.model, [*s, stop], 0, before=causal.before, stop=causal.stop, excluded=causal.excluded))
        for s in each
    )
    return close(got.exp(), total)


call("string_log_prob", ft.string_log_prob, confirm_string, causal=pieces, text=always("ab"))


def confirm_prefix(got: torch.Tensor, causal: Any, text: str) -> bool:
    law = causal.given("", horizon=len(text))
    total = sum(p for words, p in listed(law) if "".join(w for w in words.split() if w != causal.stop).startswith(text))
    return close(got.exp(), total)


call("prefix_log_prob", ft.prefix_log_prob, confirm_prefix, causal=pieces, text=always("ab"))

call("kitten", ft.kitten, lambda got: close(got.probs.sum(), 1.0) and int((got.probs > 0).sum()) == 24)
call("topics", ft.topics, lambda got: len(got.documents) > 50)
call(
    "split_words",
    ft.split_words,
    lambda got, text: "".join(got) == "".join(text.split()),
    text=always("It's 5, or so."),
)
call(
    "Topics",
    ft.Topics,
    lambda got, documents: got.text == "".join(documents),
    documents=always(("One. Two.", "Three.")),
)


def confirm_split(got: Any, corpus: Any, **options: Any) -> bool:
    both = [got.vocabulary.decode(each).split() for each in (*got.training, *got.held_out)]
    lengths = {len(words) for words in both}
    reserved = [*options["special"], options["unk"]]
    return (
        list(got.vocabulary)[: len(reserved)] == reserved
        and len(got.vocabulary) <= len(reserved) + options["frequent"]
        and options["shortest"] <= min(lengths) <= max(lengths) <= options["longest"]
        and len(both) == len(got.training) + len(got.held_out)
        and corpus.text != ""
        and options["cut"] in (True, False)
    )


call(
    "split_sentences",
    ft.split_sentences,
    confirm_split,
    corpus=always(ft.Topics(("A bee. Cee cee dee. A dee. Bee dee.",))),
    shortest=always(3),
    longest=always(4),
    frequent=always(2),
    special=always(["<s>", "</s>"]),
    unk=always("<?>"),
    cut=always(True),
)
