"""How much the law behind the first place tells of the token there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from firsttoken.audit.asking import Asked
from firsttoken.audit.facts import Fact, fact
from firsttoken.audit.judging import Answer, Mean
from firsttoken.audit.measuring import Behind, Ids

#: Tokens that are tried at the first place; and below so many nats, they are read nowhere.
TRIED, LEAST = 64, 0.01
_CLAIM = "the token at the first place is read"


def carried(asked: Asked, tried: Mapping[str, Behind], documents: Sequence[Ids]) -> Fact:
    """Return whether the law behind the first place depends on the token there as much as it does behind a start.

    Each of the commonest tokens `a` is read alone, and then behind the start that makes the tokens 2 to 16 of the texts
    cheapest. How much the next token `x` tells of which of them was read is the information `I(a; x) = mean over a of
    KL(q(. | a) || mean law)`, in nats: at most the log of how many they are. The answer is no where it is clearly less
    than half of that behind the start, and its error is over the tokens. The texts are not read again.

    Args:
        asked: The model.
        tried: What was measured behind each start, by its name.
        documents: Documents, whose tokens are counted.
    """
    starts = [name for name, each in tried.items() if each.ids]
    if not starts:
        return fact(_CLAIM, None, "no start was tried, to compare it with the place behind one", "sink")
    best = min(starts, key=lambda name: tried[name].soon.nanmean().item())
    counts = Counter(token for document in documents for token in document)
    tokens = [token for token, _ in counts.most_common(TRIED)]
    first, later = (_information(asked, before, tokens) for before in ((), tried[best].ids))
    told = Mean.of(first - later / 2).above() if later.mean() > LEAST else Answer.UNKNOWN
    holds = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[told]
    seen = f"of which of {len(tokens)} tokens is there, its law tells {Mean.of(first)} nats; behind {best!r} "
    return fact(_CLAIM, holds, f"{seen}{Mean.of(later)}", "sink")


def _information(asked: Asked, before: Ids, tokens: Sequence[int]) -> Tensor:
    """Return `KL(q(. | before, a) || mean law)` of each token, in nats."""
    rows = dict(asked.laws([[*before, token] for token in tokens]))
    laws = torch.stack([rows[number][-1] for number in range(len(tokens))]).double()
    chances = laws.exp()  # zero below e**-745: some models give -1e4 or less to outputs that are no tokens
    mixture = chances.mean(dim=0).log()
    return torch.where(chances == 0, 0.0, chances * (laws - mixture)).sum(dim=1)
