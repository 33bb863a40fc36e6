# ruff: noqa: E501 (a row of a table is one thing that has no source)
"""What a reader sees and nothing gave: each syntax that could hide it is a problem, at the file and the line to mend."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from lockstep.edition import Edition
from lockstep.problem import Problem
from lockstep.site import check_site

Replace = Callable[[str, str, str], None]
CONFIG, PRIMES, SQUARES, INDEX = "mkdocs.yml", "docs/chapters/primes.md", "docs/chapters/squares.md", "docs/index.md"
ODD = "snippets/odd_sum.py"

#: name: file, old text, new text, words of the problem. Each puts another number, all of them into one book.
LEAKS: dict[str, tuple[str, str, str, str]] = {
    "a number in a sentence": (PRIMES, "Below two hundred", "Below 7001 and two hundred", "where 7001 comes from"),
    "a number in a code span": (PRIMES, "There are `{python}", "There are `0.7002`, that is `{python}", "where 0.7002 comes from"),
    "an identifier that no program has": (PRIMES, "of them. They", "of them, `x7003`. They", "where 7003 comes from"),
    "a vulgar fraction": (SQUARES, "Add up odd numbers", "Add up ½ of the odd numbers", "where ½ comes from"),
    "a number in a circle": (SQUARES, "and a square appears", "and a square ④ appears", "where ④ comes from"),
    "a superscript": (SQUARES, "at a ratio of", "at a ratio⁷ of", "where ⁷ comes from"),
    "digits of another script": (SQUARES, "is the sum of", "is the sum ٣ of", "where ٣ comes from"),
    "an entity": (PRIMES, "twin primes, and between", "twin primes &#55;&#48;&#48;&#52;, and between", "where 7004 comes from"),
    "raw HTML": (INDEX, "/// ledger", "<p>It is <b>7005</b>.</p>\n\n/// ledger", "where 7005 comes from"),
    "a value in raw HTML": (INDEX, "/// bibliography", '<p><a class="ls-value" title="total, from snippets/odd_sum.py">7006</a></p>\n\n/// bibliography', "where 7006 comes from"),
    "what is given by nobody": (INDEX, "A book of", '<span class="ls-given" title="a joke">7007</span> A book of', "where 7007 comes from"),
    "commands to type": (PRIMES, "# Primes", "# Primes\n\n```sh\npip install primes==7008\n```", "where 7008 comes from"),
    "front matter": (SQUARES, "# Squares", "---\nsubtitle: All 7009 of them.\n---\n# Squares", "where 7009 comes from"),
    "a title in the navigation": (CONFIG, "  - Reference:\n      - reference", "  - Reference 7010:\n      - reference", "where 7010 comes from"),
    "the description of the site": (CONFIG, "site_name: Squares", "site_name: Squares\nsite_description: All 7011 of them", "where 7011 comes from"),
    "the glossary": (CONFIG, "  - tables", '  - tables\n  - abbr:\n      glossary:\n        parabola: one of 7012 curves', "where 7012 comes from"),
    "an abbreviation of a page": (PRIMES, "twin_primes.py\"\n```", "twin_primes.py\"\n```\n\n*[pair]: one of 7013\n\nEach pair.", "where 7013 comes from"),
    "an attribute": (PRIMES, "They differ", '*They*{: title="7014 of them" } differ', "where 7014 comes from"),
    "the text for who does not see a figure": (SQUARES, "the first eight squares", "the first 7015 squares", "where 7015 comes from"),
    "the caption of a figure": (SQUARES, "lie on a parabola", "lie on a parabola, 7016 of them", "where 7016 comes from"),
    "the text of a link to elsewhere": (INDEX, "A book of", "[7017 reasons](https://example.org/701) for [thread 12](https://example.org/12): a book of", "where 7017 comes from"),
    "the title of a link": (SQUARES, "By induction", '[By induction](primes.md "in 7018 steps")', "where 7018 comes from"),
    "a heading": (PRIMES, "```python\n--8<-- \"twin", "## All 7019\n\n```python\n--8<-- \"twin", "where 7019 comes from"),
    "a table": (SQUARES, "/// proposition", "| of |\n|---|\n| 7020 |\n\n/// proposition", "where 7020 comes from"),
    "a list that does not begin at one": (SQUARES, "/// figure", '<ol start="7021"><li>one of</li></ol>\n\n/// figure', "where 7021 comes from"),
    "output in raw HTML": (SQUARES, "/// proof", '<p class="ls-output" aria-label="Output of odd_sum.py, sum"><samp>it is so</samp></p>\n\n/// proof', "code or output that no program gave: 'it is so'"),
    "a drawing in raw HTML": (SQUARES, "# Squares", "# Squares\n\n<svg viewBox='0 0 1 1'><path d='M0 0'></path></svg>", "a picture that no program drew: svg"),
    "a picture": (PRIMES, "/// claim", '<img src="../../assets/images/favicon.png" alt="x">\n\n/// claim', "a picture that no program drew: ../../assets"),
    "the ledger in raw HTML": (PRIMES, "differ from", '<span class="ls-ledger">7022</span> differ from', "where 7022 comes from"),
    "an API entry in raw HTML": (PRIMES, "a multiple of six", '<span class="doc-object">7023</span> a multiple of six', "where 7023 comes from"),
    "a number of a statement in raw HTML": (PRIMES, "in [every]", 'in <a class="ls-number" href="#twin-primes">7024</a> [every]', "where 7024 comes from"),
    "a reference in raw HTML": (PRIMES, "} way.", '} way, <a class="ls-ref" href="#twin-primes">(7025)</a>.', "where 7025 comes from"),
}  # fmt: skip


#: What stands on the line to mend, where that is not the number.
MARKS = {
    "an entity": "&#55;",
    "output in raw HTML": "<samp>",
    "a drawing in raw HTML": "<svg",
    "a picture": "<img",
}


def built(root: Path, monkeypatch: pytest.MonkeyPatch) -> Edition:
    """Build the site of a book whatever its sources' own rules say: what is looked at is the site."""
    monkeypatch.chdir(root)
    monkeypatch.setattr("lockstep.edition.check", lambda book, records: [])
    build(load_config(str(root / CONFIG), strict=False))
    return Edition.make(root)


@pytest.fixture(scope="module")
def leaky(squares_run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem]]:
    """The book with everything in it that has no source, and what is said of its site."""
    root = Path(shutil.copytree(squares_run, tmp_path_factory.mktemp("leaky") / "book"))
    for name, (path, old, new, _) in LEAKS.items():
        text = (root / path).read_text("utf-8")
        assert text.count(old) == 1, f"{name}: {old!r} stands {text.count(old)} times in {path}"
        (root / path).write_text(text.replace(old, new), "utf-8")
    with pytest.MonkeyPatch.context() as monkeypatch:
        edition = built(root, monkeypatch)
        return root, check_site(edition, root / "site")


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_a_problem_at_its_line(name: str, leaky: tuple[Path, list[Problem]]) -> None:
    root, problems = leaky
    path, _, _, words = LEAKS[name]
    found = {(each.path, each.line) for each in problems if words in each.what}
    [(where, line)] = found
    assert where == path
    mark = MARKS.get(name) or words.removeprefix("where ").removesuffix(" comes from")
    assert mark in (root / path).read_text("utf-8").split("\n")[line - 1]


def test_there_is_no_other_problem(leaky: tuple[Path, list[Problem]]) -> None:
    said = *(words for _, _, _, words in LEAKS.values()), "more than its source states it"  # which the census says
    assert [each for each in leaky[1] if not any(words in each.what for words in said)] == []
