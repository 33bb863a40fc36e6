"""What the pages say of themselves: names of statements, a tally, and checks that can be copied."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lockstep.book import Book

ROOT = Path(__file__).parent.parent
WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
WORDS += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]


def _text(page: str) -> str:
    return (ROOT / "docs" / page).read_text("utf-8")


def test_a_statement_that_is_linked_by_name_is_linked_by_its_name() -> None:
    linked = re.findall(r"\[([^]]+)\]\(essay/[\w-]+\.md#([\w-]+)\)", " ".join(_text("index.md").split()))
    assert len(linked) == 5
    statements = Book.load(ROOT).statements
    assert {ident: name for name, ident in linked} == {ident: statements[ident].title for _, ident in linked}


def test_the_tally_of_the_scorecard_is_that_of_its_rows() -> None:
    text = _text("reference/scorecard.md")
    verdicts = Counter(re.findall(r"^\| [^|]+ \| \*\*(holds|holds if|does not hold)\*\*", text, re.MULTILINE))
    lead = " ".join(text.split("\n- **holds**")[0].split())
    said = re.search(
        r"Of its (\w+) claims, \*\*(\w+) hold\*\* .* \*\*(\w+) hold if\*\* .* \*\*(\w+) do not hold\*\*", lead
    )
    assert said
    counts = [verdicts.total(), verdicts["holds"], verdicts["holds if"], verdicts["does not hold"]]
    assert [WORDS.index(word) for word in said.groups()] == counts
    drawn = (ROOT / "snippets/fig_scorecard.py").read_text("utf-8")
    assert {name: int(count) for name, count in re.findall(r'\("([a-z ]+)", (\d+),', drawn)} == verdicts


def test_a_chapter_has_two_figures_for_a_thousand_words() -> None:
    sparse = {}
    for file in sorted((ROOT / "docs/essay").glob("*.md")):
        text = re.sub(r"\A---\n.*?\n---\n|^```.*?^```$", "", file.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        figures = len(re.findall(r"^/// figure", text, re.MULTILINE))
        text = re.sub(r"^/// (?:figure|proof)\b.*?^///$", "", text, flags=re.DOTALL | re.MULTILINE)
        text = re.sub(r"\$\$.*?\$\$|\(https?[^)]*\)", "", text, flags=re.DOTALL)
        words = re.findall(r"[A-Za-z][\w'’-]*", re.sub(r"`[^`]*`|\$[^$]*\$", "x", text))
        if 1000 * figures < 2 * len(words):
            sparse[file.name] = figures, len(words)
    assert sparse == {}


def test_each_row_of_marks_has_its_conditions_below() -> None:
    marks, _, rows = _text("reference/verdict.md").partition("## Each row, with its conditions")
    matrix = re.findall(r"^\| ([^|]+) \|(?: *(?:✓|✓ if|–)? *\|){5}$", marks, re.MULTILINE)
    table = re.findall(r"^\| ([^|-][^|]*) \|", rows, re.MULTILINE)[1:]
    assert len(matrix) == len(table) == 15


def test_each_question_says_first_what_to_do_and_has_its_threads() -> None:
    answers = re.split(r"^## ", _text("questions.md"), flags=re.MULTILINE)[3:-1]
    assert len(answers) > 20
    for answer in answers:
        question, _, rest = answer.partition("\n\n")
        assert re.match(r"\*\*[A-Z][^*]+(?:\*[^*]+\*[^*]+)*[.:]\*\*", rest), f"no sentence in bold: {question}"
        assert "```python" in rest or re.search(r"\bcheck\b", rest, re.IGNORECASE), f"nothing to check: {question}"
        threads = re.findall(r"^- \[([\w.-]+/[\w.-]+#\d+), .+?\]\((https://github\.com/\S+)\): \S", rest, re.MULTILINE)
        assert len(threads) == rest.count("\n- [") > 0, f"a thread without a title or an outcome: {question}"
        for name, address in threads:
            repository, number = name.split("#")
            assert re.fullmatch(rf"https://github\.com/{re.escape(repository)}/(issues|pull)/{number}", address)


def _mathematics(text: str) -> str:
    found = re.findall(r"\$\$(.*?)\$\$|(?<!\\)\$((?:\\.|[^$])+?)\$", text, re.DOTALL)
    return " ; ".join(shown or inline for shown, inline in found)


def test_each_symbol_of_the_notation_is_first_used_where_the_table_says() -> None:
    statements = Book.load(ROOT).statements.values()  # in the order of the chapters
    formulas = {each.ident: _mathematics(each.text) + " SEP" * ("SEP" in each.text) for each in statements}
    rows = re.findall(r"^\| (\$.*?) \| .*? \| (\[@.*?) \|$", _text("reference/notation.md"), re.MULTILINE)
    assert len(rows) > 12
    for symbols, where in rows:
        named, using = set(re.findall(r"@([\w-]+)", where)), set()
        for symbol in _mathematics(symbols.replace("SEP", "$SEP$")).split(" ; "):
            head = re.split(r"(?<=[IP]\()|(?<![IP])\(", symbol)[0]  # what takes an argument, without it
            end = "" if head.endswith("(") else "(?![A-Za-z])"
            pattern = re.compile(rf"(?<![A-Za-z\\]){re.escape(head)}{end}")
            used = [ident for ident, text in formulas.items() if pattern.search(text)]
            assert set(used[:1]) <= named, symbol
            using |= set(used)
        assert named <= using, symbols


def test_what_a_law_is_stands_where_a_page_first_says_it() -> None:
    pages = ["index.md", "essay.md", "questions.md", "reference/verdict.md", "reference/scorecard.md"]
    chapters = sorted((ROOT / "docs/essay").glob("*.md"))
    for page in (*pages, *(f"essay/{chapter.name}" for chapter in chapters)):
        prose = re.sub(r"\[@[^]]*\]|\[[^]@]*\]\([^)]*\)", "", _text(page))  # without names of statements
        before = re.split(r"\blaws?\b", " ".join(prose.split()), maxsplit=1)[0]
        assert before.endswith(("(we say ", "(we say *")), page


def test_words_that_meant_two_things_stay_out_of_verdicts_and_pages() -> None:
    rows = [line for line in _text("reference/verdict.md").splitlines() if line.startswith("|")]
    assert len(rows) > 40
    assert not [row for row in rows if "generative" in row.lower()]  # it defines, is identified, or has learned
    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.name != "corrections.md"]
    for page in (*pages, ROOT / "README.md"):
        prose = " ".join(page.read_text("utf-8").split())
        assert "ordinary training" not in prose.lower(), f"{page}: with a start symbol, or without?"
