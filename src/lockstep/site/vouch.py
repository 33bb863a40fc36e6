"""Who vouches for what an element of a page shows: it is compared with what is known, and not believed for its name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property

from bs4 import Tag

from lockstep.edition import Edition
from lockstep.render.title import minutes
from lockstep.site.document import Document
from lockstep.site.known import Known, unmarked
from lockstep.site.links import target
from lockstep.site.texts import bare, digits, drawing, numbers

#: What lockstep fills, by the name of its block: the source of such a block is empty.
_FILLED = {"ls-ledger": "ledger", "ls-bibliography": "bibliography"}
#: Entries of the API reference, which docstrings fill: whole, and in a preview.
_ENTRIES = frozenset({"doc-object", "ls-stub"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Vouch:
    """Vouches for elements of one page."""

    def __init__(self, edition: Edition, known: Known, document: Document) -> None:
        self.edition, self.known, self.document = edition, known, document
        self.filled: Counter[str] = Counter()
        page = document.page
        if page is not None:
            self.filled.update({name: 1 for name, listing in _FILLED.items() if listing in page.listings})
            self.filled["entries"] = len(page.entries)

    def gave(self, tag: Tag, *, framed: bool) -> bool:
        """Whether all that an element shows, its attributes too, is known to come from something.

        One that is `framed` stands around the page, where a theme draws its icons and lists the headings.
        """
        if tag.name == "svg":
            return framed or drawing(tag) in self.known.drawings
        if tag.name == "img":
            return framed and str(tag.get("src", "")).endswith(self.known.logos)
        if tag.name == "math":
            return bare(tag.get_text()) in self.known.formulas
        if tag.name == "pre":
            return self._code(tag)
        if framed:
            return tag.name == "a" and self._listed(tag)
        judge = next((_JUDGES[each] for each in (tag.name, *(tag.get("class") or ())) if each in _JUDGES), None)
        return judge is not None and judge(self, tag)

    def _code(self, tag: Tag) -> bool:
        text = bare(tag.get_text())
        return text in self.known.code or (self.document.source, text) in self.known.cited

    def _listed(self, tag: Tag) -> bool:
        """Whether a link of the contents says what the heading says, which is looked at where it stands."""
        file, fragment = target(str(tag.get("href", "")), self.document.file, self.known.prefix)
        return bool(fragment) and file == self.document.file and self.headings.get(fragment) == bare(tag.get_text())

    @cached_property
    def headings(self) -> dict[str, str]:
        """What each heading of the page says, by its id."""
        there = (tag for tag in self.document.tags if tag.name in _HEADINGS and tag.has_attr("id"))
        return {str(tag["id"]): bare(tag.get_text()).removesuffix("¶") for tag in there}

    def _value(self, tag: Tag) -> bool:
        return (str(tag.get("title")), bare(tag.get_text())) in self.known.values

    def _given(self, tag: Tag) -> bool:
        return (str(tag.get("title")), digits(tag.get_text())) in self.known.given

    def _printed(self, tag: Tag) -> bool:
        return (str(tag.get("aria-label")), bare(tag.get_text())) in self.known.printed

    def _said(self, tag: Tag) -> bool:
        return bare(tag.get_text()) in self.known.said

    def _read(self, tag: Tag) -> bool:
        return self.document.page is not None and bare(tag.get_text()) == bare(minutes(self.document.page))

    def _filled(self, tag: Tag) -> bool:
        """Whether lockstep filled it: a page has as many such elements as its source has blocks without content."""
        names = set(tag.get("class") or ())
        what = "entries" if names & _ENTRIES else (_FILLED.keys() & names).pop()
        self.filled[what] -= 1
        return self.filled[what] >= 0

    def _drawn(self, tag: Tag) -> bool:
        """Whether it is a drawing of a run, and its words give no number that it does not show; a lab's are its own."""
        if any(drawing(svg) not in self.known.drawings for svg in tag.find_all("svg")):
            return False
        words = str(tag.get("aria-label"))
        shown = {match[0].lstrip("0") for svg in tag.find_all("svg") for text in svg.strings for match in numbers(text)}
        return bare(words) in self.known.said or all(match[0].lstrip("0") in shown for match in numbers(words))

    def _refers(self, tag: Tag) -> bool:
        """Whether a reference says what it leads to; a formula in it is one of those that were read."""
        if any(bare(each.get_text()) not in self.known.formulas for each in tag.find_all("math")):
            return False
        text = "".join(each for each in tag.strings if each.find_parent("math") is None)
        return (str(tag.get("href", "")).partition("#")[2], unmarked(text)) in self.known.references

    def _numbers(self, tag: Tag) -> bool:
        """Whether a number is that of a statement or a figure; a lab counts its own figures."""
        ident = str(tag.get("href", "")).partition("#")[2]
        numbered = self.edition.book.numbered.get(ident)
        label = numbered.label if numbered else ident.capitalize().replace("-", " ", 1)
        return bare(tag.get_text()) == bare(label) and (numbered is not None or ident in self.document.anchors)


#: Who judges an element of the page, by its name or its class.
_JUDGES: dict[str, Callable[[Vouch, Tag], bool]] = {
    "ls-value": Vouch._value,
    "ls-given": Vouch._given,
    "ls-ref": Vouch._refers,
    "ls-number": Vouch._numbers,
    "ls-output": Vouch._printed,
    "ls-drawing": Vouch._drawn,
    "ls-minutes": Vouch._read,
    "summary": Vouch._said,
    "figcaption": Vouch._said,
    **dict.fromkeys((*_FILLED, *_ENTRIES), Vouch._filled),
}
