"""What an audit found: to be read, to be kept as JSON, and to be asked in a test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from firsttoken.audit.facts import Fact
from firsttoken.audit.judging import Answer, Mean, Signs, Verdict

#: It grows with every change after which a program that reads the JSON of before would fail.
SCHEMA = 1
#: By verdict, the statement of the essay that it rests on.
_RESTS_ON = {
    Verdict.UNDEFINED: "missing-factor",
    Verdict.UNTRAINED: "untrained-bos",
    Verdict.CHUNKS: "chunk-starts",
    Verdict.BEGINNINGS: "bos-loss",
    Verdict.UNKNOWN: "text-starts",
}


@dataclass(frozen=True)
class Start:
    """What a start is worth, in nats.

    Attributes:
        name: What it is called.
        ids: Its ids.
        verdict: What its law of the first token shows.
        first: The cost of the first token at true beginnings; None where there is no law.
        middle: The cost of the token at a random place, right behind the start; None where there is no law.
        saves: What the start saves against nothing before the text, on each of the tokens 2 to 16, on average, paired.
        later: The same from the 17th token to the end of the window.
        signs: What the verdict rests on.
    """

    name: str
    ids: tuple[int, ...]
    verdict: Verdict
    first: Mean | None
    middle: Mean | None
    saves: Mean
    later: Mean
    signs: Signs | None


@dataclass(frozen=True)
class Report:
    """An audit.

    Attributes:
        model: What was audited.
        documents: How many distinct documents were read, and `first_tokens` how many distinct first tokens they have.
        window: How many tokens of each.
        uniform: What a token costs by the uniform law over the tokens that exist.
        plain: What the first token costs by the best law that knows no beginnings: a mixture of the uniform law and
            of the law of tokens anywhere.
        counted: What it costs by the counted beginnings of the other documents.
        facts: What is read, what is scored, and where texts end.
        starts: What each start is worth.
        put: The name of the start that the model is given as things are: the one that was asked for, or what the
            tokenizer puts before a text.
        versions: Of what computed it.
    """

    model: str
    documents: int
    first_tokens: int
    window: int
    uniform: float
    plain: Mean
    counted: Mean
    facts: tuple[Fact, ...]
    starts: tuple[Start, ...]
    put: str
    versions: Mapping[str, str]

    @property
    def verdict(self) -> Verdict:
        """The verdict on the start that the model is given as things are."""
        return next(start.verdict for start in self.starts if start.name == self.put)

    @property
    def best(self) -> Start | None:
        """The start to use: of those that know beginnings, the one behind which they cost least; None without one."""
        good = [each for each in self.starts if each.verdict is Verdict.BEGINNINGS and each.first is not None]
        return min(good, key=lambda each: each.first.mean if each.first else 0.0, default=None)

    @property
    def advice(self) -> str:
        """What to do, as lines of a program."""
        if self.best is not None:
            return (
                f'ids = {list(self.best.ids)} + tokenizer(text, add_special_tokens=False)["input_ids"]\n'
                f"# Behind {self.best.name!r} every token of the text is scored: divide by how many they are."
            )
        reads = max(self.starts, key=_saved)
        before = f"{list(reads.ids)} + " if reads.saves.above() is Answer.YES else ""
        return (
            f'ids = {before}tokenizer(text, add_special_tokens=False)["input_ids"]\n'
            "# No start is seen to know how such texts begin. Leave the factor of the first token out, divide by one\n"
            f"# less than the tokens of the text, and say so; or count beginnings, which cost {self.counted} nats here."
        )

    def to_json(self) -> str:
        """Return all that was found as JSON, with the number of its schema. What is no number is null there."""
        found = {"schema": SCHEMA, "verdict": self.verdict, "advice": self.advice, **asdict(self)}
        for start, each in zip(found["starts"], self.starts, strict=True):
            start["rests_on"] = _RESTS_ON[each.verdict]
        return json.dumps(_finite(found), indent=1, allow_nan=False)

    def __str__(self) -> str:
        lines = [f"{self.model}: {self.documents} documents, {self.first_tokens} distinct first tokens", ""]
        for each in self.facts:
            lines += [f"{each.answer + ':':12}{each.claim} [{each.rests_on}]", f"{'':12}{each.seen}"]
        cost = f"{self.uniform:.2f}; by what tokens cost anywhere {self.plain}; counted {self.counted}"
        lines += ["", f"first token, nats: uniform {cost}"]
        width = max(len(repr(start.name)) for start in self.starts)
        heads = ("first token", "random place", "saves, 2 to 16", "saves, later")
        lines.append(f"{'behind':{width}} " + " ".join(f"{head:>15}" for head in heads) + "  verdict")
        for start in self.starts:
            cells = [_cell(mean) for mean in (start.first, start.middle, start.saves, start.later)]
            verdict = f"{start.verdict} [{_RESTS_ON[start.verdict]}]"
            lines.append(f"{start.name!r:{width}} " + " ".join(f"{cell:>15}" for cell in cells) + f"  {verdict}")
        return "\n".join(
            [*lines, "", f"As it is called, the model reads {self.put!r} first: {self.verdict}.", self.advice]
        )


def _saved(start: Start) -> float:
    return start.saves.mean if start.saves.n else 0.0


def _cell(mean: Mean | None) -> str:
    return "-" if mean is None or not mean.n else str(mean)


def _finite(found: Any) -> Any:
    """Return the same with None for what JSON has no number for."""
    if isinstance(found, Mapping):
        return {name: _finite(each) for name, each in found.items()}
    if isinstance(found, list | tuple):
        return [_finite(each) for each in found]
    return None if isinstance(found, float) and not abs(found) < float("inf") else found
