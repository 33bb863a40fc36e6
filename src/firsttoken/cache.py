"""What a transformer remembers: the keys and values of the positions it has read."""

from __future__ import annotations

from typing import NamedTuple, Protocol, runtime_checkable

import torch
from jaxtyping import Bool, Float
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

Heads = Float[Tensor, "batch heads positions features"]
Pairs = Float[Tensor, "batch 2 heads positions features"]
#: A query, a key and a value for each position.
Triples = Float[Tensor, "batch 3 heads positions features"]


class Cache(NamedTuple):
    """The keys and values of the positions so far, with room for more.

    Attributes:
        layers: Keys and values of each layer, shape `(contexts, 2, heads, room, features)`.
        length: How many positions are filled; what stands behind them belongs to others or to nobody.
        filled: The same for the longest cache that shares these tensors: a list of one number.
    """

    layers: tuple[Tensor, ...]
    length: int
    filled: list[int]

    def rows(self, part: slice) -> Cache:
        """Return some of the contexts."""
        return Cache(tuple(layer[part] for layer in self.layers), self.length, self.filled)

    def reader(self, batch: int, more: int) -> Reader:
        """Return what reads `more` positions after these, in as many rows or in a multiple of them."""
        contexts = self.layers[0].shape[0]
        if batch > contexts or torch.is_grad_enabled():  # a gradient needs what was there before
            return _Branching(self, batch // contexts, more)
        return _Growing(self._with_room(more), more)

    def past(self, layer: int) -> Pairs:
        """Return the keys and values of a layer."""
        return self.layers[layer][:, :, :, : self.length]

    def _with_room(self, more: int) -> Cache:
        room = self.layers[0].shape[3]
        if self.filled[0] == self.length and self.length + more <= room:
            return self
        added = max(self.length, more)
        return Cache(
            tuple(pad(self.past(layer), (0, 0, 0, added)) for layer in range(len(self.layers))),
            self.length,
            [self.length],
        )


@runtime_checkable
class Reader(Protocol):
    """Attention to the positions that are read and to those before them, layer after layer."""

    def attend(self, layer: int, new: Triples) -> Heads:
        """Return the mixed values, and remember the new keys and values."""

    def cache(self) -> Cache:
        """Return what is remembered in the end."""


class Whole:
    """Attention within contexts that are read from their start."""

    def __init__(self) -> None:
        self._new: list[Tensor] = []

    def attend(self, layer: int, new: Triples) -> Heads:
        """Return the mixed values of positions that see those before them."""
        self._new.append(new.narrow(1, 1, 2))
        query, key, value = new.unbind(1)
        mixed: Tensor = scaled_dot_product_attention(query, key, value, is_causal=True)
        return mixed

    def cache(self) -> Cache:
        """Return the cache of these contexts."""
        length = self._new[0].shape[3]
        return Cache(tuple(self._new), length, [length])


class _Growing:
    """Attention of as many rows as there are contexts, whose cache grows in its place."""

    def __init__(self, cache: Cache, more: int) -> None:
        self._cache = cache
        self._end = cache.length + more
        self._mask = _mask(cache.length, more, rows=1)
        cache.filled[0] = self._end

    def attend(self, layer: int, new: Triples) -> Heads:
        """Return the mixed values of positions that see those before them."""
        pairs, seen = self._cache.layers[layer], self._cache.length
        pairs.narrow(3, seen, self._end - seen).copy_(new.narrow(1, 1, 2))
        key, value = pairs.narrow(3, 0, self._end).unbind(1)
        mixed: Tensor = scaled_dot_product_attention(new.select(1, 0), key, value, attn_mask=self._mask)
        return mixed

    def cache(self) -> Cache:
        """Return the longer cache, on the same tensors."""
        return Cache(self._cache.layers, self._end, self._cache.filled)


class _Branching:
    """Attention of consecutive rows that share a context: together, to the one past and each to itself."""

    def __init__(self, cache: Cache, rows: int, more: int) -> None:
        self._cache = cache
        self._rows = rows
        self._mask = None if more == 1 else _mask(cache.length, more, rows)
        self._new: list[Tensor] = []

    def attend(self, layer: int, new: Triples) -> Heads:
        """Return the mixed values of positions that see the past, and those before them in their own row."""
        pairs = new.narrow(1, 1, 2)
        self._new.append(pairs)
        past = self._cache.past(layer)
        if self._mask is None:
            return self._attend_alone(new, *past.unbind(1))
        together = pairs.unflatten(0, (len(past), self._rows)).permute(0, 2, 3, 1, 4, 5).flatten(3, 4)
        key, value = torch.cat([past, together], dim=3).unbind(1)
        queries = new.select(1, 0).unflatten(0, (len(past), self._rows)).transpose(1, 2).flatten(2, 3)
        mixed = scaled_dot_product_attention(queries, key, value, attn_mask=self._mask)
        own: Tensor = mixed.unflatten(2, (self._rows, -1)).transpose(1, 2).flatten(0, 1)
        return own

    def _attend_alone(self, new: Triples, past_key: Tensor, past_value: Tensor) -> Heads:
        """Do the same where a row is one position, which need not meet the other rows to be masked from them."""
        query, key, value = new[:, :, :, 0].unflatten(0, (len(past_key), self._rows)).transpose(1, 3).unbind(2)
        query = query / query.shape[-1] ** 0.5
        to_past = query @ past_key.mT
        to_itself = (query * key).sum(dim=-1, keepdim=True)
        weights = torch.cat([to_past, to_itself], dim=-1).softmax(dim=-1)
        mixed = weights[..., :-1] @ past_value + weights[..., -1:] * value
        own: Tensor = mixed.transpose(1, 2).flatten(0, 1).unsqueeze(2)
        return own

    def cache(self) -> Cache:
        """Return a cache with a row for each row."""
        layers = tuple(
            torch.cat([self._cache.past(layer).repeat_interleave(self._rows, dim=0), new], dim=3)
            for layer, new in enumerate(self._new)
        )
        length = layers[0].shape[3]
        return Cache(layers, length, [length])


def _mask(seen: int, length: int, rows: int) -> Bool[Tensor, "queries keys"] | None:
    """Return which keys the queries see: what was seen before, and of their own row what is not later."""
    if length * rows == 1:
        return None
    own = torch.ones(length, length, dtype=torch.bool).tril()
    return pad(torch.block_diag(*[own] * rows), (seen, 0), value=True)
