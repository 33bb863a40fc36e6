"""The markup that a page's source becomes, which style sheets, the census and the browser tests rely on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Tag

Convert = Callable[[str], BeautifulSoup]
Replace = Callable[[str, str, str], None]

SQUARES, PRIMES = "chapters/squares.md", "chapters/primes.md"


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text().split())


def test_statements_are_numbered_by_chapter(convert: Convert) -> None:
    statement = convert(SQUARES).select_one("section.ls-statement.ls-proposition#odd-sum")
    assert words(statement.select_one("p.ls-title")) == "Proposition 1.1 Odd numbers add up to squares"
    assert statement.select_one("a.ls-number")["href"] == "#odd-sum"
    assert words(convert(PRIMES).select_one("#twin-primes .ls-number")) == "Claim 2.1"


def test_a_chapter_that_moves_takes_its_numbers_along(convert: Convert, replace: Replace) -> None:
    replace(
        "mkdocs.yml",
        "- chapters/squares.md\n      - chapters/primes.md",
        "- chapters/primes.md\n      - chapters/squares.md",
    )
    assert words(convert(PRIMES).select_one("#twin-primes .ls-number")) == "Claim 1.1"
    assert words(convert(PRIMES).select_one("a.ls-ref")) == "Odd numbers add up to squares (2.1)"


def test_a_statement_names_its_evidence(convert: Convert) -> None:
    footer = convert(SQUARES).select_one("#odd-sum > footer.ls-evidence")
    said = "Evidence: odd_sum.py · run it with python snippets/odd_sum.py"
    assert words(footer).startswith(said)
    assert footer.a["href"] == "#program-odd-sum"


def test_a_proof_stands_in_its_statement_before_the_evidence(convert: Convert, replace: Replace) -> None:
    replace("docs/chapters/squares.md", "/// proof\n", "Between.\n\n/// proof\n")
    page = convert(SQUARES)
    inside = [child.name for child in page.select_one("#odd-sum").find_all(recursive=False)]
    assert inside == ["p", "p", "div", "details", "footer"]
    assert words(page.select_one("#odd-sum details.ls-proof > summary")) == "Proof"


@pytest.mark.parametrize(
    ("page", "href"),
    [(SQUARES, "#odd-sum"), (PRIMES, "squares.md#odd-sum"), ("index.md", "chapters/squares.md#odd-sum")],
)
def test_a_reference_is_a_name_and_a_path_of_sources(convert: Convert, page: str, href: str) -> None:
    reference = next(each for each in convert(page).select("a.ls-ref") if each["href"].endswith("#odd-sum"))
    assert reference["href"] == href
    assert words(reference) == "Odd numbers add up to squares (1.1)"


def test_a_reference_says_where_in_a_statement(convert: Convert, replace: Replace) -> None:
    replace("docs/chapters/primes.md", "[@odd-sum]", "[@odd-sum, the end]")
    assert words(convert(PRIMES).select_one("a.ls-ref")) == "Odd numbers add up to squares (1.1, the end)"


def test_a_chapter_is_referred_to_by_the_name_of_its_file(convert: Convert, replace: Replace) -> None:
    replace("docs/chapters/primes.md", "[@odd-sum]", "[@odd-sum], [@Chapter:squares], [@chapter:primes],")
    page = convert(PRIMES)
    _, there, here = page.select("a.ls-ref")
    assert (words(there), there["href"]) == ("Chapter 1", "squares.md#chapter:squares")
    assert (words(here), here["href"]) == ("chapter 2", "#chapter:primes")
    assert words(page.select_one("h1 > [id='chapter:primes']")) == "2 ·"


def test_the_title_is_followed_by_what_the_front_matter_says(convert: Convert, replace: Replace) -> None:
    front = "---\nsubtitle: See there.\nneeds: Sums, as in [@chapter:squares].\nresults:\n  - One.\n  - Two.\n---\n"
    replace("docs/chapters/primes.md", "# Primes", f"{front}# Primes")
    page = convert(PRIMES)
    subtitle, needs, results = page.select("h1 ~ .ls-subtitle, h1 ~ .ls-needs, h1 ~ .ls-results")
    assert words(subtitle) == "See there."
    assert words(needs) == "About 1 minute. You need: Sums, as in chapter 1."
    assert [words(each) for each in results.select("li")] == ["One.", "Two."]


def test_values_in_prose(convert: Convert) -> None:
    values = convert(SQUARES).select("a.ls-value")
    assert [words(each) for each in values] == ["144", "12", "12.0"]
    assert {each["href"] for each in values} == {"#code-odd-sum"}
    assert values[0]["title"] == "total, from snippets/odd_sum.py"


def test_a_line_may_end_inside_of_a_value(convert: Convert, replace: Replace) -> None:
    replace("snippets/twin_primes.py", "table = {", 'table = {"all of them": len(pairs), ')
    replace("docs/chapters/primes.md", "table['count']`", "table['all\nof them']`")
    assert [words(value) for value in convert(PRIMES).select(".ls-value")] == ["15"]


def test_a_value_of_another_page_links_there(convert: Convert, replace: Replace) -> None:
    replace("docs/chapters/primes.md", "There are", "`{python} odd_sum.total`: there are")
    assert convert(PRIMES).select_one("a.ls-value")["href"] == "squares.md#code-odd-sum"


def test_values_in_formulas(convert: Convert) -> None:
    formula = convert(SQUARES).select_one("span.ls-math math")
    assert words(formula) == "122=144"
    assert not formula.select("mtext")


def test_a_display_formula_can_be_scrolled_with_the_keyboard(convert: Convert) -> None:
    [display] = convert(SQUARES).select("div.ls-math")
    assert display["tabindex"] == "0"
    assert display.math["display"] == "block"


def test_what_follows_a_formula_stays_with_it(convert: Convert) -> None:
    spans = convert(SQUARES).select("span.ls-math")
    assert [words(each)[-1] for each in spans if words(each).endswith(".")] == [".", "."]


def test_each_box_shows_what_its_own_lines_printed(convert: Convert) -> None:
    first, second, whole = convert(SQUARES).select('[data-program="odd_sum"]')
    assert words(first.select_one("details.ls-code > summary > .ls-file")) == "snippets/odd_sum.py · sum"
    assert words(first.select_one(":scope > .ls-output samp")) == "the first 12 odd numbers add up to 144"
    assert first.select_one(".ls-output")["aria-label"] == "Output of odd_sum.py, sum"
    assert first.select_one("details > .highlight")["id"] == "code-odd-sum"
    assert second.select(".ls-output") == []
    assert "ratio = total / count" in words(second)
    assert whole.parent.summary.string == "The whole program, odd_sum.py, 16 lines"
    assert words(whole.samp) == "the first 12 odd numbers add up to 144 all of them do, up to a hundred"
    assert "--8<--" not in whole.get_text()
    assert whole["id"] == "program-odd-sum"
    assert whole.select("code *") == []


def test_the_heart_of_a_program_stands_open(convert: Convert, replace: Replace) -> None:
    shown = convert(SQUARES).select('[data-program="odd_sum"] > details')
    assert [each.has_attr("open") for each in shown] == [True, False]
    replace(
        "docs/chapters/squares.md", '```python\n--8<-- "odd_sum.py:every"', '```python heart\n--8<-- "odd_sum.py:every"'
    )
    shown = convert(SQUARES).select('[data-program="odd_sum"] > details')
    assert [each.has_attr("open") for each in shown] == [False, True]


def test_outside_the_chapters_what_is_short_stands_open(
    convert: Convert, replace: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace("mkdocs.yml", "chapters: [chapters/]", "chapters: [elsewhere/]")
    shown = '[data-program="odd_sum"] > details'
    assert [each.has_attr("open") for each in convert(SQUARES).select(shown)] == [True, True]
    monkeypatch.setattr("lockstep.render.programs.COPIED", 1)
    assert [each.has_attr("open") for each in convert(SQUARES).select(shown)] == [True, False]


def test_only_words_that_have_a_colour_have_an_element(convert: Convert) -> None:
    page = convert(SQUARES)
    assert {each["class"][0] for each in page.select(".highlight span")} <= {"c", "k", "nb", "nf", "s"}
    [code] = [each for each in page.select(".ls-code code") if "total" in each.get_text()][:1]
    assert "total" not in [each.get_text() for each in code.select("span")]


def test_a_program_that_is_shown_whole_has_no_second_copy(convert: Convert) -> None:
    page = convert(PRIMES)
    assert len(page.select(".ls-snippet")) == 1
    assert page.select("details.ls-whole") == []


def test_a_figure_shows_its_drawing_its_caption_and_its_program(convert: Convert) -> None:
    figure = convert(SQUARES).select_one("figure.ls-figure#fig-squares")
    drawing, caption, program = figure.find_all(recursive=False)
    assert drawing["role"] == "img"
    assert drawing["aria-label"] == "A curve that bends upwards through the first eight squares."
    assert drawing.svg is not None
    assert words(caption) == "Figure 1.1 The sums of Odd numbers add up to squares (1.1) lie on a parabola."
    assert program.name == "details"
    assert words(program.summary) == "The program that drew it: snippets/fig_squares.py"
    assert program.select_one("#code-fig-squares") is not None


def test_a_number_that_is_given_is_marked_as_such(convert: Convert) -> None:
    assert words(convert(PRIMES).select_one("span.ls-given")) == "every"


def test_a_margin_note_is_an_aside(convert: Convert, replace: Replace) -> None:
    replace("docs/chapters/primes.md", "There are", "/// margin\n\nA note, see [@adder1901].\n\n///\n\nThere are")
    assert words(convert(PRIMES).select_one("aside.ls-margin")).startswith("A note, see")


def test_text_that_is_no_page_keeps_its_code_and_shows_no_problem(
    convert: Convert, replace: Replace, monkeypatch: pytest.MonkeyPatch
) -> None:
    docstring = "See [@odd-sum].\n\n```python\nprint(1)\n```\n\nand $x^2$, after [@nothing].\n"
    page = convert(docstring.replace(", after [@nothing]", ""))
    assert words(page.select_one("a.ls-ref")) == "Odd numbers add up to squares (1.1)"
    assert words(page.select_one("pre")) == "print(1)"
    assert page.select_one(".ls-math math msup") is not None
    assert page.select(".ls-snippet") == []
    replace("snippets/twin_primes.py", "(3, 5)", "(5, 7)")
    assert convert(docstring).select(".ls-problem") == []
    assert words(convert(docstring).select_one(".ls-missing")) == "nothing?"


def test_a_preview_shows_what_is_wrong_with_its_page_or_with_none_and_what_is_missing(
    convert: Convert, replace: Replace
) -> None:
    replace("docs/chapters/primes.md", "[@odd-sum]", "[@odd-sums]")
    replace("snippets/twin_primes.py", "(3, 5)", "(5, 7)")
    page = convert(PRIMES)
    problem = page.select_one("aside.ls-problem[role=alert]")
    assert page.find(True) is problem
    assert words(problem.p) == "2 problems: this cannot be published"
    assert words(problem).count("→") == 2
    assert [words(each) for each in page.select(".ls-missing")] == ["?", "odd-sums?"]
    assert words(convert("index.md").select_one(".ls-problem").p).startswith("1 problem:")
