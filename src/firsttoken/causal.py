"""Causal models: functions from contexts to next-token laws."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import replace

import torch
from torch.distributions import Categorical

from firsttoken.contexts import Contexts
from firsttoken.errors import FirstTokenError
from firsttoken.model import NextToken
from firsttoken.strings import Strings


class Causal:
    """A function from contexts to next-token laws, with both ends of a string explicit.

    The laws over strings that have these conditionals are `pi ⊗ K`, one for each first-token law `pi`:
    `(pi ⊗ K)(x) = pi(x_1) prod_{t>=2} q(x_t | x_<t)`. A strict generative model is one where `given("")`
    answers, that is, one with a value at the empty context.

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
        self.model = model
        self.vocabulary = model.vocabulary
        self.before = before
        self.stop = stop
        self.contexts = Contexts(
            model,
            before=None if before is None else self.vocabulary.index_of(before),
            stop=None if stop is None else self.vocabulary.index_of(stop),
            excluded=tuple(self.vocabulary.index_of(symbol) for symbol in excluded),
        )

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
            TooLong: If the model has fewer positions than that.
        """
        several = not isinstance(prompt, str)
        texts = list(prompt) if several else [str(prompt)]
        return Strings(
            self.vocabulary,
            self.contexts,
            [self.vocabulary.encode(text) for text in texts],
            horizon,
            batch_shape=[len(texts)] if several else [],
        )

    def with_first(self, first: Categorical) -> Causal:
        """Return the model with `first` as its law at the empty context, every other law unchanged.

        Unlike `before`, it conditions nothing that comes later.

        Args:
            first: A law over the vocabulary: batch shape `()`, one category a symbol.

        Raises:
            FirstTokenError: If `first` has another shape.
        """
        if first.logits.shape != (len(self.vocabulary),):
            given, wanted = tuple(first.logits.shape), (len(self.vocabulary),)
            raise FirstTokenError(f"a first-token law has one category a symbol: {wanted}; given {given}")
        # Categorical stores log 0 as the logarithm of the smallest step above 0; zero must stay impossible
        log_first = first.logits.double().masked_fill(first.probs == 0, -torch.inf).log_softmax(dim=-1)
        causal = copy(self)
        causal.contexts = replace(self.contexts, first=log_first)
        return causal
