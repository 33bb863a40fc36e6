"""What a project says of itself is the same in every place, and whoever writes to it finds a form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from lockstep.book.settings import load_settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


def test_a_report_opens_a_form_that_is_there_and_fills_its_field() -> None:
    asked = parse_qs(urlsplit(f"{load_settings(ROOT).report}missing-factor").query)
    (form,) = asked.pop("template")
    first = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / form).read_text("utf-8"))["body"][0]
    assert asked == {first["id"]: ["missing-factor"]}


def test_a_citation_names_the_version_the_licences_and_the_essay_that_this_one_expands() -> None:
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["authors"] == PROJECT["authors"]
    assert CITATION["keywords"] == PROJECT["keywords"]
    assert CITATION["license"] == [PROJECT["license"], "CC-BY-4.0"]
    licences = (ROOT / "LICENSE").read_text("utf-8")
    assert "MIT License" in licences
    assert "licenses/by/4.0" in licences
    (expanded,) = CITATION["references"]
    assert expanded["url"] in (ROOT / "docs/index.md").read_text("utf-8")


def test_the_newest_change_is_of_the_version_that_stands_in_the_project() -> None:
    headings = [line for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines() if line.startswith("## ")]
    assert headings[0] == f"## {PROJECT['version']}"
    day = CITATION["date-released"]
    assert f"{headings[0]}\n\n{day.day} {day:%B %Y}.\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_form_can_be_filled_in(form: Path) -> None:
    said: dict[str, Any] = yaml.safe_load(form.read_text("utf-8"))
    assert {"name", "description", "body"} <= said.keys()
    fields = [each for each in said["body"] if each["type"] != "markdown"]
    assert all(each["attributes"]["label"] for each in fields)
    assert len({each["id"] for each in fields}) == len(fields)
    assert any(each.get("validations", {}).get("required") for each in fields)


def test_before_a_commit_runs_what_the_workflow_runs() -> None:
    before = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    entries = [hook["entry"] for repository in before["repos"] for hook in repository["hooks"]]
    assert all(f"run: {entry}" in (ROOT / ".github/workflows/site.yml").read_text("utf-8") for entry in entries)
