"""Labs as pages of the site: its own, left out of a preview, and without numbers that nobody vouches for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from odd_lab import LAB, with_lab

import lockstep.lab.hooks
from lockstep.accept import review


@pytest.fixture(scope="module")
def built(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with a lab, built once."""
    root = with_lab(Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("lab") / "book")))
    config = root / "mkdocs.yml"
    text = config.read_text("utf-8")
    plugin = "  - mkdocs-jupyter:\n      enabled: !ENV [LOCKSTEP_WHOLE, true]\n"
    plugin += "      include: [lab/*.py, labs/*.ipynb]\n      include_source: true\n      ignore_h1_titles: true\n"
    text = text.replace("  - search\n", f"  - search\n{plugin}")
    text = text.replace("  - Reference:\n", "  - Labs:\n      - How odd: lab/odd.py\n  - Reference:\n")
    config.write_text(f"{text}hooks: [{lockstep.lab.hooks.__file__}]\n", "utf-8")
    return root


def build(root: Path, **surroundings: str) -> Path:
    command = [sys.executable, "-m", "lockstep", "build"]
    environment = {**os.environ, **surroundings}
    review(root, lambda question: "y")
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "build" / "site"


def test_a_page_is_the_sites_own(built: Path) -> None:
    site = build(built)
    page = BeautifulSoup((site / "lab" / "odd" / "index.html").read_text("utf-8"), "html.parser")
    [lab] = page.select(".jp-Notebook")
    assert lab.select("style, script, clipboard-copy, img, .clipboard-copy-txt") == []
    assert [each["id"] for each in lab.select("h1, h2")] == ["how-odd", "a-picture"]
    assert len(lab.select(".ls-math math")) == 1
    assert [each.get_text() for each in lab.select(".ls-output samp")] == ["81", "that is all"]
    [table] = lab.select(".ls-output table")
    cells = [[cell.get_text() for cell in row.select("th, td")] for row in table.select("tr")]
    assert cells == [["what", "of `<|x|>`"], ["'<|a&b|>'", "5"], ["", "6"]]
    assert [each["scope"] for each in table.select("th")] == ["col", "col", "row"]  # nothing names the last row
    links = {(each.get_text(), each["href"]) for each in lab.select("a.ls-api")}
    assert ("odds", "../../reference/arithmetic/#arithmetic.odds") in links
    [drawing] = lab.select(".ls-drawing")
    assert (drawing["role"], drawing["aria-label"]) == ("img", "A line that rises & rises.")
    assert "var(--ls-1)" in str(drawing.svg)
    assert "It rises" not in drawing.svg.get_text()
    assert lab.select_one("figure#figure-1 > figcaption").get_text() == "Figure 1 It rises & rises."
    [download] = lab.select(".ls-download a")
    assert (site / "lab" / "odd" / str(download["href"])).is_file()
    assert re.search(r"href=\"[^\"]*lab\.css", str(page)) is None, "this book has no theme of lockstep's"


def test_a_preview_leaves_labs_out(built: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(built / "build" / "preview")]
    surroundings = {**os.environ, "LOCKSTEP_WHOLE": "false", "LOCKSTEP_SERVE": "1"}
    subprocess.run(command, cwd=built, env=surroundings, capture_output=True, check=True)
    assert not (built / "build" / "preview" / "lab" / "odd").exists()
    assert 'href="lab/odd.py"' in (built / "build" / "preview" / "index.html").read_text("utf-8")


def test_a_number_typed_into_the_text_of_a_lab_stops_the_build_at_its_line(built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(built, tmp_path / "book"))
    with_lab(root, LAB.replace("once more", "7001 times").replace('"It rises', 'f"{odds(2)[1] + 4} rises'))
    review(root, lambda question: "y")
    command = [sys.executable, "-m", "lockstep", "build"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.findall(r"^(\S+): (nothing says where \S+)", done.stderr, re.M) == [
        ("docs/lab/odd.py:4", "nothing says where 7001")
    ], done.stderr
