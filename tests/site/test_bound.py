"""The book of the built site is whole: its files are XML, its links arrive, and each statement is there once."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from dependencies import ROOT

from lockstep.book.release import load_release
from machine.epub import bind


@pytest.fixture(scope="module")
def files(site: Path) -> dict[str, ET.Element]:
    """Return the files of the book that are XML, by their names in it; each is read, which shows that it is."""
    release = load_release(ROOT)
    assert release is not None
    with ZipFile(BytesIO(bind(site, release))) as archive:
        assert archive.namelist()[0] == "mimetype"
        names = [name for name in archive.namelist() if name.endswith((".xhtml", ".svg", ".opf", ".ncx"))]
        return {name: ET.fromstring(archive.read(name)) for name in names}


def chapters(files: dict[str, ET.Element]) -> dict[str, ET.Element]:
    return {name: root for name, root in files.items() if name.startswith("EPUB/text/ch")}


def test_each_statement_of_the_essay_is_there_once(files: dict[str, ET.Element], site: Path) -> None:
    pages = [BeautifulSoup(page.read_text("utf-8"), "html.parser") for page in site.glob("essay/**/index.html")]
    statements = sorted(str(each["id"]) for page in pages for each in page.select("article .ls-statement[id]"))
    assert len(statements) > 100
    found = [each for root in chapters(files).values() for each in root.iter()]
    boxes = [each for each in found if "ls-statement" in each.get("class", "").split()]
    assert sorted(str(each.get("id")) for each in boxes) == statements
    assert sum(len(page.select("article math")) for page in pages) == sum(each.tag.endswith("}math") for each in found)
    assert sum(len(page.select(".ls-drawing")) for page in pages) == sum(each.tag.endswith("}img") for each in found)


def test_every_link_arrives_and_has_words(files: dict[str, ET.Element]) -> None:
    places = {f"{name}#{each.get('id')}" for name, root in files.items() for each in root.iter() if each.get("id")}
    links = [(name, each) for name, root in files.items() for each in root.iterfind(".//{*}body//{*}a")]
    assert [ET.tostring(link) for _, link in links if not "".join(link.itertext()).strip()] == []
    within = [(name, str(link.get("href"))) for name, link in links if "://" not in str(link.get("href"))]
    assert len(within) > 300
    to = {posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for name, link in within if link[0] != "#"}
    to |= {name + link for name, link in within if link[0] == "#"}
    assert to - places - files.keys() == set()


def test_no_name_is_there_twice(files: dict[str, ET.Element]) -> None:
    names = [str(each.get("id")) for root in chapters(files).values() for each in root.iter() if each.get("id")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_nothing_needs_a_script_or_a_style_of_the_site(files: dict[str, ET.Element]) -> None:
    needs = {"script", "details", "summary", "button", "input", "template", "noscript", "iframe"}
    tags = {each.tag.rpartition("}")[2] for root in chapters(files).values() for each in root.iter()}
    assert {"section", "pre", "math", "img", "table"} <= tags
    assert [tag for tag in tags if tag in needs or "-" in tag] == []
    drawings = [ET.tostring(root, "unicode") for name, root in files.items() if name.endswith(".svg")]
    assert drawings
    assert [drawing for drawing in drawings if "var(" in drawing] == []
