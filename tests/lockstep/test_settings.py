# ruff: noqa: E501 (a row of the table is one broken input)
"""What lockstep reads in mkdocs.yml, and how it says what is wrong there: one problem, at its line, with a remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lockstep.book.settings import load_settings
from lockstep.problem import BookError, Problem

Replace = Callable[[str, str, str], None]

CONFIG = "mkdocs.yml"
LIMIT = "time_limit: 600"


def test_settings_come_from_mkdocs_yml(tmp_path: Path) -> None:
    for page in ("index.md", "a.md", "b/c.md"):
        (tmp_path / "text" / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "text" / page).touch()
    (tmp_path / "mkdocs.yml").write_text(
        "site_url: https://example.org/some/book\n"
        "docs_dir: text\n"
        "nav: [index.md, {Part: [a.md, {Deeper: [b/c.md]}, https://example.org]}]\n"
        "plugins: [{search: {enabled: !ENV [Y, 1]}}]\n"
        "extra: {z: !!python/name:os.path ''}\n"
        "markdown_extensions:\n  - tables\n  - lockstep.render:\n      chapters: [b/]\n      time_limit: 7\n"
    )
    settings = load_settings(tmp_path)
    assert settings.nav == ("index.md", "a.md", "b/c.md")
    assert (settings.docs, settings.generated, settings.prefix) == ("text", "text/generated", "/some/book/")
    assert (settings.chapters, settings.time_limit) == (("b/",), 7)


#: name: old text, new text, text of the line of the problem, words of the problem.
WRONG = {
    "no YAML": ("theme:", "theme: [", "font", "not YAML"),
    "a tab": ("  - index.md", "\t- index.md", "index.md", "not YAML"),
    "a date that there is not": (LIMIT, f"{LIMIT}\nextra: 2024-13-45", "site_name", "month must be in 1..12"),
    "brackets without end": (LIMIT, f"{LIMIT}\nextra: {'[' * 3000}", "site_name", "not YAML"),
    "a control character": ("site_name: Squares", "site_name: Squ\x01res", "Squ\x01res", "control character, U+0001"),
    "a key that stands twice": (LIMIT, f"{LIMIT}\nstrict: false", "strict: false", "'strict' stands twice, the first time on line 3"),
    "an option that stands twice": (LIMIT, f"{LIMIT}\n      time_limit: 6", "time_limit: 6", "'time_limit' stands twice"),
    "a limit in words": (LIMIT, "time_limit: soon", "soon", "time_limit: given 'soon', where a number is expected"),
    "a limit of yes": (LIMIT, "time_limit: yes", "yes", "time_limit: given True"),
    "a limit below zero": (LIMIT, "time_limit: -1", "-1", "a number of seconds above 0"),
    "no limit": (LIMIT, "time_limit: .inf", ".inf", "a day at most"),
    "a limit that is no number": (LIMIT, "time_limit: .nan", ".nan", "time_limit: given nan"),
    "an unknown option": (LIMIT, "time_limits: 5", "time_limits", "has no option 'time_limits'"),
    "an option that is a number": ("library: [arithmetic]", "3: 4", "lockstep.render", "3: given 3, where a name is expected"),
    "a library that is no list": ("library: [arithmetic]", "library: arithmetic", "library", "library: given 'arithmetic', where a list"),
    "a library that is not there": ("library: [arithmetic]", "library: [arithmetical]", "arithmetical", "there is no folder arithmetical"),
    "a library outside": ("library: [arithmetic]", "library: [../arithmetic]", "library", "no path below mkdocs.yml"),
    "prefixes that are no list": ("chapters: [chapters/]", "chapters: chapters/", "chapters: c", "chapters: given 'chapters/', where a list"),
    "names that are no list": ("given: [Python 3]", "given: 3", "given: 3", "given: given 3, where a list"),
    "a number as a name": ("given: [Python 3]", "given:\n        - Python 3\n        - 2024", "- 2024", "given: '2024' is a number and no name"),
    "macros that are a list": ("macros:\n        odd: 2#1-1", "macros: [x]", "macros: [x]", "macros: given ['x'], where a table"),
    "a macro that is a number": ("odd: 2#1-1", "odd: 2", "odd: 2", "macros.odd: given 2, where text is expected"),
    "a module that is not there": ("matplotlib.pyplot", "no_such_module", "no_such", "there is no module 'no_such_module'"),
    "a module that is not in its package": ("matplotlib.pyplot", "xml.etre", "xml.etre", "there is no module 'xml.etre'"),
    "a module of the library": ("matplotlib.pyplot", "arithmetic", "preload", "preload: arithmetic is the book's own library"),
    "an extension that is not installed": ("  - tables", "  - tablets", "tablets", "there is no extension 'tablets'"),
    "an extension that is a number": ("  - tables", "  - 3", "- 3", "markdown_extensions: given 3"),
    "the extension twice": ("  - tables", "  - tables\n  - lockstep.render", "lockstep.render:", "lockstep.render stands twice"),
    "options that are a list": ("      library: [arithmetic]\n      chapters: [chapters/]\n      given: [Python 3]\n      macros:\n        odd: 2#1-1\n      preload: [matplotlib.pyplot]\n      time_limit: 600\n", "      - a\n", "lockstep.render", "where a table of options is expected"),
    "a plugin that is not installed": ("  - search", "  - searching", "searching", "there is no plugin 'searching'"),
    "plugins that are text": ("plugins:\n", "plugins: search\nothers:\n", "plugins", "plugins: given 'search', where a list"),
    "a hook that is not there": (LIMIT, f"{LIMIT}\nhooks: [hook.py]", "hook.py", "there is no file hook.py"),
    "a folder of pages that is not there": (LIMIT, f"{LIMIT}\ndocs_dir: text", "docs_dir", "there is no folder text"),
    "a folder of pages that is a list": (LIMIT, f"{LIMIT}\ndocs_dir: [text]", "docs_dir", "docs_dir: given ['text'], where text"),
    "an address that is a list": (LIMIT, f"{LIMIT}\nsite_url: [a]", "site_url", "site_url: given ['a'], where text"),
    "an address that is none": (LIMIT, f"{LIMIT}\nsite_url: 'http://[x'", "site_url", "is no address"),
    "a nav that is text": ("nav:\n", "nav: index.md\nothers:\n", "nav", "nav: given 'index.md', where a list of pages"),
    "a nav that holds a number": ("  - index.md", "  - 3", "- 3", "nav: given 3, where a page is expected"),
    "a nav with a page that is not there": ("chapters/primes.md", "chapters/prime.md", "prime.md", "nav: there is no page chapters/prime.md"),
    "what the theme is told, as a list": (LIMIT, f"{LIMIT}\nextra: [a]", "extra", "extra: given ['a'], where a table"),
    "a repository that is a list": (LIMIT, f"{LIMIT}\nextra:\n  repository: [a]", "repository", "extra.repository: given ['a'], where text"),
    "a page of corrections that is not there": (LIMIT, "corrections: correction.md", "correction.md", "corrections: there is no page correction.md"),
    "a page to run that is not there": (LIMIT, "run: runs.md", "runs.md", "run: there is no page runs.md"),
    "a generator that there is not": (LIMIT, "generator: zensicle", "zensicle", "generator: given 'zensicle', where 'mkdocs' or 'zensical' is expected"),
    "a report that is a number": (LIMIT, "report: 3", "report", "report: given 3, where text"),
    "addresses that are a number": ("urls: true", "urls: 3", "urls: 3", "use_directory_urls: given 3, where true or false"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_one_problem(name: str, squares: Path, replace: Replace) -> None:
    old, new, at, words = WRONG[name]
    replace(CONFIG, old, new)
    with pytest.raises(BookError) as refusal:
        load_settings(squares)
    (problem,) = refusal.value.problems
    assert problem.path == CONFIG
    assert words in problem.what
    assert at in (squares / CONFIG).read_text("utf-8").split("\n")[problem.line - 1]
    assert problem.remedy


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "there is no mkdocs.yml"),
        (b"", "holds nothing, where a table"),
        (b"- a\n", "holds a list"),
        (b"Squares.\n", "holds a str"),
        ("site_name: Größe".encode("latin-1"), "not UTF-8: byte 0xF6"),
        (b"site_name: Squares\n", "does not stand among the markdown_extensions"),
        (b"<<<<<<< ours\nsite_name: Squares\n", "a merge that nobody settled"),
    ],
)
def test_what_is_no_table_is_one_problem(squares: Path, content: bytes | None, words: str) -> None:
    (squares / CONFIG).unlink()
    if content is not None:
        (squares / CONFIG).write_bytes(content)
    with pytest.raises(BookError, match=words) as refusal:
        load_settings(squares)
    ((path, line),) = [(problem.path, problem.line) for problem in refusal.value.problems]
    assert (path, line) == (CONFIG, 1)


def test_a_mark_of_the_encoding_is_read_past(squares: Path) -> None:
    before = load_settings(squares)
    (squares / CONFIG).write_bytes(b"\xef\xbb\xbf" + (squares / CONFIG).read_bytes())
    assert load_settings(squares) == before


def test_a_prefix_of_no_page_is_a_problem(replace: Replace, problems: Callable[[], tuple[Problem, ...]]) -> None:
    replace(CONFIG, "chapters: [chapters/]", "chapters: [chapter-1/]")
    found = [each for each in problems() if each.path == CONFIG]
    assert [each.what for each in found] == ["chapters: no page of docs begins with 'chapter-1/'"]
