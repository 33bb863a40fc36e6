"""The feed of corrections, as those who read it get it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from mkdocs.commands.build import build
from mkdocs.config import load_config

import lockstep
from lockstep.accept import review
from lockstep.problem import BookError
from lockstep.site import hooks
from lockstep.site.feed import FEED

AT = "https://example.org/book2/"
HOOKS, THEME = Path(hooks.__file__), Path(lockstep.__file__).parent / "theme"
GIVEN = '{.given source="the date of the change"}'
PAGE = f"""\
# Corrections

What was wrong.

## The sum of odd numbers

Since [4 March 2025]{GIVEN}. See [the chapter](chapters/squares.md).

| It said | It says |
|---|---|
| Less & more. | The same. |

## Twins

Since [28 November 2025]{GIVEN}.

A sentence.

## What counts

An error.
"""
Made = Callable[..., Path]
Replace = Callable[[str, str, str], None]


@pytest.fixture
def made(squares: Path, monkeypatch: pytest.MonkeyPatch, replace: Replace) -> Made:
    """Make the site of a book that has a page of corrections."""
    setting = "      time_limit: 600\n      corrections: corrections.md\nsite_url: !ENV [ADDRESS, '']\n"
    replace("mkdocs.yml", "      time_limit: 600\n", setting)
    monkeypatch.chdir(squares)

    def made(address: str = AT, page: str = PAGE) -> Path:
        (squares / "docs" / "corrections.md").write_text(page, "utf-8")
        assert review(squares, lambda _: "y") == 0
        monkeypatch.setenv("ADDRESS", address)
        site, theme = squares / "site", {"name": "material", "font": False, "custom_dir": str(THEME)}
        build(load_config(str(squares / "mkdocs.yml"), site_dir=str(site), theme=theme, hooks=[str(HOOKS)]))
        return site

    return made


def read(site: Path) -> dict[str, object]:
    """Return what a reader of feeds reads: of the feed and of each entry, what the format asks for."""
    spaces = {"a": "http://www.w3.org/2005/Atom"}
    feed = etree.fromstring((site / FEED).read_bytes())
    assert feed.tag == f"{{{spaces['a']}}}feed"

    def of(parent: etree.Element) -> dict[str, str]:
        return {name: parent.findtext(f"a:{name}", "", spaces) for name in ("id", "title", "updated")}

    links = {each.get("rel"): each.get("href") for each in feed.findall("a:link", spaces)}
    entries = [
        {
            **of(each),
            "link": each.find("a:link", spaces).get("href"),
            "says": each.find("a:content[@type='html']", spaces).text,
        }
        for each in feed.findall("a:entry", spaces)
    ]
    return {**of(feed), "links": links, "author": feed.findtext("a:author/a:name", "", spaces), "entries": entries}


def test_each_part_that_has_a_day_is_an_entry_the_newest_first(made: Made) -> None:
    feed = read(made())
    here = f"{AT}corrections/"
    assert feed["id"] == feed["links"]["self"] == f"{AT}feed.xml"
    assert feed["links"]["alternate"] == here
    assert (feed["title"], feed["author"]) == ("Squares: corrections", "Squares")
    assert feed["updated"] == "2025-11-28T00:00:00Z"
    twins, odd = feed["entries"]
    assert twins["id"] == twins["link"] == f"{here}#twins"
    assert (odd["title"], odd["updated"]) == ("The sum of odd numbers", "2025-03-04T00:00:00Z")
    assert "A sentence." in twins["says"]
    soup = BeautifulSoup(odd["says"], "html.parser")
    assert [each.get_text() for each in soup.select("td")] == ["Less & more.", "The same."]
    assert soup.a["href"] == f"{AT}chapters/squares/"
    assert all(urlsplit(each["id"]).scheme for each in feed["entries"])


def test_every_page_says_where_it_is(made: Made) -> None:
    site = made()
    for page, place in {"": "feed.xml", "chapters/squares/": "../../feed.xml"}.items():
        soup = BeautifulSoup((site / page / "index.html").read_bytes(), "html.parser")
        (told,) = soup.find_all("link", type="application/atom+xml")
        assert (told["rel"], told["href"]) == (["alternate"], place)
        assert soup.select_one(f"footer a[href='{place}']")


def test_the_same_page_makes_the_same_feed(made: Made) -> None:
    first = (made() / FEED).read_bytes()
    assert (made() / FEED).read_bytes() == first


def test_without_an_address_there_is_none(made: Made) -> None:
    site = made(address="")
    assert not (site / FEED).exists()
    assert FEED not in (site / "index.html").read_text("utf-8")


def test_a_correction_without_a_day_stops_the_build(made: Made) -> None:
    with pytest.raises(BookError, match="'The sum of odd numbers' do not say since when") as refusal:
        made(page=PAGE.replace("Since [4 March", "From [4 March"))
    (problem,) = refusal.value.problems
    assert (problem.path, problem.line) == ("docs/corrections.md", 5)


@pytest.mark.parametrize("day", ["31 June 2025", "4 Marsh 2025"])
def test_a_day_that_there_is_not_stops_it_in_words(made: Made, day: str) -> None:
    with pytest.raises(BookError, match=f"a day that there is not, {day}") as refusal:
        made(page=PAGE.replace("4 March 2025", day))
    (problem,) = refusal.value.problems
    assert (problem.path, problem.line) == ("docs/corrections.md", 5)


def test_a_page_without_any_day_stops_it_too(made: Made) -> None:
    with pytest.raises(BookError, match="no part says since when"):
        made(page="# Corrections\n\nNone.\n")
