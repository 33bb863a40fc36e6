"""Training, on a law itself or on a stream of tokens."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from threading import RLock

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor, nn
from torch.nn.functional import nll_loss
from tqdm import tqdm

from firsttoken.causal import Causal
from firsttoken.errors import ContextUndefined, FirstTokenError
from firsttoken.interrupt import interruptible
from firsttoken.law import StringLaw
from firsttoken.model import NextToken
from firsttoken.remember import fingerprint, library, remember
from firsttoken.streams import Stream

# Its own lock also serves processes, with a semaphore that a process which is killed leaves behind.
tqdm.set_lock(RLock())

#: Which targets carry loss: positions, counted from 1, or a mask over the strings in their order.
Scored = Collection[int] | Bool[Tensor, "strings horizon"]


def cross_entropy(law: StringLaw, causal: Causal, *, scored: Scored) -> Float[Tensor, ""]:
    """Return `-E_p sum_{t in scored} log q(x_t | x_<t)`, in nats, exactly, over the possible strings of `p`.

    With `scored = {2, ..., n}` it is the loss of a language model without a start: it does not contain the
    first factor, has no gradient there, and is never below `H(p) - H(p_1)`. With `{1, ..., n}` it is that loss
    plus the cross-entropy of the first factor, and never below `H(p)`.

    Args:
        law: The data law `p`, without a batch.
        causal: The model `q`.
        scored: What carries loss, the rest being context: positions, counted from 1, or a mask, with a row for
            each string of `law.enumerate_support()` and a column for each position.

    Raises:
        FirstTokenError: If `scored` is empty, not within `1, ..., n`, or a mask of another shape; if the
            vocabularies differ.
        FirstTokenUndefined: If position 1 is scored and the model has no law there.
        ContextUndefined: If a possible string of `p` has a scored position where `q` has no law.
        TooManyStrings: If there are more than two million strings.

    Source: the essay, "What the missing factor costs".
    """
    strings, weights, mask = _possible(law, causal, scored)
    terms = _terms(causal, strings, mask)
    for row, t in terms.isnan().nonzero().tolist()[:1]:
        raise ContextUndefined(law.vocabulary.decode(strings[row, :t]))
    return -(weights @ terms).sum()


def fit(law: StringLaw, causal: Causal, *, scored: Scored, steps: int, rate: float = 0.02) -> Float[Tensor, " steps"]:
    """Train the model of `causal` on a law by full-batch Adam, and return the loss before each step.

    There is no sampling, so no sampling noise: the loss is `cross_entropy(law, causal, scored=scored)`, and the
    result depends on the initial weights alone. The rate falls to zero along half a cosine. A terminal shows a
    progress bar after the first second. Ctrl-C lets the step in progress finish and then raises
    `KeyboardInterrupt`, which says how many steps the weights have seen.

    Args:
        law: The data law `p`, without a batch.
        causal: The model `q`; its parameters are changed in place.
        scored: What carries loss, as for `cross_entropy`.
        steps: Updates.
        rate: The first learning rate.

    Raises:
        FirstTokenError: As `cross_entropy`; if the model has no parameters; if the loss stops being finite.
    """
    strings, weights, mask = _possible(law, causal, scored)
    return _descend(causal.model, lambda: -(weights @ _terms(causal, strings, mask)).sum(), steps, rate)


def fit_stream(
    stream: Stream,
    model: NextToken,
    *,
    steps: int,
    batch: int = 32,
    rate: float = 0.003,
    seed: int = 0,
    kept: str | Path | None = None,
) -> Float[Tensor, " steps"]:
    """Train a model on random rows of a stream by Adam, and return the loss before each step.

    The loss is the average of `-log q(target | inputs up to it)`, in nats, over the targets of the batch that
    carry loss. The start symbols that the model reads are those of the stream. Otherwise as `fit`.

    Args:
        stream: The tokens, and the rows they are cut into.
        model: The model `q`; its parameters are changed in place.
        steps: Updates.
        batch: Rows of one update.
        rate: The first learning rate.
        seed: Of the choice of rows.
        kept: A folder for the trained weights and the losses, which are then read there the next time, by any
            program that asks for the same training.

    Raises:
        FirstTokenError: If the model has no parameters; if the loss stops being finite.
        TooLong: If the model does not read as many symbols as a row has.

    Source: the essay, "The empty context and its disguises".
    """
    batches = stream.batches(batch, seed=seed)

    def loss() -> Tensor:
        inputs, targets, scored = next(batches)
        ignored = -100  # torch's own mark of a target without loss
        return nll_loss(model.log_laws(inputs).flatten(0, 1), targets.masked_fill(~scored, ignored).flatten())

    if kept is None or not isinstance(model, nn.Module):
        return _descend(model, loss, steps, rate)

    def trained() -> dict[str, Tensor]:
        return {"": _descend(model, loss, steps, rate), **model.state_dict()}

    rows = [fingerprint(each) for each in (stream.tokens, stream.starts, stream.ends)]
    weights = {name: fingerprint(each) for name, each in model.state_dict().items()}
    # what the weights do not tell of a model, such as how many heads it has, its answer tells
    with torch.no_grad():
        answer = fingerprint(model.log_laws(stream.rows(torch.tensor([0])).inputs))
    asked = [type(model).__name__, weights, rows, stream.before, stream.silent, steps, batch, rate, seed]
    found = remember(Path(kept), asked, [library(), answer], ["torch"], trained)
    losses = found.pop("")
    model.load_state_dict(found)
    return losses


def _descend(model: NextToken, loss_now: Callable[[], Tensor], steps: int, rate: float) -> Float[Tensor, " steps"]:
    if not isinstance(model, nn.Module):
        raise FirstTokenError(f"a model without parameters cannot be trained; given {type(model).__name__}")
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.95), fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses: list[Tensor] = []
    # shown after a second, and on a terminal alone: what a program prints stays what it was
    with interruptible() as check, tqdm(total=steps, delay=1, disable=None, leave=False) as bar:
        for step in range(steps):
            optimizer.zero_grad()
            loss = loss_now()
            if not bool(loss.isfinite()):
                raise FirstTokenError(f"after {step} steps the loss is {loss.item()}: lower the rate {rate:g}")
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.detach())
            bar.update()
            check(f"stopped after {step + 1} of {steps} steps; the model keeps the weights that it has now")
    return torch.stack(losses)


def _possible(law: StringLaw, causal: Causal, scored: Scored) -> tuple[Tensor, Tensor, Tensor]:
    """Return the possible strings, their probabilities, and which of their positions carry loss."""
    if law.vocabulary != causal.vocabulary:
        raise FirstTokenError(f"law and model have one vocabulary; given {law.vocabulary} and {causal.vocabulary}")
    if law.batch_shape:
        raise FirstTokenError(f"one data law at a time; given a batch of the shape {tuple(law.batch_shape)}")
    strings, weights = law.enumerate_support(), law.log_probs().exp()
    mask = _mask(scored, strings)
    return strings[weights > 0], weights[weights > 0], mask[weights > 0]


def _mask(scored: Scored, strings: Int[Tensor, "every position"]) -> Bool[Tensor, "every position"]:
    horizon = strings.shape[1]
    if isinstance(scored, Tensor):
        if scored.shape != strings.shape:
            wanted, given = tuple(strings.shape), tuple(scored.shape)
            raise FirstTokenError(
                f"a mask has a row for each string, a column for each position: {wanted}; given {given}"
            )
        if not scored.any():
            raise FirstTokenError(f"scored positions are some of 1 to {horizon}; given an empty mask")
        return scored
    if not scored or not set(scored) <= set(range(1, horizon + 1)):
        raise FirstTokenError(f"scored positions are some of 1 to {horizon}; given {sorted(scored)}")
    return torch.isin(torch.arange(1, horizon + 1), torch.tensor(sorted(scored))).expand(len(strings), -1)


def _terms(causal: Causal, strings: Tensor, mask: Tensor) -> Tensor:
    """Return `log q(x_t | x_<t)` of each string where it carries loss, zero elsewhere, one column a position."""
    unscored = int(mask.any(dim=0).int().argmax())  # up to the first position that carries loss
    laws = causal.contexts.log_laws(strings[:, :-1], unscored)
    terms = laws.gather(-1, strings[:, unscored:, None])[..., 0].masked_fill(~mask[:, unscored:], 0.0)
    return nn.functional.pad(terms, (unscored, 0))
