from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

import numpy
import pytest

from lockstep.run.answers import answer, as_json


@dataclass
class Row:
    kl: float

    @property
    def broken(self) -> float:
        raise RuntimeError("no law at 0x7f")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        ("s", '"s"'),
        (float("nan"), "NaN"),
        (numpy.float64(0.5), "0.5"),
        (numpy.int64(3), "3"),
        (numpy.bool_(True), "true"),
        (numpy.arange(4).reshape(2, 2), "[[0, 1], [2, 3]]"),
        ((1, [2.0]), "[1, [2.0]]"),
        ({"a": numpy.float32(0.5)}, '{"a": 0.5}'),
    ],
)
def test_a_value_becomes_json(value: object, expected: str) -> None:
    assert json.dumps(as_json(value)) == expected


@pytest.mark.parametrize("value", [Fraction(1, 3), 1j, {1: 2}, [object()]])
def test_a_value_that_json_cannot_hold_is_refused_by_its_kind(value: object) -> None:
    with pytest.raises(TypeError, match=r"is a (Fraction|complex|dict|object), not a number"):
        as_json(value)


def test_a_large_value_is_refused_and_counts_all_its_entries() -> None:
    assert len(as_json([0] * 1000)) == 1000  # type: ignore[arg-type]
    for large in ([[0] * 500, [0] * 501], numpy.zeros((7, 143))):
        with pytest.raises(ValueError, match="has 1001 entries, more than 1000"):
            as_json(large)


def test_each_path_gives_a_value_or_a_reason() -> None:
    namespace = {"rows": [Row(0.25)], "third": Fraction(1, 3)}
    asked = ["rows[0].kl", "rows[1].kl", "rows[0].broken", "third"]
    values, missing = answer(namespace, asked, lambda text: text.replace(" at 0x7f", ""))
    assert values == {"rows[0].kl": 0.25}
    assert list(missing) == ["rows[0].broken", "rows[1].kl", "third"]
    assert missing["rows[0].broken"] == "no law"
    assert "rows[1]" in missing["rows[1].kl"]
