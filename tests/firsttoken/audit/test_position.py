"""Costs by position are those of the law, and the picture shows them."""

from __future__ import annotations

import importlib.util
import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import torch

pytest.importorskip("transformers")

import transformers

from audit import made
from audit.counted import END, START, documents, trained
from firsttoken import Pretrained
from firsttoken.audit import Answer, audit
from firsttoken.audit.asking import Asked
from firsttoken.audit.command import main
from firsttoken.audit.picture import draw
from firsttoken.audit.position import PARTS, by_position


def test_costs_by_position_are_means_over_documents_of_the_costs_of_the_law() -> None:
    table, texts = trained("packed"), documents(6, seed=2)
    texts = [text[: 20 + number] for number, text in enumerate(texts)]
    found = by_position(Asked(lambda ids: table[ids]), {"nothing": [], "</s>": [END]}, texts)
    assert found["nothing"][0] is None
    assert [mean is None for mean in found["</s>"]] == [first > 25 for first, _ in PARTS]
    for (first, last), mean in zip(PARTS, found["</s>"], strict=True):
        costs = [[-table[a, b].item() for a, b in pairwise([END, *text])][first - 1 : last] for text in texts]
        each = [sum(some) / len(some) for some in costs if some]
        if mean is not None:
            assert mean.n == len(each)
            assert mean.mean == pytest.approx(sum(each) / len(each), rel=1e-5)
    report = audit(lambda ids: table[ids], None, texts, begin={"</s>": [END]})
    assert report.starts[1].first == found["</s>"][0]


def written(picture: Path) -> set[str]:
    """Return the words that stand in a picture."""
    return {"".join(each.itertext()) for each in ElementTree.parse(picture).iter("{http://www.w3.org/2000/svg}text")}


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_a_picture_is_the_same_bytes_for_the_same_costs_and_others_for_others(suffix: str, tmp_path: Path) -> None:
    table, texts = trained("packed"), documents(6, seed=2)
    starts = {"nothing": [], "$</s>$": [END], "_Ġ\ue000": [START]}
    costs = by_position(Asked(lambda ids: table[ids]), starts, texts)
    paths = [tmp_path / f"{name}{suffix}" for name in "abc"]
    for path, uniform in zip(paths, (3.0, 3.0, 4.0), strict=True):
        draw(path, costs, uniform, "a model")
    one, same, other = (path.read_bytes() for path in paths)
    assert one == same != other
    assert one.startswith(b"<?xml" if suffix == ".svg" else b"\x89PNG")
    assert suffix == ".png" or {*map(repr, starts)} < written(paths[0])


@pytest.mark.filterwarnings("default")
def test_the_command_draws_what_was_read(tmp_path: Path) -> None:
    model, texts, picture = made.saved(tmp_path), tmp_path / "texts.jsonl", tmp_path / "costs.svg"
    asked = ["audit", str(model), "--texts", str(texts), "--picture", str(picture)]
    assert main(asked) == 0
    assert {"'nothing'", "'<s>'", "'a turn'", "the uniform law", "model: 8 documents"} < written(picture)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("costs.pdf", "a picture is a file .svg or .png; given .*costs.pdf"),
        ("no/costs.svg", "there is no folder .*no. Make it"),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_the_model_is_read(
    name: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "no model", "--picture", str(tmp_path / name)]) == 2
    assert re.search(said, capsys.readouterr().err)


def test_a_picture_without_matplotlib_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("firsttoken.audit.picture.find_spec", lambda name: None)
    assert main(["audit", "no model", "--picture", str(tmp_path / "costs.svg")]) == 2
    said = capsys.readouterr().err
    assert "the package matplotlib is missing. Run pip install 'first-token[audit]'." in said


@pytest.mark.filterwarnings("default")
def test_a_picture_that_cannot_be_written_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = made.saved(tmp_path)
    (tmp_path / "costs.svg").mkdir()
    capsys.readouterr()
    asked = ["audit", str(model), "--texts", str(tmp_path / "texts.jsonl"), "--picture", str(tmp_path / "costs.svg")]
    assert main(asked) == 2
    assert "costs.svg cannot be written: Is a directory" in capsys.readouterr().err


@pytest.mark.filterwarnings("default")
def test_a_model_is_put_where_accelerate_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    model, texts = made.saved(tmp_path), tmp_path / "texts.jsonl"
    real, asked = transformers.AutoModelForCausalLM.from_pretrained, []

    def noted(name: str, **options: Any) -> Any:
        asked.append(options.get("device_map"))
        return real(name, **options)

    monkeypatch.setattr(transformers.AutoModelForCausalLM, "from_pretrained", noted)
    capsys.readouterr()
    found = []
    for more in ([], ["--device-map", "auto"]):
        assert main(["audit", str(model), "--texts", str(texts), *more]) == 0
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]
    assert asked == [None, "auto"]
    for wrong in ("cuda:7", "somewhere"):
        assert main(["audit", str(model), "--texts", str(texts), "--device-map", wrong]) == 2
        assert f"{wrong!r} is no device that is here, and none of auto, balanced" in capsys.readouterr().err


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("first", ["cpu", "disk"])
def test_a_model_may_be_spread_over_memory_and_disk(tmp_path: Path, first: str) -> None:
    """Where its first part is on disk, the model names no device to read on."""
    parts = {"model.embed_tokens": first, "model.rotary_emb": "cpu", "model.layers": "disk", "model.norm": "cpu"}
    spread = transformers.AutoModelForCausalLM.from_pretrained(
        made.saved(tmp_path), device_map=parts | {"lm_head": "disk"}, offload_folder=tmp_path / "kept"
    )
    assert spread.device.type == ("cpu" if first == "cpu" else "meta")
    tokenizer, texts = made.tokenizer(prepends=True), made.texts()
    one, other = (audit(each.eval(), tokenizer, texts, name="it") for each in (made.model(), spread))
    assert str(one) == str(other)
    row = torch.tensor([[0, 6, 7, 8]])
    assert Pretrained(spread, tokenizer).costs(row).equal(Pretrained(made.model(), tokenizer).costs(row))


def test_without_accelerate_a_device_map_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "accelerate" else there(name))
    assert main(["audit", "model", "--device-map", "auto"]) == 2
    assert "packages are missing: accelerate. Run pip install 'first-token[audit]'" in capsys.readouterr().err


def test_the_sizes_of_a_model_may_be_nested_in_its_config() -> None:
    network, texts = made.gemma(), made.texts()
    assert not hasattr(network.config, "vocab_size")
    asked = Asked(network)
    assert asked.longest == 32
    report = audit(network, made.tokenizer(prepends=True), [f"{text} {text} {text}" for text in texts])
    assert report.window == 30  # a turn has two ids
    assert report.put == "<s>"
    assert [fact.answer for fact in report.facts if fact.claim == "tokenizer and configs agree"] == [Answer.YES]
