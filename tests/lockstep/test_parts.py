"""What a telephone may lay out later: parts of a page; and tables, each in its box, whose cells say what they name."""

from __future__ import annotations

from collections.abc import Callable

from bs4 import BeautifulSoup, Tag

Convert = Callable[[str], BeautifulSoup]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text().split())


def test_what_follows_a_heading_is_a_part_and_a_table_has_a_box(convert: Convert) -> None:
    page = convert("# T\n\nA.\n\n## H\n\nB.\n\n| a |\n| - |\n| 1 |\n\nC.\n\n### I\n\nD.\n")
    parts = page.select(".ls-part")
    assert [words(each) for each in parts] == ["H B. a 1 C.", "I D."]
    assert page.find("p").parent.name == "[document]"
    [table] = page.select("div.md-typeset__scrollwrap > div.md-typeset__table > table")
    assert words(table) == "a 1"


def test_the_first_cell_of_a_row_names_it_where_it_says_something(convert: Convert) -> None:
    page = convert("# T\n\n|   | $a$ |\n| - | - |\n| x | 1 |\n|   | 2 |\n| $y$ | 3 |\n")
    assert [words(each.parent) for each in page.select("td[role=rowheader]")] == ["x 1", "y 3"]
    assert not page.select("td:not(:first-child)[role], th[role]")
    assert [each.name for each in page.select("thead tr > *")] == ["td", "th"]


def test_no_part_is_very_long_and_each_begins_with_words(convert: Convert) -> None:
    page = convert("# T\n\n## H\n\n" + "".join(f"{letter}.\n\n" for letter in "ABCDEFGHI"))
    assert [words(each) for each in page.select(".ls-part")] == ["H A. B. C. D. E. F. G.", "H. I."]
    page = convert("# T\n\n## H\n\n" + "".join(f"{letter}.\n\n" for letter in "ABCDEFG") + "<div>I</div>\n\n> J.\n\nK.")
    assert [words(each) for each in page.select(".ls-part")] == ["H A. B. C. D. E. F. G. I J.", "K."]
