"""Laws over the strings that a causal model writes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from jaxtyping import Bool, Float, Int
from torch import Tensor

from firsttoken import checks
from firsttoken.contexts import Contexts, Walk
from firsttoken.draw import inverse_cdf, uniforms
from firsttoken.errors import ContextUndefined, FirstTokenError
from firsttoken.law import StringLaw
from firsttoken.vocabulary import Vocabulary

#: Contexts that an exact sum makes at a time: enough to be fast, few enough to keep memory small.
_TOGETHER = 4096


class Strings(StringLaw):
    """The law of the string that a causal model writes after a prompt, seen up to a horizon `T`.

    `q(x_1..x_T | prompt) = prod_t q(x_t | prompt, x_<t)`; a stopped string goes on with its stop symbol.
    It is normalised for every `T`, whether or not every string stops: being unfinished is an ordinary event.
    Made by `Causal.given`.

    Args:
        vocabulary: The symbols.
        contexts: The next-token laws.
        prompts: The symbols of each prompt, one prompt a member of the batch, at least one.
        horizon: `T`, at least 1.
        batch_shape: A shape with as many members as there are prompts.

    Raises:
        FirstTokenUndefined: If a prompt is empty and the model has no law there.
        ContextUndefined: If a prompt has probability zero.
        TooLong: If the model does not read that many symbols.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        contexts: Contexts,
        prompts: Sequence[Sequence[int]],
        horizon: int,
        *,
        batch_shape: Sequence[int],
    ) -> None:
        remedy = "Make it with Causal(model).given(prompts, horizon=...)"
        checks.instance(contexts, Contexts, "the next-token laws of a Causal", remedy)
        super().__init__(vocabulary, horizon, batch_shape, contexts.stop)
        self._contexts = contexts
        self._prompts = tuple(
            tuple(checks.symbols(prompt, len(vocabulary), "a prompt", remedy))
            for prompt in checks.collection(prompts, "prompts", remedy)
        )
        if not self._prompts:
            raise FirstTokenError("a batch of laws needs at least one prompt; none was given", "Give a text, or some")
        if vocabulary != contexts.model.vocabulary or self.batch_shape.numel() != len(self._prompts):
            raise FirstTokenError(
                f"a law has the model's vocabulary, and a place for each prompt; given {vocabulary} for "
                f"{contexts.model.vocabulary}, and {len(self._prompts)} prompts for {tuple(self.batch_shape)}",
                remedy,
            )
        for prompt in self._prompts:
            if not self.support.check(torch.tensor(prompt, dtype=torch.long)):  # it goes on after its stop symbol
                raise ContextUndefined(vocabulary.decode(prompt))
            contexts.check_length(len(prompt) + self.horizon - 1)
        # an undefined prompt fails here, before anything is asked of the law
        self._for_each_length(torch.arange(len(self._prompts)), lambda start, _: self._next(contexts.walk(start)))

    def expand(self, batch_shape: Sequence[int], _instance: object = None) -> Strings:
        """Return the same laws repeated to a larger batch shape.

        Raises:
            FirstTokenError: If the laws' own batch shape does not broadcast to it.
        """
        shape = checks.shape(batch_shape, "batch_shape")
        if checks.broadcast(self.batch_shape, shape, "the batch of laws and the larger one") != shape:
            raise FirstTokenError(
                f"a batch of the shape {tuple(self.batch_shape)} expands to a larger one; given {tuple(shape)}",
                "Give a shape that ends as the batch's own does, where that is not 1",
            )
        return self._like([self._prompts[member] for member in self._members(shape)], self.horizon, shape)

    def log_prob(self, value: Int[Tensor, "*shape"]) -> Float[Tensor, "*outer"]:
        """Return `log q(x | prompt)` in nats for strings of shape `(*sample_shape, *batch_shape, T)`.

        Impossible strings have `-inf`.

        Raises:
            ContextUndefined: If a string that is possible so far runs into a context without a law.
            FirstTokenError: If a value is not a string: an index out of range, or a symbol after the stop symbol.
        """
        self._validate_sample(value)
        shape = torch.broadcast_shapes(value.shape[:-1], self.batch_shape)
        rows = value.expand(*shape, -1).reshape(-1, self.horizon).long()
        scores = self._for_each_length(self._members(shape), lambda start, at: self._score(start, rows[at]))
        return scores.reshape(shape)

    def log_probs(self) -> Float[Tensor, "*shape"]:
        """Return the log probability of every string, in nats, in the order of `enumerate_support`.

        It grows all strings together from their common prefixes, and is much faster than `log_prob` of each.

        Raises:
            TooManyStrings: If `|V|^T` is above two million.
            ContextUndefined: If a possible string runs into a context without a law.
        """
        self._check_size("enumerating the strings")

        def grow(start: Tensor, _: Tensor) -> Tensor:
            walk = self._contexts.walk(start)
            return self._grow(walk, torch.zeros_like(walk.laws[:, 0]), self.horizon).reshape(len(start), -1)

        every = self._for_each_length(torch.arange(len(self._prompts)), grow)
        if self._stop is not None:  # those that go on after their stop symbol are no strings
            strings = self.enumerate_support(expand=False).reshape(-1, self.horizon)
            places = torch.tensor([len(self.vocabulary) ** t for t in reversed(range(self.horizon))])
            every = every[:, (strings * places).sum(dim=1)]
        return every.T.reshape(-1, *self.batch_shape)

    def sample(self, sample_shape: Sequence[int] = ()) -> Int[Tensor, "*shape"]:
        """Draw strings, one symbol after another: shape `(*sample_shape, *batch_shape, T)`.

        Raises:
            ContextUndefined: If a drawn string runs into a context without a law.
        """

        def draw(start: Tensor, _: Tensor) -> Tensor:
            walk = self._contexts.walk(start)
            *earlier, last = uniforms(self.horizon, len(start))
            for level in earlier:
                walk = walk.step(inverse_cdf(self._next(walk), level))
            return torch.cat([walk.symbols, inverse_cdf(self._next(walk), last)], dim=1)[:, start.shape[1] :]

        each = self.batch_shape.numel() * self.horizon
        shape = checks.shape(sample_shape, "sample_shape", event=each) + self.batch_shape
        if not shape.numel():
            return torch.empty(*shape, self.horizon, dtype=torch.long)
        with torch.inference_mode():  # many small steps, spared the records for gradients
            drawn = self._for_each_length(self._members(shape), draw).reshape(*shape, self.horizon)
        return drawn.clone()  # outside, so that it is a tensor like any other

    def prefix(self, length: int) -> Strings:
        """Return the law of the first `length` symbols, `sum_{x_{length+1..T}} q(x)`, for `1 <= length <= T`.

        Raises:
            FirstTokenError: If `length` is not between 1 and `T`.
        """
        symbols = checks.whole(length, "length", least=1, most=self.horizon)
        return self._like(self._prompts, symbols, self.batch_shape)

    def finished(self) -> Float[Tensor, "*batch"]:
        """Return the probability that the string has stopped within the horizon, `q(x_T = $ | prompt)`.

        Raises:
            FirstTokenError: If the model has no stop symbol.
            TooManyStrings: If `|V|^T` is above two million.
        """
        if self._stop is None:
            raise FirstTokenError("no string ends without a stop symbol", "Name it: use Causal(model, stop=...)")
        ended = self.enumerate_support(expand=False)[..., -1] == self._stop
        return torch.where(ended, self.log_probs().exp(), 0.0).sum(dim=0)

    def _like(self, prompts: Sequence[Sequence[int]], horizon: int, batch_shape: torch.Size) -> Strings:
        return Strings(self.vocabulary, self._contexts, prompts, horizon, batch_shape=batch_shape)

    def _members(self, shape: torch.Size) -> Int[Tensor, " rows"]:
        """Return which prompt each row of a flattened shape belongs to."""
        return torch.arange(len(self._prompts)).reshape(self.batch_shape).expand(shape).reshape(-1)

    def _for_each_length(self, members: Int[Tensor, " rows"], ask: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
        """Ask once for all prompts of one length, with their rows, and return the answers in order."""
        lengths = torch.tensor([len(prompt) for prompt in self._prompts])[members]
        answers, places = [], []
        for length in sorted(set(lengths.tolist())):
            where = (lengths == length).nonzero()[:, 0]
            symbols = [self._prompts[member] for member in members[where]]
            answers.append(ask(torch.tensor(symbols, dtype=torch.long).reshape(len(where), length), where))
            places.append(where)
        return torch.cat(answers)[torch.cat(places).argsort()]

    def _score(self, start: Int[Tensor, "rows prompt"], rows: Int[Tensor, "rows horizon"]) -> Tensor:
        symbols = torch.cat([start, rows], dim=1)
        laws = self._contexts.log_laws(symbols[:, :-1], start.shape[1])
        terms = laws.gather(-1, rows[..., None])[..., 0]
        # past the first impossible symbol every factor is multiplied by zero, so it need not have a value
        terms = torch.where(_earlier(terms == -torch.inf), 0.0, terms)
        for row, t in terms.isnan().nonzero().tolist()[:1]:
            raise ContextUndefined(self.vocabulary.decode(symbols[row, : start.shape[1] + t]))
        return terms.sum(dim=1)

    def _grow(self, walk: Walk, log_probs: Float[Tensor, " rows"], left: int) -> Float[Tensor, " strings"]:
        """Return the log probability of each context followed by each string of `left` symbols."""
        most = max(_TOGETHER // len(self.vocabulary), 1)
        if left > 1 and len(log_probs) > most:
            parts = [slice(start, start + most) for start in range(0, len(log_probs), most)]
            return torch.cat([self._grow(walk.rows(part), log_probs[part], left) for part in parts])
        impossible = log_probs == -torch.inf
        laws = torch.where(impossible[:, None], 0.0, self._next(walk, impossible))
        grown = (log_probs[:, None] + laws).reshape(-1)
        return grown if left == 1 else self._grow(walk.branch(), grown, left - 1)

    def _next(self, walk: Walk, impossible: Bool[Tensor, " rows"] | None = None) -> Tensor:
        """Return the laws of the next symbol, defined wherever the context is not impossible anyway."""
        if math.isnan(walk.laws.sum().item()):
            rows = walk.laws.isnan().any(dim=1)
            if impossible is not None:
                rows &= ~impossible
            for row in rows.nonzero()[:1, 0].tolist():
                raise ContextUndefined(self.vocabulary.decode(walk.symbols[row]))
        return walk.laws


def _earlier(flags: Bool[Tensor, "rows length"]) -> Bool[Tensor, "rows length"]:
    """Return, for each position, whether a flag is set at an earlier one."""
    return (flags.int().cumsum(dim=1) - flags.int()) > 0
