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

from firsttoken import checks
from firsttoken.causal import Causal
from firsttoken.contexts import Contexts
from firsttoken.errors import ContextUndefined, FirstTokenError, WrongType
from firsttoken.interrupt import interruptible
from firsttoken.law import StringLaw
from firsttoken.remember import fingerprint, folder_of, library, remember
from firsttoken.streams import Stream


class _Bar(tqdm):  # type: ignore[misc] # tqdm has no types
    """A progress bar with a lock for threads alone.

    That of tqdm also serves processes, with a semaphore that a process which is killed leaves behind. Nor does it
    start tqdm's thread that watches over slow bars.
    """

    monitor_interval = 0


_Bar.set_lock(RLock())

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
        steps: Updates, at least 1.
        rate: The first learning rate, positive.

    Raises:
        FirstTokenError: As `cross_entropy`; if the model has no parameters; if the loss stops being finite.
    """
    strings, weights, mask = _possible(law, causal, scored)
    return _descend(causal, lambda: -(weights @ _terms(causal, strings, mask)).sum(), steps, rate)


def fit_stream(
    stream: Stream,
    causal: Causal,
    *,
    steps: int,
    batch: int = 32,
    rate: float = 0.003,
    seed: int = 0,
    cache_dir: str | Path | None = None,
) -> Float[Tensor, " steps"]:
    """Train a model on random rows of a stream by Adam, and return the loss before each step.

    The loss is the average of `-log q(target | inputs up to it)`, in nats, over the targets of the batch that
    carry loss. The ends of texts that the model reads are those of the stream, whatever the ends of `causal` are;
    what `causal` excludes is left out of the softmax here too. Otherwise as `fit`.

    Args:
        stream: The tokens, and the rows they are cut into.
        causal: The model `q`; its parameters are changed in place.
        steps: Updates, at least 1.
        batch: Rows of one update.
        rate: The first learning rate.
        seed: Of the choice of rows.
        cache_dir: A folder for the trained weights and the losses, which are then read there the next time, by any
            program that asks for the same training.

    Raises:
        FirstTokenError: If the model has no parameters, or fewer symbols than the stream; if a batch has no target
            that carries loss; if the loss stops being finite.
        TooLong: If the model does not read as many symbols as a row has.

    Source: the essay, "The empty context and its disguises".
    """
    checks.instance(stream, Stream, "a Stream", "Make one with Stream.documents(documents, before=..., stop=...)")
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    symbols = max(int(stream.tokens.max()), -1 if stream.before is None else stream.before) + 1
    if symbols > len(causal.vocabulary):
        raise FirstTokenError(
            f"the stream has indices up to {symbols - 1}; the model has {len(causal.vocabulary)} symbols",
            "Make both with one vocabulary",
        )
    batches = stream.batches(batch, seed=seed)
    contexts = Contexts(causal.model, excluded=causal.contexts.excluded)

    def loss() -> Tensor:
        inputs, targets, scored = next(batches)
        if not scored.any():
            raise FirstTokenError(
                f"a batch of {batch} rows has no target that carries loss", "Draw more rows, or leave out short ones"
            )
        ignored = -100  # torch's own mark of a target without loss
        laws = contexts.log_laws(inputs, 1).flatten(0, 1)
        return nll_loss(laws, targets.masked_fill(~scored, ignored).flatten())

    model = causal.model
    if cache_dir is None or not isinstance(model, nn.Module):
        return _descend(causal, loss, steps, rate)
    folder = folder_of(cache_dir)

    def trained() -> dict[str, Tensor]:
        return {"": _descend(causal, loss, steps, rate), **model.state_dict()}

    rows = [fingerprint(each) for each in (stream.tokens, stream.starts, stream.ends)]
    weights = {name: fingerprint(each) for name, each in model.state_dict().items()}
    # what the weights do not tell of a model, such as how many heads it has, its answer tells
    with torch.no_grad():
        answer = fingerprint(contexts.log_laws(stream.rows(torch.tensor([0])).inputs, 1))
    asked = [type(model).__name__, weights, rows, stream.before, stream.unscored, steps, batch, rate, seed]
    found = remember(folder, asked, [library(), answer], ["torch"], trained)
    losses = found.pop("")
    model.load_state_dict(found)
    return losses


def _descend(causal: Causal, loss_now: Callable[[], Tensor], steps: int, rate: float) -> Float[Tensor, " steps"]:
    checks.whole(steps, "steps", least=1)
    checks.real(rate, "rate", above=0.0, most=1000.0)
    model = causal.model
    if not isinstance(model, nn.Module) or not any(each.requires_grad for each in model.parameters()):
        raise FirstTokenError(
            f"a model without parameters cannot be trained; given {type(model).__name__}",
            "Train a Tabular, GRU, MADE or Transformer, whose parameters require gradients",
        )
    optimizer = torch.optim.Adam(model.parameters(), lr=rate, betas=(0.9, 0.95), fused=True)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    losses: list[Tensor] = []
    # shown after a second, and on a terminal alone: what a program prints stays what it was
    with interruptible() as check, _Bar(total=steps, delay=1, disable=None, leave=False) as bar:
        for step in range(steps):
            optimizer.zero_grad()
            loss = loss_now()
            if not bool(loss.isfinite()):
                raise FirstTokenError(
                    f"the loss has to be finite; given {loss.item()} after {step} steps",
                    f"Lower the rate {rate:g}, and exclude no symbol that occurs",
                )
            loss.backward()
            optimizer.step()
            schedule.step()
            losses.append(loss.detach())
            bar.update()
            check(f"stopped after {step + 1} of {steps} steps; the model keeps the weights that it has now")
    return torch.stack(losses)


def _possible(law: StringLaw, causal: Causal, scored: Scored) -> tuple[Tensor, Tensor, Tensor]:
    """Return the possible strings, their probabilities, and which of their positions carry loss."""
    checks.instance(law, StringLaw, "a data law over strings", "Give a Joint, or causal.given(prompt, horizon=...)")
    checks.instance(causal, Causal, "a Causal", "Write Causal(model) around the model")
    if law.vocabulary != causal.vocabulary:
        raise FirstTokenError(
            f"law and model have one vocabulary; given {law.vocabulary} and {causal.vocabulary}",
            "Put the law over the model's, Joint.over(causal.vocabulary)",
        )
    if law.batch_shape:
        raise FirstTokenError(
            f"one data law at a time; given a batch of the shape {tuple(law.batch_shape)}", "Give a law of one prompt"
        )
    strings, weights = law.enumerate_support(), law.log_probs().exp()
    mask = _mask(scored, strings)
    return strings[weights > 0], weights[weights > 0], mask[weights > 0]


def _mask(scored: Scored, strings: Int[Tensor, "every position"]) -> Bool[Tensor, "every position"]:
    horizon = strings.shape[1]
    remedy = "Give positions counted from 1, scored=[1, 2], or a mask of bool"
    if isinstance(scored, Tensor):
        checks.on_cpu(scored, "a mask")
        if scored.dtype != torch.bool:
            raise WrongType(f"a mask is a tensor of bool; given {checks.shown(scored)}", remedy)
        if scored.shape != strings.shape:
            wanted, given = tuple(strings.shape), tuple(scored.shape)
            raise FirstTokenError(
                f"a mask has a row for each string, a column for each position: {wanted}; given {given}", remedy
            )
        if not scored.any():
            raise FirstTokenError(f"scored positions are some of 1 to {horizon}; given an empty mask", remedy)
        return scored
    listed = checks.collection(scored, "scored", remedy)
    positions = {checks.whole(each, "a scored position", least=-checks.LARGEST) for each in listed}
    if not positions or not positions <= set(range(1, horizon + 1)):
        raise FirstTokenError(f"scored positions are some of 1 to {horizon}; given {sorted(positions)}", remedy)
    return torch.isin(torch.arange(1, horizon + 1), torch.tensor(sorted(positions))).expand(len(strings), -1)


def _terms(causal: Causal, strings: Tensor, mask: Tensor) -> Tensor:
    """Return `log q(x_t | x_<t)` of each string where it carries loss, zero elsewhere, one column a position."""
    unscored = int(mask.any(dim=0).int().argmax())  # up to the first position that carries loss
    laws = causal.contexts.log_laws(strings[:, :-1], unscored)
    terms = laws.gather(-1, strings[:, unscored:, None])[..., 0].masked_fill(~mask[:, unscored:], 0.0)
    return nn.functional.pad(terms, (unscored, 0))
