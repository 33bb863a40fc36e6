"""What a training set of token documents is cut into, and which of its tokens carry loss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import torch
from jaxtyping import Bool, Int
from torch import Tensor

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
        silent: How many targets at the start of each row carry no loss, such as those of a prompt.

    Source: the essay, "The empty context and its disguises".
    """

    tokens: Int[Tensor, " tokens"]
    starts: Int[Tensor, " rows"]
    ends: Int[Tensor, " rows"]
    before: int | None = None
    silent: int = 0

    @classmethod
    def documents(cls, documents: Sequence[Document], *, before: int, stop: int) -> Stream:
        """Return one row a document, `before d stop`: every symbol of a document carries loss, and so does its end."""
        tokens, lengths = _joined([[before, *map(int, document), stop] for document in documents])
        ends = lengths.cumsum(dim=0)
        return cls(tokens, ends - lengths, ends)

    @classmethod
    def packed(cls, documents: Sequence[Document], *, separator: int, length: int) -> Stream:
        """Return `separator d_1 separator d_2 ... separator`, cut into rows that score each of its targets once."""
        tokens = _packed(documents, separator)
        starts = torch.arange(0, len(tokens) - 1, length)
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
        starts = _windows(tokens, length + 1)
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
        starts = _windows(tokens, length)
        return cls(tokens, starts, starts + length, before)

    def __len__(self) -> int:
        return len(self.starts)

    def rows(self, index: Int[Tensor, " rows"] | None = None) -> Batch:
        """Return the rows with these numbers, or all; a row shorter than the longest is padded, without loss."""
        starts, ends = (at if index is None else at[index] for at in (self.starts, self.ends))
        place = starts[:, None] + torch.arange(int((self.ends - self.starts).max()))
        inside = place < ends[:, None]
        symbols = self.tokens[place.clamp(max=len(self.tokens) - 1)]
        if self.before is not None:
            symbols = torch.nn.functional.pad(symbols, (1, 0), value=self.before)
            inside = torch.nn.functional.pad(inside, (1, 0), value=True)
        loud = torch.arange(symbols.shape[1] - 1) >= self.silent
        return Batch(symbols[:, :-1], symbols[:, 1:], inside[:, 1:] & loud)

    def batches(self, size: int, *, seed: int) -> Iterator[Batch]:
        """Yield batches of `size` rows drawn at random with replacement, without end."""
        generator = torch.Generator().manual_seed(seed)
        while True:
            yield self.rows(torch.randint(len(self), (size,), generator=generator))


def _packed(documents: Sequence[Document], separator: int | None) -> Int[Tensor, " tokens"]:
    if separator is None:
        return _joined(documents)[0]
    ended, _ = _joined([[*map(int, document), separator] for document in documents])
    return torch.nn.functional.pad(ended, (1, 0), value=separator)


def _joined(documents: Sequence[Document]) -> tuple[Int[Tensor, " tokens"], Int[Tensor, " documents"]]:
    if not documents:
        raise FirstTokenError("a stream needs at least one document; none was given")
    each = [torch.as_tensor(document, dtype=torch.long) for document in documents]
    return torch.cat(each), torch.tensor([len(document) for document in each])


def _windows(tokens: Int[Tensor, " tokens"], length: int) -> Int[Tensor, " rows"]:
    if len(tokens) < length:
        raise FirstTokenError(f"a row of {length} tokens is longer than the stream, which has {len(tokens)}")
    return torch.arange(len(tokens) - length + 1)
