"""What stands around a page's title: the number of a chapter, its lead, and how much is shown of the programs."""

from __future__ import annotations

import xml.etree.ElementTree as etree

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from lockstep.book.model import Page
from lockstep.render.page import Context, OfBook

#: How many words a reader takes in at a minute; of a formula, each part between blanks is one.
PACE = 220
#: The settings of the control, and what each shows.
SETTINGS = {"results": "results only", "heart": "the heart", "all": "all"}


class AddLead(OfBook, Treeprocessor):
    """Adds what a page says of itself below its title, before inline patterns look at the words."""

    def run(self, root: etree.Element) -> None:
        """Add the lead of a page; text that is none has no lead."""
        page, title = self.context.page, root.find("h1")
        if page is None or title is None:
            return
        place = list(root).index(title) + 1
        for number, part in enumerate(_lead(page, self.context)):
            root.insert(place + number, part)


class NumberTitle(OfBook, Treeprocessor):
    """Puts the number of a chapter into its title, after the title has got its address from its words."""

    def run(self, root: etree.Element) -> None:
        """Number the title of a chapter; take the marks of permanent links out of the names of all headings."""
        for link in root.iter("a"):
            if link.get("class") == "headerlink":
                link.set("aria-hidden", "true")
                link.set("tabindex", "-1")
        page, title = self.context.page, root.find("h1")
        if page is not None and page.chapter and title is not None:
            number = etree.Element("span", {"class": "ls-chapter", "id": page.reference})
            number.text = AtomicString(f"{page.chapter} · ")
            number.tail, title.text = title.text, None
            title.insert(0, number)


def _lead(page: Page, context: Context) -> list[etree.Element]:
    lead: list[etree.Element] = []
    if page.front.subtitle:
        lead.append(_element("p", "ls-subtitle", page.front.subtitle))
    if page.chapter:
        line = _element("p", "ls-needs")
        etree.SubElement(line, "span", {"class": "ls-minutes"}).text = AtomicString(minutes(page))
        line[0].tail = f". You need: {page.front.needs}" if page.front.needs else "."
        lead.append(line)
    elif page.front.needs:
        lead.append(_element("p", "ls-needs", f"You need: {page.front.needs}"))
    if page.front.results:
        results = _element("ul", "ls-results")
        for result in page.front.results:
            etree.SubElement(results, "li").text = result
        lead.append(results)
    if page.chapter and any(fence.figure is None for fence in page.fences):
        lead.append(control())
    return lead


def control() -> etree.Element:
    """Return the control of how much a page shows of its programs; without a script, it is not shown."""
    fieldset = _element("fieldset", "ls-control")
    fieldset.set("data-search-exclude", "")
    etree.SubElement(fieldset, "legend").text = AtomicString("Programs")
    for value, words in SETTINGS.items():
        label = etree.SubElement(fieldset, "label")
        chosen = {"checked": "checked"} if value == "heart" else {}
        button = etree.SubElement(label, "input", {"type": "radio", "name": "ls-programs", "value": value, **chosen})
        button.tail = AtomicString(words)
    return fieldset


def minutes(page: Page) -> str:
    """Return how long a page takes to read, in words."""
    count = max(1, round(page.words / PACE))
    return f"About {count} minute{'' if count == 1 else 's'}"


def _element(tag: str, name: str, text: str = "") -> etree.Element:
    element = etree.Element(tag, {"class": name})
    element.text = text
    return element
