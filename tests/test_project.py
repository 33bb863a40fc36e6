"""What a project says of itself is the same in every place, and whoever writes to it finds a form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


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
