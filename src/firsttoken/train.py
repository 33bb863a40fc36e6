"""Training on a law itself: every possible string, weighted by its probability."""

from __future__ import annotations

from collections.abc import Collection

import torch
from jaxtyping import Float
from torch import Tensor, nn

from firsttoken.causal import Causal
from firsttoken.errors import ContextUndefined, FirstTokenError
from firsttoken.law import StringLaw


def cross_entropy(law: StringLaw, causal: Causal, *, scored: Collection[int]) -> Float[Tensor, ""]:
    """Return `-E_p sum_{t in scored} log q(x_t | x_<t)`, in nats, exactly, over the possible strings of `p`.

    With `scored = {2, ..., n}` it is the loss of a language model without a start: it does not contain the
    first factor, has no gradient there, and is never below `H(p) - H(p_1)`. With `{1, ..., n}` it is that loss
    plus the cross-entropy of the first factor, and never below `H(p)`.

    Args:
        law: The data law `p`, without a batch.
        causal: The model `q`.
        scored: The positions that carry loss, counted from 1; the others are context.

    Raises:
        FirstTokenError: If `scored` is empty or not within `1, ..., n`, or the vocabularies differ.
        FirstTokenUndefined: If position 1 is scored and the model has no law there.
        ContextUndefined: If a possible string of `p` has a scored position where `q` has no law.
        TooManyStrings: If there are more than two million strings.

    Source: the essay, "What the missing factor costs".
    """
    strings, weights = _possible(law, causal)
    terms = _terms(causal, strings, scored)
    for row, t in terms.isnan().nonzero().tolist()[:1]:
        raise ContextUndefined(law.vocabulary.decode(strings[row, : sorted(scored)[t] - 1]))
    return -(weights @ terms).sum()


def fit(
    law: StringLaw, causal: Causal, *, scored: Collection[int], steps: int, rate: float = 0.02
) -> Float[Tensor, " steps"]:
    """Train the model of `causal` on a law by full-batch Adam, and return the loss before each step.

    There is no sampling, so no sampling noise: the loss is `cross_entropy(law, causal, scored=scored)`, and the
    result depends on the initial weights alone. The rate falls to zero along half a cosine.

    Args:
        law: The data law `p`, without a batch.
        causal: The model `q`; its parameters are changed in place.
        scored: The positions that carry loss, counted from 1.
        steps: Updates.
        rate: The first learning rate.

    Raises:
        FirstTokenError: As `cross_entropy`; if the model has no parameters; if the loss stops being finite.
    """
    if not isinstance(causal.model, nn.Module):
        raise FirstTokenError(f"a model without parameters cannot be trained; given {type(causal.model).__name__}")
    strings, weights = _possible(law, causal)
    optimizer = torch.optim.Adam(causal.model.parameters(), lr=rate, betas=(0.9, 0.95))
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses: list[Tensor] = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = -(weights @ _terms(causal, strings, scored)).sum()
        if not bool(loss.isfinite()):
            raise FirstTokenError(f"after {len(losses)} steps the loss is {loss.item()}: lower the rate {rate:g}")
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.detach())
    return torch.stack(losses)


def _possible(law: StringLaw, causal: Causal) -> tuple[Tensor, Tensor]:
    if law.vocabulary != causal.vocabulary:
        raise FirstTokenError(f"law and model have one vocabulary; given {law.vocabulary} and {causal.vocabulary}")
    if law.batch_shape:
        raise FirstTokenError(f"one data law at a time; given a batch of the shape {tuple(law.batch_shape)}")
    weights = law.log_probs().exp()
    return law.enumerate_support()[weights > 0], weights[weights > 0]


def _terms(causal: Causal, strings: Tensor, scored: Collection[int]) -> Tensor:
    """Return `log q(x_t | x_<t)` of each string, one column a scored position."""
    horizon = strings.shape[1]
    if not scored or not set(scored) <= set(range(1, horizon + 1)):
        raise FirstTokenError(f"scored positions are some of 1 to {horizon}; given {sorted(scored)}")
    first = min(scored)
    laws = causal.contexts.log_laws(strings[:, :-1], first - 1)
    terms = laws.gather(-1, strings[:, first - 1 :, None])[..., 0]
    return terms[:, [t - first for t in sorted(scored)]]
