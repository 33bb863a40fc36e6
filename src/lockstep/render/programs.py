"""A program on a page: the lines of a section, what they printed, and the whole of it one click away."""

from __future__ import annotations

from html import escape

from lockstep.book.marks import Fence
from lockstep.book.model import Section, Snippet
from lockstep.book.snippet import is_mark
from lockstep.book.text import lines_of
from lockstep.edition import Edition
from lockstep.render.names import Links, code_html


def program_anchor(snippet: str) -> str:
    """Return the id of the place where a snippet is first shown."""
    return f"code-{snippet.replace('_', '-')}"


def program_html(edition: Edition, fence: Fence, links: Links) -> str:
    """Return the box of a fence: its code and what it printed; behind its last fence, the whole program.

    Args:
        edition: The edition.
        fence: The fence.
        links: Where the names of its program lead.
    """
    snippet = edition.book.snippets[fence.snippet]
    section = snippet.section(fence.section) if fence.section else None
    fences = [each for page in edition.book.pages for each in page.fences if each.snippet == fence.snippet]
    ident = program_anchor(snippet.name) + ("" if fence is fences[0] else f"-{fence.section}")
    name = escape(snippet.path) + (f" · {escape(fence.section)}" if fence.section else "")
    first, last = _span(snippet, section)
    box = (
        f'<div class="ls-snippet" id="{ident}"><div class="ls-file">{name}</div>'
        f"{_code(snippet, first, last, links)}{_output(edition, snippet, first, last)}</div>"
    )
    if fence.figure is not None:
        return f'<details class="ls-whole"><summary>The program that drew it</summary>{box}</details>'
    if section is not None and fence is fences[-1]:
        return box + _whole(edition, snippet, links)
    return box


def drawing_html(edition: Edition, fence: Fence) -> str:
    """Return what a drawing program drew, with the words for those who do not see it."""
    record = edition.records.get(fence.snippet)
    figure = edition.book.figures[fence.figure or ""]
    drawings = "".join(drawing.svg for drawing in record.figures) if record else ""
    return f'<div class="ls-drawing" role="img" aria-label="{escape(figure.alt)}">{drawings}</div>'


def _whole(edition: Edition, snippet: Snippet, links: Links) -> str:
    first, last = _span(snippet, None)
    count = sum(1 for line in lines_of(snippet.source) if not is_mark(line))
    summary = f"The whole program, {escape(snippet.name)}.py, {count} lines"
    return (
        f'<details class="ls-whole ls-again"><summary>{summary}</summary>'
        f'<div class="ls-snippet">{_code(snippet, first, last, links)}'
        f"{_output(edition, snippet, first, last)}</div></details>"
    )


def _span(snippet: Snippet, section: Section | None) -> tuple[int, int]:
    return (section.first, section.last) if section else (1, len(lines_of(snippet.source)))


def _code(snippet: Snippet, first: int, last: int, links: Links) -> str:
    numbered = list(enumerate(lines_of(snippet.source), 1))[first - 1 : last]
    lines = [(number, line) for number, line in numbered if not is_mark(line)]
    full = [index for index, (_, line) in enumerate(lines) if line]
    return code_html(lines[full[0] : full[-1] + 1] if full else [], links)


def _output(edition: Edition, snippet: Snippet, first: int, last: int) -> str:
    record = edition.records.get(snippet.name)
    text = "".join(output.text for output in record.outputs if first <= output.line <= last) if record else ""
    if not text.strip():
        return ""
    lines = escape(text.rstrip("\n"))
    return (
        f'<div class="ls-output" role="region" aria-label="Output"><pre tabindex="0"><samp>{lines}</samp></pre></div>'
    )
