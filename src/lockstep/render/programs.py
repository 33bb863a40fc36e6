"""A program on a page: the lines of a section, what they printed, and the whole of it one click away."""

from __future__ import annotations

from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from lockstep.book.model import Fence, Section, Snippet
from lockstep.book.snippet import is_mark
from lockstep.edition import Edition

_FORMATTER = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)


def program_anchor(snippet: str) -> str:
    """Return the id of the place where a snippet is first shown."""
    return f"code-{snippet.replace('_', '-')}"


def program_html(edition: Edition, fence: Fence) -> str:
    """Return the box of a fence: its code and what it printed; behind its last fence, the whole program."""
    snippet = edition.book.snippets[fence.snippet]
    section = snippet.section(fence.section) if fence.section else None
    fences = [each for page in edition.book.pages for each in page.fences if each.snippet == fence.snippet]
    ident = program_anchor(snippet.name) + ("" if fence is fences[0] else f"-{fence.section}")
    name = escape(snippet.path) + (f" · {escape(fence.section)}" if fence.section else "")
    first, last = _span(snippet, section)
    box = (
        f'<div class="ls-snippet" id="{ident}"><div class="ls-file">{name}</div>'
        f"{_code(snippet, first, last)}{_output(edition, snippet, first, last)}</div>"
    )
    if fence.figure is not None:
        return f'<details class="ls-whole"><summary>The program that drew it</summary>{box}</details>'
    if section is not None and fence is fences[-1]:
        return box + _whole(edition, snippet)
    return box


def drawing_html(edition: Edition, fence: Fence) -> str:
    """Return what a drawing program drew, with the words for those who do not see it."""
    record = edition.records.get(fence.snippet)
    figure = edition.book.figures[fence.figure or ""]
    drawings = "".join(drawing.svg for drawing in record.figures) if record else ""
    return f'<div class="ls-drawing" role="img" aria-label="{escape(figure.alt)}">{drawings}</div>'


def _whole(edition: Edition, snippet: Snippet) -> str:
    first, last = _span(snippet, None)
    count = sum(1 for line in snippet.source.splitlines() if not is_mark(line))
    return (
        f'<details class="ls-whole"><summary>The whole program, {escape(snippet.name)}.py, {count} lines</summary>'
        f'<div class="ls-snippet">{_code(snippet, first, last)}{_output(edition, snippet, first, last)}</div></details>'
    )


def _span(snippet: Snippet, section: Section | None) -> tuple[int, int]:
    return (section.first, section.last) if section else (1, len(snippet.source.splitlines()))


def _code(snippet: Snippet, first: int, last: int) -> str:
    lines = [line for line in snippet.source.splitlines()[first - 1 : last] if not is_mark(line)]
    return highlight("\n".join(lines).strip("\n"), PythonLexer(), _FORMATTER)


def _output(edition: Edition, snippet: Snippet, first: int, last: int) -> str:
    record = edition.records.get(snippet.name)
    text = "".join(output.text for output in record.outputs if first <= output.line <= last) if record else ""
    if not text.strip():
        return ""
    lines = escape(text.rstrip("\n"))
    return (
        f'<div class="ls-output" role="region" aria-label="Output"><pre tabindex="0"><samp>{lines}</samp></pre></div>'
    )
