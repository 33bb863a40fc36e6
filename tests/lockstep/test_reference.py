"""The pages that fill themselves: the ledger and the bibliography, and the citations that lead there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

Replace = Callable[[str, str, str], None]

ODD, PRIMES = "snippets/odd_sum.py", "docs/chapters/primes.md"


@pytest.fixture
def html(squares: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """The page at a path of the docs folder, as HTML."""
    monkeypatch.chdir(squares)
    monkeypatch.setenv("LOCKSTEP_SERVE", "1")  # what changes here, nobody has read

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


def test_words_stand_beside_assertions(html: Callable[[str], str]) -> None:
    odd, figure, _ = html("index.md").split('<div class="ls-bibliography">')[0].split("<section ")[1:]
    words, program = odd.split('<div class="ls-program">')
    assert '<div class="ls-words" data-search-exclude="">' in words
    assert "For every" in words.split("<noscript>")[1].split("</noscript>")[0]
    assert program.index("passed, and reached all") < program.index("assert total == count ** 2")
    assert "A curve that bends upwards" in figure.split('<div class="ls-program">')[0]


def test_the_map_leads_to_every_entry(html: Callable[[str], str]) -> None:
    page = html("index.md")
    chart = page.split('class="ls-map">')[1].split("</ul>")[0]
    leads = re.findall(r'href="#(ledger-[\w-]+)"', chart)
    assert leads == re.findall(r'<section [^>]*id="(ledger-[\w-]+)"', page) != []
    assert chart.count("<li>") == 2
    assert 'aria-label="Proposition 1.1, Odd numbers add up to squares"' in chart


def test_many_assertions_fold(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    replace(ODD, "assert total == count**2\n", "assert total == count**2\n" + 10 * "assert count\n")
    odd = html("index.md").split("<section ")[1]
    summary = '<details class="ls-whole">\n<summary>13 assertions</summary>\n<ul class="ls-assertions">'
    assert summary in odd
    assert odd.count("<li>") == 13


def test_a_definition_without_a_program_says_so(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    replace(PRIMES, "/// claim |", "/// definition | Prime\n    id: prime\n\nNo proper factor.\n\n///\n\n/// claim |")
    assert "A definition, of which nothing is asserted." in html("index.md").split('id="ledger-prime"')[1]


def test_programs_that_share_what_one_of_them_kept_say_so(
    html: Callable[[str], str], squares: Path, replace: Replace
) -> None:
    (squares / "build" / "weights").write_text("1 2 3\n", "utf-8")
    for path in (ODD, "snippets/twin_primes.py"):
        with (squares / path).open("a", encoding="utf-8") as program:
            program.write("\nfrom pathlib import Path\n\nassert Path('build/weights').read_text()\n")
    odd, _, twin = html("index.md").split('<div class="ls-bibliography">')[0].split("<section ")[1:]
    assert re.search(r'shared with <a href="[^"]*#[^"]*"><code>twin_primes.py</code></a>\.', odd)
    assert re.search(r'shared with <a href="[^"]*#[^"]*"><code>odd_sum.py</code></a>\.', twin)


def test_what_begins_like_an_id_is_another(html: Callable[[str], str], squares: Path, replace: Replace) -> None:
    replace(PRIMES, "/// claim |", "/// definition | Odd\n    id: odd\n\nBy [@odd-sum].\n\n///\n\n/// claim |")
    entry = html("index.md").split('id="ledger-odd"')[1].split("</section>")[0]
    assert "No page refers to it." in entry
