"""A lab as a page: its notebook in the site's own text, code, formulas and colours.

mkdocs-jupyter makes one too, with a style sheet of half a megabyte, scripts, formulas that nobody renders, and drawings
as images, which know no dark scheme. Of that nothing is kept but the name of the notebook's box, which the theme knows.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from html import escape
from itertools import count
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from markdown import Markdown

from lockstep.book.lab import Lab
from lockstep.book.snippet import LONGEST
from lockstep.lab.kernel import ALT, CAPTION, SVG, TEXT
from lockstep.lab.tables import parts, table_html
from lockstep.names.read import read_names
from lockstep.render.names import Links, code_html
from lockstep.render.page import Context
from lockstep.render.printed import output_html, output_of
from lockstep.render.programs import program_box
from lockstep.render.title import control
from lockstep.run.figures import inline

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # for a terminal


def lab_html(lab: Lab, notebook: Path, context: Context, markdown: Markdown) -> str:
    """Return the page of a lab, which links to its notebook, beside itself; `markdown` is the site's own."""
    links = context.links(read_names(context.edition.api.library, lab.name, lab.source))
    run = context.edition.book.settings.run
    download = _download(lab, notebook, context.url(run) if run else "")
    cells = []
    figures = count(1)
    for number, (cell, line) in enumerate(
        zip(json.loads(notebook.read_text("utf-8"))["cells"], lab.cells, strict=True)
    ):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            markdown.reset()
            html = markdown.convert(source)
            if download and "<h1" in html:
                html, download = _below_title(html, download), ""
        else:
            html = _ran_html(cell, line, links, lab, number, figures)
        cells.append(f'<div class="jp-Cell jp-{cell["cell_type"].capitalize()}Cell">{html}</div>')
    return f'<div class="jp-Notebook">{download}{"".join(cells)}</div>'


def ran_html(lab: Lab, notebook: Path) -> str:
    """Return what the cells of a lab show that ran, as its page shows them, but for links."""
    figures = count(1)
    cells = zip(json.loads(notebook.read_text("utf-8"))["cells"], lab.cells, strict=True)
    ran = ((number, cell, line) for number, (cell, line) in enumerate(cells) if cell["cell_type"] == "code")
    return "".join(_ran_html(cell, line, {}, lab, number, figures) for number, cell, line in ran)


def _ran_html(cell: Mapping[str, Any], line: int, links: Links, lab: Lab, number: int, figures: Iterator[int]) -> str:
    code = _code("".join(cell["source"]), line, links, cell, lab)
    return "".join([code, *_drawings(cell, f"{lab.name}-{number}", figures)])


def _code(source: str, line: int, links: Links, cell: Mapping[str, Any], lab: Lab) -> str:
    """Return a cell as a program is shown; a short one says in code what the text is about, and stands open."""
    lines = source.split("\n")
    code = code_html(list(enumerate(lines, line)), links)
    printed = _COLOUR.sub("", "".join(_printed(cell)))
    named = output_of(lab.path)
    output = "".join(
        table_html(part, named) if is_table else output_html(part, lab.path) for part, is_table in parts(printed)
    )
    return program_box(code, lab.path, output, heart=len(lines) <= LONGEST, program=lab.name)


def _printed(cell: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a cell printed, and what its last expression gives."""
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            yield "".join(output["text"])
        elif SVG not in output["data"]:
            yield "".join(output["data"].get(TEXT, "")) + "\n"


def _drawings(cell: Mapping[str, Any], name: str, figures: Iterator[int]) -> Iterator[str]:
    for number, output in enumerate(cell["outputs"]):
        if drawn := "".join(output.get("data", {}).get(SVG, ())):
            words, said = (escape(output["metadata"][SVG][each]) for each in (ALT, CAPTION))
            ident, label = f"figure-{(place := next(figures))}", f"Figure {place}"
            yield f'<figure class="ls-figure" id="{ident}"><div class="ls-drawing" role="img" aria-label="{words}">'
            yield f"{inline(drawn, f'{name}-{number}')}</div>"
            link = f'<a class="ls-number" href="#{ident}">{label}</a>'
            yield f"<figcaption>{link} <span>{said}</span></figcaption></figure>"


def _download(lab: Lab, notebook: Path, run: str) -> str:
    """Say where the notebook is and how to run its program, and let a reader choose what is shown of it."""
    name = escape(notebook.name)
    how = f'<a href="{escape(run)}">run it</a>' if run else "run it"
    words = (
        f'<p class="ls-download">A notebook: <a href="{name}" download>{name}</a>'
        f" · or {how} with <code>python {escape(lab.path)}</code></p>"
    )
    return words + etree.tostring(control(), encoding="unicode", method="html")


def _below_title(html: str, download: str) -> str:
    """Put it below the title and what the title is about."""
    soup = BeautifulSoup(html, "html.parser")
    lead = soup.select_one("h1 + p") or soup.h1
    if lead is not None:
        lead.insert_after(BeautifulSoup(download, "html.parser"))
    return str(soup)
