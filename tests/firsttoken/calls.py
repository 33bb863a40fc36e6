"""A valid call of each public name, and what confirms its answer without the library."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.distributions import Categorical

import firsttoken as ft
from firsttoken.contexts import Contexts


class Call(NamedTuple):
    """A call with valid arguments, each made anew by a function, and what its answer has to be."""

    function: Callable[..., Any]
    arguments: dict[str, Callable[[], Any]]
    confirm: Callable[..., bool]


AB = ft.Vocabulary(["a", "b"])
ABS = ft.Vocabulary(["a", "b", "$"])
CALLS: dict[str, Call] = {}


def generator() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def doubles(*numbers: Any) -> Callable[[], torch.Tensor]:
    return lambda: torch.tensor(list(numbers), dtype=torch.float64)


def integers(*numbers: Any) -> Callable[[], torch.Tensor]:
    return lambda: torch.tensor(list(numbers))


def always(value: Any) -> Callable[[], Any]:
    return lambda: value


def joint() -> ft.Joint:
    return ft.Joint(AB, torch.tensor([[0.1, 0.2], [0.3, 0.4]], dtype=torch.float64))


def table(vocabulary: ft.Vocabulary = ABS) -> ft.Tabular:
    return ft.Tabular(vocabulary, 5, generator=generator()).requires_grad_(False)


def causal() -> ft.Causal:
    return ft.Causal(table(), before="b", stop="$")


def law() -> ft.Strings:
    return causal().given(["a", "b a"], horizon=2)


def call(
    _of: str, _function: Callable[..., Any], _confirm: Callable[..., bool], **arguments: Callable[[], Any]
) -> None:
    assert _of not in CALLS
    CALLS[_of] = Call(_function, arguments, _confirm)


def close(found: Any, expected: Any) -> bool:
    """Whether two sets of numbers are the same, to rounding of the coarser type."""
    one, other = (np.asarray(each.detach() if isinstance(each, torch.Tensor) else each) for each in (found, expected))
    coarse = "float32" in (str(one.dtype), str(other.dtype))
    return one.shape == other.shape and bool(np.allclose(one, other, rtol=0, atol=1e-5 if coarse else 1e-10))


def sums_to_one(log_laws: torch.Tensor) -> bool:
    return close(log_laws.exp().sum(dim=-1), np.ones(log_laws.shape[:-1]))


def score(
    model: Any, string: list[int], start: int, *, before: str | None, stop: str | None, excluded: Any = ()
) -> float:
    """Add up one string symbol after symbol, each law asked for alone; `start` symbols are the prompt."""
    names = list(model.vocabulary)
    context = [] if before is None else [names.index(before)]
    total = 0.0
    for place, symbol in enumerate(string):
        if place >= start:
            if stop is not None and place and string[place - 1] == names.index(stop):
                probs = [float(index == names.index(stop)) for index in range(len(names))]
            else:
                probs = model.log_laws(torch.tensor([[*context, *string[:place]]]))[0, -1].exp().tolist()
                probs = [0.0 if names[index] in excluded else p for index, p in enumerate(probs)]
            total += math.log(probs[symbol] / sum(probs)) if probs[symbol] > 0 else -math.inf
    return total


def scores(found: ft.Strings, prompts: list[str], horizon: int, model: Any, **ends: Any) -> bool:
    """Whether a law lists its strings, and gives each its probability."""
    names = list(model.vocabulary)
    stop = None if ends.get("stop") is None else names.index(ends["stop"])
    strings = [
        list(string)
        for string in itertools.product(range(len(names)), repeat=horizon)
        if all(b == stop for a, b in itertools.pairwise(string) if a == stop and stop is not None)
    ]
    expected = [
        [
            score(model, [names.index(word) for word in prompt.split()] + string, len(prompt.split()), **ends)
            for prompt in prompts
        ]
        for string in strings
    ]
    listed = found.log_probs()
    return close(listed.reshape(len(strings), -1).exp(), np.exp(np.array(expected))) and close(
        listed.exp().sum(dim=0), np.ones(listed.shape[1:])
    )


def listed(law: ft.StringLaw) -> list[tuple[str, float]]:
    return [
        (law.vocabulary.decode(string), float(p))
        for string, p in zip(law.enumerate_support(), law.log_probs().exp(), strict=True)
    ]


# Vocabularies and causal models
call("Vocabulary", ft.Vocabulary, lambda got, symbols: list(got) == list(symbols), symbols=always(["a", "b"]))
call("Vocabulary.index_of", AB.index_of, lambda got, symbol: ["a", "b"][got] == symbol, symbol=always("b"))
call("Vocabulary.encode", AB.encode, lambda got, text: ["ab"[i] for i in got] == text.split(), text=always("a b"))
call(
    "Vocabulary.decode",
    AB.decode,
    lambda got, indices: got.split() == ["ab"[i] for i in indices],
    indices=always([0, 1]),
)


def confirm_causal(got: ft.Causal, model: Any, **ends: Any) -> bool:
    ends["excluded"] = list(ends["excluded"])
    return scores(got.given("a", horizon=2), ["a"], 2, model, **ends)


call(
    "Causal",
    ft.Causal,
    confirm_causal,
    model=table,
    before=always("b"),
    stop=always("$"),
    excluded=always(["b"]),
)


def confirm_given(got: ft.Strings, prompt: Any, horizon: int) -> bool:
    prompts = [prompt] if isinstance(prompt, str) else list(prompt)
    shaped = got.batch_shape == (torch.Size() if isinstance(prompt, str) else torch.Size([len(prompts)]))
    return shaped and scores(got, prompts, horizon, table(), before="b", stop="$")


call(
    "Causal.given",
    lambda **options: causal().given(**options),
    confirm_given,
    prompt=always(["a", "b a"]),
    horizon=always(2),
)
call(
    "Causal.with_first",
    lambda first: ft.Causal(table()).with_first(first),
    lambda got, first: close(
        got.given("", horizon=1).log_probs().exp(), first.probs.double() / first.probs.double().sum()
    ),
    first=lambda: Categorical(torch.tensor([0.1, 0.2, 0.7], dtype=torch.float64)),
)

# Laws over strings
call(
    "Strings",
    ft.Strings,
    lambda got, vocabulary, contexts, prompts, horizon, batch_shape: scores(
        got, [ABS.decode(each) for each in prompts], horizon, table(), before=None, stop=None
    ),
    vocabulary=always(ABS),
    contexts=lambda: Contexts(table()),
    prompts=always([[0], [1]]),
    horizon=always(2),
    batch_shape=always([2]),
)
call(
    "Strings.expand",
    lambda batch_shape: law().expand(batch_shape),
    lambda got, batch_shape: close(
        got.log_probs().exp(), [np.broadcast_to(row, tuple(got.batch_shape)) for row in law().log_probs().exp().numpy()]
    ),
    batch_shape=always((3, 2)),
)


def confirm_log_prob(got: torch.Tensor, value: torch.Tensor) -> bool:
    ends = {"before": "b", "stop": "$"}
    shape = np.broadcast_shapes(tuple(value.shape[:-1]), (2,))
    each = value.expand(*shape, -1).reshape(-1, 2).tolist()
    prompts = [[0], [1, 0]] * (len(each) // 2)
    return close(
        got.exp(),
        np.exp([score(table(), p + x, len(p), **ends) for p, x in zip(prompts, each, strict=True)]).reshape(shape),
    )


call("Strings.log_prob", lambda value: law().log_prob(value), confirm_log_prob, value=integers([0, 2], [1, 1]))
call(
    "Strings.log_probs",
    lambda: law().log_probs(),
    lambda got: scores(law(), ["a", "b a"], 2, table(), before="b", stop="$"),
)


def confirm_draws(got: torch.Tensor, sample_shape: Any, batch: tuple[int, ...] = (2,), symbols: int = 3) -> bool:
    inside = not got.numel() or (int(got.min()) >= 0 and int(got.max()) < symbols)
    return tuple(got.shape) == (*sample_shape, *batch, 2) and inside


call("Strings.sample", lambda sample_shape: law().sample(sample_shape), confirm_draws, sample_shape=always((3,)))
call(
    "Strings.prefix",
    lambda length: law().prefix(length),
    lambda got, length: scores(got, ["a", "b a"], length, table(), before="b", stop="$"),
    length=always(1),
)
call(
    "Strings.finished",
    lambda: law().finished(),
    lambda got: close(
        got,
        law().log_probs().exp()[[i for i, x in enumerate(law().enumerate_support()) if int(x[0, 1]) == 2]].sum(dim=0),
    ),
)
call(
    "Joint",
    ft.Joint,
    lambda got, vocabulary, probs: (
        close(got.log_probs().exp(), probs.flatten()) and len(vocabulary) == 2 and close(probs.sum(), 1.0)
    ),
    vocabulary=always(AB),
    probs=doubles([0.1, 0.2], [0.3, 0.4]),
)
call(
    "Joint.expand",
    lambda batch_shape: joint().expand(batch_shape),
    lambda got, batch_shape: False,
    batch_shape=always((3,)),
)
call(
    "Joint.log_prob",
    lambda value: joint().log_prob(value),
    lambda got, value: close(got.exp(), (value[..., 0] * 2 + value[..., 1] + 1) / 10),
    value=integers([0, 1], [1, 1]),
)
call("Joint.log_probs", lambda: joint().log_probs(), lambda got: close(got.exp(), [0.1, 0.2, 0.3, 0.4]))
call(
    "Joint.sample",
    lambda sample_shape: joint().sample(sample_shape),
    lambda got, sample_shape: confirm_draws(got, sample_shape, (), 2),
    sample_shape=always((3,)),
)
call("Joint.first", lambda: joint().first(), lambda got: close(got.probs, [0.3, 0.7]))
call(
    "Joint.marginal",
    lambda position, other: joint().marginal(position, other),
    lambda got, position, other: close(got.probs, np.transpose([[0.1, 0.2], [0.3, 0.4]], [position - 1, other - 1])),
    position=always(2),
    other=always(1),
)
call(
    "Joint.over",
    lambda vocabulary: joint().over(vocabulary),
    lambda got, vocabulary: dict(each for each in listed(got) if each[1]) == dict(listed(joint())),
    vocabulary=always(ABS),
)
call(
    "Joint.causal",
    lambda: joint().causal().given("", horizon=2),
    lambda got: close(got.log_probs(), joint().log_probs()),
)
call(
    "StringLaw",
    ft.StringLaw,
    lambda got, vocabulary, horizon, batch_shape, stop: (
        len(got.enumerate_support())
        == (len(vocabulary) ** horizon if stop is None else sum((len(vocabulary) - 1) ** t for t in range(horizon + 1)))
        and got.batch_shape == tuple(batch_shape)
    ),
    vocabulary=always(ABS),
    horizon=always(2),
    batch_shape=always((2,)),
    stop=always(2),
)
call("StringLaw.log_probs", lambda: ft.StringLaw(AB, 1).log_probs(), lambda got: False)
call(
    "StringLaw.encode",
    lambda text: law().encode(text),
    lambda got, text: [list(ABS)[i] for i in got] == text.split(),
    text=always("a b"),
)
call(
    "StringLaw.enumerate_support",
    lambda expand: law().enumerate_support(expand=expand),
    lambda got, expand: tuple(got.shape) == (7, 2 if expand else 1, 2),
    expand=always(True),
)
call(
    "StringLaw.entropy",
    lambda: law().entropy(),
    lambda got: close(got, -np.nansum((law().log_probs().exp() * law().log_probs()).numpy(), axis=0)),
)

# Models
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
TABLES = (((0.1, 0.6), (0.9, 0.4)), ((0.3, 0.7), (0.2, 0.8)))


def tables() -> list[torch.Tensor]:
    return [torch.tensor(each, dtype=torch.float64) for each in TABLES]


call(
    "Masked",
    ft.Masked,
    lambda got, vocabulary, tables: (
        all(
            close(a, b) and close(b.sum(dim=i), [1, 1]) for i, (a, b) in enumerate(zip(got.tables, tables, strict=True))
        )
        and len(vocabulary) == 2
    ),
    vocabulary=always(AB),
    tables=tables,
)
call("Masked.of", ft.Masked.of, lambda got, joint: close(got.tables[0], joint.probs / joint.probs.sum(0)), joint=joint)
call(
    "Masked.brook",
    lambda origin: ft.Masked.of(joint()).brook(origin),
    lambda got, origin: close(got.probs, joint().probs),
    origin=always("a b"),
)
call(
    "Masked.gibbs",
    lambda first, second: ft.Masked.of(joint()).gibbs(first, second),
    lambda got, first, second: close(got.probs, joint().probs) and {first, second} == {1, 2},
    first=always(1),
    second=always(2),
)
call(
    "Implicit",
    ft.Implicit,
    lambda got, g, latents, values: (
        fails(g)
        or close(
            got.law().probs,
            [sum(g(torch.tensor([z])).item() == x for z in range(latents)) / latents for x in range(values)],
        )
    ),
    g=always(lambda z: z % 2),
    latents=always(3),
    values=always(2),
)


def implicit() -> ft.Implicit:
    return ft.Implicit(lambda z: z % 2, 3, 2)


call(
    "Implicit.sample",
    lambda sample_shape: implicit().sample(sample_shape),
    lambda got, sample_shape: tuple(got.shape) == tuple(sample_shape),
    sample_shape=always((3,)),
)
call("Implicit.law", lambda: implicit().law(), lambda got: close(got.probs, [2 / 3, 1 / 3]))
call("Implicit.log_prob", lambda value: implicit().log_prob(value), lambda got, value: False, value=integers(0))


def fails(g: Any) -> bool:
    """Whether a function of the user's own fails, which then is the user's to see."""
    try:
        g(torch.arange(3).double())
    except Exception:
        return True
    return False


# Functions of laws
P, Q = (0.2, 0.8), (0.5, 0.5)


def table_of(law: Any) -> np.ndarray:
    return np.asarray(law.probs if isinstance(law, Categorical) else law.log_probs().exp().movedim(0, -1))


def same_values(p: Any, q: Any) -> bool:
    if isinstance(p, ft.StringLaw) and isinstance(q, ft.StringLaw):
        ends = [
            (law.vocabulary, law.horizon, law.enumerate_support(expand=False).reshape(-1, law.horizon))
            for law in (p, q)
        ]
        return ends[0][:2] == ends[1][:2] and torch.equal(ends[0][2], ends[1][2])
    if isinstance(p, Categorical) or isinstance(q, Categorical):
        return isinstance(p, Categorical) and isinstance(q, Categorical) and p.probs.shape[-1] == q.probs.shape[-1]
    return False


def divergence(f: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[..., bool]:
    def confirm(got: torch.Tensor, p: Any, q: Any) -> bool:
        with np.errstate(all="ignore"):
            return same_values(p, q) and close(got, f(table_of(p), table_of(q)).sum(axis=-1))

    return confirm


for _name, _f in {
    "kl": lambda p, q: np.where(p > 0, p * np.log(p / q), 0.0),
    "tv": lambda p, q: abs(p - q) / 2,
    "hellinger": lambda p, q: (np.sqrt(p) - np.sqrt(q)) ** 2 / 2,
    "chi_squared": lambda p, q: np.where((p == 0) & (q == 0), 0.0, (p - q) ** 2 / q),
}.items():
    call(
        _name,
        getattr(ft, _name),
        divergence(_f),
        p=lambda: Categorical(torch.tensor(P, dtype=torch.float64)),
        q=lambda: Categorical(torch.tensor(Q, dtype=torch.float64)),
    )
call(
    "kl of strings",
    ft.kl,
    divergence(lambda p, q: np.where(p > 0, p * np.log(p / q), 0.0)),
    p=joint,
    q=lambda: ft.Joint(AB, torch.full((2, 2), 0.25).double()),
)
call(
    "FDivergence",
    ft.FDivergence,
    lambda got, name, f, slope: (
        fails(f)
        or close(
            got(Categorical(torch.tensor(P, dtype=torch.float64)), Categorical(torch.tensor(Q, dtype=torch.float64))),
            0.5 * sum(float(f(torch.tensor(a / 0.5, dtype=torch.float64))) for a in P),
        )
    ),
    name=always("mine"),
    f=always(lambda r: (r - 1).abs()),
    slope=always(1.0),
)


def confirm_conditional(got: Callable[..., Any], position: int, given: Iterable[int]) -> bool:
    probs = joint().probs
    got(probs)  # refuses a position that the law does not have
    seen = sorted(given)
    expected = {(): probs.sum(dim=2 - position), (3 - position,): probs / probs.sum(dim=position - 1, keepdim=True)}
    return close(got(probs), expected[tuple(seen)])


call(
    "conditional",
    lambda position, given: ft.conditional(position, given=given),
    confirm_conditional,
    position=always(2),
    given=always([1]),
)
call(
    "free_dimensions",
    lambda joint, feature, tolerance: ft.free_dimensions(joint, feature, tolerance=tolerance),
    lambda got, joint, feature, tolerance: got == (1 if len(feature(joint.probs).shape) else 3),
    joint=joint,
    feature=lambda: ft.conditional(2, given=[1]),
    tolerance=always(1e-9),
)


def confirm_loss(got: torch.Tensor, law: Any, causal: Any, scored: Any) -> bool:
    mask = scored if isinstance(scored, torch.Tensor) else None
    positions = None if mask is not None else set(scored)
    total = 0.0
    for row, (text, p) in enumerate(listed(law)):
        for t, word in enumerate(text.split()):
            if p and (bool(mask[row, t]) if mask is not None else t + 1 in positions):
                laws = causal.given(" ".join(text.split()[:t]), horizon=1).log_probs()
                total -= p * float(laws.detach()[causal.vocabulary.index_of(word)])
    return close(got, total)


PAIR = {"law": joint, "causal": lambda: ft.Causal(ft.GRU(AB, width=2)), "scored": always([1, 2])}
call("cross_entropy", ft.cross_entropy, confirm_loss, **PAIR)


def confirm_fit(got: torch.Tensor, law: Any, causal: Any, scored: Any, steps: int, rate: float) -> bool:
    fresh = ft.Causal(ft.GRU(AB, width=2))
    return got.shape == (steps,) and confirm_loss(got[0], law, fresh, scored) and rate > 0


call("fit", ft.fit, confirm_fit, **PAIR, steps=always(2), rate=always(0.01))


def stream() -> ft.Stream:
    return ft.Stream.documents([[0, 1], [1]], before=0, stop=1)


call(
    "fit_stream",
    ft.fit_stream,
    lambda got, stream, causal, steps, batch, rate, seed, cache_dir: (
        got.shape == (steps,)
        and bool(got.isfinite().all())
        and (got > 0).all()
        and batch > 0 < rate
        and seed >= 0
        and (cache_dir is None or len(str(cache_dir)) > 0)
    ),
    stream=stream,
    causal=PAIR["causal"],
    steps=always(2),
    batch=always(3),
    rate=always(0.01),
    seed=always(0),
    cache_dir=always(None),
)

# Stopping
KERNEL = ((0.25, 0.5), (0.5, 0.0))
call(
    "bigram_mass",
    ft.bigram_mass,
    lambda got, kernel, stop: (
        close(got, np.linalg.solve(np.eye(2) - kernel.detach().numpy(), stop.detach().numpy()))
        and close(kernel.sum(dim=1) + stop, [1, 1])
    ),
    kernel=doubles(*KERNEL),
    stop=doubles(0.25, 0.5),
)
call(
    "survival",
    ft.survival,
    lambda got, hazards: close(got, np.cumprod(1 - hazards.detach().double().numpy())),
    hazards=doubles(0.1, 0.5),
)
call(
    "finite_mass",
    ft.finite_mass,
    lambda got, hazards, rest: (
        got.lower <= got.upper
        and close(got.lower, 1 - np.prod(1 - hazards.detach().double().numpy()) * math.exp(-rest[0]))
        and close(got.upper, 1 - np.prod(1 - hazards.detach().double().numpy()) * max(0.0, 1 - rest[1]))
    ),
    hazards=doubles(0.1, 0.5),
    rest=always((0.1, 0.2)),
)
call(
    "hazards",
    ft.hazards,
    lambda got, causal, horizon, prompt: (
        got.shape == (horizon,)
        and close(
            np.cumprod(1 - got.detach().numpy(), axis=0)[-1], 1 - causal.given(prompt, horizon=horizon).finished()
        )
    ),
    causal=causal,
    horizon=always(2),
    prompt=always("a"),
)

# Stationarity
CHAIN = doubles([0.5, 0.5], [0.25, 0.75])


def confirm_stationary(got: torch.Tensor, kernel: torch.Tensor, vocabulary: Any) -> bool:
    dense = kernel.to_dense().detach()
    return close(got @ dense, got) and close(got.sum(), 1.0) and close(dense.sum(1), np.ones(len(dense)))


call("stationary_law", ft.stationary_law, confirm_stationary, kernel=CHAIN, vocabulary=always(AB))
call(
    "recurrent_classes",
    ft.recurrent_classes,
    lambda got, kernel: len(kernel) == kernel.shape[1] and got == [[0, 1]],
    kernel=CHAIN,
)
call(
    "power_iteration",
    ft.power_iteration,
    lambda got, kernel, first, steps: (
        close(got[-1], first.detach().numpy() @ np.linalg.matrix_power(kernel.to_dense().detach().numpy(), int(steps)))
        and close(got.sum(dim=1), np.ones(steps + 1))
    ),
    kernel=CHAIN,
    first=doubles(0.5, 0.5),
    steps=always(2),
)
call(
    "implied_first",
    ft.implied_first,
    lambda got, causal: close(
        got.probs @ causal.given(list(causal.vocabulary), horizon=1).log_probs().exp().T.double(), got.probs.double()
    ),
    causal=lambda: ft.Causal(table(AB)),
)

# Tokens
PIECES = ft.Vocabulary(["a", "ab", "b", "$"])


def spellings(vocabulary: Any, text: str) -> list[tuple[int, ...]]:
    return [
        s
        for n in range(len(text) + 1)
        for s in itertools.product(range(len(vocabulary)), repeat=n)
        if "".join(list(vocabulary)[i] for i in s) == text
    ]


call(
    "tokenisations",
    ft.tokenisations,
    lambda got, vocabulary, text: sorted(map(tuple, got)) == sorted(spellings(vocabulary, text)),
    vocabulary=always(PIECES),
    text=always("ab"),
)


def pieces() -> ft.Causal:
    return ft.Causal(ft.Tabular(PIECES, 5, generator=generator()).requires_grad_(False), before="$", stop="$")


def confirm_string(got: torch.Tensor, causal: Any, text: str) -> bool:
    stop = causal.vocabulary.index_of(causal.stop)
    each = [s for s in spellings(causal.vocabulary, text) if stop not in s]
    total = sum(
        math.exp(score(causal.model, [*s, stop], 0, before=causal.before, stop=causal.stop, excluded=causal.excluded))
        for s in each
    )
    return close(got.exp(), total)


call("string_log_prob", ft.string_log_prob, confirm_string, causal=pieces, text=always("ab"))


def confirm_prefix(got: torch.Tensor, causal: Any, text: str) -> bool:
    law = causal.given("", horizon=len(text))
    total = sum(p for words, p in listed(law) if "".join(w for w in words.split() if w != causal.stop).startswith(text))
    return close(got.exp(), total)


call("prefix_log_prob", ft.prefix_log_prob, confirm_prefix, causal=pieces, text=always("ab"))

# Sampling
call(
    "tempered",
    ft.tempered,
    lambda got, causal, temperature: close(
        got.given(causal.vocabulary[0], horizon=1).log_probs(),
        (causal.given(causal.vocabulary[0], horizon=1).log_probs() / float(temperature)).log_softmax(-1),
    ),
    causal=causal,
    temperature=always(0.5),
)
call(
    "top_k",
    ft.top_k,
    lambda got, causal, k: (
        int((got.given(causal.vocabulary[0], horizon=1).log_probs() > -math.inf).sum())
        == min(k, len(causal.vocabulary))
    ),
    causal=causal,
    k=always(2),
)


def confirm_tempered(got: ft.Joint, law: Any, temperature: Any) -> bool:
    powers = {text: p ** (1 / float(temperature)) for text, p in listed(law) if p}
    found = {text: p for text, p in listed(got) if p}
    return close([found.get(text, 0.0) for text in powers], np.array(list(powers.values())) / sum(powers.values()))


call(
    "tempered_whole",
    ft.tempered_whole,
    confirm_tempered,
    law=joint,
    temperature=always(0.5),
)

# Worlds and text
call("kitten", ft.kitten, lambda got: close(got.probs.sum(), 1.0) and int((got.probs > 0).sum()) == 24)
call("topics", ft.topics, lambda got: len(got.documents) > 50)
call(
    "split_words",
    ft.split_words,
    lambda got, text: "".join(got) == "".join(text.split()),
    text=always("It's 5, or so."),
)
call(
    "Topics",
    ft.Topics,
    lambda got, documents: got.text == "".join(documents),
    documents=always(("One. Two.", "Three.")),
)


def confirm_split(got: Any, corpus: Any, **options: Any) -> bool:
    both = [got.vocabulary.decode(each).split() for each in (*got.training, *got.held_out)]
    lengths = {len(words) for words in both}
    reserved = [*options["special"], options["unk"]]
    return (
        list(got.vocabulary)[: len(reserved)] == reserved
        and len(got.vocabulary) <= len(reserved) + options["frequent"]
        and options["shortest"] <= min(lengths) <= max(lengths) <= options["longest"]
        and len(both) == len(got.training) + len(got.held_out)
        and corpus.text != ""
        and options["cut"] in (True, False)
    )


call(
    "split_sentences",
    ft.split_sentences,
    confirm_split,
    corpus=always(ft.Topics(("A bee. Cee cee dee. A dee. Bee dee.",))),
    shortest=always(3),
    longest=always(4),
    frequent=always(2),
    special=always(["<s>", "</s>"]),
    unk=always("<?>"),
    cut=always(True),
)

# Streams
DOCUMENTS = always([[0, 1], [1, 1, 0]])


def confirm_stream(got: ft.Stream, **arguments: Any) -> bool:
    batch = got.rows()
    for name in ("tokens", "starts", "ends"):
        if name in arguments and getattr(got, name).tolist() != arguments[name].tolist():
            return False
    if "documents" in arguments:
        start = [arguments["before"]] if "stop" in arguments else []
        end = arguments.get("stop", arguments.get("separator"))
        rows = [[*start, *map(int, document), *([] if end is None else [end])] for document in arguments["documents"]]
        around = [] if start or end is None else [end]
        if got.tokens.tolist() != [*around, *itertools.chain.from_iterable(rows)]:
            return False
    return batch.inputs.shape == batch.targets.shape == batch.scored.shape and bool(batch.scored.any())


call(
    "Stream",
    ft.Stream,
    confirm_stream,
    tokens=integers(0, 1, 1, 0),
    starts=integers(0, 2),
    ends=integers(2, 4),
    before=always(1),
    unscored=always(1),
)
call("Stream.documents", ft.Stream.documents, confirm_stream, documents=DOCUMENTS, before=always(7), stop=always(8))
call("Stream.packed", ft.Stream.packed, confirm_stream, documents=DOCUMENTS, separator=always(7), length=always(2))
call("Stream.crops", ft.Stream.crops, confirm_stream, documents=DOCUMENTS, length=always(2), separator=always(7))
call(
    "Stream.chunks",
    ft.Stream.chunks,
    confirm_stream,
    documents=DOCUMENTS,
    before=always(8),
    length=always(2),
    separator=always(7),
)
call(
    "Stream.rows",
    lambda index: stream().rows(index),
    lambda got, index: index is None or got.inputs[:, 0].tolist() == [0] * len(index),
    index=integers(1, 0),
)
call(
    "Stream.batches",
    lambda size, seed: next(stream().batches(size, seed=seed)),
    lambda got, size, seed: len(got.inputs) == size and seed >= 0,
    size=always(2),
    seed=always(0),
)
call(
    "SmolLM2",
    ft.SmolLM2,
    lambda got, cache_dir: str(got._kept) == str(cache_dir) or str(cache_dir) == "",
    cache_dir=always("build/kept"),
)
