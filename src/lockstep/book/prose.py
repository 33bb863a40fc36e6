"""What a page's text says between its blocks: values, references, formulas, code, and the words themselves."""

from __future__ import annotations

import re
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lockstep.book.marks import Code, Entry, Fence, Formula, Given, Heading, Passage, Reference, Shown, Typed, Value
from lockstep.book.paragraphs import GIVEN, SAID, code_said, placed, row, words_of
from lockstep.math.tex import digits, spellings
from lockstep.problem import Place, Problem
from lockstep.values import VALUE, parse_value

REFERENCE = re.compile(r"\[@([A-Za-z][\w:-]*)(?:,\s*([^\]]*))?\]")
ENTRY = re.compile(r"::: *([\w.]+) *")
#: What a python fence may say: that it is one, and that it is its program's heart.
FENCES = frozenset({"python", "python heart"})
INCLUDE = re.compile(r'--8<-- "([\w./-]+)\.py(?::([\w-]+))?"\s*')

_CONTAINER = re.compile(r"\s*(!!!|\?\?\?\+?|===[+!]?)\s+\S")
_FENCE_MARK = re.compile(r"\s*(`{3,}|~{3,})")
_HTML_CODE = re.compile(r"<(pre|code|script|style|iframe)\b", re.I)
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.S)

#: Languages of fences that show something other than Python: commands to type, and the citation of the book.
SHOWN = frozenset({"sh", "bibtex"})


#: Whatever a page's text was found to contain.
Mark = Code | Entry | Fence | Formula | Given | Heading | Passage | Problem | Reference | Shown | Typed | Value


def _parser() -> MarkdownIt:
    markdown = (
        MarkdownIt("commonmark")
        .enable("table")
        .use(dollarmath_plugin, double_inline=True, allow_space=False, allow_digits=False)
    )
    # An escaped dollar must stay apart from the text around it, or it could not be told from one without a partner.
    return markdown.disable("text_join")


