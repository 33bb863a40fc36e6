"""A model that counts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError, TooManyStrings
from firsttoken.vocabulary import Vocabulary

#: The most numbers in a table of counts: a gigabyte.
_MOST = 130_000_000


class NGram:
    """The n-gram model of weighted strings: `q(b | c) = (count(cb) + k) / (sum_a count(ca) + k |outputs|)`.

    `c` is the last `n - 1` symbols of a context, or all of a shorter one. Occurrences count wherever they are,
    so the law at the empty context is the one of all symbols pooled, ends included, and not the one of first
    symbols; that one stands after `before`. Scores are those of a toolkit that is told to count the same ends:
    with `Causal(model, before=...)` they begin with the start symbol, with `Causal(model)` they do not.

    Args:
        vocabulary: The symbols, with `before` and `stop` among them if they are used.
        order: `n`, at least 1: the longest sequence that is counted. Tables of `|V|^n` numbers are kept.
        strings: The indices of the symbols of each string, without the ends.
        weights: How often each string counts; once without them.
        smoothing: `k`, added to every count. Without it there is no law after what never occurred.
        before: The symbol counted before every string, and never as one that comes next.
        stop: The symbol counted after every string.

    Raises:
        UnknownSymbol: If `before` or `stop` is not in the vocabulary.
        FirstTokenError: If the order is not positive, or the smoothing negative; if there is no weight for each
            string, or a negative one; if a string has an index of no symbol.
        TooManyStrings: If a table would be too large.

    Source: the essay, "The empty context and its disguises"; Heafield 2011 for the toolkit.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        order: int,
        strings: Iterable[Sequence[int] | Tensor],
        *,
        weights: Sequence[float] | Tensor | None = None,
        smoothing: float = 0.0,
        before: str | None = None,
        stop: str | None = None,
    ) -> None:
        checks.instance(vocabulary, Vocabulary, "a vocabulary", "Give Vocabulary([...]) of the symbols")
        order = checks.whole(order, "order", least=1)
        if order * math.log(len(vocabulary)) > math.log(_MOST):
            raise TooManyStrings(
                f"a table of counts holds at most {_MOST:,} numbers; given {len(vocabulary)}^{order}",
                "Count shorter sequences, or fewer symbols",
            )
        smoothing = checks.real(smoothing, "smoothing", least=0.0, most=1e12)
        self.vocabulary = vocabulary
        self.order = order
        start = [] if before is None else [vocabulary.index_of(before)]
        end = [] if stop is None else [vocabulary.index_of(stop)]
        each = [torch.tensor([*start, *string, *end]) for string in _strings(strings, len(vocabulary))]
        weight = torch.ones(len(each), dtype=torch.float64) if weights is None else _weights(weights, len(each))
        text = torch.cat([torch.empty(0, dtype=torch.long), *each])
        owner = torch.arange(len(each)).repeat_interleave(torch.tensor([len(one) for one in each], dtype=torch.long))
        added = torch.full([len(vocabulary)], smoothing, dtype=torch.float64)
        added[start] = 0.0
        self._tables = []
        for length in range(1, order + 1):
            counts = _count(text, owner, weight, length, len(vocabulary))
            counts[..., start] = 0.0
            counts += added
            self._tables.append((counts / counts.sum(dim=-1, keepdim=True)).log())

    def __repr__(self) -> str:
        return f"NGram({self.vocabulary}, order={self.order})"

    def log_first(self) -> Float[Tensor, " vocab"]:
        """Return `log q(x_1)`, in nats: the frequencies of all symbols, wherever they stand."""
        return self._tables[0]

    def log_laws(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        """Return `log q(. | x_1..x_t)` at `[:, t - 1]`, in nats; NaN after what never occurred."""
        contexts = checks.contexts(contexts, len(self.vocabulary), None, "n-gram model")
        vocab, length = len(self.vocabulary), contexts.shape[1]
        short = min(self.order - 2, length)
        rows = [self._tables[t][contexts[:, :t].unbind(dim=1)][:, None] for t in range(1, short + 1)]
        first = max(short, 0)
        place = torch.zeros_like(contexts[:, first:])
        for back in range(self.order - 1):
            place += contexts[:, first - back : length - back] * vocab**back
        return torch.cat([*rows, self._tables[-1].reshape(-1, vocab)[place]], dim=1)


def _strings(strings: Iterable[Sequence[int] | Tensor], symbols: int) -> list[list[int]]:
    remedy = "Give a list of lists of indices, [vocabulary.encode(text) for text in texts], say"
    return [
        checks.symbols(string, symbols, f"string {number}", remedy)
        for number, string in enumerate(checks.collection(strings, "what is counted", remedy))
    ]


def _weights(weights: Sequence[float] | Tensor, strings: int) -> Float[Tensor, " strings"]:
    remedy = "Give each string one number from 0, how often it counts"
    each = weights.tolist() if isinstance(weights, Tensor) and weights.device.type == "cpu" else weights
    given = [
        checks.real(weight, "a weight", least=0.0, most=1e12) for weight in checks.collection(each, "weights", remedy)
    ]
    if len(given) != strings:
        raise FirstTokenError(f"each string has one weight; given {strings} strings, {len(given)} weights", remedy)
    return torch.tensor(given, dtype=torch.float64)


def _count(
    text: Int[Tensor, " symbols"],
    owner: Int[Tensor, " symbols"],
    weight: Float[Tensor, " strings"],
    length: int,
    vocab: int,
) -> Float[Tensor, "*sequence"]:
    """Return how often each sequence of `length` symbols stands within a string, a tensor with `length` axes."""
    if len(text) < length:
        return torch.zeros([vocab] * length, dtype=torch.float64)
    whole = owner[: len(owner) - length + 1] == owner[length - 1 :]
    places = text.unfold(0, length, 1)[whole] @ torch.tensor([vocab**back for back in reversed(range(length))])
    counts = torch.bincount(places, weight[owner[length - 1 :][whole]], minlength=vocab**length)
    return counts.double().reshape([vocab] * length)  # integers where there is nothing to count
