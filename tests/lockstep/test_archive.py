"""The archive of programs and library: what is in it, that it runs alone, and that two of them are the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from lockstep.accept import review
from lockstep.book.settings import load_settings
from lockstep.problem import BookError
from lockstep.site.archive import ARCHIVE, FOLDER, write_archive

SETTING = "      time_limit: 600\n"


@pytest.fixture
def book(squares: Path, replace: Callable[[str, str, str], None]) -> Path:
    """The book, with a page that says how to run it, and a licence to pack."""
    (squares / "LICENSE").write_text("Do as you like.\n", "utf-8")
    (squares / "docs" / "run.md").write_text(f"# Run it\n\n[All of it](generated/{ARCHIVE}).\n", "utf-8")
    replace("mkdocs.yml", SETTING, f"{SETTING}      run: run.md\n      packed: [LICENSE]\n")
    replace("mkdocs.yml", "  - index.md\n", "  - index.md\n  - run.md\n")
    return squares


def archive(root: Path) -> Path:
    settings = load_settings(root)
    write_archive(settings)
    return root / settings.generated / ARCHIVE


def test_it_holds_the_programs_the_library_and_what_is_named(book: Path) -> None:
    (book / "arithmetic" / "__pycache__").mkdir(exist_ok=True)
    (book / "arithmetic" / "__pycache__" / "x.pyc").write_bytes(b"")
    with ZipFile(archive(book)) as packed:
        names = packed.namelist()
        assert all(packed.read(name) == (book / name.removeprefix(f"{FOLDER}/")).read_bytes() for name in names)
        # A file that everybody may read, as unpacked by whichever system.
        assert {(each.create_system, each.external_attr >> 16) for each in packed.infolist()} == {(3, 0o644)}
    programs = [f"{FOLDER}/snippets/{path.name}" for path in (book / "snippets").glob("*.py")]
    assert names == sorted([*programs, f"{FOLDER}/LICENSE", f"{FOLDER}/arithmetic/__init__.py"])
    assert len(programs) == 3


def test_a_program_runs_from_it_alone(book: Path, tmp_path: Path) -> None:
    with ZipFile(archive(book)) as packed:
        packed.extractall(tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere" / FOLDER
    command = [sys.executable, "snippets/odd_sum.py"]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout


def test_two_of_the_same_sources_are_the_same_bytes(book: Path, tmp_path: Path) -> None:
    one = archive(book)
    other = Path(shutil.copytree(book, tmp_path / "other name", ignore=shutil.ignore_patterns("generated")))
    for number, file in enumerate(path for path in other.rglob("*") if path.is_file()):
        os.utime(file, (10**8 + number, 10**8 + number))
        file.chmod(0o600)
    assert archive(other).read_bytes() == one.read_bytes()
    written = one.stat().st_mtime_ns
    assert archive(book).stat().st_mtime_ns == written, "it was written anew, and a server would build again"
    (book / "LICENSE").write_text("Ask first.\n", "utf-8")
    assert archive(book).read_bytes() != archive(other).read_bytes()


def test_a_book_that_packs_nothing_has_none(book: Path, replace: Callable[[str, str, str], None]) -> None:
    path = archive(book)
    replace("mkdocs.yml", "packed: [LICENSE]", "packed: []")
    assert archive(book) == path
    assert not path.exists()


def test_it_is_beside_the_site_and_each_statement_leads_to_the_page_that_says_how(book: Path) -> None:
    surroundings = {**os.environ, "LOCKSTEP_WHOLE": "false"}
    review(book, lambda question: "y")
    command = [sys.executable, "-m", "lockstep", "build"]
    run = subprocess.run(command, cwd=book, env=surroundings, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    site = book / "build" / "site"
    page = BeautifulSoup((site / "run" / "index.html").read_text("utf-8"), "html.parser")
    [link] = [each["href"] for each in page.select("article a[href$='.zip']")]
    assert (site / "run" / str(link)).resolve().read_bytes() == archive(book).read_bytes()
    chapter = BeautifulSoup((site / "chapters" / "squares" / "index.html").read_text("utf-8"), "html.parser")
    [footer] = chapter.select("#odd-sum footer")
    said = "Evidence: odd_sum.py · run it · ledger · link"
    assert footer.get_text() == said
    leads = [each["href"] for each in footer.select("a")]
    assert leads == ["#program-odd-sum", "../../run/", "../../#ledger-odd-sum", "#odd-sum"]


def test_what_the_settings_name_must_be_there(book: Path, replace: Callable[[str, str, str], None]) -> None:
    replace("mkdocs.yml", "run: run.md", "run: runs.md")
    replace("mkdocs.yml", "packed: [LICENSE]", "packed: [LICENCE]")
    with pytest.raises(BookError) as caught:
        load_settings(book)
    lines = (book / "mkdocs.yml").read_text("utf-8").splitlines()
    found = {each.what: lines[each.line - 1].strip() for each in caught.value.problems}
    assert found == {
        "packed: there is no file LICENCE": "packed: [LICENCE]",
        "run: there is no page runs.md": "run: runs.md",
    }
    assert all(each.remedy for each in caught.value.problems)
