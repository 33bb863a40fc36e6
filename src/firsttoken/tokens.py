"""Tokens against strings of characters: what a model of the one says about the other."""

from __future__ import annotations

import torch
from jaxtyping import Float
from torch import Tensor

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.errors import FirstTokenError, TooManyStrings
from firsttoken.law import MOST_STRINGS
from firsttoken.vocabulary import Vocabulary

_CHARACTERS = "Give the characters of a text as one str, without spaces: a symbol such as '_' can stand for one"


def tokenisations(vocabulary: Vocabulary, text: str) -> list[list[int]]:
    """Return every sequence of symbols that spells a text, each symbol spelling itself.

    Their number may grow exponentially with the text.

    Args:
        vocabulary: The symbols.
        text: Characters without white space; the empty text has one sequence, the empty one.

    Raises:
        FirstTokenError: If the text holds white space.
        TooManyStrings: If there are more than two million sequences.

    Source: the essay, "What you measure and what you sample"; Cao and Rimell 2021.
    """
    checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
    if checks.text(text, "what is spelled", _CHARACTERS).split() not in ([], [text]):
        raise FirstTokenError(
            f"a text of symbols that stand side by side holds no white space; given {text!r}", _CHARACTERS
        )
    _check_number(vocabulary, text)
    spelled: list[list[list[int]]] = [[[]]]
    for end in range(1, len(text) + 1):
        spelled.append(
            [
                [*before, token]
                for token, symbol in enumerate(vocabulary)
                if text[:end].endswith(symbol)
                for before in spelled[end - len(symbol)]
            ]
        )
    return spelled[-1]


def string_log_prob(causal: Causal, text: str) -> Float[Tensor, ""]:
    """Return `log p(s)`, the log probability in nats that a model of tokens writes a string and stops.

    `p(s)` is the sum of `q(tau $)` over all the sequences `tau` of tokens that spell `s`, and not only the
    one that the tokeniser would choose.

    Args:
        causal: A model with a stop symbol, which spells nothing.
        text: `s`.

    Raises:
        FirstTokenError: If the model has no stop symbol.
        FirstTokenUndefined: If it has no law at the empty context.

    Source: the essay, "What you measure and what you sample"; Cao and Rimell 2021.
    """
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    if causal.stop is None:
        raise FirstTokenError("a string ends with the stop symbol, and none is named", "Use Causal(model, stop=...)")
    stop = causal.vocabulary.index_of(causal.stop)
    spelled = tokenisations(causal.vocabulary, text)
    return _total(causal, [[*tokens, stop] for tokens in spelled if stop not in tokens])


def prefix_log_prob(causal: Causal, text: str) -> Float[Tensor, ""]:
    """Return the log probability in nats that what a model of tokens writes begins with these characters.

    It is a sum over the sequences of tokens whose last token is the first to reach the end of the text, and may go
    past it. The ratio of two of these is a conditional law of characters.

    Args:
        causal: A model; its stop symbol, if it has one, spells nothing.
        text: At least one character.

    Raises:
        FirstTokenError: If the text is empty.
        FirstTokenUndefined: If the model has no law at the empty context.

    Source: the essay, "What you measure and what you sample"; Vieira et al. 2025.
    """
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    if not checks.text(text, "the beginning of a text", _CHARACTERS):
        raise FirstTokenError("everything begins with the empty text", "Give at least one character")
    ends = {causal.stop, causal.before}
    covers = [
        [*before, token]
        for start in range(len(text))
        for token, symbol in enumerate(causal.vocabulary)
        if symbol not in ends and symbol.startswith(text[start:])
        for before in tokenisations(causal.vocabulary, text[:start])
    ]
    return _total(causal, covers)


def _check_number(vocabulary: Vocabulary, text: str) -> None:
    """Refuse a text with more spellings than can be listed, by counting them first."""
    counts = [1]
    for end in range(1, len(text) + 1):
        counts.append(sum(counts[end - len(symbol)] for symbol in vocabulary if text[:end].endswith(symbol)))
        if counts[end] > MOST_STRINGS:
            raise TooManyStrings(
                f"{text[:end]!r} alone is spelled by {counts[end]:,} sequences of symbols, more than {MOST_STRINGS:,}",
                "Give a shorter text, or a vocabulary with fewer ways to spell it",
            )


def _total(causal: Causal, sequences: list[list[int]]) -> Float[Tensor, ""]:
    """Return the log of the total probability of beginning with one of these sequences, all different."""
    causal.given("", horizon=1)  # refuses a model without a first law, even where there is nothing to add up
    scores = [torch.tensor([-torch.inf], dtype=torch.float64)]
    for length in sorted({len(tokens) for tokens in sequences}):
        rows = [tokens for tokens in sequences if len(tokens) == length]
        scores.append(causal.given("", horizon=length).log_prob(torch.tensor(rows)).double())
    return torch.cat(scores).logsumexp(dim=0)
