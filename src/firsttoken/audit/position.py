"""Costs by position behind each start, and what is read of the token at the first place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from firsttoken.audit.asking import Asked
from firsttoken.audit.facts import Fact, fact
from firsttoken.audit.judging import Answer, Mean
from firsttoken.audit.measuring import Ids

#: The first and the last token of each part of a text, counted from one.
PARTS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 8), (9, 16), (17, 32), (33, 64))
#: Tokens that are tried at the first place; and below so many nats, they are read nowhere.
TRIED, LEAST = 64, 0.01


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


def carried(asked: Asked, start: Ids, documents: Sequence[Ids], name: str) -> Fact:
    """Return whether the law behind the first place depends on the token there as much as it does behind a start.

    Each of the commonest tokens `a` is read alone, and then behind the start. How much the next token `x` tells of
    which of them was read is the information `I(a; x) = mean over a of KL(q(. | a) || mean law)`, in nats: at most
    the log of how many they are. The answer is no where it is less than half of that behind the start, and its error
    is over the tokens.

    Args:
        asked: The model.
        start: The ids of a start.
        documents: Documents, whose tokens are counted.
        name: What the start is called.
    """
    counts = Counter(token for document in documents for token in document)
    tokens = [token for token, _ in counts.most_common(TRIED)]
    first, later = (_information(asked, before, tokens) for before in ([], start))
    told = Mean.of(first - later / 2).above() if later.mean() > LEAST else Answer.UNKNOWN
    holds = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[told]
    seen = f"of which of {len(tokens)} tokens is there, its law tells {Mean.of(first)} nats; behind {name!r} "
    return fact("the token at the first place is read", holds, f"{seen}{Mean.of(later)}", "sink")


def _information(asked: Asked, before: Ids, tokens: Sequence[int]) -> Tensor:
    """Return `KL(q(. | before, a) || mean law)` of each token, in nats."""
    rows = dict(asked.laws([[*before, token] for token in tokens]))
    laws = torch.stack([rows[number][-1] for number in range(len(tokens))]).double()
    mixture = laws.exp().mean(dim=0).log()
    return torch.where(laws.isneginf(), 0.0, laws.exp() * (laws - mixture)).sum(dim=1)
