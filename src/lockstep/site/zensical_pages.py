"""What Zensical does not do to a page, as a Markdown extension: it shows labs, and follows links that it overlooks."""

from __future__ import annotations

import posixpath
import re
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdown import Extension, Markdown
from markdown.extensions.toc import nest_toc_tokens
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

#: A page that is a lab holds this and the name of a file, which is what it shows.
LAB = "Lab: "
_NOTEBOOK = '<div class="jp-Notebook">'
_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.S)
#: A link, up to its anchor, that is relative to where a page stands.
HREF = re.compile(r'(?<= href=")(?![a-z]+:|[#/])([^"#]+)')


class ZensicalExtension(Extension):
    """Labs and links, for one Markdown instance of Zensical's."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"labs": [[], "relative to the docs folder: lab/train.py"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name that Python-Markdown calls)
        """Register both."""
        # After the white space is normalised (30), which takes away the marks of what is put aside.
        md.preprocessors.register(_ShowLab(md), "zensical-lab", 29.5)
        # After whatever writes links.
        md.postprocessors.register(_Link(md, self.getConfig("labs")), "zensical-links", -20)


class _ShowLab(Preprocessor):
    """Puts a lab in the place of its name."""

    def run(self, lines: list[str]) -> list[str]:
        if not lines[0].startswith(LAB):
            return lines
        return [self.md.htmlStash.store(Path(lines[0].removeprefix(LAB)).read_text("utf-8"))]


class _Link(Postprocessor):
    """Lets links to labs lead to their pages, those in a noscript to addresses, and contents to the parts of a lab."""

    def __init__(self, md: Markdown, labs: list[str]) -> None:
        super().__init__(md)
        self._labs = set(labs)

    def run(self, text: str) -> str:
        md: Any = self.md  # others give it what its class does not name
        page = md.preprocessors["rendering_context"].page.path
        if text.startswith(_NOTEBOOK):
            headings = BeautifulSoup(text, "html.parser").select(":is(h1, h2, h3, h4, h5, h6)[id]")
            md.toc_tokens = nest_toc_tokens([_entry(each) for each in headings])
        text = HREF.sub(lambda link: self._source(link[1], page), text)
        return _NOSCRIPT.sub(lambda part: HREF.sub(lambda link: _address(link[1], page), part[0]), text)

    def _source(self, link: str, page: str) -> str:
        there = posixpath.normpath(posixpath.join(posixpath.dirname(page), link))
        return f"{link.removesuffix('.py')}.md" if there in self._labs else link


def _address(link: str, page: str) -> str:
    """Return the address, from a page on the site, of what a path of sources names."""
    folder, name = posixpath.split(link)
    there = posixpath.join(folder, "" if name == "index.md" else name.removesuffix(".md"))
    return ("" if posixpath.basename(page) == "index.md" else "../") + there.rstrip("/") + "/"


def _entry(heading: Tag) -> Any:
    for link in heading.select(".headerlink"):
        link.decompose()
    return {"level": int(heading.name[1]), "id": heading["id"], "data-toc-label": escape(heading.get_text())}


def makeExtension(**kwargs: Any) -> ZensicalExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """Return the extension."""
    return ZensicalExtension(**kwargs)