class Reader:
    """Reads the plain lines of one page; `offset` is what the front matter took.

    Attributes:
        found: What was found, in the order in which it was read.
        title: The first heading of the page.
        words: How many there are in its text.
    """

    def __init__(self, path: str, offset: int) -> None:
        self.path, self.offset = path, offset
        self.markdown = _parser()
        self.found: list[Mark] = []
        self.title, self.words = "", 0
        self.heading = ""

    def place(self, line: int) -> Place:
        """Return the place of a line, counted from 1 below the front matter."""
        return Place(self.path, line + self.offset)

    def read(self, lines: list[str]) -> None:
        """Read a whole page."""
        covered: set[int] = set()
        for token in self.markdown.parse("\n".join(map(row, lines))):
            start, stop = token.map or (0, 0)
            if token.type == "fence":
                covered.update(range(start, stop))
                self._fence(token, lines[start], closed=stop > start + 1 and _closes(lines[stop - 1], token.markup))
            elif token.type == "code_block":
                covered.update(range(start, stop))
                above = next((line for line in reversed(lines[:start]) if line.strip()), "")
                if not _CONTAINER.match(above):  # what is inside a container goes with its head, below
                    self.found.append(Code(self.place(start + 1), "indented"))
            elif token.type == "html_block":
                self._html(token.content, start + 1)
            elif token.type == "math_block":
                self._formula(token.content, start + 1, display=True)
            elif token.type == "heading_open":
                self.heading = token.tag
            elif token.type == "inline":
                self.inline(token.children or [], token.content, start + 1)
                self.words += len(token.content.split())
                if self.heading:
                    self.found.append(Heading(self.place(start + 1), token.content))
                if self.heading == "h1" and not self.title:
                    self.title = token.content
                self.heading = ""
        for number, line in enumerate(lines):
            if number not in covered and (_CONTAINER.match(line) or _FENCE_MARK.match(line)):
                self.found.append(Code(self.place(number + 1), "container"))
            elif number not in covered and (match := ENTRY.fullmatch(line)):
                self.found.append(Entry(self.place(number + 1), match[1]))

    def line(self, text: str, line: int) -> None:
        """Read one line of inline text, such as a title."""
        for token in self.markdown.parseInline(text):
            self.inline(token.children or [], text, line)

    def inline(self, tokens: list[Token], source: str, first: int) -> None:
        """Read the children of an inline token whose source starts on line `first`."""
        said = ""
        for token, line in placed(tokens, source, first):
            said += code_said(token.content) if token.type == "code_inline" else SAID.get(token.type, token.content)
            if token.type in ("math_inline", "math_inline_double"):
                self._formula(token.content, line, display=False)
                if token.type == "math_inline_double":
                    self._report(line, "a display formula stands inside a paragraph", "give it a paragraph of its own")
            elif token.type == "code_inline":
                self._value(token, line)
            elif token.type in ("text", "text_special"):
                self._text(token, line)
            elif token.type == "image":
                self._report(line, "an image cannot be checked", "draw it in a `fig_*.py` snippet, in a figure block")
            elif token.type == "html_inline" and _HTML_CODE.match(token.content):
                self.found.append(Code(self.place(line), "html"))
        self._said(said, first)

    def _said(self, text: str, first: int) -> None:
        """Read what a paragraph says, whose lines begin at `first`: what is given, what is referred to, its words."""
        for match in GIVEN.finditer(text):
            place = self.place(first + text.count("\n", 0, match.start()))
            self.found.append(Given(place, match[1], match[2] or ""))
        if not text.startswith(":::"):  # an entry of the API reference, with its options
            self.found.append(Passage(self.place(first), words_of(REFERENCE.sub(" ", text))))

    def _text(self, token: Token, line: int) -> None:
        text = token.content
        if token.type == "text" and "$" in text:
            remedy = "close the formula, with no blank inside its dollars and no digit outside; or write `\\$`"
            self._report(line, "a dollar sign without its partner", remedy)
        if re.search(VALUE, text):
            self._report(
                line, "a value without its back-ticks", "write `{python} snippet.name:format`, in single back-ticks"
            )
        for match in REFERENCE.finditer(text):
            target = match[1].replace("Chapter:", "chapter:")  # which begins a sentence
            self.found.append(Reference(self.place(line), target, (match[2] or "").strip()))

    def _value(self, token: Token, line: int) -> None:
        if not (mark := re.match(VALUE, token.content)):
            return
        if token.markup != "`":
            self._report(line, "a value in more than one back-tick", f"write it in single ones: `{token.content}`")
        else:
            self._spelling(token.content[mark.end() :], line, in_math=False)

    def _spelling(self, spelling: str, line: int, *, in_math: bool) -> None:
        try:
            snippet, path, spec = parse_value(spelling)
        except ValueError as error:
            self._report(line, str(error), "write `snippet.name:format`, with a name that the snippet binds")
        else:
            self.found.append(Value(self.place(line), snippet, path, spec, in_math))

    def _formula(self, tex: str, line: int, *, display: bool) -> None:
        self.found.append(Formula(self.place(line), tex.strip(), display))
        for spelling in spellings(tex):
            self._spelling(spelling, line, in_math=True)
        for number in digits(tex):
            where = line + tex.count("\n", 0, max(0, tex.find(number)))
            self.found.append(Typed(self.place(where), number))

    def _fence(self, token: Token, opening: str, *, closed: bool) -> None:
        line = (token.map or (0, 0))[0] + 1
        match = INCLUDE.fullmatch(token.content)
        info = token.info.strip()
        if not closed:
            self._report(line, "the fence is not closed", f"add a line {token.markup} below its content")
        elif info in FENCES and opening == f"```{info}" and match:
            heart = info != "python"
            self.found.append(Fence(self.place(line), match[1], match[2], token.content, heart=heart))
        elif info in SHOWN:
            self.found.append(Shown(self.place(line), info, token.content))
        else:
            info = info if not match or opening.startswith(" ") else opening.removeprefix("```")
            self.found.append(Code(self.place(line), "fence", info, token.markup, match and match[1]))

    def _html(self, html: str, line: int) -> None:
        if _HTML_CODE.search(html):
            self.found.append(Code(self.place(line), "html"))
        self.found.append(Passage(self.place(line), unescape(_TAG.sub(" ", html))))

    def _report(self, line: int, what: str, remedy: str) -> None:
        self.found.append(self.place(line).problem(what, remedy))


def _closes(line: str, markup: str) -> bool:
    """Whether a line ends a fence that these marks opened, in a list or a quotation too."""
    marks = line.lstrip("> \t").rstrip()
    return marks.startswith(markup) and not marks.strip(markup[0])
