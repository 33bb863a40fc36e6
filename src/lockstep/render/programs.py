"""A program on a page: its fragments, each folded or open above what it printed, and the whole of it as text."""

from __future__ import annotations

import re
from html import escape

from lockstep.book.marks import Fence
from lockstep.book.model import Snippet
from lockstep.book.snippet import COPIED, shown_lines
from lockstep.edition import Edition
from lockstep.render.names import Links, code_html
from lockstep.render.printed import output_html


def program_anchor(snippet: str) -> str:
    """Return the id of the place where a snippet is first shown."""
    return f"code-{snippet.replace('_', '-')}"


def evidence_anchor(edition: Edition, snippet: str) -> str:
    """Return the id of the place where a snippet is shown whole."""
    fences = edition.book.fences.get(snippet, ())
    if any(each.section for each in fences):
        return "program-" + snippet.replace("_", "-")  # which no section can be called: its id begins with code-
    return program_anchor(snippet)


def program_html(edition: Edition, fence: Fence, links: Links, run: str = "") -> str:
    """Return the box of a fence: its code, which folds, and what it printed; behind its last fence, the whole program.

    Whatever a link leads to stands inside its fold: a browser then opens the fold by itself. `run` is the address of
    the page that says how to get what the program imports, if any.
    """
    snippet = edition.book.snippets[fence.snippet]
    fences = edition.book.fences[fence.snippet]
    ident = program_anchor(snippet.name) + ("" if fence is fences[0] else f"-{fence.section}")
    label = snippet.label(fence.section)
    lines = shown_lines(snippet, fence.section)
    code = code_html(lines, links, ident)
    if fence.figure is not None:
        summary = f"<summary>The program that drew it: {_file(label)}</summary>"
        return f'<details class="ls-whole ls-drew">{summary}{_box(code, snippet.name, run)}</details>'
    heart = edition.book.hearts.get(snippet.name) is fence
    output = output_html(printed_by(edition, snippet, fence.section), label)
    outside = all(page.path != fence.place.path for page in edition.book.chapters.values())
    stays = outside and len(lines) <= COPIED
    box = program_box(code, label, output, heart=heart, stays=stays, program=snippet.name, run=run)
    return box + _whole(edition, snippet) if fence.section and fence is fences[-1] else box


def again_html(edition: Edition, fence: Fence, links: Links, run: str) -> str:
    """Return what a fence of another page shows, open: its code and what it printed."""
    snippet = edition.book.snippets[fence.snippet]
    label = snippet.label(fence.section)
    code = code_html(shown_lines(snippet, fence.section), links, f"again-{snippet.name}-{fence.section}")
    output = output_html(printed_by(edition, snippet, fence.section), label)
    return program_box(code, label, output, heart=True, stays=True, program=snippet.name, run=run)


def program_box(
    code: str, label: str, output: str, *, heart: bool, program: str, stays: bool = False, run: str = ""
) -> str:
    """Return code that folds above what it printed.

    Args:
        code: The code, as HTML.
        label: What it is called, which stands for it while it is folded.
        output: What it printed, as HTML.
        heart: Whether it stands open when a reader has chosen nothing.
        program: What of the page is copied along with it.
        stays: Whether it stands open whatever a reader has chosen: outside the chapters, code is what one came for.
        run: The address that what is copied begins with, if any.
    """
    names = " ".join(("ls-code", *["ls-heart"] * heart, *["ls-stays"] * stays))
    summary = f"<summary>{_file(label)}</summary>"
    fold = f'<details class="{names}"{" open" if heart or stays else ""}>{summary}{code}</details>'
    return _box(fold + output, program, run)


def _file(label: str) -> str:
    return f'<span class="ls-file">{escape(label)}</span>'


def _box(content: str, program: str, run: str) -> str:
    needs = f' data-get="{escape(run)}"' if run else ""
    return f'<div class="ls-snippet" data-program="{escape(program)}"{needs}>{content}</div>'


def drawing_html(edition: Edition, fence: Fence) -> str:
    """Return what a drawing program drew, with the words for those who do not see it."""
    record = edition.records.get(fence.snippet)
    figure = edition.book.figures[fence.figure or ""]
    drawings = "".join(_thinned(drawing.svg) for drawing in record.figures) if record else ""
    return f'<div class="ls-drawing" role="img" aria-label="{escape(figure.alt)}">{drawings}</div>'


def _thinned(svg: str) -> str:
    """Return a drawing without what shows nothing: groups that only carry a name, two elements in five, and grounds."""
    kept: list[bool] = []

    def judge(match: re.Match[str]) -> str:
        if match[0] == "</g>":
            return match[0] if kept.pop() else ""
        if not match[0].endswith("/>"):
            kept.append(re.fullmatch(r'<g(?: id="[^"]*")?>', match[0]) is None)
            return match[0] if kept[-1] else ""
        return match[0]

    return re.sub(r'<path d="[^"]*" style="fill: none" />', "", re.sub(r"<g\b[^>]*>|</g>", judge, svg))


def _whole(edition: Edition, snippet: Snippet) -> str:
    """Return the whole program: the text that is copied, without the colours and links that its fragments have."""
    code = escape(whole_code(snippet), quote=False)
    ident = evidence_anchor(edition, snippet.name)
    return (
        '<details class="ls-whole ls-again" data-search-exclude>'
        f"<summary>{escape(whole_name(snippet))}</summary>"
        f'<div class="ls-snippet" id="{ident}" data-program="{snippet.name}">'
        f'<div class="highlight"><pre><code>{code}\n</code></pre></div>'
        f"{output_html(printed_by(edition, snippet, None), f'{snippet.name}.py')}</div></details>"
    )


def whole_code(snippet: Snippet) -> str:
    """Return a program as it is copied: without the marks of its sections."""
    return "\n".join(line for _, line in shown_lines(snippet, None))


def whole_name(snippet: Snippet) -> str:
    """Return what stands for a whole program while it is folded."""
    return f"The whole program, {snippet.name}.py, {whole_code(snippet).count(chr(10)) + 1} lines"


def printed_by(edition: Edition, snippet: Snippet, section: str | None) -> str:
    """Return what a section of a program printed, or all of it."""
    record = edition.records.get(snippet.name)
    part = snippet.section(section) if section else None
    outputs = record.outputs if record else ()
    return "".join(each.text for each in outputs if part is None or part.first <= each.line <= part.last)
