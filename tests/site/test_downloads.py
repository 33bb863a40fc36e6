"""The footer of a page leads to its PDF, to the book and to the zip, where they are: under the names that they have."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from dependencies import ROOT
from jinja2 import Environment, FileSystemLoader
from mkdocs.utils.yaml import yaml_load

from machine.epub import BOOK
from machine.offline import COPY
from machine.sheets import sheets

THEME = ROOT / "src" / "lockstep" / "theme"
EXTRA = yaml_load((ROOT / "mkdocs.yml").read_text("utf-8"))["extra"]
HOST = "https://host.example/folder/"


def links(address: str | None, site: str, **other: object) -> list[str]:
    """Return where the footer of a page leads, or that of a document which is none, on a site with an address."""
    footer = Environment(loader=FileSystemLoader(THEME), autoescape=True).get_template("partials/copyright.html")
    extra = EXTRA | {"downloads": True, "repository": ""} | other  # a book need not say anything of it: then None
    config = {"site_url": site, "extra": {name: value for name, value in extra.items() if value is not None}}
    html = footer.render(config=config, page=None if address is None else {"url": address})
    return [str(link["href"]) for link in BeautifulSoup(html, "html.parser").find_all("a")]


def test_what_is_printed_and_packed_has_the_names_that_the_footer_knows(site: Path) -> None:
    assert EXTRA["paper"] == {sheet.address: sheet.name for sheet in sheets(site)}
    assert EXTRA["offline"] == f"{COPY.name}.zip"
    assert EXTRA["book"] == BOOK


@pytest.mark.parametrize("address", ["essay/chain/", "reference/ledger/", None])
def test_a_page_that_is_printed_leads_to_its_pdf_and_every_page_to_the_book_and_the_zip(address: str | None) -> None:
    paper = [f"{HOST}paper/2-chain.pdf"] if address == "essay/chain/" else []
    for site in (HOST, HOST.rstrip("/")):
        assert links(address, site) == [*paper, f"{HOST}first-token.epub", f"{HOST}first-token-site.zip"]


def test_nothing_leads_to_what_was_not_made() -> None:
    assert links("essay/chain/", "") == []
    assert links("essay/chain/", HOST, downloads="") == []
    paper, book, packed = links("essay/chain/", HOST)
    assert links("essay/chain/", HOST, paper=None) == [book, packed]
    assert links("essay/chain/", HOST, book=None) == [paper, packed]
    assert links("essay/chain/", HOST, offline=None) == [paper, book]
