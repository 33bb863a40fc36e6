"""The API reference: every public name documented once and used, names in code that lead to it, and who uses what."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urldefrag

import pytest

from lockstep.accept import review
from lockstep.book import Book
from lockstep.book.model import Page
from lockstep.book.settings import Settings
from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.render.page import Context

Replace = Callable[[str, str, str], None]
Problems = Callable[[], tuple[Problem, ...]]

LIBRARY, API = "arithmetic/__init__.py", "docs/reference/arithmetic.md"
CUBE = '\n\ndef cube(number: int) -> int:\n    """Return a third power."""\n    return number**3\n'
USE = "from arithmetic import cube\n\nprint(cube(2))\n"
LAB = f"# %% [markdown]\n# # Cubes\n\n# %%\n{USE}"
ANCHOR = re.compile(r'<a class="ls-api" href="([^"]*)">(\w+)</a>')


def line_of(root: Path, path: str, text: str) -> int:
    lines = (root / path).read_text("utf-8").splitlines()
    return max(number for number, line in enumerate(lines, 1) if text in line)


def add(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(exist_ok=True)
    file.write_text((file.read_text("utf-8") if file.exists() else "") + text, "utf-8")


def test_a_public_name_that_no_page_documents(squares: Path, replace: Replace, problems: Problems) -> None:
    replace(API, "\n::: arithmetic.is_prime\n", "")
    (problem,) = problems()
    assert (problem.path, problem.line) == (LIBRARY, line_of(squares, LIBRARY, "def is_prime"))
    assert problem.what == "no page documents the public name arithmetic.is_prime"
    assert problem.remedy == f"add `::: arithmetic.is_prime` to {API}"


def test_a_public_name_that_is_documented_twice(squares: Path, problems: Problems) -> None:
    first = line_of(squares, API, "::: arithmetic.odds")
    add(squares, API, "\n::: arithmetic.odds\n")
    (problem,) = problems()
    assert (problem.path, problem.line) == (API, line_of(squares, API, "::: arithmetic.odds"))
    assert problem.what == f"arithmetic.odds is documented already, at {API}:{first}"


def test_an_entry_of_nothing(squares: Path, problems: Problems) -> None:
    add(squares, API, "\n::: arithmetic.is_prim\n")
    (problem,) = problems()
    assert (problem.path, problem.line) == (API, line_of(squares, API, "is_prim"))
    assert problem.what == "the library has no arithmetic.is_prim"
    assert problem.remedy == "did you mean arithmetic.is_prime, arithmetic.odds?"


def test_an_entry_under_another_name(squares: Path, problems: Problems) -> None:
    add(squares, "arithmetic/powers.py", '"""Powers."""' + CUBE)
    add(squares, LIBRARY, "\n\nfrom arithmetic.powers import cube\n")
    add(squares, API, "\n::: arithmetic.cube\n")
    (problem,) = problems()
    assert (problem.path, problem.line) == (API, line_of(squares, API, "cube"))
    assert problem.remedy == "document it where it is defined: `::: arithmetic.powers.cube`"


@pytest.fixture
def cube(squares: Path) -> Path:
    """A book with a public name that its snippets do not use."""
    add(squares, LIBRARY, CUBE)
    add(squares, API, "\n::: arithmetic.cube\n")
    return squares


def test_a_public_name_that_nothing_uses(cube: Path, problems: Problems) -> None:
    (problem,) = problems()
    assert (problem.path, problem.line) == (LIBRARY, line_of(cube, LIBRARY, "def cube"))
    assert problem.what == "no snippet, lab or command uses the public name arithmetic.cube"
    assert problem.remedy == "use it in one, or remove it from the library"


@pytest.mark.parametrize("path", ["docs/lab/cubes.py", "arithmetic/__main__.py"], ids=["lab", "command"])
def test_a_lab_and_the_library_s_own_command_use_names(path: str, cube: Path, problems: Problems) -> None:
    add(cube, path, LAB if path.startswith("docs") else USE.replace("arithmetic", "."))
    assert problems() == ()


def test_a_class_that_a_used_function_returns_is_used(squares: Path, replace: Replace, problems: Problems) -> None:
    replace(LIBRARY, "list[int]", "list[Odd]")
    replace(LIBRARY, "[2 * each", "[Odd(2 * each")
    replace(LIBRARY, "+ 1 for", "+ 1) for")
    add(squares, LIBRARY, '\n\nclass Odd(int):\n    """An odd number."""\n')
    add(squares, API, "\n::: arithmetic.Odd\n")
    assert problems() == ()


def build(root: Path, **environment: str) -> Path:
    """Build a book with MkDocs; return the folder of its site."""
    review(root, lambda question: "y")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(root / "site")]
    environment = dict(os.environ) | {"NO_MKDOCS_2_WARNING": "1"} | environment
    built = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return root / "site"


def lost(site: Path) -> list[str]:
    """Return the links from code that lead to no anchor, or to no page."""
    found = []
    for file in site.rglob("*.html"):
        for href, _ in ANCHOR.findall(file.read_text("utf-8")):
            path, anchor = urldefrag(href)
            here = file.relative_to(site).parent.as_posix()
            target = site / posixpath.normpath(posixpath.join(here, path)) if path else file
            target = target / "index.html" if path.endswith("/") else target
            if not target.is_file() or (anchor and f'id="{anchor}"' not in target.read_text("utf-8")):
                found.append(f"{file}: {href}")
    return found


@pytest.fixture(scope="module")
def site(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with a lab, a public name that only this uses, and a program on its first page; built once."""
    root = Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("api") / "book"))
    _with_lone(root)
    add(root, LIBRARY, CUBE)
    add(root, API, "\n::: arithmetic.cube\n")
    add(root, "docs/lab/cubes.py", LAB)
    return build(root)


