"""The workflow runs every check of the Makefile, notices every failure, and publishes what passed.

What runs the checks is itself checked by a list of what it may say: a way to overlook a failure that nobody here has
thought of is not on it.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / ".github/workflows/site.yml").read_text("utf-8")
WORKFLOW = yaml.load(TEXT, yaml.BaseLoader)  # which leaves `on` a word
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")

# Where a test may be skipped, and how often. Whatever else is skipped, or expected to fail, is no test.
SKIPS = {
    "tests/conftest.py": 1,  # what passed before on the same files
    "tests/firsttoken/audit/test_command.py": 1,  # what loads a model is an extra of the package
    "tests/firsttoken/audit/test_gallery.py": 3,  # weights that are no part of a set-up, or other texts
    "tests/firsttoken/audit/test_position.py": 1,  # what loads a model, once more
    "tests/firsttoken/audit/test_reading.py": 1,  # and again
    "tests/firsttoken/audit/test_rows.py": 1,  # and again
    "tests/firsttoken/test_pretrained.py": 1,  # what loads a model, as well
    "tests/firsttoken/test_corpus.py": 1,  # a text that ships with Python differs between versions
    "tests/firsttoken/test_smollm2.py": 1,  # what reads the weights is an extra of the package
    "tests/lockstep/run/test_child.py": 1,  # only Linux tells the threads of a process
    "tests/site/test_offline.py": 1,  # what packs the offline copy comes with Node.js
    "tests/site/test_using.py": 1,  # a chapter has nothing of the kind
}


def commands(job: str) -> list[str]:
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def test_every_action_is_pinned_by_its_hash() -> None:
    actions = [step["uses"] for step in STEPS if "uses" in step]
    assert actions
    assert [action for action in actions if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action)] == []


def found(folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what zizmor says of workflows, without asking anybody."""
    command = [Path(sys.executable).with_name("zizmor"), "--offline", "--no-progress", "--quiet", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_zizmor_finds_no_way_to_abuse_it(tmp_path: Path) -> None:
    ran = found(ROOT / ".github")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    (tmp_path / ".github/workflows").mkdir(parents=True)
    worse = re.sub(r"(actions/checkout)@\S+", r"\1@main", TEXT).replace("contents: read", "contents: write")
    (tmp_path / ".github/workflows/site.yml").write_text(worse)
    assert found(tmp_path / ".github").returncode != 0


def test_nothing_can_be_overlooked() -> None:
    of_job = {"needs", "if", "strategy", "runs-on", "timeout-minutes", "permissions", "environment", "steps"}
    of_step = {"name", "uses", "with", "id", "run", "env"}
    assert WORKFLOW.keys() == {"name", "on", "permissions", "jobs"}
    assert [key for job in JOBS.values() for key in job.keys() - of_job] == []
    assert [key for step in STEPS for key in step.keys() - of_step] == []
    assert {name: job["if"] for name, job in JOBS.items() if "if" in job} == {
        "weekly": "github.event_name == 'schedule'",
        "build": "github.event_name == 'push'",
    }
    for job in JOBS.values():
        assert job.get("strategy", {}).keys() <= {"fail-fast", "matrix"}


def test_every_command_is_a_target_of_the_makefile_and_nothing_else() -> None:
    [targets] = re.findall(r"^\.PHONY: (help .*)$", MAKEFILE, re.MULTILINE)
    weekly = JOBS["weekly"]["strategy"]["matrix"]["target"]
    runs = [run.replace("${{ matrix.target }}", each) for job in JOBS for run in commands(job) for each in weekly]
    assert {run for run in runs if run not in {f"make {target}" for target in targets.split()}} == set()
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    done = [line for line in script if line and not line.startswith("#")]
    assert done == ["set -euo pipefail", 'cd "$(dirname "$0")/.."', "make lint", "make test"]


def test_every_change_is_tested_with_the_oldest_and_the_newest_python_and_on_macos() -> None:
    assert WORKFLOW["on"].keys() == {"push", "pull_request", "schedule"}
    assert WORKFLOW["on"]["push"] == {"branches": ["main"]}
    assert WORKFLOW["on"]["pull_request"] == ""  # of whatever it changes
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["project"]["requires-python"]).groups()
    assert JOBS["test"]["strategy"]["matrix"].keys() == {"include"}
    tested = [(each["system"], each["python"]) for each in JOBS["test"]["strategy"]["matrix"]["include"]]
    for python in (f"3.{low}", f"3.{int(high) - 1}"):
        assert ("ubuntu-latest", python) in tested
    assert "macos-latest" in {system for system, _ in tested}
    assert JOBS["test"]["runs-on"] == "${{ matrix.system }}"
    assert {"python-version": "${{ matrix.python }}"} in [step.get("with") for step in JOBS["test"]["steps"]]
    assert commands("test") == ["make lint", "make test"]


def test_every_week_what_takes_too_long_for_a_change_is_run() -> None:
    assert [re.fullmatch(r"\d+ \d+ \* \* \d", each["cron"]) is None for each in WORKFLOW["on"]["schedule"]] == [False]
    assert commands("weekly") == ["make ${{ matrix.target }}"]
    long = {"bands", "doubt", "flakes", "audit-site", "build-zensical"}
    assert long <= set(JOBS["weekly"]["strategy"]["matrix"]["target"])


def test_it_publishes_what_was_built_after_every_test_passed() -> None:
    assert JOBS["build"]["needs"] == "test"
    assert commands("build") == ["make publish"]
    assert "\npublish: $(READY) ##" in MAKEFILE
    assert JOBS["publish"]["needs"] == "build"
    [build] = [step for step in STEPS if step.get("run") == "make publish"]
    [upload] = [step for step in STEPS if "upload-pages-artifact" in step.get("uses", "")]
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    assert f"site_dir: {upload['with']['path']}\n" in config
    assert [name for name in build["env"] if f"!ENV [{name}," not in config] == []


def test_no_test_is_skipped_or_expected_to_fail_but_those_that_are_counted_here() -> None:
    words = {"skip", "skipif", "xfail", "importorskip", "skipTest", "collect_ignore", "collect_ignore_glob", "__test__"}
    found: dict[str, int] = {}
    for file in sorted((ROOT / "tests").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if getattr(node, "attr", getattr(node, "id", "")) in words:
                name = file.relative_to(ROOT).as_posix()
                found[name] = found.get(name, 0) + 1
    assert found == SKIPS


def test_pytest_collects_every_test() -> None:
    settings = PROJECT["tool"]["pytest"]["ini_options"]
    assert settings["testpaths"] == ["tests", "docs"]
    assert settings["filterwarnings"] == ["error"]
    options = [each for each in settings["addopts"] if each.startswith("-") and not each.startswith("--markdown-docs")]
    assert options == ["-p", "--ignore-glob=docs/**/*.py"]
    assert settings.keys() <= {
        "minversion", "strict", "testpaths", "pythonpath", "norecursedirs", "addopts", "filterwarnings",
        "timeout", "timeout_method",
    }  # fmt: skip
    assert 0 < settings["timeout"] < 60 * int(JOBS["test"]["timeout-minutes"])  # else nobody hears where a test hung
    assert settings["timeout_method"] == "thread"
    folders = {path.name for path in (ROOT / "tests").rglob("*") if path.is_dir()}
    assert [name for name in settings["norecursedirs"] if name in folders] == ["squares"]  # a book to break
