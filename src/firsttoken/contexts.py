"""The function from contexts to next-token laws, with its value at the empty context if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int
from torch import Tensor

from firsttoken.errors import FirstTokenUndefined
from firsttoken.model import Memory, NextToken, Resumable


@dataclass(frozen=True)
class Contexts:
    """A model together with what stands at the empty context.

    Attributes:
        model: The next-token laws.
        before: The index of the symbol that stands before every context, if there is one.
        first: The logarithm of a first-token law that replaces the model's own.
        stop: The index of the symbol after which comes nothing but itself, if there is one.
        excluded: The indices of the symbols that are never written: the softmax goes over the others.
    """

    model: NextToken
    before: int | None = None
    first: Float[Tensor, " vocab"] | None = None
    stop: int | None = None
    excluded: tuple[int, ...] = ()

    def log_laws(self, contexts: Int[Tensor, "batch length"], since: int) -> Float[Tensor, "batch prefixes vocab"]:
        """Return the laws after the prefixes of length `since, ..., length` of each context, in nats.

        Raises:
            FirstTokenUndefined: If `since` is 0 and there is no law at the empty context.
        """
        rows = [] if since else [self._log_first(len(contexts))]
        later = max(since, 1)
        if later <= contexts.shape[1]:
            skipped = later - 1 if self.before is None else later
            rows.append(self.model.log_laws(self._started(contexts))[:, skipped:])
        return self._written(torch.cat(rows, dim=1), contexts)

    def walk(self, contexts: Int[Tensor, "batch length"]) -> Walk:
        """Return the contexts, ready to grow symbol by symbol.

        Raises:
            FirstTokenUndefined: If they are empty and there is no law at the empty context.
        """
        if contexts.shape[1] > 0 and isinstance(self.model, Resumable):
            return self.resumed((contexts,), self._started(contexts), None)
        return Walk(self, (contexts,), self.log_laws(contexts, contexts.shape[1])[:, -1], None)

    def _started(self, contexts: Int[Tensor, "batch length"]) -> Int[Tensor, "batch longer"]:
        if self.before is None:
            return contexts
        return torch.cat([torch.full_like(contexts[:, :1], self.before), contexts], dim=1)

    def resumed(
        self,
        parts: tuple[Tensor, ...],
        new: Int[Tensor, "batch unread"],
        memory: Memory | None,
        remember: bool = True,
    ) -> Walk:
        """Return the contexts, of which the model has yet to read what is new, ready to grow."""
        # not an assertion: this check of a protocol is slower than a small model
        laws, memory = cast(Resumable, self.model).resume(new, memory, remember=remember)
        return Walk(self, parts, self._written(laws, parts[-1]).select(1, -1), memory)

    def _written(
        self, laws: Float[Tensor, "batch prefixes vocab"], contexts: Int[Tensor, "batch length"]
    ) -> Float[Tensor, "batch prefixes vocab"]:
        """Return the laws without the excluded symbols, and with only the stop symbol possible after itself."""
        if self.excluded:
            never = torch.zeros(laws.shape[-1], dtype=torch.bool)
            never[list(self.excluded)] = True
            laws = laws.masked_fill(never, -torch.inf).log_softmax(dim=-1)
        if self.stop is None:
            return laws
        stopped = contexts == self.stop
        stopped = torch.nn.functional.pad(stopped, (1, 0))[:, -laws.shape[1] :]
        only_stop = torch.full_like(laws[0, 0], -torch.inf)
        only_stop[self.stop] = 0.0
        return torch.where(stopped[..., None], only_stop, laws)

    def _log_first(self, batch: int) -> Float[Tensor, "batch 1 vocab"]:
        first = self.first
        if first is None and self.before is not None:
            first = self.model.log_laws(torch.tensor([[self.before]]))[0, -1]
        if first is None:
            first = self.model.log_first()
        if first is None:
            raise FirstTokenUndefined(type(self.model).__name__)
        return first.expand(batch, 1, -1)


class Walk(NamedTuple):
    """Contexts that grow symbol by symbol, each prefix evaluated once where the model can resume.

    Attributes:
        contexts: The function that is walked on.
        parts: The symbols so far, without the one that stands before every context, in parts of some length each.
        laws: The logarithm of the next-token law after each, in nats.
        memory: What the model remembers of them, if it can.
    """

    contexts: Contexts
    parts: tuple[Int[Tensor, "batch some"], ...]
    laws: Float[Tensor, "batch vocab"]
    memory: Memory | None

    @property
    def symbols(self) -> Int[Tensor, "batch length"]:
        """The symbols so far, in one piece."""
        return torch.cat(self.parts, dim=1)

    def step(self, chosen: Int[Tensor, "batch 1"]) -> Walk:
        """Return the contexts with one more symbol each."""
        return self._followed(self.parts, chosen, remember=True)

    def branch(self, *, grows: bool) -> Walk:
        """Return each context followed by each symbol, in lexicographic order; say whether it grows any more."""
        batch, vocab = self.laws.shape
        symbols = self.symbols.repeat_interleave(vocab, dim=0)
        return self._followed((symbols,), torch.arange(vocab).repeat(batch)[:, None], remember=grows)

    def rows(self, part: slice) -> Walk:
        """Return some of the contexts."""
        memory = None if self.memory is None else self.memory.rows(part)
        return Walk(self.contexts, (self.symbols[part],), self.laws[part], memory)

    def _followed(self, parts: tuple[Tensor, ...], new: Int[Tensor, "more 1"], remember: bool) -> Walk:
        grown = (*parts, new)
        if self.memory is None:
            return self.contexts.walk(torch.cat(grown, dim=1))
        return self.contexts.resumed(grown, new, self.memory, remember)
