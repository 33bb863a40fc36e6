"""Three hundred broken books: each ends in problems with file, line and remedy, or can be shown; never in a traceback.

Each is the small book with one thing broken, as disks, editors, encodings, merges and fingers break things: which one
is decided by its number, so that a failure can be repeated.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from mkdocs.utils.yaml import yaml_load

from lockstep.book.text import unprintable
from lockstep.edition import Edition
from lockstep.problem import BookError, Problem
from lockstep.site.census import check_census
from lockstep.site.document import Document
from lockstep.site.marks import check_marks

SETTINGS = "mkdocs.yml"
PAGES = ("docs/index.md", "docs/chapters/squares.md", "docs/chapters/primes.md", "docs/reference/arithmetic.md")
PROGRAMS = ("snippets/odd_sum.py", "snippets/twin_primes.py", "snippets/fig_squares.py")
OTHERS = ("docs/works.bib", "snippets/ledger.lock")
LIBRARY = "arithmetic/__init__.py"

SIGNS = ["(", ")", "[", "]", "{", "}", "`", "$", '"', '"""', "\\", ":", "#", "\n---\n", "\n///\n", "\n```\n", "<", "\t"]
SIGNS += ["<!--", "\n<<<<<<< ours\n", "\n    x\n", "{python} ", "[@", "](", "\n- ", "&", "|", "%", "\n\n\n"]
BYTES = [b"\0", b"\x1b[31m", b"\xff", b"\xef\xbb\xbf", "\u2028".encode(), b"\xc2\x85", b"\x0c", b"\r", b"\xed\xa0\x80"]
LEFT = [".#{}", "._{}", "{}~", "#{}#", ".{}.swp", ".DS_Store"]
VALUES = ["soon", "[a]", "[]", "{a: b}", "3", "-1.5", "null", "true", '""', "2024-01-01", "*a", "!!set {a}", "|", "'"]

Break = Callable[[random.Random, Path], None]


def flip(dice: random.Random, file: Path) -> None:
    """Change one bit."""
    data = bytearray(file.read_bytes())
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    file.write_bytes(data)


def cut(dice: random.Random, file: Path) -> None:
    """Cut a file off, as a disk that is full does."""
    data = file.read_bytes()
    file.write_bytes(data[: dice.randrange(len(data))])


def insert_bytes(dice: random.Random, file: Path) -> None:
    data = file.read_bytes()
    at = dice.randrange(len(data))
    file.write_bytes(data[:at] + dice.choice(BYTES) + data[at:])


def insert_sign(dice: random.Random, file: Path) -> None:
    text = file.read_text("utf-8")
    at = dice.randrange(len(text))
    file.write_text(text[:at] + dice.choice(SIGNS) + text[at:], "utf-8")


def recode(dice: random.Random, file: Path) -> None:
    """Save a file as something that is not UTF-8, or with a mark of its encoding, or with other line ends."""
    text = file.read_text("utf-8")
    encoding = dice.choice(["latin-1", "utf-16", "utf-8-sig", "utf-32", "cp1252", "crlf", "cr"])
    if encoding in ("crlf", "cr"):
        file.write_bytes(text.replace("\n", {"crlf": "\r\n", "cr": "\r"}[encoding]).encode())
    else:
        file.write_bytes(f"{text}\n# é\n".encode(encoding, errors="replace"))


def move_lines(dice: random.Random, file: Path) -> None:
    """Leave a line out, write it twice, or swap two."""
    lines = file.read_text("utf-8").split("\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(3):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, lines[one])
        case _:
            lines[one], lines[other] = lines[other], lines[one]
    file.write_text("\n".join(lines), "utf-8")


def set_a_value(dice: random.Random, file: Path) -> None:
    """Give a setting a value of another type."""
    lines = file.read_text("utf-8").split("\n")
    at = dice.choice([number for number, line in enumerate(lines) if ":" in line or line.lstrip().startswith("- ")])
    head = lines[at].partition(":")[0] + ":" if ":" in lines[at] else lines[at][: lines[at].index("-") + 1]
    lines[at] = f"{head} {dice.choice(VALUES)}"
    file.write_text("\n".join(lines), "utf-8")


def leave(dice: random.Random, file: Path) -> None:
    """Leave what editors and systems leave, beside a file."""
    name = dice.choice(
        [".#{}", "._{}", "{}~", "#{}#", ".{}.swp", ".DS_Store", "copy-{}", "dir-{}", "link-{}", "out-{}"]
    )
    beside = file.with_name(name.format(file.name))
    if name.startswith("dir"):
        beside.mkdir()
    elif name.startswith(("link", ".#")):
        beside.symlink_to(file.with_name("nothing"))
    elif name.startswith("out"):
        beside.symlink_to(Path(__file__))
    else:
        beside.write_bytes(b"\0\xff\xfe" + file.read_bytes()[:40])


ANY: tuple[Break, ...] = (flip, cut, insert_bytes, insert_sign, recode, move_lines, leave)


def broken() -> Iterator[tuple[int, Break, str]]:
    """Yield the books: what is broken, and in which file."""
    dice = random.Random(12)
    for number in range(312):
        if number % 4 == 0:
            yield number, dice.choice([set_a_value, set_a_value, *ANY]), SETTINGS
        elif number % 12 == 1:
            yield number, dice.choice(ANY), dice.choice([*PROGRAMS, *PROGRAMS, LIBRARY])
        elif number % 4 == 1:
            yield number, dice.choice(ANY), dice.choice(OTHERS)
        else:
            yield number, dice.choice(ANY), dice.choice(PAGES)


@pytest.fixture(scope="module")
def home(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken") / "book"


@pytest.mark.parametrize(("number", "how", "path"), list(broken()))
def test_a_broken_book_says_what_is_wrong_or_can_be_shown(
    number: int, how: Break, path: str, home: Path, squares_run: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(squares_run, home)
    settings = home / SETTINGS
    settings.write_text(settings.read_text("utf-8").replace("time_limit: 600", "time_limit: 60"), "utf-8")
    how(random.Random(number), home / path)
    try:
        edition = Edition.make(home)
        problems = list(edition.problems) or shown(edition, monkeypatch)
    except BookError as error:
        problems = error.problems
    for problem in problems:
        assert_useful(problem, home)


def assert_useful(problem: Problem, root: Path) -> None:
    """A problem stands at a line of a file that is there, or at the first of one that is not."""
    file = root / problem.path
    count = file.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1 if file.is_file() else 1
    assert 1 <= problem.line <= count, problem
    assert problem.what.strip()
    assert problem.remedy.strip()
    assert "Traceback" not in problem.what
    assert not unprintable(str(problem)), problem


def shown(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> list[Problem]:
    """Make the pages of a book without problems; return what a build would find in them."""
    root = edition.book.settings.root
    monkeypatch.chdir(root)
    listed = yaml_load((root / SETTINGS).read_text("utf-8-sig"))["markdown_extensions"]
    given = {name: options or {} for each in listed if isinstance(each, dict) for name, options in each.items()}
    names = [each if isinstance(each, str) else next(iter(each)) for each in listed]
    documents = []
    for page in edition.book.pages:
        html = Markdown(extensions=names, extension_configs=given).convert(page.text)
        assert not unprintable(html)
        assert html.strip() or not page.text.strip()
        soup = BeautifulSoup(f"<article>{html}</article>", "html.parser")
        documents.append(Document(page.uri.replace(".md", ".html"), soup, page.path, page.text, page))
    return [*check_marks(tuple(documents)), *check_census(edition, tuple(documents))]
