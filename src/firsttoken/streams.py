"""What a training set of token documents is cut into, and which of its tokens carry loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Bool, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.errors import FirstTokenError

#: A document: the indices of its symbols.
Document = Sequence[int] | Tensor


class Batch(NamedTuple):
    """Rows of a stream, as a model is trained on them.

    Attributes:
        inputs: What the model reads.
        targets: What comes next after each position of `inputs`.
        scored: Whether that target carries loss.
    """

    inputs: Int[Tensor, "rows length"]
    targets: Int[Tensor, "rows length"]
    scored: Bool[Tensor, "rows length"]


@dataclass(frozen=True)
class Stream:
    """Tokens, and the rows into which training cuts them.

    A target is a token of its row with a token before it: `targets[:, t]` follows `inputs[:, t]`. The first
    token of a row is therefore never a target. What this class is for is to see which tokens those are.

    Attributes:
        tokens: All documents, with what stands between them.
        starts: Where each row starts in `tokens`.
        ends: Where it ends, exclusively.
        before: The symbol put before every row, if there is one; it lets the first token be a target.
        unscored: How many targets at the start of each row carry no loss, such as those of a prompt.

    Raises:
        FirstTokenError: If a row is empty or not within the tokens, or if no target carries loss.

    Source: the essay, "The empty context and its disguises".
    """

    tokens: Int[Tensor, " tokens"]
    starts: Int[Tensor, " rows"]
    ends: Int[Tensor, " rows"]
    before: int | None = None
    unscored: int = 0

    def __post_init__(self) -> None:
        for name in ("tokens", "starts", "ends"):
            checks.indices(getattr(self, name), checks.LARGEST, name, ndim=1)
        if self.before is not None:
            checks.whole(self.before, "before")
        checks.whole(self.unscored, "unscored")
        remedy = "Make it with Stream.documents, packed, crops or chunks"
        if len(self.starts) != len(self.ends) or not len(self.starts):
            raise FirstTokenError(
                f"each row starts and ends, and there is one; given {len(self.starts)} starts, {len(self.ends)} ends",
                remedy,
            )
        if bool((self.ends <= self.starts).any()) or int(self.ends.max()) > len(self.tokens):
            raise FirstTokenError(
                f"each row has a token, and lies within the {len(self.tokens)} tokens; given one that does not", remedy
            )
        targets = int((self.ends - self.starts).max()) - (self.before is None)
        if targets <= self.unscored:
            raise FirstTokenError(
                f"some target carries loss; given rows of at most {targets} targets, {self.unscored} of them unscored",
                "Lower unscored, or give longer rows",
            )

    def __repr__(self) -> str:
        before = "" if self.before is None else f", before={self.before}"
        unscored = f", unscored={self.unscored}" if self.unscored else ""
        return f"Stream({len(self.tokens)} tokens in {len(self)} rows{before}{unscored})"

    @classmethod
    def documents(cls, documents: Sequence[Document], *, before: int, stop: int) -> Stream:
        """Return one row a document, `before d stop`: every symbol of a document carries loss, and so does its end."""
        tokens, lengths = _joined(documents, before=[_symbol(before)], after=[_symbol(stop)])
        ends = lengths.cumsum(dim=0)
        return cls(tokens, ends - lengths, ends)

    @classmethod
    def packed(cls, documents: Sequence[Document], *, separator: int, length: int) -> Stream:
        """Return `separator d_1 separator d_2 ... separator`, cut into rows that score each of its targets once."""
        tokens = _packed(documents, _symbol(separator))
        starts = torch.arange(0, len(tokens) - 1, checks.whole(length, "length", least=1))
        return cls(tokens, starts, (starts + length + 1).clamp(max=len(tokens)))

    @classmethod
    def crops(cls, documents: Sequence[Document], *, length: int, separator: int | None = None) -> Stream:
        """Return the `N - length` windows of `length + 1` of the `N` tokens: a crop is a row drawn at random.

        Args:
            documents: The documents.
            length: Targets in a window.
            separator: What stands around the documents as in `packed`; nothing without it.

        Raises:
            FirstTokenError: If there are not more than `length` tokens.
        """
        tokens = _packed(documents, separator)
        starts = _windows(tokens, checks.whole(length, "length", least=1) + 1)
        return cls(tokens, starts, starts + length + 1)

    @classmethod
    def chunks(cls, documents: Sequence[Document], *, before: int, length: int, separator: int | None = None) -> Stream:
        """Return every window of `length` tokens, with `before` put before each: a start symbol that marks no start.

        Args:
            documents: The documents.
            before: The symbol that stands before each window.
            length: Targets in a window.
            separator: What stands around the documents as in `packed`; nothing without it.

        Raises:
            FirstTokenError: If there are not as many tokens.
        """
        tokens = _packed(documents, separator)
        starts = _windows(tokens, checks.whole(length, "length", least=1))
        return cls(tokens, starts, starts + length, _symbol(before))

    def __len__(self) -> int:
        return len(self.starts)

    def rows(self, index: Int[Tensor, " rows"] | None = None) -> Batch:
        """Return the rows with these numbers, or all; a row shorter than the longest is padded, without loss."""
        if index is not None:
            index = checks.indices(index, len(self), "the numbers of rows", ndim=1)
            if not len(index):
                raise FirstTokenError("at least one row is asked for; given none", "Leave the index out for all rows")
        starts, ends = (at if index is None else at[index] for at in (self.starts, self.ends))
        place = starts[:, None] + torch.arange(int((self.ends - self.starts).max()))
        inside = place < ends[:, None]
        symbols = self.tokens[place.clamp(max=len(self.tokens) - 1)]
        if self.before is not None:
            symbols = torch.nn.functional.pad(symbols, (1, 0), value=self.before)
            inside = torch.nn.functional.pad(inside, (1, 0), value=True)
        scored = torch.arange(symbols.shape[1] - 1) >= self.unscored
        return Batch(symbols[:, :-1], symbols[:, 1:], inside[:, 1:] & scored)

    def batches(self, size: int, *, seed: int) -> Iterator[Batch]:
        """Return batches of `size` rows drawn at random with replacement, without end."""
        rows = checks.whole(size, "size", least=1, most=1_000_000)
        generator = torch.Generator().manual_seed(checks.whole(seed, "seed"))
        return self._drawn(rows, generator)

    def _drawn(self, size: int, generator: torch.Generator) -> Iterator[Batch]:
        while True:
            yield self.rows(torch.randint(len(self), (size,), generator=generator))


def _symbol(value: object) -> int:
    return checks.whole(value, "the index of a symbol")


def _packed(documents: Sequence[Document], separator: int | None) -> Int[Tensor, " tokens"]:
    if separator is None:
        return _joined(documents)[0]
    ended, _ = _joined(documents, after=[_symbol(separator)])
    return torch.nn.functional.pad(ended, (1, 0), value=separator)


def _joined(
    documents: Sequence[Document], before: Sequence[int] = (), after: Sequence[int] = ()
) -> tuple[Int[Tensor, " tokens"], Int[Tensor, " documents"]]:
    remedy = "Give a list of documents, each a list of the indices of its symbols"
    each = [
        torch.tensor([*before, *checks.symbols(document, checks.LARGEST, f"document {number}", remedy), *after])
        for number, document in enumerate(checks.collection(documents, "a set of documents", remedy))
    ]
    if not each:
        raise FirstTokenError("a stream needs at least one document; none was given", remedy)
    return torch.cat(each).long(), torch.tensor([len(document) for document in each])


def _windows(tokens: Int[Tensor, " tokens"], length: int) -> Int[Tensor, " rows"]:
    if len(tokens) < length:
        raise FirstTokenError(
            f"a row of {length} tokens is longer than the stream, which has {len(tokens)}", "Give a smaller length"
        )
    return torch.arange(len(tokens) - length + 1)
