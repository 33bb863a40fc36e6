"""The command says what it found, and what is wrong with what it was given, in its exit code as well."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("transformers")

from checkout import ROOT

from audit import made
from firsttoken.audit import SCHEMA, Verdict
from firsttoken.audit.command import main
from firsttoken.audit.report import _RESTS_ON


@pytest.mark.filterwarnings("default")
def test_it_prints_a_report_and_answers_a_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, texts = made.saved(tmp_path), tmp_path / "texts.jsonl"
    capsys.readouterr()
    asked = ["audit", str(model), "--texts", str(texts)]
    assert main([*asked, "--check", "cannot tell"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "As it is called, the model reads '<s>' first: cannot tell." in said.out
    assert main([*asked, "--json", "--start", "She"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["schema"], found["put"], found["documents"], found["verdict"]) == (SCHEMA, "She", 8, "cannot tell")
    assert {"rests_on", "ids", "verdict", "first", "signs"} < set(found["starts"][0])
    assert found["starts"][0]["first"] is None
    assert found["starts"][0]["verdict"] == "undefined"
    assert main([*asked, "--check", "beginnings"]) == 1
    assert "it is 'cannot tell'" in capsys.readouterr().err
    for name in ("one.txt", "two.txt"):
        (tmp_path / "folder").mkdir(exist_ok=True)
        (tmp_path / "folder" / name).write_text(made.texts()[name == "one.txt"])
    assert main(["audit", str(model), "--texts", str(tmp_path / "folder"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 2


def bad_line(folder: Path) -> list[str]:
    (folder / "texts.jsonl").write_text('{"text": "She"}\nShe loves')
    return [str(folder), "--texts", str(folder / "texts.jsonl")]


def not_utf8(folder: Path) -> list[str]:
    (folder / "texts.jsonl").write_bytes(b"\xff\xfe")
    return [str(folder), "--texts", str(folder / "texts.jsonl")]


def truncated(folder: Path) -> list[str]:
    (folder / "model.gguf").write_bytes(b"GGUF\x03\x00\x00\x00")
    return [str(folder / "model.gguf")]


def another_file(folder: Path) -> list[str]:
    (folder / "model.gguf").write_bytes(b"PK\x03\x04")
    return [str(folder / "model.gguf")]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (lambda folder: [str(folder / "model.gguf")], "there is no file or folder .*model.gguf. Check the path"),
        (
            lambda folder: [str(folder), "--texts", str(folder / "no")],
            "there is no file or folder .*no. Check the path",
        ),
        (bad_line, r"texts.jsonl:2: a line is a text as JSON, or \{\"text\": …\}; given 'She loves'"),
        (not_utf8, "texts.jsonl cannot be read as text"),
        (truncated, "model.gguf has no tokenizer that can be read"),
        (another_file, r"model.gguf is no GGUF file: it begins with b'PK"),
        (lambda folder: [str(folder)], "has no tokenizer that can be read"),
    ],
)
def test_bad_input_is_one_clear_line_and_two(
    given: Callable[[Path], list[str]], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", *given(tmp_path)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert line.startswith("firsttoken audit: ")
    assert re.search(said, line)


@pytest.mark.parametrize("given", [[], ["model", "--check", "generative"], ["model", "--documents", "0"]])
def test_what_is_asked_wrongly_is_two_as_well(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["audit", *given])
    assert refused.value.code == 2
    assert "usage: firsttoken" in capsys.readouterr().err


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["audit", "model"]) == 2
    assert "pip install 'first-token[audit]'" in capsys.readouterr().err


def test_the_library_imports_neither_the_audit_nor_transformers() -> None:
    program = "import sys, firsttoken; print([m for m in sys.modules if m in ('transformers', 'firsttoken.audit')])"
    program += "; import firsttoken.audit; print('transformers' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\nFalse\n"


@pytest.mark.depends("docs/essay", "src/firsttoken/audit", "tests/firsttoken/audit")
def test_what_an_answer_rests_on_is_a_statement_of_the_essay() -> None:
    pages = "".join(page.read_text() for page in (ROOT / "docs" / "essay").glob("*.md"))
    there = set(re.findall(r"^    id: ([\w-]+)$", pages, re.MULTILINE))
    sources = "".join(path.read_text() for path in (ROOT / "src/firsttoken/audit").glob("*.py"))
    named = set(re.findall(r'"([a-z]+-[a-z]+)"\)', sources)) | {"separator"} | set(_RESTS_ON.values())
    assert {"bos-loss", "no-gradient", "chain-rule"} < named
    assert named <= there
    assert set(_RESTS_ON) == set(Verdict)