def _with_lone(root: Path) -> None:
    add(root, "docs/index.md", '\n```python\n--8<-- "lone.py"\n```\n')
    add(root, "snippets/lone.py", "import arithmetic\n\nassert arithmetic.odds(1) == [1]\n")


def _assert_names_lead(site: Path, page: str, entry: str) -> None:
    links = ANCHOR.findall((site / page).read_text("utf-8"))
    assert links[:2] == [(entry, "arithmetic"), (f"{entry}#arithmetic.is_prime", "is_prime")]
    assert len(links) == 2  # a name is a link once in a box
    top = entry.lstrip("./")
    links = ANCHOR.findall((site / "index.html").read_text("utf-8"))
    assert links == [(top, "arithmetic"), (f"{top}#arithmetic.odds", "odds")]
    assert lost(site) == []


def test_names_in_code_lead_to_their_entries(site: Path) -> None:
    _assert_names_lead(site, "chapters/primes/index.html", "../../reference/arithmetic/")


def test_names_in_code_lead_to_their_entries_where_a_page_is_a_file(squares: Path, replace: Replace) -> None:
    replace("mkdocs.yml", "use_directory_urls: true", "use_directory_urls: false")
    _with_lone(squares)
    _assert_names_lead(build(squares), "chapters/primes.html", "../reference/arithmetic.html")


def test_a_section_links_each_name_once_and_the_whole_program_none(site: Path) -> None:
    page = (site / "chapters/squares/index.html").read_text("utf-8")
    boxes = [part.partition("</code>")[0] for part in page.split('<div class="ls-snippet"')[1:]]
    assert [[name for _, name in ANCHOR.findall(box)] for box in boxes] == [
        ["odds"],
        ["odds"],
        [],
        ["arithmetic", "odds"],
    ]


def test_an_entry_lists_the_statements_that_use_it(site: Path) -> None:
    page = (site / "reference/arithmetic/index.html").read_text("utf-8")
    used = re.findall(r'<div class="ls-used">\s*<p>(.*?)</p>', page)
    said = [re.sub(r"<[^>]*>", "", each) for each in used]
    assert said == ["Used by Odd numbers add up to squares (1.1).", "Used by Twin primes (2.1)."]
    assert 'href="../../chapters/primes/#twin-primes"' in used[1]
    entry = page.index('id="arithmetic.is_prime"')
    assert entry < page.index(used[1]) < page.index('id="arithmetic.cube"')


def test_a_preview_has_every_anchor_and_a_summary(squares: Path, replace: Replace) -> None:
    summary = "Return the first odd numbers: 1, 3, 5 and so on."
    replace("arithmetic/__init__.py", summary, f"{summary} Neither `$ < $` nor `a_1 * b_1 * c` is a formula.")
    site = build(squares, LOCKSTEP_WHOLE="false")
    page = (site / "reference/arithmetic/index.html").read_text("utf-8")
    assert (
        '<h2 id="arithmetic.odds"><code>odds</code></h2><p>Return the first odd numbers: 1, 3, 5 and so on. '
        "Neither <code>$ &lt; $</code> nor <code>a_1 * b_1 * c</code> is a formula.</p>" in page
    )
    assert "Used by " in page
    assert "::: " not in page
    assert lost(site) == []


@pytest.mark.parametrize(
    ("here", "there", "directories", "files"),
    [
        ("index.md", "a/b.md", "a/b/#x", "a/b.html#x"),
        ("a/b.md", "index.md", "../../#x", "../index.html#x"),
        ("a/b.md", "a/index.md", "../#x", "index.html#x"),
        ("a/index.md", "a/b.md", "b/#x", "b.html#x"),
        ("a/b.md", "a/c.md", "../c/#x", "c.html#x"),
        ("a/b.md", "c/README.md", "../../c/#x", "../c/index.html#x"),
        ("a/b.md", "a/b.md", "#x", "#x"),
    ],
)
def test_addresses_are_relative_to_the_page(here: str, there: str, directories: str, files: str) -> None:
    page = Page(path=f"docs/{here}", uri=here, title="", text="", chapter=0)
    for as_folders, expected in ((True, directories), (False, files)):
        settings = Settings(root=Path("/book"), directory_urls=as_folders)
        edition = Edition(Book(settings, (page,), {}), {}, ())
        context = Context(settings.root, page=page)
        context.edition = edition
        assert context.url(there, "x") == expected
