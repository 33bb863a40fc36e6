"""Networks, counts, a clock, and a real language model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

import firsttoken as ft
from calls.common import AB, always, call, close, doubles, generator, integers, sums_to_one

CONTEXTS = integers([0, 1, 1], [1, 0, 0])


def confirm_laws(model: Callable[[], Any]) -> Callable[..., bool]:
    """A law depends on its own context alone, and sums to one."""

    def confirm(got: torch.Tensor, contexts: torch.Tensor) -> bool:
        alone = [[model().log_laws(row[None, : t + 1])[0, t] for t in range(len(row))] for row in contexts]
        expected = torch.stack([torch.stack(rows) for rows in alone]) if len(alone) else got
        return tuple(got.shape[:2]) == tuple(contexts.shape) and sums_to_one(got) and close(got, expected)

    return confirm


def confirm_model(got: Any, vocabulary: ft.Vocabulary, **sizes: Any) -> bool:
    laws = got.log_laws(torch.zeros(1, 1, dtype=torch.long))
    first = got.log_first()
    return laws.shape == (1, 1, len(vocabulary)) and sums_to_one(laws) and (first is None or sums_to_one(first))


NETWORKS: dict[str, tuple[type, dict[str, Callable[[], Any]]]] = {
    "Tabular": (ft.Tabular, {"vocabulary": always(AB), "length": always(4), "generator": generator}),
    "GRU": (
        ft.GRU,
        {
            "vocabulary": always(AB),
            "width": always(4),
            "learned_start": always(True),
            "seed": always(1),
            "dtype": always(torch.float64),
        },
    ),
    "MADE": (
        ft.MADE,
        {
            "vocabulary": always(AB),
            "length": always(4),
            "width": always(4),
            "seed": always(1),
            "dtype": always(torch.float64),
        },
    ),
    "Transformer": (
        ft.Transformer,
        {
            "vocabulary": always(AB),
            "length": always(4),
            "width": always(4),
            "heads": always(2),
            "layers": always(1),
            "seed": always(1),
            "dtype": always(torch.float64),
        },
    ),
}
for _name, (_kind, _arguments) in NETWORKS.items():

    def _made(kind: type = _kind, arguments: dict[str, Callable[[], Any]] = _arguments) -> Any:
        return kind(**{key: make() for key, make in arguments.items()}).requires_grad_(False)

    call(_name, _kind, confirm_model, **_arguments)
    call(
        f"{_name}.log_laws",
        lambda contexts, made=_made: made().log_laws(contexts),
        confirm_laws(_made),
        contexts=CONTEXTS,
    )
    call(f"{_name}.log_first", lambda made=_made: made().log_first(), lambda got: got is None or sums_to_one(got))
    if hasattr(_kind, "resume"):

        def _confirm_resume(got: Any, symbols: torch.Tensor, memory: Any, made: Callable[[], Any] = _made) -> bool:
            if memory is None:
                return confirm_laws(made)(got[0], symbols)
            if not all(map(torch.equal, memory, made().resume(CONTEXTS()[:, :1], None)[1])):
                return sums_to_one(got[0])  # of a state that is another, nothing else can be said
            whole = torch.cat([CONTEXTS()[:, :1], symbols], dim=1)
            return close(got[0], made().log_laws(whole)[:, 1:])

        call(
            f"{_name}.resume",
            lambda symbols, memory, made=_made: made().resume(symbols, memory),
            _confirm_resume,
            symbols=integers([1], [0]),
            memory=lambda made=_made: made().resume(CONTEXTS()[:, :1], None)[1],
        )


def confirm_ngram(
    got: ft.NGram, vocabulary: Any, order: int, strings: Any, weights: Any, smoothing: float, before: Any, stop: Any
) -> bool:
    """Count pairs, or longer sequences, with a loop."""
    names = list(vocabulary)
    each = [
        [*([before] if before else []), *(names[i] for i in string), *([stop] if stop else [])] for string in strings
    ]
    weight = [1.0] * len(each) if weights is None else [float(w) for w in weights]
    law = got.log_laws(torch.tensor([[0]]))[0, 0].exp()
    width = min(order, 2)
    counts = []
    for symbol in names:
        count = sum(
            w
            for words, w in zip(each, weight, strict=True)
            for at in range(len(words) - width + 1)
            if words[at + width - 1] == symbol and (width == 1 or words[at] == names[0])
        )
        counts.append(0.0 if symbol == before else count + smoothing)
    if not sum(counts):
        return bool(law.isnan().all())
    return close(law, np.array(counts) / sum(counts))


call(
    "NGram",
    ft.NGram,
    confirm_ngram,
    vocabulary=always(ft.Vocabulary(["a", "b", "<s>", "$"])),
    order=always(2),
    strings=always([[0, 1], [0, 0, 1]]),
    weights=always([1.0, 2.0]),
    smoothing=always(0.5),
    before=always("<s>"),
    stop=always("$"),
)


def ngram() -> ft.NGram:
    return ft.NGram(AB, 2, [[0, 1, 1], [1, 0]], smoothing=1.0)


call("NGram.log_laws", lambda contexts: ngram().log_laws(contexts), confirm_laws(ngram), contexts=CONTEXTS)
call("NGram.log_first", lambda: ngram().log_first(), lambda got: close(got.exp(), [3 / 7, 4 / 7]))
call(
    "Clock",
    ft.Clock,
    lambda got, hazards: close(got.log_first().exp()[1], hazards.double()[0]),
    hazards=doubles(0.1, 0.2, 0.4, 0.3),
)


def clock() -> ft.Clock:
    return ft.Clock(torch.tensor([0.1, 0.2, 0.4, 0.3], dtype=torch.float64))


call("Clock.log_laws", lambda contexts: clock().log_laws(contexts), confirm_laws(clock), contexts=CONTEXTS)
call("Clock.log_first", lambda: clock().log_first(), lambda got: close(got.exp(), [0.9, 0.1]))

call(
    "SmolLM2",
    ft.SmolLM2,
    lambda got, cache_dir: str(got._kept) == str(cache_dir) or str(cache_dir) == "",
    cache_dir=always("build/kept"),
)
