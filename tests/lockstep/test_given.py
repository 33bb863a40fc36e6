"""What a page is given, with who gives it; and numbers that are typed into formulas."""

from __future__ import annotations

import pytest

from lockstep.book.model import Page
from lockstep.book.page import parse_page


def page(source: str) -> Page:
    return parse_page("docs", "docs/chapters/page.md", source, chapter=2)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ('There are [50,257]{.given source="its table"} of them', [("50,257", "its table")]),
        ("There are [50,257]{.given} of them", [("50,257", "")]),
        ('In a *[few\nlines]{.given source="a\nbook"}*', [("few\nlines", "a\nbook")]),
        ('`[7]{.given source="x"}`', []),
        ('| a |\n|---|\n| [7]{.given source="x"} |', [("7", "x")]),
        ('/// figure | Of [7]{.given source="x"}.\n    id: fig-x\n\n///', [("7", "x")]),
    ],
)
def test_what_is_given_and_by_whom(text: str, given: list[tuple[str, str]]) -> None:
    assert [(each.text, each.source) for each in page(text).given] == given


@pytest.mark.parametrize(
    ("text", "typed"), [("$7$, $x_{12}$ and $1.5$", ["12", "1.5"]), (r"$\given{12}$ and $\py{a.b}$", [])]
)
def test_numbers_that_are_typed_into_a_formula(text: str, typed: list[str]) -> None:
    assert [each.number for each in page(text).typed] == typed
