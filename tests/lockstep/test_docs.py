"""The documentation of lockstep: who follows it gets what it says, and it leaves nothing out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import lockstep
from lockstep.accept import review
from lockstep.book.front import SHOWN as FRONT
from lockstep.book.model import STATEMENT_KINDS
from lockstep.book.page import OTHER_KINDS
from lockstep.book.prose import SHOWN
from lockstep.book.schema import OPTIONS
from lockstep.edition import Edition
from lockstep.site import check_site

OWN = Path(lockstep.__file__).parent
DOCS = OWN / "docs"
#: A fence, and before it the file that it is, if it is one.
_FENCE = re.compile(r"(?:^`([^`\n]+)`:\n\n)?^(`{3,})(\w+)\n(.*?)^\2$", re.DOTALL | re.MULTILINE)
_SETS_UP = ("python3 -m venv", ". .venv", "pip install")  # tests/test_setup.py does this


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def run(command: str, root: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = ["sh", "-c", command]
    done = subprocess.run(
        shell, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def dice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book of the page on another essay, made by following that page alone."""
    root = tmp_path_factory.mktemp("another") / "book"
    root.mkdir()
    for path, _, language, body in _FENCE.findall(text("another.md")):
        if path:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(body, "utf-8")
        elif language == "sh":
            for command in body.splitlines():
                if not command.startswith(_SETS_UP):
                    run(command, root)
    return root


def test_who_follows_the_page_has_a_site_of_another_essay(dice: Path) -> None:
    edition, site = Edition.make(dice), dice / "build" / "site"
    assert edition.problems == ()
    assert check_site(edition, site) == []
    chapter = (site / "chapters/dice/index.html").read_text("utf-8")
    assert "The mean of a fair die" in chapter
    assert "3.5" in chapter
    assert "1 · One die" in chapter
    assert "· None" not in chapter
    assert "assets/all-" in chapter  # with the look of the theme


def test_what_the_page_on_another_essay_installs_is_lockstep_as_it_says() -> None:
    command = r"^pip install --constraint \.\./first-token/(\S+) \.\./first-token/(\S+)$"
    [(pins, folder)] = re.findall(command, text("another.md"), re.MULTILINE)
    assert (OWN.parents[1] / pins).is_file()
    [name] = re.findall(r"installs lockstep alone, as `([\w-]+)`", text("another.md"))
    project = tomllib.loads((OWN.parents[1] / folder / "pyproject.toml").read_text("utf-8"))
    assert project["project"]["name"] == name  # tests/test_packages.py builds it and says what it needs


def test_the_examples_of_the_guide_are_one_page_that_lockstep_takes(dice: Path, tmp_path: Path) -> None:
    root = tmp_path / "book"
    run(f"cp -R '{dice}' '{root}'", tmp_path)
    page = root / "docs/chapters/guide.md"
    pieces = []
    for path, _, language, body in _FENCE.findall(text("guide.md")):
        if path:
            (root / path).write_text(body, "utf-8")
        elif language == "markdown":
            pieces.append(body)
    page.write_text("\n".join(pieces), "utf-8")
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("  - reference", "  - chapters/guide.md\n  - reference"), "utf-8"
    )
    assert len(pieces) > 6
    review(root, lambda _: "y")
    assert [str(each) for each in Edition.make(root).problems] == []
    run("python -m lockstep build", root)
    assert 'id="fig-two"' in (root / "build/site/chapters/guide/index.html").read_text("utf-8")


def test_the_guide_leaves_nothing_out() -> None:
    guide = text("guide.md")
    named = {*STATEMENT_KINDS, *OTHER_KINDS, *SHOWN} - set(re.findall(r"`(?:/// )?(\w+)", guide))
    assert named - {"figure"} == set()
    assert "/// figure |" in guide
    assert [name for name in FRONT if f"\n{name}: " not in guide and f"\n{name}:\n" not in guide] == []
    options = re.findall(r"^\| `(\w+)` \| ", guide, re.MULTILINE)
    assert sorted(options) == sorted(OPTIONS)
    said = run("python -m lockstep --help", DOCS)
    commands = re.search(r"\{([\w,]+)\}", said)
    assert commands
    assert sorted(re.findall(r"^\| `lockstep (\w+)` \| ", guide, re.MULTILINE)) == sorted(commands[1].split(","))


def test_the_map_has_every_room_in_the_order_of_the_package() -> None:
    rooms = re.findall(r"^`(\w+)` ", str(lockstep.__doc__), re.MULTILINE)
    drawn = re.findall(r"^\| `(\w+)` \| ", text("map.md"), re.MULTILINE)
    assert drawn == [each for each in rooms if each != "accept"]
    there = {file.stem for file in OWN.iterdir() if file.suffix == ".py" or file.is_dir()} - {"__init__", "__pycache__"}
    assert there == set(re.findall(r"`(\w+)`", text("map.md"))) & there
    files = re.findall(r"`(?:[\w]+/)*\w+\.py`", text("map.md"))
    missing = [name for name in files if "snippets" not in name and not (OWN / name.strip("`")).is_file()]
    assert missing == []
    assert len(files) > 15


@pytest.mark.parametrize("name", ["another.md", "guide.md", "map.md"])
def test_its_links_lead_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:|chapters/)([\w./-]+)\)", text(name)):
        assert (DOCS / target).is_file(), target
