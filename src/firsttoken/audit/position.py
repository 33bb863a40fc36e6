"""Costs by position behind each start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from firsttoken.audit.asking import Asked
from firsttoken.audit.judging import Mean
from firsttoken.audit.measuring import Ids

#: The first and the last token of each part of a text, counted from one.
PARTS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 8), (9, 16), (17, 32), (33, 64))


def by_position(asked: Asked, starts: Mapping[str, Ids], documents: Sequence[Ids]) -> dict[str, list[Mean | None]]:
    """Return, by start and part of a text, what a token costs on average, in nats: one pass over the texts a start.

    Args:
        asked: The model.
        starts: The starts, as ids by name; no ids for nothing in front.
        documents: The documents, of which the first 64 tokens are read.

    Returns:
        For each of `PARTS` the mean over documents; None for the first token where the model has no law of it, and
        where no document is as long.
    """
    return {name: _parts(asked, list(ids), documents) for name, ids in starts.items()}


def _parts(asked: Asked, start: list[int], documents: Sequence[Ids]) -> list[Mean | None]:
    longest = PARTS[-1][1]
    costs = torch.full((len(documents), longest), torch.nan).double()
    read = [list(document[:longest]) for document in documents]
    law = asked.law(start)
    if law is not None:
        costs[:, 0] = -law[torch.tensor([tokens[0] for tokens in read])]
    for number, laws in asked.laws([[*start, *tokens] for tokens in read]):
        behind = laws[len(start) : -1].gather(1, torch.tensor(read[number])[1:, None])[:, 0]
        costs[number, 1 : len(read[number])] = -behind.double()
    means = [Mean.of(costs[:, first - 1 : last].nanmean(dim=1)) for first, last in PARTS]
    return [mean if mean.n else None for mean in means]
