"""The pages that fill themselves: the ledger and the bibliography, and the citations that lead there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from lockstep.accept import accept

Replace = Callable[[str, str, str], None]

ODD, PRIMES = "snippets/odd_sum.py", "docs/chapters/primes.md"


@pytest.fixture
def html(squares: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The page at a path of the docs folder, as HTML."""
    monkeypatch.chdir(squares)

    def html(uri: str) -> str:
        options = {"library": ["arithmetic"], "chapters": ["chapters/"]}
        markdown = Markdown(
            extensions=["pymdownx.superfences", "lockstep.render"], extension_configs={"lockstep.render": options}
        )
        return markdown.convert((squares / "docs" / uri).read_text("utf-8"))

    return html


def test_a_citation_links_to_its_entry_and_keeps_its_locator(html: Callable[[str], str]) -> None:
    title = 'title="Sums of Odd Numbers"'
    assert f'(<a class="ls-ref" href="#adder1901" {title}>Adder 1901, ch. 2</a>)' in html("index.md")
    assert 'href="../index.md#summer1902" title="Squares by Induction">Summer et al. 1902</a>)' in html(
        "chapters/squares.md"
    )


def test_the_bibliography_lists_each_work_with_its_links_and_the_pages_that_cite_it(html: Callable[[str], str]) -> None:
    first, second = html("index.md").split('<div class="ls-bibliography">')[1].split("<li ")[1:]
    assert first.startswith('id="adder1901"')
    assert "Ada Adder.\n<em>Sums of Odd Numbers</em>" in first
    assert 'The Abacus Press, 1901.\n<a href="https://example.org/sums">example.org</a>' in first
    assert second.startswith('id="summer1902"')
    assert "Mo&nbsp;Müller.\nSquares by Induction.\n<em>Journal of Squares</em>, 1902" in second
    assert '<a href="https://doi.org/10.1000/squares">doi:10.1000/squares</a>' in second
    assert 'Cited in <a href="chapters/squares.md">Squares</a>.' in second


def test_the_ledger_lists_each_statement_and_each_figure(html: Callable[[str], str]) -> None:
    first, figure, second = html("index.md").split('<div class="ls-bibliography">')[0].split("<section ")[1:]
    assert 'id="ledger-odd-sum"' in first
    assert 'href="chapters/squares.md#odd-sum">Proposition 1.1</a>' in first
    assert first.count("<li><code>assert ") == 3
    assert "assertions</summary>" not in first
    assert (
        '<a href="chapters/squares.md#program-odd-sum"><code>snippets/odd_sum.py</code></a> passed, and reached all'
        in first
    )
    referring = first.split("Referred to by ")[1]
    places = [
        '"#">Numbers that are squares<',
        '"chapters/squares.md#fig-squares">Figure 1.1<',
        '"chapters/primes.md">Primes<',
    ]
    assert [each for each in places if each not in referring] == []
    assert 'href="chapters/squares.md#fig-squares">Figure 1.1</a>' in figure
    assert '<span class="ls-caption">The sums of <a class="ls-ref" href="chapters/squares.md#odd-sum"' in figure
    assert "<code>snippets/fig_squares.py</code></a> passed, and drew it." in figure
    assert "<details" not in figure
    assert "No page refers to it" in second


def test_what_is_said_with_the_numbers_of_a_statement_is_folded(html: Callable[[str], str]) -> None:
    first, _, second = html("index.md").split('<div class="ls-bibliography">')[0].split("<section ")[1:]
    said = first.split('<details class="ls-whole ls-said" data-search-exclude="">')[1].split("</details>")[0]
    assert "<summary>What is said with its numbers</summary>" in said
    assert "<p>Add up odd numbers" in said
    assert 'title="total, from snippets/odd_sum.py">144</a> is the sum of the first' in said
    assert said.count("<p>") == second.count("ls-said") == 1


def test_a_row_of_a_table_is_said_below_its_head(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    value = "`{python} odd_sum.total`"
    rows = f"| a | {value} |\n| b | words |\n| c | {value} |\n"
    replace(PRIMES, "They differ", f"\n| Name | Sum |\n| --- | --- |\n{rows}\nThey differ")
    accept(squares, "odd-sum")
    table = html("index.md").split("<table>")[1].split("</table>")[0]
    assert re.sub(r"<[^>]*>", " ", table).split() == ["Name", "Sum", "a", "144", "c", "144"]
    assert table.count("<tr>") == 3


def test_more_than_three_assertions_fold(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    replace(ODD, "assert total == count**2\n", "assert total == count**2\nassert count\n")
    accept(squares, "odd-sum")
    odd = html("index.md").split("<section ")[1]
    summary = '<details class="ls-whole">\n<summary>4 assertions</summary>\n<ul class="ls-assertions">'
    assert summary in odd
    assert odd.count("<li>") == 4


def test_a_definition_without_a_program_says_so(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    replace(PRIMES, "/// claim |", "/// definition | Prime\n    id: prime\n\nNo proper factor.\n\n///\n\n/// claim |")
    accept(squares, "prime")
    assert "A definition, which nothing is asserted of." in html("index.md").split('id="ledger-prime"')[1]
