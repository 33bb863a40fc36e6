"""The function from contexts to next-token laws, with its value at the empty context if there is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from jaxtyping import Float, Int
from torch import Tensor, nn

from firsttoken import checks
from firsttoken.errors import FirstTokenError, FirstTokenUndefined, TooLong, WrongType
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
            rows.append(self._asked(self._started(contexts))[:, skipped:])
        return self._written(torch.cat(rows, dim=1), contexts)

    def walk(self, contexts: Int[Tensor, "batch length"]) -> Walk:
        """Return the contexts, ready to grow symbol by symbol.

        Raises:
            FirstTokenUndefined: If they are empty and there is no law at the empty context.
        """
        if contexts.shape[1] > 0 and hasattr(self.model, "resume"):
            return self.resumed(contexts, self._started(contexts), None)
        return Walk(self, contexts, self.log_laws(contexts, contexts.shape[1])[:, -1], None)

    def resumed(self, contexts: Tensor, new: Int[Tensor, "batch unread"], memory: Memory | None) -> Walk:
        """Return the contexts, of which the model has yet to read what is new, ready to grow."""
        self._check_device()
        laws, memory = cast(Resumable, self.model).resume(new, memory)
        self._check_laws(laws, *new.shape)
        return Walk(self, contexts, self._written(laws[:, -1:], contexts)[:, -1], memory)

    def check_length(self, length: int) -> None:
        """Refuse contexts that are longer than the model reads.

        Raises:
            TooLong: If they are.
        """
        longest: int | None = getattr(self.model, "longest", None)
        needed = length if self.before is None or not length else length + 1
        if longest is not None and needed > longest:
            raise TooLong(*checks.too_long(type(self.model).__name__, longest, needed))

    def _asked(self, contexts: Int[Tensor, "batch length"]) -> Float[Tensor, "batch length vocab"]:
        self._check_device()
        laws = self.model.log_laws(contexts)
        self._check_laws(laws, *contexts.shape)
        return laws

    def _check_device(self) -> None:
        if isinstance(self.model, nn.Module):
            parameter = next(self.model.parameters(), None)
            if parameter is not None:
                checks.on_cpu(parameter, "a parameter of the model")

    def _check_laws(self, laws: object, *places: int) -> None:
        """Refuse what a model returned where it is not the logarithm of laws, or NaN where there is none."""
        name, wanted = type(self.model).__name__, (*places, len(self.model.vocabulary))
        if not isinstance(laws, Tensor) or not laws.is_floating_point() or laws.shape != wanted:
            raise WrongType(
                f"a model returns the logarithms of laws, a tensor of the shape {wanted}; {name} returned "
                f"{checks.shown(laws)}",
                "Let it return log_softmax of its logits, with a row for each context and prefix",
            )
        off = laws.detach().logsumexp(dim=-1).abs()
        if bool((off > (1e-9 if laws.dtype == torch.float64 else 1e-3)).any()):
            raise FirstTokenError(
                f"a model returns the logarithms of laws, each of sum 1; {name} returned one whose sum has a logarithm "
                f"of the size {float(off.nan_to_num(nan=0).max()):.3g}",
                "Let it return log_softmax of its logits",
            )

    def _started(self, contexts: Int[Tensor, "batch length"]) -> Int[Tensor, "batch longer"]:
        if self.before is None:
            return contexts
        return torch.cat([torch.full_like(contexts[:, :1], self.before), contexts], dim=1)

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
            first = self._asked(torch.tensor([[self.before]]))[0, -1]
        if first is None:
            self._check_device()
            first = self.model.log_first()
            if first is None:
                raise FirstTokenUndefined(type(self.model).__name__)
            self._check_laws(first)
        return first.expand(batch, 1, -1)


class Walk(NamedTuple):
    """Contexts that grow symbol by symbol, each prefix read once where the model can resume.

    Attributes:
        contexts: The function that is walked on.
        symbols: The symbols so far, without the one that stands before every context.
        laws: The logarithm of the next-token law after each, in nats.
        memory: What the model remembers of them, if it can.
    """

    contexts: Contexts
    symbols: Int[Tensor, "batch length"]
    laws: Float[Tensor, "batch vocab"]
    memory: Memory | None

    def step(self, chosen: Int[Tensor, "batch 1"]) -> Walk:
        """Return the contexts with one more symbol each."""
        grown = torch.cat([self.symbols, chosen], dim=1)
        if self.memory is None:
            return self.contexts.walk(grown)
        return self.contexts.resumed(grown, chosen, self.memory)

    def branch(self) -> Walk:
        """Return each context followed by each symbol, in lexicographic order."""
        batch, vocab = self.laws.shape
        return self.rows(torch.arange(batch).repeat_interleave(vocab)).step(torch.arange(vocab).repeat(batch)[:, None])

    def rows(self, which: slice | Int[Tensor, " rows"]) -> Walk:
        """Return some of the contexts."""
        memory = None if self.memory is None else tuple(each[which] for each in self.memory)
        return Walk(self.contexts, self.symbols[which], self.laws[which], memory)
