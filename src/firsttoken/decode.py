"""What a sampler does to a model: temperature and truncation, token by token, and the laws they are taken for."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.contexts import Contexts
from firsttoken.errors import FirstTokenError, FirstTokenUndefined
from firsttoken.joint import Joint
from firsttoken.law import StringLaw


def tempered(causal: Causal, temperature: float) -> Causal:
    """Return the model that a sampler with a temperature draws from, `q(x_t | x_<t)^(1/tau) / Z(x_<t)`.

    Each law is sharpened (below 1) or flattened (above 1) on its own, the one at the empty context included.
    It is another model, and not the tempered law of whole strings, `tempered_whole`.

    Args:
        causal: A model; a symbol that it excludes stays excluded.
        temperature: `tau`, positive.

    Raises:
        FirstTokenError: If the temperature is not positive.

    Source: the essay, "What you measure and what you sample"; Shih et al. 2023.
    """
    return _reshaped(causal, partial(_sharpened, temperature=_checked(temperature)))


def top_k(causal: Causal, k: int) -> Causal:
    """Return the model that a sampler draws from which keeps the `k` most probable symbols after each context.

    What is kept is renormalised, context by context. Symbols as probable as the last that is kept are kept too.

    Args:
        causal: A model; a symbol that it excludes stays excluded.
        k: How many symbols are kept, at least 1.

    Raises:
        FirstTokenError: If `k` is not positive.

    Source: the essay, "What you measure and what you sample".
    """
    return _reshaped(causal, partial(_cut, k=checks.whole(k, "k", least=1)))


def tempered_whole(law: StringLaw, temperature: float) -> Joint:
    """Return the tempered law of whole strings, `q(x)^(1/tau) / sum_y q(y)^(1/tau)`, in float64.

    Args:
        law: A law over strings, without a batch.
        temperature: `tau`, positive.

    Raises:
        FirstTokenError: If the temperature is not positive, or if the law is a batch of laws.
        TooManyStrings: If `|V|^T` is above two million.

    Source: the essay, "What you measure and what you sample"; Shih et al. 2023.
    """
    tau = _checked(temperature)
    checks.instance(law, StringLaw, "a law over strings", "Give a Joint, or causal.given(prompt, horizon=...)")
    if law.batch_shape:
        raise FirstTokenError(
            f"one law at a time is tempered; given a batch of shape {tuple(law.batch_shape)}", "Give one prompt"
        )
    powers = _sharpened(law.log_probs().detach().double(), tau).softmax(dim=0)
    probs = powers.new_zeros([len(law.vocabulary)] * law.horizon)
    probs[law.enumerate_support().unbind(dim=1)] = powers
    return Joint(law.vocabulary, probs)


class Reshaped:
    """A model each of whose laws is another's, changed and normalised again."""

    def __init__(self, causal: Causal, change: Callable[[Tensor], Tensor]) -> None:
        self.vocabulary = causal.vocabulary
        self._contexts: Contexts = causal.contexts
        self._change = change
        longest: int | None = getattr(causal.model, "longest", None)
        self.longest = longest if longest is None or causal.before is None else longest - 1

    def log_first(self) -> Float[Tensor, " vocab"] | None:
        """Return the changed law at the empty context, or None if the model has none."""
        try:
            law = self._contexts.log_laws(torch.zeros([1, 0], dtype=torch.long), 0)[0, 0]
        except FirstTokenUndefined:
            return None
        return self._change(law).log_softmax(dim=-1)

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return the changed laws after the non-empty prefixes."""
        return self._change(self._contexts.log_laws(contexts, 1)).log_softmax(dim=-1)


def _reshaped(causal: Causal, change: Callable[[Tensor], Tensor]) -> Causal:
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    # the start symbol and the exclusions are inside already; the stop symbol is what texts are told apart by
    return Causal(Reshaped(causal, change), stop=causal.stop)


def _sharpened(laws: Tensor, temperature: float) -> Tensor:
    return (laws - laws.amax(dim=-1, keepdim=True)) / temperature  # the largest is 0, so that none overflows


def _cut(laws: Tensor, k: int) -> Tensor:
    least = laws.topk(min(k, laws.shape[-1]), dim=-1).values[..., -1:]
    return laws.masked_fill(laws < least, -torch.inf)


def _checked(temperature: float) -> float:
    number = checks.real(temperature, "a temperature, which is positive,")
    if not 0 < number < math.inf:
        raise FirstTokenError(
            f"a temperature is positive and finite; given {number:g}",
            "For the limit at 0 use top_k(causal, 1); the one at infinity is uniform",
        )
    return number
