"""The yardstick: a small GPT of the usual shapes, trained, sampled and evaluated in the plainest way."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, gelu, scaled_dot_product_attention

from firsttoken import Transformer
from firsttoken.streams import Batch


class PlainBlock(nn.Module):
    """Attention and feed-forward, each added to what it reads through a norm."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm_attention = nn.LayerNorm(width)
        self.project_in = nn.Linear(width, 3 * width)
        self.project_out = nn.Linear(width, width)
        self.norm_feed_forward = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return the new features."""
        batch, length, width = x.shape
        parts = self.project_in(self.norm_attention(x)).split(width, dim=2)
        query, key, value = (part.view(batch, length, self.heads, -1).transpose(1, 2) for part in parts)
        mixed = scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.project_out(mixed.transpose(1, 2).contiguous().view(batch, length, width))
        return x + self.contract(gelu(self.expand(self.norm_feed_forward(x))))


class PlainGPT(nn.Module):
    """A decoder-only transformer whose logits the caller turns into laws."""

    def __init__(self, vocab: int, length: int, width: int, heads: int, layers: int) -> None:
        super().__init__()
        self.symbols = nn.Embedding(vocab, width)
        self.positions = nn.Embedding(length, width)
        self.blocks = nn.ModuleList(PlainBlock(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.unembed = nn.Linear(width, vocab, bias=False)

    @classmethod
    def like(cls, model: Transformer) -> PlainGPT:
        """Return one with the weights of the library's transformer, copied."""
        vocab, width = model.symbols.weight.shape
        plain = cls(vocab, model.positions.num_embeddings, width, model.blocks[0].heads, len(model.blocks))
        plain.load_state_dict(model.state_dict())
        return plain

    def forward(self, symbols: Tensor, last: bool = False) -> Tensor:
        """Return the logits after each symbol, or after the last one alone."""
        x = self.symbols(symbols) + self.positions(torch.arange(symbols.shape[1]))
        for block in self.blocks:
            x = block(x)
        x = self.norm(x)
        return self.unembed(x[:, -1:] if last else x)


def step(model: PlainGPT, optimizer: torch.optim.Optimizer, batch: Batch) -> None:
    """Train on one batch."""
    logits = model(batch.inputs)
    loss = cross_entropy(logits.view(-1, logits.shape[-1]), batch.targets.reshape(-1))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()


@torch.no_grad()
def generate(model: PlainGPT, symbols: Tensor, count: int) -> Tensor:
    """Draw `count` more symbols for each row, reading the whole row again for each."""
    for _ in range(count):
        probs = model(symbols, last=True)[:, -1].softmax(dim=-1)
        symbols = torch.cat([symbols, torch.multinomial(probs, 1, replacement=True)], dim=1)
    return symbols


@torch.no_grad()
def log_probs(model: PlainGPT, strings: Tensor, at_once: int = 4096) -> Tensor:
    """Return `log q(x_2..x_n | x_1)` of many strings, in nats, read in batches as anybody would."""
    scores = []
    for some in strings.split(at_once):
        laws = model(some[:, :-1]).log_softmax(dim=-1)
        scores.append(laws.gather(-1, some[:, 1:, None])[..., 0].sum(dim=1))
    return torch.cat(scores)


@torch.no_grad()
def log_prob(model: PlainGPT, string: Tensor) -> float:
    """Return `log q(x_2..x_n | x_1)` of one string, in nats."""
    laws = model(string[None, :-1]).log_softmax(dim=-1)
    return laws[0].gather(-1, string[1:, None]).sum().item()
