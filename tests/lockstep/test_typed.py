"""Numbers that are typed by hand, and all that looks like one and is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lockstep.book.model import Page
from lockstep.book.page import parse_page
from lockstep.book.settings import Settings


def page(source: str) -> Page:
    settings = Settings(Path("book"), strict=("chapters/",), given=("Python 3",))
    return parse_page(settings, "docs/chapters/page.md", source, chapter=2)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("In 2019 there were 1,000.5 of them", ["2019", "1,000.5"]),
        ("Python 3 is a name, [50257]{.given} is given", []),
        ("[a thread about 7](https://example.org/9) and [a page about 7](other.md)", ["7"]),
        ("[@knuth84, p. 12] is a citation", []),
        ("`7` and <kbd>8</kbd>", ["8"]),
        ("$7$, $x_{12}$ and $1.5$", ["12", "1.5"]),
        (r"$\given{12}$ and $\py{a.b}$", []),
        ("## 3 things", ["3"]),
        ("text {: .class7 }", []),
    ],
)
def test_numbers_that_are_typed(text: str, typed: list[str]) -> None:
    assert [each.number for each in page(text).typed] == typed


def test_a_page_is_strict_by_its_folder() -> None:
    assert page("").strict
    assert not parse_page(Settings(Path("book"), strict=("chapters/",)), "docs/index.md", "", chapter=0).strict
