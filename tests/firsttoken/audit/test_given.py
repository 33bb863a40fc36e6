"""What is given to an audit in the place of a text or of a start is named, and no text is read wrongly."""

from __future__ import annotations

from typing import Any

import jaxtyping
import numpy as np
import pytest
import torch

from audit.counted import END, SIZE, START, documents, trained
from firsttoken import FirstTokenError
from firsttoken.audit import audit

TABLE, TEXTS = trained("packed"), documents(12, seed=2)


@pytest.fixture(autouse=True)
def as_a_user_gives_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let in what the tests' own check of types would stop."""
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)


def model(ids: torch.Tensor) -> torch.Tensor:
    return TABLE[ids]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, "a text is a collection; given None"),
        (3, "a text is a collection; given 3"),
        ([None] * 9, "id is an integer; given None"),
        ([0.5] * 9, "id is an integer; given 0.5"),
        ([-1, *TEXTS[0]], "id >= 0; given -1"),  # which Python would take for the last symbol
        ([*TEXTS[0], *TEXTS[1], SIZE], f"the model has {SIZE} symbols, and a text has the id {SIZE}"),  # unread
    ],
)
def test_what_is_no_text_is_named(text: Any, expected: str) -> None:
    with pytest.raises(FirstTokenError) as error:
        audit(model, None, [*TEXTS, text], begin={"start": [START]})
    assert expected in str(error.value)


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ([START], "a table of starts, ids by name was expected"),
        ({"start": START}, "the start 'start' is a collection; given 0"),
        ({"start": "ab"}, "a text would be cut into letters; given 'ab'"),
        ({"start": [-1]}, "id >= 0; given -1"),
        ({"start": [2**70]}, "id is at most"),
        ({"nothing": [START]}, "a start is called 'nothing'"),
    ],
)
def test_what_is_no_start_is_named(begin: Any, expected: str) -> None:
    with pytest.raises(FirstTokenError) as error:
        audit(model, None, TEXTS, begin=begin)
    assert expected in str(error.value)


def test_ids_may_be_those_of_torch_and_numpy() -> None:
    begin = {"start": [START, END]}
    expected = audit(model, None, TEXTS, begin=begin)
    assert audit(model, None, [torch.tensor(text) for text in TEXTS], begin=begin) == expected
    assert audit(model, None, [np.array(text) for text in TEXTS], begin={"start": (START, END)}) == expected


def test_texts_of_one_token_and_a_vocabulary_of_one_can_be_audited() -> None:
    for length in (8, 70):
        texts, laws = [[0] * length, [0] * (length + 1)], torch.zeros(1, 1)
        report = audit(lambda ids, laws=laws: laws[ids], None, texts, begin={"start": [0]})
        assert str(report.verdict) == "undefined"
