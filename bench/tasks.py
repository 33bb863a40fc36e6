"""The tasks: every string of a small world, samples of a larger one, and steps of training."""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import pad

from bench import plain
from bench.measure import in_turn
from firsttoken import Causal, Stream, Strings, Transformer, Vocabulary, fit_stream

WIDTH, HEADS, LAYERS, BLOCK, BATCH = 64, 4, 2, 64, 32


def transformer(symbols: int) -> Transformer:
    """Return the library's model in the sizes of all tasks."""
    vocabulary = Vocabulary([f"s{index}" for index in range(symbols)])
    sizes = {"width": WIDTH, "heads": HEADS, "layers": LAYERS}
    return Transformer(vocabulary, BLOCK, **sizes, dtype=torch.float32)


def every_string() -> tuple[plain.PlainGPT, Strings, Tensor]:
    """Return a plain model, the law of six symbols out of eight after a first one, and all strings with the first."""
    model = transformer(8).requires_grad_(False)
    law = Causal(model).given("s0", horizon=6)
    return plain.PlainGPT.like(model), law, pad(law.enumerate_support(), (1, 0))


def in_batches() -> dict[str, float]:
    """Give the log probability of each string; the plain program reads thousands at once."""
    yardstick, law, strings = every_string()
    assert torch.allclose(plain.log_probs(yardstick, strings), law.log_probs(), atol=1e-4), "the two programs disagree"
    return in_turn(lambda: plain.log_probs(yardstick, strings), law.log_probs, rounds=5)


def one_by_one() -> dict[str, float]:
    """Give the log probability of each string; the plain program reads one at a time.

    It is timed on some of the strings, for it takes the same time for each.
    """
    yardstick, law, strings = every_string()
    some = 200
    places = torch.randperm(len(strings), generator=torch.Generator().manual_seed(0))[:some]
    chosen = list(strings[places])

    by_plain = torch.tensor([plain.log_prob(yardstick, string) for string in chosen])
    assert torch.allclose(by_plain, law.log_probs()[places], atol=1e-4), "the two programs disagree"
    unit = 2**20 if sys.platform == "darwin" else 2**10  # bytes on macOS, KiB on Linux
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

    times = in_turn(lambda: [plain.log_prob(yardstick, string) for string in chosen], law.log_probs, rounds=9)
    scaled = {name: value if name == "our_seconds" else value * len(strings) / some for name, value in times.items()}
    return {**scaled, "peak": peak}


def sample(strings: int) -> dict[str, float]:
    """Draw strings of 64 symbols out of 96, all at once; the plain program reads each prefix again."""
    model = transformer(96).requires_grad_(False)
    yardstick = plain.PlainGPT.like(model)
    law = Causal(model).given("s0", horizon=BLOCK - 1)
    start = torch.zeros(strings, 1, dtype=torch.long)

    drawn = law.sample((4,))
    whole = torch.cat([start[:1].expand(4, 1), drawn], dim=1)
    by_plain = torch.tensor([plain.log_prob(yardstick, string) for string in whole])
    assert torch.allclose(by_plain, law.log_prob(drawn), atol=1e-3), "the two programs disagree"

    return in_turn(
        lambda: plain.generate(yardstick, start, BLOCK - 1),
        lambda: law.sample((strings,)),
        rounds=9 if strings > 1 else 25,
    )


def train() -> dict[str, float]:
    """Take twenty steps on batches of 32 rows of 64 targets; both draw their rows in the same way."""
    model = transformer(96)
    yardstick = plain.PlainGPT.like(model)
    tokens = torch.randint(96, (100_000,), generator=torch.Generator().manual_seed(0))
    stream = Stream.crops([tokens], length=BLOCK)
    optimizer = torch.optim.AdamW(yardstick.parameters(), lr=0.003, betas=(0.9, 0.95), weight_decay=0.0)
    batches = stream.batches(BATCH, seed=0)

    def twenty() -> None:
        for _ in range(20):
            plain.step(yardstick, optimizer, next(batches))

    return in_turn(twenty, lambda: fit_stream(stream, Causal(model), steps=20, batch=BATCH), rounds=9)


class Task(NamedTuple):
    """A task, and the ratio that it has to reach."""

    run: Callable[[], dict[str, float]]
    target: float


TASKS = {
    "in batches": Task(in_batches, 4.0),
    "one by one": Task(one_by_one, 50.0),
    "64 samples": Task(lambda: sample(64), 10.0),
    "one sample": Task(lambda: sample(1), 3.0),
    "training": Task(train, 1.0),
}
