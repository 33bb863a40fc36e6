"""Small inputs that once ended in a wrong number, a wrong line or a page that could not be made; each for its kind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from lockstep.accept import review
from lockstep.edition import Edition
from lockstep.problem import Problem

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

ODD, TWIN, PRIMES, SQUARES = (
    "snippets/odd_sum.py",
    "snippets/twin_primes.py",
    "docs/chapters/primes.md",
    "docs/chapters/squares.md",
)
BOM = b"\xef\xbb\xbf"


def lockstep(root: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lockstep", *arguments]
    environment = {**os.environ, "LOCKSTEP_WHOLE": "false", **surroundings}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def append(file: Path, text: str) -> None:
    file.write_text(file.read_text("utf-8") + text, "utf-8")


def test_a_value_follows_a_file_that_its_program_reads(squares: Path) -> None:
    data = squares / "n.txt"
    data.write_text("1")
    append(squares / TWIN, "\nfrom pathlib import Path\nread = int(Path('n.txt').read_text())\nassert read > 0\n")
    append(squares / PRIMES, "\nThe file says `{python} twin_primes.read`.\n")
    assert Edition.make(squares).value("twin_primes.read") == "1"
    data.write_text("504")
    assert Edition.make(squares).value("twin_primes.read") == "504"


def test_a_program_passes_when_the_file_that_it_lacked_is_there(squares: Path, problems: Problems) -> None:
    append(squares / TWIN, "\nfrom pathlib import Path\nassert Path('needed.txt').exists()\n")
    assert [problem.path for problem in problems()].count(TWIN) == 1
    (squares / "needed.txt").touch()
    assert not [problem for problem in problems() if problem.path == TWIN]


@pytest.fixture(scope="module")
def odd_site(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, BeautifulSoup]:
    """The book with what is strange in it and yet right, built: links, line separators, a BOM."""
    root = tmp_path_factory.mktemp("odd") / "book"
    subprocess.run(["cp", "-r", str(squares_run), str(root)], check=True)
    append(root / PRIMES, "\n## Below\n\n`{python} odd_sum.total`, as said [here](#below) and [there](squares.md).\n")
    program = (root / TWIN).read_text("utf-8")
    program = program.replace("pairs = [", 'NOTE = "pasted\u2028here"\n\npairs = [', 1)
    program = program.replace('print(f"{len', '# --8<-- [start:say]\nprint(f"{len').rstrip("\n")
    program += "\nassert True\n# --8<-- [end:say]\n"
    (root / TWIN).write_text(program, "utf-8")
    text = (root / PRIMES).read_text("utf-8").replace('twin_primes.py"', 'twin_primes.py:say"')
    (root / PRIMES).write_text(text, "utf-8")
    for path in ("docs/index.md", "docs/works.bib", ODD, PRIMES):
        (root / path).write_bytes(BOM + (root / path).read_bytes())
    review(root, lambda question: "y")
    done = lockstep(root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    site = root / "build" / "site"
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.rglob("*.html")
    }


def test_a_link_of_a_sentence_leads_to_its_place_from_every_page_that_says_it(
    odd_site: dict[str, BeautifulSoup],
) -> None:
    said = [
        (page, [link["href"] for link in soup.find_all("a") if link.get_text() in ("here", "there")])
        for page, soup in odd_site.items()
    ]
    assert ("chapters/primes/index.html", ["#below", "../squares/"]) in said


def test_a_line_separator_in_a_program_moves_nothing(odd_site: dict[str, BeautifulSoup]) -> None:
    boxes = [box.get_text() for box in odd_site["chapters/primes/index.html"].find_all("samp")]
    assert len(boxes) == 2, "one in the section and one in the whole program"
    assert all("pairs, the largest" in box for box in boxes)


@pytest.mark.parametrize("sign", ["\\x1b[31mred", "\\x00", "\\x0b", "\\x85", "\\ufeff"])
def test_a_control_character_that_is_printed_is_one_problem_at_its_line(
    sign: str, squares: Path, problems: Problems
) -> None:
    append(squares / TWIN, f"\nprint('a{sign}b')\n")
    found = [problem for problem in problems() if problem.path == TWIN]
    assert [problem.line for problem in found] == [(squares / TWIN).read_text("utf-8").count("\n")]


def test_no_control_character_is_published_and_a_mark_of_the_encoding_is_read_past(
    odd_site: dict[str, BeautifulSoup],
) -> None:
    assert len(odd_site) >= 4
    for page, soup in odd_site.items():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]", str(soup)), page


OVER_A_LINE = {
    "code": "`sum(odds(count),\nstart)`",
    "code in two marks": "``sum(`odds`,\nstart)``",
    "a link": "[some\nwords](squares.md)",
    "a link with a title": '[words](squares.md\n"A title")',
    "a link by name": "[some\nwords][name]",
    "an image": "![some\nwords](picture.png)",
    "emphasis": "*some\nwords*",
    "strong": "**some\nwords**",
    "strong in emphasis": "*some **more\nwords***",
    "a formula": "$a +\nb$",
    "a tag": '<span\nclass="x">word</span>',
    "a comment": "so <!-- some\nwords -->",
    "a hard break": "some\\\nwords",
    "a hard break of blanks": "some  \nwords",
    "an entity": "some &mdash;\nwords",
    "an escape": "some \\*\nwords",
    "an address": "<https://example.org/a>\nwords",
    "code in a link": "[`some\nwords`](squares.md)",
    "a given number": '[some\nwords]{.given source="a\nbook"}',
    "a reference with its place": "[@odd-sum,\nthe sum]",
}


@pytest.mark.parametrize("name", OVER_A_LINE)
@pytest.mark.parametrize("times", [1, 2])
def test_a_problem_after_anything_over_a_line_break_stands_at_its_line(
    name: str, times: int, squares: Path, problems: Problems
) -> None:
    append(squares / PRIMES, f"\nHere is\n{OVER_A_LINE[name]} " * times + "and $17$\nthere.\n\n[name]: squares.md\n")
    lines = (squares / PRIMES).read_text("utf-8").split("\n")
    found = [problem for problem in problems() if "17 is typed" in problem.what]
    assert [problem.line for problem in found] == [lines.index(next(line for line in lines if "$17$" in line)) + 1]


@pytest.mark.parametrize("path", [PRIMES, ODD, "docs/works.bib", "snippets/ledger.lock", "docs/index.md"])
def test_what_is_not_utf_8_is_a_problem_of_its_file(path: str, squares: Path, problems: Problems) -> None:
    (squares / path).write_bytes((squares / path).read_bytes() + b"\n# na\xefve\n")
    (problem,) = problems()
    assert problem.path == path
    assert problem.line == (squares / path).read_bytes().count(b"\n")
    assert "not UTF-8" in problem.what


def test_an_encoding_that_a_program_declares_is_refused(squares: Path, problems: Problems) -> None:
    (squares / ODD).write_bytes(b"# coding: latin-1\n# na\xefve\n" + (squares / ODD).read_bytes())
    (problem,) = problems()
    assert (problem.path, problem.line) == (ODD, 2)


SPELLINGS = ["``` python", "```  python", "```python ", "```py", "```Python", "```\tpython"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_another_spelling_of_a_fence_is_one_problem_at_its_line(
    spelling: str, squares: Path, problems: Problems
) -> None:
    text = (squares / PRIMES).read_text("utf-8")
    (squares / PRIMES).write_text(text.replace("```python", spelling), "utf-8")
    (problem,) = problems()
    assert (squares / problem.path).read_text("utf-8").split("\n")[problem.line - 1] == spelling


def test_two_dollars_of_money_are_one_problem_at_their_line(squares: Path, problems: Problems) -> None:
    append(squares / "docs/index.md", "\nIt costs $5 and $6 now.\n")
    (problem,) = problems()
    assert problem.path == "docs/index.md"
    assert problem.line == (squares / "docs/index.md").read_text("utf-8").count("\n")


def test_accepting_works_on_a_terminal_with_few_characters(squares: Path, replace: Replace) -> None:
    replace(SQUARES, "For every $n", "For every natural number − so to say − and $n")
    done = lockstep(squares, "accept", "odd-sum", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "\\u2212 so to say" in done.stdout
