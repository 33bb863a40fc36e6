"""The record that the site shows was made with this audit, and holds what it says."""

from __future__ import annotations

import json

import pytest

from bench.audits import RECORD, SEEDS, TRUTH, source
from firsttoken.audit import Signs

pytestmark = pytest.mark.depends("src/firsttoken", "bench", "snippets/audited.json", "tests/firsttoken/audit")


def test_the_record_was_made_with_this_audit_and_has_every_case() -> None:
    kept = json.loads(RECORD.read_text("utf-8"))
    assert kept["source"] == source(), f"make {RECORD.name} again: python -m bench.audits --record"
    cases = [(case["network"], case["trained"], case["seed"], case["start"]) for case in kept["cases"]]
    networks, starts = ("Transformer", "GRU"), ("<s>", "</s>")
    every = [(a, b, c, d) for c in SEEDS for a in networks for b in TRUTH for d in starts]
    assert sorted(cases) == sorted(every)
    for case in kept["cases"]:
        assert case["truth"] == TRUTH[case["trained"]][starts.index(case["start"])]
        assert case["signs"].keys() == Signs.__annotations__.keys()
    assert kept["smollm2"]["report"]["schema"] == 1
