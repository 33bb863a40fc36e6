from __future__ import annotations

import json
import math

import pytest

from lockstep.run import Drawing, Failure, Output, Record

FULL = Record(
    snippet="it",
    status="raised",
    failure=Failure(3, "ValueError: no"),
    reached=(1, 2),
    outputs=(Output(1, "a\n"),),
    figures=(Drawing(2, "<svg/>"),),
    values={"x": [1, 2.5, None, "s", True]},
    missing={"y": "there is none"},
    stderr="e",
    seconds=0.5,
)


@pytest.mark.parametrize("record", [FULL, Record("it", "passed")])
def test_a_record_survives_json(record: Record) -> None:
    assert Record.from_json(json.loads(json.dumps(record.to_json()))) == record


def test_infinities_and_nan_survive_json() -> None:
    record = Record("it", "passed", values={"x": [math.inf, math.nan]})
    back = Record.from_json(json.loads(json.dumps(record.to_json()))).values["x"]
    assert repr(back) == "[inf, nan]"


def test_a_record_answers_for_what_it_was_asked_found_or_not() -> None:
    assert FULL.asked == {"x", "y"}
