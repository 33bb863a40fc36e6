"""Formulas: TeX that arithmatex found becomes the MathML that the edition holds."""

from __future__ import annotations

import html
import re

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from lockstep.render.page import Context

# A full stop or a comma behind a formula goes with it, or a narrow page could begin a line with one.
_ARITHMATEX = re.compile(r'<(span|div) class="arithmatex">\\([(\[])(.*?)\\[)\]]</\1>([.,;:!?)’”]*)', re.S)

# A formula of more characters than these may be wider than a telephone.
_NARROW = 22
_UNSEEN = re.compile(r"<[^>]*>|\s|\u2061")


class ShowFormulas(Postprocessor):
    """Replaces the output of `pymdownx.arithmatex` (generic)."""

    def __init__(self, md: Markdown, context: Context) -> None:
        super().__init__(md)
        self.context = context

    def run(self, text: str) -> str:
        """Replace every formula of a page."""
        return _ARITHMATEX.sub(self._show, text)

    def _show(self, match: re.Match[str]) -> str:
        tex, display = html.unescape(match[3]).strip(), match[2] == "["
        edition = self.context.edition
        mathml = edition.formulas.get((tex, display)) or edition.mathml(tex, display=display)
        if mathml is None:
            return f'<code class="ls-missing">{html.escape(tex)}</code>'
        # A wide formula scrolls inside its own box, which the keyboard must reach.
        wide = not display and len(_UNSEEN.sub("", mathml)) > _NARROW
        focus = ' tabindex="0"' if display or wide else ""
        return f'<{match[1]} class="ls-math{" ls-wide" if wide else ""}"{focus}>{mathml}{match[4]}</{match[1]}>'
