"""What a page states, with its lines: front matter, blocks, lists, dollars, tables, proofs, titles."""

from __future__ import annotations

import pytest

from lockstep.book.model import Page
from lockstep.book.page import parse_page


def page(source: str) -> Page:
    return parse_page("docs", "docs/chapters/page.md", source, chapter=2)


def lines(source: str, *marks: str) -> list[int]:
    """Return the lines on which marks stand."""
    return [next(i for i, line in enumerate(source.splitlines(), 1) if mark in line) for mark in marks]


FRONT = """\
---
title: Elsewhere
---
# The title with $x$

A value `{python} odd_sum.total` and
a reference [@odd-sum] on the next line,
and $y$ on
the one after.

/// proposition | Named $z$
    id: named

Text.

///

/// proof

Because $w$.

///
"""


def test_lines_count_from_the_top_of_the_file() -> None:
    found = page(FRONT)
    assert found.title == "The title with $x$"
    assert found.text.startswith("# The title")
    assert [each.place.line for each in found.values] == lines(FRONT, "{python}")
    assert [each.place.line for each in found.references] == lines(FRONT, "[@odd-sum]")
    assert {each.tex: each.place.line for each in found.formulas} == dict(
        zip("xyzw", lines(FRONT, "$x$", "$y$", "$z$", "$w$"), strict=True)
    )
    assert [each.place.line for each in found.statements] == lines(FRONT, "/// proposition")


def test_dashes_that_are_no_front_matter_stay() -> None:
    found = page("Text\n\n---\n\n$x$\n")
    assert found.text.startswith("Text")
    assert [each.place.line for each in found.formulas] == [5]


def test_an_option_may_stand_on_any_line_of_the_head() -> None:
    source = "/// figure | A caption about [@odd-sum].\n    alt: Words: they may hold a colon.\n    id: fig-x\n\n///\n"
    with_quotes = source.replace("Words: they may hold a colon.", '"Words: they may hold a colon."')
    assert page(source).problems
    [figure] = page(with_quotes).figures
    assert (figure.ident, figure.alt) == ("fig-x", "Words: they may hold a colon.")
    assert figure.caption == "A caption about [@odd-sum]."


FENCES = """\
/// figure | Caption.
    id: fig-squares
    alt: Words.

```python
--8<-- "fig_squares.py"
```

///

/// margin

```python
--8<-- "odd_sum.py:sum"
```

///

```python
--8<-- "odd_sum.py:every"
```

```sh
/// not a block
```
"""


def test_a_fence_knows_its_figure_and_its_section() -> None:
    found = page(FENCES)
    assert [(each.snippet, each.section, each.figure) for each in found.fences] == [
        ("fig_squares", None, "fig-squares"),
        ("odd_sum", "sum", None),
        ("odd_sum", "every", None),
    ]
    assert [each.place.line for each in found.fences] == [5, 13, 19]
    assert found.problems == ()
    assert found.code == ()


def test_lists_and_tables_hold_values_references_and_formulas() -> None:
    source = """\
- one `{python} a.x`

    - two, nested, $x$

        1. three [@odd-sum]

| head | $y$ |
|---|---|
| `{python} a.y:.2f` | [@twin] |
"""
    found = page(source)
    assert [(each.spelling, each.place.line) for each in found.values] == [("a.x", 1), ("a.y:.2f", 9)]
    assert [(each.tex, each.place.line) for each in found.formulas] == [("x", 3), ("y", 7)]
    assert [(each.target, each.place.line) for each in found.references] == [("odd-sum", 5), ("twin", 9)]
    assert found.code == ()


@pytest.mark.parametrize("text", [r"a price of \$ and \$", r"`$x$`", r"\$x\$", "```sh\n$ ls $HOME\n```"])
def test_dollars_that_are_no_formula(text: str) -> None:
    found = page(text)
    assert found.formulas == ()
    assert found.problems == ()


@pytest.mark.parametrize("text", ["a $x", "a $x$ and $ b", "one $ two"])
def test_a_dollar_without_its_partner(text: str) -> None:
    [problem] = page(f"Title\n\n{text}\n").problems
    assert problem.line == 3
    assert "dollar" in problem.what


def test_a_formula_over_several_lines() -> None:
    source = "Text\n\n$$\na +\nb\n$$\n\nand\n\n$$ c $$\n"
    assert [(each.tex, each.display, each.place.line) for each in page(source).formulas] == [
        ("a +\nb", True, 3),
        ("c", True, 10),
    ]


def test_a_statement_has_every_proof_up_to_the_next() -> None:
    proofs = "/// proof\n\nOne.\n\n///\n\nBetween.\n\n/// proof\n\nTwo.\n\n///\n\n"
    source = f"/// claim | A\n    id: a\n\nText.\n\n///\n\n{proofs}/// definition | B\n    id: b\n\nText.\n\n///\n"
    first, second = page(source).statements
    assert (first.text, first.proof) == ("Text.", "One.\n\nTwo.")
    assert second.proof == ""


def test_a_proof_before_any_statement_is_a_problem() -> None:
    [problem] = page("/// proof\n\nOf what?\n\n///\n").problems
    assert "a proof of nothing" in problem.what


def test_a_block_may_hold_a_block() -> None:
    source = "//// claim | A\n    id: a\n\nText.\n\n/// margin\n\nAside, $x$.\n\n///\n\nMore.\n\n////\n"
    found = page(source)
    assert found.statements[0].text.startswith("Text.")
    assert found.statements[0].text.endswith("More.")
    assert [each.place.line for each in found.formulas] == [8]
    assert found.problems == ()


def test_a_page_without_a_title() -> None:
    found = page("Only text.\n")
    assert found.title == ""
    assert page("## A section\n\n# The title\n\n# Another\n").title == "The title"
    assert page("").title == ""
