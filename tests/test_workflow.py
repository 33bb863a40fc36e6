"""The workflow that publishes does what the README says, with actions that nobody can exchange."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
JOBS = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text("utf-8"))["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def test_every_action_is_pinned_by_its_hash() -> None:
    actions = [step["uses"] for step in STEPS if "uses" in step]
    assert actions
    assert [action for action in actions if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []


def test_it_tests_with_the_command_of_the_readme_before_it_publishes() -> None:
    runs = [step["run"] for step in STEPS if "run" in step]
    assert "make test" in runs
    assert runs.index("make test") < runs.index("make build")
    assert JOBS["publish"]["needs"] == "test"
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make test " in readme


def test_it_publishes_the_folder_that_a_build_writes_for_the_address_of_the_site() -> None:
    [build] = [step for step in STEPS if step.get("run") == "make build"]
    [upload] = [step for step in STEPS if "upload-pages-artifact" in step.get("uses", "")]
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert f"site_dir: {upload['with']['path']}\n" in config
    assert [name for name in build["env"] if f"!ENV [{name}," not in config] == []
