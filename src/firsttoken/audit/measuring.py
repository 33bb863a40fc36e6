"""What is measured of a start: numbers by document, from a pass over the texts for each start and three more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor

from firsttoken.audit.asking import Asked

Ids = Sequence[int]
#: From this token on, the context is no longer short.
SHORT = 16


@dataclass(frozen=True)
class Behind:
    """What texts cost behind one start, by document, in nats.

    Attributes:
        ids: The start; empty for nothing.
        first: `-log q(x_1 | start)` at true beginnings; None where the model has no law there.
        middle: The mean of `-log q(x_t | start)` over the tokens of the document but the first: what the token at a
            random place costs right behind the start. It is that mean itself, so no place is drawn.
        soon: The mean cost of the tokens 2 to 16, each given all before it.
        late: The mean cost of the tokens from the 17th to the end of the window; NaN in a text without one.
    """

    ids: tuple[int, ...]
    first: Tensor | None
    middle: Tensor | None
    soon: Tensor
    late: Tensor


@dataclass(frozen=True)
class Middles:
    """What the middles of documents show, by document, behind the start with which the model reads best.

    Attributes:
        anywhere: For each document the probabilities of its tokens by the law of tokens anywhere, which is the average
            of the model's own laws at places in the middle of the *other* documents.
        order: How many nats more a token costs when the tokens before it are shuffled.
        shifted: How many nats more a token costs by the law that the model gives one place too late, where it has
            read the token already. A model that is read one place too early shows less than nothing here.
    """

    anywhere: tuple[Tensor, ...]
    order: Tensor
    shifted: Tensor


def behind(asked: Asked, start: Ids, documents: Sequence[Ids], window: int) -> Behind:
    """Return what the documents cost behind a start: one pass, and one law that all first tokens share."""
    law = asked.law(start)
    soon, late = _empty(documents), _empty(documents)
    rows = [[*start, *document[:window]] for document in documents]
    for number, laws in asked.laws(rows):
        costs = _costs(laws[len(start) :], documents[number][:window])  # from the second token on
        soon[number], late[number] = costs[: SHORT - 1].mean(), costs[SHORT - 1 :].mean()
    if law is None:
        return Behind(tuple(start), None, None, soon, late)
    words = [-law[torch.tensor(document)] for document in documents]
    first, middle = torch.stack([each[0] for each in words]), torch.stack([each[1:].mean() for each in words])
    return Behind(tuple(start), first, middle, soon, late)


def middles(asked: Asked, start: Ids, documents: Sequence[Ids], window: int) -> Middles:
    """Return what a pass over the middles of the documents shows, and one over the same tokens shuffled."""
    generator = torch.Generator().manual_seed(0)
    rows = [document[max((len(document) - window) // 2, 1) :][:window] for document in documents]
    mixed = [[row[place] for place in torch.randperm(len(row), generator=generator)] for row in rows]
    order, shifted, places = _empty(documents), _empty(documents), _empty(documents)
    own = [torch.empty(0)] * len(documents)
    total = torch.zeros(1).double()
    for number, whole in asked.laws([[*start, *row] for row in rows]):
        row, laws = rows[number], whole[len(start) :]
        at = settled(len(row))
        costs, same = _costs(laws, row)[at:], -laws.gather(1, torch.tensor(row)[:, None])[:, 0].double()
        order[number], shifted[number] = -costs.mean(), (same[at + 1 :] - costs).mean()
        mass = laws[at:].double().exp().sum(dim=0)
        own[number], places[number] = mass[torch.tensor(documents[number])], len(laws) - at
        total = total + mass
    for number, laws in asked.laws([[*start, *row] for row in mixed]):
        order[number] += _costs(laws[len(start) :], mixed[number])[settled(len(mixed[number])) :].mean()
    anywhere = tuple(
        (total[torch.tensor(document)] - own[number]).clamp(min=0) / (places.sum() - places[number])
        for number, document in enumerate(documents)
    )
    return Middles(anywhere, order, shifted)


def rises(
    asked: Asked, start: Ids, documents: Sequence[Ids], window: int, ends: Sequence[int]
) -> Float[Tensor, "documents ends"]:
    """Return, by document, `log q(end)` after its last token less the mean of the same at places before."""
    found = torch.zeros(len(documents), len(ends), dtype=torch.float64)
    rows = [[*start, *document[-window:]] for document in documents]
    for number, laws in asked.laws(rows) if ends else ():
        logs = laws[len(start) :, ends].double()
        found[number] = logs[-1] - logs[settled(len(logs)) : -1].mean(dim=0)
    return found


def settled(length: int) -> int:
    """Return how many places at the start of a context are left out, where little has been read."""
    return min(SHORT, length // 2)


def _empty(documents: Sequence[Ids]) -> Tensor:
    return torch.zeros(len(documents), dtype=torch.float64)


def _costs(laws: Tensor, row: Ids) -> Tensor:
    """Return `-log q(x_t | x_<t)` from the second token of a row on."""
    return -laws[:-1].gather(1, torch.tensor(row)[1:, None])[:, 0].double()
