"""What a program printed, as a telephone needs it: lines that go on set in, and columns that stay together."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from lockstep.render.printed import LONG, MANY, SHORT, output_html

LABEL = "snippets/odd_sum.py · sum"
REPORT = f"""
yes:        {"it is so " * 6}
            {"as was seen " * 5}
{"a line of words only " * 4}

behind              first        later  what it is
nothing               0.5  {"12.25":>11}  none
something             1.5  {"13.25":>11}  {"some " * 4}

the end
"""


def shown(printed: str) -> Tag:
    [box] = BeautifulSoup(output_html(printed, LABEL), "html.parser").select(".ls-output")
    return box


def test_what_fits_is_shown_as_it_was_printed() -> None:
    box = shown(f"\n{'x' * SHORT}\n  & y\n")
    assert box["aria-label"] == "Output of odd_sum.py, sum"
    assert box.samp.contents == [f"{'x' * SHORT}\n  & y"]
    assert box.select("[data-fits], span") == []
    assert output_html("\n \n", LABEL) == ""


def test_a_line_a_little_longer_may_be_set_smaller() -> None:
    for width, fits in ((SHORT + 1, "40"), (LONG - 4, "48"), (LONG, "52")):
        assert shown("x" * width).pre["data-fits"] == fits
    assert shown("x" * (LONG + 1)).select("[data-fits]") == []


def test_no_character_is_lost() -> None:
    assert shown(REPORT).samp.get_text() == REPORT.removeprefix("\n")


def test_a_line_goes_on_where_its_words_begin() -> None:
    labelled = [[part.get_text() for part in each.find_all("span")] for each in shown(REPORT).select(".ls-labelled")]
    assert [label for label, _ in labelled] == ["yes:        ", "            "]
    assert labelled[0][1] == f"{'it is so ' * 6}\n"
    plain = [each.get_text() for each in shown(REPORT).select(".ls-line:not(.ls-labelled)")]
    assert plain == [f"{'a line of words only ' * 4}\n", "\n", "\n", "the end\n"]


def test_columns_stay_together_and_can_be_reached_with_the_keyboard() -> None:
    [columns] = shown(REPORT).select(".ls-columns")
    assert [line.split()[0] for line in columns.get_text().splitlines()] == ["behind", "nothing", "something"]
    assert columns["tabindex"] == "0"
    assert columns["class"] == ["ls-columns"]
    assert shown(f"one  {'word ' * MANY}\n" * 2).select(".ls-columns.ls-many")
    assert shown(f"one  row\n{'of words ' * 8}").select(".ls-columns") == []
