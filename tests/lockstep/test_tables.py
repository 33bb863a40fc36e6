"""What a lab prints between bars becomes a table, and only that."""

from __future__ import annotations

from bs4 import BeautifulSoup

from lockstep.lab.tables import parts, table_html


def test_bars_that_are_no_table_stay_as_they_are_printed() -> None:
    printed = "| x |\n| a | b |\n|---|--:|\n\n| c | d |\n| --- | :-: |\n| 1 | 2 |\n"
    found = list(parts(printed))
    assert [is_table for _, is_table in found] == [False, False, True]
    assert "\n".join(part for part, _ in found) + "\n" == printed


def test_numbers_have_a_minus_sign_and_names_keep_their_hyphen() -> None:
    rows = "| a-1 | n |\n| --- | --: |\n| -1 x | -0.5 ± 1e-3 |\n| b | 2-16, -.5 |"
    table = BeautifulSoup(table_html(rows, "x"), "html.parser")
    cells = ["a-1", "n", "-1 x", "−0.5 ± 1e-3", "b", "2-16, −.5"]
    assert [each.get_text() for each in table.select("th, td")] == cells


def test_a_head_without_words_is_none() -> None:
    table = BeautifulSoup(table_html("|  | n |\n| - | - |\n| a | 1 |\n|  | 2 |", "x"), "html.parser")
    heads = [[(each.name, each.get("scope")) for each in row.select("th, td")] for row in table.select("tr")]
    cell = ("td", None)
    assert heads == [[cell, ("th", "col")], [("th", "row"), cell], [cell, cell]]
