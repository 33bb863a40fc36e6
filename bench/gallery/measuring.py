"""What is measured of a model: costs behind each start, and what it writes from there."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from bench.gallery import texts
from firsttoken.audit.asking import Asked
from firsttoken.audit.reading import encode

#: Tokens of a document that are read, and the end of the first of them.
WINDOW, SOON = 128, 16
#: Texts that are written from a start, and tokens of each.
TEXTS, LENGTH = 40, 16
#: How much of the law of tokens anywhere is mixed into counted beginnings, in documents.
ADDED = 8.0


def firsts(law: Tensor, documents: list[list[int]]) -> list[float]:
    """Return what the first token of each document costs by a law, in nats."""
    return [-law[tokens[0]].item() for tokens in documents]


def later(asked: Asked, start: Sequence[int], documents: list[list[int]]) -> dict[str, list[float]]:
    """Return, by document, what its tokens 2 to 16 cost behind a start, and what those behind them cost, in nats."""
    found = torch.zeros(2, len(documents)).double()
    for number, laws in asked.laws([[*start, *tokens] for tokens in documents]):
        costs = -laws[len(start) : -1].gather(1, torch.tensor(documents[number])[1:, None])[:, 0].double()
        found[:, number] = torch.stack([costs[: SOON - 1].sum(), costs[SOON - 1 :].sum()])
    return dict(zip(("2 to 16", "17 to 128"), found.tolist(), strict=True))


class Beginnings:
    """Counted beginnings against counted tokens anywhere, as a score of a first token.

    The score is `log c(x) - log a(x)`. Here a counts tokens at all other places of the documents, half an occurrence of
    each token added; and c counts first tokens, with so many more documents added as `ADDED` says that begin by a.
    It is above zero for a token that comes at beginnings more often than elsewhere.

    Args:
        documents: The documents, as tokens.
        exist: How many tokens exist.
    """

    def __init__(self, documents: list[list[int]], exist: int) -> None:
        counts = Counter(token for tokens in documents for token in tokens[1:WINDOW])
        anywhere = torch.full((exist,), 0.5).double()
        for token, count in counts.items():
            anywhere[token] += count
        self._anywhere = anywhere / anywhere.sum()
        self._firsts = torch.zeros(exist).double()
        for tokens in documents:
            self._firsts[tokens[0]] += 1
        self.documents = documents

    def scores(self, without: int | None = None) -> Tensor:
        """Return the score of each token; without a document that begins by a token, its beginning is not counted."""
        firsts = self._firsts.clone()
        if without is not None:
            firsts[without] -= 1
        return ((firsts / self._anywhere + ADDED) / (firsts.sum() + ADDED)).log()

    def known(self) -> tuple[list[float], list[float]]:
        """Return the scores of true beginnings, each left out of the counts, and of one token from each middle."""
        of = {token: self.scores(token)[token].item() for token in {tokens[0] for tokens in self.documents}}
        whole = self.scores()
        middles = [whole[tokens[min(WINDOW, len(tokens)) // 2]].item() for tokens in self.documents]
        return [of[tokens[0]] for tokens in self.documents], middles


def written(model: Any, tokenizer: Any, start: Sequence[int], law: Tensor, scores: Tensor) -> dict[str, Any]:
    """Return what a model writes from a start, at temperature one, and how it scores.

    Returns:
        The scores of the first tokens that were drawn; the mean score under the model's own law, which is exact; the
        likeliest first tokens; and some of the texts.
    """
    torch.manual_seed(0)
    rows = torch.tensor([list(start)] * TEXTS)
    with torch.no_grad():
        drawn = model.generate(
            rows, attention_mask=torch.ones_like(rows), do_sample=True, temperature=1.0, top_k=0, top_p=1.0,
            max_new_tokens=LENGTH, pad_token_id=0,
        )[:, len(start) :]  # fmt: skip
    probs = law.exp()[: len(scores)]
    likely = [[tokenizer.decode([token]), law[token].exp().item()] for token in law.topk(8).indices.tolist()]
    return {
        "scores": scores[drawn[:, 0]].tolist(),
        "exact": (probs @ scores / probs.sum()).item(),
        "likely": likely,
        "texts": [tokenizer.decode(row, skip_special_tokens=False) for row in drawn[:6].tolist()],
    }


def measure(model: Any, tokenizer: Any, starts: Mapping[str, str], kinds: dict[str, list[str]]) -> dict[str, Any]:
    """Return all that a record holds of a model, beside its audits."""
    asked = Asked(model)
    documents = {kind: [tokens for text in some if (tokens := encode(tokenizer, text))] for kind, some in kinds.items()}
    read = {kind: [encode(tokenizer, text)[:WINDOW] for text in some] for kind, some in texts.read(kinds).items()}
    counted = Beginnings([tokens for some in documents.values() for tokens in some], len(tokenizer))
    true, middle = counted.known()
    found: dict[str, Any] = {
        "uniform": math.log(len(tokenizer)),
        "first tokens": {kind: [tokens[0] for tokens in some] for kind, some in documents.items()},
        "scores": {"true beginnings": true, "random places": middle},
        "starts": {},
    }
    for name, text in starts.items():
        ids = encode(tokenizer, text)
        print(f"behind {name}", flush=True)
        law = asked.law(ids)
        found["starts"][name] = {
            "ids": ids,
            "first": {kind: firsts(law, some) for kind, some in documents.items()} if law is not None else None,
            "later": {kind: later(asked, ids, some) for kind, some in read.items()},
            "written": written(model, tokenizer, ids, law, counted.scores()) if law is not None else None,
        }
    return found
