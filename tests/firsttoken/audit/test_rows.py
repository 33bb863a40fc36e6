"""Which tokens of a row of training are targets: seen in its labels, as a loss of transformers reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jaxtyping
import pytest

pytest.importorskip("transformers")

from audit import made
from firsttoken.audit import Answer, training_row
from firsttoken.audit.command import main

YES, NO, OPEN = Answer.YES, Answer.NO, Answer.UNKNOWN
BOS, EOS, PAD, USER = 0, 1, 2, 4
STAND, BEHIND, BOS_IS, EOS_IS = (
    "in the row, labels stand at their own tokens",
    "in the row, the token behind each start is a target",
    "in the row, BOS is a target",
    "in the row, EOS is a target",
)


def answers(ids: list[int], labels: list[int], **options: Any) -> list[Answer]:
    facts = training_row(ids, labels, made.tokenizer(prepends=False), **options)
    assert [fact.claim for fact in facts] == [STAND, BEHIND, BOS_IS, EOS_IS]
    return [fact.answer for fact in facts]


@pytest.mark.parametrize(
    ("ids", "labels", "found"),
    [
        ([BOS, 6, 7, EOS], [BOS, 6, 7, EOS], [YES, YES, NO, YES]),  # as transformers copies ids: the shift drops BOS
        ([BOS, 6, 7, EOS], [-100, -100, 7, -100], [YES, NO, NO, NO]),  # a collator that masks the first, and the end
        ([6, 7, 8, 9], [6, 7, 8, 9], [YES, NO, OPEN, OPEN]),  # nothing in front: no loss asks for the first
        ([6, EOS, BOS, 7], [6, EOS, BOS, 7], [YES, YES, YES, YES]),  # packed: BOS is asked for behind a text
        ([BOS, 6, BOS, 7], [-100, 6, -100, -100], [YES, NO, NO, OPEN]),  # one of two beginnings
        ([BOS, BOS, 6, EOS], [-100, -100, 6, EOS], [YES, YES, NO, YES]),  # BOS twice: the second is no text
        ([6, 7, BOS], [6, 7, -100], [YES, OPEN, NO, OPEN]),  # a start behind which the row ends
        ([BOS, 6, 7, EOS], [6, 7, EOS, -100], [NO, YES, NO, YES]),  # labels one place ahead
        ([BOS, 6, 7, EOS], [-100] * 4, [YES, NO, NO, NO]),  # all masked
    ],
)
def test_it_is_seen_which_tokens_are_targets(ids: list[int], labels: list[int], found: list[Answer]) -> None:
    assert answers(ids, labels) == found


@pytest.mark.parametrize("label", [6, -100])
def test_the_loss_of_transformers_asks_for_the_token_behind_the_start_where_the_audit_says_so(label: int) -> None:
    network, ids = made.model(), made.torch.tensor([[BOS, 6, 7, 8]])
    labels = made.torch.tensor([[-100, label, 7, 8]])
    own = network(input_ids=ids, labels=labels).loss
    laws = network(input_ids=ids).logits[0].log_softmax(dim=-1)
    costs = -laws[:-1].gather(1, ids[0, 1:, None])[:, 0]
    asked = answers(ids[0].tolist(), labels[0].tolist())[1] is YES
    assert asked is (label == 6)
    assert made.torch.isclose(own, costs[0 if asked else 1 :].mean())


def test_a_start_may_be_several_ids_and_where_no_bos_is_declared_eos_is_one() -> None:
    row = [BOS, USER, 6, 7]
    assert answers(row, [-100, -100, 6, 7], start=[BOS, USER])[1] is YES
    assert answers(row, [-100, -100, 6, 7])[1] is NO
    without = made.tokenizer(prepends=False)
    without.bos_token = None
    assert [each.answer for each in training_row([EOS, 6], [-100, 6], without)] == [YES, YES, OPEN, NO]
    without.eos_token = None
    assert [each.answer for each in training_row([EOS, 6], [-100, 6], without)] == [YES, OPEN, OPEN, OPEN]


@pytest.mark.filterwarnings("default")
def test_the_command_reads_a_row_and_says_what_of_it_is_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, row = made.saved(tmp_path), tmp_path / "row.json"
    row.write_text(json.dumps({"input_ids": [BOS, 6, 7, EOS], "labels": [-100, -100, 7, EOS]}))
    capsys.readouterr()
    assert main(["audit", str(model), "--texts", str(tmp_path / "texts.jsonl"), "--row", str(row), "--json"]) == 0
    facts = {fact["claim"]: fact for fact in json.loads(capsys.readouterr().out)["facts"]}
    assert [facts[claim]["answer"] for claim in (STAND, BEHIND, BOS_IS, EOS_IS)] == ["yes", "no", "no", "yes"]
    assert facts[BEHIND]["seen"] == "behind '<s>': a target at 0 of 1 places"


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        (None, "the row .*row.json cannot be read"),
        ("{", "the row .*row.json is no JSON"),
        ("[]", "is an object of JSON with lists, ids and labels; given something else"),
        ('{"ids": [0, 6]}', "ids and labels; given 'ids'"),
        ('{"ids": [0, 6], "labels": [6]}', "as many labels; given 2 ids and 1 labels"),
        ('{"ids": [0], "labels": [0]}', "two ids or more"),
        ('{"ids": [0, 13], "labels": [0, 13]}', "indices from 0 to 12; given 13"),
        ('{"ids": [0, "She"], "labels": [0, 6]}', "each index in the ids of a row is an integer; given 'She'"),
        ('{"ids": [0, 6], "labels": [0, 6.5]}', "a label is an integer; given 6.5"),
        ('{"ids": 3, "labels": [0, 6]}', "ids and labels; given 'ids', 'labels'"),
        ('{"ids": [0, 6, 7], "labels": [0, 9, 7]}', "given 9 at place 1, where the id is 6"),
        ('{"ids": [0, 6, 7], "labels": [0, -1, 7]}', "given -1 at place 1"),
    ],
)
def test_what_is_no_row_is_one_clear_line_and_two(
    written: str | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jaxtyping.config, "jaxtyping_disable", True)  # a row comes in as a user gives it
    model, row = made.saved(tmp_path), tmp_path / "row.json"
    if written is not None:
        row.write_text(written)
    capsys.readouterr()
    assert main(["audit", str(model), "--texts", str(tmp_path / "texts.jsonl"), "--row", str(row)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert re.search(said, line)
