"""Causal models: functions from contexts to next-token laws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import replace

import torch
from torch.distributions import Categorical

from firsttoken import checks
from firsttoken.contexts import Contexts
from firsttoken.errors import FirstTokenError, WrongType
from firsttoken.model import NextToken
from firsttoken.strings import Strings
from firsttoken.vocabulary import Vocabulary


class Causal:
    """A function from contexts to next-token laws, with both ends of a string explicit.

    The laws over strings that have these conditionals are `pi ⊗ K`, one for each first-token law `pi`:
    `(pi ⊗ K)(x) = pi(x_1) prod_{t>=2} q(x_t | x_<t)`. A model defines one of them where `given("")`
    answers, that is, where it has a value at the empty context; what training made of that value is another question.

    Args:
        model: The next-token laws.
        before: The symbol that stands before every string (BOS), and conditions every factor. Its presence
            in the vocabulary proves nothing: only a model trained with it has a meaningful law there.
        stop: The symbol that ends a string (EOS): after it comes nothing but itself.
        excluded: Symbols that are read but never written, such as `before`: the softmax goes over the others.
            A start symbol that stays in it takes a part of every law, so the strings without it have a mass
            below 1.

    Raises:
        UnknownSymbol: If `before`, `stop` or an excluded symbol is not a symbol of the model.

    Source: the essay, "The empty context and its disguises".
    """

    def __init__(
        self,
        model: NextToken,
        *,
        before: str | None = None,
        stop: str | None = None,
        excluded: Collection[str] = (),
    ) -> None:
        _check_model(model)
        self.model = model
        self.vocabulary = model.vocabulary
        self.before = before
        self.stop = stop
        remedy = "Give a list of symbols, excluded=['<s>'], say"
        self.excluded = tuple(checks.collection(excluded, "excluded", remedy))
        self.contexts = Contexts(
            model,
            before=None if before is None else self.vocabulary.index_of(before),
            stop=None if stop is None else self.vocabulary.index_of(stop),
            excluded=tuple(self.vocabulary.index_of(symbol) for symbol in self.excluded),
        )
        if set(self.excluded) == set(self.vocabulary):
            raise FirstTokenError(
                f"some symbol can be written; given all {len(self.vocabulary)} as excluded",
                "Leave one that is not excluded",
            )

    def __repr__(self) -> str:
        ends = "".join(
            f", {name}={value!r}"
            for name, value in (("before", self.before), ("stop", self.stop), ("excluded", list(self.excluded)))
            if value
        )
        first = ".with_first(...)" if self.contexts.first is not None else ""
        return f"Causal({type(self.model).__name__} over {self.vocabulary}{ends}){first}"

    def given(self, prompt: str | Sequence[str] = "", *, horizon: int) -> Strings:
        """Return the law of the `horizon` symbols that follow a prompt.

        Args:
            prompt: A text, or several for a batch of laws; the empty text asks the model to start by itself.
            horizon: How many symbols to look at, at least 1.

        Returns:
            A law with batch shape `()` for one prompt, `(len(prompt),)` for several.

        Raises:
            FirstTokenUndefined: If a prompt is empty and the model has no law there.
            ContextUndefined: If a prompt has probability zero.
            UnknownSymbol: If a prompt holds a symbol that the model does not have.
            TooLong: If the model does not read a prompt and all but the last of the symbols that follow.
        """
        remedy = "Give a text, or a list of texts; of indices, vocabulary.decode(indices)"
        texts = [prompt] if isinstance(prompt, str) else checks.collection(prompt, "a batch of prompts", remedy)
        return Strings(
            self.vocabulary,
            self.contexts,
            [self.vocabulary.encode(checks.text(text, "a prompt", remedy)) for text in texts],
            horizon,
            batch_shape=[] if isinstance(prompt, str) else [len(texts)],
        )

    def with_first(self, first: Categorical) -> Causal:
        """Return the model with `first` as its law at the empty context, every other law unchanged.

        Unlike `before`, it conditions nothing that comes later.

        Args:
            first: A law over the vocabulary: batch shape `()`, one category a symbol.

        Raises:
            FirstTokenError: If `first` has another shape.
        """
        checks.instance(first, Categorical, "a first-token law, a Categorical", "Give Categorical(probs=...)")
        checks.on_cpu(first.logits, "the first-token law")
        if first.logits.shape != (len(self.vocabulary),):
            given, wanted = tuple(first.logits.shape), (len(self.vocabulary),)
            raise FirstTokenError(
                f"a first-token law has one category a symbol: {wanted}; given {given}",
                "Give a law over this model's vocabulary, without a batch",
            )
        # Categorical stores log 0 as the logarithm of the smallest step above 0; zero must stay impossible
        log_first = first.logits.double().masked_fill(first.probs == 0, -torch.inf).log_softmax(dim=-1)
        checks.tensor(log_first, "the first-token law")
        causal = copy(self)
        causal.contexts = replace(self.contexts, first=log_first)
        return causal


def _check_model(model: object) -> None:
    if isinstance(model, Causal):
        raise WrongType(
            f"a model of next-token laws was expected; given {model}, which has its ends already",
            "Use it as it is, or Causal(causal.model, before=..., stop=...) for other ends",
        )
    remedy = "Give a Tabular, NGram, GRU, Transformer, or anything else that has what NextToken asks for"
    missing = [name for name in ("vocabulary", "log_laws", "log_first") if not hasattr(model, name)]
    if hasattr(model, "causal"):
        remedy = "A law over strings has its conditionals in law.causal()"
    if missing or isinstance(model, type):
        lacks = f", without {', '.join(missing)}" if missing else ""
        raise WrongType(f"a model of next-token laws was expected; given {checks.shown(model)}{lacks}", remedy)
    checks.instance(getattr(model, "vocabulary"), Vocabulary, "a model whose vocabulary is a Vocabulary", remedy)  # noqa: B009
