"""Models that count pairs, so that what was before texts in training is known and takes no training."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import torch
from torch import Tensor

START, END, LETTERS = 0, 1, 24
SIZE = LETTERS + 2


@cache
def documents(count: int, seed: int) -> list[list[int]]:
    """Return texts that begin with one of the last eight letters, which are rare elsewhere, and end with the second."""
    generator = torch.Generator().manual_seed(seed)
    follows = torch.randn(SIZE, SIZE, generator=torch.Generator().manual_seed(99)).mul(2).exp()
    follows[:, [START, END]] = 0
    follows[:, -8:] *= 0.02
    texts = [SIZE - 1 - torch.randint(8, (count,), generator=generator)]
    while len(texts) < 40:
        texts.append(torch.multinomial(follows[texts[-1]], 1, generator=generator)[:, 0])
    return [[*text, 3] for text in torch.stack(texts, dim=1).tolist()]


def counts(rows: list[list[int]]) -> Tensor:
    """Return the logs of the laws that counting pairs gives, smoothed; the laws after what was not read are luck."""
    table = 0.02 * torch.randn(SIZE, SIZE, generator=torch.Generator().manual_seed(5)).mul(2).exp()
    pairs = torch.tensor([pair for row in rows for pair in pairwise(row)])
    table.index_put_((pairs[:, 0], pairs[:, 1]), torch.tensor(1.0), accumulate=True)
    return (table / table.sum(dim=1, keepdim=True)).log()


@cache
def trained(way: str) -> Tensor:
    """Return the table of a model that was trained in one way, with 400 texts."""
    texts = documents(400, seed=1)
    if way == "start symbol":
        return counts([[START, *text] for text in texts])
    if way == "packed":
        return counts([[each for text in texts for each in (END, *text)] + [END]])
    if way == "start of a window":
        stream = [each for text in texts for each in text]
        return counts([[START, *stream[at : at + 7]] for at in range(0, len(stream) - 7, 3)])
    return counts(texts)
