"""The audit: documents are read behind each start, and what they cost becomes a report."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import torch

from firsttoken import checks
from firsttoken.audit.asking import Asked
from firsttoken.audit.carrying import carried
from firsttoken.audit.comparing import Plain
from firsttoken.audit.facts import Fact, fact
from firsttoken.audit.judging import Answer, Mean, Signs, verdict
from firsttoken.audit.measuring import SHORT, Behind, behind, middles, rises
from firsttoken.audit.reading import around, encode, reading, starts
from firsttoken.audit.report import Report, Start
from firsttoken.audit.scoring import configs, scoring
from firsttoken.errors import FirstTokenError

#: The fewest tokens of a document, and the most that are read of it.
SHORTEST, WINDOW = 8, 64


def audit(
    model: object,
    tokenizer: Any,
    texts: Sequence[str] | Sequence[Sequence[int]],
    *,
    begin: Mapping[str, Sequence[int]] | None = None,
    put: str | None = None,
    name: str = "",
    say: Callable[[str], None] = lambda _: None,
) -> Report:
    """Return what a model makes of the first token of texts.

    Each start is read before the texts, and the first token costs `-log q(x_1 | start)`. The same law is asked for the
    tokens at random places. A start of documents makes beginnings cheaper than any law does that knows no beginnings,
    and sets them apart from random places; a start of chunks is a law of tokens anywhere; an untrained one is neither.

    Args:
        model: A model of transformers, a `NextToken` of this library, or any function that takes ids of the shape
            `(batch, length)` and returns logits of the shape `(batch, length, vocab)`.
        tokenizer: A tokenizer of transformers; None if the texts are ids.
        texts: Documents of the kind that the model is for, from their beginning to their end, not from its training.
        begin: More starts to try, as ids by name.
        put: The name of the start that the report is about, where it is not what the tokenizer puts.
        name: What to call the model.
        say: Is told what is done next.

    Raises:
        FirstTokenError: If fewer than two distinct documents have eight tokens; if a text or a start is no list of
            ids; if the vocabulary of the tokenizer is not that of the model; if the model answers with something else
            than a law for each id.

    Source: the essay, "The empty context and its disguises".
    """
    asked = Asked(model)
    tried = {"nothing": []} if tokenizer is None else starts(tokenizer)
    checks.instance(begin or {}, Mapping, "a table of starts, ids by name", 'Write begin={"<s>": [0]}')
    if "nothing" in (begin or {}):
        raise FirstTokenError("a start is called 'nothing', which is the name of none", "Call it otherwise")
    tried |= {each: _ids(ids, f"the start {each!r}") for each, ids in (begin or {}).items()}
    if put is None:
        placed = None if tokenizer is None else around(tokenizer)
        put = next((each for each, ids in tried.items() if placed and ids == placed[0]), "nothing")
    if put not in tried:
        raise FirstTokenError(
            f"no start is called {put!r}; there are {', '.join(map(repr, tried))}", "Name one of them"
        )
    documents = _documents(tokenizer, texts)
    window = min(WINDOW, (asked.longest or math.inf) - max(map(len, tried.values())))
    if window < SHORTEST:
        raise FirstTokenError(
            f"the model reads {asked.longest} ids, too few for a start and {SHORTEST} tokens", "Audit a longer one"
        )
    exist = _tokens(asked, tokenizer, documents)
    found = {}
    for each, ids in tried.items():
        say(f"reading {len(documents)} documents behind {each!r}")
        found[each] = behind(asked, ids, documents, int(window))
    reads = min(found.values(), key=lambda each: _cost(each, int(window)))
    say("reading their middles, once as they are and once shuffled")
    seen = middles(asked, reads.ids, documents, int(window))
    plain = Plain.of(documents, seen.anywhere, exist)
    facts = [] if tokenizer is None else list(reading(tokenizer, configs(model)))
    facts += scoring(model, asked, documents[0][: int(window)], Mean.of(seen.shifted), exist)
    say("reading common tokens at the first place")
    facts.append(carried(asked, found, documents))
    say("reading their ends")
    ends = sorted({ids[0] for ids in tried.values() if len(ids) == 1 and _special(tokenizer, ids[0])})
    more = rises(asked, reads.ids, documents, int(window), ends)
    facts += [_end(Mean.of(more[:, place]), end, tokenizer) for place, end in enumerate(ends)]
    return Report(
        name or type(model).__name__,
        len(documents),
        len({document[0] for document in documents}),
        int(window),
        plain.uniform,
        Mean.of(plain.first),
        Mean.of(plain.counted),
        tuple(facts),
        tuple(_start(each, one, found["nothing"], plain, seen.order) for each, one in found.items()),
        put,
        {each: _version(each) for each in ("first-token", "torch", "transformers")},
    )


def _documents(tokenizer: Any, texts: Sequence[str] | Sequence[Sequence[int]]) -> list[list[int]]:
    given = checks.collection(texts, "texts", "Give a list of documents")
    if tokenizer is not None and not all(isinstance(text, str) for text in given):
        raise FirstTokenError("with a tokenizer, each text is a str; given something else", "Or give tokenizer=None")
    if tokenizer is None and any(isinstance(text, str) for text in given):
        raise FirstTokenError("a text was given as a str, and no tokenizer", "Give the tokenizer, or the texts as ids")
    ids = [_ids(text, "a text") if tokenizer is None else encode(tokenizer, text) for text in given]
    distinct = [list(each) for each in dict.fromkeys(map(tuple, ids)) if len(each) >= SHORTEST]
    if len(distinct) < 2:
        raise FirstTokenError(
            f"an audit needs two distinct documents of {SHORTEST} tokens or more, and some twenty to say much; "
            f"given {len(distinct)} such among {len(given)} texts",
            "Give more texts, each from its beginning to its end",
        )
    return distinct


def _ids(given: Any, what: str) -> list[int]:
    return [checks.whole(each, "id") for each in checks.collection(given, what, "Give a list of ids")]


def _tokens(asked: Asked, tokenizer: Any, documents: Sequence[Sequence[int]]) -> int:
    """Return how many tokens exist, which may be fewer than the model has outputs."""
    [(_, laws)] = asked.laws([documents[0][:SHORTEST]])
    exist, outputs = laws.shape[1] if tokenizer is None else len(tokenizer), laws.shape[1]
    if exist > outputs:
        raise FirstTokenError(
            f"the tokenizer has {exist} tokens and the model {outputs} outputs: they do not belong together",
            "Load both from one place",
        )
    largest = max(map(max, documents))
    if largest >= outputs:
        raise FirstTokenError(
            f"the model has {outputs} symbols, and a text has the id {largest}",
            "Use the tokenizer that the model was trained with",
        )
    return exist


def _cost(each: Behind, window: int) -> float:
    """Return what the later tokens cost on average."""
    return (each.soon.nanmean() * (SHORT - 1) + each.late.nanmean().nan_to_num() * (window - SHORT)).item()


def _start(name: str, each: Behind, nothing: Behind, plain: Plain, order: torch.Tensor) -> Start:
    signs = Signs.of(each, plain, order)
    first, middle = (None if costs is None else Mean.of(costs) for costs in (each.first, each.middle))
    saves, later = Mean.of(nothing.soon - each.soon), Mean.of(nothing.late - each.late)
    return Start(name, each.ids, verdict(signs), first, middle, saves, later, signs)


def _special(tokenizer: Any, number: int) -> bool:
    return tokenizer is None or number in tokenizer.all_special_ids


def _end(rise: Mean, end: int, tokenizer: Any) -> Fact:
    """Return whether an id is more than twice as likely at ends as elsewhere."""
    name = end if tokenizer is None else repr(tokenizer.convert_ids_to_tokens(end))
    doubles = rise.above(math.log(2))
    holds = {Answer.YES: True, Answer.NO: False, Answer.UNKNOWN: None}[doubles]
    return fact(
        f"{name} comes where texts end", holds, f"its log there less that elsewhere: {rise} nats", "trained-stop"
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
