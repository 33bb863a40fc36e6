"""A lab as a page: what mkdocs-jupyter made of its notebook, in the site's own text, code, formulas and colours."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from lockstep.book.lab import Lab
from lockstep.lab.kernel import ALT
from lockstep.names.read import read_names
from lockstep.render.names import Links, code_html
from lockstep.render.page import Context
from lockstep.run.figures import inline

_SVG = "image/svg+xml"


def lab_html(html: str, lab: Lab, notebook: Path, context: Context, markdown: Markdown) -> str:
    """Return the page of a lab.

    mkdocs-jupyter's page carries a style sheet of half a megabyte, scripts, formulas that nobody renders, and
    drawings as images, which know no dark scheme.

    Args:
        html: What mkdocs-jupyter made of the notebook.
        lab: The lab.
        notebook: The notebook, run; the page links to it, beside itself.
        context: What the parts of the site share, at the page of the lab.
        markdown: The site's own Markdown.
    """
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(["style", "script"]):
        tag.decompose()
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    links = context.links(read_names(context.edition.api.library, lab.name, lab.source))
    shown = soup.select('.jp-Cell[id^="cell-id="]')  # a cell of code stands in another one, without an id
    for number, (tag, cell, line) in enumerate(zip(shown, cells, lab.cells, strict=True)):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            markdown.reset()
            parts = [markdown.convert(source)]
        else:
            parts = [_code(source, line, links, tag), *_drawings(cell, f"{lab.name}-{number}")]
        if tag.parent is not None and "jp-Cell" in (tag.parent.get("class") or ()):
            tag.parent.unwrap()
        tag.clear()
        del tag["id"]
        tag.append(BeautifulSoup("".join(parts), "html.parser"))
        tag["class"] = f"jp-Cell jp-{cell['cell_type'].capitalize()}Cell"
    wrapper = soup.select_one(".jp-Notebook")
    assert wrapper is not None
    _add_download(wrapper, lab, notebook)
    return str(wrapper)


def _code(source: str, line: int, links: Links, cell: Tag) -> str:
    lines = source.splitlines()
    box = code_html(list(enumerate(lines, line)), links)
    printed = "".join(each.get_text() for each in cell.select(".jp-OutputArea-output pre")).rstrip("\n")
    if printed:
        box += (
            '<div class="ls-output" role="region" aria-label="Output">'
            f'<pre tabindex="0"><samp>{escape(printed)}</samp></pre></div>'
        )
    return f'<div class="ls-snippet">{box}</div>'


def _drawings(cell: Mapping[str, Any], name: str) -> Iterator[str]:
    outputs: Sequence[Mapping[str, Any]] = cell["outputs"]
    for number, output in enumerate(outputs):
        if drawn := "".join(output.get("data", {}).get(_SVG, ())):
            words = escape(output["metadata"][_SVG][ALT])
            yield f'<figure class="ls-figure"><div class="ls-drawing" role="img" aria-label="{words}">'
            yield f"{inline(drawn, f'{name}-{number}')}</div></figure>"


def _add_download(wrapper: Tag, lab: Lab, notebook: Path) -> None:
    """Say, below the title and what it is about, where its notebook is and how to run its program."""
    name = escape(notebook.name)
    words = (
        f'<p class="ls-download">A notebook: <a href="{name}" download>{name}</a>'
        f" · or run it with <code>python {escape(lab.path)}</code></p>"
    )
    lead = wrapper.select_one("h1 + p") or wrapper.select_one("h1")
    assert lead is not None  # a lab begins with its title
    lead.insert_after(BeautifulSoup(words, "html.parser"))
