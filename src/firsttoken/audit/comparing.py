"""The laws that know no start, and what they cost on the same tokens."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

#: How much of the plain law may be uniform, and how many tokens of it may be added to the counts.
_SHARES = (0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.97, 1.0)
_ADDED = tuple(0.25 * 4.0**power for power in range(6))
_LEAST = 1e-30  # for a token that no other document ever foretold


@dataclass(frozen=True)
class Plain:
    """What the same tokens cost under laws that know no start, by document, in nats.

    Attributes:
        uniform: The log of how many tokens exist.
        first: The first token by the plain law: a mixture of the uniform law and of the law of tokens anywhere, with
            the share that makes beginnings cheapest. So it beats both, and what beats it knows more of beginnings
            than that their tokens are rare.
        middle: The mean over the other tokens, by the same law.
        anywhere: The mean over the other tokens, by the law of tokens anywhere.
        counted: The first token by the counted beginnings of the other documents, smoothed with the plain law, as much
            as foretells each document from the others best.
    """

    uniform: float
    first: Tensor
    middle: Tensor
    anywhere: Tensor
    counted: Tensor

    @classmethod
    def of(cls, documents: Sequence[Sequence[int]], anywhere: Sequence[Tensor], exist: int) -> Plain:
        """Return the costs of the tokens of documents.

        Args:
            documents: The documents.
            anywhere: For each the probabilities of its tokens by a law of tokens anywhere.
            exist: How many tokens exist.
        """
        starts = torch.stack([law[0] for law in anywhere])
        share = min(_SHARES, key=lambda share: _cost(starts, share, exist).mean().item())
        first = _cost(starts, share, exist)
        middle = torch.stack([_cost(law[1:], share, exist).mean() for law in anywhere])
        places = torch.stack([_cost(law[1:], 0.0, exist).mean() for law in anywhere])
        counted = _counted([document[0] for document in documents], (-first).exp().tolist())
        return cls(math.log(exist), first, middle, places, counted)


def _cost(law: Tensor, share: float, exist: int) -> Tensor:
    return -((1 - share) * law + share / exist).clamp(min=_LEAST).log()


def _counted(tokens: Sequence[int], law: Sequence[float]) -> Tensor:
    counts, others = Counter(tokens), len(tokens) - 1
    costs = [
        [-math.log((counts[token] - 1 + add * q) / (others + add)) for token, q in zip(tokens, law, strict=True)]
        for add in _ADDED
    ]
    return torch.tensor(min(costs, key=sum), dtype=torch.float64)
