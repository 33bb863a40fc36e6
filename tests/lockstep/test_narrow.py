"""What a page is given for a telephone: heads in the cells of wide tables, and places where code may break."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from lockstep.render.narrow import MORE, THREE, BreakCode, NameCells


def page(text: str) -> Tag:
    md = Markdown(extensions=["tables"])
    md.treeprocessors.register(NameCells(md), "heads", 15)
    md.treeprocessors.register(BreakCode(md), "breaks", 3)
    return BeautifulSoup(md.convert(text), "html.parser")


def table(columns: int, row: int) -> str:
    """Return a table with a row of so many columns and characters."""
    cells = ["x" * (row // columns + (number < row % columns)) for number in range(columns)]
    heads = [f"head {number}" for number in range(columns)]
    return "\n".join(f"| {' | '.join(each)} |" for each in (heads, ["---"] * columns, cells))


@pytest.mark.parametrize(
    ("columns", "row", "wide"),
    [
        (2, 400, False),
        (3, THREE - 20, False),
        (3, THREE + 20, True),
        (4, MORE - 20, False),
        (4, MORE + 20, True),
        (6, MORE - 20, False),
        (7, MORE + 200, True),
    ],
)
def test_each_cell_of_a_wide_table_says_what_its_column_is(columns: int, row: int, wide: bool) -> None:
    heads = [cell.get("data-head") for cell in page(table(columns, row)).select("td")]
    assert heads == ([f"head {number}" for number in range(columns)] if wide else [None] * columns)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("short.py", "short.py"),
        ("snippets/your_tokenizer.py", "snippets/<wbr/>your_<wbr/>tokenizer.<wbr/>py"),
        ("with_first(implied(causal))", "with_<wbr/>first(<wbr/>implied(<wbr/>causal))"),
        ("pip install --no-deps llm", 'pip install <span class="ls-option">--no-deps</span> llm'),
        ("--constraint a.txt", '<span class="ls-option">--constraint</span> a.<wbr/>txt'),
        ("model-2.8b, at 0.125 or 1/16", "model-2.8b, at 0.125 or 1/16"),
        ("<|im_start|>user", "&lt;|im_start|&gt;user"),
    ],
)
def test_code_breaks_between_the_parts_of_a_name(code: str, shown: str) -> None:
    [tag] = page(f"See `{code}`.").select("code")
    assert tag.decode_contents() == shown
    assert tag.get_text() == code
